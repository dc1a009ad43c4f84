import { readFileSync } from "node:fs";
import path from "node:path";
import Ajv from "ajv";
import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { compileRules } from "../../../scripts/rules/generate.js";
import type { Example } from "../../../scripts/rules/pages.js";
import { analyze } from "../../../server/src/analyze.js";
import { readConfig } from "../../../server/src/rules/config.js";
import type { Finding } from "../../../server/src/rules/finding.js";
import { applyEdits, joinEdits } from "../../../server/src/rules/fixes.js";

const root = path.resolve(import.meta.dirname, "../../..");
const { sources, faults } = compileRules(root);
const schema: unknown = JSON.parse(readFileSync(path.join(root, "server/data/schema/rule.schema.json"), "utf8"));
const isRule = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema as object);

it("every rule compiles", () => expect(faults).toEqual([]));

for (const { rule, file, examples } of sources) {
  describe(rule.id, () => {
    it("is what the schema says", () => {
      isRule(load(readFileSync(path.join(root, file), "utf8")));
      expect(isRule.errors ?? []).toEqual([]);
    });
    const findings = (text: string, example: Example): readonly Finding[] => {
      const language = example.language ?? rule.documents[0] ?? "powershell";
      const read = readConfig(example.config ?? "");
      expect(read.faults).toEqual([]);
      const analysis = analyze(text, { language, target: example.target ?? null, config: read.config });
      return [...analysis.findings, ...analysis.syntaxFindings].filter((finding) => finding.rule === rule.id);
    };
    for (const [index, example] of examples.entries()) {
      const { bad, good } = example;
      if (bad !== undefined) {
        it(`example ${index + 1} is found once`, () => {
          const found = findings(bad, example);
          expect(found.map(({ start, end }) => bad.slice(start, end))).toHaveLength(1);
          if (example.marks !== undefined)
            expect(found.map(({ start, end }) => unquoted(bad.slice(start, end)))).toEqual([unquoted(example.marks)]);
          expect(found[0]?.message).not.toMatch(/\{[A-Za-z][\w:]*\}/);
        });
        it(`example ${index + 1}: every fix can be applied`, () => {
          for (const fix of findings(bad, example)[0]?.fixes ?? []) expect(joinEdits(fix.edits)).not.toBeNull();
        });
      }
      if (good === undefined) continue;
      it(`example ${index + 1} ${bad === undefined ? "is left alone" : "is clean when good"}`, () =>
        expect(findings(good, example)).toEqual([]));
      if (bad !== undefined && (rule.fixes.length > 0 || rule.when?.kind === "check")) {
        it(`example ${index + 1} is repaired`, () => {
          const fix = findings(bad, example)[0]?.fixes[0];
          if (rule.fixes.length > 0 || fix) expect(fix ? applyEdits(bad, fix.edits) : null).toBe(good);
        });
      }
    }
  });
}

/** Marks are written without the quotes around a whole argument. */
function unquoted(text: string): string {
  return /^(['"])(.*)\1$/s.exec(text)?.[2] ?? text;
}
