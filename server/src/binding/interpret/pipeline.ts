import type { Command, Pipeline, PipelineChain } from "../../syntax/ast.js";
import { itemsOf, unorderedItems, type Val } from "../evaluate/model.js";
import { startCommand } from "./command.js";
import { evaluateElement, isMerging, isOutputRedirected } from "./expression.js";
import { emitTo, type Machine, NOWHERE, perhaps, type Sink } from "./machine.js";
import type { Stage } from "./stage.js";
import { leakWithin } from "./state.js";

/** Runs a pipeline: items go one by one through all its commands, as PowerShell sends them. */
export function runPipeline(m: Machine, node: Pipeline): void {
  const [first] = node.elements;
  if (!first) return;
  if (node.isBackground) {
    inBackground(m, node);
    return;
  }
  const commands = node.elements.filter((element): element is Command => element.kind === "Command");
  const source: Val | null = first.kind === "CommandExpression" ? evaluateElement(m, first) : null;
  if (m.state.isDead) return;
  const stages: Stage[] = [];
  runStages(m, commands, stages, source);
  for (const stage of stages) stage.close?.();
}

function runStages(m: Machine, commands: readonly Command[], stages: Stage[], source: Val | null): void {
  const outer = m.sink;
  const early: Early = { waiting: [], isOpen: false };
  // Arguments are evaluated from left to right before anything runs; each command's output goes to the one after it.
  for (const [i, command] of commands.entries()) {
    const sink = outputOf(command, i === commands.length - 1 ? outer : nextStage(m, stages, i + 1, early));
    stages.push(startCommand(m, command, sink, source !== null || i > 0));
    if (m.state.isDead) return;
  }
  early.isOpen = true;
  for (const send of early.waiting) if (!m.state.isDead) send();
  const head = stages[0];
  if (!head) {
    if (source) emitTo(outer, source, m);
    return;
  }
  if (source) feed(m, head, source);
  for (const stage of stages) {
    if (m.state.isDead) return;
    stage.end();
  }
}

/** Where the output of a command goes. */
function outputOf({ redirections }: Command, outer: Sink): Sink {
  if (redirections.length === 0) return outer;
  if (isOutputRedirected(redirections)) return NOWHERE;
  if (redirections.some(isMerging)) outer.emitUnknown();
  return outer;
}

/** What `begin` blocks send before the commands behind them have begun. */
interface Early {
  readonly waiting: (() => void)[];
  isOpen: boolean;
}

function nextStage(m: Machine, stages: readonly Stage[], index: number, early: Early): Sink {
  const { scope } = m;
  const depth = m.calling.length;
  // A block further on runs where the pipeline stands, not in the function that sends it something.
  const here = (action: () => void): void => {
    const sending = m.scope;
    const calls = m.calling.splice(depth);
    m.scope = scope;
    action();
    m.scope = sending;
    m.calling.push(...calls);
  };
  const send = (action: () => void): void => {
    if (early.isOpen) here(action);
    else early.waiting.push(action);
  };
  return {
    emit: (value) => send(() => stages[index]?.process(value)),
    emitUnknown: () => send(() => stages[index]?.processUnknown()),
  };
}

function feed(m: Machine, stage: Stage, value: Val): void {
  if (value.kind === "unknown") {
    stage.processUnknown();
    return;
  }
  if (value.kind === "null") {
    if (!value.isVoid) stage.process(value);
    return;
  }
  if (value.kind !== "list") {
    stage.process(value);
    return;
  }
  const items = itemsOf(value);
  if (!items || items.length > 256) {
    leakWithin(m.state, value);
    const unordered = unorderedItems(value);
    if (stage.processSet && unordered) stage.processSet(unordered);
    else stage.processUnknown();
    return;
  }
  for (const item of items) {
    if (m.state.isDead) return;
    stage.process(item);
  }
}

/** `a && b`, `a || b`: whether the right side runs depends on whether the left one succeeded. */
export function runChain(m: Machine, node: PipelineChain): void {
  const { left } = node;
  if (left.kind === "PipelineChain") runChain(m, left);
  else runPlain(m, left);
  if (m.state.isDead) return;
  // A pure expression always succeeds.
  const isSure = left.kind === "Pipeline" && left.elements.every((element) => element.kind === "CommandExpression");
  if (isSure) {
    if (node.operator === "&&") runPlain(m, node.right);
    return;
  }
  perhaps(m, () => runPlain(m, node.right));
}

function runPlain(m: Machine, node: Pipeline): void {
  const [only] = node.elements;
  if (node.elements.length === 1 && only?.kind === "CommandExpression") emitTo(m.sink, evaluateElement(m, only), m);
  else runPipeline(m, node);
}

// `… &`: runs elsewhere, with copies of the variables.
function inBackground(m: Machine, node: Pipeline): void {
  const sink = m.sink;
  perhaps(m, () => {
    m.sink = NOWHERE;
    runPipeline(m, { ...node, isBackground: false });
  });
  m.sink = sink;
  sink.emitUnknown();
}
