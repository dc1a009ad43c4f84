import { factsOf, matchParameter } from "../../binding/bind/facts.js";
import type { Parameter } from "../../catalog/catalog.js";
import type { CommandElement, Span } from "../../syntax/ast.js";
import type { CmdletCall } from "../call.js";
import type { Check, CheckContext, CheckResult } from "../check.js";
import type { Fix } from "../finding.js";
import { bindingFault, oneOf, oneThat } from "../needs.js";
import { elementAt, faultsOf, fixOf, hasNameFault, isBroken, isCertain, mayBeForeign, parameterNamed } from "./call-facts.js";

/** Why a value is left over, or went where nobody meant it. */
type Leftover =
  | { readonly kind: "switch" | "shouldProcess"; readonly parameter: Parameter; readonly name: Span; readonly value: CommandElement }
  | Words
  | { readonly kind: "dash"; readonly start: number; readonly end: number; readonly name: string; readonly parameter: Parameter }
  | { readonly kind: "other"; readonly place: Span };

interface Words {
  readonly kind: "words";
  readonly first: CommandElement;
  readonly last: CommandElement;
  readonly parameter: Parameter | null;
}

/** `-Internet $true`: a switch takes no value after a blank. */
export const switchWithValue: Check = {
  of: "cmdlet",
  needs: oneThat(({ isSwitch }) => isSwitch),
  run: (call, context) => report(call, context, "switch"),
};

/** `-Confirm $false`: the colon is missing. */
export const confirmFalseSyntax: Check = {
  of: "cmdlet",
  needs: oneOf("Confirm", "WhatIf"),
  run: (call, context) => report(call, context, "shouldProcess"),
};

/** `-Name To Internet`: two words without quotes are two arguments. */
export const valueNeedsQuotes: Check = { of: "cmdlet", needs: bindingFault, run: (call, context) => report(call, context, "words") };

/** Any other value that no position takes; also a name whose dash is missing or stands apart. */
export const positionalLeftOver: Check = {
  of: "cmdlet",
  needs: bindingFault,
  run: (call, context) => report(call, context, "other", "dash"),
};

function report(call: CmdletCall, context: CheckContext, ...kinds: readonly Leftover["kind"][]): readonly CheckResult[] {
  if (isBroken(call, context) || mayBeForeign(call, context)) return [];
  return leftovers(call, context.text)
    .filter((leftover) => kinds.includes(leftover.kind))
    .map((leftover) => describe(leftover, call, context.text));
}

function leftovers(call: CmdletCall, text: string): readonly Leftover[] {
  const found: Leftover[] = [...switchValues(call, text)];
  if (hasNameFault(call)) return found;
  const lost = valueLostToDashes(call, text);
  for (const fault of faultsOf(call, "PositionalParameterNotFound")) {
    if (found.some((other) => covers(other, fault.span))) continue;
    if (lost !== null && fault.span.start >= lost) continue;
    const words = wordsAt(call, fault.span, text);
    found.push(
      dashAt(call, fault.span, text) ?? (words && (nameInFront(call, words, text) ?? words)) ?? { kind: "other", place: fault.span },
    );
  }
  return found;
}

/**
 * Where the bare `--` of `-Name -- -Other value` ends. It turns all that follows into values, which are left over only because Name did not get
 * its own: that is one fault, and the missing value is reported already.
 */
function valueLostToDashes(call: CmdletCall, text: string): number | null {
  const words = call.bound.command.elements.map((element) => text.slice(element.start, element.end));
  const at = words.indexOf("--");
  return at > 0 && /^[-\u2013\u2014\u2015]\p{L}[^:]*$/u.test(words[at - 1] ?? "") ? (call.bound.command.elements[at]?.end ?? null) : null;
}

function covers(leftover: Leftover, place: Span): boolean {
  switch (leftover.kind) {
    case "switch":
    case "shouldProcess":
      return leftover.value.start <= place.start && place.end <= leftover.value.end;
    case "words":
      return leftover.first.start <= place.start && place.end <= leftover.last.end;
    case "dash":
      return leftover.start <= place.start && place.end <= leftover.end;
    case "other":
      return false;
  }
}

/** `- Name value` and `Name value` where `-Name value` is meant: with the value, which is left over too. */
function dashAt(call: CmdletCall, place: Span, text: string): Leftover | null {
  const { elements } = call.bound.command;
  const at = elements.findIndex((element) => element.start <= place.start && place.end <= element.end);
  const isDash = (index: number) => /^[-\u2013\u2014\u2015]$/.test(text.slice(elements[index]?.start, elements[index]?.end));
  const nameAt = isDash(at) ? at + 1 : at;
  const word = elements[nameAt];
  if (word?.kind !== "StringConstantExpression" || word.form !== "bare") return null;
  const name = text.slice(word.start, word.end);
  const match = /^[A-Za-z]{4,}$/.test(name) ? matchParameter(factsOf(call.bound.cmdlet), name, "7") : null;
  const parameter = match?.kind === "one" ? match.facts.parameter : null;
  if (!parameter || parameter.isCommon) return null;
  const bound = call.bound.arguments.get(parameter.name.toLowerCase());
  // The lonely dash may itself have become the value of the parameter that is meant.
  if (bound && !(bound.by === "position" && bound.valueNode && isDash(elements.indexOf(bound.valueNode as CommandElement)))) return null;
  const next = elements[nameAt + 1];
  const value = !parameter.isSwitch && next && next.kind !== "CommandParameter" ? next : null;
  // Behind another bare word the name may be no more than a word: `-Name To Internet`.
  if (!isDash(nameAt - 1) && value === null && wordsAt(call, place, text)) return null;
  const end = value?.end ?? word.end;
  const run = isDash(nameAt - 1) ? null : wordsAt(call, place, text);
  // Where the words go on, it is a text and no parameter: `-Comment Mail to port of call`.
  if (run?.kind === "words" && run.last.end > end) return null;
  const start = elements[isDash(nameAt - 1) ? nameAt - 1 : nameAt]?.start ?? word.start;
  return { kind: "dash", start, end, name, parameter };
}

/** `Add-ADPermission User anna`: two words at the first position, of which the first is a parameter that takes the second. */
function nameInFront(call: CmdletCall, { first, last }: Words, text: string): Leftover | null {
  const { elements } = call.bound.command;
  if (elements[1] !== first || elements[2] !== last) return null;
  const parameter = untakenParameter(call, text.slice(first.start, first.end));
  return parameter && { kind: "dash", start: first.start, end: last.end, name: text.slice(first.start, first.end), parameter };
}

/** The parameter of exactly this name, where it takes a value and has none yet but perhaps this very name. */
function untakenParameter(call: CmdletCall, name: string): Parameter | null {
  const parameter = call.bound.cmdlet.parameters.get(name.toLowerCase());
  if (!parameter || parameter.isSwitch || parameter.isCommon) return null;
  const bound = call.bound.arguments.get(name.toLowerCase());
  return !bound || (bound.by === "position" && bound.valueNode === call.bound.command.elements[1]) ? parameter : null;
}

/** Switches with `$true` or `$false` behind them, whether the value is left over or became the value of a position. */
function switchValues(call: CmdletCall, text: string): readonly Leftover[] {
  const { elements } = call.bound.command;
  const found: Leftover[] = [];
  for (const [index, element] of elements.entries()) {
    const value = elements[index + 1];
    if (element.kind !== "CommandParameter" || element.argument !== null || !value || !isTruth(value, text)) continue;
    const parameter = parameterNamed(call, element);
    if (!parameter?.isSwitch) continue;
    const isShouldProcess = parameter.name === "Confirm" || parameter.name === "WhatIf";
    found.push({ kind: isShouldProcess ? "shouldProcess" : "switch", parameter, name: element, value });
  }
  return found;
}

/** `$true` or `$false`, also without the dollar or in quotes. */
function isTruth(element: CommandElement, text: string): boolean {
  return /^(["']?)\$?(?:true|false)\1$/i.test(text.slice(element.start, element.end));
}

/** A run of bare words of which the first is the value of a parameter: a text that lacks its quotes. */
function wordsAt(call: CmdletCall, place: Span, text: string): Words | null {
  const { elements } = call.bound.command;
  const at = elements.findIndex((element) => element.start <= place.start && place.end <= element.end);
  let first = at;
  while (first > 1 && isPlainWord(elements[first - 1], text) && nextWord(elements, first - 1, text)) first--;
  if (first === at) return null;
  let last = at;
  while (nextWord(elements, last, text)) last++;
  const start = elements[first];
  const end = elements[last];
  const name = elements[first - 1];
  if (!start || !end) return null;
  const isNamed = name?.kind === "CommandParameter" && name.argument === null;
  const parameter = isNamed ? parameterNamed(call, name) : null;
  if (isNamed && (!parameter || parameter.isSwitch || parameter.type === "Boolean")) return null;
  if (!isNamed && first !== 1) return null;
  return { kind: "words", first: start, last: end, parameter };
}

/** The element after another one on the same line, where it is a plain word too. */
function nextWord(elements: readonly CommandElement[], at: number, text: string): boolean {
  const here = elements[at];
  const next = elements[at + 1];
  return here !== undefined && next !== undefined && isPlainWord(next, text) && !/[\r\n]/.test(text.slice(here.end, next.start));
}

function isPlainWord(element: CommandElement | undefined, text: string): boolean {
  if (!element) return false;
  if (element.kind === "StringConstantExpression")
    return element.form === "bare" && !/^[-\u2013\u2014\u2015]/.test(text.slice(element.start, element.end));
  return element.kind === "ConstantExpression";
}

function describe(leftover: Leftover, call: CmdletCall, text: string): CheckResult {
  switch (leftover.kind) {
    case "switch":
    case "shouldProcess": {
      const { name, value, parameter } = leftover;
      const written = /true/i.test(text.slice(value.start, value.end)) ? "$true" : "$false";
      const taker = [...call.bound.arguments.values()].find((argument) => argument.valueNode?.start === value.start);
      const what = taker ? `\`${written}\` goes to -${taker.parameter.name}` : `\`${written}\` is left over and the command fails`;
      const isOn = /true/i.test(written);
      const fixes: Fix[] = [
        fixOf(
          `Write -${parameter.name}:${written}`,
          {
            start: name.end,
            end: value.end,
            newText: `:${text.startsWith("$", value.start) ? text.slice(value.start, value.end) : written}`,
          },
          true,
        ),
      ];
      if (leftover.kind === "switch" && isOn) fixes.push(fixOf(`Remove ${written}`, { start: name.end, end: value.end, newText: "" }));
      return {
        start: name.start,
        end: value.end,
        message: `-${parameter.name} is a switch and takes no value after a blank: ${what}. Write \`-${parameter.name}:${written}\`${isOn ? ` or \`-${parameter.name}\` alone` : ""}.`,
        fixes,
      };
    }
    case "words": {
      const { first, last, parameter } = leftover;
      const written = text.slice(first.start, last.end);
      const quoted = `'${written.replace(/'/g, "''")}'`;
      const quoting = fixOf("Put quotes around the words", { start: first.start, end: last.end, newText: quoted }, isOneText(written));
      const glued = /-([A-Za-z]{3,})$/.exec(text.slice(first.start, first.end));
      if (glued && glued.index > 0 && untakenParameter(call, glued[1] ?? "")) return describeGlued(glued[0], first, last, quoting, text);
      return {
        start: first.start,
        end: last.end,
        message: `\`${written}\` is several arguments without quotes: ${parameter ? `-${parameter.name}` : "the first position"} gets only \`${text.slice(first.start, first.end)}\` and the command fails. Write ${quoted}.`,
        fixes: [quoting],
      };
    }
    case "dash": {
      const { start, end, name, parameter } = leftover;
      const written = text.slice(start, end);
      const isApart = /^[-\u2013\u2014\u2015]/.test(written);
      const nameStart = text.indexOf(name, start);
      return {
        start,
        end,
        message: isApart
          ? `\`${written}\` has a blank behind the dash, which makes arguments of it and the command fails. Write \`-${name}\`.`
          : `\`${written}\` lacks the dash: -${parameter.name} is a parameter, without the dash its name and value are left over and the command fails. Write \`-${name}\`.`,
        fixes: [fixOf(isApart ? "Remove the blank" : "Add the dash", { start, end: nameStart, newText: "-" }, true)],
      };
    }
    case "other":
      return describeOther(leftover.place, call, text);
  }
}

/** `-Server MBX1-Port 25`: the name of the next parameter touches a value, or a name has a dash and a blank. */
function describeGlued(name: string, first: CommandElement, last: CommandElement, quoting: Fix, text: string): CheckResult {
  const at = first.end - name.length;
  const rest = text.slice(first.end, last.end).trim();
  return {
    start: first.start,
    end: last.end,
    message: `\`${name}\` touches the value before it, which makes one text of both, and \`${rest}\` is left over: the command fails. Put a blank before \`${name}\`, or quotes around all of it.`,
    fixes: [fixOf(`Put a blank before ${name}`, { start: at, end: at, newText: " " }), { ...quoting, isPreferred: false }],
  };
}

/** Whether words are certainly the pieces of one text: not where a placeholder is still to be filled in, or a label stands before a value. */
function isOneText(written: string): boolean {
  return !/[\r\n`<>]|:\s|^:/.test(written);
}

function describeOther(place: Span, call: CmdletCall, text: string): CheckResult {
  const { cmdlet } = call.bound;
  const written = text.slice(place.start, place.end);
  const before = elementAt(call, place)?.before ?? null;
  const behind = before?.kind === "CommandParameter" ? parameterNamed(call, before) : null;
  // Where the reference gives no parameter of a cmdlet a position, it may have forgotten them.
  const isSure = isCertain(cmdlet) || cmdlet.sets.some((set) => set.positional.length > 0);
  const lost = isSure
    ? `is left over: no parameter of ${cmdlet.name} takes it by position, the command fails.`
    : `is left over: the reference shows no parameter of ${cmdlet.name} that takes it by position, and unless it left one out the command fails.`;
  const found = { ...place, ...(isSure ? {} : { severity: "warning" as const }) };
  const splat = /^@\$(\w+)$/.exec(written);
  if (splat) {
    const name = `@${splat[1]}`;
    return {
      ...place,
      message: `\`${written}\` is text and no splatted table: none of the parameters in it arrive. Write \`${name}\`.`,
      fixes: [fixOf(`Write ${name}`, { start: place.start, end: place.end, newText: name }, true)],
    };
  }
  if (before && before.kind !== "CommandParameter" && before.end === place.start) {
    const first = text.slice(before.start, before.end);
    const joined = joinedText(first, written);
    return {
      ...found,
      message: `\`${written}\` is an argument of its own although it touches \`${first}\`, and ${lost} Put the whole value in one pair of quotes${joined ? `: ${joined}` : ""}.`,
      fixes: joined ? [fixOf("Put the whole value in quotes", { start: before.start, end: place.end, newText: joined })] : [],
    };
  }
  const isList =
    before !== null && before.kind !== "CommandParameter" && /^["']/.test(written) && text.slice(before.end, place.start).includes("\n");
  const reason = behind?.isSwitch
    ? ` -${behind.name} is a switch and takes none.`
    : isList
      ? " Where it belongs to the values before it, a comma is missing."
      : "";
  return { ...found, message: `\`${written}\` ${lost}${reason} Name the parameter it is for, or remove it.` };
}

/** `"$($first)second"`; null where the text behind is not a plain string. */
function joinedText(first: string, second: string): string | null {
  const quoted = /^"([^"`]*)"$/.exec(second) ?? /^'([^'"$`]*)'$/.exec(second);
  if (!quoted || !/^\$(?:\w+(?:\.\w+)*|\([^()"]*\))$/.test(first)) return null;
  return `"${first.startsWith("$(") ? first : `$(${first})`}${quoted[1]}"`;
}
