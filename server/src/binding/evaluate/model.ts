import type { Node, ScriptBlock, ScriptBlockExpression, TypeDefinition } from "../../syntax/ast.js";
import type { Scope } from "../interpret/scope.js";
import type { BooleanValue, NullValue, NumberType, NumberValue, OtherValue, StringValue, UnknownValue } from "../value.js";

/**
 * Values while a script is interpreted. What PowerShell shares by reference (arrays, tables, objects) is a reference to cells
 * here too; `snapshot` (interpret/snapshot.ts) turns it into the immutable `Value` of the contract.
 */
export type Val = Primitive | ListRef | TableRef | ObjectRef | BlockVal | TypeVal | SpecialVal;

export type Primitive = UnknownValue | VoidableNull | BooleanValue | StringValue | Num | OtherValue;

/** `$null`, or (`isVoid`) the nothing that a command without output leaves. */
export interface VoidableNull extends NullValue {
  readonly isVoid?: boolean;
}

export interface Num extends NumberValue {
  /** A Decimal's exact value: `digits / 10^scale`. */
  readonly scaled?: Decimal;
}

export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/** A place that can be written; `State` keeps a trail of what was written so that branches can be undone and joined. */
export interface Cell<T> {
  value: T;
  /** Of a variable its scope, of what is collected its collecting. Once that is over, nobody can see it any more. */
  readonly owner?: { readonly isOver: boolean } | undefined;
  /** Of a list, table or object: true once a variable, a table or the like refers to it. Until then only its maker knows it. */
  isShared?: boolean;
  /** True once an unknown value may refer to it. */
  isLeaked?: boolean;
  /** True while it waits among those to be forgotten when something is written through an unknown value. */
  isListed?: boolean;
}

/** What a list or table holds, also while the path that made it is undone. */
export function held<T extends object>(cell: Cell<T>): T {
  const content: T & { readonly kind?: string; readonly initial?: T | null } = cell.value;
  return content.kind === "unborn" && content.initial ? content.initial : cell.value;
}

/** An array or a list. More than one cell: it is one of them, and which one is not known. */
export interface ListRef {
  readonly kind: "list";
  readonly cells: readonly Cell<ListContent>[];
  /** `object[]`, or a lower-case .NET element type; `ArrayList` and `List` grow. */
  readonly element: string;
  readonly canGrow: boolean;
  /** Whether it is `$input`, whose items can be taken once. */
  readonly isStream?: boolean;
  readonly origin: Node | null;
}

/** Null items: an unknown number of unknown things. */
export interface ListContent {
  readonly kind: "listContent";
  readonly items: readonly Val[] | null;
  /** True for the keys or values of a table without order: these items, in an order that nobody knows. */
  readonly isUnordered?: boolean;
}

export interface TableRef {
  readonly kind: "table";
  readonly cells: readonly Cell<TableContent>[];
  readonly isOrdered: boolean;
  /** Whether it is `$PSBoundParameters`, which is no hashtable. */
  readonly isOfCall?: boolean;
  readonly origin: Node | null;
}

/** Custom objects, instances of the script's classes, and small helper objects (dictionary entries, error records). */
export interface ObjectRef {
  readonly kind: "object";
  readonly cells: readonly Cell<TableContent>[];
  /** `PSCustomObject`, a class of the script, or a .NET name. */
  readonly type: string;
  readonly definition: TypeDefinition | null;
  readonly origin: Node | null;
}

export interface TableContent {
  readonly kind: "tableContent";
  readonly entries: readonly TableEntry[];
  /** False when there may be other keys too. */
  readonly isComplete: boolean;
}

export interface TableEntry {
  /** See `keyOf`: entries are found by it. */
  readonly id: string;
  readonly key: Val;
  readonly value: Val;
  readonly keyNode: Node | null;
  /** True when the entry may be absent. */
  readonly isMaybe: boolean;
}

export interface BlockVal {
  readonly kind: "block";
  readonly block: ScriptBlock;
  readonly node: ScriptBlockExpression | null;
  /** The scope of the module that GetNewClosure makes, with what it captured; else null. */
  readonly closure: Scope | null;
  readonly origin: Node | null;
}

/** `[int]` as a value. */
export interface TypeVal {
  readonly kind: "type";
  readonly name: string;
  readonly origin: Node | null;
}

/** Values only the interpreter makes and understands. */
export interface SpecialVal {
  readonly kind: "special";
  readonly what: Special;
  readonly origin: Node | null;
}

/** By which a variable is read and written from elsewhere. */
export interface Handle {
  readonly read: () => Val;
  readonly write: (value: Val) => void;
  /** Where the variable is kept, if it is one. */
  readonly cell: Cell<unknown> | null;
}

export type Special =
  | { readonly is: "command"; readonly name: string; readonly block: BlockVal | null }
  | ({ readonly is: "variable"; readonly name: string } & Handle)
  | ({ readonly is: "reference" } & Handle)
  | { readonly is: "enumerator"; readonly items: readonly Val[]; readonly position: Cell<Val> }
  | { readonly is: "parameterName"; readonly name: string; readonly colon: boolean };

export const UNKNOWN: UnknownValue = Object.freeze({ kind: "unknown", origin: null });
export const NULL: VoidableNull = Object.freeze({ kind: "null", origin: null });
export const VOID: VoidableNull = Object.freeze({ kind: "null", isVoid: true, origin: null });
export const TRUE: BooleanValue = Object.freeze({ kind: "boolean", value: true, origin: null });
export const FALSE: BooleanValue = Object.freeze({ kind: "boolean", value: false, origin: null });

/**
 * What an operation gives that PowerShell refuses with an error. It never reaches a variable: the interpreter abandons the
 * statement, the constant evaluator answers `unknown`.
 */
export const FAILS: UnknownValue = Object.freeze({ kind: "unknown", origin: null });

export function bool(value: boolean): BooleanValue {
  return value ? TRUE : FALSE;
}

export function str(value: string, origin: Node | null = null): StringValue {
  return { kind: "string", value, origin };
}

export function num(type: NumberType, value: number | bigint, origin: Node | null = null): Num {
  return { kind: "number", type, value, text: null, origin };
}

export function int(value: number | bigint): Num {
  return num("Int32", BigInt(value));
}

export function double(value: number): Num {
  return num("Double", value);
}

export function decimal(scaled: Decimal, origin: Node | null = null): Num {
  return { kind: "number", type: "Decimal", value: decimalToNumber(scaled), scaled, text: null, origin };
}

/** The double nearest to a decimal. */
function decimalToNumber(scaled: Decimal): number {
  return Number(decimalText(scaled));
}

/** A decimal as .NET writes it: all its digits, trailing zeros kept. */
export function decimalText({ digits, scale }: Decimal): string {
  const sign = digits < 0n ? "-" : "";
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, "0");
  return scale === 0 ? sign + text : `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`;
}

export function char(text: string): OtherValue {
  return { kind: "other", type: "System.Char", text, origin: null };
}

export function other(type: string, text: string | null): OtherValue {
  return { kind: "other", type, text, origin: null };
}

export function isChar(value: Val): value is OtherValue & { text: string } {
  return value.kind === "other" && value.type === "System.Char" && value.text !== null;
}

export function listContent(items: readonly Val[] | null): ListContent {
  return { kind: "listContent", items };
}

/** A new array. */
export function list(items: readonly Val[] | null, element = "object", origin: Node | null = null): ListRef {
  return { kind: "list", cells: [{ value: listContent(items) }], element, canGrow: false, origin };
}

/** Items of a list that is one certain list of known length, else null. */
export function itemsOf(value: ListRef): readonly Val[] | null {
  const [first, ...more] = value.cells;
  if (!first) return null;
  const content = held(first);
  if (content.isUnordered) return null;
  let { items } = content;
  for (const cell of more) items = joinItems(items, held(cell).items);
  return items;
}

/** The keys or values of a table without order, in any order; null for any other list. */
export function unorderedItems(value: ListRef): readonly Val[] | null {
  const [only, ...others] = value.cells;
  const content = only && others.length === 0 ? held(only) : null;
  return content?.isUnordered ? content.items : null;
}

function joinItems(a: readonly Val[] | null, b: readonly Val[] | null): readonly Val[] | null {
  if (!a || !b || a.length !== b.length) return null;
  return a.map((item, i) => joinShallow(item, b[i] ?? UNKNOWN));
}

/** The value both agree on, else unknown. References agree only when they are the same. */
function joinShallow(a: Val, b: Val): Val {
  if (a === b) return a;
  if (isSame(a, b)) return a.origin === b.origin ? a : withOrigin(a, null);
  return UNKNOWN;
}

/** The value as it stands at a node of the text. */
export function withOrigin<T extends Val>(value: T, origin: Node | null): T {
  return value.origin === origin ? value : { ...value, origin };
}

/** Whether two values are the same for every later use. */
export function isSame(a: Val, b: Val): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case "unknown":
      return b.kind === "unknown";
    case "null":
      return b.kind === "null" && (a.isVoid ?? false) === (b.isVoid ?? false);
    case "boolean":
      return b.kind === "boolean" && a.value === b.value;
    case "string":
      return b.kind === "string" && a.value === b.value;
    case "number":
      return (
        b.kind === "number" &&
        a.type === b.type &&
        Object.is(a.value, b.value) &&
        a.text === b.text &&
        a.scaled?.scale === b.scaled?.scale &&
        a.scaled?.digits === b.scaled?.digits
      );
    case "other":
      return b.kind === "other" && a.type === b.type && a.text !== null && a.text === b.text;
    case "type":
      return b.kind === "type" && a.name.toLowerCase() === b.name.toLowerCase();
    case "block":
      return b.kind === "block" && a.block === b.block && a.closure === b.closure;
    case "list":
      return b.kind === "list" && a.element === b.element && a.canGrow === b.canGrow && sameCells(a.cells, b.cells);
    case "table":
      return b.kind === "table" && a.isOrdered === b.isOrdered && sameCells(a.cells, b.cells);
    case "object":
      return b.kind === "object" && a.type === b.type && sameCells(a.cells, b.cells);
    case "special":
      return b.kind === "special" && sameSpecial(a.what, b.what);
  }
}

function sameSpecial(a: Special, b: Special): boolean {
  if (a === b) return true;
  if (a.is === "command" && b.is === "command") return a.name === b.name && a.block?.block === b.block?.block;
  if (a.is === "parameterName" && b.is === "parameterName") return a.name === b.name && a.colon === b.colon;
  return false;
}

function sameCells(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((cell) => b.includes(cell));
}

/** The identity of a key in a table: strings ignore case, numbers of one type are themselves. Null when the key is not known. */
export function keyOf(key: Val): string | null {
  switch (key.kind) {
    case "string":
      return `s${key.value.toLowerCase()}`;
    case "number":
      return `n${key.type}:${key.value}`;
    case "boolean":
      return `b${key.value}`;
    case "other":
      return key.text === null ? null : `o${key.type}:${key.text}`;
    default:
      return null;
  }
}

export const EMPTY_TABLE: TableContent = Object.freeze({
  kind: "tableContent",
  entries: Object.freeze([]) as readonly TableEntry[],
  isComplete: true,
});
export const UNKNOWN_TABLE: TableContent = Object.freeze({
  kind: "tableContent",
  entries: Object.freeze([]) as readonly TableEntry[],
  isComplete: false,
});

/** What a table holds: one certain table's content, or what its candidates agree on. */
export function contentOf(value: TableRef | ObjectRef): TableContent {
  const [first, ...more] = value.cells;
  if (!first) return UNKNOWN_TABLE;
  let content = held(first);
  for (const cell of more) content = joinTables(content, held(cell), joinShallow);
  return content;
}

/**
 * What two states of a table agree on. A table that may hold anything besides stays as it is.
 *
 * @param lose told of every value that can no longer be read for certain
 */
export function joinTables(
  a: TableContent,
  b: TableContent,
  join: (a: Val, b: Val) => Val,
  lose: (value: Val) => void = () => undefined,
): TableContent {
  if (a === b) return a;
  const entries: TableEntry[] = [];
  const isComplete = a.isComplete && b.isComplete;
  let isEqual = isComplete === a.isComplete;
  for (const entry of a.entries) {
    const twin = b.entries.find((e) => e.id === entry.id);
    if (!twin && !b.isComplete) {
      lose(entry.value);
      isEqual = false;
      continue;
    }
    const value = twin ? join(entry.value, twin.value) : entry.value;
    const isMaybe = entry.isMaybe || !twin || twin.isMaybe;
    if (isMaybe) lose(value);
    const keyNode = twin && twin.keyNode !== entry.keyNode ? null : entry.keyNode;
    if (value === entry.value && isMaybe === entry.isMaybe && keyNode === entry.keyNode) entries.push(entry);
    else {
      entries.push({ id: entry.id, key: entry.key, value, keyNode, isMaybe });
      isEqual = false;
    }
  }
  for (const entry of b.entries) {
    if (a.entries.some((e) => e.id === entry.id)) continue;
    lose(entry.value);
    if (!a.isComplete) continue;
    entries.push(entry.isMaybe ? entry : { ...entry, isMaybe: true });
    isEqual = false;
  }
  return isEqual ? a : { kind: "tableContent", entries, isComplete };
}

/** A table's value under `key`: `absent` when it certainly has none. */
export function lookup(content: TableContent, id: string): Val | "absent" {
  const entry = content.entries.find((e) => e.id === id);
  if (!entry) return content.isComplete ? "absent" : UNKNOWN;
  return entry.isMaybe ? UNKNOWN : entry.value;
}

/** A content with `key` set: in place when it is there, else at the end. */
export function withEntry(content: TableContent, id: string, key: Val, value: Val, keyNode: Node | null): TableContent {
  const entry: TableEntry = { id, key, value, keyNode, isMaybe: false };
  const at = content.entries.findIndex((e) => e.id === id);
  if (at < 0) return { ...content, entries: [...content.entries, entry] };
  const entries = content.entries.slice();
  entries[at] = { ...entry, key: content.entries[at]?.key ?? key };
  return { ...content, entries };
}

/** A content without the key. */
export function withoutEntry(content: TableContent, id: string): TableContent {
  if (!content.entries.some((e) => e.id === id)) return content;
  return { ...content, entries: content.entries.filter((e) => e.id !== id) };
}

/** A new object with these properties. */
export function object(type: string, properties: readonly (readonly [string, Val])[], origin: Node | null = null): ObjectRef {
  const entries = properties.map(
    ([name, value]): TableEntry => ({ id: `s${name.toLowerCase()}`, key: str(name), value, keyNode: null, isMaybe: false }),
  );
  return { kind: "object", cells: [{ value: { kind: "tableContent", entries, isComplete: true } }], type, definition: null, origin };
}

/** Whether a whole value is known down to its last item, so that operators may rely on it. */
export function isKnown(value: Val): boolean {
  return value.kind !== "unknown";
}
