import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { statusNotification, type ValidationStatus } from "../../server/src/lsp/protocol.js";
import { statusText } from "./status-text.js";

/**
 * The language status items: where the script is taken to run, and how long the last look took; and, while looks are slow, a second one that
 * leads to the setting which makes them rare.
 */
export function createStatusItems(context: vscode.ExtensionContext, client: BaseLanguageClient, selector: vscode.DocumentSelector): void {
  const { t } = vscode.l10n;
  const item = vscode.languages.createLanguageStatusItem("exchangeRms.target", selector);
  item.name = t("Exchange/RMS target");
  item.command = { title: t("Choose Target"), command: "exchangeRms.chooseTarget" };
  item.text = "Exchange/RMS";
  context.subscriptions.push(item);
  let slowItem: vscode.LanguageStatusItem | null = null;
  const latest = new Map<string, ValidationStatus>();

  function show(): void {
    const uri = vscode.window.activeTextEditor?.document.uri.toString();
    const status = uri === undefined ? undefined : latest.get(uri);
    if (status === undefined) return;
    const { text, detail, isSlow } = statusText(status, t);
    item.text = text;
    item.detail = detail;
    if (isSlow) slowItem ??= createSlowItem(selector);
    else hideSlowItem();
  }

  function hideSlowItem(): void {
    slowItem?.dispose();
    slowItem = null;
  }

  client.onNotification(statusNotification, (status: ValidationStatus) => {
    latest.set(status.uri, status);
    show();
  });
  context.subscriptions.push(
    vscode.window.onDidChangeActiveTextEditor(show),
    vscode.workspace.onDidCloseTextDocument((document) => latest.delete(document.uri.toString())),
    { dispose: hideSlowItem },
  );
}

function createSlowItem(selector: vscode.DocumentSelector): vscode.LanguageStatusItem {
  const { t } = vscode.l10n;
  const item = vscode.languages.createLanguageStatusItem("exchangeRms.slow", selector);
  item.name = t("Exchange/RMS speed");
  item.severity = vscode.LanguageStatusSeverity.Warning;
  item.text = t("This script takes long to check");
  item.command = { title: t("Check When Saving"), command: "workbench.action.openSettings", arguments: ["exchangeRms.run"] };
  return item;
}
