// The end-to-end suite in a Node extension host: VS Code itself where it can be downloaded and shown, else code-server.
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { openBrowser } from "./browser.mjs";
import { buildAll } from "./build.mjs";
import { serveDesktop } from "./desktop-host.mjs";
import { finish } from "./e2e-report.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const testsModule = path.join(root, "out", "test", "e2e", "node.js");
const reportFile = path.join(root, "out", "test", "e2e", "report.json");
const limitMs = 120_000;
const downloadCheckMs = 5_000;

await buildAll({ withTests: true });
await rm(reportFile, { force: true });
const folder = await mkdtemp(path.join(os.tmpdir(), "exchange-rms-workspace-"));
await cp(path.join(root, "test", "e2e", "workspace"), folder, { recursive: true });
try {
  if (await canDownload()) await inVisualStudioCode();
  else await inCodeServer();
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function canDownload() {
  if (process.platform === "linux" && !process.env.DISPLAY) return false;
  try {
    const answer = await fetch("https://update.code.visualstudio.com/api/releases/stable", {
      signal: AbortSignal.timeout(downloadCheckMs),
    });
    return answer.ok;
  } catch {
    return false;
  }
}

async function inVisualStudioCode() {
  const { runTests } = await import("@vscode/test-electron");
  let message = "";
  try {
    await runTests({
      extensionDevelopmentPath: root,
      extensionTestsPath: testsModule,
      launchArgs: [folder, "--disable-extensions", "--disable-workspace-trust"],
    });
  } catch (error) {
    message = String(error);
  }
  finish("desktop", await readReport(), [message]);
}

async function inCodeServer() {
  const host = await serveDesktop({ folder, testsModule });
  const browser = await openBrowser();
  try {
    await browser.page.goto(host.url);
    const until = Date.now() + limitMs;
    let report = null;
    while (report === null && Date.now() < until) {
      await wait(200);
      report = await readReport();
    }
    if (report === null) await browser.page.screenshot({ path: path.join(root, "out", "test-desktop-timeout.png") });
    finish("desktop", report, host.messages);
  } finally {
    await browser.close();
    await host.close();
  }
}

async function readReport() {
  try {
    return JSON.parse(await readFile(reportFile, "utf8"));
  } catch {
    return null;
  }
}
