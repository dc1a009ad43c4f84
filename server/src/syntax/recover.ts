/**
 * Reads a script that PowerShell refuses as it was meant while somebody is typing in it.
 *
 * An open quote runs through the lines that follow, in PowerShell too, and turns code into text and text into code up to the end of the
 * script. Where the script makes sense with the missing closers put in (`unclosed.ts` says which and where), it is read with them, and
 * the faults are those of the unfinished places alone. Otherwise PowerShell's own reading stands.
 */

import type { ParsedScript, ReadingNotes, Span, SyntaxFault } from "./ast.js";
import { type ClosedText, closeText, parseClosed } from "./closed-text.js";
import { findUnclosed, type Unclosed } from "./unclosed.js";

export interface Recovered {
  /** Offsets are those of the text as it is: what was put in has no length. */
  readonly script: ParsedScript;
  /** Text that has no end yet, from its quote on, what hangs at a line's end, and brackets: what holds one of them is not to be judged. */
  readonly unfinished: readonly Span[];
  /** See `ClosedText`. */
  readonly doubtful: Span;
  /** True where nothing is wrong but what is not finished. */
  readonly isClean: boolean;
}

/**
 * Reads a script again with what it leaves open closed.
 *
 * @param script one that PowerShell's parser or binder refuses; what both accept is not to be doubted
 * @param read reads the text with what was put in, as `parseClosed` does
 * @returns null where PowerShell's reading is the better one
 */
export function recover(
  script: Pick<ParsedScript, "text" | "faults">,
  read: (closed: ClosedText) => ParsedScript = parseClosed,
): Recovered | null {
  const { text } = script;
  const unclosed = findUnclosed(text);
  // What PowerShell accepts is read otherwise for one sure sign only.
  if (unclosed.length === 0 || (script.faults.length === 0 && unclosed.length > 1)) return null;
  const doubtful = {
    start: Math.min(...unclosed.map(({ start, at }) => Math.min(start, at))),
    end: Math.max(...unclosed.map(({ end, at }) => Math.max(end, at))),
  };
  const closed = read(closeText(text, unclosed, doubtful));
  const isElsewhere = (fault: Span): boolean => !unclosed.some((one) => touches(fault, one));
  const elsewhere = closed.faults.filter(isElsewhere);
  if (elsewhere.length > 0 && elsewhere.length >= script.faults.length + (runsAway(script.faults) ? 1 : 0)) return null;
  return {
    script: {
      ...closed,
      faults: [...elsewhere, ...unclosed.filter((one) => isShown(one, unclosed, text)).map(faultOf)],
      notes: closed.notes && notesOf(closed.notes, closed.faults, isElsewhere),
    },
    unfinished: unclosed.map((one) => unfinishedSpan(one, text)),
    doubtful,
    isClean: elsewhere.length === 0,
  };
}

/** The notes of the script with what was put in, for the one of whose faults some are kept. */
function notesOf(notes: ReadingNotes, faults: readonly SyntaxFault[], isKept: (fault: Span) => boolean): ReadingNotes {
  const { parserFaults, requiresFaults } = notes;
  return {
    ...notes,
    parserFaults: faults.slice(0, parserFaults).filter(isKept).length,
    requiresFaults: faults.slice(parserFaults, parserFaults + requiresFaults).filter(isKept).length,
  };
}

/** Some text has no end: what is told of the rest may be as wrong as what is not told. */
function runsAway(faults: readonly SyntaxFault[]): boolean {
  return faults.some(({ id }) => RUNAWAY.includes(id));
}

const RUNAWAY = ["TerminatorExpectedAtEndOfString", "IncompleteDollarSubexpressionReference", "MissingTerminatorMultiLineComment"];

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
