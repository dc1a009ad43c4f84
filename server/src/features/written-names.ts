import type { Analysis } from "../analyze.js";
import { builtInRules } from "../rules/rules.js";
import type { CompletionItem, Completions } from "./completion.js";

/** A target that can be written, and what it is. */
export interface TargetName {
  readonly value: string;
  readonly description: string;
}

/** Rule ids behind `exchange-rms-disable…` and targets behind `exchange-rms-target:` in a comment. Null elsewhere. */
export function completeDirective(analysis: Analysis, offset: number, targets: readonly TargetName[]): Completions | null {
  const { text, comments } = analysis;
  const comment = comments.find((one) => one.start < offset && offset <= one.end);
  if (comment === undefined) return null;
  const before = text.slice(comment.start, offset);
  if (disabling.test(before) && !/\s--\s/.test(before)) return offer(text, offset, word, ruleItems());
  if (/^(?:<?#|::|rem\b)\s*exchange-rms-target:[^\n]*$/i.test(before)) return offer(text, offset, listItem, targetItems(targets));
  return null;
}

const disabling = /^(?:<?#|::|rem\b)\s*exchange-rms-(?:dis|en)able(?:-next-line|-line|-file)?\s[\w*,\s-]*$/i;

/** What an offer takes the place of: the text before the cursor that fits the first, and the text behind it that fits the second. */
type Replaced = readonly [RegExp, RegExp];
const word: Replaced = [/[\w*-]*$/, /^[\w*-]*/];
const listItem: Replaced = [/[^:,"']*$/, /^[^,"'\r\n#}]*/];

const sections: Readonly<Record<string, string>> = {
  target: "Where the scripts run",
  severities: "Severities by rule or wildcard",
  include: "Only these files",
  exclude: "Not these files",
  rules: "Rule files of your own",
  conventions: "Names of your own",
};
const conventions: Readonly<Record<string, string>> = {
  smartHosts: "Hosts that mail may be handed to",
  tenants: "Your tenants",
  tlsLevels: "TlsAuthLevel values you allow",
};
const severities = ["error", "warning", "information", "hint", "off"] as const;
const tlsLevels = ["EncryptionOnly", "CertificateValidation", "DomainValidation"] as const;

/** What can be written in a `.exchange-rms.yaml`, line by line: the text need not be whole YAML while it is typed. */
export function completeConfiguration(text: string, offset: number, targets: readonly TargetName[]): Completions | null {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  if (/(?:^|\s)#/.test(line)) return null;
  const section = indentOf(line) === 0 ? null : sectionAbove(text, offset);
  const [, key] = /(?:^|[\s{,"'])([\w*-]+)["']?:\s+["']?[^"'{}[\]:]*$/.exec(line) ?? [];
  if (key !== undefined) {
    if (key === "target" && (section === null || section === "target")) return offer(text, offset, listItem, targetItems(targets));
    return section === "severities" ? offer(text, offset, word, values(severities)) : null;
  }
  if (section === "tlsLevels") return /^\s+-\s+\w*$/.test(line) ? offer(text, offset, word, values(tlsLevels)) : null;
  if (!/^\s*[\w*-]*$/.test(line)) return null;
  const names = namesOf(section);
  const present = new Set([...text.matchAll(/^\s*["']?([\w*-]+)["']?\s*:/gm)].map(([, name]) => name));
  return offer(text, offset, word, names.filter(({ text: name }) => !present.has(name)).map(asKey));
}

/** The keys of a section; null is the file itself. */
function namesOf(section: string | null): readonly CompletionItem[] {
  if (section === "severities") return ruleItems();
  const names = section === null ? sections : section === "conventions" ? conventions : {};
  return Object.entries(names).map(([name, about]) => item("key", name, about, 0));
}

/** The nearest key above with less indent. */
function sectionAbove(text: string, offset: number): string | null {
  const lines = text.slice(0, offset).split("\n");
  const indent = indentOf(lines.pop() ?? "");
  for (const line of lines.reverse()) {
    if (line.trim() === "" || line.trim().startsWith("#") || indentOf(line) >= indent) continue;
    return /^\s*(?:-\s*)?["']?([\w*-]+)["']?\s*:/.exec(line)?.[1] ?? null;
  }
  return null;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

const longestName = 200;

function offer(text: string, offset: number, [left, right]: Replaced, items: readonly CompletionItem[]): Completions | null {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  const written = left.exec(text.slice(Math.max(lineStart, offset - longestName), offset))?.[0].trimStart() ?? "";
  const behind = right.exec(text.slice(offset))?.[0].trimEnd() ?? "";
  return items.length === 0 ? null : { start: offset - written.length, end: offset + behind.length, items };
}

function ruleItems(): CompletionItem[] {
  return builtInRules().rules.map(({ id, title }) => item("value", id, title, 0));
}

function asKey(one: CompletionItem): CompletionItem {
  return { ...one, kind: "key", text: one.text in sections || one.text in conventions ? `${one.text}:` : `${one.text}: ` };
}

function targetItems(targets: readonly TargetName[]): CompletionItem[] {
  return targets.map(({ value, description }, index) => item("value", value, description, index));
}

function values(names: readonly string[]): CompletionItem[] {
  return names.map((name, index) => item("value", name, null, index));
}

function item(kind: CompletionItem["kind"], text: string, detail: string | null, rank: number): CompletionItem {
  return { kind, text, detail, about: null, isDeprecated: false, rank };
}
