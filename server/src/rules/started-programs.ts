import type { Value } from "../binding/value.js";
import type { Span } from "../syntax/ast.js";
import { type BatchCommand, parseBatch } from "../syntax/batch.js";
import type { Call, CmdletCall, NativeCall, Word } from "./call.js";
import { spanInString } from "./span.js";
import { textOf } from "./test-value.js";

const none: readonly never[] = [];

/**
 * The programs that a call starts for its own: `cmd /c netsh …`, `start /wait netsh …`, `Start-Process netsh -ArgumentList …`.
 * Empty for any other call, and where it is not known what is started.
 */
export function startedBy(call: Call, text: string): readonly NativeCall[] {
  if (call.kind === "cmdlet") return call.name === "start-process" ? ofStartProcess(call, text) : none;
  if ((call.name !== "cmd" && call.name !== "start") || call.isOpen) return none;
  return call.name === "cmd" ? ofShell(call, text) : ofStart(call, text);
}

/** Lower case, without folder and `.exe`. */
export function programName(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf("\\"), path.lastIndexOf("/")) + 1).toLowerCase();
  return name.endsWith(".exe") ? name.slice(0, -".exe".length) : name;
}

/** The words an argument becomes: a list that is known gives one for each of its items. */
export function wordsOf(value: Value, span: Span): readonly Word[] {
  if (value.kind !== "array") return [{ text: textOf(value), span: placeOf(span), value }];
  return value.items.flatMap((item) => wordsOf(item, item.origin ?? span));
}

function isVerbatim({ text }: Word): boolean {
  return text === "--%";
}

/** Behind `--%` the rest of the line goes to the program as it stands, which takes it apart itself. */
export function withVerbatim(words: readonly Word[], text: string): readonly Word[] {
  const at = words.findIndex(isVerbatim);
  return at < 0
    ? words
    : [...words.slice(0, at), ...words.slice(at + 1).flatMap((word) => (word.text === null ? [word] : partsOf(word, text)))];
}

/** `cmd /c PROGRAM WORDS…`, `cmd /c "PROGRAM WORDS…"`. */
function ofShell(call: NativeCall, text: string): readonly NativeCall[] {
  const at = call.words.findIndex((word) => word.text !== null && /^\/[ck]$/i.test(word.text));
  const rest = at < 0 ? [] : call.words.slice(at + 1);
  return startedWith(rest, call, text);
}

/** `start ["title"] [/wait] [/d folder] PROGRAM WORDS…` of cmd.exe. */
function ofStart(call: NativeCall, text: string): readonly NativeCall[] {
  let at = text.charAt(call.words[0]?.span.start ?? -1) === '"' ? 1 : 0;
  while (call.words[at]?.text?.startsWith("/")) at += /^\/d$/i.test(call.words[at]?.text ?? "") ? 2 : 1;
  return startedWith(call.words.slice(at), call, text);
}

function startedWith(words: readonly Word[], outer: NativeCall, text: string): readonly NativeCall[] {
  const [program, ...rest] = words;
  if (program === undefined || program.text === null) return [];
  if (/\s/.test(program.text)) return rest.length === 0 ? commandsIn(program, text) : [];
  const end = rest.findIndex((word) => word.text !== null && /^[&|<>]/.test(word.text));
  const own = end < 0 ? rest : rest.slice(0, end);
  return [native(program.text, program.span, { start: program.span.start, end: own.at(-1)?.span.end ?? outer.span.end }, own)];
}

/** The commands of a line that stands as one word. */
function commandsIn(line: Word, text: string): readonly NativeCall[] {
  const place = placesIn(line, text);
  return parseBatch(line.text ?? "").commands.flatMap((command) =>
    command.name === null ? [] : [native(command.name, place(command.nameSpan), place(command), wordsAt(command, place))],
  );
}

function ofStartProcess(call: CmdletCall, text: string): readonly NativeCall[] {
  const file = call.bound.arguments.get("filepath");
  const given = call.bound.arguments.get("argumentlist");
  const path = file === undefined ? null : textOf(file.value);
  const name = file?.valueNode ?? null;
  if (path === null || name === null || given === undefined) return [];
  const span = given.valueNode ?? call.nameSpan;
  // The items are joined by blanks and taken apart again by the program.
  const words = wordsOf(given.value, span).flatMap((word) => (word.text === null ? [word] : partsOf(word, text)));
  return [native(path, placeOf(name), { start: call.span.start, end: call.span.end }, words)];
}

/** The words of a command line's piece. */
function partsOf(word: Word, text: string): readonly Word[] {
  const program = "x ";
  const place = placesIn(word, text);
  const [command] = parseBatch(program + word.text).commands;
  return command === undefined
    ? []
    : wordsAt(command, ({ start, end }) => place({ start: start - program.length, end: end - program.length }));
}

function wordsAt(command: BatchCommand, place: (span: Span) => Span): readonly Word[] {
  return command.words.map((word) => ({ text: word.text, span: place(word), value: null }));
}

/** From offsets in a word's text to offsets in the file; the whole word where its text does not stand there letter by letter. */
function placesIn(word: Word, text: string): (span: Span) => Span {
  const { value, span } = word;
  const known = word.text ?? "";
  const origin = value === null ? null : value.origin;
  if (origin !== null) return ({ start, end }) => placeOf(spanInString(text, origin, known, start, end));
  const shift = text.slice(span.start, span.end).indexOf(known);
  return shift < 0 ? () => span : ({ start, end }) => ({ start: span.start + shift + start, end: span.start + shift + end });
}

function native(program: string, nameSpan: Span, span: Span, words: readonly Word[]): NativeCall {
  return { kind: "native", name: programName(program), nameSpan, span, words, isOpen: false, command: null, turns: [] };
}

function placeOf({ start, end }: Span): Span {
  return { start, end };
}
