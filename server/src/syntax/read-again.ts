import type { ParsedScript, Span } from "./ast.js";
import { parse } from "./parser.js";
import { type Recovered, recover } from "./recover.js";
import { reparse } from "./reparse.js";

/** What a script was read as, for the reading of its next version, which uses it up. */
export interface Reading {
  readonly script: ParsedScript;
  /** The part of it whose nodes are not those that `parse` gives; null for none. */
  readonly doubtful: Span | null;
}

/** A script as it was meant: with what is left open closed where that makes sense. */
export interface ReadScript {
  readonly script: ParsedScript;
  /** Null where the script is as `parse` gives it. */
  readonly recovered: Recovered | null;
}

export interface ScriptReader {
  readonly read: (text: string) => ReadScript;
  /** What was read last. */
  readonly reading: () => Reading | null;
}

/** Reads one version of a script with the help of the one before; null for none. */
export function scriptReader(before: Reading | null): ScriptReader {
  /** Who has the nodes of the statements that did not change. */
  let owner = before;

  function again(text: string): ParsedScript {
    const reparsed = owner && reparse(text, owner.script, owner.doubtful);
    if (!reparsed) return parse(text);
    if (reparsed.tookOver) owner = { script: reparsed.script, doubtful: null };
    return reparsed.script;
  }

  function read(text: string): ReadScript {
    const parsed = again(text);
    const known = owner;
    if (parsed.faults.length > 0) {
      const recovered = recover(parsed, again);
      if (recovered !== null) {
        owner = { script: recovered.script, doubtful: recovered.doubtful };
        return { script: recovered.script, recovered };
      }
    }
    // What was tried took the nodes over: they are taken back.
    const script = owner === known ? parsed : again(text);
    owner = { script, doubtful: null };
    return { script, recovered: null };
  }

  return { read, reading: () => owner };
}
