import type { NumberType } from "../value.js";
import { compare, contains, isOfType } from "./compare.js";
import { convert, operandNumber, typeName } from "./convert.js";
import { format } from "./format.js";
import {
  bool,
  char,
  FAILS,
  int,
  isChar,
  itemsOf,
  type ListRef,
  list,
  NULL,
  type Num,
  num,
  str,
  UNKNOWN,
  type Val,
  withOrigin,
} from "./model.js";
import { type ArithmeticOperator, arithmetic, bitwise, bitwiseNot, isInteger, negate, toWhole } from "./number.js";
import { expandReplacement, subjectIsPlain, translateRegex } from "./regex.js";
import { textOf, truth } from "./text.js";

/** Longer results are not worth knowing. */
const MAX_TEXT = 100_000;
const MAX_ITEMS = 5_000;

/**
 * A binary operator on two evaluated operands, except those that decide whether the right one is evaluated at all (`-and`,
 * `-or`, `??`). FAILS where PowerShell reports an error.
 *
 * @param operator lower case with an ASCII dash
 * @param separator `$OFS`, which joins arrays that become strings
 */
export function binary(operator: string, left: Val, right: Val, separator = " "): Val {
  switch (operator) {
    case "+":
      return add(left, right, separator);
    case "*":
      return multiply(left, right);
    case "-":
    case "/":
    case "%":
      return numeric(operator, left, right);
    case "..":
      return range(left, right);
    case "-f":
      return formatOperator(left, right, separator);
    case "-join":
      return join(left, right, separator);
    case "-xor":
      return logical(left, right);
    case "-band":
    case "-bor":
    case "-bxor":
    case "-shl":
    case "-shr":
      return bits(operator, left, right);
    case "-is":
    case "-isnot":
      return typeTest(left, right, operator === "-is");
    case "-as":
      return asType(left, right, separator);
    default:
      return named(operator, left, right, separator);
  }
}

const NAMED = /^-([ci]?)(not)?(replace|split|contains|in)$/;

function named(operator: string, left: Val, right: Val, separator: string): Val {
  const match = NAMED.exec(operator);
  if (match) {
    const ignoreCase = match[1] !== "c";
    switch (match[3]) {
      case "replace":
        return replace(left, right, ignoreCase, separator);
      case "split":
        return split(left, right, ignoreCase, separator);
      case "contains":
      case "in": {
        const [collection, wanted] = match[3] === "in" ? [right, left] : [left, right];
        const found = contains(collection, wanted, ignoreCase);
        return match[2] && found.kind === "boolean" ? bool(!found.value) : found;
      }
    }
  }
  return compare(operator.slice(1), left, right) ?? UNKNOWN;
}

/** A unary operator other than `++` and `--`. */
export function unary(operator: string, value: Val, separator = " "): Val {
  switch (operator) {
    case "!":
    case "-not": {
      const known = truth(value);
      return known === null ? UNKNOWN : bool(!known);
    }
    case "-":
    case "+": {
      if (value.kind === "null") return int(0);
      const number = operand(value, "Int32");
      if (number.kind !== "number") return number;
      return operator === "+" ? { ...number, text: null } : negate(number);
    }
    case "-bnot": {
      const number = value.kind === "null" ? int(0) : operand(value, "Int32");
      return number.kind === "number" ? bitwiseNot(number) : number;
    }
    case "-join":
      return join(value, str(""), separator);
    case "-split":
    case "-csplit":
    case "-isplit":
      return unarySplit(value, separator);
    default:
      return UNKNOWN;
  }
}

/** A number operand of arithmetic: numbers, Booleans, characters, null and numeric strings. */
function operand(value: Val, hint: NumberType): Num | typeof UNKNOWN {
  switch (value.kind) {
    case "number":
      return value;
    case "null":
      return int(0);
    case "boolean":
      return int(value.value ? 1 : 0);
    case "string": {
      const number = operandNumber(value.value, hint);
      return number.kind === "number" ? number : number === FAILS ? FAILS : UNKNOWN;
    }
    case "list":
    case "table":
    case "block":
      return FAILS;
    case "other":
      return isChar(value) ? int(value.text.charCodeAt(0)) : UNKNOWN;
    default:
      return UNKNOWN;
  }
}

function typeHint(other: Val): NumberType {
  return other.kind === "number" ? other.type : "Int32";
}

function numeric(operator: ArithmeticOperator, left: Val, right: Val): Val {
  if (left.kind === "unknown" || right.kind === "unknown") return UNKNOWN;
  if (left.kind === "other" && !isChar(left)) return UNKNOWN;
  // Truth values and characters count with whole numbers only.
  if (isOdd(left) && right.kind === "number" && !isInteger(right.type)) return FAILS;
  if (isOdd(right) && left.kind === "number" && !isInteger(left.type)) return UNKNOWN;
  const a = operand(left, typeHint(right));
  if (a.kind !== "number") return a;
  const b = operand(right, typeHint(a));
  if (b.kind !== "number") return b;
  return arithmetic(operator, a, b);
}

function isOdd(value: Val): boolean {
  return value.kind === "boolean" || isChar(value);
}

function add(left: Val, right: Val, separator: string): Val {
  if (left.kind === "unknown") return UNKNOWN;
  if (left.kind === "null") return right.kind === "null" ? NULL : right;
  if (left.kind === "list") return addToList(left, right);
  if (right.kind === "unknown") return UNKNOWN;
  if (isChar(left) && right.kind === "number") return UNKNOWN;
  if (left.kind === "string" || isChar(left)) {
    const text = textOf(right, separator);
    const first = textOf(left);
    return text === null || first === null || first.length + text.length > MAX_TEXT ? UNKNOWN : str(first + text);
  }
  if (left.kind === "table") return right.kind === "table" ? UNKNOWN : FAILS;
  return numeric("+", left, right);
}

function addToList(left: Val & { kind: "list" }, right: Val): Val {
  const items = itemsOf(left);
  const more = right.kind === "list" ? itemsOf(right) : right.kind === "null" && right.isVoid ? [] : [right];
  if (right.kind === "unknown" || !items || !more || items.length + more.length > MAX_ITEMS) return list(null);
  if (left.canGrow && left.element === "object" && right.kind === "special") return UNKNOWN;
  return list([...items, ...more]);
}

function multiply(left: Val, right: Val): Val {
  if (left.kind === "unknown") return UNKNOWN;
  if (left.kind === "null") return NULL;
  if (left.kind === "boolean" || isChar(left)) return FAILS;
  if (left.kind !== "string" && left.kind !== "list") return numeric("*", left, right);
  const count = convert(right, "Int32");
  if (count.kind !== "number") return count;
  const times = Number(count.value);
  if (times < 0) return FAILS;
  if (left.kind === "string") return left.value.length * times > MAX_TEXT ? UNKNOWN : str(left.value.repeat(times));
  const items = itemsOf(left);
  if (!items || items.length * times > MAX_ITEMS) return list(null);
  return list(Array.from({ length: times }, () => items).flat());
}

function logical(left: Val, right: Val): Val {
  const a = truth(left);
  const b = truth(right);
  return a === null || b === null ? UNKNOWN : bool(a !== b);
}

function bits(operator: "-band" | "-bor" | "-bxor" | "-shl" | "-shr", left: Val, right: Val): Val {
  if (left.kind === "unknown" || right.kind === "unknown") return UNKNOWN;
  if ((left.kind === "boolean" && right.kind === "boolean") || (operator.startsWith("-sh") && left.kind !== "number")) return UNKNOWN;
  const a = operand(left, typeHint(right));
  if (a.kind !== "number") return a;
  const b = operand(right, typeHint(a));
  if (b.kind !== "number") return b;
  return bitwise(operator, a, b);
}

function range(left: Val, right: Val): Val {
  if (left.kind === "unknown" || right.kind === "unknown") return UNKNOWN;
  if (isLetter(left) && isLetter(right)) {
    const from = left.value.charCodeAt(0);
    const to = right.value.charCodeAt(0);
    const step = from <= to ? 1 : -1;
    return list(Array.from({ length: Math.abs(to - from) + 1 }, (_, i) => char(String.fromCharCode(from + i * step))));
  }
  if (isBig(left) || isBig(right)) return UNKNOWN;
  const a = convert(left, "Int32");
  const b = convert(right, "Int32");
  if (a.kind !== "number") return a;
  if (b.kind !== "number") return b;
  const from = Number(a.value);
  const to = Number(b.value);
  if (Math.abs(to - from) >= MAX_ITEMS) return list(null);
  const step = from <= to ? 1 : -1;
  return list(Array.from({ length: Math.abs(to - from) + 1 }, (_, i) => int(from + i * step)));
}

function isBig(value: Val): boolean {
  return value.kind === "number" && value.type === "BigInteger";
}

function isLetter(value: Val): value is Val & { kind: "string"; value: string } {
  return value.kind === "string" && /^[A-Za-z]$/.test(value.value);
}

function formatOperator(left: Val, right: Val, separator: string): Val {
  const template = textOf(left, separator);
  if (left.kind === "unknown" || template === null) return UNKNOWN;
  if (right.kind === "unknown") return UNKNOWN;
  const text = format(template, right);
  return text === null ? UNKNOWN : text === "fails" ? FAILS : str(text);
}

function join(left: Val, right: Val, separator: string): Val {
  const glue = textOf(right, separator);
  if (right.kind === "unknown" || glue === null) return UNKNOWN;
  const items = left.kind === "list" ? itemsOf(left) : [left];
  if (!items) return UNKNOWN;
  const texts: string[] = [];
  for (const item of items) {
    const text = item.kind === "list" ? null : textOf(item, separator);
    if (text === null || item.kind === "unknown") return UNKNOWN;
    texts.push(text);
  }
  return str(texts.join(glue));
}

/** The items of the left side of `-split` and `-replace` as texts; null where one is not known. */
function subjects(left: Val, separator: string): string[] | null {
  const items = left.kind === "list" ? itemsOf(left) : [left];
  if (!items) return null;
  const texts: string[] = [];
  for (const item of items) {
    const text = item.kind === "unknown" || item.kind === "list" ? null : textOf(item, separator);
    if (text === null) return null;
    texts.push(text);
  }
  return texts;
}

function replace(left: Val, right: Val, ignoreCase: boolean, separator: string): Val {
  if (left.kind === "null" && left.isVoid) return UNKNOWN;
  if (left.kind === "unknown" || right.kind === "unknown") return UNKNOWN;
  const parts = right.kind === "list" ? itemsOf(right) : [right];
  if (!parts) return UNKNOWN;
  if (parts.length > 2 || parts.length === 0) return parts.length > 2 ? FAILS : UNKNOWN;
  const [patternValue = NULL, replacementValue = str("")] = parts;
  const pattern = textOf(patternValue, separator);
  const replacement = textOf(replacementValue, separator);
  const texts = subjects(left, separator);
  if (patternValue.kind === "unknown" || replacementValue.kind === "unknown" || pattern === null || replacement === null || !texts)
    return UNKNOWN;
  const results: Val[] = [];
  for (const text of texts) {
    const result = replaceText(text, pattern, replacement, ignoreCase);
    if (result === null) return UNKNOWN;
    if (result === "fails") return FAILS;
    results.push(str(result.text));
  }
  return left.kind === "list" ? list(results) : (results[0] ?? UNKNOWN);
}

/** `text -replace pattern, replacement`. */
export function replaceText(text: string, pattern: string, replacement: string, ignoreCase: boolean): { text: string } | "fails" | null {
  const regex = translateRegex(pattern, ignoreCase);
  if (regex === "fault") return "fails";
  if (!regex || !fitsSubject(text, pattern)) return null;
  let isKnown = true;
  const result = replaceAll(text, regex, (match) => {
    const expanded = expandReplacement(replacement, match);
    if (expanded === null) isKnown = false;
    return expanded ?? "";
  });
  return isKnown && result.length <= MAX_TEXT ? { text: result } : null;
}

function replaceAll(text: string, regex: RegExp, expand: (match: RegExpMatchArray) => string): string {
  let result = "";
  let at = 0;
  for (const match of text.matchAll(regex)) {
    result += text.slice(at, match.index) + expand(match);
    at = match.index + match[0].length;
  }
  return result + text.slice(at);
}

// See evaluate/regex.ts: what depends on line ends and on letters beyond ASCII is not certain.
function fitsSubject(text: string, pattern: string): boolean {
  if (subjectIsPlain(text)) return !(text.includes("\n") && /[$^.]/.test(pattern));
  return !/\\[wWbsSdD]|\[|[$^.]/.test(pattern.replace(/\\[.$^]/g, ""));
}

function split(left: Val, right: Val, ignoreCase: boolean, separator: string): Val {
  if (left.kind === "unknown" || right.kind === "unknown" || (left.kind === "null" && left.isVoid)) return list(null);
  const parts = right.kind === "list" ? itemsOf(right) : [right];
  const texts = subjects(left, separator);
  if (!parts || !texts) return list(null);
  const [patternValue = NULL, limitValue = int(0), optionsValue] = parts;
  const pattern = patternValue.kind === "unknown" ? null : textOf(patternValue, separator);
  const limit = convert(limitValue, "Int32");
  if (pattern === null || limit.kind !== "number") return list(null);
  const maximum = Number(limit.value);
  const options = optionsValue ? textOf(optionsValue, ",")?.toLowerCase() : "";
  if (maximum < 0 || options === null || options === undefined || (options !== "" && options !== "simplematch")) return list(null);
  const source = options === "simplematch" ? pattern.replace(/[\\^$.|+*?(){}[\]]/g, "\\$&") : pattern;
  const pieces: Val[] = [];
  for (const text of texts) {
    const regex = translateRegex(source, ignoreCase);
    if (regex === "fault") return FAILS;
    if (!regex || !fitsSubject(text, source)) return list(null);
    for (const piece of splitText(text, regex, maximum)) pieces.push(str(piece));
  }
  return pieces.length > MAX_ITEMS ? list(null) : list(pieces, "String");
}

function splitText(text: string, regex: RegExp, maximum: number): string[] {
  const pieces: string[] = [];
  let at = 0;
  let count = 1;
  for (const match of text.matchAll(regex)) {
    if (maximum > 0 && count >= maximum) break;
    pieces.push(text.slice(at, match.index));
    for (const group of match.slice(1)) if (group !== undefined) pieces.push(group);
    at = match.index + match[0].length;
    count++;
  }
  pieces.push(text.slice(at));
  return pieces;
}

function unarySplit(value: Val, separator: string): Val {
  if (value.kind === "null" && value.isVoid) return list(null);
  const texts = value.kind === "unknown" ? null : subjects(value, separator);
  if (!texts?.every(subjectIsPlain)) return list(null);
  return list(
    texts.flatMap((text) => text.trim().split(/\s+/)).map((piece) => str(piece)),
    "String",
  );
}

function typeTest(left: Val, right: Val, isPositive: boolean): Val {
  const type = right.kind === "type" ? right.name : right.kind === "string" ? right.value : null;
  const known = type === null ? null : isOfType(left, typeName(type));
  return known === null ? UNKNOWN : bool(known === isPositive);
}

function asType(left: Val, right: Val, separator: string): Val {
  const type = right.kind === "type" ? right.name : right.kind === "string" ? right.value : null;
  if (type === null) return UNKNOWN;
  const result = convert(left, typeName(type), separator);
  return result === FAILS ? NULL : result;
}

/** `value[index]` for anything but tables and objects. FAILS where PowerShell cannot index. */
export function indexInto(value: Val, index: Val): Val {
  switch (value.kind) {
    case "null":
      return FAILS;
    case "string":
      // Of several places in a text those that are not there give nothing, where a list leaves them out.
      return index.kind === "list" && hasOutside(index, value.value.length)
        ? UNKNOWN
        : pick(value.value.length, index, (i) => char(value.value[i] ?? ""));
    case "list": {
      const items = itemsOf(value);
      if (!items || (value.canGrow && index.kind === "list")) return UNKNOWN;
      return pick(items.length, index, (i) => items[i] ?? UNKNOWN);
    }
    case "number":
    case "boolean": {
      // What is no list is its own first item, and its last.
      const at = indexNumber(index);
      return typeof at === "number" ? (at === 0 || at === -1 ? value : NULL) : UNKNOWN;
    }
    default:
      return UNKNOWN;
  }
}

function hasOutside(index: ListRef, length: number): boolean {
  return (itemsOf(index) ?? []).some((one) => {
    const at = indexNumber(one);
    return typeof at !== "number" || at >= length || at < -length;
  });
}

function pick(length: number, index: Val, at: (i: number) => Val): Val {
  if (index.kind === "unknown") return UNKNOWN;
  if (index.kind !== "list") {
    const position = indexNumber(index);
    if (position === null || position === "fails") return position === null ? UNKNOWN : FAILS;
    const real = position < 0 ? position + length : position;
    return real >= 0 && real < length ? at(real) : NULL;
  }
  const wanted = itemsOf(index);
  if (!wanted) return list(null);
  const found: Val[] = [];
  for (const one of wanted) {
    const position = indexNumber(one);
    if (position === null || position === "fails") return position === null ? UNKNOWN : FAILS;
    const real = position < 0 ? position + length : position;
    if (real >= 0 && real < length) found.push(at(real));
  }
  return list(found);
}

function indexNumber(index: Val): number | "fails" | null {
  if (index.kind === "null") return "fails";
  const converted = convert(index, "Int32");
  if (converted.kind === "number") return Number(converted.value);
  // There is nothing at a place that is no number.
  return converted === FAILS ? (index.kind === "string" ? Number.POSITIVE_INFINITY : "fails") : null;
}

/** `value + 1` or `value - 1` as `++` and `--` do it. */
export function step(value: Val, by: 1 | -1): Val {
  if (value.kind === "null") return int(by);
  if (value.kind === "string") return FAILS;
  if (value.kind !== "number") return UNKNOWN;
  const whole = toWhole(value);
  return whole === null ? UNKNOWN : withOrigin(numeric("+", value, num("Int32", BigInt(by))), null);
}

/** The groups of the first match, as `$Matches` has them; null where they are not known. */
export function matchGroups(text: string, pattern: string, ignoreCase: boolean): readonly (readonly [Val, Val])[] | null {
  const regex = translateRegex(pattern, ignoreCase);
  if (!regex || regex === "fault" || !fitsSubject(text, pattern)) return null;
  const match = text.matchAll(regex).next().value;
  if (!match) return null;
  const names = Object.keys(match.groups ?? {});
  const groups: (readonly [Val, Val])[] = [];
  // .NET counts groups without a name first, then the named ones, which have no number here.
  if (names.length > 0 && match.length > names.length + 1) return null;
  if (names.length === 0) for (const [i, group] of match.entries()) if (group !== undefined) groups.push([int(i), str(group)]);
  if (names.length > 0) groups.push([int(0), str(match[0])]);
  for (const name of names) {
    const group = match.groups?.[name];
    if (group !== undefined) groups.push([str(name), str(group)]);
  }
  return groups;
}
