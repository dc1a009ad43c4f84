import { nearParameters } from "../../catalog/lookup.js";
import { nearest } from "../../catalog/near.js";
import type { CommandElement, CommandParameter, Span } from "../../syntax/ast.js";
import { isDash } from "../../syntax/chars.js";
import type { CmdletCall } from "../call.js";
import type { Check, CheckContext, CheckResult } from "../check.js";
import type { Fix } from "../finding.js";
import { bindingFault, oneOfOption, oneThat, orBindingFault } from "../needs.js";
import { argumentOf, namesOption, textsOf } from "./argument-text.js";

const DASH = /^[-\u2013\u2014\u2015]/;

/** What a parameter of the call is called in full; null where its name is not one of the cmdlet's, or could be several. */
export function parameterOf(call: CmdletCall, element: CommandElement, text: string): string | null {
  if (element.kind !== "CommandParameter") return null;
  const written = text.slice(element.nameStart, element.nameEnd).toLowerCase();
  const { parameters } = call.bound.cmdlet;
  if (parameters.has(written)) return written;
  const fitting = [...parameters.keys()].filter((name) => name.startsWith(written) && parameters.get(name)?.isCommon === false);
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

/** Takes an element of the call out, with the blanks before it. */
export function removeElement(call: CmdletCall, element: Span, title: string): Fix | null {
  const previous = call.bound.command.elements.findLast((other) => other.end <= element.start);
  if (previous === undefined) return null;
  return { title, isPreferred: true, edits: [{ start: previous.end, end: element.end, newText: "" }] };
}

/** A dash alone: the name of a parameter is about to be typed. PowerShell takes it for a value by position. */
export const loneDash: Check = {
  of: "cmdlet",
  run: (call, { text }) =>
    call.bound.command.elements
      .filter(({ start, end }) => end === start + 1 && /[-\u2013-\u2015]/.test(text.charAt(start)))
      .map(({ start, end }) => ({ start, end })),
};

/** A switch that is followed by a truth value after a blank: the value is an argument of its own. */
export const switchFollowedByValue: Check = {
  of: "cmdlet",
  run: (call, { text }) => {
    const results: CheckResult[] = [];
    const { elements } = call.bound.command;
    for (const [index, element] of elements.entries()) {
      const next = elements[index + 1];
      if (next === undefined || element.kind !== "CommandParameter" || element.argument !== null) continue;
      const name = parameterOf(call, element, text);
      const parameter = name === null ? undefined : call.bound.cmdlet.parameters.get(name);
      if (parameter?.isSwitch !== true || parameter.isCommon) continue;
      const written = text.slice(next.start, next.end);
      if (!/^(\$(true|false)|true|false|yes|no|["'](true|false|yes|no)["'])$/i.test(written)) continue;
      const isOn = /true|yes/i.test(written);
      const edits = [{ start: element.end, end: next.end, newText: isOn ? "" : ":$false" }];
      const title = isOn ? `Write -${parameter.name} alone` : `Write -${parameter.name}:$false`;
      results.push({
        start: next.start,
        end: next.end,
        fields: { found: written, parameter: parameter.name },
        fixes: [{ title, edits, isPreferred: true }],
      });
    }
    return results;
  },
};

/** Option `names`: each of these parameters that is given, at its name. */
export const parametersGiven: Check = {
  of: "cmdlet",
  needs: orBindingFault(oneOfOption("names")),
  run: (call, context) => {
    const results: CheckResult[] = [];
    for (const name of namesOption(context, "names")) {
      const argument = argumentOf(call, name);
      if (argument !== undefined) {
        results.push({
          ...placeOf(argument.nameSpan ?? argument.valueNode ?? call.nameSpan),
          fields: { parameter: argument.parameter.name },
        });
        continue;
      }
      const fault = call.bound.faults.find(
        (one) => one.id === "NamedParameterNotFound" && one.parameter?.toLowerCase() === name.toLowerCase(),
      );
      if (fault !== undefined) results.push({ ...placeOf(fault.span), fields: { parameter: name } });
    }
    return results;
  },
};

/**
 * Options: `values` that a parameter takes, `parameter`. Says where a known text is none of them. A beginning that fits only one is
 * taken by PowerShell: that it is not the whole word is information. A number is taken as it is.
 */
export const wordNotInList: Check = {
  of: "cmdlet",
  needs: oneOfOption("parameter"),
  run: (call, context) => {
    const [parameter = ""] = namesOption(context, "parameter");
    const values = namesOption(context, "values");
    const argument = argumentOf(call, parameter);
    if (argument?.value.kind === "number") return [];
    return textsOf(call, parameter, context).flatMap((source) => {
      const text = source.text.trim().toLowerCase();
      const fitting = values.filter((value) => value.toLowerCase().startsWith(text));
      if (values.some((value) => value.toLowerCase() === text) || /^[+-]?\d+$/.test(text)) return [];
      const whole = text !== "" && fitting.length === 1 ? fitting[0] : undefined;
      const meant =
        whole ?? nearest(text, values, 2)[0] ?? sharedBeginning(text, values) ?? nearest(text, values, Math.floor(text.length / 2))[0];
      const span = source.at(0, source.text.length);
      const isExact = context.text.slice(span.start, span.end) === source.text;
      return [
        {
          ...placeOf(source.text === "" ? source.whole : span),
          fields: { found: source.text, values: values.join(", ") },
          ...(meant === undefined || !isExact ? {} : { replacement: meant }),
          ...(whole === undefined
            ? {}
            : { severity: "information" as const, message: `\`${source.text}\` is a shortened \`${whole}\`: write the word in full.` }),
        },
      ];
    });
  },
};

/** The one value that shares most letters at the beginning, five at least; undefined where several do. */
function sharedBeginning(text: string, values: readonly string[]): string | undefined {
  const lengths = values.map((value) => {
    let length = 0;
    while (length < text.length && value.charAt(length).toLowerCase() === text.charAt(length)) length += 1;
    return length;
  });
  const most = Math.max(0, ...lengths);
  const best = values.filter((_, index) => lengths[index] === most);
  return most >= 5 && best.length === 1 ? best[0] : undefined;
}

/** A Boolean parameter that gets a text, which PowerShell refuses; the text of the truth value it means is proposed. */
export const booleanText: Check = {
  of: "cmdlet",
  needs: oneThat(({ type }) => type === "Boolean"),
  run: (call) => {
    const results: CheckResult[] = [];
    for (const argument of call.bound.arguments.values()) {
      const { value, parameter, valueNode } = argument;
      if (parameter.type !== "Boolean" || value.kind !== "string") continue;
      const place = value.origin ?? valueNode ?? argument.nameSpan ?? call.nameSpan;
      const meant = truthOf(value.value);
      // A text that came here by a variable may be used as text elsewhere.
      const isHere = valueNode !== null && valueNode.start <= place.start && place.end <= valueNode.end;
      results.push({
        ...placeOf(place),
        fields: { found: value.value, parameter: parameter.name },
        ...(meant === null || !isHere ? {} : { replacement: meant }),
      });
    }
    return results;
  },
};

/** A Boolean parameter that ends the line or stands before another parameter. */
export const booleanMissing: Check = {
  of: "cmdlet",
  needs: bindingFault,
  run: (call) =>
    call.bound.faults
      .filter((fault) => fault.id === "MissingArgument")
      .flatMap((fault) => {
        const parameter = call.bound.cmdlet.parameters.get((fault.parameter ?? "").toLowerCase());
        if (parameter?.type !== "Boolean") return [];
        const edits = [{ start: fault.span.end, end: fault.span.end, newText: " $true" }];
        return [
          {
            ...placeOf(fault.span),
            fields: { parameter: parameter.name },
            fixes: [{ title: "Add $true", edits, isPreferred: false }],
          },
        ];
      }),
};

/** Option `except`: names that other rules speak about. A parameter that the cmdlet does not have, with the nearest that it has. */
export const unknownName: Check = {
  of: "cmdlet",
  needs: bindingFault,
  run: (call, context) => {
    const except = namesOption(context, "except").map((name) => name.toLowerCase());
    return call.bound.faults.flatMap((fault) => {
      if (fault.id !== "NamedParameterNotFound" || fault.parameter === null || except.includes(fault.parameter.toLowerCase())) return [];
      const written = context.text.slice(fault.span.start, fault.span.end);
      const dash = DASH.exec(written)?.[0] ?? "";
      // One that is given already would only be given twice.
      const meant = nearParameters(call.bound.cmdlet, fault.parameter).find((near) => argumentOf(call, near) === undefined);
      return [
        {
          ...placeOf(fault.span),
          fields: { parameter: fault.parameter, meant: meant ?? "" },
          ...(meant === undefined ? {} : { replacement: dash + meant }),
        },
      ];
    });
  },
};

/** Option `parameter`: given without a value, or with an empty one. */
export const argumentEmpty: Check = {
  of: "cmdlet",
  needs: orBindingFault(oneOfOption("parameter")),
  run: (call, context) => {
    const [name = ""] = namesOption(context, "parameter");
    const fault = call.bound.faults.find((one) => one.id === "MissingArgument" && one.parameter?.toLowerCase() === name.toLowerCase());
    if (fault !== undefined) return [placeOf(fault.span)];
    const argument = argumentOf(call, name);
    const isEmpty = argument?.value.kind === "null" || (argument?.value.kind === "string" && argument.value.value.trim() === "");
    return argument !== undefined && isEmpty ? [placeOf(argument.valueNode ?? argument.nameSpan ?? call.nameSpan)] : [];
  },
};

/** Option `name`: the call is one of this cmdlet. */
export const commandIs: Check = {
  of: "cmdlet",
  run: (call, context) => (namesOption(context, "name").some((name) => name.toLowerCase() === call.name) ? [placeOf(call.nameSpan)] : []),
};

/** A parameter that is given a second time, with the second as what may go. */
export const givenTwice: Check = {
  of: "cmdlet",
  needs: bindingFault,
  run: (call, { text }) =>
    call.bound.faults
      .filter((fault) => fault.id === "ParameterAlreadyBound")
      .map((fault) => {
        const { elements } = call.bound.command;
        const index = elements.findIndex((element) => element.start === fault.span.start);
        const element = elements[index];
        const name = element === undefined ? null : parameterOf(call, element, text);
        const isSwitch = name !== null && call.bound.cmdlet.parameters.get(name)?.isSwitch === true;
        const hasOwnValue = element?.kind === "CommandParameter" && element.argument !== null;
        const last = isSwitch || hasOwnValue ? element : elements[index + 1];
        const whole = element !== undefined && last !== undefined ? { start: element.start, end: last.end } : null;
        const fix = whole === null ? null : removeElement(call, whole, "Remove the second");
        return {
          ...placeOf(fault.span),
          fields: { parameter: fault.candidates[0] ?? fault.parameter ?? "" },
          ...(fix === null ? {} : { fixes: [fix] }),
        };
      }),
};

/** A value written onto the parameter without a blank: `-Role"x"`, `-EmailAddressann@contoso.com`. */
export const parameterGlued: Check = {
  of: "cmdlet",
  run: (call, context) => {
    const hasUnknown = call.bound.faults.length > 0;
    return call.bound.command.elements
      .filter(({ kind, start }, at) => at > 0 && (kind === "CommandParameter" ? hasUnknown : isDash(context.text.charCodeAt(start))))
      .flatMap((element) => glued(call, element, context));
  },
};

function glued(call: CmdletCall, element: CommandElement, { text }: CheckContext): readonly CheckResult[] {
  const written = text.slice(element.start, element.end);
  const nameEnd = gluedNameEnd(call, element, written, text);
  if (nameEnd === null) return [];
  const at = element.start + nameEnd;
  // A dot ends a parameter's name: what follows it without a blank is the rest of the value.
  const rest = call.bound.command.elements.find((other) => other.start === element.end);
  const end = rest?.end ?? element.end;
  return [
    {
      start: element.start,
      end,
      fields: { parameter: written.slice(1, nameEnd), found: text.slice(element.start, end) },
      fixes: [{ title: "Insert a blank before the value", edits: [{ start: at, end: at, newText: " " }], isPreferred: true }],
    },
  ];
}

/** How long `-Name` is in the word; null where nothing is glued on. */
function gluedNameEnd(call: CmdletCall, element: CommandElement, written: string, text: string): number | null {
  const { parameters } = call.bound.cmdlet;
  if (element.kind !== "CommandParameter") {
    const quoted = /^.([A-Za-z]\w*)["'\u2018-\u201e]/.exec(written);
    const name = quoted?.[1]?.toLowerCase();
    if (name === undefined) return null;
    const isParameter = parameters.has(name) || [...parameters.keys()].some((known) => known.startsWith(name));
    return isParameter ? name.length + 1 : null;
  }
  return gluedParameterEnd(call, element, text);
}

function gluedParameterEnd(call: CmdletCall, element: CommandParameter, text: string): number | null {
  const isUnknown = call.bound.faults.some((fault) => fault.id === "NamedParameterNotFound" && fault.span.start === element.start);
  if (!isUnknown) return null;
  const written = text.slice(element.nameStart, element.nameEnd).toLowerCase();
  const names = [...call.bound.cmdlet.parameters.keys()].filter(
    (name) => written.startsWith(name) && /[@.\\/$]/.test(written.slice(name.length)),
  );
  const longest = names.sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? null : longest.length + (element.nameStart - element.start);
}

/** The words in which people write a truth value; null for any other. */
function truthOf(text: string): string | null {
  const word = text.trim().replace(/^\$/, "").toLowerCase();
  if (/^(true|yes|on|enabled?|1)$/.test(word)) return "$true";
  return /^(false|no|off|disabled?|0)$/.test(word) ? "$false" : null;
}

/** The place alone, without a node's other properties. */
export function placeOf(span: Span): Span {
  return { start: span.start, end: span.end };
}
