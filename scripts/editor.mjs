// npm run editor: VS Code with a Node extension host on a copy of the examples, in the browser. Ctrl+C ends everything.
import { cp, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildAll } from "./build.mjs";
import { serveDesktop } from "./desktop-host.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
await buildAll();
const folder = await mkdtemp(path.join(os.tmpdir(), "exchange-rms-examples-"));
await cp(path.join(root, "examples"), folder, { recursive: true });
const host = await serveDesktop({ folder });
process.stdout.write(`\n  Open ${host.url}\n  Ctrl+C ends it.\n\n`);

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, async () => {
    await host.close();
    await rm(folder, { recursive: true, force: true });
    process.exit(0);
  });
}
