/** What stands in brackets: parentheses, subexpressions, arrays, hashtables, script blocks. */
import type {
  Expression,
  Hashtable,
  HashtableEntry,
  NamedBlock,
  ParamBlock,
  ParenExpression,
  ScriptBlock,
  ScriptBlockExpression,
  Statement,
  StatementBlock,
  TrapStatement,
  UsingStatement,
} from "./ast.js";
import { type Boundaries, stopsAtBoundary } from "./boundaries.js";
import { numberValue, stringValue } from "./literals.js";
import { parseSimpleName, parseUnary } from "./parse-expressions.js";
import { parsePipelineChain } from "./parse-pipelines.js";
import { parseStatement } from "./parse-statements.js";
import { before, parseParamBlock } from "./parse-types.js";
import { parseUsings } from "./parse-usings.js";
import { accept, giveBack, next, peek, resync, setMode, skipLines, skipLinesAndSemicolons, syncTo, take } from "./reading.js";
import { COMMAND_MODE, EXPRESSION_MODE, fault, faultAt, ps7, type State, tokenText } from "./state.js";
import * as t from "./tokens.js";

/** `( … )`, the opening parenthesis being the last token read. */
export function parseParenthesized(s: State): ParenExpression {
  const start = s.start;
  const parenEnd = s.end;
  const mode = s.mode;
  const wasCommaDisabled = s.isCommaDisabled;
  setMode(s, COMMAND_MODE);
  s.isCommaDisabled = false;
  skipLines(s);
  s.depth++;
  let pipeline: Statement | null = parsePipelineChain(s);
  s.depth--;
  if (pipeline === null) {
    faultAt(s, "ExpectedExpression", parenEnd);
    pipeline = { kind: "ErrorStatement", start: parenEnd, end: parenEnd, nested: [] };
  }
  skipLines(s);
  let end = pipeline.end;
  if (accept(s, t.R_PAREN)) {
    end = s.end;
  } else {
    faultAt(s, "MissingEndParenthesisInExpression", pipeline.end);
  }
  s.isCommaDisabled = wasCommaDisabled;
  setMode(s, mode);
  return { kind: "ParenExpression", start, end, pipeline };
}

/** `$( … )` or `@( … )`, the opening bracket being the last token read. */
export function parseArrayOrSubexpression(s: State): Expression {
  const isArray = s.kind === t.AT_PAREN;
  const start = s.start;
  const openEnd = s.end;
  const mode = s.mode;
  const wasCommaDisabled = s.isCommaDisabled;
  s.isCommaDisabled = false;
  setMode(s, COMMAND_MODE);
  skipLines(s);
  const statements: Statement[] = [];
  const traps: TrapStatement[] = [];
  const listEnd = parseStatementList(s, statements, traps, openEnd);
  skipLines(s);
  let end = listEnd;
  if (accept(s, t.R_PAREN)) {
    end = s.end;
  } else {
    fault(s, "MissingEndParenthesisInSubexpression", s.start, s.end);
  }
  s.isCommaDisabled = wasCommaDisabled;
  setMode(s, mode);
  const bodyStart = firstStart(statements, traps, openEnd);
  const body: StatementBlock = { kind: "StatementBlock", start: bodyStart, end: Math.max(bodyStart, listEnd), statements, traps };
  return isArray ? { kind: "ArrayExpression", start, end, body } : { kind: "SubExpression", start, end, body };
}

function firstStart(statements: readonly Statement[], traps: readonly TrapStatement[], otherwise: number): number {
  const statement = statements[0];
  const trap = traps[0];
  if (statement && trap) {
    return Math.min(statement.start, trap.start);
  }
  return (statement ?? trap)?.start ?? otherwise;
}

/**
 * Statements up to a closing bracket or the end; gives the end of the last one, or `otherwise`.
 *
 * @param boundaries for the statements of the script itself: they may end the list early
 */
function parseStatementList(
  s: State,
  statements: Statement[],
  traps: TrapStatement[],
  otherwise: number,
  boundaries: Boundaries | null = null,
): number {
  let end = otherwise;
  skipLinesAndSemicolons(s);
  while (boundaries === null || !stopsAtBoundary(s, boundaries)) {
    const statement = parseStatement(s);
    if (statement === null) {
      return end;
    }
    if (s.signatureStart >= 0 && s.signatureStart < statement.start) {
      fault(s, "TokenAfterEndOfValidScriptText", statement.start, statement.end);
    }
    if (statement.kind === "TrapStatement") {
      traps.push(statement);
    } else {
      statements.push(statement);
    }
    end = statement.end;
    skipLinesAndSemicolons(s);
    const kind = peek(s);
    if (kind === t.R_PAREN || kind === t.R_CURLY) {
      return end;
    }
  }
  return end;
}

/** `{ … }` as the body of a statement, or null where no brace opens. */
export function parseStatementBlock(s: State): StatementBlock | null {
  skipLines(s);
  if (!accept(s, t.L_CURLY)) {
    return null;
  }
  const start = s.start;
  const openEnd = s.end;
  const statements: Statement[] = [];
  const traps: TrapStatement[] = [];
  s.depth++;
  let end = parseStatementList(s, statements, traps, openEnd);
  s.depth--;
  if (accept(s, t.R_CURLY)) {
    end = s.end;
  } else {
    fault(s, "MissingEndCurlyBrace", start, openEnd);
  }
  return { kind: "StatementBlock", start, end, statements, traps };
}

// ----------------------------------------------------------------------------------------------------------- script blocks

/** `{ … }` as a value, the brace being the last token read. */
export function parseScriptBlockExpression(s: State): ScriptBlockExpression {
  const start = s.start;
  const openEnd = s.end;
  const mode = s.mode;
  const wasCommaDisabled = s.isCommaDisabled;
  s.isCommaDisabled = false;
  setMode(s, COMMAND_MODE);
  skipLines(s);
  const scriptBlock = parseScriptBlock(s, start, openEnd);
  s.isCommaDisabled = wasCommaDisabled;
  setMode(s, mode);
  return { kind: "ScriptBlockExpression", start: scriptBlock.start, end: scriptBlock.end, scriptBlock };
}

/**
 * What follows the brace at `start` up to its counterpart; the whole script where `start` is -1.
 *
 * @param boundaries what is to be known between the statements of a whole script
 */
export function parseScriptBlock(s: State, start: number, openEnd: number, boundaries: Boundaries | null = null): ScriptBlock {
  skipLines(s);
  const usings: UsingStatement[] = start < 0 ? parseUsings(s) : [];
  const restart = s.pos;
  const param = parseParamBlock(s);
  if (param === null) {
    resync(s, restart);
  }
  skipLinesAndSemicolons(s);
  if (((t.TOKEN_TRAITS[peek(s)] as number) & t.BLOCK_NAME) !== 0) {
    return parseNamedBlocks(s, start, openEnd, usings, param);
  }
  return parseUnnamedBlock(s, start, openEnd, usings, param, [], boundaries);
}

/** Reads on in a script of which the head and the first statements are known, from the place where the next one begins. */
export function parseRest(s: State, known: ScriptBlock, first: readonly Statement[], boundaries: Boundaries): ScriptBlock {
  return parseUnnamedBlock(s, -1, 0, known.usings, known.param, first, boundaries);
}

function parseUnnamedBlock(
  s: State,
  start: number,
  openEnd: number,
  usings: readonly UsingStatement[],
  param: ParamBlock | null,
  first: readonly Statement[],
  boundaries: Boundaries | null,
): ScriptBlock {
  const statements = [...first];
  const traps: TrapStatement[] = [];
  let listEnd = statements[statements.length - 1]?.end ?? openEnd;
  let end: number;
  do {
    s.depth++;
    listEnd = parseStatementList(s, statements, traps, listEnd, boundaries);
    s.depth--;
    end = boundaries?.isStopped ? s.limit : closeScriptBlock(s, start, openEnd, Math.max(listEnd, param?.end ?? openEnd));
  } while (end < 0);
  const bodyStart = firstStart(statements, traps, param?.end ?? openEnd);
  const endBlock: NamedBlock = {
    kind: "NamedBlock",
    start: bodyStart,
    end: Math.max(bodyStart, listEnd),
    blockKind: "end",
    isNamed: false,
    statements,
    traps,
  };
  return scriptBlock(start < 0 ? s.origin : start, end, usings, param, null, null, endBlock, null, null);
}

/** The end of the block, brace included, or -1 where a stray token was dropped and statements may follow. */
function closeScriptBlock(s: State, start: number, openEnd: number, bodyEnd: number): number {
  const kind = next(s);
  if (start >= 0) {
    if (kind === t.R_CURLY) {
      return s.end;
    }
    giveBack(s);
    fault(s, "MissingEndCurlyBrace", start, openEnd);
    return bodyEnd;
  }
  if (kind === t.END_OF_INPUT) {
    return s.limit;
  }
  fault(s, "UnexpectedToken", s.start, s.end, tokenText(s));
  return -1;
}

function scriptBlock(
  start: number,
  end: number,
  usings: readonly UsingStatement[],
  param: ParamBlock | null,
  beginBlock: NamedBlock | null,
  processBlock: NamedBlock | null,
  endBlock: NamedBlock | null,
  cleanBlock: NamedBlock | null,
  dynamicParamBlock: NamedBlock | null,
): ScriptBlock {
  const attributes = param?.attributes ?? [];
  return {
    kind: "ScriptBlock",
    start,
    end,
    usings,
    attributes,
    param,
    beginBlock,
    processBlock,
    endBlock,
    cleanBlock,
    dynamicParamBlock,
  };
}

const BLOCK_KINDS: { readonly [kind: number]: NamedBlock["blockKind"] } = {
  [t.BEGIN]: "begin",
  [t.PROCESS]: "process",
  [t.END]: "end",
  [t.CLEAN]: "clean",
  [t.DYNAMICPARAM]: "dynamicparam",
};

function parseNamedBlocks(s: State, start: number, openEnd: number, usings: UsingStatement[], param: ParamBlock | null): ScriptBlock {
  const blocks: { [kind in NamedBlock["blockKind"]]?: NamedBlock } = {};
  let bodyEnd = param?.end ?? openEnd;
  let end: number;
  while (true) {
    const kind = next(s);
    const blockKind = BLOCK_KINDS[kind];
    if (blockKind === undefined) {
      giveBack(s);
      if (kind === t.R_CURLY || kind === t.END_OF_INPUT) {
        end = closeScriptBlock(s, start, openEnd, bodyEnd);
      } else {
        fault(s, "MissingNamedBlocks", s.start, s.end, tokenText(s));
        end = bodyEnd;
        if (start < 0) {
          take(s);
          end = s.limit;
        }
      }
      break;
    }
    const nameStart = s.start;
    const nameEnd = s.end;
    if (kind === t.CLEAN) {
      ps7(s, "clean", nameStart, nameEnd);
    }
    const name = tokenText(s);
    const body = parseStatementBlock(s);
    if (body === null) {
      faultAt(s, "MissingNamedStatementBlock", nameEnd, name);
    }
    bodyEnd = body?.end ?? nameEnd;
    const block: NamedBlock = {
      kind: "NamedBlock",
      start: nameStart,
      end: bodyEnd,
      blockKind,
      isNamed: true,
      statements: body?.statements ?? [],
      traps: body?.traps ?? [],
    };
    if (blocks[blockKind]) {
      fault(s, "DuplicateScriptCommandClause", nameStart, bodyEnd, name);
    } else {
      blocks[blockKind] = block;
    }
    skipLinesAndSemicolons(s);
  }
  return scriptBlock(
    start < 0 ? s.origin : start,
    end < 0 ? s.limit : Math.max(end, bodyEnd),
    usings,
    param,
    blocks.begin ?? null,
    blocks.process ?? null,
    blocks.end ?? null,
    blocks.clean ?? null,
    blocks.dynamicparam ?? null,
  );
}

// -------------------------------------------------------------------------------------------------------------- hashtables

/** `@{ … }`, the opening bracket being the last token read. */
export function parseHashtable(s: State): Hashtable {
  const start = s.start;
  const openEnd = s.end;
  const entries: HashtableEntry[] = [];
  skipLines(s);
  while (true) {
    const entry = parseEntry(s);
    if (entry === null) {
      break;
    }
    entries.push(entry);
    const kind = peek(s);
    if (kind !== t.NEW_LINE && kind !== t.SEMICOLON) {
      break;
    }
    skipLinesAndSemicolons(s);
  }
  let end: number;
  if (accept(s, t.R_CURLY)) {
    end = s.end;
  } else {
    faultAt(s, "MissingEndCurlyBrace", openEnd);
    end = Math.max(Math.min(before(s.start), s.limit), entries[entries.length - 1]?.value.end ?? openEnd);
  }
  if (entries.length > 1 && !s.needsChecks && mayRepeatKeys(s, entries)) {
    s.needsChecks = true;
  }
  return { kind: "Hashtable", start, end, entries };
}

function parseEntry(s: State): HashtableEntry | null {
  const mode = s.mode;
  setMode(s, EXPRESSION_MODE);
  const key = parseLabelOrKey(s);
  if (key === null) {
    setMode(s, mode);
    return null;
  }
  const kind = next(s);
  const equalsEnd = s.end;
  if (kind !== t.EQUALS) {
    // PowerShell goes back to the mode before it gives the token back, so it is not read again.
    s.mode = mode;
    giveBack(s);
    faultAt(s, "MissingEqualsInHashLiteral", key.end);
    syncTo(s, false, [t.R_CURLY, t.SEMICOLON, t.NEW_LINE]);
    return { key, value: { kind: "ErrorStatement", start: key.end, end: key.end, nested: [] } };
  }
  s.mode = COMMAND_MODE;
  skipLines(s);
  let value: Statement | null = parseStatement(s);
  if (value === null) {
    faultAt(s, "MissingStatementInHashLiteral", equalsEnd);
    value = { kind: "ErrorStatement", start: equalsEnd, end: equalsEnd, nested: [] };
  }
  setMode(s, mode);
  return { key, value };
}

/** The key of a hashtable, or the label of `break` and `continue`: a simple name or an operand. */
export function parseLabelOrKey(s: State): Expression | null {
  const name = parseSimpleName(s);
  if (name !== null) {
    return name;
  }
  const kind = peek(s);
  if (kind === t.NEW_LINE || kind === t.SEMICOLON) {
    return null;
  }
  const wasCommaDisabled = s.isCommaDisabled;
  s.isCommaDisabled = true;
  const expression = parseUnary(s, false);
  s.isCommaDisabled = wasCommaDisabled;
  return expression;
}

/** The key as PowerShell compares it, case aside, or null where it is computed. */
export function keyText(text: string, key: Expression): string | null {
  if (key.kind === "StringConstantExpression") {
    return stringValue(text, key).toLowerCase();
  }
  return key.kind === "ConstantExpression" ? (numberValue(text, key)?.text ?? null) : null;
}

/** True when two keys have the same hash, which a closer look must then settle. */
function mayRepeatKeys(s: State, entries: readonly HashtableEntry[]): boolean {
  const hashes: number[] = [];
  const many: Set<number> | null = entries.length > 16 ? new Set() : null;
  for (const { key } of entries) {
    const hash = keyHash(s.text, key);
    if (hash === 0) {
      continue;
    }
    if (many !== null) {
      if (many.has(hash)) {
        return true;
      }
      many.add(hash);
    } else {
      if (hashes.includes(hash)) {
        return true;
      }
      hashes.push(hash);
    }
  }
  return false;
}

function keyHash(text: string, key: Expression): number {
  if (key.kind === "StringConstantExpression" && key.form === "bare") {
    return hashText(text, key.start, key.end);
  }
  const value = keyText(text, key);
  return value === null ? 0 : hashText(value, 0, value.length);
}

function hashText(text: string, start: number, end: number): number {
  let hash = end - start + 1;
  for (let at = start; at < end; at++) {
    hash = (Math.imul(hash, 31) + (text.charCodeAt(at) | 32)) | 0;
  }
  return hash;
}
