import type { BinaryExpression, UnaryExpression } from "../../syntax/ast.js";
import { variableName as writtenName } from "../../syntax/literals.js";
import { contains } from "../evaluate/compare.js";
import {
  bool,
  held,
  itemsOf,
  keyOf,
  type ListRef,
  list,
  type Num,
  num,
  type TableContent,
  UNKNOWN,
  UNKNOWN_TABLE,
  type Val,
  withEntry,
} from "../evaluate/model.js";
import { binary, matchGroups, step, unary } from "../evaluate/operator.js";
import { textOf, truth } from "../evaluate/text.js";
import { assignVariable, readForUpdate } from "./assign.js";
import { evaluate, joinedValue } from "./expression.js";
import { runBlockValue, withItem } from "./function.js";
import { addTables } from "./hashtable.js";
import { merge } from "./join.js";
import { repeat } from "./loop.js";
import { collect, fail, type Machine, mayFail, settle } from "./machine.js";
import { setValue } from "./scope.js";
import { capture, leak, leakWithin, mark, NOTHING, newTable } from "./state.js";
import { separatorOf } from "./string.js";

/** An operator before or after one operand; `++` and `--` assign. */
export function evaluateUnary(m: Machine, node: UnaryExpression): Val {
  const { operator } = node;
  if (operator === "++" || operator === "--" || operator === "post++" || operator === "post--") {
    const { child } = node;
    const before = child.kind === "VariableExpression" ? readForUpdate(m, writtenName(m.text, child)) : evaluate(m, child);
    const after = settle(m, step(before, operator.endsWith("++") ? 1 : -1));
    if (m.state.isDead) return UNKNOWN;
    assignVariable(m, node.child, after);
    return operator.startsWith("post") ? (before.kind === "null" ? num("Int32", 0n) : before) : after;
  }
  const value = evaluate(m, node.child);
  if (operator === "-" && node.child.kind === "ConstantExpression" && value.kind === "number") {
    return settle(m, { ...(unary("-", value) as Num), origin: node });
  }
  const separator = separatorOf(m);
  return settle(
    m,
    separator === null ? UNKNOWN : unary(operator, value, separator),
    operator !== "!" && operator !== "-not" && operator !== "-join",
  );
}

/** An operator between two operands; the right one is not evaluated where PowerShell does not. */
export function evaluateBinary(m: Machine, node: BinaryExpression): Val {
  const { operator } = node;
  switch (operator) {
    case "-and":
    case "-or":
      return shortCircuit(m, node, operator === "-or");
    case "??": {
      const left = evaluate(m, node.left);
      if (left.kind === "null") return evaluate(m, node.right);
      if (left.kind !== "unknown") return left;
      return joinedValue(m, [() => left, () => evaluate(m, node.right)]);
    }
  }
  const left = evaluate(m, node.left);
  const right = evaluate(m, node.right);
  if (left.kind === "table" && operator === "+") {
    if (right.kind === "table") return addTables(m, left, right);
    if (right.kind === "unknown") {
      mayFail(m);
      leakWithin(m.state, left);
      return newTable(m.state, UNKNOWN_TABLE, left.isOrdered);
    }
    return fail(m);
  }
  if (/^-[ci]?replace$/.test(operator) && runsBlocks(m, right)) return UNKNOWN;
  if (/^-[ci]?(not)?match$/.test(operator)) return matchOperator(m, operator, left, right);
  if (operator === "-is" || operator === "-isnot" || operator === "-as") return typeOperator(m, operator, left, right);
  return applyBinary(m, operator, left, right);
}

/** Runs the block among the operands of `-replace`, for matches that are not known, as if it stood here; false where there is none. */
function runsBlocks(m: Machine, right: Val): boolean {
  const items = right.kind === "list" ? (itemsOf(right) ?? []) : [right];
  const block = items.find((item) => item.kind === "block");
  if (block?.kind !== "block") return false;
  const run = (): void => runBlockValue(m, block, [], { isDotted: true, item: UNKNOWN });
  collect(m, () => repeat(m, block.block, () => withItem(m, run)));
  mayFail(m);
  return true;
}

/** A binary operator on values. */
export function applyBinary(m: Machine, operator: string, left: Val, right: Val): Val {
  const separator = separatorOf(m);
  if (left.kind === "list" && left.element === "Keys" && /^-[ci]?(not)?contains$/.test(operator))
    return settle(m, containsKey(left, operator, right), false);
  if (right.kind === "list" && right.element === "Keys" && /^-[ci]?(not)?in$/.test(operator))
    return settle(m, containsKey(right, operator, left), false);
  const value = separator === null ? UNKNOWN : binary(operator, left, right, separator);
  if (value.kind === "unknown" || (value.kind === "list" && !itemsOf(value))) {
    leakWithin(m.state, left);
    leakWithin(m.state, right);
    if (operator === "+") {
      leak(m.state, left);
      leak(m.state, right);
    }
  }
  return settle(m, value, !SAFE.test(operator));
}

function containsKey(keys: ListRef, operator: string, wanted: Val): Val {
  const [cell, ...others] = keys.cells;
  const items = cell && others.length === 0 ? held(cell).items : null;
  if (!items) return UNKNOWN;
  const found = contains(list(items), wanted, !operator.startsWith("-c") || operator.startsWith("-contains"));
  return found.kind === "boolean" && operator.includes("not") ? bool(!found.value) : found;
}

// Operators that do not fail for any operands.
const SAFE = /^-([ci]?(eq|ne|like|notlike|contains|notcontains|in|notin)|is|isnot|as|xor|join)$/;

function shortCircuit(m: Machine, node: BinaryExpression, isOr: boolean): Val {
  const left = truth(evaluate(m, node.left));
  if (m.state.isDead) return UNKNOWN;
  if (left === isOr) return bool(isOr);
  if (left !== null) {
    const right = truth(evaluate(m, node.right));
    return right === null ? UNKNOWN : bool(right);
  }
  const from = mark(m.state);
  const right = truth(evaluate(m, node.right));
  // Where looking at it changed nothing, it need not be undone for the other way.
  const end = m.state.isDead ? null : capture(m.state, from);
  if (end?.size !== 0) merge(m.state, from, end ? [NOTHING, end] : [NOTHING]);
  return end === null || right === isOr ? bool(isOr) : UNKNOWN;
}

function matchOperator(m: Machine, operator: string, left: Val, right: Val): Val {
  const answer = applyBinary(m, operator, left, right);
  if (left.kind !== "list") rememberMatch(m, operator, left, right, answer);
  return answer;
}

function rememberMatch(m: Machine, operator: string, left: Val, right: Val, answer: Val): void {
  if (m.state.isDead) return;
  const isNegative = operator.includes("not");
  if (answer.kind === "boolean" && answer.value === isNegative) return;
  setValue(m.state, m.scope, "matches", answer.kind === "boolean" ? matchTable(m, left, right, !operator.startsWith("-c")) : UNKNOWN);
}

/** `$Matches` after a match. */
export function matchTable(m: Machine, left: Val, right: Val, ignoreCase: boolean): Val {
  const groups = matchGroups(textOf(left) ?? "", textOf(right) ?? "", ignoreCase);
  if (!groups) return UNKNOWN;
  let content: TableContent = { kind: "tableContent", entries: [], isComplete: true };
  for (const [key, value] of groups) {
    const id = keyOf(key);
    if (id !== null) content = withEntry(content, id, key, value, null);
  }
  return newTable(m.state, content, false);
}

function typeOperator(m: Machine, operator: string, left: Val, right: Val): Val {
  const type = right.kind === "type" ? right.name : right.kind === "string" ? right.value : null;
  if (operator === "-as") return type === null ? UNKNOWN : applyBinary(m, operator, left, right);
  if (type !== null && m.types.has(type.toLowerCase())) {
    if (left.kind === "object" && left.type.toLowerCase() === type.toLowerCase()) return bool(operator === "-is");
    return UNKNOWN;
  }
  return applyBinary(m, operator, left, right);
}
