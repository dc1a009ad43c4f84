import type { ParsedScript, Span, SyntaxFault } from "./ast.js";
import { moveTree } from "./move.js";
import { parse } from "./parser.js";

/** What is put into a text to close something, and where. */
export interface Closer {
  readonly at: number;
  readonly closer: string;
}

/** A text with what closes the things it leaves open. */
export interface ClosedText {
  readonly text: string;
  /** The text as it is, without closers. */
  readonly written: string;
  /** Where the first closer stands, and where the last one ends, in the text with closers. */
  readonly first: number;
  readonly last: number;
  /** From a place in the text with closers to the place in the text as it is: what was put in has no length. */
  readonly placeOf: (offset: number) => number;
  /** What holds all places where something was put in, each with what it closes: the nodes there are not those that `parse` gives. */
  readonly doubtful: Span;
}

/** Puts closers into a text. */
export function closeText(written: string, closers: readonly Closer[], doubtful: Span): ClosedText {
  let text = "";
  let from = 0;
  for (const { at, closer } of closers) {
    text += written.slice(from, at) + closer;
    from = at;
  }
  const first = closers[0]?.at ?? written.length;
  return { text: text + written.slice(from), written, first, last: text.length, placeOf: placeIn(closers), doubtful };
}

function placeIn(closers: readonly Closer[]): ClosedText["placeOf"] {
  const first = closers[0]?.at ?? Number.POSITIVE_INFINITY;
  return (offset) => {
    if (offset <= first) return offset;
    let added = 0;
    for (const { at, closer } of closers) {
      if (offset <= at + added) break;
      if (offset <= at + added + closer.length) return at;
      added += closer.length;
    }
    return offset - added;
  };
}

/** Reads a text with closers as `parse` does; offsets are those of the text as it is. */
export function parseClosed({ text, written, first, placeOf }: ClosedText): ParsedScript {
  const { root, faults, comments, ps7Syntax, commands, functions, notes } = parse(text);
  moveTree(root, first, placeOf);
  return {
    text: written,
    root,
    faults: faults.map((fault) => placed(fault, placeOf)),
    comments: comments.map((span) => placed(span, placeOf)),
    ps7Syntax: ps7Syntax.map((one) => placed(one, placeOf)),
    commands,
    functions,
    notes: notes && {
      requires: notes.requires.map((span) => placed(span, placeOf)),
      parserFaults: notes.parserFaults,
      requiresFaults: notes.requiresFaults,
      foreseen: notes.foreseen.map(placeOf),
      strays: notes.strays.map(placeOf),
      skewed: notes.skewed.map((span) => placed(span, placeOf)),
    },
  };
}

/** A span that is no node, at its place in the text as it is. */
export function placed<T extends Span | SyntaxFault>(span: T, placeOf: ClosedText["placeOf"]): T {
  return { ...span, start: placeOf(span.start), end: placeOf(span.end) };
}
