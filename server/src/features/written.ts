import type { BoundArgument } from "../binding/bound-command.js";
import { showValue } from "../rules/message.js";
import type { Node } from "../syntax/ast.js";

/** What a variable or an expression is worth at a call, as one would write it; null where it is not known, or stands there as it is. */
export function worthOf({ value, valueNode }: BoundArgument, text: string): string | null {
  return valueNode === null || isLiteral(valueNode, text) ? null : showValue(value);
}

/** Whether a value stands in the text as it is: nothing is computed. */
export function isLiteral(node: Node, text: string): boolean {
  switch (node.kind) {
    case "StringConstantExpression":
    case "ConstantExpression":
      return true;
    case "VariableExpression":
      return /^\$(true|false|null)$/i.test(text.slice(node.start, node.end));
    case "ArrayLiteral":
      return node.elements.every((element) => isLiteral(element, text));
    case "Pipeline": {
      const [only] = node.elements;
      return only?.kind === "CommandExpression" && isLiteral(only.expression, text);
    }
    default:
      return false;
  }
}
