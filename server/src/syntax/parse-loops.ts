/** Loops and switch. Each rule begins behind its keyword, which is the last token read. */
import type { Expression, Span, Statement, StatementBlock, SwitchStatement, VariableExpression } from "./ast.js";
import { isAtEnd } from "./look-ahead.js";
import { ARGUMENT, FILE_NAME, SWITCH_CONDITION, singleArgument } from "./parse-arguments.js";
import { variableExpression } from "./parse-expressions.js";
import { parseStatementBlock } from "./parse-groups.js";
import { errorStatement, parsePipelineChain } from "./parse-pipelines.js";
import { accept, giveBack, next, peek, skipLines, skipLinesAndSemicolons, take } from "./reading.js";
import { fault, faultAt, type State, tokenText } from "./state.js";
import * as t from "./tokens.js";

/** True when the parameter read last is `name` or the beginning of it. */
function isFlag(s: State, name: string): boolean {
  return name.startsWith(s.text.slice(s.nameStart, s.nameEnd).toLowerCase());
}

/** Takes the `(` that follows a keyword; without one that is a fault. */
function opensParenthesis(s: State, keywordEnd: number, keyword: string): boolean {
  if (accept(s, t.L_PAREN)) {
    return true;
  }
  faultAt(s, "MissingOpenParenthesisAfterKeyword", keywordEnd, keyword);
  return false;
}

/** `foreach (… in …) { }`, with `-Parallel` and `-ThrottleLimit` of workflows. */
export function parseForEach(s: State, label: Span | null): Statement {
  const start = label?.start ?? s.start;
  const keywordEnd = s.end;
  const keyword = tokenText(s);
  skipLines(s);
  let flagFault = -1;
  const flags: ("parallel" | "throttlelimit")[] = [];
  while (accept(s, t.PARAMETER)) {
    s.needsChecks = true;
    const flagEnd = s.end;
    if (isFlag(s, "parallel")) {
      flags.push("parallel");
    } else if (isFlag(s, "throttlelimit")) {
      flags.push("throttlelimit");
      skipLines(s);
      if (singleArgument(s, ARGUMENT) === null) {
        faultAt(s, "MissingThrottleLimit", flagEnd);
      }
    } else {
      flagFault = flagEnd;
      fault(s, "InvalidForeachFlag", s.start, s.end, s.text.slice(s.nameStart, s.nameEnd));
    }
    skipLines(s);
  }
  if (!opensParenthesis(s, keywordEnd, keyword)) {
    return errorStatement(start, keywordEnd, []);
  }
  const parenEnd = s.end;
  skipLines(s);
  const variableKind = next(s);
  if (variableKind !== t.VARIABLE && variableKind !== t.SPLATTED_VARIABLE) {
    giveBack(s);
    faultAt(s, "MissingVariableNameAfterForeach", parenEnd);
    return errorStatement(start, parenEnd, []);
  }
  const variable: VariableExpression = variableExpression(s);
  skipLines(s);
  let collection: Statement | null = null;
  let body: StatementBlock | null = null;
  let errorEnd = flagFault;
  if (!accept(s, t.IN)) {
    errorEnd = variable.end;
    faultAt(s, "MissingInInForeach", errorEnd);
  } else {
    const inEnd = s.end;
    skipLines(s);
    collection = parsePipelineChain(s);
    if (collection === null) {
      errorEnd = inEnd;
      faultAt(s, "MissingForeachExpression", errorEnd);
    } else {
      skipLines(s);
      if (!accept(s, t.R_PAREN)) {
        errorEnd = collection.end;
        faultAt(s, "MissingEndParenthesisAfterForeach", errorEnd);
      } else {
        const closeEnd = s.end;
        body = parseStatementBlock(s);
        if (body === null) {
          errorEnd = closeEnd;
          faultAt(s, "MissingForeachStatement", errorEnd);
        }
      }
    }
  }
  if (errorEnd >= 0 || collection === null || body === null) {
    return errorStatement(start, errorEnd, [variable, collection, body]);
  }
  return { kind: "ForEachStatement", start, end: body.end, label, flags, variable, collection, body };
}

/** `for (…; …; …) { }`. */
export function parseFor(s: State, label: Span | null): Statement {
  const start = label?.start ?? s.start;
  const keywordEnd = s.end;
  const keyword = tokenText(s);
  skipLines(s);
  if (!opensParenthesis(s, keywordEnd, keyword)) {
    return errorStatement(start, keywordEnd, []);
  }
  let end = s.end;
  const part = (): Statement | null => {
    skipLines(s);
    const statement = parsePipelineChain(s);
    end = statement?.end ?? end;
    return statement;
  };
  const semicolon = (): void => {
    if (accept(s, t.SEMICOLON)) {
      end = s.end;
    }
  };
  const initializer = part();
  semicolon();
  const condition = part();
  semicolon();
  const iterator = part();
  skipLines(s);
  let body: StatementBlock | null = null;
  if (!accept(s, t.R_PAREN)) {
    faultAt(s, "MissingEndParenthesisAfterStatement", end, keyword);
  } else {
    end = s.end;
    body = parseStatementBlock(s);
    if (body === null) {
      faultAt(s, "MissingLoopStatement", end, keyword);
    }
  }
  if (body === null) {
    return errorStatement(start, end, [initializer, condition, iterator]);
  }
  return { kind: "ForStatement", start, end: body.end, label, initializer, condition, iterator, body };
}

/** `while (…) { }`. */
export function parseWhile(s: State, label: Span | null): Statement {
  const start = label?.start ?? s.start;
  const keywordEnd = s.end;
  const keyword = tokenText(s);
  skipLines(s);
  if (!opensParenthesis(s, keywordEnd, keyword)) {
    return errorStatement(start, keywordEnd, []);
  }
  const parenEnd = s.end;
  skipLines(s);
  const condition = parsePipelineChain(s);
  if (condition === null) {
    faultAt(s, "MissingExpressionAfterKeyword", parenEnd, keyword);
  }
  skipLines(s);
  if (!accept(s, t.R_PAREN)) {
    if (condition !== null && condition.kind !== "ErrorStatement") {
      faultAt(s, "MissingEndParenthesisAfterStatement", condition.end, keyword);
    }
    return errorStatement(start, condition?.end ?? parenEnd, [condition]);
  }
  const closeEnd = s.end;
  skipLines(s);
  const body = parseStatementBlock(s);
  if (body === null) {
    faultAt(s, "MissingLoopStatement", closeEnd, keyword);
    return errorStatement(start, closeEnd, [condition]);
  }
  return {
    kind: "WhileStatement",
    start,
    end: body.end,
    label,
    condition: condition ?? errorStatement(parenEnd, parenEnd, []),
    body,
  };
}

/** `do { } while (…)`, `do { } until (…)`. */
export function parseDo(s: State, label: Span | null): Statement {
  const start = label?.start ?? s.start;
  const keywordEnd = s.end;
  const body = parseStatementBlock(s);
  if (body === null) {
    faultAt(s, "MissingLoopStatement", keywordEnd, "do");
    return errorStatement(start, keywordEnd, []);
  }
  skipLines(s);
  const kind = next(s);
  if (kind !== t.WHILE && kind !== t.UNTIL) {
    giveBack(s);
    faultAt(s, "MissingWhileOrUntilInDoWhile", body.end);
    return errorStatement(start, body.end, [body]);
  }
  const keyword = tokenText(s);
  const wordEnd = s.end;
  skipLines(s);
  if (!opensParenthesis(s, wordEnd, keyword)) {
    return errorStatement(start, wordEnd, [body]);
  }
  const parenEnd = s.end;
  skipLines(s);
  const condition = parsePipelineChain(s);
  let errorEnd = -1;
  if (condition === null) {
    errorEnd = parenEnd;
    faultAt(s, "MissingExpressionAfterKeyword", parenEnd, keyword);
  }
  skipLines(s);
  let end = condition?.end ?? parenEnd;
  if (accept(s, t.R_PAREN)) {
    end = s.end;
  } else {
    if (condition !== null) {
      errorEnd = condition.end;
      faultAt(s, "MissingEndParenthesisAfterStatement", errorEnd, keyword);
    }
  }
  if (errorEnd >= 0) {
    return errorStatement(start, errorEnd, [body, condition]);
  }
  return kind === t.UNTIL
    ? { kind: "DoUntilStatement", start, end, label, body, condition }
    : { kind: "DoWhileStatement", start, end, label, body, condition };
}

// ------------------------------------------------------------------------------------------------------------------ switch

type SwitchFlag = SwitchStatement["flags"][number];
const SWITCH_FLAGS: readonly SwitchFlag[] = ["regex", "wildcard", "exact", "casesensitive", "parallel", "file"];

interface SwitchHead {
  readonly flags: SwitchFlag[];
  condition: Statement | Expression | null;
  /** The end of the last thing that surely belongs to the statement. */
  end: number;
  hasFault: boolean;
  /** The last fault was at the end of the text: the user is still typing, and further faults would only repeat it. */
  isUnfinished: boolean;
}

function reportUnfinished(s: State, head: SwitchHead, id: string, offset: number): void {
  head.hasFault = true;
  head.isUnfinished = isAtEnd(s, offset);
  faultAt(s, id, offset);
}

/** `switch … { }`, over a value or the lines of a file. */
export function parseSwitch(s: State, label: Span | null): Statement {
  const start = label?.start ?? s.start;
  const head: SwitchHead = { flags: [], condition: null, end: label?.end ?? s.end, hasFault: false, isUnfinished: false };
  skipLines(s);
  while (accept(s, t.PARAMETER)) {
    parseSwitchFlag(s, head);
  }
  parseSwitchValue(s, head);
  skipLines(s);
  const clauses: { condition: Expression; body: StatementBlock }[] = [];
  const parts: (Expression | StatementBlock)[] = [];
  let defaultClause: StatementBlock | null = null;
  let end = head.end;
  if (!accept(s, t.L_CURLY)) {
    if (!head.isUnfinished) {
      head.hasFault = true;
      faultAt(s, "MissingCurlyBraceInSwitchStatement", head.end);
    }
  } else {
    const braceStart = s.start;
    const braceEnd = s.end;
    head.end = s.end;
    skipLines(s);
    while (true) {
      const isDefault = peek(s) === t.DEFAULT;
      const condition = parseSwitchCondition(s, head);
      if (condition === null) {
        break;
      }
      parts.push(condition);
      head.end = condition.end;
      const body = parseStatementBlock(s);
      if (body === null) {
        reportUnfinished(s, head, "MissingSwitchStatementClause", head.end);
      } else {
        parts.push(body);
        head.end = body.end;
        if (!isDefault) {
          clauses.push({ condition, body });
        } else {
          if (defaultClause !== null) {
            head.hasFault = true;
            fault(s, "MultipleSwitchDefaultClauses", condition.start, condition.end);
          }
          defaultClause = body;
        }
      }
      skipLinesAndSemicolons(s);
      const kind = peek(s);
      if (kind === t.R_CURLY) {
        end = s.end;
        take(s);
        break;
      }
      if (kind === t.END_OF_INPUT) {
        if (!head.isUnfinished) {
          head.hasFault = true;
          fault(s, "MissingEndCurlyBrace", braceStart, braceEnd);
        }
        break;
      }
    }
  }
  if (head.hasFault || head.condition === null) {
    return errorStatement(start, head.end, [head.condition, ...parts]);
  }
  return {
    kind: "SwitchStatement",
    start,
    end: Math.max(end, head.end),
    label,
    flags: head.flags,
    condition: head.condition,
    clauses,
    defaultClause,
  };
}

function parseSwitchFlag(s: State, head: SwitchHead): void {
  const flagStart = s.start;
  const flagEnd = s.end;
  head.end = flagEnd;
  const flag = SWITCH_FLAGS.find((name) => isFlag(s, name));
  if (flag === undefined) {
    head.hasFault = true;
    fault(s, "InvalidSwitchFlag", flagStart, flagEnd, s.text.slice(s.nameStart, s.nameEnd));
    return;
  }
  head.flags.push(flag);
  if (flag === "parallel") {
    s.needsChecks = true;
  } else if (flag === "file") {
    skipLines(s);
    const file = singleArgument(s, FILE_NAME);
    if (file === null) {
      reportUnfinished(s, head, "MissingFilenameOption", flagEnd);
    } else {
      head.end = file.end;
      head.condition = file;
    }
  }
}

function parseSwitchValue(s: State, head: SwitchHead): void {
  if (peek(s) !== t.L_PAREN) {
    if (head.condition === null && !head.flags.includes("file")) {
      reportUnfinished(s, head, "PipelineValueRequired", head.end);
    }
    return;
  }
  const parenStart = s.start;
  const parenEnd = s.end;
  head.end = parenEnd;
  take(s);
  if (head.flags.includes("file")) {
    head.hasFault = true;
    fault(s, "PipelineValueRequired", parenStart, parenEnd);
  }
  skipLines(s);
  head.condition = parsePipelineChain(s);
  if (head.condition === null) {
    reportUnfinished(s, head, "PipelineValueRequired", parenEnd);
  } else {
    head.end = head.condition.end;
  }
  skipLines(s);
  if (accept(s, t.R_PAREN)) {
    head.end = s.end;
  } else {
    if (!head.isUnfinished) {
      reportUnfinished(s, head, "MissingEndParenthesisInSwitchStatement", head.end);
    }
  }
}

/** The condition of a clause; null, with the fault reported, where none stands. */
function parseSwitchCondition(s: State, head: SwitchHead): Expression | null {
  if (s.kind === t.DEFAULT) {
    take(s);
    return { kind: "StringConstantExpression", start: s.start, end: s.end, form: "bare", value: null };
  }
  const condition = singleArgument(s, SWITCH_CONDITION);
  if (condition === null) {
    head.hasFault = true;
    faultAt(s, "MissingSwitchConditionExpression", head.end);
    if (accept(s, t.R_CURLY)) {
    }
  }
  return condition;
}
