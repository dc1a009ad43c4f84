import { describe, expect, it } from "vitest";
import type { CodeActionParams } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { analyze } from "../../../server/src/analyze.js";
import { codeActions } from "../../../server/src/lsp/code-actions.js";
import type { Result } from "../../../server/src/lsp/validator.js";

const line = "Set-TransportConfig -ExternalDelayDsnEnabled 'true'\n";

const ours = { opensDocumentation: true, editsConfiguration: true };

/** The actions offered at the first place of `at`, and what the text becomes by each. */
function actionsAt(text: string, at: string, only?: string[], editor = ours): Record<string, string | null> {
  const document = TextDocument.create("file:///a.ps1", "powershell", 1, text);
  const analysis = analyze(text);
  const result: Result = { id: "1", version: 1, analysis, shown: analysis.findings, durationMs: 0 };
  const position = document.positionAt(text.indexOf(at));
  const context: CodeActionParams["context"] = { diagnostics: [], ...(only ? { only } : {}) };
  const params = { textDocument: { uri: document.uri }, range: { start: position, end: position }, context };
  return Object.fromEntries(
    codeActions(document, result, params, editor).map((action) => {
      const edits = action.edit?.changes?.[document.uri];
      return [action.title, edits ? TextDocument.applyEdits(document, edits) : null];
    }),
  );
}

describe("quick fixes", () => {
  it("at a fault: its repair, silence, its page", () => {
    const actions = actionsAt(line, "'true'");
    expect(Object.keys(actions)).toEqual([
      expect.stringContaining("$true"),
      "Silence 'boolean-as-string' here with a comment above",
      "Silence 'boolean-as-string' here with a comment behind",
      "Silence 'boolean-as-string' in this file",
      "Silence 'boolean-as-string' in the workspace (.exchange-rms.yaml)",
      "Open the documentation of 'boolean-as-string'",
    ]);
    expect(Object.values(actions)[0]).toBe(line.replace("'true'", "$true"));
  });

  it("each silence leaves nothing of the rule", () => {
    for (const [title, text] of Object.entries(actionsAt(line, "'true'"))) {
      if (title.startsWith("Silence") && !title.includes("workspace"))
        expect(analyze(text ?? "").findings.map(({ rule }) => rule)).toEqual([]);
    }
  });

  it("all of the rule, where there are several", () => {
    const actions = actionsAt(line.repeat(3), "'true'");
    expect(actions["Fix all 'boolean-as-string' in this file"]).toBe(line.repeat(3).replaceAll("'true'", "$true"));
  });

  it("away from faults: none", () => expect(actionsAt(`Get-Mailbox\n${line}`, "Get-Mailbox")).toEqual({}));

  it("no page where the editor has no command for it", () => {
    const titles = Object.keys(actionsAt(line, "'true'", undefined, { ...ours, opensDocumentation: false }));
    expect(titles.filter((title) => title.startsWith("Open"))).toEqual([]);
  });

  it("no silence for the workspace where the editor cannot make it", () => {
    const titles = Object.keys(actionsAt(line, "'true'", undefined, { ...ours, editsConfiguration: false }));
    expect(titles.filter((title) => title.includes("workspace"))).toEqual([]);
  });
});

describe("fix all", () => {
  const title = "Fix all Exchange/RMS problems that have a sure fix";

  it.each(["source", "source.fixAll", "source.fixAll.exchange-rms"])("when the editor asks for %s", (kind) => {
    expect(actionsAt(line.repeat(2), "Set", [kind])).toEqual({ [title]: line.repeat(2).replaceAll("'true'", "$true") });
  });

  it.each(["source.fixAll.eslint", "source.organizeImports", "refactor"])("not when it asks for %s", (kind) => {
    expect(actionsAt(line, "'true'", [kind])).toEqual({});
  });

  it("not where nothing is sure", () => expect(actionsAt("Get-Mailbox", "Get", ["source.fixAll"])).toEqual({}));
});
