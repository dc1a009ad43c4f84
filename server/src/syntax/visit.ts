/** Ways through the tree: the children of a node, every node below one, the nodes at a place. */
import type { Node, ParsedScript } from "./ast.js";

type Visit = (node: Node) => void;

function each(nodes: readonly Node[], visit: Visit): void {
  for (const node of nodes) visit(node);
}

/** Calls `visit` for each child of a node, in the order of PowerShell's visitors, which is nearly that of the text. */
export function forEachChild(node: Node, visit: Visit): void {
  switch (node.kind) {
    case "ScriptBlock":
      each(node.usings, visit);
      if (node.param) visit(node.param);
      if (node.dynamicParamBlock) visit(node.dynamicParamBlock);
      if (node.beginBlock) visit(node.beginBlock);
      if (node.processBlock) visit(node.processBlock);
      if (node.endBlock) visit(node.endBlock);
      if (node.cleanBlock) visit(node.cleanBlock);
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
      visit(node.name);
      if (node.defaultValue) visit(node.defaultValue);
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
      if (node.argument) visit(node.argument);
      break;
    case "CommandExpression":
      visit(node.expression);
      each(node.redirections, visit);
      break;
    case "FileRedirection":
    case "MergingRedirection":
      if (node.target) visit(node.target);
      break;
    case "IfStatement":
      for (const clause of node.clauses) {
        visit(clause.condition);
        visit(clause.body);
      }
      if (node.elseClause) visit(node.elseClause);
      break;
    case "SwitchStatement":
      visit(node.condition);
      for (const clause of node.clauses) {
        visit(clause.condition);
        visit(clause.body);
      }
      if (node.defaultClause) visit(node.defaultClause);
      break;
    case "ForStatement":
      if (node.initializer) visit(node.initializer);
      if (node.condition) visit(node.condition);
      if (node.iterator) visit(node.iterator);
      visit(node.body);
      break;
    case "ForEachStatement":
      visit(node.variable);
      visit(node.collection);
      visit(node.body);
      break;
    case "WhileStatement":
      visit(node.condition);
      visit(node.body);
      break;
    case "DoWhileStatement":
    case "DoUntilStatement":
      visit(node.body);
      if (node.condition) visit(node.condition);
      break;
    case "TryStatement":
      visit(node.body);
      each(node.catches, visit);
      if (node.finallyBlock) visit(node.finallyBlock);
      break;
    case "CatchClause":
      each(node.types, visit);
      visit(node.body);
      break;
    case "TrapStatement":
      if (node.type) visit(node.type);
      visit(node.body);
      break;
    case "ReturnStatement":
    case "ThrowStatement":
    case "ExitStatement":
      if (node.pipeline) visit(node.pipeline);
      break;
    case "BreakStatement":
    case "ContinueStatement":
      if (node.label) visit(node.label);
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
      if (node.propertyType) visit(node.propertyType);
      if (node.initialValue) visit(node.initialValue);
      break;
    case "FunctionMember":
      each(node.attributes, visit);
      if (node.returnType) visit(node.returnType);
      each(node.parameters, visit);
      each(node.baseArguments ?? [], visit);
      visit(node.body);
      break;
    case "UsingStatement":
      visit(node.name);
      if (node.alias) visit(node.alias);
      break;
    case "DataStatement":
      each(node.supportedCommands, visit);
      visit(node.body);
      break;
    case "ConfigurationDefinition":
      visit(node.name);
      visit(node.body);
      break;
    case "DynamicKeywordStatement":
      each(node.elements, visit);
      if (node.body) visit(node.body);
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
      visit(node.type);
      visit(node.child);
      break;
    case "AttributedExpression":
      visit(node.attribute);
      visit(node.child);
      break;
    case "MemberExpression":
      visit(node.target);
      visit(node.member);
      break;
    case "InvokeMemberExpression":
      visit(node.target);
      visit(node.member);
      each(node.arguments, visit);
      break;
    case "IndexExpression":
      visit(node.target);
      visit(node.index);
      break;
    case "UnaryExpression":
    case "UsingExpression":
      visit(node.child);
      break;
    case "TernaryExpression":
      visit(node.condition);
      visit(node.ifTrue);
      visit(node.ifFalse);
      break;
    case "Attribute":
      each(node.positional, visit);
      each(node.named, visit);
      break;
    case "NamedAttributeArgument":
      if (node.value) visit(node.value);
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
