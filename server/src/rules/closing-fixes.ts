import type { Span } from "../syntax/ast.js";
import type { Fix } from "./finding.js";

/**
 * Fixes that close a string which has no end: before the parameter or operator that it swallowed, and behind it. None for here-strings
 * and comments, whose text may be all that follows.
 *
 * @param open the string, from its quote to where it was read as closed
 * @param closer what was read there
 */
export function closingFixes(open: Span, closer: string, text: string): readonly Fix[] {
  if (!/^\)*['"\u2018-\u201e]$/.test(closer)) return [];
  const written = text.slice(open.start, open.end);
  const swallowed = closer.length === 1 ? /\s(-[A-Za-z]{2,})/.exec(written) : null;
  const before = written.slice(0, swallowed?.index ?? 0).trimEnd();
  const fix = (title: string, at: number): Fix => ({ title, edits: [{ start: at, end: at, newText: closer }], isPreferred: false });
  // Nothing but the quote before it: the value is missing, not the end.
  if (swallowed === null || before.length < 2) return [fix("Close the string", open.end)];
  const last = /\S*$/.exec(written.slice(-30))?.[0] ?? "";
  return [fix(`Close the string before ${swallowed[1]}`, open.start + before.length), fix(`Close the string after ${last}`, open.end)];
}
