import type { Analysis } from "../analyze.js";
import type { BoundArgument } from "../binding/bound-command.js";
import { formatBuild, nameBuild, parseBuildNumber } from "../catalog/builds.js";
import { showValue } from "../rules/message.js";
import type { Node, Span } from "../syntax/ast.js";
import { describeCmdlet, describeParameter } from "./describe.js";

/** What to show for a place; the range is what it is about. */
export interface Hover extends Span {
  readonly markdown: string;
}

/** What stands at the offset: a cmdlet, a parameter or its value, an Exchange build. Null where there is nothing to say. */
export function hover(analysis: Analysis, offset: number): Hover | null {
  const build = buildAt(analysis.text, offset);
  if (build) return build;
  const spot = analysis.at(offset);
  if (spot.kind === "none" || spot.call.kind !== "cmdlet" || spot.call.bound.cmdlet.kind === "foreign") return null;
  const { cmdlet } = spot.call.bound;
  switch (spot.kind) {
    case "command":
      return { start: spot.span.start, end: spot.span.end, markdown: describeCmdlet(cmdlet, analysis.target) };
    case "parameter":
    case "value":
      return {
        start: spot.span.start,
        end: spot.span.end,
        markdown: [
          describeParameter(cmdlet, spot.argument.parameter, analysis.target),
          ...computedValue(spot.argument, analysis.text),
        ].join("\n\n"),
      };
  }
}

/** What a variable or an expression is worth at this call, where that is known; a value that stands there as it is needs no words. */
function computedValue({ value, valueNode }: BoundArgument, text: string): string[] {
  if (valueNode === null || isLiteral(valueNode, text)) return [];
  const shown = showValue(value);
  if (shown === null || shown === "") return [];
  return [`Here: ${codeSpan(shown.length > longestValue ? `${shown.slice(0, longestValue)}…` : shown)}`];
}

function isLiteral(node: Node, text: string): boolean {
  switch (node.kind) {
    case "StringConstantExpression":
    case "ConstantExpression":
      return true;
    case "VariableExpression":
      return /^\$(true|false|null)$/i.test(text.slice(node.start, node.end));
    case "ArrayLiteral":
      return node.elements.every((element) => isLiteral(element, text));
    case "Pipeline": {
      const [only] = node.elements;
      return only?.kind === "CommandExpression" && isLiteral(only.expression, text);
    }
    default:
      return false;
  }
}

const longestValue = 200;

/** Backticks in a text end a code span, unless it is fenced by more of them. */
function codeSpan(text: string): string {
  const fence = "`".repeat(1 + Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)));
  return fence === "`" ? `\`${text}\`` : `${fence} ${text} ${fence}`;
}

/** The release that a build number names: in code, texts and comments alike. */
function buildAt(text: string, offset: number): Hover | null {
  let start = offset;
  while (start > 0 && /[\d.]/.test(text[start - 1] ?? "") && offset - start < longestBuild) start--;
  let end = offset;
  while (end < text.length && /[\d.]/.test(text[end] ?? "") && end - offset < longestBuild) end++;
  const written = text.slice(start, end).replace(/\.+$/, "");
  if (written.split(".").length < 3 || /[\w.-]/.test(text[start - 1] ?? "") || /[\w-]/.test(text[end] ?? "")) return null;
  const build = parseBuildNumber(written);
  const name = build && nameBuild(build);
  if (!build || !name) return null;
  return { start, end: start + written.length, markdown: `**${formatBuild(build)}**: ${name}` };
}

const longestBuild = 24;
