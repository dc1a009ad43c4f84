import { NULL, UNKNOWN, type Val } from "../evaluate/model.js";
import { textOf, truth } from "../evaluate/text.js";
import { setInScope, setNamed } from "./assign.js";
import { bind, type Given, type Shape } from "./cmdlet-arguments.js";
import { resolve } from "./command.js";
import { fail, forgetEverything, isInOwnBlock, type Machine, mayFail, perhaps } from "./machine.js";
import { cellIn, define, findVariable, scopeOf as homeOf, ownVariable, type Scope, scopeAbove, setIn } from "./scope.js";
import { type Invocation, idle, listed, type Stage } from "./stage.js";
import { leak, slot, UNSET, write } from "./state.js";

const VARIABLE: Shape = {
  positional: ["name", "value"],
  values: ["name", "value", "scope", "option", "description", "visibility", "include", "exclude"],
  switches: ["force", "passthru", "valueonly", "append"],
};

/** The scope of `-Scope`; null where it is not known. */
function scopeOf(m: Machine, value: Val | undefined): Scope | null {
  if (!value) return m.scope;
  const text = textOf(value);
  if (value.kind === "unknown" || text === null) return null;
  if (/^\d+$/.test(text)) return scopeAbove(m.scope, Number(text));
  switch (text.toLowerCase()) {
    case "global":
    case "script": {
      let at = m.scope;
      while (at.parent && !(text.toLowerCase() === "script" && at.kind !== "local")) at = at.parent;
      return at;
    }
    case "local":
    case "private":
      return m.scope;
    default:
      return null;
  }
}

/** The variables a call is about, and the scope in which they are; null where that is not known. */
interface Meant {
  readonly names: readonly string[];
  readonly scope: Scope;
}

function variablesMeant(m: Machine, given: Given): Meant | null {
  const scope = scopeOf(m, given.named.get("scope"));
  if (!given.isCertain || given.rest.length > 0 || !scope) return null;
  const names: string[] = [];
  for (const one of listed(given.named.get("name"))) {
    if (one.kind !== "string" || hasWildcard(one.value)) return null;
    names.push(one.value);
  }
  return names.length === 0 ? null : { names, scope };
}

/** The same of a call that changes them: where they are not known, any variable may be another one now. */
function variablesChanged(m: Machine, given: Given): Meant | null {
  const meant = variablesMeant(m, given);
  if (!meant) {
    forgetEverything(m);
    mayFail(m);
  }
  return meant;
}

function hasWildcard(name: string): boolean {
  return /[*?[\]]/.test(name);
}

/** `Set-Variable`, `New-Variable`. */
export function setVariable(m: Machine, call: Invocation, isNew: boolean): Stage {
  return { process: (item) => leak(m.state, item), processUnknown: idle, end: () => setVariables(m, call, isNew) };
}

function setVariables(m: Machine, { args, sink, hasInput }: Invocation, isNew: boolean): void {
  const given = bind(args, VARIABLE);
  const meant = variablesChanged(m, given);
  if (!meant) return;
  const { names, scope } = meant;
  // What comes down the pipeline is its value, or all that comes is.
  const value = hasInput ? UNKNOWN : (given.named.get("value") ?? NULL);
  const option = given.named.get("option");
  const isForced = truth(given.named.get("force") ?? NULL);
  for (const written of names) {
    if (m.state.isDead) return;
    const name = written.toLowerCase().replace(/^variable:/, "");
    const own = ownVariable(scope, name);
    if (isNew && own === "open") mayFail(m);
    if (isNew && own !== "unset" && own !== "open" && isForced !== true) {
      newTaken(m, given);
      return;
    }
    if (isForced !== false && own !== "unset" && own !== "open" && own.slot.isConstant) {
      // What is only to be read can be forced, what is constant cannot.
      mayFail(m);
      setIn(m.state, scope, name, slot(UNKNOWN));
    } else if (isNew && own !== "unset" && !isInOwnBlock(m, scope)) {
      mayFail(m);
      setInScope(m, scope, name, UNKNOWN);
    } else if (given.named.has("scope") || !/:/.test(name)) setInScope(m, scope, name, value);
    else setNamed(m, name, value);
    if (option && !m.state.isDead) {
      const cell = cellIn(scope, "variables", name);
      const text = option.kind === "unknown" ? null : textOf(option, ",")?.toLowerCase();
      if (cell.value.kind === "slot")
        write(m.state, cell, {
          ...cell.value,
          isConstant: text === null || text === undefined ? true : /constant|readonly/.test(text),
          isPrivate: text?.includes("private") ?? false,
        });
    }
  }
  if (given.named.has("passthru")) sink.emitUnknown();
}

// The error of a name that is taken does not stop the script, unless it is asked to.
function newTaken(m: Machine, given: Given): void {
  const action = given.named.get("erroraction");
  if (action?.kind === "string" && action.value.toLowerCase() === "stop") fail(m);
  else if (action && action.kind !== "string") mayFail(m);
  else if (findVariable(m.scope, "erroractionpreference") !== "unset") mayFail(m);
}

/** `Get-Variable`. */
export function getVariable(m: Machine, { args, sink }: Invocation): void {
  const given = bind(args, VARIABLE);
  const meant = variablesMeant(m, given);
  const [name, ...more] = meant?.names ?? [];
  if (!meant || name === undefined || more.length > 0) {
    for (let scope: Scope | null = m.scope; scope; scope = scope.parent)
      for (const cell of scope.variables.values()) if (cell.value.kind === "slot") leak(m.state, cell.value.value);
    mayFail(m);
    sink.emitUnknown();
    return;
  }
  const lower = name.toLowerCase();
  const found = given.named.has("scope") ? ownVariable(meant.scope, lower) : findVariable(m.scope, lower);
  if (found === "unset" || found === "open") {
    mayFail(m);
    sink.emitUnknown();
    return;
  }
  const { value } = found.slot;
  if (truth(given.named.get("valueonly") ?? NULL) === true) sink.emit(value);
  else {
    const { cell } = found;
    const home = homeOf(cell) ?? m.scope;
    sink.emit({
      kind: "special",
      origin: null,
      what: {
        is: "variable",
        name: lower,
        cell,
        read: () => (cell.value.kind === "slot" ? cell.value.value : UNKNOWN),
        write: (next) => setInScope(m, home, lower, next),
      },
    });
  }
}

/** `Clear-Variable`, `Remove-Variable`. */
export function clearVariable(m: Machine, { args }: Invocation, isRemoved: boolean): void {
  const given = bind(args, VARIABLE);
  const meant = variablesChanged(m, given);
  if (!meant) return;
  const { names, scope } = meant;
  for (const name of names) {
    const lower = name.toLowerCase();
    const found = ownVariable(scope, lower);
    if (found === "open") {
      forgetEverything(m);
      mayFail(m);
    } else if (found === "unset") {
      // One of an outer scope stays as it is: that of this scope is cleared, which so comes to be.
      if (isRemoved || given.named.has("scope") || findVariable(m.scope, lower) === "unset") mayFail(m);
      else setIn(m.state, scope, lower, slot(NULL));
    } else if (isRemoved) {
      if (isInOwnBlock(m, scope)) write(m.state, found.cell, UNSET);
      else {
        mayFail(m);
        perhaps(m, () => write(m.state, found.cell, UNSET));
      }
    } else if (found.slot.isConstant) mayFail(m);
    else setInScope(m, scope, lower, NULL);
  }
}

const ALIAS: Shape = {
  positional: ["name", "value"],
  values: ["name", "value", "scope", "option", "description"],
  switches: ["force", "passthru"],
};

/** `Set-Alias`, `New-Alias`. */
export function setAlias(m: Machine, { command, args, sink }: Invocation): void {
  const given = bind(args, ALIAS);
  const name = given.named.get("name");
  const target = given.named.get("value");
  const where = scopeOf(m, given.named.get("scope"));
  if (!given.isCertain || name?.kind !== "string" || !where) {
    // Any name may be an alias now.
    forgetEverything(m);
    m.hasUnknownAliases = true;
    return;
  }
  define(m.state, where, "aliases", name.value.toLowerCase(), {
    kind: "definition",
    meaning: target?.kind === "string" ? { is: "alias", target: target.value } : "unknown",
  });
  if (target?.kind === "string" && !m.aliases.some((alias) => alias.span === command))
    m.aliases.push({ name: name.value, target: target.value, span: command });
  if (given.named.has("passthru")) sink.emitUnknown();
}

/** `Get-Command`: a name that is certain gives a command that `&` runs. */
export function getCommand(m: Machine, { args, sink }: Invocation): void {
  const given = bind(args, {
    positional: ["name"],
    values: ["name", "module", "commandtype", "noun", "verb", "argumentlist", "parametername", "totalcount"],
    switches: ["all", "syntax", "listimported", "showcommandinfo"],
  });
  const name = given.named.get("name");
  if (given.isCertain && name?.kind === "string" && !hasWildcard(name.value) && given.named.size === 1) {
    const found = resolve(m, name.value);
    if (found.block) {
      sink.emit({ kind: "special", origin: null, what: { is: "command", name: found.name, block: found.block } });
      return;
    }
    if (!found.isUnknown && m.catalog.has(found.name) && m.runsAlone) {
      sink.emit({ kind: "special", origin: null, what: { is: "command", name: found.name, block: null } });
      return;
    }
  }
  mayFail(m, true);
  sink.emitUnknown();
}
