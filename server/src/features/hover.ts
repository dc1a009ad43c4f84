import type { Analysis, Spot } from "../analyze.js";
import type { BoundArgument } from "../binding/bound-command.js";
import { formatBuild, nameBuild, parseBuildNumber } from "../catalog/builds.js";
import type { CmdletCall } from "../rules/call.js";
import type { Span } from "../syntax/ast.js";
import { describeCmdlet, describeParameter } from "./describe.js";
import { isLiteral, worthOf } from "./written.js";

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
        markdown: [describeParameter(cmdlet, spot.argument.parameter, analysis.target), ...worth(analysis, spot)].join("\n\n"),
      };
  }
}

function worth(analysis: Analysis, { call, argument }: Spot & { readonly kind: "parameter" | "value" }): string[] {
  const { text } = analysis;
  const shown = worthOf(argument, text) ?? worthOf(wholeArgument(analysis, call, argument), text) ?? "";
  return shown === "" ? [] : [`Here: ${codeSpan(shown.length > longestValue ? `${shown.slice(0, longestValue)}…` : shown)}`];
}

const longestValue = 200;

/** The same argument with what is known of it though no rule asks. */
function wholeArgument(analysis: Analysis, call: CmdletCall, argument: BoundArgument): BoundArgument {
  if (argument.valueNode === null || isLiteral(argument.valueNode, analysis.text)) return argument;
  const whole = analysis.whole(call);
  return (whole.kind === "cmdlet" && whole.bound.arguments.get(argument.parameter.name.toLowerCase())) || argument;
}

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
