import type { Command, Node, ParsedScript, ScriptBlock, VariableExpression } from "../syntax/ast.js";
import { forEachChild } from "../syntax/visit.js";
import type { OtherCall, ScriptCalls } from "./call.js";
import { list, UNKNOWN } from "./evaluate-model.js";
import { builtinAlias } from "./interpret-command.js";
import { flatCall } from "./interpret-flat.js";
import { setDefault, startBlock } from "./interpret-function.js";
import { type CommandCatalog, land, landGathered, type Machine, NOWHERE, newExit, within } from "./interpret-machine.js";
import { parametersOf } from "./interpret-parameters.js";
import { callsOf } from "./interpret-record.js";
import { mark, newGathering, newState, newTable, rollback, slot } from "./interpret-state.js";
import { runStatements } from "./interpret-statement.js";
import { type Survey, survey, type Wanted } from "./interpret-survey.js";
import { newScope, type Scope, setIn, setValue } from "./scope.js";

export type { CommandCatalog } from "./interpret-machine.js";

export interface InterpretOptions {
  /**
   * True: the script runs as `& script.ps1` in a fresh session, without arguments. False (the rule): who runs it may have set
   * any variable and given any argument.
   */
  readonly runsAlone?: boolean;
}

/** Without a catalogue every call is one of `others`. */
const NO_CATALOG: CommandCatalog = { has: () => false, isSwitch: () => false };

/** Work that repeating things may cost, in statements or thereabouts; what is beyond becomes unknown. */
const BUDGET = 4_000;

/**
 * Finds every call in a script and what is known of its arguments, by following the script in PowerShell's order of
 * evaluation without running anything: where it branches on what cannot be known, all ways are followed and joined.
 *
 * A value that comes back known is what PowerShell binds at every call from that place.
 */
export function interpret(parsed: ParsedScript, catalog: CommandCatalog = NO_CATALOG, options: InterpretOptions = {}): ScriptCalls {
  const isWanted = wantedOf(parsed.text, catalog);
  const look = survey(parsed, isWanted);
  const { functions } = look;
  if (look.relevant.size === 0)
    return { calls: [], others: flatCalls(parsed, look, null), functions, aliases: [], unseenCode: unseenCode(look) };
  const m = newMachine(parsed, catalog, options, look, isWanted);
  runScript(m, parsed.root);
  runRest(m, parsed, look);
  const { calls, others } = callsOf(m.records.values());
  for (const call of flatCalls(parsed, look, m)) {
    if (!call.isFunction && catalog.has(call.name)) calls.push({ ...call, hasPipelineInput: true, pipelineInput: null, isReached: false });
    else others.push(call);
  }
  return { calls: calls.sort(byPlace), others: others.sort(byPlace), functions, aliases: m.aliases, unseenCode: m.unseenCode };
}

function byPlace(a: OtherCall, b: OtherCall): number {
  return a.command.start - b.command.start || b.command.end - a.command.end;
}

function flatCalls(parsed: ParsedScript, look: Survey, m: Machine | null): OtherCall[] {
  const others: OtherCall[] = [];
  for (const { command, name } of look.commands) {
    if (name === null || m?.records.has(command)) continue;
    const call = flatCall(parsed.text, command, name, look.functionNames.has(name.toLowerCase()), m ? m.visited.has(command) : true);
    if (call) others.push(call);
  }
  return others;
}

/** `. $file`, `Invoke-Expression`, modules by path: seen without following the script. */
function unseenCode(look: Survey): Command[] {
  return look.commands.flatMap(({ command, name }) => {
    const first = command.elements[0];
    const isDotted =
      command.invocation === "." && first?.kind !== "ScriptBlockExpression" && !look.functionNames.has(name?.toLowerCase() ?? "");
    return isDotted || (name !== null && /^(invoke-expression|iex)$/i.test(name)) ? [command] : [];
  });
}

// Commands of PowerShell's own naming are of no interest unless the catalogue has them; programs and scripts are.
function wantedOf(text: string, catalog: CommandCatalog): (name: string) => Wanted {
  if (catalog === NO_CATALOG) return () => "yes";
  // Prefixed imports (Get-EXOSendConnector), aliases and functions by variable: any name may be one of the catalogue's.
  const isAny = /-prefix\b|\b(set|new)-alias\b|\b[sn]al\b|\$\{?(alias|function):/i.test(text);
  return (name) => {
    const builtin = builtinAlias(name);
    if (builtin !== null) return catalog.has(builtin) ? "unless function" : "no";
    if (catalog.has(name)) return "yes";
    const plain = name.slice(name.lastIndexOf("\\") + 1);
    if (plain !== name && catalog.has(plain)) return "yes";
    if (/^[A-Za-z]+-[A-Za-z]\w*$/.test(plain)) return isAny ? "yes" : "no";
    return "unless function";
  };
}

export function newMachine(
  parsed: ParsedScript,
  catalog: CommandCatalog,
  options: InterpretOptions,
  look: Survey,
  isWanted: Machine["isWanted"],
): Machine {
  const { text } = parsed;
  const state = newState();
  const global = newScope(null, "global");
  const runsAlone = options.runsAlone ?? false;
  global.isOpen = !runsAlone;
  const parametersOfFunctions: Machine["parametersOf"] = new Map();
  for (const one of look.functions) parametersOfFunctions.set(one.body, one.parameters);
  for (const one of look.methods) parametersOfFunctions.set(one.body, one.parameters);
  return {
    text,
    catalog,
    state,
    runsAlone,
    scope: newScope(global, "script"),
    sink: NOWHERE,
    targets: [],
    aborted: newGathering(state),
    tryDepth: 0,
    callDepth: 0,
    budget: runsAlone ? BUDGET : 200 + text.length / 80,
    enclosing: [],
    records: new Map(),
    visited: new Set(),
    types: new Map(),
    statics: new Map(),
    parameters: new Map(),
    parametersOf: parametersOfFunctions,
    functions: [],
    aliases: [],
    unseenCode: [],
    calling: [],
    isReached: true,
    hasUnseenCode: false,
    using: null,
    looseEnclosing: new Map(),
    functionNames: look.functionNames,
    relevant: look.relevant,
    isWanted,
    hasUnknownAliases: false,
    usesBoundParameters: /\bpsboundparameters\b/i.test(text),
    usesEnumerator: /\$foreach\b/i.test(text),
    usesSeparator: /\bofs\b/i.test(text),
    usesDefaults: /psdefaultparametervalues/i.test(text),
  };
}

/** Runs the script's own blocks, as a session would. */
function runScript(m: Machine, root: ScriptBlock): void {
  const { state, scope } = m;
  m.visited.add(root);
  const info = parametersOf(m, root);
  if (m.runsAlone) {
    setValue(state, scope, "args", list([]));
    setValue(state, scope, "input", list([]));
    if (m.usesBoundParameters)
      setValue(state, scope, "psboundparameters", newTable(state, { kind: "tableContent", entries: [], isComplete: true }, false));
    for (const parameter of info.parameters) if (!state.isDead) setDefault(m, scope, parameter);
  } else {
    for (const parameter of info.parameters)
      setIn(state, scope, parameter.name, { ...slot(UNKNOWN, parameter.type), check: parameter.check });
  }
  landGathered(m, m.aborted);
  // A trap or class below its first use is known before.
  defineTypes(m, root);
  const onReturn = newExit(m);
  for (const block of [root.dynamicParamBlock, root.beginBlock, root.processBlock, root.endBlock, root.cleanBlock]) {
    if (!block || state.isDead) continue;
    within(m, { kind: "call", onReturn }, () => runStatements(m, block.statements, block.traps));
    land(m, onReturn);
  }
}

function defineTypes(m: Machine, root: ScriptBlock): void {
  for (const statement of root.endBlock?.statements ?? []) {
    if (statement.kind === "TypeDefinition") m.types.set(m.text.slice(statement.nameStart, statement.nameEnd).toLowerCase(), statement);
  }
}

// --------------------------------------------------------------------------------------- code that nothing leads to, and loose blocks

/** What the script's own run did not come by, or what may run again with anything: read with nothing known from outside. */
function runRest(m: Machine, parsed: ParsedScript, look: Survey): void {
  const isAllSeen = look.commands.every(({ command, isRelevant }) => !isRelevant || m.visited.has(command));
  if (isAllSeen && m.state.loose.size === 0) return;
  m.isReached = false;
  m.budget = Math.max(m.budget, m.runsAlone ? BUDGET / 2 : 100 + parsed.text.length / 160);
  const done = new Set<ScriptBlock>();
  const mainRun = new Set(m.visited);
  const { scope } = m;
  const runLoose = (): void => {
    for (;;) {
      const next = [...m.state.loose].find((block) => !done.has(block));
      if (!next) return;
      done.add(next);
      if (!m.relevant.has(next)) continue;
      m.enclosing = m.looseEnclosing.get(next) ?? [];
      openly(m, scope, () => runOpenBlock(m, next));
    }
  };
  runLoose();
  for (const { body } of [...look.functions, ...look.methods]) {
    if (mainRun.has(body) || done.has(body) || !m.relevant.has(body)) continue;
    done.add(body);
    m.enclosing = [];
    openly(m, scope, () => runOpenBlock(m, body));
    runLoose();
  }
  m.enclosing = [];
  const unseen = look.commands.filter(({ command, isRelevant }) => isRelevant && !m.visited.has(command)).map(({ command }) => command);
  if (unseen.length > 0) readUnseen(m, parsed.root, scope, done, unseen);
  runLoose();
}

/** Runs something with every variable unknown; functions and aliases are those of the script's end. */
function openly(m: Machine, end: Scope, run: () => void): void {
  const from = mark(m.state);
  const open: Scope = {
    parent: null,
    kind: "script",
    variables: new Map(),
    functions: end.functions,
    aliases: end.aliases,
    isOpen: true,
    isOver: false,
  };
  m.scope = newScope(open, "local");
  m.scope.isOpen = true;
  m.state.isDead = false;
  m.targets.length = 0;
  m.tryDepth = 0;
  m.callDepth = 0;
  m.calling.length = 0;
  m.sink = NOWHERE;
  m.using = null;
  m.aborted = newGathering(m.state);
  run();
  rollback(m.state, from);
  m.state.isDead = false;
}

const ANYTHING: VariableExpression = {
  kind: "VariableExpression",
  start: 0,
  end: 0,
  nameStart: 0,
  nameEnd: 0,
  isSplatted: true,
  isBraced: false,
};

function runOpenBlock(m: Machine, block: ScriptBlock): void {
  const stage = startBlock(
    m,
    { kind: "block", block, node: null, closure: null, origin: null },
    [{ kind: "splat", value: UNKNOWN, node: ANYTHING }],
    NOWHERE,
    true,
    {},
  );
  stage.processUnknown();
  stage.end();
  stage.close?.();
}

/** Looks for statements and blocks that no run came by, where one of `commands` stands. */
function readUnseen(m: Machine, node: Node, scope: Scope, done: Set<ScriptBlock>, commands: readonly Command[]): void {
  const within = commands.filter((command) => command.start >= node.start && command.end <= node.end && !m.visited.has(command));
  if (within.length === 0) return;
  if (node.kind === "ScriptBlockExpression" && !m.visited.has(node.scriptBlock) && !done.has(node.scriptBlock)) {
    done.add(node.scriptBlock);
    aside(m, scope, () => runOpenBlock(m, node.scriptBlock));
  }
  if (node.kind === "NamedBlock" || node.kind === "StatementBlock") {
    for (const statement of node.statements) {
      if (m.visited.has(statement) || !within.some((command) => command.start >= statement.start && command.end <= statement.end)) continue;
      aside(m, scope, () => runStatements(m, [statement]));
    }
    for (const trap of node.traps) {
      if (!trap.body.statements.some((statement) => m.visited.has(statement)))
        aside(m, scope, () => runStatements(m, trap.body.statements, trap.body.traps));
    }
  }
  const saved = m.enclosing;
  if (node.kind === "Command") m.enclosing = [...saved, node];
  forEachChild(node, (child) => readUnseen(m, child, scope, done, within));
  m.enclosing = saved;
}

function aside(m: Machine, scope: Scope, run: () => void): void {
  const { enclosing } = m;
  openly(m, scope, run);
  m.enclosing = enclosing;
}
