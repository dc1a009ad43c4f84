// npm run generate: writes everything that is made from the data and committed. `--check` writes nothing and fails when something is stale.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { buildsPath, generateBuilds } from "./catalog/builds.js";
import { cataloguePath, generateCatalog } from "./generate-catalog.js";
import { generateGrammar, grammarPath } from "./generate-grammar.js";
import { generateRules, stalePages } from "./rules/generate.js";

const root = process.cwd();
const isCheck = process.argv.includes("--check");
const files: [file: string, content: string][] = [
  [cataloguePath, generateCatalog(root)],
  [buildsPath, generateBuilds(root)],
  [grammarPath, generateGrammar()],
];
const rules = generateRules(root);
files.push(...rules.files);
for (const fault of rules.faults) process.stderr.write(`${fault}\n`);

let stale = 0;
for (const [file, content] of files) {
  const target = path.join(root, file);
  if (readOrEmpty(target) === content) continue;
  stale++;
  if (!isCheck) {
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
  process.stdout.write(`${isCheck ? "stale" : "written"}: ${file}\n`);
}
for (const file of stalePages(root, rules.files)) {
  stale++;
  if (!isCheck) rmSync(path.join(root, file));
  process.stdout.write(`${isCheck ? "left over" : "deleted"}: ${file}\n`);
}
if (rules.faults.length > 0 || (isCheck && stale > 0)) process.exitCode = 1;

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
