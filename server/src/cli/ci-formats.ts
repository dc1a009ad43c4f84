import { positionAt, rangeOf } from "./lines.js";
import { printable, printableLine } from "./printable.js";
import { type FileReport, summary } from "./report.js";

/** Workflow commands that GitHub Actions turns into annotations. */
export function githubFormat(reports: readonly FileReport[]): string {
  const levels = { error: "error", warning: "warning", information: "notice", hint: "notice" } as const;
  const lines = reports.flatMap((report) =>
    report.findings.map((finding) => {
      const { start, end } = rangeOf(report.lines, finding);
      const place = [
        `file=${property(report.file.replaceAll("\\", "/"))}`,
        `line=${start.line + 1}`,
        `endLine=${end.line + 1}`,
        // GitHub wants columns only where a finding stays on one line.
        ...(start.line === end.line ? [`col=${start.character + 1}`, `endColumn=${end.character + 1}`] : []),
        `title=${property(finding.rule)}`,
      ];
      const said = printableLine(finding.message);
      const message = finding.url === "" ? said : `${said} ${finding.url}`;
      return `::${levels[finding.severity]} ${place.join(",")}::${data(message)}\n`;
    }),
  );
  return lines.join("");
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return printable(data(text), "·").replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** A suite per file, a failing case per finding; a file without findings is a case that passes. */
export function junitFormat(reports: readonly FileReport[]): string {
  const suites = reports.map((report) => {
    const { findings } = report;
    const cases = findings.map((finding) => {
      const { line, character } = positionAt(report.lines, finding.start);
      const place = `${report.file}:${line + 1}:${character + 1}`;
      const body = `${place}: ${finding.message}\n${finding.url}`;
      return `    <testcase name="${xml(`${finding.rule} (${line + 1}:${character + 1})`)}" classname="${xml(report.file)}">
      <failure type="${finding.severity}" message="${xml(finding.message)}">${xml(body)}</failure>
    </testcase>`;
    });
    if (cases.length === 0) cases.push(`    <testcase name="no findings" classname="${xml(report.file)}"/>`);
    const totals = `tests="${cases.length}" failures="${findings.length}" errors="0"`;
    return `  <testsuite name="${xml(report.file)}" ${totals}>\n${cases.join("\n")}\n  </testsuite>`;
  });
  const failures = reports.reduce((sum, report) => sum + report.findings.length, 0);
  const tests = reports.reduce((sum, report) => sum + Math.max(report.findings.length, 1), 0);
  const head = `<testsuites name="exchange-rms-lint" tests="${tests}" failures="${failures}" errors="0">`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${[head, ...suites, "</testsuites>"].join("\n")}\n`;
}

function xml(text: string): string {
  return printable(text, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\n", "&#10;");
}

/** A table for a pull request's comment or a job's summary. */
export function markdownFormat(reports: readonly FileReport[]): string {
  const rows = reports.flatMap((report) =>
    report.findings.map((finding) => {
      const { line, character } = positionAt(report.lines, finding.start);
      const rule = finding.url === "" ? `\`${finding.rule}\`` : `[${finding.rule}](${finding.url})`;
      return `| ${cell(report.file)}:${line + 1}:${character + 1} | ${finding.severity} | ${cell(finding.message)} | ${rule} |`;
    }),
  );
  if (rows.length === 0) return `${summary(reports)}\n`;
  const head = `${summary(reports)}\n\n| where | severity | what | rule |\n| --- | --- | --- | --- |`;
  return `${[head, ...rows].join("\n")}\n`;
}

function cell(text: string): string {
  return printableLine(text).replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll("<", "&lt;");
}
