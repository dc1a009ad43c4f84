import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Ajv, type ErrorObject } from "ajv";
import { load, YAMLException } from "js-yaml";
import type { CmdletKind, ParameterNote, Product } from "../../server/src/catalog/catalog.js";
import { allSets, type CmdletModel, type Model, type ParameterModel, plainType, type ValueModel } from "./model.js";

interface ParameterAddition {
  type: string;
  sets?: string[];
  mandatory?: boolean | string[];
  position?: number;
  pipeline?: boolean;
  aliases?: string[];
  values?: string[];
  products?: Product[];
}

interface Overlay {
  source: string;
  enumerations?: {
    parameters: string[];
    closed: boolean;
    flags?: boolean;
    members: (string | Record<string, Product[]>)[];
    source?: string;
  }[];
  vouched?: { cmdlets: string[]; source?: string }[];
  undocumented?: { cmdlets: string[]; parameters: Record<string, ParameterAddition>; source?: string; why: string }[];
  notes?: { parameters: string[]; kind: ParameterNote["kind"]; products?: Product[]; text: string; source?: string }[];
  types?: { parameters: string[]; type: string; source?: string }[];
  defaultSets?: { cmdlets: Record<string, string>; source?: string }[];
  /** Sets that the pages draw too narrow: the parameters may stand in every set. */
  inEverySet?: { parameters: string[]; source?: string; why: string }[];
  /** Parameters that the pages call mandatory and that are not. */
  optional?: { parameters: string[]; source?: string; why: string }[];
  /** Parameters that take a position the pages do not tell. */
  positional?: { parameters: string[]; source?: string; why: string }[];
  /** Boolean parameters that also take $null. */
  takesNull?: { parameters: string[]; source?: string; why: string }[];
  /** Parameters that take pipeline input although the pages do not tell. */
  fromPipeline?: { parameters: string[]; source?: string; why: string }[];
  /** Products that the pages forget. */
  products?: { cmdlets?: string[]; parameters?: string[]; add: Product[]; source?: string; why: string }[];
  added?: Record<
    string,
    {
      kind?: CmdletKind;
      vouched?: boolean;
      url?: string;
      products?: Product[];
      sets?: Record<string, { default?: boolean } | null>;
      parameters?: Record<string, ParameterAddition>;
    } | null
  >;
  /** For every cmdlet in `added` that does not say otherwise. */
  addedDefaults?: { kind?: CmdletKind; vouched?: boolean; url?: string; products?: Product[] };
}

/** A fault in an overlay file, with the place where it stands. */
class OverlayFault extends Error {
  constructor(file: string, line: number, message: string) {
    super(`${file}:${line}: ${message}`);
    this.name = "OverlayFault";
  }
}

/**
 * Lays the corrections of server/data/overlay over the facts, in the order of the files' names. Throws an OverlayFault that names file and
 * line when a file is no overlay, and when facts and overlay have drifted apart: a name that the facts lack, or an addition they have by now.
 */
export function applyOverlay(model: Model, root: string): void {
  const folder = path.join(root, "server/data/overlay");
  const schema = JSON.parse(readFileSync(path.join(root, "server/data/schema/overlay.schema.json"), "utf8"));
  const overlays = readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => ({ name, text: readFileSync(path.join(folder, name), "utf8") }));
  applyOverlayTexts(model, overlays, schema);
}

/** As `applyOverlay`, over texts. */
export function applyOverlayTexts(model: Model, files: readonly { name: string; text: string }[], schema: object): void {
  const validate = new Ajv({ allowUnionTypes: true, verbose: true }).compile<Overlay>(schema);
  const overlays = files.map(({ name, text }) => {
    const fail = failAt(name, text);
    let overlay: unknown;
    try {
      overlay = load(text);
    } catch (error) {
      if (error instanceof YAMLException) throw new OverlayFault(name, (error.mark?.line ?? 0) + 1, error.reason);
      throw error;
    }
    if (!validate(overlay)) {
      const [first] = validate.errors ?? [];
      throw fail(first ? wordsOfPath(first) : [], first ? describe(first) : "not an overlay");
    }
    return { overlay, fail };
  });
  // Cmdlets come first: the other corrections may name them.
  for (const { overlay, fail } of overlays) addCmdlets(model, overlay, fail);
  for (const { overlay, fail } of overlays) correct(model, overlay, fail);
}

type Fail = (words: readonly string[], message: string) => OverlayFault;

function failAt(file: string, text: string): Fail {
  return (words, message) => new OverlayFault(file, lineOf(text, words), message);
}

/** The line (from 1) where the words stand one after the other: the place a schema path leads to. */
function lineOf(text: string, words: readonly string[]): number {
  let offset = 0;
  for (const word of words) {
    const next = text.indexOf(word, offset);
    if (next >= 0) offset = next;
  }
  return text.slice(0, offset).split("\n").length;
}

function wordsOfPath(error: ErrorObject): string[] {
  const words = error.instancePath.split("/").filter((word) => word !== "" && !/^\d+$/.test(word));
  const extra = error.params["additionalProperty"];
  return typeof extra === "string" ? [...words, extra] : words;
}

function describe(error: ErrorObject): string {
  const place = error.instancePath === "" ? "the file" : `\`${error.instancePath.slice(1)}\``;
  if (error.keyword === "additionalProperties") {
    const allowed = Object.keys((error.parentSchema?.["properties"] as object | undefined) ?? {});
    return `\`${error.params["additionalProperty"]}\` is not known here${allowed.length ? `: allowed are ${allowed.join(", ")}` : ""}`;
  }
  if (error.keyword === "enum") return `${place} must be one of ${(error.params["allowedValues"] as unknown[]).join(", ")}`;
  return `${place} ${error.message ?? "is not allowed"}`;
}

function addCmdlets(model: Model, overlay: Overlay, fail: Fail): void {
  for (const [name, entry] of Object.entries(overlay.added ?? {})) {
    if (model.has(name.toLowerCase())) throw fail(["added", name], `${name} is in the facts already`);
    const { addedDefaults: defaults } = overlay;
    const products = entry?.products ?? defaults?.products ?? [];
    const setEntries = Object.entries(entry?.sets ?? { [allSets]: {} });
    const cmdlet: CmdletModel = {
      name,
      kind: entry?.kind ?? defaults?.kind ?? "exchange",
      products,
      sets: setEntries.map(([set, own]) => ({ name: set, positional: [], isDefault: own?.default ?? false, isDefaultAssumed: false })),
      parameters: [],
      isVouched: entry?.vouched ?? defaults?.vouched ?? false,
      url: entry?.url ?? (defaults?.url ?? overlay.source).replace("{name}", name.toLowerCase()),
    };
    const positions: { parameter: ParameterModel; position: number }[] = [];
    for (const [parameterName, own] of Object.entries(entry?.parameters ?? {})) {
      const parameter = newParameter(parameterName, own, cmdlet, (message) => fail(["added", name, parameterName], message));
      parameter.valuesAreClosed = parameter.values.length > 0;
      cmdlet.parameters.push(parameter);
      if (own.position !== undefined) positions.push({ parameter, position: own.position });
    }
    for (const { parameter } of positions.sort((a, b) => a.position - b.position)) {
      for (const set of cmdlet.sets) {
        if (parameter.sets.length === 0 || parameter.sets.includes(set.name)) set.positional.push(parameter.name);
      }
    }
    model.set(name.toLowerCase(), cmdlet);
  }
}

function newParameter(name: string, own: ParameterAddition, cmdlet: CmdletModel, fail: (message: string) => OverlayFault): ParameterModel {
  const setNames = cmdlet.sets.map((set) => set.name);
  for (const set of [...(own.sets ?? []), ...(Array.isArray(own.mandatory) ? own.mandatory : [])]) {
    if (!setNames.includes(set)) throw fail(`${cmdlet.name} has no set \`${set}\`: it has ${setNames.join(", ")}`);
  }
  const sets = own.sets && own.sets.length < setNames.length ? own.sets : [];
  const inSets = sets.length ? sets : setNames;
  return {
    name,
    type: plainType(own.type),
    aliases: own.aliases ?? [],
    sets,
    mandatoryIn: own.mandatory === true ? inSets : own.mandatory || [],
    takesPipeline: own.pipeline ?? false,
    takesNull: false,
    products: own.products ?? cmdlet.products,
    values: (own.values ?? []).map((value) => ({ name: value, products: [] })),
    valuesAreClosed: false,
    valuesAreFlags: false,
    isUndocumented: false,
    note: null,
  };
}

function correct(model: Model, overlay: Overlay, fail: Fail): void {
  const cmdletOf = (name: string, place: string): CmdletModel => {
    const cmdlet = model.get(name.toLowerCase());
    if (!cmdlet) throw fail([place, name], `there is no cmdlet ${name} in the facts`);
    return cmdlet;
  };
  const parameterOf = (qualified: string, place: string): { cmdlet: CmdletModel; parameter: ParameterModel } => {
    const dot = qualified.lastIndexOf(".");
    const cmdlet = cmdletOf(qualified.slice(0, dot), place);
    const wanted = qualified.slice(dot + 1).toLowerCase();
    const parameter = cmdlet.parameters.find((own) => own.name.toLowerCase() === wanted);
    if (!parameter) throw fail([place, qualified], `${cmdlet.name} has no parameter ${qualified.slice(dot + 1)} in the facts`);
    return { cmdlet, parameter };
  };

  for (const { cmdlets } of overlay.vouched ?? []) {
    for (const name of cmdlets) {
      const cmdlet = cmdletOf(name, "vouched");
      if (cmdlet.isVouched) throw fail(["vouched", name], `${name} is vouched for twice`);
      cmdlet.isVouched = true;
    }
  }
  for (const { cmdlets, parameters } of overlay.undocumented ?? []) {
    for (const name of cmdlets) {
      const cmdlet = cmdletOf(name, "undocumented");
      for (const [parameterName, own] of Object.entries(parameters)) {
        if (cmdlet.parameters.some((known) => known.name.toLowerCase() === parameterName.toLowerCase())) {
          throw fail(["undocumented", name], `${name} has a parameter ${parameterName} in the facts by now`);
        }
        const parameter = newParameter(parameterName, own, cmdlet, (message) => fail(["undocumented", name], message));
        cmdlet.parameters.push({ ...parameter, isUndocumented: true });
      }
    }
  }
  for (const { parameters, closed, flags, members } of overlay.enumerations ?? []) {
    const values = members.map(readMember);
    for (const qualified of parameters) {
      const { parameter } = parameterOf(qualified, "enumerations");
      const missing = parameter.values.find((seen) => !values.some((value) => value.name.toLowerCase() === seen.name.toLowerCase()));
      if (missing)
        throw fail(["enumerations", qualified], `the facts know the value ${missing.name} of ${qualified}, the overlay does not`);
      parameter.values = values;
      parameter.valuesAreClosed = closed;
      parameter.valuesAreFlags = flags ?? false;
    }
  }
  for (const { parameters, kind, products, text, source } of overlay.notes ?? []) {
    for (const qualified of parameters) {
      const { parameter } = parameterOf(qualified, "notes");
      if (parameter.note) throw fail(["notes", qualified], `${qualified} has a note already`);
      parameter.note = { kind, text: text.trim().replace(/\s+/g, " "), source: source ?? overlay.source, products: products ?? [] };
    }
  }
  for (const { parameters, type } of overlay.types ?? []) {
    for (const qualified of parameters) {
      const { parameter } = parameterOf(qualified, "types");
      if (parameter.type === type) throw fail(["types", qualified], `${qualified} is ${type} in the facts by now`);
      parameter.type = type;
    }
  }
  for (const { cmdlets } of overlay.defaultSets ?? []) {
    for (const [name, wanted] of Object.entries(cmdlets)) {
      const cmdlet = cmdletOf(name, "defaultSets");
      const set = cmdlet.sets.find((own) => own.name === wanted);
      if (!set) throw fail(["defaultSets", name], `${name} has no set ${wanted}: it has ${cmdlet.sets.map((own) => own.name).join(", ")}`);
      if (set.isDefault && !set.isDefaultAssumed)
        throw fail(["defaultSets", name], `the facts name ${wanted} the default of ${name} by now`);
      for (const own of cmdlet.sets) {
        own.isDefault = own === set;
        own.isDefaultAssumed = false;
      }
    }
  }
  for (const { parameters } of overlay.inEverySet ?? []) {
    for (const qualified of parameters) {
      const { parameter } = parameterOf(qualified, "inEverySet");
      if (parameter.sets.length === 0) throw fail(["inEverySet", qualified], `${qualified} is in every set by now`);
      parameter.sets = [];
    }
  }
  for (const { parameters } of overlay.optional ?? []) {
    for (const qualified of parameters) {
      const { parameter } = parameterOf(qualified, "optional");
      if (parameter.mandatoryIn.length === 0) throw fail(["optional", qualified], `${qualified} is optional by now`);
      parameter.mandatoryIn = [];
    }
  }
  for (const { parameters } of overlay.takesNull ?? []) {
    for (const qualified of parameters) {
      const { parameter } = parameterOf(qualified, "takesNull");
      if (parameter.type !== "Boolean") throw fail(["takesNull", qualified], `${qualified} is no Boolean but ${parameter.type}`);
      parameter.takesNull = true;
    }
  }
  for (const { parameters } of overlay.fromPipeline ?? []) {
    for (const qualified of parameters) {
      const { parameter } = parameterOf(qualified, "fromPipeline");
      if (parameter.takesPipeline) throw fail(["fromPipeline", qualified], `${qualified} takes pipeline input by now`);
      parameter.takesPipeline = true;
    }
  }
  for (const { parameters } of overlay.positional ?? []) {
    for (const qualified of parameters) {
      const { cmdlet, parameter } = parameterOf(qualified, "positional");
      const sets = cmdlet.sets.filter((set) => parameter.sets.length === 0 || parameter.sets.includes(set.name));
      if (sets.every((set) => set.positional.includes(parameter.name)))
        throw fail(["positional", qualified], `${qualified} is positional by now`);
      for (const set of sets) if (!set.positional.includes(parameter.name)) set.positional.push(parameter.name);
    }
  }
  for (const { cmdlets = [], parameters = [], add } of overlay.products ?? []) {
    const targets = [
      ...cmdlets.map((name) => ({ name, own: cmdletOf(name, "products") })),
      ...parameters.map((name) => ({ name, own: parameterOf(name, "products").parameter })),
    ];
    for (const { name, own } of targets) {
      const missing = add.filter((product) => !own.products.includes(product));
      if (missing.length === 0) throw fail(["products", name], `the facts say ${add.join(", ")} of ${name} by now`);
      own.products = [...own.products, ...missing];
    }
  }
}

function readMember(member: string | Record<string, Product[]>): ValueModel {
  if (typeof member === "string") return { name: member, products: [] };
  const [[name, products] = ["", []]] = Object.entries(member);
  return { name, products };
}
