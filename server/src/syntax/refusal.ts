import type { ParsedScript, SyntaxFault } from "./ast.js";
import { textChange } from "./text-change.js";
import { nodesAt } from "./visit.js";

/**
 * What PowerShell says of a script that it refuses. Who types on in what PowerShell reads as a string, be it only because it runs away, changes
 * nothing of that.
 */
export interface Refusal {
  readonly text: string;
  readonly faults: readonly SyntaxFault[];
  /** The string in which the text was changed last: behind its first quote, before its last. */
  readonly inside: { readonly start: number; readonly end: number; readonly isExpandable: boolean };
}

/**
 * Notes the refusal of a script for the next change of its text.
 *
 * @param parsed as `parse` gives it
 * @param textBefore the text before it changed to this
 * @returns null where the change was not in a string, or PowerShell's parser does not refuse the script
 */
export function refusalOf(parsed: ParsedScript, textBefore: string): Refusal | null {
  const { text, faults, notes } = parsed;
  // The other faults may hang on what stands in strings, and some on how long the text is.
  if (notes === null || notes.parserFaults === 0 || notes.skewed.length > 0) return null;
  const { end, by } = textChange(textBefore, text);
  for (const node of nodesAt(parsed, end + by, true)) {
    if (node.kind !== "StringConstantExpression" && node.kind !== "ExpandableStringExpression") continue;
    if (node.form !== "single" && node.form !== "double") return null;
    return { text, faults, inside: { start: node.start + 1, end: node.end - 1, isExpandable: node.form === "double" } };
  }
  return null;
}

/** The refusal of the script with another text; null where the change may be more than one of letters in the string. */
export function refusalAfter({ text, faults, inside }: Refusal, after: string): Refusal | null {
  const { start, end, by } = textChange(text, after);
  if (start < inside.start || end >= inside.end) return null;
  // What stands beside the change may be the first half of something.
  const from = start === inside.start ? start : start - 1;
  if (SIGN.test(text.slice(from, end + 1)) || SIGN.test(after.slice(from, end + by + 1))) return null;
  if (inside.isExpandable && /[$`]/.test(text.slice(inside.start, start))) return null;
  return { text: after, faults, inside: { ...inside, end: inside.end + by } };
}

/** What may have a meaning in a string: quotes, the dollar, the backtick. */
const SIGN = /['"$`\u2018-\u201e]/;
