import { convert, isNumberType, operandNumber, typeOf } from "./convert.js";
import { bool, FAILS, FALSE, isChar, itemsOf, list, type Num, str, UNKNOWN, type Val } from "./model.js";
import { compareNumbers } from "./number.js";
import { subjectIsPlain, translateRegex, wildcardToRegex } from "./regex.js";
import { textOf } from "./text.js";

/** What a comparison gives: a certain answer, `fails` where PowerShell reports an error, null where it is not known. */
export type Answer = boolean | "fails" | null;

/** `first -eq second` for values that are no arrays on the left. */
export function equals(first: Val, second: Val, ignoreCase = true): Answer {
  if (first.kind === "unknown" || second.kind === "unknown") return null;
  if (first.kind === "null" || second.kind === "null") return first.kind === second.kind;
  if (first.kind === "string" || isChar(first)) {
    const left = first.kind === "string" ? first.value : first.text;
    if (isChar(first) && second.kind === "number") return BigInt(first.text.charCodeAt(0)) === second.value;
    const right = textOf(second);
    return right === null ? null : equalTexts(left, right, ignoreCase);
  }
  if (first.kind === "number" && second.kind === "number") {
    const order = compareNumbers(first, second);
    return order === null ? null : order === 0;
  }
  if (first.kind === "boolean" || first.kind === "number") {
    const type = typeOf(first);
    if (type === null) return null;
    const converted = first.kind === "number" ? asNumber(second, first) : convert(second, type);
    if (converted === FAILS) return false;
    if (converted.kind === "boolean" && first.kind === "boolean") return converted.value === first.value;
    if (converted.kind === "number" && first.kind === "number") return compareNumbers(first, converted) === 0;
    return null;
  }
  if (first.kind === "table" || first.kind === "object") return sameReference(first, second);
  if (first.kind === "other" && second.kind === "other" && first.type === second.type && first.text !== null && second.text !== null)
    return first.text === second.text;
  return null;
}

/** What a number is compared with: a text is read as a number of its own. */
function asNumber(value: Val, { type }: Num): Val {
  return value.kind === "string" ? operandNumber(value.value, type) : convert(value, type);
}

function sameReference(first: Val, second: Val): Answer {
  if (first.kind === "table" && second.kind === "table" && first.cells.length === 1 && second.cells.length === 1)
    return first.cells[0] === second.cells[0];
  return second.kind === "string" || second.kind === "number" || second.kind === "boolean" ? (first.kind === "table" ? false : null) : null;
}

/** String equality in the invariant culture; null for characters whose equality needs its tables. */
export function equalTexts(a: string, b: string, ignoreCase: boolean): boolean | null {
  if (a === b) return true;
  if (ignoreCase && a.toLowerCase() === b.toLowerCase()) return true;
  return isOrdinary(a) && isOrdinary(b) ? false : null;
}

// Characters that never compare equal to others or to nothing: printable ASCII, tab, line ends, composed Latin letters.
function isOrdinary(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const plain =
      (code >= 0x20 && code < 0x7f) || code === 9 || code === 10 || code === 13 || (code >= 0xc0 && code <= 0x17f && code !== 0xdf);
    if (!plain) return false;
  }
  return true;
}

const IGNORING_CASE = new Intl.Collator("en", { sensitivity: "accent" });
const BY_CASE = new Intl.Collator("en", { sensitivity: "variant" });

// Only texts of one length class and of plain characters are ordered alike by every version of the tables.
function compareTexts(a: string, b: string, ignoreCase: boolean): number | null {
  if (equalTexts(a, b, ignoreCase) === true) return 0;
  if (!/^[\w .,:;@/\\*{}'-]*$/.test(a) && !/^[\u00c0-\u017f\w .,:;@/\\*{}'-]*$/.test(a)) return null;
  if (!/^[\u00c0-\u017f\w .,:;@/\\*{}'-]*$/.test(b)) return null;
  return (ignoreCase ? IGNORING_CASE : BY_CASE).compare(a, b);
}

/** Negative, zero, positive; `fails` where the two cannot be compared; null where it is not known. */
export function order(first: Val, second: Val, ignoreCase = true): number | "fails" | null {
  if (first.kind === "unknown" || second.kind === "unknown") return null;
  if (first.kind === "null") return second.kind === "null" ? 0 : orderToNull(second, -1);
  if (second.kind === "null") return orderToNull(first, 1);
  if (first.kind === "string") {
    const right = textOf(second);
    return right === null ? null : compareTexts(first.value, right, ignoreCase);
  }
  if (first.kind === "number") {
    const right = second.kind === "number" ? second : asNumber(second, first);
    if (right === FAILS) return "fails";
    return right.kind === "number" ? compareNumbers(first, right) : null;
  }
  if (first.kind === "boolean") {
    const right = convert(second, "Boolean");
    return right.kind === "boolean" ? Number(first.value) - Number(right.value) : null;
  }
  if (isChar(first)) return null;
  if (first.kind === "other" && second.kind === "other" && first.type === second.type)
    return orderOther(first.type, first.text, second.text);
  return first.kind === "table" ? "fails" : null;
}

function orderOther(type: string, a: string | null, b: string | null): number | null {
  if (a === null || b === null) return null;
  if (type === "System.DateTime") return a < b ? -1 : a > b ? 1 : 0;
  if (type !== "System.Version") return null;
  const x = a.split(".").map(Number);
  const y = b.split(".").map(Number);
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const difference = (x[i] ?? -1) - (y[i] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

// Null is less than everything but negative numbers.
function orderToNull(value: Val, sign: 1 | -1): number {
  return value.kind === "number" && Number(value.value) < 0 ? -sign : sign;
}

function wildcard(value: Val, pattern: string, ignoreCase: boolean): Answer {
  if (value.kind === "unknown") return null;
  const text = textOf(value);
  const regex = wildcardToRegex(pattern, ignoreCase);
  return text === null || !regex ? null : regex.test(text);
}

function regexMatch(value: Val, pattern: string, ignoreCase: boolean): Answer {
  if (value.kind === "unknown") return null;
  const text = textOf(value);
  const regex = translateRegex(pattern, ignoreCase);
  if (regex === "fault") return "fails";
  if (text === null || !regex) return null;
  if (!subjectIsPlain(text) && !/^[\w .\\@-]*$/.test(pattern)) return null;
  if (!subjectIsPlain(text) && /\\[wWbsSdD]/.test(pattern)) return null;
  if (/\n/.test(text) && /[$^]/.test(pattern)) return null;
  return regex.test(text);
}

type Test = (item: Val) => Answer;

function testFor(operator: string, right: Val): Test | null {
  const sensitive = operator.startsWith("c");
  const ignoreCase = !sensitive;
  const plain = /^[ci](eq|ne|lt|le|gt|ge|like|notlike|match|notmatch)$/.test(operator) ? operator.slice(1) : operator;
  switch (plain) {
    case "eq":
      return (item) => equals(item, right, ignoreCase);
    case "ne":
      return (item) => not(equals(item, right, ignoreCase));
    case "lt":
      return (item) => ordered(item, right, ignoreCase, (o) => o < 0);
    case "le":
      return (item) => ordered(item, right, ignoreCase, (o) => o <= 0);
    case "gt":
      return (item) => ordered(item, right, ignoreCase, (o) => o > 0);
    case "ge":
      return (item) => ordered(item, right, ignoreCase, (o) => o >= 0);
    case "like":
    case "notlike": {
      const pattern = textOf(right);
      if (pattern === null) return () => null;
      return plain === "like" ? (item) => wildcard(item, pattern, ignoreCase) : (item) => not(wildcard(item, pattern, ignoreCase));
    }
    case "match":
    case "notmatch": {
      const pattern = textOf(right);
      if (pattern === null) return () => null;
      return plain === "match" ? (item) => regexMatch(item, pattern, ignoreCase) : (item) => not(regexMatch(item, pattern, ignoreCase));
    }
    default:
      return null;
  }
}

function not(answer: Answer): Answer {
  return typeof answer === "boolean" ? !answer : answer;
}

function ordered(a: Val, b: Val, ignoreCase: boolean, judge: (order: number) => boolean): Answer {
  const result = order(a, b, ignoreCase);
  return typeof result === "number" ? judge(result) : result;
}

/**
 * A comparison operator: true or false for one value on the left, the items that pass for an array.
 *
 * @param operator without the dash: `eq`, `clike`, `notmatch` …
 */
export function compare(operator: string, left: Val, right: Val): Val | null {
  if (right.kind === "unknown" && left.kind !== "list") return testFor(operator, right) ? UNKNOWN : null;
  const test = testFor(operator, right);
  if (!test) return null;
  if (left.kind === "unknown" || (left.kind === "null" && left.isVoid && /like|match/.test(operator))) return UNKNOWN;
  if (left.kind !== "list") return answerOf(test(left));
  const items = itemsOf(left);
  if (!items || (items.length === 0 && operator.includes("match"))) return list(null);
  const passing: Val[] = [];
  for (const item of items) {
    const answer = item.kind === "list" && !/like|match/.test(operator) ? null : test(item);
    if (answer === "fails") return FAILS;
    if (answer === null) return list(null);
    // The texts are what is compared, and what passes.
    if (answer) passing.push(operator.includes("like") ? str(textOf(item) ?? "") : item);
  }
  return list(passing);
}

function answerOf(answer: Answer): Val {
  return answer === null ? UNKNOWN : answer === "fails" ? FAILS : bool(answer);
}

/** `-contains` with the collection on the left; `-in` swaps the sides before. */
export function contains(collection: Val, wanted: Val, ignoreCase: boolean): Val {
  if (collection.kind === "unknown") return UNKNOWN;
  const items = collection.kind === "list" ? itemsOf(collection) : [collection];
  if (!items) return UNKNOWN;
  let isSure = true;
  for (const item of items) {
    const answer = item.kind === "list" ? null : equals(item, wanted, ignoreCase);
    if (answer === true) return bool(true);
    if (answer !== false) isSure = false;
  }
  return isSure ? FALSE : UNKNOWN;
}

const SCALARS: ReadonlySet<string> = new Set([
  "String",
  "Boolean",
  "Char",
  "DateTime",
  "TimeSpan",
  "Guid",
  "Version",
  "Hashtable",
  "OrderedDictionary",
  "ScriptBlock",
  "PSCustomObject",
  "ArrayList",
  "IPAddress",
  "Uri",
  "SwitchParameter",
]);

/** `value -is type`; null where it is not known. */
export function isOfType(value: Val, type: string): boolean | null {
  if (value.kind === "unknown") return null;
  if (value.kind === "null") return false;
  const own = typeOf(value);
  if (own === null) return null;
  if (type === "Object") return true;
  if (type === own)
    return value.kind === "other" || value.kind === "object"
      ? true
      : SCALARS.has(type) || isNumberType(type) || type.endsWith("[]") || type.startsWith("List[");
  if (type === "Array" || type === "Object[]") {
    if (value.kind !== "list") return false;
    return type === "Array" ? !value.canGrow : own === "Object[]" ? true : isNumberType(value.element) ? false : null;
  }
  if (type === "valuetype") return value.kind === "number" || value.kind === "boolean" ? true : value.kind === "string" ? false : null;
  if (type === "collections.idictionary" || type === "idictionary")
    return value.kind === "table" ? true : value.kind === "object" ? null : false;
  if (value.kind === "object") return value.definition ? null : SCALARS.has(type) || isNumberType(type) ? false : null;
  if (SCALARS.has(type) || isNumberType(type) || type.endsWith("[]")) return false;
  return null;
}
