import type { Node, Statement } from "../../syntax/ast.js";
import { walk } from "../../syntax/visit.js";

const NEVER_FAILING = /^-(?:[ci]?(?:eq|ne|like|notlike|in|notin|contains|notcontains)|and|or|xor|is|isnot|as|join)$|^\?\?$/;

/**
 * Whether a statement may end in an error of its own, whatever becomes of most commands in it: a conversion, a method, a sum.
 *
 * @param isBound whether what is written at a command's place may be refused, as the binder refuses what it cannot bind
 */
export function mayEndInError(statement: Statement, isBound: (name: Node) => boolean): boolean {
  let may = false;
  walk(statement, (node) => {
    may ||= node.kind === "Command" ? node.elements[0] !== undefined && isBound(node.elements[0]) : canFail(node);
    return !may && node.kind !== "ScriptBlockExpression" && node.kind !== "FunctionDefinition";
  });
  return may;
}

function canFail(node: Node): boolean {
  switch (node.kind) {
    case "BinaryExpression":
      return !NEVER_FAILING.test(node.operator);
    case "UnaryExpression":
      return !/^(?:!|-not)$/.test(node.operator);
    case "AssignmentStatement":
      return node.operator !== "Equals" || node.left.kind !== "VariableExpression";
    case "ConvertExpression":
    case "AttributedExpression":
    case "InvokeMemberExpression":
    case "IndexExpression":
    case "ThrowStatement":
    case "TypeDefinition":
    case "TypeExpression":
      return true;
    default:
      return false;
  }
}
