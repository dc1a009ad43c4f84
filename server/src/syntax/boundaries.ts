/** What is noted, while a script is read, between the statements of the script itself: where a later reading may begin and end. */
import { MOST_REREADS, peek } from "./reading.js";
import type { State } from "./state.js";

export interface Boundaries {
  /** Starts of statements of which more than the first token had been looked at before. */
  readonly foreseen: number[];
  /** So much of a statement was read again that the bound for the whole script may matter. */
  isCostly: boolean;
  /** Where the last statement began, and what had been read again before. */
  start: number;
  reread: number;
  /** Asked where a statement begins, its first token being looked at; true ends the reading. */
  readonly stopsAt: ((s: State) => boolean) | null;
  isStopped: boolean;
}

export function createBoundaries(start: number, stopsAt: Boundaries["stopsAt"] = null): Boundaries {
  return { foreseen: [], isCostly: false, start, reread: 0, stopsAt, isStopped: false };
}

/** Notes what is to be known where a statement begins; true where the reading ends. */
export function stopsAtBoundary(s: State, boundaries: Boundaries): boolean {
  peek(s);
  if (s.furthest > s.end) {
    boundaries.foreseen.push(s.start);
  }
  // Half the bound for each character and half for the token that is looked at: together they stay below that of the script.
  if (s.reread - boundaries.reread > (MOST_REREADS / 2) * (s.end - boundaries.start)) {
    boundaries.isCostly = true;
  }
  boundaries.start = s.start;
  boundaries.reread = s.reread;
  boundaries.isStopped = boundaries.stopsAt?.(s) ?? false;
  return boundaries.isStopped;
}
