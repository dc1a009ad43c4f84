import type { Command, Expression, Node, Statement } from "../syntax/ast.js";
import { builtinAlias } from "./interpret-command.js";

/** Commands whose output may be known. */
const TELLING = /^(write-output|get-variable|get-command|select-object|sort-object|where-object|foreach-object|invoke-command)$/;

/** Types whose objects hold what they are given. */
const MADE = /object\b.*(object|table|list|dictionary|collection|stack|queue|string)/i;

/**
 * Whether a value may be known: `always`, `never`, if that of the variables in it may (`depends`), or if what a function gives may. `empty`: always,
 * and it is nothing.
 */
export type Outlook<F> = "always" | "never" | "depends" | "empty" | F;

/**
 * Whether the value of something may be known: of a constant always, of what a server answers never.
 *
 * @param meant the constant name of a command in lower case; null for none, a function of the script as itself
 */
export function outlook<F extends object>(node: Node, text: string, meant: (command: Command) => string | F | null): Outlook<F> {
  const ofWhole = (of: Node): Outlook<F> => outlook(of, text, meant);
  /** Of something that is known only if this is. */
  const ofPart = (of: Node): "never" | "depends" => (ofWhole(of) === "never" ? "never" : "depends");
  switch (node.kind) {
    case "Pipeline": {
      const [first] = node.elements;
      return first ? ofWhole(first) : "never";
    }
    case "CommandExpression":
      return ofWhole(node.expression);
    case "Command": {
      const name = meant(node);
      if (name === null) return "always";
      if (typeof name !== "string") return name;
      const full = builtinAlias(name)?.toLowerCase() ?? name;
      if (full === "new-object") return MADE.test(text.slice(node.start, node.end)) ? "always" : "never";
      return TELLING.test(full) ? "always" : "never";
    }
    case "ParenExpression":
      return ofWhole(node.pipeline);
    case "AssignmentStatement":
      return ofWhole(node.right);
    case "ArrayExpression":
    case "SubExpression": {
      const [first, ...more] = node.body.statements;
      return first ? (more.length === 0 ? ofWhole(first) : "always") : "empty";
    }
    case "ConvertExpression":
    case "AttributedExpression":
      return ofWhole(node.child);
    case "MemberExpression":
    case "IndexExpression":
    case "InvokeMemberExpression":
      return ofPart(node.target);
    case "UnaryExpression":
      return ofPart(node.child);
    case "BinaryExpression":
      return ofPart(node.left) === "never" && ofPart(node.right) === "never" ? "never" : "depends";
    case "ExpandableStringExpression":
      return node.nested.some((one) => ofWhole(one) === "never") ? "never" : "depends";
    case "VariableExpression":
      return /^\$null$/i.test(text.slice(node.start, node.end)) ? "empty" : "depends";
    case "StringConstantExpression":
      return node.form !== "bare" && node.end - node.start === 2 ? "empty" : "always";
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
