/** The ways through a method of a class, as PowerShell follows them: stretches without branches, and what each assigns and reads. */
import type { Expression, FunctionMember, Node, Statement, VariableExpression } from "./ast.js";
import { stringValue, variableName } from "./literals.js";
import { typeFullName } from "./type-names.js";
import { forEachChild } from "./visit.js";

/** A stretch of the method without branches. */
export interface Block {
  readonly events: Event[];
  readonly successors: Block[];
  readonly predecessors: Block[];
  isReachable: boolean;
  /** Ends by returning or throwing. */
  isFinal: boolean;
  /** The variables assigned behind it, once that is known. */
  assigned: Set<string> | null;
}

type Event =
  | { readonly kind: "read"; readonly variable: VariableExpression; readonly name: string }
  | { readonly kind: "assign"; readonly name: string; readonly type: string | null; readonly isExplicit: boolean };

interface Loop {
  readonly label: string;
  readonly breakTarget: Block;
  readonly continueTarget: Block;
}

/** A method as a graph. */
export interface MethodGraph {
  readonly text: string;
  readonly entry: Block;
  readonly exit: Block;
  /** Variables that PowerShell looks up by name: assigned anywhere, they are never missed. */
  readonly dynamic: ReadonlySet<string>;
}

interface Flow extends MethodGraph {
  current: Block;
  readonly loops: Loop[];
  /** `switch` and `foreach` once their statement was seen. */
  readonly given: Set<string>;
  readonly dynamic: Set<string>;
}

const KNOWN_TYPES = new Set(
  (
    "array bigint bool boolean byte char cimsession cultureinfo datetime decimal double float guid hashtable int int16 int32 int64 " +
    "ipaddress long mailaddress object pscredential pscustomobject psobject regex sbyte scriptblock securestring short single string " +
    "switch timespan type uint uint16 uint32 uint64 ulong uri ushort version xml"
  ).split(" "),
);

/** True for a type that exists wherever PowerShell runs; `type` is in lower case, without `System.`. */
function isKnownType(type: string): boolean {
  const element = type.replace(/(?:\[,*\])+$/, "");
  return KNOWN_TYPES.has(element) || /^(?:collections|io|net|text|management|xml|security)\.[\w.]+$/.test(element);
}

function newBlock(isReachable = false): Block {
  return { events: [], successors: [], predecessors: [], isReachable, isFinal: false, assigned: null };
}

function link(from: Block, to: Block): void {
  if (!from.successors.includes(to)) {
    to.isReachable = to.isReachable || from.isReachable;
    from.successors.push(to);
    to.predecessors.push(from);
  }
}

/** Lays out a method, from its parameters to every place where it may end. */
export function graphOf(text: string, method: FunctionMember): MethodGraph {
  const entry = newBlock(true);
  const flow: Flow = { text, entry, current: entry, exit: newBlock(), loops: [], given: new Set(), dynamic: new Set() };
  for (const { name } of method.parameters) {
    const local = localName(text, name);
    if (local !== null) {
      entry.events.push({ kind: "assign", name: local, type: null, isExplicit: true });
    }
  }
  const { dynamicParamBlock, beginBlock, processBlock, endBlock, cleanBlock } = method.body;
  for (const block of [dynamicParamBlock, beginBlock, processBlock, endBlock, cleanBlock]) {
    visitAll(flow, block?.statements ?? []);
  }
  link(flow.current, flow.exit);
  return flow;
}

/** A local variable's name in lower case without its scope; null for others and for drives. */
function localName(text: string, variable: VariableExpression): string | null {
  const name = variableName(text, variable).toLowerCase();
  const match = /^(?:variable:)?(?:(?:local|private):)?([^:]+)$/.exec(name);
  if (!match?.[1]) {
    return null;
  }
  return match[1] === "psitem" ? "_" : match[1];
}

function visitAll(flow: Flow, nodes: readonly Node[]): void {
  for (const node of nodes) {
    visit(flow, node);
  }
}

function assign(flow: Flow, name: string, type: string | null, isExplicit: boolean): void {
  flow.current.events.push({ kind: "assign", name, type, isExplicit });
}

function visit(flow: Flow, node: Node): void {
  switch (node.kind) {
    case "VariableExpression": {
      const name = localName(flow.text, node);
      if (name !== null && !flow.given.has(name)) {
        flow.current.events.push({ kind: "read", variable: node, name });
      }
      break;
    }
    case "StatementBlock":
      visitAll(flow, node.statements);
      break;
    case "AssignmentStatement":
      visit(flow, node.right);
      visitTarget(flow, node.left);
      break;
    case "IfStatement":
      visitIf(flow, node.clauses, node.elseClause);
      break;
    case "TernaryExpression":
      visitTernary(flow, node.condition, node.ifTrue, node.ifFalse);
      break;
    case "BinaryExpression":
      visitBinary(flow, node);
      break;
    case "SwitchStatement":
      flow.given.add("switch");
      visitLoop(
        flow,
        labelOf(flow, node.label),
        null,
        () => {
          visit(flow, node.condition);
          assign(flow, "switch", "ienumerator", false);
        },
        () => visitClauses(flow, node.clauses, node.defaultClause),
      );
      break;
    case "ForEachStatement": {
      const after = newBlock();
      flow.given.add("foreach");
      visitLoop(
        flow,
        labelOf(flow, node.label),
        null,
        () => {
          visit(flow, node.collection);
          link(flow.current, after);
          assign(flow, "foreach", "ienumerator", false);
          visitTarget(flow, node.variable);
        },
        () => visit(flow, node.body),
      );
      link(flow.current, after);
      flow.current = after;
      break;
    }
    case "ForStatement": {
      const { initializer, condition } = node;
      if (initializer !== null) {
        visit(flow, initializer);
      }
      const visitCondition = condition === null ? null : () => visit(flow, condition);
      visitLoop(flow, labelOf(flow, node.label), node.iterator, visitCondition, () => visit(flow, node.body));
      break;
    }
    case "WhileStatement":
      visitLoop(
        flow,
        labelOf(flow, node.label),
        null,
        () => visit(flow, node.condition),
        () => visit(flow, node.body),
      );
      break;
    case "DoWhileStatement":
    case "DoUntilStatement":
      visitDo(flow, labelOf(flow, node.label), node.body, node.condition);
      break;
    case "TryStatement":
      visitTry(flow, node);
      break;
    case "ReturnStatement":
    case "ThrowStatement":
    case "ExitStatement":
      if (node.pipeline !== null) {
        visit(flow, node.pipeline);
      }
      link(flow.current, flow.exit);
      flow.current.isFinal = true;
      flow.current = newBlock();
      break;
    case "BreakStatement":
      visitJump(flow, node.label, (loop) => loop.breakTarget);
      break;
    case "ContinueStatement":
      visitJump(flow, node.label, (loop) => loop.continueTarget);
      break;
    case "Pipeline":
      visitPipeline(flow, node.elements);
      break;
    case "DataStatement":
      visit(flow, node.body);
      if (node.variable !== null) {
        assign(flow, flow.text.slice(node.variable.start, node.variable.end).toLowerCase(), "object", false);
      }
      break;
    case "CatchClause":
      visit(flow, node.body);
      break;
    // These have variables of their own, or are put in from outside.
    case "FunctionDefinition":
    case "ScriptBlockExpression":
    case "TypeDefinition":
    case "UsingExpression":
    case "TrapStatement":
    case "ErrorStatement":
    case "ErrorExpression":
    case "ConfigurationDefinition":
    case "DynamicKeywordStatement":
    case "TypeConstraint":
    case "Attribute":
      break;
    default:
      forEachChild(node, (child) => visit(flow, child));
  }
}

function labelOf(flow: Flow, label: { start: number; end: number } | null): string {
  return label === null ? "" : flow.text.slice(label.start + 1, label.end).toLowerCase();
}

function visitTarget(flow: Flow, left: Expression): void {
  if (left.kind === "ParenExpression") {
    const element = left.pipeline.kind === "Pipeline" && left.pipeline.elements.length === 1 ? left.pipeline.elements[0] : undefined;
    if (element?.kind === "CommandExpression") {
      visitTarget(flow, element.expression);
    }
    return;
  }
  if (left.kind === "ArrayLiteral") {
    for (const element of left.elements) {
      visitTarget(flow, element);
    }
    return;
  }
  let target: Expression = left;
  let convertCount = 0;
  let type: string | null = null;
  let hasAttribute = false;
  while (target.kind === "ConvertExpression" || target.kind === "AttributedExpression") {
    convertCount++;
    if (target.kind === "ConvertExpression") {
      type = typeFullName(flow.text, target.type.typeStart, target.type.typeEnd)
        .toLowerCase()
        .replace(/^system\./, "");
    } else {
      hasAttribute = true;
    }
    target = target.child;
  }
  if (target.kind !== "VariableExpression") {
    visit(flow, left);
    return;
  }
  const name = localName(flow.text, target);
  if (name === null) {
    return;
  }
  if (hasAttribute || convertCount > 1 || (type !== null && !isKnownType(type))) {
    flow.dynamic.add(name);
  }
  if (!hasAttribute && convertCount <= 1) {
    assign(flow, name, type, true);
  }
}

function visitIf(flow: Flow, clauses: readonly { readonly condition: Statement; readonly body: Node }[], elseClause: Node | null): void {
  const after = newBlock();
  if (elseClause === null) {
    link(flow.current, after);
  }
  clauses.forEach(({ condition, body }, index) => {
    const clause = newBlock();
    const next = index === clauses.length - 1 && elseClause === null ? after : newBlock();
    visit(flow, condition);
    link(flow.current, clause);
    link(flow.current, next);
    flow.current = clause;
    visit(flow, body);
    link(flow.current, after);
    flow.current = next;
  });
  if (elseClause !== null) {
    visit(flow, elseClause);
    link(flow.current, after);
  }
  flow.current = after;
}

function visitTernary(flow: Flow, condition: Expression, ifTrue: Expression, ifFalse: Expression): void {
  const whenTrue = newBlock();
  const whenFalse = newBlock();
  const after = newBlock();
  visit(flow, condition);
  link(flow.current, whenTrue);
  link(flow.current, whenFalse);
  flow.current = whenTrue;
  visit(flow, ifTrue);
  link(flow.current, after);
  flow.current = whenFalse;
  visit(flow, ifFalse);
  link(flow.current, after);
  flow.current = after;
}

function visitBinary(flow: Flow, node: Extract<Node, { kind: "BinaryExpression" }>): void {
  // Chains of operators lean to the left: they are followed without recursion.
  const operators: { operator: string; right: Expression }[] = [];
  let left: Expression = node;
  while (left.kind === "BinaryExpression") {
    operators.push({ operator: left.operator, right: left.right });
    left = left.left;
  }
  visit(flow, left);
  for (const { operator, right } of operators.reverse()) {
    if (operator === "-and" || operator === "-or") {
      const after = newBlock();
      const next = newBlock();
      link(flow.current, after);
      link(flow.current, next);
      flow.current = next;
      visit(flow, right);
      link(flow.current, after);
      flow.current = after;
    } else {
      visit(flow, right);
    }
  }
}

function visitClauses(
  flow: Flow,
  clauses: readonly { readonly condition: Expression; readonly body: Node }[],
  fallback: Node | null,
): void {
  const after = newBlock();
  clauses.forEach(({ condition, body }, index) => {
    const clause = newBlock();
    const isLast = index === clauses.length - 1 && fallback === null;
    const next = isLast ? after : newBlock();
    visit(flow, condition);
    link(flow.current, next);
    link(flow.current, clause);
    flow.current = clause;
    visit(flow, body);
    if (!isLast) {
      link(flow.current, next);
      flow.current = next;
    }
  });
  if (fallback !== null) {
    link(flow.current, after);
    visit(flow, fallback);
  }
  link(flow.current, after);
  flow.current = after;
}

function visitLoop(flow: Flow, label: string, iterator: Node | null, visitCondition: (() => void) | null, visitBody: () => void): void {
  const continueTarget = newBlock();
  if (iterator !== null) {
    const afterContinue = newBlock();
    link(flow.current, afterContinue);
    flow.current = continueTarget;
    visit(flow, iterator);
    link(flow.current, afterContinue);
    flow.current = afterContinue;
  } else {
    link(flow.current, continueTarget);
    flow.current = continueTarget;
  }
  const body = newBlock();
  const breakTarget = newBlock();
  if (visitCondition !== null) {
    visitCondition();
    link(flow.current, breakTarget);
  }
  flow.loops.push({ label, breakTarget, continueTarget });
  link(flow.current, body);
  flow.current = body;
  visitBody();
  link(flow.current, continueTarget);
  flow.current = breakTarget;
  flow.loops.pop();
}

function visitDo(flow: Flow, label: string, body: Node, condition: Node | null): void {
  const continueTarget = newBlock();
  const start = newBlock();
  const breakTarget = newBlock();
  const repeat = newBlock();
  flow.loops.push({ label, breakTarget, continueTarget });
  link(flow.current, start);
  flow.current = start;
  visit(flow, body);
  link(flow.current, continueTarget);
  flow.current = continueTarget;
  if (condition !== null) {
    visit(flow, condition);
  }
  link(flow.current, breakTarget);
  link(flow.current, repeat);
  link(repeat, start);
  flow.current = breakTarget;
  flow.loops.pop();
}

/** Any statement may throw: what reaches a catch block is what reached the try. */
function visitTry(flow: Flow, node: Extract<Node, { kind: "TryStatement" }>): void {
  const before = flow.current;
  flow.current = newBlock();
  link(before, flow.current);
  visit(flow, node.body);
  const lastInTry = flow.current;
  const finallyStart = node.finallyBlock === null ? null : newBlock();
  const after = newBlock();
  let catchesAll = false;
  for (const clause of node.catches) {
    catchesAll = catchesAll || clause.types.length === 0;
    flow.current = newBlock();
    link(before, flow.current);
    visit(flow, clause);
    link(flow.current, finallyStart ?? after);
  }
  if (finallyStart === null || node.finallyBlock === null) {
    link(lastInTry, after);
  } else {
    link(lastInTry, finallyStart);
    flow.current = finallyStart;
    visit(flow, node.finallyBlock);
    link(flow.current, after);
    if (!catchesAll) {
      link(before, finallyStart);
      const rethrow = newBlock();
      link(flow.current, rethrow);
      rethrow.isFinal = true;
      link(rethrow, flow.exit);
    }
  }
  flow.current = after;
}

function visitJump(flow: Flow, label: Expression | null, targetOf: (loop: Loop) => Block): void {
  let loop: Loop | undefined;
  if (label === null) {
    loop = flow.loops[flow.loops.length - 1];
  } else {
    visit(flow, label);
    if (label.kind === "StringConstantExpression") {
      const name = stringValue(flow.text, label).toLowerCase();
      loop = flow.loops.findLast((candidate) => candidate.label === name);
    }
  }
  if (loop === undefined) {
    link(flow.current, flow.exit);
    flow.current.isFinal = true;
  } else {
    link(flow.current, targetOf(loop));
  }
  flow.current = newBlock();
}

/** A command may break out of a loop it knows nothing of. */
function visitPipeline(flow: Flow, elements: readonly Node[]): void {
  let runsCommand = false;
  for (const element of elements) {
    runsCommand = runsCommand || element.kind === "Command";
    forEachChild(element, (child) => visit(flow, child));
  }
  if (runsCommand && flow.loops.length > 0) {
    for (const { breakTarget, continueTarget } of flow.loops) {
      link(flow.current, breakTarget);
      link(flow.current, continueTarget);
    }
    const next = newBlock();
    link(flow.current, next);
    flow.current = next;
  }
}
