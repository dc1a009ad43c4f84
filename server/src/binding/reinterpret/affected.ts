import type { StatementFacts } from "./statement-facts.js";

/** A statement at the top of a script. */
export interface TopStatement {
  readonly facts: StatementFacts;
  /** Something in it is asked for that may depend on variables or functions. */
  readonly isAsked: boolean;
}

/** The statements of a script after a change: those from `first` to `freshEnd` took the place of `gone`. */
export interface Changed<T extends TopStatement> {
  readonly all: readonly T[];
  readonly first: number;
  readonly freshEnd: number;
  readonly gone: readonly T[];
  /** Variables that may have, or had, a value that can be known; others have no bearing on anything. */
  readonly knowable: ReadonlySet<string>;
  /** Variables whose assignments mean more than they say. */
  readonly unclear: Iterable<string>;
}

/** What must be done again after a change. */
export interface Affected<T> {
  /** Statements of which other things may be known than before. */
  readonly affected: ReadonlySet<T>;
  /** All that must be followed to know them. */
  readonly followed: ReadonlySet<T>;
}

const NONE: ReadonlySet<string> = new Set();

/** The functions of one name. */
interface Defined<T> {
  readonly statements: T[];
  readonly calls: Set<string>;
  /** Of variables that may be known. */
  readonly names: Set<string>;
  isFar: boolean;
}

/**
 * Which statements a change may touch by way of variables and functions, however little of that may happen: a variable that one statement
 * sets to something else stops what came before it. Null where too much hangs on the change, and all is to be done again.
 */
export function affectedBy<T extends TopStatement>(change: Changed<T>): Affected<T> | null {
  const { all, first, freshEnd, gone, knowable } = change;
  const functions = functionsOf(all, knowable);
  const unclear = new Set(change.unclear);
  for (const { facts } of all) for (const name of facts.unclear) unclear.add(name);
  const resetOf = ({ resets }: StatementFacts): string | null => (resets !== null && !unclear.has(resets) ? resets : null);

  const dirty = new Set<string>();
  const affected = new Set<T>(all.slice(first, freshEnd));
  for (const { facts } of gone) {
    if (isFar(facts)) return null;
    spoil(facts);
  }
  for (let index = first; index < all.length && (index < freshEnd || dirty.size > 0); index++) {
    const one = all[index];
    if (!one) break;
    const { facts } = one;
    if (index < freshEnd || isTouched(facts)) {
      if (isFar(facts)) return null;
      affected.add(one);
      spoil(facts);
    } else {
      const reset = resetOf(facts);
      if (reset !== null) dirty.delete(reset);
      if (facts.definition !== null) dirty.delete(functionKey(facts.definition));
    }
  }
  const followed = new Set<T>();
  reachFunctions();
  for (const one of affected) if (one.isAsked) followed.add(one);
  if (followed.size > 0) addSources();
  return followed.size > all.length / 2 + 20 ? null : { affected, followed };

  /** All functions that these names lead to. */
  function reached(calls: Iterable<string>): ReadonlySet<string> {
    let names: Set<string> | null = null;
    for (const name of calls) {
      if (functions.has(name)) {
        names ??= new Set();
        names.add(name);
      }
    }
    // What is added meanwhile comes by, too.
    for (const name of names ?? NONE) for (const call of functions.get(name)?.calls ?? NONE) if (functions.has(call)) names?.add(call);
    return names ?? NONE;
  }

  function isFar(facts: StatementFacts): boolean {
    if (facts.isFar) return true;
    for (const name of reached(facts.calls)) if (functions.get(name)?.isFar) return true;
    return false;
  }

  /** What a statement may change is not what it was. */
  function spoil(facts: StatementFacts): void {
    for (const name of facts.defines) dirty.add(functionKey(name));
    // What a function does happens where it is called.
    if (facts.definition !== null) return;
    for (const name of facts.names) if (knowable.has(name)) dirty.add(name);
    for (const name of reached(facts.calls)) for (const inner of functions.get(name)?.names ?? NONE) dirty.add(inner);
  }

  function isTouched(facts: StatementFacts): boolean {
    const calls = reached(facts.calls);
    for (const name of calls) if (dirty.has(functionKey(name))) return true;
    if (facts.definition !== null) return false;
    const reset = resetOf(facts);
    if (reset === null || !dirty.has(reset)) return mentions(facts.names, calls, dirty);
    for (const name of facts.names) if (name !== reset && dirty.has(name)) return true;
    return mentions(NONE, calls, dirty);
  }

  function mentions(own: ReadonlySet<string>, calls: ReadonlySet<string>, names: ReadonlySet<string>): boolean {
    if (areTouching(own, names)) return true;
    for (const name of calls) if (areTouching(functions.get(name)?.names ?? NONE, names)) return true;
    return false;
  }

  /** What is known of the calls in a function comes from all who call it. */
  function reachFunctions(): void {
    const changed = new Set<string>();
    const waiting: Iterable<string>[] = gone.map(({ facts }) => reached(facts.calls));
    for (const { facts } of affected) waiting.push(reached(facts.calls), facts.defines);
    for (let names = waiting.pop(); names; names = waiting.pop()) {
      for (const name of names) {
        const found = functions.get(name);
        if (!found || changed.has(name) || !found.statements.some(({ isAsked }) => isAsked)) continue;
        changed.add(name);
        for (const one of found.statements) {
          if (!affected.has(one)) waiting.push(one.facts.defines);
          affected.add(one);
        }
      }
    }
    if (changed.size === 0) return;
    for (const one of all) if (areTouching(reached(one.facts.calls), changed)) followed.add(one);
  }

  /** Adds what the variables of the followed statements come from, and what decides whether they run. */
  function addSources(): void {
    for (const one of all) if (isFar(one.facts)) followed.add(one);
    const needed = new Set<string>();
    // A function that nobody calls is followed at the script's end.
    for (const { facts } of followed) if (facts.definition !== null) for (const name of reached(facts.calls)) needed.add(functionKey(name));
    for (let index = all.length - 1; index >= 0; index--) {
      const one = all[index];
      if (!one || (needed.size === 0 && !followed.has(one))) continue;
      const { facts } = one;
      const calls = reached(facts.calls);
      if (!followed.has(one)) {
        const isDefining = facts.defines.some((name) => needed.has(functionKey(name)));
        if (!isDefining && (facts.definition !== null || !mentions(facts.names, calls, needed))) continue;
        followed.add(one);
      }
      if (facts.definition !== null) {
        needed.delete(functionKey(facts.definition));
        continue;
      }
      const reset = resetOf(facts);
      if (reset !== null) needed.delete(reset);
      for (const name of facts.names) if (name !== reset && knowable.has(name)) needed.add(name);
      for (const name of calls) {
        needed.add(functionKey(name));
        for (const inner of functions.get(name)?.names ?? NONE) needed.add(inner);
      }
    }
  }
}

/** A function among the names of variables. */
function functionKey(name: string): string {
  return `function:${name}`;
}

/** Whether two sets have something in common. */
export function areTouching(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  for (const one of few) if (many.has(one)) return true;
  return false;
}

function functionsOf<T extends TopStatement>(all: readonly T[], knowable: ReadonlySet<string>): ReadonlyMap<string, Defined<T>> {
  const functions = new Map<string, Defined<T>>();
  for (const one of all) {
    const { facts } = one;
    for (const name of facts.defines) {
      let found = functions.get(name);
      if (!found) {
        found = { statements: [], calls: new Set(), names: new Set(), isFar: false };
        functions.set(name, found);
      }
      found.statements.push(one);
      for (const inner of facts.names) if (knowable.has(inner) && !facts.own.has(inner)) found.names.add(inner);
      for (const call of facts.calls) found.calls.add(call);
      if (facts.isFar) found.isFar = true;
    }
  }
  return functions;
}
