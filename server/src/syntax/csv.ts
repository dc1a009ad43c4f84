import type { Span } from "./ast.js";

/** One field of a CSV file. The span covers it as written, quotes included. */
export interface CsvField extends Span {
  /** Without quotes, doubled quotes resolved. */
  readonly text: string;
}

/** One record of a CSV file. */
export interface CsvRow extends Span {
  readonly fields: readonly CsvField[];
}

/** A CSV file as `Import-Csv` reads it: the first record that is not a `#TYPE` line names the columns. */
export interface CsvDocument {
  readonly text: string;
  /** Null in an empty file. */
  readonly header: CsvRow | null;
  readonly rows: readonly CsvRow[];
  /** A comma, as `Import-Csv` expects; another sign where the lab's list is separated by it. */
  readonly delimiter: string;
  /** True where the header is that of the lab's list of virtual machines, or nearly. */
  readonly isLab: boolean;
}

/** The columns of the lab's list, in their order. */
export const LAB_COLUMNS = [
  "BringOnline",
  "VMName",
  "StorageAccount",
  "VMOSDiskName",
  "VMInstanceSize",
  "SubnetName",
  "IPAddress",
  "Location",
  "AffinityGroup",
  "WaitForBoot",
  "PublicRDPPort",
] as const;

/** How many of the lab's columns make a file the lab's: other lists of machines share a name or two. */
const LAB_COLUMNS_NEEDED = 5;

/** What spreadsheets write between fields where the comma is the decimal sign, and other people. */
const OTHER_DELIMITERS = [";", "\t", "|"];

/**
 * Reads a CSV text. Any text gives a document; an unclosed quote ends with the text. Blank lines are no records.
 *
 * @param delimiter without it commas, or what makes the text the lab's list
 */
export function parseCsv(text: string, delimiter: string = delimiterOf(text)): CsvDocument {
  const [header = null, ...rows] = [...records(text, delimiter)];
  return { text, header, rows, delimiter, isLab: isLabHeader(header) };
}

function delimiterOf(text: string): string {
  return [",", ...OTHER_DELIMITERS].find((one) => isLabHeader(readHeader(text, one))) ?? ",";
}

function readHeader(text: string, delimiter: string): CsvRow | null {
  for (const row of records(text, delimiter)) return row;
  return null;
}

function* records(text: string, delimiter: string): Generator<CsvRow> {
  let isFirst = true;
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < text.length) {
    const { row, next } = readRow(text, at, delimiter);
    at = next;
    const only = row.fields.length === 1 ? row.fields[0] : undefined;
    const isBlank = only !== undefined && text.slice(only.start, only.end).trim() === "";
    const isType = isFirst && text.startsWith("#TYPE", row.start);
    if (isBlank || isType) continue;
    isFirst = false;
    yield row;
  }
}

function isLabHeader(header: CsvRow | null): boolean {
  if (header === null) return false;
  const names = new Set(header.fields.map((field) => field.text.trim().toLowerCase()));
  const known = LAB_COLUMNS.filter((column) => names.has(column.toLowerCase()));
  return known.length >= LAB_COLUMNS_NEEDED || isLabRow(header);
}

/** A file that lacks its header begins with a machine: eleven fields, Yes or No at both places, a port at the end. */
function isLabRow(row: CsvRow): boolean {
  const text = (index: number): string => row.fields[index]?.text.trim() ?? "";
  return row.fields.length === LAB_COLUMNS.length && /^(yes|no)$/i.test(text(0)) && /^(yes|no)$/i.test(text(9)) && /^\d+$/.test(text(10));
}

function readRow(text: string, from: number, delimiter: string): { readonly row: CsvRow; readonly next: number } {
  const fields: CsvField[] = [];
  let at = from;
  for (;;) {
    const field = readField(text, at, delimiter);
    fields.push(field);
    at = field.end;
    if (text[at] === delimiter) {
      at += 1;
      continue;
    }
    const end = at;
    if (text[at] === "\r") at += 1;
    if (text[at] === "\n") at += 1;
    return { row: { start: from, end, fields }, next: at };
  }
}

function readField(text: string, from: number, delimiter: string): CsvField {
  let start = from;
  while (text[start] === " " || (text[start] === "\t" && delimiter !== "\t")) start += 1;
  if (text[start] !== '"') {
    let end = from;
    while (end < text.length && text[end] !== delimiter && text[end] !== "\n" && text[end] !== "\r") end += 1;
    return { text: text.slice(from, end), start: from, end };
  }
  let value = "";
  let at = start + 1;
  while (at < text.length) {
    if (text[at] === '"') {
      if (text[at + 1] !== '"') break;
      at += 1;
    }
    value += text[at];
    at += 1;
  }
  at = Math.min(at + 1, text.length);
  while (at < text.length && text[at] !== delimiter && text[at] !== "\n" && text[at] !== "\r") at += 1;
  return { text: value, start, end: at };
}
