import type { NumberType } from "../value.js";
import { parseDateTime, parseGuid, parseIpAddress, parseMailAddress, parseTimeSpan, parseUri, parseVersion, ticksText } from "./dotnet.js";
import {
  bool,
  char,
  decimal,
  double,
  FAILS,
  isChar,
  itemsOf,
  list,
  NULL,
  type Num,
  num,
  other,
  str,
  UNKNOWN,
  type Val,
  withOrigin,
} from "./model.js";
import { fitInto, isInteger, numberInText, toDecimal, toDouble, toWhole } from "./number.js";
import { textOf, truth } from "./text.js";

const TYPES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    int: "Int32",
    int32: "Int32",
    long: "Int64",
    int64: "Int64",
    short: "Int16",
    int16: "Int16",
    byte: "Byte",
    sbyte: "SByte",
    uint: "UInt32",
    uint32: "UInt32",
    ulong: "UInt64",
    uint64: "UInt64",
    ushort: "UInt16",
    uint16: "UInt16",
    double: "Double",
    float: "Single",
    single: "Single",
    decimal: "Decimal",
    bigint: "BigInteger",
    "numerics.biginteger": "BigInteger",
    string: "String",
    bool: "Boolean",
    boolean: "Boolean",
    char: "Char",
    object: "Object",
    psobject: "PSObject",
    "management.automation.psobject": "PSObject",
    pscustomobject: "PSCustomObject",
    "management.automation.pscustomobject": "PSCustomObject",
    array: "Array",
    hashtable: "Hashtable",
    "collections.hashtable": "Hashtable",
    ordered: "Ordered",
    "collections.specialized.ordereddictionary": "OrderedDictionary",
    "collections.arraylist": "ArrayList",
    arraylist: "ArrayList",
    switch: "SwitchParameter",
    "management.automation.switchparameter": "SwitchParameter",
    scriptblock: "ScriptBlock",
    "management.automation.scriptblock": "ScriptBlock",
    void: "Void",
    datetime: "DateTime",
    timespan: "TimeSpan",
    guid: "Guid",
    version: "Version",
    ipaddress: "IPAddress",
    "net.ipaddress": "IPAddress",
    mailaddress: "MailAddress",
    "net.mail.mailaddress": "MailAddress",
    uri: "Uri",
    regex: "Regex",
    "text.regularexpressions.regex": "Regex",
    type: "Type",
    math: "Math",
    convert: "Convert",
    environment: "Environment",
    "io.path": "Path",
    enum: "Enum",
  }),
);

const FULL_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    DateTime: "System.DateTime",
    TimeSpan: "System.TimeSpan",
    Guid: "System.Guid",
    Version: "System.Version",
    IPAddress: "System.Net.IPAddress",
    MailAddress: "System.Net.Mail.MailAddress",
    Uri: "System.Uri",
    Char: "System.Char",
  }),
);

/** A type's short .NET name (`int` → `Int32`, `string[]` → `String[]`); what is not known comes back in lower case. */
export function typeName(written: string): string {
  const text = written.replace(/[\s`]/g, "").toLowerCase();
  if (text.endsWith("[]")) return `${typeName(text.slice(0, -2))}[]`;
  const generic = /^(?:system\.)?collections\.generic\.list\[(.+)\]$/.exec(text);
  if (generic?.[1]) return `List[${typeName(generic[1])}]`;
  const plain = text.startsWith("system.") ? text.slice(7) : text;
  return TYPES.get(plain) ?? plain;
}

/** The .NET name of a value's type, as `-is` sees it (short), or null when it is not known. */
export function typeOf(value: Val): string | null {
  switch (value.kind) {
    case "boolean":
      return "Boolean";
    case "string":
      return "String";
    case "number":
      return value.type;
    case "other":
      return value.type.slice(value.type.lastIndexOf(".") + 1);
    case "list":
      if (value.canGrow) return value.element === "object" ? "ArrayList" : `List[${value.element}]`;
      return value.element === "object" ? "Object[]" : `${value.element}[]`;
    case "table":
      if (value.isOfCall) return "PSBoundParametersDictionary";
      return value.isOrdered ? "OrderedDictionary" : "Hashtable";
    case "object":
      return value.type;
    case "block":
      return "ScriptBlock";
    default:
      return null;
  }
}

const NUMBER_TYPES: ReadonlySet<string> = new Set([
  "Byte",
  "SByte",
  "Int16",
  "UInt16",
  "Int32",
  "UInt32",
  "Int64",
  "UInt64",
  "BigInteger",
  "Single",
  "Double",
  "Decimal",
]);

export function isNumberType(type: string): type is NumberType {
  return NUMBER_TYPES.has(type);
}

/**
 * `[type]value` for the types that need no heap (tables and objects are the interpreter's affair).
 *
 * @param type as `typeName` gives it
 * @param separator `$OFS`, for arrays that become strings
 */
export function convert(value: Val, type: string, separator = " "): Val {
  if (value.kind === "unknown") return value === FAILS ? FAILS : UNKNOWN;
  if (type.endsWith("[]")) return convertToArray(value, type.slice(0, -2), separator);
  if (isNumberType(type)) return convertToNumber(value, type);
  switch (type) {
    case "String":
      return convertToString(value, separator);
    case "Boolean": {
      const known = truth(value);
      return known === null ? UNKNOWN : value.kind === "boolean" ? value : bool(known);
    }
    case "SwitchParameter":
      return value.kind === "boolean"
        ? value
        : value.kind === "null"
          ? bool(false)
          : value.kind === "object" || value.kind === "special"
            ? UNKNOWN
            : FAILS;
    case "Object":
      return value;
    case "PSObject":
      return value.kind === "table" ? UNKNOWN : value;
    case "Array":
      return convertToArray(value, "Object", separator);
    case "Void":
      return NULL;
    case "Char":
      return convertToChar(value);
    case "ScriptBlock":
      return value.kind === "block" ? value : UNKNOWN;
    case "Hashtable":
      return value.kind === "table" && !value.isOrdered ? value : value.kind === "null" ? NULL : UNKNOWN;
    case "ArrayList":
      return convertToList(value, "object");
    default:
      if (type.startsWith("List[")) return convertToList(value, type.slice(5, -1));
      return convertToDotNet(value, type);
  }
}

function convertToString(value: Val, separator: string): Val {
  if (value.kind === "string") return value;
  const text = textOf(value, separator);
  return text === null ? UNKNOWN : str(text, value.kind === "number" ? value.origin : null);
}

function convertToArray(value: Val, elementType: string, separator: string): Val {
  if (value.kind === "null") return NULL;
  const element = elementType === "Object" ? "object" : elementType;
  if (value.kind === "list") {
    if (value.element === element && !value.canGrow) return value;
    const items = itemsOf(value);
    if (!items) return list(null, element);
    return convertItems(items, elementType, element, separator);
  }
  // A table is one element; a string is one element except for char[].
  if (elementType === "Char" && value.kind === "string") return list([...value.value].map(char), "Char");
  if (value.kind === "special" && value.what.is === "enumerator") return UNKNOWN;
  return convertItems([value], elementType, element, separator);
}

function convertItems(items: readonly Val[], elementType: string, element: string, separator: string): Val {
  if (elementType === "Object") return list(items, element);
  const converted: Val[] = [];
  for (const item of items) {
    const result = convert(item, elementType, separator);
    if (result === FAILS) return FAILS;
    converted.push(result);
  }
  return list(converted, element);
}

function convertToList(value: Val, element: string): Val {
  if (value.kind === "null") return NULL;
  const items = value.kind === "list" ? itemsOf(value) : [value];
  if (value.kind === "list" && value.canGrow && value.element === element) return value;
  if (value.kind === "table") return UNKNOWN;
  const isAny = element.toLowerCase() === "object";
  const held = isAny ? items : (items?.map((item) => (item.kind === "null" ? UNKNOWN : convert(item, element))) ?? null);
  return held?.includes(FAILS) ? UNKNOWN : { ...list(held, element), canGrow: true };
}

function convertToChar(value: Val): Val {
  if (isChar(value)) return value;
  if (value.kind === "string") return value.value.length === 1 ? char(value.value) : FAILS;
  if (value.kind === "null") return char("\0");
  if (value.kind !== "number" || !isInteger(value.type)) return UNKNOWN;
  const code = Number(value.value);
  return code >= 0 && code <= 0xffff ? char(String.fromCharCode(code)) : FAILS;
}

/** The number that `[type]value` gives. */
function convertToNumber(value: Val, type: NumberType): Val {
  switch (value.kind) {
    case "null":
      return withNumber(0n, type);
    case "boolean":
      return withNumber(value.value ? 1n : 0n, type);
    case "number":
      return value.type === type ? value : renumber(value, type);
    case "string":
      return stringToNumber(value.value, type);
    case "other":
      if (isChar(value) && isInteger(type)) return fitInto(type, BigInt(value.text.charCodeAt(0))) ?? FAILS;
      return UNKNOWN;
    case "list":
    case "table":
      return FAILS;
    default:
      return UNKNOWN;
  }
}

function withNumber(value: bigint, type: NumberType): Num {
  if (isInteger(type)) return num(type, value);
  return type === "Decimal" ? decimal({ digits: value, scale: 0 }) : num(type, Number(value));
}

function renumber(value: Num, type: NumberType): Val {
  if (type === "BigInteger") return typeof value.value === "bigint" ? num(type, value.value) : UNKNOWN;
  if (isInteger(type)) {
    const whole = toWhole(value);
    const result = whole === null ? null : fitInto(type, whole);
    return result ? withOrigin(result, value.origin) : FAILS;
  }
  if (type === "Decimal") {
    const scaled = toDecimal(value);
    return scaled ? decimal(scaled, value.origin) : FAILS;
  }
  const result = toDouble(value);
  return num(type, type === "Single" ? Math.fround(result) : result, value.origin);
}

/** A string that takes part in arithmetic with a number of `hint`'s type. */
export function operandNumber(text: string, hint: NumberType): Val {
  const trimmed = text.trim();
  if (trimmed === "") return num("Int32", 0n);
  if (!isPlain(trimmed)) return UNKNOWN;
  // The sign belongs to the number only where a number follows at once.
  return numberInText(trimmed) ?? stringToNumber(trimmed, hint);
}

const WITH_SEPARATORS = /^[+-]?\d[\d,]*(\.\d*)?(e[+-]?\d+)?$/i;
const PLAIN_NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

// Digits and blanks of other scripts: .NET refuses most of them, and which ones is not worth knowing.
function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7e) return false;
  return true;
}

function stringToNumber(text: string, type: NumberType): Val {
  if (text === "") return withNumber(0n, type);
  const trimmed = text.trim();
  if (!isPlain(text)) return /^[^\d]*$/.test(text) && /[a-z]/i.test(text) ? FAILS : isInteger(type) ? FAILS : UNKNOWN;
  if (trimmed === "") return withNumber(0n, type);
  if (!isInteger(type)) {
    const special = specialDouble(trimmed, type);
    if (special) return special;
  }
  if (isInteger(type) && /^[#&]/.test(trimmed)) return UNKNOWN;
  const plain = PLAIN_NUMBER.test(trimmed) || WITH_SEPARATORS.test(trimmed) ? trimmed.replaceAll(",", "") : null;
  const parsed = plain === null ? numberInText(trimmed) : plainNumber(plain, type);
  if (!parsed) return FAILS;
  return renumber(parsed, type);
}

function plainNumber(text: string, type: NumberType): Num | null {
  if (/^[+-]?\d+$/.test(text)) {
    const whole = BigInt(text.replace("+", ""));
    if (isInteger(type)) return fitInto(type, whole);
  }
  return type === "Decimal" ? numberInText(`${text}d`) : double(Number(text));
}

function specialDouble(text: string, type: NumberType): Val | null {
  if (type === "Decimal") return null;
  if (/^nan$/i.test(text)) return num(type, Number.NaN);
  if (/^\+?infinity$/i.test(text)) return num(type, Number.POSITIVE_INFINITY);
  if (/^-infinity$/i.test(text)) return num(type, Number.NEGATIVE_INFINITY);
  return null;
}

function convertToDotNet(value: Val, type: string): Val {
  const full = FULL_NAMES.get(type);
  if (!full) return UNKNOWN;
  if (value.kind === "other" && value.type === full) return value;
  if (value.kind === "null") return type === "TimeSpan" || type === "DateTime" || type === "Guid" ? FAILS : NULL;
  if (value.kind === "string") return textToDotNet(value.value, type, full);
  if (value.kind === "number") return numberToDotNet(value, type, full);
  return UNKNOWN;
}

function textToDotNet(text: string, type: string, full: string): Val {
  const parsed = parseDotNet(text, type);
  return parsed === "unsure" ? UNKNOWN : parsed === "fault" ? FAILS : other(full, parsed);
}

function parseDotNet(text: string, type: string): string {
  switch (type) {
    case "TimeSpan":
      return parseTimeSpan(text);
    case "DateTime":
      return parseDateTime(text);
    case "Guid":
      return parseGuid(text);
    case "Version":
      return parseVersion(text);
    case "IPAddress":
      return parseIpAddress(text);
    case "MailAddress":
      return parseMailAddress(text);
    case "Uri":
      return parseUri(text);
    default:
      return "unsure";
  }
}

function numberToDotNet(value: Num, type: string, full: string): Val {
  if (type === "TimeSpan") return typeof value.value === "bigint" ? other(full, ticksText(value.value)) : UNKNOWN;
  if (type === "DateTime" && value.value === 0n) return other(full, "0001-01-01T00:00:00.0000000");
  if (type === "Version") {
    const text = textOf(value);
    return text === null ? UNKNOWN : textToDotNet(text, type, full);
  }
  return UNKNOWN;
}
