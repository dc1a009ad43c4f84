import type { AssignmentStatement, Attribute, Expression, Node, VariableExpression } from "../../syntax/ast.js";
import { variableName as writtenName } from "../../syntax/literals.js";
import { typeName } from "../evaluate/convert.js";
import {
  contentOf,
  FAILS,
  itemsOf,
  keyOf,
  list,
  lookup,
  NULL,
  type ObjectRef,
  type TableRef,
  UNKNOWN,
  type Val,
  VOID,
  withEntry,
} from "../evaluate/model.js";
import { variableName } from "../variable-name.js";
import { setClassProperty, setStatic } from "./class.js";
import { tryCast } from "./convert.js";
import { evaluate, evaluateStatement, joinedValue, notVoid, typeText } from "./expression.js";
import { joinValues, updateList, updateTable } from "./join.js";
import { fail, forgetEverything, isInOwnBlock, type Machine, mayFail, perhaps } from "./machine.js";
import { memberName, readIndex, readMember } from "./member.js";
import { applyBinary } from "./operator.js";
import { checkOf } from "./parameters.js";
import { declare, define, ownVariable, type Scope, scopeNamed, setIn } from "./scope.js";
import { forget, forgetEscaped, leak, leakWithin, newTable, type Slot, slot } from "./state.js";
import { readNamed } from "./variable.js";

const OPERATORS: ReadonlyMap<string, string> = new Map([
  ["PlusEquals", "+"],
  ["MinusEquals", "-"],
  ["MultiplyEquals", "*"],
  ["DivideEquals", "/"],
  ["RemainderEquals", "%"],
]);

/** Runs an assignment; its value is what parentheses around it would give. */
export function assign(m: Machine, node: AssignmentStatement): Val {
  if (node.operator === "Equals") {
    const value = evaluateStatement(m, node.right);
    declareIn(m, node.left);
    if (m.state.isDead) return UNKNOWN;
    assignVariable(m, node.left, value);
    return node.left.kind === "ArrayLiteral" ? UNKNOWN : value;
  }
  if (node.operator === "QuestionQuestionEquals") return assignIfNull(m, node);
  const operator = OPERATORS.get(node.operator) ?? "+";
  const target = place(m, node.left);
  const left = target.read();
  const right = evaluateStatement(m, node.right);
  const value = m.state.isDead ? UNKNOWN : combine(m, operator, left, right);
  declareIn(m, node.left);
  if (m.state.isDead) return UNKNOWN;
  target.write(value);
  return value;
}

function declareIn(m: Machine, left: Expression): void {
  const variable = variableOf(left);
  const { scope, name } = variable ? variableName(writtenName(m.text, variable)) : { scope: "drive", name: "" };
  if (scope === "" || scope === "local") declare(m.scope, name);
}

function combine(m: Machine, operator: string, left: Val, right: Val): Val {
  if (operator === "+" && left.kind === "table" && right.kind === "table") {
    // A new table: others that share the old one do not follow.
    return addEntries(m, left, right);
  }
  if (operator === "+" && left.kind === "table" && right.kind === "unknown") {
    mayFail(m);
    return UNKNOWN;
  }
  if (operator === "+" && left.kind === "object") return UNKNOWN;
  return applyBinary(m, operator, left, right);
}

function addEntries(m: Machine, left: TableRef, right: TableRef): Val {
  let content = contentOf(left);
  const added = contentOf(right);
  for (const entry of added.entries) {
    if (entry.isMaybe || lookup(content, entry.id) !== "absent") {
      if (!entry.isMaybe && content.entries.some((e) => e.id === entry.id && !e.isMaybe)) return fail(m);
      mayFail(m);
    }
    content = withEntry(content, entry.id, entry.key, entry.value, entry.keyNode);
    if (entry.isMaybe)
      content = { ...content, entries: content.entries.map((e) => (e.id === entry.id ? { ...e, isMaybe: true, value: UNKNOWN } : e)) };
  }
  if (!added.isComplete) mayFail(m);
  leakWithin(m.state, right);
  return newTable(m.state, { ...content, isComplete: content.isComplete && added.isComplete }, left.isOrdered);
}

function assignIfNull(m: Machine, node: AssignmentStatement): Val {
  const target = place(m, node.left);
  const held = target.read();
  if (held.kind === "null") {
    const value = evaluateStatement(m, node.right);
    if (!m.state.isDead) target.write(value);
    return value;
  }
  if (held.kind !== "unknown") return held;
  return joinedValue(m, [
    () => held,
    () => {
      const value = evaluateStatement(m, node.right);
      if (!m.state.isDead) target.write(value);
      return value;
    },
  ]);
}

interface Place {
  read(): Val;
  write(value: Val): void;
}

/** A left side whose parts are evaluated once, for reading and then writing. */
function place(m: Machine, node: Expression): Place {
  switch (node.kind) {
    case "MemberExpression": {
      if (node.isStatic) break;
      const target = evaluate(m, node.target);
      const name = memberName(m, node.member);
      if (name === null) {
        return {
          read: () => UNKNOWN,
          write: (value) => setUnknownMember(m, target, value),
        };
      }
      return { read: () => readMember(m, target, name), write: (value) => setMember(m, target, name, value, node.member) };
    }
    case "IndexExpression": {
      const target = evaluate(m, node.target);
      const index = evaluate(m, node.index);
      return { read: () => readIndex(m, target, index), write: (value) => setIndex(m, target, index, value, node.index) };
    }
    case "ConvertExpression":
    case "AttributedExpression":
    case "VariableExpression": {
      const variable = variableOf(node);
      if (variable)
        return { read: () => readForUpdate(m, writtenName(m.text, variable)), write: (value) => assignVariable(m, node, value) };
      break;
    }
    default:
  }
  return { read: () => evaluate(m, node), write: (value) => assignVariable(m, node, value) };
}

/**
 * What `$x += 1` adds to. In a script or function that has no `$x` of its own PowerShell takes nothing or the caller's `$x`, depending on
 * how it compiled the function.
 */
export function readForUpdate(m: Machine, written: string): Val {
  const value = readNamed(m, written);
  const { scope, name } = variableName(written);
  if (m.scope.kind === "global" || scope !== "" || ownVariable(m.scope, name) !== "unset" || value.kind === "null") return value;
  leak(m.state, value);
  return UNKNOWN;
}

function variableOf(node: Expression): VariableExpression | null {
  let at = node;
  while (at.kind === "ConvertExpression" || at.kind === "AttributedExpression") at = at.child;
  return at.kind === "VariableExpression" ? at : null;
}

/** Assigns to anything that can stand on the left of `=`. */
export function assignVariable(m: Machine, left: Expression, value: Val): void {
  if (m.state.isDead) return;
  switch (left.kind) {
    case "VariableExpression":
      setNamed(m, writtenName(m.text, left), value);
      return;
    case "ConvertExpression":
    case "AttributedExpression":
      assignTyped(m, left, value);
      return;
    case "ArrayLiteral":
      assignSeveral(m, left.elements, value);
      return;
    case "ParenExpression":
      if (left.pipeline.kind === "Pipeline" && left.pipeline.elements[0]?.kind === "CommandExpression")
        assignVariable(m, left.pipeline.elements[0].expression, value);
      return;
    case "MemberExpression": {
      const target = evaluate(m, left.target);
      const name = memberName(m, left.member);
      if (left.isStatic) setStatic(m, target, name, value);
      else if (name === null) setUnknownMember(m, target, value);
      else setMember(m, target, name, value, left.member);
      return;
    }
    case "IndexExpression": {
      const target = evaluate(m, left.target);
      setIndex(m, target, evaluate(m, left.index), value, left.index);
      return;
    }
    default:
      forgetEverything(m);
  }
}

function assignTyped(m: Machine, left: Expression, value: Val): void {
  let type: string | null = null;
  const attributes: Attribute[] = [];
  let at = left;
  while (at.kind === "ConvertExpression" || at.kind === "AttributedExpression") {
    if (at.kind === "ConvertExpression") type = typeText(m, at.type);
    else attributes.push(at.attribute);
    at = at.child;
  }
  if (at.kind !== "VariableExpression") {
    assignVariable(m, at, type === null ? value : castForSlot(m, value, type));
    return;
  }
  const { scope, name } = variableName(writtenName(m.text, at));
  const where = scopeNamed(m.scope, scope);
  const check = checkOf(m, attributes);
  if (!where || scope === "drive") return;
  const own = ownVariable(where, name);
  // Where the conversion fails a new variable may hold what the type begins with.
  if (own === "unset" && type !== null) setIn(m.state, where, name, slot(UNKNOWN, type));
  const held = type === null ? value : own !== "unset" && isTakenOtherwise(type, value) ? UNKNOWN : castForSlot(m, value, type);
  if (held === UNKNOWN && type !== null) mayFail(m);
  if (m.state.isDead || !passes(m, check, held)) return;
  if (own !== "unset" && own !== "open" && own.slot.isConstant) {
    fail(m);
    return;
  }
  const isForeign = type !== null && where === m.scope && !isInOwnBlock(m, where);
  setIn(m.state, where, name, {
    ...slot(held),
    type: isForeign ? undefined : type,
    check,
    isPrivate: own === "unset" || own === "open" ? scope === "private" : own.slot.isPrivate,
  });
}

/** A variable that is there already gets the type first, and then takes no text for a Boolean, and nothing for nothing. */
function isTakenOtherwise(type: string, value: Val): boolean {
  const name = typeName(type);
  return name === "Boolean" ? value.kind !== "boolean" && value.kind !== "number" : name === "String" && value === VOID;
}

function castForSlot(m: Machine, value: Val, type: string): Val {
  const name = typeName(type);
  const result = tryCast(m, value, type);
  if (result === FAILS) return fail(m);
  if (result.kind === "unknown" && name !== "String" && name !== "Object") mayFail(m);
  return result;
}

/** Whether a value gets past a variable's validation attributes; where that is not known, both ways are gone. */
function passes(m: Machine, check: Slot["check"], value: Val): boolean {
  if (!check) return true;
  const answer = check(value);
  if (answer === false) {
    fail(m);
    return false;
  }
  if (answer === null) mayFail(m);
  return true;
}

function assignSeveral(m: Machine, targets: readonly Expression[], value: Val): void {
  const items =
    value.kind === "list" ? itemsOf(value) : value.kind === "unknown" ? null : value.kind === "null" && value.isVoid ? [] : [value];
  const last = targets.length - 1;
  for (const [i, target] of targets.entries()) {
    if (!items) {
      leakWithin(m.state, value);
      assignVariable(m, target, UNKNOWN);
    } else if (i < last) assignVariable(m, target, items[i] ?? NULL);
    else {
      const rest = items.slice(last);
      assignVariable(m, target, rest.length === 0 ? NULL : rest.length === 1 ? (rest[0] ?? NULL) : list(rest));
    }
    if (m.state.isDead) return;
  }
}

/** Assigns by a variable's name as written, its type's conversion included. */
export function setNamed(m: Machine, written: string, value: Val): void {
  if (m.state.isDead) return;
  const { scope, name } = variableName(written);
  if (scope === "drive") {
    setDrive(m, name, value);
    return;
  }
  if (scope === "" && name === "null") return;
  if (scope === "" && (name === "true" || name === "false")) {
    fail(m);
    return;
  }
  const where = scopeNamed(m.scope, scope === "variable" ? "" : scope);
  if (where) setInScope(m, where, name === "psitem" ? "_" : name, value, scope === "private");
}

function isStream(value: Val): boolean {
  return value.kind === "list" && value.isStream === true;
}

/** Assigns to a variable of one scope: converts to its type, asks its validation, refuses constants. */
export function setInScope(m: Machine, where: Scope, name: string, value: Val, isPrivate = false): void {
  const own = ownVariable(where, name);
  let next = slot(isStream(value) ? UNKNOWN : value);
  if (own !== "unset" && own !== "open") {
    const { type, check, isConstant } = own.slot;
    if (isConstant) {
      fail(m);
      return;
    }
    if (type !== null || check) {
      const held = type === undefined ? UNKNOWN : type === null ? value : castForSlot(m, value, type);
      if (type === undefined) {
        leak(m.state, value);
        mayFail(m);
      }
      if (m.state.isDead || !passes(m, check, held)) return;
      next = { ...own.slot, value: held };
    } else if (own.slot.isPrivate) next = { ...own.slot, value };
  } else if (own === "open" && !m.isReached) next = slot(value);
  // What is there already does not become private.
  if (isPrivate && own === "unset") next = { ...next, isPrivate: true };
  else if (isPrivate && own !== "unset" && own !== "open" && own.slot.value === UNKNOWN) next = { ...next, value: UNKNOWN };
  setIn(m.state, where, name, next);
}

function setDrive(m: Machine, name: string, value: Val): void {
  const [drive, ...rest] = name.split(":");
  const what = rest.join(":");
  const scoped = variableName(what);
  const where = scoped.scope === "drive" ? m.scope : (scopeNamed(m.scope, scoped.scope) ?? m.scope);
  const bare = scoped.scope === "drive" ? what : scoped.name;
  if (drive === "function") {
    if (value.kind === "block")
      define(m.state, where, "functions", bare, { kind: "definition", meaning: { is: "function", block: value, isFilter: false } });
    else define(m.state, where, "functions", bare, { kind: "definition", meaning: "unknown" });
  } else if (drive === "alias") {
    if (value.kind === "string")
      define(m.state, where, "aliases", bare, { kind: "definition", meaning: { is: "alias", target: value.value } });
    else define(m.state, where, "aliases", bare, { kind: "definition", meaning: "unknown" });
  } else if (drive === "env") {
    let global: Scope = m.scope;
    while (global.parent) global = global.parent;
    setIn(m.state, global, name, slot(value.kind === "string" ? value : UNKNOWN));
  } else leak(m.state, value);
}

// ------------------------------------------------------------------------------------------------------- members and entries

function setUnknownMember(m: Machine, target: Val, value: Val): void {
  if (target.kind === "table" || target.kind === "object") {
    leakWithin(m.state, target);
    leak(m.state, value);
    for (const cell of target.cells) forget(m.state, cell);
    if (target.kind === "object") mayFail(m);
    return;
  }
  mayFail(m);
  writeThroughUnknown(m, value);
}

/** `target.name = value`. */
function setMember(m: Machine, target: Val, name: string, value: Val, keyNode: Node | null): void {
  if (m.state.isDead) return;
  const stored = notVoid(value);
  const id = `s${name.toLowerCase()}`;
  switch (target.kind) {
    case "table":
      setEntry(m, target, id, { kind: "string", value: name, origin: keyNode }, stored, keyNode);
      return;
    case "object":
      setProperty(m, target, id, name, stored);
      return;
    case "special":
      if (target.what.is === "reference" && name.toLowerCase() === "value") target.what.write(stored);
      else if (target.what.is === "variable" && name.toLowerCase() === "value") {
        // One of which nothing is known may not have been there.
        if (target.what.read() === UNKNOWN) mayFail(m);
        target.what.write(stored);
      } else leak(m.state, stored);
      return;
    case "null":
      fail(m);
      return;
    case "unknown":
      mayFail(m);
      writeThroughUnknown(m, stored);
      return;
    case "list": {
      // Each item gets it.
      const items = itemsOf(target);
      if (items && items.length === 1 && items[0] && items[0].kind !== "list") setMember(m, items[0], name, stored, keyNode);
      else {
        leakWithin(m.state, target);
        mayFail(m);
        writeThroughUnknown(m, stored);
      }
      return;
    }
    default:
      fail(m);
  }
}

function setProperty(m: Machine, target: ObjectRef, id: string, name: string, value: Val): void {
  if (target.definition) {
    setClassProperty(m, target, name, value);
    return;
  }
  const content = contentOf(target);
  const held = content.entries.some((entry) => entry.id === id && !entry.isMaybe);
  if (!held) {
    // A property that is not there cannot be set.
    if (content.isComplete && !content.entries.some((entry) => entry.id === id)) {
      fail(m);
      return;
    }
    mayFail(m);
    leak(m.state, value);
    perhaps(m, () => updateTable(m.state, target, (c) => withEntry(c, id, { kind: "string", value: name, origin: null }, UNKNOWN, null)));
    return;
  }
  updateTable(m.state, target, (c) => withEntry(c, id, { kind: "string", value: name, origin: null }, value, null));
}

function setEntry(m: Machine, target: TableRef, id: string, key: Val, value: Val, keyNode: Node | null): void {
  updateTable(m.state, target, (content) => withEntry(content, id, key, value, keyNode));
}

/** `target[index] = value`. */
function setIndex(m: Machine, target: Val, index: Val, value: Val, keyNode: Node | null): void {
  if (m.state.isDead) return;
  switch (target.kind) {
    case "table":
      setKey(m, target, index, value, keyNode);
      return;
    case "list":
      setItem(m, target, index, value);
      return;
    case "null":
    case "string":
    case "number":
    case "boolean":
      fail(m);
      return;
    default:
      leakWithin(m.state, target);
      if (target.kind === "object") leak(m.state, target);
      mayFail(m);
      writeThroughUnknown(m, value);
  }
}

function setKey(m: Machine, target: TableRef, index: Val, value: Val, keyNode: Node | null): void {
  if (index.kind === "null") {
    fail(m);
    return;
  }
  if (target.isOrdered && index.kind === "number" && index.type === "Int32") {
    const at = Number(index.value);
    const content = contentOf(target);
    const entry = content.entries[at];
    if (content.isComplete && content.entries.every((e) => !e.isMaybe) && entry)
      setEntry(m, target, entry.id, entry.key, value, entry.keyNode);
    else forgetTable(m, target, value);
    return;
  }
  const id = keyOf(index);
  if (id === null) forgetTable(m, target, value);
  else setEntry(m, target, id, index, value, keyNode);
}

// A key that is not known: any entry may be another now.
function forgetTable(m: Machine, target: TableRef, value: Val): void {
  leakWithin(m.state, target);
  leak(m.state, value);
  mayFail(m);
  updateTable(m.state, target, (content) => ({
    kind: "tableContent",
    isComplete: false,
    entries: content.entries.map((entry) => {
      const joined = joinValues(m.state, entry.value, value);
      return joined === entry.value ? entry : { ...entry, value: joined, keyNode: null };
    }),
  }));
}

function setItem(m: Machine, target: Val & { kind: "list" }, index: Val, value: Val): void {
  const items = itemsOf(target);
  const at =
    index.kind === "number" ? Number(index.value) : index.kind === "string" && /^-?\d+$/.test(index.value) ? Number(index.value) : null;
  const held = target.element === "object" ? value : tryCast(m, value, target.element);
  if (!items || at === null || held === FAILS) {
    if (held === FAILS) {
      fail(m);
      return;
    }
    leakWithin(m.state, target);
    leak(m.state, value);
    mayFail(m);
    updateList(m.state, target, () => null);
    return;
  }
  const real = at < 0 ? at + items.length : at;
  if (!Number.isInteger(real) || real < 0 || real >= items.length) {
    fail(m);
    return;
  }
  // Nothing in a list counts, and is no item of it in a pipeline.
  const isNothing = notVoid(held) !== held;
  updateList(m.state, target, (old) => (isNothing ? null : old.map((item, i) => (i === real ? held : item))));
}

/** Somebody writes through a value that is not known: what it may refer to is not known any more. */
function writeThroughUnknown(m: Machine, stored: Val): void {
  leak(m.state, stored);
  forgetEscaped(m.state);
}
