import type { Command, Expression } from "../../syntax/ast.js";
import type { CallElement, CallTurn, DefaultValue, ScriptCall } from "../call.js";
import { itemsOf, NULL, TRUE, UNKNOWN, type Val } from "../evaluate/model.js";
import type { Value } from "../value.js";
import type { Machine } from "./machine.js";
import { isSameSnapshot, joinSnapshots, snapshot } from "./snapshot.js";
import type { Invocation } from "./stage.js";

/** What is known of one place after some visits. */
export interface CallRecord {
  readonly command: Command;
  readonly name: string;
  readonly nameNode: Expression;
  readonly enclosing: readonly Command[];
  readonly isCatalogue: boolean;
  elements: readonly CallElement[];
  hasPipelineInput: boolean;
  pipelineInput: readonly Value[] | null;
  defaults: readonly DefaultValue[] | null;
  /** The first visits that differ from each other, at most one more than are told. */
  readonly turns: CallTurn[];
}

/** A place that is visited in more ways is told as a whole only. */
const MAX_TURNS = 64;

/** What of a call stands in the text. */
export type CallWords = Pick<Invocation, "command" | "name" | "nameNode" | "args">;

export interface Visit extends CallWords {
  readonly hasPipelineInput: boolean;
  readonly pipelineInput: readonly Val[] | null;
  readonly defaults: readonly DefaultValue[] | null;
  readonly isCatalogue: boolean;
}

/** Notes a visit of a call; what the visits of a place do not agree on becomes unknown. */
export function record(m: Machine, visit: Visit): void {
  if (m.state.isDead) return;
  const elements = elementsOf(m, visit);
  const input = visit.hasPipelineInput ? (visit.pipelineInput?.map(snapshot) ?? null) : [];
  const turn: CallTurn = { elements, hasPipelineInput: visit.hasPipelineInput, pipelineInput: input, defaults: visit.defaults };
  const records = m.records.get(visit.command) ?? [];
  const known = records.find((one) => one.name.toLowerCase() === visit.name.toLowerCase());
  if (!known) {
    records.push({
      command: visit.command,
      name: visit.name,
      nameNode: visit.nameNode,
      enclosing: m.enclosing,
      isCatalogue: visit.isCatalogue,
      ...turn,
      turns: [turn],
    });
    m.records.set(visit.command, records);
    return;
  }
  known.elements = joinElements(known.elements, elements);
  known.hasPipelineInput ||= visit.hasPipelineInput;
  known.pipelineInput = joinInput(known.pipelineInput, input);
  known.defaults = joinDefaults(known.defaults, visit.defaults);
  if (known.turns.length <= MAX_TURNS && !known.turns.some((one) => isSameTurn(one, turn))) known.turns.push(turn);
}

/** Notes a call of something that is no cmdlet of the catalogue, where such a call matters. What a variable names may be anything. */
export function recordOther(m: Machine, { command, name, nameNode, args }: CallWords, hasPipelineInput: boolean): void {
  if (nameNode.kind === "StringConstantExpression" && m.isWanted(name) === "no") return;
  record(m, { command, name, nameNode, args, hasPipelineInput, pipelineInput: null, defaults: [], isCatalogue: false });
}

function isSameTurn(a: CallTurn, b: CallTurn): boolean {
  return (
    a.hasPipelineInput === b.hasPipelineInput &&
    a.elements.length === b.elements.length &&
    a.elements.every((one, i) => isSameElement(one, b.elements[i])) &&
    isSameList(a.pipelineInput, b.pipelineInput, isSameSnapshot) &&
    isSameList(a.defaults, b.defaults, (one, other) => one.parameter === other.parameter && isSameSnapshot(one.value, other.value))
  );
}

function isSameElement(a: CallElement, b: CallElement | undefined): boolean {
  if (b === undefined || a.kind !== b.kind || a.node !== b.node) return false;
  if (a.kind !== "parameter") return b.kind !== "parameter" && isSameSnapshot(a.value, b.value);
  return b.kind === "parameter" && (a.argument && b.argument ? isSameSnapshot(a.argument, b.argument) : a.argument === b.argument);
}

function isSameList<T>(a: readonly T[] | null, b: readonly T[] | null, isSame: (one: T, other: T) => boolean): boolean {
  if (!a || !b) return a === b;
  return a.length === b.length && a.every((one, i) => i < b.length && isSame(one, b[i] as T));
}

function joinInput(a: readonly Value[] | null, b: readonly Value[] | null): readonly Value[] | null {
  if (!a || !b || a.length !== b.length) return null;
  return a.map((value, i) => joinSnapshots(value, b[i] ?? UNKNOWN));
}

function joinDefaults(a: readonly DefaultValue[] | null, b: readonly DefaultValue[] | null): readonly DefaultValue[] | null {
  if (!a || !b || a.length !== b.length) return null;
  const joined: DefaultValue[] = [];
  for (const [i, one] of a.entries()) {
    const other = b[i];
    if (!other || other.parameter !== one.parameter) return null;
    joined.push({ ...one, value: joinSnapshots(one.value, other.value) });
  }
  return joined;
}

function elementsOf(m: Machine, visit: Visit): CallElement[] {
  const elements: CallElement[] = [];
  for (const arg of visit.args) {
    if (arg.kind === "value") {
      if (arg.node) elements.push({ kind: "value", value: snapshot(arg.value), node: arg.node });
    } else if (arg.kind === "parameter") {
      if (arg.node) elements.push({ kind: "parameter", name: arg.name, node: arg.node, argument: arg.value ? snapshot(arg.value) : null });
    } else if (arg.value.kind === "list" && hasParameterNames(arg.value)) {
      for (const part of passedOn(m, visit.name, arg.value)) elements.push({ kind: "splat", value: part, node: arg.node });
    } else elements.push({ kind: "splat", value: snapshot(arg.value), node: arg.node });
  }
  return elements;
}

function hasParameterNames(value: Val & { kind: "list" }): boolean {
  return itemsOf(value)?.some((item) => item.kind === "special" && item.what.is === "parameterName") ?? false;
}

// `@args` passes on what the function was called with: names stay names. As a table and an array the binder knows them.
function passedOn(m: Machine, name: string, value: Val & { kind: "list" }): Value[] {
  const items = itemsOf(value) ?? [];
  const positional: Value[] = [];
  const entries: { key: Value; value: Value; keyNode: null }[] = [];
  for (let i = 0; i < items.length; i++) {
    const item = items[i] ?? NULL;
    if (item.kind !== "special" || item.what.is !== "parameterName") {
      positional.push(snapshot(item));
      continue;
    }
    const next = items[i + 1];
    const isAlone =
      !item.what.colon &&
      (m.catalog.isSwitch(name, item.what.name) || next === undefined || (next.kind === "special" && next.what.is === "parameterName"));
    entries.push({
      key: { kind: "string", value: item.what.name, origin: item.origin },
      value: isAlone ? TRUE : snapshot(next ?? NULL),
      keyNode: null,
    });
    if (!isAlone) i++;
  }
  const parts: Value[] = [{ kind: "hashtable", isOrdered: true, entries, isComplete: true, origin: null }];
  if (positional.length > 0) parts.push({ kind: "array", items: positional, origin: null });
  return parts;
}

function joinElements(a: readonly CallElement[], b: readonly CallElement[]): readonly CallElement[] {
  if (a.length !== b.length) return a.length > b.length ? blur(a) : blur(b);
  return a.map((one, i): CallElement => {
    const other = b[i];
    if (one.kind === "parameter") {
      if (other?.kind !== "parameter") return one;
      return one.argument && other.argument ? { ...one, argument: joinSnapshots(one.argument, other.argument) } : one;
    }
    if (one.kind === "value") return other?.kind === "value" ? { ...one, value: joinSnapshots(one.value, other.value) } : one;
    return other?.kind === "splat" ? { ...one, value: joinSnapshots(one.value, other.value) } : { ...one, value: UNKNOWN };
  });
}

// Only what a splat brought can differ in number: it may bring anything then.
function blur(elements: readonly CallElement[]): readonly CallElement[] {
  return elements.map(
    (one): CallElement =>
      one.kind === "splat"
        ? { ...one, value: UNKNOWN }
        : one.kind === "value"
          ? { ...one, value: UNKNOWN }
          : one.argument
            ? { ...one, argument: UNKNOWN }
            : one,
  );
}

/** What the records give in the end: one call per place and name. */
export function callsOf(records: Iterable<readonly CallRecord[]>): { calls: ScriptCall[]; others: ScriptCall[] } {
  const calls: ScriptCall[] = [];
  const others: ScriptCall[] = [];
  for (const group of records) {
    for (const one of group) {
      const isTold = one.turns.length > 1 && one.turns.length <= MAX_TURNS;
      (one.isCatalogue ? calls : others).push(isTold ? one : { ...one, turns: [] });
    }
  }
  return { calls, others };
}
