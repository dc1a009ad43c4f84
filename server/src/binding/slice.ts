import type { Command, Span, Statement } from "../syntax/ast.js";
import { mentions } from "../syntax/mentions.js";
import type { Aside } from "./slice/asked.js";
import type { Part } from "./slice/part.js";
import { askedInVain } from "./slice/prospect.js";
import { readUnits } from "./slice/read-units.js";
import type { Sites } from "./slice/sites.js";
import { type Body, type Name, spreadEffects, type Unit, type Units, type WantedCommand } from "./slice/units.js";

/**
 * Which statements can matter to the calls that are asked for. A name stands for every variable of that name, whatever its scope.
 *
 * Soundness rests on one rule: a variable that is not tracked is unknown wherever it is read, and every statement that mentions
 * a tracked one is followed. So a statement that is passed over can change nothing that anybody looks at, except through
 * unknown values: see `PassedOver`. Which variables are tracked is a matter of what there is to know, no more.
 */
export interface Slice {
  /** Lower case, without scope; `env:name` for the environment's. */
  readonly tracked: ReadonlySet<string>;
  /** Of a statement that is not followed; undefined for those that are. */
  readonly passedOver: (statement: Statement) => PassedOver | undefined;
  readonly aside: readonly Aside[];
  /** Whether a block holds one of the commands sought, or calls a function that does. */
  readonly leadsToSought: (block: Span) => boolean;
  /** Tracked variables that get another value somewhere in a part of the text. */
  readonly assignedWithin: (part: Span) => readonly string[];
  /** Those that are counted up or down there. */
  readonly countedWithin: (part: Span) => readonly string[];
  /** The others that are asked for; where there are none nothing needs to be followed. */
  readonly sought: ReadonlySet<Command>;
  /** Of these, those on whose account the rest is followed. */
  readonly live: ReadonlySet<Command>;
}

export interface PassedOver {
  /** It gives nothing. */
  readonly isSilent: boolean;
  /** It calls something, which may change what unknown values refer to. */
  readonly mayChangeObjects: boolean;
  /** It calls something that may be any block of the script. */
  readonly mayRunBlocks: boolean;
}

/** What the interpreter itself reads; and `$_`, which belongs to a place: see `Unit.alongside`. */
const ALWAYS_TRACKED = ["_", "erroractionpreference", "ofs", "psdefaultparametervalues"];

/** Finds what must be followed; null where everything must. */
export function sliceOf(part: Part, sites: Sites, runsAlone: boolean): Slice | null {
  const usesDefaults = mentions(part.parsed.text, "psdefaultparametervalues");
  // Alone, a variable that nobody sets is $null: all have values that can be known.
  const inVain = runsAlone || usesDefaults ? null : askedInVain(part, sites);
  return inVain ? idleSlice(part, inVain) : thoroughSlice(part, sites, runsAlone, usesDefaults);
}

/** Nothing is followed. */
function idleSlice({ passedOver }: Part, aside: readonly Aside[]): Slice {
  return {
    tracked: new Set(ALWAYS_TRACKED),
    passedOver: (statement) => passedOver.get(statement),
    aside,
    sought: new Set(),
    live: new Set(),
    leadsToSought: () => false,
    assignedWithin: () => [],
    countedWithin: () => [],
  };
}

/** The same, found by reading all of the script. */
export function thoroughSlice(part: Part, sites: Sites, runsAlone: boolean, usesDefaults: boolean): Slice | null {
  const units = readUnits(part, sites, runsAlone);
  if (!units) return null;
  if (runsAlone) for (const name of units.names.values()) name.isKnowable = true;
  learn(units);
  if (units.wanted.some(({ naming }) => naming)) learnNames(units);
  const askedFor = units.wanted.filter((one) => usesDefaults || one.isPinned || one.parts.some(isLive));
  // On account of a block that a variable holds nothing is followed; but where something is, what runs is better known.
  const live = askedFor.some(mayBeNamed) ? askedFor : [];
  if (live.length > 0) learnHandles(units);
  const tracked = live.length > 0 ? spread(units, live) : new Set<string>();
  const aside = units.wanted.filter(({ unit }) => !unit.isFollowed).map((one) => ({ ...one, isOwnBlock: isOwnBlock(one) }));
  const soughtOnes = units.wanted.filter(({ unit }) => unit.isFollowed);
  // Where nothing is followed, hardly anything is asked about.
  let passedOver: ReadonlyMap<Statement, PassedOver> | null = null;
  return {
    tracked,
    passedOver: (statement) => {
      passedOver ??= passedOverOf(units, aside);
      return part.passedOver.get(statement) ?? passedOver.get(statement);
    },
    aside,
    sought: new Set(soughtOnes.map(({ command }) => command)),
    live: new Set(live.map(({ command }) => command)),
    leadsToSought: blocksLeadingTo(soughtOnes),
    assignedWithin: placesOf(units, tracked, ({ assignedAt }) => assignedAt),
    countedWithin: placesOf(units, tracked, ({ countedAt }) => countedAt),
  };
}

const SILENT: PassedOver = { isSilent: true, mayChangeObjects: false, mayRunBlocks: false };
const LOUD: PassedOver = { ...SILENT, isSilent: false };

function passedOverOf({ all, quiet }: Units, aside: readonly WantedCommand[]): ReadonlyMap<Statement, PassedOver> {
  spreadEffects(all);
  const passedOver = new Map<Statement, PassedOver>();
  for (const [one, how] of quiet) passedOver.set(one, how === "silent" ? SILENT : LOUD);
  for (const unit of all) if (unit.statement && !unit.isFollowed) passedOver.set(unit.statement, unit);
  // What stands in what is read aside is read all the same.
  for (const { parts } of aside)
    for (const part of parts) for (const { statement } of part.alongside) if (statement) passedOver.delete(statement);
  return passedOver;
}

/** Answers by place: a block leads to a command when a statement in it holds the command, or calls a function that leads there. */
function blocksLeadingTo(sought: Units["wanted"]): Slice["leadsToSought"] {
  const leading = new Set<Body>();
  const places: number[] = [];
  const waiting: Unit[] = sought.map(({ unit }) => unit);
  for (let unit = waiting.pop(); unit; unit = waiting.pop()) {
    let at: Unit | null = unit;
    while (at && !at.statement) at = at.parent;
    if (at?.statement) places.push(at.statement.start);
    if (leading.has(unit.owner)) continue;
    leading.add(unit.owner);
    waiting.push(...unit.owner.callers);
  }
  places.sort((a, b) => a - b);
  return (block) => {
    let [low, high] = [0, places.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((places[middle] ?? 0) < block.start) low = middle + 1;
      else high = middle;
    }
    return (places[low] ?? Number.POSITIVE_INFINITY) < block.end;
  };
}

function placesOf({ names }: Units, tracked: ReadonlySet<string>, placesIn: (name: Name) => readonly number[]): Slice["assignedWithin"] {
  const places: { readonly name: string; readonly at: readonly number[] }[] = [];
  for (const name of tracked) {
    const known = names.get(name);
    const at = known ? placesIn(known) : [];
    if (at.length > 0) places.push({ name, at });
  }
  return ({ start, end }) => places.filter(({ at }) => at.some((place) => start <= place && place < end)).map(({ name }) => name);
}

/** Marks the variables that may have a value that can be known. */
function learn({ clauses }: Units): void {
  const waiting = new Map<Name, { name: Name; missing: number }[]>();
  const learned: Name[] = [];
  const mark = (name: Name): void => {
    if (name.isKnowable) return;
    name.isKnowable = true;
    learned.push(name);
  };
  for (const { name, needs } of clauses) {
    if (needs.length === 0) {
      mark(name);
      continue;
    }
    const entry = { name, missing: needs.length };
    for (const need of needs) {
      const list = waiting.get(need);
      if (list) list.push(entry);
      else waiting.set(need, [entry]);
    }
  }
  for (let name = learned.pop(); name; name = learned.pop()) {
    for (const entry of waiting.get(name) ?? []) if (--entry.missing === 0) mark(entry.name);
  }
}

/** Marks the variables that may be the name of a command. */
function learnNames({ clauses }: Units): void {
  const from = new Map<Name, Name[]>();
  const learned: Name[] = [];
  const mark = (name: Name): void => {
    if (name.isNaming) return;
    name.isNaming = true;
    learned.push(name);
  };
  for (const { name, needs, naming } of clauses) {
    if (naming === "no" || naming === "block" || !needs.every((need) => need.isKnowable)) continue;
    if (naming === "may") mark(name);
    else from.set(naming, [...(from.get(naming) ?? []), name]);
  }
  for (let name = learned.pop(); name; name = learned.pop()) for (const other of from.get(name) ?? []) mark(other);
}

/** Marks the variables whose objects become those of a handle. */
function learnHandles({ names }: Units): void {
  const handles = [...names.values()].filter(({ isHandle }) => isHandle);
  for (let handle = handles.pop(); handle; handle = handles.pop()) {
    for (const { isHolding, mentions } of handle.changes) {
      if (!isHolding) continue;
      for (const name of mentions) {
        if (name.isHandle) continue;
        name.isHandle = true;
        handles.push(name);
      }
    }
  }
}

/** Whether a command may be one that is asked for: its name is a constant, or a text that may be known. */
function mayBeNamed({ naming }: WantedCommand): boolean {
  if (naming === null) return true;
  const { from, part } = naming;
  return isLive(part) && (typeof from === "string" ? from === "may" : from.isNaming);
}

function isOwnBlock({ naming }: WantedCommand): boolean {
  return naming !== null && typeof naming.from !== "string" && naming.from.isBlock && !naming.from.isOther;
}

/** Whether something whose value is asked for may have one that can be known. */
function isLive(part: Unit): boolean {
  if (part.isBlind) return false;
  return part.needs ? part.needs.length > 0 && part.needs.every((name) => name.isKnowable) : holdsKnowable(part);
}

function holdsKnowable({ mentions, calls, nested }: Unit): boolean {
  return mentions.some((name) => name.isKnowable) || calls.some(({ result }) => result.isKnowable) || nested.some(holdsKnowable);
}

/** Marks what is followed, beginning with what is asked for; gives the names of the variables whose values matter. */
function spread({ all, names }: Units, live: Units["wanted"]): ReadonlySet<string> {
  const followed: Unit[] = [];
  const valued: Unit[] = [];
  // Functions call each other in chains of any length: bodies wait their turn.
  const entered: Body[] = [];
  const valuedBodies: Body[] = [];

  function follow(unit: Unit): void {
    for (let at: Unit | null = unit; at && !at.isFollowed; at = at.parent) {
      at.isFollowed = true;
      followed.push(at);
    }
    enter(unit.owner);
  }
  function enter(body: Body): void {
    if (body.isFollowed) return;
    body.isFollowed = true;
    entered.push(body);
  }
  function define(body: Body): void {
    for (const one of body.definers) {
      if ("units" in one) enter(one);
      else follow(one);
    }
  }
  /** What a unit itself mentions matters, and so does what decides whether it runs; not the rest of the statement that it is a part of. */
  function value(unit: Unit): void {
    for (let at: Unit | null = unit; at; at = at.parent) {
      if (at !== unit && at.isLeaf) continue;
      if (at.isValued) return;
      at.isValued = true;
      valued.push(at);
      if (!at.isLeaf) for (const one of at.nested) if (one.isPart) valueWithin(one);
    }
  }
  /** What it gives matters, too. */
  function valueWhole(unit: Unit): void {
    value(unit);
    if (unit.isWhole || !unit.isLeaf) return;
    unit.isWhole = true;
    for (const body of unit.calls) if (body.result.isKnowable) valueBody(body);
    for (const one of unit.nested) valueWithin(one);
  }
  function valueWithin(unit: Unit): void {
    valueWhole(unit);
    if (unit.isLeaf || unit.isWhole) return;
    unit.isWhole = true;
    for (const one of unit.nested) valueWithin(one);
  }
  function valueBody(body: Body): void {
    if (body.isValued) return;
    body.isValued = true;
    valuedBodies.push(body);
  }
  function track(name: Name): void {
    if (name.isTracked || !name.isKnowable) return;
    name.isTracked = true;
    for (const unit of name.changes) {
      if (!unit.isBlind) valueWhole(unit);
      else if (unit.parent) value(unit.parent);
    }
    for (const body of name.parameterOf) for (const unit of body.callers) valueWhole(unit);
    for (const unit of name.mentions) {
      follow(unit);
      if (unit.isHolding) for (const other of unit.changes) if (other.isHandle) track(other);
    }
  }

  for (const text of ALWAYS_TRACKED) {
    const name = names.get(text);
    if (!name) continue;
    name.isKnowable = true;
    track(name);
  }
  for (const { unit, parts, isPinned } of live) {
    follow(unit);
    for (const part of parts) if (isPinned || isLive(part)) valueWhole(part);
  }
  for (const unit of all) if (unit.isPinned) follow(unit);
  for (;;) {
    const next = valued.pop();
    if (next) {
      follow(next);
      for (const name of next.mentions) track(name);
      const { item } = next;
      if (item?.name.isKnowable) {
        value(item.binder);
        for (const one of item.binder.nested) if (one.isPart && one.statement && one.statement.end <= item.end) valueWithin(one);
      }
      continue;
    }
    const body = entered.pop();
    if (body) {
      for (const unit of body.callers) follow(unit);
      for (const unit of body.alongside) follow(unit);
      define(body);
      continue;
    }
    const whole = valuedBodies.pop();
    if (whole) {
      for (const unit of whole.units) valueWhole(unit);
      continue;
    }
    const one = followed.pop();
    if (!one) break;
    for (const unit of one.alongside) follow(unit);
    for (const body of one.calls) define(body);
    // A block with something in it may run by way of a variable.
    for (let part = one, at = one.parent; at; part = at, at = at.parent)
      if (at.isHolding && part.isPart) for (const name of at.changes) track(name);
  }
  const tracked = new Set(ALWAYS_TRACKED);
  for (const [text, { isTracked }] of names) if (isTracked) tracked.add(text);
  return tracked;
}
