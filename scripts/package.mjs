// npm run package: exchange-rms-powershell-VERSION.vsix, minified.
import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildAll } from "./build.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { name, version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
const file = `${name}-${version}.vsix`;

await buildAll({ isProduction: true });
const vsce = path.join(root, "node_modules", "@vscode", "vsce", "vsce");
const parameters = ["package", "--no-dependencies", "--allow-missing-repository", "--skip-license", "--out", file];
const packed = spawnSync(process.execPath, [vsce, ...parameters], {
  cwd: root,
  // The bundles are made already: npm's prepublish hook has nothing to add.
  stdio: ["ignore", "inherit", "inherit"],
});
if (packed.status !== 0) process.exit(packed.status ?? 1);
process.stdout.write(`${file}: ${(statSync(path.join(root, file)).size / 1024).toFixed(0)} KB\n`);
