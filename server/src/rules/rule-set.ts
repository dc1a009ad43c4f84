import type { BoundCommand } from "../binding/bound-command.js";
import { type NamedBuild, parseBuild } from "../catalog/builds.js";
import type { Cmdlet } from "../catalog/catalog.js";
import { grammars } from "../catalog/grammars/index.js";
import { allChecks } from "./all-checks.js";
import type { Check, CheckContext } from "./check.js";
import { addTo } from "./lists-by-key.js";
import { narrowest, neededBy } from "./needed-by.js";
import { isMet, type Need } from "./needs.js";
import { compilePattern, type Pattern } from "./pattern.js";
import { remembering } from "./remembering.js";
import type { DocumentKind, Rule } from "./rule.js";
import type { Vocabulary } from "./test-value.js";

/** Rules ready to run: found by what a call is and has, patterns read once. */
export interface RuleSet extends Vocabulary {
  readonly rules: readonly Rule[];
  readonly find: (id: string) => Rule | null;
  /** Rules about a command that is not in the catalogue, by its name in lower case. */
  readonly ofProgram: (name: string) => readonly Rule[];
  /** Rules that may have something to say of a call, each once: those that need what it does not have are left out. */
  readonly ofCall: (bound: BoundCommand) => readonly Rule[];
  /** Rules about a whole file, each with its check. */
  readonly ofDocument: (kind: DocumentKind) => readonly DocumentRule[];
  /** Commands, in lower case, without which some of these rules have nothing to say. */
  readonly ofDocumentsWith: ReadonlySet<string>;
  readonly check: (name: string) => Check | undefined;
  /** The product and build that a rule names; null for a text that names none. */
  readonly build: (text: string) => NamedBuild | null;
}

export interface DocumentRule {
  readonly rule: Rule;
  readonly options: CheckContext["options"];
  readonly check: Check & { readonly of: "document" };
}

/** A rule for a cmdlet's calls. */
interface Candidate {
  readonly rule: Rule;
  readonly needs: readonly Need[];
  /** True where more than one way leads to it. */
  readonly isListedTwice: boolean;
}

/** The rules for a cmdlet, by what leads to them: a parameter that is given, a fault of binding, nothing. */
interface Plan {
  readonly always: readonly Candidate[];
  readonly onFault: readonly Candidate[];
  readonly byParameter: ReadonlyMap<string, readonly Candidate[]>;
}

const none: readonly never[] = [];
const noOptions: DocumentRule["options"] = {};
const neverFits: Pattern = { test: () => false };

/**
 * Indexes rules. Where two have the same id the last one holds.
 *
 * @param checks the named checks that rules may call
 */
export function ruleSet(rules: readonly Rule[], checks: Readonly<Record<string, Check>> = allChecks): RuleSet {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const byCommand = listed(byId.values(), (rule) => rule.commands);
  const byDocument = new Map<DocumentKind, DocumentRule[]>();
  for (const rule of byId.values()) {
    const check = rule.when?.kind === "check" ? checks[rule.when.name] : undefined;
    if (rule.when?.kind !== "check" || check?.of !== "document") continue;
    // Rules without options share what they are told of a file.
    const options = Object.keys(rule.when.options).length === 0 ? noOptions : rule.when.options;
    for (const kind of rule.documents) addTo(byDocument, kind, { rule, options, check });
  }
  const patterns = new Map<string, Pattern>();
  const readers = new Map<string, NonNullable<ReturnType<Vocabulary["grammar"]>>>();
  const vocabulary: Vocabulary = {
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
  const plans = new Map<Cmdlet, Plan>();
  const planOf = (cmdlet: Cmdlet): Plan => {
    const known = plans.get(cmdlet);
    if (known) return known;
    const own = byCommand.get(cmdlet.name.toLowerCase()) ?? none;
    const general = cmdlet.kind === "foreign" ? none : (byCommand.get("*") ?? none);
    const plan = planFor([...own, ...general], (rule) =>
      rule.when === null ? [] : neededBy(rule.when, cmdlet, { ...vocabulary, checks }),
    );
    plans.set(cmdlet, plan);
    return plan;
  };
  return {
    ...vocabulary,
    rules: [...byId.values()],
    find: (id) => byId.get(id) ?? null,
    ofProgram: (name) => byCommand.get(name) ?? none,
    ofCall: (bound) => candidates(planOf(bound.cmdlet), bound),
    ofDocument: (kind) => byDocument.get(kind) ?? none,
    ofDocumentsWith: new Set([...byDocument.values()].flat().flatMap(({ check }) => check.calls ?? none)),
    check: (name) => checks[name],
    build: remembering((text) => {
      const read = parseBuild(text);
      return read.ok ? read.value : null;
    }),
  };
}

function listed<Key>(rules: Iterable<Rule>, keysOf: (rule: Rule) => readonly Key[]): ReadonlyMap<Key, readonly Rule[]> {
  const byKey = new Map<Key, Rule[]>();
  for (const rule of rules) for (const key of keysOf(rule)) addTo(byKey, key, rule);
  return byKey;
}

function planFor(rules: readonly Rule[], needsOf: (rule: Rule) => readonly Need[] | null): Plan {
  const always: Candidate[] = [];
  const onFault: Candidate[] = [];
  const byParameter = new Map<string, Candidate[]>();
  for (const rule of rules) {
    const needs = needsOf(rule);
    if (needs === null) continue;
    const way = narrowest(needs);
    const isListedTwice = way !== undefined && way.parameters.length + (way.orFault ? 1 : 0) > 1;
    const candidate: Candidate = { rule, needs: needs.filter((need) => need !== way), isListedTwice };
    if (way === undefined) always.push(candidate);
    if (way?.orFault) onFault.push(candidate);
    for (const parameter of way?.parameters ?? none) addTo(byParameter, parameter, candidate);
  }
  return { always, onFault, byParameter };
}

function candidates(plan: Plan, bound: BoundCommand): readonly Rule[] {
  const found: Rule[] = [];
  take(plan.always, bound, found);
  if (bound.faults.length > 0) take(plan.onFault, bound, found);
  for (const parameter of bound.arguments.keys()) take(plan.byParameter.get(parameter) ?? none, bound, found);
  return found;
}

function take(list: readonly Candidate[], bound: BoundCommand, found: Rule[]): void {
  for (const { rule, needs, isListedTwice } of list) {
    if (isListedTwice && found.includes(rule)) continue;
    if (needs.length === 0 || needs.every((need) => isMet(need, bound))) found.push(rule);
  }
}
