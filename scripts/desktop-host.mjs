// VS Code with a Node extension host without a download of VS Code: the npm package code-server, kept in .editor/.
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const version = "4.99.4";
const startLimitMs = 60_000;

/** Installs code-server once; returns the folder of its VS Code. */
async function installEditor() {
  const folder = path.join(root, ".editor", `code-server-${version}`);
  const editor = path.join(folder, "node_modules", "code-server", "lib", "vscode");
  if (existsSync(path.join(folder, "installed"))) return editor;
  process.stdout.write(`Installing code-server ${version} into .editor/ (once, about 500 MB).\n`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "package.json"), JSON.stringify({ private: true }));
  npm(["install", `code-server@${version}`, "--ignore-scripts", "--no-audit", "--no-fund"], folder);
  npm(["install", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"], editor);
  npm(["rebuild", "@vscode/spdlog", "native-watchdog"], editor);
  await writeFile(path.join(folder, "installed"), "");
  return editor;
}

function npm(parameters, folder) {
  const headers = path.resolve(process.execPath, "../..");
  const nodedir = existsSync(path.join(headers, "include", "node", "node.h")) ? { npm_config_nodedir: headers } : {};
  const done = spawnSync("npm", parameters, { cwd: folder, encoding: "utf8", env: { ...process.env, ...nodedir } });
  if (done.status !== 0) {
    throw new Error(`npm ${parameters.join(" ")} failed. It needs g++, make and python3.\n${(done.stdout + done.stderr).slice(-2000)}`);
  }
}

/**
 * Starts the editor on loopback.
 *
 * @param {object} options
 * @param {string} options.folder what the editor opens
 * @param {string} [options.testsModule] the module whose `run` the extension host calls
 * @param {Record<string, unknown>} [options.settings] the user's settings
 */
export async function serveDesktop({ folder, testsModule, settings = {} }) {
  const editor = await installEditor();
  const data = await mkdtemp(path.join(os.tmpdir(), "exchange-rms-editor-"));
  const user = {
    "security.workspace.trust.enabled": false,
    "workbench.startupEditor": "none",
    "telemetry.telemetryLevel": "off",
    ...settings,
  };
  for (const name of ["User", "Machine"]) {
    await mkdir(path.join(data, "data", name), { recursive: true });
    await writeFile(path.join(data, "data", name, "settings.json"), JSON.stringify(user));
  }
  const server = spawn(
    process.execPath,
    [
      path.join(editor, "out", "server-main.js"),
      ...["--host", "127.0.0.1", "--port", "0", "--accept-server-license-terms", "--without-connection-token"],
      ...["--telemetry-level", "off", "--server-data-dir", data, "--extensions-dir", path.join(data, "extensions")],
    ],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  const messages = [];
  const port = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the editor did not start in time:\n${messages.join("")}`)), startLimitMs);
    const hear = (chunk) => {
      messages.push(String(chunk));
      const found = /listening on (\d+)/.exec(messages.join(""));
      if (!found) return;
      clearTimeout(timer);
      resolve(Number(found[1]));
    };
    server.stdout.on("data", hear);
    server.stderr.on("data", hear);
    server.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`the editor ended with ${code}:\n${messages.join("")}`));
    });
  });
  const remote = (file) => `vscode-remote://127.0.0.1:${port}${file}`;
  const payload = [
    ["extensionDevelopmentPath", remote(root)],
    ...(testsModule ? [["extensionTestsPath", remote(testsModule)]] : []),
    ["skipWelcome", "true"],
  ];
  const url = new URL(`http://127.0.0.1:${port}/`);
  url.searchParams.set("folder", folder);
  url.searchParams.set("payload", JSON.stringify(payload));
  return {
    url: url.href,
    messages,
    close: async () => {
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill();
      await ended;
      await rm(data, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
