import type { Command, FunctionDefinition, Node, Parameter, ScriptBlock, Span, TypeDefinition } from "../../syntax/ast.js";
import type { AliasDefinition } from "../call.js";
import type { CommandCatalog } from "../command-catalog.js";
import { type Cell, FAILS, held, itemsOf, list, NULL, UNKNOWN, type Val, VOID } from "../evaluate/model.js";
import type { Wanted } from "../slice/sites.js";
import type { Slice } from "../slice.js";
import { gather, joinValues, merge } from "./join.js";
import type { ParameterInfo } from "./parameters.js";
import type { CallRecord } from "./record.js";
import { findVariable, type Scope } from "./scope.js";
import {
  apply,
  born,
  branch,
  type Content,
  capture,
  type Delta,
  forget,
  forgetEscaped,
  forgetReferred,
  type Gathering,
  leak,
  mark,
  NO_OUTPUT,
  newGathering,
  type Output,
  rollback,
  type State,
  takeGathered,
  UNKNOWN_OUTPUT,
  write,
} from "./state.js";

/** Where a jump goes, and with which states it gets there. */
export interface Exit {
  readonly arrivals: Gathering;
  /** How many targets there were when it was made: a jump to it leaves those that came later. */
  readonly depth: number;
  /** What was thrown; what the arrivals agree on. */
  value: Val | null;
}

export interface ErrorExit extends Exit {
  /** Whether commands from elsewhere may lead there; behind a `catch` they are taken to end as they should. */
  readonly isForCommands: boolean;
}

export type Target =
  | { readonly kind: "loop"; readonly label: string | null; readonly onBreak: Exit; readonly onContinue: Exit }
  | { readonly kind: "call"; readonly onReturn: Exit }
  | { readonly kind: "try"; readonly onThrow: Exit }
  /** A block that is given `$_`, which is what it was before wherever a jump leaves the block. */
  | { readonly kind: "item"; readonly cell: Cell<Content>; readonly before: Content }
  | { readonly kind: "finally"; readonly pending: Map<Exit | null, Gathering>; readonly from: number };

/** Where a command's output goes. */
export interface Sink {
  emit(value: Val): void;
  /** Any number of values that are not known. */
  emitUnknown(): void;
}

/** What the interpretation of one script carries along. */
export interface Machine {
  readonly text: string;
  readonly catalog: CommandCatalog;
  readonly state: State;
  /** True: the script runs on its own, a variable nobody sets is null, parameters of the script have their defaults. */
  readonly runsAlone: boolean;
  scope: Scope;
  sink: Sink;
  readonly targets: Target[];
  /** States in which the current statement was abandoned by an error; the next statement goes on from them too. */
  aborted: Gathering;
  /** How many targets there were when it began. */
  abortedDepth: number;
  /** How many `try` blocks with a `catch` the current statement stands in, callers included. */
  tryDepth: number;
  /** Where an error leads that none of them catches: out of the `try` with the `catch` or `finally` it stands in; null where it only ends its statement. */
  onError: ErrorExit | null;
  callDepth: number;
  /** Work left for repeating things: loop iterations, calls of functions already seen. */
  budget: number;
  /** Statements run so far. */
  steps: number;
  enclosing: readonly Command[];
  readonly records: Map<Command, CallRecord[]>;
  readonly visited: Set<Node>;
  readonly types: Map<string, TypeDefinition>;
  /** The block or function in which a type is defined that does not stand at the top of the script. */
  readonly typeBlocks: Map<TypeDefinition, ScriptBlock>;
  readonly statics: Map<TypeDefinition, Val>;
  /** What is known of the parameters of each block that ran. */
  readonly parameters: Map<ScriptBlock, ParameterInfo>;
  /** Parameters that stand behind a function's name. */
  readonly parametersOf: Map<ScriptBlock, readonly Parameter[] | null>;
  readonly functions: FunctionDefinition[];
  readonly aliases: AliasDefinition[];
  readonly unseenCode: Span[];
  /** The functions and blocks that are running, outermost first. */
  readonly calling: ScriptBlock[];
  /** Those that have run for items. */
  readonly withItems: Set<ScriptBlock>;
  /** True while code is read that nothing leads to: no value of a variable set outside of it is known. */
  isReached: boolean;
  /** True once code ran that cannot be seen: unknown commands may be its functions. */
  hasUnseenCode: boolean;
  /** Where `$using:` looks while a block runs elsewhere. */
  using: Scope | null;
  /** The commands around a block that runs loosely. */
  readonly looseEnclosing: Map<ScriptBlock, readonly Command[]>;
  /** Names of all functions that the script defines anywhere, lower case. */
  readonly functionNames: ReadonlySet<string>;
  /** Whether the values of calls of that name are asked for. */
  readonly isWanted: (name: string) => Wanted;
  /** What of the script is followed; null: all of it. */
  readonly slice: Slice | null;
  /** Blocks worth following: see slice/sites.ts. */
  readonly isRelevant: (block: ScriptBlock) => boolean;
  /** True once an alias was made whose name is not known. */
  hasUnknownAliases: boolean;
  /** What the text mentions at all; the rest need not be kept. */
  readonly uses: (what: "boundParameters" | "enumerator" | "separator" | "defaults" | "strictness") => boolean;
}

/** A node as it is written. */
export function textOfNode(m: Machine, node: Span): string {
  return m.text.slice(node.start, node.end);
}

/**
 * Whether a scope is that of the block in which the current statement stands: from a block that runs in it (of ForEach-Object, say) variables that
 * PowerShell has compiled can neither be removed nor made anew, nor get a type.
 */
export function isInOwnBlock(m: Machine, scope: Scope): boolean {
  const block = m.calling.at(-1);
  return scope === m.scope && (block === undefined || m.parametersOf.has(block));
}

// -------------------------------------------------------------------------------------------------------------------- jumps

/** A place that nothing arrived at so far. */
export function newExit(m: Machine): Exit {
  return { arrivals: newGathering(m.state), depth: m.targets.length, value: null };
}

/** Notes that the current state may arrive at an exit, by way of every `finally` on the way. */
function arrive(m: Machine, exit: Exit | null, depth: number): void {
  const from = mark(m.state);
  const waiting = leave(m, exit, depth);
  if (waiting) gather(m.state, waiting);
  rollback(m.state, from);
}

// Whoever leaves a block with an item has the item of before.
function putBack(m: Machine, target: Target | undefined): void {
  if (target?.kind === "item" && (target.before.kind === "slot" || target.before.kind === "unset"))
    write(m.state, target.cell, target.before);
}

// Where the way to an exit ends for now.
function leave(m: Machine, exit: Exit | null, depth: number): Gathering | null {
  for (let i = m.targets.length - 1; i > depth; i--) {
    const target = m.targets[i];
    putBack(m, target);
    if (target?.kind !== "finally") continue;
    let waiting = target.pending.get(exit);
    if (!waiting) {
      waiting = { ...newGathering(m.state), from: target.from };
      target.pending.set(exit, waiting);
    }
    return waiting;
  }
  return exit?.arrivals ?? null;
}

/** A certain jump: the path ends here. */
function jump(m: Machine, exit: Exit | null, depth: number): void {
  if (m.state.isDead) return;
  arrive(m, exit, depth);
  m.state.isDead = true;
}

/** After `finally`: the jump goes on to where it was going. */
export function resumeJump(m: Machine, exit: Exit | null): void {
  jump(m, exit, exit === null ? -1 : exit.depth - 1);
}

function depthOf(m: Machine, accept: (target: Target) => boolean): number {
  for (let i = m.targets.length - 1; i >= 0; i--) {
    const target = m.targets[i];
    if (target && accept(target)) return i;
  }
  return -1;
}

/** `break` or `continue`. A label of null means the nearest loop, undefined one that is computed. */
export function jumpToLoop(m: Machine, label: string | null | undefined, what: "break" | "continue"): void {
  if (label === undefined) {
    // A computed label: any loop around, or none.
    for (const [i, target] of m.targets.entries()) {
      if (target.kind !== "loop") continue;
      arrive(m, target.onBreak, i);
      arrive(m, target.onContinue, i);
    }
    jump(m, null, -1);
    return;
  }
  const depth = depthOf(m, (target) => target.kind === "loop" && (label === null || target.label === label));
  const target = m.targets[depth];
  jump(m, target?.kind === "loop" ? (what === "break" ? target.onBreak : target.onContinue) : null, depth);
}

/** `return`: to the end of the block that is running. */
export function jumpToReturn(m: Machine): void {
  const depth = depthOf(m, (target) => target.kind === "call");
  const target = m.targets[depth];
  jump(m, target?.kind === "call" ? target.onReturn : null, depth);
}

function joinThrown(m: Machine, exit: Exit, value: Val): void {
  exit.value = exit.value ? joinValues(m.state, exit.value, value) : value;
}

/** A `throw`: to the nearest `catch`, or the end of the script. */
export function jumpToCatch(m: Machine, value: Val): void {
  if (m.state.isDead) return;
  const depth = depthOf(m, (target) => target.kind === "try");
  const target = m.targets[depth];
  if (target?.kind === "try") joinThrown(m, target.onThrow, value);
  else if (mayGoOnAfterThrow(m)) abort(m);
  jump(m, target?.kind === "try" ? target.onThrow : null, depth);
}

// With SilentlyContinue PowerShell goes on behind a `throw` that nobody catches.
function mayGoOnAfterThrow(m: Machine): boolean {
  const found = findVariable(m.scope, "erroractionpreference");
  if (found === "unset") return false;
  if (found === "open") return !m.isReached;
  const { value } = found.slot;
  return value.kind !== "string" || /^(silentlycontinue|ignore)$/i.test(value.value);
}

/** `exit`: nothing of the script comes behind it. */
export function jumpToEnd(m: Machine): void {
  jump(m, null, -1);
}

/** The current statement is abandoned here. */
export function abort(m: Machine): void {
  const from = mark(m.state);
  for (let i = m.targets.length - 1; i >= m.abortedDepth; i--) putBack(m, m.targets[i]);
  gather(m.state, m.aborted);
  rollback(m.state, from);
}

/**
 * The operation going on may fail (a conversion of an unknown value, a method of one): the statement may be abandoned here.
 * `isCommand`: a command from elsewhere may; outside of `try` it is taken to end as it should.
 */
export function mayFail(m: Machine, isCommand = false): void {
  if (m.state.isDead) return;
  if (m.tryDepth === 0) {
    if (m.onError) {
      if (!isCommand || m.onError.isForCommands) arrive(m, m.onError, m.onError.depth - 1);
    } else if (!isCommand) abort(m);
    return;
  }
  const depth = depthOf(m, (target) => target.kind === "try");
  const target = m.targets[depth];
  if (target?.kind !== "try") return;
  joinThrown(m, target.onThrow, UNKNOWN);
  arrive(m, target.onThrow, depth);
}

/** The operation going on certainly fails. */
export function fail(m: Machine, value: Val = UNKNOWN): Val {
  if (m.state.isDead) return UNKNOWN;
  const depth = depthOf(m, (target) => target.kind === "try");
  const target = m.targets[depth];
  if (target?.kind === "try") {
    joinThrown(m, target.onThrow, value);
    jump(m, target.onThrow, depth);
  } else if (m.onError) jump(m, m.onError, m.onError.depth - 1);
  else {
    abort(m);
    m.state.isDead = true;
  }
  return UNKNOWN;
}

/** The result of an operation, with PowerShell's error raised where there is one. An unknown result may be one, unless it cannot fail. */
export function settle(m: Machine, result: Val, canFail = true): Val {
  if (result === FAILS) return fail(m);
  if (result.kind === "unknown" && canFail) mayFail(m);
  return result;
}

/** What was read where there may be nothing: under `Set-StrictMode` that is an error. */
export function unlessStrict(m: Machine, value: Val): Val {
  if (value.kind !== "null" || !m.uses("strictness")) return value;
  mayFail(m);
  return UNKNOWN;
}

/** Runs something that jumps may leave to `target`, which is on the stack meanwhile. */
export function within(m: Machine, target: Target, run: () => void): void {
  m.targets.push(target);
  const depth = m.targets.length;
  run();
  m.targets.length = depth - 1;
}

/**
 * Runs something whose errors, and those of what it calls, abandon the statement that it stands in, unless a `try` catches them: what a `try`
 * guards or catches with, a method of a class. `run` is given where they lead where nothing further out is that.
 */
export function escaping(m: Machine, isForCommands: boolean, run: (onError: ErrorExit) => void): void {
  const from = mark(m.state);
  const onError: ErrorExit = { ...newExit(m), isForCommands };
  run(onError);
  const arrived = takeGathered(m.state, onError.arrivals);
  if (!arrived) return;
  const ends = m.state.isDead ? [] : [capture(m.state, from)];
  rollback(m.state, from);
  m.state.isDead = false;
  branch(m.state, () => {
    apply(m.state, arrived);
    abort(m);
  });
  merge(m.state, from, ends);
}

/** Goes on from the end of the current path and from everything that arrived at an exit. */
export function land(m: Machine, exit: Exit): void {
  landGathered(m, exit.arrivals);
}

/** The same for any gathering. */
export function landGathered(m: Machine, gathering: Gathering): void {
  const arrived = takeGathered(m.state, gathering);
  if (!arrived) return;
  if (m.state.isDead) {
    merge(m.state, gathering.from, [arrived]);
    return;
  }
  const end = capture(m.state, gathering.from);
  if (end.size > 0 || arrived.size > 0) merge(m.state, gathering.from, [arrived, end]);
}

/** Runs alternatives from the same state and goes on from what they agree on. */
export function either(m: Machine, ...runs: readonly (() => void)[]): void {
  const from = mark(m.state);
  const ends: Delta[] = [];
  for (const run of runs) {
    const delta = branch(m.state, run);
    if (delta) ends.push(delta);
  }
  merge(m.state, from, ends);
}

/** Runs something that may or may not happen. */
export function perhaps(m: Machine, run: () => void): void {
  either(m, run, () => undefined);
}

// ------------------------------------------------------------------------------------------------------------------- output

export const NOWHERE: Sink = { emit: () => undefined, emitUnknown: () => undefined };

function collector(m: Machine, cell: Cell<Content>): Sink {
  return {
    emit(value) {
      const output = cell.value;
      if (output.kind === "output" && output.isKnown && output.length < 4000) {
        const next: Output = { kind: "output", last: { value, rest: output.last }, length: output.length + 1, isKnown: true };
        write(m.state, cell, next);
      } else {
        leak(m.state, value);
        forget(m.state, cell);
      }
    },
    emitUnknown() {
      if (cell.value !== UNKNOWN_OUTPUT) forget(m.state, cell);
    },
  };
}

/** Everything that `run` sends down the pipeline, in order; null when that is not known. */
export function collectItems(m: Machine, run: () => void): readonly Val[] | null {
  const life = { isOver: false };
  const cell: Cell<Content> = born(m.state, NO_OUTPUT as Content, life);
  const saved = m.sink;
  m.sink = collector(m, cell);
  run();
  m.sink = saved;
  life.isOver = true;
  const output = cell.value;
  if (output.kind !== "output" || !output.isKnown) return null;
  const items: Val[] = [];
  for (let link = output.last; link; link = link.rest) items.push(link.value);
  return items.reverse();
}

/** The same as one value: nothing, the only one, or an array. */
export function collect(m: Machine, run: () => void): Val {
  return collapse(collectItems(m, run));
}

/** What a command gave as one value: nothing, the only one, or an array. */
export function collapse(items: readonly Val[] | null): Val {
  if (!items) return UNKNOWN;
  return items.length === 0 ? VOID : items.length === 1 ? (items[0] ?? NULL) : list(items);
}

/** Sends a value down the pipeline: an array goes item by item. */
export function emit(m: Machine, value: Val): void {
  emitTo(m.sink, value, m);
}

/** Sends a value to a sink: an array goes item by item, nothing goes nowhere. */
export function emitTo(sink: Sink, value: Val, m: Machine): void {
  if (m.state.isDead || sink === NOWHERE) return;
  if (value.kind === "null") {
    if (!value.isVoid) sink.emit(value);
  } else if (value.kind === "unknown") sink.emitUnknown();
  else if (value.kind === "list") {
    const items = itemsOf(value);
    if (!items) sink.emitUnknown();
    else for (const item of items) sink.emit(item);
  } else sink.emit(value);
}

// ------------------------------------------------------------------------------------------------------------------ forget

/** Unseen code ran in this scope: nothing is certain any more. */
export function forgetEverything(m: Machine): void {
  for (let scope: Scope | null = m.scope; scope; scope = scope.parent) {
    forgetVariables(m, scope);
    scope.isOpen = true;
    for (const cell of scope.functions.values()) forget(m.state, cell);
    for (const cell of scope.aliases.values()) forget(m.state, cell);
  }
  forgetEscaped(m.state);
}

function forgetVariables(m: Machine, scope: Scope): void {
  for (const cell of scope.variables.values()) {
    const content = cell.value;
    if (content.kind !== "slot" || content.isConstant) continue;
    forgetReferred(m.state, content.value);
    forget(m.state, cell);
  }
}

/** Functions that cannot be seen may set the script's variables, not those of a function that is running. */
export function forgetShared(m: Machine): void {
  for (let scope: Scope | null = m.scope; scope; scope = scope.parent) {
    if (scope.kind === "local") continue;
    for (const cell of scope.variables.values()) if (cell.value.kind === "slot" && !cell.value.isConstant) forget(m.state, cell);
    scope.isOpen = true;
  }
}

/** A command that cannot be seen got these values, and may have changed what they refer to. */
export function handOut(m: Machine, values: readonly Val[]): void {
  for (const value of values) {
    if (value.kind === "block") m.state.loose.add(value.block);
    if (value.kind === "list" || value.kind === "table" || value.kind === "object") {
      looseBlocks(m, value, 0);
      forgetReferred(m.state, value);
    } else if (value.kind === "special" && value.what.is === "reference") value.what.write(UNKNOWN);
  }
  if (values.some((value) => value.kind === "unknown")) forgetEscaped(m.state);
}

function looseBlocks(m: Machine, value: Val, depth: number): void {
  if (depth > 4) return;
  if (value.kind === "block") m.state.loose.add(value.block);
  else if (value.kind === "list")
    for (const cell of value.cells) for (const item of held(cell).items ?? []) looseBlocks(m, item, depth + 1);
  else if (value.kind === "table" || value.kind === "object")
    for (const cell of value.cells) for (const entry of held(cell).entries) looseBlocks(m, entry.value, depth + 1);
}
