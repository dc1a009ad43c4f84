/** Arguments of commands: words, operands, and lists of them. */
import type { Expression, StringConstantExpression } from "./ast.js";
import { wordValue } from "./literals.js";
import { parseNestedExpressions } from "./nested-text.js";
import { parsePrimary } from "./parse-expressions.js";
import { giveBack, next, peek, setMode, skipLines, take } from "./reading.js";
import { COMMAND_MODE, faultAt, type State } from "./state.js";
import * as t from "./tokens.js";

/** What an argument is for decides whether commas go on and whether `$` in a word expands. */
export const COMMAND_NAME = 0;
export const NAME_AFTER_OPERATOR = 1;
export const FILE_NAME = 2;
export const ARGUMENT = 3;
export const SWITCH_CONDITION = 4;
export type Purpose = 0 | 1 | 2 | 3 | 4;

/** One argument read in command mode, or null where none stands. */
export function singleArgument(s: State, purpose: Purpose): Expression | null {
  const kind = peek(s);
  if (kind === t.COMMA || kind === t.END_OF_INPUT) {
    return null;
  }
  const mode = s.mode;
  setMode(s, COMMAND_MODE);
  next(s);
  const argument = parseArgument(s, purpose);
  setMode(s, mode);
  return argument;
}

/** One argument of a command, commas and what follows them included; null where none stands. */
export function commandArgument(s: State): Expression | null {
  return singleArgument(s, ARGUMENT);
}

/** The file behind a redirection; null where none stands. */
export function fileName(s: State): Expression | null {
  return singleArgument(s, FILE_NAME);
}

/** A word without quotes. */
export function bareWord(start: number, end: number): StringConstantExpression {
  return { kind: "StringConstantExpression", start, end, form: "bare", value: null };
}

/** True when the value of the last token is `--%`, behind which PowerShell stops reading; quotes and backticks do not hide it. */
export function isVerbatimMark(s: State): boolean {
  const { kind, start, end } = s;
  if (kind === t.GENERIC) {
    return s.text.charCodeAt(end - 1) === 0x25 && end - start < 9 && wordValue(s.text, start, end) === "--%";
  }
  const isString = kind === t.STRING_LITERAL || kind === t.STRING_EXPANDABLE;
  return isString && end - start < 11 && s.text.charCodeAt(end - 2) === 0x25 && wordValue(s.text, start, end) === "--%";
}

/** An argument whose first token is the last one read, commas and what follows them included; null gives the token back. */
export function parseArgument(s: State, purpose: Purpose): Expression | null {
  let list: Expression[] | null = null;
  let commaEnd = -1;
  while (true) {
    let argument: Expression;
    let isVerbatim = false;
    switch (s.kind) {
      case t.PIPE:
      case t.R_CURLY:
      case t.R_PAREN:
      case t.END_OF_INPUT:
      case t.NEW_LINE:
      case t.SEMICOLON:
      case t.FILE_REDIRECTION:
      case t.MERGING_REDIRECTION:
      case t.INPUT_REDIRECTION:
      case t.AND_AND:
      case t.OR_OR:
      case t.AMPERSAND:
      case t.MINUS_MINUS:
      case t.COMMA:
        giveBack(s);
        if (list === null) {
          return null;
        }
        faultAt(s, "MissingExpression", commaEnd, ",");
        return { kind: "ErrorExpression", start: (list[0] as Expression).start, end: commaEnd, nested: list };
      case t.SPLATTED_VARIABLE:
      case t.VARIABLE:
      case t.NUMBER:
      case t.HERE_STRING_EXPANDABLE:
      case t.STRING_EXPANDABLE:
      case t.HERE_STRING_LITERAL:
      case t.STRING_LITERAL:
      case t.L_PAREN:
      case t.DOLLAR_PAREN:
      case t.AT_PAREN:
      case t.AT_CURLY:
      case t.L_CURLY:
        giveBack(s);
        argument = parsePrimary(s, true) as Expression;
        break;
      case t.GENERIC: {
        const start = s.start;
        const end = s.end;
        if (s.nestedCount > 0 && purpose !== COMMAND_NAME) {
          argument = { kind: "ExpandableStringExpression", start, end, form: "bare", nested: parseNestedExpressions(s), value: null };
        } else {
          isVerbatim = isVerbatimMark(s);
          argument = bareWord(start, end);
        }
        break;
      }
      default:
        argument = bareWord(s.start, s.end);
        break;
    }
    if (purpose !== ARGUMENT || isVerbatim || peek(s) !== t.COMMA) {
      if (list === null) {
        return argument;
      }
      list.push(argument);
      return { kind: "ArrayLiteral", start: (list[0] as Expression).start, end: argument.end, elements: list };
    }
    commaEnd = s.end;
    list ??= [];
    list.push(argument);
    take(s);
    skipLines(s);
    next(s);
  }
}
