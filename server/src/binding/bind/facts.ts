import type { Cmdlet, Parameter } from "../../catalog/catalog.js";

/** Parameter sets as bits of a 32-bit integer; -1 says that nothing has narrowed them yet. */
export type SetBits = number;

export const allSets: SetBits = -1;

/** What a parameter is in one of its sets. */
export interface SetRole {
  /** 0 for a parameter that belongs to every set. */
  readonly bit: SetBits;
  readonly isMandatory: boolean;
  /** Position within the set, from 0; null for a parameter that is only given by name. */
  readonly position: number | null;
  readonly takesPipeline: boolean;
}

/** A parameter as the binder sees it. */
export interface ParameterFacts {
  readonly parameter: Parameter;
  /** False for the parameters that PowerShell adds: the cmdlet's own win over them where a shortened name fits both. */
  readonly isOwn: boolean;
  /** The union of its sets' bits; 0 for a parameter that belongs to every set. */
  readonly sets: SetBits;
  readonly roles: readonly SetRole[];
  readonly isMandatorySomewhere: boolean;
}

/** A cmdlet as the binder sees it. */
export interface CmdletFacts {
  readonly cmdlet: Cmdlet;
  readonly parameters: readonly ParameterFacts[];
  /** Those with a position, those that are mandatory, those that take pipeline input in some set: in the cmdlet's order. */
  readonly positional: readonly ParameterFacts[];
  readonly mandatory: readonly ParameterFacts[];
  readonly fromPipeline: readonly ParameterFacts[];
  /** By name and by alias, in lower case. */
  readonly byName: ReadonlyMap<string, ParameterFacts>;
  readonly byAlias: ReadonlyMap<string, ParameterFacts>;
  /** Names by bit number, the default set first. Sets that no parameter tells apart from the rest are not among them. */
  readonly setNames: readonly string[];
  /** 0 where there is no default set. */
  readonly defaultSet: SetBits;
  readonly defaultSetName: string | null;
}

const shouldProcess = ["whatif", "confirm"];

// Derived from an immutable cmdlet and never changed: the memory of a pure function.
const known = new WeakMap<Cmdlet, CmdletFacts>();

/** Names and sets of a cmdlet, prepared for binding. */
export function factsOf(cmdlet: Cmdlet): CmdletFacts {
  const found = known.get(cmdlet);
  if (found) return found;
  const facts = prepare(cmdlet);
  known.set(cmdlet, facts);
  return facts;
}

function prepare(cmdlet: Cmdlet): CmdletFacts {
  const setNames: string[] = [];
  const bits = new Map<string, SetBits>();
  const bitOf = (name: string): SetBits => {
    const key = name.toLowerCase();
    const before = bits.get(key);
    if (before !== undefined) return before;
    const bit = 1 << setNames.length;
    setNames.push(name);
    bits.set(key, bit);
    return bit;
  };
  const isSingle = cmdlet.sets.length <= 1;
  const defaultName = isSingle ? null : (cmdlet.sets.find((set) => set.isDefault)?.name ?? null);
  const defaultSet = defaultName === null ? 0 : bitOf(defaultName);
  const positions = new Map(
    cmdlet.sets.map((set) => [set.name, new Map(set.positional.map((name, position) => [name.toLowerCase(), position]))]),
  );
  const supportsShouldProcess = shouldProcess.every((name) => cmdlet.parameters.has(name));

  const parameters: ParameterFacts[] = [];
  const byName = new Map<string, ParameterFacts>();
  const byAlias = new Map<string, ParameterFacts>();
  for (const [key, parameter] of cmdlet.parameters) {
    const isOwn = !parameter.isCommon && !(supportsShouldProcess && shouldProcess.includes(key));
    const roles: SetRole[] = [];
    const isUniform = parameter.mandatoryIn.length === 0 || parameter.mandatoryIn.length === cmdlet.sets.length;
    if (isSingle || (parameter.sets.length === 0 && isUniform)) {
      // A position may differ from set to set even where membership does not; the first that has one counts.
      const position = cmdlet.sets.map((set) => positions.get(set.name)?.get(key)).find((place) => place !== undefined);
      roles.push({
        bit: 0,
        isMandatory: parameter.mandatoryIn.length > 0,
        position: position ?? null,
        takesPipeline: parameter.takesPipeline,
      });
    } else {
      // Mandatory in some of its sets only: the sets are told apart by it even where it belongs to all.
      const members = parameter.sets.length > 0 ? parameter.sets : cmdlet.sets.map((set) => set.name);
      for (const set of members) {
        roles.push({
          bit: bitOf(set),
          isMandatory: parameter.mandatoryIn.includes(set),
          position: positions.get(set)?.get(key) ?? null,
          takesPipeline: parameter.takesPipeline,
        });
      }
    }
    const facts: ParameterFacts = {
      parameter,
      isOwn,
      sets: roles.reduce((union, role) => union | role.bit, 0),
      roles,
      isMandatorySomewhere: roles.some((role) => role.isMandatory),
    };
    parameters.push(facts);
    byName.set(key, facts);
    for (const alias of parameter.aliases) byAlias.set(alias.toLowerCase(), facts);
  }
  const having = (wants: (role: SetRole) => boolean): ParameterFacts[] => parameters.filter((one) => one.roles.some(wants));
  const positional = having((role) => role.position !== null);
  const mandatory = having((role) => role.isMandatory);
  const fromPipeline = having((role) => role.takesPipeline);
  return { cmdlet, parameters, positional, mandatory, fromPipeline, byName, byAlias, setNames, defaultSet, defaultSetName: defaultName };
}

/** What a written parameter name stands for. */
export type NameMatch =
  | { readonly kind: "one"; readonly facts: ParameterFacts }
  | { readonly kind: "none" }
  | { readonly kind: "several"; readonly candidates: readonly ParameterFacts[] };

/** Whether the edition has the parameter: ProgressAction came with PowerShell 7. */
export function isIn(found: ParameterFacts, edition: "7" | "5.1"): boolean {
  return edition === "7" || !found.parameter.isCommon || found.parameter.name !== "ProgressAction";
}

/**
 * Finds the parameter that a name means: exact name or alias first, then the only one that starts so. Where several do, the
 * cmdlet's own beats what PowerShell adds, if it is the only own one. Undocumented parameters must be written in full: their
 * list is not complete.
 *
 * @param name as written, with or without the dash
 */
export function matchParameter(facts: CmdletFacts, name: string, edition: "7" | "5.1"): NameMatch {
  const key = (/^[-–—―]/.test(name) ? name.slice(1) : name).toLowerCase();
  const exact = facts.byName.get(key) ?? facts.byAlias.get(key);
  if (exact && isIn(exact, edition)) return { kind: "one", facts: exact };
  if (key === "") return { kind: "none" };
  const list = startingWith(facts, key, edition);
  if (list.length === 0) return { kind: "none" };
  const [first] = list;
  if (list.length === 1 && first) return { kind: "one", facts: first };
  const own = list.filter((found) => found.isOwn);
  const [onlyOwn] = own;
  if (own.length === 1 && onlyOwn) return { kind: "one", facts: onlyOwn };
  return { kind: "several", candidates: list };
}

/** The parameters whose name or alias begins so, in whatever case. Undocumented ones are left out. */
export function startingWith(facts: CmdletFacts, name: string, edition: "7" | "5.1"): ParameterFacts[] {
  const key = name.toLowerCase();
  const found = new Set<ParameterFacts>();
  const consider = (other: string, one: ParameterFacts): void => {
    if (other.startsWith(key) && isIn(one, edition) && !one.parameter.isUndocumented) found.add(one);
  };
  for (const [other, one] of facts.byName) consider(other, one);
  for (const [other, one] of facts.byAlias) consider(other, one);
  return [...found];
}

/** The roles of a parameter in the given sets. */
export function rolesIn(facts: ParameterFacts, sets: SetBits): readonly SetRole[] {
  // Most parameters play one role in every set.
  return facts.roles.every((role) => isRoleIn(role, sets)) ? facts.roles : facts.roles.filter((role) => isRoleIn(role, sets));
}

function isRoleIn({ bit }: SetRole, sets: SetBits): boolean {
  return bit === 0 || (bit & sets) !== 0;
}

/** How many sets are left. Untouched sets count as one, as in PowerShell. */
export function countSets(sets: SetBits): number {
  if (sets === allSets) return 1;
  let count = 0;
  for (let rest = sets; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
