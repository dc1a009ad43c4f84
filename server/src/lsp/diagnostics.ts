import type { Diagnostic, DiagnosticRelatedInformation, Range } from "vscode-languageserver";
import { DiagnosticSeverity, DiagnosticTag } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Finding, Severity, Span } from "../engine.js";

/** The `source` of every diagnostic. */
export const diagnosticSource = "exchange-rms";

/** What travels in a diagnostic's `data`. */
export interface DiagnosticData {
  readonly rule: string;
  /** The titles of the repairs, the preferred ones first. */
  readonly fixes: readonly string[];
}

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const tags: Record<Finding["tags"][number], DiagnosticTag> = {
  deprecated: DiagnosticTag.Deprecated,
  unnecessary: DiagnosticTag.Unnecessary,
};

/** Tells a finding in the protocol's words. */
export function toDiagnostic(document: TextDocument, finding: Finding): Diagnostic {
  const data: DiagnosticData = { rule: finding.rule, fixes: finding.fixes.map((fix) => fix.title) };
  const diagnostic: Diagnostic = {
    range: toRange(document, finding),
    severity: severities[finding.severity],
    code: finding.rule,
    source: diagnosticSource,
    message: finding.message,
    data,
  };
  if (finding.url !== "") diagnostic.codeDescription = { href: finding.url };
  if (finding.tags.length > 0) diagnostic.tags = finding.tags.map((tag) => tags[tag]);
  if (finding.related.length > 0) {
    diagnostic.relatedInformation = finding.related.map(
      (place): DiagnosticRelatedInformation => ({
        location: { uri: document.uri, range: toRange(document, place) },
        message: place.message,
      }),
    );
  }
  return diagnostic;
}

/** Lines and characters of a span. */
export function toRange(document: TextDocument, span: Span): Range {
  return { start: document.positionAt(span.start), end: document.positionAt(span.end) };
}
