/**
 * Finds what a script leaves open while somebody is typing in it: strings that run away, brackets, and lines that end in the middle of
 * something although the next line begins something else. The layout decides which line it is: a bracket belongs to the closing one under
 * the start of its line. Like `lines.ts` it guesses; `recover.ts` holds the guess against the parser.
 */
import { describeFault } from "./faults.js";
import { type Bracket, CLOSING, endOfLine, type Line, type Lines, readLines } from "./lines.js";

/** Something that is not closed or not complete. */
export interface Unclosed {
  /** What opens it, or what is left hanging. */
  readonly start: number;
  readonly end: number;
  readonly id: string;
  readonly message: string;
  /** What would complete it, and where. */
  readonly closer: string;
  readonly at: number;
  /** A text without its end, a bracket without its pair, or a line that ends in the middle of something. */
  readonly kind: "text" | "bracket" | "hanging";
}

/** More than this is no line being typed. */
const MOST_UNCLOSED = 12;

/** What a text leaves open, by the place where it would be closed; empty where it seems complete, or too much is missing. */
export function findUnclosed(text: string): readonly Unclosed[] {
  const r = readLines(text, MOST_UNCLOSED);
  const open = [
    ...r.openTexts.map((one): Unclosed => ({ ...one, message: describeFault(one.id, ""), kind: "text" })),
    ...unclosedBrackets(r),
  ];
  if (open.length > MOST_UNCLOSED) return [];
  // At one place the inner is closed before the outer.
  return open.length > 0 ? open.sort((a, b) => a.at - b.at || b.start - a.start) : hangingEnd(r);
}

// ---------------------------------------------------------------------------------------------------------------- brackets

function unclosedBrackets(r: Lines): readonly Unclosed[] {
  const counted = pairBrackets(r, false).length;
  if (counted === 0 || counted > MOST_UNCLOSED) return [];
  // Layout is asked only where the count is wrong, and for no more than are missing: what is laid out loosely elsewhere may be in order.
  const found = pairBrackets(r, true).map(({ bracket, limit }) => ({ bracket, unclosed: closing(r, bracket, limit) }));
  const doubt = ({ bracket, unclosed }: (typeof found)[number]): number => {
    const end = endOfLine(r.text, bracket.offset);
    return r.openTexts.some(({ at }) => at > bracket.offset && at <= end) ? 0 : unclosed.at <= end ? 1 : 2;
  };
  found.sort((a, b) => doubt(a) - doubt(b));
  return found.slice(0, counted).map(({ unclosed }) => unclosed);
}

/** How far out a bracket is looked for. */
const DEEPEST = 200;

/** The brackets that have no pair, each with the place before which it should have had one. */
function pairBrackets(r: Lines, mindsLayout: boolean): readonly { readonly bracket: Bracket; readonly limit: number }[] {
  const open: Bracket[] = [];
  const found: { bracket: Bracket; limit: number }[] = [];
  for (const bracket of r.brackets) {
    if (found.length > MOST_UNCLOSED) return found;
    if (CLOSING[bracket.char] !== undefined) {
      open.push(bracket);
      continue;
    }
    // Nearly always so, and sooner told.
    const last = open[open.length - 1];
    if (last !== undefined && CLOSING[last.char] === bracket.char && !(mindsLayout && bracket.isFirst)) {
      open.pop();
      continue;
    }
    const pairWhere = (isIt: (other: Bracket) => boolean): number => {
      for (let index = open.length - 1; index >= 0 && index > open.length - DEEPEST; index--) {
        const other = open[index];
        if (other && CLOSING[other.char] === bracket.char && isIt(other)) return index;
      }
      return -1;
    };
    let pair = pairWhere(() => true);
    const nearest = open[pair];
    if (nearest === undefined) continue;
    if (mindsLayout && bracket.isFirst && !standsUnder(r, nearest, bracket)) {
      const better = pairWhere((other) => standsUnder(r, other, bracket));
      if (better >= 0) pair = better;
    }
    for (const one of open.splice(pair).slice(1)) found.push({ bracket: one, limit: bracket.offset });
  }
  return [...found, ...open.slice(0, MOST_UNCLOSED + 1).map((bracket) => ({ bracket, limit: r.text.length }))];
}

/** The closing bracket begins its line where the line of the opening one begins, and what lies between looks like what the opening one holds. */
function standsUnder(r: Lines, opening: Bracket, closing: Bracket): boolean {
  const line = r.lines[opening.line];
  if (line === undefined || line.indent !== r.lines[closing.line]?.indent || line.codeEnd !== opening.offset + 1) return false;
  let isDeeper = false;
  for (let index = opening.line + 1; index < closing.line; index++) {
    const inner = r.lines[index];
    if (inner === undefined || inner.codeEnd < 0) continue;
    if (inner.indent > line.indent) isDeeper = true;
    else if (isDeeper) return /^[)}]/.test(codeOf(r, inner));
    else if (r.text.charAt(opening.offset - 1) === "@" && opening.char === "{") return isKey.test(codeOf(r, inner));
    else return true;
  }
  return true;
}

function codeOf(r: Lines, line: Line): string {
  return r.text.slice(line.start, line.codeEnd).trimStart();
}

/** A bracket is closed behind what stands deeper than its line does, and before `limit`. */
function closing(r: Lines, bracket: Bracket, limit: number): Unclosed {
  const own = r.lines[bracket.line];
  let at = own?.codeEnd ?? bracket.offset + 1;
  for (let index = bracket.line + 1; index < r.lines.length; index++) {
    const line = r.lines[index];
    if (!line || line.start >= limit || (line.codeEnd >= 0 && line.indent <= (own?.indent ?? 0))) break;
    if (line.codeEnd >= 0) at = line.codeEnd;
  }
  if (at > limit) at = bracket.offset + 1 + r.text.slice(bracket.offset + 1, limit).trimEnd().length;
  const isBlock = bracket.char === "{";
  return {
    start: bracket.offset,
    end: bracket.offset + 1,
    id: isBlock ? "MissingEndCurlyBrace" : "MissingEndParenthesis",
    message: isBlock ? describeFault("MissingEndCurlyBrace", "") : "The parenthesis that opens here is not closed: add `)`.",
    closer: (/(?:\bin|=)$/i.test(r.text.slice(Math.max(bracket.offset, at - 3), at)) ? " $_" : "") + (CLOSING[bracket.char] ?? ""),
    at,
    kind: "bracket",
  };
}

// ------------------------------------------------------------------------------------------------------------ hanging ends

/** So much of a line is looked at. */
const LONGEST_LOOK = 300;

/** A line end that waits for more. */
interface Hanging {
  /** What hangs, at the end of a line's code: the group where there is one. */
  readonly end: RegExp;
  /** How the next line begins that cannot be what is waited for. */
  readonly next: RegExp;
  readonly closer: string;
  /** An index, or the beginning of one, whose bracket is the last of the line. */
  readonly isIndex?: boolean;
  /** Only for lines of a hashtable, or only for others. */
  readonly isInTable?: boolean;
}

const COMMAND = String.raw`[a-z]+-[a-z]\w*(?![-\w.]*\s*,)|(?:if|foreach|for|while|do|switch|try|function|return|throw)\b|[.&]\s`;
const ASSIGNMENT = String.raw`\$[\w:.]+\s*[-+*/]?=(?!=)`;
const CLOSER = "[)}]";
const KEY = String.raw`['"]?[a-z_]\w*['"]?\s*=(?!=)`;
const startsStatement = new RegExp(`^(?:${COMMAND}|${ASSIGNMENT})`, "i");
const isKey = new RegExp(`^${KEY}`, "i");

const OPERATOR =
  "-(?:[ci]?(?:eq|ne|gt|ge|lt|le|like|notlike|match|notmatch|contains|notcontains|in|notin|replace|split)|and|or|xor|join|f)";
const VALUE_BEFORE = String.raw`(?<=[$)\]][\w:.]*)`;

const HANGING: readonly Hanging[] = [
  { end: /,$/, next: startsStatement, closer: "$_" },
  { end: /\|$/, next: new RegExp(`^(?:${ASSIGNMENT}|${CLOSER}|['"(])`, "i"), closer: "_" },
  { end: new RegExp(`${VALUE_BEFORE}(?:\\.|::)$`), next: /^./, closer: "_" },
  { end: /(?<=(?:^|[=({|;])\s*)[.&]$/, next: /^./, closer: "_" },
  { end: new RegExp(`${VALUE_BEFORE}\\[$`), isIndex: true, next: /^./, closer: "0]" },
  { end: new RegExp(`${VALUE_BEFORE}\\[[^\\][\\s]+$`), isIndex: true, next: /^./, closer: "]" },
  { end: /(?<=(?:^|[=({|;,])\s*)\[$/, isIndex: true, next: /^./, closer: "_]$_" },
  // Only in lines that are no command, whose parameters look alike.
  {
    end: new RegExp(`^(?:[$('"[]|(?:if|while|return)\\b).*[\\s)](${OPERATOR}|[-+*/%])$`, "i"),
    next: startsStatement,
    closer: " $_",
  },
  { end: /^(?:function|filter|class|enum)$/i, next: /^./, closer: " _ {}" },
  { end: /=$/, next: isKey, closer: "$_", isInTable: true },
  { end: /^['"]?[a-z_]\w*['"]?$/i, next: new RegExp(`^(?:${KEY}|})`, "i"), closer: "=$_", isInTable: true },
];

/** The one line that ends in the middle of something; nothing where there are several, which somebody may have meant. */
function hangingEnd(r: Lines): readonly Unclosed[] {
  const found: Unclosed[] = [];
  const tables = linesOfTables(r);
  let before: { line: Line; index: number } | null = null;
  r.lines.forEach((line, index) => {
    if (line.codeEnd < 0 || line.indent === Number.POSITIVE_INFINITY) return;
    if (before !== null && line.indent <= before.line.indent) {
      const hanging = hangingAt(r, before.line, line, tables.has(before.index));
      if (hanging) found.push(hanging);
    }
    before = { line, index };
  });
  return found.length === 1 ? found : [];
}

function hangingAt(r: Lines, line: Line, next: Line, isInTable: boolean): Unclosed | null {
  const { text } = r;
  const code = codeOf(r, line).slice(-LONGEST_LOOK);
  const following = codeOf(r, next).slice(0, LONGEST_LOOK);
  const at = line.codeEnd;
  if (/^\s+`$/.test(text.slice(at, endOfLine(text, at)))) {
    // Behind a blank line there is nothing that the backtick could go on with.
    const isNext = text.indexOf("\n", at) + 1 === next.start;
    return isNext && startsStatement.test(following) ? incomplete(text, text.indexOf("`", at), 1, ";", at) : null;
  }
  // Most lines end so, and then only an index can be open.
  const hasIndex = code.lastIndexOf("[") > code.lastIndexOf("]");
  if ("(){};".includes(code.charAt(code.length - 1)) && !hasIndex) return null;
  for (const one of HANGING) {
    if (one.isIndex && !hasIndex) continue;
    const match = one.end.exec(code);
    const length = (match?.[1] ?? match?.[0])?.length;
    if (length === undefined || !one.next.test(following) || (one.isInTable ?? isInTable) !== isInTable) continue;
    return incomplete(text, at - length, length, one.closer, at);
  }
  return null;
}

function incomplete(text: string, start: number, length: number, closer: string, at: number): Unclosed {
  const hanging = text.slice(start, start + length);
  return {
    start,
    end: start + length,
    id: "MissingExpression",
    message: `Something is missing after \`${hanging}\`: complete this line, or remove \`${hanging}\`.`,
    closer,
    at,
    kind: "hanging",
  };
}

/** The lines that begin directly inside a hashtable. */
function linesOfTables(r: Lines): ReadonlySet<number> {
  const result = new Set<number>();
  const open: boolean[] = [];
  let from = 0;
  for (const { char, offset, line } of r.brackets) {
    if (open[open.length - 1] === true) for (let index = from + 1; index <= line; index++) result.add(index);
    from = line;
    if (CLOSING[char] === undefined) open.pop();
    else open.push(char === "{" && r.text.charAt(offset - 1) === "@");
  }
  return result;
}
