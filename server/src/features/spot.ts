import type { Analysis } from "../analyze.js";
import type { CmdletCall } from "../rules/call.js";
import type { Command, CommandElement, Hashtable, Node, Span } from "../syntax/ast.js";
import { walk } from "../syntax/visit.js";

/** Whether a cursor at `offset` touches a span: both ends count. */
export function contains(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

/** The innermost command around the offset, with the element in which the offset lies. */
export function commandAt(path: readonly Node[]): { command: Command; element: CommandElement | null } | null {
  for (let index = path.length - 1; index >= 0; index--) {
    const node = path[index];
    if (node?.kind === "ScriptBlockExpression" || node?.kind === "SubExpression" || node?.kind === "Hashtable") return null;
    if (node?.kind !== "Command") continue;
    const inner = path[index + 1];
    return { command: node, element: node.elements.find((element) => element === inner) ?? null };
  }
  return null;
}

/** The innermost table around the offset, unless the offset lies in a block of its own inside the table. */
export function tableAt(path: readonly Node[]): { table: Hashtable; parents: readonly Node[] } | null {
  for (let index = path.length - 1; index >= 0; index--) {
    const node = path[index];
    if (node?.kind === "ScriptBlockExpression" || node?.kind === "SubExpression") return null;
    if (node?.kind === "Hashtable") return { table: node, parents: path.slice(0, index) };
  }
  return null;
}

/** The name as it stands in the text: `New-SendConnector`; null where it is computed. A module's name before a backslash is taken off. */
export function commandName(text: string, command: Command): string | null {
  const [first] = command.elements;
  if (first?.kind !== "StringConstantExpression") return null;
  const written = text.slice(first.start, first.end);
  const bare = first.form === "bare" ? written.replace(/`/g, "") : written.slice(1, -1);
  return bare.slice(bare.lastIndexOf("\\") + 1);
}

/** What the analysis made of a command; null where it is no cmdlet of the catalogue. */
export function boundCall(analysis: Analysis, command: Command): CmdletCall | null {
  for (const call of analysis.calls) if (call.kind === "cmdlet" && call.bound.command === command) return call;
  return null;
}

/** The pipeline a command stands in has something before it. */
export function hasInput(path: readonly Node[], command: Command): boolean {
  const pipeline = path.find((node) => node.kind === "Pipeline" && node.elements.includes(command));
  return pipeline?.kind === "Pipeline" && pipeline.elements[0] !== command;
}

/** The first command below a node that is wanted; null where there is none. */
export function findCommand(root: Node, wants: (command: Command) => boolean): Command | null {
  let found: Command | null = null;
  walk(root, (node) => {
    if (found === null && node.kind === "Command" && wants(node)) found = node;
    return found === null;
  });
  return found;
}
