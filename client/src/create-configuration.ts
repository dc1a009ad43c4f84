import * as vscode from "vscode";

const fileName = ".exchange-rms.yaml";

const content = `# What Exchange/RMS PowerShell Config knows of the scripts in this folder and below.

# Where they run: a product, and an update where it matters. A list names files by pattern.
# target: 2019 CU14
# target:
#   - { files: online/**, target: Online }
#   - { files: "**", target: 2019 CU14 }

# Severities by rule or pattern: error, warning, information, hint, off.
# severities:
#   tlsauthlevel-*: error

# Files to leave alone.
# exclude: [archive/**]

# Names of your own.
# conventions:
#   smartHosts: ["*.contoso.com"]
#   tenants: [contoso-com]
`;

/** Opens the configuration file of the workspace's folder that the user is in, made first where there is none. */
export async function createConfiguration(): Promise<void> {
  const active = vscode.window.activeTextEditor?.document.uri;
  const folder = (active && vscode.workspace.getWorkspaceFolder(active)) ?? vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) {
    await vscode.window.showInformationMessage(vscode.l10n.t("Open a folder first: the configuration file stands at its root."));
    return;
  }
  const file = vscode.Uri.joinPath(folder.uri, fileName);
  if (!(await exists(file))) await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(content));
  await vscode.window.showTextDocument(file);
}

async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch {
    return false;
  }
}
