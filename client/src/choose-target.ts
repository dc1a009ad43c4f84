import * as vscode from "vscode";
import { l10n } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { type TargetChoice, targetsRequest } from "../../server/src/lsp/protocol.js";

interface TargetItem extends vscode.QuickPickItem {
  readonly value: string;
}

type Place = "script" | "workspace" | "user";

const comment = /^[ \t]*#[ \t]*exchange-rms-target:.*$/im;

/** Asks where scripts will run and writes the answer into the script or the settings. */
export async function chooseTarget(client: BaseLanguageClient): Promise<void> {
  const choices = await client.sendRequest<TargetChoice[]>(targetsRequest);
  const any: TargetItem = { label: l10n.t("Any"), description: l10n.t("Say only what is wrong everywhere"), value: "" };
  const items = choices.map(({ value, description }): TargetItem => ({ label: value, description, value }));
  const target = await vscode.window.showQuickPick([any, ...items], {
    title: l10n.t("Where will the script run?"),
    placeHolder: l10n.t("Product, and update where it matters: 2019 CU14, SE, Online"),
    matchOnDescription: true,
  });
  if (target === undefined) return;
  const place = await choosePlace();
  if (place === "script") await writeComment(target.value);
  else if (place !== undefined) {
    const scope = place === "workspace" ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
    await vscode.workspace.getConfiguration("exchangeRms").update("target", target.value, scope);
  }
}

async function choosePlace(): Promise<Place | undefined> {
  const places: (vscode.QuickPickItem & { readonly place: Place })[] = [];
  if (vscode.window.activeTextEditor?.document.languageId === "powershell") {
    places.push({
      label: l10n.t("This script"),
      description: l10n.t("A comment at its top, which everyone who reads it sees"),
      place: "script",
    });
  }
  if (vscode.workspace.workspaceFolders !== undefined) {
    places.push({ label: l10n.t("This workspace"), description: l10n.t("The setting exchangeRms.target"), place: "workspace" });
  }
  places.push({ label: l10n.t("Everywhere"), description: l10n.t("The setting exchangeRms.target of the user"), place: "user" });
  return (await vscode.window.showQuickPick(places, { title: l10n.t("For which scripts?") }))?.place;
}

/** Puts the comment at the script's top, or in the place of the one that is there; an empty target takes it away. */
async function writeComment(target: string): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return;
  const { document } = editor;
  const found = comment.exec(document.getText());
  const text = `# exchange-rms-target: ${target}`;
  await editor.edit((edit) => {
    if (found === null) {
      if (target !== "") edit.insert(new vscode.Position(0, 0), `${text}\n`);
      return;
    }
    const { range, rangeIncludingLineBreak } = document.lineAt(document.positionAt(found.index));
    if (target === "") edit.delete(rangeIncludingLineBreak);
    else edit.replace(range, text);
  });
}
