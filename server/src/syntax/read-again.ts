import type { ParsedScript } from "./ast.js";
import { type ClosedText, parseClosed } from "./closed-text.js";
import { parse } from "./parser.js";
import { type Recovered, recover } from "./recover.js";
import { type Refusal, refusalAfter, refusalOf } from "./refusal.js";
import { type Reading, reparse } from "./reparse.js";

/** A script as it was meant: with what is left open closed where that makes sense. */
export interface ReadScript {
  readonly script: ParsedScript;
  /** Null where the script is as `parse` gives it. */
  readonly recovered: Recovered | null;
}

/** What is remembered of a text for the reading of its next version, which uses it up. */
export interface LastReading extends Reading {
  /** What PowerShell says of the text where it was read as it was meant; null where that must be asked again. */
  readonly refusal: Refusal | null;
}

export interface ScriptReader {
  readonly read: () => ReadScript;
  /** Reads what `read` gave as it may have been meant although PowerShell's parser accepts it; null where nothing speaks for it. */
  readonly readOtherwise: () => Recovered | null;
  /** Goes back to what `read` gave. */
  readonly takeBack: () => void;
  readonly last: () => LastReading | null;
}

/** Reads one version of a script with the help of the one before; null for none. */
export function scriptReader(text: string, before: LastReading | null): ScriptReader {
  /** Who has the nodes of the statements that did not change. */
  let owner: Reading | null = before;
  let refusal: Refusal | null = null;

  function again(): ParsedScript {
    const reparsed = owner && reparse(text, owner);
    if (reparsed?.tookOver) owner = { script: reparsed.script, doubtful: null };
    return reparsed?.script ?? parse(text);
  }

  function againClosed(closed: ClosedText): ParsedScript {
    const reparsed = owner && reparse(closed.text, owner, closed);
    if (reparsed?.tookOver) owner = { script: reparsed.script, doubtful: closed.doubtful };
    return reparsed?.script ?? parseClosed(closed);
  }

  function accept(recovered: Recovered): Recovered {
    owner = { script: recovered.script, doubtful: recovered.doubtful };
    return recovered;
  }

  /** Where PowerShell is known to refuse the script its own reading need not be made. */
  function readRefused(): Recovered | null {
    refusal = before?.refusal ? refusalAfter(before.refusal, text) : null;
    const recovered = refusal && recover(refusal, againClosed);
    return recovered?.isClean ? accept(recovered) : null;
  }

  function read(): ReadScript {
    const meant = readRefused();
    if (meant) return { script: meant.script, recovered: meant };
    const parsed = again();
    const known = owner;
    refusal = null;
    if (parsed.faults.length > 0) {
      // Asked now, for the nodes may be moved.
      const refused = before && refusalOf(parsed, before.script.text);
      const recovered = recover(parsed, againClosed);
      if (recovered) {
        refusal = recovered.isClean ? refused : null;
        return { script: accept(recovered).script, recovered };
      }
    }
    // What was tried took the nodes over: they are taken back.
    const script = owner === known ? parsed : again();
    owner = { script, doubtful: null };
    return { script, recovered: null };
  }

  function readOtherwise(): Recovered | null {
    const read = owner;
    const recovered = read && recover(read.script, againClosed);
    if (recovered) return accept(recovered);
    if (owner !== read) takeBack();
    return null;
  }

  function takeBack(): void {
    owner = { script: again(), doubtful: null };
  }

  return { read, readOtherwise, takeBack, last: () => owner && { ...owner, refusal } };
}
