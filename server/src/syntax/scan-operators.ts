/** Reads what begins with a sign: parameters, operators, redirections, labels. */
import {
  continuesName,
  endsWord,
  isDash,
  isDecimalDigit,
  isDigit,
  isDoubleQuote,
  isLetter,
  isSingleQuote,
  LETTER,
  startsName,
  startsVariable,
  TRAITS,
} from "./chars.js";
import { endOfNumber, scanNumber } from "./scan-numbers.js";
import { charAt, scanGeneric, scanHereString, scanVariable } from "./scan-strings.js";
import { COMMAND_MODE, EXPRESSION_MODE, finish, type State, scanFault } from "./state.js";
import * as t from "./tokens.js";

/** True when the character there does not end a word. */
export function continuesWord(s: State, index: number): boolean {
  return index < s.limit && !endsWord(s.text.charCodeAt(index));
}

/** An operator, unless command mode finds it glued to what follows. */
export function operatorOrWord(s: State, kind: number, end: number): number {
  if (s.mode === COMMAND_MODE && continuesWord(s, end)) {
    s.pos = end;
    return scanGeneric(s);
  }
  return finish(s, kind, end);
}

export function scanDash(s: State): number {
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

export function scanPlus(s: State): number {
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

export function scanStar(s: State): number {
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
export function scanFileRedirection(s: State, from: number, end: number): number {
  s.fromStream = from;
  return finish(s, t.FILE_REDIRECTION, charAt(s, end) === 0x3e ? end + 1 : end);
}

/** `2>`, `2>>`, `2>&1`; in expressions the digit is a number. */
export function scanNumberedRedirection(s: State, from: number): number {
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

export function scanDot(s: State): number {
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

export function scanExclaim(s: State): number {
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

export function scanColon(s: State): number {
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

export function scanQuestion(s: State): number {
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

export function scanAt(s: State): number {
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
