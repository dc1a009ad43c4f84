import type { AssignmentStatement, ParsedScript } from "../../syntax/ast.js";
import { walk } from "../../syntax/visit.js";
import type { CheckContext } from "../check.js";
import { addTo } from "../lists-by-key.js";
import { once } from "../once.js";

/** Every assignment of the script to a variable, by the variable's name in lower case, wherever it stands. */
export function assignmentsTo(name: string, { script }: CheckContext): readonly AssignmentStatement[] {
  return script === null ? [] : (assignmentsOf(script).get(name) ?? []);
}

const assignmentsOf = once((script: ParsedScript): ReadonlyMap<string, readonly AssignmentStatement[]> => {
  const found = new Map<string, AssignmentStatement[]>();
  walk(script.root, (node) => {
    if (node.kind === "AssignmentStatement" && node.left.kind === "VariableExpression") {
      const name = script.text.slice(node.left.nameStart, node.left.nameEnd).toLowerCase();
      addTo(found, name, node);
    }
    return undefined;
  });
  return found;
});
