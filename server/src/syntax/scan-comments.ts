/** Reads comments, and notices those that look like the start of a signature: no statement may follow one. */
import { isBlank } from "./chars.js";
import { charAt } from "./scan-strings.js";
import { type State, scanFault } from "./state.js";

/** A comment to the end of the line, `s.start` being at its `#`. */
export function scanLineComment(s: State): void {
  const text = s.text;
  const limit = s.limit;
  const start = s.start;
  let at = start + 1;
  while (at < limit) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) {
      break;
    }
    at++;
  }
  s.pos = at;
  s.comments.push({ start, end: at });
  if (at - start > 13 && looksLikeSignature(s, start + 1, at)) {
    s.signatureStart = start;
  } else if (s.origin === 0 && (text.charCodeAt(start + 1) | 32) === 0x72 && isRequires(text, start + 1, at)) {
    s.requires.push({ start, end: at });
  }
}

export function scanBlockComment(s: State): void {
  const start = s.start;
  let close = s.text.indexOf("#", start + 2);
  while (close >= 0 && close + 2 <= s.limit && s.text.charCodeAt(close + 1) !== 0x3e) {
    close = s.text.indexOf("#", close + 1);
  }
  if (close >= 0 && close + 2 <= s.limit) {
    s.pos = close + 2;
  } else {
    s.pos = s.limit;
    scanFault(s, "MissingTerminatorMultiLineComment", start, s.limit);
  }
  s.comments.push({ start, end: s.pos });
}

/** `requires` in any case, then anything without the letters that would break PowerShell's match. */
function isRequires(text: string, start: number, end: number): boolean {
  return end - start >= 8 && text.slice(start, start + 8).toLowerCase() === "requires";
}

const SIGNATURE = "sig#beginsignatureblock\n";
const SIGNATURE_DISTANCE = 10;

/**
 * PowerShell takes a comment for a signature when fewer than ten edits make it `SIG # Begin signature block`, blanks and
 * case aside. Most comments are ruled out by their length or their letters.
 */
function looksLikeSignature(s: State, start: number, end: number): boolean {
  const text = s.text;
  let length = 1;
  for (let at = start; at < end; at++) {
    if (!isBlank(text.charCodeAt(at))) {
      length++;
      if (length > SIGNATURE.length + SIGNATURE_DISTANCE) {
        return false;
      }
    }
  }
  if (length < SIGNATURE.length - SIGNATURE_DISTANCE) {
    return false;
  }
  const missing = new Int8Array(128);
  for (let at = 0; at < SIGNATURE.length; at++) {
    const code = SIGNATURE.charCodeAt(at);
    missing[code] = (missing[code] as number) + 1;
  }
  let shared = 0;
  let compact = "";
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (!isBlank(code)) {
      const lower = code >= 0x41 && code <= 0x5a ? code | 32 : code;
      compact += String.fromCharCode(lower);
      if (lower < 128 && (missing[lower] as number) > 0) {
        missing[lower] = (missing[lower] as number) - 1;
        shared++;
      }
    }
  }
  if (shared + 1 <= Math.max(length, SIGNATURE.length) - SIGNATURE_DISTANCE) {
    return false;
  }
  const terminator = charAt(s, end);
  return editDistance(`${compact}${String.fromCharCode(terminator)}`, SIGNATURE) < SIGNATURE_DISTANCE;
}

function editDistance(first: string, second: string): number {
  let previous = Array.from({ length: second.length + 1 }, (_, index) => index);
  for (let i = 1; i <= first.length; i++) {
    const current = [i];
    for (let j = 1; j <= second.length; j++) {
      const cost = first[i - 1] === second[j - 1] ? 0 : 1;
      current.push(Math.min((previous[j] as number) + 1, (current[j - 1] as number) + 1, (previous[j - 1] as number) + cost));
    }
    previous = current;
  }
  return previous[second.length] as number;
}
