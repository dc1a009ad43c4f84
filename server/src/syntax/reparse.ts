/**
 * Reads a script again after a change. The script's own statements before the change and behind it keep their nodes; read is what lies
 * between, from the start of one statement to where another starts as it did before.
 *
 * That is sound because a statement starts with the parser in always the same state, but for what `ReadingNotes` tells, and the text from
 * there on decides all else. Where that may be otherwise (`isClean`) a statement more is read.
 */
import type { ParsedScript, ReadingNotes, ScriptBlock, Span, Statement, SyntaxFault } from "./ast.js";
import { type Boundaries, createBoundaries } from "./boundaries.js";
import { type ClosedText, placed } from "./closed-text.js";
import { moveOften, moveSpan, moveTree } from "./move.js";
import { parseRest, parseScriptBlock } from "./parse-groups.js";
import { checkAfterReading, isReusable, takeFound } from "./parser.js";
import { scanToken, skipNewLines } from "./scanner.js";
import { addFault, COMMAND_MODE, createState, type State } from "./state.js";
import { type TextChange, textChange } from "./text-change.js";

/** What a script was read as, for the reading of its next version, which uses it up. */
export interface Reading {
  readonly script: ParsedScript;
  /** The part of it whose nodes are not those that `parse` gives; null for none. */
  readonly doubtful: Span | null;
}

export interface Reparsed {
  /** Equal in every field to what `parse` gives, or `parseClosed`. */
  readonly script: ParsedScript;
  /**
   * True where what the previous script has behind the change was moved in place: that script must not be used any more. False where
   * nothing of it was touched, though both have nodes in common.
   */
  readonly tookOver: boolean;
}

/**
 * Reads a text with the help of what was read before it changed.
 *
 * @param previous what `parse`, `recover` or this function gave
 * @param closed where the text has closers put in; null for none
 * @returns null where nothing can be taken from the previous script, or not with certainty: `parse` the text
 */
export function reparse(text: string, previous: Reading, closed: ClosedText | null = null): Reparsed | null {
  const known = knownOf(previous);
  if (known === null) return null;
  const { script } = previous;
  const change = changeBetween(script.text, text, previous.doubtful, closed);
  const keptCount = countKept(known, change.start);
  const from = keptCount > 0 ? (known.statements[keptCount]?.start ?? 0) : 0;

  const s = createState(text);
  s.pos = from;
  for (const fault of starting(known.parserFaults, 0, from)) addFault(s, fault);
  const meeting = expectMeeting(s, known, change);
  const boundaries = createBoundaries(from, meeting.isHere);
  const kept = known.statements.slice(0, keptCount);
  const block = keptCount > 0 ? parseRest(s, script.root, kept, boundaries) : parseScriptBlock(s, -1, 0, boundaries);
  const later = boundaries.isStopped ? known.statements.slice(meeting.index()) : [];
  // What traps hold is checked behind all other statements.
  if (later.length > 0 && block.endBlock?.traps.length !== 0) return null;
  return join(s, known, { keptCount, from, block, boundaries, later, by: change.by }, closed);
}

// ------------------------------------------------------------------------------------------------------- what can be taken

/** What is known of the previous script. */
interface Known {
  readonly script: ParsedScript;
  readonly doubtful: Span | null;
  readonly notes: ReadingNotes;
  readonly statements: readonly Statement[];
  readonly parserFaults: readonly SyntaxFault[];
  readonly checkFaults: readonly SyntaxFault[];
  readonly foreseen: ReadonlySet<number>;
}

/** Null for a script that must be read as a whole. */
function knownOf({ script, doubtful }: Reading): Known | null {
  const { notes, faults, root } = script;
  const block = root.endBlock;
  if (notes === null || block === null || block.isNamed || block.traps.length > 0) return null;
  const isSure = ({ start }: Span): boolean => doubtful === null || start < doubtful.start || start > doubtful.end;
  return {
    script,
    doubtful,
    notes,
    statements: block.statements,
    parserFaults: faults.slice(0, notes.parserFaults).filter(isSure),
    checkFaults: faults.slice(notes.parserFaults + notes.requiresFaults).filter(isSure),
    foreseen: new Set(notes.foreseen),
  };
}

/** How many statements at the start are as they were: the last of them was ended by the first token of the next, which is as it was too. */
function countKept(known: Known, changeStart: number): number {
  const { statements, script } = known;
  const touched = statements.findIndex(({ end }) => end >= changeStart);
  let count = (touched < 0 ? statements.length : touched) - 1;
  while (count > 0 && !(firstTokenEnd(script.text, statements[count]) < changeStart && isClean(known, count))) count--;
  return Math.max(0, count);
}

function firstTokenEnd(text: string, statement: Statement | undefined): number {
  const s = createState(text);
  s.pos = statement?.start ?? text.length;
  scanToken(s);
  return s.end;
}

/** True where what was read before a statement has nothing to do with it. */
function isClean({ script, doubtful, statements, parserFaults, checkFaults, foreseen }: Known, index: number): boolean {
  const statement = statements[index];
  if (statement === undefined || foreseen.has(statement.start)) return false;
  const last = statements[index - 1];
  const around = { start: last?.start ?? 0, end: statement.end };
  const isAround = ({ start }: Span): boolean => start >= around.start && start <= around.end;
  if (parserFaults.some(isAround) || checkFaults.some(isAround)) return false;
  if (doubtful !== null && doubtful.start <= around.end && doubtful.end >= around.start) return false;
  if (!isParted(parserFaults, statement.start) || !isParted(checkFaults, statement.start)) return false;
  // A word that was passed over, or an attribute, may stand before the statement.
  const gap = createState(script.text);
  gap.pos = last?.end ?? script.root.param?.end ?? 0;
  skipNewLines(gap, true);
  return gap.pos === statement.start;
}

/** True where all spans that start before an offset come before all others. */
function isParted(spans: readonly Span[], offset: number): boolean {
  const behind = spans.findIndex(({ start }) => start >= offset);
  return behind < 0 || spans.every(({ start }, index) => index < behind || start >= offset);
}

/** All closers are part of the change, even where they stand as they stood: they are not in the text as it is. */
function changeBetween(before: string, after: string, doubtful: Span | null, closed: ClosedText | null): TextChange {
  const { start, end, by } = textChange(before, after);
  return {
    start: Math.min(start, doubtful?.start ?? start, closed?.first ?? start),
    end: Math.max(end, doubtful?.end ?? 0, closed ? closed.last - by : 0),
    by,
  };
}

/** Where what is read comes to a statement of the previous script from which on all is as it was. */
interface Meeting {
  /** Asked where each statement begins, its first token being looked at. */
  readonly isHere: () => boolean;
  /** Which statement of the previous script was asked about last. */
  readonly index: () => number;
}

function expectMeeting(s: State, known: Known, { end, by }: TextChange): Meeting {
  const { statements, notes, parserFaults, doubtful } = known;
  const lastStray = greatest(notes.strays);
  // What was read with closers put in stood further behind than it says.
  const isPlaced = by === 0 && doubtful === null;
  const lastSkewed = isPlaced ? -1 : greatest(notes.skewed.filter((span) => hangsOnPlace(span, by)).map(({ start }) => start));
  let faultCount = s.faults.length;
  let index = statements.findIndex(({ start }) => start > end);
  if (index < 0) index = statements.length;
  const isHere = (): boolean => {
    const hadFaults = s.faults.length > faultCount;
    faultCount = s.faults.length;
    while ((statements[index]?.start ?? Number.POSITIVE_INFINITY) + by < s.start) index++;
    const start = statements[index]?.start;
    if (start === undefined || start + by !== s.start || lastSkewed >= start) return false;
    if (hadFaults || s.isHalted || s.furthest > s.end || s.mode !== COMMAND_MODE) return false;
    if (lastStray >= start) {
      if (doubtful !== null || parserFaults.some((fault) => fault.start < start) !== faultCount > 0) return false;
    }
    return isClean(known, index);
  };
  return { isHere, index: () => index };
}

function greatest(offsets: readonly number[]): number {
  return offsets.reduce((most, offset) => Math.max(most, offset), -1);
}

/** Where PowerShell counts wrongly it looks at a place in the subexpression only where that is longer than the text before it. */
function hangsOnPlace({ start, end }: Span, by: number): boolean {
  return start + Math.min(0, by) < end - start;
}

// ------------------------------------------------------------------------------------------------------------ one of three

/** What was read: from `from` up to the first of the statements that come later, which are those of the previous script. */
interface Middle {
  readonly keptCount: number;
  readonly from: number;
  /** The kept statements and the new ones. */
  readonly block: ScriptBlock;
  readonly boundaries: Boundaries;
  readonly later: readonly Statement[];
  /** How far they stand from where they stood, closers counted. */
  readonly by: number;
}

function join(s: State, known: Known, middle: Middle, closed: ClosedText | null): Reparsed | null {
  const { keptCount, from, block, boundaries, later, by } = middle;
  const { script, notes } = known;
  const to = later[0]?.start ?? Number.POSITIVE_INFINITY;
  const found = takeFound(s);
  const laterRequires = starting(notes.requires, to).map(({ start, end }) => ({ start: start + by, end: end + by }));
  const requires = [...starting(notes.requires, 0, from), ...found.requires, ...laterRequires];
  s.requires.length = 0;
  for (const span of requires) s.requires.push(span);
  const checked = checkAfterReading(s, keptCount > 0 ? withoutFirst(block, keptCount) : block);

  // From here on places are those of the text without closers: what was read now has them counted, what comes later never had them.
  const written = closed?.written ?? s.text;
  const byWritten = by - (s.text.length - written.length);
  const placeOf = closed?.placeOf ?? same;
  const move = (offset: number): number => offset + byWritten;
  const here = <T extends Span>(fresh: readonly T[]): readonly T[] => (closed ? fresh.map((one) => placed(one, placeOf)) : fresh);
  const all = <T extends Span>(old: readonly T[], fresh: readonly T[]): T[] => [...starting(old, 0, from), ...fresh, ...starting(old, to)];
  const allMoved = (old: readonly Span[], fresh: readonly Span[]): Span[] => {
    const moved = starting(old, to).map(({ start, end }) => ({ start: move(start), end: move(end) }));
    return [...starting(old, 0, from), ...here(fresh), ...moved];
  };
  const allOffsets = (old: readonly number[], fresh: readonly number[]): number[] => [
    ...old.filter((offset) => offset < from),
    ...fresh.map(placeOf),
    ...old.filter((offset) => offset >= to).map(move),
  ];

  const { parserFaults, requiresFaults } = checked;
  const read = here(checked.faults);
  const laterFaults = starting(known.parserFaults, to);
  const faults = [
    ...read.slice(0, parserFaults),
    ...laterFaults,
    ...read.slice(parserFaults, parserFaults + requiresFaults),
    ...all(known.checkFaults, read.slice(parserFaults + requiresFaults)),
  ];
  if (!isReusable(s, boundaries, faults.length)) return null;

  if (closed) moveTree(block, closed.first, placeOf);
  const result: ParsedScript = {
    text: written,
    root: withLater(block, later, byWritten),
    faults,
    comments: all(script.comments, here(found.comments)),
    ps7Syntax: all(script.ps7Syntax, here(found.ps7Syntax)),
    commands: all(script.commands, found.commands),
    functions: all(script.functions, found.functions),
    notes: {
      requires: [...here(requires)],
      parserFaults: parserFaults + laterFaults.length,
      requiresFaults,
      foreseen: allOffsets(notes.foreseen, boundaries.foreseen),
      strays: allOffsets(notes.strays, found.strays),
      skewed: allMoved(notes.skewed, found.skewed),
    },
  };
  if (later.length === 0 || byWritten === 0) return { script: result, tookOver: false };
  const spans = [laterFaults, ...[known.checkFaults, script.comments, script.ps7Syntax].map((old) => starting<Span>(old, to))];
  for (const span of spans.flat()) moveSpan(span, move);
  for (const statement of later) moveOften(statement, move);
  return { script: result, tookOver: true };
}

function same(offset: number): number {
  return offset;
}

/** Those that start from `from` on and before `to`, of spans of which all that start before such an offset come first. */
function starting<T extends Span>(spans: readonly T[], from: number, to = Number.POSITIVE_INFINITY): T[] {
  return spans.slice(countBefore(spans, from), countBefore(spans, to));
}

function countBefore(spans: readonly Span[], offset: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.start ?? offset) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A script without what stands before the statement of that index. */
function withoutFirst(script: ScriptBlock, count: number): ScriptBlock {
  const { endBlock } = script;
  return { ...script, usings: [], param: null, endBlock: endBlock && { ...endBlock, statements: endBlock.statements.slice(count) } };
}

/** A script with more statements at its end, which are still to be moved. */
function withLater(script: ScriptBlock, later: readonly Statement[], by: number): ScriptBlock {
  const { endBlock } = script;
  const first = later[0];
  const last = later[later.length - 1];
  if (endBlock === null || first === undefined || last === undefined) return script;
  const start = endBlock.statements.length > 0 ? endBlock.start : first.start + by;
  const end = Math.max(start, last.end + by);
  return { ...script, endBlock: { ...endBlock, start, end, statements: [...endBlock.statements, ...later] } };
}
