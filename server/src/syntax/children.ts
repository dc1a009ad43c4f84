import type { Node } from "./ast.js";
import { forEachChild } from "./visit.js";

/** The nodes directly below a node, in the order of the text. */
export function childrenOf(node: Node): readonly Node[] {
  const list: Node[] = [];
  let isSorted = true;
  forEachChild(node, (child) => {
    isSorted = isSorted && (list.length === 0 || (list[list.length - 1] as Node).start <= child.start);
    list.push(child);
  });
  return isSorted ? list : list.sort((a, b) => a.start - b.start);
}
