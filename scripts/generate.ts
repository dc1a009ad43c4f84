// npm run generate: writes everything that is made from the data and committed. `--check` writes nothing and fails when something is stale.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { buildsPath, generateBuilds } from "./catalog/builds.js";
import { cataloguePath, generateCatalog } from "./generate-catalog.js";

const root = process.cwd();
const isCheck = process.argv.includes("--check");
const files: [file: string, content: string][] = [
  [cataloguePath, generateCatalog(root)],
  [buildsPath, generateBuilds(root)],
];

let stale = 0;
for (const [file, content] of files) {
  const target = path.join(root, file);
  if (readOrEmpty(target) === content) continue;
  stale++;
  if (!isCheck) writeFileSync(target, content);
  process.stdout.write(`${isCheck ? "stale" : "written"}: ${file}\n`);
}
if (isCheck && stale > 0) process.exitCode = 1;

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
