/** Where a cmdlet or parameter exists. SCC is Security & Compliance PowerShell, EOP the standalone protection service. */
export type Product = "2010" | "2013" | "2016" | "2019" | "SE" | "Online" | "SCC" | "EOP";

/**
 * Whose command it is. `exchange`: the public Exchange reference; `rms`: AIPService and AADRM; `script`: GenConnectorConfig.ps1;
 * `foreign`: a command of another module, known only as far as rules about it need: the generic rules never speak about it.
 */
export type CmdletKind = "exchange" | "rms" | "script" | "foreign";

/** Why a parameter had better not be used, with the source's address. */
export interface ParameterNote {
  /** `functionless`: accepted and ignored; `deprecated`: works, but is going; `reserved`: for Microsoft's own use. */
  readonly kind: "functionless" | "deprecated" | "reserved";
  readonly text: string;
  readonly source: string;
  /** Where the note holds; empty means everywhere. */
  readonly products: readonly Product[];
}

/** One parameter of a cmdlet. */
export interface Parameter {
  readonly name: string;
  /** The type's name without its namespace: `String`, `MultiValuedProperty`, `Boolean`, `SwitchParameter`, `Unlimited`, `String[]` … */
  readonly type: string;
  readonly isSwitch: boolean;
  readonly aliases: readonly string[];
  /** Empty where it belongs to every set. */
  readonly sets: readonly string[];
  /** Names of the sets in which it is mandatory. */
  readonly mandatoryIn: readonly string[];
  readonly takesPipeline: boolean;
  /** True for a Boolean that also takes $null, which means "not configured". */
  readonly takesNull: boolean;
  /** Empty where the notion does not apply (common parameters, `rms`, `script`, `foreign`). */
  readonly products: readonly Product[];
  /** Values the reference mentions: not a closed list unless `valuesAreClosed`. */
  readonly values: readonly string[];
  readonly valuesAreClosed: boolean;
  /** True where several values may stand together, as a list or in one string with commas (a .NET flags enumeration). */
  readonly valuesAreFlags: boolean;
  /** Values that exist only in some products, by the value in lower case. */
  readonly valueProducts: ReadonlyMap<string, readonly Product[]>;
  readonly isCommon: boolean;
  /** True for a parameter that the reference leaves out: accepted when written in full, never offered, never part of a prefix. */
  readonly isUndocumented: boolean;
  /** From the overlay: why this parameter does nothing or must not be used. */
  readonly note: ParameterNote | null;
}

export interface ParameterSet {
  /** `__AllParameterSets` where the cmdlet has a single unnamed set. */
  readonly name: string;
  /** Parameters by position, first to last. */
  readonly positional: readonly string[];
  readonly isDefault: boolean;
  /** True where the reference does not name a default set and this one is our guess. */
  readonly isDefaultAssumed: boolean;
}

export interface Cmdlet {
  readonly name: string;
  readonly kind: CmdletKind;
  /** Empty where the notion does not apply (`rms`, `script`, `foreign`). */
  readonly products: readonly Product[];
  readonly sets: readonly ParameterSet[];
  /** Own and common parameters, by name in lower case. */
  readonly parameters: ReadonlyMap<string, Parameter>;
  /** True where the overlay vouches that no undocumented parameter exists. */
  readonly isVouched: boolean;
  /** The reference page. */
  readonly url: string;
}
