import type { Cmdlet, CmdletKind, Parameter, ParameterNote, ParameterSet, Product } from "./catalog.js";
import { commonParameters } from "./common-parameters.js";

// The compact text (server/data/catalog/cmdlets.txt, written by scripts/generate-catalog.ts). Numbers are in base 36.
// Line 1: product lists. 2: types. 3: value lists (`A,B@products`). 4: notes (`kind TAB products TAB source TAB text`), by `|`.
// 5: parameters that several cmdlets share. 6: addresses of pages, {name} for the cmdlet in lower case. Then one line per cmdlet, by name:
//   Name|products[!][:kind]|set[?|!][:position,position] …|parameter …|url
// `?` an assumed default set, `!` a named one; after products `!` means vouched. A parameter is a number of line 5 or
//   Name:type[/~alias,…][/#sets][/![sets]][/<][/n][/@products][/=values[.][+]][/?][/*note]
// with sets as bits: `#` the sets it is in (else all), `!` where it is mandatory, `<` from the pipeline, `n` takes $null, `.` closed, `+` flags,
// `?` undocumented.

export interface Catalog {
  /** The cmdlet of that name, in whatever case. */
  find(name: string): Cmdlet | null;
  /** All names, sorted. */
  readonly names: readonly string[];
}

interface Tables {
  readonly products: readonly (readonly Product[])[];
  readonly types: readonly string[];
  readonly values: readonly string[];
  readonly notes: readonly string[];
  readonly shared: readonly string[];
  readonly urls: readonly string[];
  /** Parameters that are the same in several cmdlets, by products and token. */
  readonly known: Map<string, Parameter>;
}

/** Indexes the compact text; the details of a cmdlet are read when it is first asked for. */
export function readCatalog(text: string): Catalog {
  const heads: string[] = [];
  let offset = 0;
  for (let line = 0; line < 6; line++) {
    const end = text.indexOf("\n", offset);
    heads.push(text.slice(offset, end));
    offset = end + 1;
  }
  const names: string[] = [];
  const starts = new Map<string, number>();
  while (offset < text.length) {
    const bar = text.indexOf("|", offset);
    const name = text.slice(offset, bar);
    names.push(name);
    starts.set(name.toLowerCase(), offset);
    offset = text.indexOf("\n", bar) + 1;
  }
  let tables: Tables | null = null;
  const known = new Map<string, Cmdlet>();
  return {
    names,
    find(name) {
      const key = name.toLowerCase();
      const cached = known.get(key);
      if (cached) return cached;
      const start = starts.get(key);
      if (start === undefined) return null;
      tables ??= readTables(heads);
      const cmdlet = readCmdlet(text.slice(start, text.indexOf("\n", start)), tables);
      known.set(key, cmdlet);
      return cmdlet;
    },
  };
}

function readTables(heads: readonly string[]): Tables {
  const [products = "", types = "", values = "", notes = "", shared = "", urls = ""] = heads;
  return {
    products: products.split(" ").map(readProducts),
    types: types.split(" "),
    values: values.split(" "),
    notes: notes.split("|"),
    shared: shared.split(" "),
    urls: urls.split(" "),
    known: new Map(),
  };
}

function readProducts(list: string): Product[] {
  return list === "-" ? [] : (list.split(",") as Product[]);
}

const exchangePage = "https://learn.microsoft.com/powershell/module/exchangepowershell/{name}";

const kinds: Record<string, CmdletKind> = { r: "rms", s: "script", f: "foreign" };

function readCmdlet(line: string, tables: Tables): Cmdlet {
  const [name = "", head = "", setList = "", parameterList = "", url = ""] = line.split("|");
  const [productsAndMark = "", kind = ""] = head.split(":");
  const isVouched = productsAndMark.endsWith("!");
  const products = tables.products[number(isVouched ? productsAndMark.slice(0, -1) : productsAndMark)] ?? [];
  const tokens =
    parameterList === ""
      ? []
      : parameterList.split(" ").map((token) => (token.includes(":") ? token : (tables.shared[number(token)] ?? "")));
  const parameterNames = tokens.map((token) => token.slice(0, token.indexOf(":")));
  const sets = setList.split(" ").map((item) => readSet(item, parameterNames));
  const setNames = sets.map((set) => set.name);
  const parameters = new Map<string, Parameter>();
  for (const token of tokens) {
    const parameter = sharedParameter(token, setNames, products, tables);
    parameters.set(parameter.name.toLowerCase(), parameter);
  }
  for (const parameter of commonParameters) {
    const key = parameter.name.toLowerCase();
    if (!parameters.has(key)) parameters.set(key, parameter);
  }
  return {
    name,
    kind: kinds[kind] ?? "exchange",
    products,
    sets,
    parameters,
    isVouched,
    url: (tables.urls[number(url)] ?? exchangePage).replace("{name}", name.toLowerCase()),
  };
}

function readSet(item: string, parameterNames: readonly string[]): ParameterSet {
  const [nameAndMark = "", positions = ""] = item.split(":");
  const isDefaultAssumed = nameAndMark.endsWith("?");
  const isDefault = isDefaultAssumed || nameAndMark.endsWith("!");
  return {
    name: (isDefault ? nameAndMark.slice(0, -1) : nameAndMark) || "__AllParameterSets",
    positional: positions === "" ? [] : positions.split(",").map((position) => parameterNames[number(position)] ?? ""),
    isDefault,
    isDefaultAssumed,
  };
}

/** Most parameters do not depend on their cmdlet's sets: one object serves all cmdlets that have it. */
function sharedParameter(token: string, setNames: readonly string[], products: readonly Product[], tables: Tables): Parameter {
  if (/\/[#!]/.test(token)) return readParameter(token, setNames, products, tables);
  const key = `${tables.products.indexOf(products)} ${token}`;
  const known = tables.known.get(key);
  if (known) return known;
  const parameter = readParameter(token, setNames, products, tables);
  tables.known.set(key, parameter);
  return parameter;
}

function readParameter(token: string, setNames: readonly string[], cmdletProducts: readonly Product[], tables: Tables): Parameter {
  const [nameAndType = "", ...attributes] = token.split("/");
  const [name = "", typeIndex = ""] = nameAndType.split(":");
  const type = tables.types[number(typeIndex)] ?? "Object";
  let aliases: readonly string[] = [];
  let sets: readonly string[] = [];
  let mandatoryMask: string | null = null;
  let takesPipeline = false;
  let takesNull = false;
  let products = cmdletProducts;
  let values: readonly string[] = [];
  let valueProducts: ReadonlyMap<string, readonly Product[]> = noValueProducts;
  let valuesAreClosed = false;
  let valuesAreFlags = false;
  let isUndocumented = false;
  let note: ParameterNote | null = null;
  for (const attribute of attributes) {
    const rest = attribute.slice(1);
    switch (attribute[0]) {
      case "~":
        aliases = rest.split(",");
        break;
      case "#":
        sets = namesOf(rest, setNames);
        break;
      case "!":
        mandatoryMask = rest;
        break;
      case "<":
        takesPipeline = true;
        break;
      case "n":
        takesNull = true;
        break;
      case "@":
        products = tables.products[number(rest)] ?? [];
        break;
      case "=": {
        valuesAreClosed = rest.includes(".");
        valuesAreFlags = rest.includes("+");
        const list = (tables.values[number(rest.replace(/[.+]+$/, ""))] ?? "").split(",");
        values = list.map((value) => value.split("@")[0] ?? "");
        valueProducts = readValueProducts(list, tables);
        break;
      }
      case "?":
        isUndocumented = true;
        break;
      case "*":
        note = readNote(tables.notes[number(rest)] ?? "");
        break;
    }
  }
  let mandatoryIn: readonly string[] = [];
  if (mandatoryMask === "") mandatoryIn = sets.length ? sets : setNames;
  else if (mandatoryMask !== null) mandatoryIn = namesOf(mandatoryMask, setNames);
  return {
    name,
    type,
    isSwitch: type === "SwitchParameter",
    aliases,
    sets,
    mandatoryIn,
    takesPipeline,
    takesNull,
    products,
    values,
    valuesAreClosed,
    valuesAreFlags,
    valueProducts,
    isCommon: false,
    isUndocumented,
    note,
  };
}

const noValueProducts: ReadonlyMap<string, readonly Product[]> = new Map();

function readValueProducts(list: readonly string[], tables: Tables): ReadonlyMap<string, readonly Product[]> {
  if (!list.some((item) => item.includes("@"))) return noValueProducts;
  const products = new Map<string, readonly Product[]>();
  for (const item of list) {
    const [value = "", index] = item.split("@");
    if (index !== undefined) products.set(value.toLowerCase(), tables.products[number(index)] ?? []);
  }
  return products;
}

function readNote(line: string): ParameterNote {
  const [kind = "", products = "", source = "", text = ""] = line.split("\t");
  return { kind: kind as ParameterNote["kind"], text, source, products: products === "" ? [] : (products.split(",") as Product[]) };
}

function namesOf(mask: string, setNames: readonly string[]): string[] {
  const bits = number(mask);
  return setNames.filter((_, index) => (bits & (1 << index)) !== 0);
}

function number(text: string): number {
  return Number.parseInt(text, 36);
}
