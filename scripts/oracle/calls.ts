// usage: npm run calls -- LIST OUT
// Tells what is known of every call of a cmdlet in scripts (LIST: a file of paths, one per line) for test/oracle/compare-calls.mjs.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { bindCall } from "../../server/src/binding/bind.js";
import { interpret } from "../../server/src/binding/interpret.js";
import { parse } from "../../server/src/syntax/parser.js";
import { commandCatalog, knownValue, placeOf } from "./calls-answer.js";
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
  const found = interpret(parse(text), catalog, { runsAlone: true });
  const calls = found.calls.map((call) => {
    const known: Record<string, unknown> = {};
    const unknown: string[] = [];
    const cmdlet = cmdlets.get(call.name.toLowerCase());
    if (cmdlet) {
      for (const { parameter, value } of bindCall(cmdlet, call, "7").arguments.values()) {
        const plain = knownValue(value, parameter);
        if (plain === undefined) unknown.push(parameter.name);
        else known[parameter.name] = plain;
      }
    }
    return { name: cmdlet?.name ?? call.name, ...placeOf(text, call.command.start), known, unknown };
  });
  lines.push(JSON.stringify({ path, sha256: createHash("sha256").update(bytes).digest("hex"), calls }));
}
writeFileSync(out, lines.map((line) => `${line}\n`).join(""));
