import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { lintWorkspaceRequest, type WorkspaceLintParams, type WorkspaceLintResult } from "../../server/src/lsp/protocol.js";

const scripts = "**/*.{ps1,psm1,cmd,bat,csv}";
const leftOut = "**/{node_modules,.git}/**";
/** Files sent at a time: progress shows and cancelling works between them. */
const portion = 50;

/** Checks every script of the workspace; what is found shows in the Problems panel. */
export async function lintWorkspace(client: BaseLanguageClient): Promise<void> {
  const files = await vscode.workspace.findFiles(scripts, leftOut);
  const total = { files: 0, findings: 0, unreadable: [] as string[] };
  const isComplete = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: "Checking Exchange/RMS scripts", cancellable: true },
    async (progress, token) => {
      for (let start = 0; start < files.length; start += portion) {
        const params: WorkspaceLintParams = { uris: files.slice(start, start + portion).map((file) => file.toString()) };
        const result = await client.sendRequest<WorkspaceLintResult>(lintWorkspaceRequest, params, token).catch(() => null);
        if (result === null) return false;
        total.files += result.files;
        total.findings += result.findings;
        total.unreadable.push(...result.unreadable);
        progress.report({ increment: (100 * params.uris.length) / files.length, message: `${total.files} of ${files.length}` });
        if (token.isCancellationRequested || !result.isComplete) return false;
      }
      return true;
    },
  );
  const parts = [`${total.files} ${total.files === 1 ? "script" : "scripts"} checked, ${total.findings} found.`];
  if (total.unreadable.length > 0) parts.push(`Not readable: ${total.unreadable.map(nameOf).join(", ")}.`);
  if (!isComplete) parts.push("Stopped before the end.");
  const showProblems = "Show Problems";
  const chosen = await vscode.window.showInformationMessage(parts.join(" "), ...(total.findings > 0 ? [showProblems] : []));
  if (chosen === showProblems) await vscode.commands.executeCommand("workbench.actions.view.problems");
}

function nameOf(uri: string): string {
  return vscode.workspace.asRelativePath(vscode.Uri.parse(uri));
}
