import type { BoundArgument } from "../../binding/bound-command.js";
import type { Value } from "../../binding/value.js";
import type { Parameter } from "../../catalog/catalog.js";
import { ipAddressOf } from "../../catalog/grammars/ip-address.js";
import type { Fault } from "../../catalog/grammars/parsed.js";
import { parseSize, parseUnlimitedSize } from "../../catalog/grammars/size.js";
import { parseSmtpAddress } from "../../catalog/grammars/smtp-address.js";
import { parseConnectionTimeout, parsePlainTimeSpan, parseTimeSpan } from "../../catalog/grammars/time-span.js";
import type { CmdletCall } from "../call.js";
import type { Check, CheckContext, CheckResult } from "../check.js";
import type { Fix } from "../finding.js";
import { changeArgument } from "../fixes.js";
import { bindingFault, oneThat, orBindingFault } from "../needs.js";
import { spanOfArgument, spanOfItem } from "../span.js";
import { faultsOf, givenArguments, isBroken } from "./call-facts.js";

/** The binder's model converts the two common types of whole numbers itself. */
const uncheckedIntegers: readonly string[] = ["Int16", "Int64", "UInt16", "UInt64", "Byte", "SByte"];
const integerTypes: readonly string[] = ["Int32", "UInt32", ...uncheckedIntegers];
const timeSpanTypes: readonly string[] = ["EnhancedTimeSpan", "TimeSpan"];
const sizeTypes: readonly string[] = ["ByteQuantifiedSize"];
const unlimitedTypes: readonly string[] = ["Unlimited"];
const ipTypes: readonly string[] = ["IPAddress"];
const smtpTypes: readonly string[] = ["SmtpAddress"];

/** Whether a parameter takes one of these types, or a list of them. A list of bytes is the content of a file. */
function isOf(types: readonly string[]): (parameter: Parameter) => boolean {
  return ({ type }) => type !== "Byte[]" && types.includes(type.replace(/\[\]$/, ""));
}

/** What PowerShell's binder itself refuses, for parameters of some types. */
function refused(
  call: CmdletCall,
  context: CheckContext,
  types: readonly string[],
): readonly { readonly argument: BoundArgument; readonly start: number; readonly end: number }[] {
  if (isBroken(call, context)) return [];
  return faultsOf(call, "ParameterArgumentTransformationError", "CannotConvertArgument", "CannotConvertArgumentNoMessage").flatMap(
    (fault) => {
      const argument = call.bound.arguments.get((fault.parameter ?? "").toLowerCase());
      if (!argument || !types.includes(argument.parameter.type)) return [];
      return [{ argument, start: fault.span.start, end: fault.span.end }];
    },
  );
}

/** Known texts in the arguments of parameters of a type, with the argument they are in. */
function textsOf(
  call: CmdletCall,
  context: CheckContext,
  types: readonly string[],
): readonly { readonly argument: BoundArgument; readonly item: Value; readonly text: string }[] {
  if (isBroken(call, context)) return [];
  const isMeant = isOf(types);
  return givenArguments(call).flatMap((argument) => {
    if (!isMeant(argument.parameter)) return [];
    const items = argument.value.kind === "array" ? argument.value.items : [argument.value];
    return items.flatMap((item) => {
      const text = item.kind === "string" ? item.value : item.kind === "number" ? (item.text ?? String(item.value)) : "";
      return text.trim() === "" ? [] : [{ argument, item, text }];
    });
  });
}

function shown(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function writtenAt(context: CheckContext, place: { readonly start: number; readonly end: number }): string {
  return shown(context.text.slice(place.start, place.end));
}

// --------------------------------------------------------------------------------------------------------------- boolean

const truths: Readonly<Record<string, string>> = {
  true: "$true",
  false: "$false",
  yes: "$true",
  no: "$false",
  on: "$true",
  off: "$false",
  enabled: "$true",
  disabled: "$false",
  enable: "$true",
  disable: "$false",
};

/** A text or $null where a Boolean or a switch must stand. */
export const booleanAsString: Check = {
  of: "cmdlet",
  needs: bindingFault,
  run: (call, context) =>
    refused(call, context, ["Boolean", "SwitchParameter"])
      .filter(({ argument }) => !(argument.value.kind === "null" && argument.parameter.takesNull))
      .map(({ argument, start, end }): CheckResult => {
        const { parameter, value } = argument;
        const meant = value.kind === "string" ? truths[value.value.trim().replace(/^\$/, "").toLowerCase()] : undefined;
        const what =
          value.kind === "string"
            ? `\`${shown(value.value)}\` is text`
            : value.kind === "null"
              ? "$null is neither"
              : `\`${writtenAt(context, { start, end })}\` is neither`;
        return {
          start,
          end,
          message: `-${parameter.name} takes $true or $false, ${what}: PowerShell refuses it. Write ${meant ? `\`${meant}\`` : "`$true` or `$false`"}.`,
          fixes: booleanFixes(call, context, argument, meant),
        };
      }),
};

function booleanFixes(call: CmdletCall, context: CheckContext, argument: BoundArgument, meant: string | undefined): readonly Fix[] {
  const { script } = context;
  if (!script) return [];
  // `true`, `"True"` and `"$true"` leave no doubt; `yes` and `enabled` hardly.
  const isSure = meant !== undefined && argument.value.kind === "string" && /^\$?(?:true|false)$/i.test(argument.value.value.trim());
  return (meant ? [meant] : ["$true", "$false"]).flatMap((source) => {
    const edits = changeArgument(script, call, argument, source);
    return edits ? [{ title: `Change to ${source}`, edits, isPreferred: isSure }] : [];
  });
}

// --------------------------------------------------------------------------------------------------------------- numbers

const ranges: Readonly<Record<string, readonly [string, string]>> = {
  Byte: ["0", "255"],
  SByte: ["-128", "127"],
  Int16: ["-32768", "32767"],
  UInt16: ["0", "65535"],
  Int32: ["-2147483648", "2147483647"],
  UInt32: ["0", "4294967295"],
  Int64: ["-9223372036854775808", "9223372036854775807"],
  UInt64: ["0", "18446744073709551615"],
};

/** A value that is no whole number of the parameter's type. */
export const integerFormat: Check = {
  of: "cmdlet",
  needs: orBindingFault(oneThat(isOf(uncheckedIntegers))),
  run: (call, context) => {
    const byBinder = refused(call, context, integerTypes).map(({ argument, start, end }) => ({ argument, place: { start, end } }));
    // For the types that it does not convert, a text that is no number at all is told.
    const byText = textsOf(call, context, uncheckedIntegers)
      .filter(({ text }) => !looksNumeric(text))
      .map(({ argument, item }) => ({ argument, place: placeOfItem(call, context, argument, item) }));
    return [...byBinder, ...byText].map(({ argument, place }): CheckResult => {
      const { name, type } = argument.parameter;
      const [least, most] = ranges[type] ?? ["", ""];
      return {
        ...place,
        message: `\`${writtenAt(context, place)}\` is no value for -${name}, which takes a whole number from ${least} to ${most}: the command fails.`,
      };
    });
  },
};

function looksNumeric(text: string): boolean {
  return /^\s*[-+]?(?:0x[0-9a-f]+|[\d.,]+(?:e[-+]?\d+)?)\s*(?:[kmgtp]b|l|d)?\s*$/i.test(text);
}

// ----------------------------------------------------------------------------------------------------------------- dates

/** A text that is no date in any culture. */
export const dateFormat: Check = {
  of: "cmdlet",
  needs: bindingFault,
  run: (call, context) =>
    refused(call, context, ["DateTime"])
      .filter(({ argument }) => argument.value.kind === "string" && !mayBeDate(argument.value.value))
      .map(({ argument, start, end }) => ({
        start,
        end,
        message: `\`${writtenAt(context, { start, end })}\` is no date for -${argument.parameter.name}: the command fails. Write it as 2026-01-31 or 2026-01-31T14:30:00, which every culture reads.`,
      })),
};

/** PowerShell reads a parameter's date in the culture of the session: whatever could be a date in one is none of our business. */
function mayBeDate(text: string): boolean {
  const numbers = /^\s*(\d{1,4})\s*[./\- ]\s*(\d{1,2})\s*[./\- ]\s*(\d{1,4})\b/.exec(text);
  if (!numbers) return /\P{ASCII}/u.test(text) || (/\d/.test(text) && /[a-z]{3,}/i.test(text));
  const [, first = "", second = "", third = ""] = numbers;
  const parts = [Number(first), Number(second), Number(third)];
  const months = parts.filter((part) => part >= 1 && part <= 12).length;
  const days = parts.filter((part) => part >= 1 && part <= 31).length;
  return months >= 1 && days >= 2;
}

/** A text that is no Guid. */
export const guidFormat: Check = {
  of: "cmdlet",
  needs: bindingFault,
  run: (call, context) =>
    refused(call, context, ["Guid"])
      .filter(({ argument }) => argument.value.kind === "string")
      .map(({ argument, start, end }) => ({
        start,
        end,
        message: `\`${writtenAt(context, { start, end })}\` is no Guid for -${argument.parameter.name}: the command fails. A Guid has 32 hexadecimal digits, as in 5c6bb73b-1038-4eec-863d-49bded473437.`,
      })),
};

// ----------------------------------------------------------------------------------------- what Exchange itself converts

/** A text that is no time span, or one that means days where hours were meant. */
export const timeSpanFormat: Check = {
  of: "cmdlet",
  needs: oneThat(isOf(timeSpanTypes)),
  run: (call, context) =>
    textsOf(call, context, timeSpanTypes).flatMap(({ argument, item, text }) => {
      const format = parseTimeSpan(text);
      const isWrong = !format.ok;
      const read = format.ok ? parsePlainTimeSpan(text) : format;
      if (read.ok || (!isWrong && isBareNumber(text) && !isOfMinutes(argument.parameter.name))) return [];
      // The rule timespan-out-of-range says that `15` means days.
      if (isBareNumber(text) && isConnectionTimeout(call, argument.parameter.name) && !parseConnectionTimeout(text).ok) return [];
      const consequence = isWrong ? "the command fails." : "is that what you mean?";
      const { name } = argument.parameter;
      return [
        byGrammar(
          call,
          context,
          argument,
          item,
          read.fault,
          `\`${shown(text)}\` for -${name}: ${read.fault.message}; ${consequence}`,
          isWrong,
        ),
      ];
    }),
};

function isBareNumber(text: string): boolean {
  return /^\s*\d+\s*$/.test(text);
}

function isConnectionTimeout(call: CmdletCall, name: string): boolean {
  return /-(?:Send|Receive)Connector$/i.test(call.bound.cmdlet.name) && /^Connection(?:Inactivity)?TimeOut$/i.test(name);
}

/** Ages and limits are counted in days, and a number alone means days; intervals, delays and timeouts are rarely that long. */
function isOfMinutes(name: string): boolean {
  return /(?:Interval|Delay|TimeOut)$/i.test(name) && !/Expiration|Retention/i.test(name);
}

/** A text that is no size. */
export const sizeFormat: Check = {
  of: "cmdlet",
  needs: oneThat(isOf([...sizeTypes, ...unlimitedTypes])),
  run: (call, context) => [
    ...textsOf(call, context, sizeTypes).flatMap(({ argument, item, text }) => {
      const read = parseSize(text);
      if (read.ok) return [];
      const message = hasShortUnit(text)
        ? shortUnitMessage(text, argument)
        : `\`${shown(text)}\` is no value for -${argument.parameter.name}: ${read.fault.message}; the command fails.`;
      return [byGrammar(call, context, argument, item, read.fault, message, !hasShortUnit(text))];
    }),
    ...textsOf(call, context, unlimitedTypes)
      .filter(({ text }) => isNoUnlimited(text))
      .map(({ argument, item, text }): CheckResult => {
        const size = hasShortUnit(text) ? parseUnlimitedSize(text) : null;
        if (size?.ok === false) return byGrammar(call, context, argument, item, size.fault, shortUnitMessage(text, argument), false);
        const place = placeOfItem(call, context, argument, item);
        return {
          ...place,
          message: `\`${shown(text)}\` is no value for -${argument.parameter.name}: it takes a number, a size or a time span, or \`unlimited\`; the command fails.`,
        };
      }),
  ],
};

/** `10M`: the references list B, KB, MB, GB and TB only, and no source shows what becomes of the letter alone. */
function hasShortUnit(text: string): boolean {
  return /^\s*\d+\s*[kmgt]\s*$/i.test(text);
}

function shortUnitMessage(text: string, argument: BoundArgument): string {
  const written = text.trim().toUpperCase();
  return `\`${shown(text)}\` for -${argument.parameter.name} has a unit that the reference does not know: the command may fail. Write \`${written}B\`; the units are B, KB, MB, GB and TB.`;
}

/** Unlimited is a number, a size or a time span: only words and unknown units are surely wrong. */
function isNoUnlimited(text: string): boolean {
  const found = /^\s*([\d.,]*)\s*([a-z]+)\s*$/i.exec(text);
  if (found === null) return false;
  const [, number = "", word = ""] = found;
  return number === "" ? !/^unlimited$/i.test(word) : !/^[kmgtpe]?b$/i.test(word);
}

/** A text that is no IP address in any notation that .NET reads. */
export const ipFormat: Check = {
  of: "cmdlet",
  needs: oneThat(isOf(ipTypes)),
  run: (call, context) =>
    textsOf(call, context, ipTypes)
      .filter(
        ({ text }) =>
          isPlainNoAddress(text.trim()) ||
          (ipAddressOf(text.trim()) === null && !/^\s*(?:0x)?[0-9a-f.]+\s*$/i.test(text) && !/^\s*\[?[0-9a-f:.%]+\]?\s*$/i.test(text)),
      )
      .map(({ argument, item, text }): CheckResult => {
        const place = placeOfItem(call, context, argument, item);
        return {
          ...place,
          message: `\`${shown(text)}\` is no IP address for -${argument.parameter.name}: the command fails. Write an address such as 192.0.2.10, not a name.`,
        };
      }),
};

/** Decimal numbers between dots, too many or too large. Those that begin with 0 are octal for .NET and read with other bounds. */
function isPlainNoAddress(text: string): boolean {
  if (!/^\d+(?:\.\d+){3,}$/.test(text)) return false;
  const parts = text.split(".");
  return parts.length > 4 || parts.some((part) => /^[1-9]/.test(part) && Number(part) > 255);
}

/** A text that is no e-mail address. */
export const smtpAddressFormat: Check = {
  of: "cmdlet",
  needs: oneThat(isOf(smtpTypes)),
  run: (call, context) =>
    textsOf(call, context, smtpTypes)
      .filter(({ text }) => text.trim() !== "<>")
      .flatMap(({ argument, item, text }) => {
        const read = parseSmtpAddress(text);
        if (read.ok || !(["no-at", "angle", "scheme"].includes(read.fault.code) || isNoAddress(text))) return [];
        const message = `\`${shown(text)}\` is no e-mail address for -${argument.parameter.name}: ${read.fault.message}; the command fails.`;
        return [byGrammar(call, context, argument, item, read.fault, message, true)];
      }),
};

/** Nothing before or behind the `@`, or two of them: how strict Exchange is with the rest of an address is not known. */
function isNoAddress(text: string): boolean {
  return /^@|@$|^[^"@]*@[^"@]*@[^"@]*$/.test(text.trim());
}

/** A list for a parameter that takes one text. */
export const listForSingleValue: Check = {
  of: "cmdlet",
  needs: bindingFault,
  run: (call, context) =>
    refused(call, context, ["String"])
      .filter(({ argument }) => argument.value.kind === "array")
      .map(({ argument, start, end }) => ({
        start,
        end,
        message: `-${argument.parameter.name} takes one text, not a list: PowerShell refuses \`${writtenAt(context, { start, end })}\`.`,
      })),
};

function byGrammar(
  call: CmdletCall,
  context: CheckContext,
  argument: BoundArgument,
  item: Value,
  fault: Fault,
  message: string,
  isWrong: boolean,
): CheckResult {
  // What is missing has no width: the whole value is marked.
  const isMissing = fault.start === fault.end;
  const place = isMissing
    ? placeOfItem(call, context, argument, item)
    : spanOfItem(context.text, call, argument, item, fault.start, fault.end);
  const isExact = item.kind === "string" && context.text.slice(place.start, place.end) === item.value.slice(fault.start, fault.end);
  return {
    start: place.start,
    end: place.end,
    message,
    ...(isWrong ? {} : { severity: "warning" as const }),
    ...(fault.replacement !== undefined && isExact
      ? {
          fixes: [
            {
              title: `Change to ${fault.replacement}`,
              edits: [{ start: place.start, end: place.end, newText: fault.replacement }],
              isPreferred: false,
            },
          ],
        }
      : {}),
  };
}

function placeOfItem(call: CmdletCall, context: CheckContext, argument: BoundArgument, item: Value): { start: number; end: number } {
  const { start, end } = item.origin ? spanOfItem(context.text, call, argument, item) : spanOfArgument(call, argument.parameter.name);
  return { start, end };
}
