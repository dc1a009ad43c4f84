import type { BoundCommand } from "../binding/bound-command.js";
import type { Value } from "../binding/value.js";
import type { Command, Span } from "../syntax/ast.js";

/** One word after the name of a command that is not in the catalogue, or of a line in a cmd file. */
export interface Word {
  /** What the program receives, where it is known: without quotes, variables filled in. */
  readonly text: string | null;
  /** As written, quotes included. */
  readonly span: Span;
  /** The value behind a PowerShell argument; null in a cmd file and for `-Name` words. */
  readonly value: Value | null;
}

/** A call of something that is not in the catalogue: a program, a script, a cmdlet of another module. */
export interface NativeCall {
  readonly kind: "native";
  /** Lower case, without path and `.exe`; `.ps1` and other endings stay. */
  readonly name: string;
  readonly nameSpan: Span;
  readonly span: Span;
  readonly words: readonly Word[];
  /** True when a splat or an unknown list may add words. */
  readonly isOpen: boolean;
  /** Null in a cmd file. */
  readonly command: Command | null;
  readonly turns: readonly Call[];
}

/** A call of a catalogue cmdlet. */
export interface CmdletCall {
  readonly kind: "cmdlet";
  /** The cmdlet's name in lower case. */
  readonly name: string;
  readonly nameSpan: Span;
  readonly span: Span;
  readonly bound: BoundCommand;
  /** The call as it is each time, where it differs between the turns of a loop or the calls of a function; else empty. */
  readonly turns: readonly Call[];
}

export type Call = CmdletCall | NativeCall;
