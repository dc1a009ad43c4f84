import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";

/** Registers what package.json's `contributes.commands` names. */
export function registerCommands(context: vscode.ExtensionContext, client: BaseLanguageClient, output: vscode.LogOutputChannel): void {
  const commands: Record<string, (...given: never[]) => unknown> = {
    "exchangeRms.restartServer": () => restart(client),
    "exchangeRms.showOutput": () => output.show(true),
    "exchangeRms.openDocumentation": (url: string) => vscode.env.openExternal(vscode.Uri.parse(url)),
  };
  for (const [name, run] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(name, run));
  }
}

async function restart(client: BaseLanguageClient): Promise<void> {
  if (client.isRunning()) await client.stop();
  await client.start();
}
