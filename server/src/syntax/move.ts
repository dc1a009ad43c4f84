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
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.end >= first) moveNode(node, move, waiting);
  }
}

/**
 * Moves a node; its children are left in `waiting`. The kinds of which there are most have lines of their own, for which the engine knows
 * where in the node the fields are: typing moves most of a long script with each key.
 */
function moveNode(node: MovableNode, move: Move, waiting: Node[]): void {
  switch (node.kind) {
    case "StringConstantExpression":
      node.start = move(node.start);
      node.end = move(node.end);
      break;
    case "ConstantExpression":
      node.start = move(node.start);
      node.end = move(node.end);
      break;
    case "VariableExpression":
      node.start = move(node.start);
      node.end = move(node.end);
      node.nameStart = move(node.nameStart);
      node.nameEnd = move(node.nameEnd);
      break;
    case "CommandParameter":
      node.start = move(node.start);
      node.end = move(node.end);
      node.nameStart = move(node.nameStart);
      node.nameEnd = move(node.nameEnd);
      if (node.argument !== null) waiting.push(node.argument);
      break;
    case "Command":
      node.start = move(node.start);
      node.end = move(node.end);
      pushAll(waiting, node.elements);
      pushAll(waiting, node.redirections);
      break;
    case "CommandExpression":
      node.start = move(node.start);
      node.end = move(node.end);
      waiting.push(node.expression);
      pushAll(waiting, node.redirections);
      break;
    case "Pipeline":
      node.start = move(node.start);
      node.end = move(node.end);
      pushAll(waiting, node.elements);
      break;
    case "AssignmentStatement":
      node.start = move(node.start);
      node.end = move(node.end);
      waiting.push(node.left, node.right);
      break;
    case "StatementBlock":
      node.start = move(node.start);
      node.end = move(node.end);
      pushAll(waiting, node.statements);
      pushAll(waiting, node.traps);
      break;
    case "ParenExpression":
      node.start = move(node.start);
      node.end = move(node.end);
      waiting.push(node.pipeline);
      break;
    case "BinaryExpression":
      node.start = move(node.start);
      node.end = move(node.end);
      waiting.push(node.left, node.right);
      break;
    case "MemberExpression":
      node.start = move(node.start);
      node.end = move(node.end);
      waiting.push(node.target, node.member);
      break;
    case "InvokeMemberExpression":
      node.start = move(node.start);
      node.end = move(node.end);
      waiting.push(node.target, node.member);
      pushAll(waiting, node.arguments);
      break;
    case "ExpandableStringExpression":
      node.start = move(node.start);
      node.end = move(node.end);
      pushAll(waiting, node.nested);
      break;
    case "Hashtable":
      node.start = move(node.start);
      node.end = move(node.end);
      for (const { key, value } of node.entries) waiting.push(key, value);
      break;
    case "TypeConstraint":
      node.start = move(node.start);
      node.end = move(node.end);
      node.typeStart = move(node.typeStart);
      node.typeEnd = move(node.typeEnd);
      break;
    default:
      moveOther(node, move, waiting);
  }
}

// Apart from the others, which so do without what a closure needs to be made of.
function moveOther(node: MovableNode, move: Move, waiting: Node[]): void {
  moveSpan(node, move);
  moveOtherPlaces(node, move);
  forEachChild(node, (child) => waiting.push(child));
}

function pushAll(waiting: Node[], nodes: readonly Node[]): void {
  for (let index = 0; index < nodes.length; index++) waiting.push(nodes[index] as Node);
}

/** Places of the rarer kinds beside start and end. */
function moveOtherPlaces(node: MovableNode, move: Move): void {
  switch (node.kind) {
    case "FunctionDefinition":
    case "TypeDefinition":
    case "PropertyMember":
    case "FunctionMember":
    case "NamedAttributeArgument":
      node.nameStart = move(node.nameStart);
      node.nameEnd = move(node.nameEnd);
      break;
    case "TypeExpression":
    case "Attribute":
      node.typeStart = move(node.typeStart);
      node.typeEnd = move(node.typeEnd);
      break;
    case "BlockStatement":
      node.keywordStart = move(node.keywordStart);
      node.keywordEnd = move(node.keywordEnd);
      break;
    case "SwitchStatement":
    case "ForStatement":
    case "ForEachStatement":
    case "WhileStatement":
    case "DoWhileStatement":
    case "DoUntilStatement":
      if (node.label !== null) moveSpan(node.label, move);
      break;
    case "DataStatement":
      if (node.variable !== null) moveSpan(node.variable, move);
      break;
  }
}
