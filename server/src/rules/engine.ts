import { mayBe } from "../catalog/target.js";
import type { Span } from "../syntax/ast.js";
import type { Call, CmdletCall } from "./call.js";
import type { Check, CheckContext, CheckResult } from "./check.js";
import { type Evidence, evaluateCondition, noEvidence, type Surroundings } from "./evaluate-condition.js";
import type { Finding, RelatedPlace, Severity } from "./finding.js";
import { makeFix } from "./fixes.js";
import { type Filling, fillMessage } from "./message.js";
import type { Place, Rule } from "./rule.js";
import { rulePage } from "./rule-page.js";
import type { RuleSet } from "./rule-set.js";
import { spanOfArgument, spanOfItem, spanOfName } from "./span.js";
import { textOf } from "./test-value.js";

/** What rules are run over: one file, read and bound. */
export type Subject = Omit<CheckContext, "options">;

/** A finding with the call it is about. */
interface Found {
  readonly finding: Finding;
  readonly call: Call | null;
  readonly rule: Rule;
}

/** One place a rule objects to, before words are made of it. */
interface Objection extends Span {
  readonly fields: Readonly<Record<string, string>>;
  readonly result: CheckResult | null;
}

/**
 * Runs the rules over one file: every call once, every rule that is about it. Findings come by place, each once.
 *
 * @param checks the named checks rules may call
 */
export function runRules(subject: Subject, rules: RuleSet, checks: Readonly<Record<string, Check>>): readonly Finding[] {
  const found: Found[] = [];
  const byName = new Map<string, Call[]>();
  for (const call of subject.calls) {
    const listed = byName.get(call.name);
    if (listed) listed.push(call);
    else byName.set(call.name, [call]);
  }
  // One context for each rule's options, however many calls it looks at.
  const contexts = new Map<CheckContext["options"], CheckContext>();
  const contextOf = (options: CheckContext["options"]): CheckContext => {
    let context = contexts.get(options);
    if (!context) {
      context = { ...subject, options };
      contexts.set(options, context);
    }
    return context;
  };
  const around: Surroundings = {
    callsOf: (name) => byName.get(name) ?? [],
    target: subject.target,
    hasUnseenCalls: subject.hasUnseenCalls,
    pattern: rules.pattern,
    grammar: rules.grammar,
    check: (name, options, call) => runCheck(checks[name], contextOf(options), call),
  };
  for (const call of subject.calls) {
    for (const rule of rules.of(call.name)) runRule(rule, call);
    if (call.kind === "cmdlet" && call.bound.cmdlet.kind !== "foreign") for (const rule of rules.ofEveryCmdlet) runRule(rule, call);
  }
  for (const rule of rules.ofDocument(subject.language)) {
    if (!applies(rule) || rule.when?.kind !== "check") continue;
    const check = checks[rule.when.name];
    if (check?.of !== "document") continue;
    for (const result of check.run({ ...subject, options: rule.when.options })) {
      report(rule, null, { ...spanOf(result), fields: fieldsOf(result), result });
    }
  }
  return inOrder(withoutReplaced(found));

  function applies(rule: Rule): boolean {
    if (rule.products === null) return true;
    return subject.target.products === null ? rule.whenTargetUnknown : mayBe(subject.target, rule.products);
  }

  function runRule(rule: Rule, call: Call): void {
    if (call.kind === "cmdlet" && rules.needsOf(rule).some((parameter) => !call.bound.arguments.has(parameter))) return;
    if (!applies(rule)) return;
    const seen = noEvidence();
    if (rule.when !== null && evaluateCondition(rule.when, call, around, seen) !== true) return;
    for (const objection of objections(rule, call, seen)) report(rule, call, objection);
  }

  function objections(rule: Rule, call: Call, seen: Evidence): readonly Objection[] {
    if (seen.checks.length > 0) {
      return seen.checks.map((result) => ({ ...spanOf(result), fields: fieldsOf(result), result }));
    }
    if (seen.faults.length > 0 && rule.at.length === 0) {
      return seen.faults.map((fault) => ({ ...spanOf(fault.span), fields: {}, result: null }));
    }
    if (call.kind === "native") return [{ ...spanOf(call.nameSpan), fields: {}, result: null }];
    const place =
      rule.at.find((one) => one.kind === "argument" && seen.hits?.has(one.parameter)) ??
      rule.at.find((one) => one.kind === "command" || call.bound.arguments.has(one.parameter));
    return place ? atPlace(place, call, seen) : [{ ...spanOf(call.nameSpan), fields: {}, result: null }];
  }

  function atPlace(place: Place, call: CmdletCall, seen: Evidence): readonly Objection[] {
    if (place.kind === "command") return [{ ...spanOf(call.nameSpan), fields: {}, result: null }];
    if (place.kind === "parameterName") return [{ ...spanOf(spanOfName(call, place.parameter)), fields: {}, result: null }];
    const argument = call.bound.arguments.get(place.parameter);
    const hits = seen.hits?.get(place.parameter) ?? [];
    if (!argument || hits.length === 0) return [{ ...spanOf(spanOfArgument(call, place.parameter)), fields: {}, result: null }];
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
      }
      return { ...spanOf(span), fields, result: null };
    });
  }

  function report(rule: Rule, call: Call | null, objection: Objection): void {
    const { result } = objection;
    const span = spanOf(objection);
    const filling: Filling = { text: subject.text, call, target: subject.target, span, fields: objection.fields };
    const fixes = rule.fixes.map((fix) => makeFix(fix, subject.script, filling)).filter((fix) => fix !== null);
    const finding: Finding = {
      ...span,
      rule: rule.id,
      severity: result?.severity ?? severityOf(rule, call),
      message: fillMessage(result?.message ?? rule.message, filling),
      url: rulePage(rule.id),
      fixes: [...(result?.fixes ?? []), ...fixes],
      related: [...(result?.related ?? []), ...(call?.kind === "cmdlet" ? relatedPlaces(rule, call, span) : [])],
      tags: rule.tags,
    };
    found.push({ finding, call, rule });
  }

  function severityOf(rule: Rule, call: Call | null): Severity {
    if (call === null) return rule.severity;
    const other = rule.severityWhen.find(({ when }) => evaluateCondition(when, call, around, noEvidence()) === true);
    return other?.severity ?? rule.severity;
  }
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

function spanText(text: string, span: Span): string {
  return text.slice(span.start, span.end);
}

function fieldsOf(result: CheckResult): Readonly<Record<string, string>> {
  return result.replacement === undefined ? (result.fields ?? {}) : { ...result.fields, replacement: result.replacement };
}

/** Leaves out what a more telling rule says about the same argument of the same call. */
function withoutReplaced(found: readonly Found[]): readonly Finding[] {
  const replacing = new Map<Call | null, Found[]>();
  for (const one of found) {
    if (one.rule.replaces.length > 0) replacing.set(one.call, [...(replacing.get(one.call) ?? []), one]);
  }
  // A rule about the whole file has no call: its place alone says what it is about.
  const isReplaced = (one: Found): boolean =>
    [...(replacing.get(one.call) ?? []), ...(one.call === null ? [] : (replacing.get(null) ?? []))].some(
      (other) => other.rule.replaces.includes(one.rule.id) && areAboutTheSame(one, other),
    );
  return found.filter((one) => !isReplaced(one)).map(({ finding }) => finding);
}

function areAboutTheSame(one: Found, other: Found): boolean {
  const a = argumentAround(one);
  const b = argumentAround(other);
  // A value left over may sit right behind the parameter the other finding is about: one blank between them.
  return a.start <= b.end + 1 && b.start <= a.end + 1;
}

/** The argument a finding sits in, name and value; the finding's own place where it sits in none. */
function argumentAround({ finding, call }: Found): Span {
  if (call?.kind !== "cmdlet") return finding;
  for (const argument of call.bound.arguments.values()) {
    const parts = [argument.nameSpan, argument.valueNode].filter((part) => part !== null);
    if (parts.some((part) => part.start <= finding.start && finding.end <= part.end)) {
      return { start: Math.min(...parts.map((part) => part.start)), end: Math.max(...parts.map((part) => part.end)) };
    }
  }
  return finding;
}

/** By place, each once: a call that is seen twice says everything once. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return [...findings]
    .sort((a, b) => a.start - b.start || a.end - b.end || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0))
    .filter((finding) => {
      const key = `${finding.start} ${finding.end} ${finding.rule} ${finding.message}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}
