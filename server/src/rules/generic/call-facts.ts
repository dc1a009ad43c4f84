import type { BindingFault, BoundArgument } from "../../binding/bound-command.js";
import type { Cmdlet, Parameter } from "../../catalog/catalog.js";
import type { CommandElement, Span } from "../../syntax/ast.js";
import type { CmdletCall } from "../call.js";
import type { CheckContext } from "../check.js";
import type { Fix, TextEdit } from "../finding.js";

/** Faults of one kind, in PowerShell's order. */
export function faultsOf(call: CmdletCall, ...ids: readonly BindingFault["id"][]): readonly BindingFault[] {
  const { faults } = call.bound;
  return faults.length === 0 ? faults : faults.filter((fault) => ids.includes(fault.id));
}

/** True when a name in the call could not be resolved: what is missing or left over then follows from that. */
export function hasNameFault(call: CmdletCall): boolean {
  return faultsOf(call, "NamedParameterNotFound", "AmbiguousParameter").length > 0;
}

/** True when the syntax is broken in the call or right behind it: what is missing or left over there follows from that. */
export function isBroken(call: CmdletCall, context: CheckContext): boolean {
  const { start, end } = call.span;
  return context.script?.faults.some((fault) => fault.end >= start && fault.start <= end + 1) ?? false;
}

/** Whether the cmdlet's own documentation is all there is: an Exchange cmdlet that nobody vouches for may have more parameters. */
export function isCertain(cmdlet: Cmdlet): boolean {
  return cmdlet.isVouched || cmdlet.kind === "script";
}

/** Nouns that modules of other products use too: VMware, asset databases and message brokers have a Get-User, a Set-Label or a Get-Queue. */
const sharedNouns = /-(?:App|Contact|Fingerprint|Group|Label|Message|Notification|Place|Queue|Trust|User)$/i;

/** Whether a command may be another product's of the same name: nothing else in the script tells of Exchange. */
export function mayBeForeign(call: CmdletCall, context: CheckContext): boolean {
  const isShared = (one: Cmdlet): boolean => one.kind === "exchange" && !one.isVouched && sharedNouns.test(one.name);
  return (
    isShared(call.bound.cmdlet) &&
    context.target.products === null &&
    context.calls.every((other) => other.kind !== "cmdlet" || other.bound.cmdlet.kind === "foreign" || isShared(other.bound.cmdlet))
  );
}

/** The arguments that somebody wrote: at the call or in a table. */
export function givenArguments(call: CmdletCall): readonly BoundArgument[] {
  return [...call.bound.arguments.values()].filter((argument) => argument.by !== "default" && argument.by !== "pipeline");
}

/** Where an argument stands, name or value. */
export function placeOf(argument: BoundArgument, call: CmdletCall): Span {
  return argument.nameSpan ?? argument.valueNode ?? argument.splat ?? call.nameSpan;
}

/** The element of the call at a place, and the one before it. */
export function elementAt(
  call: CmdletCall,
  place: Span,
): { readonly element: CommandElement; readonly before: CommandElement | null } | null {
  const { elements } = call.bound.command;
  const index = elements.findIndex((element) => element.start <= place.start && place.end <= element.end);
  const element = elements[index];
  return element ? { element, before: elements[index - 1] ?? null } : null;
}

/** The parameter that a written name (dash or quotes included) stands for, when it was bound. */
export function parameterNamed(call: CmdletCall, place: Span): Parameter | null {
  for (const argument of call.bound.arguments.values()) {
    const { nameSpan } = argument;
    if (nameSpan && nameSpan.start <= place.start && nameSpan.end <= place.end) {
      if (nameSpan.start === place.start) return argument.parameter;
    }
  }
  return null;
}

/** The edit that writes another name in the place of a parameter's name, with its dash, quotes and colon. */
export function renameAt(text: string, place: Span, to: string): TextEdit {
  const written = text.slice(place.start, place.end);
  const dash = /^[-\u2013\u2014\u2015]/.exec(written)?.[0] ?? "";
  const quote = /^['"\u2018-\u201e]/.exec(written)?.[0] ?? "";
  const end = quote === "" ? "" : written.slice(-1);
  const colon = dash !== "" && written.endsWith(":") ? ":" : "";
  return { start: place.start, end: place.end, newText: `${dash}${quote}${to}${end}${colon}` };
}

/** A fix of a single edit. */
export function fixOf(title: string, edit: TextEdit, isPreferred = false): Fix {
  return { title, edits: [edit], isPreferred };
}

/** `-A`, `-A or -B`, `-A, -B or -C`. */
export function orList(names: readonly string[], mark = "-"): string {
  return listWith(names, "or", mark);
}

/** `-A`, `-A and -B`, `-A, -B and -C`. */
export function andList(names: readonly string[], mark = "-"): string {
  return listWith(names, "and", mark);
}

function listWith(names: readonly string[], word: string, mark: string): string {
  const marked = names.map((name) => `${mark}${name}`);
  return marked.length < 2 ? marked.join("") : `${marked.slice(0, -1).join(", ")} ${word} ${marked.at(-1)}`;
}
