import * as vscode from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";
import { activateClient } from "./client.js";

/** Called by VS Code on the desktop and in remote hosts. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const module = vscode.Uri.joinPath(context.extensionUri, "out", "server", "node.js").fsPath;
  await activateClient(context, (options) => {
    const server = { module, transport: TransportKind.ipc };
    return new LanguageClient("exchangeRms", "Exchange/RMS PowerShell", { run: server, debug: server }, options);
  });
}
