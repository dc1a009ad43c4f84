import text from "../../data/catalog/cmdlets.txt";
import type { Cmdlet } from "./catalog.js";
import { type Catalog, readCatalog } from "./load.js";
import { nearest } from "./near.js";

let loaded: Catalog | null = null;

// Reading is pure and its result never changes: holding it is a matter of speed only.
function catalog(): Catalog {
  loaded ??= readCatalog(text);
  return loaded;
}

/**
 * The cmdlet of that name, in whatever case, or the script that a path leads to (`.\GenConnectorConfig.ps1`, with or without `.ps1`); null when
 * the catalogue does not have it. A module qualifier (`Module\Name`) must be taken off before.
 */
export function findCmdlet(name: string): Cmdlet | null {
  const found = catalog().find(name);
  if (found) return found;
  const file = name.slice(Math.max(name.lastIndexOf("\\"), name.lastIndexOf("/")) + 1);
  if (file === name && !/\.ps1$/i.test(name)) return null;
  const script = catalog().find(/\.ps1$/i.test(file) ? file : `${file}.ps1`);
  return script?.kind === "script" ? script : null;
}

/** The cmdlet behind a name of an imported session: `Get-EXOSendConnector` with the prefix `EXO` is Get-SendConnector. */
export function findPrefixedCmdlet(name: string, prefixes: readonly string[]): Cmdlet | null {
  const dash = name.indexOf("-");
  const noun = name.slice(dash + 1).toLowerCase();
  if (dash < 1) return null;
  for (const prefix of prefixes) {
    if (!noun.startsWith(prefix.toLowerCase())) continue;
    const cmdlet = findCmdlet(name.slice(0, dash + 1) + name.slice(dash + 1 + prefix.length));
    if (cmdlet?.kind === "exchange") return cmdlet;
  }
  return null;
}

/** Names of all commands in the catalogue, sorted. */
export function cmdletNames(): readonly string[] {
  return catalog().names;
}

/** Names that begin with `prefix`, in whatever case, sorted. */
export function cmdletsWithPrefix(prefix: string): string[] {
  const wanted = prefix.toLowerCase();
  return catalog().names.filter((name) => name.toLowerCase().startsWith(wanted));
}

/**
 * Names one edit away from `name` (a transposition is one edit), nearest first; empty when `name` itself exists. The edit is in the verb or in
 * the noun: the dash stays.
 */
export function nearCmdlets(name: string): readonly string[] {
  const key = name.toLowerCase();
  const known = nearKnown.get(key);
  if (known) return known;
  const near = findCmdlet(name) ? [] : findNear(key);
  // Scripts call the same few commands again and again.
  if (nearKnown.size > 4000) nearKnown.clear();
  nearKnown.set(key, near);
  return near;
}

const nearKnown = new Map<string, readonly string[]>();

function findNear(key: string): readonly string[] {
  const dash = key.indexOf("-");
  if (dash < 1) return [];
  parts ??= indexParts(catalog().names);
  const sameVerb = parts.byVerb.get(key.slice(0, dash)) ?? [];
  const sameNoun = parts.byNoun.get(key.slice(dash + 1)) ?? [];
  const lengthsFit = (candidate: string) => Math.abs(candidate.length - key.length) <= 1;
  return nearest(key, [...sameVerb.filter(lengthsFit), ...sameNoun.filter(lengthsFit)], 1);
}

interface Parts {
  readonly byVerb: ReadonlyMap<string, readonly string[]>;
  readonly byNoun: ReadonlyMap<string, readonly string[]>;
}

// Derived from the catalogue once, as the catalogue itself.
let parts: Parts | null = null;

function indexParts(names: readonly string[]): Parts {
  const byVerb = new Map<string, string[]>();
  const byNoun = new Map<string, string[]>();
  const add = (index: Map<string, string[]>, part: string, name: string) => {
    const listed = index.get(part);
    if (listed) listed.push(name);
    else index.set(part, [name]);
  };
  for (const name of names) {
    const dash = name.indexOf("-");
    if (dash < 1) continue;
    add(byVerb, name.slice(0, dash).toLowerCase(), name);
    add(byNoun, name.slice(dash + 1).toLowerCase(), name);
  }
  return { byVerb, byNoun };
}

/** Documented parameters of `cmdlet` whose names are within `maxEdits` of `written`, nearest first. */
export function nearParameters(cmdlet: Cmdlet, written: string, maxEdits = 2): string[] {
  const names: string[] = [];
  for (const parameter of cmdlet.parameters.values()) if (!parameter.isUndocumented) names.push(parameter.name);
  return nearest(written, names, maxEdits);
}
