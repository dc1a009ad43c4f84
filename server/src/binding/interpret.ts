import type {
  Command,
  FunctionDefinition,
  FunctionMember,
  Node,
  ParsedScript,
  ScriptBlock,
  Statement,
  VariableExpression,
} from "../syntax/ast.js";
import { forEachChild } from "../syntax/visit.js";
import type { ScriptCalls } from "./call.js";
import { list, UNKNOWN } from "./evaluate-model.js";
import { setDefault, startBlock } from "./interpret-function.js";
import { type CommandCatalog, land, landGathered, type Machine, NOWHERE, newExit, within } from "./interpret-machine.js";
import { parametersOf } from "./interpret-parameters.js";
import { callsOf } from "./interpret-record.js";
import { mark, newGathering, newState, newTable, rollback, slot } from "./interpret-state.js";
import { runStatements } from "./interpret-statement.js";
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
  const survey = surveyOf(parsed);
  const m = newMachine(parsed, catalog, options, survey);
  runScript(m, parsed.root);
  runRest(m, parsed, survey);
  const { calls, others } = callsOf(m.records.values());
  return { calls, others, functions: survey.functions, aliases: m.aliases, unseenCode: m.unseenCode };
}

/** What one look over the tree tells. */
interface Survey {
  readonly commands: readonly Command[];
  readonly functions: readonly FunctionDefinition[];
  readonly methods: readonly FunctionMember[];
  readonly functionNames: ReadonlySet<string>;
}

export function surveyOf(parsed: ParsedScript): Survey {
  const commands: Command[] = [];
  const functions: FunctionDefinition[] = [];
  const methods: FunctionMember[] = [];
  const functionNames = new Set<string>();
  const look = (node: Node): void => {
    if (node.kind === "Command") commands.push(node);
    else if (node.kind === "FunctionDefinition") {
      functions.push(node);
      functionNames.add(
        parsed.text
          .slice(node.nameStart, node.nameEnd)
          .toLowerCase()
          .replace(/^(global|script|local|private):/, ""),
      );
    } else if (node.kind === "FunctionMember") methods.push(node);
    forEachChild(node, look);
  };
  look(parsed.root);
  return { commands, functions, methods, functionNames };
}

export function newMachine(parsed: ParsedScript, catalog: CommandCatalog, options: InterpretOptions, survey: Survey): Machine {
  const { text } = parsed;
  const state = newState();
  const global = newScope(null, "global");
  const runsAlone = options.runsAlone ?? false;
  global.isOpen = !runsAlone;
  const parametersOfFunctions: Machine["parametersOf"] = new Map();
  for (const one of survey.functions) parametersOfFunctions.set(one.body, one.parameters);
  for (const one of survey.methods) parametersOfFunctions.set(one.body, one.parameters);
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
    budget: BUDGET,
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
    functionNames: survey.functionNames,
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
function runRest(m: Machine, parsed: ParsedScript, survey: Survey): void {
  const isAllSeen = survey.commands.every((command) => m.visited.has(command));
  if (isAllSeen && m.state.loose.size === 0) return;
  m.isReached = false;
  m.budget = Math.max(m.budget, BUDGET / 2);
  const done = new Set<ScriptBlock>();
  const mainRun = new Set(m.visited);
  const scope = m.scope;
  const runAll = (): void => {
    for (;;) {
      const next = [...m.state.loose].find((block) => !done.has(block));
      if (!next) return;
      done.add(next);
      m.enclosing = m.looseEnclosing.get(next) ?? [];
      openly(m, scope, () => runOpenBlock(m, next));
    }
  };
  runAll();
  for (const one of [...survey.functions, ...survey.methods]) {
    if (mainRun.has(one.body) || done.has(one.body)) continue;
    done.add(one.body);
    m.enclosing = [];
    openly(m, scope, () => runOpenBlock(m, one.body));
    runAll();
  }
  m.enclosing = [];
  readUnseen(m, parsed.root, scope, done);
  runAll();
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

/** Looks for statements and blocks that no run came by. */
function readUnseen(m: Machine, node: Node, scope: Scope, done: Set<ScriptBlock>): void {
  if (node.kind === "FunctionDefinition" || node.kind === "FunctionMember") {
    readUnseenWithin(m, node.body, scope, done);
    return;
  }
  if (node.kind === "ScriptBlockExpression" && !m.visited.has(node.scriptBlock) && !done.has(node.scriptBlock)) {
    done.add(node.scriptBlock);
    const { enclosing } = m;
    openly(m, scope, () => runOpenBlock(m, node.scriptBlock));
    m.enclosing = enclosing;
  }
  readUnseenWithin(m, node, scope, done);
}

function readUnseenWithin(m: Machine, node: Node, scope: Scope, done: Set<ScriptBlock>): void {
  if (node.kind === "NamedBlock" || node.kind === "StatementBlock") {
    const unseen: Statement[] = [];
    for (const statement of node.statements) if (!m.visited.has(statement)) unseen.push(statement);
    if (unseen.length > 0) {
      const { enclosing } = m;
      openly(m, scope, () => {
        for (const statement of unseen) {
          if (m.visited.has(statement)) continue;
          m.state.isDead = false;
          runStatements(m, [statement]);
        }
      });
      m.enclosing = enclosing;
    }
    for (const trap of node.traps) {
      const { enclosing } = m;
      if (!trap.body.statements.some((statement) => m.visited.has(statement)))
        openly(m, scope, () => runStatements(m, trap.body.statements, trap.body.traps));
      m.enclosing = enclosing;
    }
  }
  const saved = m.enclosing;
  if (node.kind === "Command") m.enclosing = [...saved, node];
  forEachChild(node, (child) => readUnseen(m, child, scope, done));
  m.enclosing = saved;
}
