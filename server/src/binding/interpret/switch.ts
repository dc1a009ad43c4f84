import type { SwitchStatement } from "../../syntax/ast.js";
import { compare, equals } from "../evaluate/compare.js";
import { itemsOf, str, UNKNOWN, type Val } from "../evaluate/model.js";
import { textOf, truth } from "../evaluate/text.js";
import { evaluate, evaluateStatement } from "./expression.js";
import { runBlockValue } from "./function.js";
import { merge } from "./join.js";
import { repeat } from "./loop.js";
import { collect, land, type Machine, newExit, perhaps, within } from "./machine.js";
import { matchTable } from "./operator.js";
import { cellIn, setIn, setValue } from "./scope.js";
import { apply, capture, type Delta, leakWithin, mark, rollback, slot } from "./state.js";
import { runBlock } from "./statement.js";

type Clause = SwitchStatement["clauses"][number];

/** `switch`: every clause that fits runs, for every item; `default` when none did. */
export function runSwitch(m: Machine, node: SwitchStatement): void {
  const condition = node.condition;
  const value = isStatement(condition) ? evaluateStatement(m, condition) : evaluate(m, condition);
  if (m.state.isDead) return;
  const isFile = node.flags.includes("file");
  const label = node.label ? m.text.slice(node.label.start, node.label.end).replace(/^:/, "").toLowerCase() : null;
  const onBreak = newExit(m);
  const cell = cellIn(m.scope, "variables", "_");
  // It is put back where it belongs to the block that runs; one of a block further out is not seen behind the switch, mostly.
  const block = m.calling.at(-1);
  const before = block === undefined || m.withItems.has(block) ? cell.value : slot(UNKNOWN);
  const items = isFile
    ? null
    : value.kind === "list"
      ? itemsOf(value)
      : value.kind === "unknown"
        ? null
        : value.kind === "null" && value.isVoid
          ? []
          : [value];
  const turn = (item: Val): void => {
    const onContinue = newExit(m);
    within(m, { kind: "item", cell, before }, () => within(m, { kind: "loop", label, onBreak, onContinue }, () => runItem(m, node, item)));
    land(m, onContinue);
  };
  if (items && items.length <= 64 && m.budget > 0) {
    for (const item of items) {
      if (m.state.isDead) break;
      turn(item);
    }
  } else {
    if (value.kind === "list") leakWithin(m.state, value);
    // An unknown value is most often one value, but may be none or many.
    repeat(m, node, () => turn(UNKNOWN));
  }
  land(m, onBreak);
  if (m.state.isDead) return;
  if (before.kind === "slot" || before.kind === "unset") setIn(m.state, m.scope, "_", before);
}

function isStatement(
  node: SwitchStatement["condition"],
): node is Exclude<SwitchStatement["condition"], import("../../syntax/ast.js").Expression> {
  return node.kind === "Pipeline" || node.kind === "PipelineChain" || node.kind.endsWith("Statement");
}

// Two states are carried along: of having found no clause that fits (the current one), and of having found some.
function runItem(m: Machine, node: SwitchStatement, item: Val): void {
  setValue(m.state, m.scope, "_", item);
  const start = mark(m.state);
  let matched: Delta | null = null;
  let isUnmatched = true;
  for (const clause of node.clauses) {
    if (m.state.isDead) break;
    if (!isUnmatched) {
      runClause(m, node, clause, item);
      continue;
    }
    const fits = clauseFits(m, node, clause, item);
    if (m.state.isDead) break;
    if (matched && (fits !== false || clause.condition.kind !== "StringConstantExpression")) {
      const unmatched = capture(m.state, start);
      rollback(m.state, start);
      apply(m.state, matched);
      runClause(m, node, clause, item);
      matched = m.state.isDead ? null : capture(m.state, start);
      rollback(m.state, start);
      m.state.isDead = false;
      apply(m.state, unmatched);
    }
    if (fits === false) continue;
    const unmatched = fits === null ? capture(m.state, start) : null;
    runBlock(m, clause.body);
    const ends = m.state.isDead ? [] : [capture(m.state, start)];
    if (matched) ends.push(matched);
    if (unmatched) {
      merge(m.state, start, ends);
      matched = m.state.isDead ? null : capture(m.state, start);
      rollback(m.state, start);
      m.state.isDead = false;
      apply(m.state, unmatched);
    } else {
      isUnmatched = false;
      matched = null;
      merge(m.state, start, ends);
    }
  }
  if (!isUnmatched) return;
  if (node.defaultClause && !m.state.isDead) runBlock(m, node.defaultClause);
  if (!matched) return;
  const ends = m.state.isDead ? [] : [capture(m.state, start)];
  merge(m.state, start, [...ends, matched]);
}

function runClause(m: Machine, node: SwitchStatement, clause: Clause, item: Val): void {
  const fits = clauseFits(m, node, clause, item);
  if (m.state.isDead || fits === false) return;
  if (fits) runBlock(m, clause.body);
  else perhaps(m, () => runBlock(m, clause.body));
}

function clauseFits(m: Machine, node: SwitchStatement, clause: Clause, item: Val): boolean | null {
  const condition = evaluate(m, clause.condition);
  if (m.state.isDead) return null;
  if (condition.kind === "block") return truth(collect(m, () => runBlockValue(m, condition, [])));
  const ignoreCase = !node.flags.includes("casesensitive");
  if (item.kind === "unknown" || condition.kind === "unknown") return null;
  if (node.flags.includes("regex") || node.flags.includes("wildcard")) {
    const isRegex = node.flags.includes("regex");
    const operator = `${ignoreCase ? "" : "c"}${isRegex ? "match" : "like"}`;
    const text = textOf(item);
    const answer = text === null ? UNKNOWN : (compare(operator, { kind: "string", value: text, origin: null }, condition) ?? UNKNOWN);
    const known = truth(answer);
    if (isRegex && known !== false) setValue(m.state, m.scope, "matches", known ? matchTable(m, item, condition, ignoreCase) : UNKNOWN);
    return known;
  }
  return switchEquals(item, condition, ignoreCase);
}

// The texts of both are compared, whatever they are; nothing fits nothing, and an empty text.
function switchEquals(item: Val, condition: Val, ignoreCase: boolean): boolean | null {
  if (condition.kind === "null") return item.kind === "null";
  if (condition.kind === "list" || item.kind === "list") return null;
  const [text, expected] = [item.kind === "null" ? "" : textOf(item), textOf(condition)];
  if (text === null || expected === null) return null;
  const answer = equals(str(text), str(expected), ignoreCase);
  return answer === "fails" ? null : answer;
}
