import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { analyze } from "../../../server/src/analyze.js";
import type { Finding, TextEdit } from "../../../server/src/rules/finding.js";
import { applyEdits, joinEdits } from "../../../server/src/rules/fixes.js";

/** Scripts a person could have written. `# want ID fix="title"` at the end of a line says what is found there, the golden file what the fixes leave. */
const folder = path.resolve(import.meta.dirname, "../../fixtures");
const files = readdirSync(folder).filter((file) => file.endsWith(".ps1") && !file.endsWith(".golden.ps1"));

interface Want {
  readonly line: number;
  readonly rule: string;
  readonly fix: string | null;
}

function wants(script: string): Want[] {
  return script
    .split("\n")
    .flatMap((text, line) =>
      [...text.matchAll(/want ([a-z][a-z0-9-]*)(?: fix="([^"]*)")?/g)].map(([, rule = "", fix = null]) => ({ line: line + 1, rule, fix })),
    );
}

const lineOf = (script: string, offset: number): number => script.slice(0, offset).split("\n").length;

for (const file of files) {
  describe(file, () => {
    const script = readFileSync(path.join(folder, file), "utf8").replaceAll("\r\n", "\n");
    const { findings } = analyze(script);
    const wanted = wants(script);
    const places = (list: readonly { line: number; rule: string }[]): string[] => list.map(({ line, rule }) => `${line} ${rule}`).sort();

    // Advice is plentiful: it is compared only where a marker asks for it.
    const isWanted = ({ start, rule }: Finding): boolean =>
      wanted.some((want) => want.rule === rule && want.line === lineOf(script, start));
    const judged = findings.filter((finding) => /error|warning/.test(finding.severity) || isWanted(finding));

    it("finds what is wanted, and nothing else", () => {
      expect(places(judged.map(({ start, rule }) => ({ line: lineOf(script, start), rule })))).toEqual(places(wanted));
    });
    const golden = path.join(folder, file.replace(/\.ps1$/, ".golden.ps1"));
    if (existsSync(golden))
      it("is repaired as the golden file says", () => {
        const edits: TextEdit[] = [];
        for (const { line, rule, fix } of wanted.filter((want) => want.fix !== null)) {
          const finding = findings.find((one: Finding) => one.rule === rule && lineOf(script, one.start) === line);
          const found = finding?.fixes.find(({ title }) => title === fix);
          expect([line, rule, finding?.fixes.map(({ title }) => title)]).toEqual([line, rule, expect.arrayContaining([fix])]);
          edits.push(...(found?.edits ?? []));
        }
        const joined = joinEdits(edits);
        expect(joined).not.toBeNull();
        const repaired = applyEdits(script, joined ?? []).replace(/[ \t]*# want .*$/gm, "");
        expect(repaired).toBe(readFileSync(golden, "utf8").replaceAll("\r\n", "\n"));
        const fixedRules = wanted.filter((want) => want.fix !== null).map(({ rule }) => rule);
        expect(analyze(repaired).findings.filter(({ rule }) => fixedRules.includes(rule))).toEqual([]);
      });
  });
}
