/** Why a text is not a value of a grammar, and where in the text. */
export interface Fault {
  /** Kebab-case, stable: rules name it. */
  readonly code: string;
  /** Offsets in the value's text, UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /** What is wrong and what would be right, as a clause that can follow a colon. */
  readonly message: string;
  /** What should stand between `start` and `end`, when that is plain. */
  readonly replacement?: string;
  /** What could stand there as well. */
  readonly alternative?: string;
}

/** The outcome of reading a text by a grammar: the value, or the first fault. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault };

/** A value that was read. */
export function parsed<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

/** A text that is not a value of the grammar; `start` and `end` mark the part at fault. */
export function fault<T>(code: string, start: number, end: number, message: string, replacement?: string): Parsed<T> {
  return { ok: false, fault: replacement === undefined ? { code, start, end, message } : { code, start, end, message, replacement } };
}
