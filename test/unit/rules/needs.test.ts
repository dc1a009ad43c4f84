import path from "node:path";
import { describe, expect, it } from "vitest";
import { compileRules } from "../../../scripts/rules/generate.js";
import { analyze } from "../../../server/src/analyze.js";
import { allChecks } from "../../../server/src/rules/all-checks.js";
import { readConfig } from "../../../server/src/rules/config.js";
import { runRules } from "../../../server/src/rules/engine.js";
import type { Rule } from "../../../server/src/rules/rule.js";
import { type RuleSet, ruleSet } from "../../../server/src/rules/rule-set.js";
import { parseBatch } from "../../../server/src/syntax/batch.js";
import { parseCsv } from "../../../server/src/syntax/csv.js";

const { sources } = compileRules(path.resolve(import.meta.dirname, "../../.."));
const rules = sources.map(({ rule }): Rule => ({ ...rule, replaces: [] }));

/** The index does not see through two negations, which change nothing but the squiggle. */
function hidden({ when, commands, ...rest }: Rule): Rule {
  const isHidden = when !== null && commands.length > 0;
  return { ...rest, commands, when: isHidden ? { kind: "not", of: { kind: "not", of: when } } : when };
}

const indexed = ruleSet(rules);
const unindexed = ruleSet(
  rules.map(hidden),
  Object.fromEntries(Object.entries(allChecks).map(([name, check]) => [name, { of: check.of, run: check.run } as typeof check])),
);

describe("rules that are not asked about a call would have had nothing to say", () => {
  for (const { rule, examples } of sources) {
    it(rule.id, () => {
      for (const example of examples) {
        for (const text of [example.bad, example.good]) {
          if (text === undefined) continue;
          const language = example.language ?? rule.documents[0] ?? "powershell";
          const { config } = readConfig(example.config ?? "");
          const analysis = analyze(text, { language, target: example.target ?? null, config });
          const subject = {
            ...analysis,
            batch: language === "batch" ? parseBatch(text) : null,
            csv: language === "csv" ? parseCsv(text) : null,
            unseenCode: () => [],
            conventions: config.conventions,
          };
          const speaking = (set: RuleSet): readonly string[] => [...new Set(runRules(subject, set).map((finding) => finding.rule))].sort();
          expect(speaking(indexed)).toEqual(speaking(unindexed));
        }
      }
    });
  }
});
