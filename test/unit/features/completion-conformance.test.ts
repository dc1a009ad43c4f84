import path from "node:path";
import { describe, expect, it } from "vitest";
import { readCases } from "../../../scripts/oracle/cases.js";
import { answer, type CompletionCase, type Offers } from "../../../scripts/oracle/completion-answer.js";
import { factsCatalogue } from "../../../scripts/oracle/facts-catalogue.js";

const cases = readCases<CompletionCase>(path.resolve(import.meta.dirname, "../../oracle/completion/cases.jsonl.gz"));
const catalogue = factsCatalogue();

/** Neither case nor order counts. */
function comparable({ start, length, items }: Offers): string {
  return JSON.stringify([start, length, items.map((item) => item.toLowerCase()).sort()]);
}

describe("completion is PowerShell's", () => {
  for (const kind of new Set(cases.map((one) => one.kind))) {
    it(kind, () => {
      const own = cases.filter((one) => one.kind === kind);
      const differing = own.filter((one) => comparable(answer(one, catalogue)) !== comparable(one.expect)).map((one) => one.text);
      expect(differing).toEqual([]);
    });
  }
});
