/** Reads what must touch the expression before it, and other things that only one rule asks for. */
import { isBlank, isDoubleQuote } from "./chars.js";
import { scanBlockComment, scanLineComment } from "./scan-comments.js";
import { charAt } from "./scan-strings.js";
import { skipBlanks } from "./scanner.js";
import { COMMAND_MODE, finish, type State } from "./state.js";
import * as t from "./tokens.js";

/** `.`, `::`, `[`, `?.` or `?[` right behind an expression, or 0. Only block comments may stand between. */
export function scanMemberOperator(s: State, allowsBracket: boolean): number {
  while (charAt(s, s.pos) === 0x3c && charAt(s, s.pos + 1) === 0x23) {
    s.start = s.pos;
    scanBlockComment(s);
  }
  const start = s.pos;
  const code = charAt(s, start);
  if (code === 0x2e) {
    const next = charAt(s, start + 1);
    if (next === 0x2e || (s.mode === COMMAND_MODE && endsName(next))) {
      return 0;
    }
    s.start = start;
    return finish(s, t.DOT, start + 1);
  }
  if (code === 0x3a) {
    if (charAt(s, start + 1) !== 0x3a || (s.mode === COMMAND_MODE && endsName(charAt(s, start + 2)))) {
      return 0;
    }
    s.start = start;
    return finish(s, t.COLON_COLON, start + 2);
  }
  if (code === 0x5b && allowsBracket) {
    s.start = start;
    return finish(s, t.L_BRACKET, start + 1);
  }
  if (code === 0x3f) {
    const next = charAt(s, start + 1);
    if (next === 0x2e) {
      s.start = start;
      return finish(s, t.QUESTION_DOT, start + 2);
    }
    if (next === 0x5b && allowsBracket) {
      s.start = start;
      return finish(s, t.QUESTION_L_BRACKET, start + 2);
    }
  }
  return 0;
}

function endsName(code: number): boolean {
  return code === 0 || code === 10 || code === 13 || isBlank(code);
}

/** `(` or `{` right behind a member's name, or 0. */
export function scanInvocation(s: State): number {
  const code = charAt(s, s.pos);
  if (code !== 0x28 && code !== 0x7b) {
    return 0;
  }
  s.start = s.pos;
  return finish(s, code === 0x28 ? t.L_PAREN : t.L_CURLY, s.pos + 1);
}

/** `[` that begins an attribute or type, blanks and comments skipped, or 0. */
export function scanLeadingBracket(s: State): number {
  const origin = s.pos;
  let hasBlanks = false;
  while (true) {
    const code = charAt(s, s.pos);
    s.start = s.pos;
    if (code === 0x5b) {
      return finish(s, t.L_BRACKET, s.pos + 1);
    }
    if (isBlank(code)) {
      hasBlanks = true;
      s.pos++;
    } else if (code === 0x23) {
      hasBlanks = true;
      scanLineComment(s);
    } else if (code === 0x3c && charAt(s, s.pos + 1) === 0x23) {
      hasBlanks = false;
      scanBlockComment(s);
    } else {
      // A member operator must touch what stands before it, so the blanks must be seen again.
      if (hasBlanks && (code === 0x2e || code === 0x3a)) {
        s.pos = origin;
        dropComments(s, origin);
      }
      return 0;
    }
  }
}

/** Forgets the comments from `offset` on, which are going to be read again. */
export function dropComments(s: State, offset: number): void {
  const comments = s.comments;
  while (comments.length > 0 && (comments[comments.length - 1] as { end: number }).end > offset) {
    comments.pop();
  }
  const requires = s.requires;
  while (requires.length > 0 && (requires[requires.length - 1] as { end: number }).end > offset) {
    requires.pop();
  }
}

/** What follows `--%`: the rest of the line up to a pipe or `&&` outside double quotes. */
export function scanVerbatim(s: State): void {
  skipBlanks(s);
  const text = s.text;
  let at = s.pos;
  let isQuoted = false;
  s.start = at;
  while (at < s.limit) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) {
      break;
    }
    if (isDoubleQuote(code)) {
      isQuoted = !isQuoted;
    } else if (!isQuoted && (code === 0x7c || (code === 0x26 && charAt(s, at + 1) === 0x26))) {
      break;
    }
    at++;
  }
  s.nestedCount = 0;
  finish(s, t.GENERIC, at);
}
