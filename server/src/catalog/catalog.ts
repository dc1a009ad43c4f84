/** Where a cmdlet or parameter exists. SCC is Security & Compliance PowerShell, EOP the standalone protection service. */
export type Product = "2010" | "2013" | "2016" | "2019" | "SE" | "Online" | "SCC" | "EOP";

/** One parameter of a cmdlet. */
export interface Parameter {
  readonly name: string;
  /** The reference's type name: `String`, `MultiValuedProperty`, `Boolean`, `SwitchParameter`, `Unlimited` … */
  readonly type: string;
  readonly isSwitch: boolean;
  readonly aliases: readonly string[];
  /** Empty where it belongs to every set. */
  readonly sets: readonly string[];
  /** Names of the sets in which it is mandatory. */
  readonly mandatoryIn: readonly string[];
  readonly takesPipeline: boolean;
  readonly products: readonly Product[];
  /** Values the reference mentions: not a closed list unless `valuesAreClosed`. */
  readonly values: readonly string[];
  readonly valuesAreClosed: boolean;
  readonly isCommon: boolean;
  /** From the overlay: why this parameter does nothing or must not be used, with the source's address. */
  readonly note: { readonly text: string; readonly source: string } | null;
}

export interface ParameterSet {
  readonly name: string;
  /** Parameters by position, first to last. */
  readonly positional: readonly string[];
  readonly isDefault: boolean;
  /** True where the reference does not name a default set and this one is our guess. */
  readonly isDefaultAssumed: boolean;
}

export interface Cmdlet {
  readonly name: string;
  readonly products: readonly Product[];
  readonly sets: readonly ParameterSet[];
  /** Own and common parameters, by name in lower case. */
  readonly parameters: ReadonlyMap<string, Parameter>;
  /** True where the overlay vouches that no undocumented parameter exists. */
  readonly isVouched: boolean;
  /** The reference page. */
  readonly url: string;
}
