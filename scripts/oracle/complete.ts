// usage: npm run complete -- CASES OUT
// Answers completion cases (test/oracle/completion/cases.jsonl.gz) for test/oracle/compare-completion.mjs.
import { writeFileSync } from "node:fs";
import { readCases } from "./cases.js";
import { answer, type CompletionCase } from "./completion-answer.js";
import { factsCatalogue } from "./facts-catalogue.js";

const [casesFile, outFile] = process.argv.slice(2);
if (casesFile === undefined || outFile === undefined) {
  process.stderr.write("usage: npm run complete -- CASES OUT\n");
  process.exit(2);
}
const catalogue = factsCatalogue();
const answers = readCases<CompletionCase>(casesFile).map((one) => ({ id: one.id, expect: answer(one, catalogue) }));
writeFileSync(outFile, answers.map((one) => `${JSON.stringify(one)}\n`).join(""));
