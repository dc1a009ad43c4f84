import type {
  FunctionDefinition,
  IfStatement,
  PipelineChain,
  Statement,
  StatementBlock,
  TrapStatement,
  TryStatement,
  TypeConstraint,
} from "../../syntax/ast.js";
import { UNKNOWN, type Val } from "../evaluate/model.js";
import { truth } from "../evaluate/text.js";
import type { PassedOver } from "../slice.js";
import { assign } from "./assign.js";
import { defineType } from "./class.js";
import { errorKind, errorRecord } from "./convert.js";
import { evaluate, evaluateElement, evaluateStatement, typeText } from "./expression.js";
import { mayEndInError } from "./failing.js";
import { merge } from "./join.js";
import { runDo, runFor, runForEach, runWhile } from "./loop.js";
import {
  abort,
  type ErrorExit,
  either,
  emit,
  escaping,
  fail,
  forgetEverything,
  forgetShared,
  jumpToCatch,
  jumpToEnd,
  jumpToLoop,
  jumpToReturn,
  land,
  landGathered,
  type Machine,
  mayFail,
  newExit,
  resumeJump,
  type Target,
  textOfNode,
  within,
} from "./machine.js";
import { runChain, runPipeline } from "./pipeline.js";
import { cellIn, define, newScope, ownVariable, setIn, setValue } from "./scope.js";
import { apply, branch, capture, type Delta, forgetEscaped, mark, newGathering, rollback, takeGathered } from "./state.js";
import { showValue } from "./string.js";
import { runSwitch } from "./switch.js";

/** Runs statements in order until the path ends. */
export function runStatements(m: Machine, statements: readonly Statement[], traps: readonly TrapStatement[] = []): void {
  if (traps.length > 0) {
    runTrapped(m, statements, traps);
    return;
  }
  for (const statement of statements) {
    if (m.state.isDead) return;
    runStatement(m, statement);
  }
}

export function runBlock(m: Machine, block: StatementBlock): void {
  runStatements(m, block.statements, block.traps);
}

/** Runs one statement; an error in it that nobody catches abandons it, and the next one follows. */
function runStatement(m: Machine, statement: Statement): void {
  const outer = m.aborted;
  const depth = m.abortedDepth;
  const own = newGathering(m.state);
  m.aborted = own;
  m.abortedDepth = m.targets.length;
  runPart(m, statement);
  m.aborted = outer;
  m.abortedDepth = depth;
  landGathered(m, own);
}

/** Runs a statement that stands in another one: an error in it abandons both. */
export function runPart(m: Machine, statement: Statement): void {
  const passed = m.slice?.passedOver(statement);
  if (passed) {
    passOver(m, statement, passed);
    return;
  }
  m.steps++;
  m.visited.add(statement);
  execute(m, statement);
}

/** Leaves out a statement that no call asked for depends on: see slice.ts. */
function passOver(m: Machine, statement: Statement, { isSilent, mayChangeObjects, mayRunBlocks }: PassedOver): void {
  m.visited.add(statement);
  if (mayRunBlocks) forgetEverything(m);
  else if (mayChangeObjects) {
    if (m.hasUnseenCode) forgetShared(m);
    forgetEscaped(m.state);
  }
  mayFail(m, m.onError === null || m.onError.isForCommands || !mayEndInError(statement, (name) => m.catalog.has(textOfNode(m, name))));
  if (!isSilent) m.sink.emitUnknown();
}

function execute(m: Machine, statement: Statement): void {
  switch (statement.kind) {
    case "Pipeline":
      runPipelineStatement(m, statement);
      return;
    case "PipelineChain":
      runChain(m, statement as PipelineChain);
      return;
    case "AssignmentStatement":
      assign(m, statement);
      return;
    case "IfStatement":
      runIf(m, statement, 0);
      return;
    case "SwitchStatement":
      runSwitch(m, statement);
      return;
    case "ForStatement":
      runFor(m, statement);
      return;
    case "ForEachStatement":
      runForEach(m, statement);
      return;
    case "WhileStatement":
      runWhile(m, statement);
      return;
    case "DoWhileStatement":
    case "DoUntilStatement":
      runDo(m, statement);
      return;
    case "TryStatement":
      runTry(m, statement);
      return;
    case "ReturnStatement":
      if (statement.pipeline) emitStatement(m, statement.pipeline);
      jumpToReturn(m);
      return;
    case "ThrowStatement":
      runThrow(m, statement.pipeline);
      return;
    case "ExitStatement":
      if (statement.pipeline) evaluateStatement(m, statement.pipeline);
      jumpToEnd(m);
      return;
    case "BreakStatement":
    case "ContinueStatement": {
      const label = statement.label ? evaluate(m, statement.label) : null;
      jumpToLoop(
        m,
        label === null ? null : label.kind === "string" ? label.value.toLowerCase() : undefined,
        statement.kind === "BreakStatement" ? "break" : "continue",
      );
      return;
    }
    case "FunctionDefinition":
      defineFunction(m, statement);
      return;
    case "TypeDefinition":
      defineType(m, statement);
      return;
    case "DataStatement": {
      const name = statement.variable ? m.text.slice(statement.variable.start, statement.variable.end).toLowerCase() : null;
      const run = (): void => runBlock(m, statement.body);
      if (name === null) run();
      else
        setValue(
          m.state,
          m.scope,
          name,
          evaluateStatement(m, {
            kind: "Pipeline",
            start: statement.start,
            end: statement.end,
            isBackground: false,
            elements: [
              {
                kind: "CommandExpression",
                start: statement.start,
                end: statement.end,
                redirections: [],
                expression: { kind: "SubExpression", start: statement.start, end: statement.end, body: statement.body },
              },
            ],
          }),
        );
      return;
    }
    case "BlockStatement":
      runBlock(m, statement.body);
      return;
    default:
  }
}

/** A pipeline that stands as a statement: what it gives goes on to the output, except from `$i++` and assignments. */
export function runPipelineStatement(m: Machine, statement: Statement & { kind: "Pipeline" }): void {
  const [only] = statement.elements;
  if (statement.elements.length === 1 && only?.kind === "CommandExpression") {
    const { expression } = only;
    const value = evaluateElement(m, only);
    const isSilent = expression.kind === "UnaryExpression" && /^(post)?(\+\+|--)$/.test(expression.operator);
    if (!isSilent) emit(m, value);
    return;
  }
  runPipeline(m, statement);
}

/** Sends a statement's value down the pipeline. */
function emitStatement(m: Machine, statement: Statement): void {
  if (statement.kind === "Pipeline") runPipelineStatement(m, statement);
  else execute(m, statement);
}

function defineFunction(m: Machine, statement: FunctionDefinition): void {
  const written = m.text.slice(statement.nameStart, statement.nameEnd).toLowerCase();
  const colon = written.indexOf(":");
  const qualifier = colon > 0 ? written.slice(0, colon) : "";
  const name = colon > 0 ? written.slice(colon + 1) : written;
  if (!m.functions.includes(statement)) m.functions.push(statement);
  let where = m.scope;
  if (qualifier === "global") while (where.parent) where = where.parent;
  if (qualifier === "script") while (where.kind === "local" && where.parent) where = where.parent;
  m.parametersOf.set(statement.body, statement.parameters);
  const block: Val & { kind: "block" } = { kind: "block", block: statement.body, node: null, closure: null, origin: null };
  define(m.state, where, "functions", name, {
    kind: "definition",
    meaning: { is: "function", block, isFilter: statement.functionKind === "filter" },
  });
}

// ------------------------------------------------------------------------------------------------------------------------ if

function runIf(m: Machine, node: IfStatement, index: number): void {
  const clause = node.clauses[index];
  if (!clause) {
    if (node.elseClause) runBlock(m, node.elseClause);
    return;
  }
  const condition = truth(evaluateStatement(m, clause.condition));
  if (m.state.isDead) return;
  if (condition === true) runBlock(m, clause.body);
  else if (condition === false) runIf(m, node, index + 1);
  else
    either(
      m,
      () => runBlock(m, clause.body),
      () => runIf(m, node, index + 1),
    );
}

// --------------------------------------------------------------------------------------------------------------------- errors

function runThrow(m: Machine, pipeline: Statement | null): void {
  if (!pipeline) {
    const found = ownVariable(m.scope, "_");
    const current = found === "unset" || found === "open" ? UNKNOWN : found.slot.value;
    jumpToCatch(m, current.kind === "object" && current.type === "ErrorRecord" ? current : errorRecord(null, "runtime"));
    return;
  }
  const value = evaluateStatement(m, pipeline);
  if (m.state.isDead) return;
  if (value.kind === "object" && value.type === "ErrorRecord") jumpToCatch(m, value);
  else if (value.kind === "string" || value.kind === "number" || value.kind === "boolean")
    jumpToCatch(m, errorRecord(showValue(m, value), "runtime"));
  else jumpToCatch(m, errorRecord(null, value.kind === "unknown" || value.kind === "object" ? "" : "runtime"));
}

function runTry(m: Machine, node: TryStatement): void {
  if (!node.finallyBlock) {
    escaping(m, node.catches.length === 0, (onError) => runGuarded(m, node, onError));
    return;
  }
  const from = mark(m.state);
  const onError: ErrorExit = { ...newExit(m), isForCommands: node.catches.length === 0 };
  const target: Target & { kind: "finally" } = { kind: "finally", from, pending: new Map() };
  within(m, target, () => runGuarded(m, node, onError));
  const ends: Delta[] = [];
  const { finallyBlock } = node;
  if (!m.state.isDead) {
    runBlock(m, finallyBlock);
    if (!m.state.isDead) ends.push(capture(m.state, from));
  }
  rollback(m.state, from);
  for (const [exit, arrivals] of target.pending) {
    const arrived = takeGathered(m.state, arrivals);
    if (!arrived) continue;
    merge(m.state, from, [arrived]);
    runBlock(m, finallyBlock);
    if (exit === onError) abort(m);
    else if (!m.state.isDead) resumeJump(m, exit);
    rollback(m.state, from);
    m.state.isDead = false;
  }
  merge(m.state, from, ends);
}

/** Runs what `try` guards, and what catches its errors; `onError` is where they go that nothing catches in any `try` around. */
function runGuarded(m: Machine, node: TryStatement, onError: ErrorExit): void {
  if (node.catches.length === 0) {
    const outer = m.onError;
    m.onError ??= onError;
    runBlock(m, node.body);
    m.onError = outer;
    return;
  }
  const from = mark(m.state);
  const onThrow = newExit(m);
  const { tryDepth } = m;
  m.tryDepth++;
  within(m, { kind: "try", onThrow }, () => runBlock(m, node.body));
  m.tryDepth = tryDepth;
  const ends: Delta[] = [];
  if (!m.state.isDead) ends.push(capture(m.state, from));
  const caught = takeGathered(m.state, onThrow.arrivals);
  rollback(m.state, from);
  m.state.isDead = false;
  if (caught) runCatches(m, node, { caught, error: onThrow.value ?? UNKNOWN, onError }, ends);
  merge(m.state, from, ends);
}

interface Caught {
  readonly caught: Delta;
  readonly error: Val;
  readonly onError: ErrorExit;
}

function runCatches(m: Machine, node: TryStatement, { caught, error, onError }: Caught, ends: Delta[]): void {
  const kind = errorKind(error);
  const value = error.kind === "object" && error.type === "ErrorRecord" ? error : errorRecord(null, "");
  let isCaught = false;
  for (const clause of node.catches) {
    if (isCaught) break;
    const fits = clause.types.length === 0 ? true : fitsAny(m, clause.types, kind);
    if (fits === false) continue;
    if (fits === true) isCaught = true;
    const end = branch(m.state, () => {
      apply(m.state, caught);
      const cell = cellIn(m.scope, "variables", "_");
      const before = cell.value;
      setValue(m.state, m.scope, "_", value);
      const outer = m.onError;
      m.onError ??= onError;
      within(m, { kind: "item", cell, before }, () => runBlock(m, clause.body));
      m.onError = outer;
      if (!m.state.isDead && (before.kind === "slot" || before.kind === "unset")) setIn(m.state, m.scope, "_", before);
    });
    if (end) ends.push(end);
  }
  if (isCaught) return;
  // A `throw` goes on to the next `try`, or ends the script; any other error ends the statement where there is none.
  branch(m.state, () => {
    apply(m.state, caught);
    fail(m, error);
  });
}

function fitsAny(m: Machine, types: readonly TypeConstraint[], kind: string | null): boolean | null {
  let answer: boolean | null = false;
  for (const type of types) {
    const name = typeText(m, type)
      .toLowerCase()
      .replace(/^system\./, "");
    if (name === "exception") return true;
    const fits =
      kind === "invalidcast"
        ? name === "invalidcastexception" ||
          name === "management.automation.psinvalidcastexception" ||
          (/runtimeexception$/.test(name) ? null : false)
        : kind === "runtime"
          ? /(^|\.)runtimeexception$/.test(name) || null
          : null;
    if (fits === true) return true;
    if (fits === null) answer = null;
  }
  return answer;
}

// A trap hears of the errors of every statement of its block, and the block goes on with the next one.
function runTrapped(m: Machine, statements: readonly Statement[], traps: readonly TrapStatement[]): void {
  for (const statement of statements) {
    if (m.state.isDead) return;
    const from = mark(m.state);
    const onThrow = newExit(m);
    const { tryDepth } = m;
    m.tryDepth++;
    within(m, { kind: "try", onThrow }, () => runStatement(m, statement));
    m.tryDepth = tryDepth;
    const caught = takeGathered(m.state, onThrow.arrivals);
    if (!caught) continue;
    const ends: Delta[] = [];
    if (!m.state.isDead) ends.push(capture(m.state, from));
    rollback(m.state, from);
    m.state.isDead = false;
    runTraps(m, traps, caught, onThrow.value ?? UNKNOWN, ends);
    merge(m.state, from, ends);
  }
}

function runTraps(m: Machine, traps: readonly TrapStatement[], caught: Delta, error: Val, ends: Delta[]): void {
  const value = error.kind === "object" && error.type === "ErrorRecord" ? error : errorRecord(null, "");
  const plain = traps.find((trap) => !trap.type);
  const candidates = traps.filter((trap) => trap.type || trap === plain);
  for (const trap of candidates) {
    const end = branch(m.state, () => {
      apply(m.state, caught);
      // The body has a scope of its own; `continue` and falling off its end go on behind the statement.
      const onEnd = newExit(m);
      const saved = m.scope;
      const trapScope = newScope(saved, "local");
      m.scope = trapScope;
      setValue(m.state, m.scope, "_", value);
      within(m, { kind: "loop", label: null, onBreak: newExit(m), onContinue: onEnd }, () => runBlock(m, trap.body));
      m.scope = saved;
      trapScope.isOver = true;
      land(m, onEnd);
    });
    if (end) ends.push(end);
  }
  if (!plain) {
    branch(m.state, () => {
      apply(m.state, caught);
      jumpToCatch(m, error);
    });
    mayFail(m);
  }
}
