import { evaluateConstant } from "../../server/src/binding/evaluate.js";
import type { Value } from "../../server/src/binding/value.js";
import { parse } from "../../server/src/syntax/parser.js";

/** What a constant expression is worth, in the oracle's form; undefined where that is not known down to its last item. */
export function constantOf(expression: string): unknown {
  return plain(evaluateConstant(parse(expression)));
}

function plain(value: Value): unknown {
  switch (value.kind) {
    case "null":
      return null;
    case "boolean":
    case "string":
      return value.value;
    case "number":
      return /^U?Int(32|64)$/.test(value.type) ? Number(value.value) : { double: finite(Number(value.value)) };
    case "other":
      return value.type === "System.Char" && value.text !== null ? value.text : undefined;
    case "array": {
      const items = value.items.map(plain);
      return items.includes(undefined) ? undefined : items;
    }
    default:
      return undefined;
  }
}

function finite(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
