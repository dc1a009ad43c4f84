import type { Command, Node, ParsedScript, ScriptBlock, VariableExpression } from "../syntax/ast.js";
import { mentions } from "../syntax/mentions.js";
import { forEachChild } from "../syntax/visit.js";
import { builtinAlias } from "./builtin-aliases.js";
import type { ScriptCall, ScriptCalls } from "./call.js";
import type { CommandCatalog } from "./command-catalog.js";
import { list, UNKNOWN } from "./evaluate/model.js";
import { recordAside } from "./interpret/command.js";
import { flatCall } from "./interpret/flat.js";
import { setDefault, startBlock } from "./interpret/function.js";
import { land, landGathered, type Machine, NOWHERE, newExit, within } from "./interpret/machine.js";
import { parametersOf } from "./interpret/parameters.js";
import { callsOf } from "./interpret/record.js";
import { newScope, type Scope, setIn, setValue } from "./interpret/scope.js";
import { mark, newGathering, newState, newTable, rollback, slot } from "./interpret/state.js";
import { runStatements } from "./interpret/statement.js";
import type { FlatSite, Interpreted, Part } from "./slice/part.js";
import { functionNamesOf, type Judge, type Judgement, type Sites, type Survey, sitesOf, survey, type Wanted } from "./slice/sites.js";
import { type Slice, sliceOf } from "./slice.js";

export type { CommandCatalog } from "./command-catalog.js";

export interface InterpretOptions {
  /**
   * True: the script runs as `& script.ps1` in a fresh session, without arguments. False (the rule): who runs it may have set
   * any variable and given any argument.
   */
  readonly runsAlone?: boolean;
}

/** Without a catalogue every call is one of `others`. */
const NO_CATALOG: CommandCatalog = {
  has: () => false,
  isAsked: () => true,
  isValueAsked: () => true,
  isSwitch: () => false,
  isProgram: () => true,
};

/** Work that repeating things may cost, in statements or thereabouts; what is beyond becomes unknown. */
const BUDGET = 4_000;

/**
 * Finds every call in a script and what is known of its arguments, by following the script in PowerShell's order of
 * evaluation without running anything: where it branches on what cannot be known, all ways are followed and joined.
 *
 * A value that comes back known is what PowerShell binds at every call from that place.
 */
export function interpret(parsed: ParsedScript, catalog: CommandCatalog = NO_CATALOG, options: InterpretOptions = {}): ScriptCalls {
  const whole = interpretWhole(parsed, catalog, options);
  const { aliases, unseenCode } = whole;
  return { ...withFlatCalls(parsed.text, whole), functions: parsed.functions, aliases, unseenCode };
}

/** Follows a whole script. */
export function interpretWhole(parsed: ParsedScript, catalog: CommandCatalog, options: InterpretOptions): Interpreted {
  return interpretPart({ parsed, passedOver: new Map(), functionNames: functionNamesOf(parsed) }, catalog, options);
}

const NONE: ReadonlySet<Command> = new Set();

/** Follows a part of a script. */
export function interpretPart(part: Part, catalog: CommandCatalog, options: InterpretOptions): Interpreted {
  const { parsed } = part;
  const { text } = parsed;
  let judge: Judge = { of: () => ({ wanted: "yes", isKnown: false }), catalog, subjects: new Map() };
  const sites = sitesOf(part, (isRenamed) => {
    if (catalog !== NO_CATALOG) judge = judgeOf(text, catalog, isRenamed);
    return judge;
  });
  const isWanted = (name: string): Wanted => judge.of(name).wanted;
  const unseen = unseenCode(text, sites);
  if (!sites.isAnyRelevant) {
    return {
      calls: [],
      others: [],
      flat: flatSites(sites, () => false),
      aliases: [],
      unseenCode: unseen,
      sites,
      live: NONE,
      isPlain: !sites.isRenamed,
    };
  }
  const slice = sites.isRenamed || catalog === NO_CATALOG ? null : sliceOf(part, sites, options.runsAlone ?? false);
  const isIdle = slice?.sought.size === 0;
  const look: Survey = slice ? { methods: [], isRelevant: slice.leadsToSought } : survey(parsed, sites);
  const m = newMachine(part, catalog, options, look, isWanted, slice);
  if (!isIdle) runScript(m, parsed.root);
  if (slice) readAsides(m, slice);
  let isSpent = m.budget <= 0;
  if (!isIdle) {
    runRest(m, parsed, look, sites);
    isSpent ||= m.budget <= 0;
  }
  const { calls, others } = callsOf(m.records.values());
  return {
    calls: calls.sort(byPlace),
    others: others.sort(byPlace),
    flat: flatSites(sites, (command) => m.records.has(command)),
    aliases: m.aliases,
    unseenCode: isIdle ? unseen : m.unseenCode,
    sites,
    live: slice?.live ?? NONE,
    isPlain: slice !== null && !isSpent,
  };
}

function byPlace(a: ScriptCall, b: ScriptCall): number {
  return a.command.start - b.command.start || b.command.end - a.command.end;
}

/** Puts the calls that were not followed, as they are written, to those that were. */
export function withFlatCalls(
  text: string,
  { calls, others, flat }: Pick<Interpreted, "calls" | "others" | "flat">,
): Pick<ScriptCalls, "calls" | "others"> {
  const all = { calls: [...calls], others: [...others] };
  for (const { command, name } of flat) {
    const call = flatCall(text, command, name.written, name.isKnown);
    if (call) (name.isKnown ? all.calls : all.others).push(call);
  }
  return { calls: all.calls.sort(byPlace), others: all.others.sort(byPlace) };
}

/** The calls that were not followed, of those with a name that is no function's. */
export function flatSites({ all }: Sites, isFollowed: (command: Command) => boolean): readonly FlatSite[] {
  return all.filter((site): site is FlatSite => site.name !== null && !site.name.isFunction && !isFollowed(site.command));
}

function mayBePath(text: string, { elements }: Command): boolean {
  return elements.some(
    (one, i) =>
      i > 0 &&
      one.kind !== "CommandParameter" &&
      (one.kind !== "StringConstantExpression" || /[\\/]|\.psm?1$/i.test(text.slice(one.start, one.end))),
  );
}

/** `. $file`, `Invoke-Expression`, modules by path: seen without following the script. */
function unseenCode(text: string, sites: Sites): Command[] {
  const found: Command[] = [];
  for (const { command, name } of sites.all) {
    const isDotted = command.invocation === "." && command.elements[0]?.kind !== "ScriptBlockExpression" && !name?.isFunction;
    const isExpression = name?.lower === "invoke-expression" || name?.lower === "iex";
    const isModule = name?.lower === "import-module" || name?.lower === "ipmo";
    if (isDotted || isExpression || (isModule && mayBePath(text, command))) found.push(command);
  }
  return found;
}

const NO: Judgement = { wanted: "no", isKnown: false };
const NOT_HERE: Judgement = { wanted: "no", isKnown: true };
const YES: Judgement = { wanted: "yes", isKnown: false };
const UNLESS_FUNCTION: Judgement = { wanted: "unless function", isKnown: false };

// Commands of PowerShell's own naming are of no interest unless the catalogue has them; other programs and scripts may be.
export function judgeOf(text: string, catalog: CommandCatalog, isRenamed: boolean): Judge {
  const prefixes = prefixesIn(text);
  const verdicts = verdictsOf(catalog);
  const subjects = new Map<RegExp, boolean>();
  return { of, catalog, subjects };

  function of(name: string): Judgement {
    let verdict = verdicts.get(name);
    if (!verdict) {
      if (verdicts.size >= MOST_VERDICTS) verdicts.clear();
      verdict = verdictOf(catalog, name);
      verdicts.set(name, verdict);
    }
    const { isOther, noun, subject } = verdict;
    if (!isOther) return subject === null || isSpokenOf(subject) ? verdict : NOT_HERE;
    if (noun === null) return isRenamed ? UNLESS_FUNCTION : NO;
    return isRenamed || prefixes.some((prefix) => noun.startsWith(prefix)) ? YES : NO;
  }

  function isSpokenOf(subject: RegExp): boolean {
    let is = subjects.get(subject);
    if (is === undefined) {
      is = subject.test(text);
      subjects.set(subject, is);
    }
    return is;
  }
}

/** What a name tells, whatever the script. */
interface Verdict extends Judgement {
  /** Wanted only in texts that have a match; null for any. */
  readonly subject: RegExp | null;
  /** Wanted only where it stands for another: without a prefix, or renamed. */
  readonly isOther: boolean;
  /** In lower case, of a command that the catalogue may have without a prefix; else null. */
  readonly noun: string | null;
}

const known = new WeakMap<CommandCatalog, Map<string, Verdict>>();
const MOST_VERDICTS = 4_000;

// Scripts call the same commands again and again: the memory of a pure function.
function verdictsOf(catalog: CommandCatalog): Map<string, Verdict> {
  let verdicts = known.get(catalog);
  if (!verdicts) {
    verdicts = new Map();
    known.set(catalog, verdicts);
  }
  return verdicts;
}

function verdictOf(catalog: CommandCatalog, name: string): Verdict {
  const isKnown = catalog.has(name);
  const settled = (wanted: Wanted, asked: boolean | RegExp): Verdict => ({
    isKnown,
    wanted: asked === false ? "no" : wanted,
    subject: typeof asked === "object" ? asked : null,
    isOther: false,
    noun: null,
  });
  const builtin = builtinAlias(name);
  if (builtin !== null) return settled("unless function", catalog.has(builtin) && catalog.isAsked(builtin));
  if (isKnown) return settled("yes", catalog.isAsked(name));
  const plain = name.slice(name.lastIndexOf("\\") + 1);
  if (plain !== name && catalog.has(plain)) return settled("yes", catalog.isAsked(plain));
  const noun = /^[A-Za-z]+-([A-Za-z]\w*)$/.exec(plain)?.[1]?.toLowerCase() ?? null;
  if (noun === null && catalog.isProgram(name)) return settled("unless function", true);
  return { isKnown, wanted: "no", subject: null, isOther: true, noun };
}

/** Prefixes that commands may get from a session or a module (`Get-EXOSendConnector`), lower case; "" where one is not a constant. */
export function prefixesIn(text: string): readonly string[] {
  if (!mentions(text, "prefix")) return [];
  return [...text.matchAll(/-prefix\b[\s:]*(?:'(\w+)'|"(\w+)"|(\w+))?|\bprefix['"]?\]?\s*=\s*(?:['"](\w+)['"])?/gi)].map(([, a, b, c, d]) =>
    (a ?? b ?? c ?? d ?? "").toLowerCase(),
  );
}

export function newMachine(
  { parsed, functionNames }: Pick<Part, "parsed" | "functionNames">,
  catalog: CommandCatalog,
  options: InterpretOptions,
  look: Survey,
  isWanted: Machine["isWanted"],
  slice: Slice | null,
): Machine {
  const { text } = parsed;
  const state = newState();
  const global = newScope(null, "global", slice?.tracked ?? null);
  const runsAlone = options.runsAlone ?? false;
  global.isOpen = !runsAlone;
  const parametersOfFunctions: Machine["parametersOf"] = new Map();
  for (const one of parsed.functions) parametersOfFunctions.set(one.body, one.parameters);
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
    abortedDepth: 0,
    tryDepth: 0,
    onError: null,
    callDepth: 0,
    budget: runsAlone ? BUDGET : 200 + text.length / 80,
    steps: 0,
    enclosing: [],
    records: new Map(),
    visited: new Set(),
    types: new Map(),
    typeBlocks: new Map(),
    statics: new Map(),
    parameters: new Map(),
    parametersOf: parametersOfFunctions,
    functions: [],
    aliases: [],
    unseenCode: [],
    calling: [],
    withItems: new Set(),
    isReached: true,
    hasUnseenCode: false,
    using: null,
    looseEnclosing: new Map(),
    functionNames,
    slice,
    isRelevant: look.isRelevant,
    isWanted,
    hasUnknownAliases: false,
    uses: usesOf(text),
  };
}

const USES = {
  boundParameters: "psboundparameters",
  enumerator: "$foreach",
  separator: "ofs",
  defaults: "psdefaultparametervalues",
  strictness: "set-strictmode",
};

/** What a text mentions, looked for when it is first asked for. */
function usesOf(text: string): Machine["uses"] {
  const known = new Map<keyof typeof USES, boolean>();
  return (what) => {
    let answer = known.get(what);
    if (answer === undefined) {
      answer = mentions(text, USES[what]);
      known.set(what, answer);
    }
    return answer;
  };
}

/** Runs the script's own blocks, as a session would. */
function runScript(m: Machine, root: ScriptBlock): void {
  const { state, scope } = m;
  m.visited.add(root);
  const info = parametersOf(m, root);
  if (m.runsAlone) {
    setValue(state, scope, "args", list([]));
    if (m.uses("boundParameters"))
      setValue(state, scope, "psboundparameters", {
        ...newTable(state, { kind: "tableContent", entries: [], isComplete: true }, false),
        isOfCall: true,
      });
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

/** Reads the calls of which only what stands in them is asked for. */
function readAsides(m: Machine, slice: Slice): void {
  if (slice.aside.length === 0) return;
  openly(m, m.scope, () => {
    for (const one of slice.aside) {
      if (m.visited.has(one.command)) continue;
      recordAside(m, one);
      m.state.isDead = false;
    }
  });
}

/** What the script's own run did not come by, or what may run again with anything: read with nothing known from outside. */
function runRest(m: Machine, parsed: ParsedScript, look: Survey, sites: Sites): void {
  const isAllSeen = sites.all.every(({ command, isRelevant }) => !isRelevant || m.visited.has(command));
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
      if (!m.isRelevant(next)) continue;
      m.enclosing = m.looseEnclosing.get(next) ?? [];
      openly(m, scope, () => runOpenBlock(m, next));
    }
  };
  runLoose();
  for (const { body } of [...parsed.functions, ...look.methods]) {
    if (mainRun.has(body) || done.has(body) || !m.isRelevant(body)) continue;
    done.add(body);
    m.enclosing = [];
    openly(m, scope, () => runOpenBlock(m, body));
    runLoose();
  }
  m.enclosing = [];
  const unseen = sites.all.filter(({ command, isRelevant }) => isRelevant && !m.visited.has(command)).map(({ command }) => command);
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
    declared: new Set(),
    tracked: end.tracked,
  };
  m.scope = newScope(open, "local");
  m.scope.isOpen = true;
  m.state.isDead = false;
  m.targets.length = 0;
  m.tryDepth = 0;
  m.onError = null;
  m.callDepth = 0;
  m.calling.length = 0;
  m.sink = NOWHERE;
  m.using = null;
  m.aborted = newGathering(m.state);
  m.abortedDepth = 0;
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
