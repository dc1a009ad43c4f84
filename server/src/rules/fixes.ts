import type { BoundArgument } from "../binding/bound-command.js";
import type { Command, Hashtable, ParsedScript, Span } from "../syntax/ast.js";
import type { CmdletCall } from "./call.js";
import type { Fix, TextEdit } from "./finding.js";
import { addFlags, dropFlags } from "./flags.js";
import { type Filling, fillMessage, fillTemplate } from "./message.js";
import { entryAt, nodePath } from "./node-path.js";
import { asSource, inTable, nearQuotes } from "./quoting.js";
import type { FixStep, FixTemplate } from "./rule.js";

/**
 * Makes a rule's fix for one finding: edits that touch what the fix names and nothing else, in the author's quoting and layout.
 * Null where it cannot be made: a place that is not written in this text, a field that is not known, edits that would overlap.
 */
export function makeFix(template: FixTemplate, script: ParsedScript | null, filling: Filling): Fix | null {
  const edits: TextEdit[] = [];
  for (const step of template.steps) {
    const made = stepEdits(step, script, filling);
    if (made === null) return null;
    edits.push(...made);
  }
  const joined = joinEdits(edits);
  if (joined === null || joined.length === 0) return null;
  return { title: fillMessage(template.title, filling), edits: joined, isPreferred: template.isPreferred };
}

function stepEdits(step: FixStep, script: ParsedScript | null, filling: Filling): readonly TextEdit[] | null {
  const { text, span, call } = filling;
  switch (step.kind) {
    case "replace": {
      const replacement = fillTemplate(step.text, filling);
      return replacement === null ? null : [{ ...span, newText: script === null ? replacement : keepQuotes(script, span, replacement) }];
    }
    case "line": {
      const line = fillTemplate(step.text, filling);
      if (line === null || call === null) return null;
      return [lineEdit(text, statementSpan(script, call.span), line, step.where)];
    }
    case "command":
      return call === null ? null : [{ ...call.nameSpan, newText: step.to }];
    default:
      return script === null || call?.kind !== "cmdlet" ? null : argumentEdits(step, script, call, filling);
  }
}

function argumentEdits(
  step: Extract<FixStep, { parameter: string }>,
  script: ParsedScript,
  call: CmdletCall,
  filling: Filling,
): readonly TextEdit[] | null {
  const argument = call.bound.arguments.get(step.parameter.toLowerCase());
  if (step.kind === "remove") return argument ? removeArgument(script, call, argument) : null;
  if ("members" in step) {
    if (!argument) return step.kind === "addFlags" ? [addArgument(script, call, step.parameter, step.members.join(","))] : null;
    return step.kind === "addFlags" ? addFlags(script, call, argument, step.members) : dropFlags(script, argument, step.members);
  }
  if (step.kind === "rename") return argument ? renameArgument(script, argument, step.to) : null;
  const source = fillTemplate(step.text, filling);
  if (source === null) return null;
  if (!argument) return [addArgument(script, call, step.parameter, source)];
  return step.kind === "set" ? changeArgument(script, call, argument, source) : null;
}

// --------------------------------------------------------------------------------------------------------------- change

/** Edits that give an argument another value, at the call or in its table; null where its place is not known. */
export function changeArgument(
  script: ParsedScript,
  call: CmdletCall,
  argument: BoundArgument,
  source: string,
): readonly TextEdit[] | null {
  const { valueNode, nameSpan } = argument;
  if (valueNode) {
    const isInCall = isInside(valueNode, call.span);
    return [
      {
        start: valueNode.start,
        end: valueNode.end,
        newText: isInCall ? nearQuotes(script.text, valueNode, source) : inTable(script.text, valueNode, source),
      },
    ];
  }
  if (!nameSpan || !argument.parameter.isSwitch) return null;
  return [{ start: nameSpan.end, end: nameSpan.end, newText: `:${source}` }];
}

/** A text that takes the place of a whole string stays in that string's quotes. */
function keepQuotes(script: ParsedScript, span: Span, replacement: string): string {
  const node = nodePath(script.root, span).findLast((one) => one.start === span.start && one.end === span.end);
  return node ? asSource(script.text, node, replacement) : replacement;
}

// ------------------------------------------------------------------------------------------------------------------ add

function addArgument(script: ParsedScript, call: CmdletCall, parameter: string, source: string): TextEdit {
  const table = tableForAdding(script, call);
  if (table) return addEntry(script.text, table, parameter, source);
  const { command } = call.bound;
  const elements = command.elements;
  const last = elements[elements.length - 1] ?? command;
  const before = separatorBefore(script.text, command);
  const words =
    call.bound.cmdlet.parameters.get(parameter.toLowerCase())?.isSwitch && source === "$true" ? `-${parameter}` : `-${parameter} ${source}`;
  return { start: last.end, end: last.end, newText: before + words };
}

/** What stands before the last parameter of a call that is laid out one parameter a line; else a blank. */
function separatorBefore(text: string, command: Command): string {
  for (let index = command.elements.length - 1; index > 0; index--) {
    const element = command.elements[index];
    const previous = command.elements[index - 1];
    if (element?.kind !== "CommandParameter" || !previous) continue;
    const between = text.slice(previous.end, element.start);
    return /^[ \t]*`\r?\n[ \t]*$/.test(between) ? between : " ";
  }
  return " ";
}

/** The table a new argument goes into: the call gets all its named arguments from one table that no other call uses. */
function tableForAdding(script: ParsedScript, call: CmdletCall): Hashtable | null {
  const { command } = call.bound;
  if (command.elements.some((element) => element.kind === "CommandParameter")) return null;
  const splats = command.elements.filter((element) => element.kind === "VariableExpression" && element.isSplatted);
  const [splat] = splats;
  if (splats.length !== 1 || splat?.kind !== "VariableExpression") return null;
  if (splatCount(script, script.text.slice(splat.nameStart, splat.nameEnd)) !== 1) return null;
  const tables = new Set<Hashtable>();
  for (const argument of call.bound.arguments.values()) {
    if (!argument.splat || !argument.nameSpan) continue;
    const found = entryAt(script.root, argument.nameSpan);
    if (found) tables.add(found.table);
  }
  const [table] = tables;
  return tables.size === 1 && table ? table : null;
}

const splatCounts = new WeakMap<ParsedScript, ReadonlyMap<string, number>>();

/** How often `@name` stands in a script; in strings and comments too, which only makes us more careful. */
function splatCount(script: ParsedScript, name: string): number {
  let counts = splatCounts.get(script);
  if (!counts) {
    const found = new Map<string, number>();
    for (const [, splatted = ""] of script.text.toLowerCase().matchAll(/@([\w:]+)/g)) found.set(splatted, (found.get(splatted) ?? 0) + 1);
    splatCounts.set(script, found);
    counts = found;
  }
  return counts.get(name.toLowerCase()) ?? 0;
}

function addEntry(text: string, table: Hashtable, parameter: string, source: string): TextEdit {
  const last = table.entries[table.entries.length - 1];
  const value = inTable(text, null, source);
  if (!last) return { start: table.start + 2, end: table.start + 2, newText: ` ${parameter} = ${value} ` };
  const at = { start: last.value.end, end: last.value.end };
  const lineStart = text.lastIndexOf("\n", last.key.start - 1) + 1;
  const indent = text.slice(lineStart, last.key.start);
  if (!/^[ \t]*$/.test(indent)) return { ...at, newText: `; ${parameter} = ${value}` };
  const assigned = /^([ \t]*)=([ \t]*)/.exec(text.slice(last.key.end, last.value.start));
  const keyWidth = last.key.end - last.key.start;
  const gap = assigned ? " ".repeat(Math.max(1, keyWidth + (assigned[1] ?? "").length - parameter.length)) : " ";
  // Keys are aligned where another key stands at the same width; a single entry says nothing.
  const isAligned = table.entries.length > 1 && assigned !== null && isAlignedTable(text, table);
  return {
    ...at,
    newText: `${lineBreak(text)}${indent}${parameter}${isAligned ? gap : (assigned?.[1] ?? " ") === "" ? "" : " "}=${assigned?.[2] ?? " "}${value}`,
  };
}

function isAlignedTable(text: string, table: Hashtable): boolean {
  const columns = new Set<number>();
  for (const entry of table.entries) {
    const lineStart = text.lastIndexOf("\n", entry.key.start - 1) + 1;
    const equals = text.indexOf("=", entry.key.end);
    columns.add(equals - lineStart);
  }
  return columns.size === 1;
}

// --------------------------------------------------------------------------------------------------------------- remove

/** Edits that take an argument and its name away, at the call or in its table; null where its place is not known. */
export function removeArgument(script: ParsedScript, call: CmdletCall, argument: BoundArgument): readonly TextEdit[] | null {
  const { nameSpan, valueNode } = argument;
  const first = nameSpan ?? valueNode;
  if (!first) return null;
  const { command } = call.bound;
  if (!isInside(first, command)) return nameSpan ? removeEntry(script, nameSpan) : null;
  const start = first.start;
  const end = valueNode && isInside(valueNode, command) ? Math.max(valueNode.end, first.end) : first.end;
  const previous = command.elements.findLast((element) => element.end <= start);
  if (!previous) return null;
  return [{ start: gapStart(script.text, previous.end, start), end, newText: "" }];
}

/** From where to delete: the blanks and continued lines before `end`, as long as there is nothing else back to `start`. */
function gapStart(text: string, start: number, end: number): number {
  if (/^(?:[ \t]|`\r?\n)*$/.test(text.slice(start, end))) return start;
  let at = end;
  while (at > start && (text.charAt(at - 1) === " " || text.charAt(at - 1) === "\t")) at--;
  return at;
}

function removeEntry(script: ParsedScript, key: Span): readonly TextEdit[] | null {
  const { text } = script;
  const found = entryAt(script.root, key);
  if (!found) {
    // `$p.Key = value`: the statement goes.
    const assignment = nodePath(script.root, key).findLast((node) => node.kind === "AssignmentStatement");
    return assignment ? [{ ...wholeLines(text, assignment), newText: "" }] : null;
  }
  const { table, entry, index } = found;
  const own = { start: entry.key.start, end: entry.value.end };
  const lines = wholeLines(text, own);
  if (lines.start < own.start || lines.end > own.end || /[\r\n]/.test(text.charAt(lines.end - 1))) {
    if (lines.start > table.start && lines.end <= table.end) return [{ ...lines, newText: "" }];
  }
  const next = table.entries[index + 1];
  const previous = table.entries[index - 1];
  if (next && !text.slice(own.end, next.key.start).includes("\n")) return [{ start: own.start, end: next.key.start, newText: "" }];
  if (previous && !text.slice(previous.value.end, own.start).includes("\n"))
    return [{ start: previous.value.end, end: own.end, newText: "" }];
  return [{ ...own, newText: "" }];
}

/** The whole lines of a place that has them for itself (a `;` aside), line end included; else the place. */
function wholeLines(text: string, place: Span): Span {
  const start = text.lastIndexOf("\n", place.start - 1) + 1;
  const after = /^[ \t]*;?[ \t]*(?:\r?\n|$)/.exec(text.slice(place.end, place.end + 200));
  return /^[ \t]*$/.test(text.slice(start, place.start)) && after ? { start, end: place.end + after[0].length } : place;
}

// --------------------------------------------------------------------------------------------------------------- rename

function renameArgument(script: ParsedScript, argument: BoundArgument, to: string): readonly TextEdit[] | null {
  const { nameSpan } = argument;
  if (!nameSpan) return null;
  const written = script.text.slice(nameSpan.start, nameSpan.end);
  const quotesOrDash = /^(?:[-\u2013\u2014\u2015]|['"])/.exec(written)?.[0] ?? "";
  const isQuoted = quotesOrDash === "'" || quotesOrDash === '"';
  const colon = /:$/.exec(written)?.[0] ?? "";
  return [{ ...nameSpan, newText: quotesOrDash + to + (isQuoted ? quotesOrDash : "") + colon }];
}

// ---------------------------------------------------------------------------------------------------------------- lines

function statementSpan(script: ParsedScript | null, call: Span): Span {
  if (script === null) return call;
  const path = nodePath(script.root, call);
  const block = path.findLastIndex((node) => node.kind === "NamedBlock" || node.kind === "StatementBlock");
  return path[block + 1] ?? call;
}

function lineEdit(text: string, statement: Span, line: string, where: "before" | "after"): TextEdit {
  const lineStart = text.lastIndexOf("\n", statement.start - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart, statement.start))?.[0] ?? "";
  if (where === "before") {
    const isAlone = lineStart + indent.length === statement.start;
    return { start: statement.start, end: statement.start, newText: isAlone ? `${line}${lineBreak(text)}${indent}` : `${line}; ` };
  }
  const next = text.indexOf("\n", statement.end);
  const lineEnd = next < 0 ? text.length : text.charAt(next - 1) === "\r" ? next - 1 : next;
  const rest = text.slice(statement.end, lineEnd);
  if (/^[ \t]*(?:#.*)?$/.test(rest)) return { start: lineEnd, end: lineEnd, newText: `${lineBreak(text)}${indent}${line}` };
  return { start: statement.end, end: statement.end, newText: `; ${line}` };
}

/** How the lines of a text end: as the first one does. */
export function lineBreak(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? "\n";
}

// ---------------------------------------------------------------------------------------------------------------- edits

function isInside(place: Span, outer: Span): boolean {
  return outer.start <= place.start && place.end <= outer.end;
}

/** Sorts edits and joins insertions at one place; null where two overlap. */
export function joinEdits(edits: readonly TextEdit[]): readonly TextEdit[] | null {
  const sorted = edits
    .map((edit, order) => ({ edit, order }))
    .sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.order - b.order);
  const joined: TextEdit[] = [];
  for (const { edit } of sorted) {
    const last = joined[joined.length - 1];
    if (last && edit.start < last.end) return null;
    if (last && edit.start === last.end && (last.start === last.end || edit.start === edit.end)) {
      joined[joined.length - 1] = { start: last.start, end: edit.end, newText: last.newText + edit.newText };
    } else joined.push(edit);
  }
  return joined;
}

/** The text after the edits, which do not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let at = 0;
  let result = "";
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (edit.start < at) continue;
    result += text.slice(at, edit.start) + edit.newText;
    at = edit.end;
  }
  return result + text.slice(at);
}

/**
 * The fixes that can be done at once: one for each finding (the preferred one), those left out whose edits overlap one that is in already.
 * What was left out shows again when the result is analysed.
 */
export function combineFixes(fixes: readonly Fix[]): readonly TextEdit[] {
  const taken: TextEdit[] = [];
  for (const fix of fixes) {
    const isSame = fix.edits.every((edit) => taken.some((other) => sameEdit(edit, other)));
    if (isSame || fix.edits.some((edit) => taken.some((other) => overlaps(edit, other)))) continue;
    taken.push(...fix.edits);
  }
  return taken.sort((a, b) => a.start - b.start || a.end - b.end);
}

function sameEdit(a: TextEdit, b: TextEdit): boolean {
  return a.start === b.start && a.end === b.end && a.newText === b.newText;
}

/** Two insertions at one place overlap too: nobody knows which comes first. */
function overlaps(a: TextEdit, b: TextEdit): boolean {
  if (a.start === b.start) return true;
  return a.start < b.end && b.start < a.end;
}
