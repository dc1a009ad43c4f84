import { roundHalfEven } from "../../syntax/numbers.js";
import { equals, equalTexts } from "./compare.js";
import { convert } from "./convert.js";
import { format, formatValue } from "./format.js";
import { bool, char, decimal, double, FAILS, int, isChar, itemsOf, list, NULL, type Num, str, UNKNOWN, type Val } from "./model.js";
import { replaceText } from "./operator.js";
import { subjectIsPlain, translateRegex } from "./regex.js";
import { fullNumberText, textOf } from "./text.js";

/**
 * A property of a value that is neither table nor object nor list (those are the interpreter's affair).
 *
 * @param name in lower case
 */
export function property(value: Val, name: string): Val {
  if (isMethod(name)) return UNKNOWN;
  if (value.kind === "string" && name === "length") return int(value.value.length);
  switch (value.kind) {
    case "unknown":
    case "special":
    case "block":
    case "type":
      return UNKNOWN;
    case "null":
      return name === "count" || name === "length" ? int(0) : NULL;
    case "string":
    case "number":
    case "boolean":
      return name === "count" || name === "length" ? int(1) : isAdapted(name) ? UNKNOWN : NULL;
    case "other":
      return otherProperty(value.type, value.text, name);
    default:
      return UNKNOWN;
  }
}

/** Whether texts, numbers, tables or lists have a method of that name, in lower case: named without arguments it is a value, too. */
export function isMethod(name: string): boolean {
  return METHODS.has(name);
}

const METHODS: ReadonlySet<string> = new Set(
  (
    "equals gethashcode gettype tostring where foreach clone compareto contains copyto endswith enumeraterunes getenumerator getpinnablereference " +
    "gettypecode indexof indexofany insert isnormalized lastindexof lastindexofany normalize padleft padright remove replace replacelineendings " +
    "split startswith substring tochararray tolower tolowerinvariant toupper toupperinvariant trim trimend trimstart trycopyto tryformat toboolean " +
    "tobyte tochar todatetime todecimal todouble toint16 toint32 toint64 tosbyte tosingle totype touint16 touint32 touint64 add clear containskey " +
    "containsvalue getobjectdata ondeserialization removeat asreadonly setat getat tryadd trygetvalue get set address getlength getlonglength " +
    "getlowerbound getupperbound getvalue setvalue initialize addrange binarysearch sort reverse toarray item"
  ).split(" "),
);

function isAdapted(name: string): boolean {
  return name.startsWith("ps") || name === "chars" || name === "ispresent";
}

function otherProperty(type: string, text: string | null, name: string): Val {
  if (text === null) return UNKNOWN;
  if (type === "System.Version") {
    const index = ["major", "minor", "build", "revision"].indexOf(name);
    if (index >= 0) return int(Number(text.split(".")[index] ?? -1));
  }
  if (type === "System.Char" && (name === "count" || name === "length")) return int(1);
  return UNKNOWN;
}

/** Text arguments of a method; null where one is not a known string (or character). */
function texts(args: readonly Val[]): string[] | null {
  const result: string[] = [];
  for (const arg of args) {
    if (arg.kind === "string") result.push(arg.value);
    else if (isChar(arg)) result.push(arg.text);
    else if (arg.kind === "number" || arg.kind === "boolean") result.push(textOf(arg) ?? "");
    else return null;
  }
  return result;
}

function whole(arg: Val | undefined): number | null {
  if (!arg) return null;
  const converted = convert(arg, "Int32");
  return converted.kind === "number" ? Number(converted.value) : null;
}

/**
 * A method of a string, number, Boolean, character or null.
 *
 * @param name in lower case
 */
export function invoke(value: Val, name: string, args: readonly Val[]): Val {
  if (value.kind === "null") return FAILS;
  if (value.kind === "unknown" || args.some((arg) => arg.kind === "unknown")) return UNKNOWN;
  if (name === "equals" && args.length === 1) return equalsMethod(value, args[0] ?? NULL);
  if (value.kind === "string") return stringMethod(value.value, name, args);
  if (name === "tostring" && (value.kind === "number" || value.kind === "boolean" || value.kind === "other"))
    return toStringMethod(value, args);
  if (value.kind === "number" || value.kind === "boolean") return isCommonMethod(name) ? UNKNOWN : FAILS;
  return UNKNOWN;
}

function isCommonMethod(name: string): boolean {
  return ["tostring", "gettype", "compareto", "equals", "gethashcode", "gettypecode"].includes(name) || name.startsWith("to");
}

function equalsMethod(value: Val, argument: Val): Val {
  if (value.kind === "string" && argument.kind === "string") return bool(value.value === argument.value);
  return UNKNOWN;
}

function toStringMethod(value: Val, args: readonly Val[]): Val {
  if (args.length === 0) {
    const text = value.kind === "number" ? fullNumberText(value) : textOf(value);
    return text === null ? UNKNOWN : str(text);
  }
  const [specifier] = args;
  const takesFormat = value.kind === "number" || (value.kind === "other" && value.type === "System.DateTime");
  if (!takesFormat || args.length > 1 || specifier?.kind !== "string") return UNKNOWN;
  const text = formatValue(value, specifier.value);
  return text === null ? UNKNOWN : text === "fails" ? FAILS : str(text);
}

// .NET's culture-sensitive methods agree with ordinal ones on plain text.
function stringMethod(text: string, name: string, args: readonly Val[]): Val {
  const plain = subjectIsPlain(text) || !/[\p{Cc}\p{Mn}\p{Cf}]/u.test(text);
  if (!plain) return UNKNOWN;
  const words = texts(args);
  switch (name) {
    case "toupper":
    case "toupperinvariant":
      return args.length === 0 ? str(upper(text)) : UNKNOWN;
    case "tolower":
    case "tolowerinvariant":
      return args.length === 0 ? str(text.toLowerCase()) : UNKNOWN;
    case "trim":
    case "trimstart":
    case "trimend":
      return trim(text, name, args);
    case "tostring":
    case "clone":
      return args.length === 0 ? str(text) : UNKNOWN;
    case "substring":
      return substring(text, args);
    case "replace":
      return words?.length === 2 && args.every((arg) => arg.kind !== "number" && arg.kind !== "boolean")
        ? replaceMethod(text, words)
        : UNKNOWN;
    case "split":
      return splitMethod(text, args);
    case "contains":
    case "startswith":
    case "endswith":
      return search(text, name, args, words);
    case "indexof":
    case "lastindexof":
      return words?.length === 1 && words[0] !== undefined && subjectIsPlain(words[0]) && words[0] !== ""
        ? int(name === "indexof" ? text.indexOf(words[0]) : text.lastIndexOf(words[0]))
        : UNKNOWN;
    case "padleft":
    case "padright":
      return pad(text, name, args);
    case "insert": {
      const at = whole(args[0]);
      const inserted = words?.[1];
      if (args.length !== 2 || at === null || inserted === undefined) return UNKNOWN;
      return at < 0 || at > text.length ? FAILS : str(text.slice(0, at) + inserted + text.slice(at));
    }
    case "remove": {
      const at = whole(args[0]);
      const count = args.length > 1 ? whole(args[1]) : text.length - (at ?? 0);
      if (args.length === 0 || args.length > 2 || at === null || count === null) return UNKNOWN;
      if (at < 0 || count < 0 || at + count > text.length) return FAILS;
      return str(text.slice(0, at) + text.slice(at + count));
    }
    case "tochararray":
      return args.length === 0 ? list([...text].map(char), "Char") : UNKNOWN;
    case "compareto":
    case "gettype":
    case "gethashcode":
    case "getenumerator":
    case "normalize":
    case "isnormalized":
    case "indexofany":
    case "lastindexofany":
    case "copyto":
    case "gettypecode":
      return UNKNOWN;
    default:
      return name.startsWith("to") ? UNKNOWN : FAILS;
  }
}

// JavaScript's upper case turns ß into SS; .NET keeps it.
function upper(text: string): string {
  let result = "";
  for (const c of text) {
    const up = c.toUpperCase();
    result += up.length === c.length ? up : c;
  }
  return result;
}

function trim(text: string, name: string, args: readonly Val[]): Val {
  let characters: string | null = null;
  if (args.length > 0) {
    const flat = args.flatMap((arg) => (arg.kind === "list" ? (itemsOf(arg) ?? [UNKNOWN]) : [arg]));
    const parts = texts(flat);
    if (!parts || args.some((arg) => arg.kind === "number" || arg.kind === "boolean")) return UNKNOWN;
    if (args.length > 1 && parts.some((part) => part.length !== 1)) return UNKNOWN;
    characters = parts.join("");
    if (characters === "") return UNKNOWN;
  }
  const isTrimmed = (c: string): boolean => (characters === null ? /\s/.test(c) : characters.includes(c));
  let start = 0;
  let end = text.length;
  if (name !== "trimend") while (start < end && isTrimmed(text[start] ?? "")) start++;
  if (name !== "trimstart") while (end > start && isTrimmed(text[end - 1] ?? "")) end--;
  return str(text.slice(start, end));
}

function substring(text: string, args: readonly Val[]): Val {
  const at = whole(args[0]);
  const count = args.length > 1 ? whole(args[1]) : text.length - (at ?? 0);
  if (args.length === 0 || args.length > 2 || at === null || count === null) return UNKNOWN;
  if (at < 0 || count < 0 || at + count > text.length) return FAILS;
  return str(text.slice(at, at + count));
}

function replaceMethod(text: string, [from = "", to = ""]: readonly string[]): Val {
  return from === "" ? FAILS : str(text.split(from).join(to));
}

function splitMethod(text: string, args: readonly Val[]): Val {
  if (args.length === 0) return UNKNOWN;
  const [first, second] = args;
  if (args.length > 1 && !(second && (second.kind === "string" || second.kind === "number"))) return UNKNOWN;
  const separators =
    first?.kind === "list"
      ? texts(itemsOf(first) ?? [UNKNOWN])
      : first?.kind === "string" || (first && isChar(first))
        ? texts([first])
        : null;
  if (!separators) return UNKNOWN;
  // A string is one separator in PowerShell 7 and a set of characters in 5.1: the same only for one character.
  if (separators.some((one) => one.length !== 1)) return UNKNOWN;
  let isEmptyKept = true;
  if (second) {
    if (second.kind !== "string" || !/^removeemptyentries$/i.test(second.value)) return UNKNOWN;
    isEmptyKept = false;
  }
  const pieces: string[] = [];
  let piece = "";
  for (const c of text) {
    if (separators.includes(c)) {
      pieces.push(piece);
      piece = "";
    } else piece += c;
  }
  pieces.push(piece);
  return list(
    pieces.filter((one) => isEmptyKept || one !== "").map((one) => str(one)),
    "String",
  );
}

function search(text: string, name: string, args: readonly Val[], words: readonly string[] | null): Val {
  const [wanted] = words ?? [];
  if (wanted === undefined || args.length > 2 || !subjectIsPlain(wanted) || wanted === "")
    return wanted === "" && args.length === 1 ? bool(true) : UNKNOWN;
  let a = text;
  let b = wanted;
  if (args.length === 2) {
    const [, mode] = args;
    if (mode?.kind !== "string") return UNKNOWN;
    if (/ignorecase$/i.test(mode.value)) {
      a = a.toLowerCase();
      b = b.toLowerCase();
    } else if (!/^(ordinal|currentculture|invariantculture)$/i.test(mode.value)) return UNKNOWN;
  }
  return bool(name === "contains" ? a.includes(b) : name === "startswith" ? a.startsWith(b) : a.endsWith(b));
}

function pad(text: string, name: string, args: readonly Val[]): Val {
  const width = whole(args[0]);
  const fill = args.length > 1 ? texts(args.slice(1))?.[0] : " ";
  if (args.length === 0 || args.length > 2 || width === null || fill === undefined || fill.length !== 1 || width > 10_000) return UNKNOWN;
  if (width < 0) return FAILS;
  return str(name === "padleft" ? text.padStart(width, fill) : text.padEnd(width, fill));
}

/**
 * A static method.
 *
 * @param type as `typeName` gives it
 * @param name in lower case
 */
export function invokeStatic(type: string, name: string, args: readonly Val[], separator = " "): Val {
  if (args.some((arg) => arg.kind === "unknown")) return UNKNOWN;
  switch (type) {
    case "Math":
      return mathMethod(name, args);
    case "String":
      return stringStatic(name, args, separator);
    case "Convert":
      return convertStatic(name, args);
    case "Regex":
    case "text.regularexpressions.regex":
      return regexStatic(name, args);
    case "Int32":
    case "Int64":
    case "Double":
    case "Boolean":
    case "Guid":
    case "TimeSpan":
    case "Version":
    case "IPAddress":
      if (name === "parse" && args.length === 1 && args[0]?.kind === "string" && /^[\w.:-]+$/.test(args[0].value))
        return parseStatic(type, args[0]);
      return UNKNOWN;
    default:
      return UNKNOWN;
  }
}

function parseStatic(type: string, text: Val & { kind: "string" }): Val {
  if (type === "Int32" || type === "Int64") return /^-?\d+$/.test(text.value) ? convert(text, type) : FAILS;
  if (type === "Double") return /^-?\d+(\.\d+)?$/.test(text.value) ? convert(text, type) : UNKNOWN;
  if (type === "Boolean") return /^(true|false)$/i.test(text.value) ? bool(text.value.toLowerCase() === "true") : FAILS;
  return convert(text, type);
}

function mathMethod(name: string, args: readonly Val[]): Val {
  const numbers = args.map((arg) =>
    arg.kind === "number" && arg.type !== "BigInteger" ? arg : arg.kind === "string" ? convert(arg, "Double") : UNKNOWN,
  );
  const [a, b] = numbers;
  if (a === FAILS || b === FAILS) return FAILS;
  if (a?.kind !== "number" || (args.length > 1 && b?.kind !== "number")) return UNKNOWN;
  const isWhole = typeof a.value === "bigint";
  const small = a.type === "Int32" || a.type === "Int64";
  switch (name) {
    case "abs":
      if (args.length !== 1) return UNKNOWN;
      if (isWhole)
        return small && BigInt(a.value) > -0x80000000n
          ? { ...a, value: BigInt(a.value) < 0n ? -BigInt(a.value) : a.value, text: null, origin: null }
          : UNKNOWN;
      if (a.scaled)
        return {
          ...a,
          value: Math.abs(Number(a.value)),
          scaled: { digits: a.scaled.digits < 0n ? -a.scaled.digits : a.scaled.digits, scale: a.scaled.scale },
          text: null,
          origin: null,
        };
      return a.type === "Double" ? { ...a, value: Math.abs(Number(a.value)), text: null, origin: null } : UNKNOWN;
    case "floor":
    case "ceiling":
    case "truncate":
    case "round":
      return rounding(name, a, b, args.length);
    case "max":
    case "min": {
      if (args.length !== 2 || b?.kind !== "number" || a.type !== b.type || a.scaled) return UNKNOWN;
      const first = a.value >= b.value;
      return { ...((name === "max") === first ? a : b), text: null, origin: null };
    }
    case "pow": {
      const power = b?.kind === "number" ? Number(a.value) ** Number(b.value) : Number.NaN;
      // The last digits of others are not the same everywhere.
      return args.length === 2 && Number.isSafeInteger(power) ? double(power) : UNKNOWN;
    }
    case "sqrt":
      return args.length === 1 ? { kind: "number", type: "Double", value: Math.sqrt(Number(a.value)), text: null, origin: null } : UNKNOWN;
    default:
      return UNKNOWN;
  }
}

// A whole number goes in as Decimal, and Decimal comes out.
function rounding(name: string, a: Val & { kind: "number" }, b: Val | undefined, count: number): Val {
  const digits = count === 1 ? 0 : count === 2 && b?.kind === "number" && b.type === "Int32" ? Number(b.value) : null;
  if (digits === null || (digits !== 0 && name !== "round")) return UNKNOWN;
  if (a.type === "Decimal") return roundScaled(name, a, digits);
  if (typeof a.value === "bigint") return decimal({ digits: a.value, scale: 0 });
  const value = Number(a.value);
  if (digits !== 0) {
    if (digits < 0 || digits > 15 || Math.abs(value) > 1e15) return UNKNOWN;
    const scaled = value * 10 ** digits;
    return double(roundHalfEven(scaled) / 10 ** digits);
  }
  const result =
    name === "floor"
      ? Math.floor(value)
      : name === "ceiling"
        ? Math.ceil(value)
        : name === "truncate"
          ? Math.trunc(value)
          : roundHalfEven(value);
  return double(result);
}

function roundScaled(name: string, { scaled }: Num, digits: number): Val {
  if (digits !== 0 || !scaled) return UNKNOWN;
  const unit = 10n ** BigInt(scaled.scale);
  const rest = ((scaled.digits % unit) + unit) % unit;
  const floor = (scaled.digits - rest) / unit;
  const up =
    name === "ceiling"
      ? rest > 0n
      : name === "round"
        ? rest * 2n > unit || (rest * 2n === unit && floor % 2n !== 0n)
        : name === "truncate" && scaled.digits < 0n && rest > 0n;
  const result = up ? floor + 1n : floor;
  return decimal({ digits: result, scale: 0 });
}

function stringStatic(name: string, args: readonly Val[], separator: string): Val {
  const [first, ...rest] = args;
  switch (name) {
    case "join": {
      const glue = first ? textOf(first) : null;
      const items = rest.length === 1 && rest[0]?.kind === "list" ? itemsOf(rest[0]) : rest;
      if (glue === null || !items || rest.length === 0 || (rest.length === 1 && rest[0]?.kind === "null")) return UNKNOWN;
      const parts: string[] = [];
      for (const item of items) {
        const text = item.kind === "list" || item.kind === "unknown" ? null : textOf(item, separator);
        if (text === null) return UNKNOWN;
        parts.push(text);
      }
      return str(parts.join(glue));
    }
    case "format": {
      if (first?.kind !== "string") return UNKNOWN;
      // Nothing is taken for the array of arguments.
      if (rest.length === 1 && rest[0]?.kind === "null") return FAILS;
      const values = rest.length === 1 && rest[0]?.kind === "list" ? rest[0] : list(rest);
      const text = format(first.value, values);
      return text === null ? UNKNOWN : text === "fails" ? FAILS : str(text);
    }
    case "isnullorempty":
    case "isnullorwhitespace": {
      if (args.length !== 1 || !first) return UNKNOWN;
      const text = textOf(first, separator);
      return text === null ? UNKNOWN : bool(name === "isnullorempty" ? text === "" : text.trim() === "");
    }
    case "concat": {
      const parts = texts(args);
      return parts ? str(parts.join("")) : UNKNOWN;
    }
    case "equals":
      return args.length === 2 && args[0]?.kind === "string" && args[1]?.kind === "string"
        ? bool(args[0].value === args[1].value)
        : UNKNOWN;
    default:
      return UNKNOWN;
  }
}

function convertStatic(name: string, args: readonly Val[]): Val {
  const [value] = args;
  if (!value || args.length !== 1 || value.kind === "list") return UNKNOWN;
  switch (name) {
    case "toint32":
      return value.kind === "number" || value.kind === "boolean" || (value.kind === "string" && /^-?\d+$/.test(value.value))
        ? convert(value, "Int32")
        : UNKNOWN;
    case "tostring": {
      const text = textOf(value);
      return text === null ? UNKNOWN : str(text);
    }
    case "toboolean":
      if (value.kind === "string")
        return /^\s*(true|false)\s*$/i.test(value.value) ? bool(value.value.trim().toLowerCase() === "true") : FAILS;
      return value.kind === "number" || value.kind === "boolean" ? convert(value, "Boolean") : UNKNOWN;
    default:
      return UNKNOWN;
  }
}

function regexStatic(name: string, args: readonly Val[]): Val {
  const words = texts(args);
  if (!words) return UNKNOWN;
  const [text = "", pattern = "", replacement = ""] = words;
  switch (name) {
    case "escape":
      return args.length === 1 && subjectIsPlain(text)
        ? str(
            text
              .replace(/[\\*+?|{[()^$.# ]/g, "\\$&")
              .replaceAll("\n", "\\n")
              .replaceAll("\t", "\\t")
              .replaceAll("\r", "\\r"),
          )
        : UNKNOWN;
    case "replace": {
      if (args.length !== 3) return UNKNOWN;
      const result = replaceText(text, pattern, replacement, false);
      return result === null ? UNKNOWN : result === "fails" ? FAILS : str(result.text);
    }
    case "ismatch": {
      const regex = args.length === 2 ? translateRegex(pattern, false) : null;
      if (regex === "fault") return FAILS;
      return regex && subjectIsPlain(text) && !text.includes("\n") ? bool(regex.test(text)) : UNKNOWN;
    }
    default:
      return UNKNOWN;
  }
}

/** A static property. */
export function staticProperty(type: string, name: string): Val {
  if (type === "String" && name === "empty") return str("");
  if (type === "Int32" && name === "maxvalue") return int(2147483647);
  if (type === "Int32" && name === "minvalue") return int(-2147483648);
  if (type === "Int64" && name === "maxvalue")
    return { kind: "number", type: "Int64", value: 9223372036854775807n, text: null, origin: null };
  return UNKNOWN;
}

/** Whether a list holds a value, as its `.Contains()` sees it (case counts). */
export function listContains(items: readonly Val[], wanted: Val): Val {
  let isSure = true;
  for (const item of items) {
    if (item.kind === "string" && wanted.kind === "string") {
      if (item.value === wanted.value) return bool(true);
      continue;
    }
    if (item.kind === wanted.kind && equals(item, wanted, false) === true) return bool(true);
    if (item.kind === "unknown" || item.kind === wanted.kind) isSure = false;
  }
  return isSure ? bool(false) : UNKNOWN;
}

/** The position of a value in a list, as `.IndexOf()` sees it. */
export function listIndex(items: readonly Val[], wanted: Val): Val {
  for (const [i, item] of items.entries()) {
    if (item.kind !== "string" || wanted.kind !== "string") return UNKNOWN;
    if (equalTexts(item.value, wanted.value, false) === true) return int(i);
  }
  return int(-1);
}
