import type { BoundArgument } from "../binding/bound-command.js";
import type { Value } from "../binding/value.js";
import type { Node, ParsedScript } from "../syntax/ast.js";
import type { CmdletCall } from "./call.js";
import type { TextEdit } from "./finding.js";
import { spanInString } from "./span.js";
import { itemsOf } from "./test-value.js";

/** A member of a list or of flags, with what it stands in: an item of its own, or a part of one text with commas. */
interface Member {
  readonly name: string;
  readonly node: Node;
  /** Offsets in the node's string; null where the member is the whole item. */
  readonly part: { readonly start: number; readonly end: number; readonly value: string } | null;
}

/** The members of an argument as they are written; null where one is not known or not written here. */
function membersOf(argument: BoundArgument): readonly Member[] | null {
  const { valueNode } = argument;
  if (!valueNode) return null;
  const members: Member[] = [];
  for (const item of itemsOf(argument.value).items) {
    const found = partsOf(item, valueNode);
    if (found === null) return null;
    members.push(...found);
  }
  return members.length > 0 ? members : null;
}

function partsOf(item: Value, around: Node): readonly Member[] | null {
  const node = item.origin;
  if (item.kind !== "string" || node === null || node.start < around.start || node.end > around.end) return null;
  if (!item.value.includes(",")) return [{ name: item.value.trim(), node, part: null }];
  const members: Member[] = [];
  let at = 0;
  for (const piece of item.value.split(",")) {
    const start = at + (piece.length - piece.trimStart().length);
    members.push({ name: piece.trim(), node, part: { start, end: at + piece.trimEnd().length, value: item.value } });
    at += piece.length + 1;
  }
  return members;
}

/** Puts members behind the last one, as that one is written. Null where the list is not written here. */
export function addFlags(
  script: ParsedScript,
  call: CmdletCall,
  argument: BoundArgument,
  wanted: readonly string[],
): readonly TextEdit[] | null {
  const { text } = script;
  const members = membersOf(argument);
  const last = members?.[members.length - 1];
  if (!members || !last) return null;
  const missing = wanted.filter((name) => !members.some((member) => sameName(member.name, name)));
  if (missing.length === 0) return null;
  if (last.part) {
    const { end } = spanInString(text, last.node, last.part.value, last.part.start, last.part.end);
    const gap = last.part.value.includes(", ") ? ", " : ",";
    return [{ start: end, end, newText: missing.map((name) => gap + name).join("") }];
  }
  const before = members[members.length - 2];
  const between = before && !before.part ? text.slice(before.node.end, last.node.start) : ",";
  const separator = /^\s*,\s*$/.test(between) ? between : ",";
  const isBare = last.node.kind === "StringConstantExpression" && last.node.form === "bare";
  const isAtCall = call.span.start <= last.node.start && last.node.end <= call.span.end;
  const quote = isBare && isAtCall ? "" : text.charAt(last.node.start) === '"' ? '"' : "'";
  return [{ start: last.node.end, end: last.node.end, newText: missing.map((name) => separator + quote + name + quote).join("") }];
}

/** Takes members out, with one comma each. Null where none would be left, or the list is not written here. */
export function dropFlags(script: ParsedScript, argument: BoundArgument, unwanted: readonly string[]): readonly TextEdit[] | null {
  const members = membersOf(argument);
  if (!members) return null;
  const places = members.map(({ node, part }) => (part ? spanInString(script.text, node, part.value, part.start, part.end) : node));
  const isKept = members.map(({ name }) => !unwanted.some((one) => sameName(one, name)));
  if (!isKept.includes(true) || !isKept.includes(false)) return null;
  const edits: TextEdit[] = [];
  for (const [index, place] of places.entries()) {
    if (isKept[index]) continue;
    const previous = places[index - 1];
    const next = places[index + 1];
    // What stands before the first kept member goes with the comma behind it, all else with the comma before it.
    const hasKeptBefore = isKept.slice(0, index).includes(true);
    if (hasKeptBefore && previous) edits.push({ start: previous.end, end: place.end, newText: "" });
    else if (next) edits.push({ start: place.start, end: next.start, newText: "" });
  }
  return edits;
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
