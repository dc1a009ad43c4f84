// usage: npm run evaluate -- CASES OUT
// Answers constant expressions (test/oracle/expressions/cases.jsonl) for test/oracle/compare-expressions.mjs.
import { writeFileSync } from "node:fs";
import { evaluateConstant } from "../../server/src/binding/evaluate.js";
import type { Value } from "../../server/src/binding/value.js";
import { parse } from "../../server/src/syntax/parser.js";
import { readCases } from "./cases.js";

const [casesFile, outFile] = process.argv.slice(2);
if (casesFile === undefined || outFile === undefined) {
  process.stderr.write("usage: npm run evaluate -- CASES OUT\n");
  process.exit(2);
}

interface Case {
  readonly id: string;
  readonly expression: string;
}

/** The oracle's form of a value; undefined where it is not known down to its last item. */
function plain(value: Value): unknown {
  switch (value.kind) {
    case "null":
      return null;
    case "boolean":
    case "string":
      return value.value;
    case "number":
      return /^U?Int(32|64)$/.test(value.type) ? Number(value.value) : { double: finite(Number(value.value)) };
    case "other":
      return value.type === "System.Char" && value.text !== null ? value.text : undefined;
    case "array": {
      const items = value.items.map(plain);
      return items.includes(undefined) ? undefined : items;
    }
    default:
      return undefined;
  }
}

function finite(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

const lines = readCases<Case>(casesFile).map(({ id, expression }) => {
  const value = plain(evaluateConstant(parse(expression)));
  return JSON.stringify(value === undefined ? { id, known: false } : { id, known: true, value });
});
writeFileSync(outFile, lines.map((line) => `${line}\n`).join(""));
