import type { Hashtable, HashtableEntry, Node, Span, Statement } from "../syntax/ast.js";
import { forEachChild } from "../syntax/visit.js";

/** The nodes around a place, outermost first: every one that contains it whole. */
export function nodePath(root: Node, place: Span): readonly Node[] {
  const path: Node[] = [];
  let node: Node | null = root;
  while (node !== null) {
    path.push(node);
    node = childAround(node, place);
  }
  return path;
}

function childAround(node: Node, place: Span): Node | null {
  let found: Node | null = node.kind === "NamedBlock" || node.kind === "StatementBlock" ? statementAround(node.statements, place) : null;
  if (found !== null) return found;
  forEachChild(node, (child) => {
    if (found === null && child.start <= place.start && place.end <= child.end) found = child;
  });
  return found;
}

/** The one of many statements, which stand in the order of the text, that contains a place whole; null where none does. */
export function statementAround(statements: readonly Statement[], place: Span): Statement | null {
  let low = 0;
  let high = statements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((statements[middle]?.end ?? 0) < place.end) low = middle + 1;
    else high = middle;
  }
  const found = statements[low];
  return found !== undefined && found.start <= place.start && place.end <= found.end ? found : null;
}

/** The entry of a table whose key stands at a place, with its table; null where there is none. */
export function entryAt(
  root: Node,
  key: Span,
): { readonly table: Hashtable; readonly entry: HashtableEntry; readonly index: number } | null {
  const path = nodePath(root, key);
  for (let depth = path.length - 1; depth >= 0; depth--) {
    const table = path[depth];
    if (table?.kind !== "Hashtable") continue;
    const index = table.entries.findIndex((entry) => entry.key.start <= key.start && key.end <= entry.key.end);
    const entry = table.entries[index];
    if (entry) return { table, entry, index };
  }
  return null;
}
