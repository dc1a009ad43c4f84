/** Statements: which rule reads one is decided by its first word. */
import type {
  Attribute,
  CatchClause,
  Expression,
  FunctionDefinition,
  Parameter,
  Statement,
  StatementBlock,
  TypeConstraint,
} from "./ast.js";
import { COMMAND_NAME, singleArgument } from "./parse-arguments.js";
import { parseClass, parseEnum } from "./parse-classes.js";
import { parseConfiguration, parseResource } from "./parse-configurations.js";
import { parseSimpleName } from "./parse-expressions.js";
import { parseLabelOrKey, parseScriptBlock, parseStatementBlock } from "./parse-groups.js";
import { parseDo, parseFor, parseForEach, parseSwitch, parseWhile } from "./parse-loops.js";
import { errorStatement, parsePipelineChain } from "./parse-pipelines.js";
import { before, parseAttribute, parseAttributes, parseParameterList } from "./parse-types.js";
import { parseUsing } from "./parse-usings.js";
import { accept, dropListed, giveBack, isTooDeep, next, peek, resync, skipLines, take } from "./reading.js";
import { fault, faultAt, type State, tokenText } from "./state.js";
import * as t from "./tokens.js";

/** One statement, or null where none begins. */
export function parseStatement(s: State): Statement | null {
  s.depth++;
  const statement = isTooDeep(s) ? null : parseAnyStatement(s);
  s.depth--;
  return statement;
}

function parseAnyStatement(s: State): Statement | null {
  let kind = next(s);
  if (kind === t.IDENTIFIER || kind === t.VARIABLE) {
    return parseWord(s);
  }
  let attributes: (Attribute | TypeConstraint)[] = [];
  let restart = 0;
  if (kind === t.GENERIC) {
    if (s.text.charCodeAt(s.start) !== 0x5b) {
      return parseWord(s);
    }
    restart = s.start;
    resync(s, restart);
    attributes = parseAttributes(s, false);
    kind = next(s);
    const first = attributes[0];
    if (first) {
      const type = attributes.find((attribute) => attribute.kind === "TypeConstraint");
      if (((t.TOKEN_TRAITS[kind] as number) & t.NO_ATTRIBUTES) !== 0) {
        if (type) {
          resync(s, restart);
          kind = next(s);
        } else {
          fault(s, "UnexpectedAttribute", first.start, first.end, s.text.slice(first.typeStart, first.typeEnd));
        }
      } else if (t.isKeyword(kind)) {
        if (type) {
          fault(s, "TypeNotAllowedBeforeStatement", type.start, type.end, s.text.slice(type.typeStart, type.typeEnd));
        }
      } else {
        resync(s, restart);
        kind = next(s);
      }
      if (kind !== t.CLASS && kind !== t.ENUM) {
        dropListed(s, first.start);
      }
    }
  }
  switch (kind) {
    case t.IF:
      return parseIf(s);
    case t.SWITCH:
      return parseSwitch(s, null);
    case t.FOREACH:
      return parseForEach(s, null);
    case t.FOR:
      return parseFor(s, null);
    case t.WHILE:
      return parseWhile(s, null);
    case t.DO:
      return parseDo(s, null);
    case t.FUNCTION:
    case t.FILTER:
    case t.WORKFLOW:
      return parseFunction(s);
    case t.RETURN:
    case t.THROW:
    case t.EXIT:
      return parseLeave(s);
    case t.BREAK:
    case t.CONTINUE:
      return parseJump(s);
    case t.TRAP:
      return parseTrap(s);
    case t.TRY:
      return parseTry(s);
    case t.DATA:
      return parseData(s);
    case t.PARALLEL:
    case t.SEQUENCE:
      return parseBlockStatement(s);
    case t.CONFIGURATION:
      return parseConfiguration(s);
    case t.FROM:
    case t.DEFINE:
    case t.VAR:
      fault(s, "ReservedKeywordNotAllowed", s.start, s.end, tokenText(s));
      return errorStatement(s.start, s.end, []);
    case t.LABEL:
      return parseLabeled(s);
    case t.END_OF_INPUT:
      if (attributes.length > 0) {
        resync(s, restart);
        return parsePipelineChain(s);
      }
      giveBack(s);
      return null;
    case t.ELSE:
    case t.ELSEIF:
    case t.CATCH:
    case t.UNTIL:
      s.strays.push(s.start);
      if (s.faults.length > 0) {
        // The statement to which this belongs is broken already: one fault is enough.
        skipLines(s);
        return parseStatement(s);
      }
      break;
    case t.CLASS:
      return parseClass(s, attributes);
    case t.ENUM:
      return parseEnum(s, attributes);
    case t.USING: {
      const using = parseUsing(s);
      fault(s, "UsingMustBeAtStartOfScript", using.start, using.end);
      return using;
    }
  }
  if (attributes.length > 0) {
    resync(s, restart);
  } else {
    giveBack(s);
  }
  return parsePipelineChain(s);
}

/** A statement that begins with a word or variable, which is the last token read. */
function parseWord(s: State): Statement | null {
  if (s.isInConfiguration) {
    const resource = parseResource(s);
    if (resource !== null) {
      return resource;
    }
  }
  giveBack(s);
  return parsePipelineChain(s);
}

function parseLabeled(s: State): Statement | null {
  const label = { start: s.start, end: s.end };
  skipLines(s);
  switch (next(s)) {
    case t.SWITCH:
      return parseSwitch(s, label);
    case t.FOREACH:
      return parseForEach(s, label);
    case t.FOR:
      return parseFor(s, label);
    case t.WHILE:
      return parseWhile(s, label);
    case t.DO:
      return parseDo(s, label);
    default:
      resync(s, label.start);
      return parsePipelineChain(s);
  }
}

// ------------------------------------------------------------------------------------------------------------ leaving, if

function parseLeave(s: State): Statement {
  const { kind, start, end } = s;
  const pipeline = parsePipelineChain(s);
  const whole = pipeline === null ? end : pipeline.end;
  if (kind === t.RETURN) {
    return { kind: "ReturnStatement", start, end: whole, pipeline };
  }
  return kind === t.THROW
    ? { kind: "ThrowStatement", start, end: whole, pipeline }
    : { kind: "ExitStatement", start, end: whole, pipeline };
}

function parseJump(s: State): Statement {
  const { kind, start, end } = s;
  const label = parseLabelOrKey(s);
  const whole = label === null ? end : label.end;
  return kind === t.BREAK ? { kind: "BreakStatement", start, end: whole, label } : { kind: "ContinueStatement", start, end: whole, label };
}

function parseIf(s: State): Statement {
  const start = s.start;
  const clauses: { condition: Statement; body: StatementBlock }[] = [];
  const parts = (): (Statement | StatementBlock)[] => clauses.flatMap(({ condition, body }) => [condition, body]);
  let elseClause: StatementBlock | null = null;
  let keywordEnd = s.end;
  let keyword = tokenText(s);
  while (true) {
    skipLines(s);
    if (!accept(s, t.L_PAREN)) {
      faultAt(s, "MissingOpenParenthesisInIfStatement", keywordEnd, keyword);
      return errorStatement(start, keywordEnd, parts());
    }
    const parenEnd = s.end;
    skipLines(s);
    s.depth += 2;
    const condition = parsePipelineChain(s);
    s.depth -= 2;
    if (condition === null) {
      faultAt(s, "IfStatementMissingCondition", parenEnd, keyword);
    }
    skipLines(s);
    if (!accept(s, t.R_PAREN)) {
      if (condition !== null && condition.kind !== "ErrorStatement") {
        fault(s, "MissingEndParenthesisAfterStatement", s.start, s.end, keyword);
      }
      return errorStatement(start, Math.max(start, Math.min(before(s.start), s.limit)), [...parts(), condition]);
    }
    const closeStart = s.start;
    const closeEnd = s.end;
    skipLines(s);
    const body = parseStatementBlock(s);
    if (body === null) {
      fault(s, "MissingStatementBlock", closeStart, closeEnd, keyword);
      return errorStatement(start, closeEnd, [...parts(), condition]);
    }
    clauses.push({ condition: condition ?? errorStatement(parenEnd, parenEnd, []), body });
    // Without `else` the new lines count: a key of a hashtable may follow on the next one.
    const restart = s.isPending ? s.start : s.pos;
    skipLines(s);
    const kind = peek(s);
    if (kind === t.ELSEIF) {
      take(s);
      keywordEnd = s.end;
      keyword = tokenText(s);
      continue;
    }
    if (kind === t.ELSE) {
      take(s);
      const elseEnd = s.end;
      skipLines(s);
      elseClause = parseStatementBlock(s);
      if (elseClause === null) {
        faultAt(s, "MissingStatementBlockAfterElse", elseEnd);
        return errorStatement(start, elseEnd, parts());
      }
    } else {
      resync(s, restart);
    }
    const end = elseClause === null ? body.end : elseClause.end;
    return { kind: "IfStatement", start, end, clauses, elseClause };
  }
}

// --------------------------------------------------------------------------------------------------------- trap, try, data

function parseTrap(s: State): Statement {
  const start = s.start;
  const keywordEnd = s.end;
  const restart = s.pos;
  skipLines(s);
  const attribute = parseAttribute(s);
  let type: TypeConstraint | null = null;
  if (attribute !== null) {
    if (attribute.kind === "TypeConstraint") {
      type = attribute;
    } else {
      resync(s, restart);
    }
  }
  const body = parseStatementBlock(s);
  if (body === null) {
    const end = type === null ? keywordEnd : type.end;
    faultAt(s, "MissingTrapStatement", end);
    return errorStatement(start, end, [type]);
  }
  return { kind: "TrapStatement", start, end: body.end, type, body };
}

function parseTry(s: State): Statement {
  const start = s.start;
  const keywordEnd = s.end;
  skipLines(s);
  const body = parseStatementBlock(s);
  if (body === null) {
    faultAt(s, "MissingTryStatementBlock", keywordEnd);
    return errorStatement(start, keywordEnd, []);
  }
  const catches: CatchClause[] = [];
  const strayTypes: TypeConstraint[] = [];
  let errorEnd = -1;
  while (true) {
    skipLines(s);
    if (!accept(s, t.CATCH)) {
      break;
    }
    const result = parseCatch(s, strayTypes);
    errorEnd = Math.max(errorEnd, result.errorEnd);
    if (result.clause === null) {
      break;
    }
    catches.push(result.clause);
  }
  if (catches.length > 1 && mayCatchTwice(catches)) {
    s.needsChecks = true;
  }
  skipLines(s);
  let finallyBlock: StatementBlock | null = null;
  if (peek(s) === t.FINALLY) {
    const finallyEnd = s.end;
    take(s);
    finallyBlock = parseStatementBlock(s);
    if (finallyBlock === null) {
      errorEnd = finallyEnd;
      faultAt(s, "MissingFinallyStatementBlock", finallyEnd);
    } else {
      s.needsChecks = s.needsChecks || mayLeave(s, finallyBlock);
    }
  }
  if (catches.length === 0 && finallyBlock === null && errorEnd < 0) {
    errorEnd = body.end;
    faultAt(s, "MissingCatchOrFinally", errorEnd);
  }
  if (errorEnd >= 0) {
    return errorStatement(start, errorEnd, [body, ...catches, ...strayTypes, finallyBlock]);
  }
  const end = finallyBlock === null ? (catches[catches.length - 1]?.end ?? body.end) : finallyBlock.end;
  return { kind: "TryStatement", start, end, body, catches, finallyBlock };
}

/** True unless a single typed clause stands before one for all the rest. */
function mayCatchTwice(catches: readonly CatchClause[]): boolean {
  return catches.length > 2 || catches[0]?.types.length !== 1 || catches[1]?.types.length !== 0;
}

/** True when a finally block holds a word that might leave it, which is a fault. */
function mayLeave(s: State, block: StatementBlock): boolean {
  return /\b(?:break|continue|return)\b/i.test(s.text.slice(block.start, block.end));
}

/** What follows `catch`. A clause is null where its block is missing; `errorEnd` is where the fault is, or -1. */
function parseCatch(s: State, strayTypes: TypeConstraint[]): { clause: CatchClause | null; errorEnd: number } {
  const start = s.start;
  const keywordEnd = s.end;
  const types: TypeConstraint[] = [];
  let commaEnd = -1;
  let errorEnd = -1;
  while (true) {
    const restart = s.pos;
    skipLines(s);
    const attribute = parseAttribute(s);
    if (attribute === null) {
      if (commaEnd >= 0) {
        errorEnd = commaEnd;
        faultAt(s, "MissingTypeLiteralToken", commaEnd);
      }
      break;
    }
    if (attribute.kind === "Attribute") {
      resync(s, restart);
      break;
    }
    types.push(attribute);
    skipLines(s);
    if (peek(s) !== t.COMMA) {
      break;
    }
    commaEnd = s.end;
    take(s);
  }
  const body = parseStatementBlock(s);
  if (body === null) {
    if (errorEnd < 0) {
      errorEnd = types[types.length - 1]?.end ?? keywordEnd;
      faultAt(s, "MissingCatchHandlerBlock", errorEnd);
    }
    strayTypes.push(...types);
    return { clause: null, errorEnd };
  }
  return { clause: { kind: "CatchClause", start, end: body.end, types, body }, errorEnd };
}

function parseData(s: State): Statement {
  const start = s.start;
  const keywordEnd = s.end;
  skipLines(s);
  const variable = parseSimpleName(s);
  skipLines(s);
  const supportedCommands: Expression[] = [];
  let errorEnd = -1;
  if (peek(s) === t.PARAMETER) {
    const parameterEnd = s.end;
    take(s);
    const name = s.text.slice(s.nameStart, s.nameEnd);
    if (!"supportedcommand".startsWith(name.toLowerCase())) {
      errorEnd = parameterEnd;
      fault(s, "InvalidParameterForDataSectionStatement", s.start, s.end, name);
    }
    let commaEnd = -1;
    while (true) {
      skipLines(s);
      const command = singleArgument(s, COMMAND_NAME);
      if (command === null) {
        const end = commaEnd >= 0 ? commaEnd : parameterEnd;
        if (errorEnd < 0) {
          faultAt(s, "MissingValueForSupportedCommandInDataSectionStatement", end);
        }
        errorEnd = end;
        break;
      }
      supportedCommands.push(command);
      if (peek(s) !== t.COMMA) {
        break;
      }
      commaEnd = s.end;
      take(s);
    }
  }
  let body: StatementBlock | null = null;
  if (errorEnd < 0) {
    body = parseStatementBlock(s);
    if (body === null) {
      errorEnd = supportedCommands[supportedCommands.length - 1]?.end ?? variable?.end ?? keywordEnd;
      faultAt(s, "MissingStatementBlockForDataSection", errorEnd);
    }
  }
  if (body === null) {
    return errorStatement(start, errorEnd, supportedCommands);
  }
  s.needsChecks = true;
  const name = variable === null ? null : { start: variable.start, end: variable.end };
  return { kind: "DataStatement", start, end: body.end, variable: name, supportedCommands, body };
}

function parseBlockStatement(s: State): Statement {
  const start = s.start;
  const keywordEnd = s.end;
  const keyword = tokenText(s);
  const isInWorkflow = s.isInWorkflow;
  const body = parseStatementBlock(s);
  if (body === null) {
    faultAt(s, "MissingStatementAfterKeyword", keywordEnd, keyword);
    return errorStatement(start, keywordEnd, []);
  }
  if (!isInWorkflow) {
    s.needsChecks = true;
  }
  return { kind: "BlockStatement", start, end: body.end, keywordStart: start, keywordEnd, body };
}

// -------------------------------------------------------------------------------------------------------------- functions

function cannotNameFunction(kind: number): boolean {
  switch (kind) {
    case t.PIPE:
    case t.L_PAREN:
    case t.L_CURLY:
    case t.AT_PAREN:
    case t.AT_CURLY:
    case t.R_CURLY:
    case t.R_PAREN:
    case t.END_OF_INPUT:
    case t.SEMICOLON:
    case t.FILE_REDIRECTION:
    case t.MERGING_REDIRECTION:
    case t.INPUT_REDIRECTION:
    case t.AND_AND:
    case t.OR_OR:
    case t.AMPERSAND:
    case t.VARIABLE:
    case t.SPLATTED_VARIABLE:
    case t.HERE_STRING_EXPANDABLE:
    case t.HERE_STRING_LITERAL:
    case t.STRING_LITERAL:
    case t.STRING_EXPANDABLE:
      return true;
    default:
      return false;
  }
}

/** A parameter list in parentheses after a name, if there is one. */
export interface ParameterList {
  readonly parameters: Parameter[] | null;
  /** Where a fault ended the list, or -1. */
  readonly errorEnd: number;
  /** Behind the closing parenthesis, or -1. */
  readonly end: number;
}

/** `(…)` behind the name of a function. */
export function parseParameterDeclaration(s: State): ParameterList {
  skipLines(s);
  if (peek(s) !== t.L_PAREN) {
    return { parameters: null, errorEnd: -1, end: -1 };
  }
  const parenEnd = s.end;
  take(s);
  const parameters = parseParameterList(s);
  skipLines(s);
  let errorEnd = -1;
  next(s);
  // PowerShell goes on from whatever token stands here as if it were the parenthesis.
  const end = s.end;
  if (s.kind !== t.R_PAREN) {
    giveBack(s);
    errorEnd = parameters[parameters.length - 1]?.end ?? parenEnd;
    faultAt(s, "MissingEndParenthesisInFunctionParameterList", errorEnd);
  }
  skipLines(s);
  return { parameters, errorEnd, end };
}

function parseFunction(s: State): Statement {
  const keyword = s.kind;
  const start = s.start;
  const keywordEnd = s.end;
  const keywordText = tokenText(s);
  skipLines(s);
  if (cannotNameFunction(next(s))) {
    giveBack(s);
    faultAt(s, "MissingNameAfterKeyword", keywordEnd, keywordText);
    return errorStatement(start, keywordEnd, []);
  }
  const nameStart = s.start;
  const nameEnd = s.end;
  const list = parseParameterDeclaration(s);
  let errorEnd = list.errorEnd;
  if (!accept(s, t.L_CURLY)) {
    if (errorEnd < 0) {
      errorEnd = list.end >= 0 ? list.end : nameEnd;
      faultAt(s, "MissingFunctionBody", errorEnd);
    }
  }
  if (errorEnd >= 0) {
    return errorStatement(start, errorEnd, list.parameters ?? []);
  }
  const wasInWorkflow = s.isInWorkflow;
  s.isInWorkflow = keyword === t.WORKFLOW;
  const body = parseScriptBlock(s, s.start, s.end);
  s.isInWorkflow = wasInWorkflow;
  if (list.parameters !== null && list.parameters.length > 0 && body.param !== null) {
    s.needsChecks = true;
  }
  const functionKind = keyword === t.FUNCTION ? "function" : keyword === t.FILTER ? "filter" : "workflow";
  const { parameters } = list;
  const made: FunctionDefinition = { kind: "FunctionDefinition", start, end: body.end, functionKind, nameStart, nameEnd, parameters, body };
  s.functions.push(made);
  return made;
}
