/**
 * Turns text into tokens, one at a time, as the parser asks for them: what a character means depends on the mode the parser
 * is in. In command mode nearly everything that touches is one word; in expression mode operators end words.
 */
import {
  continuesName,
  DIGIT,
  endsAssemblyName,
  endsWord,
  isBlank,
  isDash,
  isDecimalDigit,
  isDigit,
  isDoubleQuote,
  isLetter,
  isLetterOrDigit,
  isSingleQuote,
  isWhiteSpace,
  LETTER,
  startsName,
  startsVariable,
  TRAITS,
} from "./chars.js";
import { scanBlockComment, scanLineComment } from "./scan-comments.js";
import { endOfNumber, scanNumber } from "./scan-numbers.js";
import {
  charAt,
  scanDoubleQuoted,
  scanGeneric,
  scanHereString,
  scanSingleQuoted,
  scanVariable,
  skipUnicodeEscape,
} from "./scan-strings.js";
import { COMMAND_MODE, EXPRESSION_MODE, type State, scanFault, TYPE_MODE } from "./state.js";
import * as t from "./tokens.js";

function finish(s: State, kind: number, end: number): number {
  s.pos = end;
  s.end = end;
  s.kind = kind;
  return kind;
}

/** Reads the next token into the state. */
export function scanToken(s: State): number {
  const text = s.text;
  while (true) {
    const start = s.pos;
    if (start >= s.limit) {
      // PowerShell puts the end one character behind the text.
      s.start = start + 1;
      s.end = start + 1;
      s.pos = start + 1;
      s.kind = t.END_OF_INPUT;
      return t.END_OF_INPUT;
    }
    const code = text.charCodeAt(start);
    s.start = start;
    if (code >= 128) {
      if (isBlank(code)) {
        s.pos = start + 1;
        continue;
      }
      return scanBeyondAscii(s, code);
    }
    if (((TRAITS[code] as number) & LETTER) !== 0) {
      return scanWord(s);
    }
    switch (code) {
      case 0x20:
      case 0x09:
      case 0x0b:
      case 0x0c:
        s.pos = start + 1;
        continue;
      case 0x0a:
        return finish(s, t.NEW_LINE, start + 1);
      case 0x0d:
        return finish(s, t.NEW_LINE, charAt(s, start + 1) === 0x0a ? start + 2 : start + 1);
      case 0x23: // #
        scanLineComment(s);
        continue;
      case 0x60: // `
        if (skipContinuation(s)) {
          continue;
        }
        return scanGeneric(s);
      case 0x3c: // <
        if (charAt(s, start + 1) === 0x23) {
          scanBlockComment(s);
          continue;
        }
        s.fromStream = 0;
        return finish(s, t.INPUT_REDIRECTION, start + 1);
      case 0x27:
        s.pos = start + 1;
        return scanSingleQuoted(s);
      case 0x22:
        s.pos = start + 1;
        return scanDoubleQuoted(s);
      case 0x24: // $
        s.pos = start + 1;
        return charAt(s, start + 1) === 0x28 ? finish(s, t.DOLLAR_PAREN, start + 2) : scanVariable(s, false, false);
      case 0x28:
        return finish(s, t.L_PAREN, start + 1);
      case 0x29:
        return finish(s, t.R_PAREN, start + 1);
      case 0x2c:
        return finish(s, t.COMMA, start + 1);
      case 0x2d:
        return scanDash(s);
      case 0x2e:
        return scanDot(s);
      case 0x3b:
        return finish(s, t.SEMICOLON, start + 1);
      case 0x3d:
        return operatorOrWord(s, t.EQUALS, start + 1);
      case 0x40:
        return scanAt(s);
      case 0x5b:
        if (s.mode === COMMAND_MODE && continuesWord(s, start + 1)) {
          s.pos = start + 1;
          return scanGeneric(s);
        }
        return finish(s, t.L_BRACKET, start + 1);
      case 0x5d:
        return finish(s, t.R_BRACKET, start + 1);
      case 0x7b:
        return finish(s, t.L_CURLY, start + 1);
      case 0x7d:
        return finish(s, t.R_CURLY, start + 1);
      case 0x7c:
        return charAt(s, start + 1) === 0x7c ? finish(s, t.OR_OR, start + 2) : finish(s, t.PIPE, start + 1);
      case 0x26:
        return charAt(s, start + 1) === 0x26 ? finish(s, t.AND_AND, start + 2) : finish(s, t.AMPERSAND, start + 1);
      case 0x3e:
        return scanFileRedirection(s, 1, start + 1);
      case 0x2b:
        return scanPlus(s);
      case 0x2a:
        return scanStar(s);
      case 0x2f:
        return charAt(s, start + 1) === 0x3d ? operatorOrWord(s, t.DIVIDE_EQUALS, start + 2) : operatorOrWord(s, t.DIVIDE, start + 1);
      case 0x25:
        return charAt(s, start + 1) === 0x3d ? operatorOrWord(s, t.REMAINDER_EQUALS, start + 2) : operatorOrWord(s, t.REMAINDER, start + 1);
      case 0x21:
        return scanExclaim(s);
      case 0x3a:
        return scanColon(s);
      case 0x3f:
        return scanQuestion(s);
      case 0x31:
      case 0x32:
      case 0x33:
      case 0x34:
      case 0x35:
      case 0x36:
        if (charAt(s, start + 1) === 0x3e) {
          return scanNumberedRedirection(s, code - 0x30);
        }
        return scanNumber(s);
      case 0x30:
      case 0x37:
      case 0x38:
      case 0x39:
        return scanNumber(s);
      default:
        s.pos = start + 1;
        return scanGeneric(s);
    }
  }
}

/** True when the character there does not end a word. */
function continuesWord(s: State, index: number): boolean {
  return index < s.limit && !endsWord(s.text.charCodeAt(index));
}

/** An operator, unless command mode finds it glued to what follows. */
function operatorOrWord(s: State, kind: number, end: number): number {
  if (s.mode === COMMAND_MODE && continuesWord(s, end)) {
    s.pos = end;
    return scanGeneric(s);
  }
  return finish(s, kind, end);
}

function scanBeyondAscii(s: State, code: number): number {
  s.pos = s.start + 1;
  if (isSingleQuote(code)) {
    return scanSingleQuoted(s);
  }
  if (isDoubleQuote(code)) {
    return scanDoubleQuoted(s);
  }
  if (isDash(code)) {
    return scanDash(s);
  }
  return isLetter(code) ? scanWord(s) : scanGeneric(s);
}

// --------------------------------------------------------------------------------------------------------- blanks between

/**
 * A backtick at `s.start`: steps over a line continuation or blanks.
 *
 * @returns false, with `s.pos` behind the escaped character, where the backtick starts a word
 */
function skipContinuation(s: State): boolean {
  const next = s.start + 1;
  if (next >= s.limit) {
    scanFault(s, "IncompleteString", s.limit + 1, s.limit + 1);
    s.pos = s.limit;
    return true;
  }
  const code = s.text.charCodeAt(next);
  if (code === 13) {
    s.pos = charAt(s, next + 1) === 10 ? next + 2 : next + 1;
    return true;
  }
  if (code === 10 || isWhiteSpace(code)) {
    s.pos = next + 1;
    return true;
  }
  s.pos = next + 1;
  if (code === 0x75) {
    skipUnicodeEscape(s);
  }
  return false;
}

/** Skips blanks, new lines, comments and continuations; semicolons too when asked. No token is read. */
export function skipNewLines(s: State, skipsSemicolons: boolean): void {
  const text = s.text;
  const limit = s.limit;
  let at = s.pos;
  while (at < limit) {
    const code = text.charCodeAt(at);
    if (code === 0x20 || (code >= 9 && code <= 13)) {
      at++;
    } else if (code === 0x23) {
      s.pos = at;
      s.start = at;
      scanLineComment(s);
      at = s.pos;
    } else if (code === 0x3b && skipsSemicolons) {
      at++;
    } else if (code === 0x3c && at + 1 < limit && text.charCodeAt(at + 1) === 0x23) {
      s.pos = at;
      s.start = at;
      scanBlockComment(s);
      at = s.pos;
    } else if (code === 0x60) {
      if (!isWhiteSpace(charAt(s, at + 1))) {
        break;
      }
      at += 2;
    } else if (code >= 128 && isBlank(code)) {
      at++;
    } else {
      break;
    }
  }
  s.pos = at;
}

// ------------------------------------------------------------------------------------------------------------------ words

function scanWord(s: State): number {
  const text = s.text;
  const limit = s.limit;
  const start = s.start;
  let at = start + 1;
  let code = 0;
  while (at < limit) {
    code = text.charCodeAt(at);
    if (code < 128 ? ((TRAITS[code] as number) & (LETTER | DIGIT)) === 0 : !isLetterOrDigit(code)) {
      break;
    }
    at++;
  }
  if (s.mode === TYPE_MODE) {
    s.pos = at;
    return scanTypeName(s);
  }
  if (s.wantsSimpleName || s.mode === EXPRESSION_MODE) {
    return finish(s, t.IDENTIFIER, at);
  }
  if (s.mode === COMMAND_MODE && at < limit && !endsWord(code)) {
    s.pos = at;
    return scanGeneric(s);
  }
  const keyword = t.keywordAt(text, start, at);
  if (keyword >= 0 && (keyword !== t.INLINESCRIPT || s.isInWorkflow)) {
    return finish(s, keyword, at);
  }
  return finish(s, t.IDENTIFIER, at);
}

function scanTypeName(s: State): number {
  let at = s.pos;
  while (at < s.limit) {
    const code = s.text.charCodeAt(at);
    const isJoint = code === 0x2e || code === 0x60 || code === 0x5f || code === 0x2b || code === 0x23 || code === 0x5c;
    if (!isJoint && !isLetterOrDigit(code)) {
      break;
    }
    at++;
  }
  return finish(s, t.IDENTIFIER, at);
}

/** What follows the comma in `[type, assembly]`: true when there is a name. */
export function scanAssemblyName(s: State): boolean {
  let hasName = skipAssemblyWord(s);
  while (charAt(s, s.pos) === 0x2c) {
    s.pos++;
    hasName = true;
    skipAssemblyWord(s);
    if (charAt(s, s.pos) === 0x3d) {
      s.pos++;
      skipAssemblyWord(s);
    }
  }
  return hasName;
}

function skipBlanks(s: State): void {
  while (s.pos < s.limit && isBlank(s.text.charCodeAt(s.pos))) {
    s.pos++;
  }
}

function skipAssemblyWord(s: State): boolean {
  skipBlanks(s);
  const start = s.pos;
  while (s.pos < s.limit && !endsAssemblyName(s.text.charCodeAt(s.pos))) {
    s.pos++;
  }
  const end = s.pos;
  skipBlanks(s);
  return end > start;
}

// ---------------------------------------------------------------------------------------------- parameters and operators

function scanDash(s: State): number {
  const start = s.start;
  const next = charAt(s, start + 1);
  if (isDash(next)) {
    return operatorOrWord(s, t.MINUS_MINUS, start + 2);
  }
  if (next === 0x3d) {
    return operatorOrWord(s, t.MINUS_EQUALS, start + 2);
  }
  if (isLetter(next) || next === 0x5f || next === 0x3f) {
    return scanParameter(s);
  }
  if (s.allowsSignedNumbers && (isDigit(next) || next === 0x2e)) {
    return scanNumber(s);
  }
  return operatorOrWord(s, t.MINUS, start + 1);
}

/** A dash and letters: a parameter in command mode, an operator in expressions. */
function scanParameter(s: State): number {
  const text = s.text;
  const limit = s.limit;
  const isCommand = s.mode === COMMAND_MODE;
  const nameStart = s.start + 1;
  let at = nameStart;
  let hasColon = false;
  while (at < limit) {
    const code = text.charCodeAt(at);
    if (code < 128 && ((TRAITS[code] as number) & LETTER) !== 0 && code !== 0x5f) {
      at++;
      continue;
    }
    if (code === 0x3a) {
      hasColon = true;
      break;
    }
    if (isSingleQuote(code) || isDoubleQuote(code)) {
      if (isCommand) {
        s.pos = at;
        return scanGeneric(s);
      }
      break;
    }
    // `.` and `[` end a parameter but not a word: `-Name.x`, `-Name[0]`.
    if (!isCommand || endsWord(code) || code === 0x2e || code === 0x5b) {
      break;
    }
    at++;
  }
  s.nameStart = nameStart;
  s.nameEnd = at;
  s.flag = hasColon;
  if (s.mode === EXPRESSION_MODE) {
    const kind = t.operatorAt(text, nameStart, at);
    if (kind >= 0) {
      return finish(s, kind, at);
    }
  }
  if (at === nameStart) {
    return finish(s, t.MINUS, at);
  }
  return finish(s, t.PARAMETER, hasColon && isCommand ? at + 1 : at);
}

function scanPlus(s: State): number {
  const start = s.start;
  const next = charAt(s, start + 1);
  if (next === 0x2b) {
    return operatorOrWord(s, t.PLUS_PLUS, start + 2);
  }
  if (next === 0x3d) {
    return operatorOrWord(s, t.PLUS_EQUALS, start + 2);
  }
  if (s.allowsSignedNumbers && (isDigit(next) || next === 0x2e)) {
    return scanNumber(s);
  }
  return operatorOrWord(s, t.PLUS, start + 1);
}

function scanStar(s: State): number {
  const start = s.start;
  const next = charAt(s, start + 1);
  if (next === 0x3d) {
    return operatorOrWord(s, t.MULTIPLY_EQUALS, start + 2);
  }
  if (next !== 0x3e) {
    return operatorOrWord(s, t.MULTIPLY, start + 1);
  }
  if (charAt(s, start + 2) === 0x26 && charAt(s, start + 3) === 0x31) {
    return scanMergingRedirection(s, 0, 1, start + 4);
  }
  return scanFileRedirection(s, 0, start + 2);
}

function scanMergingRedirection(s: State, from: number, to: number, end: number): number {
  s.fromStream = from;
  s.toStream = to;
  return finish(s, t.MERGING_REDIRECTION, end);
}

/** `>` or `>>`, `end` being behind the first `>`. */
function scanFileRedirection(s: State, from: number, end: number): number {
  s.fromStream = from;
  return finish(s, t.FILE_REDIRECTION, charAt(s, end) === 0x3e ? end + 1 : end);
}

/** `2>`, `2>>`, `2>&1`; in expressions the digit is a number. */
function scanNumberedRedirection(s: State, from: number): number {
  const start = s.start;
  if (charAt(s, start + 2) === 0x26) {
    const to = charAt(s, start + 3);
    if (to === 0x31 || to === 0x32) {
      return scanMergingRedirection(s, from, to - 0x30, start + 4);
    }
  }
  if (s.mode === EXPRESSION_MODE) {
    return finish(s, t.NUMBER, start + 1);
  }
  return scanFileRedirection(s, from, start + 2);
}

function scanDot(s: State): number {
  const start = s.start;
  const next = charAt(s, start + 1);
  if (next === 0x2e) {
    if (s.mode === COMMAND_MODE && continuesWord(s, start + 2)) {
      s.pos = start + 1;
      return scanGeneric(s);
    }
    return finish(s, t.DOT_DOT, start + 2);
  }
  if (isDecimalDigit(next)) {
    return scanNumber(s);
  }
  // `.$x`, `."x"` and `.'x'` run what follows; any other word may begin with a dot.
  if (s.mode === COMMAND_MODE && continuesWord(s, start + 1) && next !== 0x24 && next !== 0x22 && next !== 0x27) {
    s.pos = start + 1;
    return scanGeneric(s);
  }
  return finish(s, t.DOT, start + 1);
}

function scanExclaim(s: State): number {
  const start = s.start;
  const next = charAt(s, start + 1);
  if ((s.mode === COMMAND_MODE && continuesWord(s, start + 1)) || (s.mode === EXPRESSION_MODE && startsName(next))) {
    s.pos = start + 1;
    return scanGeneric(s);
  }
  if (s.mode === EXPRESSION_MODE && (isDigit(next) || next === 0x2e) && endOfNumber(s, start) < 0) {
    s.pos = start + 1;
    return scanGeneric(s);
  }
  return finish(s, t.EXCLAIM, start + 1);
}

function scanColon(s: State): number {
  const start = s.start;
  const next = charAt(s, start + 1);
  if (next === 0x3a) {
    if (s.mode === COMMAND_MODE && !s.wantsSimpleName && continuesWord(s, start + 2)) {
      s.pos = start + 2;
      return scanGeneric(s);
    }
    return finish(s, t.COLON_COLON, start + 2);
  }
  if (s.mode !== COMMAND_MODE) {
    return finish(s, t.COLON, start + 1);
  }
  let at = start + 1;
  if (!startsName(next)) {
    s.pos = at;
    return scanGeneric(s);
  }
  while (continuesName(charAt(s, at))) {
    at++;
  }
  if (continuesWord(s, at)) {
    // PowerShell takes this character as it stands, even a quote or a backtick.
    s.pos = at + 1;
    return scanGeneric(s);
  }
  return finish(s, t.LABEL, at);
}

function scanQuestion(s: State): number {
  const start = s.start;
  if (s.mode !== EXPRESSION_MODE) {
    s.pos = start + 1;
    return scanGeneric(s);
  }
  if (charAt(s, start + 1) !== 0x3f) {
    return finish(s, t.QUESTION_MARK, start + 1);
  }
  return charAt(s, start + 2) === 0x3d ? finish(s, t.QUESTION_QUESTION_EQUALS, start + 3) : finish(s, t.QUESTION_QUESTION, start + 2);
}

function scanAt(s: State): number {
  const start = s.start;
  const next = charAt(s, start + 1);
  if (next === 0x7b) {
    return finish(s, t.AT_CURLY, start + 2);
  }
  if (next === 0x28) {
    return finish(s, t.AT_PAREN, start + 2);
  }
  if (isSingleQuote(next) || isDoubleQuote(next)) {
    s.pos = start + 2;
    return scanHereString(s, isDoubleQuote(next));
  }
  if (startsVariable(next)) {
    s.pos = start + 1;
    return scanVariable(s, true, false);
  }
  scanFault(s, "UnrecognizedToken", start, start + 1);
  return finish(s, t.UNKNOWN, start + 1);
}

// ------------------------------------------------------------------------------- what must touch the expression before it

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
