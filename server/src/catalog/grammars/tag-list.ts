/** One `name=value` of a DKIM or DMARC record, with offsets in the record's text (UTF-16 code units). */
export interface RecordTag {
  /** Lower case, blanks trimmed. */
  readonly name: string;
  /** Blanks trimmed. Null where no `=` stands. */
  readonly value: string | null;
  /** From the name to the end of the value, blanks and semicolon excluded. */
  readonly start: number;
  readonly end: number;
  readonly valueStart: number;
}

/**
 * Reads a tag list: `name=value` parts with semicolons between, blanks allowed around everything. Empty parts are left out.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6376#section-3.2
 */
export function readTagList(text: string): readonly RecordTag[] {
  const tags: RecordTag[] = [];
  let at = 0;
  for (const part of text.split(";")) {
    const trimmed = part.trim();
    if (trimmed !== "") {
      const start = at + part.indexOf(trimmed);
      const equals = trimmed.indexOf("=");
      if (equals < 0) {
        tags.push({ name: trimmed.toLowerCase(), value: null, start, end: start + trimmed.length, valueStart: start + trimmed.length });
      } else {
        const rest = trimmed.slice(equals + 1);
        const value = rest.trim();
        tags.push({
          name: trimmed.slice(0, equals).trim().toLowerCase(),
          value,
          start,
          end: start + trimmed.length,
          valueStart: start + equals + 1 + (rest.length - rest.trimStart().length),
        });
      }
    }
    at += part.length + 1;
  }
  return tags;
}
