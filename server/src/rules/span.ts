import type { BoundArgument } from "../binding/bound-command.js";
import type { Value } from "../binding/value.js";
import type { Node, Span } from "../syntax/ast.js";
import { valueOffsets } from "../syntax/string-offsets.js";
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
  const offsets = valueOffsets(text, node, value);
  if (offsets === null) return node;
  const from = offsets[start];
  // The end is where the last character ends: the next one may come after a line's end that is not part of the value.
  const last = offsets[Math.max(start, end - 1)];
  const until = end > start ? offsets[end] : from;
  if (from === undefined || last === undefined || until === undefined) return node;
  return { start: from, end: Math.max(until, from) };
}
