import type { Cmdlet } from "../catalog/catalog.js";
import type { CommandParameter, Node, Span, VariableExpression } from "../syntax/ast.js";
import { binderType, isOfType, textOf } from "./bind/convert.js";
import { allSets, type CmdletFacts, countSets, factsOf, matchParameter, type ParameterFacts, rolesIn, type SetBits } from "./bind/facts.js";
import { bindPipeline } from "./bind/pipeline.js";
import { keepSetsWithPipeline, missingBeforePipeline, missingMandatory, settle } from "./bind/sets.js";
import { type BindState, check, fault, record } from "./bind/state.js";
import type { BoundBy, BoundCommand } from "./bound-command.js";
import type { CallElement, DefaultValue, ScriptCall, SplatElement } from "./call.js";
import type { HashtableValue, Value } from "./value.js";

/** An argument on its way to a parameter. */
interface Argument {
  name: string | null;
  value: Value | null;
  readonly text: string;
  readonly nameSpan: Span | null;
  valueNode: Node | null;
  readonly splat: VariableExpression | null;
  /** From a splatted table: what is written at the call wins over it. */
  readonly isFromTable: boolean;
  /** A splat stands right behind it whose first item may be its value. */
  readonly isBeforeUnknown: boolean;
  /** The parameter, once the name is resolved. */
  facts: ParameterFacts | null;
}

/** Which PowerShell binds: 7, or the Windows PowerShell 5.1 of the Exchange Management Shell. */
export type Edition = "7" | "5.1";

/**
 * Binds a call as PowerShell's parameter binder does, without running anything. Values that are not known bind but are never
 * refused.
 */
export function bindCall(cmdlet: Cmdlet, call: ScriptCall, edition: Edition): BoundCommand {
  const facts = factsOf(cmdlet);
  const state: BindState = {
    facts,
    edition,
    nameSpan: call.nameNode,
    hasInput: call.hasPipelineInput,
    current: allSets,
    given: new Set(),
    preferred: 0,
    bound: new Map(),
    faults: [],
    isOpen: false,
    isDoubtful: false,
  };
  const named = pair(state, flatten(state, call.elements));
  const rest = bindByPosition(state, bindByName(state, named));
  bindDefaults(state, call.defaults);
  complete(state, rest, call.pipelineInput);
  const { command, name, nameNode, hasPipelineInput, enclosing } = call;
  const { bound, faults, isOpen } = state;
  return { arguments: bound, sets: setNames(state), faults, isOpen, command, name, nameNode, cmdlet, hasPipelineInput, enclosing };
}

// ---------------------------------------------------------------------------------------------------------------- splats

function flatten(state: BindState, elements: readonly CallElement[]): Argument[] {
  const here: Argument[] = [];
  const fromTables: Argument[] = [];
  // PowerShell 7 looks at splatted tables last, so that what is written out supersedes them.
  const tables = state.edition === "7" ? fromTables : here;
  for (const [index, element] of elements.entries()) {
    const next = elements[index + 1];
    switch (element.kind) {
      case "parameter":
        // `--` only ends the parameters; the scanner has seen to that.
        if (element.name === "-") break;
        here.push({
          name: element.name,
          value: element.argument,
          text: `-${element.name}`,
          nameSpan: nameSpanOf(element.node),
          valueNode: element.node.argument,
          splat: null,
          isFromTable: false,
          isBeforeUnknown: next?.kind === "splat" && (next.value.kind === "unknown" || next.value.kind === "other"),
          facts: null,
        });
        break;
      case "value":
        here.push(positional(element.value, element.node, null));
        break;
      case "splat":
        spread(state, element, here, tables);
        break;
    }
  }
  return fromTables.length === 0 ? here : [...here, ...fromTables];
}

/** `-Name` without what follows: read off the node each time, which moves when the text before it changes (syntax/reparse.ts). */
function nameSpanOf(node: CommandParameter): Span {
  return {
    get start() {
      return node.start;
    },
    get end() {
      return node.nameEnd;
    },
  };
}

function positional(value: Value, node: Node | null, splat: VariableExpression | null): Argument {
  return { name: null, value, text: "", nameSpan: null, valueNode: node, splat, isFromTable: false, isBeforeUnknown: false, facts: null };
}

function spread(state: BindState, element: SplatElement, here: Argument[], tables: Argument[]): void {
  const { value, node } = element;
  switch (value.kind) {
    case "hashtable":
      if (!value.isComplete) state.isOpen = true;
      for (const entry of entriesOf(state, value, node)) tables.push(entry);
      break;
    case "array":
      for (const item of value.items) here.push(positional(item, item.origin, node));
      break;
    case "string":
      // A text is a list of characters to a splat.
      for (const text of value.value) here.push(positional({ kind: "other", type: "System.Char", text, origin: null }, null, node));
      break;
    case "unknown":
    case "other":
      state.isOpen = true;
      break;
    default:
      here.push(positional(value, value.origin, node));
  }
}

function entriesOf(state: BindState, table: HashtableValue, node: VariableExpression): Argument[] {
  const list: Argument[] = [];
  for (const entry of table.entries) {
    const name = textOf(entry.key);
    if (name === null || name === "") {
      state.isOpen = true;
      continue;
    }
    if (entry.mayBeAbsent) {
      state.isOpen = true;
      checkOptional(state, name, entry.keyNode ?? node);
      continue;
    }
    list.push({
      name,
      value: entry.value,
      text: `-${name}`,
      nameSpan: entry.keyNode,
      valueNode: entry.value.origin,
      splat: node,
      isFromTable: true,
      isBeforeUnknown: false,
      facts: null,
    });
  }
  return list;
}

/** A key that only some runs have cannot be bound; its name must be right all the same. */
function checkOptional(state: BindState, name: string, span: Span): void {
  const match = matchParameter(state.facts, name, state.edition);
  if (match.kind === "several") {
    fault(
      state,
      "AmbiguousParameter",
      bare(name),
      span,
      match.candidates.map((one) => one.parameter.name),
    );
  } else if (match.kind === "none") {
    fault(state, "NamedParameterNotFound", bare(name), span);
  }
}

// ----------------------------------------------------------------------------------------------------------------- names

/** Gives each name that stands alone its value: the next argument. */
function pair(state: BindState, list: readonly Argument[]): Argument[] {
  const result: Argument[] = [];
  for (let index = 0; index < list.length; index++) {
    const argument = list[index];
    if (!argument) break;
    if (argument.name === null || argument.value !== null) {
      result.push(argument);
      continue;
    }
    const facts = resolve(state, argument);
    const next = list[index + 1];
    if (facts === "several") {
      // What stands behind it is its value, whichever it means.
      if (next?.name === null) index++;
      continue;
    }
    if (!facts) {
      result.push(argument);
      continue;
    }
    const { parameter } = facts;
    argument.facts = facts;
    if (parameter.isSwitch) {
      argument.value = { kind: "boolean", value: true, origin: null };
      result.push(argument);
      continue;
    }
    if (argument.isBeforeUnknown) {
      argument.value = { kind: "unknown", origin: null };
    } else {
      const taken = next && valueFor(state, next);
      if (!taken) {
        missingArgument(state, argument, parameter.name);
        continue;
      }
      index++;
      argument.value = taken.value;
      argument.valueNode = taken.valueNode;
    }
    argument.name = parameter.name;
    result.push(argument);
  }
  return result;
}

/** The value that `next` is for the parameter before it; null where it is a parameter itself. */
function valueFor(state: BindState, next: Argument): { value: Value; valueNode: Node | null } | null {
  if (next.name === null) return next.value && { value: next.value, valueNode: next.valueNode };
  const match = matchParameter(state.facts, next.name, state.edition);
  if (match.kind === "several") ambiguous(state, next, match.candidates);
  if (match.kind !== "none" || next.value !== null) return null;
  return { value: { kind: "string", value: next.text, origin: null }, valueNode: null };
}

function ambiguous(state: BindState, argument: Argument, candidates: readonly ParameterFacts[]): void {
  const span = spanOf(state, argument);
  state.isDoubtful = true;
  if (state.faults.some((other) => other.id === "AmbiguousParameter" && other.span === span)) return;
  fault(
    state,
    "AmbiguousParameter",
    bare(argument.name ?? ""),
    span,
    candidates.map((one) => one.parameter.name),
  );
}

function missingArgument(state: BindState, argument: Argument, name: string): void {
  state.isDoubtful = true;
  fault(state, "MissingArgument", name, spanOf(state, argument));
}

function bare(name: string): string {
  return /^[-–—―]/.test(name) ? name.slice(1) : name;
}

function spanOf(state: BindState, argument: Argument): Span {
  return argument.nameSpan ?? argument.valueNode ?? argument.splat ?? state.nameSpan;
}

/** The parameter that a name means; null where there is none, "several" (which is a fault) where it is not clear. */
function resolve(state: BindState, argument: Argument): ParameterFacts | "several" | null {
  const match = matchParameter(state.facts, argument.name ?? "", state.edition);
  if (match.kind === "several") ambiguous(state, argument, match.candidates);
  return match.kind === "one" ? match.facts : match.kind === "none" ? null : "several";
}

function bindByName(state: BindState, list: readonly Argument[]): Argument[] {
  const rest: Argument[] = [];
  let written: ReadonlySet<string> | null = null;
  for (const argument of list) {
    if (argument.name === null) {
      rest.push(argument);
      continue;
    }
    const facts = argument.facts ?? resolve(state, argument);
    if (facts === "several") continue;
    if (!facts) {
      rest.push(argument);
      continue;
    }
    const key = facts.parameter.name.toLowerCase();
    if (argument.isFromTable && state.edition === "7") {
      written ??= new Set(state.bound.keys());
      if (written.has(key)) continue;
    }
    if (state.bound.has(key)) {
      fault(state, "ParameterAlreadyBound", bare(argument.name), spanOf(state, argument), [facts.parameter.name]);
      continue;
    }
    bindOne(state, argument, facts, argument.isFromTable ? "splat" : "name");
  }
  return rest;
}

// ----------------------------------------------------------------------------------------------------------------- values

/** Binds a value, or says why it cannot be. A refused value counts as given, so that nothing else is said about its absence. */
function bindOne(state: BindState, argument: Argument, facts: ParameterFacts, by: BoundBy): void {
  const value: Value = argument.value ?? { kind: "unknown", origin: null };
  const { bound, refusal } = check(value, facts, state.hasInput);
  if (refusal) fault(state, refusal, facts.parameter.name, argument.valueNode ?? spanOf(state, argument));
  record(state, facts, {
    parameter: facts.parameter,
    by,
    value: bound,
    nameSpan: argument.nameSpan,
    valueNode: argument.valueNode,
    splat: argument.splat,
  });
}

// -------------------------------------------------------------------------------------------------------------- positions

/** Binds arguments without a name; returns what is left over, unknown names among it. */
function bindByPosition(state: BindState, list: readonly Argument[]): Argument[] {
  if (list.length === 0) return [];
  // An unknown splat may bring names or values that move every position.
  if (state.isOpen) return list.filter((argument) => argument.name !== null);
  const left: Argument[] = [];
  let index = 0;
  for (const place of placesOf(state)) {
    const candidates = candidatesAt(state, place);
    if (candidates.length === 0) continue;
    let argument: Argument | undefined;
    while (index < list.length && !argument) {
      const next = list[index++];
      if (!next) break;
      if (next.name === null) {
        argument = next;
        break;
      }
      left.push(next);
      // What stands behind an unknown name belongs to it.
      const following = list[index];
      if (following && following.name === null) {
        left.push(following);
        index++;
      }
    }
    if (!argument) break;
    if (argument.value?.kind === "unknown" && !isPlaceCertain(state, place, candidates)) {
      state.isOpen = true;
      return left;
    }
    if (!placeArgument(state, argument, place, candidates)) left.push(argument);
  }
  return [...left, ...list.slice(index)];
}

/** Whether a value goes to the same parameter whatever its type: it is the only one, or the default set's takes anything as it is. */
function isPlaceCertain(state: BindState, place: number, candidates: readonly ParameterFacts[]): boolean {
  if (candidates.length === 1) return true;
  const { defaultSet } = state.facts;
  const favoured = candidates.filter((one) => rolesIn(one, state.current & defaultSet).some((role) => role.position === place));
  const [only] = favoured;
  return favoured.length === 1 && only !== undefined && binderType(only.parameter.type) === "Object";
}

function placesOf(state: BindState): number[] {
  const places = new Set<number>();
  for (const parameter of state.facts.positional) {
    if (state.given.has(parameter)) continue;
    for (const role of rolesIn(parameter, state.current)) if (role.position !== null) places.add(role.position);
  }
  return [...places].sort((a, b) => a - b);
}

function candidatesAt(state: BindState, place: number): ParameterFacts[] {
  return state.facts.positional.filter(
    (parameter) => !state.given.has(parameter) && rolesIn(parameter, state.current).some((role) => role.position === place),
  );
}

/** Tries the default set before the others, and values that fit as they are before values that must be converted. */
function placeArgument(state: BindState, argument: Argument, place: number, candidates: readonly ParameterFacts[]): boolean {
  const { defaultSet } = state.facts;
  const sets = state.current;
  const value: Value = argument.value ?? { kind: "unknown", origin: null };
  const isDefaultPossible = (sets & defaultSet) !== 0;
  for (const converts of [false, true]) {
    for (const among of isDefaultPossible ? [defaultSet, sets] : [sets]) {
      if (placeAmong(state, argument, value, place, candidates, among, converts)) return true;
    }
  }
  return false;
}

function placeAmong(
  state: BindState,
  argument: Argument,
  value: Value,
  place: number,
  candidates: readonly ParameterFacts[],
  sets: SetBits,
  converts: boolean,
): boolean {
  let isPlaced = false;
  for (const facts of candidates) {
    if (!rolesIn(facts, sets).some((role) => role.position === place)) continue;
    if (!converts && !isOfType(value, binderType(facts.parameter.type))) continue;
    bindOne(state, argument, facts, argument.splat ? "splat" : "position");
    isPlaced = true;
  }
  return isPlaced;
}

/** `$PSDefaultParameterValues` fill what is not given, where that leaves a set. */
function bindDefaults(state: BindState, defaults: readonly DefaultValue[] | null): void {
  if (defaults === null) {
    state.isOpen = true;
    return;
  }
  // A splat that may bring anything may bring these.
  if (state.isOpen) return;
  for (const one of defaults) {
    const match = matchParameter(state.facts, one.parameter, state.edition);
    if (match.kind !== "one" || state.bound.has(match.facts.parameter.name.toLowerCase())) continue;
    const { sets, parameter } = match.facts;
    if (sets !== 0 && (sets & state.current) === 0) continue;
    const { bound, refusal } = check(one.value, match.facts, state.hasInput);
    if (refusal) continue;
    record(state, match.facts, { parameter, by: "default", value: bound, nameSpan: one.keyNode, valueNode: one.value.origin, splat: null });
  }
}

// ------------------------------------------------------------------------------------------------------------------- sets

function complete(state: BindState, left: readonly Argument[], input: readonly Value[] | null): void {
  const { nameSpan, hasInput } = state;
  const isPossible = settleOrFault(state, true, false) !== null;
  leftOver(state, left);
  if (!isPossible) return;
  if (state.isOpen || state.isDoubtful) return;

  let count = settleOrFault(state, hasInput, !hasInput);
  if (count === null) return;
  if (!hasInput) {
    reportMissing(state, missingMandatory(state));
    if (state.current !== allSets || state.facts.setNames.length <= 1) return;
    if (state.facts.defaultSet === 0) fault(state, "AmbiguousParameterSet", null, nameSpan);
    else state.current = state.facts.defaultSet;
    return;
  }
  if (count > 1 && keepSetsWithPipeline(state)) {
    count = settleOrFault(state, true, false);
    if (count === null) return;
  }
  const missing = missingBeforePipeline(state, count);
  if (missing === "ambiguous") {
    fault(state, "AmbiguousParameterSet", null, nameSpan);
    return;
  }
  reportMissing(state, missing);
  if (missing.length === 0 && input) bindPipeline(state, input);
}

function settleOrFault(state: BindState, awaitsPipeline: boolean, takesDefault: boolean): number | null {
  // With parameters unknown, only an empty choice is certain: more of them could only narrow it.
  if (state.isOpen || state.isDoubtful) {
    if (countSets(state.current) > 0) return countSets(state.current);
  } else {
    const choice = settle(state, awaitsPipeline, takesDefault);
    if (choice !== "ambiguous") return choice;
  }
  fault(state, "AmbiguousParameterSet", null, state.nameSpan);
  return null;
}

function leftOver(state: BindState, left: readonly Argument[]): void {
  let isBehindName = false;
  for (const argument of left) {
    if (argument.name !== null) {
      fault(state, "NamedParameterNotFound", bare(argument.name), spanOf(state, argument));
      state.isDoubtful = true;
      isBehindName = argument.value === null;
      continue;
    }
    // The value of a name that does not exist is not a fault of its own.
    if (!isBehindName && argument.value) {
      fault(state, "PositionalParameterNotFound", leftOverText(argument.value), spanOf(state, argument));
    }
    isBehindName = false;
  }
}

function leftOverText(value: Value): string {
  if (value.kind === "null") return "$null";
  if (value.kind === "array") return "System.Object[]";
  return textOf(value) ?? "";
}

function reportMissing(state: BindState, missing: readonly ParameterFacts[]): void {
  if (missing.length === 0) return;
  const names = [...new Set(missing.map((one) => one.parameter.name))];
  fault(state, "MissingMandatoryParameter", names.join(" "), state.nameSpan, names);
}

function setNames(state: BindState): string[] {
  const { facts, current } = state;
  const { sets } = facts.cmdlet;
  if (sets.length <= 1) return [sets[0]?.name ?? "__AllParameterSets"];
  if (current === allSets) return sets.map((set) => set.name);
  return namesOf(facts, current);
}

function namesOf(facts: CmdletFacts, sets: SetBits): string[] {
  return facts.setNames.filter((_, index) => (sets & (1 << index)) !== 0);
}
