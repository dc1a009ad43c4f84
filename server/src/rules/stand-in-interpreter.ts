// Until the interpreter lands: literal values and tables in variables that are assigned once, nothing else.
import type { CallElement, OtherCall, ScriptCall, ScriptCalls } from "../binding/call.js";
import type { Value } from "../binding/value.js";
import { findCmdlet } from "../catalog/lookup.js";
import type { Command, Node, ParsedScript } from "../syntax/ast.js";
import { childrenOf } from "../syntax/children.js";
import { numberValue, stringValue, variableName } from "../syntax/literals.js";

export function interpret(script: ParsedScript): ScriptCalls {
  const { text } = script;
  const commands: { command: Command; hasPipelineInput: boolean }[] = [];
  const assigned = new Map<string, Node[]>();
  const walk = (node: Node): void => {
    if (node.kind === "Pipeline") {
      for (const [index, element] of node.elements.entries())
        if (element.kind === "Command") commands.push({ command: element, hasPipelineInput: index > 0 });
    }
    if (node.kind === "AssignmentStatement") {
      const name = node.left.kind === "VariableExpression" ? variableName(text, node.left).toLowerCase() : "";
      assigned.set(name, [...(assigned.get(name) ?? []), node.operator === "Equals" ? node.right : node.left]);
    }
    for (const child of childrenOf(node)) walk(child);
  };
  walk(script.root);

  const valueAt = (node: Node): Value => {
    const origin = node;
    switch (node.kind) {
      case "StringConstantExpression":
        return { kind: "string", value: stringValue(text, node), origin };
      case "ConstantExpression": {
        const number = numberValue(text, node);
        return number
          ? { kind: "number", type: "Int32", value: Number(number.text), text: text.slice(node.start, node.end), origin }
          : { kind: "unknown", origin };
      }
      case "ArrayLiteral":
        return { kind: "array", items: node.elements.map(valueAt), origin };
      case "ArrayExpression": {
        const items = node.body.statements.map((one) => valueAt(one));
        return { kind: "array", items: items.flatMap((item) => (item.kind === "array" ? item.items : [item])), origin };
      }
      case "ParenExpression":
        return valueAt(node.pipeline);
      case "Pipeline": {
        const [only] = node.elements;
        return node.elements.length === 1 && only?.kind === "CommandExpression" ? valueAt(only.expression) : { kind: "unknown", origin };
      }
      case "Hashtable":
        return {
          kind: "hashtable",
          isOrdered: false,
          isComplete: true,
          entries: node.entries.map((entry) => ({ key: valueAt(entry.key), value: valueAt(entry.value), keyNode: entry.key })),
          origin,
        };
      case "VariableExpression": {
        const name = variableName(text, node).toLowerCase();
        if (name === "true" || name === "false") return { kind: "boolean", value: name === "true", origin };
        if (name === "null") return { kind: "null", origin };
        const [only, ...more] = assigned.get(name) ?? [];
        return only && more.length === 0 && only.kind !== "VariableExpression" ? valueAt(only) : { kind: "unknown", origin };
      }
      default:
        return { kind: "unknown", origin };
    }
  };

  const calls: ScriptCall[] = [];
  const others: OtherCall[] = [];
  for (const { command, hasPipelineInput } of commands) {
    const [nameNode, ...rest] = command.elements;
    if (nameNode?.kind !== "StringConstantExpression") continue;
    const elements = rest.map((element): CallElement => {
      if (element.kind === "CommandParameter") {
        const name = text.slice(element.nameStart, element.nameEnd);
        return { kind: "parameter", name, node: element, argument: element.argument ? valueAt(element.argument) : null };
      }
      if (element.kind === "VariableExpression" && element.isSplatted) return { kind: "splat", value: valueAt(element), node: element };
      return { kind: "value", value: valueAt(element), node: element };
    });
    const name = stringValue(text, nameNode);
    const call: ScriptCall = {
      command,
      name: name.replace(/^.*[\\/]/, ""),
      nameNode,
      elements,
      hasPipelineInput,
      pipelineInput: null,
      defaults: [],
      enclosing: [],
      isReached: true,
    };
    if (findCmdlet(call.name)) calls.push(call);
    else others.push({ ...call, isFunction: false });
  }
  return { calls, others, functions: [], aliases: [], unseenCode: [] };
}
