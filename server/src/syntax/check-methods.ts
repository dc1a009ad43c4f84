/**
 * Follows the flow through a method of a class: PowerShell demands a value on every path, and that variables are assigned
 * in the method before they are read.
 */
import type { FunctionMember, VariableExpression } from "./ast.js";
import { commandName, variableName } from "./literals.js";
import { type Block, graphOf, type MethodGraph } from "./method-flow.js";
import { walk } from "./visit.js";

export interface MethodFlow {
  readonly alwaysReturns: boolean;
  /** Variables that are read without having been assigned. */
  readonly unassigned: ReadonlySet<VariableExpression>;
}

const AUTOMATIC = new Set("_ args this input pscmdlet psboundparameters myinvocation psscriptroot pscommandpath ?".split(" "));
const ALWAYS_READABLE = new Set("lastexitcode error stacktrace outputencoding nestedpromptlevel pwd matches".split(" "));
const CONSTANT = new Set(["true", "false", "null"]);
const CHANGES_VARIABLES =
  /^(?:microsoft\.powershell\.utility\\)?(?:new-variable|remove-variable|set-variable|set-psbreakpoint)$|^(?:nv|rv|sbp|sv|set)$/i;

/** What holds on every way through a method of a class. */
export function followMethod(text: string, method: FunctionMember): MethodFlow {
  const graph = graphOf(text, method);
  const alwaysReturns = graph.exit.predecessors.every((block) => block.isFinal || !block.isReachable);
  return { alwaysReturns, unassigned: findUnassigned(graph, losesTrack(text, method)) };
}

/** True where variables may be set behind the parser's back, so that all of them are looked up by name. */
function losesTrack(text: string, method: FunctionMember): boolean {
  let isLost = false;
  walk(method.body, (node) => {
    if (node.kind === "Command") {
      isLost = isLost || node.invocation === "." || CHANGES_VARIABLES.test(commandName(text, node) ?? "");
    } else if (node.kind === "VariableExpression" && /^private:/i.test(variableName(text, node))) {
      isLost = true;
    }
    return node.kind === "FunctionDefinition" || node.kind === "ScriptBlockExpression" || node.kind === "TrapStatement" ? false : undefined;
  });
  return isLost;
}

function findUnassigned({ text, entry, dynamic: atFirst }: MethodGraph, isLost: boolean): Set<VariableExpression> {
  const dynamic = new Set(atFirst);
  const types = new Map<string, string>();
  const assignedSomewhere = new Set<string>();
  const missing: { variable: VariableExpression; name: string }[] = [];
  for (const block of inOrder(entry)) {
    const assigned = assignedBefore(block, block === entry);
    for (const event of block.events) {
      if (event.kind === "read") {
        if (!assigned.has(event.name)) {
          missing.push(event);
        }
        continue;
      }
      const { name } = event;
      const known = types.get(name);
      const type = event.type ?? (known !== undefined && !assigned.has(name) ? "object" : null);
      if (known === undefined) {
        types.set(name, type ?? "object");
      } else if (type !== null && type !== known) {
        dynamic.add(name);
      }
      if (isLost) {
        dynamic.add(name);
      }
      if (event.isExplicit) {
        assignedSomewhere.add(name);
      }
      assigned.add(name);
    }
    block.assigned = assigned;
  }
  const found = new Set<VariableExpression>();
  for (const { variable, name } of missing) {
    const isFoundByName = dynamic.has(name) && assignedSomewhere.has(name);
    if (!isFoundByName && !AUTOMATIC.has(name) && !CONSTANT.has(name) && !isAlwaysReadable(text, variable)) {
      found.add(variable);
    }
  }
  return found;
}

function isAlwaysReadable(text: string, variable: VariableExpression): boolean {
  const name = variableName(text, variable).toLowerCase();
  return ALWAYS_READABLE.has(name) || name === "psapplicationoutputencoding";
}

function assignedBefore(block: Block, isEntry: boolean): Set<string> {
  if (isEntry) {
    return new Set();
  }
  const known = block.predecessors.flatMap(({ assigned }) => (assigned === null ? [] : [assigned]));
  const [first, ...others] = known;
  return new Set([...(first ?? [])].filter((name) => others.every((assigned) => assigned.has(name))));
}

/** Blocks from the entry on, each before those that only follow it. */
function inOrder(entry: Block): Block[] {
  const order: Block[] = [];
  const seen = new Set<Block>([entry]);
  const path: { block: Block; next: number }[] = [{ block: entry, next: 0 }];
  while (path.length > 0) {
    const step = path[path.length - 1] as { block: Block; next: number };
    const successor = step.block.successors[step.next++];
    if (successor === undefined) {
      order.push(step.block);
      path.pop();
    } else if (!seen.has(successor)) {
      seen.add(successor);
      path.push({ block: successor, next: 0 });
    }
  }
  return order.reverse();
}
