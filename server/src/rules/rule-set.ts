import { grammars } from "../catalog/grammars/index.js";
import { compilePattern, type Pattern } from "./pattern.js";
import type { Condition, DocumentKind, Rule } from "./rule.js";
import type { Vocabulary } from "./test-value.js";

/** Rules ready to run: found by the command's name, patterns read once. */
export interface RuleSet extends Vocabulary {
  readonly rules: readonly Rule[];
  readonly find: (id: string) => Rule | null;
  /** Rules about a command, by its name in lower case; not those about every cmdlet. */
  readonly of: (command: string) => readonly Rule[];
  /** Rules about every cmdlet. */
  readonly ofEveryCmdlet: readonly Rule[];
  readonly ofDocument: (kind: DocumentKind) => readonly Rule[];
  /** Parameters without which a rule cannot speak, in lower case: most rules are done with a call after one look. */
  readonly needsOf: (rule: Rule) => readonly string[];
}

const none: readonly never[] = [];
const neverFits: Pattern = { test: () => false };

const rememberedTexts = 200;
/** Longer texts are not kept alive. */
const longestRemembered = 500;

/** The same answers, each text read once: many rules ask the same of one value, and scripts repeat their values. */
function remembering<T>(answer: (text: string) => T): (text: string) => T {
  const answers = new Map<string, T>();
  return (text) => {
    if (text.length > longestRemembered) return answer(text);
    const known = answers.get(text);
    if (known !== undefined) return known;
    const given = answer(text);
    if (answers.size >= rememberedTexts) answers.clear();
    answers.set(text, given);
    return given;
  };
}

/** Indexes rules. Where two have the same id the last one holds. */
export function ruleSet(rules: readonly Rule[]): RuleSet {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const byCommand = new Map<string, Rule[]>();
  for (const rule of byId.values()) {
    for (const command of rule.commands) {
      const listed = byCommand.get(command);
      if (listed) listed.push(rule);
      else byCommand.set(command, [rule]);
    }
  }
  const byDocument = new Map<DocumentKind, Rule[]>();
  for (const rule of byId.values()) {
    for (const kind of rule.documents) {
      const listed = byDocument.get(kind);
      if (listed) listed.push(rule);
      else byDocument.set(kind, [rule]);
    }
  }
  const patterns = new Map<string, Pattern>();
  const readers = new Map<string, NonNullable<ReturnType<Vocabulary["grammar"]>>>();
  const needs = new Map([...byId.values()].map((rule) => [rule, rule.when === null ? none : neededParameters(rule.when)]));
  return {
    needsOf: (rule) => needs.get(rule) ?? none,
    rules: [...byId.values()],
    find: (id) => byId.get(id) ?? null,
    of: (command) => byCommand.get(command) ?? none,
    ofEveryCmdlet: byCommand.get("*") ?? none,
    ofDocument: (kind) => byDocument.get(kind) ?? none,
    grammar: (name) => {
      const grammar = grammars[name];
      if (!grammar) return null;
      const known = readers.get(name) ?? remembering(grammar);
      readers.set(name, known);
      return known;
    },
    pattern: (source) => {
      const known = patterns.get(source);
      if (known) return known;
      const read = compilePattern(source);
      const pattern = read.ok ? { test: remembering(read.pattern.test) } : neverFits;
      patterns.set(source, pattern);
      return pattern;
    },
  };
}

/** The parameters that must be given for a condition to be true; there may be more that this does not see. */
function neededParameters(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case "given":
    case "present":
      return [condition.parameter];
    case "value":
      return condition.default === undefined ? [condition.parameter] : none;
    case "all":
      return [...new Set(condition.of.flatMap(neededParameters))];
    case "any": {
      const [first = none, ...rest] = condition.of.map(neededParameters);
      return first.filter((parameter) => rest.every((other) => other.includes(parameter)));
    }
    default:
      return none;
  }
}
