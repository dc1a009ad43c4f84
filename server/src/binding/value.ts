import type { Node, ScriptBlockExpression } from "../syntax/ast.js";

/**
 * What is known, without running anything, of a PowerShell value. `unknown` is the honest answer whenever PowerShell could
 * bind something else; nothing is ever decided from it.
 *
 * `origin` is the node the value was written as (the literal, not the variable that carried it): diagnostics and fixes point
 * there. It is null where the value was computed (joined, formatted, converted).
 */
export type Value =
  | UnknownValue
  | NullValue
  | BooleanValue
  | StringValue
  | NumberValue
  | ArrayValue
  | HashtableValue
  | ScriptBlockValue
  | OtherValue;

interface Sourced {
  readonly origin: Node | null;
}

export interface UnknownValue extends Sourced {
  readonly kind: "unknown";
}

export interface NullValue extends Sourced {
  readonly kind: "null";
}

export interface BooleanValue extends Sourced {
  readonly kind: "boolean";
  readonly value: boolean;
}

export interface StringValue extends Sourced {
  readonly kind: "string";
  readonly value: string;
}

export type NumberType =
  | "Byte"
  | "SByte"
  | "Int16"
  | "UInt16"
  | "Int32"
  | "UInt32"
  | "Int64"
  | "UInt64"
  | "BigInteger"
  | "Single"
  | "Double"
  | "Decimal";

export interface NumberValue extends Sourced {
  readonly kind: "number";
  readonly type: NumberType;
  /** Whole numbers of any size are exact as bigint; Single, Double and Decimal are numbers. */
  readonly value: number | bigint;
  /** The source text, which PowerShell keeps for a number that becomes a string parameter (`1.50`), else null. */
  readonly text: string | null;
}

export interface ArrayValue extends Sourced {
  readonly kind: "array";
  /** Items may be unknown each; that there are so many is known. */
  readonly items: readonly Value[];
  /** A list that is no array (`ArrayList`, `List`): where an array is refused it may be taken. */
  readonly isGrowing?: true;
}

export interface HashtableValue extends Sourced {
  readonly kind: "hashtable";
  readonly isOrdered: boolean;
  readonly entries: readonly HashtableItem[];
  /** False when there may be more keys than `entries` shows. */
  readonly isComplete: boolean;
}

export interface HashtableItem {
  readonly key: Value;
  readonly value: Value;
  /** The key as written: where a finding about this entry points. Null when the key was computed. */
  readonly keyNode: Node | null;
  /** True when the key may be missing altogether (set in one branch only). Its value is unknown then. */
  readonly mayBeAbsent?: boolean;
}

export interface ScriptBlockValue extends Sourced {
  readonly kind: "scriptblock";
  readonly node: ScriptBlockExpression;
}

/** A value of a .NET type that is not modelled, whose type is known (`[datetime]`, `[guid]`, `[timespan]`, `[PSCredential]` …). */
export interface OtherValue extends Sourced {
  readonly kind: "other";
  /** Full .NET name. */
  readonly type: string;
  /** Invariant text of the value where it is known (`2026-01-01T00:00:00`), else null. */
  readonly text: string | null;
}
