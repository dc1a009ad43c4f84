import type { Node } from "./ast.js";
import { forEachChild } from "./visit.js";

/** The nodes directly below a node, in the order of the text. */
export function childrenOf(node: Node): readonly Node[] {
  const list: Node[] = [];
  forEachChild(node, (child) => list.push(child));
  return list.sort((a, b) => a.start - b.start);
}
