import type { Value } from "../value.js";
import { binderType, isOfType } from "./convert.js";
import { allSets, type ParameterFacts, rolesIn, type SetBits } from "./facts.js";
import { missingMandatory, settle } from "./sets.js";
import { type BindState, check, fault, record } from "./state.js";

/**
 * Binds what comes down the pipeline, where it is known. Objects with properties count as unknown: PowerShell binds those by
 * their properties' names.
 */
export function bindPipeline(state: BindState, items: readonly Value[]): void {
  const [first] = items;
  if (!first || !isPlain(first)) return;
  const before = new Set(state.bound.keys());
  bindItem(state, first);
  if (items.length === 1) return;
  for (const [key, argument] of state.bound) {
    if (!before.has(key)) state.bound.set(key, { ...argument, value: { kind: "unknown", origin: null } });
  }
}

function isPlain(value: Value): boolean {
  return value.kind === "string" || value.kind === "number" || value.kind === "boolean";
}

function bindItem(state: BindState, item: Value): void {
  const { nameSpan } = state;
  const isBound = bindPreferredFirst(state, item);
  if (isBound === null || settle(state, false, true) === "ambiguous") {
    fault(state, "AmbiguousParameterSet", null, nameSpan);
    return;
  }
  if (state.current === allSets && state.facts.setNames.length > 1) state.current = state.facts.defaultSet;
  if (!isBound) {
    fault(state, "InputObjectNotBound", null, nameSpan);
    return;
  }
  const missing = [...new Set(missingMandatory(state).map((one) => one.parameter.name))];
  if (missing.length > 0) fault(state, "InputObjectMissingMandatory", missing.join(" "), nameSpan, missing);
}

/** Null where no single set is left. */
function bindPreferredFirst(state: BindState, item: Value): boolean | null {
  let isBound = false;
  if (state.preferred !== 0) {
    for (const converts of [false, true]) if (bindInSets(state, item, state.preferred, converts)) isBound = true;
    if (state.current === state.preferred) return isBound;
  }
  let sets = state.preferred === 0 ? state.current : state.current & ~state.preferred;
  for (const converts of [false, true]) {
    if (!bindInSets(state, item, sets, converts)) continue;
    isBound = true;
    if (settle(state, true, true) === "ambiguous") return null;
    sets = state.current;
  }
  return isBound;
}

function bindInSets(state: BindState, item: Value, sets: SetBits, converts: boolean): boolean {
  const { defaultSet } = state.facts;
  if ((sets & defaultSet) !== 0) {
    if (bindAll(state, item, defaultSet, converts)) return true;
    return bindAll(state, item, sets & ~defaultSet, converts);
  }
  return bindAll(state, item, sets, converts);
}

function bindAll(state: BindState, item: Value, sets: SetBits, converts: boolean): boolean {
  let isBound = false;
  // Last declared first, as PowerShell goes through them.
  for (const facts of [...state.facts.fromPipeline].reverse()) {
    if (state.given.has(facts)) continue;
    if (!rolesIn(facts, sets).some((role) => role.takesPipeline)) continue;
    if (!converts && !isOfType(item, binderType(facts.parameter.type))) continue;
    if (bindTo(state, item, facts)) isBound = true;
  }
  return isBound;
}

function bindTo(state: BindState, item: Value, facts: ParameterFacts): boolean {
  const { bound, refusal } = check(item, facts, true);
  if (refusal) return false;
  record(state, facts, { parameter: facts.parameter, by: "pipeline", value: bound, nameSpan: null, valueNode: null, splat: null });
  return true;
}
