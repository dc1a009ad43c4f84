// Bundles what the extension ships, and, with --tests, the end-to-end suite.
// node scripts/build.mjs [--production] [--tests] [--metafile] [--server FOLDER]
import { existsSync } from "node:fs";
import { chmod, copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const filesExtension = "test/e2e/files-extension";
const loader = { ".txt": "text", ".md": "text" };

/** @returns {import("esbuild").BuildOptions} */
function options(entry, outfile, host, more = {}) {
  const isNode = host === "node";
  return {
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: path.join("out", outfile),
    bundle: true,
    format: "cjs",
    platform: isNode ? "node" : "browser",
    target: isNode ? "node20" : "es2022",
    mainFields: isNode ? ["module", "main"] : ["browser", "module", "main"],
    loader,
    sourcemap: "linked",
    sourcesContent: false,
    legalComments: "none",
    logLevel: "warning",
    ...more,
  };
}

const program = { banner: { js: "#!/usr/bin/env node" } };

/**
 * The Node server takes the engine and its data out of the worker's file, so that they are carried once, and only when it first needs them, so
 * that `initialize` is answered at once.
 */
const engineOnDemand = {
  name: "engine-on-demand",
  setup(context) {
    context.onResolve({ filter: /\/engine\.js$/ }, () => ({ path: "./engine.js", external: true }));
    context.onEnd(async () => {
      const folder = path.dirname(path.resolve(root, context.initialOptions.outfile));
      await mkdir(folder, { recursive: true });
      await writeFile(path.join(folder, "engine.js"), engineFile);
    });
  },
};
const engineFile = `"use strict";
let engine;
module.exports = new Proxy({}, { get: (_, name) => (engine ??= require("./worker.js"))[name] });
`;

function server(more) {
  return [
    options("server/src/lsp/node.ts", "server/node.js", "node", { ...program, plugins: [engineOnDemand], ...more }),
    options("server/src/lsp/worker.ts", "server/worker.js", "browser", {
      format: "iife",
      globalName: "exchangeRms",
      footer: { js: 'if (typeof module === "object") module.exports = exchangeRms;' },
      ...more,
    }),
  ];
}

function shipped(isProduction) {
  const minify = isProduction ? { minify: true, sourcemap: false } : {};
  return [
    options("client/src/node.ts", "client/node.js", "node", { external: ["vscode"], ...minify }),
    options("client/src/browser.ts", "client/browser.js", "browser", { external: ["vscode"], ...minify }),
    ...server(minify),
    // A library asks where its module lies, which a CommonJS file says in other words.
    options("server/src/cli/main.ts", "cli.js", "node", {
      banner: { js: `${program.banner.js}\nconst moduleUrl = require("node:url").pathToFileURL(__filename).href;` },
      define: { "import.meta.url": "moduleUrl" },
      ...minify,
    }),
  ].filter((one) => existsSync(path.join(root, one.entryPoints[0])));
}

function tests() {
  return [
    options("test/e2e/node.ts", "test/e2e/node.js", "node", { external: ["vscode", "mocha"] }),
    options("test/e2e/browser.ts", "test/e2e/browser.js", "browser", { external: ["vscode"] }),
    options(`${filesExtension}/extension.ts`, "test/files-extension/extension.js", "browser", { external: ["vscode"] }),
  ].filter((one) => existsSync(path.join(root, one.entryPoints[0])));
}

/** Generates what is generated, then bundles. */
export async function buildAll({ isProduction = false, withTests = false, withMetafile = false } = {}) {
  if (isProduction) {
    for (const folder of ["client", "server"]) await rm(path.join(root, "out", folder), { recursive: true, force: true });
  }
  await mkdir(path.join(root, "out"), { recursive: true });
  const jobs = [...shipped(isProduction), ...(withTests ? tests() : [])];
  const results = await Promise.all(jobs.map((one) => build({ ...one, metafile: withMetafile })));
  if (withTests) await copyFile(path.join(root, filesExtension, "package.json"), path.join(root, "out/test/files-extension/package.json"));
  for (const program of ["out/server/node.js", "out/cli.js"]) {
    const file = path.join(root, program);
    if (existsSync(file)) await chmod(file, 0o755);
  }
  if (withMetafile) {
    for (const [index, result] of results.entries()) {
      await writeFile(path.join(root, "out", `meta-${index}.json`), JSON.stringify(result.metafile));
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      production: { type: "boolean" },
      tests: { type: "boolean" },
      metafile: { type: "boolean" },
      server: { type: "string" },
    },
  });
  if (values.server) {
    for (const one of server({})) await build({ ...one, outfile: path.join(path.resolve(values.server), path.basename(one.outfile)) });
  } else await buildAll({ isProduction: values.production, withTests: values.tests, withMetafile: values.metafile });
}
