import type { ScriptBlock } from "../syntax/ast.js";
import {
  type Cell,
  held,
  isSame,
  joinTables,
  type ListContent,
  type ListRef,
  listContent,
  type ObjectRef,
  type TableContent,
  type TableRef,
  UNKNOWN,
  UNKNOWN_TABLE,
  type Val,
  withOrigin,
} from "./evaluate-model.js";

/**
 * The state of an interpretation: cells, and a trail of every write, so that the branches of a script can be tried one after
 * the other, undone, and joined. Joining costs what the branches wrote, not what the script knows.
 */
export interface State {
  /** What was written, oldest first, and what stood there before. */
  readonly cells: Cell<Content>[];
  readonly before: Content[];
  /** True when the path being followed has ended (`break`, `return`, `throw` …): nothing that follows happens. */
  isDead: boolean;
  /** Grows with every change: two equal versions are the same state. */
  version: number;
  /** Where states are being gathered; told of what is undone. */
  readonly gatherings: Gathering[];
  /** Tables, lists and objects that an unknown value may refer to, and whose content may be known. */
  leaked: Cell<Content>[];
  /** Script blocks that an unknown value may be, or that were handed to somebody unknown: they may run with anything. */
  readonly loose: Set<ScriptBlock>;
}

/** A variable's value in a scope. */
export interface Slot {
  readonly kind: "slot";
  readonly value: Val;
  /** The type that assignments convert to, `null` for none, `undefined` where it is not known. */
  readonly type: string | null | undefined;
  /** `isPrivate`: not seen from inner scopes. `isConstant`: assignments fail. `check`: validation attributes. */
  readonly isPrivate: boolean;
  readonly isConstant: boolean;
  readonly check: ((value: Val) => boolean | null) | null;
}

/** No variable, function or alias of that name here. */
export interface Unset {
  readonly kind: "unset";
}

/** Before birth: what a cell made inside a branch was outside of it. Joins to the other side. */
export interface Unborn {
  readonly kind: "unborn";
  /** What it is born with. */
  readonly initial: Content | null;
}

/** What a command has sent down the pipeline so far: newest first; null where it is not known. */
export interface Output {
  readonly kind: "output";
  readonly last: OutputLink | null;
  readonly length: number;
  readonly isKnown: boolean;
}

export interface OutputLink {
  readonly value: Val;
  readonly rest: OutputLink | null;
}

/** What a command name means in a scope. */
export interface Definition {
  readonly kind: "definition";
  readonly meaning: Meaning | "unknown";
}

export type Meaning =
  | { readonly is: "function"; readonly block: Val & { kind: "block" }; readonly isFilter: boolean }
  | { readonly is: "alias"; readonly target: string };

export type Content =
  | Slot
  | Unset
  | Unborn
  | Output
  | Definition
  | TableContent
  | ListContent
  | { readonly kind: "value"; readonly value: Val };

export const UNSET: Unset = Object.freeze({ kind: "unset" });
const UNBORN: Unborn = Object.freeze({ kind: "unborn", initial: null });
export const NO_OUTPUT: Output = Object.freeze({ kind: "output", last: null, length: 0, isKnown: true });
export const UNKNOWN_OUTPUT: Output = Object.freeze({ kind: "output", last: null, length: 0, isKnown: false });

export function newState(): State {
  return { cells: [], before: [], isDead: false, version: 0, gatherings: [], leaked: [], loose: new Set() };
}

export function slot(value: Val, type: string | null | undefined = null): Slot {
  return { kind: "slot", value, type, isPrivate: false, isConstant: false, check: null };
}

export function write(state: State, cell: Cell<Content>, content: Content): void {
  if (cell.value === content) return;
  shareContent(state, content);
  state.cells.push(cell);
  state.before.push(cell.value);
  state.version++;
  cell.value = content;
  if (cell.isLeaked) enlist(state, cell);
}

function enlist(state: State, cell: Cell<Content>): void {
  if (cell.isListed) return;
  cell.isListed = true;
  state.leaked.push(cell);
}

// From here on somebody refers to these: they are born now, as far as the trail is concerned.
function shareContent(state: State, content: Content): void {
  switch (content.kind) {
    case "slot":
    case "value":
      share(state, content.value);
      return;
    case "output":
      if (content.last) share(state, content.last.value);
      return;
    case "listContent":
      for (const item of content.items ?? []) share(state, item);
      return;
    case "tableContent":
      for (const entry of content.entries) share(state, entry.value);
      return;
    default:
  }
}

/** Lets the trail know of a list, table or object that was made without it. */
export function share(state: State, value: Val): void {
  if (value.kind !== "list" && value.kind !== "table" && value.kind !== "object") return;
  for (const cell of value.cells as readonly Cell<Content>[]) {
    // Made on a path that is undone, and still in hand: it is born again.
    if (cell.isShared && cell.value.kind === "unborn" && cell.value.initial) write(state, cell, cell.value.initial);
    if (cell.isShared) continue;
    cell.isShared = true;
    const content = cell.value;
    cell.value = { kind: "unborn", initial: content };
    write(state, cell, content);
  }
}

/** A cell born now: branches that do not know it do not spoil it when they join. */
export function born<T extends Content>(state: State, content: T): Cell<T> {
  const cell: Cell<Content> = { value: { kind: "unborn", initial: content }, isShared: true };
  write(state, cell, content);
  return cell as Cell<T>;
}

/** What a path wrote since a mark. */
export type Delta = ReadonlyMap<Cell<Content>, Content>;

export function mark(state: State): number {
  return state.cells.length;
}

export function capture(state: State, from: number): Delta {
  const delta = new Map<Cell<Content>, Content>();
  for (let i = from; i < state.cells.length; i++) {
    const cell = state.cells[i];
    if (cell) delta.set(cell, cell.value);
  }
  return delta;
}

export function rollback(state: State, to: number): void {
  const { cells, before } = state;
  if (cells.length === to) return;
  for (const gathering of state.gatherings) {
    if (gathering.synced <= to) continue;
    for (let i = to; i < gathering.synced; i++) {
      const cell = cells[i];
      if (!cell) continue;
      gathering.stale ??= new Set();
      gathering.stale.add(cell);
    }
    gathering.synced = to;
  }
  for (let i = cells.length - 1; i >= to; i--) {
    const cell = cells[i];
    const content = before[i];
    if (!cell || !content) continue;
    cell.value = content;
    if (cell.isLeaked) enlist(state, cell);
  }
  cells.length = to;
  before.length = to;
  state.version++;
}

/**
 * States that arrive at one place from many points of a path, joined as they come: what is looked at again is only what
 * changed since the last arrival.
 */
export interface Gathering {
  readonly from: number;
  joined: Map<Cell<Content>, Content> | null;
  /** The trail up to here is in `joined` already, except for the cells in `stale`. */
  synced: number;
  stale: Set<Cell<Content>> | null;
  version: number;
}

export function newGathering(state: State): Gathering {
  return { from: state.cells.length, joined: null, synced: 0, stale: null, version: -1 };
}

/** The current state arrives. */
export function gather(state: State, gathering: Gathering): void {
  const { joined } = gathering;
  if (!joined) {
    gathering.joined = capture(state, gathering.from) as Map<Cell<Content>, Content>;
    state.gatherings.push(gathering);
  } else if (gathering.version !== state.version) {
    for (let i = gathering.synced; i < state.cells.length; i++) {
      const cell = state.cells[i];
      const before = state.before[i];
      if (!cell || !before) continue;
      gathering.stale?.delete(cell);
      joined.set(cell, join(state, joined.get(cell) ?? before, cell.value));
    }
    for (const cell of gathering.stale ?? []) joined.set(cell, join(state, joined.get(cell) ?? cell.value, cell.value));
    gathering.stale = null;
  }
  gathering.synced = state.cells.length;
  gathering.version = state.version;
}

/** What arrived, as one path's doing; null where nothing did. The gathering is over and may begin anew. */
export function takeGathered(state: State, gathering: Gathering): Delta | null {
  const { joined } = gathering;
  if (!joined) return null;
  gathering.joined = null;
  gathering.stale = null;
  const at = state.gatherings.lastIndexOf(gathering);
  if (at >= 0) state.gatherings.splice(at, 1);
  return joined;
}

export function apply(state: State, delta: Delta): void {
  for (const [cell, content] of delta) write(state, cell, content);
}

/**
 * Goes on from wherever any of the alternatives ended: each is what a path wrote since `from`. With none the path is dead.
 * What was written since `from` is undone first.
 */
export function merge(state: State, from: number, alternatives: readonly Delta[]): void {
  rollback(state, from);
  const [first, second] = alternatives;
  state.isDead = first === undefined;
  if (!first) return;
  if (!second) {
    apply(state, first);
    return;
  }
  const cells = new Set<Cell<Content>>();
  for (const delta of alternatives) for (const cell of delta.keys()) if (!isGone(cell)) cells.add(cell);
  // What was made on one of the paths comes first: variables that refer to it are joined after it is there.
  const made = new Set<Cell<Content>>();
  for (const cell of cells) if (cell.value.kind === "unborn") made.add(cell);
  for (const cell of made) joinInto(state, cell, alternatives, UNBORN);
  for (const cell of cells) if (!made.has(cell)) joinInto(state, cell, alternatives, cell.value);
  for (const cell of made) if (cell.isLeaked) leakContent(state, cell.value);
}

/** A variable of a scope that has ended. */
export function isGone(cell: Cell<Content>): boolean {
  return cell.owner?.isOver ?? false;
}

/** `before`: what the cell is on a path that did not write it. */
function joinInto(state: State, cell: Cell<Content>, alternatives: readonly Delta[], before: Content): void {
  let joined: Content = UNBORN;
  for (const delta of alternatives) joined = join(state, joined, delta.get(cell) ?? before);
  write(state, cell, joined);
}

function leakContent(state: State, content: Content): void {
  if (content.kind === "listContent") for (const item of content.items ?? []) leak(state, item);
  else if (content.kind === "tableContent") for (const entry of content.entries) leak(state, entry.value);
}

/** Runs one branch and gives what it wrote, leaving the state as it was; null when the branch does not come to its end. */
export function branch(state: State, run: () => void): Delta | null {
  const from = mark(state);
  run();
  const delta = state.isDead ? null : capture(state, from);
  rollback(state, from);
  state.isDead = false;
  return delta;
}

/** The value on which two paths agree. */
export function joinValues(state: State, a: Val, b: Val): Val {
  if (a === b) return a;
  if (isSame(a, b)) return a.origin === b.origin ? a : withOrigin(a, null);
  const both = joinReferences(a, b);
  if (both) {
    // What is read through it may be unknown, and then refers to what its candidates hold.
    leakWithin(state, a);
    leakWithin(state, b);
    return both;
  }
  leak(state, a);
  leak(state, b);
  return UNKNOWN;
}

const MAX_CANDIDATES = 4;

// Two tables, one on each path: from now on it is one of them.
function joinReferences(a: Val, b: Val): Val | null {
  if (isElsewhere(a) || isElsewhere(b)) return null;
  if (a.kind === "list" && b.kind === "list" && a.element === b.element && a.canGrow === b.canGrow) {
    const cells = union(a.cells, b.cells);
    return cells && { ...a, cells, origin: null };
  }
  if (a.kind === "table" && b.kind === "table" && a.isOrdered === b.isOrdered) {
    const cells = union(a.cells, b.cells);
    return cells && { ...a, cells, origin: null };
  }
  if (a.kind === "object" && b.kind === "object" && a.type === b.type && a.definition === b.definition) {
    const cells = union(a.cells, b.cells);
    return cells && { ...a, cells, origin: null };
  }
  return null;
}

// Made on a path that is undone just now: what it holds cannot be looked at.
function isElsewhere(value: Val): boolean {
  return (
    (value.kind === "list" || value.kind === "table" || value.kind === "object") &&
    (value.cells as readonly Cell<Content>[]).some((cell) => cell.value.kind === "unborn")
  );
}

function union<T>(a: readonly T[], b: readonly T[]): readonly T[] | null {
  const all = new Set([...a, ...b]);
  return all.size <= MAX_CANDIDATES ? [...all] : null;
}

/** Remembers that an unknown value may refer to what `value` refers to. */
export function leak(state: State, value: Val): void {
  switch (value.kind) {
    case "list":
    case "table":
    case "object":
      for (const cell of value.cells as readonly Cell<Content>[]) {
        if (cell.isLeaked) continue;
        cell.isLeaked = true;
        enlist(state, cell);
        leakContent(state, cell.value);
      }
      return;
    case "block":
      state.loose.add(value.block);
      for (const captured of value.closure?.values() ?? []) leak(state, captured);
      return;
    case "special":
      if (value.what.is === "variable") leak(state, value.what.value);
      return;
    default:
  }
}

/** The same for what a table or list holds, but not for itself. */
export function leakWithin(state: State, value: Val): void {
  if (value.kind === "list" || value.kind === "table" || value.kind === "object")
    for (const cell of value.cells) leakContent(state, cell.value);
}

/** Forgets what a cell holds. */
export function forget(state: State, cell: Cell<Content>): void {
  const content = cell.value;
  switch (content.kind) {
    case "slot":
      leak(state, content.value);
      if (content.value !== UNKNOWN || content.type !== undefined) write(state, cell, { ...content, value: UNKNOWN });
      return;
    case "tableContent":
      leakContent(state, content);
      if (cell.isShared && content !== UNKNOWN_TABLE) write(state, cell, UNKNOWN_TABLE);
      return;
    case "listContent":
      leakContent(state, content);
      if (cell.isShared && content.items) write(state, cell, listContent(null));
      return;
    case "output":
      for (let link = content.last; link; link = link.rest) leak(state, link.value);
      write(state, cell, UNKNOWN_OUTPUT);
      return;
    case "definition":
      write(state, cell, { kind: "definition", meaning: "unknown" });
      return;
    case "unset":
      return;
    case "value":
      leak(state, content.value);
      write(state, cell, { kind: "value", value: UNKNOWN });
      return;
    case "unborn":
      return;
  }
}

/** Forgets everything that an unknown value may refer to: something is written through one. */
export function forgetEscaped(state: State): void {
  // What was in a forgotten table joins the list while it is worked off.
  for (let i = 0; i < state.leaked.length; i++) {
    const cell = state.leaked[i];
    if (!cell) continue;
    forget(state, cell);
    cell.isListed = false;
  }
  state.leaked = [];
}

/** Forgets what `value` refers to, down to the last table in it: somebody unknown may have changed it. */
export function forgetReferred(state: State, value: Val): void {
  if (value.kind !== "list" && value.kind !== "table" && value.kind !== "object") return;
  if (value.cells.every((cell) => cell.isLeaked && !cell.isListed)) return;
  const isOwn = value.cells.length > 0;
  if (!isOwn) return;
  leak(state, value);
  for (const cell of value.cells) {
    const content = held(cell as Cell<TableContent | ListContent>);
    const inner = content.kind === "listContent" ? (content.items ?? []) : content.entries.map((entry) => entry.value);
    forget(state, cell);
    for (const item of inner) forgetReferred(state, item);
  }
}

/** What two paths agree on. */
export function join(state: State, a: Content, b: Content): Content {
  if (a === b || b.kind === "unborn") return a;
  if (a.kind === "unborn") return b;
  switch (a.kind) {
    case "slot":
      if (b.kind === "slot") return joinSlots(state, a, b);
      leak(state, a.value);
      return { ...a, value: UNKNOWN, type: a.type === null ? null : undefined };
    case "unset":
      if (b.kind === "slot" || b.kind === "definition") return join(state, b, a);
      return a;
    case "output":
      return b.kind === "output" ? joinOutputs(state, a, b) : UNKNOWN_OUTPUT;
    case "definition":
      return b.kind === "definition" && sameMeaning(a.meaning, b.meaning) ? a : { kind: "definition", meaning: "unknown" };
    case "tableContent":
      return b.kind === "tableContent"
        ? joinTables(
            a,
            b,
            (x, y) => joinValues(state, x, y),
            (value) => leak(state, value),
          )
        : UNKNOWN_TABLE;
    case "listContent":
      return b.kind === "listContent" ? joinLists(state, a, b) : listContent(null);
    case "value":
      return b.kind === "value" ? keep(a, joinValues(state, a.value, b.value)) : { kind: "value", value: UNKNOWN };
  }
}

function keep(a: Content & { kind: "value" }, value: Val): Content {
  return a.value === value ? a : { kind: "value", value };
}

function sameMeaning(a: Meaning | "unknown", b: Meaning | "unknown"): boolean {
  if (a === "unknown" || b === "unknown") return a === b;
  if (a.is === "function") return b.is === "function" && a.block.block === b.block.block && a.isFilter === b.isFilter;
  return b.is === "alias" && a.target === b.target;
}

function joinSlots(state: State, a: Slot, b: Slot): Slot {
  const value = joinValues(state, a.value, b.value);
  const type = a.type === b.type ? a.type : undefined;
  if (value === a.value && type === a.type && a.isConstant === b.isConstant && a.isPrivate === b.isPrivate && a.check === b.check) return a;
  return {
    kind: "slot",
    value,
    type,
    isPrivate: a.isPrivate && b.isPrivate,
    isConstant: a.isConstant || b.isConstant,
    check: a.check ?? b.check,
  };
}

function joinLists(state: State, a: ListContent, b: ListContent): ListContent {
  if (!a.items || !b.items || a.items.length !== b.items.length) {
    for (const item of [...(a.items ?? []), ...(b.items ?? [])]) leak(state, item);
    return a.items ? listContent(null) : a;
  }
  let isEqual = true;
  const items = a.items.map((item, i) => {
    const joined = joinValues(state, item, b.items?.[i] ?? UNKNOWN);
    if (joined !== item) isEqual = false;
    return joined;
  });
  return isEqual ? a : listContent(items);
}

function joinOutputs(state: State, a: Output, b: Output): Output {
  if (!a.isKnown) return a;
  if (!b.isKnown || a.length !== b.length) {
    for (const output of [a, b]) for (let link = output.last; link; link = link.rest) leak(state, link.value);
    return UNKNOWN_OUTPUT;
  }
  const link = joinLinks(state, a.last, b.last);
  return link === a.last ? a : { kind: "output", last: link, length: a.length, isKnown: true };
}

function joinLinks(state: State, a: OutputLink | null, b: OutputLink | null): OutputLink | null {
  if (a === b || !a || !b) return a;
  const rest = joinLinks(state, a.rest, b.rest);
  const value = joinValues(state, a.value, b.value);
  return rest === a.rest && value === a.value ? a : { value, rest };
}

/** Whether joining `next` into `held` taught nothing new. */
export function isStable(held: Content, joined: Content): boolean {
  if (held === joined) return true;
  if (held.kind === "slot" && joined.kind === "slot")
    return isSame(held.value, joined.value) && held.type === joined.type && held.isConstant === joined.isConstant;
  if (held.kind === "value" && joined.kind === "value") return isSame(held.value, joined.value);
  if (held.kind === "definition" && joined.kind === "definition") return sameMeaning(held.meaning, joined.meaning);
  if (held.kind === "output" && joined.kind === "output")
    return held.isKnown === joined.isKnown && (!held.isKnown || sameLinks(held, joined));
  if (held.kind === "listContent" && joined.kind === "listContent") {
    if (!held.items || !joined.items) return held.items === joined.items;
    return held.items.length === joined.items.length && held.items.every((item, i) => isSame(item, joined.items?.[i] ?? UNKNOWN));
  }
  if (held.kind === "tableContent" && joined.kind === "tableContent") {
    return (
      held.isComplete === joined.isComplete &&
      held.entries.length === joined.entries.length &&
      held.entries.every((entry, i) => {
        const other = joined.entries[i];
        return other !== undefined && other.id === entry.id && other.isMaybe === entry.isMaybe && isSame(entry.value, other.value);
      })
    );
  }
  return false;
}

function sameLinks(a: Output, b: Output): boolean {
  if (a.length !== b.length) return false;
  let x = a.last;
  let y = b.last;
  while (x && y) {
    if (!isSame(x.value, y.value)) return false;
    x = x.rest;
    y = y.rest;
  }
  return true;
}

/** The widest content of the same kind: loops that do not settle end here. */
export function widen(state: State, content: Content): Content {
  switch (content.kind) {
    case "slot":
      leak(state, content.value);
      return { ...content, value: UNKNOWN };
    case "tableContent":
      for (const entry of content.entries) leak(state, entry.value);
      return UNKNOWN_TABLE;
    case "listContent":
      for (const item of content.items ?? []) leak(state, item);
      return listContent(null);
    case "output":
      for (let link = content.last; link; link = link.rest) leak(state, link.value);
      return UNKNOWN_OUTPUT;
    case "definition":
      return { kind: "definition", meaning: "unknown" };
    case "value":
      leak(state, content.value);
      return { kind: "value", value: UNKNOWN };
    default:
      return content;
  }
}

/** A table made now. */
export function newTable(state: State, content: TableContent, isOrdered: boolean, origin: TableRef["origin"] = null): TableRef {
  return { kind: "table", cells: [born(state, content)], isOrdered, origin };
}

/** An object made now. */
export function newObject(
  state: State,
  type: string,
  content: TableContent,
  definition: ObjectRef["definition"] = null,
  origin: ObjectRef["origin"] = null,
): ObjectRef {
  return { kind: "object", cells: [born(state, content)], type, definition, origin };
}

/** Changes a table or object: the one it is, or, where that is not known, each one it may be. */
export function updateTable(state: State, target: TableRef | ObjectRef, change: (content: TableContent) => TableContent): void {
  share(state, target);
  const isCertain = target.cells.length === 1;
  for (const cell of target.cells) {
    const changed = change(held(cell));
    if (!isCertain || cell.isLeaked) for (const entry of changed.entries) leak(state, entry.value);
    write(state, cell, isCertain ? changed : join(state, cell.value, changed));
  }
}

/** Changes a list likewise. */
export function updateList(state: State, target: ListRef, change: (items: readonly Val[]) => readonly Val[] | null): void {
  share(state, target);
  const isCertain = target.cells.length === 1;
  for (const cell of target.cells) {
    const { items } = held(cell);
    const changed = listContent(items ? change(items) : null);
    if (!isCertain || cell.isLeaked) for (const item of changed.items ?? []) leak(state, item);
    write(state, cell, isCertain ? changed : join(state, cell.value, changed));
  }
}
