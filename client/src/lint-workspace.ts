import * as vscode from "vscode";
import { l10n } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { lintWorkspaceRequest, type WorkspaceLintParams, type WorkspaceLintResult } from "../../server/src/lsp/protocol.js";

const scripts = /\.(ps1|psm1|cmd|bat|csv)$/i;
const leftOut: readonly string[] = ["node_modules", ".git"];
/** Files sent at a time: progress shows and cancelling works between them. */
const portion = 50;

interface Total {
  files: number;
  findings: number;
  readonly unreadable: string[];
}

/** Checks every script of the workspace; what is found shows in the Problems panel. */
export async function lintWorkspace(client: BaseLanguageClient): Promise<void> {
  const total: Total = { files: 0, findings: 0, unreadable: [] };
  const isComplete = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: l10n.t("Checking Exchange/RMS scripts"), cancellable: true },
    (progress, token) => checkAll(client, total, progress, token),
  );
  const parts = [l10n.t("Scripts checked: {0}. Problems found: {1}.", total.files, total.findings)];
  if (total.unreadable.length > 0) parts.push(l10n.t("Not readable: {0}.", total.unreadable.map(nameOf).join(", ")));
  if (!isComplete) parts.push(l10n.t("Stopped before the end."));
  const showProblems = l10n.t("Show Problems");
  const chosen = await vscode.window.showInformationMessage(parts.join(" "), ...(total.findings > 0 ? [showProblems] : []));
  if (chosen === showProblems) await vscode.commands.executeCommand("workbench.actions.view.problems");
}

/** False when it was cancelled, or the server went away. */
async function checkAll(
  client: BaseLanguageClient,
  total: Total,
  progress: vscode.Progress<{ message?: string; increment?: number }>,
  token: vscode.CancellationToken,
): Promise<boolean> {
  const files = await findScripts(token);
  for (let start = 0; start < files.length; start += portion) {
    if (token.isCancellationRequested) return false;
    const params: WorkspaceLintParams = { uris: files.slice(start, start + portion).map((file) => file.toString()) };
    const result = await client.sendRequest<WorkspaceLintResult>(lintWorkspaceRequest, params, token).catch(() => null);
    if (result === null) return false;
    total.files += result.files;
    total.findings += result.findings;
    total.unreadable.push(...result.unreadable);
    progress.report({ increment: (100 * params.uris.length) / files.length, message: l10n.t("{0} of {1}", total.files, files.length) });
    if (!result.isComplete) return false;
  }
  return !token.isCancellationRequested;
}

/** The scripts of all folders. Folders are read one by one: a search is not to be had for every kind of workspace. */
async function findScripts(token: vscode.CancellationToken): Promise<vscode.Uri[]> {
  const found: vscode.Uri[] = [];
  const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri);
  for (let folder = folders.shift(); folder !== undefined && !token.isCancellationRequested; folder = folders.shift()) {
    for (const [name, type] of await entriesOf(folder)) {
      const entry = vscode.Uri.joinPath(folder, name);
      // A link to a folder has another number: following it could go round in circles.
      if (type === vscode.FileType.Directory && !leftOut.includes(name)) folders.push(entry);
      else if ((type & vscode.FileType.File) !== 0 && scripts.test(name)) found.push(entry);
    }
  }
  return found;
}

async function entriesOf(folder: vscode.Uri): Promise<[string, vscode.FileType][]> {
  try {
    return await vscode.workspace.fs.readDirectory(folder);
  } catch {
    return [];
  }
}

function nameOf(uri: string): string {
  return vscode.workspace.asRelativePath(vscode.Uri.parse(uri));
}
