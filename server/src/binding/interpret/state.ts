import type { ScriptBlock } from "../../syntax/ast.js";
import {
  type Cell,
  held,
  type ListContent,
  listContent,
  type ObjectRef,
  type TableContent,
  type TableRef,
  UNKNOWN,
  UNKNOWN_TABLE,
  type Val,
} from "../evaluate/model.js";

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
export const UNBORN: Unborn = Object.freeze({ kind: "unborn", initial: null });
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

/** A cell born now: branches that do not know it do not spoil it when they join. Nobody sees it any more once its owner is over. */
export function born<T extends Content>(state: State, content: T, owner?: Cell<T>["owner"]): Cell<T> {
  const cell: Cell<Content> = { value: { kind: "unborn", initial: content }, owner, isShared: true };
  write(state, cell, content);
  return cell as Cell<T>;
}

/** What a path wrote since a mark. */
export type Delta = ReadonlyMap<Cell<Content>, Content>;

export function mark(state: State): number {
  return state.cells.length;
}

/** A path that wrote nothing. */
export const NOTHING: Delta = new Map();

/** What was written since a mark, and can still be seen. */
export function capture(state: State, from: number): Delta {
  const { cells } = state;
  if (cells.length === from) return NOTHING;
  const delta = new Map<Cell<Content>, Content>();
  for (let i = from; i < cells.length; i++) {
    const cell = cells[i];
    if (cell && !isGone(cell)) delta.set(cell, cell.value);
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
  joined: Delta | null;
  /** The trail up to here is in `joined` already, except for the cells in `stale`. */
  synced: number;
  stale: Set<Cell<Content>> | null;
  version: number;
}

export function newGathering(state: State): Gathering {
  return { from: state.cells.length, joined: null, synced: 0, stale: null, version: -1 };
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
  if (delta.size > 0) delta.forEach((content, cell) => void write(state, cell, content));
}

/** A variable of a scope that has ended, or what was collected by something that has. */
export function isGone({ owner }: Cell<Content>): boolean {
  return owner?.isOver === true;
}

export function leakContent(state: State, content: Content): void {
  if (content.kind === "slot") leak(state, content.value);
  else if (content.kind === "listContent") for (const item of content.items ?? []) leak(state, item);
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
      for (const cell of value.closure?.variables.values() ?? []) if (cell.value.kind === "slot") leak(state, cell.value.value);
      return;
    case "special":
      if (value.what.is === "variable" || value.what.is === "reference") leakVariable(state, value.what.cell as Cell<Content> | null);
      return;
    default:
  }
}

// Whoever has the handle may write the variable.
function leakVariable(state: State, cell: Cell<Content> | null): void {
  if (!cell || cell.isLeaked) return;
  cell.isLeaked = true;
  enlist(state, cell);
  leakContent(state, cell.value);
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
      if (content.value !== UNKNOWN) write(state, cell, { ...content, value: UNKNOWN });
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
      if (content.meaning !== "unknown") write(state, cell, { kind: "definition", meaning: "unknown" });
      return;
    case "unset":
      return;
    case "value":
      leak(state, content.value);
      if (content.value !== UNKNOWN) write(state, cell, { kind: "value", value: UNKNOWN });
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
