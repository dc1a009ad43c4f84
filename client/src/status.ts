import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { statusNotification, type ValidationStatus } from "../../server/src/lsp/protocol.js";

const sources: Record<NonNullable<ValidationStatus["targetSource"]>, string> = {
  comment: "by the script's comment",
  config: "by .exchange-rms.yaml",
  setting: "by the setting",
  script: "by what the script does",
};

/** The language status item: where the script is taken to run, and how long the last look took. */
export function createStatusItem(context: vscode.ExtensionContext, client: BaseLanguageClient, selector: vscode.DocumentSelector): void {
  const item = vscode.languages.createLanguageStatusItem("exchangeRms.target", selector);
  item.name = "Exchange/RMS target";
  item.command = { title: "Choose Target", command: "exchangeRms.chooseTarget" };
  item.text = "Exchange/RMS";
  context.subscriptions.push(item);
  const latest = new Map<string, ValidationStatus>();

  function show(): void {
    const uri = vscode.window.activeTextEditor?.document.uri.toString();
    const status = uri === undefined ? undefined : latest.get(uri);
    if (status === undefined) return;
    item.text = status.isChecked ? `Target: ${status.target}` : "Exchange/RMS: not checked";
    const source = status.targetSource === null ? "nothing names one" : sources[status.targetSource];
    item.detail = status.isChecked
      ? `${source}; ${count(status.findings)} in ${status.durationMs.toFixed(1)} ms`
      : "switched off or left out";
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

function count(findings: number): string {
  return findings === 1 ? "1 finding" : `${findings} findings`;
}
