import * as vscode from "vscode";
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient, type MessageTransports } from "vscode-languageclient/browser";
import { activateClient } from "./client.js";

/** Called by VS Code for the Web. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const address = vscode.Uri.joinPath(context.extensionUri, "out", "server", "worker.js").toString(true);
  let worker: Worker | null = null;
  context.subscriptions.push({ dispose: () => worker?.terminate() });

  // Reader and writer are made here: VS Code hands out workers of its own making, which the library does not take for a Worker.
  const startWorker = async (): Promise<MessageTransports> => {
    worker?.terminate();
    worker = new Worker(address);
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
  };
  await activateClient(context, (options) => new LanguageClient("exchangeRms", "Exchange/RMS PowerShell", startWorker, options));
}
