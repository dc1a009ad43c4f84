import type { Command } from "../../syntax/ast.js";
import { compare } from "../evaluate/compare.js";
import { NULL, UNKNOWN, type Val } from "../evaluate/model.js";
import { truth } from "../evaluate/text.js";
import { bind, type Given, type Shape } from "./cmdlet-arguments.js";
import { runBlockValue, startBlock, withItem } from "./function.js";
import { repeat } from "./loop.js";
import { collect, either, emitTo, handOut, type Machine, mayFail, NOWHERE, perhaps, type Sink } from "./machine.js";
import { readMember } from "./member.js";
import { invokeOn } from "./method.js";
import { recordOther } from "./record.js";
import { newScope, setValue } from "./scope.js";
import { type Arg, IDLE, type Invocation, idle, listed, once, type Stage, unseenStage } from "./stage.js";
import { leak } from "./state.js";

/** Runs something in a block's place, with the command that holds the block on the list of those around. */
function inside(m: Machine, command: Command, run: () => void): void {
  const saved = m.enclosing;
  m.enclosing = [...saved, command];
  run();
  m.enclosing = saved;
}

/** Runs something whose output goes to another place. */
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

/** `ForEach-Object`. */
export function forEachObject(m: Machine, call: Invocation): Stage {
  const { command, args, sink } = call;
  const given = bind(args, FOREACH);
  if (given.named.has("parallel")) return elsewhere(m, call);
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
  // Of several blocks under one name the first may begin, and the last end.
  const isUnclear = given.named.has("process") && process.length > 1;
  if (!given.isCertain || isUnclear || process.some((one) => one.kind === "unknown")) return unknownBlocks(m, call);
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
    processUnknown: () => repeat(m, command, () => each(UNKNOWN)),
    processSet: (items) => {
      const any = items.map((item) => (): void => each(item));
      if (any.length === 0) return;
      either(m, ...any);
      if (!m.state.isDead) repeat(m, command, () => either(m, ...any));
    },
    end: () => run(end, null),
  };
}

// Blocks of which nothing is known may run, any number of times.
function unknownBlocks(m: Machine, { args, sink }: Invocation): Stage {
  for (const arg of args) if (arg.value) leak(m.state, arg.value);
  return unseenStage(m, sink);
}

function memberOfEach(m: Machine, member: Val, named: readonly Val[], positional: readonly Val[], sink: Sink): Stage {
  const name = member.kind === "string" ? member.value : null;
  const each = (item: Val): void => {
    if (name === null || item.kind === "unknown") {
      handOut(m, [item]);
      sink.emitUnknown();
      return;
    }
    if (item.kind === "null") {
      sink.emit(NULL);
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

/** `Where-Object`. */
export function whereObject(m: Machine, call: Invocation): Stage {
  const { args, sink } = call;
  const given = bind(args, WHERE);
  const filter = given.named.get("filterscript") ?? given.named.get("property");
  if (!given.isCertain || !filter || filter.kind === "unknown") return unknownBlocks(m, call);
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
      if (filter.kind === "block") repeat(m, filter.block, () => void ask(UNKNOWN));
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

/** `Invoke-Command`: here, or at another place. */
export function invokeCommand(m: Machine, call: Invocation): Stage {
  const { command, args, sink, hasInput } = call;
  const given = bind(args, INVOKE);
  const remote = ["computername", "session", "connectionuri", "hostname", "vmname", "vmid", "containerid", "filepath", "asjob"].some(
    (name) => given.named.has(name),
  );
  // With a place to run at, the block is the second positional argument.
  const block = [given.named.get("scriptblock"), ...given.rest].find((value) => value?.kind === "block");
  if (remote || !given.isCertain || block?.kind !== "block" || given.named.get("scriptblock")?.kind !== "block") return elsewhere(m, call);
  const passed = listed(given.named.get("argumentlist")).map((value): Arg => ({ kind: "value", value, node: null }));
  const isDotted = truth(given.named.get("nonewscope") ?? NULL) === true;
  let stage = IDLE;
  inside(m, command, () => {
    stage = startBlock(m, block, passed, sink, hasInput, { isDotted });
  });
  return {
    process: (item) => inside(m, command, () => stage.process(item)),
    processUnknown: () => inside(m, command, () => stage.processUnknown()),
    end: () => {
      inside(m, command, () => stage.end());
      if (isDotted) setValue(m.state, m.scope, "args", UNKNOWN);
    },
    close: () => stage.close?.(),
  };
}

/** Blocks that run in another session, process or thread: they see none of the variables, except by `$using:`, and change none. */
export function elsewhere(m: Machine, call: Invocation): Stage {
  const { command, nameNode, args, sink } = call;
  recordOther(m, { ...call, name: m.text.slice(nameNode.start, nameNode.end) }, false);
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

/** `Measure-Command`: its block runs in the scope of whoever calls; its output is dropped. */
export function measureCommand(m: Machine, call: Invocation): Stage {
  const { args, sink } = call;
  const block = bind(args, { positional: ["expression"], values: ["expression", "inputobject"], switches: [] }).named.get("expression");
  if (block?.kind !== "block") return unknownBlocks(m, call);
  return once(() => {
    into(m, NOWHERE, () => runBlockValue(m, block, [], { isDotted: true }));
    sink.emitUnknown();
  });
}
