import type { BindingFault, BoundArgument, BoundCommand } from "../binding/bound-command.js";
import type { Value } from "../binding/value.js";
import { compareBuilds, type Generation, type NamedBuild } from "../catalog/builds.js";
import type { Product } from "../catalog/catalog.js";
import type { Target } from "../catalog/target.js";
import type { Call } from "./call.js";
import type { CheckResult } from "./check.js";
import type { Condition, Literal } from "./rule.js";
import { type Hit, isWithin, testValue, type Vocabulary } from "./test-value.js";
import { all, not, type Truth } from "./truth.js";

/** What a condition is asked about, besides the call itself. */
export interface Surroundings extends Vocabulary {
  /** The calls of a command in the order of the text, by its name in lower case. */
  readonly callsOf: (name: string) => readonly Call[];
  readonly target: Target;
  /** The product and build that a rule's author names; null for a text that names none. */
  readonly build: (text: string) => NamedBuild | null;
  readonly unseenCode: () => readonly unknown[];
  readonly check: (name: string, options: Readonly<Record<string, unknown>>, call: Call) => readonly CheckResult[];
}

/** What an evaluation saw on its way; it tells where the squiggle goes. */
export interface Evidence {
  /** Items and faults found in arguments, by parameter in lower case. Null where there are none: most evaluations see nothing. */
  hits: Map<string, readonly Hit[]> | null;
  faults: readonly BindingFault[];
  checks: readonly CheckResult[];
}

const nothing: readonly never[] = [];

/** Evidence of nothing, to be filled. */
export function noEvidence(): Evidence {
  return { hits: null, faults: nothing, checks: nothing };
}

function addHits(into: Evidence, parameter: string, hits: readonly Hit[]): void {
  // What an evaluation saw is given up again where it comes to nothing: it is replaced, never changed.
  into.hits = new Map(into.hits).set(parameter, [...(into.hits?.get(parameter) ?? nothing), ...hits]);
}

/**
 * Whether a condition holds for a call: true, false, or null where it depends on something that is not known. `seen` gets what made it
 * true: only that tells where the squiggle goes.
 */
export function evaluateCondition(condition: Condition, call: Call, around: Surroundings, seen: Evidence): Truth {
  switch (condition.kind) {
    case "all": {
      // Cheap and in order: the first false ends it, so that checks, which stand last, seldom run.
      const { hits, faults, checks } = seen;
      let truth: Truth = true;
      for (const part of condition.of) {
        const one = evaluateCondition(part, call, around, seen);
        if (one === true) continue;
        truth = one;
        if (one === false) break;
      }
      if (truth !== true) {
        seen.hits = hits;
        seen.faults = faults;
        seen.checks = checks;
      }
      return truth;
    }
    case "any": {
      let truth: Truth = false;
      for (const part of condition.of) {
        const one = evaluateCondition(part, call, around, seen);
        if (one === true) truth = true;
        else if (one === null && truth === false) truth = null;
      }
      return truth;
    }
    case "not":
      return not(evaluateCondition(condition.of, call, around, noEvidence()));
    case "target":
      return fitsTarget(condition, around);
    case "call":
      return otherCall(condition, call, around);
    case "command":
      return condition.commands.includes(call.name);
    case "check": {
      const results = around.check(condition.name, condition.options, call);
      if (results.length > 0) seen.checks = seen.checks.length > 0 ? [...seen.checks, ...results] : results;
      return results.length > 0;
    }
    default:
      return call.kind === "cmdlet" ? evaluateArguments(condition, call.bound, around, seen) : null;
  }
}

/** Conditions about what is bound. */
function evaluateArguments(
  condition: Extract<Condition, { parameter: unknown } | { parameters: unknown }>,
  bound: BoundCommand,
  words: Vocabulary,
  seen: Evidence,
): Truth {
  switch (condition.kind) {
    case "given":
      return isGiven(bound, condition.parameter);
    case "absent":
      return not(isGiven(bound, condition.parameter));
    case "present":
      return isPresent(bound, condition.parameter);
    case "value": {
      const argument = bound.arguments.get(condition.parameter);
      const parameter = argument?.parameter ?? bound.cmdlet.parameters.get(condition.parameter);
      if (!parameter) return false;
      if (!argument) {
        if (mayBeGiven(bound, condition.parameter)) return null;
        if (condition.default === undefined) return false;
        return testValue(condition.test, literalValue(condition.default), parameter, words).truth;
      }
      const result = testValue(condition.test, argument.value, parameter, words);
      if (result.hits.length > 0) addHits(seen, condition.parameter, result.hits);
      return result.truth;
    }
    case "countOf":
      return countOf(bound, condition.parameters, condition.count);
    case "bindingFault": {
      const found = bound.faults.filter(
        (fault) => fault.id === condition.id && (condition.parameter === null || fault.parameter?.toLowerCase() === condition.parameter),
      );
      if (found.length > 0) seen.faults = [...seen.faults, ...found];
      return found.length > 0;
    }
  }
}

function isGiven(bound: BoundCommand, parameter: string): Truth {
  return bound.arguments.has(parameter) ? true : mayBeGiven(bound, parameter) ? null : false;
}

/** Whether a value is known not to be `$null`, empty, or a switch that is off. */
function isPresent(bound: BoundCommand, parameter: string): Truth {
  const argument = bound.arguments.get(parameter);
  if (!argument) return mayBeGiven(bound, parameter) ? null : false;
  return isSomething(argument);
}

/** Whether a parameter that is not bound may yet be: by a splat that is not known, under a misspelt name, or by an object in the pipeline. */
function mayBeGiven(bound: BoundCommand, parameter: string): boolean {
  if (bound.isOpen || bound.faults.some(isNameFault)) return true;
  return bound.hasPipelineInput && (bound.cmdlet.parameters.get(parameter)?.takesPipeline ?? false);
}

/** A name that PowerShell could not resolve may have been meant as any parameter. */
function isNameFault({ id }: BindingFault): boolean {
  return id === "NamedParameterNotFound" || id === "AmbiguousParameter";
}

function isSomething(argument: BoundArgument): Truth {
  const { value } = argument;
  switch (value.kind) {
    case "unknown":
      return null;
    case "null":
      return false;
    case "string":
      return value.value !== "";
    case "array":
      return value.items.length > 0;
    case "boolean":
      return argument.parameter.isSwitch ? value.value : true;
    default:
      return true;
  }
}

function countOf(bound: BoundCommand, parameters: readonly string[], count: Parameters<typeof isWithin>[1]): Truth {
  let least = 0;
  let most = 0;
  for (const parameter of parameters) {
    const truth = isPresent(bound, parameter);
    if (truth === true) least++;
    if (truth !== false) most++;
  }
  const answers = new Set<boolean>();
  for (let n = least; n <= most; n++) answers.add(isWithin(n, count));
  return answers.size === 1 ? [...answers][0] === true : null;
}

/** Whether the target certainly fits: every product it may be, and its build where one is asked for. */
function fitsTarget(wanted: Extract<Condition, { kind: "target" }>, { target, build }: Surroundings): Truth {
  const parts: Truth[] = [];
  if (wanted.products !== null) parts.push(isOneOf(target.products, wanted.products));
  if (wanted.from !== null) parts.push(compare(target, build(wanted.from), (order) => order >= 0));
  if (wanted.before !== null) parts.push(compare(target, build(wanted.before), (order) => order < 0));
  return all(parts);
}

function isOneOf(products: readonly Product[] | null, wanted: readonly Product[]): Truth {
  if (products === null) return null;
  if (products.every((product) => wanted.includes(product))) return true;
  return products.some((product) => wanted.includes(product)) ? null : false;
}

function compare(target: Target, wanted: NamedBuild | null, ask: (order: number) => boolean): Truth {
  if (wanted === null || wanted.build === null || target.products === null) return null;
  const { build } = wanted;
  const generation = generations.indexOf(wanted.generation);
  return all(
    target.products.map((product) => {
      const own = generations.indexOf(product as Generation);
      // Exchange Online has no builds: it is neither before nor after one.
      if (own < 0) return false;
      if (own !== generation) return ask(own - generation);
      return target.build === null ? null : ask(compareBuilds(target.build, build));
    }),
  );
}

const generations: readonly Generation[] = ["2007", "2010", "2013", "2016", "2019", "SE"];

function otherCall(condition: Extract<Condition, { kind: "call" }>, call: Call, around: Surroundings): Truth {
  const truths: Truth[] = [];
  for (const other of condition.commands.flatMap(around.callsOf)) {
    if (other === call) continue;
    if (condition.order === "earlier" && other.span.start >= call.span.start) continue;
    if (condition.order === "later" && other.span.start <= call.span.start) continue;
    const one = condition.when === null ? true : evaluateCondition(condition.when, other, around, noEvidence());
    if (one === true) return condition.order !== "nowhere";
    truths.push(one);
  }
  // Code that is not in this file may hold such a call; in which place nobody knows.
  if (truths.includes(null) || around.unseenCode().length > 0) return null;
  return condition.order === "nowhere";
}

/** A rule author's value as PowerShell has it. */
export function literalValue(literal: Literal): Value {
  if (literal === null) return { kind: "null", origin: null };
  if (typeof literal === "boolean") return { kind: "boolean", value: literal, origin: null };
  if (typeof literal === "number") return { kind: "number", type: "Int32", value: literal, text: String(literal), origin: null };
  return { kind: "string", value: literal, origin: null };
}
