import type { CodeAction, WorkspaceEdit } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { switchOffInConfiguration } from "../engine.js";
import type { WorkspaceSilence } from "./code-actions.js";
import { toRange } from "./diagnostics.js";

export interface SilenceInWorkspaceOptions {
  /** The configuration file for a document, there or not; null where there can be none. */
  readonly configurationFor: (uri: string) => Promise<string | null>;
  readonly readText: (uri: string) => Promise<string | null>;
}

/** Gives the action its edit of the configuration file; a sentence why there is none. Other actions are left as they are. */
export async function silenceInWorkspace(action: CodeAction, options: SilenceInWorkspaceOptions): Promise<CodeAction | string> {
  const asked = readData(action.data);
  if (asked === null) return action;
  const file = await options.configurationFor(asked.uri);
  if (file === null) return "Open a folder first: .exchange-rms.yaml stands at its root.";
  const text = await options.readText(file);
  const edit = switchOffInConfiguration(text ?? "", asked.rule);
  if (edit === null)
    return `Switch '${asked.rule}' off in ${file.slice(file.lastIndexOf("/") + 1)} by hand: it cannot be read, or says otherwise.`;
  const change = { range: toRange(TextDocument.create(file, "yaml", 0, text ?? ""), edit), newText: edit.newText };
  const documentChanges: WorkspaceEdit["documentChanges"] = [{ textDocument: { uri: file, version: null }, edits: [change] }];
  if (text === null) documentChanges.unshift({ kind: "create", uri: file, options: { ignoreIfExists: true } });
  return { ...action, edit: { documentChanges } };
}

function readData(data: unknown): WorkspaceSilence | null {
  if (typeof data !== "object" || data === null) return null;
  const { uri, rule } = data as Partial<Record<keyof WorkspaceSilence, unknown>>;
  return typeof uri === "string" && typeof rule === "string" ? { uri, rule } : null;
}
