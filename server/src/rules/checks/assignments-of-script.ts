import type { AssignmentStatement } from "../../syntax/ast.js";
import { walk } from "../../syntax/visit.js";
import type { CheckContext } from "../check.js";

/** Every assignment of the script to a variable, by the variable's name in lower case, wherever it stands. */
export function assignmentsTo(name: string, context: CheckContext): readonly AssignmentStatement[] {
  if (context.script === null) return [];
  const found: AssignmentStatement[] = [];
  walk(context.script.root, (node) => {
    if (node.kind === "AssignmentStatement" && node.left.kind === "VariableExpression") {
      if (context.text.slice(node.left.nameStart, node.left.nameEnd).toLowerCase() === name) found.push(node);
    }
    return undefined;
  });
  return found;
}
