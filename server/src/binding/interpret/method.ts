import type { InvokeMemberExpression } from "../../syntax/ast.js";
import { equals } from "../evaluate/compare.js";
import { typeName, typeOf } from "../evaluate/convert.js";
import { invoke, invokeStatic, isMethod, listContains, listIndex } from "../evaluate/member.js";
import {
  bool,
  contentOf,
  EMPTY_TABLE,
  FAILS,
  int,
  itemsOf,
  keyOf,
  type ListRef,
  list,
  lookup,
  NULL,
  type ObjectRef,
  str,
  type TableContent,
  type TableRef,
  UNKNOWN,
  UNKNOWN_TABLE,
  type Val,
  VOID,
  withEntry,
  withoutEntry,
} from "../evaluate/model.js";
import { truth } from "../evaluate/text.js";
import { callClassMethod, callStaticMethod, construct, isScriptType } from "./class.js";
import { tryCast } from "./convert.js";
import { evaluate, notVoid } from "./expression.js";
import { runBlockValue, withItem } from "./function.js";
import { dictionaryEntry, keyList } from "./hashtable.js";
import { updateList, updateTable } from "./join.js";
import { repeat } from "./loop.js";
import { collapse, collect, collectItems, fail, handOut, type Machine, mayFail, perhaps, settle } from "./machine.js";
import { memberName, readMember } from "./member.js";
import { globalScope, newScope, setValue } from "./scope.js";
import type { Arg } from "./stage.js";
import { leak, leakWithin, newTable } from "./state.js";
import { separatorOf, showValue } from "./string.js";

/** `target.name(arguments)`, `[type]::name(arguments)`. */
export function invokeMember(m: Machine, node: InvokeMemberExpression): Val {
  const target = evaluate(m, node.target);
  if (node.isNullConditional && target.kind === "null") return NULL;
  const name = memberName(m, node.member);
  const args: Val[] = [];
  for (const argument of node.arguments) args.push(notVoid(evaluate(m, argument)));
  if (m.state.isDead) return UNKNOWN;
  if (name === null) {
    handOut(m, [target, ...args]);
    mayFail(m);
    return UNKNOWN;
  }
  if (node.isStatic) return target.kind === "type" ? callStatic(m, target.name, name, args) : unknownCall(m, target, args);
  return invokeOn(m, target, name, args);
}

function unknownCall(m: Machine, target: Val, args: readonly Val[]): Val {
  handOut(m, [target, ...args]);
  mayFail(m);
  return UNKNOWN;
}

function callStatic(m: Machine, type: string, name: string, args: readonly Val[]): Val {
  const lower = name.toLowerCase();
  if (isScriptType(m, type)) return lower === "new" ? construct(m, type, args) : callStaticMethod(m, type, lower, args);
  const known = typeName(type);
  if (lower === "new" && args.length === 0 && (known === "ArrayList" || known.startsWith("List["))) {
    return { ...list([], known === "ArrayList" ? "object" : known.slice(5, -1)), canGrow: true };
  }
  if (known === "ScriptBlock" || known === "scriptblock") mayFail(m);
  // To a method that takes arrays a list that is none is one thing.
  const isOdd = args.some((arg) => arg.kind === "list" && arg.canGrow && arg.element === "object");
  const result = settle(m, isOdd ? UNKNOWN : invokeStatic(known, lower, args, separatorOf(m) ?? " "));
  if (result.kind === "unknown") for (const arg of args) leak(m.state, arg);
  if (lower === "sort" || lower === "reverse" || lower === "copy" || lower === "resize" || lower === "fill" || lower === "clear")
    handOut(m, args);
  // `TryParse('5', [ref] $n)`.
  handOut(
    m,
    args.filter((arg) => arg.kind === "special" && arg.what.is === "reference"),
  );
  return result;
}

/** `target.name(args)` for an evaluated target. */
export function invokeOn(m: Machine, target: Val, name: string, args: readonly Val[]): Val {
  const lower = name.toLowerCase();
  if (m.state.isDead) return UNKNOWN;
  if (lower === "gettype" && args.length === 0 && target.kind !== "unknown" && target.kind !== "null") return typeObject(target);
  switch (target.kind) {
    case "unknown":
      if ((lower === "foreach" || lower === "where") && args[0]?.kind === "block") listMethod(m, list(null), name, args);
      return unknownCall(m, target, args);
    case "null":
      return lower === "foreach" || lower === "where" ? unknownCall(m, target, args) : fail(m);
    case "table":
      return tableMethod(m, target, lower, args);
    case "list":
      return listMethod(m, target, name, args);
    case "block":
      return blockMethod(m, target, lower, args);
    case "object":
      return objectMethod(m, target, lower, args);
    case "special":
      return specialMethod(m, target, lower, args);
    default: {
      if (lower === "foreach" || lower === "where") return listMethod(m, list([target]), name, args);
      const result = settle(m, invoke(target, lower, args), true);
      if (result.kind === "unknown") handOut(m, args);
      return result;
    }
  }
}

function typeObject(target: Val): Val {
  const type = typeOf(target);
  if (type === null) return UNKNOWN;
  let content: TableContent = withEntry(UNKNOWN_TABLE, "sname", str("Name"), str(type.replace(/^List\[.*/, "List`1")), null);
  content = { ...content, isComplete: false };
  return { kind: "object", cells: [{ value: content }], type: "RuntimeType", definition: null, origin: null };
}

// -------------------------------------------------------------------------------------------------------------------- tables

function tableMethod(m: Machine, target: TableRef, name: string, args: readonly Val[]): Val {
  const content = contentOf(target);
  const [first, second] = args;
  const id = first ? keyOf(first) : null;
  switch (name) {
    case "add":
      return addEntry(m, target, first, second, id);
    case "remove":
    case "removeat":
      return removeEntry(m, target, first, name === "removeat" ? null : id);
    case "clear":
      updateTable(m.state, target, () => EMPTY_TABLE);
      return VOID;
    case "contains":
    case "containskey": {
      if (first?.kind === "null") return fail(m);
      if (id === null) return UNKNOWN;
      const entry = content.entries.find((one) => one.id === id);
      return entry ? (entry.isMaybe ? UNKNOWN : bool(true)) : content.isComplete ? bool(false) : UNKNOWN;
    }
    case "containsvalue":
      return valueIn(content, first ?? NULL);
    case "clone":
      escapeClone(m, target);
      return target.isOrdered || target.isOfCall ? fail(m) : newTable(m.state, content, false);
    case "getenumerator": {
      const isCertain = content.isComplete && content.entries.every((entry) => !entry.isMaybe);
      if (isCertain) return keyList(content.entries.map(dictionaryEntry), target.isOrdered);
      leakWithin(m.state, target);
      return list(null);
    }
    case "insert":
      return insertEntry(m, target, args);
    default: {
      const held = lookup(content, `s${name}`);
      if (held !== "absent" && held.kind === "block") return UNKNOWN;
      handOut(m, [target, ...args]);
      mayFail(m);
      return UNKNOWN;
    }
  }
}

// A clone shares what it holds.
function escapeClone(m: Machine, target: TableRef): void {
  if (target.cells.length > 1) leakWithin(m.state, target);
}

function addEntry(m: Machine, target: TableRef, key: Val | undefined, value: Val | undefined, id: string | null): Val {
  if (!key || value === undefined || key.kind === "null") return fail(m);
  if (id === null) {
    handOut(m, [target]);
    leak(m.state, value);
    mayFail(m);
    return VOID;
  }
  const content = contentOf(target);
  const entry = content.entries.find((one) => one.id === id);
  if (entry && !entry.isMaybe) return fail(m);
  // What may be there already: then it stays, and this fails.
  if (entry || !content.isComplete) {
    mayFail(m);
    leak(m.state, value);
    perhaps(m, () => updateTable(m.state, target, (c) => withEntry(c, id, key, entry ? UNKNOWN : value, key.origin)));
    return VOID;
  }
  updateTable(m.state, target, (c) => withEntry(c, id, key, value, key.origin));
  return VOID;
}

function removeEntry(m: Machine, target: TableRef, key: Val | undefined, id: string | null): Val {
  if (!key) return fail(m);
  if (id === null) {
    const content = contentOf(target);
    if (key.kind === "number" && target.isOrdered && content.isComplete && content.entries.every((entry) => !entry.isMaybe)) {
      const entry = content.entries[Number(key.value)];
      if (!entry) return fail(m);
      updateTable(m.state, target, (c) => withoutEntry(c, entry.id));
      return VOID;
    }
    mayFail(m);
    updateTable(m.state, target, (c) => ({ ...c, entries: c.entries.map((entry) => ({ ...entry, isMaybe: true })) }));
    return VOID;
  }
  updateTable(m.state, target, (c) => withoutEntryKept(c, id));
  return VOID;
}

// In an incomplete table other keys may be there still, this one is not.
function withoutEntryKept(content: TableContent, id: string): TableContent {
  const next = withoutEntry(content, id);
  return next;
}

function insertEntry(m: Machine, target: TableRef, args: readonly Val[]): Val {
  const [at, key, value] = args;
  const id = key ? keyOf(key) : null;
  const content = contentOf(target);
  if (
    at?.kind !== "number" ||
    !key ||
    value === undefined ||
    id === null ||
    !content.isComplete ||
    content.entries.some((entry) => entry.isMaybe)
  )
    return unknownCall(m, target, args);
  const index = Number(at.value);
  if (index < 0 || index > content.entries.length || content.entries.some((entry) => entry.id === id)) return fail(m);
  updateTable(m.state, target, (c) => {
    const entries = c.entries.slice();
    entries.splice(index, 0, { id, key, value, keyNode: key.origin, isMaybe: false });
    return { ...c, entries };
  });
  return VOID;
}

function valueIn(content: TableContent, wanted: Val): Val {
  let isSure = content.isComplete;
  for (const entry of content.entries) {
    if (entry.isMaybe || entry.value.kind === "unknown") {
      isSure = false;
      continue;
    }
    const answer = equals(entry.value, wanted, false);
    if (answer === true) return bool(true);
    if (answer !== false) isSure = false;
  }
  return isSure ? bool(false) : UNKNOWN;
}

// --------------------------------------------------------------------------------------------------------------------- lists

function listMethod(m: Machine, target: ListRef, name: string, args: readonly Val[]): Val {
  const lower = name.toLowerCase();
  const items = itemsOf(target);
  const [first] = args;
  if (target.canGrow) {
    const grown = growingMethod(m, target, lower, args, items);
    if (grown) return grown;
  }
  switch (lower) {
    case "tostring":
    case "equals":
    case "gethashcode":
      return args.length === 0 && lower === "tostring" && !target.canGrow && target.element === "object"
        ? str("System.Object[]")
        : unknownCall(m, target, args);
    case "foreach":
      return target.canGrow && target.element !== "object" ? forEachOfList(m, target, args) : forEachMethod(m, target, args);
    case "where":
      return whereMethod(m, target, args);
    case "contains":
      return items && first ? listContains(items, first) : UNKNOWN;
    case "indexof":
      return items && first ? listIndex(items, first) : UNKNOWN;
    case "clone":
      return list(items, target.element);
    case "getenumerator":
      return target;
    case "toarray":
      return list(items, target.canGrow ? target.element : "object");
    case "count":
      return fail(m);
    case "add":
    case "addrange":
    case "remove":
    case "removeat":
    case "insert":
    case "clear":
      if (!target.canGrow) {
        // An array has a fixed size (its Clear() is not what it seems).
        if (lower === "clear") return unknownCall(m, target, args);
        return fail(m);
      }
      return unknownCall(m, target, args);
  }
  if (lower === "setvalue" || lower === "copyto" || lower === "getvalue") return unknownCall(m, target, args);
  if (!items) return unknownCall(m, target, args);
  // Every item is asked for its own method.
  const results: Val[] = [];
  for (const item of items) {
    if (m.state.isDead) return UNKNOWN;
    const result = invokeOn(m, item, name, args);
    if (result.kind === "unknown") return UNKNOWN;
    if (result.kind === "list") results.push(...(itemsOf(result) ?? [UNKNOWN]));
    else if (!(result.kind === "null" && result.isVoid)) results.push(result);
  }
  return collapse(results);
}

function growingMethod(m: Machine, target: ListRef, name: string, args: readonly Val[], items: readonly Val[] | null): Val | null {
  const [first, second] = args;
  switch (name) {
    case "add": {
      if (!first) return fail(m);
      const isAny = target.element === "object" || target.element === "Object";
      const held = isAny ? first : first.kind === "null" ? UNKNOWN : tryCast(m, first, target.element);
      if (held === FAILS) return fail(m);
      updateList(m.state, target, (old) => [...old, held]);
      if (!items) leak(m.state, held);
      return target.element === "object" ? (items ? int(items.length) : UNKNOWN) : VOID;
    }
    case "addrange": {
      const added = first?.kind === "list" ? itemsOf(first) : null;
      if (first) leakWithin(m.state, first);
      updateList(m.state, target, (old) => (added ? [...old, ...added] : null));
      if (!added) mayFail(m);
      return VOID;
    }
    case "clear":
      updateList(m.state, target, () => []);
      return VOID;
    case "removeat": {
      const at = first?.kind === "number" ? Number(first.value) : null;
      if (at === null || !items) {
        mayFail(m);
        updateList(m.state, target, () => null);
        return VOID;
      }
      if (at < 0 || at >= items.length) return fail(m);
      updateList(m.state, target, (old) => old.filter((_, i) => i !== at));
      return VOID;
    }
    case "remove": {
      const at = items && first ? listIndex(items, first) : UNKNOWN;
      if (at.kind !== "number") {
        updateList(m.state, target, () => null);
        return UNKNOWN;
      }
      updateList(m.state, target, (old) => old.filter((_, i) => i !== Number(at.value)));
      return target.element === "object" ? VOID : bool(Number(at.value) >= 0);
    }
    case "insert": {
      const at = first?.kind === "number" ? Number(first.value) : null;
      if (at === null || second === undefined || !items) {
        mayFail(m);
        updateList(m.state, target, () => null);
        return VOID;
      }
      if (at < 0 || at > items.length) return fail(m);
      updateList(m.state, target, (old) => [...old.slice(0, at), second, ...old.slice(at)]);
      return VOID;
    }
    case "sort":
    case "reverse":
    case "removerange":
    case "insertrange":
    case "removeall":
      updateList(m.state, target, () => null);
      mayFail(m);
      return VOID;
    default:
      return null;
  }
}

function forEachMethod(m: Machine, target: ListRef, args: readonly Val[]): Val {
  const [block] = args;
  const items = itemsOf(target);
  if (block?.kind === "string" && items) {
    const name = block.value;
    const [, ...rest] = args;
    const isCall = rest.length > 0 || isMethod(name.toLowerCase());
    const found = items.map((item) =>
      isCall ? invokeOn(m, item, name, rest) : item.kind === "unknown" ? UNKNOWN : readMember(m, item, name),
    );
    // Those that have no such property give nothing.
    return collection(found.some(({ kind }) => kind === "null") ? null : found);
  }
  if (block?.kind !== "block") return unknownCall(m, target, args);
  const run = (item: Val): void => withItem(m, () => runBlockValue(m, block, [], { isDotted: true, item }));
  const results = collectItems(m, () => {
    if (items) for (const item of items) run(item);
    else {
      leakWithin(m.state, target);
      repeat(m, block.block, () => run(UNKNOWN));
    }
  });
  return collection(items ? results : null);
}

// The method that .NET's lists have: the block is a function that gets the item, and gives nothing.
function forEachOfList(m: Machine, target: ListRef, args: readonly Val[]): Val {
  const [block] = args;
  const items = itemsOf(target);
  if (block?.kind !== "block") return unknownCall(m, target, args);
  const run = (value: Val): void => void collect(m, () => runBlockValue(m, block, [{ kind: "value", value, node: null }], { item: NULL }));
  if (items) for (const item of items) run(item);
  else repeat(m, block.block, () => run(UNKNOWN));
  return VOID;
}

/** What `ForEach()` and `Where()` give: no array. */
function collection(items: readonly Val[] | null): Val {
  return { ...list(items), canGrow: true };
}

function whereMethod(m: Machine, target: ListRef, args: readonly Val[]): Val {
  const [block, mode] = args;
  const items = itemsOf(target);
  if (block?.kind !== "block" || mode || !items) {
    if (block?.kind === "block") {
      leakWithin(m.state, target);
      collect(m, () => repeat(m, block.block, () => withItem(m, () => runBlockValue(m, block, [], { isDotted: true, item: UNKNOWN }))));
      return collection(null);
    }
    return unknownCall(m, target, args);
  }
  const kept: Val[] = [];
  let isKnown = true;
  for (const item of items) {
    const answer = truth(collect(m, () => withItem(m, () => runBlockValue(m, block, [], { isDotted: true, item }))));
    if (answer === null) isKnown = false;
    else if (answer) kept.push(item);
  }
  if (!isKnown) leakWithin(m.state, target);
  return collection(isKnown ? kept : null);
}

// -------------------------------------------------------------------------------------------------------------- other values

function blockMethod(m: Machine, target: Val & { kind: "block" }, name: string, args: readonly Val[]): Val {
  const passed = args.map((value): Arg => ({ kind: "value", value, node: null }));
  switch (name) {
    case "invoke":
    case "invokereturnasis":
      return collect(m, () => runBlockValue(m, target, passed));
    case "getnewclosure": {
      // The variables of the current scope, as they are now, in a module of its own.
      const closure = newScope(globalScope(m.scope), "script");
      closure.isOpen = m.scope.isOpen;
      for (const [variable, cell] of m.scope.variables)
        if (cell.value.kind === "slot") setValue(m.state, closure, variable, cell.value.value);
      return { ...target, closure };
    }
    case "tostring":
      return target.node ? str(m.text.slice(target.node.start + 1, target.node.end - 1)) : UNKNOWN;
    default:
      m.state.loose.add(target.block);
      return unknownCall(m, target, args);
  }
}

function objectMethod(m: Machine, target: ObjectRef, name: string, args: readonly Val[]): Val {
  if (target.definition) return callClassMethod(m, target, name, args);
  if (name === "tostring" && args.length === 0) {
    if (target.type === "PSCustomObject" && contentOf(target).isComplete) return UNKNOWN;
    const text = showValue(m, target);
    return text === null ? UNKNOWN : str(text);
  }
  if (
    target.type === "PSCustomObject" &&
    !contentOf(target).entries.some((entry) => entry.id === `s${name}`) &&
    contentOf(target).isComplete
  )
    return unknownCall(m, target, args);
  return unknownCall(m, target, args);
}

function specialMethod(m: Machine, target: Val & { kind: "special" }, name: string, args: readonly Val[]): Val {
  const { what } = target;
  if (what.is === "enumerator" && name === "movenext") {
    const at = what.position.value;
    if (at.kind !== "number") return UNKNOWN;
    const next = Number(at.value) + 1;
    what.position.value = int(next);
    return bool(next < what.items.length);
  }
  return unknownCall(m, target, args);
}
