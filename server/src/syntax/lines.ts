/**
 * Reads a script line by line with no more grammar than quotes, comments and brackets have, as a reader does who sees that somebody is
 * still typing: a string that would end in the middle of a line that is complete without it was not meant to go there.
 *
 * That is a guess. Whoever uses it holds the result against the real parser: see `recover.ts`.
 */
import { isBlank, isDoubleQuote, isSingleQuote } from "./chars.js";

export interface Line {
  readonly start: number;
  /** Columns of blanks before its first character; a line that starts inside a string or a comment is deeper than any. */
  readonly indent: number;
  /** Behind the last of its code, a comment and a backtick at its end left out; -1 without code. */
  codeEnd: number;
}

export interface Bracket {
  readonly char: string;
  readonly offset: number;
  /** Index of its line. */
  readonly line: number;
  /** Nothing stands before it on its line. */
  readonly isFirst: boolean;
}

/** A string or comment without an end, from what opens it (`start` to `end`) to where `closer` would end it. */
export interface OpenText {
  readonly start: number;
  readonly end: number;
  /** PowerShell's id of the fault. */
  readonly id: string;
  readonly closer: string;
  readonly at: number;
}

export interface Lines {
  readonly text: string;
  readonly lines: readonly Line[];
  readonly brackets: readonly Bracket[];
  readonly openTexts: readonly OpenText[];
}

interface Reader extends Lines {
  readonly lines: Line[];
  readonly brackets: Bracket[];
  readonly openTexts: OpenText[];
  /** The line that is being read, and where it ends. */
  line: Line;
  lineEnd: number;
}

export const CLOSING: Readonly<Record<string, string>> = { "(": ")", "{": "}" };

/**
 * Reads a text, or its beginning.
 *
 * @param mostOpen reading stops where more than so many strings and comments are open
 */
export function readLines(text: string, mostOpen: number): Lines {
  const first: Line = { start: 0, indent: indentAt(text, 0), codeEnd: -1 };
  const r: Reader = { text, lines: [first], brackets: [], openTexts: [], line: first, lineEnd: endOfLine(text, 0) };
  let at = 0;
  while (at < text.length && r.openTexts.length <= mostOpen) at = readOn(r, at);
  return r;
}

function startLine(r: Reader, start: number, indent: number): void {
  r.line = { start, indent, codeEnd: -1 };
  r.lines.push(r.line);
  r.lineEnd = endOfLine(r.text, start);
}

function indentAt(text: string, start: number): number {
  let indent = 0;
  for (let at = start; isBlank(text.charCodeAt(at)); at++) indent += text.charCodeAt(at) === 9 ? 4 - (indent % 4) : 1;
  return indent;
}

/** Takes a piece of code, which may run over line ends. */
function takeCode(r: Reader, end: number): number {
  passLines(r, end, end);
  r.line.codeEnd = end;
  return end;
}

/** Goes on to the line of `end`. */
function passLines(r: Reader, end: number, codeEnd: number): void {
  while (end > r.lineEnd && r.lineEnd < r.text.length) {
    startLine(r, r.text.indexOf("\n", r.lineEnd) + 1, Number.POSITIVE_INFINITY);
    r.line.codeEnd = codeEnd;
  }
}

/** Where the line of an offset ends, its line break left out. */
export function endOfLine(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  if (end < 0) return text.length;
  return end > offset && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
}

// -------------------------------------------------------------------------------------------------------------------- code

/** Letters, digits and signs that mean nothing here: most of a script. */
const PLAIN = new Uint8Array(128);
for (const char of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.,:;=|&+*/%!?~^\\[]>") PLAIN[char.charCodeAt(0)] = 1;

/** Reads one piece of the text; gives where it ends. */
function readOn(r: Reader, at: number): number {
  const { text } = r;
  let plain = at;
  while (PLAIN[text.charCodeAt(plain)] === 1) plain++;
  if (plain > at) {
    r.line.codeEnd = plain;
    return plain;
  }
  const code = text.charCodeAt(at);
  if (code === 10) {
    startLine(r, at + 1, indentAt(text, at + 1));
    return at + 1;
  }
  if (code === 13 || isBlank(code)) return at + 1;
  if (isSingleQuote(code) || isDoubleQuote(code)) return readString(r, at);
  const char = text.charAt(at);
  switch (char) {
    case "`":
      if (r.lineEnd <= at + 1) return at + 1;
      break;
    case "#":
      if (startsWord(text, at)) return r.lineEnd;
      break;
    case "<":
      if (text.charAt(at + 1) === "#" && startsWord(text, at)) return readBlockComment(r, at);
      break;
    case "@":
      if (startsHereString(text, at)) return readHereString(r, at);
      break;
    case "-":
      if (text.startsWith("--%", at) && startsWord(text, at)) return r.lineEnd;
      break;
    case "(":
    case ")":
    case "{":
    case "}":
      r.brackets.push({ char, offset: at, line: r.lines.length - 1, isFirst: r.line.codeEnd < 0 });
      break;
  }
  r.line.codeEnd = char === "`" ? at + 2 : char === "$" ? endOfName(text, at) : at + 1;
  return r.line.codeEnd;
}

function startsWord(text: string, at: number): boolean {
  return at === 0 || /[\s(){}[\],;|&='"]/.test(text.charAt(at - 1));
}

/** Behind `${name}`, which may hold anything; else behind the dollar. */
function endOfName(text: string, at: number): number {
  if (text.charAt(at + 1) !== "{") return at + 1;
  return at + (/^\$\{[^}\n]*\}/.exec(text.slice(at, at + 100))?.[0].length ?? 1);
}

function readBlockComment(r: Reader, at: number): number {
  const close = endOfBlockComment(r.text, at);
  if (close >= 0) {
    passLines(r, close, -1);
    return close;
  }
  r.openTexts.push({ start: at, end: at + 2, id: "MissingTerminatorMultiLineComment", closer: "#>", at: r.lineEnd });
  return r.lineEnd;
}

/** Behind `#>`; -1 where there is none. */
function endOfBlockComment(text: string, at: number): number {
  const close = text.indexOf("#>", at + 2);
  return close < 0 ? -1 : close + 2;
}

/** With anything behind it on its line PowerShell reports it there, and reads on with the next line. */
function startsHereString(text: string, at: number): boolean {
  const quote = text.charCodeAt(at + 1);
  if (!(isSingleQuote(quote) || isDoubleQuote(quote)) || !startsWord(text, at)) return false;
  let next = at + 2;
  while (isBlank(text.charCodeAt(next))) next++;
  return next === text.length || text.charCodeAt(next) === 10 || text.charCodeAt(next) === 13;
}

function readHereString(r: Reader, at: number): number {
  const close = endOfHereString(r.text, at);
  if (close >= 0) return takeCode(r, close);
  const closer = `\n${r.text.charAt(at + 1)}@`;
  r.openTexts.push({ start: at, end: at + 2, id: "TerminatorExpectedAtEndOfString", closer, at: r.lineEnd });
  return takeCode(r, r.lineEnd);
}

/** Behind the here-string at `at`; -1 where it has no end. */
function endOfHereString(text: string, at: number): number {
  const isQuote = isDoubleQuote(text.charCodeAt(at + 1)) ? isDoubleQuote : isSingleQuote;
  for (let next = text.indexOf("\n", at); next >= 0; next = text.indexOf("\n", next + 1)) {
    if (isQuote(text.charCodeAt(next + 1)) && text.charAt(next + 2) === "@") return next + 3;
  }
  return -1;
}

// ----------------------------------------------------------------------------------------------------------------- strings

/** Reads a quoted string; one that runs away ends with its line. */
function readString(r: Reader, at: number): number {
  const { text } = r;
  const close = endOfString(text, at);
  if (close >= 0 && (close <= r.lineEnd || !isCompleteBetween(text, r.lineEnd, close))) return takeCode(r, close);
  const inside = isDoubleQuote(text.charCodeAt(at)) ? closersInside(text, at, r.lineEnd) : "";
  const stop = inside === "" ? endOnLine(r, at) : r.lineEnd;
  const closer = (endsInBacktick(text, at, stop) ? "`" : "") + inside + text.charAt(at);
  r.openTexts.push({ start: at, end: at + 1, id: "TerminatorExpectedAtEndOfString", closer, at: stop });
  return takeCode(r, stop);
}

/** A backtick at the end of a string in double quotes would hide what is put behind it. */
function endsInBacktick(text: string, at: number, end: number): boolean {
  let count = 0;
  while (isDoubleQuote(text.charCodeAt(at)) && text.charAt(end - 1 - count) === "`") count++;
  return count % 2 === 1;
}

/** Behind the quote that closes the string at `at`; -1 where there is none. */
function endOfString(text: string, at: number): number {
  const isDouble = isDoubleQuote(text.charCodeAt(at));
  const isQuote = isDouble ? isDoubleQuote : isSingleQuote;
  for (let next = at + 1; next < text.length; next++) {
    const code = text.charCodeAt(next);
    if (isQuote(code)) {
      if (!isQuote(text.charCodeAt(next + 1))) return next + 1;
      next++;
    } else if (isDouble && code === 0x60) {
      next++;
    } else if (isDouble && code === 0x24 && text.charAt(next + 1) === "(") {
      const close = endOfSubexpression(text, next + 2);
      if (close < 0) return -1;
      next = close - 1;
    }
  }
  return -1;
}

/** Behind the `)` of a `$(` in a string. PowerShell counts parentheses there and looks at nothing else. */
function endOfSubexpression(text: string, from: number): number {
  let open = 1;
  for (let at = from; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === "(") open++;
    else if (char === ")" && --open === 0) return at + 1;
  }
  return -1;
}

/** What closes a `$(` or `${` that is open in the string at `at` where its line ends. */
function closersInside(text: string, at: number, end: number): string {
  let open = 0;
  for (let next = at + 1; next < end; next++) {
    const char = text.charAt(next);
    if (open > 0 && char === "(") open++;
    else if (open > 0 && char === ")") open--;
    else if (open === 0 && char === "`") next++;
    else if (open === 0 && char === "$" && text.charAt(next + 1) === "(") {
      open = 1;
      next++;
    } else if (open === 0 && char === "$" && text.charAt(next + 1) === "{") {
      const close = text.indexOf("}", next);
      if (close < 0 || close >= end) return next + 2 === end ? "_}" : "}";
      next = close;
    }
  }
  return ")".repeat(open);
}

/** Where a string that runs away was meant to end: before what its line goes on with, a closing bracket, a block or a backtick. */
function endOnLine(r: Reader, at: number): number {
  const { text } = r;
  const opening = lastOpenOnLine(r);
  let depth = 0;
  for (let next = at + 1; next < r.lineEnd && opening !== null; next++) {
    const char = text.charAt(next);
    if (char === opening) depth++;
    else if (char === CLOSING[opening] && --depth < 0) return next;
  }
  const end = blanksBefore(text, at + 1, r.lineEnd);
  const last = text.charAt(end - 1);
  if ((last !== "`" && last !== "{") || !isFollowedByMore(r)) return end;
  const before = blanksBefore(text, at + 1, end - 1);
  return before < end - 1 ? before : end;
}

/** The next line is deeper, or begins with a parameter. */
function isFollowedByMore(r: Reader): boolean {
  const next = r.text.indexOf("\n", r.lineEnd) + 1;
  return next > 0 && (indentAt(r.text, next) > r.line.indent || r.text.charAt(next + r.line.indent) === "-");
}

/** Where the blanks begin that end at `end`, not before `from`. */
function blanksBefore(text: string, from: number, end: number): number {
  let at = end;
  while (at > from && isBlank(text.charCodeAt(at - 1))) at--;
  return at;
}

function lastOpenOnLine(r: Reader): string | null {
  let closed = 0;
  for (let index = r.brackets.length - 1; index >= 0; index--) {
    const bracket = r.brackets[index];
    if (bracket?.line !== r.lines.length - 1) return null;
    if (CLOSING[bracket.char] === undefined) closed++;
    else if (--closed < 0) return bracket.char;
  }
  return null;
}

/** True where the lines behind `from` make sense without the string that ends at `to`: its closing quote is needed there for another. */
function isCompleteBetween(text: string, from: number, to: number): boolean {
  const last = endOfLine(text, to);
  let at = from;
  while (at < last) {
    const code = text.charCodeAt(at);
    if (isSingleQuote(code) || isDoubleQuote(code)) {
      const end = endOfString(text, at);
      const isBefore = at < to - 1;
      if (end < 0 || end > last) return !isBefore && looksOpening(text, at);
      if (isBefore && /\w/.test(text.charAt(end)) && text.slice(at, end).includes("\n")) return false;
      at = end;
    } else at = endOfOther(text, at);
  }
  return true;
}

/** Behind the comment, the here-string or the character at `at`. */
function endOfOther(text: string, at: number): number {
  const char = text.charAt(at);
  if (char === "`") return at + 2;
  if (char === "#" && startsWord(text, at)) return endOfLine(text, at);
  const isComment = char === "<" && text.charAt(at + 1) === "#" && startsWord(text, at);
  if (!isComment && !(char === "@" && startsHereString(text, at))) return at + 1;
  const end = isComment ? endOfBlockComment(text, at) : endOfHereString(text, at);
  return end < 0 ? text.length : end;
}

/** A quote with a blank or an operator before it and a word behind it. */
function looksOpening(text: string, at: number): boolean {
  return /[\s(,=:{[;|@+]/.test(text.charAt(at - 1)) && /[^\s)\]},;|.'"]/.test(text.charAt(at + 1));
}
