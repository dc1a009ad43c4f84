import type { Analysis } from "../analyze.js";
import type { BoundArgument } from "../binding/bound-command.js";
import type { Call } from "../rules/call.js";
import { showValue } from "../rules/message.js";
import type { Span } from "../syntax/ast.js";
import { isLiteral } from "./written.js";

/** A line above a call. */
export interface CodeLens extends Span {
  readonly title: string;
}

const longestTitle = 160;

/** Above each Exchange call whose values stand elsewhere (in a splatted table, in variables): the parameters and values that it gets. */
export function codeLenses(analysis: Analysis): CodeLens[] {
  return analysis.calls.flatMap((asked) => {
    const call = mayTellMore(asked) ? analysis.whole(asked) : asked;
    if (call.kind !== "cmdlet" || call.bound.cmdlet.kind === "foreign") return [];
    const given = [...call.bound.arguments.values()].filter(({ by }) => by === "name" || by === "position" || by === "splat");
    given.sort((a, b) => placeInCall(a) - placeInCall(b) || placeInText(a) - placeInText(b));
    const standsElsewhere = given.some(({ splat, valueNode }) => splat !== null || (valueNode && !isLiteral(valueNode, analysis.text)));
    if (!standsElsewhere) return [];
    const title = [call.bound.cmdlet.name, ...given.map(written), ...(call.bound.isOpen ? ["…"] : [])].join(" ");
    return [{ ...call.nameSpan, title: title.length > longestTitle ? `${title.slice(0, longestTitle - 1)}…` : title }];
  });
}

/** Whether a value of a call is not known, which it may be though no rule asks. */
function mayTellMore(call: Call): boolean {
  return call.kind === "cmdlet" && call.bound.cmdlet.kind !== "foreign" && [...call.bound.arguments.values()].some(isUnknown);
}

function isUnknown({ value, valueNode }: BoundArgument): boolean {
  return valueNode?.kind === "VariableExpression" && value.kind === "unknown";
}

function placeInCall(argument: BoundArgument): number {
  return argument.splat?.start ?? placeInText(argument);
}

function placeInText({ nameSpan, valueNode }: BoundArgument): number {
  return nameSpan?.start ?? valueNode?.start ?? 0;
}

function written({ parameter, value }: BoundArgument): string {
  if (parameter.isSwitch && value.kind === "boolean") return value.value ? `-${parameter.name}` : `-${parameter.name}:$false`;
  const shown = showValue(value);
  if (shown === null) return `-${parameter.name} ?`;
  const isPlain = value.kind === "array" || /^[^\s'"]+$/.test(shown);
  return `-${parameter.name} ${isPlain ? shown : `'${shown.replaceAll("'", "''").replace(/\s*[\r\n]+\s*/g, " ")}'`}`;
}
