import type { Analysis } from "../analyze.js";
import { factsOf, matchParameter, type ParameterFacts, rolesIn, type SetBits } from "../binding/bind/facts.js";
import type { Cmdlet, Parameter } from "../catalog/catalog.js";
import { cmdletsWithPrefix, findCmdlet } from "../catalog/lookup.js";
import { listProducts, mayBe } from "../catalog/target.js";
import type { Command, CommandParameter, Hashtable, Node, Span } from "../syntax/ast.js";
import { nodesAt } from "../syntax/visit.js";
import { possibleParameters } from "./possible-parameters.js";
import { boundCall, commandAt, commandName, contains, findCommand, hasInput, tableAt } from "./spot.js";
import { valuesFor } from "./value-items.js";

export type CompletionKind = "cmdlet" | "parameter" | "key" | "value";

export interface CompletionItem {
  readonly kind: CompletionKind;
  /** What is inserted in place of the range, and shown. */
  readonly text: string;
  /** A type, or what the value means. */
  readonly detail: string | null;
  /** The cmdlet and parameter to ask for the description; it is only made when it is shown. */
  readonly about: { readonly cmdlet: string; readonly parameter: string | null } | null;
  readonly isDeprecated: boolean;
  /** Lower comes first. */
  readonly rank: number;
}

/** Offers that replace `start` to `end`. */
export interface Completions extends Span {
  readonly items: readonly CompletionItem[];
}

export interface CompletionOptions {
  /** Where cmdlets are looked up; the whole catalogue where nothing is said. */
  readonly find?: (name: string) => Cmdlet | null;
  readonly namesWith?: (prefix: string) => readonly string[];
  /** Exactly what PowerShell's own completion offers, which never looks into splats and knows no values. */
  readonly isPlain?: boolean;
}

/** What can be written at an offset: names of cmdlets, parameters, keys of a table that is splatted, values. Null where we have nothing to say. */
export function complete(analysis: Analysis, offset: number, options: CompletionOptions = {}): Completions | null {
  const { script } = analysis;
  if (!script || isInComment(script.comments, offset)) return null;
  const context: Context = {
    analysis,
    text: analysis.text,
    offset,
    path: nodesAt(script, offset, true),
    find: options.find ?? findCmdlet,
    namesWith: options.namesWith ?? cmdletsWithPrefix,
    isPlain: options.isPlain ?? false,
    edition: analysis.target.host === "7" ? "7" : "5.1",
  };
  return completeCommand(context) ?? completeTable(context) ?? (context.isPlain ? null : completeBehindCommand(context));
}

interface Context {
  readonly analysis: Analysis;
  readonly text: string;
  readonly offset: number;
  readonly path: readonly Node[];
  readonly find: (name: string) => Cmdlet | null;
  readonly namesWith: (prefix: string) => readonly string[];
  readonly isPlain: boolean;
  readonly edition: "7" | "5.1";
}

function isInComment(comments: readonly Span[], offset: number): boolean {
  return comments.some((comment) => comment.start < offset && offset <= comment.end);
}

// -------------------------------------------------------------------------------------------------------------- commands

function completeCommand(context: Context): Completions | null {
  const { text, offset } = context;
  const found = commandAt(context.path);
  if (!found?.element) return null;
  const { command, element } = found;
  if (element === command.elements[0]) return completeName(context, command);
  const cmdlet = cmdletOf(context, command);
  if (!cmdlet) return null;
  if (element.kind === "CommandParameter") {
    if (offset <= element.nameEnd) return completeParameter(context, command, cmdlet, element);
    return context.isPlain ? null : completeValue(context, cmdlet, nameOf(context, cmdlet, element), element.argument);
  }
  if (text.slice(element.start, element.end) === "-" && offset === element.end) {
    const next = command.elements.find((other) => other.start > offset);
    return parameterItems(
      context,
      command,
      cmdlet,
      null,
      { start: element.start, end: element.end },
      next?.kind !== "CommandParameter" && next !== undefined,
    );
  }
  if (context.isPlain) return null;
  const before = command.elements[command.elements.indexOf(element) - 1];
  if (before?.kind === "CommandParameter" && before.argument === null) {
    return completeValue(context, cmdlet, nameOf(context, cmdlet, before), element);
  }
  return null;
}

function cmdletOf(context: Context, command: Command): Cmdlet | null {
  const name = commandName(context.text, command);
  const named = name === null ? null : context.find(name);
  // An alias, or a name with a session's prefix, is known from the analysis only.
  const cmdlet = named ?? (context.isPlain ? null : (boundCall(context.analysis, command)?.bound.cmdlet ?? null));
  return cmdlet?.kind === "foreign" ? null : cmdlet;
}

function nameOf(context: Context, cmdlet: Cmdlet, node: CommandParameter): Parameter | null {
  const match = matchParameter(factsOf(cmdlet), context.text.slice(node.nameStart, node.nameEnd), "7");
  return match.kind === "one" ? match.facts.parameter : null;
}

function completeName(context: Context, command: Command): Completions | null {
  const [name] = command.elements;
  if (name?.kind !== "StringConstantExpression" || name.form !== "bare" || context.offset === name.start) return null;
  const prefix = context.text.slice(name.start, context.offset);
  const items = context.namesWith(prefix).map(
    (cmdlet): CompletionItem => ({
      kind: "cmdlet",
      text: cmdlet,
      detail: null,
      about: { cmdlet, parameter: null },
      isDeprecated: false,
      rank: 0,
    }),
  );
  return items.length === 0 ? null : { start: name.start, end: name.end, items };
}

// ------------------------------------------------------------------------------------------------------------ parameters

function completeParameter(context: Context, command: Command, cmdlet: Cmdlet, typed: CommandParameter): Completions | null {
  return parameterItems(context, command, cmdlet, typed, { start: typed.start, end: typed.nameEnd }, false);
}

function parameterItems(
  context: Context,
  command: Command,
  cmdlet: Cmdlet,
  typed: CommandParameter | null,
  range: Span,
  isBeforeValue: boolean,
): Completions | null {
  const facts = factsOf(cmdlet);
  const possible = possibleParameters({
    facts,
    command,
    text: context.text,
    edition: context.edition,
    hasInput: hasInput(context.path, command),
    typed,
    bindsPositions: !isBeforeValue,
  });
  const prefix = typed ? context.text.slice(typed.nameStart, typed.nameEnd) : "";
  const splatted = context.isPlain ? new Set<string>() : splattedNames(context, command);
  const offers = (list: Iterable<ParameterFacts>, sets: SetBits): Completions | null => {
    const items: CompletionItem[] = [];
    for (const one of list) {
      if (rolesIn(one, sets).length === 0 || splatted.has(one.parameter.name.toLowerCase())) continue;
      items.push(...namesOf(one, prefix).map((name) => parameterItem(context, cmdlet, one, `-${name}`, sets)));
    }
    return items.length === 0 ? null : { ...range, items };
  };
  if (!typed || !possible.isResolved) return offers(possible.unbound, possible.sets);
  if (possible.unknown.has(typed) || possible.values.has(typed)) return null;
  if (possible.ambiguous.size > 0) return possible.ambiguous.has(typed) ? offers(possible.unbound, possible.sets) : null;
  if (possible.doubled.size > 0) return possible.doubled.has(typed) ? offers(possible.bound.keys(), possible.sets) : null;
  const match = [...possible.bound].find(([, node]) => node === typed)?.[0];
  return match ? offers([match], -1) : offers(possible.unbound, possible.sets);
}

/** What completes a prefix to a parameter: its name, else its aliases that begin so. */
function namesOf(one: ParameterFacts, prefix: string): readonly string[] {
  const key = prefix.toLowerCase();
  if (one.parameter.name.toLowerCase().startsWith(key)) return [one.parameter.name];
  return one.parameter.aliases.filter((alias) => alias.toLowerCase().startsWith(key));
}

function parameterItem(context: Context, cmdlet: Cmdlet, one: ParameterFacts, text: string, sets: SetBits): CompletionItem {
  const { parameter } = one;
  const isMandatory = rolesIn(one, sets).some((role) => role.isMandatory);
  const isElsewhere = !mayBe(context.analysis.target, parameter.products);
  return {
    kind: text.startsWith("-") ? "parameter" : "key",
    text,
    detail: isElsewhere ? `${parameter.type}, only in ${listProducts(parameter.products)}` : parameter.type,
    about: { cmdlet: cmdlet.name, parameter: parameter.name },
    isDeprecated: parameter.note?.kind === "deprecated" || parameter.note?.kind === "functionless",
    rank: isElsewhere ? 3 : isMandatory ? 0 : one.isOwn ? 1 : 2,
  };
}

/** What the splats of a call are known to bring. */
function splattedNames(context: Context, command: Command): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [key, argument] of boundCall(context.analysis, command)?.bound.arguments ?? []) if (argument.by === "splat") names.add(key);
  return names;
}

// ----------------------------------------------------------------------------------------------------------------- tables

function completeTable(context: Context): Completions | null {
  const found = tableAt(context.path);
  if (!found) return null;
  const { table, parents } = found;
  const use = splatOf(context, table, parents);
  const cmdlet = use && cmdletOf(context, use);
  if (!cmdlet) return null;
  const word = keyAt(context.text, context.offset);
  if (word) return completeKey(context, table, use, cmdlet, word);
  if (context.isPlain) return null;
  const entry = table.entries.find((one) => one.value.start <= context.offset && context.offset <= one.value.end);
  const key = entry ? context.text.slice(entry.key.start, entry.key.end) : keyBefore(context.text, context.offset);
  if (key === null) return null;
  const match = matchParameter(factsOf(cmdlet), key.replace(/^(['"])(.*)\1$/, "$2"), "7");
  return match.kind === "one" ? completeValue(context, cmdlet, match.facts.parameter, entry?.value ?? null) : null;
}

/** The command that a table assigned to a variable is splatted to. */
function splatOf(context: Context, table: Hashtable, parents: readonly Node[]): Command | null {
  const assignment = parents.findLast((node) => node.kind === "AssignmentStatement");
  if (assignment?.kind !== "AssignmentStatement" || isNested(parents, assignment)) return null;
  let left = assignment.left;
  while (left.kind === "ConvertExpression") left = left.child;
  if (left.kind !== "VariableExpression" || !context.analysis.script) return null;
  const name = context.text.slice(left.nameStart, left.nameEnd).toLowerCase();
  const isUse = (command: Command): boolean =>
    command.elements.some(
      (element) =>
        element.kind === "VariableExpression" &&
        element.isSplatted &&
        element.start > table.end &&
        context.text.slice(element.nameStart, element.nameEnd).toLowerCase() === name,
    );
  return findCommand(context.analysis.script.root, isUse);
}

/** The table is a value inside another table or an argument, not what the variable becomes. */
function isNested(parents: readonly Node[], assignment: Node): boolean {
  return parents
    .slice(parents.indexOf(assignment) + 1)
    .some((node) => node.kind !== "Pipeline" && node.kind !== "CommandExpression" && node.kind !== "ConvertExpression");
}

/** The word at the offset where a key may stand: nothing but blanks between it and a line's start, `{` or `;`. */
function keyAt(text: string, offset: number): Span | null {
  let start = offset;
  while (start > 0 && /\w/.test(text[start - 1] ?? "")) start--;
  let end = offset;
  while (end < text.length && /\w/.test(text[end] ?? "")) end++;
  let before = start;
  while (before > 0 && /[ \t]/.test(text[before - 1] ?? "")) before--;
  return before === 0 || /[\r\n{;]/.test(text[before - 1] ?? "") ? { start, end } : null;
}

/** The key of a value that is about to be written: `Key = `. */
function keyBefore(text: string, offset: number): string | null {
  const line = text.slice(
    Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf(";", offset - 1), text.lastIndexOf("{", offset - 1)) + 1,
    offset,
  );
  return /^\s*(['"]?\w+['"]?)\s*=\s*$/.exec(line)?.[1] ?? null;
}

function completeKey(context: Context, table: Hashtable, command: Command, cmdlet: Cmdlet, word: Span): Completions | null {
  const path = context.analysis.script ? nodesAt(context.analysis.script, command.end, true) : [];
  const possible = possibleParameters({
    facts: factsOf(cmdlet),
    command,
    text: context.text,
    edition: context.edition,
    hasInput: hasInput(path, command),
    typed: null,
    bindsPositions: true,
  });
  const given = new Set<string>();
  for (const { key } of table.entries) {
    if (!contains(key, context.offset)) given.add(context.text.slice(key.start, key.end).toLowerCase());
  }
  const prefix = context.text.slice(word.start, context.offset).toLowerCase();
  const items = possible.unbound
    .filter(({ parameter }) => parameter.name.toLowerCase().startsWith(prefix) && !given.has(parameter.name.toLowerCase()))
    .map((one) => parameterItem(context, cmdlet, one, one.parameter.name, possible.sets));
  return items.length === 0 ? null : { ...word, items };
}

// ----------------------------------------------------------------------------------------------------------------- values

function completeValue(context: Context, cmdlet: Cmdlet, parameter: Parameter | null, node: Node | null): Completions | null {
  return parameter && valuesFor(context.analysis, cmdlet, parameter, node, context.offset);
}

/** Behind a command's last word: the value that its last parameter waits for, else its parameters. */
function completeBehindCommand(context: Context): Completions | null {
  const { text, offset, analysis } = context;
  if (!analysis.script || !/[ \t]/.test(text[offset - 1] ?? "")) return null;
  let end = offset;
  while (end > 0 && /[ \t]/.test(text[end - 1] ?? "")) end--;
  const path = nodesAt(analysis.script, end, true);
  const command = path.findLast((node) => node.kind === "Command");
  if (command?.kind !== "Command" || command.end !== end) return null;
  const cmdlet = cmdletOf(context, command);
  if (!cmdlet) return null;
  const last = command.elements.at(-1);
  if (last?.kind === "CommandParameter" && last.argument === null && last.nameEnd === end) {
    const parameter = nameOf(context, cmdlet, last);
    if (parameter && !parameter.isSwitch) return completeValue(context, cmdlet, parameter, null);
  }
  return parameterItems({ ...context, path }, command, cmdlet, null, { start: offset, end: offset }, false);
}
