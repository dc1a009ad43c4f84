import type { Command, Expression } from "../../syntax/ast.js";
import { stringValue } from "../../syntax/literals.js";
import { builtinAlias } from "../builtin-aliases.js";
import { itemsOf, UNKNOWN, type Val, withOrigin } from "../evaluate/model.js";
import type { Aside } from "../slice/asked.js";
import { startBuiltin } from "./cmdlet.js";
import { errorRecord } from "./convert.js";
import { defaultsFor } from "./defaults.js";
import { evaluate, evaluateRedirections, literalNumber, notVoid } from "./expression.js";
import { startBlock } from "./function.js";
import { fail, forgetEverything, forgetShared, handOut, type Machine, mayFail, type Sink, textOfNode } from "./machine.js";
import { outputVariables, withOutputVariables } from "./outvariable.js";
import { type CallWords, record, recordOther } from "./record.js";
import { findDefinition } from "./scope.js";
import { type Arg, endUnseen, handOutArguments, IDLE, type Invocation, idle, noteUnseen, once, type Stage, unseenStage } from "./stage.js";
import { leak } from "./state.js";

/** Begins a command of a pipeline: evaluates its arguments, finds what its name means, runs what comes before the first item. */
export function startCommand(m: Machine, command: Command, sink: Sink, hasInput: boolean): Stage {
  m.visited.add(command);
  const nameNode = command.elements[0];
  if (!nameNode || nameNode.kind === "CommandParameter") return unknownStage(m, [], sink);
  const target = nameOf(m, nameNode);
  const args = evaluateArguments(m, command);
  evaluateRedirections(m, command.redirections);
  if (m.state.isDead) return IDLE;
  const call: Invocation = { command, nameNode, name: textOfNode(m, nameNode), args, sink, hasInput };
  if (target.kind === "string") return startNamed(m, { ...call, name: target.value });
  if (target.kind === "block") return startBlockValue(m, target, call);
  if (target.kind === "special" && target.what.is === "command") {
    if (target.what.block) return startBlockValue(m, target.what.block, call);
    return startNamed(m, { ...call, name: target.what.name }, true);
  }
  if (target.kind === "null") {
    fail(m, errorRecord(null, "runtime"));
    return IDLE;
  }
  return startUnknown(m, target, call);
}

function nameOf(m: Machine, node: Expression): Val {
  if (node.kind === "StringConstantExpression") return { kind: "string", value: stringValue(m.text, node), origin: node };
  const value = evaluate(m, node);
  return value.kind === "list" ? (itemsOf(value)?.length === 1 ? (itemsOf(value)?.[0] ?? UNKNOWN) : UNKNOWN) : value;
}

/** The elements behind the name, evaluated from left to right. */
function evaluateArguments(m: Machine, command: Command): Arg[] {
  const args: Arg[] = [];
  for (let i = 1; i < command.elements.length; i++) {
    const element = command.elements[i];
    if (!element || m.state.isDead) break;
    if (element.kind === "CommandParameter") {
      args.push({
        kind: "parameter",
        name: m.text.slice(element.nameStart, element.nameEnd),
        node: element,
        value: element.argument ? evaluateArgument(m, element.argument) : null,
      });
    } else if (element.kind === "VariableExpression" && element.isSplatted) {
      args.push({ kind: "splat", value: evaluate(m, element), node: element });
    } else args.push({ kind: "value", value: evaluateArgument(m, element), node: element });
  }
  return args;
}

// A number keeps its source text when it becomes a string parameter.
function evaluateArgument(m: Machine, node: Expression): Val {
  if (node.kind === "ConstantExpression") {
    const value = literalNumber(m, node);
    return value.kind === "number" ? { ...value, text: m.text.slice(node.start, node.end) } : value;
  }
  const value = notVoid(evaluate(m, node));
  if (value.kind === "list" && value.isStream) return { kind: "unknown", origin: node };
  return value.kind === "unknown" && value.origin !== node ? withOrigin(value, node) : value;
}

/** A command about which nothing is known. */
function unknownStage(m: Machine, args: readonly Arg[], sink: Sink): Stage {
  handOutArguments(m, args);
  return {
    process: (item) => handOut(m, [item]),
    processUnknown: idle,
    end: () => {
      mayFail(m, true);
      sink.emitUnknown();
    },
  };
}

// `& $something`, `. $file`: where it is not certain what runs.
function startUnknown(m: Machine, target: Val, call: Invocation): Stage {
  const { command, nameNode, args, sink } = call;
  const isFile =
    nameNode.kind === "ExpandableStringExpression" ||
    (nameNode.kind === "ParenExpression" && /^\(\s*join-path\b/i.test(textOfNode(m, nameNode)));
  leak(m.state, target);
  recordOther(m, call, false);
  const isDotted = command.invocation === ".";
  if (isDotted || !isFile) {
    handOutArguments(m, args);
    if (isDotted) {
      noteUnseen(m, command);
      m.hasUnseenCode = true;
    }
    if (isDotted || !m.runsAlone || m.state.loose.size > 0) return unseenStage(m, sink, true);
  }
  return unknownStage(m, args, sink);
}

function startBlockValue(m: Machine, block: Val & { kind: "block" }, { command, args, sink, hasInput }: Invocation): Stage {
  return startBlock(m, block, args, sink, hasInput, { isDotted: command.invocation === "." });
}

// ------------------------------------------------------------------------------------------------------------------- by name

interface Resolved {
  readonly name: string;
  readonly block: (Val & { kind: "block" }) | null;
  readonly isFilter: boolean;
  readonly isUnknown: boolean;
}

/** What a name runs: an alias before a function before a cmdlet, all looked up in the scopes of whoever calls. */
export function resolve(m: Machine, written: string, isCmdlet = false): Resolved {
  let name = written;
  const slash = name.lastIndexOf("\\");
  if (slash > 0 && !/[./:]/.test(name) && !/\.\w+$/.test(name))
    return { name: name.slice(slash + 1), block: null, isFilter: false, isUnknown: false };
  for (let hops = 0; hops < 16; hops++) {
    const lower = name.toLowerCase();
    if (!isCmdlet || hops > 0) {
      const alias = findDefinition(m.scope, lower, "aliases");
      if (alias) {
        if (alias.meaning === "unknown") return { name, block: null, isFilter: false, isUnknown: true };
        if (alias.meaning.is === "alias" && alias.meaning.target.toLowerCase() !== lower) {
          name = alias.meaning.target;
          continue;
        }
      }
      const builtin = builtinAlias(lower);
      if (builtin && !alias) {
        name = builtin;
        continue;
      }
      const definition = findDefinition(m.scope, lower, "functions");
      if (definition) {
        if (definition.meaning === "unknown") return { name, block: null, isFilter: false, isUnknown: true };
        if (definition.meaning.is === "function")
          return { name, block: definition.meaning.block, isFilter: definition.meaning.isFilter, isUnknown: false };
      }
    }
    return { name, block: null, isFilter: false, isUnknown: false };
  }
  return { name, block: null, isFilter: false, isUnknown: true };
}

function startNamed(m: Machine, written: Invocation, isCmdlet = false): Stage {
  const found = resolve(m, written.name, isCmdlet);
  const call: Invocation = { ...written, name: found.name };
  const { name, command, args, sink, hasInput } = call;
  const variables = outputVariables(m, args);
  if (found.isUnknown) {
    recordOther(m, call, hasInput);
    if (m.catalog.has(name)) recordCatalogue(m, call, true, null);
    handOutArguments(m, args);
    return unseenStage(m, sink);
  }
  const { block, isFilter } = found;
  if (block) {
    const enclosing = m.enclosing;
    m.enclosing = [];
    const options = { isDotted: command.invocation === ".", name: written.name, isFilter };
    const stage = withOutputVariables(m, variables, sink, (out) => startBlock(m, block, args, out, hasInput, options));
    m.enclosing = enclosing;
    return withEnclosing(m, stage, []);
  }
  return withOutputVariables(m, variables, sink, (out) => {
    const told: Invocation = { ...call, sink: out };
    return m.catalog.has(name) ? startCatalogue(m, told) : (startBuiltin(m, told) ?? startOther(m, told));
  });
}

function withEnclosing(m: Machine, stage: Stage, enclosing: readonly Command[]): Stage {
  const inside = (run: () => void): void => {
    const saved = m.enclosing;
    m.enclosing = enclosing;
    run();
    m.enclosing = saved;
  };
  return {
    process: (item) => inside(() => stage.process(item)),
    processUnknown: () => inside(() => stage.processUnknown()),
    end: () => inside(() => stage.end()),
    close: () => stage.close?.(),
  };
}

function startCatalogue(m: Machine, call: Invocation): Stage {
  const { args, sink, hasInput } = call;
  const inputs: Val[] = [];
  let isKnown = true;
  return {
    process: (item) => {
      inputs.push(item);
      leak(m.state, item);
    },
    processUnknown: () => {
      isKnown = false;
    },
    end: () => {
      if (hasInput && isKnown && inputs.length === 0 && m.isReached) return;
      recordCatalogue(m, call, hasInput, isKnown ? inputs : null);
      for (const arg of args) if (arg.value?.kind === "block") m.state.loose.add(arg.value.block);
      // Imported from a session it is a function, whose parameters are variables.
      if (call.command.invocation === ".") forgetEverything(m);
      // In a `catch` one that cannot be bound is the end of it.
      mayFail(m, m.onError === null);
      sink.emitUnknown();
    },
  };
}

/** Notes a call by what stands in it, without running it: its name means no function. */
export function recordAside(m: Machine, { command, hasInput, isOwnBlock }: Aside): void {
  const nameNode = command.elements[0];
  if (!nameNode || nameNode.kind === "CommandParameter") return;
  m.visited.add(command);
  const target = nameOf(m, nameNode);
  const args = evaluateArguments(m, command);
  if (m.state.isDead || isOwnBlock) return;
  const written =
    target.kind === "string"
      ? target.value
      : target.kind === "special" && target.what.is === "command"
        ? target.what.name
        : textOfNode(m, nameNode);
  const { name } = resolve(m, written);
  const call = { command, nameNode, name, args };
  if (m.catalog.has(name)) recordCatalogue(m, call, hasInput, null);
  else recordOther(m, call, hasInput);
}

function recordCatalogue(m: Machine, call: CallWords, hasPipelineInput: boolean, pipelineInput: readonly Val[] | null): void {
  const { command, name, nameNode, args } = call;
  const defaults = defaultsFor(m, name);
  record(m, { command, name, nameNode, args, hasPipelineInput, pipelineInput, defaults, isCatalogue: true });
}

function startOther(m: Machine, call: Invocation): Stage {
  const { command, name, args, sink, hasInput } = call;
  recordOther(m, call, hasInput);
  const isScript = /\.ps1$/i.test(name);
  if (command.invocation === "." && (isScript || /[\\/]/.test(name))) {
    noteUnseen(m, command);
    m.hasUnseenCode = true;
    return once(() => endUnseen(m, sink, true));
  }
  handOutArguments(m, args);
  const blocks = args.filter((arg) => arg.value?.kind === "block");
  for (const arg of blocks) if (arg.value?.kind === "block") m.looseEnclosing.set(arg.value.block, [...m.enclosing, command]);
  if (isCertainlyMissing(m, name)) {
    return once(() => {
      fail(m, errorRecord(null, "runtime"));
    });
  }
  return {
    process: (item) => handOut(m, [item]),
    processUnknown: idle,
    end: () => {
      // A function of elsewhere sets variables here.
      if (blocks.length > 0 || command.invocation === ".") forgetEverything(m);
      else if (m.hasUnseenCode) forgetShared(m);
      mayFail(m, true);
      sink.emitUnknown();
    },
  };
}

// A name of the script that means nothing where it is called: a function of another scope, or one defined later.
function isCertainlyMissing(m: Machine, name: string): boolean {
  return m.runsAlone && m.isReached && !m.hasUnseenCode && m.functionNames.has(name.toLowerCase());
}
