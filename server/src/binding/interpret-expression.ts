import type {
  BinaryExpression,
  ExpandableStringExpression,
  Expression,
  Hashtable,
  IndexExpression,
  MemberExpression,
  Statement,
  StatementBlock,
  UnaryExpression,
  VariableExpression,
} from "../syntax/ast.js";
import { expandableParts, numberValue, stringValue, variableName as writtenName } from "../syntax/literals.js";
import { contains } from "./evaluate-compare.js";
import { typeName } from "./evaluate-convert.js";
import { property, staticProperty } from "./evaluate-member.js";
import {
  bool,
  type Cell,
  contentOf,
  FAILS,
  FALSE,
  held,
  itemsOf,
  keyOf,
  type ListRef,
  list,
  lookup,
  NULL,
  type Num,
  num,
  object,
  str,
  type TableContent,
  type TableEntry,
  type TableRef,
  TRUE,
  UNKNOWN,
  UNKNOWN_TABLE,
  type Val,
  withEntry,
  withOrigin,
} from "./evaluate-model.js";
import { parseLiteral } from "./evaluate-number.js";
import { binary, indexInto, matchGroups, step, unary } from "./evaluate-operator.js";
import { textOf, truth } from "./evaluate-text.js";
import { assign, assignVariable, readForUpdate } from "./interpret-assign.js";
import { classMember, enumMember, staticMember } from "./interpret-class.js";
import { castTo } from "./interpret-convert.js";
import { collect, collectItems, either, fail, type Machine, mayFail, textOfNode } from "./interpret-machine.js";
import { invokeMember } from "./interpret-method.js";
import { born, type Content, forgetEscaped, leak, leakWithin, newTable, write } from "./interpret-state.js";
import { runStatements } from "./interpret-statement.js";
import { findVariable, ownVariable, scopeNamed, setValue, variableName } from "./scope.js";

/** The value of an expression. What it does besides (assignments, calls) is done. UNKNOWN when it is not known or fails. */
export function evaluate(m: Machine, node: Expression): Val {
  switch (node.kind) {
    case "StringConstantExpression":
      return str(stringValue(m.text, node), node);
    case "ConstantExpression":
      return literalNumber(m, node.start, node.end, node);
    case "ExpandableStringExpression":
      return expand(m, node);
    case "VariableExpression":
      return constantOf(m, node) ?? readVariable(m, node);
    case "UsingExpression":
      return readUsing(m, node.child);
    case "ArrayLiteral": {
      const items: Val[] = [];
      for (const element of node.elements) items.push(notVoid(evaluate(m, element)));
      return { ...list(items), origin: node };
    }
    case "ParenExpression":
      return evaluateStatement(m, node.pipeline);
    case "ArrayExpression":
      return evaluateArray(m, node.body, node);
    case "SubExpression":
      return collectBlock(m, node.body);
    case "Hashtable":
      return makeTable(m, node, false);
    case "ScriptBlockExpression":
      return { kind: "block", block: node.scriptBlock, node, closure: null, origin: node };
    case "ConvertExpression":
      return evaluateCast(m, node.child, m.text.slice(node.type.typeStart, node.type.typeEnd), node);
    case "AttributedExpression":
      return evaluate(m, node.child);
    case "TypeExpression":
      return { kind: "type", name: m.text.slice(node.typeStart, node.typeEnd), origin: node };
    case "MemberExpression":
      return evaluateMember(m, node);
    case "InvokeMemberExpression":
      return invokeMember(m, node);
    case "IndexExpression":
      return evaluateIndex(m, node);
    case "UnaryExpression":
      return evaluateUnary(m, node);
    case "BinaryExpression":
      return evaluateBinary(m, node);
    case "TernaryExpression":
      return choose(
        m,
        truth(evaluate(m, node.condition)),
        () => evaluate(m, node.ifTrue),
        () => evaluate(m, node.ifFalse),
      );
    case "ErrorExpression":
      return UNKNOWN;
  }
}

/** The result of an operator, with PowerShell's error raised where there is one. `operands` unknown: it may fail. */
export function settle(m: Machine, result: Val, canFail = true): Val {
  if (result === FAILS) return fail(m);
  if (result.kind === "unknown" && canFail) mayFail(m);
  return result;
}

function notVoid(value: Val): Val {
  return value.kind === "null" && value.isVoid ? NULL : value;
}

export function literalNumber(m: Machine, start: number, end: number, node: Expression): Val {
  const read = numberValue(m.text, { kind: "ConstantExpression", start, end });
  const exact = parseLiteral(m.text.slice(start, end));
  if (exact && (!read || exact.type === read.type.replace("System.", ""))) return withOrigin(exact, node);
  return UNKNOWN;
}

/** Evaluates one of two, or both when which one is not known. */
export function choose(m: Machine, condition: boolean | null, ifTrue: () => Val, ifFalse: () => Val): Val {
  if (condition !== null) return condition ? ifTrue() : ifFalse();
  return joinedValue(m, [ifTrue, ifFalse]);
}

/** The value on which several ways agree, each tried from the same state. */
export function joinedValue(m: Machine, ways: readonly (() => Val)[]): Val {
  const cell: Cell<Content> = born(m.state, { kind: "value", value: UNKNOWN } as Content);
  either(
    m,
    ...ways.map((way) => () => {
      const value = way();
      write(m.state, cell, { kind: "value", value });
    }),
  );
  return !m.state.isDead && cell.value.kind === "value" ? cell.value.value : UNKNOWN;
}

// ------------------------------------------------------------------------------------------------------- statements as values

/** The value of a statement in an assignment, a condition, parentheses. A pure expression keeps its arrays as they are. */
export function evaluateStatement(m: Machine, statement: Statement): Val {
  if (statement.kind === "Pipeline" && statement.elements.length === 1) {
    const [only] = statement.elements;
    if (only?.kind === "CommandExpression") return evaluate(m, only.expression);
  }
  if (statement.kind === "AssignmentStatement") return assign(m, statement);
  return collect(m, () => runStatements(m, [statement]));
}

function collectBlock(m: Machine, block: StatementBlock): Val {
  return collect(m, () => runStatements(m, block.statements, block.traps));
}

function evaluateArray(m: Machine, block: StatementBlock, node: Expression): Val {
  const [only, ...more] = block.statements;
  const expression = only && more.length === 0 && only.kind === "Pipeline" && only.elements.length === 1 ? only.elements[0] : null;
  if (expression?.kind === "CommandExpression" && expression.expression.kind === "ArrayLiteral") return evaluate(m, expression.expression);
  const items = collectItems(m, () => runStatements(m, block.statements, block.traps));
  return list(items, "object", node);
}

// ------------------------------------------------------------------------------------------------------------------- strings

/** `$OFS`: what stands between the items of an array in a string; null where it is not known. */
export function separatorOf(m: Machine): string | null {
  if (!m.usesSeparator) return " ";
  const found = findVariable(m.scope, "ofs");
  if (found === "unset") return " ";
  if (found === "open") return m.isReached ? null : " ";
  return found.slot.value.kind === "null" ? " " : textOf(found.slot.value);
}

function expand(m: Machine, node: ExpandableStringExpression): Val {
  let text: string | null = "";
  const parts = expandableParts(m.text, node);
  if (!parts) {
    for (const nested of node.nested) evaluate(m, nested);
    return { kind: "unknown", origin: node };
  }
  for (const part of parts) {
    if (typeof part === "string") {
      if (text !== null) text += part;
      continue;
    }
    const value = evaluate(m, part);
    const shown = value.kind === "unknown" ? null : showValue(m, value);
    text = text === null || shown === null ? null : text + shown;
  }
  return text === null ? { kind: "unknown", origin: node } : str(text, node);
}

/** A value inside a string. */
export function showValue(m: Machine, value: Val): string | null {
  if (value.kind === "object") return showObject(m, value);
  if (value.kind === "special" && value.what.is === "parameterName") return `-${value.what.name}`;
  const separator = separatorOf(m);
  if (separator === null && value.kind === "list") return null;
  if (value.kind === "list") {
    const items = itemsOf(value);
    if (!items) return null;
    const texts = items.map((item) =>
      item.kind === "object" || item.kind === "special" ? showValue(m, item) : item.kind === "unknown" ? null : textOf(list([item])),
    );
    return texts.includes(null) ? null : texts.join(separator ?? " ");
  }
  return textOf(value);
}

function showObject(m: Machine, value: Val & { kind: "object" }): string | null {
  const content = contentOf(value);
  if (value.type === "ErrorRecord" || value.type === "Exception") {
    const message = lookup(content, "smessage");
    return message !== "absent" && message.kind === "string" ? message.value : null;
  }
  if (value.type !== "PSCustomObject" || !content.isComplete) return null;
  const parts: string[] = [];
  for (const entry of content.entries) {
    const text =
      entry.isMaybe || entry.value.kind === "unknown" || entry.value.kind === "list" || entry.value.kind === "table"
        ? null
        : showValue(m, entry.value);
    if (text === null || entry.key.kind !== "string") return null;
    parts.push(`${entry.key.value}=${text}`);
  }
  return `@{${parts.join("; ")}}`;
}

// ----------------------------------------------------------------------------------------------------------------- variables

/** Set by PowerShell itself: there whether the script assigns them or not. */
const AUTOMATIC: ReadonlySet<string> = new Set(
  (
    "? ^ $ _ psitem args input this matches myinvocation psboundparameters pscmdlet host pid pwd home psversiontable psscriptroot pscommandpath " +
    "psculture psuiculture profile executioncontext error shellid pshome islinux iswindows ismacos iscoreclr lastexitcode errorview nestedpromptlevel " +
    "stacktrace consolefilename event eventargs eventsubscriber sender erroractionpreference confirmpreference verbosepreference warningpreference " +
    "debugpreference informationpreference progresspreference whatifpreference outputencoding psdefaultparametervalues psemailserver pssessionoption " +
    "psnativecommandargumentpassing psnativecommanduseerroractionpreference formatenumerationlimit maximumhistorycount psstyle switch foreach " +
    "pssessionapplicationname pssessionconfigurationname psmoduleautoloadingpreference logcommandhealthevent enabledexperimentalfeatures"
  ).split(" "),
);

// `$true`, `$false`, `$null` are literals: a finding points at them wherever they are carried.
function constantOf(m: Machine, node: VariableExpression): Val | null {
  const length = node.nameEnd - node.nameStart;
  if (length !== 4 && length !== 5) return null;
  switch (m.text.slice(node.nameStart, node.nameEnd).toLowerCase()) {
    case "true":
      return { kind: "boolean", value: true, origin: node };
    case "false":
      return { kind: "boolean", value: false, origin: node };
    case "null":
      return { kind: "null", origin: node };
    default:
      return null;
  }
}

export function readVariable(m: Machine, node: VariableExpression): Val {
  return readNamed(m, writtenName(m.text, node));
}

// `$using:x`: the variable of whoever sent the block off.
function readUsing(m: Machine, node: Expression): Val {
  const { scope } = m;
  m.scope = m.using ?? scope;
  const value = evaluate(m, node);
  m.scope = scope;
  return value;
}

/** The value of a variable by its name as written, scope included. */
export function readNamed(m: Machine, written: string): Val {
  const { scope, name } = variableName(written);
  if (scope === "") {
    if (name === "true") return TRUE;
    if (name === "false") return FALSE;
    if (name === "null") return NULL;
  }
  if (scope === "drive") return readDrive(m, name);
  const key = name === "psitem" ? "_" : name;
  const where = scope === "" || scope === "using" || scope === "variable" ? null : scopeNamed(m.scope, scope);
  const found = where ? ownVariable(where, key) : findVariable(m.scope, key);
  if (found === "open") return UNKNOWN;
  if (found !== "unset") return found.slot.value;
  return m.runsAlone && !AUTOMATIC.has(key) ? NULL : key === "_" && m.runsAlone ? NULL : UNKNOWN;
}

function readDrive(m: Machine, name: string): Val {
  const found = findVariable(m.scope, name);
  if (found !== "unset" && found !== "open") return found.slot.value;
  return UNKNOWN;
}

// -------------------------------------------------------------------------------------------------------------------- tables

/** A hashtable literal. */
export function makeTable(m: Machine, node: Hashtable, isOrdered: boolean): TableRef {
  const entries: TableEntry[] = [];
  const seen = node.entries.length > 8 ? new Set<string>() : null;
  let isComplete = true;
  for (const { key, value } of node.entries) {
    const keyValue = key.kind === "StringConstantExpression" ? str(stringValue(m.text, key), key) : evaluate(m, key);
    const held = evaluateStatement(m, value);
    const stored = held.kind === "null" && held.isVoid ? NULL : held;
    const id = keyOf(keyValue);
    if (id === null) {
      if (keyValue.kind === "null") fail(m);
      leak(m.state, stored);
      mayFail(m);
      isComplete = false;
    } else if (seen ? seen.has(id) : entries.some((entry) => entry.id === id)) fail(m);
    else {
      seen?.add(id);
      entries.push({ id, key: keyValue, value: stored, keyNode: key, isMaybe: false });
    }
  }
  const content: TableContent = isComplete
    ? { kind: "tableContent", entries, isComplete }
    : { ...UNKNOWN_TABLE, entries: entries.map((entry) => ({ ...entry })) };
  return newTable(m.state, content, isOrdered, node);
}

/** `@{ …; … } + @{ … }`. */
function addTables(m: Machine, left: TableRef, right: TableRef): Val {
  let content = contentOf(left);
  const added = contentOf(right);
  for (const entry of added.entries) {
    const there = lookup(content, entry.id);
    if (there !== "absent" && content.entries.some((e) => e.id === entry.id && !e.isMaybe) && !entry.isMaybe) return fail(m);
    if (there !== "absent") mayFail(m);
    content = entry.isMaybe
      ? { ...content, entries: [...content.entries.filter((e) => e.id !== entry.id), { ...entry, value: UNKNOWN }] }
      : withEntry(content, entry.id, entry.key, entry.value, entry.keyNode);
  }
  if (!added.isComplete || !content.isComplete) {
    mayFail(m);
    content = { ...content, isComplete: false };
  }
  leakWithin(m.state, right);
  return newTable(m.state, content, left.isOrdered);
}

// --------------------------------------------------------------------------------------------------------------------- casts

function evaluateCast(m: Machine, child: Expression, type: string, node: Expression): Val {
  const name = typeName(type);
  if (child.kind === "Hashtable" && (name === "Ordered" || name === "PSCustomObject")) {
    const made = makeTable(m, child, true);
    return name === "Ordered"
      ? { ...made, origin: node }
      : { kind: "object", cells: made.cells, type: "PSCustomObject", definition: null, origin: node };
  }
  if (name === "ref" || name === "management.automation.psreference") return reference(m, child);
  return castTo(m, evaluate(m, child), type);
}

// `[ref]$x`: whoever has it may read and write the variable.
function reference(m: Machine, child: Expression): Val {
  const value = evaluate(m, child);
  const { scope } = m;
  return {
    kind: "special",
    origin: null,
    what: {
      is: "reference",
      read: () => within(m, scope, () => evaluate(m, child)),
      write: (next) => {
        leak(m.state, value);
        within(m, scope, () => {
          assignVariable(m, child, next);
          return next;
        });
      },
    },
  };
}

function within(m: Machine, scope: Machine["scope"], run: () => Val): Val {
  const saved = m.scope;
  m.scope = scope;
  const value = run();
  m.scope = saved;
  return value;
}

// ------------------------------------------------------------------------------------------------------------------- members

/** The name after a dot; null where it is not known. */
export function memberName(m: Machine, node: Expression): string | null {
  if (node.kind === "StringConstantExpression") return stringValue(m.text, node);
  const value = evaluate(m, node);
  return value.kind === "unknown" ? null : textOf(value);
}

function evaluateMember(m: Machine, node: MemberExpression): Val {
  if (node.isStatic) {
    const target = evaluate(m, node.target);
    const name = memberName(m, node.member);
    if (target.kind !== "type" || name === null) return UNKNOWN;
    return (
      staticMember(m, target.name, name) ?? enumMember(m, target.name, name) ?? staticProperty(typeName(target.name), name.toLowerCase())
    );
  }
  const target = evaluate(m, node.target);
  if (node.isNullConditional) {
    if (target.kind === "null") return NULL;
    if (target.kind === "unknown") return UNKNOWN;
  }
  const name = memberName(m, node.member);
  if (name === null) {
    leakWithin(m.state, target);
    return UNKNOWN;
  }
  return readMember(m, target, name);
}

/** `value.name`. */
export function readMember(m: Machine, value: Val, name: string): Val {
  const lower = name.toLowerCase();
  switch (value.kind) {
    case "table":
      return tableMember(value, lower);
    case "object":
      return objectMember(value, lower);
    case "list":
      return listMember(m, value, lower);
    case "special":
      return specialMember(value, lower);
    case "boolean":
      if (lower === "ispresent") return value;
      return property(value, lower);
    case "block":
      return lower === "ispresent" ? UNKNOWN : UNKNOWN;
    default:
      return property(value, lower);
  }
}

function tableMember(value: TableRef, name: string): Val {
  const content = contentOf(value);
  const held = lookup(content, `s${name}`);
  if (held !== "absent") return held;
  const isCertain = content.isComplete && content.entries.every((entry) => !entry.isMaybe);
  switch (name) {
    case "count":
      return isCertain ? num("Int32", BigInt(content.entries.length)) : UNKNOWN;
    case "keys":
      return isCertain
        ? keyList(
            content.entries.map((entry) => entry.key),
            value.isOrdered,
          )
        : list(null);
    case "values":
      return isCertain
        ? keyList(
            content.entries.map((entry) => entry.value),
            value.isOrdered,
          )
        : list(null);
    case "length":
      return num("Int32", 1n);
    case "isreadonly":
    case "isfixedsize":
    case "issynchronized":
      return FALSE;
    default:
      return name.startsWith("ps") || name === "syncroot" || name === "comparer" ? UNKNOWN : NULL;
  }
}

/** Keys or values of a table: in PowerShell's order only where that is certain. */
export function keyList(items: readonly Val[], isOrdered: boolean): ListRef {
  return {
    kind: "list",
    cells: [{ value: { kind: "listContent", items, isUnordered: !isOrdered && items.length > 1 } }],
    element: "Keys",
    canGrow: false,
    origin: null,
  };
}

function objectMember(value: Val & { kind: "object" }, name: string): Val {
  const held = lookup(contentOf(value), `s${name}`);
  if (held !== "absent") return held;
  if (value.definition) return classMember(name);
  if (value.type === "PSCustomObject" || value.type === "DictionaryEntry") {
    if (name === "count" || name === "length") return num("Int32", 1n);
    return name.startsWith("ps") ? UNKNOWN : NULL;
  }
  return UNKNOWN;
}

function listMember(m: Machine, value: ListRef, name: string): Val {
  const [cell, ...others] = value.cells;
  if (name === "count" || name === "length" || name === "longlength") {
    const items = cell && others.length === 0 ? held(cell).items : itemsOf(value);
    return items ? num(name === "longlength" ? "Int64" : "Int32", BigInt(items.length)) : UNKNOWN;
  }
  if (name === "rank") return num("Int32", 1n);
  if (name === "isreadonly" || name === "isfixedsize" || name === "syncroot" || name === "capacity" || name === "psobject") return UNKNOWN;
  const items = itemsOf(value);
  if (!items) {
    leakWithin(m.state, value);
    return UNKNOWN;
  }
  // Each item is asked; the answers are one list, of which nothing and one alone stand for themselves.
  const found: Val[] = [];
  let isAny = false;
  for (const item of items) {
    if (item.kind === "unknown") return UNKNOWN;
    if (item.kind === "table" || item.kind === "object") {
      const content = contentOf(item);
      if (lookup(content, `s${name}`) === "absent" && item.kind === "object" && item.type === "PSCustomObject") continue;
    } else if (item.kind === "null") continue;
    else if (item.kind === "string" || item.kind === "number" || item.kind === "boolean") {
      const own = property(item, name);
      if (own.kind === "null") continue;
    }
    const answer = readMember(m, item, name);
    isAny = true;
    if (answer.kind === "unknown") return UNKNOWN;
    if (answer.kind === "list") found.push(...(itemsOf(answer) ?? [UNKNOWN]));
    else if (!(answer.kind === "null" && item.kind === "table")) found.push(answer);
  }
  if (!isAny || found.length === 0) return NULL;
  return found.length === 1 ? (found[0] ?? NULL) : list(found);
}

function specialMember(value: Val & { kind: "special" }, name: string): Val {
  const { what } = value;
  if (what.is === "variable") return name === "value" ? what.value : name === "name" ? str(what.name) : UNKNOWN;
  if (what.is === "command") return name === "name" ? str(what.name) : name === "scriptblock" && what.block ? what.block : UNKNOWN;
  if (what.is === "reference") return name === "value" ? what.read() : UNKNOWN;
  if (what.is === "enumerator" && name === "current") {
    const at = what.position.value;
    return at.kind === "number" ? (what.items[Number(at.value)] ?? NULL) : UNKNOWN;
  }
  return UNKNOWN;
}

// --------------------------------------------------------------------------------------------------------------------- index

function evaluateIndex(m: Machine, node: IndexExpression): Val {
  const target = evaluate(m, node.target);
  if (node.isNullConditional && target.kind === "null") return NULL;
  const index = evaluate(m, node.index);
  return readIndex(m, target, index);
}

/** `target[index]`. */
export function readIndex(m: Machine, target: Val, index: Val): Val {
  if (target.kind === "table") {
    if (index.kind === "list") {
      const keys = itemsOf(index);
      if (!keys) {
        leakWithin(m.state, target);
        return UNKNOWN;
      }
      return list(keys.map((key) => readKey(m, target, key)));
    }
    return readKey(m, target, index);
  }
  if (target.kind === "object" || target.kind === "special" || target.kind === "block") {
    leakWithin(m.state, target);
    mayFail(m);
    return UNKNOWN;
  }
  if (target.kind === "list" && target.element === "Keys") {
    leakWithin(m.state, target);
    return settle(m, UNKNOWN);
  }
  const found = indexInto(target, index);
  if (found.kind === "unknown" || (found.kind === "list" && !itemsOf(found))) leakWithin(m.state, target);
  return settle(m, found, target.kind === "unknown" || index.kind === "null" || index.kind === "table");
}

function readKey(m: Machine, target: TableRef, key: Val): Val {
  const content = contentOf(target);
  if (target.isOrdered && key.kind === "number" && key.type === "Int32") {
    if (!content.isComplete || content.entries.some((entry) => entry.isMaybe)) {
      leakWithin(m.state, target);
      return UNKNOWN;
    }
    const at = Number(key.value);
    return content.entries[at < 0 ? at + content.entries.length : at]?.value ?? NULL;
  }
  if (key.kind === "null") return fail(m);
  const id = keyOf(key);
  if (id === null) {
    leakWithin(m.state, target);
    return UNKNOWN;
  }
  const held = lookup(content, id);
  return held === "absent" ? NULL : held;
}

// ----------------------------------------------------------------------------------------------------------------- operators

function evaluateUnary(m: Machine, node: UnaryExpression): Val {
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

function evaluateBinary(m: Machine, node: BinaryExpression): Val {
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
  if (/^-[ci]?(not)?match$/.test(operator)) return matchOperator(m, operator, left, right);
  if (operator === "-is" || operator === "-isnot" || operator === "-as") return typeOperator(m, operator, left, right);
  return applyBinary(m, operator, left, right);
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
  const right = joinedValue(m, [() => bool(isOr), () => evaluate(m, node.right)]);
  return truth(right) === isOr ? bool(isOr) : UNKNOWN;
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

/** The text of a type's name in a constraint. */
export function typeText(m: Machine, node: { readonly typeStart: number; readonly typeEnd: number }): string {
  return textOfNode(m, { start: node.typeStart, end: node.typeEnd });
}

/** Somebody writes through a value that is not known: what it may refer to is not known any more. */
export function writeThroughUnknown(m: Machine, stored: Val): void {
  leak(m.state, stored);
  forgetEscaped(m.state);
}

/** An entry of a table as `GetEnumerator()` gives it. */
export function dictionaryEntry(entry: TableEntry): Val {
  return object("DictionaryEntry", [
    ["Key", entry.key],
    ["Name", entry.key],
    ["Value", entry.value],
  ]);
}
