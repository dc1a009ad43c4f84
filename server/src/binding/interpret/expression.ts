import type { CommandExpression, ConstantExpression, Expression, Redirection, Statement, StatementBlock } from "../../syntax/ast.js";
import { stringValue } from "../../syntax/literals.js";
import { typeName } from "../evaluate/convert.js";
import { type Cell, list, NULL, str, UNKNOWN, type Val, VOID, withOrigin } from "../evaluate/model.js";
import { sourceNumber } from "../evaluate/number.js";
import { truth } from "../evaluate/text.js";
import { variableName } from "../variable-name.js";
import { assign, assignVariable } from "./assign.js";
import { castTo } from "./convert.js";
import { makeTable } from "./hashtable.js";
import { collect, collectItems, either, emit, type Machine, mayFail, textOfNode } from "./machine.js";
import { evaluateIndex, evaluateMember } from "./member.js";
import { invokeMember } from "./method.js";
import { evaluateBinary, evaluateUnary } from "./operator.js";
import { findVariable, scopeOf, setValue } from "./scope.js";
import { born, type Content, leak, write } from "./state.js";
import { runPart, runStatements } from "./statement.js";
import { expand } from "./string.js";
import { constantOf, inScope, readUsing, readVariable } from "./variable.js";

/** The value of an expression. What it does besides (assignments, calls) is done. UNKNOWN when it is not known or fails. */
export function evaluate(m: Machine, node: Expression): Val {
  switch (node.kind) {
    case "StringConstantExpression":
      return str(stringValue(m.text, node), node);
    case "ConstantExpression":
      return literalNumber(m, node);
    case "ExpandableStringExpression":
      return expand(m, node);
    case "VariableExpression":
      return constantOf(m.text, node) ?? readVariable(m, node);
    case "UsingExpression":
      return readUsing(m, node.child);
    case "ArrayLiteral": {
      const items: Val[] = [];
      let isSure = true;
      for (const element of node.elements) {
        const item = evaluate(m, element);
        // Nothing in a list counts, and is no item of it in a pipeline.
        if (notVoid(item) !== item) isSure = false;
        items.push(item);
      }
      return { ...list(isSure ? items : null), origin: node };
    }
    case "ParenExpression":
      return evaluateStatement(m, node.pipeline);
    case "ArrayExpression":
      return evaluateArray(m, node.body, node);
    case "SubExpression":
      return collectBlock(m, node.body);
    case "Hashtable":
      return makeTable(m, node, false);
    case "ScriptBlockExpression":
      return { kind: "block", block: node.scriptBlock, node, closure: null, origin: node };
    case "ConvertExpression":
      return evaluateCast(m, node.child, typeText(m, node.type), node);
    case "AttributedExpression":
      return evaluate(m, node.child);
    case "TypeExpression":
      return { kind: "type", name: m.text.slice(node.typeStart, node.typeEnd), origin: node };
    case "MemberExpression":
      return evaluateMember(m, node);
    case "InvokeMemberExpression":
      return invokeMember(m, node);
    case "IndexExpression":
      return evaluateIndex(m, node);
    case "UnaryExpression":
      return evaluateUnary(m, node);
    case "BinaryExpression":
      return evaluateBinary(m, node);
    case "TernaryExpression":
      return choose(
        m,
        truth(evaluate(m, node.condition)),
        () => evaluate(m, node.ifTrue),
        () => evaluate(m, node.ifFalse),
      );
    case "ErrorExpression":
      return UNKNOWN;
  }
}

/** An argument that gives nothing at all is nothing. */
export function notVoid(value: Val): Val {
  return value.kind === "null" && value.isVoid ? NULL : value;
}

/** A number as it is written, of the type PowerShell gives it. */
export function literalNumber(m: Machine, node: ConstantExpression): Val {
  const number = sourceNumber(textOfNode(m, node));
  return number ? withOrigin(number, node) : UNKNOWN;
}

// One of two, or both when which one is not known.
function choose(m: Machine, condition: boolean | null, ifTrue: () => Val, ifFalse: () => Val): Val {
  if (condition !== null) return condition ? ifTrue() : ifFalse();
  return joinedValue(m, [ifTrue, ifFalse]);
}

/** The value on which several ways agree, each tried from the same state. */
export function joinedValue(m: Machine, ways: readonly (() => Val)[]): Val {
  const life = { isOver: false };
  const cell: Cell<Content> = born(m.state, { kind: "value", value: UNKNOWN } as Content, life);
  either(
    m,
    ...ways.map((way) => () => {
      const value = way();
      write(m.state, cell, { kind: "value", value });
    }),
  );
  life.isOver = true;
  return !m.state.isDead && cell.value.kind === "value" ? cell.value.value : UNKNOWN;
}

/** The value of a statement in an assignment, a condition, parentheses. A pure expression keeps its arrays as they are. */
export function evaluateStatement(m: Machine, statement: Statement): Val {
  if (statement.kind === "Pipeline" && statement.elements.length === 1) {
    const [only] = statement.elements;
    if (only?.kind === "CommandExpression") return evaluateElement(m, only);
  }
  if (statement.kind === "AssignmentStatement") return assign(m, statement);
  return collect(m, () => runPart(m, statement));
}

/** An expression with its redirections. */
export function evaluateElement(m: Machine, { expression, redirections }: CommandExpression): Val {
  const value = evaluate(m, expression);
  if (redirections.length === 0) return value;
  evaluateRedirections(m, redirections);
  if (isOutputRedirected(redirections)) return VOID;
  return redirections.some(isMerging) ? UNKNOWN : value;
}

export function evaluateRedirections(m: Machine, redirections: readonly Redirection[]): void {
  for (const { target } of redirections) if (target && !m.state.isDead) evaluate(m, target);
}

/** Redirected to a file, output does not come down the pipeline. */
export function isOutputRedirected(redirections: readonly Redirection[]): boolean {
  return redirections.some(({ kind, fromStream }) => kind === "FileRedirection" && (fromStream === 0 || fromStream === 1));
}

/** What is told in another way comes down the pipeline, too. */
export function isMerging({ kind }: Redirection): boolean {
  return kind === "MergingRedirection";
}

function collectBlock(m: Machine, block: StatementBlock): Val {
  return collect(m, () => runStatements(m, block.statements, block.traps));
}

function evaluateArray(m: Machine, block: StatementBlock, node: Expression): Val {
  const [only, ...more] = block.statements;
  const expression = only && more.length === 0 && only.kind === "Pipeline" && only.elements.length === 1 ? only.elements[0] : null;
  if (expression?.kind === "CommandExpression" && expression.redirections.length === 0 && expression.expression.kind === "ArrayLiteral")
    return evaluate(m, expression.expression);
  // What fails in an expression alone is an error of the statement around.
  const items = collectItems(m, () =>
    only?.kind === "Pipeline" && expression?.kind === "CommandExpression" && block.traps.length === 0
      ? emit(m, evaluateElement(m, expression))
      : runStatements(m, block.statements, block.traps),
  );
  return list(items, "object", node);
}

function evaluateCast(m: Machine, child: Expression, type: string, node: Expression): Val {
  const name = typeName(type);
  if (child.kind === "Hashtable" && (name === "Ordered" || name === "PSCustomObject")) {
    const made = makeTable(m, child, true);
    return name === "Ordered"
      ? { ...made, origin: node }
      : { kind: "object", cells: made.cells, type: "PSCustomObject", definition: null, origin: node };
  }
  if (name === "ref" || name === "management.automation.psreference") return reference(m, child);
  return castTo(m, evaluate(m, child), type);
}

// `[ref]$x`: whoever has it may read and write the variable.
function reference(m: Machine, child: Expression): Val {
  const value = evaluate(m, child);
  const variable = child.kind === "VariableExpression" ? variableName(m.text.slice(child.nameStart, child.nameEnd)) : null;
  const found = variable ? findVariable(m.scope, variable.name) : "open";
  // One that is not there cannot be referred to.
  if (variable && (value === UNKNOWN || found === "unset")) mayFail(m);
  const isFound = variable?.scope === "" && found !== "unset" && found !== "open";
  const scope = (isFound ? scopeOf(found.cell) : null) ?? m.scope;
  return {
    kind: "special",
    origin: null,
    what: {
      is: "reference",
      cell: isFound ? found.cell : null,
      read: () => inScope(m, scope, () => evaluate(m, child)),
      write: (next) => {
        leak(m.state, value);
        inScope(m, scope, () => {
          // Where it was not there on all paths, it may have been one further out.
          assignVariable(m, child, value === UNKNOWN ? UNKNOWN : next);
          return next;
        });
        for (let at = value === UNKNOWN ? scope.parent : null; at && variable; at = at.parent)
          if (at.variables.get(variable.name)?.value.kind === "slot") setValue(m.state, at, variable.name, UNKNOWN);
      },
    },
  };
}

/** The text of a type's name in a constraint. */
export function typeText(m: Machine, node: { readonly typeStart: number; readonly typeEnd: number }): string {
  return textOfNode(m, { start: node.typeStart, end: node.typeEnd });
}
