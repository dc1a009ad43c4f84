import type { Node, Statement } from "../syntax/ast.js";
import { walk } from "../syntax/visit.js";

const NEVER_FAILING = /^-(?:[ci]?(?:eq|ne|like|notlike|in|notin|contains|notcontains)|and|or|xor|is|isnot|as|join)$|^\?\?$/;

/** Whether a statement may end in an error of its own, whatever becomes of the commands in it: a conversion, a method, a sum. */
export function mayEndInError(statement: Statement): boolean {
  let may = false;
  walk(statement, (node) => {
    may ||= canFail(node);
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
