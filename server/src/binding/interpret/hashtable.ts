import type { Hashtable } from "../../syntax/ast.js";
import { stringValue } from "../../syntax/literals.js";
import {
  contentOf,
  keyOf,
  type ListRef,
  lookup,
  object,
  str,
  type TableContent,
  type TableEntry,
  type TableRef,
  UNKNOWN,
  UNKNOWN_TABLE,
  type Val,
  withEntry,
} from "../evaluate/model.js";
import { evaluate, evaluateStatement } from "./expression.js";
import { fail, type Machine, mayFail } from "./machine.js";
import { leak, leakWithin, newTable } from "./state.js";

/** A hashtable literal. */
export function makeTable(m: Machine, node: Hashtable, isOrdered: boolean): TableRef {
  const entries: TableEntry[] = [];
  const seen = node.entries.length > 8 ? new Set<string>() : null;
  let isComplete = true;
  for (const { key, value } of node.entries) {
    const keyValue = key.kind === "StringConstantExpression" ? str(stringValue(m.text, key), key) : evaluate(m, key);
    // Nothing stays nothing here: @($table.Key) has no item then.
    const stored = evaluateStatement(m, value);
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
export function addTables(m: Machine, left: TableRef, right: TableRef): Val {
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

/** An entry of a table as `GetEnumerator()` gives it. */
export function dictionaryEntry(entry: TableEntry): Val {
  return object("DictionaryEntry", [
    ["Key", entry.key],
    ["Name", entry.key],
    ["Value", entry.value],
  ]);
}
