// The end-to-end suite in VS Code for the Web: the extension runs in the browser's worker host.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { openBrowser } from "./browser.mjs";
import { buildAll } from "./build.mjs";
import { finish } from "./e2e-report.mjs";
import { serveWeb } from "./web-host.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const limitMs = 90_000;

await buildAll({ withTests: true });
let report = () => {};
const reported = new Promise((resolve) => {
  report = resolve;
});
const host = await serveWeb({ folder: path.join(root, "test", "e2e", "workspace"), withTests: true, onReport: report });
const browser = await openBrowser();
const messages = [];
browser.page.on("console", (message) => messages.push(`${message.type()}: ${message.text()}`));
browser.page.on("pageerror", (error) => messages.push(`page error: ${error.message}`));
await browser.page.goto(host.url);

let timer;
const tooLate = new Promise((resolve) => {
  timer = setTimeout(() => resolve(null), limitMs);
});
const result = await Promise.race([reported, tooLate]);
clearTimeout(timer);
if (result === null) await browser.page.screenshot({ path: path.join(root, "out", "test-web-timeout.png") });
await browser.close();
await host.close();
finish("web", result, messages);
