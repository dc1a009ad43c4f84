/** What touches an operand: members, calls, elements. */
import type { Expression } from "./ast.js";
import { commandArgument } from "./parse-arguments.js";
import { errorExpression, parseExpression, parsePrimary, parseSimpleName, parseUnary } from "./parse-expressions.js";
import { parseScriptBlockExpression } from "./parse-groups.js";
import { before, parseTypeArguments } from "./parse-types.js";
import { accept, giveBack, giveUp, LONGEST_CHAIN, next, peek, resync, setMode, skipLines } from "./reading.js";
import { scanInvocation, scanMemberOperator } from "./scan-touching.js";
import { faultAt, ps7, type State, TYPE_MODE } from "./state.js";
import * as t from "./tokens.js";

/** Members, elements and calls, the first operator being the last token read. */
export function parsePostfixes(s: State, first: Expression): Expression {
  let expression = first;
  let length = 0;
  while (true) {
    const operator = s.kind;
    const operatorStart = s.start;
    const operatorEnd = s.end;
    skipLines(s);
    if (operator === t.L_BRACKET || operator === t.QUESTION_L_BRACKET) {
      if (operator === t.QUESTION_L_BRACKET) {
        ps7(s, "?[]", operatorStart, operatorEnd);
      }
      expression = parseElement(s, expression, operator, operatorStart, operatorEnd);
    } else {
      if (operator === t.QUESTION_DOT) {
        ps7(s, "?.", operatorStart, operatorEnd);
      }
      expression = parseMember(s, expression, operator, operatorEnd);
    }
    length++;
    if (length > LONGEST_CHAIN) {
      giveUp(s);
    }
    if (s.isPending || scanMemberOperator(s, true) === 0) {
      return expression;
    }
  }
}

function parseMemberName(s: State): Expression | null {
  const name = parseSimpleName(s);
  if (name !== null) {
    return name;
  }
  const kind = peek(s);
  if (((t.TOKEN_TRAITS[kind] as number) & t.UNARY) !== 0 || kind === t.L_BRACKET) {
    return parseUnary(s, false);
  }
  return parsePrimary(s, false);
}

function parseMember(s: State, target: Expression, operator: number, operatorEnd: number): Expression {
  const isStatic = operator === t.COLON_COLON;
  const isNullConditional = operator === t.QUESTION_DOT;
  let member = parseMemberName(s);
  if (member === null) {
    faultAt(s, "MissingPropertyName", operatorEnd);
    member = commandArgument(s) ?? errorExpression(operatorEnd, operatorEnd, []);
  } else if (!s.isPending) {
    const nameEnd = s.pos;
    const hasTypes = parseMethodTypes(s, nameEnd);
    const opener = s.isPending ? 0 : scanInvocation(s);
    if (opener !== 0) {
      return parseCall(s, target, member, isStatic, isNullConditional);
    }
    if (hasTypes) {
      resync(s, nameEnd);
    }
  }
  const end = Math.max(target.end, member.end);
  return { kind: "MemberExpression", start: target.start, end, target, member, isStatic, isNullConditional };
}

/** `[int, string]` before the parentheses of a generic method; false, with nothing read, where it is an index. */
function parseMethodTypes(s: State, nameEnd: number): boolean {
  let at = nameEnd;
  let code = at < s.limit ? s.text.charCodeAt(at) : 0;
  while (code === 0x20 || code === 0x09) {
    at++;
    code = at < s.limit ? s.text.charCodeAt(at) : 0;
  }
  // Only a bracket makes types, which comments, backticks and rare blanks may hide.
  return (code === 0x5b || code === 0x3c || code === 0x60 || code >= 0x80) && finishMethodTypes(s, nameEnd);
}

function finishMethodTypes(s: State, nameEnd: number): boolean {
  if (next(s) !== t.L_BRACKET) {
    resync(s, nameEnd);
    return false;
  }
  const mode = s.mode;
  setMode(s, TYPE_MODE);
  skipLines(s);
  const isName = next(s) === t.IDENTIFIER;
  let isClosed = false;
  if (isName) {
    parseTypeArguments(s, s.end);
    isClosed = s.kind === t.R_BRACKET;
    if (!isClosed) {
      giveBack(s);
      faultAt(s, "EndSquareBracketExpectedAtEndOfType", before(s.start));
    }
  }
  setMode(s, mode);
  if (!isName) {
    resync(s, nameEnd);
  }
  return isClosed;
}

/** The arguments of a method, the opening parenthesis or brace being the last token read. */
function parseCall(s: State, target: Expression, member: Expression, isStatic: boolean, isNullConditional: boolean): Expression {
  let args: Expression[];
  let end: number;
  if (s.kind === t.L_PAREN) {
    args = [];
    end = parseArguments(s, args);
  } else {
    const block = parseScriptBlockExpression(s);
    args = [block];
    end = block.end;
  }
  return {
    kind: "InvokeMemberExpression",
    start: target.start,
    end: Math.max(end, member.end),
    target,
    member,
    arguments: args,
    isStatic,
    isNullConditional,
  };
}

/** Arguments up to `)`, the opening parenthesis being the last token read. Gives their end, the parenthesis included. */
export function parseArguments(s: State, args: Expression[]): number {
  const parenEnd = s.end;
  const wasCommaDisabled = s.isCommaDisabled;
  s.isCommaDisabled = true;
  s.depth += 2;
  let commaEnd = -1;
  let hasFault = false;
  while (true) {
    skipLines(s);
    const argument = parseExpression(s);
    if (argument === null) {
      if (commaEnd >= 0) {
        faultAt(s, "MissingExpressionAfterToken", commaEnd, ",");
        hasFault = true;
      }
      break;
    }
    args.push(argument);
    skipLines(s);
    if (!accept(s, t.COMMA)) {
      commaEnd = -1;
      break;
    }
    commaEnd = s.end;
  }
  skipLines(s);
  let end: number;
  if (accept(s, t.R_PAREN)) {
    end = s.end;
  } else {
    const lastEnd = args[args.length - 1]?.end ?? parenEnd;
    if (!hasFault) {
      faultAt(s, "MissingEndParenthesisInMethodCall", lastEnd);
    }
    end = commaEnd >= 0 ? commaEnd : lastEnd;
  }
  s.depth -= 2;
  s.isCommaDisabled = wasCommaDisabled;
  return end;
}

function parseElement(s: State, target: Expression, operator: number, bracketStart: number, bracketEnd: number): Expression {
  skipLines(s);
  const wasCommaDisabled = s.isCommaDisabled;
  s.isCommaDisabled = false;
  let index = parseExpression(s);
  s.isCommaDisabled = wasCommaDisabled;
  if (index === null) {
    faultAt(s, "MissingArrayIndexExpression", bracketEnd);
    index = errorExpression(bracketStart, bracketEnd, []);
  }
  skipLines(s);
  let end = index.end;
  if (accept(s, t.R_BRACKET)) {
    end = s.end;
  } else {
    if (index.kind !== "ErrorExpression") {
      faultAt(s, "MissingEndSquareBracket", index.end);
    }
  }
  return { kind: "IndexExpression", start: target.start, end, target, index, isNullConditional: operator === t.QUESTION_L_BRACKET };
}
