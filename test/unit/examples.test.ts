import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { analyze } from "../../server/src/analyze.js";
import type { DocumentKind } from "../../server/src/rules/rule.js";

const folder = path.resolve(import.meta.dirname, "../../examples");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .map((file) => file.split(path.sep).join("/"))
  .filter((file) => /\.(ps1|cmd|csv)$/.test(file))
  .sort();

const LANGUAGES: Readonly<Record<string, DocumentKind>> = { ps1: "powershell", cmd: "batch", csv: "csv" };

/** A list has no comments: what must be found in it stands here, as `line id`. */
const IN_LISTS: Readonly<Record<string, readonly string[]>> = {
  "azure-lab/faulty.csv": [
    "2 lab-csv-ip",
    "3 lab-csv-rdp-port",
    "3 lab-csv-size",
    "3 lab-csv-vhd-name",
    "3 lab-csv-yes-no",
    "4 lab-csv-duplicate",
    "4 lab-csv-duplicate",
  ],
};

/** What the markers `# want id, id` and `rem want id` ask for, as `line id`. */
function wanted(file: string, text: string): readonly string[] {
  const inList = IN_LISTS[file];
  if (inList !== undefined) return inList;
  return text
    .split("\n")
    .flatMap((line, index) => {
      const ids = /(?:#|\brem) want ([a-z0-9, -]+)$/.exec(line.trimEnd())?.[1] ?? "";
      return ids === "" ? [] : ids.split(/,\s*/).map((id) => `${index + 1} ${id}`);
    })
    .sort();
}

describe.each(files)("%s", (file) => {
  const text = readFileSync(path.join(folder, file), "utf8");
  const language = LANGUAGES[file.slice(file.lastIndexOf(".") + 1)] ?? "powershell";
  const { findings, syntaxFindings } = analyze(text, { language });
  const isFaulty = path.basename(file).startsWith("faulty");

  it(isFaulty ? "has the marked errors and warnings" : "has no error and no warning", () => {
    const found = [...findings, ...syntaxFindings]
      .filter(({ severity }) => severity === "error" || severity === "warning")
      .map(({ start, rule }) => `${text.slice(0, start).split("\n").length} ${rule}`)
      .sort();
    const marked = wanted(file, text);
    // Scripts without markers are compared elsewhere, finding by finding.
    if (!isFaulty || marked.length > 0) expect(found).toEqual(marked);
    expect(found.length > 0).toBe(isFaulty);
  });
});

it("every system has a right and a wrong script", () => {
  const systems = new Set(files.filter((file) => file.includes("/")).map((file) => path.posix.dirname(file)));
  for (const system of systems) {
    const names = files.filter((file) => path.posix.dirname(file) === system).map((file) => path.posix.basename(file));
    expect(names.some((name) => name.startsWith("correct"))).toBe(true);
    expect(names.some((name) => name.startsWith("faulty"))).toBe(true);
  }
});
