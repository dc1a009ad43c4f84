import type { BoundArgument, BoundCommand } from "../binding/bound-command.js";
import type { Expression, Node, ParsedScript, Statement } from "../syntax/ast.js";
import { walk } from "../syntax/visit.js";

/**
 * Gives arguments that come by a splat the place where their value is written: `$x` in `@{ Port = $x }`, not the `25` that the variable got
 * somewhere else. What is squiggled and edited must be this argument and no other's.
 */
export function placeSplatValues(script: ParsedScript): (bound: BoundCommand) => BoundCommand {
  let written: ReadonlyMap<unknown, Node> | null = null;
  return (bound) => {
    if (![...bound.arguments.values()].some(isFromTable)) return bound;
    written ??= writtenValues(script.root);
    const placed = new Map<string, BoundArgument>();
    for (const [name, argument] of bound.arguments) {
      placed.set(name, isFromTable(argument) ? { ...argument, valueNode: written.get(argument.nameSpan) ?? null } : argument);
    }
    return { ...bound, arguments: placed };
  };
}

function isFromTable(argument: BoundArgument): boolean {
  return argument.splat !== null && argument.nameSpan !== null;
}

/** Every value of a table by the node of its key: `@{ key = value }`, `$t.key = value`, `$t['key'] = value`, `$t.Add('key', value)`. */
function writtenValues(root: Node): ReadonlyMap<unknown, Node> {
  const values = new Map<unknown, Node>();
  walk(root, (node) => {
    if (node.kind === "Hashtable") for (const { key, value } of node.entries) values.set(key, expressionOf(value));
    else if (node.kind === "AssignmentStatement" && node.operator === "Equals") {
      if (node.left.kind === "MemberExpression") values.set(node.left.member, expressionOf(node.right));
      else if (node.left.kind === "IndexExpression") values.set(node.left.index, expressionOf(node.right));
    } else if (node.kind === "InvokeMemberExpression") {
      const [key, value] = node.arguments;
      if (key && value) values.set(key, value);
    }
    return true;
  });
  return values;
}

/** The expression a statement is, where it is nothing else. */
function expressionOf(statement: Statement): Expression | Statement {
  if (statement.kind !== "Pipeline" || statement.elements.length !== 1) return statement;
  const [only] = statement.elements;
  return only?.kind === "CommandExpression" && only.redirections.length === 0 ? only.expression : statement;
}
