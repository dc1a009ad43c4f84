/** Pipelines, chains of them, and assignments. */
import type {
  AssignmentOperator,
  Command,
  CommandExpression,
  ErrorStatement,
  Expression,
  Node,
  Pipeline,
  PipelineChain,
  Redirection,
  Statement,
} from "./ast.js";
import { continuesWithPipe } from "./look-ahead.js";
import { NO_REDIRECTIONS, parseCommand, parseRedirection } from "./parse-commands.js";
import { isAssignable, parseExpression } from "./parse-expressions.js";
import { parseStatement } from "./parse-statements.js";
import { giveUp, isTooDeep, LONGEST_CHAIN, peek, setMode, skipLines, take } from "./reading.js";
import { COMMAND_MODE, EXPRESSION_MODE, fault, faultAt, type Mode, ps7, type State, tokenText } from "./state.js";
import * as t from "./tokens.js";

/** A broken statement, wide enough for what could be read of it. */
export function errorStatement(start: number, end: number, nested: readonly (Node | null)[]): ErrorStatement {
  const found: Node[] = [];
  let lastEnd = end;
  for (const node of nested) {
    if (node !== null) {
      found.push(node);
      lastEnd = Math.max(lastEnd, node.end);
    }
  }
  return { kind: "ErrorStatement", start, end: lastEnd, nested: found };
}

const ASSIGNMENTS: { readonly [kind: number]: AssignmentOperator } = {
  [t.EQUALS]: "Equals",
  [t.PLUS_EQUALS]: "PlusEquals",
  [t.MINUS_EQUALS]: "MinusEquals",
  [t.MULTIPLY_EQUALS]: "MultiplyEquals",
  [t.DIVIDE_EQUALS]: "DivideEquals",
  [t.REMAINDER_EQUALS]: "RemainderEquals",
  [t.QUESTION_QUESTION_EQUALS]: "QuestionQuestionEquals",
};

/** An assignment, or pipelines joined by `&&` and `||`; null where nothing begins that could be one. */
export function parsePipelineChain(s: State): Statement | null {
  s.depth++;
  const statement = isTooDeep(s) ? null : parseAssignmentOrChain(s);
  s.depth--;
  return statement;
}

/** True when the token read ahead is a word that no expression can begin with. */
function isCommandWord(s: State): boolean {
  if (!s.isPending || s.mode !== COMMAND_MODE || (s.kind !== t.GENERIC && s.kind !== t.IDENTIFIER)) {
    return false;
  }
  const code = s.text.charCodeAt(s.start) | 32;
  return code >= 0x61 && code <= 0x7a;
}

/** An expression at the start of a pipeline; the token behind it is looked at in expression mode. */
function parseLeadingExpression(s: State): Expression | null {
  if (isCommandWord(s)) {
    return null;
  }
  const mode = s.mode;
  setMode(s, EXPRESSION_MODE);
  const expression = parseExpression(s);
  setMode(s, mode);
  return expression;
}

function parseAssignmentOrChain(s: State): Statement | null {
  if (isCommandWord(s)) {
    return parseChain(s, null);
  }
  const mode = s.mode;
  setMode(s, EXPRESSION_MODE);
  const expression = parseExpression(s);
  if (expression !== null) {
    const kind = peek(s);
    if (((t.TOKEN_TRAITS[kind] as number) & t.ASSIGNMENT) !== 0) {
      return finishAssignment(s, expression, mode);
    }
  }
  setMode(s, mode);
  return parseChain(s, expression);
}

function finishAssignment(s: State, left: Expression, mode: Mode): Statement {
  const operator = ASSIGNMENTS[s.kind] as AssignmentOperator;
  const operatorEnd = s.end;
  if (operator === "QuestionQuestionEquals") {
    ps7(s, "??=", s.start, s.end);
  }
  if (!isAssignable(left) && !s.needsChecks) {
    s.needsChecks = !isPlainTypedVariable(s, left);
  }
  take(s);
  setMode(s, mode);
  skipLines(s);
  let right = parseStatement(s);
  if (right === null) {
    faultAt(s, "ExpectedValueExpression", operatorEnd, s.text.slice(operatorEnd - 1, operatorEnd));
    right = { kind: "ErrorStatement", start: operatorEnd, end: operatorEnd, nested: [] };
  }
  return { kind: "AssignmentStatement", start: left.start, end: Math.max(left.end, right.end), left, operator, right };
}

/** `[type] $name` where neither has rules of its own. */
function isPlainTypedVariable(s: State, expression: Expression): boolean {
  if (expression.kind !== "ConvertExpression" || expression.child.kind !== "VariableExpression") {
    return false;
  }
  const { type, child } = expression;
  const isVoid = type.typeEnd - type.typeStart === 4 && (s.text.charCodeAt(type.typeStart) | 32) === 0x76;
  return !isVoid && !mayBeAutomatic(s.text.charCodeAt(child.nameStart) | 32, child.nameEnd - child.nameStart);
}

/** True for a name that begins and is as long as one of PowerShell's own variables; one with a scope may be any. */
function mayBeAutomatic(first: number, length: number): boolean {
  switch (length) {
    case 1:
      return first === 0x7f;
    case 4:
      return first === 0x61 || first === 0x74;
    case 5:
      return first === 0x69;
    case 2:
    case 3:
    case 6:
      return false;
    default:
      return first === 0x6c || first === 0x6d || first === 0x70 || first === 0x76;
  }
}

// --------------------------------------------------------------------------------------------------------------- pipelines

function parseChain(s: State, firstExpression: Expression | null): Statement | null {
  let expression = firstExpression;
  let chain: Pipeline | PipelineChain | null = null;
  let operator: "&&" | "||" = "&&";
  let operatorStart = 0;
  let operatorEnd = 0;
  let length = 0;
  while (true) {
    let firstKind = -1;
    let firstEnd = 0;
    if (expression === null) {
      firstKind = peek(s);
      firstEnd = s.end;
    }
    const pipeline = parsePipeline(s, expression);
    expression = null;
    if (pipeline === null) {
      if (chain === null) {
        return null;
      }
      if (firstKind === t.END_OF_INPUT) {
        faultAt(s, "EmptyPipelineChainElement", operatorEnd, operator);
      } else if (firstKind !== t.DOT && firstKind !== t.AMPERSAND) {
        fault(s, "EmptyPipelineChainElement", operatorStart, firstEnd, operator);
      }
      return errorStatement(chain.start, operatorEnd, [chain]);
    }
    const joined: Pipeline | PipelineChain =
      chain === null
        ? pipeline
        : { kind: "PipelineChain", start: chain.start, end: pipeline.end, left: chain, operator, right: pipeline, isBackground: false };
    const kind = peek(s);
    if (kind === t.AMPERSAND) {
      ps7(s, "&", s.start, s.end);
      take(s);
      const following = peek(s);
      if (following === t.AND_AND || following === t.OR_OR) {
        take(s);
        fault(s, "BackgroundOperatorInPipelineChain", s.start, s.end);
        return errorStatement(joined.start, s.end, [joined]);
      }
      return { ...joined, isBackground: true };
    }
    if (kind !== t.AND_AND && kind !== t.OR_OR) {
      return joined;
    }
    operator = kind === t.AND_AND ? "&&" : "||";
    operatorStart = s.start;
    operatorEnd = s.end;
    ps7(s, operator, s.start, s.end);
    take(s);
    skipLines(s);
    chain = joined;
    length++;
    if (length > LONGEST_CHAIN) {
      giveUp(s);
    }
    if (peek(s) === t.END_OF_INPUT) {
      faultAt(s, "EmptyPipelineChainElement", operatorEnd, operator);
      return chain;
    }
  }
}

function parsePipeline(s: State, firstExpression: Expression | null): Pipeline | null {
  const elements: (Command | CommandExpression)[] = [];
  let expression = firstExpression;
  let pipeEnd = -1;
  while (true) {
    expression ??= parseLeadingExpression(s);
    let element: Command | CommandExpression | null;
    if (expression !== null) {
      if (elements.length > 0) {
        fault(s, "ExpressionsMustBeFirstInPipeline", expression.start, expression.end);
      }
      element = finishCommandExpression(s, expression);
    } else {
      element = parseCommand(s);
    }
    if (element !== null) {
      elements.push(element);
    } else if (elements.length > 0 || peek(s) === t.PIPE) {
      if (pipeEnd >= 0) {
        faultAt(s, "EmptyPipeElement", pipeEnd);
      } else {
        peek(s);
        fault(s, "EmptyPipeElement", s.start, s.end);
      }
    }
    expression = null;
    let kind = peek(s);
    if (kind === t.NEW_LINE && continuesWithPipe(s)) {
      skipLines(s);
      kind = peek(s);
      ps7(s, "leading |", s.start, s.end);
    }
    if (kind === t.PIPE) {
      pipeEnd = s.end;
      take(s);
      skipLines(s);
      if (peek(s) === t.END_OF_INPUT) {
        faultAt(s, "EmptyPipeElement", pipeEnd);
        break;
      }
      continue;
    }
    if (!endsPipeline(kind)) {
      fault(s, "UnexpectedToken", s.start, s.end, tokenText(s));
    }
    break;
  }
  const first = elements[0];
  const last = elements[elements.length - 1];
  if (!first || !last) {
    return null;
  }
  return { kind: "Pipeline", start: first.start, end: last.end, elements, isBackground: false };
}

function endsPipeline(kind: number): boolean {
  switch (kind) {
    case t.SEMICOLON:
    case t.NEW_LINE:
    case t.R_PAREN:
    case t.R_CURLY:
    case t.END_OF_INPUT:
    case t.AND_AND:
    case t.OR_OR:
    case t.AMPERSAND:
      return true;
    default:
      return false;
  }
}

function finishCommandExpression(s: State, expression: Expression): CommandExpression {
  let kind = peek(s);
  if (kind < t.FILE_REDIRECTION || kind > t.INPUT_REDIRECTION) {
    return { kind: "CommandExpression", start: expression.start, end: expression.end, expression, redirections: NO_REDIRECTIONS };
  }
  const redirections: Redirection[] = [];
  let end = expression.end;
  while (kind >= t.FILE_REDIRECTION && kind <= t.INPUT_REDIRECTION) {
    take(s);
    const redirectionEnd = parseRedirection(s, redirections);
    // PowerShell drops an input redirection here with all that belongs to it.
    end = kind === t.INPUT_REDIRECTION ? (redirections[redirections.length - 1]?.end ?? expression.end) : redirectionEnd;
    kind = peek(s);
  }
  return { kind: "CommandExpression", start: expression.start, end, expression, redirections };
}
