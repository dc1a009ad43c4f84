import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileRules } from "../../../scripts/rules/generate.js";
import { type AnalyzeOptions, analyze } from "../../../server/src/analyze.js";
import { applyEdits, combineFixes, joinEdits } from "../../../server/src/rules/fixes.js";

const root = path.resolve(import.meta.dirname, "../../..");
const fixtures = readdirSync(path.join(root, "test/fixtures"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ps1"))
  .map((file) => readFileSync(path.join(root, "test/fixtures", file), "utf8"));
const { sources } = compileRules(root);
const examples = sources.flatMap(({ rule, examples: own }) =>
  own.flatMap(({ bad, good, language, target }) =>
    [bad, good]
      .filter((text) => text !== undefined)
      .map((text): { text: string; options: AnalyzeOptions } => ({
        text,
        options: { language: language ?? rule.documents[0] ?? "powershell", target: target ?? null },
      })),
  ),
);

/** What must hold of any text: findings lie in it, in order; fixes can be applied. */
function checkAnalysis(text: string, options: AnalyzeOptions = {}): void {
  const { findings, syntaxFindings } = analyze(text, options);
  for (const list of [findings, syntaxFindings]) {
    for (const [index, finding] of list.entries()) {
      expect(finding.start).toBeLessThanOrEqual(finding.end);
      expect(finding.end).toBeLessThanOrEqual(text.length);
      expect(finding.start).toBeGreaterThanOrEqual(list[index - 1]?.start ?? 0);
      for (const { edits } of finding.fixes) {
        expect(joinEdits(edits)).not.toBeNull();
        for (const edit of edits) expect(edit.start >= 0 && edit.start <= edit.end && edit.end <= text.length).toBe(true);
      }
    }
  }
}

const script = fc.oneof(fc.constantFrom(...fixtures), fc.constantFrom(...examples.map(({ text }) => text)));
const language = fc.constantFrom("powershell" as const, "batch" as const, "csv" as const);

describe("any text is analysed", () => {
  it("noise", () => {
    const noise = fc.string({ unit: fc.constantFrom(..."'\"`$@(){}[]|;,&#<>-= \n\r\t\u201cabc1.\ufeff\ud800\0%:/*"), maxLength: 200 });
    fc.assert(fc.property(noise, language, (text, kind) => checkAnalysis(text, { language: kind })));
  });
  it("any cut of a script", () => {
    fc.assert(
      fc.property(script, fc.nat(), language, (text, at, kind) => checkAnalysis(text.slice(0, at % (text.length + 1)), { language: kind })),
    );
  });
  it("any change of one character", () => {
    const character = fc.constantFrom(..."'\"`$@(){}|;,#- \nx0");
    fc.assert(
      fc.property(script, fc.nat(), character, (text, at, with_) => {
        const offset = at % (text.length + 1);
        checkAnalysis(text.slice(0, offset) + with_ + text.slice(offset + 1));
      }),
    );
  });
});

describe("fixes done at once", () => {
  it("lead to a text on which they have nothing more to do, in a few rounds", () => {
    for (const { text, options } of [...examples, ...fixtures.map((one) => ({ text: one, options: {} }))]) {
      let current = text;
      let rounds = 0;
      for (; rounds < 6; rounds++) {
        const preferred = analyze(current, options).findings.flatMap(({ fixes }) => fixes.find(({ isPreferred }) => isPreferred) ?? []);
        if (preferred.length === 0) break;
        current = applyEdits(current, combineFixes(preferred));
      }
      expect([text, rounds < 6]).toEqual([text, true]);
    }
  });
  it("never make a script unreadable", () => {
    for (const { text, options } of examples) {
      const before = analyze(text, options);
      if (before.syntaxFindings.length > 0) continue;
      for (const { rule, fixes } of before.findings) {
        for (const fix of fixes) {
          const after = applyEdits(text, fix.edits);
          expect([rule, after, analyze(after, options).syntaxFindings]).toEqual([rule, after, []]);
        }
      }
    }
  });
});
