import { parseIpv4Literal } from "../../catalog/grammars/ip-literal.js";
import { nearest } from "../../catalog/near.js";
import { type CsvDocument, type CsvField, type CsvRow, LAB_COLUMNS } from "../../syntax/csv.js";
import type { Check, CheckResult } from "../check.js";
import { namesOption } from "./argument-text.js";
import { placeOf } from "./call-words.js";

const SIZES = ["ExtraSmall", "Small", "Medium", "Large", "ExtraLarge"];
/** What messages say of an empty field. */
const NOTHING = "(nothing)";
const TAKEN_PORTS = ["25", "80", "443"];

/** One machine of the list: its fields by column, in lower case. */
interface Machine {
  readonly row: CsvRow;
  readonly field: (column: string) => CsvField | undefined;
}

/** True where the first record is a machine: the header is missing as a whole. */
function lacksHeader({ header }: CsvDocument): boolean {
  return header !== null && !header.fields.some((field) => LAB_COLUMNS.some((column) => isColumn(field, column)));
}

function isColumn(field: CsvField, column: string): boolean {
  return field.text.trim().toLowerCase() === column.toLowerCase();
}

function machinesOf(document: CsvDocument): readonly Machine[] {
  const isBare = lacksHeader(document);
  const names = isBare
    ? LAB_COLUMNS.map((column) => column.toLowerCase())
    : (document.header?.fields.map((field) => field.text.trim().toLowerCase()) ?? []);
  const rows = isBare && document.header !== null ? [document.header, ...document.rows] : document.rows;
  return rows.map((row) => ({
    row,
    field(column) {
      const index = names.indexOf(column.toLowerCase());
      // A row that ends early has nothing in its last columns.
      return index < 0 ? undefined : (row.fields[index] ?? { text: "", start: row.end, end: row.end });
    },
  }));
}

/** The text inside a field's quotes. */
function inside(field: CsvField, text: string): { start: number; end: number } {
  const isQuoted = text.charAt(field.start) === '"' && text.charAt(field.end - 1) === '"' && field.end - field.start >= 2;
  return isQuoted ? { start: field.start + 1, end: field.end - 1 } : placeOf(field);
}

/** A field, or the commas around it where it is empty: a place without width cannot be seen. */
function at(machine: Machine, field: CsvField | undefined, text: string, replacement?: string): CheckResult {
  const name = machine.field("VMName")?.text.trim() ?? "";
  const { row } = machine;
  const span = field === undefined ? row : inside(field, text);
  const isSeen = span.end > span.start;
  const around = { start: Math.max(row.start, span.start - 1), end: Math.min(row.end, span.end + 1) };
  return {
    ...placeOf(isSeen ? span : around),
    fields: { found: field?.text.trim() || NOTHING, machine: name },
    ...(replacement === undefined || !isSeen ? {} : { replacement }),
  };
}

/** What stands in the place of an address, for the message. */
function withShown(result: CheckResult): CheckResult {
  const found = result.fields?.["found"] ?? "";
  return { ...result, fields: { ...result.fields, shown: found === NOTHING ? "" : ` (there stands \`${found}\`)` } };
}

const RULES: Readonly<Record<string, (document: CsvDocument, text: string) => readonly CheckResult[]>> = {
  header: (document, text) => {
    const { header, delimiter } = document;
    if (header === null) return [];
    if (delimiter !== ",") return [otherDelimiter(document, header)];
    const right = LAB_COLUMNS.join(",");
    if (lacksHeader(document)) {
      const lineBreak = /\r?\n/.exec(text)?.[0] ?? "\n";
      const edits = [{ start: header.start, end: header.start, newText: right + lineBreak }];
      const fixes = [{ title: "Insert the header", edits, isPreferred: true }];
      return [{ ...placeOf(header), fields: { fault: "the first line is no header" }, fixes }];
    }
    const missing = LAB_COLUMNS.filter((column) => !header.fields.some((field) => isColumn(field, column)));
    const extra = header.fields.filter((field) => !LAB_COLUMNS.some((column) => isColumn(field, column)));
    const results: CheckResult[] = [...columnsTwice(header, text)];
    const unmet = new Set<string>(missing);
    for (const field of extra) {
      const written = field.text.trim();
      if (written === "") {
        // PowerShell gives it a name of its own, and says so.
        results.push({ ...placeOf(header), severity: "warning", fields: { fault: "a column has no name" } });
        continue;
      }
      const meant =
        nearest(written, [...unmet], Math.max(2, Math.floor(written.length / 3)))[0] ??
        [...unmet].find((column) => written.length > 2 && isEndOf(written.toLowerCase(), column.toLowerCase()));
      if (meant !== undefined) unmet.delete(meant);
      results.push(
        meant === undefined
          ? // Import-Csv takes it, and the scripts read the columns by name.
            { ...inside(field, text), severity: "warning", fields: { fault: `\`${written}\` is none of them, and is not read` } }
          : { ...inside(field, text), fields: { fault: `\`${written}\` should be \`${meant}\`` }, replacement: meant },
      );
    }
    if (unmet.size > 0)
      results.push({ ...placeOf(header), fields: { fault: `${listOf([...unmet])} ${unmet.size === 1 ? "is" : "are"} missing` } });
    return results;
  },
  "yes-no": (document, text) =>
    machinesOf(document).flatMap((machine) =>
      ["BringOnline", "WaitForBoot"].flatMap((column) => {
        const field = machine.field(column);
        if (field === undefined || /^(yes|no)$/i.test(field.text.trim())) return [];
        const meant = /^(y|true|1|on)$/i.test(field.text.trim()) ? "Yes" : /^(n|false|0|off)$/i.test(field.text.trim()) ? "No" : undefined;
        const result = at(machine, field, text, meant);
        return [{ ...result, fields: { ...result.fields, column } }];
      }),
    ),
  size: (document, text) =>
    machinesOf(document).flatMap((machine) => {
      const field = machine.field("VMInstanceSize");
      const size = field?.text.trim() ?? "";
      if (field === undefined || SIZES.some((known) => known.toLowerCase() === size.toLowerCase())) return [];
      return [at(machine, field, text, nearest(size.replace(/[\s_-]/g, ""), SIZES, 3)[0])];
    }),
  ip: (document, text) =>
    machinesOf(document).flatMap((machine) => {
      const field = machine.field("IPAddress");
      // A machine that stays off reserves no address.
      const isOff = machine.field("BringOnline")?.text.trim().toLowerCase() === "no";
      return field === undefined || isOff || parseIpv4Literal(field.text.trim()).ok ? [] : [withShown(at(machine, field, text))];
    }),
  duplicate: (document, text) =>
    ["VMName", "IPAddress"].flatMap((column) => {
      const first = new Map<string, CsvField>();
      return machinesOf(document).flatMap((machine) => {
        const field = machine.field(column);
        const value = field?.text.trim().toLowerCase() ?? "";
        if (field === undefined || value === "") return [];
        const earlier = first.get(value);
        if (earlier === undefined) {
          first.set(value, field);
          return [];
        }
        const result = at(machine, field, text);
        return [
          { ...result, fields: { ...result.fields, column }, related: [{ ...inside(earlier, text), message: "the first one is here" }] },
        ];
      });
    }),
  "rdp-port": (document, text) =>
    machinesOf(document).flatMap((machine) => {
      const field = machine.field("PublicRDPPort");
      const port = field?.text.trim() ?? "";
      if (field === undefined || (/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65535 && !TAKEN_PORTS.includes(port)))
        return [];
      return [at(machine, field, text, "3389")];
    }),
  "vhd-name": (document, text) =>
    machinesOf(document).flatMap((machine) => {
      const field = machine.field("VMOSDiskName");
      return field !== undefined && (/\.vhd$/i.test(field.text.trim()) || field.text.includes("/")) ? [at(machine, field, text)] : [];
    }),
  "boot-order": (document, text) => {
    const first = machinesOf(document).find((machine) => machine.field("BringOnline")?.text.trim().toLowerCase() === "yes");
    const field = first?.field("WaitForBoot");
    if (first === undefined || field === undefined || field.text.trim().toLowerCase() === "yes") return [];
    return [at(first, field, text, "Yes")];
  },
};

/** Import-Csv refuses a list in which a name stands twice. */
function columnsTwice(header: CsvRow, text: string): readonly CheckResult[] {
  const seen = new Set<string>();
  return header.fields.flatMap((field) => {
    const name = field.text.trim().toLowerCase();
    if (name === "" || !seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [{ ...inside(field, text), fields: { fault: `\`${field.text.trim()}\` stands twice, and Import-Csv refuses the list` } }];
  });
}

/** A list that `Import-Csv` reads as one column, unless it is told otherwise. */
function otherDelimiter({ delimiter, rows }: CsvDocument, header: CsvRow): CheckResult {
  const fields = [header, ...rows].map((row) => row.fields);
  const isSafe = !fields.flat().some((field) => field.text.includes(","));
  const edits = fields.flatMap((row) => row.slice(0, -1).map((field) => ({ start: field.end, end: field.end + 1, newText: "," })));
  const shown = delimiter === "\t" ? "tabs" : `\`${delimiter}\``;
  return {
    ...placeOf(header),
    severity: "warning",
    message: `The list is separated by ${shown}, and Import-Csv reads commas unless -Delimiter says otherwise: every column would be missing. Use commas, or give the delimiter.`,
    ...(isSafe ? { fixes: [{ title: "Separate by commas", edits, isPreferred: false }] } : {}),
  };
}

/** `Online` for `BringOnline`, `VMOSDisk` for `VMOSDiskName`. */
function isEndOf(written: string, column: string): boolean {
  return column.startsWith(written) || column.endsWith(written);
}

function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** Option `rule`: one of the rules above, over the lab's list of machines; other CSV files are passed by. */
export const labCsv: Check = {
  of: "document",
  run: (context) => {
    const { csv, text } = context;
    return csv?.isLab ? (RULES[namesOption(context, "rule")[0] ?? ""]?.(csv, text) ?? []) : [];
  },
};
