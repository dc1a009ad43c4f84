import * as vscode from "vscode";
import type { BaseLanguageClient, LanguageClientOptions } from "vscode-languageclient";
import { type EditorState, editorStateNotification, readFileRequest } from "../../server/src/lsp/protocol.js";
import { registerCommands } from "./commands.js";
import { createStatusItems } from "./status.js";

/** Starts the server of this host: a process under Node, a worker in the browser. */
export type CreateClient = (options: LanguageClientOptions) => BaseLanguageClient;

const documentSelector = [{ language: "powershell" }, { language: "bat" }, { language: "csv" }, { pattern: "**/.exchange-rms.{yaml,yml}" }];

const powerShellExtension = "ms-vscode.powershell";

/** What both entries share. The returned client is running. */
export async function activateClient(context: vscode.ExtensionContext, createClient: CreateClient): Promise<BaseLanguageClient> {
  const output = vscode.window.createOutputChannel("Exchange/RMS PowerShell", { log: true });
  context.subscriptions.push(output);

  const client = createClient({
    documentSelector,
    outputChannel: output,
    traceOutputChannel: output,
    initializationOptions: editorState(),
    diagnosticPullOptions: { onChange: true, onTabs: false },
  });
  context.subscriptions.push(client);
  registerCommands(context, client, output);
  createStatusItems(context, client, documentSelector);

  client.onRequest(readFileRequest, readFile);
  context.subscriptions.push(
    vscode.extensions.onDidChange(() => {
      if (client.isRunning()) void client.sendNotification(editorStateNotification, editorState());
    }),
  );
  await client.start();
  return client;
}

function editorState(): EditorState {
  return {
    hasPowerShellExtension: vscode.extensions.getExtension(powerShellExtension) !== undefined,
    isOurClient: true,
  };
}

async function readFile(uri: string): Promise<string | null> {
  try {
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.parse(uri));
    return new TextDecoder().decode(bytes);
  } catch {
    return null;
  }
}
