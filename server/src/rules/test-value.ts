import type { ArrayValue, Value } from "../binding/value.js";
import type { Parameter } from "../catalog/catalog.js";
import type { Fault } from "../catalog/grammars/parsed.js";
import { once } from "./once.js";
import type { Pattern } from "./pattern.js";
import { parseSize, parseTimeSpan } from "./quantity.js";
import type { Literal, Range, Test } from "./rule.js";
import { all, any, not, type Truth } from "./truth.js";

/** Where a test found what it looks for: an item of the value, and with a grammar the fault inside its text. */
export interface Hit {
  readonly item: Value;
  readonly fault: Fault | null;
}

export interface TestResult {
  readonly truth: Truth;
  /** Only with a true test that looked at items. */
  readonly hits: readonly Hit[];
}

export interface Vocabulary {
  readonly pattern: (source: string) => Pattern;
  readonly grammar: (name: string) => ((text: string) => Fault | null) | null;
}

const noHits: readonly Hit[] = [];
const yes: TestResult = { truth: true, hits: noHits };
const no: TestResult = { truth: false, hits: noHits };
const unknown: TestResult = { truth: null, hits: noHits };

function answer(truth: Truth): TestResult {
  return truth === null ? unknown : truth ? yes : no;
}

/** True with what was found; hits of anything else tell nothing. */
function withHits(truth: Truth, hits: readonly Hit[]): TestResult {
  return truth === true && hits.length > 0 ? { truth, hits } : answer(truth);
}

function both(first: readonly Hit[], second: readonly Hit[]): readonly Hit[] {
  if (second.length === 0) return first;
  return first.length === 0 ? second : [...first, ...second];
}

/** Asks one question about a value. What is not known answers nothing (null). */
export function testValue(test: Test, value: Value, parameter: Parameter, words: Vocabulary): TestResult {
  switch (test.kind) {
    case "all": {
      let truth: Truth = true;
      let hits = noHits;
      for (const part of test.of) {
        const one = testValue(part, value, parameter, words);
        if (one.truth === false) return no;
        if (one.truth === null) truth = null;
        hits = both(hits, one.hits);
      }
      return withHits(truth, hits);
    }
    case "any": {
      let truth: Truth = false;
      let hits = noHits;
      for (const part of test.of) {
        const one = testValue(part, value, parameter, words);
        if (one.truth === true || truth === false) truth = one.truth;
        hits = both(hits, one.hits);
      }
      return withHits(truth, hits);
    }
    case "not":
      return answer(not(testValue(test.of, value, parameter, words).truth));
    case "kind":
      return value.kind === "unknown" ? unknown : answer(test.kinds.includes(value.kind));
    case "in": {
      const single = onlyItem(value);
      if (single === null) return value.kind === "array" ? answer(false) : unknown;
      return answer(any(test.values.map((literal) => equals(single, literal, parameter))));
    }
    case "matches": {
      const text = textOf(onlyItem(value));
      return text === null ? unknown : answer(words.pattern(test.pattern).test(text));
    }
    case "number": {
      const amount = quantityOf(onlyItem(value), test.range);
      return amount === null ? unknown : answer(isWithin(amount, test.range));
    }
    case "count": {
      if (value.kind === "unknown" || value.kind === "hashtable") return unknown;
      return answer(isWithin(value.kind === "null" ? 0 : itemsOf(value).items.length, test.range));
    }
    case "includes": {
      const { items, isWhole } = itemsOf(value);
      const members = items.flatMap((item) => flagsOf(item, parameter));
      const truth = any(members.map((member) => any(test.values.map((literal) => equals(member, literal, parameter)))));
      return answer(truth === false && !isWhole ? null : truth);
    }
    case "some": {
      const { items, isWhole } = itemsOf(value);
      let truth: Truth = isWhole ? false : null;
      let hits = noHits;
      for (const item of items) {
        const one = testValue(test.test, item, parameter, words);
        if (one.truth === true) {
          truth = true;
          hits = both(hits, one.hits.length > 0 ? one.hits : [{ item, fault: null }]);
        } else if (one.truth === null && truth === false) truth = null;
      }
      return withHits(truth, hits);
    }
    case "every": {
      const { items, isWhole } = itemsOf(value);
      if (items.length === 0) return isWhole ? answer(false) : unknown;
      const truth = all(items.map((item) => testValue(test.test, item, parameter, words).truth));
      return answer(truth === true && !isWhole ? null : truth);
    }
    case "grammar": {
      const text = textOf(value);
      const grammar = words.grammar(test.grammar);
      if (text === null || grammar === null) return unknown;
      const fault = grammar(text);
      const isWanted = fault !== null && (test.faults.length === 0 || test.faults.includes(fault.code));
      return isWanted ? { truth: true, hits: [{ item: value, fault }] } : no;
    }
  }
}

/** The value of a list of one is its item; null where there is not exactly one, or it is not known. */
function onlyItem(value: Value): Value | null {
  if (value.kind === "unknown" || value.kind === "hashtable" || value.kind === "scriptblock") return null;
  if (value.kind !== "array") return value;
  const [first] = value.items;
  return value.items.length === 1 && first !== undefined ? onlyItem(first) : null;
}

/** The members of a list; `isWhole` is false where there may be more, as behind `@{Add=…}` and what is not known. */
export function itemsOf(value: Value): { readonly items: readonly Value[]; readonly isWhole: boolean } {
  switch (value.kind) {
    case "unknown":
      return { items: [], isWhole: false };
    case "null":
      return { items: [], isWhole: true };
    case "array":
      return {
        items: value.items.some(isArray) ? value.items.flatMap((item) => (isArray(item) ? item.items : [item])) : value.items,
        isWhole: true,
      };
    case "hashtable": {
      const items: Value[] = [];
      for (const entry of value.entries) {
        const key = entry.key.kind === "string" ? entry.key.value.toLowerCase() : "";
        if (key === "add" || key === "replace") items.push(...itemsOf(entry.value).items);
      }
      return { items, isWhole: false };
    }
    default:
      return { items: [value], isWhole: true };
  }
}

function isArray(value: Value): value is ArrayValue {
  return value.kind === "array";
}

/** Flags may stand together in one text: `Tls, BasicAuth`. A list property keeps its commas. */
function flagsOf(item: Value, parameter: Parameter): readonly Value[] {
  if (item.kind !== "string" || !item.value.includes(",") || isListType(parameter.type)) return [item];
  return item.value.split(",").map((part) => ({ kind: "string", value: part.trim(), origin: null }));
}

function isListType(type: string): boolean {
  return type.startsWith("MultiValuedProperty") || type.endsWith("[]");
}

function equals(value: Value, literal: Literal, parameter: Parameter): Truth {
  switch (value.kind) {
    case "unknown":
    case "hashtable":
    case "scriptblock":
    case "other":
      return null;
    case "null":
      return literal === null;
    case "array":
      return false;
    case "boolean":
      return typeof literal === "boolean" ? value.value === literal : false;
    case "number":
      if (typeof literal === "boolean") return (Number(value.value) !== 0) === literal;
      if (typeof literal === "number") return Number(value.value) === literal;
      return literal !== null && textOf(value) === literal;
    case "string":
      // A text where a truth value belongs is a fault of its own kind: nothing follows from it.
      if (typeof literal === "boolean") return null;
      return literal !== null && memberMeant(value.value, parameter).toLowerCase() === String(literal).toLowerCase();
  }
}

/** PowerShell completes a shortened member of an enumeration when only one begins so: `Domain` is DomainValidation. */
function memberMeant(text: string, parameter: Parameter): string {
  if (!parameter.valuesAreClosed || text === "") return text;
  const lower = text.toLowerCase();
  const members = lowerMembers(parameter).filter((member) => member.startsWith(lower));
  return members.find((member) => member.length === text.length) ?? (members.length === 1 ? (members[0] ?? text) : text);
}

const lowerMembers = once((parameter: Parameter): readonly string[] => parameter.values.map((value) => value.toLowerCase()));

/** The text Exchange receives for a single value; null where it is not known or none. */
export function textOf(value: Value | null): string | null {
  if (value?.kind === "string") return value.value;
  if (value?.kind === "number") return value.text ?? String(value.value);
  if (value?.kind === "other") return value.text;
  return null;
}

function quantityOf(value: Value | null, range: Range): number | null {
  if (value === null) return null;
  const text = textOf(value);
  if (range.unit === "time") return text === null ? null : parseTimeSpan(text);
  if (value.kind === "number") return Number(value.value);
  if (text === null) return null;
  if (range.unit === "size") return parseSize(text);
  return /^\s*[+-]?\d{1,18}(\.\d{1,9})?\s*$/.test(text) ? Number(text) : null;
}

/** Whether a number lies in a range; it has the unit of the range (bytes, seconds, or none). */
export function isWithin(amount: number, range: Range): boolean {
  return (
    (range.atLeast === null || amount >= range.atLeast) &&
    (range.atMost === null || amount <= range.atMost) &&
    (range.moreThan === null || amount > range.moreThan) &&
    (range.lessThan === null || amount < range.lessThan)
  );
}
