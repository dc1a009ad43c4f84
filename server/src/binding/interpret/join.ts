/** How the states of several paths become one: what they agree on stays known. Built on the trail of `interpret/state.ts`. */
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
} from "../evaluate/model.js";
import {
  apply,
  type Content,
  capture,
  type Delta,
  type Gathering,
  isGone,
  leak,
  leakContent,
  leakWithin,
  type Meaning,
  NOTHING,
  type Output,
  type OutputLink,
  rollback,
  type Slot,
  type State,
  share,
  UNBORN,
  UNKNOWN_OUTPUT,
  write,
} from "./state.js";

/** The current state arrives. */
export function gather(state: State, gathering: Gathering): void {
  const { joined } = gathering;
  if (!joined) {
    gathering.joined = capture(state, gathering.from);
    state.gatherings.push(gathering);
  } else if (gathering.version !== state.version && (gathering.synced < state.cells.length || gathering.stale)) {
    const more = joined === NOTHING ? new Map<Cell<Content>, Content>() : (joined as Map<Cell<Content>, Content>);
    for (let i = gathering.synced; i < state.cells.length; i++) {
      const cell = state.cells[i];
      const before = state.before[i];
      if (!cell || !before || isGone(cell)) continue;
      gathering.stale?.delete(cell);
      more.set(cell, join(state, more.get(cell) ?? before, cell.value));
    }
    for (const cell of gathering.stale ?? []) more.set(cell, join(state, more.get(cell) ?? cell.value, cell.value));
    gathering.stale = null;
    gathering.joined = more;
  }
  gathering.synced = state.cells.length;
  gathering.version = state.version;
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
  const made: Cell<Content>[] = [];
  const others: Cell<Content>[] = [];
  for (let i = 0; i < alternatives.length; i++) {
    const delta = alternatives[i];
    if (!delta?.size) continue;
    delta.forEach((_, cell) => {
      if (!isGone(cell) && !isAmong(cell, alternatives, i)) (cell.value.kind === "unborn" ? made : others).push(cell);
    });
  }
  // What was made on one of the paths comes first: variables that refer to it are joined after it is there.
  for (const cell of made) joinInto(state, cell, alternatives, UNBORN);
  for (const cell of others) joinInto(state, cell, alternatives, cell.value);
  for (const cell of made) if (cell.isLeaked) leakContent(state, cell.value);
}

/** Whether one of the first `count` paths wrote a cell. */
function isAmong(cell: Cell<Content>, alternatives: readonly Delta[], count: number): boolean {
  for (let i = 0; i < count; i++) if (alternatives[i]?.has(cell)) return true;
  return false;
}

/** `before`: what the cell is on a path that did not write it. */
function joinInto(state: State, cell: Cell<Content>, alternatives: readonly Delta[], before: Content): void {
  let joined: Content = UNBORN;
  for (const delta of alternatives) joined = join(state, joined, delta.get(cell) ?? before);
  write(state, cell, joined);
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
