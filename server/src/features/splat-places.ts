import type { Analysis } from "../analyze.js";
import type { Span } from "../syntax/ast.js";

/** From `@p` at a call to the keys of the table that reach it. Null elsewhere. */
export function definitionOfSplat(analysis: Analysis, offset: number): Span[] | null {
  for (const call of analysis.calls) {
    if (call.kind !== "cmdlet") continue;
    const keys: Span[] = [];
    for (const { splat, nameSpan } of call.bound.arguments.values()) {
      if (splat && nameSpan && splat.start <= offset && offset <= splat.end) keys.push({ start: nameSpan.start, end: nameSpan.end });
    }
    if (keys.length > 0) return keys.sort((a, b) => a.start - b.start);
  }
  return null;
}

/** From a key of a table to the calls that it reaches. Null elsewhere. */
export function usesOfSplatKey(analysis: Analysis, offset: number): Span[] | null {
  const uses: Span[] = [];
  for (const call of analysis.calls) {
    if (call.kind !== "cmdlet") continue;
    for (const { splat, nameSpan } of call.bound.arguments.values()) {
      if (splat && nameSpan && nameSpan.start <= offset && offset <= nameSpan.end) uses.push({ start: splat.start, end: splat.end });
    }
  }
  return uses.length === 0 ? null : uses;
}
