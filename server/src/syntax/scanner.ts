/**
 * Turns text into tokens, one at a time, as the parser asks for them: what a character means depends on the mode the parser
 * is in. In command mode nearly everything that touches is one word; in expression mode operators end words.
 */
import {
  DIGIT,
  endsAssemblyName,
  endsWord,
  isBlank,
  isDash,
  isDoubleQuote,
  isLetter,
  isLetterOrDigit,
  isSingleQuote,
  isWhiteSpace,
  LETTER,
  TRAITS,
} from "./chars.js";
import { scanBlockComment, scanLineComment } from "./scan-comments.js";
import { scanNumber } from "./scan-numbers.js";
import {
  continuesWord,
  operatorOrWord,
  scanAt,
  scanColon,
  scanDash,
  scanDot,
  scanExclaim,
  scanFileRedirection,
  scanNumberedRedirection,
  scanPlus,
  scanQuestion,
  scanStar,
} from "./scan-operators.js";
import { charAt, scanDoubleQuoted, scanGeneric, scanSingleQuoted, scanVariable, skipUnicodeEscape } from "./scan-strings.js";
import { COMMAND_MODE, EXPRESSION_MODE, finish, type State, scanFault, TYPE_MODE } from "./state.js";
import * as t from "./tokens.js";

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

export function skipBlanks(s: State): void {
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
