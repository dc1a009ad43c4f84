import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { chooseTarget } from "./choose-target.js";
import { createConfiguration } from "./create-configuration.js";
import { lintWorkspace } from "./lint-workspace.js";

const source = "exchange-rms";

/** Registers what package.json's `contributes.commands` names. */
export function registerCommands(context: vscode.ExtensionContext, client: BaseLanguageClient, output: vscode.LogOutputChannel): void {
  const commands: Record<string, (...given: never[]) => unknown> = {
    "exchangeRms.chooseTarget": () => chooseTarget(client),
    "exchangeRms.lintWorkspace": () => lintWorkspace(client),
    "exchangeRms.fixAll": fixAll,
    "exchangeRms.openDocumentation": openDocumentation,
    "exchangeRms.createConfiguration": createConfiguration,
    "exchangeRms.restartServer": () => restart(client),
    "exchangeRms.showOutput": () => output.show(true),
  };
  for (const [name, run] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(name, run));
  }
}

async function restart(client: BaseLanguageClient): Promise<void> {
  if (client.isRunning()) await client.stop();
  await client.start();
}

function fixAll(): Thenable<unknown> {
  return vscode.commands.executeCommand("editor.action.sourceAction", { kind: `source.fixAll.${source}`, apply: "first" });
}

/** Opens a page: the one given, else that of the fault at the cursor. */
async function openDocumentation(url?: string): Promise<void> {
  const address = url ?? pageAtCursor();
  if (address === null) {
    await vscode.window.showInformationMessage(vscode.l10n.t("There is no Exchange/RMS fault at the cursor."));
    return;
  }
  await vscode.env.openExternal(typeof address === "string" ? vscode.Uri.parse(address) : address);
}

function pageAtCursor(): vscode.Uri | null {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return null;
  const here = vscode.languages
    .getDiagnostics(editor.document.uri)
    .filter((diagnostic) => diagnostic.source === source && diagnostic.range.contains(editor.selection.active));
  for (const { code } of here) if (typeof code === "object") return code.target;
  return null;
}
