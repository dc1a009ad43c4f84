import { describe, expect, it } from "vitest";
import { defaultSettings, readSettings } from "../../../server/src/lsp/settings.js";

describe("settings", () => {
  it.each([undefined, null, 1, "on", [], {}])("%j gives the defaults", (sent) => {
    expect(readSettings(sent)).toEqual({ settings: defaultSettings, problems: [] });
  });

  it("takes what is right and names what is wrong", () => {
    const { settings, problems } = readSettings({
      enable: false,
      target: " 2019 CU14 ",
      severities: { "irm-*": "warning", other: "fatal" },
      syntaxErrors: "sometimes",
      run: "onSave",
      codeLens: true,
      exclude: ["old/**"],
      future: true,
    });
    expect(settings).toEqual({
      enable: false,
      target: "2019 CU14",
      severities: { "irm-*": "warning" },
      syntaxErrors: "auto",
      run: "onSave",
      codeLens: true,
      exclude: ["old/**"],
    });
    expect(problems).toEqual([
      'The severity of other is "fatal"; allowed: error, warning, information, hint, off.',
      'The setting exchangeRms.syntaxErrors is "sometimes"; allowed: auto, always, never. Its default is used.',
    ]);
  });

  it("names a target that is not understood, with what is", () => {
    const { settings, problems } = readSettings({ target: "2042" });
    expect(settings.target).toBe("");
    expect(problems).toEqual([
      expect.stringMatching(/^The setting exchangeRms\.target is not understood: `2042` is not a target: write a product/),
    ]);
  });
});
