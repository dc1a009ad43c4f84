import { describe, expect, it } from "vitest";
import { githubFormat, junitFormat, markdownFormat } from "../../../server/src/cli/ci-formats.js";
import { jsonFormat, jsonlFormat } from "../../../server/src/cli/json-format.js";
import { linesOf } from "../../../server/src/cli/lines.js";
import type { FileReport } from "../../../server/src/cli/report.js";
import { sarifFormat } from "../../../server/src/cli/sarif-format.js";
import { textFormat } from "../../../server/src/cli/text-format.js";
import type { Finding } from "../../../server/src/rules/finding.js";
import { ruleSet } from "../../../server/src/rules/rule-set.js";

const source = "# first\r\n\tGet-It -Name 'a|b<c>'\r\n";
const start = source.indexOf("'a|b<c>'");

const finding: Finding = {
  rule: "bad-name",
  severity: "warning",
  message: "`a|b<c>` is no name: 100%, sure.",
  url: "https://example.com/bad-name",
  start,
  end: start + 8,
  fixes: [{ title: "Write a", isPreferred: true, edits: [{ start, end: start + 8, newText: "a" }] }],
  related: [{ start: 0, end: 7, message: "said here" }],
  tags: [],
};
const report: FileReport = { file: "in/x.ps1", lines: linesOf(source), findings: [finding] };
const clean: FileReport = { file: "in/y.ps1", lines: linesOf(""), findings: [] };
const both = [report, clean];
const range = { start: { line: 1, character: 14 }, end: { line: 1, character: 22 } };

describe("formats", () => {
  it("text: place, message, line, caret, fix, page", () => {
    expect(textFormat(both, false)).toBe(
      [
        "in/x.ps1:2:15: warning: `a|b<c>` is no name: 100%, sure. [bad-name]",
        "   2 | \tGet-It -Name 'a|b<c>'",
        "     | \t             ^~~~~~~~",
        "    in/x.ps1:1:1: said here",
        "    fix: Write a",
        "    https://example.com/bad-name",
        "",
        "0 errors, 1 warning in 2 files.",
        "",
      ].join("\n"),
    );
  });

  it.each([
    ["text", (reports: readonly FileReport[]) => textFormat(reports, false)],
    ["github", githubFormat],
    ["junit", junitFormat],
    ["markdown", markdownFormat],
  ])("%s: control characters of a script do not reach the terminal, in its line or quoted in the message", (_name, format) => {
    const text = "Get-It \u001b[2J x";
    const told = { ...finding, start: 13, end: 14, message: "`\u001b[2J\nx` is no name", related: [], fixes: [] };
    const printed = format([{ file: "x\u001b.ps1", lines: linesOf(text), findings: [told] }]);
    expect(printed).not.toContain("\u001b");
    if (format !== junitFormat) expect(printed).toContain("[2J x` is no name");
  });

  it.each(["information", "hint"] as const)("text: the last line counts what is neither error nor warning: %s", (severity) => {
    const told = (count: number): FileReport => ({ ...report, findings: Array.from({ length: count }, () => ({ ...finding, severity })) });
    expect(textFormat([told(1)], false)).toMatch(/\n0 errors, 0 warnings, 1 remark in 1 file\.\n$/);
    expect(textFormat([told(2)], false)).toMatch(/\n0 errors, 0 warnings, 2 remarks in 1 file\.\n$/);
  });

  it("text: of a very long line only the part around the fault", () => {
    const text = `${"x".repeat(100_000)} bad ${"y".repeat(100_000)}`;
    const long = { file: "x.ps1", lines: linesOf(text), findings: [{ ...finding, start: 100_001, end: 100_004 }] };
    const lines = textFormat([long], false).split("\n");
    expect(lines[1]?.length).toBeLessThan(200);
    expect(lines[1]?.slice((lines[2] ?? "").indexOf("^"))).toMatch(/^bad /);
  });

  it("json", () => {
    expect(JSON.parse(jsonFormat(both))).toEqual([
      {
        file: "in/x.ps1",
        findings: [
          {
            rule: "bad-name",
            severity: "warning",
            message: finding.message,
            range,
            url: finding.url,
            fixes: [{ title: "Write a", preferred: true, edits: [{ range, newText: "a" }] }],
          },
        ],
      },
      { file: "in/y.ps1", findings: [] },
    ]);
  });

  it("jsonl: a file on each line", () => {
    const lines = jsonlFormat(both).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).file)).toEqual(["in/x.ps1", "in/y.ps1"]);
  });

  it("github: what separates is escaped", () => {
    expect(githubFormat(both)).toBe(
      "::warning file=in/x.ps1,line=2,endLine=2,col=15,endColumn=23,title=bad-name::`a|b<c>` is no name: 100%25, sure. https://example.com/bad-name\n",
    );
  });

  it("junit", () => {
    const xml = junitFormat(both);
    expect(xml).toContain('<testsuites name="exchange-rms-lint" tests="2" failures="1" errors="0">');
    expect(xml).toContain('message="`a|b&lt;c&gt;` is no name: 100%, sure."');
    expect(xml).toContain('<testcase name="no findings" classname="in/y.ps1"/>');
  });

  it("markdown: a cell holds no bars", () => {
    expect(markdownFormat(both)).toMatch(/^0 errors, 1 warning in 2 files\.\n/);
    expect(markdownFormat(both)).toContain(
      "| in/x.ps1:2:15 | warning | `a\\|b&lt;c>` is no name: 100%, sure. | [bad-name](https://example.com/bad-name) |",
    );
  });

  it("sarif: rules, places, fixes, fingerprints", () => {
    const log = JSON.parse(sarifFormat(both, ruleSet([]), "1.2.3", "/work"));
    const [run] = log.runs;
    expect(run.tool.driver.rules).toEqual([{ id: "bad-name", helpUri: finding.url }]);
    expect(run.originalUriBaseIds["%SRCROOT%"].uri).toMatch(/^file:\/\/\/.*work\/$/);
    const [result] = run.results;
    expect(result.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: "in/x.ps1", uriBaseId: "%SRCROOT%", index: 0 },
      region: { startLine: 2, startColumn: 15, endLine: 2, endColumn: 23 },
    });
    expect(result.fixes[0].artifactChanges[0].replacements[0].insertedContent).toEqual({ text: "a" });
    expect(result.partialFingerprints.primaryLocationLineHash).toMatch(/^[\da-f]{16}:1$/);
  });

  it("sarif: the fingerprint stays when lines move", () => {
    const moved = `\n\n${source}`;
    const later = { file: "in/x.ps1", lines: linesOf(moved), findings: [{ ...finding, start: start + 2, end: start + 10 }] };
    const print = (one: FileReport): unknown =>
      JSON.parse(sarifFormat([one], ruleSet([]), "1", "/")).runs[0].results[0].partialFingerprints;
    expect(print(later)).toEqual(print(report));
  });
});
