import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { type Finding, rulePage, type Severity } from "../engine.js";
import { type DiagnosticData, diagnosticSource, toDiagnostic } from "./diagnostics.js";

/** As many as VS Code shows for a file; what is sent beyond them only costs time. */
const mostShown = 1_000;

const moreFindings = "more-findings";

const order: readonly Severity[] = ["error", "warning", "information", "hint"];

/** The diagnostics that tell findings: of very many the most severe ones, in the order of the text, and a word on the rest. */
export function diagnosticsOf(document: TextDocument, findings: readonly Finding[]): Diagnostic[] {
  if (findings.length <= mostShown) return findings.map((finding) => toDiagnostic(document, finding));
  const severest = order.flatMap((severity) => findings.filter((finding) => finding.severity === severity)).slice(0, mostShown - 1);
  const isKept = new Set(severest);
  const kept = findings.filter((finding) => isKept.has(finding));
  return [...kept.map((finding) => toDiagnostic(document, finding)), wordOn(findings.length - kept.length)];
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
