/** Operators, operands and what touches them: members, elements, calls. */
import type {
  ArrayLiteral,
  Attribute,
  BinaryExpression,
  ErrorExpression,
  Expression,
  Node,
  StringConstantExpression,
  TypeConstraint,
  UnaryOperator,
  VariableExpression,
} from "./ast.js";
import { isDash } from "./chars.js";
import { parseNestedExpressions } from "./nested-text.js";
import { parseArrayOrSubexpression, parseHashtable, parseParenthesized, parseScriptBlockExpression } from "./parse-groups.js";
import { parsePostfixes } from "./parse-members.js";
import { before, parseAttributes } from "./parse-types.js";
import { accept, dropListed, giveBack, giveUp, isTooDeep, LONGEST_CHAIN, next, peek, resync, setMode, skipLines, take } from "./reading.js";
import { scanMemberOperator } from "./scan-touching.js";
import { EXPRESSION_MODE, fault, faultAt, ps7, type State, tokenText } from "./state.js";
import * as t from "./tokens.js";

/** What stands where an expression could not be read, with what could. */
export function errorExpression(start: number, end: number, nested: readonly Node[]): ErrorExpression {
  return { kind: "ErrorExpression", start, end, nested };
}

/** An expression with all its operators, or null where none begins. */
export function parseExpression(s: State): Expression | null {
  return parseTernary(s, false);
}

/** @param endsNumberAtTernary where a value must follow, `1?` and `1:` are a number and an operator, not words */
function parseTernary(s: State, endsNumberAtTernary: boolean): Expression | null {
  const mode = s.mode;
  setMode(s, EXPRESSION_MODE);
  let expression = parseBinary(s, endsNumberAtTernary);
  if (expression !== null && peek(s) === t.QUESTION_MARK) {
    s.depth++;
    expression = isTooDeep(s) ? expression : finishTernary(s, expression);
    s.depth--;
  }
  setMode(s, mode);
  return expression;
}

function finishTernary(s: State, condition: Expression): Expression {
  const questionEnd = s.end;
  ps7(s, "?:", s.start, s.end);
  take(s);
  skipLines(s);
  let ifTrue = parseTernary(s, true);
  if (ifTrue === null) {
    faultAt(s, "ExpectedValueExpression", questionEnd, "?");
    ifTrue = errorExpression(questionEnd, questionEnd, []);
  }
  skipLines(s);
  if (!accept(s, t.COLON)) {
    const nested: Node[] = [condition];
    if (ifTrue.kind !== "ErrorExpression") {
      nested.push(ifTrue);
      fault(s, "MissingColonInTernaryExpression", s.start, s.end);
    } else {
      dropListed(s, ifTrue.start);
    }
    return errorExpression(condition.start, Math.max(Math.min(before(s.start), s.limit), (nested[nested.length - 1] as Node).end), nested);
  }
  const colonEnd = s.end;
  skipLines(s);
  let ifFalse = parseTernary(s, true);
  if (ifFalse === null) {
    faultAt(s, "ExpectedValueExpression", colonEnd, ":");
    ifFalse = errorExpression(colonEnd, colonEnd, []);
  }
  return { kind: "TernaryExpression", start: condition.start, end: ifFalse.end, condition, ifTrue, ifFalse };
}

// ------------------------------------------------------------------------------------------------------------- operators

/** The operator in lower case with an ASCII dash. */
function operatorText(s: State): string {
  const first = s.text.charCodeAt(s.start);
  if (s.end - s.start === 1 && first < 128) {
    return s.text.charAt(s.start);
  }
  const text = tokenText(s);
  return isDash(first) ? `-${text.slice(1).toLowerCase()}` : text;
}

function parseBinary(s: State, endsNumberAtTernary: boolean): Expression | null {
  const first = parseArrayLiteral(s, endsNumberAtTernary);
  if (first === null) {
    return null;
  }
  const kind = peek(s);
  if (((t.TOKEN_TRAITS[kind] as number) & t.BINARY) === 0) {
    return kind === t.PARAMETER ? takeStrayParameter(s, first) : first;
  }
  const operands: Expression[] = [first];
  const operators: string[] = [];
  const precedences: number[] = [];
  let length = 0;
  while (((t.TOKEN_TRAITS[s.kind] as number) & t.BINARY) !== 0) {
    const precedence = (t.TOKEN_TRAITS[s.kind] as number) & t.PRECEDENCE_MASK;
    while (precedences.length > 0 && (precedences[precedences.length - 1] as number) >= precedence) {
      precedences.pop();
      combine(operands, operators);
    }
    const operatorEnd = s.end;
    const operator = operatorText(s);
    if (s.kind === t.QUESTION_QUESTION) {
      ps7(s, "??", s.start, s.end);
    }
    operators.push(operator);
    precedences.push(precedence);
    take(s);
    skipLines(s);
    let operand = parseArrayLiteral(s, true);
    if (operand === null) {
      faultAt(s, "ExpectedValueExpression", operatorEnd, operator);
      operand = errorExpression(operatorEnd, operatorEnd, []);
    }
    operands.push(operand);
    length++;
    if (length > LONGEST_CHAIN) {
      giveUp(s);
    }
    peek(s);
  }
  while (operators.length > 0) {
    combine(operands, operators);
  }
  const whole = operands[0] as Expression;
  return s.kind === t.PARAMETER ? takeStrayParameter(s, whole) : whole;
}

/** Joins the last two operands with the last operator. */
function combine(operands: Expression[], operators: string[]): void {
  const right = operands.pop() as Expression;
  const left = operands.pop() as Expression;
  const operator = operators.pop() as string;
  const joined: BinaryExpression = { kind: "BinaryExpression", start: left.start, end: right.end, operator, left, right };
  operands.push(joined);
}

/** A word with a dash behind an expression is an operator that does not exist, or not yet. */
function takeStrayParameter(s: State, expression: Expression): Expression {
  fault(s, "UnexpectedToken", s.start, s.end, tokenText(s));
  const parameter = {
    kind: "CommandParameter",
    start: s.start,
    end: s.end,
    nameStart: s.nameStart,
    nameEnd: s.nameEnd,
    argument: null,
  } as const;
  take(s);
  return errorExpression(expression.start, parameter.end, [expression, parameter]);
}

function parseArrayLiteral(s: State, endsNumberAtTernary: boolean): Expression | null {
  const first = parseUnary(s, endsNumberAtTernary);
  if (first === null || peek(s) !== t.COMMA || s.isCommaDisabled) {
    return first;
  }
  const elements: Expression[] = [first];
  let end = first.end;
  while (peek(s) === t.COMMA) {
    const commaStart = s.start;
    const commaEnd = s.end;
    take(s);
    skipLines(s);
    const element = parseUnary(s, true);
    if (element === null) {
      faultAt(s, "MissingExpressionAfterToken", commaEnd, ",");
      elements.push(errorExpression(commaStart, commaEnd, []));
      end = commaEnd;
      break;
    }
    elements.push(element);
    end = element.end;
  }
  const literal: ArrayLiteral = { kind: "ArrayLiteral", start: first.start, end, elements };
  return literal;
}

/** An operand with the operators and casts before it, or null where none begins. */
export function parseUnary(s: State, endsNumberAtTernary: boolean): Expression | null {
  const allowedSigned = s.allowsSignedNumbers;
  const endedAtTernary = s.endsNumberAtTernary;
  s.allowsSignedNumbers = true;
  s.endsNumberAtTernary = endsNumberAtTernary;
  if (s.isPending && (s.kind === t.MINUS || (endsNumberAtTernary && s.kind === t.GENERIC))) {
    resync(s, s.start);
  }
  const kind = peek(s);
  s.allowsSignedNumbers = allowedSigned;
  s.endsNumberAtTernary = endedAtTernary;
  let expression: Expression | null;
  s.depth++;
  if (isTooDeep(s) || (kind === t.COMMA && s.isCommaDisabled)) {
    expression = null;
  } else if (((t.TOKEN_TRAITS[kind] as number) & t.UNARY) !== 0) {
    expression = parseOperator(s);
  } else if (kind === t.L_BRACKET) {
    expression = parseTyped(s);
  } else {
    expression = parsePrimary(s, true);
  }
  s.depth--;
  if (expression === null || expression.kind === "ErrorExpression") {
    return expression;
  }
  const postfix = peek(s);
  if (postfix === t.PLUS_PLUS || postfix === t.MINUS_MINUS) {
    take(s);
    const isPlain = isAssignable(expression);
    s.needsChecks = s.needsChecks || !isPlain;
    const operator = postfix === t.PLUS_PLUS ? "post++" : "post--";
    return { kind: "UnaryExpression", start: expression.start, end: s.end, operator, child: expression };
  }
  return expression;
}

/** True for what can surely be assigned to, without a closer look. */
export function isAssignable(expression: Expression): boolean {
  if (expression.kind === "MemberExpression" || expression.kind === "IndexExpression") {
    return !expression.isNullConditional;
  }
  return expression.kind === "VariableExpression";
}

/** An operator before its operand. */
function parseOperator(s: State): Expression | null {
  const kind = s.kind;
  const start = s.start;
  const end = s.end;
  const written = kind === t.COMMA ? "," : operatorText(s);
  take(s);
  skipLines(s);
  const child = parseUnary(s, true);
  if (child === null) {
    faultAt(s, "MissingExpressionAfterOperator", end, written);
    return errorExpression(start, end, []);
  }
  if (kind === t.COMMA) {
    return { kind: "ArrayLiteral", start, end: child.end, elements: [child] };
  }
  if ((kind === t.PLUS_PLUS || kind === t.MINUS_MINUS) && !isAssignable(child)) {
    s.needsChecks = true;
  }
  const operator = (kind === t.MINUS_MINUS ? "--" : kind === t.MINUS ? "-" : written) as UnaryOperator;
  return { kind: "UnaryExpression", start, end: child.end, operator, child };
}

/** Types and attributes, and the expression they stand before, if any. */
function parseTyped(s: State): Expression | null {
  const start = s.start;
  const attributes = parseAttributes(s, true);
  const last = attributes[attributes.length - 1];
  if (!last || (attributes.length > LONGEST_CHAIN && giveUp(s))) {
    return null;
  }
  let expression: Expression | null = null;
  if (last.kind === "Attribute") {
    skipLines(s);
    const child = parseUnary(s, true);
    if (child === null) {
      fault(s, "UnexpectedAttribute", last.start, last.end, s.text.slice(last.typeStart, last.typeEnd));
      return errorExpression(start, last.end, attributes);
    }
    expression = typed(s, last, child);
  } else {
    if (!s.isPending && scanMemberOperator(s, false) !== 0) {
      expression = parsePostfixes(s, typeExpression(last));
    } else {
      const kind = peek(s);
      if (kind !== t.NEW_LINE && kind !== t.COMMA) {
        const child = parseUnary(s, true);
        if (child !== null) {
          expression = typed(s, last, child);
        }
      }
    }
    expression ??= typeExpression(last);
  }
  for (let index = attributes.length - 2; index >= 0; index--) {
    expression = typed(s, attributes[index] as Attribute | TypeConstraint, expression);
  }
  return expression;
}

function typeExpression(type: TypeConstraint): Expression {
  return { kind: "TypeExpression", start: type.start, end: type.end, typeStart: type.typeStart, typeEnd: type.typeEnd };
}

function typed(s: State, attribute: Attribute | TypeConstraint, child: Expression): Expression {
  if (attribute.kind === "Attribute") {
    s.needsChecks = true;
    return { kind: "AttributedExpression", start: attribute.start, end: child.end, attribute, child };
  }
  if (!s.needsChecks && needsCloserLook(s, attribute, child)) {
    s.needsChecks = true;
  }
  return { kind: "ConvertExpression", start: attribute.start, end: child.end, type: attribute, child };
}

/** `[ordered]` is for hashtables only, and `[ref]` stands alone. */
function needsCloserLook(s: State, type: TypeConstraint, child: Expression): boolean {
  if (child.kind === "ConvertExpression" || child.kind === "AttributedExpression") {
    return true;
  }
  return type.typeEnd - type.typeStart === 7 && (s.text.charCodeAt(type.typeStart) | 32) === 0x6f && child.kind !== "Hashtable";
}

// -------------------------------------------------------------------------------------------------------------- operands

/** The variable that is the last token read. A splat counts as stranded until a command takes it. */
export function variableExpression(s: State): VariableExpression {
  const isSplatted = s.kind === t.SPLATTED_VARIABLE;
  if (isSplatted) {
    s.strandedSplats++;
  }
  return {
    kind: "VariableExpression",
    start: s.start,
    end: s.end,
    nameStart: s.nameStart,
    nameEnd: s.nameEnd,
    isSplatted,
    isBraced: s.flag,
  };
}

/** One operand; with `hasMembers` also the members, elements and calls that touch it. */
export function parsePrimary(s: State, hasMembers: boolean): Expression | null {
  let expression: Expression;
  switch (next(s)) {
    case t.VARIABLE:
    case t.SPLATTED_VARIABLE: {
      const variable = variableExpression(s);
      if (variable.nameEnd - variable.nameStart > 6 && isUsing(s.text, variable)) {
        return parseUsingVariable(s, variable, hasMembers);
      }
      expression = variable;
      break;
    }
    case t.NUMBER:
      expression = { kind: "ConstantExpression", start: s.start, end: s.end };
      break;
    case t.STRING_LITERAL:
      expression = { kind: "StringConstantExpression", start: s.start, end: s.end, form: "single", value: null };
      break;
    case t.HERE_STRING_LITERAL:
      expression = { kind: "StringConstantExpression", start: s.start, end: s.end, form: "singleHere", value: null };
      break;
    case t.STRING_EXPANDABLE:
      expression = finishString(s, "double");
      break;
    case t.HERE_STRING_EXPANDABLE:
      expression = finishString(s, "doubleHere");
      break;
    case t.L_PAREN:
      expression = parseParenthesized(s);
      break;
    case t.AT_PAREN:
    case t.DOLLAR_PAREN:
      expression = parseArrayOrSubexpression(s);
      break;
    case t.AT_CURLY:
      expression = parseHashtable(s);
      break;
    case t.L_CURLY:
      expression = parseScriptBlockExpression(s);
      break;
    default:
      giveBack(s);
      return null;
  }
  if (hasMembers && !s.isPending && scanMemberOperator(s, true) !== 0) {
    return parsePostfixes(s, expression);
  }
  return expression;
}

function finishString(s: State, form: "double" | "doubleHere"): Expression {
  if (s.nestedCount === 0) {
    return { kind: "StringConstantExpression", start: s.start, end: s.end, form, value: null };
  }
  const start = s.start;
  const end = s.end;
  return { kind: "ExpandableStringExpression", start, end, form, nested: parseNestedExpressions(s), value: null };
}

function isUsing(text: string, variable: VariableExpression): boolean {
  const start = variable.nameStart;
  return (
    text.charCodeAt(start + 5) === 0x3a && (text.charCodeAt(start) | 32) === 0x75 && text.slice(start, start + 5).toLowerCase() === "using"
  );
}

/** `$using:name` with its members, which belong to what is carried over. */
export function parseUsingVariable(s: State, variable: VariableExpression, hasMembers: boolean): Expression {
  let child: Expression = { ...variable, nameStart: variable.nameStart + 6 };
  if (hasMembers && !s.isPending && scanMemberOperator(s, true) !== 0) {
    s.needsChecks = true;
    child = parsePostfixes(s, child);
  }
  const whole: Expression = { kind: "UsingExpression", start: child.start, end: child.end, child };
  // Operators may follow in PowerShell only where it could not read on: nothing is left to read here.
  return hasMembers && !s.isPending && scanMemberOperator(s, true) !== 0 ? parsePostfixes(s, whole) : whole;
}

/** An identifier, or null. Keywords are identifiers here. */
export function parseSimpleName(s: State): StringConstantExpression | null {
  s.wantsSimpleName = true;
  const kind = peek(s);
  s.wantsSimpleName = false;
  if (kind !== t.IDENTIFIER) {
    return null;
  }
  take(s);
  return { kind: "StringConstantExpression", start: s.start, end: s.end, form: "bare", value: null };
}
