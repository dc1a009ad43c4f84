import type { Command, Parameter, Statement } from "../../syntax/ast.js";
import type { Quiet } from "./quiet.js";

/** A script as slice.ts looks at it: what its statements mention, and what they may change. */
export interface Units {
  readonly all: readonly Unit[];
  /** Variables by name, whatever their scope: lower case, `env:name` for the environment's. */
  readonly names: ReadonlyMap<string, Name>;
  /** Commands whose values are asked for. */
  readonly wanted: readonly WantedCommand[];
  /** What makes a variable's value one that could be known. */
  readonly clauses: readonly Clause[];
  /** Statements that change nothing. */
  readonly quiet: ReadonlyMap<Statement, Quiet>;
}

export interface Effects {
  /** Calls something, which may change what unknown values refer to. */
  mayChangeObjects: boolean;
  /** Calls something that is not known, which may be a block of the script. */
  mayRunBlocks: boolean;
}

/** A statement of a list, or the parameters of a function, or something in a statement whose value is asked for. */
export interface Unit extends Effects {
  readonly statement: Statement | null;
  readonly parent: Unit | null;
  readonly owner: Body;
  /** It stands in an expression of its parent, not in one of its lists of statements. */
  readonly isPart: boolean;
  /** Not a statement that holds lists of statements: all that is nested in it is part of its value. */
  readonly isLeaf: boolean;
  mentions: readonly Name[];
  changes: readonly Name[];
  calls: readonly Body[];
  nested: readonly Unit[];
  /** Followed as soon as this one is: jumps that end it, what says `$_` of its items. */
  alongside: readonly Unit[];
  /** What `$_` means where it says it. */
  item: Item | null;
  /** What must be known for its value to be, where that is asked for; null: one of the things in it will do. */
  needs: readonly Name[] | null;
  /** What it assigns cannot be known, whatever stands in it. */
  isBlind: boolean;
  /** What it changes may refer to what it mentions, or be a block that stands in it. */
  isHolding: boolean;
  /** It changes what names mean, or where the script goes on, in a way that the text does not tell. */
  isPinned: boolean;
  /** What it gives, if anything, goes nowhere. */
  readonly isSilent: boolean;
  isFollowed: boolean;
  isValued: boolean;
  isWhole: boolean;
}

/** What `$_` is: what comes from the part of `binder` before `end`. */
export interface Item {
  readonly name: Name;
  readonly binder: Unit;
  readonly end: number;
}

/** The functions of one name, or the script itself. */
export interface Body extends Effects {
  callers: readonly Unit[];
  units: readonly Unit[];
  alongside: readonly Unit[];
  /** Where the function is defined: a statement, or the top of a body. */
  readonly definers: (Unit | Body)[];
  readonly parameters: Name[];
  /** Lower case. */
  readonly parameterNames: string[];
  /** Those of the parameters that are switches. */
  readonly switches: Name[];
  /** `$_` of what comes down the pipeline. */
  readonly item: Name;
  /** What it gives. */
  readonly result: Name;
  isFollowed: boolean;
  isValued: boolean;
}

export interface Name {
  mentions: readonly Unit[];
  /** Where it gets another value. */
  assignedAt: readonly number[];
  changes: readonly Unit[];
  /** Where it is counted up or down: `$i++`. */
  countedAt: readonly number[];
  readonly parameterOf: Body[];
  /** It gets something other than nothing somewhere. */
  isFilled: boolean;
  isTracked: boolean;
  isKnowable: boolean;
  /** It may be the name of a command. */
  isNaming: boolean;
  /** What it holds may be changed, or run, by way of it. */
  isHandle: boolean;
  /** It gets a script block somewhere, and something else somewhere. */
  isBlock: boolean;
  isOther: boolean;
}

export interface WantedCommand {
  readonly command: Command;
  readonly unit: Unit;
  /** What stands in it and is not a constant, and what is sent to it. */
  readonly parts: readonly Unit[];
  /** Whatever is known of variables, it must be come by: it may mean a function of the script, or is sent constants. */
  readonly isPinned: boolean;
  /** Something stands before it in its pipeline. */
  readonly hasInput: boolean;
  /** What its name comes from, where that is no constant: it is of interest only where that may be known, and be a text. */
  readonly naming: { readonly part: Unit; readonly from: Naming } | null;
}

/** What something may be as the name of a command: a text (`may`), a script block, neither (`no`), what a variable holds. */
export type Naming = "may" | "block" | "no" | Name;

/** `name` may have a value that can be known when all of `needs` do. */
export interface Clause {
  readonly name: Name;
  readonly needs: readonly Name[];
  /** Where its value comes from, as the name of a command. */
  readonly naming: Naming;
}

export const NONE: readonly never[] = [];

/** Most lists stay empty: they are made with their first item, and grow in place. */
export function append<T>(list: readonly T[], one: T): readonly T[] {
  if (list.length === 0) return [one];
  (list as T[]).push(one);
  return list;
}

export function newName(): Name {
  return {
    mentions: NONE,
    assignedAt: NONE,
    countedAt: NONE,
    changes: NONE,
    parameterOf: [],
    isFilled: false,
    isTracked: false,
    isKnowable: false,
    isNaming: false,
    isHandle: false,
    isBlock: false,
    isOther: false,
  };
}

export function newUnit(statement: Statement | null, parent: Unit | null, owner: Body, isPart: boolean, isLeaf: boolean): Unit {
  return {
    statement,
    parent,
    owner,
    isPart,
    isLeaf,
    mentions: NONE,
    changes: NONE,
    calls: NONE,
    nested: NONE,
    alongside: NONE,
    item: null,
    needs: null,
    isBlind: false,
    isHolding: false,
    isPinned: false,
    isSilent: statement?.kind === "AssignmentStatement",
    mayChangeObjects: false,
    mayRunBlocks: false,
    isFollowed: false,
    isValued: false,
    isWhole: false,
  };
}

/** Notes a parameter of a function, once. */
export function addParameter(body: Body, name: Name | null, { name: written, attributes }: Parameter, text: string): void {
  if (!name || body.parameters.includes(name)) return;
  body.parameters.push(name);
  body.parameterNames.push(text.slice(written.nameStart, written.nameEnd).toLowerCase());
  if (attributes.some(({ typeStart, typeEnd }) => /^switch(parameter)?$/i.test(text.slice(typeStart, typeEnd)))) body.switches.push(name);
}

export function newBody(): Body {
  const item = newName();
  const body: Body = {
    callers: NONE,
    units: NONE,
    alongside: NONE,
    definers: [],
    parameters: [],
    parameterNames: [],
    switches: [],
    item,
    result: newName(),
    mayChangeObjects: false,
    mayRunBlocks: false,
    isFollowed: false,
    isValued: false,
  };
  item.parameterOf.push(body);
  return body;
}

/** What a unit may do, the one it stands in and whoever calls the function it stands in may do. */
export function spreadEffects(all: readonly Unit[]): void {
  for (let isGrowing = true; isGrowing; ) {
    isGrowing = false;
    const spread = (from: Effects, to: Effects): void => {
      if (from.mayChangeObjects && !to.mayChangeObjects) to.mayChangeObjects = isGrowing = true;
      if (from.mayRunBlocks && !to.mayRunBlocks) to.mayRunBlocks = isGrowing = true;
    };
    for (let i = all.length - 1; i >= 0; i--) {
      const unit = all[i];
      if (!unit) continue;
      for (const body of unit.calls) spread(body, unit);
      if (unit.parent) spread(unit, unit.parent);
      spread(unit, unit.owner);
    }
  }
}
