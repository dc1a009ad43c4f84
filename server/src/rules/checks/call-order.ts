import type { Node, Span } from "../../syntax/ast.js";
import type { Call } from "../call.js";
import type { CheckContext } from "../check.js";
import { nodePath } from "../node-path.js";

/**
 * Whether one call certainly runs before another where both run: it stands before it in the same function (or in none), and not in
 * another branch of the same `if`, `switch` or `try`.
 */
export function runsBefore(first: Call, second: Call, { script }: Pick<CheckContext, "script">): boolean {
  if (first.span.start >= second.span.start) return false;
  if (script === null) return true;
  const one = nodePath(script.root, first.span);
  const other = nodePath(script.root, second.span);
  if (functionAround(one) !== functionAround(other)) return false;
  let depth = 0;
  while (one[depth] !== undefined && one[depth] === other[depth]) depth += 1;
  const parting = one[depth - 1];
  if (parting === undefined) return true;
  const isFork = parting.kind === "IfStatement" || parting.kind === "SwitchStatement" || parting.kind === "TryStatement";
  return !(isFork && isBranch(one[depth]) && isBranch(other[depth]));
}

function isBranch(node: Node | undefined): boolean {
  return node?.kind === "StatementBlock" || node?.kind === "CatchClause";
}

function functionAround(path: readonly Node[]): Node | null {
  return path.findLast((node) => node.kind === "FunctionDefinition" || node.kind === "FunctionMember") ?? null;
}

/** The function a place stands in; null for a script's own statements. */
export function functionOf(span: Span, { script }: Pick<CheckContext, "script">): Node | null {
  return script === null ? null : functionAround(nodePath(script.root, span));
}

/** True where a place runs only under a condition: in a branch, a loop, or the handling of an error. */
export function isConditional(span: Span, { script }: Pick<CheckContext, "script">): boolean {
  if (script === null) return false;
  return nodePath(script.root, span).some((node) =>
    ["IfStatement", "SwitchStatement", "CatchClause", "WhileStatement", "DoWhileStatement", "DoUntilStatement"].includes(node.kind),
  );
}
