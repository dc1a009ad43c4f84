import { describe, expect, it } from "vitest";
import { DiagnosticSeverity } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Finding, Severity } from "../../../server/src/engine.js";
import { diagnosticsOf } from "../../../server/src/lsp/shown.js";

const document = TextDocument.create("file:///a.ps1", "powershell", 1, "\n".repeat(5_000));

function findings(...severities: readonly (readonly [count: number, severity: Severity])[]): Finding[] {
  const all = severities.flatMap(([count, severity]) => Array.from({ length: count }, () => severity));
  return all.map((severity, start) => ({
    start,
    end: start + 1,
    rule: "a-rule",
    severity,
    message: `number ${start}`,
    url: "",
    fixes: [],
    related: [],
    tags: [],
  }));
}

describe("what is told of very many findings", () => {
  it.each([
    { name: "all up to a thousand", of: findings([1_000, "hint"]), count: 1_000, more: null },
    { name: "a word on the rest", of: findings([1_001, "hint"]), count: 1_000, more: "2 more findings" },
    { name: "the most severe ones", of: findings([1_500, "warning"], [10, "error"]), count: 1_000, more: "511 more findings" },
  ])("$name", ({ of, count, more }) => {
    const told = diagnosticsOf(document, of);
    expect(told.length).toBe(count);
    const last = told.at(-1);
    if (more === null) expect(last?.code).toBe("a-rule");
    else expect(last?.message).toContain(more);
    const errors = of.filter(({ severity }) => severity === "error").length;
    expect(told.filter(({ severity }) => severity === DiagnosticSeverity.Error).length).toBe(errors);
    const lines = told.filter(({ code }) => code === "a-rule").map(({ range }) => range.start.line);
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
  });
});
