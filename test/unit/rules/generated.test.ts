import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { generateRules, stalePages } from "../../../scripts/rules/generate.js";

const root = path.resolve(import.meta.dirname, "../../..");
const { files, faults } = generateRules(root);

describe("what is made from the rules is fresh (npm run generate)", () => {
  it("no rule has faults", () => expect(faults).toEqual([]));
  it("files", () => {
    const stale = files.filter(([file, content]) => {
      const full = path.join(root, file);
      return !existsSync(full) || readFileSync(full, "utf8").replaceAll("\r\n", "\n") !== content;
    });
    expect(stale.map(([file]) => file)).toEqual([]);
  });
  it("no page is left over", () => expect(stalePages(root, files)).toEqual([]));
});
