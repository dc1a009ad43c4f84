import type { Expression, IndexExpression, MemberExpression } from "../../syntax/ast.js";
import { stringValue } from "../../syntax/literals.js";
import { typeName } from "../evaluate/convert.js";
import { isMethod, property, staticProperty } from "../evaluate/member.js";
import {
  contentOf,
  FALSE,
  held,
  itemsOf,
  keyOf,
  type ListRef,
  list,
  lookup,
  NULL,
  num,
  str,
  type TableRef,
  UNKNOWN,
  type Val,
} from "../evaluate/model.js";
import { indexInto } from "../evaluate/operator.js";
import { textOf } from "../evaluate/text.js";
import { classMember, enumMember, staticMember } from "./class.js";
import { evaluate } from "./expression.js";
import { keyList } from "./hashtable.js";
import { fail, type Machine, mayFail, settle, unlessStrict } from "./machine.js";
import { leakWithin } from "./state.js";

/** The name after a dot; null where it is not known. */
export function memberName(m: Machine, node: Expression): string | null {
  if (node.kind === "StringConstantExpression") return stringValue(m.text, node);
  const value = evaluate(m, node);
  return value.kind === "unknown" ? null : textOf(value);
}

/** `target.name`, `target?.name`, `[type]::name`. */
export function evaluateMember(m: Machine, node: MemberExpression): Val {
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
  return unlessStrict(m, memberOf(m, value, name));
}

function memberOf(m: Machine, value: Val, name: string): Val {
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
      return lower === "ispresent" ? value : property(value, lower);
    case "block":
      return UNKNOWN;
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
      return name.startsWith("ps") || name === "syncroot" || name === "comparer" || isMethod(name) ? UNKNOWN : NULL;
  }
}

function objectMember(value: Val & { kind: "object" }, name: string): Val {
  const held = lookup(contentOf(value), `s${name}`);
  if (held !== "absent") return held;
  if (value.definition) return classMember(name);
  if (value.type === "PSCustomObject" || value.type === "DictionaryEntry") {
    if (name === "count" || name === "length") return num("Int32", 1n);
    return name.startsWith("ps") || isMethod(name) ? UNKNOWN : NULL;
  }
  return UNKNOWN;
}

function listMember(m: Machine, value: ListRef, name: string): Val {
  if (value.isStream) return UNKNOWN;
  const [cell, ...others] = value.cells;
  if (name === "count" || name === "length" || name === "longlength") {
    // What grows has no length: its items are asked.
    if (value.canGrow && name !== "count") return UNKNOWN;
    const items = cell && others.length === 0 ? held(cell).items : itemsOf(value);
    return items ? num(name === "longlength" ? "Int64" : "Int32", BigInt(items.length)) : UNKNOWN;
  }
  if (name === "rank") return value.canGrow ? UNKNOWN : num("Int32", 1n);
  if (
    name === "isreadonly" ||
    name === "isfixedsize" ||
    name === "syncroot" ||
    name === "capacity" ||
    name === "psobject" ||
    isMethod(name)
  )
    return UNKNOWN;
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
      // Those that lack it give nothing, or are passed over, as versions differ.
      if (lookup(content, `s${name}`) === "absent" && item.kind === "object" && item.type === "PSCustomObject") return UNKNOWN;
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
  if (what.is === "variable") return name === "value" ? what.read() : name === "name" ? str(what.name) : UNKNOWN;
  if (what.is === "command") return name === "name" ? str(what.name) : name === "scriptblock" && what.block ? what.block : UNKNOWN;
  if (what.is === "reference") return name === "value" ? what.read() : UNKNOWN;
  if (what.is === "enumerator" && name === "current") {
    const at = what.position.value;
    return at.kind === "number" ? (what.items[Number(at.value)] ?? NULL) : UNKNOWN;
  }
  return UNKNOWN;
}

// --------------------------------------------------------------------------------------------------------------------- index

/** `target[index]`, `target?[index]`. */
export function evaluateIndex(m: Machine, node: IndexExpression): Val {
  const target = evaluate(m, node.target);
  if (node.isNullConditional && target.kind === "null") return NULL;
  const index = evaluate(m, node.index);
  return readIndex(m, target, index);
}

/** The item or items of a value at an index. */
export function readIndex(m: Machine, target: Val, index: Val): Val {
  return unlessStrict(m, indexed(m, target, index));
}

function indexed(m: Machine, target: Val, index: Val): Val {
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
  if (target.kind === "list" && target.isStream) return UNKNOWN;
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
