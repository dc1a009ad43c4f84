import type { BindingFault } from "../../binding/bound-command.js";
import type { Cmdlet, Parameter, Product } from "../../catalog/catalog.js";
import { nearParameters } from "../../catalog/lookup.js";
import { editDistance } from "../../catalog/near.js";
import { onPremises } from "../../catalog/target.js";
import type { CmdletCall } from "../call.js";
import type { Check, CheckContext, CheckResult } from "../check.js";
import type { Fix } from "../finding.js";
import { bindingFault } from "../needs.js";
import { isAskedFor } from "./asked-for.js";
import { faultsOf, fixOf, givenArguments, isBroken, isCertain, mayBeForeign, orList, renameAt } from "./call-facts.js";

/** A name that is no parameter: an error where the list is known to be complete or a documented name is near, else a warning. */
export const unknownParameter: Check = {
  of: "cmdlet",
  needs: bindingFault,
  run: (call, context) =>
    faultsOf(call, "NamedParameterNotFound")
      .filter(() => !mayBeForeign(call, context))
      .filter((fault) => !isFromSession(fault, call) && !(isBroken(call, context) && /\W/.test(fault.parameter ?? "")))
      .filter((fault) => !isUnlistedPrompt(fault, call) && !(context.script && isAskedFor(fault.parameter ?? "", context.script)))
      .map((fault) => describeUnknown(fault, call, context)),
};

/** Implicit remoting gives every command of an Exchange session -AsJob; hosting with many tenants has -Organization on nearly all. */
function isFromSession(fault: BindingFault, call: CmdletCall): boolean {
  const { cmdlet } = call.bound;
  return cmdlet.kind === "exchange" && (isCertain(cmdlet) ? /^asjob$/i : /^(?:asjob|organization)$/i).test(fault.parameter ?? "");
}

/** What changes something asks before it does; some pages leave the two parameters out. */
function isUnlistedPrompt(fault: BindingFault, call: CmdletCall): boolean {
  const { cmdlet } = call.bound;
  return (
    /^(?:whatif|confirm)$/i.test(fault.parameter ?? "") &&
    !isCertain(cmdlet) &&
    !/^(?:Get|Test|Search|Connect|Find|Export)-/i.test(cmdlet.name)
  );
}

function describeUnknown(fault: BindingFault, call: CmdletCall, context: CheckContext): CheckResult {
  const { cmdlet } = call.bound;
  const written = fault.parameter ?? "";
  const near = nearNames(cmdlet, written);
  const alike = (near.length > 0 ? near : namesAround(cmdlet, written)).filter((name) => fits(name, fault, call, context.text));
  // What comes by @PSBoundParameters has its name elsewhere.
  const isNamed = context.text.slice(fault.span.start, fault.span.end).toLowerCase().includes(written.toLowerCase());
  const fixes: Fix[] = (isNamed ? alike : []).map((name) =>
    fixOf(`Change to ${name}`, renameAt(context.text, fault.span, name), near.length === 1 && isSureRepair(written, name, cmdlet)),
  );
  const place = { start: fault.span.start, end: fault.span.end, fixes };
  const hint = alike.length > 0 ? ` Did you mean ${orList(alike.slice(0, 3))}?` : "";
  if (isCertain(cmdlet) || near.length > 0) {
    return { ...place, severity: "error", message: `${cmdlet.name} has no parameter \`-${written}\`: the command fails.${hint}` };
  }
  const message = `\`-${written}\` is not in the reference of ${cmdlet.name}: if it is not an internal or retired parameter, the command fails.${hint}`;
  return { ...place, severity: "warning", message };
}

function nearNames(cmdlet: Cmdlet, written: string): readonly string[] {
  // A short name is near too many others for the nearness to say anything.
  const edits = written.length >= 9 ? 2 : written.length >= 4 ? 1 : 0;
  if (edits === 0) return [];
  const names = nearParameters(cmdlet, written, edits);
  const lower = written.toLowerCase();
  const best = names[0] === undefined ? 0 : editDistance(lower, names[0].toLowerCase(), edits);
  return names.filter((name) => editDistance(lower, name.toLowerCase(), edits) === best && !differInDigits(lower, name.toLowerCase()));
}

/** `IncludePreExchange2007` is no slip of `IncludePreExchange2010` but its sibling. */
function differInDigits(a: string, b: string): boolean {
  return a.replace(/\d+/g, "#") === b.replace(/\d+/g, "#");
}

/** Whether a name may be what is meant: not one that is given already, nor one that wants a value where none stands. */
function fits(name: string, fault: BindingFault, call: CmdletCall, text: string): boolean {
  const parameter = call.bound.cmdlet.parameters.get(name.toLowerCase());
  if (!parameter || givenArguments(call).some((given) => given.parameter === parameter)) return false;
  const { elements } = call.bound.command;
  const at = elements.findIndex((element) => element.start === fault.span.start);
  const element = elements[at];
  if (element?.kind !== "CommandParameter" || element.argument !== null || text.endsWith(":", fault.span.end)) return true;
  const next = elements[at + 1];
  const hasValue = next !== undefined && next.kind !== "CommandParameter" && !(next.kind === "VariableExpression" && next.isSplatted);
  return hasValue || parameter.isSwitch;
}

/** `DoNotAllowClickThrough` means the opposite of `AllowClickThrough`. */
const negation = /not|except|exclude|ignore|skip|disable|without/i;

/** The only documented name that holds the written one, or is held by it: `OrganizationalUnit` for `OnPremisesOrganizationalUnit`. */
function namesAround(cmdlet: Cmdlet, written: string): readonly string[] {
  if (written.length < 6) return [];
  const lower = written.toLowerCase();
  const names = [...cmdlet.parameters.values()]
    .filter((parameter) => !parameter.isCommon && !parameter.isUndocumented && parameter.name.length >= 6)
    .map((parameter) => parameter.name)
    .filter((name) => name.toLowerCase().includes(lower) || lower.includes(name.toLowerCase()))
    .filter((name) => negation.test(name) === negation.test(written))
    .filter((name) => Math.min(name.length, lower.length) > 0.55 * Math.max(name.length, lower.length));
  return names.length <= 2 ? names : [];
}

/** One edit away, and no letter of the name exchanged for another one: that could mean a sibling (`Limit1`, `Limit2`). */
function isSureRepair(written: string, name: string, cmdlet: Cmdlet): boolean {
  if (editDistance(written.toLowerCase(), name.toLowerCase(), 1) !== 1) return false;
  const parameter = cmdlet.parameters.get(name.toLowerCase());
  return parameter !== undefined && (written.length !== name.length || sortedLetters(written) === sortedLetters(name));
}

function sortedLetters(text: string): string {
  return [...text.toLowerCase()].sort().join("");
}

/** A shortened name that fits several parameters. */
export const ambiguousParameter: Check = {
  of: "cmdlet",
  needs: bindingFault,
  run: (call, context) => {
    const { cmdlet } = call.bound;
    const possible = (context.target.products ?? cmdlet.products).filter((product) => cmdlet.products.includes(product));
    return faultsOf(call, "AmbiguousParameter").map((fault) => {
      const candidates = fault.candidates.map((name) => cmdlet.parameters.get(name.toLowerCase())).filter((found) => found !== undefined);
      const written = fault.parameter ?? "";
      const names = candidates.map((parameter) => parameter.name);
      // Where a version lacks all candidates but one, the short form works in that version.
      const workable = possible.filter((product) => countIn(candidates, product) === 1);
      const isEverywhere = workable.length === 0;
      const message = isEverywhere
        ? `\`-${written}\` could be ${orList(names)}: write the name in full.`
        : `\`-${written}\` could be ${orList(names)}, which not every version has: write the name in full.`;
      return {
        start: fault.span.start,
        end: fault.span.end,
        message,
        ...(isEverywhere ? {} : { severity: isNewestLeftOut(possible, workable) ? ("warning" as const) : ("information" as const) }),
        fixes: names.slice(0, 6).map((name) => fixOf(`Change to ${name}`, renameAt(context.text, fault.span, name))),
      };
    });
  },
};

/** Whether the newest server version that the script may run on is one of those that refuse the short form. */
function isNewestLeftOut(possible: readonly Product[], workable: readonly Product[]): boolean {
  const newest = onPremises.findLast((product) => possible.includes(product));
  return newest !== undefined && !workable.includes(newest);
}

function countIn(candidates: readonly Parameter[], product: Product): number {
  return candidates.filter((parameter) => parameter.products.length === 0 || parameter.products.includes(product)).length;
}

/** A parameter given twice by name. */
export const duplicateParameter: Check = {
  of: "cmdlet",
  needs: bindingFault,
  run: (call, context) =>
    faultsOf(call, "ParameterAlreadyBound")
      .filter((fault) => !isBesideSplat(fault, call))
      .map((fault) => describeTwice(fault, call, context, false)),
};

/** A parameter given by name and by a splatted table: Windows PowerShell refuses it, PowerShell 7 lets the name win. */
export const splatAndName: Check = {
  of: "cmdlet",
  needs: bindingFault,
  run: (call, context) =>
    context.target.host === "5.1"
      ? faultsOf(call, "ParameterAlreadyBound")
          .filter((fault) => isBesideSplat(fault, call))
          .map((fault) => describeTwice(fault, call, context, true))
      : [],
};

function isBesideSplat(fault: BindingFault, call: CmdletCall): boolean {
  const first = firstGiven(fault, call);
  if (!first) return false;
  const { start, end } = call.span;
  const isInCall = (place: { readonly start: number } | null) => place !== null && place.start >= start && place.start < end;
  return (first.splat !== null) !== !isInCall(fault.span);
}

function firstGiven(fault: BindingFault, call: CmdletCall) {
  const [name = fault.parameter ?? ""] = fault.candidates;
  return call.bound.arguments.get(name.toLowerCase()) ?? null;
}

function describeTwice(fault: BindingFault, call: CmdletCall, context: CheckContext, isBySplat: boolean): CheckResult {
  const first = firstGiven(fault, call);
  const name = first?.parameter.name ?? fault.parameter ?? "";
  const firstPlace = first?.nameSpan ?? first?.valueNode ?? null;
  return {
    start: fault.span.start,
    end: fault.span.end,
    message: isBySplat
      ? `\`-${name}\` is given by name and in a splatted table: Windows PowerShell 5.1 refuses that, only PowerShell 7 lets the name win. Keep one.`
      : `\`-${name}\` is given twice: the command fails. Keep one.`,
    related: firstPlace ? [{ start: firstPlace.start, end: firstPlace.end, message: `${name} is given here first` }] : [],
    fixes: isBySplat ? [] : removalOf(fault, call, context),
  };
}

/** Takes the second one out with its value, where both stand in the call and the values are the same: else nobody knows which is meant. */
function removalOf(fault: BindingFault, call: CmdletCall, context: CheckContext): readonly Fix[] {
  const { elements } = call.bound.command;
  const index = elements.findIndex((element) => element.start === fault.span.start);
  const element = elements[index];
  const before = elements[index - 1];
  if (element?.kind !== "CommandParameter" || !before) return [];
  const next = elements[index + 1];
  const isSwitch = firstGiven(fault, call)?.parameter.isSwitch ?? false;
  const takesNext = !isSwitch && element.argument === null && next !== undefined && next.kind !== "CommandParameter";
  const end = takesNext ? next.end : element.end;
  const first = firstGiven(fault, call);
  const value = takesNext ? next : element.argument;
  const isSame =
    first?.valueNode && value
      ? context.text.slice(first.valueNode.start, first.valueNode.end) === context.text.slice(value.start, value.end)
      : !first?.valueNode && !value;
  return [fixOf("Remove the second one", { start: before.end, end, newText: "" }, isSame)];
}
