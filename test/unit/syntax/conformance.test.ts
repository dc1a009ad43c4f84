import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { decodeAsPowerShell7 } from "../../../scripts/oracle/decode.js";
import { dumpScript } from "../../../scripts/oracle/dump-script.js";
import { parse } from "../../../server/src/syntax/parser.js";

// The comparable form is JavaScript that the oracle brought with it.
const canonicalPath: string = "../../oracle/canonical.mjs";
const canonical: {
  golden(dump: object, path: string): Golden;
  syntaxErrors(dump: object): Golden["errors"];
} = await import(canonicalPath);

interface Golden {
  readonly path: string;
  readonly errors: readonly [number, number, string][];
  readonly commands: readonly (readonly [number, number, string, string])[];
  readonly assign: readonly unknown[];
  readonly functions: readonly unknown[];
}

interface Mutant extends Golden {
  readonly base?: string;
  readonly edit?: readonly [number, number, string];
  readonly text?: string;
}

const folder = path.resolve(import.meta.dirname, "../../oracle/syntax");

function lines<T>(file: string): T[] {
  return gunzipSync(readFileSync(path.join(folder, file)))
    .toString("utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

function read(file: string): string {
  return decodeAsPowerShell7(readFileSync(path.join(folder, file)));
}

/** What differs from PowerShell's answer, as the oracle's own comparer counts it. */
function differences(text: string, expected: Golden): string[] {
  const found = canonical.golden(dumpScript(parse(text)), expected.path);
  const first = expected.errors[0];
  if (first === undefined) {
    const parts = ["errors", "commands", "assign", "functions"] as const;
    const byPlace = (list: readonly unknown[]): string => JSON.stringify(list.map((item) => JSON.stringify(item)).sort());
    return parts.filter((part) => byPlace(found[part]) !== byPlace(expected[part])).map((part) => `${expected.path}: ${part}`);
  }
  const problems: string[] = [];
  if (found.errors[0]?.[0] !== first[0]) {
    problems.push(`${expected.path}: first error at ${found.errors[0]?.[0] ?? "none"}, PowerShell at ${first[0]} (${first[2]})`);
  }
  const kept = new Set(found.commands.map((command) => `${command[0]}-${command[3]}`));
  for (const command of expected.commands) {
    if (!kept.has(`${command[0]}-${command[3]}`)) {
      problems.push(`${expected.path}: command at ${command[0]} lost`);
    }
  }
  return problems;
}

describe("scripts are read as PowerShell reads them", () => {
  const goldens = lines<Golden>("golden.jsonl.gz");

  it("covers every script of the oracle", () => {
    const scripts = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ps1"));
    expect(goldens.map((golden) => golden.path.replaceAll("/", path.sep)).sort()).toEqual(scripts.sort());
  });

  for (const group of new Set(goldens.map((golden) => golden.path.split(/[/-]/).slice(0, 2).join("-")))) {
    it(group, () => {
      const own = goldens.filter((golden) => golden.path.split(/[/-]/).slice(0, 2).join("-") === group);
      expect(own.flatMap((golden) => differences(read(golden.path), golden))).toEqual([]);
    });
  }

  it("reports all the faults that PowerShell reports, in its order", () => {
    const differing = goldens.filter(({ path: file, errors }) => {
      const found = canonical.syntaxErrors(dumpScript(parse(read(file))));
      return JSON.stringify(found) !== JSON.stringify(errors);
    });
    expect(differing.map((expected) => expected.path)).toEqual([]);
  });
});

describe("scripts with one edit are read as PowerShell reads them", () => {
  const mutants = lines<Mutant>("mutants.jsonl.gz");
  const bases = new Map<string, string>();
  const textOf = (mutant: Mutant): string => {
    if (mutant.text !== undefined || mutant.base === undefined || mutant.edit === undefined) {
      return mutant.text ?? "";
    }
    // Edits count the characters of the file read as UTF-8, its byte order mark included.
    const base = bases.get(mutant.base) ?? readFileSync(path.join(folder, mutant.base), "utf8");
    bases.set(mutant.base, base);
    const [at, removed, inserted] = mutant.edit;
    return decodeAsPowerShell7(new TextEncoder().encode(base.slice(0, at) + inserted + base.slice(at + removed)));
  };

  it("has all of them", () => expect(mutants.length).toBe(3941));
  it("accepted ones", () => {
    const accepted = mutants.filter((mutant) => mutant.errors.length === 0);
    expect(accepted.flatMap((mutant) => differences(textOf(mutant), mutant))).toEqual([]);
  });
  it("rejected ones", () => {
    const rejected = mutants.filter((mutant) => mutant.errors.length > 0);
    expect(rejected.flatMap((mutant) => differences(textOf(mutant), mutant))).toEqual([]);
  });
});
