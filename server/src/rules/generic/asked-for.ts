import type { Node, ParsedScript } from "../../syntax/ast.js";
import { stringValue } from "../../syntax/literals.js";
import { walk } from "../../syntax/visit.js";

/**
 * Whether a script asks if a command has a parameter of this name, as those do that run under several versions:
 * `(Get-Command Get-X).Parameters.ContainsKey('Y')`, `$parameters -contains 'Y'` with `$parameters = $command.Parameters.Keys`,
 * `Get-Command Get-X -ParameterName Y`.
 */
export function isAskedFor(name: string, script: ParsedScript): boolean {
  if (!/\.Parameters\b|-ParameterName\b/i.test(script.text)) return false;
  let isAsked = false;
  walk(script.root, (node) => {
    isAsked ||= asked(node, script.text).some((word) => word.toLowerCase() === name.toLowerCase());
    return !isAsked;
  });
  return isAsked;
}

/** The constants that a node looks for in a list of names. */
function asked(node: Node, text: string): readonly string[] {
  switch (node.kind) {
    case "InvokeMemberExpression": {
      const method = text.slice(node.member.start, node.member.end);
      // Which parameters the script itself was given is another question.
      const isOfCaller = /^\$PSBoundParameters\b/i.test(text.slice(node.target.start, node.target.end));
      return /^(?:ContainsKey|Contains|TryGetValue)$/i.test(method) && !isOfCaller
        ? node.arguments.flatMap((argument) => constants(argument, text))
        : [];
    }
    case "IndexExpression":
      return /\.Parameters$/i.test(text.slice(node.target.start, node.target.end)) ? constants(node.index, text) : [];
    case "MemberExpression":
      return /\.Parameters$/i.test(text.slice(node.target.start, node.target.end)) ? constants(node.member, text) : [];
    case "BinaryExpression":
      return /^-[ci]?(?:not)?(?:contains|in|eq|like|match)$/.test(node.operator)
        ? [...constants(node.left, text), ...constants(node.right, text)]
        : [];
    case "Command": {
      const at = node.elements.findIndex(
        (element) => element.kind === "CommandParameter" && /^-ParameterName/i.test(text.slice(element.start, element.end)),
      );
      const value = node.elements[at + 1];
      return at > 0 && value ? constants(value, text) : [];
    }
    default:
      return [];
  }
}

function constants(node: Node, text: string): readonly string[] {
  if (node.kind === "ArrayLiteral") return node.elements.flatMap((element) => constants(element, text));
  return node.kind === "StringConstantExpression" ? [stringValue(text, node)] : [];
}
