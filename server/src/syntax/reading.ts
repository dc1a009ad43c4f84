/** How the parser takes tokens: look at the next one, take it, give it back, or read on from elsewhere. */
import type { Span } from "./ast.js";
import { dropComments } from "./scan-touching.js";
import { scanToken, skipNewLines } from "./scanner.js";
import { COMMAND_MODE, EXPRESSION_MODE, fault, type Mode, type State } from "./state.js";
import * as t from "./tokens.js";

/** The kind of the next token, which stays to be taken. */
export function peek(s: State): number {
  if (s.isPending) {
    return s.kind;
  }
  scanToken(s);
  s.isPending = true;
  return s.kind;
}

/** Takes the next token and gives its kind; its place is in the state until another is read. */
export function next(s: State): number {
  if (s.isPending) {
    s.isPending = false;
    return s.kind;
  }
  return scanToken(s);
}

/** Takes the token that was looked at. */
export function take(s: State): void {
  s.isPending = false;
}

/** Gives the token back that was taken last. */
export function giveBack(s: State): void {
  s.isPending = true;
}

/** Takes the next token where it is of `kind`, and says so; any other stays to be taken. */
export function accept(s: State, kind: number): boolean {
  if (next(s) === kind) {
    return true;
  }
  giveBack(s);
  return false;
}

/**
 * How often a text may be read again, in its own lengths. Attributes are read twice where they turn out to be types, and
 * what they hold twice more: without a bound, nesting them would double the work with each level.
 */
export const MOST_REREADS = 20;
const FREE_REREADS = 50_000;

/** Reads on from `offset`. */
export function resync(s: State, offset: number): void {
  s.isPending = false;
  s.reread += s.pos - offset;
  if (s.pos > s.furthest) {
    s.furthest = s.pos;
  }
  if (s.reread > MOST_REREADS * s.text.length + FREE_REREADS && !s.isHalted) {
    giveUp(s);
  }
  if (s.isHalted) {
    return;
  }
  s.pos = Math.min(offset, s.limit + 1);
  if (s.comments.length > 0) {
    dropComments(s, offset);
  }
  dropListed(s, offset);
}

/** Takes what was read from `offset` on off the lists of commands and functions: it will be read again, or is not part of the tree. */
export function dropListed(s: State, offset: number): void {
  dropBehind(s.commands, offset);
  dropBehind(s.functions, offset);
}

function dropBehind(nodes: Span[], offset: number): void {
  while (nodes.length > 0 && (nodes[nodes.length - 1] as Span).start >= offset) {
    nodes.length--;
  }
}

/** Changes the mode; a token read ahead is read again where the new mode might see another. */
export function setMode(s: State, mode: Mode): void {
  if (mode !== s.mode) {
    if (s.isPending && ((t.TOKEN_TRAITS[s.kind] as number) & t.SAME_IN_ALL_MODES) === 0) {
      // A variable that command mode did not make part of a word is the same in expressions, though not the other way.
      const isSameVariable =
        mode === EXPRESSION_MODE && s.mode === COMMAND_MODE && (s.kind === t.VARIABLE || s.kind === t.SPLATTED_VARIABLE);
      if (!isSameVariable) {
        resync(s, s.start);
      }
    }
    s.mode = mode;
  }
}

/** Steps over line ends, and comments with them. */
export function skipLines(s: State): void {
  if (!s.isPending || s.kind === t.NEW_LINE) {
    s.isPending = false;
    skipNewLines(s, false);
  }
}

/** Steps over line ends and semicolons. */
export function skipLinesAndSemicolons(s: State): void {
  if (!s.isPending || s.kind === t.NEW_LINE || s.kind === t.SEMICOLON) {
    s.isPending = false;
    skipNewLines(s, true);
  }
}

/**
 * Reads on to one of `kinds` after a fault, over what is in brackets on the way.
 *
 * @param takesCloser whether a closing bracket among `kinds` is taken or left
 */
export function syncTo(s: State, takesCloser: boolean, kinds: readonly number[]): void {
  const stopsAtParen = kinds.includes(t.R_PAREN);
  const stopsAtCurly = kinds.includes(t.R_CURLY);
  const stopsAtBracket = kinds.includes(t.R_BRACKET);
  let parens = stopsAtParen ? 1 : 0;
  let curlies = stopsAtCurly ? 1 : 0;
  let brackets = stopsAtBracket ? 1 : 0;
  while (true) {
    const kind = next(s);
    let isCloser = false;
    switch (kind) {
      case t.L_PAREN:
        parens++;
        break;
      case t.R_PAREN:
        parens--;
        isCloser = parens === 0 && stopsAtParen;
        break;
      case t.L_CURLY:
        curlies++;
        break;
      case t.R_CURLY:
        curlies--;
        isCloser = curlies === 0 && stopsAtCurly;
        break;
      case t.L_BRACKET:
        brackets++;
        break;
      case t.R_BRACKET:
        brackets--;
        isCloser = brackets === 0 && stopsAtBracket;
        break;
      case t.END_OF_INPUT:
        giveBack(s);
        return;
    }
    if (isCloser) {
      if (!takesCloser) {
        giveBack(s);
      }
      return;
    }
    if (parens === 0 && curlies === 0 && brackets === 0 && kinds.includes(kind)) {
      return;
    }
  }
}

/** How deep statements and operands may nest before the stack would be in danger. */
const DEEPEST = 750;

/** True when nesting went too deep: the rest of the text is given up, with one fault. */
export function isTooDeep(s: State): boolean {
  return s.depth > DEEPEST ? giveUp(s) : false;
}

/** How many operators may follow one another in one expression. */
export const LONGEST_CHAIN = 2000;

/** Gives up the rest of the text. */
export function giveUp(s: State): true {
  fault(s, "ScriptTooComplicated", s.start, s.end);
  s.isHalted = true;
  s.isPending = false;
  s.pos = s.limit;
  return true;
}
