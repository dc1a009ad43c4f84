// usage: npm run evaluate -- CASES OUT
// Answers constant expressions (test/oracle/expressions/cases.jsonl) for test/oracle/compare-expressions.mjs.
import { writeFileSync } from "node:fs";
import { readCases } from "./cases.js";
import { constantOf } from "./expression-answer.js";

const [casesFile, outFile] = process.argv.slice(2);
if (casesFile === undefined || outFile === undefined) {
  process.stderr.write("usage: npm run evaluate -- CASES OUT\n");
  process.exit(2);
}

interface Case {
  readonly id: string;
  readonly expression: string;
}

const lines = readCases<Case>(casesFile).map(({ id, expression }) => {
  const value = constantOf(expression);
  return JSON.stringify(value === undefined ? { id, known: false } : { id, known: true, value });
});
writeFileSync(outFile, lines.map((line) => `${line}\n`).join(""));
