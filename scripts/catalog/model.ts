// The catalogue while it is being made: the facts as they are, before the overlay and the compact text.
import type { CmdletKind, ParameterNote, Product } from "../../server/src/catalog/catalog.js";

export interface ValueModel {
  name: string;
  /** Empty: wherever the parameter exists. */
  products: Product[];
}

export interface ParameterModel {
  name: string;
  type: string;
  aliases: string[];
  sets: string[];
  mandatoryIn: string[];
  takesPipeline: boolean;
  takesNull: boolean;
  products: Product[];
  values: ValueModel[];
  valuesAreClosed: boolean;
  valuesAreFlags: boolean;
  isUndocumented: boolean;
  note: ParameterNote | null;
}

export interface SetModel {
  name: string;
  positional: string[];
  isDefault: boolean;
  isDefaultAssumed: boolean;
}

export interface CmdletModel {
  name: string;
  kind: CmdletKind;
  products: Product[];
  sets: SetModel[];
  parameters: ParameterModel[];
  isVouched: boolean;
  /** Empty for the page that the name gives. */
  url: string;
}

/** By the cmdlet's name in lower case. */
export type Model = Map<string, CmdletModel>;

interface Facts {
  [name: string]: {
    appliesTo: Product[];
    sets: Record<string, { required: string[]; positional: string[]; params: string[]; default?: boolean; defaultAssumed?: boolean }>;
    params: Record<string, { type: string; pipeline?: boolean; aliases?: string[]; appliesTo?: Product[]; valuesSeen?: string[] }>;
  };
}

export const allSets = "__AllParameterSets";

/** Facts without namespaces: `System.Boolean` and `<MultiValuedProperty>` are slips of the pages. */
export function plainType(type: string): string {
  const bare = type
    .replace(/^<(.*)>$/, "$1")
    .replace(/,.*$/, "")
    .replace(/`.*$/, "");
  return bare.replace(/^.*[.+]/, "");
}

/** Reads facts/cmdlets.json. A set's own lists decide over the parameters' table: the binder of the oracle was made from them. */
export function readFacts(json: string): Model {
  const facts: Facts = JSON.parse(json);
  const model: Model = new Map();
  for (const [name, fact] of Object.entries(facts)) {
    const sets = Object.entries(fact.sets).map(([set, { positional, default: isDefault, defaultAssumed }]) => ({
      name: set === "(All)" ? allSets : set,
      positional: [...positional],
      isDefault: isDefault ?? false,
      isDefaultAssumed: defaultAssumed ?? false,
    }));
    const members = Object.entries(fact.sets).map(([set, { params, required }]) => ({
      name: set === "(All)" ? allSets : set,
      params: new Set(params),
      required: new Set(required),
    }));
    const parameters = Object.entries(fact.params).map(([parameter, own]): ParameterModel => {
      const inSets = members.filter((set) => set.params.has(parameter)).map((set) => set.name);
      return {
        name: parameter,
        type: plainType(own.type),
        aliases: own.aliases ?? [],
        sets: inSets.length === sets.length ? [] : inSets,
        mandatoryIn: members.filter((set) => set.required.has(parameter)).map((set) => set.name),
        takesPipeline: own.pipeline ?? false,
        takesNull: false,
        products: own.appliesTo ?? fact.appliesTo,
        values: (own.valuesSeen ?? []).map((value) => ({ name: value, products: [] })),
        valuesAreClosed: false,
        valuesAreFlags: false,
        isUndocumented: false,
        note: null,
      };
    });
    model.set(name.toLowerCase(), {
      name,
      kind: "exchange",
      products: fact.appliesTo,
      sets,
      parameters,
      isVouched: false,
      url: "",
    });
  }
  return model;
}
