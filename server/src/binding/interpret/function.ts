import type { NamedBlock, ScriptBlock } from "../../syntax/ast.js";
import { typeName } from "../evaluate/convert.js";
import {
  contentOf,
  EMPTY_TABLE,
  FAILS,
  FALSE,
  itemsOf,
  list,
  NULL,
  num,
  str,
  type TableContent,
  TRUE,
  UNKNOWN,
  UNKNOWN_TABLE,
  type Val,
  withEntry,
} from "../evaluate/model.js";
import { tryCast } from "./convert.js";
import { evaluate } from "./expression.js";
import { repeat } from "./loop.js";
import { fail, land, type Machine, mayFail, newExit, type Sink, within } from "./machine.js";
import { type BlockParameter, type ParameterInfo, parametersOf } from "./parameters.js";
import { cellIn, newScope, type Scope, setIn, setValue } from "./scope.js";
import { type Arg, handOutArguments, type Stage, unseenStage } from "./stage.js";
import { leak, newTable, slot, UNSET, write } from "./state.js";
import { runStatements } from "./statement.js";

export interface RunOptions {
  /** Runs in the caller's scope (`. { }`, ForEach-Object). */
  readonly isDotted?: boolean;
  /** `$_` while it runs. */
  readonly item?: Val;
  /** What `$input` gives; null where it is not known. */
  readonly input?: readonly Val[] | null;
  readonly name?: string;
  readonly isFilter?: boolean;
  /** The scope to run in instead of a new one below the current. */
  readonly scope?: Scope;
  readonly thisValue?: Val;
}

/**
 * What a call brings. A block that runs in the scope of its caller has its own meanwhile; one that runs for items sees the parameters that its
 * caller was given, which come first here.
 */
const OF_THE_CALL = ["psboundparameters", "args", "input"];

const MAX_DEPTH = 24;
const MAX_SAME = 8;

/** Runs a block with arguments, without pipeline input. Its output goes to the current sink. */
export function runBlockValue(m: Machine, block: Val & { kind: "block" }, args: readonly Arg[], options: RunOptions = {}): void {
  const stage = startBlock(m, block, args, m.sink, false, options);
  stage.end();
  stage.close?.();
}

/** A function that cannot be followed: what it has in hand and what it can reach is not known any more. */
function giveUp(m: Machine, block: ScriptBlock, args: readonly Arg[], sink: Sink): Stage {
  m.state.loose.add(block);
  const unseen = unseenStage(m, sink);
  return {
    ...unseen,
    end: () => {
      handOutArguments(m, args);
      unseen.end();
    },
  };
}

/** Begins a call of a function or block: binds what is given and runs `begin`. */
export function startBlock(
  m: Machine,
  value: Val & { kind: "block" },
  args: readonly Arg[],
  sink: Sink,
  hasInput: boolean,
  options: RunOptions,
): Stage {
  const { block } = value;
  const same = m.calling.reduce((count, one) => count + (one === block ? 1 : 0), 0);
  const seen = m.visited.has(block);
  if (m.callDepth >= MAX_DEPTH || same >= MAX_SAME || (seen && m.budget <= 0)) return giveUp(m, block, args, sink);
  if (seen) m.budget -= 1 + (block.end - block.start) / 40;
  m.visited.add(block);
  const info = parametersOf(m, block);
  const around = value.closure ?? m.scope;
  const scope = value.closure === null && options.scope ? options.scope : options.isDotted ? around : newScope(around, "local");
  const isOwn = scope !== m.scope;
  const frame: Frame = {
    m,
    block,
    info,
    scope,
    sink,
    inputs: [],
    isInputKnown: true,
    fromPipeline: pipelineParameter(info),
    isOver: false,
  };
  if (options.name !== undefined) {
    const invocation = invocationObject(options.name);
    setValue(m.state, frame.scope, "myinvocation", invocation);
  }
  if (options.thisValue) setValue(m.state, frame.scope, "this", options.thisValue);
  const outer = isOwn ? [] : OF_THE_CALL.map((name) => cellIn(scope, "variables", name)).map((cell) => ({ cell, content: cell.value }));
  enter(frame, () => bindArguments(frame, args, hasInput));
  const [boundParameters] = outer;
  if (options.item !== undefined && boundParameters) write(m.state, boundParameters.cell, boundParameters.content);
  if (options.item !== undefined) {
    m.withItems.add(block);
    setValue(m.state, frame.scope, "_", options.item);
  }
  const { beginBlock, processBlock, endBlock } = block;
  if (beginBlock) enter(frame, () => runNamed(frame, beginBlock));
  const each = (item: Val): void => {
    if (frame.isOver || m.state.isDead) return;
    m.withItems.add(block);
    enter(frame, () => {
      setValue(m.state, frame.scope, "_", item);
      if (frame.fromPipeline) setParameter(frame, frame.fromPipeline, item);
      else bindByProperty(frame, item);
      if (processBlock) runNamed(frame, processBlock);
    });
  };
  return {
    process(item) {
      frame.inputs.push(item);
      if (processBlock || (options.isFilter && endBlock)) {
        if (processBlock) each(item);
        else eachOfFilter(frame, item);
      }
    },
    processUnknown() {
      frame.isInputKnown = false;
      if (processBlock) repeat(m, processBlock, () => each(UNKNOWN));
      else if (options.isFilter) repeat(m, block, () => eachOfFilter(frame, UNKNOWN));
    },
    end() {
      if (m.state.isDead) return;
      if (!hasInput && processBlock) enter(frame, () => runNamed(frame, processBlock));
      finish();
      for (const { cell, content } of outer) write(m.state, cell, content);
    },
    close() {
      if (isOwn && scope !== value.closure) scope.isOver = true;
    },
  };

  function finish(): void {
    if (!endBlock || (options.isFilter && hasInput && !endBlock.isNamed)) return;
    enter(frame, () => {
      if (hasInput && !processBlock) {
        const known = frame.isInputKnown ? frame.inputs : null;
        setValue(m.state, frame.scope, "input", { ...list(known), isStream: true, origin: null });
        const last = known ? known.at(-1) : UNKNOWN;
        if (frame.fromPipeline && last !== undefined) setParameter(frame, frame.fromPipeline, last);
      }
      runNamed(frame, endBlock);
    });
  }
}

interface Frame {
  readonly m: Machine;
  readonly block: ScriptBlock;
  readonly info: ParameterInfo;
  readonly scope: Scope;
  readonly sink: Sink;
  readonly inputs: Val[];
  isInputKnown: boolean;
  readonly fromPipeline: BlockParameter | null;
  isOver: boolean;
}

function eachOfFilter(frame: Frame, item: Val): void {
  const { endBlock } = frame.block;
  if (!endBlock) return;
  enter(frame, () => {
    setValue(frame.m.state, frame.scope, "_", item);
    runNamed(frame, endBlock);
  });
}

/** Runs something inside a call: its scope, its sink, its `return`. */
function enter(frame: Frame, run: () => void): void {
  const { m } = frame;
  const { scope, sink } = m;
  m.scope = frame.scope;
  m.sink = frame.sink;
  m.callDepth++;
  m.calling.push(frame.block);
  run();
  m.calling.pop();
  m.callDepth--;
  m.scope = scope;
  m.sink = sink;
}

function runNamed(frame: Frame, block: NamedBlock): void {
  const { m } = frame;
  const onReturn = newExit(m);
  within(m, { kind: "call", onReturn }, () => runStatements(m, block.statements, block.traps));
  land(m, onReturn);
}

function invocationObject(name: string): Val {
  let command: TableContent = withEntry(UNKNOWN_TABLE, "sname", str("Name"), str(name), null);
  command = { ...command, isComplete: false };
  const inner: Val = { kind: "object", cells: [{ value: command }], type: "FunctionInfo", definition: null, origin: null };
  return {
    kind: "object",
    cells: [{ value: withEntry(UNKNOWN_TABLE, "smycommand", str("MyCommand"), inner, null) }],
    type: "InvocationInfo",
    definition: null,
    origin: null,
  };
}

function pipelineParameter(info: ParameterInfo): BlockParameter | null {
  return info.parameters.find((parameter) => parameter.takesPipeline) ?? null;
}

function setParameter(frame: Frame, parameter: BlockParameter, value: Val): void {
  const { m } = frame;
  const held = convertFor(m, parameter, value);
  if (held === null) return;
  setIn(m.state, frame.scope, parameter.name, { ...slot(held, parameter.type), check: parameter.check });
}

function bindByProperty(frame: Frame, item: Val): void {
  for (const parameter of frame.info.parameters) {
    if (!parameter.takesProperty) continue;
    if (item.kind === "string" || item.kind === "number" || item.kind === "boolean") continue;
    setIn(frame.m.state, frame.scope, parameter.name, { ...slot(UNKNOWN, parameter.type), check: parameter.check });
    leak(frame.m.state, item);
  }
}

/** A value as its parameter takes it; null (and the path is dead) where it does not. */
function convertFor(m: Machine, parameter: BlockParameter, value: Val): Val | null {
  let held = value.kind === "null" && value.isVoid ? NULL : value;
  if (parameter.type !== null) {
    const name = typeName(parameter.type);
    if (name === "Boolean")
      held = held.kind === "boolean" || held.kind === "number" ? tryCast(m, held, "bool") : held.kind === "unknown" ? UNKNOWN : FAILS;
    else if (parameter.isSwitch) held = held.kind === "boolean" ? held : tryCast(m, held, "bool");
    else held = tryCast(m, held, parameter.type);
    if (held === FAILS) {
      fail(m);
      return null;
    }
    if (held.kind === "unknown" && name !== "Object" && name !== "String") mayFail(m);
  }
  if (parameter.check) {
    const answer = parameter.check(held);
    if (answer === false) {
      fail(m);
      return null;
    }
    if (answer === null) mayFail(m);
  }
  return held;
}

/** Parameters that every advanced function has; true for those that take a value. */
const COMMON: ReadonlyMap<string, boolean> = new Map([
  ["verbose", false],
  ["debug", false],
  ["erroraction", true],
  ["ea", true],
  ["warningaction", true],
  ["wa", true],
  ["informationaction", true],
  ["infa", true],
  ["progressaction", true],
  ["errorvariable", true],
  ["ev", true],
  ["warningvariable", true],
  ["wv", true],
  ["informationvariable", true],
  ["iv", true],
  ["outvariable", true],
  ["ov", true],
  ["outbuffer", true],
  ["ob", true],
  ["pipelinevariable", true],
  ["pv", true],
  ["whatif", false],
  ["wi", false],
  ["confirm", false],
  ["cf", false],
  ["vb", false],
  ["db", false],
]);

type Named = BlockParameter | "common switch" | "common value" | "ambiguous" | null;

function findParameter(info: ParameterInfo, written: string): Named {
  const name = written.toLowerCase();
  const exact = info.parameters.find((parameter) => parameter.name === name || parameter.aliases.includes(name));
  if (exact) return exact;
  const candidates = info.parameters.filter(
    (parameter) => parameter.name.startsWith(name) || parameter.aliases.some((alias) => alias.startsWith(name)),
  );
  if (!info.isAdvanced) return candidates.length === 1 ? (candidates[0] ?? null) : candidates.length > 1 ? "ambiguous" : null;
  const common = COMMON.get(name);
  if (common !== undefined) return common ? "common value" : "common switch";
  const commons = [...COMMON.keys()].filter((key) => key.startsWith(name) && key.length > 3);
  if (candidates.length + commons.length > 1) return "ambiguous";
  if (candidates[0]) return candidates[0];
  return commons[0] ? (COMMON.get(commons[0]) ? "common value" : "common switch") : null;
}

/** Binds arguments to the parameters of a block and sets them as variables of its scope, defaults included. */
function bindArguments(frame: Frame, args: readonly Arg[], hasInput: boolean): void {
  const { m, info, scope } = frame;
  const bound = new Map<BlockParameter, Val>();
  // What has no name, in its order: positional, or behind a name that is none and bound to stay there.
  const words: Word[] = [];
  let isOpen = false;
  const bind = (parameter: BlockParameter, value: Val, isSplat: boolean): void => {
    if (bound.has(parameter)) {
      if (!isSplat) {
        if (fromSplat.has(parameter)) fromSplat.delete(parameter);
        else {
          fail(m);
          return;
        }
      } else {
        if (fromSplat.has(parameter)) fail(m);
        return;
      }
    }
    bound.set(parameter, value);
    if (isSplat) fromSplat.add(parameter);
  };
  const fromSplat = new Set<BlockParameter>();
  for (let i = 0; i < args.length && !m.state.isDead; i++) {
    const arg = args[i];
    if (!arg) break;
    if (arg.kind === "value") words.push({ value: arg.value, isPositional: true });
    else if (arg.kind === "splat") {
      const positional: Val[] = [];
      isOpen = spread(frame, arg.value, positional, bind) || isOpen;
      words.push(...positional.map((value) => ({ value, isPositional: true })));
    } else {
      const named = findParameter(info, arg.name);
      if (named === "ambiguous") fail(m);
      else if (named === null) {
        if (info.isAdvanced && !info.parameters.some((parameter) => parameter.takesRest)) fail(m);
        // Goes to $args as it stands, and so does what follows.
        const what = { is: "parameterName", name: arg.name, colon: arg.value !== null } as const;
        words.push({ value: { kind: "special", origin: arg.node, what }, isPositional: false });
        const next = args[i + 1];
        if (arg.value) words.push({ value: arg.value, isPositional: false });
        else if (next?.kind === "value") {
          words.push({ value: next.value, isPositional: false });
          i++;
        }
      } else if (named === "common switch") continue;
      else if (named === "common value") {
        if (!arg.value) i++;
      } else if (named.isSwitch) bind(named, arg.value ?? TRUE, false);
      else if (arg.value) bind(named, arg.value, false);
      else {
        const next = args[i + 1];
        if (next?.kind !== "value") fail(m);
        else {
          bind(named, next.value, false);
          i++;
        }
      }
    }
  }
  if (m.state.isDead) return;
  // Which set is meant, and what it asks for, is not looked into; nor what defaults were given from outside.
  const isUnclear =
    info.hasSets && (words.some((word) => word.isPositional) || info.parameters.some((one) => one.isMandatory && !bound.has(one)));
  if (isUnclear) mayFail(m);
  if (isUnclear || (info.isAdvanced && m.uses("defaults"))) isOpen = true;
  const rest = placePositional(frame, words, bound, isOpen);
  if (m.state.isDead) return;
  setParameters(frame, bound, isOpen, hasInput);
  if (!info.isAdvanced) setValue(m.state, scope, "args", isOpen ? list(null) : list(rest));
}

/** Spreads a splat; true when it may bring anything. */
function spread(
  frame: Frame,
  value: Val,
  positional: Val[],
  bind: (parameter: BlockParameter, value: Val, isSplat: boolean) => void,
): boolean {
  const { m, info } = frame;
  switch (value.kind) {
    case "table": {
      const content = contentOf(value);
      let isOpen = !content.isComplete;
      for (const entry of content.entries) {
        const named = entry.key.kind === "string" ? findParameter(info, entry.key.value) : "ambiguous";
        if (named === "common switch" || named === "common value") continue;
        if (named === null || named === "ambiguous") {
          if (entry.isMaybe) mayFail(m);
          else if (info.isAdvanced || named === "ambiguous") fail(m);
          else isOpen = true;
          continue;
        }
        if (entry.isMaybe) isOpen = true;
        else bind(named, entry.value, true);
      }
      if (isOpen) mayFail(m);
      return isOpen;
    }
    case "list": {
      const items = itemsOf(value);
      if (!items) return true;
      for (let i = 0; i < items.length; i++) {
        const item = items[i] ?? NULL;
        if (item.kind === "special" && item.what.is === "parameterName") {
          const named = findParameter(info, item.what.name);
          if (typeof named === "string" || named === null) return true;
          if (named.isSwitch && !item.what.colon) bind(named, TRUE, false);
          else bind(named, items[++i] ?? NULL, false);
        } else positional.push(item);
      }
      return false;
    }
    case "null":
      positional.push(NULL);
      return false;
    case "string":
      for (const c of value.value) positional.push(str(c));
      return false;
    default:
      leak(m.state, value);
      mayFail(m);
      return true;
  }
}

interface Word {
  readonly value: Val;
  readonly isPositional: boolean;
}

// What is left over is `$args`.
function placePositional(frame: Frame, words: readonly Word[], bound: Map<BlockParameter, Val>, isOpen: boolean): readonly Val[] {
  const { m, info } = frame;
  const free = info.parameters
    .filter((parameter) => parameter.position !== null && !bound.has(parameter) && !parameter.takesRest)
    .sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
  if (isOpen) {
    // What the splat brings may take any place: nothing positional is certain.
    for (const parameter of free) bound.set(parameter, UNKNOWN);
    for (const { value } of words) leak(m.state, value);
    return [];
  }
  const remaining = info.parameters.find((parameter) => parameter.takesRest && !bound.has(parameter));
  const left: Val[] = [];
  let isTooMany = false;
  for (const { value, isPositional } of words) {
    const parameter = isPositional ? free.shift() : undefined;
    if (parameter) bound.set(parameter, value);
    else {
      left.push(value);
      isTooMany ||= isPositional;
    }
  }
  if (remaining && left.length > 0) {
    bound.set(remaining, left.length === 1 && left[0]?.kind === "list" ? left[0] : list(left));
    return [];
  }
  if (isTooMany && info.isAdvanced) fail(m);
  return left;
}

function setParameters(frame: Frame, bound: Map<BlockParameter, Val>, isOpen: boolean, hasInput: boolean): void {
  const { m, info, scope } = frame;
  const given: [BlockParameter, Val][] = [];
  for (const [parameter, value] of bound) {
    const held = convertFor(m, parameter, value);
    if (held === null) return;
    given.push([parameter, held]);
  }
  for (const [parameter, held] of given) setIn(m.state, scope, parameter.name, { ...slot(held, parameter.type), check: parameter.check });
  if (m.uses("boundParameters")) {
    let content: TableContent = isOpen ? UNKNOWN_TABLE : EMPTY_TABLE;
    for (const [parameter, held] of given) {
      const name = m.text.slice(parameter.node.name.nameStart, parameter.node.name.nameEnd);
      content = withEntry(content, `s${parameter.name}`, str(name), held, null);
    }
    setValue(m.state, scope, "psboundparameters", { ...newTable(m.state, content, false), isOfCall: true });
  }
  for (const parameter of info.parameters) {
    if (bound.has(parameter)) continue;
    if (isOpen) setIn(m.state, scope, parameter.name, { ...slot(UNKNOWN, parameter.type), check: parameter.check });
    else if (parameter.isMandatory && !(hasInput && (parameter.takesPipeline || parameter.takesProperty))) {
      fail(m);
      return;
    } else {
      setDefault(m, scope, parameter);
      if (m.state.isDead) return;
    }
  }
}

/** A parameter that nobody gave: its default, converted, or what its type has for nothing. */
export function setDefault(m: Machine, scope: Scope, parameter: BlockParameter): void {
  let value: Val;
  if (parameter.defaultValue) {
    const given = evaluate(m, parameter.defaultValue);
    value = parameter.type === null ? given : tryCast(m, given, parameter.type);
    if (value === FAILS) {
      fail(m);
      return;
    }
    if (value.kind === "unknown" && parameter.type !== null) mayFail(m);
  } else value = emptyOf(parameter.type);
  setIn(m.state, scope, parameter.name, { ...slot(value, parameter.type), check: parameter.check });
}

function emptyOf(type: string | null): Val {
  if (type === null) return NULL;
  const name = typeName(type);
  switch (name) {
    case "String":
      return str("");
    case "Boolean":
    case "SwitchParameter":
      return FALSE;
    case "Int32":
    case "Int64":
    case "Int16":
    case "Byte":
    case "UInt32":
    case "UInt64":
    case "UInt16":
    case "SByte":
      return num(name, 0n);
    case "Double":
    case "Single":
      return num(name, 0);
    default:
      return /^(DateTime|TimeSpan|Guid|Decimal|Char)$/.test(name) ? UNKNOWN : NULL;
  }
}

/** Runs a block that sets `$_`; what it was before is back afterwards. */
export function withItem(m: Machine, run: () => void): void {
  const cell = cellIn(m.scope, "variables", "_");
  const before = cell.value;
  within(m, { kind: "item", cell, before }, run);
  if (!m.state.isDead && (before.kind === "slot" || before.kind === "unset"))
    setIn(m.state, m.scope, "_", before.kind === "unset" ? UNSET : before);
}
