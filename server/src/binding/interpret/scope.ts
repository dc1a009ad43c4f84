import type { Cell, Val } from "../evaluate/model.js";
import { type Content, type Definition, leak, type Slot, type State, share, slot, UNSET, type Unset, write } from "./state.js";

/**
 * PowerShell's scopes are dynamic: a function sees the variables, functions and aliases of whoever called it. An assignment
 * makes or changes a variable of the scope where it runs.
 */
export interface Scope {
  readonly parent: Scope | null;
  readonly kind: "global" | "script" | "local";
  readonly variables: Map<string, Cell<Content>>;
  readonly functions: Map<string, Cell<Content>>;
  readonly aliases: Map<string, Cell<Content>>;
  /** True where unseen code may have put any variable. */
  isOpen: boolean;
  /** True when the call that it belongs to has ended. */
  isOver: boolean;
  /** Variables to which an assignment was come by that may have failed: from there on those of that name further out are not seen, mostly. */
  readonly declared: Set<string>;
  /** The variables that are kept, by name; others are unknown. Null: all are. */
  readonly tracked: ReadonlySet<string> | null;
}

export function newScope(parent: Scope | null, kind: Scope["kind"], tracked = parent?.tracked ?? null): Scope {
  return {
    parent,
    kind,
    variables: new Map(),
    functions: new Map(),
    aliases: new Map(),
    isOpen: false,
    isOver: false,
    declared: new Set(),
    tracked,
  };
}

function scriptScope(scope: Scope): Scope {
  let found = scope;
  while (found.kind === "local" && found.parent) found = found.parent;
  return found;
}

export function globalScope(scope: Scope): Scope {
  let found = scope;
  while (found.parent) found = found.parent;
  return found;
}

/** The scope that a qualifier names, seen from `scope`. */
export function scopeNamed(scope: Scope, qualifier: string): Scope | null {
  switch (qualifier) {
    case "global":
      return globalScope(scope);
    case "script":
      return scriptScope(scope);
    case "":
    case "local":
    case "private":
      return scope;
    default:
      return null;
  }
}

/** The scope so many levels out, as `-Scope 1` counts; null when there are not so many. */
export function scopeAbove(scope: Scope, levels: number): Scope | null {
  let found: Scope | null = scope;
  for (let i = 0; i < levels && found; i++) found = found.parent;
  return found;
}

export type Found = { readonly slot: Slot; readonly cell: Cell<Content> } | "unset" | "open";

/** What a plain `$name` finds: the nearest scope that has it. `open` where unseen code may have set it. */
export function findVariable(scope: Scope, name: string): Found {
  if (scope.tracked && !scope.tracked.has(name)) return "open";
  for (let at: Scope | null = scope; at; at = at.parent) {
    const cell = at.variables.get(name);
    const content = cell?.value;
    if (cell && content && content.kind === "slot" && !(content.isPrivate && at !== scope)) return { slot: content, cell };
    if ((at.isOpen && content?.kind !== "unset") || at.declared.has(name)) return "open";
  }
  return "unset";
}

/** Notes that a variable of a function or block is assigned to; should that fail, it is unknown whether one further out is seen. */
export function declare({ kind, declared }: Scope, name: string): void {
  if (kind === "local") declared.add(name);
}

/** What a scope itself has. */
export function ownVariable(scope: Scope, name: string): Found {
  if (scope.tracked && !scope.tracked.has(name)) return "open";
  const cell = scope.variables.get(name);
  const content = cell?.value;
  if (cell && content?.kind === "slot") return { slot: content, cell };
  return scope.isOpen && content?.kind !== "unset" ? "open" : "unset";
}

/** The cell of a name in a scope, made when it is not there. */
export function cellIn(scope: Scope, what: "variables" | "functions" | "aliases", name: string): Cell<Content> {
  let cell = scope[what].get(name);
  if (!cell) {
    cell = { value: UNSET as Unset, owner: scope };
    scope[what].set(name, cell);
  }
  return cell;
}

/** The scope that a cell was made for; null where it belongs to none. */
export function scopeOf({ owner }: Cell<Content>): Scope | null {
  return owner && "variables" in owner ? (owner as Scope) : null;
}

/** Puts a variable into a scope without any conversion. */
export function setIn(state: State, scope: Scope, name: string, content: Slot | Unset): void {
  if (scope.tracked && !scope.tracked.has(name)) {
    // Whoever reads it gets an unknown value, which may refer to this one.
    if (content.kind === "slot") {
      share(state, content.value);
      leak(state, content.value);
    }
    return;
  }
  write(state, cellIn(scope, "variables", name), content);
}

export function setValue(state: State, scope: Scope, name: string, value: Val): void {
  setIn(state, scope, name, slot(value));
}

/** The function or alias of a name, nearest scope first; null for none. */
export function findDefinition(scope: Scope, name: string, what: "functions" | "aliases"): Definition | null {
  for (let at: Scope | null = scope; at; at = at.parent) {
    const content = at[what].get(name)?.value;
    if (content?.kind === "definition") return content;
  }
  return null;
}

export function define(state: State, scope: Scope, what: "functions" | "aliases", name: string, content: Definition | Unset): void {
  write(state, cellIn(scope, what, name), content);
}
