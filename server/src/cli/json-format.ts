import type { Finding } from "../rules/finding.js";
import { rangeOf } from "./lines.js";
import type { FileReport } from "./report.js";

/** One list, an object per file: lines and characters from 0, in UTF-16 units. */
export function jsonFormat(reports: readonly FileReport[]): string {
  return `${JSON.stringify(reports.map(jsonOf))}\n`;
}

/** An object per file, each on a line of its own. */
export function jsonlFormat(reports: readonly FileReport[]): string {
  return reports.map((report) => `${JSON.stringify(jsonOf(report))}\n`).join("");
}

function jsonOf(report: FileReport): object {
  return { file: report.file, findings: report.findings.map((finding) => findingOf(report, finding)) };
}

function findingOf({ lines }: FileReport, finding: Finding): object {
  return {
    rule: finding.rule,
    severity: finding.severity,
    message: finding.message,
    range: rangeOf(lines, finding),
    url: finding.url,
    fixes: finding.fixes.map((fix) => ({
      title: fix.title,
      preferred: fix.isPreferred,
      edits: fix.edits.map((edit) => ({ range: rangeOf(lines, edit), newText: edit.newText })),
    })),
  };
}
