// What an end-to-end run says at its end.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/**
 * Prints the tests of one host, keeps the figures in out/test-HOST.json and sets the exit status.
 *
 * @param {string} host
 * @param {null | { passed: number, failed: number, tests: { title: string, durationMs: number, error: string | null }[] }} result null: no answer in time
 * @param {readonly string[]} messages what the editor's console said, shown when something failed
 */
export function finish(host, result, messages) {
  const summary = result ?? { passed: 0, failed: 1, tests: [] };
  mkdirSync(path.join(root, "out"), { recursive: true });
  writeFileSync(path.join(root, "out", `test-${host}.json`), JSON.stringify(summary, null, 2));
  for (const test of summary.tests) {
    process.stdout.write(`  ${test.error === null ? "✓" : "✗"} ${test.title} (${test.durationMs} ms)\n`);
    if (test.error !== null) process.stdout.write(`${test.error.replace(/^/gm, "      ")}\n`);
  }
  if (result === null) process.stdout.write("  The editor did not report in time.\n");
  if (summary.failed > 0) {
    for (const message of messages.slice(-40)) process.stdout.write(`    ${message.slice(0, 400)}\n`);
  }
  process.stdout.write(`end-to-end, ${host}: ${summary.passed} passed, ${summary.failed} failed\n`);
  if (summary.failed > 0 || summary.passed === 0) process.exitCode = 1;
}
