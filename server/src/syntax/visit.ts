/** Ways through the tree: the children of a node, every node below one, the nodes at a place. */
import type { Node, ParsedScript } from "./ast.js";

type Visit = (node: Node) => void;

function each(nodes: readonly (Node | null)[], visit: Visit): void {
  for (const node of nodes) {
    if (node !== null) {
      visit(node);
    }
  }
}

/** Calls `visit` for each child of a node, in the order of PowerShell's visitors, which is nearly that of the text. */
export function forEachChild(node: Node, visit: Visit): void {
  switch (node.kind) {
    case "ScriptBlock":
      each(node.usings, visit);
      each([node.param, node.dynamicParamBlock, node.beginBlock, node.processBlock, node.endBlock, node.cleanBlock], visit);
      break;
    case "NamedBlock":
    case "StatementBlock":
      each(node.statements, visit);
      each(node.traps, visit);
      break;
    case "ParamBlock":
      each(node.attributes, visit);
      each(node.parameters, visit);
      break;
    case "Parameter":
      each(node.attributes, visit);
      each([node.name, node.defaultValue], visit);
      break;
    case "Pipeline":
      each(node.elements, visit);
      break;
    case "PipelineChain":
    case "AssignmentStatement":
    case "BinaryExpression":
      visit(node.left);
      visit(node.right);
      break;
    case "Command":
      each(node.elements, visit);
      each(node.redirections, visit);
      break;
    case "CommandParameter":
      each([node.argument], visit);
      break;
    case "CommandExpression":
      visit(node.expression);
      each(node.redirections, visit);
      break;
    case "FileRedirection":
    case "MergingRedirection":
      each([node.target], visit);
      break;
    case "IfStatement":
      for (const clause of node.clauses) {
        visit(clause.condition);
        visit(clause.body);
      }
      each([node.elseClause], visit);
      break;
    case "SwitchStatement":
      visit(node.condition);
      for (const clause of node.clauses) {
        visit(clause.condition);
        visit(clause.body);
      }
      each([node.defaultClause], visit);
      break;
    case "ForStatement":
      each([node.initializer, node.condition, node.iterator, node.body], visit);
      break;
    case "ForEachStatement":
      each([node.variable, node.collection, node.body], visit);
      break;
    case "WhileStatement":
      each([node.condition, node.body], visit);
      break;
    case "DoWhileStatement":
    case "DoUntilStatement":
      each([node.body, node.condition], visit);
      break;
    case "TryStatement":
      visit(node.body);
      each(node.catches, visit);
      each([node.finallyBlock], visit);
      break;
    case "CatchClause":
      each(node.types, visit);
      visit(node.body);
      break;
    case "TrapStatement":
      each([node.type, node.body], visit);
      break;
    case "ReturnStatement":
    case "ThrowStatement":
    case "ExitStatement":
      each([node.pipeline], visit);
      break;
    case "BreakStatement":
    case "ContinueStatement":
      each([node.label], visit);
      break;
    case "FunctionDefinition":
      each(node.parameters ?? [], visit);
      visit(node.body);
      break;
    case "TypeDefinition":
      each(node.attributes, visit);
      each(node.baseTypes, visit);
      each(node.members, visit);
      break;
    case "PropertyMember":
      each(node.attributes, visit);
      each([node.propertyType, node.initialValue], visit);
      break;
    case "FunctionMember":
      each(node.attributes, visit);
      each([node.returnType], visit);
      each(node.parameters, visit);
      each(node.baseArguments ?? [], visit);
      visit(node.body);
      break;
    case "UsingStatement":
      each([node.name, node.alias], visit);
      break;
    case "DataStatement":
      each(node.supportedCommands, visit);
      visit(node.body);
      break;
    case "ConfigurationDefinition":
      each([node.name, node.body], visit);
      break;
    case "DynamicKeywordStatement":
      each(node.elements, visit);
      each([node.body], visit);
      break;
    case "BlockStatement":
      visit(node.body);
      break;
    case "ErrorStatement":
    case "ErrorExpression":
    case "ExpandableStringExpression":
      each(node.nested, visit);
      break;
    case "ArrayLiteral":
      each(node.elements, visit);
      break;
    case "ParenExpression":
      visit(node.pipeline);
      break;
    case "ArrayExpression":
    case "SubExpression":
      visit(node.body);
      break;
    case "Hashtable":
      for (const entry of node.entries) {
        visit(entry.key);
        visit(entry.value);
      }
      break;
    case "ScriptBlockExpression":
      visit(node.scriptBlock);
      break;
    case "ConvertExpression":
      each([node.type, node.child], visit);
      break;
    case "AttributedExpression":
      each([node.attribute, node.child], visit);
      break;
    case "MemberExpression":
      each([node.target, node.member], visit);
      break;
    case "InvokeMemberExpression":
      each([node.target, node.member], visit);
      each(node.arguments, visit);
      break;
    case "IndexExpression":
      each([node.target, node.index], visit);
      break;
    case "UnaryExpression":
    case "UsingExpression":
      visit(node.child);
      break;
    case "TernaryExpression":
      each([node.condition, node.ifTrue, node.ifFalse], visit);
      break;
    case "Attribute":
      each(node.positional, visit);
      each(node.named, visit);
      break;
    case "NamedAttributeArgument":
      each([node.value], visit);
      break;
    case "StringConstantExpression":
    case "ConstantExpression":
    case "VariableExpression":
    case "TypeExpression":
    case "TypeConstraint":
      break;
    default:
      node satisfies never;
  }
}

/**
 * Calls `enter` for a node and every node below it, parents first, in order; returning false leaves out what is below.
 * Needs no stack, however deep the tree.
 */
export function walk(node: Node, enter: (node: Node) => boolean | undefined): void {
  const waiting: Node[] = [node];
  while (waiting.length > 0) {
    const current = waiting.pop() as Node;
    if (enter(current) === false) {
      continue;
    }
    const from = waiting.length;
    forEachChild(current, (child) => waiting.push(child));
    for (let low = from, high = waiting.length - 1; low < high; low++, high--) {
      const child = waiting[low] as Node;
      waiting[low] = waiting[high] as Node;
      waiting[high] = child;
    }
  }
}

/**
 * The nodes that hold `offset`, from the script down to the smallest. A place between two nodes that touch belongs to the
 * one that starts there; with `isAfter` to the one that ends there, as for a cursor behind what was typed.
 */
export function nodesAt(script: ParsedScript, offset: number, isAfter = false): Node[] {
  const path: Node[] = [];
  let current: Node | null = script.root;
  while (current !== null) {
    path.push(current);
    let inner: Node | null = null;
    forEachChild(current, (child) => {
      const holds = isAfter ? child.start < offset && offset <= child.end : child.start <= offset && offset < child.end;
      if (holds && (inner === null || child.end - child.start < inner.end - inner.start)) {
        inner = child;
      }
    });
    current = inner;
  }
  return path;
}
