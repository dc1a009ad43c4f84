/**
 * What PowerShell checks once a text is read: targets of assignments, duplicates, splats, constants, methods of classes.
 * The parser asks for this only where it has seen something that may be wrong.
 */
import type { Expression, FunctionMember, Node, Parameter, ScriptBlock, Statement, TypeConstraint } from "./ast.js";
import { type Check, isType, parentOf, report } from "./check.js";
import { checkAttribute } from "./check-attributes.js";
import { checkDataSection } from "./check-data.js";
import { checkCatches, checkLabel, checkLeavesFinally, jumpLabel } from "./check-flow.js";
import { followMethod } from "./check-methods.js";
import { checkSymbols } from "./check-symbols.js";
import { isConstant } from "./constants.js";
import { stringValue, variableName } from "./literals.js";
import { keyText } from "./parse-groups.js";
import type { State } from "./state.js";
import { typeFullName } from "./type-names.js";
import { forEachChild } from "./visit.js";

/** Checks a whole script; its faults are added to those of the parser. */
export function checkScript(s: State, root: ScriptBlock): void {
  if (s.hasSymbols) {
    checkSymbols(s, root);
  }
  const check: Check = { s, text: s.text, parents: [], unassigned: new Set() };
  // A null on the stack marks where the children of the last parent end.
  const waiting: (Node | null)[] = [root];
  while (waiting.length > 0) {
    const node = waiting.pop();
    if (!node) {
      check.parents.pop();
      continue;
    }
    checkNode(check, node);
    check.parents.push(node);
    waiting.push(null);
    const children: Node[] = [];
    forEachChild(node, (child) => children.push(child));
    for (let index = children.length - 1; index >= 0; index--) {
      waiting.push(children[index] as Node);
    }
  }
}

function checkNode(check: Check, node: Node): void {
  switch (node.kind) {
    case "VariableExpression":
      checkVariable(check, node);
      break;
    case "AssignmentStatement":
      checkTarget(check, node.left, node.operator === "Equals", (target) => report(check, "InvalidLeftHandSide", target));
      break;
    case "UnaryExpression":
      if (/\+\+|--/.test(node.operator)) {
        const operator = node.operator.replace("post", "");
        checkTarget(check, node.child, false, (target) => report(check, "OperatorRequiresVariableOrProperty", target, operator));
      }
      break;
    case "ConvertExpression":
      checkConvert(check, node);
      break;
    case "AttributedExpression":
      checkAttributed(check, node);
      break;
    case "Hashtable":
      checkKeys(check, node);
      break;
    case "Attribute":
      checkAttribute(check, node);
      break;
    case "ParamBlock":
      checkParameters(check, node.parameters);
      break;
    case "Parameter":
      checkParameterTypes(check, node);
      break;
    case "FunctionDefinition":
      if (node.parameters !== null && node.parameters.length > 0 && node.body.param !== null) {
        report(check, "OnlyOneParameterListAllowed", node.body.param);
      } else if (node.parameters !== null) {
        checkParameters(check, node.parameters);
      }
      break;
    case "FunctionMember":
      checkMethod(check, node);
      break;
    case "PropertyMember":
      if (node.propertyType !== null && isType(check, node.propertyType, "void")) {
        report(check, "TypeNotAllowedForProperty", node.propertyType);
      }
      break;
    case "DataStatement":
      checkDataSection(check.s, node);
      break;
    case "SwitchStatement":
      if (node.flags.includes("parallel")) {
        report(check, "KeywordParameterReservedForFutureUse", node);
      }
      break;
    case "ForEachStatement":
      if (node.flags.length > 0) {
        report(check, "KeywordParameterReservedForFutureUse", node);
        if (!node.flags.includes("parallel")) {
          report(check, "ThrottleLimitRequiresParallelFlag", node);
        }
      }
      break;
    case "TryStatement":
      checkCatches(check, node.catches);
      break;
    case "BreakStatement":
    case "ContinueStatement": {
      const label = jumpLabel(check, node.label);
      checkLeavesFinally(check, node, label);
      checkLabel(check, node, label);
      break;
    }
    case "ReturnStatement":
      checkLeavesFinally(check, node, null);
      checkReturn(check, node, node.pipeline);
      break;
    case "UsingStatement":
      checkUsing(check, node);
      break;
    case "UsingExpression": {
      const bad = badUsingPart(check, node.child);
      if (bad !== null) {
        report(check, "InvalidUsingExpression", bad);
      }
      break;
    }
    case "BlockStatement":
      if (!check.parents.some((parent) => parent.kind === "FunctionDefinition" && parent.functionKind === "workflow")) {
        const keyword = { start: node.keywordStart, end: node.keywordEnd };
        report(check, "UnexpectedKeyword", keyword, check.text.slice(keyword.start, keyword.end));
      }
      break;
  }
}

// -------------------------------------------------------------------------------------------------- variables and targets

function checkVariable(check: Check, node: Extract<Node, { kind: "VariableExpression" }>): void {
  const parent = parentOf(check);
  if (node.isSplatted && parent?.kind !== "Command" && parent?.kind !== "UsingExpression") {
    const isInArguments = parent?.kind === "ArrayLiteral" && parentOf(check, 2)?.kind === "Command";
    report(check, isInArguments ? "SplattingNotPermittedInArgumentList" : "SplattingNotPermitted", node, variableName(check.text, node));
  }
  if (check.unassigned.has(node)) {
    report(check, "VariableNotLocal", node);
  }
  if (variableName(check.text, node).toLowerCase() === "this" && isInStaticMember(check)) {
    report(check, "NonStaticMemberAccessInStaticMember", node);
  }
}

/** The member of a class whose code this is; a script block or a function within has a scope of its own. */
function currentMember(check: Check) {
  for (let index = check.parents.length - 1; index >= 0; index--) {
    const parent = check.parents[index] as Node;
    if (parent.kind === "ScriptBlock" && check.parents[index - 1]?.kind !== "FunctionMember") {
      return null;
    }
    if (parent.kind === "FunctionMember" || parent.kind === "PropertyMember") {
      return parent;
    }
  }
  return null;
}

function isInStaticMember(check: Check): boolean {
  return currentMember(check)?.isStatic ?? false;
}

/** The automatic variables and the type they may be given. */
const AUTOMATIC_TYPES: { readonly [name: string]: string } = {
  _: "object",
  args: "object[]",
  this: "object",
  input: "object",
  pscmdlet: "management.automation.psscriptcmdlet",
  psboundparameters: "management.automation.psboundparametersdictionary",
  myinvocation: "management.automation.invocationinfo",
  psscriptroot: "string",
  pscommandpath: "string",
};

function checkTarget(check: Check, target: Expression, isPlain: boolean, reportTarget: (target: Node) => void): void {
  switch (target.kind) {
    case "ArrayLiteral":
      if (isPlain) {
        for (const element of target.elements) {
          checkTarget(check, element, true, reportTarget);
        }
      } else {
        reportTarget(target);
      }
      break;
    case "ParenExpression": {
      const inner = onlyExpression(target.pipeline);
      if (inner === null) {
        reportTarget(target.pipeline);
      } else {
        checkTarget(check, inner, isPlain, reportTarget);
      }
      break;
    }
    case "VariableExpression":
      break;
    case "MemberExpression":
    case "InvokeMemberExpression":
    case "IndexExpression":
      if (target.isNullConditional) {
        reportTarget(target);
      }
      break;
    case "ConvertExpression":
    case "AttributedExpression":
      checkTypedTarget(check, target, isPlain, reportTarget);
      break;
    default:
      reportTarget(target);
  }
}

function onlyExpression(statement: Statement): Expression | null {
  const element = statement.kind === "Pipeline" && statement.elements.length === 1 ? statement.elements[0] : undefined;
  return element?.kind === "CommandExpression" && element.redirections.length === 0 ? element.expression : null;
}

function checkTypedTarget(
  check: Check,
  target: Extract<Expression, { kind: "ConvertExpression" | "AttributedExpression" }>,
  isPlain: boolean,
  reportTarget: (target: Node) => void,
): void {
  let inner: Expression = target;
  let typeCount = 0;
  let reference: TypeConstraint | null = null;
  let lastType: TypeConstraint | null = null;
  while (inner.kind === "ConvertExpression" || inner.kind === "AttributedExpression") {
    if (inner.kind === "ConvertExpression") {
      typeCount++;
      lastType = inner.type;
      if (isType(check, lastType, "ref")) {
        reference = lastType;
      } else if (isType(check, lastType, "void")) {
        report(check, "VoidTypeConstraintNotAllowed", lastType);
      }
    }
    inner = inner.child;
  }
  if (reference !== null && typeCount > 1) {
    report(check, "ReferenceNeedsToBeByItselfInTypeConstraint", reference);
    return;
  }
  if (inner.kind === "VariableExpression") {
    const name = variableName(check.text, inner)
      .toLowerCase()
      .replace(/^(?:local|private|variable):/, "");
    const expected = AUTOMATIC_TYPES[name];
    if (expected !== undefined && (lastType === null || !isType(check, lastType, expected))) {
      report(check, "AssignmentStatementToAutomaticNotSupported", target, name);
    }
  }
  checkTarget(check, inner, isPlain, reportTarget);
}

function checkConvert(check: Check, node: Extract<Node, { kind: "ConvertExpression" }>): void {
  if (typeFullName(check.text, node.type.typeStart, node.type.typeEnd).toLowerCase() === "ordered") {
    if (node.child.kind !== "Hashtable") {
      report(check, "OrderedAttributeOnlyOnHashLiteralNode", node);
    }
    return;
  }
  if (!isType(check, node.type, "ref")) {
    return;
  }
  let hasReferences = false;
  let child = node.child;
  while (child.kind === "ConvertExpression" || child.kind === "AttributedExpression") {
    if (child.kind === "ConvertExpression" && isType(check, child.type, "ref")) {
      hasReferences = true;
      report(check, "ReferenceNeedsToBeByItselfInTypeSequence", child.type);
    }
    child = child.child;
  }
  const parent = parentOf(check);
  if (parent?.kind === "ConvertExpression" && !hasReferences && !isType(check, parent.type, "ref") && !isAssigned(check, node)) {
    report(check, "ReferenceNeedsToBeLastTypeInTypeConversion", node.type);
  }
}

/** True within the left side of an assignment, which has a fault of its own for this. */
function isAssigned(check: Check, node: Node): boolean {
  for (let index = check.parents.length - 1; index >= 0; index--) {
    const parent = check.parents[index] as Node;
    if (parent.kind === "CommandExpression") {
      return false;
    }
    if (parent.kind === "AssignmentStatement") {
      return node.start >= parent.left.start && node.end <= parent.left.end;
    }
  }
  return false;
}

function checkAttributed(check: Check, node: Extract<Node, { kind: "AttributedExpression" }>): void {
  let child: Expression = node.child;
  while (child.kind === "ConvertExpression" || child.kind === "AttributedExpression") {
    child = child.child;
  }
  if (child.kind !== "VariableExpression") {
    const { attribute } = node;
    report(check, "UnexpectedAttribute", attribute, check.text.slice(attribute.typeStart, attribute.typeEnd));
  }
}

/** Only members and constant elements of a variable can be carried over with `$using:`. */
function badUsingPart(check: Check, part: Expression): Expression | null {
  let current = part;
  while (current.kind !== "VariableExpression") {
    if (current.kind === "MemberExpression" && current.member.kind === "StringConstantExpression") {
      current = current.target;
    } else if (current.kind === "IndexExpression") {
      if (!isConstant(check.text, current.index, "attribute")) {
        return current.index;
      }
      current = current.target;
    } else {
      return current;
    }
  }
  return null;
}

// ------------------------------------------------------------------------------------------------- keys, attributes, lists

function checkKeys(check: Check, node: Extract<Node, { kind: "Hashtable" }>): void {
  const seen = new Set<string>();
  for (const { key } of node.entries) {
    const written = keyText(check.text, key);
    if (written !== null) {
      if (seen.has(written)) {
        report(check, "DuplicateKeyInHashLiteral", key, check.text.slice(key.start, key.end));
      }
      seen.add(written);
    }
  }
}

function checkParameters(check: Check, parameters: readonly Parameter[]): void {
  const names = new Set<string>();
  for (const { name, attributes } of parameters) {
    const written = variableName(check.text, name);
    if (names.has(written.toLowerCase())) {
      report(check, "DuplicateFormalParameter", name, written);
    }
    names.add(written.toLowerCase());
    const nothing = attributes.find((attribute) => attribute.kind === "TypeConstraint" && isType(check, attribute, "void"));
    if (nothing) {
      report(check, "VoidTypeConstraintNotAllowed", nothing);
    }
  }
}

function checkParameterTypes(check: Check, node: Parameter): void {
  let hasType = false;
  for (const attribute of node.attributes) {
    if (attribute.kind !== "TypeConstraint") {
      continue;
    }
    if (check.text.slice(attribute.typeStart, attribute.typeEnd).toLowerCase() === "ordered") {
      report(check, "OrderedAttributeOnlyOnHashLiteralNode", attribute);
    } else if (parentOf(check)?.kind === "FunctionMember") {
      if (hasType) {
        report(check, "MultipleTypeConstraintsOnMethodParam", attribute);
      }
      hasType = true;
    }
  }
}

// ---------------------------------------------------------------------------------------------------------------- methods

function returnsNothing(check: Check, method: FunctionMember): boolean {
  return method.returnType === null || isType(check, method.returnType, "void");
}

function checkMethod(check: Check, method: FunctionMember): void {
  const { body } = method;
  if (body.param !== null) {
    report(check, "ParamBlockNotAllowedInMethod", body.param);
  }
  const named =
    body.dynamicParamBlock ?? body.beginBlock ?? body.processBlock ?? (body.endBlock?.isNamed ? body.endBlock : body.cleanBlock);
  if (named) {
    report(check, "NamedBlockNotAllowedInMethod", named);
  }
  const type = parentOf(check);
  const name = check.text.slice(method.nameStart, method.nameEnd).toLowerCase();
  if (type?.kind === "TypeDefinition" && method.returnType !== null) {
    if (name === check.text.slice(type.nameStart, type.nameEnd).toLowerCase()) {
      report(check, "ConstructorCantHaveReturnType", method.returnType);
    }
  }
  const flow = followMethod(check.text, method);
  for (const variable of flow.unassigned) {
    check.unassigned.add(variable);
  }
  if (!flow.alwaysReturns && !returnsNothing(check, method)) {
    report(check, "MethodHasCodePathNotReturn", { start: method.nameStart, end: method.nameEnd });
  }
  checkParameters(check, method.parameters);
}

function checkReturn(check: Check, node: Node, pipeline: Statement | null): void {
  const member = currentMember(check);
  if (member?.kind !== "FunctionMember") {
    return;
  }
  const isVoid = returnsNothing(check, member);
  if (pipeline !== null && isVoid) {
    report(check, "VoidMethodHasReturn", node);
  } else if (pipeline === null && !isVoid) {
    report(check, "NonVoidMethodMissingReturnValue", node);
  }
}

// ------------------------------------------------------------------------------------------------------------------- using

const NAMESPACE =
  /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Pc}\p{Mn}\p{Mc}\p{Cf}]*(?:\.[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Pc}\p{Mn}\p{Mc}\p{Cf}]*)*$/u;

function checkUsing(check: Check, node: Extract<Node, { kind: "UsingStatement" }>): void {
  if (node.usingKind === "type" || node.usingKind === "command" || node.alias !== null) {
    report(check, "UsingStatementNotSupported", node);
  }
  if (node.usingKind === "namespace" && node.name.kind === "StringConstantExpression") {
    if (!NAMESPACE.test(stringValue(check.text, node.name))) {
      report(check, "InvalidNamespaceValue", node.name);
    }
  }
}
