import type { Span } from "../syntax/ast.js";
import type { Finding } from "./finding.js";

/**
 * Puts raw syntax errors beside what the rules found. Those that a more telling finding explains are left out: from its place to the end of its
 * line, where PowerShell no longer reads the command it was reading.
 *
 * @param explains true of a finding whose rule says `replaces: [syntax-error]`
 */
export function withSyntaxErrors(
  found: readonly Finding[],
  faults: readonly Finding[],
  text: string,
  explains: (finding: Finding) => boolean,
): readonly Finding[] {
  const telling = faults.length === 0 ? [] : found.filter(explains);
  if (telling.length === 0) return [...found, ...faults];
  const reaches = telling.map(({ start, end }) => ({ start, end: endOfLine(text, end) }));
  return [
    ...found.map((one) => (telling.includes(one) ? one : withoutFixesIn(one, telling))),
    ...faults.filter((fault) => !reaches.some(({ start, end }) => start <= fault.start && fault.start <= end)),
  ];
}

/** No other fix changes a text that PowerShell takes apart. */
function withoutFixesIn(finding: Finding, places: readonly Span[]): Finding {
  const fixes = finding.fixes.filter(({ edits }) =>
    edits.every((edit) => places.every(({ start, end }) => edit.end < start || end < edit.start)),
  );
  return fixes.length === finding.fixes.length ? finding : { ...finding, fixes };
}

/** The end of the line at `offset`, of the last one where backticks continue it. */
function endOfLine(text: string, offset: number): number {
  const end = /(?<!`)(?:\r\n?|\n)/g;
  end.lastIndex = offset;
  return end.exec(text)?.index ?? text.length;
}
