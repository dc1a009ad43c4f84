import { allSets, type CmdletFacts, countSets, type ParameterFacts, rolesIn, type SetBits, type SetRole } from "./facts.js";

/** What choosing a parameter set looks at. */
export interface SetState {
  readonly facts: CmdletFacts;
  /** The sets still possible; `allSets` while nothing has narrowed them. */
  current: SetBits;
  /** Parameters that something is bound to. */
  readonly given: Set<ParameterFacts>;
  /** Pipeline input is tried on this set first; 0 for none. */
  preferred: SetBits;
}

/** "ambiguous" where no set or more than one is left. */
export type Choice = number | "ambiguous";

/**
 * Settles on a set where that is possible.
 *
 * @param awaitsPipeline several sets may stay as long as one of them takes pipeline input
 * @param takesDefault the default set is chosen where it is among several
 * @returns how many sets are left
 */
export function settle(state: SetState, awaitsPipeline: boolean, takesDefault: boolean): Choice {
  const { facts } = state;
  const count = countSets(state.current);
  if (count === 0) return "ambiguous";
  if (count > 1) {
    if ((state.current & facts.defaultSet) !== 0) {
      if (!takesDefault) return count;
      state.current = facts.defaultSet;
      return 1;
    }
    if (awaitsPipeline && takesPipeline(state)) return count;
    return settleByMandatory(state);
  }
  if (state.current !== allSets) return 1;
  const all = Math.max(facts.setNames.length, 1);
  if (awaitsPipeline && takesPipeline(state)) return all;
  if (facts.defaultSet !== 0) {
    if (!takesDefault) return all;
    state.current = facts.defaultSet;
    return 1;
  }
  return all > 1 ? settleByMandatory(state) : all;
}

/** Without a default set, the only set whose mandatory parameters are all given wins. */
function settleByMandatory(state: SetState): Choice {
  let rest = state.current & everySet(state.facts);
  for (const parameter of state.facts.mandatory) {
    if (state.given.has(parameter)) continue;
    for (const role of parameter.roles) if (role.isMandatory) rest &= ~role.bit;
  }
  if (countSets(rest) !== 1) return "ambiguous";
  state.current = rest;
  return 1;
}

function everySet(facts: CmdletFacts): SetBits {
  return facts.setNames.length >= 32 ? allSets : (1 << facts.setNames.length) - 1;
}

function takesPipeline(state: SetState): boolean {
  return state.facts.fromPipeline.some(
    (parameter) => !state.given.has(parameter) && rolesIn(parameter, state.current).some((role) => role.takesPipeline),
  );
}

/** Leaves out the sets that cannot take what comes down the pipeline, if any can. */
export function keepSetsWithPipeline(state: SetState): boolean {
  let taking: SetBits = 0;
  for (const parameter of state.facts.fromPipeline) {
    if (state.given.has(parameter)) continue;
    for (const role of rolesIn(parameter, state.current)) {
      if (!role.takesPipeline) continue;
      if (role.bit === 0) return false;
      taking |= role.bit;
    }
  }
  if (taking === 0) return false;
  const narrowed = state.current & taking;
  const isNew = narrowed !== state.current;
  state.current = narrowed;
  return isNew;
}

/** The mandatory parameters that are not given. Call it when the set is settled and nothing comes down the pipeline. */
export function missingMandatory(state: SetState): ParameterFacts[] {
  return state.facts.mandatory.filter(
    (parameter) => !state.given.has(parameter) && rolesIn(parameter, state.current).some((role) => role.isMandatory),
  );
}

/** Mandatory parameters of one set (or of all sets: bit `allSets`) that are still to come. */
interface Wanted {
  readonly bit: SetBits;
  readonly isEverySet: boolean;
  readonly isDefault: boolean;
  readonly fromPipeline: ParameterFacts[];
  readonly byName: ParameterFacts[];
}

/**
 * The mandatory parameters that are not given and cannot come down the pipeline either. Narrows the sets to those that
 * pipeline input can complete.
 */
export function missingBeforePipeline(state: SetState, count: number): readonly ParameterFacts[] | "ambiguous" {
  const wanted = new Map<SetBits, Wanted>();
  let lacking: SetBits = 0;
  let isLackingEverywhere = false;
  for (const parameter of state.facts.mandatory) {
    if (state.given.has(parameter)) continue;
    for (const role of rolesIn(parameter, state.current)) {
      if (!role.isMandatory) continue;
      note(wanted, parameter, role, state.facts.defaultSet);
      if (role.bit === 0) isLackingEverywhere = true;
      else lacking |= state.current & role.bit;
    }
  }
  if (wanted.size === 0) return [];
  if (lacking === 0) lacking = state.current;
  if (isLackingEverywhere) lacking = state.current & (everySet(state.facts) || allSets);

  const list = [...wanted.values()];
  const byNameIn = (sets: SetBits): ParameterFacts[] =>
    list.filter((one) => one.isEverySet || (one.bit & sets) !== 0).flatMap((one) => one.byName);
  const defaultSet = state.facts.defaultSet;
  const others = list.filter((one) => !one.isEverySet && !one.isDefault);

  if (count > 1 && defaultSet !== 0 && (defaultSet & lacking) === 0 && (defaultSet & state.current) !== 0) {
    const isCompletable = others.some((one) => (one.bit & state.current) !== 0 && one.fromPipeline.length > 0);
    if (!isCompletable) {
      lacking = state.current & ~lacking;
      state.current = lacking;
      if (state.current !== defaultSet) state.preferred = defaultSet;
    }
  }
  const lackingCount = countSets(lacking);
  if (lackingCount === 0) return "ambiguous";
  if (lackingCount === 1) return byNameIn(lacking);
  if (state.preferred !== 0) return [];

  if (defaultSet !== 0 && (lacking & defaultSet) !== 0) {
    // Every pipeline parameter of the reference takes values and properties alike, so the two need not be told apart.
    const isOtherCompletable = others.some((one) => one.fromPipeline.length > 0 && one.byName.length === 0);
    const doesOtherTakePipeline = others.some((one) => one.fromPipeline.length > 0);
    const doesDefaultTakePipeline = (wanted.get(defaultSet)?.fromPipeline.length ?? 0) > 0;
    const isNamedEverywhere = (wanted.get(allSets)?.byName.length ?? 0) > 0;
    if ((doesDefaultTakePipeline && !doesOtherTakePipeline) || !isOtherCompletable || isNamedEverywhere) {
      state.current = defaultSet;
      return byNameIn(defaultSet);
    }
  }

  const takers = list.filter((one) => !one.isEverySet && (one.bit & lacking) !== 0 && one.fromPipeline.length > 0);
  const [taker] = takers;
  if (taker && takers.length === 1) {
    preserve(state, taker, others, list);
    return byNameIn(taker.bit);
  }
  const named = list.filter((one) => (one.isEverySet || (one.bit & lacking) !== 0) && one.byName.length > 0);
  if (named.length === 0) return [];
  if (takers.length === 0) return "ambiguous";
  const ignored = named.reduce((bits, one) => (one.isEverySet ? bits : bits | one.bit), 0);
  ignore(state, ignored);
  return state.current === 0 ? "ambiguous" : [];
}

function note(wanted: Map<SetBits, Wanted>, parameter: ParameterFacts, role: SetRole, defaultSet: SetBits): void {
  const bit = role.bit === 0 ? allSets : role.bit;
  let one = wanted.get(bit);
  if (!one) {
    one = { bit, isEverySet: bit === allSets, isDefault: (bit & defaultSet) !== 0, fromPipeline: [], byName: [] };
    wanted.set(bit, one);
  }
  (role.takesPipeline ? one.fromPipeline : one.byName).push(parameter);
}

/** Keeps, besides the set that pipeline input completes, those that lack nothing of their own. */
function preserve(state: SetState, taker: Wanted, _others: readonly Wanted[], list: readonly Wanted[]): void {
  if (taker.byName.length > 0) {
    state.current = taker.bit;
    return;
  }
  const ignored = list.filter((one) => !one.isEverySet && one.bit !== taker.bit).reduce((bits, one) => bits | one.bit, 0);
  ignore(state, ignored);
  if (state.current !== taker.bit) state.preferred = taker.bit;
}

function ignore(state: SetState, sets: SetBits): void {
  if (sets === 0) return;
  state.current = (state.current === allSets ? everySet(state.facts) : state.current) & ~sets;
}
