import type { Span } from "../syntax/ast.js";

/** Line and character from 0, in UTF-16 code units, as in the Language Server Protocol. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A text by lines. `\n`, `\r\n` and a lone `\r` end one. */
export interface Lines {
  readonly text: string;
  readonly starts: readonly number[];
}

/** Finds the lines of a text. */
export function linesOf(text: string): Lines {
  const starts = [0];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 10 || (code === 13 && text.charCodeAt(index + 1) !== 10)) starts.push(index + 1);
  }
  return { text, starts };
}

/** The line and character of an offset; offsets outside the text count as its ends. */
export function positionAt(lines: Lines, offset: number): Position {
  const at = Math.max(0, Math.min(offset, lines.text.length));
  let low = 0;
  let high = lines.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines.starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return { line: low, character: at - (lines.starts[low] ?? 0) };
}

/** The lines and characters of a span. */
export function rangeOf(lines: Lines, span: Span): Range {
  return { start: positionAt(lines, span.start), end: positionAt(lines, span.end) };
}

/** A line without its end. */
export function lineText(lines: Lines, line: number): string {
  return lines.text.slice(lines.starts[line] ?? 0, lines.starts[line + 1] ?? lines.text.length).replace(/[\r\n]+$/, "");
}
