import { mayBe } from "../catalog/target.js";
import type { Span } from "../syntax/ast.js";
import type { Call, CmdletCall } from "./call.js";
import type { Check, CheckContext, CheckResult } from "./check.js";
import { type Evidence, evaluateCondition, noEvidence, type Surroundings } from "./evaluate-condition.js";
import type { Finding, Fix, RelatedPlace, Severity } from "./finding.js";
import { makeFix } from "./fixes.js";
import type { KnownFindings } from "./known-findings.js";
import { addTo } from "./lists-by-key.js";
import { type Filling, fillMessage, showValue } from "./message.js";
import type { Place, Rule } from "./rule.js";
import { rulePage } from "./rule-page.js";
import type { RuleSet } from "./rule-set.js";
import { spanOfArgument, spanOfItem, spanOfName } from "./span.js";
import { textOf } from "./test-value.js";

/** What rules are run over: one file, read and bound. */
export type Subject = Omit<CheckContext, "options">;

/** A finding with the call it is about. */
export interface Found {
  readonly finding: Finding;
  readonly call: Call | null;
  readonly rule: Rule;
}

/** One place a rule objects to, before words are made of it. */
interface Objection {
  readonly span: Span;
  readonly fields: Readonly<Record<string, string>>;
  readonly result: CheckResult | null;
}

const noFields: Objection["fields"] = {};

/**
 * Runs the rules over one file: every call once, every rule that may have something to say of it. Findings come by place, each once.
 *
 * @param known what was found of the calls in the version before; null for none
 */
export function runRules(subject: Subject, rules: RuleSet, known: KnownFindings | null = null): readonly Finding[] {
  const found: Found[] = [];
  const watch: Watch = { hasLookedAround: false };
  const around = surroundings(subject, rules, callsByName(subject.calls), watch);
  const contextOf = contextsOf(subject, watch);
  for (const call of subject.calls) runCall(call, around, found);
  const present = new Set<string>();
  for (const { name } of subject.calls) if (rules.ofDocumentsWith.has(name)) present.add(name);
  for (const { rule, check, options } of rules.ofDocument(subject.language)) {
    if (check.calls && !check.calls.some((name) => present.has(name))) continue;
    if (!applies(rule)) continue;
    for (const result of check.run(contextOf(options))) {
      found.push(report(rule, null, objectionOf(result), around));
    }
  }
  const told = withoutReplaced(found).map(({ finding }) => finding);
  return inOrder([...told, ...findingsOfTurns(told)]);

  /** What is wrong with a call in some turns of its loop only. The call's own text stands for all turns: no fix may change it. */
  function findingsOfTurns(told: readonly Finding[]): readonly Finding[] {
    if (subject.calls.every((call) => call.turns.length === 0)) return [];
    const more: Finding[] = [];
    const byRule = new Map<string, Finding[]>();
    const isTold = (finding: Finding): boolean => byRule.get(finding.rule)?.some((other) => areTouching(other, finding)) ?? false;
    for (const finding of told) addTo(byRule, finding.rule, finding);
    let left = mostTurns;
    for (const [index, call] of subject.calls.entries()) {
      left -= call.turns.length;
      if (left < 0) break;
      const ofTurns = call.turns.flatMap((turn) => {
        const own: Found[] = [];
        runCall(turn, withTurn(index, turn), own);
        return withoutReplaced(own);
      });
      for (const { finding } of ofTurns) {
        if (isTold(finding)) continue;
        const isHere = areTouching(finding, call.span);
        const shown = { ...finding, fixes: isHere ? [] : finding.fixes.filter(isOutside(call)) };
        more.push(shown);
        addTo(byRule, shown.rule, shown);
      }
    }
    return more;
  }

  /** The file with a call as it is in one turn. */
  function withTurn(index: number, turn: Call): Surroundings {
    const whole = subject.calls[index];
    const callsOf = (name: string): readonly Call[] => {
      const listed = around.callsOf(name);
      return name === turn.name ? listed.map((other) => (other === whole ? turn : other)) : listed;
    };
    let calls: readonly Call[] | null = null;
    const inTurn: Subject = {
      ...subject,
      get calls() {
        calls ??= subject.calls.map((other, at) => (at === index ? turn : other));
        return calls;
      },
    };
    return surroundings(inTurn, rules, callsOf, watch);
  }

  function applies(rule: Rule): boolean {
    if (rule.products === null) return true;
    return subject.target.products === null ? rule.whenTargetUnknown : mayBe(subject.target, rule.products);
  }

  function runCall(call: Call, around: Surroundings, into: Found[]): void {
    // Calls of programs are made anew for each version: there is nothing to be recalled of them.
    const memory = call.kind === "cmdlet" ? known : null;
    const before = memory?.recall(call);
    if (before) {
      for (const one of before.found) into.push(one);
      for (const rule of before.toAsk) runRule(rule, call, around, into);
      return;
    }
    const candidates = call.kind === "cmdlet" ? rules.ofCall(call.bound) : rules.ofProgram(call.name);
    if (memory === null) {
      for (const rule of candidates) runRule(rule, call, around, into);
      return;
    }
    const found: Found[] = [];
    const toAsk: Rule[] = [];
    for (const rule of candidates) {
      const own: Found[] = [];
      watch.hasLookedAround = false;
      runRule(rule, call, around, own);
      if (watch.hasLookedAround) toAsk.push(rule);
      else for (const one of own) found.push(one);
      for (const one of own) into.push(one);
    }
    memory.remember(call, { found, toAsk });
  }

  function runRule(rule: Rule, call: Call, around: Surroundings, into: Found[]): void {
    if (!applies(rule)) return;
    const seen = noEvidence();
    if (rule.when !== null && evaluateCondition(rule.when, call, around, seen) !== true) return;
    for (const objection of objections(rule, call, seen)) into.push(report(rule, call, objection, around));
  }

  function objections(rule: Rule, call: Call, seen: Evidence): readonly Objection[] {
    if (seen.checks.length > 0) {
      return seen.checks.map(objectionOf);
    }
    if (seen.faults.length > 0 && rule.at.length === 0) {
      return seen.faults.map((fault) => objectionAt(fault.span));
    }
    if (call.kind === "native") return [objectionAt(call.nameSpan)];
    const place =
      rule.at.find((one) => one.kind === "argument" && seen.hits?.has(one.parameter)) ??
      rule.at.find((one) => one.kind === "command" || call.bound.arguments.has(one.parameter));
    return place ? atPlace(place, call, seen) : [objectionAt(call.nameSpan)];
  }

  function atPlace(place: Place, call: CmdletCall, seen: Evidence): readonly Objection[] {
    if (place.kind === "command") return [objectionAt(call.nameSpan)];
    if (place.kind === "parameterName") return [objectionAt(spanOfName(call, place.parameter))];
    const argument = call.bound.arguments.get(place.parameter);
    const hits = seen.hits?.get(place.parameter) ?? [];
    if (!argument || hits.length === 0) {
      const objection = objectionAt(spanOfArgument(call, place.parameter));
      // A variable's name would tell the reader nothing.
      const shown = argument && argument.value.origin !== argument.valueNode ? showValue(argument.value) : null;
      return [shown === null ? objection : { ...objection, fields: { value: shown } }];
    }
    return hits.map(({ item, fault }) => {
      const span = spanOfItem(subject.text, call, argument, item, fault?.start, fault?.end);
      const text = textOf(item);
      const fields: Record<string, string> = {};
      if (text !== null) fields["value"] = text;
      if (fault !== null) {
        fields["fault"] = fault.message;
        if (text !== null) fields["found"] = text.slice(fault.start, fault.end);
        // Where the whole argument is marked, the piece that should stand at the fault does not fit the place.
        const isExact = item.origin !== null && text !== null && spanText(subject.text, span) === text.slice(fault.start, fault.end);
        if (fault.replacement !== undefined && isExact) fields["replacement"] = fault.replacement;
        if (fault.alternative !== undefined && isExact) fields["alternative"] = fault.alternative;
      }
      return { span: spanOf(span), fields, result: null };
    });
  }

  function report(rule: Rule, call: Call | null, objection: Objection, around: Surroundings): Found {
    const { result, span } = objection;
    const filling: Filling = { text: subject.text, call, target: subject.target, span, fields: objection.fields };
    // Whether a table may be changed for a call depends on who else gets it.
    if (rule.fixes.length > 0 && call?.kind === "cmdlet" && takesTable(call)) watch.hasLookedAround = true;
    const fixes = rule.fixes.map((fix) => makeFix(fix, subject.script, filling)).filter((fix) => fix !== null);
    const finding: Finding = {
      start: span.start,
      end: span.end,
      rule: rule.id,
      severity: result?.severity ?? severityOf(rule, call, around),
      message: fillMessage(result?.message ?? rule.message, filling),
      url: rulePage(rule.id),
      fixes: result?.fixes ? [...result.fixes, ...fixes] : fixes,
      related: [...(result?.related ?? []), ...(call?.kind === "cmdlet" ? relatedPlaces(rule, call, span) : [])],
      tags: rule.tags,
    };
    return { finding, call, rule };
  }
}

/** Finds calls by name; sorts them when it is first asked, which is seldom. */
function callsByName(calls: readonly Call[]): (name: string) => readonly Call[] {
  let byName: Map<string, Call[]> | null = null;
  return (name) => {
    if (byName === null) {
      byName = new Map();
      for (const call of calls) addTo(byName, call.name, call);
    }
    return byName.get(name) ?? [];
  };
}

/** Turns of all loops of a file that are looked at one by one; beyond them a call is judged by what all its turns have in common. */
const mostTurns = 256;

/** Whether a rule has looked at the file around the call it judges: what it says may then change though the call does not. */
interface Watch {
  hasLookedAround: boolean;
}

/** What a rule sees of the file around the call it judges. */
function surroundings(subject: Subject, rules: RuleSet, callsOf: Surroundings["callsOf"], watch: Watch): Surroundings {
  const contextOf = contextsOf(subject, watch);
  return {
    callsOf: (name) => {
      watch.hasLookedAround = true;
      return callsOf(name);
    },
    target: subject.target,
    unseenCode: () => {
      watch.hasLookedAround = true;
      return subject.unseenCode();
    },
    pattern: rules.pattern,
    grammar: rules.grammar,
    build: rules.build,
    check: (name, options, call) => runCheck(rules.check(name), contextOf(options), call),
  };
}

function takesTable({ bound }: CmdletCall): boolean {
  return bound.command.elements.some((element) => element.kind === "VariableExpression" && element.isSplatted);
}

function severityOf(rule: Rule, call: Call | null, around: Surroundings): Severity {
  if (call === null) return rule.severity;
  const other = rule.severityWhen.find(({ when }) => evaluateCondition(when, call, around, noEvidence()) === true);
  return other?.severity ?? rule.severity;
}

function isOutside(call: Call): (fix: Fix) => boolean {
  return ({ edits }) => edits.every((edit) => !areTouching(edit, call.span));
}

function areTouching(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** A class: each rule with a check has one for each file, and an object with getters of its own takes ten times as long to make. */
class Context implements CheckContext {
  readonly text: string;
  readonly language: CheckContext["language"];
  readonly batch: CheckContext["batch"];
  readonly csv: CheckContext["csv"];
  readonly target: CheckContext["target"];
  readonly conventions: CheckContext["conventions"];
  readonly #subject: Subject;
  readonly #watch: Watch;

  constructor(
    subject: Subject,
    watch: Watch,
    readonly options: CheckContext["options"],
  ) {
    this.text = subject.text;
    this.language = subject.language;
    this.batch = subject.batch;
    this.csv = subject.csv;
    this.target = subject.target;
    this.conventions = subject.conventions;
    this.#subject = subject;
    this.#watch = watch;
  }

  get script(): CheckContext["script"] {
    this.#watch.hasLookedAround = true;
    return this.#subject.script;
  }

  get calls(): CheckContext["calls"] {
    this.#watch.hasLookedAround = true;
    return this.#subject.calls;
  }

  get unseenCode(): CheckContext["unseenCode"] {
    this.#watch.hasLookedAround = true;
    return this.#subject.unseenCode;
  }
}

/** What checks are told of a file, by their rule's options: made once for each. */
function contextsOf(subject: Subject, watch: Watch): (options: CheckContext["options"]) => CheckContext {
  const contexts = new Map<CheckContext["options"], CheckContext>();
  return (options) => {
    let context = contexts.get(options);
    if (context === undefined) {
      context = new Context(subject, watch, options);
      contexts.set(options, context);
    }
    return context;
  };
}

function runCheck(check: Check | undefined, context: CheckContext, call: Call): readonly CheckResult[] {
  if (check?.of === "cmdlet" && call.kind === "cmdlet") return check.run(call, context);
  if (check?.of === "native" && call.kind === "native") return check.run(call, context);
  return [];
}

function relatedPlaces(rule: Rule, call: CmdletCall, place: Span): readonly RelatedPlace[] {
  const places: RelatedPlace[] = [];
  for (const name of rule.related) {
    const argument = call.bound.arguments.get(name);
    if (!argument) continue;
    const written = argument.nameSpan;
    const value = argument.valueNode;
    const start = written?.start ?? value?.start;
    if (start === undefined) continue;
    const isTogether = written !== null && value !== null && value.start >= written.end && value.start - written.end < 40;
    const end = isTogether ? value.end : (written ?? value)?.end;
    if (end === undefined || (start < place.end && place.start < end)) continue;
    places.push({ start, end, message: `${argument.parameter.name} stands here` });
  }
  return places;
}

function spanOf(span: Span): Span {
  return { start: span.start, end: span.end };
}

function objectionAt(span: Span): Objection {
  return { span: spanOf(span), fields: noFields, result: null };
}

function objectionOf(result: CheckResult): Objection {
  return { span: spanOf(result), fields: fieldsOf(result), result };
}

function spanText(text: string, span: Span): string {
  return text.slice(span.start, span.end);
}

function fieldsOf(result: CheckResult): Readonly<Record<string, string>> {
  return result.replacement === undefined ? (result.fields ?? noFields) : { ...result.fields, replacement: result.replacement };
}

/** Leaves out what a more telling rule says about the same argument of the same call. */
function withoutReplaced(found: readonly Found[]): readonly Found[] {
  const replacing = new Map<Call | null, Found[]>();
  for (const one of found) {
    if (one.rule.replaces.length > 0) replacing.set(one.call, [...(replacing.get(one.call) ?? []), one]);
  }
  // A rule about the whole file has no call: its place alone says what it is about.
  const rivals = (one: Found): readonly Found[] =>
    one.call === null ? [...replacing.values()].flat() : [...(replacing.get(one.call) ?? []), ...(replacing.get(null) ?? [])];
  const isReplaced = (one: Found): boolean =>
    rivals(one).some((other) => other.rule.replaces.includes(one.rule.id) && areAboutTheSame(one, other));
  return found.filter((one) => !isReplaced(one));
}

function areAboutTheSame(one: Found, other: Found): boolean {
  const a = argumentAround(one);
  const b = argumentAround(other);
  if (a !== one.finding && b !== other.finding) return a.start < b.end && b.start < a.end;
  // A value left over may sit right behind the parameter the other finding is about: one blank between them.
  return a.start <= b.end + 1 && b.start <= a.end + 1;
}

/** The argument a finding sits in, name and value; the finding's own place where it sits in none. */
function argumentAround({ finding, call }: Found): Span {
  if (call?.kind !== "cmdlet") return finding;
  for (const argument of call.bound.arguments.values()) {
    const parts = [argument.nameSpan, argument.valueNode].filter((part) => part !== null);
    // A value may come from a variable: its literal stands elsewhere, and is the argument all the same.
    if ([...parts, argument.value.origin].some((part) => part !== null && part.start <= finding.start && finding.end <= part.end)) {
      return { start: Math.min(...parts.map((part) => part.start)), end: Math.max(...parts.map((part) => part.end)) };
    }
  }
  return finding;
}

/** By place, each once: a call that is seen twice says everything once. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const sorted = [...findings].sort((a, b) => a.start - b.start || a.end - b.end || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0));
  return sorted.filter((finding, index) => {
    for (let before = index - 1; before >= 0; before--) {
      const other = sorted[before];
      if (other?.start !== finding.start || other.end !== finding.end || other.rule !== finding.rule) return true;
      if (other.message === finding.message) return false;
    }
    return true;
  });
}
