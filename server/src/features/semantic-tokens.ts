import type { Analysis } from "../analyze.js";
import type { Span } from "../syntax/ast.js";

export type TokenKind = "function" | "parameter" | "property";

/** A word whose meaning the analysis knows. */
export interface SemanticToken extends Span {
  readonly kind: TokenKind;
  /** Known to be on its way out, or without effect. */
  readonly isDeprecated: boolean;
}

/** Resolved cmdlets, parameters and splat keys, by place and without overlaps. */
export function semanticTokens(analysis: Analysis): SemanticToken[] {
  const tokens = new Map<number, SemanticToken>();
  for (const call of analysis.calls) {
    if (call.kind !== "cmdlet" || call.bound.cmdlet.kind === "foreign") continue;
    add(tokens, call.nameSpan, "function", false);
    for (const argument of call.bound.arguments.values()) {
      if (!argument.nameSpan || argument.by === "default") continue;
      const isDeprecated = argument.parameter.note?.kind === "deprecated" || argument.parameter.note?.kind === "functionless";
      add(tokens, argument.nameSpan, argument.splat ? "property" : "parameter", isDeprecated);
    }
  }
  return [...tokens.values()].sort((a, b) => a.start - b.start);
}

function add(tokens: Map<number, SemanticToken>, span: Span, kind: TokenKind, isDeprecated: boolean): void {
  if (span.end > span.start && !tokens.has(span.start)) tokens.set(span.start, { start: span.start, end: span.end, kind, isDeprecated });
}
