import type { ArrayValue, NumberValue, Value } from "./value.js";

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

function someOther(type: string, value: Value): Conversion {
  return accept({ kind: "other", type, text: null, origin: value.origin });
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
      return toInteger(value, -2147483648n, 2147483647n, "Int32", isOwn);
    case "UInt32":
      return toInteger(value, 0n, 4294967295n, "UInt32", isOwn);
    case "DateTime":
      return toDateTime(value);
    case "Guid":
      return toGuid(value);
    case "TimeSpan":
      return toTimeSpan(value);
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
      return value.text ?? numberText(value);
    case "hashtable":
      return value.isOrdered ? "System.Collections.Specialized.OrderedDictionary" : "System.Collections.Hashtable";
    case "other":
      return value.type === "System.Guid" || value.type === "System.TimeSpan" ? value.text : null;
    default:
      return null;
  }
}

function numberText(value: NumberValue): string | null {
  if (typeof value.value === "bigint") return value.value.toString();
  // A decimal remembers its zeros (`1.50`), a float its precision: only what cannot differ is said.
  if (value.type !== "Double" || !Number.isFinite(value.value)) return Number.isInteger(value.value) ? wholeText(value.value) : null;
  const text = String(value.value);
  return text.includes("e") ? null : text;
}

function wholeText(value: number): string | null {
  return Number.isSafeInteger(value) ? String(value) : null;
}

function toText(value: Value, isOwn: boolean): Conversion {
  if (value.kind === "string") return accept(value);
  if (value.kind === "array") return isOwn ? refused : { ok: false, id: "CannotConvertArgument" };
  if (value.kind === "null" && !isOwn) return accept(value);
  const text = textOf(value);
  return accept(text === null ? { kind: "unknown", origin: value.origin } : { kind: "string", value: text, origin: value.origin });
}

function toTexts(value: Value): Conversion {
  if (value.kind === "null") return accept(value);
  const items = value.kind === "array" ? value.items : [value];
  const result: ArrayValue = { kind: "array", items: items.map(elementText), origin: value.origin };
  return accept(result);
}

function elementText(item: Value): Value {
  if (item.kind === "string" || item.kind === "unknown") return item;
  const text = item.kind === "array" ? joined(item) : textOf(item);
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
  if (value.kind === "other" && value.type === "System.Management.Automation.SwitchParameter") {
    return accept({ kind: "unknown", origin: value.origin });
  }
  return refused;
}

function toSwitch(value: Value, isOwn: boolean): Conversion {
  if (value.kind === "boolean") return accept(value);
  if (value.kind === "other" && value.type === "System.Management.Automation.SwitchParameter") {
    return accept({ kind: "unknown", origin: value.origin });
  }
  if (isOwn) return value.kind === "null" ? accept({ kind: "boolean", value: false, origin: value.origin }) : refused;
  if (value.kind === "null") return accept({ kind: "boolean", value: true, origin: value.origin });
  if (value.kind === "number") return accept({ kind: "boolean", value: Number(value.value) !== 0, origin: value.origin });
  return { ok: false, id: "CannotConvertArgument" };
}

function toInteger(value: Value, least: bigint, most: bigint, type: "Int32" | "UInt32", isOwn: boolean): Conversion {
  const failed: Conversion = isOwn ? refused : { ok: false, id: "CannotConvertArgumentNoMessage" };
  const make = (whole: bigint | null): Conversion =>
    whole === null || whole < least || whole > most
      ? failed
      : accept({ kind: "number", type, value: whole, text: null, origin: value.origin });
  switch (value.kind) {
    case "null":
      return make(0n);
    case "boolean":
      return make(value.value ? 1n : 0n);
    case "number":
      return make(typeof value.value === "bigint" ? value.value : roundHalfEven(value.value));
    case "string": {
      const whole = wholeNumberOf(value.value);
      return whole === undefined ? accept({ kind: "unknown", origin: value.origin }) : make(whole);
    }
    case "other":
      return accept({ kind: "unknown", origin: value.origin });
    default:
      return failed;
  }
}

/** Rounds as .NET does: halves to the even neighbour. Null for what is no number. */
export function roundHalfEven(value: number): bigint | null {
  if (!Number.isFinite(value)) return null;
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest < 0.5) return BigInt(floor);
  if (rest > 0.5) return BigInt(floor + 1);
  return BigInt(floor % 2 === 0 ? floor : floor + 1);
}

const multipliers: Readonly<Record<string, number>> = {
  kb: 1024,
  mb: 1024 ** 2,
  gb: 1024 ** 3,
  tb: 1024 ** 4,
  pb: 1024 ** 5,
};

/** The whole number that PowerShell reads from a text (`25`, `0x10`, `1kb`, `25.5` → 26); null when it is none, undefined when we cannot say. */
export function wholeNumberOf(text: string): bigint | null | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return 0n;
  if (/^[+-]?\d+$/.test(trimmed)) return BigInt(trimmed.replace(/^\+/, ""));
  if (/^0x[\da-f]{1,8}$/i.test(trimmed)) return BigInt(trimmed);
  const real = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(kb|mb|gb|tb|pb)?$/i.exec(trimmed);
  if (real) return roundHalfEven(Number(real[1]) * (multipliers[(real[2] ?? "").toLowerCase()] ?? 1));
  // Suffixes, binary numbers, thousands separators, currency signs: PowerShell takes some of these.
  if (/^[+-]?[\d.,]/.test(trimmed) && /^[\d.,a-z+\-\s]+$/i.test(trimmed)) return undefined;
  return /\d/.test(trimmed) && !/[a-z]{2}|[^\x20-\x7e]|[_@/:;]/i.test(trimmed) ? undefined : null;
}

const namesOfDays = /jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|sun|mon|tue|wed|thu|fri|sat/i;

function toDateTime(value: Value): Conversion {
  switch (value.kind) {
    case "number":
      return someOther("System.DateTime", value);
    case "other":
      return value.type === "System.DateTime" ? accept(value) : accept({ kind: "unknown", origin: value.origin });
    case "string": {
      const text = value.value.trim();
      const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:$|[ T])/.exec(text);
      if (iso && text.length <= 10)
        return isDay(Number(iso[1]), Number(iso[2]), Number(iso[3])) ? someOther("System.DateTime", value) : refused;
      const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
      if (slashed) return isDay(Number(slashed[3]), Number(slashed[1]), Number(slashed[2])) ? someOther("System.DateTime", value) : refused;
      if (/^\d*$/.test(text) || /^\d+(\.\d+){3}$/.test(text)) return refused;
      // .NET's date parser takes a great many forms: only texts that hold neither a digit nor a name of its calendar are surely none.
      return /\d/.test(text) || namesOfDays.test(text) ? accept({ kind: "unknown", origin: value.origin }) : refused;
    }
    default:
      return refused;
  }
}

function isDay(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

const guidForms = [
  /^[\da-f]{32}$/i,
  /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i,
  /^\{[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\}$/i,
  /^\([\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\)$/i,
];

function toGuid(value: Value): Conversion {
  if (value.kind === "other") return value.type === "System.Guid" ? accept(value) : accept({ kind: "unknown", origin: value.origin });
  if (value.kind === "array") return accept({ kind: "unknown", origin: value.origin });
  if (value.kind !== "string") return refused;
  const text = value.value.trim();
  if (guidForms.some((form) => form.test(text))) {
    const hex = text.replace(/[^\da-f]/gi, "").toLowerCase();
    const plain = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
    return accept({ kind: "other", type: "System.Guid", text: plain, origin: value.origin });
  }
  return /^\{?0x/i.test(text) ? accept({ kind: "unknown", origin: value.origin }) : refused;
}

function toTimeSpan(value: Value): Conversion {
  switch (value.kind) {
    case "number":
      return typeof value.value === "bigint" ? someOther("System.TimeSpan", value) : refused;
    case "other":
      return value.type === "System.TimeSpan" ? accept(value) : accept({ kind: "unknown", origin: value.origin });
    case "string": {
      const text = value.value.trim();
      if (isTimeSpan(text)) return someOther("System.TimeSpan", value);
      return /^[-+]?[\d:.,]+$/.test(text) ? accept({ kind: "unknown", origin: value.origin }) : refused;
    }
    default:
      return refused;
  }
}

/** Days, `[d.]hh:mm[:ss[.fffffff]]`. Other forms exist; false says only that this is none of the usual ones. */
function isTimeSpan(text: string): boolean {
  if (/^-?\d{1,7}$/.test(text)) return true;
  const parts = /^-?(?:(\d{1,7})[.:])?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d{1,7})?)?$/.exec(text);
  if (!parts) return false;
  return Number(parts[2]) <= 23 && Number(parts[3]) <= 59 && Number(parts[4] ?? 0) <= 59;
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
