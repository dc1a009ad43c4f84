// usage: npm run bind -- CASES OUT
// Answers binding cases (test/oracle/binding/cases.jsonl.gz) for test/oracle/compare-binding.mjs.
import { writeFileSync } from "node:fs";
import { answer, type BindingCase } from "./binding-answer.js";
import { readCases } from "./cases.js";
import { factsCatalogue } from "./facts-catalogue.js";

const [casesFile, outFile] = process.argv.slice(2);
if (casesFile === undefined || outFile === undefined) {
  process.stderr.write("usage: npm run bind -- CASES OUT\n");
  process.exit(2);
}
const catalogue = factsCatalogue();
const answers = readCases<BindingCase>(casesFile).map((one) => ({ id: one.id, expect: answer(one, catalogue) }));
writeFileSync(outFile, answers.map((one) => `${JSON.stringify(one)}\n`).join(""));
