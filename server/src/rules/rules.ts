import text from "../../data/rules.txt";
import type { Rule } from "./rule.js";
import { type RuleSet, ruleSet } from "./rule-set.js";

let builtIn: RuleSet | null = null;

/** The rules this project comes with. */
export function builtInRules(): RuleSet {
  // Reading is pure and its result never changes: keeping it is a matter of speed only.
  builtIn ??= ruleSet(text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Rule])));
  return builtIn;
}

const extended = new WeakMap<readonly Rule[], RuleSet>();

/** The built-in rules and a user's own, which win over built-in ones of the same id. */
export function rulesWith(own: readonly Rule[]): RuleSet {
  if (own.length === 0) return builtInRules();
  let set = extended.get(own);
  if (!set) {
    set = ruleSet([...builtInRules().rules, ...own]);
    extended.set(own, set);
  }
  return set;
}
