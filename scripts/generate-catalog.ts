// Writes server/data/catalog/cmdlets.txt from the facts and the overlay. The format is described where it is read:
// server/src/catalog/load.ts.
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Product } from "../server/src/catalog/catalog.js";
import { type CmdletModel, type Model, type ParameterModel, readFacts } from "./catalog/model.js";
import { applyOverlay } from "./catalog/overlay.js";

export const cataloguePath = "server/data/catalog/cmdlets.txt";

/** The catalogue's text, from the facts and the overlay of the project at `root`. Throws an error naming file and place when an overlay is faulty. */
export function generateCatalog(root: string): string {
  const model = readFacts(readFileSync(path.join(root, "server/data/facts/cmdlets.json"), "utf8"));
  applyOverlay(model, root);
  return encode(model);
}

class Table {
  readonly items: string[] = [];
  private readonly indexes = new Map<string, number>();
  of(item: string): string {
    let index = this.indexes.get(item);
    if (index === undefined) {
      index = this.items.push(item) - 1;
      this.indexes.set(item, index);
    }
    return index.toString(36);
  }
}

/** A parameter used this often under the same description is written once. */
const sharedFrom = 2;

function encode(model: Model): string {
  const tables = { products: new Table(), types: new Table(), values: new Table(), notes: new Table(), urls: new Table() };
  const used = new Map<string, number>();
  const cmdlets = [...model.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const tokens = cmdlets.map((cmdlet) =>
    cmdlet.parameters.map((parameter) => {
      const token = encodeParameter(parameter, cmdlet, tables);
      used.set(token, (used.get(token) ?? 0) + 1);
      return token;
    }),
  );
  const shared = new Table();
  for (const [token, count] of [...used].sort((a, b) => b[1] - a[1])) {
    if (count >= sharedFrom) shared.of(token);
  }
  const isShared = new Set(shared.items);
  const lines = cmdlets.map((cmdlet, index) => {
    const parameters = (tokens[index] ?? []).map((token) => (isShared.has(token) ? shared.of(token) : token)).join(" ");
    return `${cmdlet.name}|${encodeHead(cmdlet, tables.products)}|${encodeSets(cmdlet)}|${parameters}|${cmdlet.url === "" ? "" : tables.urls.of(cmdlet.url.replace(cmdlet.name.toLowerCase(), "{name}"))}`;
  });
  const head = [
    tables.products.items.join(" "),
    tables.types.items.join(" "),
    tables.values.items.join(" "),
    tables.notes.items.join("|"),
    shared.items.join(" "),
    tables.urls.items.join(" "),
  ];
  return `${[...head, ...lines].join("\n")}\n`;
}

function encodeHead(cmdlet: CmdletModel, products: Table): string {
  const kind = { exchange: "", rms: "r", script: "s", foreign: "f" }[cmdlet.kind];
  return `${products.of(encodeProducts(cmdlet.products))}${cmdlet.isVouched ? "!" : ""}${kind ? `:${kind}` : ""}`;
}

function encodeProducts(products: readonly Product[]): string {
  return products.length ? products.join(",") : "-";
}

function encodeSets(cmdlet: CmdletModel): string {
  return cmdlet.sets
    .map((set) => {
      const name = set.name === "__AllParameterSets" ? "" : set.name;
      const mark = set.isDefault ? (set.isDefaultAssumed ? "?" : "!") : "";
      const positions = set.positional.map((parameter) => cmdlet.parameters.findIndex((p) => p.name === parameter).toString(36));
      return `${name}${mark}${positions.length ? `:${positions.join(",")}` : ""}`;
    })
    .join(" ");
}

function encodeParameter(
  parameter: ParameterModel,
  cmdlet: CmdletModel,
  tables: { products: Table; types: Table; values: Table; notes: Table },
): string {
  const parts = [`${parameter.name}:${tables.types.of(parameter.type)}`];
  if (parameter.aliases.length) parts.push(`~${parameter.aliases.join(",")}`);
  if (parameter.sets.length) parts.push(`#${mask(parameter.sets, cmdlet)}`);
  if (parameter.mandatoryIn.length) {
    const own = parameter.sets.length ? parameter.sets : cmdlet.sets.map((set) => set.name);
    parts.push(parameter.mandatoryIn.length === own.length ? "!" : `!${mask(parameter.mandatoryIn, cmdlet)}`);
  }
  if (parameter.takesPipeline) parts.push("<");
  if (parameter.takesNull) parts.push("n");
  const products = encodeProducts(parameter.products);
  if (products !== encodeProducts(cmdlet.products)) parts.push(`@${tables.products.of(products)}`);
  if (parameter.values.length) {
    const values = parameter.values.map(({ name, products: own }) =>
      own.length ? `${name}@${tables.products.of(encodeProducts(own))}` : name,
    );
    parts.push(`=${tables.values.of(values.join(","))}${parameter.valuesAreClosed ? "." : ""}${parameter.valuesAreFlags ? "+" : ""}`);
  }
  if (parameter.isUndocumented) parts.push("?");
  if (parameter.note) {
    const { kind, text, source, products: own } = parameter.note;
    parts.push(`*${tables.notes.of([kind, own.join(","), source, text].join("\t"))}`);
  }
  return parts.join("/");
}

function mask(names: readonly string[], cmdlet: CmdletModel): string {
  let bits = 0;
  for (const name of names) {
    const index = cmdlet.sets.findIndex((set) => set.name === name);
    if (index < 0) throw new Error(`${cmdlet.name} has no set ${name}`);
    bits |= 1 << index;
  }
  return (bits >>> 0).toString(36);
}
