/**
 * The one mutable object that scanner and parser share while a text is read. Nothing of it outlives `parse`.
 *
 * A token is never an object: the state holds the last token read, and `isPending` says whether the parser has given it
 * back. PowerShell's grammar never needs more than one.
 */
import type { Command, FunctionDefinition, Ps7Syntax, Span, SyntaxFault } from "./ast.js";
import { describeFault } from "./faults.js";

export const COMMAND_MODE = 0;
export const EXPRESSION_MODE = 1;
export const TYPE_MODE = 2;
/** Between the parts of a class's or method's head. */
export const SIGNATURE_MODE = 3;
export type Mode = 0 | 1 | 2 | 3;

export interface State {
  readonly text: string;
  /** Where reading starts: 0, or the `$` of a `$( )` inside a string, which PowerShell reads as a script of its own. */
  origin: number;
  /** Where reading ends. */
  limit: number;
  pos: number;
  mode: Mode;
  /** The last token is still to be read by the parser. */
  isPending: boolean;
  kind: number;
  start: number;
  end: number;
  /** The name of a variable or parameter. */
  nameStart: number;
  nameEnd: number;
  /** Braces around a variable's name, or a colon after a parameter's. */
  flag: boolean;
  /** The stream of a redirection (0 is all of them), and where a merging one leads. */
  fromStream: number;
  toStream: number;
  /** Variables and `$( )` inside the last string or bare word: kind, start, end, name start, name end, braces for each. */
  nested: number[];
  nestedCount: number;
  allowsSignedNumbers: boolean;
  endsNumberAtTernary: boolean;
  wantsSimpleName: boolean;
  isInWorkflow: boolean;
  /** Within a configuration, `Name { key = value }` is a resource. */
  isInConfiguration: boolean;
  isCommaDisabled: boolean;
  /** How deep the parser is, roughly in the stack that it takes: what takes much of it counts more than once. */
  depth: number;
  /** How many characters were read again. */
  reread: number;
  /** Up to where was read before reading went back to an earlier place. */
  furthest: number;
  /** Nesting went too deep: what follows is not judged any more. */
  isHalted: boolean;
  /** Where the last comment that looks like a signature starts, or -1. */
  signatureStart: number;
  /** Splatted variables seen, less those that are arguments of a command: anything but 0 needs a closer look. */
  strandedSplats: number;
  /** Something was read that only the checks after parsing can judge. */
  needsChecks: boolean;
  /** A type is defined, or something is used. */
  hasSymbols: boolean;
  readonly comments: Span[];
  readonly requires: Span[];
  readonly faults: SyntaxFault[];
  readonly faultKeys: Set<string>;
  /** Of these, those of the scanner, in a rewritten text. */
  readonly scanFaults: Set<SyntaxFault>;
  readonly ps7Syntax: Ps7Syntax[];
  commands: Command[];
  functions: FunctionDefinition[];
  /** Where a statement begins with `else` or another word that PowerShell passes over once there are faults. */
  readonly strays: number[];
  /** Subexpressions of strings within which PowerShell looked ahead from a place that it does not count rightly. */
  readonly skewed: Span[];
  /** Doubled quotes were made single in this text, so that its places are not those of the script; see `nested-text.ts`. */
  readonly isRewritten: boolean;
}

/** More faults than this are not told. */
export const MOST_FAULTS = 1000;

/** A parser at the beginning of a text. */
export function createState(text: string, isRewritten = false): State {
  return {
    text,
    origin: 0,
    limit: text.length,
    pos: 0,
    mode: COMMAND_MODE,
    isPending: false,
    kind: 0,
    start: 0,
    end: 0,
    nameStart: 0,
    nameEnd: 0,
    flag: false,
    fromStream: 0,
    toStream: 0,
    nested: [],
    nestedCount: 0,
    allowsSignedNumbers: false,
    endsNumberAtTernary: false,
    wantsSimpleName: false,
    isInWorkflow: false,
    isInConfiguration: false,
    isCommaDisabled: false,
    depth: 0,
    reread: 0,
    furthest: 0,
    isHalted: false,
    signatureStart: -1,
    strandedSplats: 0,
    needsChecks: false,
    hasSymbols: false,
    comments: [],
    requires: [],
    faults: [],
    faultKeys: new Set(),
    scanFaults: new Set(),
    ps7Syntax: [],
    commands: [],
    functions: [],
    strays: [],
    skewed: [],
    isRewritten,
  };
}

/** Adds a fault once per id and place, as PowerShell does. */
export function addFault(s: State, found: SyntaxFault): void {
  if (s.isHalted || s.faults.length >= MOST_FAULTS) {
    return;
  }
  const key = `${found.id} ${found.start} ${found.end}`;
  if (!s.faultKeys.has(key)) {
    s.faultKeys.add(key);
    s.faults.push(found);
  }
}

/** Reports a fault; `detail` is the text that its message quotes. */
export function fault(s: State, id: string, start: number, end: number, detail = ""): void {
  if (s.faults.length >= MOST_FAULTS) {
    return;
  }
  addFault(s, { start, end, id, message: describeFault(id, detail) });
}

/** Reports a fault that the scanner sees, whose place PowerShell never leads back to the original text. */
export function scanFault(s: State, id: string, start: number, end: number, detail = ""): void {
  const before = s.faults.length;
  fault(s, id, start, end, detail);
  const added = s.faults[before];
  if (s.isRewritten && added) {
    s.scanFaults.add(added);
  }
}

/** Reports a fault at an empty place. */
export function faultAt(s: State, id: string, offset: number, detail = ""): void {
  fault(s, id, offset, offset, detail);
}

/** Remembers a place that Windows PowerShell would not read. */
export function ps7(s: State, what: Ps7Syntax["what"], start: number, end: number): void {
  s.ps7Syntax.push({ start, end, what });
}

/** The text of the last token. */
export function tokenText(s: State): string {
  return s.text.slice(s.start, s.end);
}

/** Ends the token that started at `s.start`; gives its kind. */
export function finish(s: State, kind: number, end: number): number {
  s.pos = end;
  s.end = end;
  s.kind = kind;
  return kind;
}
