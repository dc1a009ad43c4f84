/** Finds where numbers end, and words that only begin like one. */
import {
  DIGIT,
  ENDS_NUMBER,
  ENDS_WORD,
  endsWord,
  HEX,
  isBlank,
  isDash,
  isDecimalDigit,
  MULTIPLIER,
  NUMBER_SUFFIX,
  TRAITS,
} from "./chars.js";
import { parseNumber } from "./numbers.js";
import { charAt, rescanGeneric } from "./scan-strings.js";
import { EXPRESSION_MODE, type State, scanFault } from "./state.js";
import { NUMBER } from "./tokens.js";

function traitsAt(s: State, index: number): number {
  const code = charAt(s, index);
  return code < 128 ? (TRAITS[code] as number) : 0;
}

/** True where a number may end: before what ends a word, and in expressions before operators. */
function mayEnd(s: State, index: number): boolean {
  const code = charAt(s, index);
  if (code < 128) {
    const traits = TRAITS[code] as number;
    if ((traits & ENDS_WORD) !== 0) {
      return true;
    }
    if (s.mode !== EXPRESSION_MODE) {
      return false;
    }
    return (traits & ENDS_NUMBER) !== 0 || (s.endsNumberAtTernary && (code === 0x3f || code === 0x3a));
  }
  return isBlank(code) || (s.mode === EXPRESSION_MODE && isDash(code));
}

function skipDigits(s: State, from: number): number {
  let at = from;
  while (isDecimalDigit(charAt(s, at))) {
    at++;
  }
  return at;
}

/** Behind `e`: the end of the exponent, or -1 without a digit. */
function skipExponent(s: State, from: number): number {
  const code = charAt(s, from);
  const digits = code === 0x2b || isDash(code) ? from + 1 : from;
  const end = skipDigits(s, digits);
  return end === digits ? -1 : end;
}

function skipFraction(s: State, from: number): number {
  const end = skipDigits(s, from);
  return (charAt(s, end) | 32) === 0x65 ? skipExponent(s, end + 1) : end;
}

/** Where digits, dot and exponent end, or -1 where they make no number. */
function endOfDigits(s: State, start: number): number {
  let at = start;
  const first = charAt(s, at);
  if (first === 0x2b || isDash(first)) {
    at++;
  }
  if (charAt(s, at) === 0x2e) {
    return skipFraction(s, at + 1);
  }
  if (charAt(s, at) === 0x30) {
    const base = charAt(s, at + 1) | 32;
    if (base === 0x78) {
      at += 2;
      while ((traitsAt(s, at) & HEX) !== 0) {
        at++;
      }
      return at;
    }
    if (base === 0x62) {
      const digits = at + 2;
      at = digits;
      while (charAt(s, at) === 0x30 || charAt(s, at) === 0x31) {
        at++;
      }
      return at === digits && digits === start + 2 ? -1 : at;
    }
  }
  at = skipDigits(s, at + 1);
  const next = charAt(s, at);
  if (next === 0x2e) {
    return charAt(s, at + 1) === 0x2e ? at : skipFraction(s, at + 1);
  }
  return (next | 32) === 0x65 ? skipExponent(s, at + 1) : at;
}

/** Where the number that starts at `start` ends, suffix and multiplier included, or -1 where the word is none. */
export function endOfNumber(s: State, start: number): number {
  let at = endOfDigits(s, start);
  if (at < 0) {
    return -1;
  }
  if ((traitsAt(s, at) & NUMBER_SUFFIX) !== 0) {
    const isUnsigned = (charAt(s, at) | 32) === 0x75;
    at++;
    if ((traitsAt(s, at) & NUMBER_SUFFIX) !== 0) {
      const second = charAt(s, at) | 32;
      if (!isUnsigned || (second !== 0x6c && second !== 0x73 && second !== 0x79)) {
        return -1;
      }
      at++;
    }
  }
  if ((traitsAt(s, at) & MULTIPLIER) !== 0) {
    if ((charAt(s, at + 1) | 32) !== 0x62) {
      return -1;
    }
    at += 2;
  }
  return mayEnd(s, at) ? at : -1;
}

/** The token at `s.start`, which begins with a digit, a dot and a digit, or a sign and one of these. */
export function scanNumber(s: State): number {
  const text = s.text;
  const limit = s.limit;
  const start = s.start;
  let at = start;
  while (at < limit && at < start + 10) {
    const code = text.charCodeAt(at);
    if (code >= 128 || ((TRAITS[code] as number) & DIGIT) === 0) {
      break;
    }
    at++;
  }
  // Nine digits fit into an Int32 whatever they are.
  if (at > start && at < start + 10 && (at >= limit || endsWord(text.charCodeAt(at)))) {
    s.pos = at;
    s.end = at;
    s.kind = NUMBER;
    return NUMBER;
  }
  const end = endOfNumber(s, start);
  if (end < 0) {
    return rescanGeneric(s);
  }
  if (parseNumber(text.slice(start, end)) === null) {
    if (s.mode !== EXPRESSION_MODE) {
      return rescanGeneric(s);
    }
    scanFault(s, "BadNumericConstant", start, end, text.slice(start, end));
  }
  s.pos = end;
  s.end = end;
  s.kind = NUMBER;
  return NUMBER;
}
