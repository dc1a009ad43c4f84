/**
 * What PowerShell sees in one UTF-16 code unit. All functions take char codes.
 *
 * Code units below 128 are looked up in one table; above, few characters matter (blanks, dashes, quotes, letters).
 */

const BLANK = 1;
const NEWLINE = 2;
/** Ends every word, in every mode. */
export const ENDS_WORD = 4;
/** Ends a number in expressions, though not a word. */
export const ENDS_NUMBER = 8;
export const LETTER = 16;
export const DIGIT = 32;
export const HEX = 64;
const STARTS_VARIABLE = 128;
export const NUMBER_SUFFIX = 256;
export const MULTIPLIER = 512;
/** Means itself in the middle of a bare word: neither ends it nor starts an escape, a string or a variable. */
export const PLAIN = 1024;
/** Ends a name in an assembly specification. */
const ENDS_ASSEMBLY_NAME = 2048;

function buildTraits(): Uint16Array {
  const traits = new Uint16Array(128);
  const add = (characters: string, flags: number): void => {
    for (const character of characters) {
      const code = character.charCodeAt(0);
      traits[code] = (traits[code] ?? 0) | flags;
    }
  };
  const upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const letters = `${upper}${upper.toLowerCase()}`;
  add(" \t\v\f", BLANK | ENDS_WORD | ENDS_ASSEMBLY_NAME);
  add("\r\n", NEWLINE | ENDS_WORD | ENDS_ASSEMBLY_NAME);
  add("\0,", ENDS_WORD | ENDS_ASSEMBLY_NAME);
  add("&();{}|", ENDS_WORD);
  add("]=", ENDS_ASSEMBLY_NAME);
  add("!#%*+-./<=>]", ENDS_NUMBER);
  add(letters, LETTER | STARTS_VARIABLE);
  add("_", LETTER | STARTS_VARIABLE);
  add("0123456789", DIGIT | HEX | STARTS_VARIABLE);
  add("abcdefABCDEF", HEX);
  add("$:?^", STARTS_VARIABLE);
  add("dDlLnNsSuUyY", NUMBER_SUFFIX);
  add("gGkKmMpPtT", MULTIPLIER);
  for (let code = 0; code < 128; code++) {
    const isSpecial = code === 0x60 || code === 0x27 || code === 0x22 || code === 0x24;
    if (((traits[code] ?? 0) & ENDS_WORD) === 0 && !isSpecial) {
      traits[code] = (traits[code] ?? 0) | PLAIN;
    }
  }
  return traits;
}

/** Traits of the code units below 128. */
export const TRAITS: Uint16Array = buildTraits();

/** A blank within a line: newlines are not blanks. */
export function isBlank(code: number): boolean {
  if (code < 128) {
    return ((TRAITS[code] as number) & BLANK) !== 0;
  }
  if (code <= 256) {
    return code === 0xa0 || code === 0x85;
  }
  if (code < 0x1680 || (code > 0x3000 && code !== 0xfeff)) {
    return false;
  }
  return (
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x1680 ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

/** What a backtick may hide besides a newline. */
export function isWhiteSpace(code: number): boolean {
  return isBlank(code) || code === 10 || code === 13;
}

/** What ends a bare word in every mode. */
export function endsWord(code: number): boolean {
  return code < 128 ? ((TRAITS[code] as number) & ENDS_WORD) !== 0 : isBlank(code);
}

export function endsAssemblyName(code: number): boolean {
  return code < 128 ? ((TRAITS[code] as number) & ENDS_ASSEMBLY_NAME) !== 0 : isBlank(code);
}

/** Hyphen-minus, en dash, em dash, horizontal bar. */
export function isDash(code: number): boolean {
  return code === 0x2d || (code >= 0x2013 && code <= 0x2015);
}

/** The straight single quote and the four curly ones that PowerShell takes for it. */
export function isSingleQuote(code: number): boolean {
  return code === 0x27 || (code >= 0x2018 && code <= 0x201b);
}

/** The straight double quote and the three curly ones that PowerShell takes for it. */
export function isDoubleQuote(code: number): boolean {
  return code === 0x22 || (code >= 0x201c && code <= 0x201e);
}

const LETTER_PATTERN = /^\p{L}$/u;
const DIGIT_PATTERN = /^\p{Nd}$/u;

/** A letter of any script. */
export function isLetter(code: number): boolean {
  if (code < 128) {
    return ((TRAITS[code] as number) & LETTER) !== 0 && code !== 0x5f;
  }
  return LETTER_PATTERN.test(String.fromCharCode(code));
}

/** A decimal digit of any script. */
export function isDigit(code: number): boolean {
  if (code < 128) {
    return code >= 0x30 && code <= 0x39;
  }
  return DIGIT_PATTERN.test(String.fromCharCode(code));
}

export function isLetterOrDigit(code: number): boolean {
  return isLetter(code) || isDigit(code);
}

/** The first character of a word or label. */
export function startsName(code: number): boolean {
  return code < 128 ? ((TRAITS[code] as number) & LETTER) !== 0 : isLetter(code);
}

/** A later character of a word or label. */
export function continuesName(code: number): boolean {
  return code < 128 ? ((TRAITS[code] as number) & (LETTER | DIGIT)) !== 0 : isLetterOrDigit(code);
}

/** The character after `$` or `@` that makes a variable without braces. */
export function startsVariable(code: number): boolean {
  return code < 128 ? ((TRAITS[code] as number) & STARTS_VARIABLE) !== 0 : isLetterOrDigit(code);
}

export function isDecimalDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

export function isHexDigit(code: number): boolean {
  return code < 128 && ((TRAITS[code] as number) & HEX) !== 0;
}
