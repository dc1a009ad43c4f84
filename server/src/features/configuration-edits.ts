import { isMapping } from "../rules/compile-reader.js";
import { readConfig } from "../rules/config.js";
import type { TextEdit } from "../rules/finding.js";
import { applyEdits, lineBreak } from "../rules/fixes.js";
import { configuredSeverity } from "../rules/severities.js";
import { readYaml } from "../rules/yaml.js";
import type { Span } from "../syntax/ast.js";

const section = "severities";

/**
 * The edit of a `.exchange-rms.yaml` that switches a rule off, after everything that is said there of other rules, since the last word
 * holds. Null where the text cannot be read, or is written in a way that this cannot add to.
 */
export function switchOffInConfiguration(text: string, rule: string): TextEdit | null {
  const yaml = readYaml(text);
  if (!yaml.ok) return null;
  const data = yaml.data ?? {};
  if (!isMapping(data)) return null;
  const said = data[section];
  const entries = isMapping(said) ? Object.keys(said) : [];
  const last = entries.at(-1);
  let edit: TextEdit;
  if (!(section in data)) edit = newSection(text, rule);
  else if (entries.includes(rule)) edit = { ...yaml.placeOf([section, rule]), newText: "off" };
  else if (last === undefined) edit = firstEntry(text, yaml.placeOf([section], true), rule);
  else edit = nextEntry(text, yaml.placeOf([section, last], true), yaml.placeOf([section, last]), rule);
  return isOff(applyEdits(text, [edit]), rule) ? edit : null;
}

function isOff(text: string, rule: string): boolean {
  return configuredSeverity(rule, readConfig(text).config.severities) === "off";
}

function newSection(text: string, rule: string): TextEdit {
  const end = lineBreak(text);
  const before = text === "" || text.endsWith("\n") ? "" : end;
  return { start: text.length, end: text.length, newText: `${before}${section}:${end}  ${rule}: off${end}` };
}

/** Behind a key that has nothing below it: `severities:` or `severities: {}`. */
function firstEntry(text: string, key: Span, rule: string): TextEdit {
  const brace = /^\s*:\s*\{/.exec(text.slice(key.end));
  if (brace) return insert(key.end + brace[0].length, `${rule}: off`);
  return insert(lineEnd(text, key.end), `${lineBreak(text)}  ${rule}: off`);
}

function nextEntry(text: string, key: Span, value: Span, rule: string): TextEdit {
  const indent = text.slice(text.lastIndexOf("\n", key.start - 1) + 1, key.start);
  // Something other than blanks before the key: entries stand in braces, behind one another.
  if (indent.trim() !== "") return insert(value.end, `, ${rule}: off`);
  return insert(lineEnd(text, value.end), `${lineBreak(text)}${indent}${rule}: off`);
}

function insert(at: number, newText: string): TextEdit {
  return { start: at, end: at, newText };
}

function lineEnd(text: string, offset: number): number {
  const end = /\r?\n|$/.exec(text.slice(offset));
  return offset + (end?.index ?? 0);
}
