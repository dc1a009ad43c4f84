import { describe, expect, it } from "vitest";
import { createConfigurationFiles } from "../../../server/src/lsp/configuration-files.js";
import {
  createDocumentContexts,
  type DocumentContext,
  type DocumentContexts,
  languageOf,
  relativePath,
} from "../../../server/src/lsp/document-context.js";
import { defaultSettings, type Settings } from "../../../server/src/lsp/settings.js";

type Files = Readonly<Record<string, string>>;

function contextsIn(files: Files, settings: Partial<Settings>, workspaceFolders: readonly string[]): DocumentContexts {
  return createDocumentContexts({
    settingsOf: () => ({ ...defaultSettings, ...settings }),
    configurations: createConfigurationFiles(async (file) => files[file] ?? null),
    workspaceFolders: () => workspaceFolders,
  });
}

/** The context of a document in a made-up file system. */
async function contextOf(
  uri: string,
  files: Files,
  settings: Partial<Settings> = {},
  workspaceFolders: readonly string[] = ["file:///work"],
): Promise<DocumentContext> {
  return contextsIn(files, settings, workspaceFolders).contextOf(uri, null);
}

describe("the configuration of a document", () => {
  const target = (text: string) => ({ [`${text}/.exchange-rms.yaml`]: "target: 2016" });

  it.each([
    ["beside it", "file:///work/a.ps1", "file:///work"],
    ["above it", "file:///work/deep/er/a.ps1", "file:///work"],
    ["above the workspace", "file:///work/a.ps1", "file:///"],
    ["in a virtual workspace", "vscode-vfs://github/o/r/x/a.ps1", "vscode-vfs://github/o/r"],
    ["of the workspace, for a document without a file", "untitled:Untitled-1", "file:///work"],
    ["in a folder with blanks and umlauts", "file:///work/b%C3%BCro%20x/a.ps1", "file:///work/b%C3%BCro%20x"],
  ])("is found %s", async (_where, uri, folder) => {
    const { options } = await contextOf(uri, target(folder === "file:///" ? "file://" : folder));
    expect(options.config?.targets[0]?.target.products).toEqual(["2016"]);
  });

  it("is the nearest one", async () => {
    const files = { "file:///work/.exchange-rms.yaml": "target: 2016", "file:///work/in/.exchange-rms.yml": "target: Online" };
    const { options } = await contextOf("file:///work/in/a.ps1", files);
    expect(options.config?.targets[0]?.target.products).toContain("Online");
    expect(options.path).toBe("a.ps1");
  });

  it("is not that of a folder beside", async () => {
    const { options } = await contextOf("file:///work/a.ps1", target("file:///work/other"));
    expect(options.config?.targets).toEqual([]);
  });

  it("has the last word over the settings", async () => {
    const files = { "file:///work/.exchange-rms.yaml": "severities:\n  boolean-as-string: hint" };
    const { options } = await contextOf("file:///work/a.ps1", files, { severities: { "boolean-*": "off" } });
    expect(options.config?.severities).toEqual([
      { rule: "boolean-*", severity: "off" },
      { rule: "boolean-as-string", severity: "hint" },
    ]);
  });
});

describe("the configuration file to write to", () => {
  const folders = ["file:///work", "file:///work/inner", "file:///other"];

  it.each([
    ["the nearest one", "file:///work/in/a.ps1", "file:///work/in/.exchange-rms.yml"],
    ["one above the workspace", "file:///etc/deep/a.ps1", "file:///etc/.exchange-rms.yaml"],
    ["a new one at the root of the document's own folder", "file:///other/x/a.ps1", "file:///other/.exchange-rms.yaml"],
    ["a new one in the innermost folder", "file:///work/inner/x/a.ps1", "file:///work/inner/.exchange-rms.yaml"],
    ["one of the first folder, for a document without a file", "untitled:Untitled-1", "file:///work/.exchange-rms.yaml"],
    ["none outside of the workspace", "file:///elsewhere/a.ps1", null],
  ])("is %s", async (_what, uri, expected) => {
    const files = { "file:///work/in/.exchange-rms.yml": "", "file:///etc/.exchange-rms.yaml": "" };
    expect(await contextsIn(files, {}, folders).configurationFor(uri)).toBe(expected);
  });
});

describe("a document is left alone", () => {
  const config = (text: string) => ({ "file:///work/.exchange-rms.yaml": text });
  const uri = "file:///work/old/a.ps1";

  it.each<[string, Record<string, string>, Partial<Settings>, boolean]>([
    ["not without a word", {}, {}, true],
    ["when it is switched off", {}, { enable: false }, false],
    ["by the setting's pattern", {}, { exclude: ["old/**"] }, false],
    ["by the configuration's pattern", config("exclude: [old/**]"), {}, false],
    ["when others are named", config("include: new/**"), {}, false],
    ["not when it is named", config("include: old/**"), {}, true],
  ])("%s", async (_why, files, settings, isChecked) => {
    expect((await contextOf(uri, files, settings)).isChecked).toBe(isChecked);
  });
});

describe("faults of a configuration", () => {
  const faultsOf = async (text: string, files: Readonly<Record<string, string>> = {}) => {
    const configurations = createConfigurationFiles(async (file) => files[file] ?? null);
    const faults = await configurations.faultsOf("file:///work/.exchange-rms.yaml", text);
    return faults.map(({ start, end, message }) => [text.slice(start, end), message]);
  };

  it("none in an empty one", async () => expect(await faultsOf("")).toEqual([]));
  it("a target that does not exist", async () => {
    const [[place] = []] = await faultsOf("target: 2019 CU99");
    expect(place).toBe("2019 CU99");
  });
  it("a rule file that is not there", async () => {
    expect(await faultsOf("rules: [own.yaml]")).toEqual([["own.yaml", "The rule file own.yaml cannot be read."]]);
  });
  it("what is wrong in a rule file, with its line", async () => {
    const [[place, message] = []] = await faultsOf("rules: [own.yaml]", { "file:///work/own.yaml": "id: my-rule\nseverity: fatal\n" });
    expect(place).toBe("own.yaml");
    expect(message).toMatch(/^own\.yaml:\d+: /);
  });
});

describe("addresses", () => {
  it.each([
    ["file:///work", "file:///work/a/b.ps1", "a/b.ps1"],
    ["file:///work", "file:///workshop/b.ps1", null],
    ["file:///work", "vscode-vfs://work/b.ps1", null],
    ["file:///c%3A/x", "file:///c:/x/y.ps1", "y.ps1"],
  ])("%s → %s", (folder, uri, expected) => expect(relativePath(folder, uri)).toBe(expected));

  it.each([
    ["file:///a.ps1", null, "powershell"],
    ["file:///a.CMD", null, "batch"],
    ["untitled:x", "bat", "batch"],
    ["file:///lab.csv", "plaintext", "csv"],
    ["untitled:x", "powershell", "powershell"],
  ])("%s (%s) holds %s", (uri, language, expected) => expect(languageOf(uri, language)).toBe(expected));
});
