import type { ExpandableStringExpression } from "../../syntax/ast.js";
import { expandableParts } from "../../syntax/literals.js";
import { contentOf, itemsOf, list, lookup, str, type Val } from "../evaluate/model.js";
import { textOf } from "../evaluate/text.js";
import { evaluate } from "./expression.js";
import type { Machine } from "./machine.js";
import { findVariable } from "./scope.js";

/** A string in double quotes, its variables and subexpressions filled in. */
export function expand(m: Machine, node: ExpandableStringExpression): Val {
  let text: string | null = "";
  const parts = expandableParts(m.text, node);
  if (!parts) {
    for (const nested of node.nested) evaluate(m, nested);
    return { kind: "unknown", origin: node };
  }
  for (const part of parts) {
    if (typeof part === "string") {
      if (text !== null) text += part;
      continue;
    }
    const value = evaluate(m, part);
    const shown = value.kind === "unknown" ? null : showValue(m, value);
    text = text === null || shown === null ? null : text + shown;
  }
  return text === null ? { kind: "unknown", origin: node } : str(text, node);
}

/** `$OFS`: what stands between the items of an array in a string; null where it is not known. */
export function separatorOf(m: Machine): string | null {
  if (!m.uses("separator")) return " ";
  const found = findVariable(m.scope, "ofs");
  if (found === "unset") return " ";
  if (found === "open") return m.isReached ? null : " ";
  return found.slot.value.kind === "null" ? " " : textOf(found.slot.value);
}

/** A value inside a string. */
export function showValue(m: Machine, value: Val): string | null {
  if (value.kind === "object") return showObject(m, value);
  if (value.kind === "special" && value.what.is === "parameterName") return `-${value.what.name}${value.what.colon ? ":" : ""}`;
  const separator = separatorOf(m);
  if (separator === null && value.kind === "list") return null;
  if (value.kind === "list") {
    const items = itemsOf(value);
    if (!items) return null;
    const texts = items.map((item) =>
      // Inside an array not every version shows what is in one.
      item.kind === "object" && item.type === "PSCustomObject"
        ? null
        : item.kind === "object" || item.kind === "special"
          ? showValue(m, item)
          : item.kind === "unknown"
            ? null
            : textOf(list([item])),
    );
    return texts.includes(null) ? null : texts.join(separator ?? " ");
  }
  return textOf(value);
}

function showObject(m: Machine, value: Val & { kind: "object" }): string | null {
  const content = contentOf(value);
  if (value.type === "ErrorRecord" || value.type === "Exception") {
    const message = lookup(content, "smessage");
    return message !== "absent" && message.kind === "string" ? message.value : null;
  }
  if (value.type !== "PSCustomObject" || !content.isComplete) return null;
  if (content.entries.length === 0) return "";
  const parts: string[] = [];
  for (const entry of content.entries) {
    const text =
      entry.isMaybe || entry.value.kind === "unknown" || entry.value.kind === "list" || entry.value.kind === "table"
        ? null
        : showValue(m, entry.value);
    if (text === null || entry.key.kind !== "string") return null;
    parts.push(`${entry.key.value}=${text}`);
  }
  return `@{${parts.join("; ")}}`;
}
