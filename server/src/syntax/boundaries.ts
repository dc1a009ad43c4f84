/** What is noted, while a script is read, between the statements of the script itself: where a later reading may begin and end. */
import { MOST_REREADS, peek } from "./reading.js";
import type { State } from "./state.js";
import { END_OF_INPUT } from "./tokens.js";

export interface Boundaries {
  /** Starts of statements of which more than the first token had been looked at before. */
  readonly foreseen: number[];
  /** A statement hangs on more of those before it: it comes behind a signature, or the bound for reading again may matter. */
  isBound: boolean;
  /** Where the last statement began, and what had been read again before. */
  start: number;
  reread: number;
  /** Asked where a statement begins, its first token being looked at; true ends the reading. */
  readonly stopsAt: ((s: State) => boolean) | null;
  isStopped: boolean;
}

export function createBoundaries(start: number, stopsAt: Boundaries["stopsAt"] = null): Boundaries {
  return { foreseen: [], isBound: false, start, reread: 0, stopsAt, isStopped: false };
}

/** Notes what is to be known where a statement begins; true where the reading ends. */
export function stopsAtBoundary(s: State, boundaries: Boundaries): boolean {
  peek(s);
  if (s.furthest > s.end) {
    boundaries.foreseen.push(s.start);
  }
  // Half the bound for each character and half for the token that is looked at: together they stay below that of the script.
  const isCostly = s.reread - boundaries.reread > (MOST_REREADS / 2) * (s.end - boundaries.start);
  if (isCostly || (s.signatureStart >= 0 && s.kind !== END_OF_INPUT)) {
    boundaries.isBound = true;
  }
  boundaries.start = s.start;
  boundaries.reread = s.reread;
  boundaries.isStopped = boundaries.stopsAt?.(s) ?? false;
  return boundaries.isStopped;
}
