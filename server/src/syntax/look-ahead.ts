/** What the characters further on tell, without reading tokens. */
import { isBlank } from "./chars.js";
import { charAt } from "./scan-strings.js";
import type { State } from "./state.js";

/**
 * True when the first thing behind the line's end, comments aside, is a pipe on one of the next lines; a blank line ends
 * the search.
 */
export function continuesWithPipe(s: State): boolean {
  const { text, limit } = s;
  let at = placeToLookFrom(s, s.end);
  if (at >= limit) {
    return false;
  }
  let isLineBlank = true;
  while (at < limit - 1) {
    const code = text.charCodeAt(at);
    if (code === 0x20 || code === 0x09 || isBlank(code)) {
      at++;
    } else if (code === 10 || code === 13) {
      if (isLineBlank) {
        return false;
      }
      isLineBlank = true;
      at += code === 13 && text.charCodeAt(at + 1) === 10 ? 2 : 1;
    } else {
      isLineBlank = false;
      if (code === 0x23) {
        at = endOfLine(text, at + 1, limit);
      } else if (code === 0x3c && text.charCodeAt(at + 1) === 0x23) {
        at = endOfBlockComment(text, at + 2, limit);
      } else {
        return code === 0x7c;
      }
    }
  }
  return text.charCodeAt(limit - 1) === 0x7c;
}

/** Inside a string's subexpression PowerShell counts from its `$` but starts at the place in the whole text. */
function placeToLookFrom(s: State, offset: number): number {
  if (s.origin > 0) {
    s.skewed.push({ start: s.origin, end: s.limit });
  }
  return s.origin + offset;
}

function endOfLine(text: string, from: number, limit: number): number {
  let at = from;
  while (at < limit && text.charCodeAt(at) !== 10 && text.charCodeAt(at) !== 13) {
    at++;
  }
  return at;
}

function endOfBlockComment(text: string, from: number, limit: number): number {
  for (let at = from; at < limit; at++) {
    if (text.charCodeAt(at) === 0x23 && at + 1 < limit && text.charCodeAt(at + 1) === 0x3e) {
      return at + 2;
    }
  }
  return limit;
}

/** True where the text ends behind `end`, blanks and comments aside; a new line is not blank. */
export function isAtEnd(s: State, end: number): boolean {
  let at = placeToLookFrom(s, end);
  while (at < s.limit) {
    const code = charAt(s, at);
    if (code === 0x23) {
      at = endOfLine(s.text, at + 1, s.limit);
    } else if (code === 0x3c && charAt(s, at + 1) === 0x23) {
      at = endOfBlockComment(s.text, at + 2, s.limit);
    } else if (isBlank(code)) {
      at++;
    } else {
      return false;
    }
  }
  return true;
}
