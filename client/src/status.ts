import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { statusNotification, type ValidationStatus } from "../../server/src/lsp/protocol.js";

/** The language status item: where the script is taken to run, and how long the last look took. */
export function createStatusItem(context: vscode.ExtensionContext, client: BaseLanguageClient, selector: vscode.DocumentSelector): void {
  const item = vscode.languages.createLanguageStatusItem("exchangeRms.target", selector);
  item.name = "Exchange/RMS target";
  item.command = { title: "Choose target", command: "exchangeRms.chooseTarget" };
  item.text = "Exchange: any";
  context.subscriptions.push(item);
  const latest = new Map<string, ValidationStatus>();

  function show(): void {
    const uri = vscode.window.activeTextEditor?.document.uri.toString();
    const status = uri === undefined ? undefined : latest.get(uri);
    if (status === undefined) return;
    item.text = `Exchange: ${status.target}`;
    item.detail = `${status.findings} findings, ${status.durationMs.toFixed(1)} ms`;
  }

  client.onNotification(statusNotification, (status: ValidationStatus) => {
    latest.set(status.uri, status);
    show();
  });
  context.subscriptions.push(
    vscode.window.onDidChangeActiveTextEditor(show),
    vscode.workspace.onDidCloseTextDocument((document) => latest.delete(document.uri.toString())),
  );
}
