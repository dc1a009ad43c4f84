import { readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { answer, type BindingCase } from "../../../scripts/oracle/binding-answer.js";
import { factsCatalogue } from "../../../scripts/oracle/facts-catalogue.js";

const file = path.resolve(import.meta.dirname, "../../oracle/binding/cases.jsonl.gz");
const cases: BindingCase[] = gunzipSync(readFileSync(file))
  .toString("utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));
const catalogue = factsCatalogue();

/** Case does not count, nor does the order of parameters. */
function comparable(expect: BindingCase["expect"]): string {
  const sorted = "bound" in expect ? { set: expect.set, bound: Object.entries(expect.bound).sort(([a], [b]) => (a < b ? -1 : 1)) } : expect;
  return JSON.stringify(sorted).toLowerCase();
}

describe("binding is PowerShell's", () => {
  for (const kind of new Set(cases.map((one) => one.kind))) {
    it(kind, () => {
      const own = cases.filter((one) => one.kind === kind);
      const differing = own.filter((one) => comparable(answer(one, catalogue)) !== comparable(one.expect)).map((one) => one.text);
      expect(differing).toEqual([]);
    });
  }
});
