import { convert as cast } from "../evaluate/convert.js";
import { FAILS } from "../evaluate/model.js";
import { textOf as castText } from "../evaluate/text.js";
import type { ArrayValue, Value } from "../value.js";

/** The types the binder itself converts to; Exchange's own types take anything here and convert behind the binder. */
export type BinderType =
  | "String"
  | "String[]"
  | "Boolean"
  | "SwitchParameter"
  | "Int32"
  | "UInt32"
  | "DateTime"
  | "Guid"
  | "TimeSpan"
  | "ActionPreference"
  | "Object";

/** A value as the parameter receives it, or why PowerShell refuses it. */
export type Conversion =
  | { readonly ok: true; readonly value: Value }
  | {
      readonly ok: false;
      readonly id:
        | "ParameterArgumentTransformationError"
        | "CannotConvertArgumentNoMessage"
        | "CannotConvertArgument"
        | "ParameterArgumentValidationErrorNullNotAllowed";
    };

const names: ReadonlySet<string> = new Set<BinderType>([
  "String",
  "String[]",
  "Boolean",
  "SwitchParameter",
  "Int32",
  "UInt32",
  "DateTime",
  "Guid",
  "TimeSpan",
  "ActionPreference",
]);

/** The binder's type for a type name of the catalogue. */
export function binderType(typeName: string): BinderType {
  return names.has(typeName) ? (typeName as BinderType) : "Object";
}

const refused: Conversion = { ok: false, id: "ParameterArgumentTransformationError" };

function accept(value: Value): Conversion {
  return { ok: true, value };
}

/**
 * Converts an argument to a parameter's type as the binder does before the cmdlet runs. Stricter than a cast: no strings for
 * Boolean, no lists for single values.
 *
 * @param isOwn false for a parameter that PowerShell itself adds; its conversions fail with other ids
 */
export function convertArgument(value: Value, type: BinderType, isOwn: boolean): Conversion {
  if (value.kind === "unknown") return accept(value);
  switch (type) {
    case "Object":
      return accept(value);
    case "String":
      return toText(value, isOwn);
    case "String[]":
      return toTexts(value);
    case "Boolean":
      return toBoolean(value);
    case "SwitchParameter":
      return toSwitch(value, isOwn);
    case "Int32":
    case "UInt32":
      return toNumber(value, type, isOwn);
    case "DateTime":
    case "Guid":
    case "TimeSpan":
      return toDotNet(value, type);
    case "ActionPreference":
      return toActionPreference(value);
  }
}

/** Whether the value has the type already, so that nothing needs converting. Unknown values may have any. */
export function isOfType(value: Value, type: BinderType): boolean {
  if (value.kind === "unknown") return true;
  switch (type) {
    case "Object":
      return true;
    case "String":
      return value.kind === "string";
    case "String[]":
      return value.kind === "string" || (value.kind === "array" && value.items.every((item) => isOfType(item, "String")));
    case "Boolean":
      return value.kind === "boolean";
    case "SwitchParameter":
      return false;
    case "Int32":
    case "UInt32":
      return value.kind === "number" && value.type === type;
    case "DateTime":
    case "Guid":
    case "TimeSpan":
      return value.kind === "other" && value.type === `System.${type}`;
    case "ActionPreference":
      return false;
  }
}

/** The text that PowerShell makes of a value, where it does not depend on the machine; null where we cannot say. */
export function textOf(value: Value): string | null {
  switch (value.kind) {
    case "string":
      return value.value;
    case "null":
      return "";
    case "boolean":
      return value.value ? "True" : "False";
    case "number":
      return value.text ?? castText(value);
    case "hashtable":
      return value.isOrdered ? "System.Collections.Specialized.OrderedDictionary" : "System.Collections.Hashtable";
    case "other":
      return castText(value);
    default:
      return null;
  }
}

function toText(value: Value, isOwn: boolean): Conversion {
  if (value.kind === "string") return accept(value);
  if (value.kind === "array" && !value.isGrowing) return isOwn ? refused : { ok: false, id: "CannotConvertArgument" };
  if (value.kind === "null" && !isOwn) return accept(value);
  const text = value.kind === "array" ? joined(value) : textOf(value);
  return accept(text === null ? unknownAt(value) : { kind: "string", value: text, origin: value.origin });
}

function toTexts(value: Value): Conversion {
  if (value.kind === "null") return accept(value);
  const items = value.kind === "array" ? value.items : [value];
  const result: ArrayValue = { kind: "array", items: items.map(elementText), origin: value.origin };
  return accept(result);
}

function elementText(item: Value): Value {
  if (item.kind === "string" || item.kind === "unknown") return item;
  const text = item.kind === "array" ? (item.isGrowing ? null : joined(item)) : textOf(item);
  return text === null ? { kind: "unknown", origin: item.origin } : { kind: "string", value: text, origin: item.origin };
}

// A list inside a list becomes one text, joined by $OFS; a script that sets it is one in many thousands, but it exists.
function joined(list: ArrayValue): string | null {
  const [only] = list.items;
  if (list.items.length === 1 && only) return only.kind === "array" ? null : textOf(only);
  return list.items.length === 0 ? "" : null;
}

function toBoolean(value: Value): Conversion {
  if (value.kind === "boolean") return accept(value);
  if (value.kind === "number") return accept({ kind: "boolean", value: Number(value.value) !== 0, origin: value.origin });
  // Switches and enumerations count as numbers here, other objects do not: which these are is not modelled.
  if (value.kind === "other") return accept(unknownAt(value));
  return refused;
}

function toSwitch(value: Value, isOwn: boolean): Conversion {
  if (value.kind === "boolean") return accept(value);
  if (value.kind === "other") return accept(unknownAt(value));
  if (isOwn) return value.kind === "null" ? accept({ kind: "boolean", value: false, origin: value.origin }) : refused;
  if (value.kind === "null") return accept({ kind: "boolean", value: true, origin: value.origin });
  if (value.kind === "number") return accept({ kind: "boolean", value: Number(value.value) !== 0, origin: value.origin });
  return { ok: false, id: "CannotConvertArgument" };
}

function toNumber(value: Value, type: "Int32" | "UInt32", isOwn: boolean): Conversion {
  const failed: Conversion = isOwn ? refused : { ok: false, id: "CannotConvertArgumentNoMessage" };
  if (value.kind === "array" || value.kind === "hashtable" || value.kind === "scriptblock") return failed;
  return outcome(cast(value, type), value, failed);
}

function toDotNet(value: Value, type: "DateTime" | "Guid" | "TimeSpan"): Conversion {
  switch (value.kind) {
    case "array":
      return type === "Guid" ? accept(unknownAt(value)) : refused;
    case "hashtable":
    case "scriptblock":
    case "boolean":
      return refused;
    case "number":
      // No number is a Guid; the other two take ticks.
      return type === "Guid" ? refused : outcome(cast(value, type), value, refused);
    case "string":
      if (type === "DateTime" && isNoDate(value.value)) return refused;
      return outcome(cast(value, type), value, refused);
    default:
      return outcome(cast(value, type), value, refused);
  }
}

/** What a cast gives, as the argument's value: it still stands where it was written. */
function outcome(result: ReturnType<typeof cast>, value: Value, failed: Conversion): Conversion {
  if (result === FAILS) return failed;
  switch (result.kind) {
    case "number":
    case "other":
    case "null":
      return accept({ ...result, origin: value.origin });
    default:
      return accept(unknownAt(value));
  }
}

function unknownAt(value: Value): Value {
  return { kind: "unknown", origin: value.origin };
}

const namesOfDays = /jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|sun|mon|tue|wed|thu|fri|sat/i;

/** .NET's date parser takes a great many forms: a text without a digit and without a name of its calendar is surely none. */
function isNoDate(text: string): boolean {
  return !/\d/.test(text) ? !namesOfDays.test(text) : /^\s*\d+(?:\.\d+){3}\s*$/.test(text) || /^\s*\d\s*$/.test(text);
}

const actions = ["silentlycontinue", "stop", "continue", "inquire", "ignore", "suspend", "break"];

function toActionPreference(value: Value): Conversion {
  const make = (name: string | undefined): Conversion =>
    name === undefined
      ? { ok: false, id: "CannotConvertArgumentNoMessage" }
      : accept({ kind: "other", type: "System.Management.Automation.ActionPreference", text: name, origin: value.origin });
  switch (value.kind) {
    case "string": {
      const text = value.value.trim().toLowerCase();
      if (/^[+-]?\d+$/.test(text)) return make(actions[Number(text)]);
      if (actions.includes(text)) return make(text);
      // Enumerations take unique beginnings, too.
      const fits = actions.filter((action) => action.startsWith(text));
      return make(text !== "" && fits.length === 1 ? fits[0] : undefined);
    }
    case "number":
      return make(actions[Number(value.value)]);
    case "other":
      return accept(value);
    default:
      return { ok: false, id: "CannotConvertArgumentNoMessage" };
  }
}
