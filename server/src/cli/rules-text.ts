import { readFileSync } from "node:fs";
import path from "node:path";
import { nearest } from "../catalog/near.js";
import type { Rule } from "../rules/rule.js";
import { rulePage } from "../rules/rule-page.js";
import type { RuleSet } from "../rules/rule-set.js";

/** All rules, one line each. */
export function listRules(rules: RuleSet): string {
  const sorted = [...rules.rules].sort((a, b) => (a.id < b.id ? -1 : 1));
  const width = Math.max(0, ...sorted.map((rule) => rule.id.length));
  return sorted.map((rule) => `${rule.id.padEnd(width)}  ${rule.severity.padEnd("information".length)}  ${rule.title}\n`).join("");
}

/**
 * What a rule is about: its page where the documentation is beside the program, else the rule in short.
 *
 * @returns null for a rule that does not exist
 */
export function explainRule(id: string, rules: RuleSet, programFolder: string): string | null {
  const rule = rules.find(id);
  if (!rule) return null;
  try {
    return readFileSync(path.join(programFolder, "..", "docs", "rules", `${id}.md`), "utf8");
  } catch {
    return inShort(rule);
  }
}

function inShort(rule: Rule): string {
  const about = rule.commands.length > 0 ? `Commands: ${rule.commands.join(", ")}\n` : "";
  return `${rule.id} (${rule.severity}): ${rule.title}\n\n${rule.message}\n\n${rule.why}\n\n${about}Source: ${rule.source}\nMore: ${rulePage(rule.id)}\n`;
}

/** The rule ids that somebody who wrote `id` may have meant. */
export function similarRules(id: string, rules: RuleSet): readonly string[] {
  return nearest(
    id,
    rules.rules.map((rule) => rule.id),
    3,
  ).slice(0, 3);
}
