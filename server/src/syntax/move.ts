/** Moves trees to other places in a text. */
import type { Node, Span } from "./ast.js";
import { forEachChild } from "./visit.js";

type Move = (offset: number) => number;
type Movable<T> = { -readonly [key in keyof T]: T[key] };
type MovableNode = Node extends infer One ? (One extends Node ? Movable<One> : never) : never;

/** Moves a span that is no node. */
export function moveSpan(span: Movable<Span>, move: Move): void {
  span.start = move(span.start);
  span.end = move(span.end);
}

/** Moves every place in a tree in which no node stands twice; what ends before `first` stays, with all that is below it. */
export function moveTree(root: Node, first: number, move: Move): void {
  const waiting: Node[] = [root];
  const push = (child: Node): void => void waiting.push(child);
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.end < first) continue;
    moveNode(node, move);
    forEachChild(node, push);
  }
}

/**
 * Moves every place in a tree, again and again: typing moves most of a long script with each key. The nodes are remembered in the order
 * in which the parser made them, which is that of the memory: most of the time goes by with waiting for it.
 */
export function moveOften(root: Node, move: Move): void {
  let nodes = nodesByRoot.get(root);
  if (nodes === undefined) {
    nodes = inOrderOfMaking(root);
    nodesByRoot.set(root, nodes);
  }
  for (const node of nodes) moveNode(node, move);
}

const nodesByRoot = new WeakMap<Node, readonly Node[]>();

/** Children before their parents, and before the children behind them. */
function inOrderOfMaking(root: Node): readonly Node[] {
  const nodes: Node[] = [];
  const waiting: Node[] = [root];
  const push = (child: Node): void => void waiting.push(child);
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    nodes.push(node);
    forEachChild(node, push);
  }
  return nodes.reverse();
}

/** The kinds of which there are most have lines of their own, for which the engine knows where in the node the fields are. */
function moveNode(node: MovableNode, move: Move): void {
  switch (node.kind) {
    case "StringConstantExpression":
      node.start = move(node.start);
      node.end = move(node.end);
      break;
    case "VariableExpression":
    case "CommandParameter":
    case "FunctionDefinition":
    case "TypeDefinition":
    case "PropertyMember":
    case "FunctionMember":
    case "NamedAttributeArgument":
      node.start = move(node.start);
      node.end = move(node.end);
      node.nameStart = move(node.nameStart);
      node.nameEnd = move(node.nameEnd);
      break;
    case "TypeExpression":
    case "TypeConstraint":
    case "Attribute":
      node.start = move(node.start);
      node.end = move(node.end);
      node.typeStart = move(node.typeStart);
      node.typeEnd = move(node.typeEnd);
      break;
    case "BlockStatement":
      moveSpan(node, move);
      node.keywordStart = move(node.keywordStart);
      node.keywordEnd = move(node.keywordEnd);
      break;
    case "SwitchStatement":
    case "ForStatement":
    case "ForEachStatement":
    case "WhileStatement":
    case "DoWhileStatement":
    case "DoUntilStatement":
      moveSpan(node, move);
      if (node.label !== null) moveSpan(node.label, move);
      break;
    case "DataStatement":
      moveSpan(node, move);
      if (node.variable !== null) moveSpan(node.variable, move);
      break;
    default:
      moveSpan(node, move);
  }
}
