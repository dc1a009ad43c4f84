/** Where the text of a script becomes its tree. */
import type { ParsedScript, Ps7Syntax, ReadingNotes, ScriptBlock, SyntaxFault } from "./ast.js";
import { type Boundaries, createBoundaries } from "./boundaries.js";
import { checkScript } from "./checks.js";
import { parseScriptBlock } from "./parse-groups.js";
import { checkRequires } from "./requires.js";
import { createState, MOST_FAULTS, type State } from "./state.js";

/**
 * Reads a script as PowerShell 7 reads it.
 *
 * @param text any text at all; offsets in the result are UTF-16 code units of it
 * @returns a tree for every text, with the faults that PowerShell finds; never throws
 */
export function parse(text: string): ParsedScript {
  const s = createState(text);
  const boundaries = createBoundaries(0);
  const root = parseScriptBlock(s, -1, 0, boundaries);
  const { comments, commands, functions, ps7Syntax, requires, strays, skewed } = takeFound(s);
  const { faults, ...counts } = checkAfterReading(s, root);
  const notes = isReusable(s, boundaries, faults.length) ? { ...counts, requires, foreseen: boundaries.foreseen, strays, skewed } : null;
  return { text, root, faults, comments, ps7Syntax, commands, functions, notes };
}

type Found = Pick<ParsedScript, "comments" | "commands" | "functions" | "ps7Syntax"> & Pick<ReadingNotes, "requires" | "strays" | "skewed">;

/** What was found beside the tree; not what is found where the text of `#requires` lines is read, which comes after. */
export function takeFound(s: State): Found {
  const { commands, functions, comments, requires, strays, skewed } = s;
  s.commands = [];
  s.functions = [];
  return {
    comments: [...comments],
    commands,
    functions,
    ps7Syntax: inOrder([...s.ps7Syntax]),
    requires: [...requires],
    strays: [...strays],
    skewed: [...skewed],
  };
}

/** Looks for the faults that the parser does not see: all faults, and how many of them are the parser's and of `#requires` lines. */
export function checkAfterReading(
  s: State,
  root: ScriptBlock,
): Pick<ReadingNotes, "parserFaults" | "requiresFaults"> & { readonly faults: readonly SyntaxFault[] } {
  const parserFaults = s.faults.length;
  if (s.requires.length > 0) {
    checkRequires(s);
  }
  const requiresFaults = s.faults.length - parserFaults;
  if (s.needsChecks || s.strandedSplats !== 0) {
    checkScript(s, root);
  }
  return { faults: s.faults, parserFaults, requiresFaults };
}

/** True where each statement of the script was read without regard to those before it. */
export function isReusable(s: State, boundaries: Boundaries, faultCount: number): boolean {
  return !s.hasSymbols && !s.isHalted && !boundaries.isBound && faultCount < MOST_FAULTS;
}

/** By start, and each place once: what was read twice was noted twice. */
function inOrder(places: Ps7Syntax[]): Ps7Syntax[] {
  if (places.length < 2) {
    return places;
  }
  places.sort((a, b) => a.start - b.start);
  return places.filter((place, index) => index === 0 || place.start !== places[index - 1]?.start || place.what !== places[index - 1]?.what);
}
