import type { BoundArgument, BoundCommand } from "../binding/bound-command.js";
import type { Expression, Node, ParsedScript, Span, Statement } from "../syntax/ast.js";
import { nodePath } from "./node-path.js";

/**
 * Gives arguments that come by a splat the place where their value is written: `$x` in `@{ Port = $x }`, not the `25` that the variable got
 * somewhere else. What is squiggled and edited must be this argument and no other's.
 */
export function placeSplatValues(script: ParsedScript): (bound: BoundCommand) => BoundCommand {
  const written = new Map<Span, Node | null>();
  const valueAt = (key: Span): Node | null => {
    if (!written.has(key)) {
      written.set(key, null);
      for (const node of nodePath(script.root, key)) noteValues(node, written);
    }
    return written.get(key) ?? null;
  };
  return (bound) => {
    let placed: Map<string, BoundArgument> | null = null;
    for (const [name, argument] of bound.arguments) {
      if (argument.splat === null || argument.nameSpan === null) continue;
      placed ??= new Map(bound.arguments);
      placed.set(name, { ...argument, valueNode: valueAt(argument.nameSpan) });
    }
    return placed === null ? bound : { ...bound, arguments: placed };
  };
}

/** The values of a table by the nodes of their keys: `@{ key = value }`, `$t.key = value`, `$t['key'] = value`, `$t.Add('key', value)`. */
function noteValues(node: Node, values: Map<Span, Node | null>): void {
  if (node.kind === "Hashtable") for (const { key, value } of node.entries) values.set(key, expressionOf(value));
  else if (node.kind === "AssignmentStatement" && node.operator === "Equals") {
    if (node.left.kind === "MemberExpression") values.set(node.left.member, expressionOf(node.right));
    else if (node.left.kind === "IndexExpression") values.set(node.left.index, expressionOf(node.right));
  } else if (node.kind === "InvokeMemberExpression") {
    const [key, value] = node.arguments;
    if (key && value) values.set(key, value);
  }
}

/** The expression a statement is, where it is nothing else. */
function expressionOf(statement: Statement): Expression | Statement {
  if (statement.kind !== "Pipeline" || statement.elements.length !== 1) return statement;
  const [only] = statement.elements;
  return only?.kind === "CommandExpression" && only.redirections.length === 0 ? only.expression : statement;
}
