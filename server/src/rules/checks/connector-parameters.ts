import type { BoundArgument } from "../../binding/bound-command.js";
import { parseTimeSpan } from "../../catalog/grammars/time-span.js";
import type { CommandElement, Span } from "../../syntax/ast.js";
import type { CmdletCall } from "../call.js";
import type { Check, CheckContext, CheckResult } from "../check.js";
import type { Fix } from "../finding.js";
import { removeArgument } from "../fixes.js";
import { bindingFault, oneOfOption, oneOfOptions, orBindingFault } from "../needs.js";
import { textOf } from "../test-value.js";
import { argumentOf, namesOption, textOfParameter, textsOf } from "./argument-text.js";
import { assignmentsTo } from "./assignments-of-script.js";
import { isNameOf } from "./connector-address-spaces.js";

/** Option `parameter`. True where it is given and not known to be `$null` or empty: for objects that only exist at run time, such as a credential. */
export const givenObject: Check = {
  of: "cmdlet",
  needs: oneOfOption("parameter"),
  run: (call, context) => {
    const [parameter = ""] = namesOption(context, "parameter");
    const argument = argumentOf(call, parameter);
    if (!argument || argument.value.kind === "null" || (argument.value.kind === "string" && argument.value.value === "")) return [];
    const place = argument.nameSpan ?? argument.valueNode ?? call.nameSpan;
    return [{ start: place.start, end: place.end }];
  },
};

/** Option `parameters`. A text of one of them has `<words>` in it, as pages write what the reader has to fill in. Only whole texts count in Name. */
export const angleBracketPlaceholder: Check = {
  of: "cmdlet",
  needs: oneOfOption("parameters"),
  run: (call, context) =>
    namesOption(context, "parameters").flatMap((parameter) =>
      textsOf(call, parameter, context).flatMap(({ text, at }): CheckResult[] => {
        const found = /<[^<>]+>/.exec(text);
        if (found === null || (parameter === "Name" && found[0] !== text.trim())) return [];
        return [{ ...at(found.index, found.index + found[0].length), fields: { found: found[0] } }];
      }),
    ),
};

/** Option `parameters`. More than one of them: the finding sits on each but the first in the text. */
export const exclusiveParameters: Check = {
  of: "cmdlet",
  needs: oneOfOption("parameters"),
  run: (call, context) => {
    const given = namesOption(context, "parameters")
      .map((name) => argumentOf(call, name))
      .filter((argument): argument is BoundArgument => argument !== undefined && !isOff(argument))
      .sort((a, b) => placeOf(a, call).start - placeOf(b, call).start);
    const [first, ...others] = given;
    if (first === undefined) return [];
    return others.map((argument): CheckResult => {
      const place = placeOf(argument, call);
      const before = placeOf(first, call);
      const edits = context.script === null ? null : removeArgument(context.script, call, argument);
      const fixes: Fix[] = edits === null ? [] : [{ title: `Remove ${argument.parameter.name}`, edits, isPreferred: false }];
      return {
        start: place.start,
        end: place.end,
        fields: { first: first.parameter.name, second: argument.parameter.name },
        fixes,
        related: [{ start: before.start, end: before.end, message: `${first.parameter.name} stands here` }],
      };
    });
  },
};

function isOff({ parameter, value }: BoundArgument): boolean {
  return parameter.isSwitch && (value.kind === "unknown" || (value.kind === "boolean" && !value.value));
}

function placeOf(argument: BoundArgument, call: CmdletCall): Span {
  return argument.nameSpan ?? argument.valueNode ?? call.nameSpan;
}

/** Option `parameters`. Names that another command has and this one does not, with the value that is left over behind them. */
export const missingParameters: Check = {
  of: "cmdlet",
  needs: bindingFault,
  run: (call, context) => {
    const wanted = namesOption(context, "parameters").map((name) => name.toLowerCase());
    return call.bound.faults.flatMap((fault): CheckResult[] => {
      const written = fault.parameter?.toLowerCase() ?? "";
      if (fault.id !== "NamedParameterNotFound" || !wanted.includes(written)) return [];
      const { start, end } = fault.span;
      const removal = removalAt(call, fault.span, context);
      return [{ start, end, fields: { parameter: fault.parameter ?? "" }, fixes: removal }];
    });
  },
};

function removalAt(call: CmdletCall, name: Span, context: CheckContext): readonly Fix[] {
  const { elements } = call.bound.command;
  const index = elements.findIndex((element) => element.start === name.start);
  const element = elements[index];
  const before = elements[index - 1];
  if (element?.kind !== "CommandParameter" || !before) return [];
  const value = elements[index + 1];
  const takesValue = value !== undefined && value.kind !== "CommandParameter" && isUsageValue(value, context);
  const edit = { start: before.end, end: takesValue ? value.end : element.end, newText: "" };
  return [{ title: `Remove ${context.text.slice(element.start, element.end)}`, edits: [edit], isPreferred: false }];
}

function isUsageValue(value: CommandElement, context: CheckContext): boolean {
  return /^['"]?(custom|internal|internet|partner|client)['"]?$|^\$(true|false)$/i.test(context.text.slice(value.start, value.end));
}

/** Options: parameters with `[low, high]`. Whole numbers outside. */
export const numberOutOfRange: Check = {
  of: "cmdlet",
  needs: oneOfOptions,
  run: (call, context) =>
    Object.entries(context.options).flatMap(([name, range]): CheckResult[] => {
      const argument = argumentOf(call, name);
      const [low, high] = Array.isArray(range) ? range.map(Number) : [];
      if (!argument || low === undefined || high === undefined) return [];
      const text = textOf(argument.value);
      const isWritten = text !== null && /^\s*[+-]?\d+\s*$/.test(text);
      const number = argument.value.kind === "number" ? Number(argument.value.value) : isWritten ? Number(text) : Number.NaN;
      if (text === null || !Number.isInteger(number)) return [];
      if (number >= low && number <= high) return [];
      const place = argument.valueNode ?? placeOf(argument, call);
      const nearest = number < low ? low : high;
      return [
        {
          start: place.start,
          end: place.end,
          fields: { parameter: argument.parameter.name, value: text.trim(), low: `${low}`, high: `${high}`, nearest: `${nearest}` },
        },
      ];
    }),
};

/** Options `shorter`, `longer`: two time spans of which the first must be less. Equal ones are a warning. */
export const timeSpansInOrder: Check = {
  of: "cmdlet",
  needs: oneOfOption("shorter"),
  run: (call, context) => {
    const [shorterName = ""] = namesOption(context, "shorter");
    const [longerName = ""] = namesOption(context, "longer");
    const shorter = textOfParameter(call, shorterName, context);
    const longer = textOfParameter(call, longerName, context);
    if (shorter === null || longer === null) return [];
    const a = parseTimeSpan(shorter.text);
    const b = parseTimeSpan(longer.text);
    if (!a.ok || !b.ok || a.value.totalMs < b.value.totalMs) return [];
    return [
      {
        start: shorter.whole.start,
        end: shorter.whole.end,
        fields: { shorter: shorter.text, longer: longer.text },
        severity: a.value.totalMs === b.value.totalMs ? "warning" : "error",
        related: [{ start: longer.whole.start, end: longer.whole.end, message: `${longerName} stands here` }],
      },
    ];
  },
};

/** Option `parameters`. A number as the argument of one of them with a unit apart: `10 MB`. */
export const sizeUnitApart: Check = {
  of: "cmdlet",
  needs: orBindingFault(oneOfOption("parameters")),
  run: (call, context) => {
    const parameters = namesOption(context, "parameters");
    const { elements } = call.bound.command;
    return elements.flatMap((element, index): CheckResult[] => {
      if (element.kind !== "CommandParameter") return [];
      const name = context.text.slice(element.nameStart, element.nameEnd).toLowerCase();
      if (!parameters.some((parameter) => isNameOf(name, parameter, call))) return [];
      const number = element.argument ?? elements[index + 1];
      const unit = elements[index + (element.argument === null ? 2 : 1)];
      if (!number || !unit) return [];
      const digits = context.text.slice(number.start, number.end);
      const word = context.text.slice(unit.start, unit.end);
      if (!/^\d+(\.\d+)?$/.test(digits) || !/^([KMGT]?B)$/i.test(word)) return [];
      const found = context.text.slice(number.start, unit.end);
      return [
        { start: number.start, end: unit.end, fields: { found, number: digits, unit: word }, replacement: digits + word.toUpperCase() },
      ];
    });
  },
};

/** Option `parameter`. A text where a PSCredential belongs (an error), or a password in plain text in the expression (a warning). */
export const plainTextCredential: Check = {
  of: "cmdlet",
  needs: oneOfOption("parameter"),
  run: (call, context) => {
    const [parameter = ""] = namesOption(context, "parameter");
    const argument = argumentOf(call, parameter);
    const node = argument?.valueNode;
    if (!argument || !node) return [];
    const place = { start: node.start, end: node.end };
    if (argument.value.kind === "string") {
      const message = `${argument.parameter.name} takes a PSCredential object, not a text: the call fails. Use \`(Get-Credential)\` or a variable that holds one.`;
      return [{ ...place, severity: "error", message }];
    }
    if (!holdsPassword(context.text.slice(node.start, node.end), context, 2)) return [];
    const message =
      "The password stands in the script in plain text. Ask for it with `(Get-Credential)`, or read it from a protected store.";
    return [{ ...place, severity: "warning", message }];
  },
};

/** True where a source text makes a secure string of a literal, itself or by variables that are assigned once. */
function holdsPassword(source: string, context: CheckContext, depth: number): boolean {
  if (/\bConvertTo-SecureString\b/i.test(source) && /-AsP(?:lainText)?\b/i.test(source) && /(['"])[^'"$]+\1/.test(source)) return true;
  if (depth === 0) return false;
  const names = new Set([...source.matchAll(/\$(\w+)/g)].map(([, name = ""]) => name.toLowerCase()));
  return [...names].slice(0, 4).some((name) => {
    const [only, ...others] = assignmentsTo(name, context);
    return (
      only !== undefined && others.length === 0 && holdsPassword(context.text.slice(only.right.start, only.right.end), context, depth - 1)
    );
  });
}
