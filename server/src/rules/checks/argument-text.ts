import type { BoundArgument } from "../../binding/bound-command.js";
import type { Fault } from "../../catalog/grammars/parsed.js";
import type { Span } from "../../syntax/ast.js";
import type { CmdletCall, NativeCall, Word } from "../call.js";
import type { CheckContext, CheckResult } from "../check.js";
import { spanInString, spanOfArgument, spanOfItem } from "../span.js";
import { itemsOf, textOf } from "../test-value.js";

/** A known text that a command gets, and where its characters stand. */
export interface ArgumentText {
  readonly text: string;
  /** The text as written, where it was written: a variable's literal stands in its assignment. */
  readonly whole: Span;
  /** The argument at the call, or in the table it came by. */
  readonly given: Span;
  /** The place of a piece of it; the whole argument where the text does not stand there letter by letter. */
  readonly at: (start: number, end: number) => Span;
}

/** The argument of a parameter, by its name in any case. */
export function argumentOf(call: CmdletCall, parameter: string): BoundArgument | undefined {
  return call.bound.arguments.get(parameter.toLowerCase());
}

/** The known texts of a parameter's value: one, those of a list, or those a table adds. Unknown items are left out. */
export function textsOf(call: CmdletCall, parameter: string, context: CheckContext): readonly ArgumentText[] {
  const argument = argumentOf(call, parameter);
  if (argument === undefined) return [];
  const texts: ArgumentText[] = [];
  const given = argument.valueNode ?? spanOfArgument(call, parameter);
  for (const item of itemsOf(argument.value).items) {
    const text = textOf(item);
    if (text === null) continue;
    texts.push({
      text,
      given: { start: given.start, end: given.end },
      whole: item.origin === null ? spanOfArgument(call, parameter) : spanOfItem(context.text, call, argument, item),
      at: (start, end) => spanOfItem(context.text, call, argument, item, start, end),
    });
  }
  return texts;
}

/** The one known text of a parameter's value; null where there is none, or more than one. */
export function textOfParameter(call: CmdletCall, parameter: string, context: CheckContext): ArgumentText | null {
  const texts = textsOf(call, parameter, context);
  const isOne = texts.length === 1 && itemsOf(argumentOf(call, parameter)?.value ?? { kind: "null", origin: null }).items.length === 1;
  return isOne ? (texts[0] ?? null) : null;
}

/** A word of a program's call with the places of its characters; null where it is not known. */
export function textOfWord(word: Word, context: CheckContext): ArgumentText | null {
  const { text, span, value } = word;
  if (text === null) return null;
  const at = (start: number, end: number): Span => {
    if (value !== null && value.kind === "string" && value.origin !== null && value.value === text) {
      return spanInString(context.text, value.origin, text, start, end);
    }
    const written = context.text.slice(span.start, span.end);
    const piece = text.slice(start, end);
    const from = written.indexOf(text);
    if (from >= 0) return { start: span.start + from + start, end: span.start + from + end };
    const only = piece === "" ? -1 : written.indexOf(piece);
    if (only >= 0 && written.indexOf(piece, only + 1) < 0) return { start: span.start + only, end: span.start + only + piece.length };
    return span;
  };
  return { text, whole: span, given: span, at };
}

/** Turns a remark of a grammar into a finding at the place of the text it is about. */
export function remarkResult(remark: Fault, source: ArgumentText, context: CheckContext): CheckResult {
  const found = source.text.slice(remark.start, remark.end);
  // A place without width cannot be seen: the whole text is marked.
  const span = remark.start === remark.end ? source.whole : source.at(remark.start, remark.end);
  const isExact = context.text.slice(span.start, span.end) === found;
  return {
    start: span.start,
    end: span.end,
    fields: { found: found === "" ? source.text : found, fault: remark.message },
    ...(remark.replacement === undefined || !isExact ? {} : { replacement: remark.replacement }),
  };
}

/** A string option of a rule, or a list of them; empty where it is not given. */
export function namesOption(context: CheckContext, name: string): readonly string[] {
  const value = context.options[name];
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

/** The word after `/name`, as in `reg add KEY /v NAME`. */
export function wordAfter(call: NativeCall, ...names: readonly string[]): Word | null {
  const index = call.words.findIndex((word) => word.text !== null && names.includes(word.text.toLowerCase()));
  return index < 0 ? null : (call.words[index + 1] ?? null);
}
