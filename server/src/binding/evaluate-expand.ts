import type { ExpandableStringExpression, Expression } from "../syntax/ast.js";
import { contentSpan } from "../syntax/literals.js";

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["0", "\0"],
  ["a", "\x07"],
  ["b", "\b"],
  ["e", "\x1b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
]);

/**
 * The pieces of a string with variables: texts with their escapes resolved, and the expressions between them. Null for the
 * rare forms whose pieces cannot be told from the text alone (quotes inside a bare word, quotes doubled around `$( )`).
 */
export function expandableParts(text: string, node: ExpandableStringExpression): readonly (string | Expression)[] | null {
  if (node.value !== null) return null;
  const { start, end } = contentSpan(text, node);
  const parts: (string | Expression)[] = [];
  let at = start;
  for (const nested of node.nested) {
    const piece = literal(text.slice(at, nested.start), node.form);
    if (piece === null) return null;
    if (piece !== "") parts.push(piece);
    parts.push(nested);
    at = nested.end;
  }
  const rest = literal(text.slice(at, end), node.form);
  if (rest === null) return null;
  if (rest !== "") parts.push(rest);
  return parts;
}

function literal(raw: string, form: ExpandableStringExpression["form"]): string | null {
  if (form === "bare" && /["'\u2018-\u201f]/.test(raw)) return null;
  if (!/[`"\u201c-\u201e]/.test(raw)) return raw;
  let value = "";
  for (let i = 0; i < raw.length; i++) {
    const c = raw[i] ?? "";
    if (c === "`") {
      const next = raw[i + 1];
      if (next === undefined) return `${value}\``;
      if (next === "u") return null;
      value += ESCAPES.get(next) ?? next;
      i++;
    } else {
      value += c;
      if (form === "double" && /["\u201c-\u201e]/.test(c)) i++;
    }
  }
  return value;
}
