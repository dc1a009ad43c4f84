import { createHash } from "node:crypto";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Artifact, Location, Log, Region, ReportingDescriptor, Result } from "sarif";
import type { Finding, Severity, TextEdit } from "../rules/finding.js";
import type { RuleSet } from "../rules/rule-set.js";
import { lineText, positionAt, rangeOf } from "./lines.js";
import type { FileReport } from "./report.js";

const levels: Readonly<Record<Severity, Result.level>> = { error: "error", warning: "warning", information: "note", hint: "note" };

/** SARIF 2.1.0, as code scanning services take it. */
export function sarifFormat(reports: readonly FileReport[], rules: RuleSet, version: string, workingFolder: string): string {
  const used = [...new Set(reports.flatMap((report) => report.findings.map((finding) => finding.rule)))].sort();
  const indexes = new Map(used.map((rule, index) => [rule, index]));
  const urls = new Map(reports.flatMap((report) => report.findings.map((finding) => [finding.rule, finding.url] as const)));
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "exchange-rms-lint",
            semanticVersion: version,
            informationUri: "https://github.com/exchange-rms/exchange-rms-powershell",
            rules: used.map((id) => descriptor(id, rules, urls.get(id) ?? "")),
          },
        },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { "%SRCROOT%": { uri: folderUri(workingFolder) } },
        artifacts: reports.map((report): Artifact => ({ location: artifactLocation(report.file) })),
        results: reports.flatMap((report, index) => resultsOf(report, index, indexes)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function folderUri(folder: string): string {
  const { href } = pathToFileURL(folder);
  return href.endsWith("/") ? href : `${href}/`;
}

function descriptor(id: string, rules: RuleSet, url: string): ReportingDescriptor {
  const rule = rules.find(id);
  return {
    id,
    ...(rule
      ? {
          shortDescription: { text: rule.title },
          fullDescription: { text: rule.why },
          help: { text: url === "" ? rule.why : `${rule.why}\n\n${url}` },
          defaultConfiguration: { level: levels[rule.severity] },
        }
      : {}),
    ...(url === "" ? {} : { helpUri: url }),
  };
}

function resultsOf(report: FileReport, artifact: number, indexes: ReadonlyMap<string, number>): Result[] {
  // Equal faults on equal lines are told apart by their order.
  const seen = new Map<string, number>();
  return report.findings.map((finding) => {
    const line = lineText(report.lines, positionAt(report.lines, finding.start).line).trim();
    const print = hash(`${finding.rule}\0${line}`);
    const nth = (seen.get(print) ?? 0) + 1;
    seen.set(print, nth);
    return resultOf(report, finding, artifact, indexes.get(finding.rule) ?? -1, `${print}:${nth}`);
  });
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

function resultOf(report: FileReport, finding: Finding, artifact: number, ruleIndex: number, print: string): Result {
  const place = (region: Region): Location => ({
    physicalLocation: { artifactLocation: { ...artifactLocation(report.file), index: artifact }, region },
  });
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: levels[finding.severity],
    message: { text: finding.message },
    locations: [place(regionOf(report, finding))],
    partialFingerprints: { primaryLocationLineHash: print },
    ...(finding.related.length === 0
      ? {}
      : {
          relatedLocations: finding.related.map((related, id) => ({
            id,
            ...place(regionOf(report, related)),
            message: { text: related.message },
          })),
        }),
    ...(finding.fixes.length === 0
      ? {}
      : {
          fixes: finding.fixes.map((fix) => ({
            description: { text: fix.title },
            artifactChanges: [
              {
                artifactLocation: artifactLocation(report.file),
                replacements: fix.edits.map((edit: TextEdit) => ({
                  deletedRegion: regionOf(report, edit),
                  insertedContent: { text: edit.newText },
                })),
              },
            ],
          })),
        }),
  };
}

function regionOf(report: FileReport, span: { start: number; end: number }): Region {
  const { start, end } = rangeOf(report.lines, span);
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

function artifactLocation(file: string): { uri: string; uriBaseId?: string } {
  if (path.isAbsolute(file)) return { uri: pathToFileURL(file).href };
  const uri = file.split(path.sep).map(encodeURIComponent).join("/");
  return { uri, uriBaseId: "%SRCROOT%" };
}
