/** Reads strings, here-strings, variables and bare words. Each function leaves its token in the state. */
import {
  DIGIT,
  endsWord,
  isBlank,
  isDoubleQuote,
  isHexDigit,
  isLetterOrDigit,
  isSingleQuote,
  LETTER,
  PLAIN,
  startsVariable,
  TRAITS,
} from "./chars.js";
import { COMMAND_MODE, EXPRESSION_MODE, type State, scanFault } from "./state.js";
import {
  DOLLAR_PAREN,
  GENERIC,
  HERE_STRING_EXPANDABLE,
  HERE_STRING_LITERAL,
  SPLATTED_VARIABLE,
  STRING_EXPANDABLE,
  STRING_LITERAL,
  VARIABLE,
} from "./tokens.js";

/** The code unit at `index`, 0 past the end. */
export function charAt(s: State, index: number): number {
  return index < s.limit ? s.text.charCodeAt(index) : 0;
}

/** Numbers in `State.nested` for each variable or subexpression. */
export const NESTED_SIZE = 6;

function addNested(s: State, kind: number, start: number, end: number, nameStart: number, nameEnd: number, flag: boolean): void {
  const at = s.nestedCount * NESTED_SIZE;
  const nested = s.nested;
  nested[at] = kind;
  nested[at + 1] = start;
  nested[at + 2] = end;
  nested[at + 3] = nameStart;
  nested[at + 4] = nameEnd;
  nested[at + 5] = flag ? 1 : 0;
  s.nestedCount++;
}

/** From behind the quote that opens, to behind the one that closes. */
function skipSingleQuoted(s: State): void {
  const text = s.text;
  const limit = s.limit;
  const opening = s.pos - 1;
  let at = s.pos;
  while (at < limit) {
    const code = text.charCodeAt(at++);
    if (code === 0x27 || (code >= 0x2018 && code <= 0x201b)) {
      if (at < limit && isSingleQuote(text.charCodeAt(at))) {
        at++;
      } else {
        s.pos = at;
        return;
      }
    }
  }
  s.pos = limit;
  scanFault(s, "TerminatorExpectedAtEndOfString", opening, limit);
}

export function scanSingleQuoted(s: State): number {
  skipSingleQuoted(s);
  s.end = s.pos;
  s.kind = STRING_LITERAL;
  return STRING_LITERAL;
}

/** Steps over what follows a backtick, `s.pos` being behind the backtick. */
function skipEscaped(s: State): void {
  const code = charAt(s, s.pos);
  if (code === 0) {
    return;
  }
  s.pos++;
  if (code === 0x75) {
    skipUnicodeEscape(s);
  }
}

/** `{…}` of a backtick-u: six digits at most. */
export function skipUnicodeEscape(s: State): void {
  const start = s.pos - 2;
  if (charAt(s, s.pos) !== 0x7b) {
    scanFault(s, "InvalidUnicodeEscapeSequence", start, s.pos);
    return;
  }
  s.pos++;
  let value = 0;
  for (let count = 0; count < 7; count++) {
    const code = charAt(s, s.pos);
    if (code === 0x7d) {
      s.pos++;
      if (count === 0) {
        scanFault(s, "InvalidUnicodeEscapeSequence", start, s.pos);
      } else if (value > 0x10ffff) {
        scanFault(s, "InvalidUnicodeEscapeSequenceValue", start + 3, s.pos - 1);
      }
      return;
    }
    if (!isHexDigit(code)) {
      const id = count < 6 ? "InvalidUnicodeEscapeSequence" : "MissingUnicodeEscapeSequenceTerminator";
      scanFault(s, id, s.pos, s.pos + 1);
      return;
    }
    if (count === 6) {
      scanFault(s, "TooManyDigitsInUnicodeEscapeSequence", s.pos, s.pos + 1);
      return;
    }
    value = value * 16 + Number.parseInt(String.fromCharCode(code), 16);
    s.pos++;
  }
}

/** From behind the quote that opens, to behind the one that closes; variables and subexpressions are noted on the way. */
function skipDoubleQuoted(s: State): void {
  const text = s.text;
  const limit = s.limit;
  const opening = s.pos - 1;
  let at = s.pos;
  while (at < limit) {
    const code = text.charCodeAt(at++);
    if (code === 0x22 || (code >= 0x201c && code <= 0x201e)) {
      if (at < limit && isDoubleQuote(text.charCodeAt(at))) {
        at++;
      } else {
        s.pos = at;
        return;
      }
    } else if (code === 0x24) {
      s.pos = at;
      scanDollar(s, false);
      at = s.pos;
    } else if (code === 0x60) {
      s.pos = at;
      skipEscaped(s);
      at = s.pos;
    }
  }
  s.pos = limit;
  scanFault(s, "TerminatorExpectedAtEndOfString", opening, limit);
}

export function scanDoubleQuoted(s: State): number {
  s.nestedCount = 0;
  skipDoubleQuoted(s);
  s.end = s.pos;
  s.kind = STRING_EXPANDABLE;
  return STRING_EXPANDABLE;
}

/** A `$` within a string or bare word, `s.pos` behind it: notes the variable or subexpression; a lone `$` means itself. */
function scanDollar(s: State, isHere: boolean): void {
  const next = charAt(s, s.pos);
  if (next === 0x28) {
    const start = s.pos - 1;
    s.pos++;
    const hasPairs = skipSubexpression(s, start, isHere);
    addNested(s, DOLLAR_PAREN, start, s.pos, 0, 0, hasPairs);
  } else if (next === 0x7b || startsVariable(next)) {
    const start = s.start;
    const mode = s.mode;
    s.start = s.pos - 1;
    s.mode = EXPRESSION_MODE;
    scanVariable(s, false, true);
    addNested(s, VARIABLE, s.start, s.end, s.nameStart, s.nameEnd, s.flag);
    s.start = start;
    s.mode = mode;
  }
}

/**
 * From behind `$(` to behind its `)`. PowerShell counts parentheses here and looks at nothing else.
 *
 * @returns whether doubled quotes stand inside, which PowerShell makes single before it reads the subexpression
 */
function skipSubexpression(s: State, start: number, isHere: boolean): boolean {
  const text = s.text;
  const limit = s.limit;
  let at = s.pos;
  let open = 1;
  let hasPairs = false;
  while (at < limit) {
    const code = text.charCodeAt(at++);
    if (code === 0x28) {
      open++;
    } else if (code === 0x29) {
      open--;
      if (open === 0) {
        s.pos = at;
        return hasPairs;
      }
    } else if (!isHere && (code === 0x60 || isDoubleQuote(code)) && at < limit && isDoubleQuote(text.charCodeAt(at))) {
      at++;
      hasPairs = true;
    }
  }
  s.pos = limit;
  scanFault(s, "IncompleteDollarSubexpressionReference", start, limit);
  return hasPairs;
}

/** A bare word, `s.pos` anywhere in it: goes on to its end. */
export function scanGeneric(s: State): number {
  s.nestedCount = 0;
  const text = s.text;
  const limit = s.limit;
  let at = s.pos;
  while (at < limit) {
    const code = text.charCodeAt(at);
    if (code < 128) {
      const traits = TRAITS[code] as number;
      if ((traits & PLAIN) !== 0) {
        at++;
        continue;
      }
      if (code === 0x60) {
        s.pos = at + 1;
        skipEscaped(s);
      } else if (code === 0x27) {
        s.pos = at + 1;
        skipSingleQuoted(s);
      } else if (code === 0x22) {
        s.pos = at + 1;
        skipDoubleQuoted(s);
      } else if (code === 0x24) {
        s.pos = at + 1;
        scanDollar(s, false);
      } else {
        break;
      }
      at = s.pos;
    } else if (isSingleQuote(code)) {
      s.pos = at + 1;
      skipSingleQuoted(s);
      at = s.pos;
    } else if (isDoubleQuote(code)) {
      s.pos = at + 1;
      skipDoubleQuoted(s);
      at = s.pos;
    } else if (isBlank(code)) {
      break;
    } else {
      at++;
    }
  }
  s.pos = at;
  s.end = at;
  s.kind = GENERIC;
  return GENERIC;
}

/** Reads the token again from its start, as a bare word. */
export function rescanGeneric(s: State): number {
  s.pos = s.start;
  return scanGeneric(s);
}

// ----------------------------------------------------------------------------------------------------------- here-strings

/** Behind `@'` or `@"`: true when the text begins on the next line, as it must. */
function skipHereHeader(s: State): boolean {
  const header = s.pos - 2;
  const quote = charAt(s, s.pos - 1);
  while (s.pos < s.limit && isBlank(s.text.charCodeAt(s.pos))) {
    s.pos++;
  }
  const code = charAt(s, s.pos);
  if (code === 13 || code === 10) {
    s.pos += code === 13 && charAt(s, s.pos + 1) === 10 ? 2 : 1;
    return true;
  }
  if (s.pos >= s.limit) {
    s.pos = s.limit;
    scanFault(s, "TerminatorExpectedAtEndOfString", header, s.limit);
    return false;
  }
  scanFault(s, "UnexpectedCharactersAfterHereStringHeader", s.pos, s.pos + 1);
  while (s.pos < s.limit) {
    const next = s.text.charCodeAt(s.pos);
    if (next === 13 || next === 10) {
      break;
    }
    s.pos++;
    if (next === quote && charAt(s, s.pos) === 0x40) {
      s.pos++;
      break;
    }
  }
  return false;
}

export function scanHereString(s: State, isExpandable: boolean): number {
  s.nestedCount = 0;
  const header = s.pos - 2;
  s.kind = isExpandable ? HERE_STRING_EXPANDABLE : HERE_STRING_LITERAL;
  const kind = s.kind;
  if (skipHereHeader(s)) {
    skipHereBody(s, header, isExpandable);
  }
  s.end = s.pos;
  s.kind = kind;
  return kind;
}

function skipHereBody(s: State, header: number, isExpandable: boolean): void {
  const isQuote = isExpandable ? isDoubleQuote : isSingleQuote;
  let indentedEnd = -1;
  let isLineStart = true;
  while (true) {
    if (isLineStart) {
      isLineStart = false;
      if (isQuote(charAt(s, s.pos)) && charAt(s, s.pos + 1) === 0x40) {
        s.pos += 2;
        return;
      }
      let at = s.pos;
      while (at < s.limit && isBlank(s.text.charCodeAt(at))) {
        at++;
      }
      s.pos = at;
      if (isQuote(charAt(s, at)) && charAt(s, at + 1) === 0x40) {
        if (indentedEnd === -1) {
          indentedEnd = at;
        }
        s.pos = at + 2;
      }
      continue;
    }
    if (s.pos >= s.limit) {
      s.pos = s.limit;
      if (indentedEnd !== -1) {
        scanFault(s, "WhitespaceBeforeHereStringFooter", indentedEnd, s.limit);
      } else {
        scanFault(s, "TerminatorExpectedAtEndOfString", header, s.limit);
      }
      return;
    }
    const code = s.text.charCodeAt(s.pos++);
    if (code === 10) {
      isLineStart = true;
    } else if (code === 13) {
      if (charAt(s, s.pos) === 10) {
        s.pos++;
      }
      isLineStart = true;
    } else if (isExpandable && code === 0x24) {
      scanDollar(s, true);
    } else if (isExpandable && code === 0x60) {
      skipEscaped(s);
    }
  }
}

// -------------------------------------------------------------------------------------------------------------- variables

/** A variable, `s.pos` behind its `$` or `@`. In command mode what goes on behind the name makes it a bare word. */
export function scanVariable(s: State, isSplatted: boolean, isInString: boolean): number {
  if (charAt(s, s.pos) === 0x7b && !isSplatted) {
    return scanBracedVariable(s, isInString);
  }
  const text = s.text;
  const limit = s.limit;
  const nameStart = s.pos;
  const first = charAt(s, s.pos);
  if (!startsVariable(first)) {
    return scanGeneric(s);
  }
  let at = nameStart + 1;
  if (first === 0x24 || first === 0x3f || first === 0x5e) {
    if (s.mode === COMMAND_MODE && at < limit && !endsWord(text.charCodeAt(at))) {
      return rescanGeneric(s);
    }
  } else {
    let hasColon = first === 0x3a;
    while (at < limit) {
      const code = text.charCodeAt(at);
      if (code < 128) {
        if (((TRAITS[code] as number) & (LETTER | DIGIT)) !== 0 || code === 0x3f) {
          at++;
          continue;
        }
        if (code === 0x3a && !(at + 1 < limit && text.charCodeAt(at + 1) === 0x3a)) {
          hasColon = true;
          at++;
          continue;
        }
      } else if (isLetterOrDigit(code)) {
        at++;
        continue;
      }
      // `.`, `[` and `=` are operators behind a variable; `::` is one too.
      if (s.mode === COMMAND_MODE && !endsWord(code) && code !== 0x2e && code !== 0x5b && code !== 0x3d && code !== 0x3a) {
        return rescanGeneric(s);
      }
      break;
    }
    if (hasColon && text.charCodeAt(at - 1) === 0x3a) {
      reportNameless(s, nameStart, at, false);
    }
  }
  s.pos = at;
  s.end = at;
  s.nameStart = nameStart;
  s.nameEnd = at;
  s.flag = false;
  s.kind = isSplatted ? SPLATTED_VARIABLE : VARIABLE;
  return s.kind;
}

/** Reports a name that is nothing but a scope or a drive. */
function reportNameless(s: State, nameStart: number, nameEnd: number, isBraced: boolean): void {
  const name = s.text.slice(nameStart, nameEnd);
  const scope = /^(?:global|local|private|script|variable):/i.exec(name);
  const colon = scope ? scope[0].length - 1 : name.indexOf(":");
  if (colon !== name.length - 1) {
    return;
  }
  const end = isBraced ? s.pos : nameEnd;
  if (isBraced) {
    scanFault(s, "InvalidBracedVariableReference", s.start, end);
  } else {
    scanFault(s, !scope && colon > 0 ? "InvalidVariableReferenceWithDrive" : "InvalidVariableReference", s.start, end);
  }
}

function scanBracedVariable(s: State, isInString: boolean): number {
  const brace = s.pos;
  const nameStart = brace + 1;
  let at = nameStart;
  let isClosed = false;
  while (at < s.limit) {
    const code = s.text.charCodeAt(at++);
    if (code === 0x7d) {
      isClosed = true;
      break;
    }
    if (code === 0x60) {
      if (at < s.limit) {
        const escaped = s.text.charCodeAt(at++);
        if (escaped === 0x75) {
          s.pos = at;
          skipUnicodeEscape(s);
          at = s.pos;
        }
      }
    } else if (code === 0x7b) {
      scanFault(s, "OpenBraceNeedsToBeBackTickedInVariableName", at, at + 1);
    } else if (isInString && isDoubleQuote(code) && isDoubleQuote(charAt(s, at))) {
      at++;
    }
  }
  const nameEnd = isClosed ? at - 1 : at;
  s.pos = at;
  if (!isClosed) {
    scanFault(s, "IncompleteDollarVariableReference", brace, s.limit);
  } else if (nameEnd === nameStart) {
    scanFault(s, "EmptyVariableReference", at - 1, at);
  }
  if (s.mode === COMMAND_MODE) {
    const next = charAt(s, at);
    if (at < s.limit && !endsWord(next) && next !== 0x2e && next !== 0x5b) {
      return rescanGeneric(s);
    }
  }
  if (nameEnd > nameStart && s.text.charCodeAt(nameEnd - 1) === 0x3a) {
    reportNameless(s, nameStart, nameEnd, true);
  }
  s.end = at;
  s.nameStart = nameStart;
  s.nameEnd = nameEnd;
  s.flag = true;
  s.kind = VARIABLE;
  return VARIABLE;
}
