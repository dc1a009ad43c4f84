import type { Node } from "./ast.js";

/** The nodes directly below a node, in the order of the text. */
export function childrenOf(node: Node): readonly Node[] {
  const list: Node[] = [];
  // A list in a script may be longer than a call may have arguments: no spreading into push.
  const add = (...children: (Node | null)[]): void => {
    for (const child of children) if (child) list.push(child);
  };
  const addAll = (children: readonly Node[]): void => {
    for (const child of children) list.push(child);
  };
  switch (node.kind) {
    case "ScriptBlock":
      addAll(node.usings);
      addAll(node.attributes);
      add(node.param);
      add(node.dynamicParamBlock, node.beginBlock, node.processBlock, node.endBlock, node.cleanBlock);
      break;
    case "NamedBlock":
    case "StatementBlock":
      addAll(node.statements);
      addAll(node.traps);
      break;
    case "ParamBlock":
      addAll(node.attributes);
      addAll(node.parameters);
      break;
    case "Parameter":
      addAll(node.attributes);
      add(node.name, node.defaultValue);
      break;
    case "Pipeline":
      addAll(node.elements);
      break;
    case "PipelineChain":
      add(node.left, node.right);
      break;
    case "Command":
      addAll(node.elements);
      addAll(node.redirections);
      break;
    case "CommandParameter":
      add(node.argument);
      break;
    case "CommandExpression":
      add(node.expression);
      addAll(node.redirections);
      break;
    case "FileRedirection":
    case "MergingRedirection":
      add(node.target);
      break;
    case "AssignmentStatement":
      add(node.left, node.right);
      break;
    case "IfStatement":
      for (const clause of node.clauses) add(clause.condition, clause.body);
      add(node.elseClause);
      break;
    case "SwitchStatement":
      add(node.condition);
      for (const clause of node.clauses) add(clause.condition, clause.body);
      add(node.defaultClause);
      break;
    case "ForStatement":
      add(node.initializer, node.condition, node.iterator, node.body);
      break;
    case "ForEachStatement":
      add(node.variable, node.collection, node.body);
      break;
    case "WhileStatement":
      add(node.condition, node.body);
      break;
    case "DoWhileStatement":
    case "DoUntilStatement":
      add(node.body, node.condition);
      break;
    case "TryStatement":
      add(node.body);
      addAll(node.catches);
      add(node.finallyBlock);
      break;
    case "CatchClause":
      addAll(node.types);
      add(node.body);
      break;
    case "TrapStatement":
      add(node.type, node.body);
      break;
    case "ReturnStatement":
    case "ThrowStatement":
    case "ExitStatement":
      add(node.pipeline);
      break;
    case "BreakStatement":
    case "ContinueStatement":
      add(node.label);
      break;
    case "FunctionDefinition":
      addAll(node.parameters ?? []);
      add(node.body);
      break;
    case "TypeDefinition":
      addAll(node.attributes);
      addAll(node.baseTypes);
      addAll(node.members);
      break;
    case "PropertyMember":
      addAll(node.attributes);
      add(node.propertyType, node.initialValue);
      break;
    case "FunctionMember":
      addAll(node.attributes);
      add(node.returnType);
      addAll(node.parameters);
      addAll(node.baseArguments ?? []);
      add(node.body);
      break;
    case "UsingStatement":
      add(node.name, node.alias);
      break;
    case "DataStatement":
      addAll(node.supportedCommands);
      add(node.body);
      break;
    case "ConfigurationDefinition":
      add(node.name, node.body);
      break;
    case "DynamicKeywordStatement":
      addAll(node.elements);
      add(node.body);
      break;
    case "BlockStatement":
      add(node.body);
      break;
    case "ErrorStatement":
    case "ErrorExpression":
    case "ExpandableStringExpression":
      addAll(node.nested);
      break;
    case "ArrayLiteral":
      addAll(node.elements);
      break;
    case "ParenExpression":
      add(node.pipeline);
      break;
    case "ArrayExpression":
    case "SubExpression":
      add(node.body);
      break;
    case "Hashtable":
      for (const entry of node.entries) add(entry.key, entry.value);
      break;
    case "ScriptBlockExpression":
      add(node.scriptBlock);
      break;
    case "ConvertExpression":
      add(node.type, node.child);
      break;
    case "AttributedExpression":
      add(node.attribute, node.child);
      break;
    case "MemberExpression":
      add(node.target, node.member);
      break;
    case "InvokeMemberExpression":
      add(node.target, node.member);
      addAll(node.arguments);
      break;
    case "IndexExpression":
      add(node.target, node.index);
      break;
    case "UnaryExpression":
    case "UsingExpression":
      add(node.child);
      break;
    case "BinaryExpression":
      add(node.left, node.right);
      break;
    case "TernaryExpression":
      add(node.condition, node.ifTrue, node.ifFalse);
      break;
    case "Attribute":
      addAll(node.positional);
      addAll(node.named);
      break;
    case "NamedAttributeArgument":
      add(node.value);
      break;
    case "StringConstantExpression":
    case "ConstantExpression":
    case "VariableExpression":
    case "TypeExpression":
    case "TypeConstraint":
      break;
  }
  return list.sort((a, b) => a.start - b.start);
}
