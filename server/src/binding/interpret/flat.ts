import type { Command, Expression } from "../../syntax/ast.js";
import { stringValue } from "../../syntax/literals.js";
import type { CallElement, ScriptCall } from "../call.js";
import { UNKNOWN } from "../evaluate/model.js";
import { sourceNumber } from "../evaluate/number.js";
import type { Value } from "../value.js";
import { constantOf } from "./variable.js";

const NONE: readonly never[] = [];

/** A class, for a script has thousands of these: an object with a getter of its own takes ten times as long to make. */
class FlatCall implements ScriptCall {
  readonly pipelineInput = null;
  readonly defaults = NONE;
  readonly enclosing = NONE;
  readonly turns = NONE;
  readonly #text: string;
  #elements: readonly CallElement[] | null = null;

  constructor(
    text: string,
    readonly command: Command,
    readonly name: string,
    readonly nameNode: Expression,
    readonly hasPipelineInput: boolean,
  ) {
    this.#text = text;
  }

  get elements(): readonly CallElement[] {
    this.#elements ??= this.command.elements.slice(1).map((element) => elementOf(this.#text, element));
    return this.#elements;
  }
}

/** A call as it is written, read without following the script: its literal arguments are known, and nothing else. Read when asked for. */
export function flatCall(text: string, command: Command, name: string, hasPipelineInput: boolean): ScriptCall | null {
  const nameNode = command.elements[0];
  if (!nameNode || nameNode.kind === "CommandParameter") return null;
  return new FlatCall(text, command, name, nameNode, hasPipelineInput);
}

function elementOf(text: string, element: Command["elements"][number]): CallElement {
  if (element.kind === "CommandParameter") {
    return {
      kind: "parameter",
      name: text.slice(element.nameStart, element.nameEnd),
      node: element,
      argument: element.argument ? literal(text, element.argument) : null,
    };
  }
  if (element.kind === "VariableExpression" && element.isSplatted) return { kind: "splat", value: UNKNOWN, node: element };
  return { kind: "value", value: literal(text, element), node: element };
}

function literal(text: string, node: Expression): Value {
  switch (node.kind) {
    case "StringConstantExpression":
      return { kind: "string", value: stringValue(text, node), origin: node };
    case "ConstantExpression": {
      const written = text.slice(node.start, node.end);
      const number = sourceNumber(written);
      return number ? { kind: "number", type: number.type, value: number.value, text: written, origin: node } : UNKNOWN;
    }
    case "VariableExpression":
      return constantOf(text, node) ?? UNKNOWN;
    case "ArrayLiteral":
      return { kind: "array", items: node.elements.map((element) => literal(text, element)), origin: node };
    case "ExpandableStringExpression":
      return { kind: "unknown", origin: node };
    default:
      return UNKNOWN;
  }
}
