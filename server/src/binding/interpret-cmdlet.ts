import type { Command } from "../syntax/ast.js";
import { compare, order } from "./evaluate-compare.js";
import { typeName } from "./evaluate-convert.js";
import { contentOf, itemsOf, list, NULL, str, UNKNOWN, type Val, withEntry } from "./evaluate-model.js";
import { textOf, truth } from "./evaluate-text.js";
import { setInScope, setNamed } from "./interpret-assign.js";
import { resolve } from "./interpret-command.js";
import { castTo } from "./interpret-convert.js";
import { convertFromCsv } from "./interpret-csv.js";
import { type Arg, runBlockValue, type Stage, startBlock, withItem } from "./interpret-function.js";
import { repeat } from "./interpret-loop.js";
import {
  collect,
  either,
  emitTo,
  fail,
  forgetEverything,
  handOut,
  type Machine,
  mayFail,
  NOWHERE,
  perhaps,
  type Sink,
} from "./interpret-machine.js";
import { readMember } from "./interpret-member.js";
import { invokeOn } from "./interpret-method.js";
import { record } from "./interpret-record.js";
import { leak, newObject, UNSET, updateTable, write } from "./interpret-state.js";
import { cellIn, define, findVariable, newScope, ownVariable, type Scope, scopeAbove } from "./scope.js";

/** Arguments of a cmdlet of PowerShell itself by parameter, what it needs of its binder done. */
interface Given {
  /** Lower-case full names. A switch that stands there is true. */
  readonly named: ReadonlyMap<string, Val>;
  readonly rest: readonly Val[];
  /** False where a splat may have brought anything. */
  readonly isCertain: boolean;
}

interface Shape {
  readonly positional: readonly string[];
  readonly values: readonly string[];
  readonly switches: readonly string[];
}

const COMMON_VALUES = [
  "erroraction",
  "warningaction",
  "informationaction",
  "errorvariable",
  "warningvariable",
  "informationvariable",
  "outvariable",
  "outbuffer",
  "pipelinevariable",
  "progressaction",
];
const COMMON_ALIASES: ReadonlyMap<string, string> = new Map([
  ["ea", "erroraction"],
  ["wa", "warningaction"],
  ["ev", "errorvariable"],
  ["ov", "outvariable"],
  ["pv", "pipelinevariable"],
  ["cn", "computername"],
  ["args", "argumentlist"],
]);
const COMMON_SWITCHES = ["verbose", "debug", "whatif", "confirm"];

function bind(args: readonly Arg[], shape: Shape): Given {
  const named = new Map<string, Val>();
  const positional: Val[] = [];
  let isCertain = true;
  const find = (written: string): { name: string; isSwitch: boolean } | null => {
    const lower = COMMON_ALIASES.get(written.toLowerCase()) ?? written.toLowerCase();
    for (const [names, isSwitch] of [
      [shape.values, false],
      [shape.switches, true],
      [COMMON_VALUES, false],
      [COMMON_SWITCHES, true],
    ] as const) {
      if (names.includes(lower)) return { name: lower, isSwitch };
    }
    for (const [names, isSwitch] of [
      [shape.values, false],
      [shape.switches, true],
    ] as const) {
      const near = names.find((name) => name.startsWith(lower));
      if (near) return { name: near, isSwitch };
    }
    return null;
  };
  for (let i = 0; i < args.length; i++) {
    const arg = args[i];
    if (!arg) break;
    if (arg.kind === "value") positional.push(arg.value);
    else if (arg.kind === "parameter") {
      const found = find(arg.name);
      if (!found) {
        isCertain = false;
        continue;
      }
      const next = args[i + 1];
      if (arg.value) named.set(found.name, arg.value);
      else if (found.isSwitch) named.set(found.name, { kind: "boolean", value: true, origin: null });
      else if (next?.kind === "value") {
        named.set(found.name, next.value);
        i++;
      }
    } else if (arg.value.kind === "table" && contentOf(arg.value).isComplete) {
      for (const entry of contentOf(arg.value).entries) {
        const found = entry.key.kind === "string" ? find(entry.key.value) : null;
        if (!found || entry.isMaybe) isCertain = false;
        else if (!named.has(found.name)) named.set(found.name, entry.value);
      }
    } else if (arg.value.kind === "list" && itemsOf(arg.value)) positional.push(...(itemsOf(arg.value) ?? []));
    else isCertain = false;
  }
  const free = shape.positional.filter((name) => !named.has(name));
  const rest: Val[] = [];
  for (const value of positional) {
    const name = free.shift();
    if (name === undefined) rest.push(value);
    else named.set(name, value);
  }
  return { named, rest, isCertain };
}

const idle = (): void => undefined;

function once(run: () => void): Stage {
  return { process: idle, processUnknown: idle, end: run };
}

/** Begins a cmdlet of PowerShell itself whose doings matter; null for any other command. */
export function startBuiltin(
  m: Machine,
  command: Command,
  name: string,
  args: readonly Arg[],
  sink: Sink,
  hasInput: boolean,
): Stage | null {
  switch (name.toLowerCase()) {
    case "foreach-object":
      return forEachObject(m, command, args, sink);
    case "where-object":
      return whereObject(m, args, sink);
    case "invoke-command":
      return invokeCommand(m, command, args, sink, hasInput);
    case "start-job":
    case "start-threadjob":
      return elsewhere(m, command, args, sink);
    case "measure-command":
      return measureCommand(m, args, sink);
    case "set-variable":
    case "new-variable":
      return once(() => setVariable(m, args, sink, name.toLowerCase() === "new-variable"));
    case "get-variable":
      return once(() => getVariable(m, args, sink));
    case "clear-variable":
    case "remove-variable":
      return once(() => clearVariable(m, args, name.toLowerCase() === "remove-variable"));
    case "set-alias":
    case "new-alias":
      return once(() => setAlias(m, command, args, sink));
    case "get-command":
      return once(() => getCommand(m, args, sink));
    case "out-null":
      return { process: idle, processUnknown: idle, end: idle };
    case "write-output":
      return writeOutput(m, args, sink);
    case "select-object":
      return selectObject(m, args, sink);
    case "sort-object":
      return sortObject(m, args, sink);
    case "convertfrom-csv":
      return convertFromCsv(m, args, sink, hasInput) ?? harmless(m, command, name, args, sink);
    case "new-object":
      return once(() => newObjectCmdlet(m, args, sink));
    case "add-member":
      return addMember(m, args, sink);
    case "tee-object":
      return null;
    case "invoke-expression":
      recordWords(m, command, name, args);
      return once(() => {
        if (!m.unseenCode.includes(command)) m.unseenCode.push(command);
        m.hasUnseenCode = true;
        forgetEverything(m);
        mayFail(m);
        sink.emitUnknown();
      });
    case "import-module":
      recordWords(m, command, name, args);
      return once(() => {
        const path = bind(args, {
          positional: ["name"],
          values: [
            "name",
            "prefix",
            "function",
            "cmdlet",
            "variable",
            "alias",
            "argumentlist",
            "requiredversion",
            "minimumversion",
            "maximumversion",
            "scope",
            "assembly",
            "moduleinfo",
          ],
          switches: ["force", "passthru", "global", "disablenamechecking", "noclobber", "ascustomobject"],
        }).named.get("name");
        if (path?.kind !== "string" || /[\\/]|\.psm?1$/i.test(path.value)) {
          if (!m.unseenCode.includes(command)) m.unseenCode.push(command);
        }
        mayFail(m, true);
      });
    default:
      return HARMLESS.has(name.toLowerCase()) ? harmless(m, command, name, args, sink) : null;
  }
}

/** Commands of PowerShell itself that change neither variables nor what their arguments refer to. */
const HARMLESS: ReadonlySet<string> = new Set(
  (
    "write-host write-verbose write-warning write-error write-debug write-information write-progress out-host out-file out-string out-default out-gridview " +
    "format-table format-list format-wide convertto-json convertfrom-json convertto-csv convertfrom-csv convertto-html convertto-xml convertto-securestring " +
    "convertfrom-securestring export-csv import-csv export-clixml import-clixml set-content add-content get-content clear-content test-path join-path " +
    "split-path resolve-path get-item get-childitem new-item remove-item copy-item move-item rename-item get-itemproperty set-itemproperty " +
    "new-itemproperty remove-itemproperty get-date get-random get-host get-process get-service start-service stop-service restart-service set-service " +
    "start-sleep test-connection resolve-dnsname get-member measure-object group-object compare-object get-unique select-string get-credential read-host " +
    "get-location set-location push-location pop-location get-wmiobject get-ciminstance new-pssession remove-pssession get-pssession import-pssession " +
    "enter-pssession exit-pssession connect-exchangeonline disconnect-exchangeonline connect-ippssession connect-aipservice add-pssnapin get-pssnapin get-module " +
    "remove-module install-module set-executionpolicy get-executionpolicy set-strictmode get-psdrive new-psdrive get-acl set-acl new-timespan get-culture " +
    "get-uiculture get-eventlog get-winevent write-eventlog send-mailmessage invoke-webrequest invoke-restmethod start-process stop-process start-transcript " +
    "stop-transcript get-alias get-help wait-job receive-job get-job remove-job stop-job new-guid test-netconnection get-netipaddress restart-computer"
  ).split(" "),
);

/** Whether a command changes neither variables nor what its arguments refer to; what blocks in it do counts by itself. Lower case. */
export function isHarmless(name: string): boolean {
  return HARMLESS.has(name) || FOLLOWED.has(name);
}

/** The same, of the commands whose output is followed. */
const FOLLOWED: ReadonlySet<string> = new Set([
  "foreach-object",
  "where-object",
  "measure-command",
  "get-variable",
  "get-command",
  "out-null",
  "write-output",
  "select-object",
  "sort-object",
  "new-object",
]);

function recordWords(m: Machine, command: Command, name: string, args: readonly Arg[]): void {
  if (m.isWanted(name) === "no") return;
  const nameNode = command.elements[0];
  if (!nameNode || nameNode.kind === "CommandParameter") return;
  record(m, {
    command,
    name,
    nameNode,
    args,
    hasPipelineInput: false,
    pipelineInput: null,
    defaults: [],
    isCatalogue: false,
    isFunction: false,
  });
}

function harmless(m: Machine, command: Command, name: string, args: readonly Arg[], sink: Sink): Stage {
  recordWords(m, command, name, args);
  for (const arg of args) if (arg.value) leak(m.state, arg.value);
  return {
    process: (item) => leak(m.state, item),
    processUnknown: idle,
    end: () => {
      mayFail(m, true);
      if (!isSilent(name, args)) sink.emitUnknown();
    },
  };
}

/** Whether a command certainly sends nothing down the pipeline: `-PassThru` makes some speak. */
function isSilent(name: string, args: readonly Arg[]): boolean {
  if (/^(write-(?!output)|out-(null|host|file|default)$|start-sleep$|remove-)/i.test(name)) return true;
  return /^set-/i.test(name) && !args.some((arg) => arg.kind === "splat" || (arg.kind === "parameter" && /^p/i.test(arg.name)));
}

// ---------------------------------------------------------------------------------------------------------- script blocks

/** Runs something in a block's place, with the command that holds the block on the list of those around. */
function inside(m: Machine, command: Command, run: () => void): void {
  const saved = m.enclosing;
  m.enclosing = [...saved, command];
  run();
  m.enclosing = saved;
}

function into(m: Machine, sink: Sink, run: () => void): void {
  const saved = m.sink;
  m.sink = sink;
  run();
  m.sink = saved;
}

const FOREACH: Shape = {
  positional: [],
  values: [
    "process",
    "begin",
    "end",
    "membername",
    "argumentlist",
    "inputobject",
    "parallel",
    "throttlelimit",
    "timeoutseconds",
    "remainingscripts",
  ],
  switches: ["asjob", "usenewrunspace"],
};

function forEachObject(m: Machine, command: Command, args: readonly Arg[], sink: Sink): Stage {
  const given = bind(args, FOREACH);
  const parallel = given.named.get("parallel");
  if (parallel) return elsewhere(m, command, args, sink);
  const blocks = [...given.rest];
  let begin = given.named.get("begin") ?? null;
  let end = given.named.get("end") ?? null;
  let process: readonly Val[] = listed(given.named.get("process"));
  if (process.length === 0) {
    // Two or more blocks: the first begins, the last of three ends.
    if (blocks.length > 1 && !begin) begin = blocks.shift() ?? null;
    if (blocks.length > 1 && !end) end = blocks.pop() ?? null;
    process = blocks;
  } else if (blocks.length > 0 && !begin) {
    begin = blocks[0] ?? null;
  }
  const member = given.named.get("membername") ?? (process[0]?.kind === "string" ? process[0] : null);
  if (!given.isCertain || process.some((one) => one.kind === "unknown")) return unknownBlocks(m, args, sink);
  if (member) return memberOfEach(m, member, listed(given.named.get("argumentlist")), blocks.slice(1), sink);
  const run = (block: Val | null, item: Val | null): void => {
    if (block?.kind !== "block" || m.state.isDead) return;
    inside(m, command, () =>
      into(m, sink, () => withItem(m, () => runBlockValue(m, block, [], item ? { isDotted: true, item } : { isDotted: true }))),
    );
  };
  run(begin, null);
  const each = (item: Val): void => {
    for (const block of process) run(block, item);
  };
  return {
    process: each,
    processUnknown: () => repeat(m, () => each(UNKNOWN)),
    processSet: (items) => {
      const any = items.map((item) => (): void => each(item));
      if (any.length === 0) return;
      either(m, ...any);
      if (!m.state.isDead) repeat(m, () => either(m, ...any));
    },
    end: () => run(end, null),
  };
}

function listed(value: Val | undefined): readonly Val[] {
  if (!value) return [];
  return value.kind === "list" ? (itemsOf(value) ?? [UNKNOWN]) : [value];
}

function unknownBlocks(m: Machine, args: readonly Arg[], sink: Sink): Stage {
  for (const arg of args) if (arg.value) leak(m.state, arg.value);
  return {
    process: (item) => handOut(m, [item]),
    processUnknown: idle,
    end: () => {
      forgetEverything(m);
      mayFail(m);
      sink.emitUnknown();
    },
  };
}

function memberOfEach(m: Machine, member: Val, named: readonly Val[], positional: readonly Val[], sink: Sink): Stage {
  const name = member.kind === "string" ? member.value : null;
  const each = (item: Val): void => {
    if (name === null || item.kind === "unknown") {
      handOut(m, [item]);
      sink.emitUnknown();
      return;
    }
    const args = named.length > 0 ? named : positional;
    const isMethod = args.length > 0 || (item.kind === "string" && /^(toupper|tolower|trim|trimstart|trimend|tostring)$/i.test(name));
    emitTo(sink, isMethod ? invokeOn(m, item, name, args) : readMember(m, item, name), m);
  };
  return { process: each, processUnknown: () => sink.emitUnknown(), end: idle };
}

const WHERE_OPERATORS = [
  "eq",
  "ne",
  "gt",
  "ge",
  "lt",
  "le",
  "like",
  "notlike",
  "match",
  "notmatch",
  "contains",
  "notcontains",
  "in",
  "notin",
  "ceq",
  "cne",
  "clike",
  "cmatch",
  "is",
  "isnot",
  "not",
];
const WHERE: Shape = {
  positional: ["property", "value"],
  values: ["filterscript", "property", "value", "inputobject"],
  switches: WHERE_OPERATORS,
};

function whereObject(m: Machine, args: readonly Arg[], sink: Sink): Stage {
  const given = bind(args, WHERE);
  const filter = given.named.get("filterscript") ?? given.named.get("property");
  if (!given.isCertain || !filter || filter.kind === "unknown") return unknownBlocks(m, args, sink);
  const ask =
    filter.kind === "block"
      ? (item: Val): boolean | null => truth(collect(m, () => withItem(m, () => runBlockValue(m, filter, [], { isDotted: true, item }))))
      : (item: Val): boolean | null => compareMember(m, given, filter, item);
  return {
    process(item) {
      const answer = ask(item);
      if (m.state.isDead) return;
      if (answer === true) sink.emit(item);
      else if (answer === null) {
        leak(m.state, item);
        perhaps(m, () => sink.emit(item));
      }
    },
    processUnknown() {
      repeat(m, () => void ask(UNKNOWN));
      sink.emitUnknown();
    },
    end: idle,
  };
}

function compareMember(m: Machine, given: Given, filter: Val, item: Val): boolean | null {
  if (filter.kind !== "string" || item.kind === "unknown") return null;
  const held = readMember(m, item, filter.value);
  const operator = WHERE_OPERATORS.find((name) => given.named.has(name));
  if (!operator) return truth(held);
  if (operator === "not") {
    const known = truth(held);
    return known === null ? null : !known;
  }
  const wanted = given.named.get("value") ?? NULL;
  if (/^(contains|notcontains|in|notin|is|isnot)$/.test(operator)) return null;
  const answer = compare(operator, held, wanted);
  return answer ? truth(answer) : null;
}

const INVOKE: Shape = {
  positional: ["scriptblock"],
  values: [
    "scriptblock",
    "argumentlist",
    "computername",
    "session",
    "credential",
    "filepath",
    "configurationname",
    "connectionuri",
    "authentication",
    "sessionoption",
    "throttlelimit",
    "jobname",
    "inputobject",
    "port",
    "applicationname",
    "hostname",
    "vmname",
    "vmid",
    "containerid",
    "username",
    "keyfilepath",
    "sessionname",
    "certificatethumbprint",
  ],
  switches: [
    "nonewscope",
    "asjob",
    "hidecomputername",
    "usessl",
    "allowredirection",
    "indisconnectedsession",
    "enablenetworkaccess",
    "runasadministrator",
    "sshtransport",
    "remotedebug",
  ],
};

function invokeCommand(m: Machine, command: Command, args: readonly Arg[], sink: Sink, hasInput: boolean): Stage {
  const given = bind(args, INVOKE);
  const remote = ["computername", "session", "connectionuri", "hostname", "vmname", "vmid", "containerid", "filepath", "asjob"].some(
    (name) => given.named.has(name),
  );
  // With a place to run at, the block is the second positional argument.
  const block = [given.named.get("scriptblock"), ...given.rest].find((value) => value?.kind === "block");
  if (remote || !given.isCertain || block?.kind !== "block" || given.named.get("scriptblock")?.kind !== "block")
    return elsewhere(m, command, args, sink);
  const passed = listed(given.named.get("argumentlist")).map((value): Arg => ({ kind: "value", value, node: null }));
  const isDotted = truth(given.named.get("nonewscope") ?? NULL) === true;
  let stage: Stage = { process: idle, processUnknown: idle, end: idle };
  inside(m, command, () => {
    stage = startBlock(m, block, passed, sink, hasInput, { isDotted });
  });
  return {
    process: (item) => inside(m, command, () => stage.process(item)),
    processUnknown: () => inside(m, command, () => stage.processUnknown()),
    end: () => inside(m, command, () => stage.end()),
    close: () => stage.close?.(),
  };
}

/** Blocks that run in another session, process or thread: they see none of the variables, except by `$using:`, and change none. */
function elsewhere(m: Machine, command: Command, args: readonly Arg[], sink: Sink): Stage {
  recordWords(m, command, m.text.slice(command.elements[0]?.start ?? 0, command.elements[0]?.end ?? 0), args);
  const passedTo = bind(args, INVOKE).named.get("argumentlist");
  const blocks = args.flatMap((arg) => (arg.value?.kind === "block" ? [arg.value] : []));
  for (const arg of args) if (arg.value && arg.value.kind !== "block") leak(m.state, arg.value);
  let isItemKnown = true;
  const items: Val[] = [];
  return {
    process: (item) => items.push(item),
    processUnknown: () => {
      isItemKnown = false;
    },
    end() {
      const { scope, using } = m;
      m.using = scope;
      const item = isItemKnown && items.length === 0 ? undefined : isItemKnown && items.length === 1 ? items[0] : UNKNOWN;
      for (const block of blocks) {
        const remote = newScope(null, "global");
        remote.isOpen = true;
        m.scope = remote;
        const passed = listed(passedTo).map((value): Arg => ({ kind: "value", value, node: null }));
        inside(m, command, () =>
          into(m, NOWHERE, () => {
            const run = (): void =>
              runBlockValue(m, block, passed, item ? { scope: newScope(remote, "local"), item } : { scope: newScope(remote, "local") });
            const tries = m.tryDepth;
            perhaps(m, run);
            m.tryDepth = tries;
          }),
        );
      }
      m.scope = scope;
      m.using = using;
      mayFail(m, true);
      sink.emitUnknown();
    },
  };
}

function measureCommand(m: Machine, args: readonly Arg[], sink: Sink): Stage {
  const block = bind(args, { positional: ["expression"], values: ["expression", "inputobject"], switches: [] }).named.get("expression");
  if (block?.kind !== "block") return unknownBlocks(m, args, sink);
  return once(() => {
    into(m, NOWHERE, () => runBlockValue(m, block, [], { isDotted: true }));
    sink.emitUnknown();
  });
}

// -------------------------------------------------------------------------------------------------------------- variables

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

function names(value: Val | undefined): readonly string[] | null {
  const all: string[] = [];
  for (const one of listed(value)) {
    if (one.kind !== "string") return null;
    all.push(one.value);
  }
  return all.length === 0 ? null : all;
}

function setVariable(m: Machine, args: readonly Arg[], sink: Sink, isNew: boolean): void {
  const given = bind(args, VARIABLE);
  const all = names(given.named.get("name"));
  const where = scopeOf(m, given.named.get("scope"));
  if (!given.isCertain || !all || !where || all.some((name) => /[*?[\]]/.test(name))) {
    forgetEverything(m);
    mayFail(m);
    return;
  }
  const value = given.named.get("value") ?? NULL;
  const option = given.named.get("option");
  for (const written of all) {
    if (m.state.isDead) return;
    const name = written.toLowerCase().replace(/^(variable:)/, "");
    const own = ownVariable(where, name);
    if (isNew && own === "open") mayFail(m);
    if (isNew && own !== "unset" && own !== "open" && truth(given.named.get("force") ?? NULL) !== true) {
      newTaken(m, given);
      return;
    }
    if (given.named.has("scope") || !/:/.test(name)) setInScope(m, where, name, value);
    else setNamed(m, name, value);
    if (option && !m.state.isDead) {
      const cell = cellIn(where, "variables", name);
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

function getVariable(m: Machine, args: readonly Arg[], sink: Sink): void {
  const given = bind(args, VARIABLE);
  const all = names(given.named.get("name"));
  const where = scopeOf(m, given.named.get("scope"));
  const [name] = all ?? [];
  if (!given.isCertain || all?.length !== 1 || name === undefined || !where || /[*?[\]]/.test(name)) {
    for (let scope: Scope | null = m.scope; scope; scope = scope.parent)
      for (const cell of scope.variables.values()) if (cell.value.kind === "slot") leak(m.state, cell.value.value);
    mayFail(m);
    sink.emitUnknown();
    return;
  }
  const lower = name.toLowerCase();
  const found = given.named.has("scope") ? ownVariable(where, lower) : findVariable(m.scope, lower);
  if (found === "unset" || found === "open") {
    mayFail(m);
    sink.emitUnknown();
    return;
  }
  const { value } = found.slot;
  if (truth(given.named.get("valueonly") ?? NULL) === true) emitTo(sink, value, m);
  else sink.emit({ kind: "special", origin: null, what: { is: "variable", name: lower, value } });
}

function clearVariable(m: Machine, args: readonly Arg[], isRemoved: boolean): void {
  const given = bind(args, VARIABLE);
  const all = names(given.named.get("name"));
  const where = scopeOf(m, given.named.get("scope"));
  if (!given.isCertain || !all || !where || all.some((name) => /[*?[\]]/.test(name))) {
    forgetEverything(m);
    mayFail(m);
    return;
  }
  for (const name of all) {
    const lower = name.toLowerCase();
    const own = ownVariable(where, lower);
    // Without -Scope the variable that is seen is meant.
    const found = own !== "unset" || given.named.has("scope") ? own : findVariable(m.scope, lower);
    if (found === "open") {
      forgetEverything(m);
      mayFail(m);
    } else if (found === "unset") mayFail(m);
    else if (isRemoved) write(m.state, found.cell, UNSET);
    else write(m.state, found.cell, { ...found.slot, value: NULL });
  }
}

const ALIAS: Shape = {
  positional: ["name", "value"],
  values: ["name", "value", "scope", "option", "description"],
  switches: ["force", "passthru"],
};

function setAlias(m: Machine, command: Command, args: readonly Arg[], sink: Sink): void {
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

function getCommand(m: Machine, args: readonly Arg[], sink: Sink): void {
  const given = bind(args, {
    positional: ["name"],
    values: ["name", "module", "commandtype", "noun", "verb", "argumentlist", "parametername", "totalcount"],
    switches: ["all", "syntax", "listimported", "showcommandinfo"],
  });
  const name = given.named.get("name");
  if (given.isCertain && name?.kind === "string" && !/[*?[\]]/.test(name.value) && given.named.size === 1) {
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

// ------------------------------------------------------------------------------------------------------------------ objects

function writeOutput(m: Machine, args: readonly Arg[], sink: Sink): Stage {
  const given = bind(args, { positional: ["inputobject"], values: ["inputobject"], switches: ["noenumerate"] });
  const value = given.named.get("inputobject");
  const isWhole = truth(given.named.get("noenumerate") ?? NULL) === true;
  return {
    process: (item) => sink.emit(item),
    processUnknown: () => sink.emitUnknown(),
    end() {
      if (!given.isCertain) sink.emitUnknown();
      else if (value && isWhole) sink.emit(value);
      else if (value) {
        emitTo(sink, value, m);
        for (const more of given.rest) emitTo(sink, more, m);
      }
    },
  };
}

const SELECT: Shape = {
  positional: ["property"],
  values: ["property", "first", "last", "skip", "skiplast", "expandproperty", "excludeproperty", "index", "inputobject"],
  switches: ["unique", "wait"],
};

function selectObject(m: Machine, args: readonly Arg[], sink: Sink): Stage {
  const given = bind(args, SELECT);
  const first = given.named.get("first");
  const skip = given.named.get("skip");
  const last = given.named.get("last");
  const expand = given.named.get("expandproperty");
  const known = ["first", "skip", "last", "expandproperty"];
  const isPlain =
    given.isCertain &&
    [...given.named.keys()].every((name) => known.includes(name)) &&
    [first, skip, last].every((value) => !value || value.kind === "number") &&
    (!expand || expand.kind === "string");
  const inputs: Val[] = [];
  let isKnown = isPlain;
  return {
    process: (item) => {
      inputs.push(item);
    },
    processUnknown: () => {
      isKnown = false;
    },
    end() {
      if (!isKnown) {
        for (const item of inputs) leak(m.state, item);
        mayFail(m);
        sink.emitUnknown();
        return;
      }
      let items = inputs.slice(skip?.kind === "number" ? Number(skip.value) : 0);
      if (first?.kind === "number") items = items.slice(0, Number(first.value));
      if (last?.kind === "number") items = items.slice(-Number(last.value) || items.length);
      for (const item of items) {
        if (expand?.kind === "string") emitTo(sink, item.kind === "unknown" ? UNKNOWN : readMember(m, item, expand.value), m);
        else sink.emit(item);
      }
    },
  };
}

function sortObject(m: Machine, args: readonly Arg[], sink: Sink): Stage {
  const given = bind(args, {
    positional: ["property"],
    values: ["property", "culture", "top", "bottom", "inputobject"],
    switches: ["descending", "unique", "casesensitive", "stable"],
  });
  const isPlain = given.isCertain && [...given.named.keys()].every((name) => name === "descending");
  const isDescending = truth(given.named.get("descending") ?? NULL) === true;
  const inputs: Val[] = [];
  let isKnown = isPlain;
  const finish = (): void => {
    const kinds = new Set(inputs.map((item) => item.kind));
    const isUniform = kinds.size <= 1 && (kinds.size === 0 || kinds.has("string") || kinds.has("number"));
    let isSure = isKnown && isUniform;
    const sorted = [...inputs].sort((a, b) => {
      const result = order(a, b);
      if (typeof result !== "number") isSure = false;
      return typeof result === "number" ? (isDescending ? -result : result) : 0;
    });
    if (!isSure) {
      for (const item of inputs) leak(m.state, item);
      sink.emitUnknown();
    } else for (const item of sorted) sink.emit(item);
  };
  return {
    process: (item) => {
      inputs.push(item);
    },
    processSet: (items) => {
      inputs.push(...items);
    },
    processUnknown: () => {
      isKnown = false;
    },
    end: finish,
  };
}

function newObjectCmdlet(m: Machine, args: readonly Arg[], sink: Sink): void {
  const given = bind(args, {
    positional: ["typename", "argumentlist"],
    values: ["typename", "argumentlist", "property", "comobject"],
    switches: ["strict"],
  });
  const type = given.named.get("typename");
  const property = given.named.get("property");
  for (const value of given.named.values()) if (value.kind !== "table") leak(m.state, value);
  if (given.isCertain && type?.kind === "string") {
    const name = typeName(type.value);
    if (/^(PSObject|PSCustomObject|Object)$/.test(name) && !given.named.has("argumentlist") && (!property || property.kind === "table")) {
      const content = property?.kind === "table" ? contentOf(property) : { kind: "tableContent" as const, entries: [], isComplete: true };
      sink.emit(newObject(m.state, "PSCustomObject", content));
      return;
    }
    if ((name === "ArrayList" || name.startsWith("List[")) && !given.named.has("argumentlist") && !property) {
      sink.emit({ ...list([], name === "ArrayList" ? "object" : name.slice(5, -1)), canGrow: true });
      return;
    }
    if (m.types.has(type.value.toLowerCase())) {
      const made = castTo(m, UNKNOWN, type.value);
      sink.emit(made);
      return;
    }
  }
  if (property) leak(m.state, property);
  mayFail(m, true);
  sink.emit(UNKNOWN);
}

function addMember(m: Machine, args: readonly Arg[], sink: Sink): Stage {
  const given = bind(args, {
    positional: ["membertype", "name", "value", "secondvalue"],
    values: [
      "membertype",
      "type",
      "name",
      "value",
      "secondvalue",
      "notepropertyname",
      "notepropertyvalue",
      "notepropertymembers",
      "inputobject",
      "typename",
    ],
    switches: ["force", "passthru"],
  });
  const short = given.named.get("notepropertyname");
  const kind = given.named.get("membertype") ?? given.named.get("type");
  const isNote = short !== undefined || (kind?.kind === "string" && /^noteproperty$/i.test(kind.value));
  const name = short ?? given.named.get("name");
  const value = (short ? given.named.get("notepropertyvalue") : given.named.get("value")) ?? NULL;
  const add = (target: Val): void => {
    if (target.kind === "object" && isNote && name?.kind === "string" && given.isCertain) {
      const id = `s${name.value.toLowerCase()}`;
      const isThere = contentOf(target).entries.some((entry) => entry.id === id);
      if (isThere && truth(given.named.get("force") ?? NULL) !== true) mayFail(m);
      updateTable(m.state, target, (content) => withEntry(content, id, str(name.value), isThere ? UNKNOWN : value, null));
    } else {
      for (const one of given.named.values()) leak(m.state, one);
      handOut(m, [target]);
    }
    if (given.named.has("passthru")) sink.emit(target);
  };
  const input = given.named.get("inputobject");
  return {
    process: add,
    processUnknown: () => {
      for (const one of given.named.values()) leak(m.state, one);
      if (given.named.has("passthru")) sink.emitUnknown();
    },
    end: () => {
      if (input) add(input);
    },
  };
}
