import type { Node } from "./ast.js";

/** The nodes directly below a node, in the order of the text. */
export function childrenOf(node: Node): readonly Node[] {
  const list: (Node | null)[] = [];
  switch (node.kind) {
    case "ScriptBlock":
      list.push(...node.usings, ...node.attributes, node.param);
      list.push(node.dynamicParamBlock, node.beginBlock, node.processBlock, node.endBlock, node.cleanBlock);
      break;
    case "NamedBlock":
    case "StatementBlock":
      list.push(...node.statements, ...node.traps);
      break;
    case "ParamBlock":
      list.push(...node.attributes, ...node.parameters);
      break;
    case "Parameter":
      list.push(...node.attributes, node.name, node.defaultValue);
      break;
    case "Pipeline":
      list.push(...node.elements);
      break;
    case "PipelineChain":
      list.push(node.left, node.right);
      break;
    case "Command":
      list.push(...node.elements, ...node.redirections);
      break;
    case "CommandParameter":
      list.push(node.argument);
      break;
    case "CommandExpression":
      list.push(node.expression, ...node.redirections);
      break;
    case "FileRedirection":
    case "MergingRedirection":
      list.push(node.target);
      break;
    case "AssignmentStatement":
      list.push(node.left, node.right);
      break;
    case "IfStatement":
      for (const clause of node.clauses) list.push(clause.condition, clause.body);
      list.push(node.elseClause);
      break;
    case "SwitchStatement":
      list.push(node.condition);
      for (const clause of node.clauses) list.push(clause.condition, clause.body);
      list.push(node.defaultClause);
      break;
    case "ForStatement":
      list.push(node.initializer, node.condition, node.iterator, node.body);
      break;
    case "ForEachStatement":
      list.push(node.variable, node.collection, node.body);
      break;
    case "WhileStatement":
      list.push(node.condition, node.body);
      break;
    case "DoWhileStatement":
    case "DoUntilStatement":
      list.push(node.body, node.condition);
      break;
    case "TryStatement":
      list.push(node.body, ...node.catches, node.finallyBlock);
      break;
    case "CatchClause":
      list.push(...node.types, node.body);
      break;
    case "TrapStatement":
      list.push(node.type, node.body);
      break;
    case "ReturnStatement":
    case "ThrowStatement":
    case "ExitStatement":
      list.push(node.pipeline);
      break;
    case "BreakStatement":
    case "ContinueStatement":
      list.push(node.label);
      break;
    case "FunctionDefinition":
      list.push(...(node.parameters ?? []), node.body);
      break;
    case "TypeDefinition":
      list.push(...node.attributes, ...node.baseTypes, ...node.members);
      break;
    case "PropertyMember":
      list.push(...node.attributes, node.propertyType, node.initialValue);
      break;
    case "FunctionMember":
      list.push(...node.attributes, node.returnType, ...node.parameters, ...(node.baseArguments ?? []), node.body);
      break;
    case "UsingStatement":
      list.push(node.name, node.alias);
      break;
    case "DataStatement":
      list.push(...node.supportedCommands, node.body);
      break;
    case "ConfigurationDefinition":
      list.push(node.name, node.body);
      break;
    case "DynamicKeywordStatement":
      list.push(...node.elements, node.body);
      break;
    case "BlockStatement":
      list.push(node.body);
      break;
    case "ErrorStatement":
    case "ErrorExpression":
    case "ExpandableStringExpression":
      list.push(...node.nested);
      break;
    case "ArrayLiteral":
      list.push(...node.elements);
      break;
    case "ParenExpression":
      list.push(node.pipeline);
      break;
    case "ArrayExpression":
    case "SubExpression":
      list.push(node.body);
      break;
    case "Hashtable":
      for (const entry of node.entries) list.push(entry.key, entry.value);
      break;
    case "ScriptBlockExpression":
      list.push(node.scriptBlock);
      break;
    case "ConvertExpression":
      list.push(node.type, node.child);
      break;
    case "AttributedExpression":
      list.push(node.attribute, node.child);
      break;
    case "MemberExpression":
      list.push(node.target, node.member);
      break;
    case "InvokeMemberExpression":
      list.push(node.target, node.member, ...node.arguments);
      break;
    case "IndexExpression":
      list.push(node.target, node.index);
      break;
    case "UnaryExpression":
    case "UsingExpression":
      list.push(node.child);
      break;
    case "BinaryExpression":
      list.push(node.left, node.right);
      break;
    case "TernaryExpression":
      list.push(node.condition, node.ifTrue, node.ifFalse);
      break;
    case "Attribute":
      list.push(...node.positional, ...node.named);
      break;
    case "NamedAttributeArgument":
      list.push(node.value);
      break;
    case "StringConstantExpression":
    case "ConstantExpression":
    case "VariableExpression":
    case "TypeExpression":
    case "TypeConstraint":
      break;
  }
  return list.filter((child) => child !== null).sort((a, b) => a.start - b.start);
}
