import { parseCsv } from "../../syntax/csv.js";
import { NULL, str, type TableContent, type Val, withEntry } from "../evaluate/model.js";
import { type Machine, mayFail } from "./machine.js";
import type { Invocation, Stage } from "./stage.js";
import { leak, newObject } from "./state.js";

const mostCells = 2_000;

/**
 * `ConvertFrom-Csv` of lines that stand in the script, without any parameter: a table of settings is often written so.
 *
 * @returns null for any other call
 */
export function convertFromCsv(m: Machine, { args, sink, hasInput }: Invocation): Stage | null {
  if (args.length > 0 || !hasInput) return null;
  const inputs: Val[] = [];
  let isKnown = true;
  return {
    process: (item) => {
      inputs.push(item);
    },
    processUnknown: () => {
      isKnown = false;
    },
    end() {
      mayFail(m, true);
      const lines = inputs.map((item) => (item.kind === "string" ? item.value : null));
      const rows = isKnown && !lines.includes(null) ? rowsOf(lines.join("\n")) : null;
      if (rows === null) {
        for (const item of inputs) leak(m.state, item);
        sink.emitUnknown();
      } else for (const row of rows) sink.emit(newObject(m.state, "PSCustomObject", row));
    },
  };
}

/** Null where the text has anything about which readers of CSV differ: comments, blanks around a field, columns without a name of their own. */
function rowsOf(text: string): readonly TableContent[] | null {
  if (/^\s*#/m.test(text)) return null;
  const { header, rows } = parseCsv(text, ",");
  if (header === null) return [];
  const names = header.fields.map((field) => field.text);
  const fields = [header, ...rows].flatMap((row) => row.fields);
  const isPlain = fields.every((field) => field.text.trim() === field.text && !/["\r\n]/.test(field.text));
  const ids = new Set(names.map((name) => name.toLowerCase()));
  if (!isPlain || ids.size < names.length || ids.has("") || fields.length > mostCells) return null;
  return rows.map((row) =>
    names.reduce<TableContent>(
      (content, name, column) => {
        const field = row.fields[column];
        return withEntry(content, `s${name.toLowerCase()}`, str(name), field ? str(field.text) : NULL, null);
      },
      { kind: "tableContent", entries: [], isComplete: true },
    ),
  );
}
