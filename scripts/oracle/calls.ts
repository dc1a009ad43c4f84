// usage: npm run calls -- LIST OUT
// Tells what is known of every call of a cmdlet in scripts (LIST: a file of paths, one per line) for test/oracle/compare-calls.mjs.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { callsOf, commandCatalog } from "./calls-answer.js";
import { decodeAsPowerShell7 } from "./decode.js";
import { factsCatalogue } from "./facts-catalogue.js";

const [list, out] = process.argv.slice(2);
if (list === undefined || out === undefined) {
  process.stderr.write("usage: npm run calls -- LIST OUT\n");
  process.exit(2);
}
const cmdlets = factsCatalogue();
const catalog = commandCatalog(cmdlets);
const lines: string[] = [];
for (const path of readFileSync(list, "utf8").split(/\r?\n/)) {
  if (path === "") continue;
  const bytes = readFileSync(path);
  const text = decodeAsPowerShell7(bytes);
  const calls = callsOf(text, cmdlets, catalog);
  lines.push(JSON.stringify({ path, sha256: createHash("sha256").update(bytes).digest("hex"), calls }));
}
writeFileSync(out, lines.map((line) => `${line}\n`).join(""));
