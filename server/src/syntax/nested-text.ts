/** What stands inside strings and bare words: variables, and subexpressions, which PowerShell reads as scripts of their own. */
import type { Expression } from "./ast.js";
import { isDoubleQuote } from "./chars.js";
import { stringValue } from "./literals.js";
import { parsePrimary, parseUsingVariable, variableExpression } from "./parse-expressions.js";
import { NESTED_SIZE } from "./scan-strings.js";
import { addFault, createState, type State } from "./state.js";
import { VARIABLE } from "./tokens.js";

/** The variables and subexpressions of the last string or word read, in order. */
export function parseNestedExpressions(s: State): Expression[] {
  const places = s.nested.slice(0, s.nestedCount * NESTED_SIZE);
  const expressions: Expression[] = [];
  s.depth++;
  for (let at = 0; at < places.length; at += NESTED_SIZE) {
    const start = places[at + 1] as number;
    const end = places[at + 2] as number;
    if (places[at] === VARIABLE) {
      expressions.push(nestedVariable(s, places, at));
    } else if (places[at + 5] === 1) {
      expressions.push(parseRewritten(s, start, end));
    } else {
      expressions.push(parseWithin(s, start, end));
    }
  }
  s.depth--;
  return expressions;
}

function nestedVariable(s: State, places: readonly number[], at: number): Expression {
  s.kind = VARIABLE;
  s.start = places[at + 1] as number;
  s.end = places[at + 2] as number;
  s.nameStart = places[at + 3] as number;
  s.nameEnd = places[at + 4] as number;
  s.flag = places[at + 5] === 1;
  const variable = variableExpression(s);
  const name = s.text.slice(s.nameStart, s.nameEnd);
  return name.length > 6 && /^using:/i.test(name) ? parseUsingVariable(s, variable, false) : variable;
}

/** Reads `$( )` where it stands, as if the text began and ended with it. */
function parseWithin(s: State, start: number, end: number): Expression {
  const { pos, limit, origin } = s;
  s.pos = start;
  s.limit = end;
  s.origin = start;
  s.isPending = false;
  const expression = parsePrimary(s, true);
  s.isPending = false;
  s.pos = pos;
  s.limit = limit;
  s.origin = origin;
  return expression ?? { kind: "ErrorExpression", start, end, nested: [] };
}

/**
 * Reads a `$( )` inside quotes in which doubled (or escaped) quotes stand: PowerShell makes them single first, so what is
 * read is not what is written. The nodes get their places in the original text, and strings their values.
 */
function parseRewritten(s: State, start: number, end: number): Expression {
  // Where each character of the rewritten text stands; a dropped quote belongs to the one that it doubles.
  const places: number[] = [start, start + 1];
  let rewritten = "$(";
  for (let at = start + 2; at < end; at++) {
    const code = s.text.charCodeAt(at);
    places.push(at);
    if ((code === 0x60 || isDoubleQuote(code)) && at + 1 < end && isDoubleQuote(s.text.charCodeAt(at + 1))) {
      at++;
    }
    rewritten += s.text.charAt(at);
  }
  places.push(end);
  // The end of the text has no place in the original: PowerShell leaves it where it is.
  const toOriginal = (offset: number): number => places[offset] ?? offset + start;
  const inner = createState(rewritten, true);
  inner.origin = start;
  inner.mode = s.mode;
  inner.depth = s.depth;
  inner.isInWorkflow = s.isInWorkflow;
  inner.isInConfiguration = s.isInConfiguration;
  const expression: Expression = parsePrimary(inner, true) ?? { kind: "ErrorExpression", start: 0, end: rewritten.length, nested: [] };
  moveToOriginal(expression, rewritten, toOriginal);
  for (const found of inner.faults) {
    const move = inner.scanFaults.has(found) ? (offset: number) => offset + start : toOriginal;
    addFault(s, { ...found, start: move(found.start), end: move(found.end) });
  }
  for (const comment of inner.comments) {
    s.comments.push({ start: toOriginal(comment.start), end: toOriginal(comment.end) });
  }
  for (const { start: from, end: to, what } of inner.ps7Syntax) {
    s.ps7Syntax.push({ start: toOriginal(from), end: toOriginal(to), what });
  }
  if (inner.skewed.length > 0) {
    s.skewed.push({ start, end: start + rewritten.length });
  }
  s.commands.push(...inner.commands);
  s.functions.push(...inner.functions);
  s.needsChecks = s.needsChecks || inner.needsChecks;
  s.hasSymbols = s.hasSymbols || inner.hasSymbols;
  s.strandedSplats += inner.strandedSplats;
  s.isHalted = s.isHalted || inner.isHalted;
  return expression;
}

const PLACES = ["start", "end", "nameStart", "nameEnd", "typeStart", "typeEnd", "keywordStart", "keywordEnd"];

/** Moves every place within a fresh tree, and notes the values of strings, which the original text does not tell. */
function moveToOriginal(root: Expression, text: string, toOriginal: (offset: number) => number): void {
  const waiting: object[] = [root];
  const seen = new Set<object>(waiting);
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    const fields = value as Record<string, unknown>;
    if (fields["kind"] === "StringConstantExpression" || fields["kind"] === "ExpandableStringExpression") {
      fields["value"] ??= stringValue(text, value as Parameters<typeof stringValue>[1]);
    }
    for (const name of Object.keys(fields)) {
      const field = fields[name];
      if (typeof field === "number" && PLACES.includes(name)) {
        fields[name] = toOriginal(field);
      } else if (typeof field === "object" && field !== null && !seen.has(field)) {
        seen.add(field);
        waiting.push(field);
      }
    }
  }
}
