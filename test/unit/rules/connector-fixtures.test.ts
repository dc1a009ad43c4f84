import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { analyze } from "../../../server/src/analyze.js";
import type { Finding } from "../../../server/src/rules/finding.js";
import { applyEdits, combineFixes } from "../../../server/src/rules/fixes.js";

const folder = path.resolve(import.meta.dirname, "../../fixtures/connectors");
const scripts = readdirSync(folder).filter((name) => name.endsWith(".ps1") && !name.endsWith(".fixed.ps1"));

/** `line id` for every error and warning, in order. */
function problems(text: string, findings: readonly Finding[]): string[] {
  return findings
    .filter(({ severity }) => severity === "error" || severity === "warning")
    .map(({ start, rule }) => `${text.slice(0, start).split("\n").length} ${rule}`)
    .sort();
}

/** What the markers `# want id, id` and `<# want id #>` ask for, in the same form. */
function wanted(text: string): string[] {
  return text
    .split("\n")
    .flatMap((line, index) => {
      const ids = /# want ([a-z0-9, -]+?)\s*(?:#>.*)?$/.exec(line)?.[1] ?? "";
      return ids === "" ? [] : ids.split(/,\s*/).map((id) => `${index + 1} ${id}`);
    })
    .sort();
}

describe.each(scripts)("%s", (name) => {
  const text = readFileSync(path.join(folder, name), "utf8");
  const { findings } = analyze(text, { language: "powershell" });

  it("has the wanted errors and warnings and no other", () => expect(problems(text, findings)).toEqual(wanted(text)));
});

const repaired = scripts.filter((name) => existsSync(goldenOf(name)));

describe.each(repaired)("%s", (name) => {
  it("is repaired as a person would", () => {
    const text = readFileSync(path.join(folder, name), "utf8");
    const { findings } = analyze(text, { language: "powershell" });
    const fixes = findings.flatMap((finding) => finding.fixes.filter((fix) => fix.isPreferred).slice(0, 1));
    expect(applyEdits(text, combineFixes(fixes))).toBe(readFileSync(goldenOf(name), "utf8"));
  });
});

function goldenOf(name: string): string {
  return path.join(folder, name.replace(/\.ps1$/, ".fixed.ps1"));
}
