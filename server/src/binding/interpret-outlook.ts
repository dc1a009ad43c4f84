import type { Command, Expression, Node, Statement } from "../syntax/ast.js";
import { builtinAlias } from "./interpret-command.js";

/** Commands whose output may be known. */
const TELLING = /^(write-output|get-variable|get-command|select-object|sort-object|where-object|foreach-object|invoke-command)$/;

/** Types whose objects hold what they are given. */
const MADE = /object\b.*(object|table|list|dictionary|collection|stack|queue|string)/i;

/**
 * Whether the value of something may be known: of a constant always, of what a server answers never, otherwise if that of the variables
 * in it may.
 *
 * @param nameOf the constant name of a command in lower case; null for none, and for a function of the script
 */
export function outlook(node: Node, text: string, nameOf: (command: Command) => string | null): "always" | "never" | "depends" {
  switch (node.kind) {
    case "Pipeline": {
      const [first] = node.elements;
      return first ? outlook(first, text, nameOf) : "never";
    }
    case "CommandExpression":
      return outlook(node.expression, text, nameOf);
    case "Command": {
      const name = nameOf(node);
      if (name === null) return "always";
      const meant = builtinAlias(name)?.toLowerCase() ?? name;
      if (meant === "new-object") return MADE.test(text.slice(node.start, node.end)) ? "always" : "never";
      return TELLING.test(meant) ? "always" : "never";
    }
    case "ParenExpression":
      return outlook(node.pipeline, text, nameOf);
    case "ArrayExpression":
    case "SubExpression": {
      const [first, ...more] = node.body.statements;
      return first && more.length === 0 ? outlook(first, text, nameOf) : "always";
    }
    case "ConvertExpression":
    case "AttributedExpression":
      return outlook(node.child, text, nameOf);
    case "VariableExpression":
    case "MemberExpression":
    case "IndexExpression":
    case "InvokeMemberExpression":
    case "ExpandableStringExpression":
    case "BinaryExpression":
    case "UnaryExpression":
      return "depends";
    default:
      return "always";
  }
}

/** Worth the same wherever it stands. */
export function isConstant(node: Node): boolean {
  return (
    node.kind === "StringConstantExpression" || node.kind === "ConstantExpression" || (node.kind === "CommandParameter" && !node.argument)
  );
}

/** Whether a statement may give an object that a variable refers to, or a script block. */
export function mayBeObject(node: Statement): boolean {
  if (node.kind !== "Pipeline") return true;
  const [first] = node.elements;
  return first?.kind === "CommandExpression" && mayHold(first.expression);
}

export function mayHold(node: Expression): boolean {
  switch (node.kind) {
    case "StringConstantExpression":
    case "ExpandableStringExpression":
    case "ConstantExpression":
    case "TypeExpression":
      return false;
    case "BinaryExpression":
      return node.operator === "+" || node.operator === "??";
    case "InvokeMemberExpression":
      // Told by its method.
      return false;
    case "ConvertExpression":
    case "AttributedExpression":
      return mayHold(node.child);
    default:
      return true;
  }
}
