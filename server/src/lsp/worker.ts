import { BrowserMessageReader, BrowserMessageWriter, createConnection, ProposedFeatures } from "vscode-languageserver/browser";
import { version } from "../../../package.json";
import { startServer } from "./server.js";

const connection = createConnection(ProposedFeatures.all, new BrowserMessageReader(self), new BrowserMessageWriter(self));
startServer(connection, { name: "worker", readFile: async () => null }, { name: "exchange-rms-language-server", version });
