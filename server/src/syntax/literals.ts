/** What literals mean: strings with their escapes resolved, numbers with their .NET type, names of variables and commands. */
import type {
  Command,
  CommandParameter,
  ConstantExpression,
  ExpandableStringExpression,
  Expression,
  StringConstantExpression,
  VariableExpression,
} from "./ast.js";
import { continuesName, isBlank, isDash, isDoubleQuote, isLetter, isSingleQuote, startsVariable } from "./chars.js";
import { type NumberValue, parseNumber } from "./numbers.js";

export type { NumberValue } from "./numbers.js";

/**
 * The value of a string or bare word. Of an expandable one this is PowerShell's raw value: escapes resolved, variables and
 * subexpressions as they are written.
 */
export function stringValue(text: string, node: StringConstantExpression | ExpandableStringExpression): string {
  if (node.value !== null) {
    return node.value;
  }
  switch (node.form) {
    case "bare":
      return bareValue(text, node.start, node.end);
    case "single":
      return singleValue(text, node.start + 1, node.end).value;
    case "double":
      return doubleValue(text, node.start + 1, node.end, node.kind === "ExpandableStringExpression").value;
    case "singleHere":
      return hereValue(text, node.start, node.end, false);
    case "doubleHere":
      return hereValue(text, node.start, node.end, node.kind === "ExpandableStringExpression");
  }
}

/** A number's value and type; null where it does not fit into the type it names, which is a fault. */
export function numberValue(text: string, node: ConstantExpression): NumberValue | null {
  return parseNumber(text.slice(node.start, node.end));
}

/** A variable's name with its scope, without `$`, `@`, braces and backticks. */
export function variableName(text: string, node: VariableExpression): string {
  if (!node.isBraced) {
    return text.slice(node.nameStart, node.nameEnd);
  }
  const written = text.slice(node.nameStart, node.nameEnd);
  if (written === "") {
    return ":Error:";
  }
  return written.includes("`") ? resolveEscapes(written) : written;
}

/** The command's name where it is a constant, else null: PowerShell's `GetCommandName()`. */
export function commandName(text: string, command: Command): string | null {
  const name = command.elements[0];
  return name && name.kind === "StringConstantExpression" ? stringValue(text, name) : null;
}

/** Where a string's content starts and ends in the text: behind the opening quote, before the closing one. */
export function contentSpan(text: string, node: StringConstantExpression | ExpandableStringExpression): { start: number; end: number } {
  if (node.form === "bare") {
    return { start: node.start, end: node.end };
  }
  if (node.form === "single" || node.form === "double") {
    const read = node.form === "single" ? singleValue : doubleValue;
    const { end } = read(text, node.start + 1, node.end, node.kind === "ExpandableStringExpression");
    return { start: node.start + 1, end };
  }
  const start = hereStart(text, node.start, node.end);
  return start < 0 ? { start: node.end, end: node.end } : { start, end: hereEnd(text, start, node.end) };
}

/**
 * The pieces of an expandable string in order: literal text with its escapes resolved, and the nested expressions.
 *
 * @returns null where the text at hand does not tell the literal pieces: in a `$( )` with doubled quotes inside a string
 */
export function expandableParts(text: string, node: ExpandableStringExpression): readonly (string | Expression)[] | null {
  if (node.value !== null) {
    return null;
  }
  if (node.form === "bare") {
    return bareParts(text, node);
  }
  const { start, end } = contentSpan(text, node);
  const parts: (string | Expression)[] = [];
  let at = start;
  const addText = (to: number): void => {
    const piece = node.form === "double" ? unquoted(text, at, to) : resolveEscapes(text.slice(at, to));
    if (piece !== "") {
      parts.push(piece);
    }
  };
  for (const nested of node.nested) {
    addText(nested.start);
    parts.push(nested);
    at = nested.end;
  }
  addText(end);
  return parts;
}

/** Text between double quotes: escapes resolved, doubled quotes single. */
function unquoted(text: string, from: number, to: number): string {
  let value = "";
  let at = from;
  while (at < to) {
    const content = doubleValue(text, at, to, false);
    value += content.value;
    at = content.next;
  }
  return value;
}

function bareParts(text: string, node: ExpandableStringExpression): (string | Expression)[] {
  const parts: (string | Expression)[] = [];
  let at = startOfBare(text, node.start, node.end);
  let piece = text.slice(node.start, at);
  let isQuoted = false;
  let index = 0;
  while (at < node.end) {
    const nested = node.nested[index];
    const code = text.charCodeAt(at);
    if (nested && at >= nested.start) {
      if (piece !== "") {
        parts.push(piece);
      }
      parts.push(nested);
      piece = "";
      index++;
      at = Math.max(nested.end, at + 1);
    } else if (code === 0x60) {
      const escaped = readEscape(text, at + 1, node.end);
      piece += escaped.value;
      at = escaped.end;
    } else if (isSingleQuote(code) && !isQuoted) {
      const content = singleValue(text, at + 1, node.end);
      piece += content.value;
      at = content.next;
    } else if (isDoubleQuote(code)) {
      if (isQuoted && at + 1 < node.end && isDoubleQuote(text.charCodeAt(at + 1))) {
        piece += text.charAt(at + 1);
        at += 2;
      } else {
        isQuoted = !isQuoted;
        at++;
      }
    } else {
      piece += text.charAt(at++);
    }
  }
  if (piece !== "") {
    parts.push(piece);
  }
  return parts;
}

// ----------------------------------------------------------------------------------------------------------------- escapes

interface Escape {
  readonly value: string;
  readonly end: number;
}

const ESCAPES: { readonly [letter: string]: string } = {
  0: "\0",
  a: "\x07",
  b: "\b",
  e: "\x1b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** What a backtick means, `at` being behind it. At the end of the text a backtick means itself. */
export function readEscape(text: string, at: number, end: number): Escape {
  if (at >= end || text.charCodeAt(at) === 0) {
    return { value: "`", end: at };
  }
  const letter = text.charAt(at);
  if (letter !== "u") {
    return { value: ESCAPES[letter] ?? letter, end: at + 1 };
  }
  const match = /^\{([0-9a-f]{1,6})\}/i.exec(text.slice(at + 1, Math.min(end, at + 10)));
  if (!match) {
    return { value: "\uffff", end: at + 1 };
  }
  const code = Number.parseInt(match[1] ?? "", 16);
  return { value: code > 0x10ffff ? "\uffff" : String.fromCodePoint(code), end: at + 1 + match[0].length };
}

function resolveEscapes(written: string): string {
  let value = "";
  let at = 0;
  while (at < written.length) {
    if (written.charCodeAt(at) === 0x60) {
      const escaped = readEscape(written, at + 1, written.length);
      value += escaped.value;
      at = escaped.end;
    } else {
      value += written.charAt(at++);
    }
  }
  return value;
}

// ------------------------------------------------------------------------------------------------------------------ quotes

interface Content {
  readonly value: string;
  /** Where the content ends: at the closing quote, or at the end of the text. */
  readonly end: number;
  /** Behind the closing quote. */
  readonly next: number;
}

function singleValue(text: string, start: number, end: number): Content {
  let value = "";
  let from = start;
  let at = start;
  while (at < end) {
    if (isSingleQuote(text.charCodeAt(at))) {
      if (at + 1 >= end || !isSingleQuote(text.charCodeAt(at + 1))) {
        return { value: value + text.slice(from, at), end: at, next: at + 1 };
      }
      value += text.slice(from, at);
      at++;
      from = at;
    }
    at++;
  }
  return { value: value + text.slice(from, end), end, next: end };
}

/** @param hasNested whether `$` may start a variable or subexpression, which stays as it is written */
function doubleValue(text: string, start: number, end: number, hasNested: boolean): Content {
  let value = "";
  let from = start;
  let at = start;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code === 0x60) {
      const escaped = readEscape(text, at + 1, end);
      value += text.slice(from, at) + escaped.value;
      at = escaped.end;
      from = at;
    } else if (code === 0x24 && hasNested) {
      at = endOfDollar(text, at, end, false);
    } else if (isDoubleQuote(code)) {
      if (at + 1 >= end || !isDoubleQuote(text.charCodeAt(at + 1))) {
        return { value: value + text.slice(from, at), end: at, next: at + 1 };
      }
      value += text.slice(from, at);
      from = at + 1;
      at += 2;
    } else {
      at++;
    }
  }
  return { value: value + text.slice(from, end), end, next: end };
}

/** Behind the variable or subexpression that starts at the `$`, or behind the `$` where it means itself. */
function endOfDollar(text: string, dollar: number, end: number, isHere: boolean): number {
  let at = dollar + 1;
  const code = at < end ? text.charCodeAt(at) : 0;
  if (code === 0x28) {
    let open = 1;
    at++;
    while (at < end && open > 0) {
      const inner = text.charCodeAt(at++);
      if (inner === 0x28) {
        open++;
      } else if (inner === 0x29) {
        open--;
      } else if (!isHere && (inner === 0x60 || isDoubleQuote(inner)) && isDoubleQuote(text.charCodeAt(at))) {
        at++;
      }
    }
    return Math.min(at, end);
  }
  if (code === 0x7b) {
    at++;
    while (at < end) {
      const inner = text.charCodeAt(at++);
      if (inner === 0x7d) {
        break;
      }
      if (inner === 0x60 || (isDoubleQuote(inner) && isDoubleQuote(text.charCodeAt(at)))) {
        at++;
      }
    }
    return Math.min(at, end);
  }
  if (at >= end || !startsVariable(code)) {
    return at;
  }
  at++;
  if (code === 0x24 || code === 0x3f || code === 0x5e) {
    return at;
  }
  while (at < end) {
    const inner = text.charCodeAt(at);
    if (!continuesName(inner) && inner !== 0x3f && !(inner === 0x3a && text.charCodeAt(at + 1) !== 0x3a)) {
      break;
    }
    at++;
  }
  return at;
}

function bareValue(text: string, start: number, end: number): string {
  let at = start;
  while (at < end && isPlain(text.charCodeAt(at))) {
    at++;
  }
  if (at === end) {
    return text.slice(start, end);
  }
  at = startOfBare(text, start, end);
  let value = text.slice(start, at);
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code === 0x60) {
      const escaped = readEscape(text, at + 1, end);
      value += escaped.value;
      at = escaped.end;
    } else if (isSingleQuote(code)) {
      const content = singleValue(text, at + 1, end);
      value += content.value;
      at = content.next;
    } else if (isDoubleQuote(code)) {
      const content = doubleValue(text, at + 1, end, true);
      value += content.value;
      at = content.next;
    } else if (code === 0x24) {
      const next = endOfDollar(text, at, end, false);
      value += text.slice(at, next);
      at = next;
    } else {
      value += text.charAt(at++);
    }
  }
  return value;
}

/** Where escapes begin to count in a bare word. */
function startOfBare(text: string, start: number, end: number): number {
  // A word that begins like a parameter is taken as it stands up to its first quote.
  const second = text.charCodeAt(start + 1);
  const looksLikeParameter = isDash(text.charCodeAt(start)) && (isLetter(second) || second === 0x5f || second === 0x3f);
  return looksLikeParameter ? endOfParameter(text, start, end) : startOfEscapes(text, start);
}

function isPlain(code: number): boolean {
  return code !== 0x60 && !isSingleQuote(code) && !isDoubleQuote(code);
}

function endOfParameter(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && !isSingleQuote(text.charCodeAt(at)) && !isDoubleQuote(text.charCodeAt(at))) {
    at++;
  }
  return at;
}

/** Behind a label that goes on: PowerShell takes the character behind `:name` as it stands. */
function startOfEscapes(text: string, start: number): number {
  if (text.charCodeAt(start) !== 0x3a || !isLetter(text.charCodeAt(start + 1))) {
    return start;
  }
  let at = start + 1;
  while (continuesName(text.charCodeAt(at))) {
    at++;
  }
  return at + 1;
}

// ------------------------------------------------------------------------------------------------------------ here-strings

/** Where the text of a here-string begins, or -1 where its header is broken. */
function hereStart(text: string, start: number, end: number): number {
  let at = start + 2;
  while (at < end && isBlank(text.charCodeAt(at))) {
    at++;
  }
  if (at >= end) {
    return -1;
  }
  const code = text.charCodeAt(at);
  if (code === 13) {
    return at + 1 < end && text.charCodeAt(at + 1) === 10 ? at + 2 : at + 1;
  }
  return code === 10 ? at + 1 : -1;
}

/** Where it ends: before the line break in front of the closing mark, or at the end of an unfinished one. */
function hereEnd(text: string, start: number, end: number): number {
  const isClosed = end - 2 >= start && text.charCodeAt(end - 1) === 0x40 && isQuoteAtLineStart(text, end - 2, start);
  if (!isClosed) {
    return end;
  }
  let at = end - 2;
  if (at > start && text.charCodeAt(at - 1) === 10) {
    at--;
    if (at > start && text.charCodeAt(at - 1) === 13) {
      at--;
    }
  } else if (at > start && text.charCodeAt(at - 1) === 13) {
    at--;
  }
  return at;
}

function isQuoteAtLineStart(text: string, at: number, start: number): boolean {
  const code = text.charCodeAt(at);
  const before = text.charCodeAt(at - 1);
  return (isSingleQuote(code) || isDoubleQuote(code)) && (at === start || before === 10 || before === 13);
}

function hereValue(text: string, start: number, end: number, hasNested: boolean): string {
  const from = hereStart(text, start, end);
  if (from < 0) {
    return "";
  }
  const to = hereEnd(text, from, end);
  if (text.charCodeAt(start + 1) === 0x27 || isSingleQuote(text.charCodeAt(start + 1))) {
    return text.slice(from, to);
  }
  let value = "";
  let copied = from;
  let at = from;
  while (at < to) {
    const code = text.charCodeAt(at);
    if (code === 0x60) {
      const escaped = readEscape(text, at + 1, to);
      value += text.slice(copied, at) + escaped.value;
      at = escaped.end;
      copied = at;
    } else if (code === 0x24 && hasNested) {
      at = endOfDollar(text, at, to, true);
    } else {
      at++;
    }
  }
  return value + text.slice(copied, to);
}

/** A parameter's name without its dash; the lone `--` is a parameter named `-`. */
export function parameterName(text: string, node: CommandParameter): string {
  const name = text.slice(node.nameStart, node.nameEnd);
  return name.length === 1 && isDash(name.charCodeAt(0)) ? "-" : name;
}

/** The value of the word that stands there, as of a bare word: names of functions are such words. */
export function wordValue(text: string, start: number, end: number): string {
  return bareValue(text, start, end);
}
