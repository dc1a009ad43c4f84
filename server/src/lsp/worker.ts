import { BrowserMessageReader, BrowserMessageWriter, createConnection, ProposedFeatures } from "vscode-languageserver/browser";
import { version } from "../../../package.json";
import { startServer } from "./server.js";

// The Node server takes the engine from this file, so that the extension carries it once.
export * from "../engine.js";

if ("importScripts" in globalThis) {
  const connection = createConnection(ProposedFeatures.all, new BrowserMessageReader(self), new BrowserMessageWriter(self));
  startServer(connection, { name: "worker", readFile: async () => null }, { name: "exchange-rms-language-server", version });
}
