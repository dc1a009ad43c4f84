// npm start: VS Code for the Web on the examples, with this extension in it. Ctrl+C ends everything.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildAll } from "./build.mjs";
import { serveWeb } from "./web-host.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
await buildAll({ withTests: true });
const host = await serveWeb({
  folder: path.join(root, "examples"),
  openFile: "outbound-eop/faulty.ps1",
  port: Number(process.env.PORT ?? 0),
});
process.stdout.write(`\n  Open ${host.url} in a browser: VS Code with the extension, on the folder examples.\n  Ctrl+C ends it.\n\n`);

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => host.close().then(() => process.exit(0)));
}
