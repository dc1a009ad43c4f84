/** Where the text of a script becomes its tree. */
import type { ParsedScript, Ps7Syntax } from "./ast.js";
import { checkScript } from "./checks.js";
import { parseScriptBlock } from "./parse-groups.js";
import { checkRequires } from "./requires.js";
import { createState } from "./state.js";

/**
 * Reads a script as PowerShell 7 reads it.
 *
 * @param text any text at all; offsets in the result are UTF-16 code units of it
 * @returns a tree for every text, with the faults that PowerShell finds; never throws
 */
export function parse(text: string): ParsedScript {
  const s = createState(text);
  const root = parseScriptBlock(s, -1, 0);
  const { commands, functions } = s;
  // What `#requires` lines are read as is not part of the tree.
  s.commands = [];
  s.functions = [];
  if (s.requires.length > 0) {
    checkRequires(s);
  }
  if (s.needsChecks || s.strandedSplats !== 0) {
    checkScript(s, root);
  }
  return { text, root, faults: s.faults, comments: s.comments, ps7Syntax: inOrder(s.ps7Syntax), commands, functions };
}

/** By start, and each place once: what was read twice was noted twice. */
function inOrder(places: Ps7Syntax[]): Ps7Syntax[] {
  if (places.length < 2) {
    return places;
  }
  places.sort((a, b) => a.start - b.start);
  return places.filter((place, index) => index === 0 || place.start !== places[index - 1]?.start || place.what !== places[index - 1]?.what);
}
