import type { Node } from "./ast.js";
import { isDoubleQuote, isSingleQuote } from "./chars.js";
import { contentSpan, readEscape } from "./literals.js";

/**
 * Where each character of a literal's value stands in the text, and where the last one ends.
 *
 * @returns `value.length + 1` offsets; null where the node is no plain string or number, or its value is another one
 */
export function valueOffsets(text: string, node: Node, value: string): readonly number[] | null {
  if (node.kind === "ConstantExpression") return text.slice(node.start, node.end) === value ? consecutive(node.start, value) : null;
  if (node.kind !== "StringConstantExpression") return null;
  const { form } = node;
  const { start, end } = contentSpan(text, node);
  if (text.slice(start, end) === value) return consecutive(start, value);
  const hasEscapes = form !== "single" && form !== "singleHere";
  const offsets: number[] = [];
  let at = start;
  let read = "";
  while (at < end) {
    offsets.push(at);
    const code = text.charCodeAt(at);
    if (code === 0x60 && hasEscapes) {
      const escaped = readEscape(text, at + 1, end);
      for (let extra = 1; extra < escaped.value.length; extra++) offsets.push(at);
      read += escaped.value;
      at = escaped.end;
    } else {
      read += text.charAt(at);
      // A quote inside a quoted string is written twice, in whatever shape of quote.
      at += (form === "single" && isSingleQuote(code)) || (form === "double" && isDoubleQuote(code)) ? 2 : 1;
    }
  }
  offsets.push(end);
  return read === value ? offsets : null;
}

function consecutive(start: number, value: string): number[] {
  return Array.from({ length: value.length + 1 }, (_, index) => start + index);
}
