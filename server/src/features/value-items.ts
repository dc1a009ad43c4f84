import type { Analysis } from "../analyze.js";
import type { Cmdlet, Parameter } from "../catalog/catalog.js";
import type { Node, Span } from "../syntax/ast.js";
import type { CompletionItem, Completions } from "./completion.js";

/** The values that a parameter is known to take, for the place of `node` or, where nothing is written yet, the offset. */
export function valuesFor(analysis: Analysis, cmdlet: Cmdlet, parameter: Parameter, node: Node | null, offset: number): Completions | null {
  const written = wordAt(analysis.text, node, offset);
  if (!written) return null;
  const { range, quote } = written;
  const products = analysis.target.products;
  const items = namesOf(parameter)
    .filter((value) => {
      const where = parameter.valueProducts.get(value.toLowerCase());
      return !where || !products || where.some((product) => products.includes(product));
    })
    .map(
      (value): CompletionItem => ({
        kind: "value",
        text: value.startsWith("$") ? value : quoted(value, quote),
        detail: parameter.valuesAreClosed || value.startsWith("$") ? parameter.type : `${parameter.type}, mentioned by the reference`,
        about: { cmdlet: cmdlet.name, parameter: parameter.name },
        isDeprecated: false,
        rank: 0,
      }),
    );
  return items.length === 0 ? null : { ...range, items };
}

function namesOf(parameter: Parameter): readonly string[] {
  if (parameter.type === "Boolean" || parameter.isSwitch) return ["$true", "$false"];
  return parameter.values;
}

/** Inside a table or a quoted text a value needs quotes; as an argument only where it has characters that end a word. */
function quoted(value: string, quote: string): string {
  if (quote !== "") return `${quote}${value.replaceAll(quote, quote + quote)}${quote}`;
  return /^[\w.:\\/-]+$/.test(value) && !/^[-\d]/.test(value) ? value : `'${value.replaceAll("'", "''")}'`;
}

function wordAt(text: string, node: Node | null, offset: number): { range: Span; quote: string } | null {
  const isInTable = /=\s*$/.test(text.slice(0, node ? node.start : offset).slice(-40));
  if (!node) return { range: { start: offset, end: offset }, quote: isInTable ? "'" : "" };
  const item = itemAt(node, offset);
  if (!item) return null;
  const first = text[item.start] ?? "";
  const quote = /['"]/.test(first) ? first : isInTable ? "'" : "";
  return { range: { start: item.start, end: item.end }, quote };
}

/** The single item of a list in which the offset lies; the whole value where it is no list. Null inside anything computed. */
function itemAt(node: Node, offset: number): Span | null {
  switch (node.kind) {
    case "StringConstantExpression":
    case "VariableExpression":
    case "ConstantExpression":
      return node;
    case "ArrayLiteral": {
      const item = node.elements.find((element) => element.start <= offset && offset <= element.end);
      return item ? itemAt(item, offset) : null;
    }
    case "Pipeline": {
      const [only] = node.elements;
      return only?.kind === "CommandExpression" ? itemAt(only.expression, offset) : only?.kind === "Command" ? only : null;
    }
    default:
      return null;
  }
}
