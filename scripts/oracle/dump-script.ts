/** The structure of a script in the form in which PowerShell's own answers are kept; see test/oracle/README.md. */
import type { Command, CommandElement, Expression, Node, ParsedScript, Statement, StatementBlock } from "../../server/src/syntax/ast.js";
import { commandName, numberValue, parameterName, stringValue, variableName, wordValue } from "../../server/src/syntax/literals.js";
import { typeFullName } from "../../server/src/syntax/type-names.js";
import { walk } from "../../server/src/syntax/visit.js";

type Place = [number, number];
/** An element as the oracle writes it: a tag, a place, and what belongs to the tag. */
export type DumpElement = [string, Place, ...unknown[]];

export interface Dump {
  readonly errors: [number, number, string][];
  readonly commands: { at: Place; op: string; name: string | null; el: DumpElement[]; redir: number }[];
  readonly assign: { at: Place; var: string; op: string; value: DumpElement | null }[];
  readonly functions: { at: Place; name: string; kind: string; member?: true }[];
}

/** What PowerShell says about a script, from our tree. */
export function dumpScript(script: ParsedScript): Dump {
  const { text } = script;
  const dump: Dump = { errors: script.faults.map(({ start, end, id }) => [start, end, id]), commands: [], assign: [], functions: [] };
  walk(script.root, (node) => {
    switch (node.kind) {
      case "Command":
        dump.commands.push(dumpCommand(text, node));
        break;
      case "AssignmentStatement": {
        const variable = assignedVariable(node.left);
        if (variable !== null) {
          const value = pureValue(text, node.right);
          dump.assign.push({ at: place(node), var: variableName(text, variable), op: node.operator, value });
        }
        break;
      }
      case "FunctionDefinition": {
        dump.functions.push({ at: place(node), name: wordValue(text, node.nameStart, node.nameEnd), kind: node.functionKind });
        break;
      }
      case "FunctionMember": {
        const name = text.slice(node.nameStart, node.nameEnd);
        dump.functions.push({ at: [node.nameStart, node.end], name, kind: "function", member: true });
        break;
      }
    }
    return undefined;
  });
  dump.commands.sort((a, b) => a.at[0] - b.at[0] || b.at[1] - a.at[1]);
  return dump;
}

function place(node: Node): Place {
  return [node.start, node.end];
}

function assignedVariable(left: Expression) {
  let target = left;
  while (target.kind === "ConvertExpression") {
    target = target.child;
  }
  return target.kind === "VariableExpression" ? target : null;
}

function dumpCommand(text: string, command: Command): Dump["commands"][number] {
  return {
    at: place(command),
    op: command.invocation,
    name: commandName(text, command),
    el: command.elements.map((element) => dumpElement(text, element)),
    redir: command.redirections.length,
  };
}

/** The one expression of a statement that is nothing else, dumped, or null. */
function pureValue(text: string, statement: Statement | null): DumpElement | null {
  const expression = statement === null ? null : pureExpression(statement);
  return expression === null ? null : dumpElement(text, expression);
}

function pureExpression(statement: Statement): Expression | null {
  if (statement.kind !== "Pipeline" || statement.elements.length !== 1 || statement.isBackground) {
    return null;
  }
  const element = statement.elements[0];
  return element?.kind === "CommandExpression" && element.redirections.length === 0 ? element.expression : null;
}

function pureValues(text: string, body: StatementBlock): DumpElement[] | null {
  if (body.traps.length > 0) {
    return null;
  }
  const values: DumpElement[] = [];
  for (const statement of body.statements) {
    const value = pureValue(text, statement);
    if (value === null) {
      return null;
    }
    values.push(value);
  }
  return values;
}

function dumpElement(text: string, node: CommandElement): DumpElement {
  const at = place(node);
  switch (node.kind) {
    case "CommandParameter":
      return ["-", at, parameterName(text, node), node.argument === null ? null : dumpElement(text, node.argument)];
    case "StringConstantExpression":
      return ["s", at, node.form, stringValue(text, node)];
    case "ExpandableStringExpression":
      return ["x", at, node.form, stringValue(text, node), node.nested.map((nested) => dumpElement(text, nested))];
    case "VariableExpression":
      return ["v", at, variableName(text, node), node.isSplatted];
    case "ConstantExpression": {
      const number = numberValue(text, node);
      return ["n", at, number?.text ?? "", number?.type ?? "null"];
    }
    case "ArrayLiteral":
      return ["a", at, node.elements.map((element) => dumpElement(text, element))];
    case "ParenExpression":
      return ["p", at, pureValue(text, node.pipeline)];
    case "ArrayExpression":
      return ["@", at, pureValues(text, node.body)];
    case "SubExpression":
      return ["$", at];
    case "Hashtable":
      return ["h", at, node.entries.map(({ key, value }) => [dumpElement(text, key), pureValue(text, value)])];
    case "ScriptBlockExpression":
      return ["{", at];
    case "ConvertExpression":
      return ["c", at, typeFullName(text, node.type.typeStart, node.type.typeEnd), dumpElement(text, node.child)];
    default:
      return ["o", at, `${node.kind}Ast`];
  }
}
