// npm run new-rule FAMILY/ID [CMDLET…]: writes a rule that compiles and whose examples pass, to be filled in.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { findCmdlet, nearCmdlets } from "../server/src/catalog/lookup.js";

const [place = "", ...commands] = process.argv.slice(2);
const found = /^([a-z0-9-]+)\/([a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/.exec(place);
if (!found) {
  process.stderr.write(
    "usage: npm run new-rule FAMILY/ID CMDLET…\nfor example: npm run new-rule send-connector/port-zero New-SendConnector Set-SendConnector\n",
  );
  process.exit(2);
}
const [, family = "", id = ""] = found;
const file = path.join("server/data/rules", family, `${id}.yaml`);
if (existsSync(file)) {
  process.stderr.write(`${file} exists already.\n`);
  process.exit(1);
}
for (const name of commands) {
  const [near] = nearCmdlets(name);
  if (near !== undefined) {
    process.stderr.write(`${name} is not in the catalogue. ${near} is.\n`);
    process.exit(1);
  }
}
const cmdlets = commands.map((name) => findCmdlet(name)?.name ?? name);
const [first = "New-SendConnector"] = cmdlets;
const cmdlet = findCmdlet(first);
const parameter = [...(cmdlet?.parameters.values() ?? [])].find((one) => !one.isCommon)?.name ?? "Name";

mkdirSync(path.dirname(file), { recursive: true });
writeFileSync(
  file,
  `# yaml-language-server: $schema=../../schema/rule.schema.json
id: ${id}
title: ${titleOf(id)}
commands: [${(cmdlets.length > 0 ? cmdlets : [first]).join(", ")}]
severity: warning # error only where it certainly cannot work and a document or PowerShell itself says so
when: { parameter: ${parameter}, is: FILL-IN }
at: ${parameter}
message: >-
  What is wrong with \`{value}\`, why it matters. What to do.
fixes:
  - { title: "Write FILLED-IN", set: { ${parameter}: FILLED-IN } }
evidence: inferred # documented, thread, binder, health-checker
source: ${cmdlet?.url ?? "https://learn.microsoft.com/"}
why: >-
  A paragraph for the rule's page.
examples:
  - bad: ${first} -${parameter} FILL-IN
    good: ${first} -${parameter} FILLED-IN
  - good: ${first} -${parameter} $value
    note: A value that is not known stays unjudged.
`,
);
process.stdout.write(`${file}\nFill it in, then: npm run generate && npx vitest run test/unit/rules/examples.test.ts -t ${id}\n`);

function titleOf(words: string): string {
  const text = words.replaceAll("-", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
