/**
 * Reads a script that PowerShell refuses as it was meant while somebody is typing in it.
 *
 * An open quote runs through the lines that follow, in PowerShell too, and turns code into text and text into code up to the end of the
 * script. Where the script makes sense with the missing closers put in (`unclosed.ts` says which and where), it is read with them, and
 * the faults are those of the unfinished places alone. Otherwise PowerShell's own reading stands.
 */
import type { ParsedScript, ReadingNotes, Span, SyntaxFault } from "./ast.js";
import { moveTree } from "./move.js";
import { parse } from "./parser.js";
import { findUnclosed, type Unclosed } from "./unclosed.js";

export interface Recovered {
  /** Offsets are those of the text as it is: what was put in has no length. */
  readonly script: ParsedScript;
  /** Text that has no end yet, from its quote on, what hangs at a line's end, and brackets: what holds one of them is not to be judged. */
  readonly unfinished: readonly Span[];
  /** What holds all places where something was put in, each with what it closes: the nodes there are not those that `parse` gives. */
  readonly doubtful: Span;
}

/**
 * Reads a script again with what it leaves open closed.
 *
 * @param script one that PowerShell's parser or binder refuses; what both accept is not to be doubted
 * @param read reads the text with what was put in, as `parse` does. Of what it gives, the nodes that do not end before the first place
 * where something was put in are moved, unless null is returned
 * @returns null where PowerShell's reading is the better one
 */
export function recover(script: ParsedScript, read: (text: string) => ParsedScript = parse): Recovered | null {
  const unclosed = findUnclosed(script.text);
  // What PowerShell accepts is read otherwise for one sure sign only.
  if (unclosed.length === 0 || (script.faults.length === 0 && unclosed.length > 1)) return null;
  const closed = read(withClosers(script.text, unclosed));
  const back = placeInText(unclosed);
  const move = (span: Span): Span => ({ start: back(span.start), end: back(span.end) });
  const faults = closed.faults.map((fault): SyntaxFault => ({ ...fault, ...move(fault) }));
  const isElsewhere = (fault: Span): boolean => !unclosed.some((one) => touches(fault, one));
  const elsewhere = faults.filter(isElsewhere);
  if (elsewhere.length > 0 && elsewhere.length >= script.faults.length + (runsAway(script.faults) ? 1 : 0)) return null;
  moveTree(closed.root, unclosed[0]?.at ?? 0, back);
  return {
    script: {
      text: script.text,
      root: closed.root,
      faults: [...elsewhere, ...unclosed.filter((one) => isShown(one, unclosed, script.text)).map(faultOf)],
      comments: closed.comments.map(move),
      ps7Syntax: closed.ps7Syntax.map((place) => ({ ...place, ...move(place) })),
      commands: closed.commands,
      functions: closed.functions,
      notes: closed.notes && notesOf(closed.notes, faults, isElsewhere, back),
    },
    unfinished: unclosed.map((one) => unfinishedSpan(one, script.text)),
    doubtful: {
      start: Math.min(...unclosed.map(({ start, at }) => Math.min(start, at))),
      end: Math.max(...unclosed.map(({ end, at }) => Math.max(end, at))),
    },
  };
}

/** The notes of the script with what was put in, for the one without and those of its faults that are kept. */
function notesOf(
  { requires, parserFaults, requiresFaults, foreseen, strays, skewed }: ReadingNotes,
  faults: readonly SyntaxFault[],
  isKept: (fault: Span) => boolean,
  back: (offset: number) => number,
): ReadingNotes {
  const move = (span: Span): Span => ({ start: back(span.start), end: back(span.end) });
  return {
    requires: requires.map(move),
    parserFaults: faults.slice(0, parserFaults).filter(isKept).length,
    requiresFaults: faults.slice(parserFaults, parserFaults + requiresFaults).filter(isKept).length,
    foreseen: foreseen.map(back),
    strays: strays.map(back),
    skewed: skewed.map(move),
  };
}

/** Some text has no end: what is told of the rest may be as wrong as what is not told. */
function runsAway(faults: readonly SyntaxFault[]): boolean {
  return faults.some(({ id }) => RUNAWAY.includes(id));
}

const RUNAWAY = ["TerminatorExpectedAtEndOfString", "IncompleteDollarSubexpressionReference", "MissingTerminatorMultiLineComment"];

function withClosers(text: string, unclosed: readonly Unclosed[]): string {
  let result = "";
  let from = 0;
  for (const { at, closer } of unclosed) {
    result += text.slice(from, at) + closer;
    from = at;
  }
  return result + text.slice(from);
}

/** From a place in the text with closers to the place in the text without. */
function placeInText(unclosed: readonly Unclosed[]): (offset: number) => number {
  const first = unclosed[0]?.at ?? Number.POSITIVE_INFINITY;
  return (offset) => {
    if (offset <= first) return offset;
    let added = 0;
    for (const { at, closer } of unclosed) {
      if (offset <= at + added) break;
      if (offset <= at + added + closer.length) return at;
      added += closer.length;
    }
    return offset - added;
  };
}

/** A fault of the unfinished place itself: told once, where the place opens. */
function touches(fault: Span, { start, at, kind }: Unclosed): boolean {
  return (fault.start <= at && at <= fault.end) || (kind === "text" && start <= fault.start && fault.start <= at);
}

function unfinishedSpan({ start, end, at, kind }: Unclosed, text: string): Span {
  if (kind !== "bracket") return { start, end: at };
  return /[@$]/.test(text.charAt(start - 1)) ? { start: start - 1, end: start } : { start, end: end - 1 };
}

/** What a quote swallowed of its line cannot close anything: the bracket before it is not called open. */
function isShown(one: Unclosed, all: readonly Unclosed[], text: string): boolean {
  if (one.kind === "text") return true;
  return !all.some((other) => other.kind === "text" && other.start > one.start && !text.slice(one.start, other.start).includes("\n"));
}

function faultOf({ start, end, id, message, at, closer, kind }: Unclosed): SyntaxFault {
  return kind === "text" ? { start, end: at, id, message, closer } : { start, end, id, message };
}
