import type { Value } from "../binding/value.js";
import type { Target } from "../catalog/target.js";
import { describeTarget } from "../catalog/target.js";
import type { Span } from "../syntax/ast.js";
import type { Call } from "./call.js";
import { spanOfArgument } from "./span.js";
import { textOf } from "./test-value.js";

/** Values longer than this are cut in messages. */
const longestShown = 80;

export interface Filling {
  readonly text: string;
  readonly call: Call | null;
  readonly target: Target;
  readonly span: Span;
  /** What the check or the grammar gave: they win over the fields known here. */
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * Puts values in the place of `{field}`s: `{value}` what stands at the squiggle, `{value:Parameter}`, `{name}` the command, `{target}`, and
 * those of checks and grammars. Null where a field is not known.
 */
export function fillTemplate(template: string, filling: Filling): string | null {
  let isComplete = true;
  const filled = template.replace(/\{([A-Za-z]\w*)(?::([A-Za-z]\w*))?\}/g, (_, field: string, parameter: string | undefined) => {
    const value = fieldValue(field, parameter, filling);
    if (value === null) isComplete = false;
    return value ?? "";
  });
  return isComplete ? filled : null;
}

/** As `fillTemplate`, for people: a field that is not known stays as it is written, long values are cut. */
export function fillMessage(template: string, filling: Filling): string {
  return template.replace(/\{([A-Za-z]\w*)(?::([A-Za-z]\w*))?\}/g, (whole, field: string, parameter: string | undefined) => {
    const value = fieldValue(field, parameter, filling) ?? whole;
    return value.length > longestShown ? `${value.slice(0, longestShown - 1)}…` : value;
  });
}

function fieldValue(field: string, parameter: string | undefined, filling: Filling): string | null {
  const { call, text, span } = filling;
  if (parameter === undefined) {
    const given = filling.fields[field];
    if (given !== undefined) return given;
    if (field === "value" || field === "found") return withoutQuotes(text.slice(span.start, span.end));
    if (field === "name" && call !== null) return text.slice(call.nameSpan.start, call.nameSpan.end);
    if (field === "target") return describeTarget(filling.target);
    return null;
  }
  if (field !== "value" || call?.kind !== "cmdlet") return null;
  const argument = call.bound.arguments.get(parameter.toLowerCase());
  if (!argument) return null;
  const shown = showValue(argument.value);
  if (shown !== null) return shown;
  const place = spanOfArgument(call, parameter);
  return text.slice(place.start, place.end);
}

/** A value for people, without quotes; null where it is not known as a whole. */
export function showValue(value: Value): string | null {
  if (value.kind === "boolean") return value.value ? "$true" : "$false";
  if (value.kind === "null") return "$null";
  if (value.kind !== "array") return textOf(value);
  const items = value.items.map(showValue);
  return items.includes(null) ? null : items.join(", ");
}

function withoutQuotes(source: string): string {
  const found = /^(['"])([\s\S]*)\1$/.exec(source);
  return found?.[2] ?? source;
}
