// npm test: what is generated is fresh, the units hold, and the extension works in VS Code for the Web.
// The last line is the sum: N passed, N failed.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const unitReport = path.join(root, "out", "test-unit.json");
const webReport = path.join(root, "out", "test-web.json");
mkdirSync(path.join(root, "out"), { recursive: true });
for (const file of [unitReport, webReport]) rmSync(file, { force: true });

const generated = run("scripts/run.mjs", "scripts/generate.ts", "--check");
const unit = run("node_modules/vitest/vitest.mjs", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${unitReport}`);
const web = run("scripts/test-web.mjs");

const counts = [
  { passed: generated ? 1 : 0, failed: generated ? 0 : 1 },
  readCounts(unitReport, unit, (report) => ({ passed: report.numPassedTests, failed: report.numFailedTests })),
  readCounts(webReport, web, (report) => ({ passed: report.passed, failed: report.failed })),
];
const passed = counts.reduce((sum, one) => sum + one.passed, 0);
const failed = counts.reduce((sum, one) => sum + one.failed, 0);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
if (failed > 0) process.exitCode = 1;

/** Runs a program of the project; true when it ends well. */
function run(program, ...parameters) {
  return spawnSync(process.execPath, [path.join(root, program), ...parameters], { cwd: root, stdio: "inherit" }).status === 0;
}

/** The counts of a report. A run that ends badly counts as a failure even when its report names none, or is missing. */
function readCounts(file, isGood, read) {
  let counts = { passed: 0, failed: 0 };
  try {
    counts = read(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    isGood = false;
  }
  return { passed: counts.passed, failed: isGood ? counts.failed : Math.max(counts.failed, 1) };
}
