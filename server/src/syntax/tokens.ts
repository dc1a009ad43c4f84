/** Kinds of tokens, what each kind means to the parser, and the look-up of keywords and named operators. */

export const UNKNOWN = 0;
export const VARIABLE = 1;
export const SPLATTED_VARIABLE = 2;
export const PARAMETER = 3;
export const NUMBER = 4;
export const LABEL = 5;
export const IDENTIFIER = 6;
/** A bare word that is more than an identifier: `Get-Mailbox`, `*.com`, `a$b`. */
export const GENERIC = 7;
export const NEW_LINE = 8;
export const END_OF_INPUT = 9;
export const STRING_LITERAL = 10;
export const STRING_EXPANDABLE = 11;
export const HERE_STRING_LITERAL = 12;
export const HERE_STRING_EXPANDABLE = 13;
export const L_PAREN = 14;
export const R_PAREN = 15;
export const L_CURLY = 16;
export const R_CURLY = 17;
export const L_BRACKET = 18;
export const R_BRACKET = 19;
export const AT_PAREN = 20;
export const AT_CURLY = 21;
export const DOLLAR_PAREN = 22;
export const SEMICOLON = 23;
export const AND_AND = 24;
export const OR_OR = 25;
export const AMPERSAND = 26;
export const PIPE = 27;
export const COMMA = 28;
export const MINUS_MINUS = 29;
export const PLUS_PLUS = 30;
export const DOT_DOT = 31;
export const COLON_COLON = 32;
export const DOT = 33;
export const EXCLAIM = 34;
export const MULTIPLY = 35;
export const DIVIDE = 36;
export const REMAINDER = 37;
export const PLUS = 38;
export const MINUS = 39;
export const EQUALS = 40;
export const PLUS_EQUALS = 41;
export const MINUS_EQUALS = 42;
export const MULTIPLY_EQUALS = 43;
export const DIVIDE_EQUALS = 44;
export const REMAINDER_EQUALS = 45;
export const QUESTION_QUESTION_EQUALS = 46;
export const FILE_REDIRECTION = 47;
export const MERGING_REDIRECTION = 48;
export const INPUT_REDIRECTION = 49;
export const COLON = 50;
export const QUESTION_MARK = 51;
export const QUESTION_QUESTION = 52;
export const QUESTION_DOT = 53;
export const QUESTION_L_BRACKET = 54;

/** Operators written with a dash and letters. */
export const NOT = 60;
export const BNOT = 61;
export const JOIN = 62;
export const SPLIT = 63;
export const FORMAT = 64;
export const LOGICAL = 65;
export const BITWISE = 66;
export const SHIFT = 67;
export const COMPARISON = 68;

export const FIRST_KEYWORD = 80;
export const BEGIN = 80;
export const BREAK = 81;
export const CATCH = 82;
export const CLASS = 83;
export const CONTINUE = 84;
export const DATA = 85;
export const DEFINE = 86;
export const DO = 87;
export const DYNAMICPARAM = 88;
export const ELSE = 89;
export const ELSEIF = 90;
export const END = 91;
export const EXIT = 92;
export const FILTER = 93;
export const FINALLY = 94;
export const FOR = 95;
export const FOREACH = 96;
export const FROM = 97;
export const FUNCTION = 98;
export const IF = 99;
export const IN = 100;
export const PARAM = 101;
export const PROCESS = 102;
export const RETURN = 103;
export const SWITCH = 104;
export const THROW = 105;
export const TRAP = 106;
export const TRY = 107;
export const UNTIL = 108;
export const USING = 109;
export const VAR = 110;
export const WHILE = 111;
export const WORKFLOW = 112;
export const PARALLEL = 113;
export const SEQUENCE = 114;
export const INLINESCRIPT = 115;
export const CONFIGURATION = 116;
export const PUBLIC = 117;
export const PRIVATE = 118;
export const STATIC = 119;
export const INTERFACE = 120;
export const ENUM = 121;
export const NAMESPACE = 122;
export const MODULE = 123;
export const TYPE = 124;
export const ASSEMBLY = 125;
export const COMMAND = 126;
export const HIDDEN = 127;
export const BASE = 128;
export const DEFAULT = 129;
export const CLEAN = 130;
const KIND_COUNT = 131;

/** Low four bits: how tightly a binary operator binds. */
export const PRECEDENCE_MASK = 15;
export const BINARY = 16;
export const UNARY = 32;
export const ASSIGNMENT = 64;
/** Scanned alike whatever the mode: a token read ahead need not be read again when the mode changes. */
export const SAME_IN_ALL_MODES = 128;
/** Keywords before which attributes are an error. */
export const NO_ATTRIBUTES = 256;
export const BLOCK_NAME = 512;

function buildTokenTraits(): Uint16Array {
  const traits = new Uint16Array(KIND_COUNT);
  const add = (kinds: readonly number[], flags: number): void => {
    for (const kind of kinds) {
      traits[kind] = (traits[kind] ?? 0) | flags;
    }
  };
  const strings = [STRING_LITERAL, STRING_EXPANDABLE, HERE_STRING_LITERAL, HERE_STRING_EXPANDABLE];
  const brackets = [L_PAREN, R_PAREN, L_CURLY, R_CURLY, R_BRACKET, AT_PAREN, AT_CURLY, DOLLAR_PAREN];
  add(
    [NEW_LINE, END_OF_INPUT, ...strings, ...brackets, SEMICOLON, AND_AND, OR_OR, AMPERSAND, PIPE, COMMA, INPUT_REDIRECTION],
    SAME_IN_ALL_MODES,
  );
  add([COMMA, MINUS_MINUS, PLUS_PLUS, EXCLAIM, PLUS, MINUS, NOT, BNOT, JOIN, SPLIT], UNARY);
  add([LOGICAL], BINARY | 1);
  add([BITWISE], BINARY | 2);
  add([COMPARISON, JOIN, SPLIT], BINARY | 5);
  add([SHIFT], BINARY | 5);
  add([QUESTION_QUESTION], BINARY | 7);
  add([PLUS, MINUS], BINARY | 9);
  add([MULTIPLY, DIVIDE, REMAINDER], BINARY | 10);
  add([FORMAT], BINARY | 12);
  add([DOT_DOT], BINARY | 13);
  add([EQUALS, PLUS_EQUALS, MINUS_EQUALS, MULTIPLY_EQUALS, DIVIDE_EQUALS, REMAINDER_EQUALS, QUESTION_QUESTION_EQUALS], ASSIGNMENT);
  add([BEGIN, PROCESS, END, CLEAN, DYNAMICPARAM], BLOCK_NAME);
  add([BREAK, CONTINUE, DATA, DEFINE, DO, EXIT, FILTER, FOR, FOREACH, FROM, FUNCTION, IF, RETURN, SWITCH, THROW, TRAP, TRY], NO_ATTRIBUTES);
  add([USING, VAR, WHILE, WORKFLOW, PARALLEL, SEQUENCE, INLINESCRIPT], NO_ATTRIBUTES);
  return traits;
}

/** Traits of each kind of token. */
export const TOKEN_TRAITS: Uint16Array = buildTokenTraits();

const KEYWORDS: readonly (readonly [string, number])[] = [
  ["begin", BEGIN],
  ["break", BREAK],
  ["catch", CATCH],
  ["class", CLASS],
  ["continue", CONTINUE],
  ["data", DATA],
  ["define", DEFINE],
  ["do", DO],
  ["dynamicparam", DYNAMICPARAM],
  ["else", ELSE],
  ["elseif", ELSEIF],
  ["end", END],
  ["exit", EXIT],
  ["filter", FILTER],
  ["finally", FINALLY],
  ["for", FOR],
  ["foreach", FOREACH],
  ["from", FROM],
  ["function", FUNCTION],
  ["if", IF],
  ["in", IN],
  ["param", PARAM],
  ["process", PROCESS],
  ["return", RETURN],
  ["switch", SWITCH],
  ["throw", THROW],
  ["trap", TRAP],
  ["try", TRY],
  ["until", UNTIL],
  ["using", USING],
  ["var", VAR],
  ["while", WHILE],
  ["workflow", WORKFLOW],
  ["parallel", PARALLEL],
  ["sequence", SEQUENCE],
  ["inlinescript", INLINESCRIPT],
  ["configuration", CONFIGURATION],
  ["public", PUBLIC],
  ["private", PRIVATE],
  ["static", STATIC],
  ["interface", INTERFACE],
  ["enum", ENUM],
  ["namespace", NAMESPACE],
  ["module", MODULE],
  ["type", TYPE],
  ["assembly", ASSEMBLY],
  ["command", COMMAND],
  ["hidden", HIDDEN],
  ["base", BASE],
  ["default", DEFAULT],
  ["clean", CLEAN],
];

/** Operators in lower case without the dash; each comparison exists bare and with `i` and `c` before it. */
function namedOperators(): [string, number][] {
  const operators: [string, number][] = [
    ["not", NOT],
    ["bnot", BNOT],
    ["f", FORMAT],
    ["and", LOGICAL],
    ["or", LOGICAL],
    ["xor", LOGICAL],
    ["band", BITWISE],
    ["bor", BITWISE],
    ["bxor", BITWISE],
    ["join", JOIN],
    ["shl", SHIFT],
    ["shr", SHIFT],
    ["is", COMPARISON],
    ["isnot", COMPARISON],
    ["as", COMPARISON],
    ["split", SPLIT],
    ["isplit", SPLIT],
    ["csplit", SPLIT],
  ];
  const comparisons = "eq ne ge gt lt le like notlike contains notcontains in notin match notmatch replace";
  for (const name of comparisons.split(" ")) {
    operators.push([name, COMPARISON], [`i${name}`, COMPARISON], [`c${name}`, COMPARISON]);
  }
  return operators;
}

/** Words by length and first letter, so that a look-up compares one or two candidates and copies nothing. */
type WordTable = readonly (readonly { readonly word: string; readonly kind: number }[])[];

function buildWordTable(words: readonly (readonly [string, number])[]): WordTable {
  const table: { word: string; kind: number }[][] = [];
  for (let index = 0; index < 16 * 32; index++) {
    table.push([]);
  }
  for (const [word, kind] of words) {
    table[word.length * 32 + (word.charCodeAt(0) & 31)]?.push({ word, kind });
  }
  return table;
}

const KEYWORD_TABLE = buildWordTable(KEYWORDS);
const OPERATOR_TABLE = buildWordTable(namedOperators());

function lookUp(table: WordTable, text: string, start: number, end: number): number {
  const length = end - start;
  if (length === 0 || length > 15) {
    return -1;
  }
  const candidates = table[length * 32 + (text.charCodeAt(start) & 31)] as WordTable[number];
  for (let index = 0; index < candidates.length; index++) {
    const candidate = candidates[index] as WordTable[number][number];
    const word = candidate.word;
    let at = 0;
    // Words hold letters only, so setting bit 5 folds the case; what it folds besides letters never equals one.
    while (at < length && (text.charCodeAt(start + at) | 32) === word.charCodeAt(at)) {
      at++;
    }
    if (at === length) {
      return candidate.kind;
    }
  }
  return -1;
}

/** The kind of the keyword that stands there, in any case, or -1. */
export function keywordAt(text: string, start: number, end: number): number {
  return lookUp(KEYWORD_TABLE, text, start, end);
}

/** The kind of the operator whose letters stand there, in any case, or -1. */
export function operatorAt(text: string, start: number, end: number): number {
  return lookUp(OPERATOR_TABLE, text, start, end);
}

/** True when the token is a word that means something at the start of a statement. */
export function isKeyword(kind: number): boolean {
  return kind >= FIRST_KEYWORD;
}
