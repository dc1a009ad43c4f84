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
  if (
    /^(?:<?#|::|rem\b)\s*exchange-rms-(?:dis|en)able(?:-next-line|-line|-file)?\s+(?:[\w*-]+\s*,?\s*)*$/i.test(before) &&
    !/\s--\s/.test(before)
  ) {
    return offer(text, offset, /[\w*-]*$/, /^[\w*-]*/, ruleItems());
  }
  if (/^(?:<?#|::|rem\b)\s*exchange-rms-target:[^\n]*$/i.test(before)) {
    return offer(text, offset, /[^:,]*$/, /^[^,\r\n#]*/, targetItems(targets));
  }
  return null;
}

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
  const member = /^(\s*)(?:-\s*)?(?:\{\s*(?:[^{}]*,\s*)?)?["']?([\w*-]+)["']?:\s+["']?([^"'{}[\]]*)$/.exec(line);
  if (member) {
    const [, indent = "", key = ""] = member;
    const parent = indent === "" ? null : sectionAbove(text, offset);
    if (key === "target" && (parent === null || parent === "target"))
      return offer(text, offset, /[^:"',]*$/, /^[^"',\r\n#}]*/, targetItems(targets));
    if (parent === "severities") return offer(text, offset, /[\w]*$/, /^[\w]*/, values(severities));
    return null;
  }
  const key = /^(\s*)[\w*-]*$/.exec(line);
  if (!key)
    return /^\s+-\s+\w*$/.test(line) && sectionAbove(text, offset) === "tlsLevels"
      ? offer(text, offset, /\w*$/, /^\w*/, values(tlsLevels))
      : null;
  const parent = key[1] === "" ? null : sectionAbove(text, offset);
  const isNew = (name: string): boolean => !new RegExp(`^\\s*["']?${name}["']?\\s*:`, "m").test(text);
  switch (parent) {
    case null:
      return key[1] === "" ? offer(text, offset, /[\w*-]*$/, /^[\w*-]*/, keys(sections, isNew, ":")) : null;
    case "severities":
      return offer(
        text,
        offset,
        /[\w*-]*$/,
        /^[\w*-]*/,
        ruleItems()
          .filter(({ text: id }) => isNew(id))
          .map(withColon),
      );
    case "conventions":
      return offer(text, offset, /[\w*-]*$/, /^[\w*-]*/, keys(conventions, isNew, ":"));
    default:
      return null;
  }
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

function offer(text: string, offset: number, left: RegExp, right: RegExp, items: readonly CompletionItem[]): Completions | null {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  const written = left.exec(text.slice(lineStart, offset))?.[0].trimStart() ?? "";
  const behind = right.exec(text.slice(offset))?.[0].trimEnd() ?? "";
  return items.length === 0 ? null : { start: offset - written.length, end: offset + behind.length, items };
}

function ruleItems(): CompletionItem[] {
  return builtInRules().rules.map(({ id, title }) => item("value", id, title, 0));
}

function withColon(one: CompletionItem): CompletionItem {
  return { ...one, kind: "key", text: `${one.text}: ` };
}

function targetItems(targets: readonly TargetName[]): CompletionItem[] {
  return targets.map(({ value, description }, index) => item("value", value, description, index));
}

function keys(names: Readonly<Record<string, string>>, isNew: (name: string) => boolean, ending: string): CompletionItem[] {
  return Object.entries(names).flatMap(([name, about]) => (isNew(name) ? [item("key", `${name}${ending}`, about, 0)] : []));
}

function values(names: readonly string[]): CompletionItem[] {
  return names.map((name, index) => item("value", name, null, index));
}

function item(kind: CompletionItem["kind"], text: string, detail: string | null, rank: number): CompletionItem {
  return { kind, text, detail, about: null, isDeprecated: false, rank };
}
