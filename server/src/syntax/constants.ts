/** Which expressions PowerShell takes for constants while it parses: arguments of attributes and of #requires must be. */
import type { Expression, Statement, VariableExpression } from "./ast.js";
import { stringValue, variableName } from "./literals.js";
import { typeFullName } from "./type-names.js";

/** What the constant is for: attributes of classes allow the least, #requires allows hashtables. */
export type ConstantUse = "attribute" | "classAttribute" | "requires";

const FOLDED_BINARY = new Set("* / % + - -and -or -xor -band -bor -bxor -shl -shr".split(" "));
const FOLDED_UNARY = new Set("! -not -bnot + -".split(" "));
const PRIMITIVE_TYPES = new Set(
  "bool boolean byte sbyte char int int16 int32 int64 uint16 uint32 uint64 long short uint ulong ushort double float single".split(" "),
);

/** Whether PowerShell takes an expression for a constant in this place. */
export function isConstant(text: string, node: Expression | Statement, use: ConstantUse): boolean {
  switch (node.kind) {
    case "StringConstantExpression":
    case "ConstantExpression":
      return true;
    case "VariableExpression":
      return isConstantVariable(text, node);
    case "TypeExpression":
      return use !== "requires";
    case "ScriptBlockExpression":
      return use === "attribute";
    case "ArrayLiteral":
      return node.elements.every((element) => isConstant(text, element, use));
    case "Hashtable":
      return use === "requires" && node.entries.every(({ key, value }) => isConstant(text, key, use) && isConstant(text, value, use));
    case "ParenExpression":
      return isConstant(text, node.pipeline, use);
    case "SubExpression": {
      const statement = node.body.statements[0];
      return (
        node.body.traps.length === 0 && node.body.statements.length === 1 && statement !== undefined && isConstant(text, statement, use)
      );
    }
    case "Pipeline": {
      const element = node.elements[0];
      const isPure = node.elements.length === 1 && element?.kind === "CommandExpression" && element.redirections.length === 0;
      return isPure && isConstant(text, element.expression, use);
    }
    case "UsingExpression":
      return isConstant(text, node.child, use);
    case "ConvertExpression": {
      const type = typeFullName(text, node.type.typeStart, node.type.typeEnd)
        .toLowerCase()
        .replace(/^system\./, "");
      return PRIMITIVE_TYPES.has(type) && isConstant(text, node.child, use);
    }
    case "UnaryExpression":
      return FOLDED_UNARY.has(node.operator) && isConstant(text, node.child, use);
    case "BinaryExpression":
      return FOLDED_BINARY.has(node.operator) && isConstant(text, node.left, use) && isConstant(text, node.right, use);
    case "TernaryExpression":
      return [node.condition, node.ifTrue, node.ifFalse].every((part) => isConstant(text, part, use));
    case "MemberExpression":
      return isLiteralField(text, node);
    default:
      return false;
  }
}

function isConstantVariable(text: string, node: VariableExpression): boolean {
  const length = node.nameEnd - node.nameStart;
  return length > 3 && /^(?:(?:global|local|script|private|variable):)?(?:true|false|null)$/i.test(variableName(text, node));
}

const LITERAL_FIELDS: { readonly [type: string]: readonly string[] } = {
  double: ["maxvalue", "minvalue", "epsilon", "nan", "positiveinfinity", "negativeinfinity"],
  float: ["maxvalue", "minvalue", "epsilon", "nan", "positiveinfinity", "negativeinfinity"],
  single: ["maxvalue", "minvalue", "epsilon", "nan", "positiveinfinity", "negativeinfinity"],
  math: ["pi", "e", "tau"],
  string: [],
  datetime: [],
  decimal: [],
  guid: [],
};

/** A field that the compiler knows, as those of enums are; which fields are, only the type knows, and unknown ones pass. */
function isLiteralField(text: string, node: Extract<Expression, { kind: "MemberExpression" }>): boolean {
  if (!node.isStatic || node.target.kind !== "TypeExpression" || node.member.kind !== "StringConstantExpression") {
    return false;
  }
  const type = typeFullName(text, node.target.typeStart, node.target.typeEnd)
    .toLowerCase()
    .replace(/^system\./, "");
  const fields = LITERAL_FIELDS[type] ?? (PRIMITIVE_TYPES.has(type) && !/^bool/.test(type) ? ["maxvalue", "minvalue"] : null);
  return fields === null || fields.includes(stringValue(text, node.member).toLowerCase());
}
