import type {
  DoUntilStatement,
  DoWhileStatement,
  ForEachStatement,
  ForStatement,
  Span,
  StatementBlock,
  WhileStatement,
} from "../../syntax/ast.js";
import { variableName as writtenName } from "../../syntax/literals.js";
import { type Cell, itemsOf, list, NULL, num, UNKNOWN, unorderedItems, type Val } from "../evaluate/model.js";
import { truth } from "../evaluate/text.js";
import { variableName } from "../variable-name.js";
import { assignVariable } from "./assign.js";
import { evaluateStatement } from "./expression.js";
import { isStable, join, merge, widen } from "./join.js";
import { type Exit, either, forgetEverything, land, type Machine, newExit, within } from "./machine.js";
import { cellIn, declare, findVariable, scopeOf, setIn, setValue } from "./scope.js";
import {
  born,
  type Content,
  capture,
  type Delta,
  forget,
  isGone,
  leakWithin,
  mark,
  rollback,
  type State,
  takeGathered,
  write,
} from "./state.js";
import { runBlock } from "./statement.js";

interface Loop {
  readonly label: string | null;
  readonly onBreak: Exit;
}

function labelOf(m: Machine, node: { readonly label: { readonly start: number; readonly end: number } | null }): string | null {
  return node.label ? m.text.slice(node.label.start, node.label.end).replace(/^:/, "").toLowerCase() : null;
}

/** One pass through a body: `continue` and its end both lead behind it. */
function pass(m: Machine, loop: Loop, body: () => void): void {
  const onContinue = newExit(m);
  within(m, { kind: "loop", label: loop.label, onBreak: loop.onBreak, onContinue }, body);
  land(m, onContinue);
}

/** Runs so often are worth following one by one; what is left of the script's budget limits it too. */
const MAX_TURNS = 64;
const MAX_ROUNDS = 16;

function mayTurn(m: Machine, turns: number): boolean {
  return turns < MAX_TURNS && m.budget > 0;
}

/**
 * A loop of which it is not known how often it turns: its body is run until what the script knows before a turn holds before
 * every turn. What does not settle becomes unknown.
 *
 * @param part what turns
 * @param turn one turn, from the question whether there is one to the end of the body; leaves the state dead where there
 *   certainly is no further turn
 */
export function repeat(m: Machine, part: Span, turn: () => void): void {
  if (m.budget <= 0) forgetAssigned(m, part);
  for (let round = 0; ; round++) {
    // Every round settles something for good; a safety net all the same.
    if (round === MAX_ROUNDS) forgetEverything(m);
    const from = mark(m.state);
    const before = m.steps;
    turn();
    if (m.state.isDead) {
      rollback(m.state, from);
      break;
    }
    const back = capture(m.state, from);
    rollback(m.state, from);
    let isSettled = true;
    const made = new Set<Cell<Content>>();
    // What was made in the turn comes first: variables that refer to it are joined after it is there.
    for (const cell of back.keys()) if (cell.value.kind === "unborn" && !isGone(cell)) made.add(cell);
    for (const cell of made) write(m.state, cell, back.get(cell) ?? cell.value);
    for (const [cell, content] of back) {
      if (isGone(cell) || made.has(cell)) continue;
      const held = cell.value;
      const joined = join(m.state, held, content);
      if (isStable(held, joined)) continue;
      if (held.kind === "unset" && isUnsetToo(m, cell, joined)) {
        write(m.state, cell, joined);
        continue;
      }
      isSettled = false;
      write(m.state, cell, round === 0 && joined.kind !== "output" ? joined : widen(m.state, joined));
    }
    // What a turn makes, every turn makes: the next one may change it through unknown values, so let it be unknown now.
    for (const cell of made) if (cell.isLeaked) forget(m.state, cell);
    if (isSettled || round > MAX_ROUNDS) break;
    m.budget -= m.steps - before;
  }
  m.state.isDead = false;
}

/** Without what a turn may set, a loop settles at once. */
function forgetAssigned(m: Machine, part: Span): void {
  if (!m.slice) forgetEverything(m);
  for (const name of m.slice?.assignedWithin(part) ?? []) {
    const found = findVariable(m.scope, name);
    if (found !== "open" && found !== "unset" && !found.slot.isConstant) forget(m.state, found.cell);
  }
}

/** Where it changes what the interpreter does by itself whether a variable is set. */
const OF_THE_SESSION: ReadonlySet<string> = new Set(["ofs", "erroractionpreference", "psdefaultparametervalues"]);

/**
 * Whether it tells nobody anything that a variable may be set now: whoever runs the script may have set it before, and no scope around ever had
 * one of that name.
 */
function isUnsetToo({ runsAlone }: Machine, cell: Cell<Content>, content: Content): boolean {
  if (runsAlone || content.kind !== "slot" || content.value.kind !== "unknown" || content.type !== null || content.check) return false;
  const scope = scopeOf(cell);
  for (const [name, own] of scope?.variables ?? []) {
    if (own !== cell) continue;
    for (let at = scope?.parent; at; at = at.parent) if (at.variables.has(name)) return false;
    return !OF_THE_SESSION.has(name);
  }
  return false;
}

/** Whether all that was written since a mark is what it was. */
function isUnchanged({ cells, before }: State, from: number): boolean {
  const seen = new Set<Cell<Content>>();
  for (let i = from; i < cells.length; i++) {
    const [cell, content] = [cells[i], before[i]];
    if (!cell || !content || isGone(cell) || seen.has(cell)) continue;
    seen.add(cell);
    if (!isStable(content, cell.value)) return false;
  }
  return true;
}

/** What a loop of unknown length counts is no number that is known: found now, it need not be found by a turn more. */
function forgetCounters(m: Machine, part: Span): void {
  for (const name of m.slice?.countedWithin(part) ?? []) {
    const found = findVariable(m.scope, name);
    if (typeof found !== "string" && found.slot.value.kind === "number" && !found.slot.isConstant) forget(m.state, found.cell);
  }
}

/** Ends a loop: goes on from where the condition failed and from every `break`. */
function finish(m: Machine, loop: Loop, ends: readonly Delta[]): void {
  const { arrivals } = loop.onBreak;
  const left = takeGathered(m.state, arrivals);
  merge(m.state, arrivals.from, left ? [left, ...ends] : ends);
}

/**
 * Loops with a condition: followed turn by turn while the answer is known, then as a loop of unknown length.
 *
 * @param condition null where it is not known
 * @param after runs behind every turn
 * @param isPost the body runs once before the first question
 */
function conditional(
  m: Machine,
  part: Span,
  label: string | null,
  body: () => void,
  condition: () => boolean | null,
  after: () => void,
  isPost: boolean,
): void {
  const loop: Loop = { label, onBreak: newExit(m) };
  const { from } = loop.onBreak.arrivals;
  let ends: Delta[] = [];
  const turn = (): void => {
    pass(m, loop, body);
    if (!m.state.isDead) after();
  };
  if (isPost) turn();
  for (let turns = 0; !m.state.isDead; turns++) {
    const head = mark(m.state);
    const goesOn = condition();
    if (m.state.isDead) break;
    if (goesOn === false) {
      ends.push(capture(m.state, from));
      break;
    }
    if (goesOn === null || !mayTurn(m, turns)) {
      rollback(m.state, head);
      if (goesOn === null) forgetCounters(m, part);
      repeat(m, part, () => {
        ends = [];
        const again = condition();
        if (m.state.isDead) return;
        if (again !== true) ends.push(capture(m.state, from));
        if (again === false) m.state.isDead = true;
        else turn();
      });
      break;
    }
    m.budget -= 4;
    turn();
    // A turn that changes nothing is followed by others like it: what leaves the loop has left it.
    if (!m.state.isDead && turns > 0 && isUnchanged(m.state, head)) m.state.isDead = true;
  }
  finish(m, loop, ends);
}

const nothing = (): void => undefined;

export function runWhile(m: Machine, node: WhileStatement): void {
  conditional(
    m,
    node,
    labelOf(m, node),
    () => runBlock(m, node.body),
    () => truth(evaluateStatement(m, node.condition)),
    nothing,
    false,
  );
}

export function runDo(m: Machine, node: DoWhileStatement | DoUntilStatement): void {
  const isUntil = node.kind === "DoUntilStatement";
  conditional(
    m,
    node,
    labelOf(m, node),
    () => runBlock(m, node.body),
    () => {
      const answer = node.condition ? truth(evaluateStatement(m, node.condition)) : null;
      return answer === null ? null : answer !== isUntil;
    },
    nothing,
    true,
  );
}

export function runFor(m: Machine, node: ForStatement): void {
  const { condition, iterator } = node;
  if (node.initializer) evaluateStatement(m, node.initializer);
  if (m.state.isDead) return;
  conditional(
    m,
    node,
    labelOf(m, node),
    () => runBlock(m, node.body),
    () => (condition ? truth(evaluateStatement(m, condition)) : true),
    iterator ? () => void evaluateStatement(m, iterator) : nothing,
    false,
  );
}

export function runForEach(m: Machine, node: ForEachStatement): void {
  const value = evaluateStatement(m, node.collection);
  // Over nothing it is nothing.
  if (node.variable.kind === "VariableExpression") declare(m.scope, variableName(writtenName(m.text, node.variable)).name);
  if (m.state.isDead) return;
  eachOf(m, node, value, labelOf(m, node), (item) => assignVariable(m, node.variable, item), node.body);
}

/** Runs a body for each item of a collection: one by one where they are known, in every order where only the order is not. */
function eachOf(m: Machine, part: Span, value: Val, label: string | null, set: (item: Val) => void, body: StatementBlock): void {
  const loop: Loop = { label, onBreak: newExit(m) };
  const turn = (item: Val): void => {
    set(item);
    pass(m, loop, () => runBlock(m, body));
  };
  const items = value.kind === "null" ? [] : value.kind === "list" ? itemsOf(value) : value.kind === "unknown" ? null : [value];
  const unordered = value.kind === "list" ? unorderedItems(value) : null;
  if (items && items.length <= MAX_TURNS && m.budget > 0) {
    inOrder(m, part, items, turn);
  } else if (items || unordered) {
    const all = items ?? unordered ?? [];
    if (all.length > 0) inAnyOrder(m, part, all, turn, all.length > MAX_TURNS || m.budget <= 0);
  } else {
    if (value.kind === "list") leakWithin(m.state, value);
    forgetCounters(m, part);
    repeat(m, part, () => turn(UNKNOWN));
  }
  const ends = m.state.isDead ? [] : [capture(m.state, loop.onBreak.arrivals.from)];
  finish(m, loop, ends);
}

function inOrder(m: Machine, part: Span, items: readonly Val[], turn: (item: Val) => void): void {
  const enumerator =
    mentionsEnumerator(m) && items.length > 1 ? born(m.state, { kind: "value", value: num("Int32", 0n) } as Content) : null;
  const saved = enumerator ? cellIn(m.scope, "variables", "foreach").value : null;
  for (let i = 0; i < items.length; i++) {
    if (m.state.isDead) break;
    m.budget -= 4;
    if (enumerator) {
      const position = positionOf(enumerator.value);
      if (position === null) {
        repeat(m, part, () => turn(UNKNOWN));
        break;
      }
      if (position >= items.length) break;
      setValue(m.state, m.scope, "foreach", {
        kind: "special",
        origin: null,
        what: { is: "enumerator", items, position: enumeratorCell(m, enumerator) },
      });
      turn(items[position] ?? NULL);
      const after = positionOf(enumerator.value);
      write(m.state, enumerator, { kind: "value", value: after === null ? UNKNOWN : num("Int32", BigInt(after + 1)) });
    } else turn(items[i] ?? NULL);
  }
  if (enumerator && !m.state.isDead && saved && (saved.kind === "slot" || saved.kind === "unset"))
    setIn(m.state, m.scope, "foreach", saved);
}

function positionOf(content: Content): number | null {
  return content.kind === "value" && content.value.kind === "number" ? Number(content.value.value) : null;
}

function enumeratorCell(m: Machine, cell: { value: Content }): { value: Val } {
  return {
    get value(): Val {
      return cell.value.kind === "value" ? cell.value.value : UNKNOWN;
    },
    set value(next: Val) {
      write(m.state, cell, { kind: "value", value: next });
    },
  };
}

function mentionsEnumerator(m: Machine): boolean {
  return m.uses("enumerator");
}

/** Every item has its turn, nobody knows when: a turn starts from whatever the others may have left. */
function inAnyOrder(m: Machine, part: Span, items: readonly Val[], turn: (item: Val) => void, asUnknown: boolean): void {
  const any = asUnknown
    ? [
        (): void => {
          for (const item of items) leakWithin(m.state, list([item]));
          turn(UNKNOWN);
        },
      ]
    : items.map((item) => (): void => turn(item));
  // The first turn certainly happens.
  either(m, ...any);
  if (!m.state.isDead && items.length > 1) repeat(m, part, () => either(m, ...any));
}
