/** Pipelines, commands, their arguments and redirections. */
import type {
  AssignmentOperator,
  Command,
  CommandElement,
  CommandExpression,
  ErrorStatement,
  Expression,
  Node,
  Pipeline,
  PipelineChain,
  Redirection,
  Statement,
  StringConstantExpression,
} from "./ast.js";
import { isBlank } from "./chars.js";
import { wordValue } from "./literals.js";
import { parseNestedExpressions } from "./nested-text.js";
import { isAssignable, parseExpression, parsePrimary } from "./parse-expressions.js";
import { parseScriptBlockExpression } from "./parse-groups.js";
import { parseStatement } from "./parse-statements.js";
import { giveBack, giveUp, isTooDeep, LONGEST_CHAIN, next, peek, setMode, skipLines, take } from "./reading.js";
import { charAt } from "./scan-strings.js";
import { scanVerbatim } from "./scanner.js";
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

/**
 * True when the first thing behind the line's end, comments aside, is a pipe on one of the next lines; a blank line ends
 * the search.
 */
function continuesWithPipe(s: State): boolean {
  const { text, limit, origin } = s;
  // Inside a string's subexpression PowerShell counts from its `$` but starts at the place in the whole text.
  let at = origin + s.end;
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

const NO_REDIRECTIONS: readonly Redirection[] = [];

/** A redirection, its operator being the last token read; gives its end. */
function parseRedirection(s: State, redirections: Redirection[]): number {
  const { kind, start, end, fromStream } = s;
  let redirection: Redirection;
  if (kind === t.MERGING_REDIRECTION) {
    if (s.toStream !== 1 || fromStream === 1) {
      fault(s, "RedirectionNotSupported", start, end, tokenText(s));
    }
    redirection = { kind: "MergingRedirection", start, end, fromStream, target: null };
  } else {
    const operator = tokenText(s);
    let target = fileName(s);
    if (target === null) {
      faultAt(s, "MissingFileSpecification", end);
      target = { kind: "ErrorExpression", start: end, end, nested: [] };
    }
    if (kind === t.INPUT_REDIRECTION) {
      fault(s, "RedirectionNotSupported", start, end, operator);
      return target.end;
    }
    redirection = { kind: "FileRedirection", start, end: target.end, fromStream, target };
  }
  if (redirections.some((other) => other.fromStream === fromStream)) {
    fault(s, "StreamAlreadyRedirected", redirection.start, redirection.end);
  } else {
    redirections.push(redirection);
  }
  return redirection.end;
}

// --------------------------------------------------------------------------------------------------------------- arguments

/** What an argument is for decides whether commas go on and whether `$` in a word expands. */
export const COMMAND_NAME = 0;
const NAME_AFTER_OPERATOR = 1;
export const FILE_NAME = 2;
export const ARGUMENT = 3;
export const SWITCH_CONDITION = 4;
type Purpose = 0 | 1 | 2 | 3 | 4;

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

export function commandArgument(s: State): Expression | null {
  return singleArgument(s, ARGUMENT);
}

function fileName(s: State): Expression | null {
  return singleArgument(s, FILE_NAME);
}

function bareWord(start: number, end: number): StringConstantExpression {
  return { kind: "StringConstantExpression", start, end, form: "bare", value: null };
}

/** True when the value of the last token is `--%`, behind which PowerShell stops reading; quotes and backticks do not hide it. */
function isVerbatimMark(s: State): boolean {
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

/** A command, or null where no word stands that could name one. */
export function parseCommand(s: State): Command | null {
  const mode = s.mode;
  setMode(s, COMMAND_MODE);
  const elements: CommandElement[] = [];
  let redirections: Redirection[] | null = null;
  let kind = next(s);
  const start = s.start;
  let end = s.end;
  const firstEnd = s.end;
  let invocation: Command["invocation"] = "";
  let purpose: Purpose = COMMAND_NAME;
  if (kind === t.DOT || kind === t.AMPERSAND) {
    invocation = kind === t.DOT ? "." : "&";
    purpose = NAME_AFTER_OPERATOR;
    kind = next(s);
  }
  let hasDashDash = false;
  reading: while (true) {
    switch (kind) {
      case t.PIPE:
      case t.R_CURLY:
      case t.R_PAREN:
      case t.END_OF_INPUT:
      case t.NEW_LINE:
      case t.SEMICOLON:
      case t.AND_AND:
      case t.OR_OR:
      case t.AMPERSAND:
        giveBack(s);
        break reading;
      case t.MINUS_MINUS:
        end = s.end;
        if (hasDashDash) {
          elements.push(bareWord(s.start, s.end));
        } else {
          const { start: at } = s;
          elements.push({ kind: "CommandParameter", start: at, end: s.end, nameStart: at + 1, nameEnd: s.end, argument: null });
        }
        hasDashDash = true;
        break;
      case t.COMMA:
        end = s.end;
        fault(s, "MissingArgument", s.start, s.end);
        skipLines(s);
        break;
      case t.PARAMETER:
        if (purpose <= NAME_AFTER_OPERATOR || hasDashDash) {
          end = s.end;
          elements.push(bareWord(s.start, s.end));
        } else {
          end = parseParameterElement(s, elements);
        }
        break;
      case t.FILE_REDIRECTION:
      case t.MERGING_REDIRECTION:
      case t.INPUT_REDIRECTION:
        if (purpose <= NAME_AFTER_OPERATOR) {
          end = s.end;
          elements.push(bareWord(s.start, s.end));
        } else {
          redirections ??= [];
          end = parseRedirection(s, redirections);
        }
        break;
      case t.INLINESCRIPT:
        if (purpose === COMMAND_NAME) {
          end = s.end;
          if (!parseInlineScript(s, elements)) {
            break reading;
          }
          end = (elements[elements.length - 1] as CommandElement).end;
          break;
        }
        end = s.end;
        elements.push(parseArgument(s, purpose) as Expression);
        end = (elements[elements.length - 1] as CommandElement).end;
        break;
      default: {
        const isMark = isVerbatimMark(s);
        const argument = parseArgument(s, purpose) as Expression;
        elements.push(argument);
        end = argument.end;
        if (argument.kind === "VariableExpression") {
          if (argument.isSplatted) {
            s.strandedSplats--;
          }
        } else if (isMark) {
          if (!s.isPending || s.kind === t.PARAMETER) {
            s.isPending = false;
            scanVerbatim(s);
            elements.push({ ...bareWord(s.start, s.end), value: tokenText(s) });
            end = s.end;
            break reading;
          }
        }
        break;
      }
    }
    purpose = ARGUMENT;
    kind = next(s);
  }
  setMode(s, mode);
  if (elements.length === 0) {
    if (invocation !== "") {
      fault(s, "MissingExpression", start, firstEnd, invocation);
    }
    return null;
  }
  const last = elements[elements.length - 1] as CommandElement;
  return {
    kind: "Command",
    start,
    end: Math.max(end, last.end),
    invocation,
    elements,
    redirections: redirections ?? NO_REDIRECTIONS,
  };
}

/** A parameter and what its colon glues to it, the parameter being the last token read. */
function parseParameterElement(s: State, elements: CommandElement[]): number {
  const { start, nameStart, nameEnd, flag: hasColon } = s;
  let end = s.end;
  let argument: Expression | null = null;
  if (hasColon && peek(s) !== t.COMMA) {
    next(s);
    argument = parseArgument(s, ARGUMENT);
    if (argument === null) {
      faultAt(s, "ParameterRequiresArgument", end, s.text.slice(start, end));
    } else {
      end = argument.end;
    }
  }
  elements.push({ kind: "CommandParameter", start, end, nameStart, nameEnd, argument });
  return end;
}

/** `inlinescript { }` of a workflow, the keyword being the last token read. */
function parseInlineScript(s: State, elements: CommandElement[]): boolean {
  const keywordEnd = s.end;
  elements.push(bareWord(s.start, s.end));
  skipLines(s);
  if (next(s) !== t.L_CURLY) {
    giveBack(s);
    faultAt(s, "MissingStatementAfterKeyword", keywordEnd, "inlinescript");
    return false;
  }
  elements.push(parseScriptBlockExpression(s));
  return true;
}

/** True where the text ends behind `end`, blanks and comments aside; a new line is not blank. */
export function isAtEnd(s: State, end: number): boolean {
  // As for pipes, PowerShell takes a place in the whole text for one in the subexpression it reads.
  let at = s.origin + end;
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
