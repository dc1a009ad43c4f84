import type { Statement } from "../syntax/ast.js";
import type { StatementFacts } from "./statement-facts.js";

/** The statements at the top of a script, and what is known of them. */
export interface Statements {
  readonly all: readonly Statement[];
  /** Of those that are gone, too. */
  readonly factsOf: (statement: Statement) => StatementFacts;
  /** Whether something in it is asked for that depends on variables or functions. */
  readonly isAsked: (statement: Statement) => boolean;
  /** Whether a variable may have a value that can be known; others have no bearing on anything. */
  readonly isKnowable: (name: string) => boolean;
}

/** Where one list of statements differs from another: `fresh` took the place of `gone` at `first`. */
export interface Change {
  readonly first: number;
  readonly fresh: readonly Statement[];
  readonly gone: readonly Statement[];
}

export function changeBetween(before: readonly Statement[], now: readonly Statement[]): Change {
  const shorter = Math.min(before.length, now.length);
  let first = 0;
  while (first < shorter && before[first] === now[first]) first++;
  let same = 0;
  while (same < shorter - first && before[before.length - 1 - same] === now[now.length - 1 - same]) same++;
  return { first, fresh: now.slice(first, now.length - same), gone: before.slice(first, before.length - same) };
}

/** What must be done again after a change. */
export interface Affected {
  /** Statements of which other things may be known than before. */
  readonly affected: ReadonlySet<Statement>;
  /** All that must be followed to know them. */
  readonly followed: ReadonlySet<Statement>;
}

const NONE: ReadonlySet<string> = new Set();

/** The functions of one name. */
interface Defined {
  readonly statements: Statement[];
  readonly calls: Set<string>;
  /** Of variables that may be known. */
  readonly names: Set<string>;
  isFar: boolean;
}

/**
 * Which statements a change may touch by way of variables and functions, however little of that may happen: a variable that one statement
 * sets to something else stops what came before it. Null where too much hangs on the change, and all is to be done again.
 */
export function affectedBy(change: Change, statements: Statements): Affected | null {
  const { all, factsOf, isAsked, isKnowable } = statements;
  const { first, fresh, gone } = change;
  const functions = functionsOf(statements);
  const unclear = new Set<string>();
  for (const one of all) for (const name of factsOf(one).unclear) unclear.add(name);
  const resetOf = ({ resets }: StatementFacts): string | null => (resets !== null && !unclear.has(resets) ? resets : null);

  const dirty = new Set<string>();
  const affected = new Set<Statement>(fresh);
  for (const one of gone) {
    const facts = factsOf(one);
    if (isFar(facts)) return null;
    spoil(one, facts);
  }
  for (let index = first; index < all.length; index++) {
    const one = all[index];
    if (!one) break;
    const facts = factsOf(one);
    const isFresh = index < first + fresh.length;
    if (isFresh || isTouched(one, facts)) {
      if (isFar(facts)) return null;
      affected.add(one);
      spoil(one, facts);
    } else {
      const reset = resetOf(facts);
      if (reset !== null) dirty.delete(reset);
      if (one.kind === "FunctionDefinition") for (const name of facts.defines.slice(0, 1)) dirty.delete(functionKey(name));
    }
    if (dirty.size === 0 && index >= first + fresh.length - 1) break;
  }
  const followed = new Set<Statement>();
  reachFunctions();
  for (const one of affected) if (isAsked(one)) followed.add(one);
  if (followed.size > 0) addSources();
  return followed.size > all.length / 2 + 20 ? null : { affected, followed };

  /** All functions that these names lead to. */
  function reached(calls: ReadonlySet<string>): ReadonlySet<string> {
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
  function spoil(one: Statement, facts: StatementFacts): void {
    for (const name of facts.defines) dirty.add(functionKey(name));
    // What a function does happens where it is called.
    if (one.kind === "FunctionDefinition") return;
    for (const name of facts.names) if (isKnowable(name)) dirty.add(name);
    for (const name of reached(facts.calls)) for (const inner of functions.get(name)?.names ?? NONE) dirty.add(inner);
  }

  function isTouched(one: Statement, facts: StatementFacts): boolean {
    const isDefinition = one.kind === "FunctionDefinition";
    const calls = reached(facts.calls);
    for (const name of calls) if (dirty.has(functionKey(name))) return true;
    if (isDefinition) return false;
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
    const waiting: ReadonlySet<string>[] = [...gone.map((one) => reached(factsOf(one).calls))];
    for (const one of affected) waiting.push(reached(factsOf(one).calls), new Set(factsOf(one).defines));
    for (let names = waiting.pop(); names; names = waiting.pop()) {
      for (const name of names) {
        const found = functions.get(name);
        if (!found || changed.has(name) || !found.statements.some(isAsked)) continue;
        changed.add(name);
        for (const one of found.statements) {
          if (!affected.has(one)) waiting.push(new Set(factsOf(one).defines));
          affected.add(one);
        }
      }
    }
    if (changed.size === 0) return;
    for (const one of all) {
      const { calls } = factsOf(one);
      if (calls.size === 0) continue;
      for (const name of reached(calls)) if (changed.has(name)) followed.add(one);
    }
  }

  /** Adds what the variables of the followed statements come from, and what decides whether they run. */
  function addSources(): void {
    for (const one of all) if (isFar(factsOf(one))) followed.add(one);
    const needed = new Set<string>();
    // A function that nobody calls is followed at the script's end.
    for (const one of followed)
      if (one.kind === "FunctionDefinition") for (const name of reached(factsOf(one).calls)) needed.add(functionKey(name));
    for (let index = all.length - 1; index >= 0; index--) {
      const one = all[index];
      if (!one) continue;
      const facts = factsOf(one);
      const calls = reached(facts.calls);
      const isDefinition = one.kind === "FunctionDefinition";
      if (!followed.has(one)) {
        if (needed.size === 0) continue;
        const isNeeded =
          facts.defines.some((name) => needed.has(functionKey(name))) || (!isDefinition && mentions(facts.names, calls, needed));
        if (!isNeeded) continue;
        followed.add(one);
      }
      if (isDefinition) {
        for (const name of facts.defines.slice(0, 1)) needed.delete(functionKey(name));
        continue;
      }
      const reset = resetOf(facts);
      if (reset !== null) needed.delete(reset);
      for (const name of facts.names) if (name !== reset && isKnowable(name)) needed.add(name);
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

function functionsOf({ all, factsOf, isKnowable }: Statements): ReadonlyMap<string, Defined> {
  const functions = new Map<string, Defined>();
  for (const one of all) {
    const facts = factsOf(one);
    for (const name of facts.defines) {
      let found = functions.get(name);
      if (!found) {
        found = { statements: [], calls: new Set(), names: new Set(), isFar: false };
        functions.set(name, found);
      }
      found.statements.push(one);
      for (const inner of facts.names) if (isKnowable(inner) && !facts.own.has(inner)) found.names.add(inner);
      for (const call of facts.calls) found.calls.add(call);
      if (facts.isFar) found.isFar = true;
    }
  }
  return functions;
}
