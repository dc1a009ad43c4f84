import { describe, expect, it } from "vitest";
import type { CodeAction } from "vscode-languageserver";
import { silenceInWorkspace } from "../../../server/src/lsp/silence-in-workspace.js";

const file = "file:///work/.exchange-rms.yaml";
const action: CodeAction = { title: "Silence", data: { uri: "file:///work/a.csv", rule: "port-zero" } };

function resolve(text: string | null, configuration: string | null = file, asked = action): Promise<CodeAction | string> {
  return silenceInWorkspace(asked, { configurationFor: async () => configuration, readText: async () => text });
}

describe("silence in the workspace", () => {
  it("edits the configuration that is there", async () => {
    const place = { line: 1, character: 0 };
    expect(await resolve("target: SE\n")).toMatchObject({
      edit: {
        documentChanges: [
          {
            textDocument: { uri: file, version: null },
            edits: [{ range: { start: place, end: place }, newText: "severities:\n  port-zero: off\n" }],
          },
        ],
      },
    });
  });

  it("makes the file where there is none", async () => {
    expect(await resolve(null)).toMatchObject({
      edit: { documentChanges: [{ kind: "create", uri: file }, { textDocument: { uri: file } }] },
    });
  });

  it("says what to do where the file cannot be read, or there is no folder", async () => {
    expect(await resolve("severities: [\n")).toMatch(/^Switch 'port-zero' off in \.exchange-rms\.yaml by hand/);
    expect(await resolve(null, null)).toMatch(/^Open a folder first/);
  });

  it.each([undefined, null, 7, {}, { uri: file }])("leaves other actions alone: data %j", async (data) => {
    const other: CodeAction = { title: "Other", data };
    expect(await resolve("", file, other)).toBe(other);
  });
});
