import type { BoundArgument } from "../binding/bound-command.js";
import type { Value } from "../binding/value.js";
import type { Node, Span, StringForm } from "../syntax/ast.js";
import type { CmdletCall } from "./call.js";
import { textOf } from "./test-value.js";

/** The place of an argument: its value as written, else its name, else the command's name. */
export function spanOfArgument(call: CmdletCall, parameter: string): Span {
  const argument = call.bound.arguments.get(parameter.toLowerCase());
  return (argument && (argument.valueNode ?? argument.nameSpan)) ?? call.nameSpan;
}

/** The place of a parameter's name; of what stands for it where the name is not written. */
export function spanOfName(call: CmdletCall, parameter: string): Span {
  const argument = call.bound.arguments.get(parameter.toLowerCase());
  return (argument && (argument.nameSpan ?? argument.valueNode)) ?? call.nameSpan;
}

/**
 * The place of one item of an argument's value, or of a piece of it.
 *
 * @param start where the piece begins in the item's text, UTF-16 code units; without it the whole item is meant
 * @returns the piece as it stands in the script between the quotes; the whole argument where the value was computed
 */
export function spanOfItem(text: string, call: CmdletCall, argument: BoundArgument, item: Value, start?: number, end?: number): Span {
  if (item.origin === null) return spanOfArgument(call, argument.parameter.name);
  const value = textOf(item);
  if (start === undefined || end === undefined || value === null) return item.origin;
  return spanInString(text, item.origin, value, start, end);
}

/** The place of a piece of a string that stands in the script as `node`; the whole node where the text is not there letter by letter. */
export function spanInString(text: string, node: Node, value: string, start: number, end: number): Span {
  const offsets = stringOffsets(text, node, value);
  if (offsets === null) return node;
  const from = offsets[start];
  // The end is where the last character ends: the next one may come after a line's end that is not part of the value.
  const last = offsets[Math.max(start, end - 1)];
  const until = end > start ? offsets[end] : from;
  if (from === undefined || last === undefined || until === undefined) return node;
  return { start: from, end: Math.max(until, from) };
}

/**
 * Where each character of a string's value stands in the text, and where the last one ends: `value.length + 1` offsets.
 * Null where the node is no plain string, or its value is another one.
 */
function stringOffsets(text: string, node: Node, value: string): readonly number[] | null {
  if (node.kind === "ConstantExpression") return text.slice(node.start, node.end) === value ? plainOffsets(node.start, value) : null;
  if (node.kind !== "StringConstantExpression") return null;
  const form = node.form;
  const { start, end } = contentSpan(text, node, form);
  const raw = text.slice(start, end);
  if (raw === value) return plainOffsets(start, value);
  const offsets: number[] = [];
  let at = start;
  let read = "";
  while (at < end) {
    offsets.push(at);
    const char = text.charAt(at);
    if (char === "`" && form !== "single" && form !== "singleHere" && at + 1 < end) {
      const sequence = readEscape(text, at);
      read += sequence.value;
      for (let extra = 1; extra < sequence.value.length; extra++) offsets.push(at);
      at += sequence.length;
      continue;
    }
    read += char;
    // A quote inside a quoted string is written twice, in whatever shape of quote.
    at += (form === "single" && isSingleQuote(char)) || (form === "double" && isDoubleQuote(char)) ? 2 : 1;
  }
  offsets.push(end);
  return read === value ? offsets : null;
}

function plainOffsets(start: number, value: string): number[] {
  return Array.from({ length: value.length + 1 }, (_, index) => start + index);
}

function contentSpan(text: string, node: Span, form: StringForm): Span {
  switch (form) {
    case "bare":
      return node;
    case "single":
    case "double":
      return { start: node.start + 1, end: Math.max(node.start + 1, node.end - 1) };
    default: {
      const headerEnd = text.indexOf("\n", node.start) + 1;
      const footer = node.end - 2;
      const lineEnd = text.charAt(footer - 1) === "\n" ? (text.charAt(footer - 2) === "\r" ? footer - 2 : footer - 1) : footer;
      return { start: headerEnd, end: Math.max(headerEnd, lineEnd) };
    }
  }
}

const escapes: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  e: "\x1b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

function readEscape(text: string, at: number): { readonly value: string; readonly length: number } {
  const next = text.charAt(at + 1);
  if (next === "u") {
    const found = /^\{([0-9a-fA-F]{1,6})\}/.exec(text.slice(at + 2, at + 10));
    if (found)
      return { value: String.fromCodePoint(Math.min(Number.parseInt(found[1] ?? "0", 16), 0x10ffff)), length: 2 + found[0].length };
  }
  return { value: escapes[next] ?? next, length: 2 };
}

function isSingleQuote(char: string): boolean {
  return char === "'" || (char >= "\u2018" && char <= "\u201b");
}

function isDoubleQuote(char: string): boolean {
  return char === '"' || (char >= "\u201c" && char <= "\u201e");
}
