import { type AnalyzeOptions, analyze } from "../../../server/src/analyze.js";
import { compileRule } from "../../../server/src/rules/compile.js";
import { noConventions } from "../../../server/src/rules/config.js";
import { runRules } from "../../../server/src/rules/engine.js";
import type { Finding } from "../../../server/src/rules/finding.js";
import { knownNames } from "../../../server/src/rules/known-names.js";
import { ruleSet } from "../../../server/src/rules/rule-set.js";
import { unseenCodeOf } from "../../../server/src/rules/unseen-code.js";

/** What one rule finds in a script: about connectors unless `parts` says otherwise, and always speaking unless it says when. */
export function probe(script: string, parts: Readonly<Record<string, unknown>>, options: AnalyzeOptions = {}): readonly Finding[] {
  const { rule, errors } = compileRule(
    {
      id: "probe",
      title: "Probe",
      commands: ["New-SendConnector", "Set-SendConnector", "Set-ReceiveConnector"],
      severity: "warning",
      message: "Probe {value}.",
      evidence: "inferred",
      source: "https://learn.microsoft.com/",
      why: "Probe.",
      ...parts,
    },
    knownNames,
  );
  if (!rule) throw new Error(JSON.stringify(errors));
  const subject = { ...analyze(script, options), batch: null, csv: null, conventions: noConventions };
  return runRules({ ...subject, unseenCode: () => (subject.script ? unseenCodeOf(subject.script, subject.calls) : []) }, ruleSet([rule]));
}
