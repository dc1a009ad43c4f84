import { describe, expect, it } from "vitest";
import { type BinderType, convertArgument } from "../../../server/src/binding/bind/convert.js";
import type { NumberType, Value } from "../../../server/src/binding/value.js";

const text = (value: string): Value => ({ kind: "string", value, origin: null });
const number = (value: number | bigint, type: NumberType = "Int32", written: string | null = null): Value => ({
  kind: "number",
  type,
  value,
  text: written,
  origin: null,
});
const list = (...items: Value[]): Value => ({ kind: "array", items, origin: null });
/** An `ArrayList` or a `List`, which PowerShell makes a text of where it refuses an array. */
const growing = (...items: Value[]): Value => ({ kind: "array", items, origin: null, isGrowing: true });
const nothing: Value = { kind: "null", origin: null };
const yes: Value = { kind: "boolean", value: true, origin: null };
const unknown: Value = { kind: "unknown", origin: null };

const refused = Symbol("refused");
const unsure = Symbol("not known");

/** What a parameter of a cmdlet makes of a value. */
function check(type: BinderType, value: Value, expected: unknown): void {
  it(`${type}: ${written(value)}`, () => {
    const conversion = convertArgument(value, type, true);
    expect(conversion.ok ? plain(conversion.value) : refused).toEqual(expected);
  });
}

/** The value as PowerShell's source might have it. */
function written(value: Value): string {
  if (value.kind === "array") return `@(${value.items.map(written).join(", ")})`;
  if (value.kind === "number") return `[${value.type}] ${value.text ?? value.value}`;
  return value.kind === "string" ? `'${value.value}'` : "value" in value ? String(value.value) : value.kind;
}

function plain(value: Value): unknown {
  switch (value.kind) {
    case "unknown":
      return unsure;
    case "null":
      return null;
    case "boolean":
    case "string":
      return value.value;
    case "number":
      return Number(value.value);
    case "array":
      return value.items.map(plain);
    default:
      return value.kind === "other" ? `${value.type} ${value.text}` : value.kind;
  }
}

describe("Boolean takes booleans and numbers", () => {
  check("Boolean", yes, true);
  check("Boolean", number(0n), false);
  check("Boolean", number(0.5, "Double"), true);
  check("Boolean", text("true"), refused);
  check("Boolean", text("$true"), refused);
  check("Boolean", nothing, refused);
  check("Boolean", unknown, unsure);
});

describe("a list that is no array becomes a text", () => {
  check("String", list(text("a")), refused);
  check("String", growing(text("a")), "a");
  check("String", growing(text("a"), text("b")), unsure);
});

describe("a switch takes booleans and nothing", () => {
  check("SwitchParameter", yes, true);
  check("SwitchParameter", nothing, false);
  check("SwitchParameter", number(1n), refused);
  check("SwitchParameter", text("true"), refused);
});

describe("String takes anything but lists", () => {
  check("String", text("a"), "a");
  check("String", nothing, "");
  check("String", yes, "True");
  check("String", number(1.5, "Double", "1.50"), "1.50");
  check("String", number(1.5, "Double"), "1.5");
  check("String", number(0.0001, "Double"), "0.0001");
  check("String", number(0.00001, "Double"), "1E-05");
  check("String", number(-0.000015, "Double"), "-1.5E-05");
  check("String", number(100000000000000, "Double"), "100000000000000");
  check("String", number(1e15, "Double"), "1E+15");
  check("String", number(10485760n, "Int32", "10MB"), "10MB");
  check("String", list(text("a")), refused);
  check("String", list(unknown), refused);
  check("String", { kind: "hashtable", isOrdered: false, entries: [], isComplete: true, origin: null }, "System.Collections.Hashtable");
});

describe("String[] makes a list of anything", () => {
  check("String[]", text("a"), ["a"]);
  check("String[]", list(text("a"), number(2n)), ["a", "2"]);
  check("String[]", list(text("a"), unknown), ["a", unsure]);
  check("String[]", nothing, null);
});

describe("whole numbers are rounded, halves to even, and must fit", () => {
  check("Int32", text(" 25 "), 25);
  check("Int32", text("0x10"), 16);
  check("Int32", text(""), 0);
  check("Int32", text("ten"), refused);
  check("Int32", number(25.5, "Double"), 26);
  check("Int32", number(26.5, "Double"), 26);
  check("Int32", number(99999999999n, "Int64"), refused);
  check("Int32", nothing, 0);
  check("Int32", yes, 1);
  check("UInt32", number(-1n), refused);
  check("UInt32", number(4294967295n, "Int64"), 4294967295);
});

describe("dates: what may be one is not judged", () => {
  check("DateTime", text("2026-11-21"), "System.DateTime 2026-11-21T00:00:00.0000000");
  check("DateTime", text("2026-02-30"), refused);
  check("DateTime", text("next Sunday 10"), unsure);
  check("DateTime", text("tomorrow"), refused);
  check("DateTime", nothing, refused);
  check("DateTime", list(text("2026-11-21")), refused);
});

describe("Guid and TimeSpan", () => {
  check("Guid", text("{0AA2C3AD-7D4E-4A02-8D4C-2A3D1C1E7F10}"), "System.Guid 0aa2c3ad-7d4e-4a02-8d4c-2a3d1c1e7f10");
  check("Guid", text("x"), refused);
  check("TimeSpan", text("24:00:00"), "System.TimeSpan 24.00:00:00");
  check("TimeSpan", text("10m"), refused);
});
