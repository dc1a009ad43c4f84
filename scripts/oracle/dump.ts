/**
 * What our parser sees in scripts, one JSON line per file, to compare with PowerShell's own answers: test/oracle/compare.mjs.
 *
 * usage: npm run dump -- LIST OUT (LIST: a file of paths, one per line)
 */
import { createHash } from "node:crypto";
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { parse } from "../../server/src/syntax/parser.js";
import { decodeAsPowerShell7 } from "./decode.js";
import { dumpScript } from "./dump-script.js";

const [list, out] = process.argv.slice(2);
if (!list || !out) {
  process.stderr.write("usage: npm run dump -- LIST OUT\n");
  process.exit(2);
}
const output = openSync(out, "w");
for (const path of readFileSync(list, "utf8").split(/\r?\n/)) {
  if (path === "") {
    continue;
  }
  const bytes = readFileSync(path);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  try {
    const text = decodeAsPowerShell7(bytes);
    writeSync(output, `${JSON.stringify({ path, sha256, chars: text.length, ...dumpScript(parse(text)) })}\n`);
  } catch (error) {
    writeSync(output, `${JSON.stringify({ path, sha256, failed: String(error) })}\n`);
  }
}
closeSync(output);
