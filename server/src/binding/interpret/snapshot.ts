import { contentOf, itemsOf, NULL, type TableContent, UNKNOWN, type Val } from "../evaluate/model.js";
import type { HashtableItem, Value } from "../value.js";

const MAX_DEPTH = 6;

/** A value as it is now, for good: what is shared by reference is copied. */
export function snapshot(value: Val): Value {
  return copy(value, 0);
}

function copy(value: Val, depth: number): Value {
  switch (value.kind) {
    case "list": {
      const items = depth < MAX_DEPTH ? itemsOf(value) : null;
      if (!items) return unknownAt(value);
      const array: Value = { kind: "array", items: items.map((item) => copy(item, depth + 1)), origin: value.origin };
      return value.canGrow || value.element === "Keys" ? { ...array, isGrowing: true } : array;
    }
    case "table":
      return depth < MAX_DEPTH ? tableValue(contentOf(value), value.isOrdered, value.origin, depth) : unknownAt(value);
    case "object": {
      const type = value.type === "PSCustomObject" ? "System.Management.Automation.PSCustomObject" : value.type;
      return { kind: "other", type, text: null, origin: value.origin };
    }
    case "block":
      return value.node ? { kind: "scriptblock", node: value.node, origin: value.origin } : UNKNOWN;
    case "type":
      return { kind: "other", type: "System.RuntimeType", text: value.name, origin: value.origin };
    case "special":
      return UNKNOWN;
    case "null":
      return value.origin ? { kind: "null", origin: value.origin } : NULL;
    case "number":
      return { kind: "number", type: value.type, value: value.value, text: value.text, origin: value.origin };
    default:
      return value;
  }
}

function unknownAt(value: Val): Value {
  return value.origin ? { kind: "unknown", origin: value.origin } : UNKNOWN;
}

function tableValue(content: TableContent, isOrdered: boolean, origin: Val["origin"], depth: number): Value {
  const entries = content.entries.map((entry): HashtableItem => {
    const item = { key: copy(entry.key, depth + 1), value: entry.isMaybe ? UNKNOWN : copy(entry.value, depth + 1), keyNode: entry.keyNode };
    return entry.isMaybe ? { ...item, mayBeAbsent: true } : item;
  });
  return { kind: "hashtable", isOrdered, entries, isComplete: content.isComplete, origin };
}

/** What two visits of a place agree on. */
export function joinSnapshots(a: Value, b: Value): Value {
  if (a === b) return a;
  if (a.kind === "array" && b.kind === "array") {
    if (a.items.length !== b.items.length || a.isGrowing !== b.isGrowing) return UNKNOWN;
    return {
      ...a,
      items: a.items.map((item, i) => joinSnapshots(item, b.items[i] ?? UNKNOWN)),
      origin: a.origin === b.origin ? a.origin : null,
    };
  }
  if (a.kind === "hashtable" && b.kind === "hashtable") return joinTables(a, b);
  if (!isSameValue(a, b)) return UNKNOWN;
  return a.origin === b.origin ? a : { ...a, origin: null };
}

/** True where two snapshots are the same value from the same place. */
export function isSameSnapshot(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.origin !== b.origin || a.kind !== b.kind) return false;
  if (a.kind === "unknown") return true;
  if (a.kind === "other") return b.kind === "other" && a.type === b.type && a.text === b.text;
  if (a.kind === "array")
    return (
      b.kind === "array" &&
      a.isGrowing === b.isGrowing &&
      a.items.length === b.items.length &&
      a.items.every((item, i) => isSameSnapshot(item, b.items[i] ?? UNKNOWN))
    );
  if (a.kind === "hashtable") {
    if (b.kind !== "hashtable" || a.isComplete !== b.isComplete || a.entries.length !== b.entries.length) return false;
    return a.entries.every((entry, i) => {
      const other = b.entries[i];
      return (
        other !== undefined &&
        (entry.mayBeAbsent ?? false) === (other.mayBeAbsent ?? false) &&
        isSameSnapshot(entry.key, other.key) &&
        isSameSnapshot(entry.value, other.value)
      );
    });
  }
  return isSameValue(a, b);
}

function keyText(key: Value): string {
  return key.kind === "string" ? `s${key.value.toLowerCase()}` : key.kind === "number" ? `n${key.value}` : key.kind;
}

type TableValue = Value & { kind: "hashtable" };

function joinTables(a: TableValue, b: TableValue): Value {
  const entries: HashtableItem[] = [];
  const twins = new Map(b.entries.map((entry) => [keyText(entry.key), entry]));
  for (const entry of a.entries) {
    const id = keyText(entry.key);
    const twin = twins.get(id);
    twins.delete(id);
    if (!twin || entry.mayBeAbsent || twin.mayBeAbsent) entries.push({ ...entry, value: UNKNOWN, mayBeAbsent: true });
    else
      entries.push({
        key: entry.key,
        value: joinSnapshots(entry.value, twin.value),
        keyNode: entry.keyNode === twin.keyNode ? entry.keyNode : null,
      });
  }
  for (const entry of twins.values()) entries.push({ ...entry, value: UNKNOWN, mayBeAbsent: true });
  return {
    kind: "hashtable",
    isOrdered: a.isOrdered && b.isOrdered,
    entries,
    isComplete: a.isComplete && b.isComplete,
    origin: a.origin === b.origin ? a.origin : null,
  };
}

function isSameValue(a: Value, b: Value): boolean {
  switch (a.kind) {
    case "null":
      return b.kind === "null";
    case "boolean":
      return b.kind === "boolean" && a.value === b.value;
    case "string":
      return b.kind === "string" && a.value === b.value;
    case "number":
      return b.kind === "number" && a.type === b.type && Object.is(a.value, b.value) && a.text === b.text;
    case "scriptblock":
      return b.kind === "scriptblock" && a.node === b.node;
    case "other":
      return b.kind === "other" && a.type === b.type && a.text !== null && a.text === b.text;
    default:
      return false;
  }
}
