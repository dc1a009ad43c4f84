import type { Expression, Node } from "../../syntax/ast.js";
import type { Check, CheckContext } from "../check.js";
import { argumentOf, namesOption } from "./argument-text.js";

/**
 * Options `parameter`, `add`, `drop`. Always speaks where the argument is written, so it stands behind conditions; offers the list of flags with
 * members added and dropped as replacement, in the author's form: `A, B`, `'A', 'B'` or `'A, B'`.
 */
export const editFlags: Check = {
  of: "cmdlet",
  run: (call, context) => {
    const [parameter = ""] = namesOption(context, "parameter");
    const argument = argumentOf(call, parameter);
    if (!argument) return [];
    const node = argument.valueNode ?? argument.nameSpan ?? call.nameSpan;
    const replacement = argument.valueNode === null ? null : editedList(argument.valueNode, context);
    return [{ start: node.start, end: node.end, ...(replacement === null ? {} : { replacement }) }];
  },
};

function editedList(node: Node, context: CheckContext): string | null {
  const { text } = context;
  const add = namesOption(context, "add");
  const drop = namesOption(context, "drop").map((name) => name.toLowerCase());
  if (node.kind === "StringConstantExpression" && node.form !== "bare" && text.slice(node.start, node.end).includes(",")) {
    const quote = text.charAt(node.start);
    const members = text.slice(node.start + 1, node.end - 1).split(/\s*,\s*/);
    return `${quote}${edited(members, add, drop, (name) => name).join(", ")}${text.charAt(node.end - 1) || quote}`;
  }
  const elements: readonly Expression[] | null =
    node.kind === "ArrayLiteral" ? node.elements : node.kind === "StringConstantExpression" ? [node] : null;
  if (elements === null || elements.some((element) => element.kind !== "StringConstantExpression")) return null;
  const sources = elements.map((element) => text.slice(element.start, element.end));
  const quote = /^['"]/.exec(sources[sources.length - 1] ?? "")?.[0] ?? "";
  const [one, two] = elements;
  const separator = one && two ? text.slice(one.end, two.start) : ", ";
  const list = edited(sources, add, drop, (name) => quote + name + quote);
  return list.length === 0 ? null : list.join(separator);
}

function edited(
  members: readonly string[],
  add: readonly string[],
  drop: readonly string[],
  write: (name: string) => string,
): readonly string[] {
  const bare = (member: string): string => member.replace(/^['"]|['"]$/g, "").toLowerCase();
  const kept = members.filter((member) => !drop.includes(bare(member)));
  const missing = add.filter((name) => !kept.some((member) => bare(member) === name.toLowerCase()));
  return [...kept, ...missing.map(write)];
}
