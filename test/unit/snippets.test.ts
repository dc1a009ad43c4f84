import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { analyze } from "../../server/src/analyze.js";

interface Snippet {
  readonly prefix: readonly string[];
  readonly description: string;
  readonly body: readonly string[];
}

/** The text that a snippet leaves when every place keeps its default: VS Code's snippet syntax as far as ours use it. */
function expand(body: readonly string[]): string {
  return body
    .join("\n")
    .replace(/\$\{\d+\|((?:[^\\|]|\\.)*)\|\}/g, (_whole, choices: string) => choices.split(",")[0] ?? "")
    .replace(/\$\{\d+:((?:[^\\}]|\\.)*)\}/g, "$1")
    .replace(/\$\d+/g, (whole, offset: number, text: string) => (text[offset - 1] === "\\" ? whole : ""))
    .replace(/\\([\\$}])/g, "$1");
}

const files = [
  ["snippets/exchange-rms.json", "powershell"],
  ["snippets/exchange-rms-batch.json", "batch"],
] as const;

/** What a snippet is written for, where it makes no sense alone. */
const followedBy: Record<string, string> = {
  "Silence a rule for the next line": "\nNew-SendConnector -Name 'To Internet' -Usage Internet -AddressSpaces *\n",
};

describe.each(files)("%s", (file, language) => {
  const snippets = Object.entries(JSON.parse(readFileSync(file, "utf8")) as Record<string, Snippet>);

  it.each(snippets)("%s, with its defaults, is free of faults", (name, { body }) => {
    const { findings, syntaxFindings } = analyze(expand(body) + (followedBy[name] ?? ""), { language });
    const faults = [...findings, ...syntaxFindings].filter(({ severity }) => severity !== "hint");
    expect(faults.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
  });

  it("each prefix belongs to one snippet", () => {
    const prefixes = snippets.flatMap(([, { prefix }]) => prefix);
    expect(new Set(prefixes).size).toBe(prefixes.length);
  });
});

describe("every way a snippet can be filled in by its choices", () => {
  const snippets = JSON.parse(readFileSync("snippets/exchange-rms.json", "utf8")) as Record<string, Snippet>;
  const withChoices = Object.entries(snippets).filter(([, { body }]) => /\$\{\d+\|/.test(body.join("\n")));
  it.each(withChoices)("%s", (_name, { body }) => {
    const text = body.join("\n");
    for (const [whole, choices = ""] of text.matchAll(/\$\{\d+\|((?:[^\\|]|\\.)*)\|\}/g)) {
      for (const choice of choices.split(",")) {
        const { findings } = analyze(expand([text.replace(whole, choice)]));
        expect(findings.filter(({ severity }) => severity === "error").map(({ rule }) => `${choice}: ${rule}`)).toEqual([]);
      }
    }
  });
});
