/** Data sections allow constants, a few operators and named commands only. */
import type { Command, DataStatement, Node } from "./ast.js";
import { commandName, stringValue, variableName } from "./literals.js";
import { fault, type State } from "./state.js";
import { typeFullName } from "./type-names.js";
import { walk } from "./visit.js";

const VARIABLES = new Set(["psculture", "psuiculture", "true", "false", "null"]);
const SAFE_TYPES = new Set(
  (
    "bool boolean char sbyte byte int int16 uint16 int32 uint32 int64 uint64 long short uint ulong ushort single float double decimal " +
    "datetime string dbnull"
  ).split(" "),
);
const UNSAFE_OPERATORS = /^(?:\.\.|-f|-join|-as|(?:-[ic]?(?:split|match|notmatch|replace))|\+\+|--|post\+\+|post--)$/;

/** Faults by the kind of node that may not stand in a data section. */
const FORBIDDEN: { readonly [kind: string]: string } = {
  ScriptBlock: "ScriptBlockNotSupportedInDataSection",
  ParamBlock: "ParameterDeclarationNotSupportedInDataSection",
  Attribute: "AttributeNotSupportedInDataSection",
  FunctionDefinition: "FunctionDeclarationNotSupportedInDataSection",
  TrapStatement: "TrapStatementNotSupportedInDataSection",
  SwitchStatement: "SwitchStatementNotSupportedInDataSection",
  DataStatement: "DataSectionStatementNotSupportedInDataSection",
  ForEachStatement: "ForeachStatementNotSupportedInDataSection",
  DoWhileStatement: "DoWhileStatementNotSupportedInDataSection",
  DoUntilStatement: "DoWhileStatementNotSupportedInDataSection",
  ForStatement: "ForWhileStatementNotSupportedInDataSection",
  WhileStatement: "ForWhileStatementNotSupportedInDataSection",
  TryStatement: "TryStatementNotSupportedInDataSection",
  BreakStatement: "FlowControlStatementNotSupportedInDataSection",
  ContinueStatement: "FlowControlStatementNotSupportedInDataSection",
  ReturnStatement: "FlowControlStatementNotSupportedInDataSection",
  ExitStatement: "FlowControlStatementNotSupportedInDataSection",
  ThrowStatement: "FlowControlStatementNotSupportedInDataSection",
  AssignmentStatement: "AssignmentStatementNotSupportedInDataSection",
  MergingRedirection: "RedirectionNotSupportedInDataSection",
  FileRedirection: "RedirectionNotSupportedInDataSection",
  MemberExpression: "PropertyReferenceNotSupportedInDataSection",
  InvokeMemberExpression: "MethodCallNotSupportedInDataSection",
  ScriptBlockExpression: "ScriptBlockNotSupportedInDataSection",
  IndexExpression: "ArrayReferenceNotSupportedInDataSection",
  AttributedExpression: "AttributeNotSupportedInDataSection",
  BlockStatement: "ParallelAndSequenceBlockNotSupportedInDataSection",
};

/** Checks that a data section holds nothing but data and the commands it may call. */
export function checkDataSection(s: State, data: DataStatement): void {
  const { text } = s;
  const isConstantList = data.supportedCommands.every((command) => command.kind === "StringConstantExpression");
  const allowed = new Set(["convertfrom-stringdata"]);
  for (const command of data.supportedCommands) {
    if (command.kind === "StringConstantExpression") {
      allowed.add(stringValue(text, command).toLowerCase());
    }
  }
  walk(data.body, (node) => {
    const id = FORBIDDEN[node.kind];
    if (id !== undefined) {
      fault(s, id, node.start, node.end);
    } else if (node.kind === "Command") {
      checkCommand(s, node, isConstantList ? allowed : null);
    } else {
      checkExpression(s, node);
    }
    return undefined;
  });
}

function checkCommand(s: State, command: Command, allowed: ReadonlySet<string> | null): void {
  const name = commandName(s.text, command);
  if (command.invocation === ".") {
    fault(s, "DotSourcingNotSupportedInDataSection", command.start, command.end);
  } else if (allowed !== null && name === null && command.invocation === "&") {
    fault(s, "OperatorNotSupportedInDataSection", command.start, command.end);
  } else if (allowed !== null && (name === null || !allowed.has(name.toLowerCase()))) {
    fault(s, "CmdletNotInAllowedListForDataSection", command.start, command.end, name ?? s.text.slice(command.start, command.end));
  }
}

function checkExpression(s: State, node: Node): void {
  switch (node.kind) {
    case "VariableExpression":
      if (!VARIABLES.has(variableName(s.text, node).toLowerCase())) {
        fault(s, "VariableReferenceNotSupportedInDataSection", node.start, node.end);
      }
      break;
    case "TypeConstraint":
    case "TypeExpression": {
      const name = typeFullName(s.text, node.typeStart, node.typeEnd).toLowerCase();
      if (!SAFE_TYPES.has(name.replace(/^system\./, "").replace(/\[,*\]$/, ""))) {
        fault(s, "TypeNotAllowedInDataSection", node.start, node.end);
      }
      break;
    }
    case "UnaryExpression":
      if (UNSAFE_OPERATORS.test(node.operator)) {
        fault(s, "OperatorNotSupportedInDataSection", node.start, node.end);
      }
      break;
    case "BinaryExpression":
      if (UNSAFE_OPERATORS.test(node.operator)) {
        const gap = s.text.slice(node.left.end, node.right.start).toLowerCase();
        const start = node.left.end + Math.max(0, gap.replaceAll(/[\u2013-\u2015]/g, "-").indexOf(node.operator));
        fault(s, "OperatorNotSupportedInDataSection", start, start + node.operator.length);
      }
      break;
  }
}
