import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { analyze } from "../../../server/src/analyze.js";
import { linesOf } from "../../../server/src/cli/lines.js";
import type { FileReport } from "../../../server/src/cli/report.js";
import { sarifFormat } from "../../../server/src/cli/sarif-format.js";
import { builtInRules } from "../../../server/src/rules/rules.js";

/** What SARIF 2.1.0 (OASIS, errata 01) asks of the properties that we write; any other property is refused. */
const text = { type: "object", required: ["text"], additionalProperties: false, properties: { text: { type: "string", minLength: 1 } } };
const uri = { type: "string", minLength: 1, not: { pattern: '[\\s\\\\<>"{}|^`]' } };
const address = { ...uri, pattern: "^https://" };
const level = { enum: ["none", "note", "warning", "error"] };
const region = {
  type: "object",
  required: ["startLine"],
  additionalProperties: false,
  properties: Object.fromEntries(
    ["startLine", "startColumn", "endLine", "endColumn"].map((name) => [name, { type: "integer", minimum: 1 }]),
  ),
};
const artifactLocation = {
  type: "object",
  required: ["uri"],
  additionalProperties: false,
  properties: { uri, uriBaseId: { const: "%SRCROOT%" }, index: { type: "integer", minimum: 0 } },
};
const location = {
  type: "object",
  required: ["physicalLocation"],
  additionalProperties: false,
  properties: {
    id: { type: "integer", minimum: 0 },
    message: text,
    physicalLocation: {
      type: "object",
      required: ["artifactLocation", "region"],
      additionalProperties: false,
      properties: { artifactLocation, region },
    },
  },
};
const list = (items: object): object => ({ type: "array", items, uniqueItems: true });
const fix = {
  type: "object",
  required: ["artifactChanges"],
  additionalProperties: false,
  properties: {
    description: text,
    artifactChanges: {
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        required: ["artifactLocation", "replacements"],
        additionalProperties: false,
        properties: {
          artifactLocation,
          replacements: {
            type: "array",
            minItems: 1,
            items: {
              type: "object",
              required: ["deletedRegion"],
              additionalProperties: false,
              properties: { deletedRegion: region, insertedContent: { type: "object", properties: { text: { type: "string" } } } },
            },
          },
        },
      },
    },
  },
};
const result = {
  type: "object",
  required: ["message"],
  additionalProperties: false,
  properties: {
    ruleId: { type: "string" },
    ruleIndex: { type: "integer", minimum: 0 },
    level,
    message: text,
    locations: list(location),
    relatedLocations: list(location),
    partialFingerprints: { type: "object", additionalProperties: { type: "string" } },
    fixes: list(fix),
  },
};
const driver = {
  type: "object",
  required: ["name"],
  additionalProperties: false,
  properties: {
    name: { type: "string" },
    semanticVersion: { type: "string", pattern: "^\\d+\\.\\d+\\.\\d+" },
    informationUri: address,
    rules: list({
      type: "object",
      required: ["id"],
      additionalProperties: false,
      properties: {
        id: { type: "string" },
        shortDescription: text,
        fullDescription: text,
        help: text,
        helpUri: address,
        defaultConfiguration: { type: "object", properties: { level } },
      },
    }),
  },
};
const log = {
  type: "object",
  required: ["version", "runs"],
  additionalProperties: false,
  properties: {
    $schema: address,
    version: { const: "2.1.0" },
    runs: {
      type: "array",
      items: {
        type: "object",
        required: ["tool"],
        additionalProperties: false,
        properties: {
          tool: { type: "object", required: ["driver"], properties: { driver } },
          columnKind: { const: "utf16CodeUnits" },
          originalUriBaseIds: {
            type: "object",
            additionalProperties: { type: "object", properties: { uri: { type: "string", pattern: "^file:///.*/$" } } },
          },
          artifacts: list({ type: "object", additionalProperties: false, properties: { location: artifactLocation } }),
          results: { type: "array", items: result },
        },
      },
    },
  },
};

const fits = new Ajv({ allErrors: true }).compile(log);

function reportOf(file: string, source: string): FileReport {
  const { findings, syntaxFindings } = analyze(source);
  return { file, lines: linesOf(source), findings: [...findings, ...syntaxFindings] };
}

const splat = readFileSync("examples/outbound-eop/faulty.ps1", "utf8");
const boolean = "Set-TransportConfig -ExternalDelayDsnEnabled 'true'";

describe("SARIF 2.1.0", () => {
  it.each([
    ["no file", []],
    ["a file without findings", [reportOf("a.ps1", "Get-Mailbox")]],
    ["related places, several fixes, several rules", [reportOf("mail/outbound.ps1", splat)]],
    ["an absolute path with spaces", [reportOf("/my scripts/ä {1}.ps1", boolean)]],
    ["standard input", [reportOf("-", boolean)]],
    ["a syntax error at the end of the text", [reportOf("a.ps1", "if (")]],
    ["a Windows text", [reportOf("a.ps1", splat.replaceAll("\n", "\r\n"))]],
  ])("%s", (_what, reports) => {
    fits(JSON.parse(sarifFormat(reports, builtInRules(), "0.1.0", "/work")));
    expect(fits.errors ?? []).toEqual([]);
  });

  it("says what each rule of ours is about", () => {
    const { rules } = JSON.parse(sarifFormat([reportOf("a.ps1", splat)], builtInRules(), "0.1.0", "/work")).runs[0].tool.driver;
    for (const rule of rules)
      expect(Object.keys(rule)).toEqual(expect.arrayContaining(["shortDescription", "fullDescription", "help", "helpUri"]));
  });
});
