import {
  allSets,
  type CmdletFacts,
  isIn,
  matchParameter,
  type ParameterFacts,
  rolesIn,
  type SetBits,
  startingWith,
} from "../binding/bind/facts.js";
import type { Command, CommandParameter, Expression } from "../syntax/ast.js";

/** What a half-written call leaves possible. */
export interface Possible {
  /** False where an unknown name with a value behind it makes it pointless to say what is bound. */
  readonly isResolved: boolean;
  readonly sets: SetBits;
  /** Parameters that nothing is bound to yet. */
  readonly unbound: readonly ParameterFacts[];
  /** Parameters given, each with the name that gives it; null for a position or the pipeline. */
  readonly bound: ReadonlyMap<ParameterFacts, CommandParameter | null>;
  readonly unknown: ReadonlySet<CommandParameter>;
  readonly ambiguous: ReadonlySet<CommandParameter>;
  readonly doubled: ReadonlySet<CommandParameter>;
  /** Names that serve as the value of the parameter before them. */
  readonly values: ReadonlySet<CommandParameter>;
}

export interface HalfCall {
  readonly facts: CmdletFacts;
  readonly command: Command;
  readonly text: string;
  readonly edition: "7" | "5.1";
  readonly hasInput: boolean;
  /** The name that is being typed. */
  readonly typed: CommandParameter | null;
  /** False where the parameter typed comes before a value that may become its own. */
  readonly bindsPositions: boolean;
}

type Part =
  | { readonly kind: "name"; readonly node: CommandParameter; readonly name: string; readonly hasValue: boolean }
  | { readonly kind: "value" };

/** Binds what is there as PowerShell's completion does: without conversions, skipping what is not understood. */
export function possibleParameters(call: HalfCall): Possible {
  const { facts, edition } = call;
  const unknown = new Set<CommandParameter>();
  const ambiguous = new Set<CommandParameter>();
  const doubled = new Set<CommandParameter>();
  const values = new Set<CommandParameter>();
  const bound = new Map<ParameterFacts, CommandParameter | null>();
  const all = facts.parameters.filter((one) => isIn(one, edition) && !one.parameter.isUndocumented);
  const sets = { current: allSets };
  const result = (isResolved: boolean): Possible => ({
    isResolved,
    sets: isResolved ? sets.current : allSets,
    unbound: isResolved ? all.filter((one) => !bound.has(one)) : all,
    bound,
    unknown,
    ambiguous,
    doubled,
    values,
  });

  const parts = partsOf(call);
  const named: { node: CommandParameter; name: string }[] = [];
  let positional = 0;
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index];
    if (!part) break;
    if (part.kind === "value") {
      positional++;
      continue;
    }
    const { node, name } = part;
    if (part.hasValue) {
      named.push({ node, name });
      continue;
    }
    const next = parts[index + 1];
    const candidates = node === call.typed ? startingWith(facts, name, edition) : candidatesOf(facts, name, edition);
    const [match] = candidates;
    if (candidates.length > 1) {
      ambiguous.add(node);
      if (next?.kind === "value") index++;
      continue;
    }
    if (!match) {
      if (next?.kind === "value" && call.typed) return result(false);
      if (next?.kind === "value") index++;
      unknown.add(node);
      continue;
    }
    named.push({ node, name });
    if (match.parameter.isSwitch || !next) continue;
    if (next.kind === "value") index++;
    else if (matchParameter(facts, next.name, edition).kind === "none") {
      values.add(next.node);
      index++;
    }
  }

  for (const { node, name } of named) {
    const match = matchParameter(facts, name, edition);
    if (match.kind === "several") ambiguous.add(node);
    else if (match.kind === "none") unknown.add(node);
    else if (bound.has(match.facts)) doubled.add(node);
    else {
      bound.set(match.facts, node);
      if (match.facts.sets !== 0) sets.current &= match.facts.sets;
    }
  }
  if (sets.current === 0) return result(false);
  if (call.bindsPositions) bindPositions(all, bound, sets, positional);
  if (call.hasInput) bindInput(all, bound, sets);
  return result(true);
}

function candidatesOf(facts: CmdletFacts, name: string, edition: "7" | "5.1"): readonly ParameterFacts[] {
  const match = matchParameter(facts, name, edition);
  if (match.kind === "none") return [];
  return match.kind === "one" ? [match.facts] : match.candidates;
}

function partsOf(call: HalfCall): Part[] {
  const parts: Part[] = [];
  for (const element of call.command.elements.slice(1)) {
    if (element.kind === "CommandParameter") {
      const name = call.text.slice(element.nameStart, element.nameEnd);
      parts.push({ kind: "name", node: element, name, hasValue: element.argument !== null });
    } else if (isValue(element, call)) {
      parts.push({ kind: "value" });
    }
  }
  return parts;
}

function isValue(element: Expression, call: HalfCall): boolean {
  // A lone dash is a parameter about to be typed.
  if (element.end - element.start === 1 && /[-–—―]/.test(call.text[element.start] ?? "")) return false;
  return element.kind !== "VariableExpression" || !element.isSplatted;
}

/** Every parameter that a positional value may mean counts as given: nothing is settled by the default set here. */
function bindPositions(
  all: readonly ParameterFacts[],
  bound: Map<ParameterFacts, CommandParameter | null>,
  sets: { current: SetBits },
  count: number,
): void {
  const places = new Set<number>();
  const start = sets.current;
  for (const one of all) {
    if (bound.has(one)) continue;
    for (const role of rolesIn(one, start)) if (role.position !== null) places.add(role.position);
  }
  let left = count;
  for (const place of [...places].sort((a, b) => a - b)) {
    const here = all.filter((one) => !bound.has(one) && rolesIn(one, sets.current).some((role) => role.position === place));
    if (here.length === 0) continue;
    if (left-- === 0) break;
    narrow(here, bound, sets);
  }
}

function bindInput(all: readonly ParameterFacts[], bound: Map<ParameterFacts, CommandParameter | null>, sets: { current: SetBits }): void {
  narrow(
    all.filter((one) => !bound.has(one) && rolesIn(one, sets.current).some((role) => role.takesPipeline)),
    bound,
    sets,
  );
}

function narrow(given: readonly ParameterFacts[], bound: Map<ParameterFacts, CommandParameter | null>, sets: { current: SetBits }): void {
  let union: SetBits = 0;
  for (const one of given) {
    bound.set(one, null);
    union |= one.sets;
  }
  if (union !== 0) sets.current &= union;
}
