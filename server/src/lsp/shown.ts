import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver";
import { rulePage } from "../engine.js";
import { type DiagnosticData, diagnosticSource } from "./diagnostics.js";

/** As many as VS Code shows for a file; what is sent beyond them only costs time. */
const mostShown = 1_000;

const moreFindings = "more-findings";

/** What of many diagnostics is sent: all, or the most severe ones in the order of the text, and a word on the rest. */
export function withinLimit(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (diagnostics.length <= mostShown) return diagnostics;
  const severityOf = ({ severity }: Diagnostic): number => severity ?? DiagnosticSeverity.Error;
  const bySeverity = diagnostics.map((one, index) => ({ one, index })).sort((a, b) => severityOf(a.one) - severityOf(b.one));
  const kept = bySeverity.slice(0, mostShown - 1).sort((a, b) => a.index - b.index);
  return [...kept.map(({ one }) => one), wordOn(diagnostics.length - kept.length)];
}

function wordOn(count: number): Diagnostic {
  const start = { line: 0, character: 0 };
  const data: DiagnosticData = { rule: moreFindings, fixes: [] };
  return {
    range: { start, end: start },
    severity: DiagnosticSeverity.Information,
    code: moreFindings,
    codeDescription: { href: rulePage("README") },
    source: diagnosticSource,
    message: `${count} more findings in this file are not shown, those shown being the most severe ones. exchange-rms-lint tells all of them.`,
    data,
  };
}
