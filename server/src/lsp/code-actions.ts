import type { CodeAction, CodeActionParams, Diagnostic, TextEdit as ProtocolEdit } from "vscode-languageserver";
import { CodeActionKind } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { combineFixes, type Finding, type Fix, suppressionEdit, type TextEdit } from "../engine.js";
import { toDiagnostic, toRange } from "./diagnostics.js";
import type { Result } from "./validator.js";

/** Repairs every fault of the file whose repair is sure. */
const fixAllKind = `${CodeActionKind.SourceFixAll}.exchange-rms`;

export const codeActionKinds: readonly string[] = [CodeActionKind.QuickFix, fixAllKind];

/** The client's command that opens a rule's page. */
const openDocumentationCommand = "exchangeRms.openDocumentation";

/** The rules that no comment silences: they are about the text itself. */
const unsilenced: readonly string[] = ["syntax-error", "configuration"];

export interface CodeActionOptions {
  /** True where the editor has {@link openDocumentationCommand}. */
  readonly opensDocumentation: boolean;
  /** True where an edit may be asked for when the action is chosen, and may make a file: for {@link WorkspaceSilence}. */
  readonly editsConfiguration: boolean;
}

/** The `data` of the action that silences a rule in the workspace: its edit reads a file, and is only made when it is chosen. */
export interface WorkspaceSilence {
  readonly uri: string;
  readonly rule: string;
}

/** A finding and the diagnostic that tells it. */
interface Shown {
  readonly finding: Finding;
  readonly diagnostic: Diagnostic;
}

/** The actions for a range: repairs, repairs of all of one rule, suppressions, the rule's page; and fix-all where it is asked for. */
export function codeActions(document: TextDocument, result: Result, params: CodeActionParams, options: CodeActionOptions): CodeAction[] {
  const { only } = params.context;
  const actions: CodeAction[] = [];
  if (only === undefined || only.some((asked) => isKind(CodeActionKind.QuickFix, asked))) {
    actions.push(...quickFixes(document, result, params, options));
  }
  if (only?.some((asked) => isKind(fixAllKind, asked)) === true) {
    const edits = preferredEdits(result.shown);
    if (edits.length > 0) {
      actions.push({ title: "Fix all Exchange/RMS problems that have a sure fix", kind: fixAllKind, edit: workspaceEdit(document, edits) });
    }
  }
  return actions;
}

function quickFixes(document: TextDocument, result: Result, params: CodeActionParams, options: CodeActionOptions): CodeAction[] {
  const start = document.offsetAt(params.range.start);
  const end = document.offsetAt(params.range.end);
  const here = result.shown
    .filter((finding) => finding.start <= end && finding.end >= start)
    .map((finding): Shown => ({ finding, diagnostic: toDiagnostic(document, finding) }));
  const firstOfRule = new Map<string, Shown>();
  for (const one of here) if (!firstOfRule.has(one.finding.rule)) firstOfRule.set(one.finding.rule, one);
  const rules = [...firstOfRule.values()];
  return [
    ...here.flatMap(({ finding, diagnostic }) => finding.fixes.map((fix) => fixAction(document, diagnostic, fix))),
    ...rules.flatMap(({ finding }) => fixAllOfRule(document, result, finding.rule)),
    ...rules.flatMap((one) => suppressions(document, result, one)),
    ...(options.editsConfiguration ? rules.flatMap((one) => workspaceSuppression(document, one)) : []),
    ...(options.opensDocumentation ? rules.flatMap(documentation) : []),
  ];
}

function fixAction(document: TextDocument, diagnostic: Diagnostic, fix: Fix): CodeAction {
  return {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    isPreferred: fix.isPreferred,
    diagnostics: [diagnostic],
    edit: workspaceEdit(document, fix.edits),
  };
}

function fixAllOfRule(document: TextDocument, result: Result, rule: string): CodeAction[] {
  const same = result.shown.filter((finding) => finding.rule === rule);
  const fixable = same.filter((finding) => finding.fixes.some((fix) => fix.isPreferred));
  if (fixable.length < 2) return [];
  return [
    {
      title: `Fix all '${rule}' in this file`,
      kind: CodeActionKind.QuickFix,
      diagnostics: fixable.map((finding) => toDiagnostic(document, finding)),
      edit: workspaceEdit(document, preferredEdits(fixable)),
    },
  ];
}

function suppressions(document: TextDocument, result: Result, { finding, diagnostic }: Shown): CodeAction[] {
  const { analysis } = result;
  if (analysis === null || unsilenced.includes(finding.rule)) return [];
  const scopes = [
    ["next-line", `Silence '${finding.rule}' here with a comment above`],
    ["line", `Silence '${finding.rule}' here with a comment behind`],
    ["file", `Silence '${finding.rule}' in this file`],
  ] as const;
  return scopes.flatMap(([scope, title]) => {
    const edit = suppressionEdit(analysis, finding, scope);
    if (edit === null) return [];
    return [{ title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], edit: workspaceEdit(document, [edit]) }];
  });
}

function workspaceSuppression({ uri }: TextDocument, { finding: { rule }, diagnostic }: Shown): CodeAction[] {
  if (unsilenced.includes(rule)) return [];
  const data: WorkspaceSilence = { uri, rule };
  return [
    { title: `Silence '${rule}' in the workspace (.exchange-rms.yaml)`, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], data },
  ];
}

function documentation({ finding, diagnostic }: Shown): CodeAction[] {
  if (finding.url === "") return [];
  return [
    {
      title: `Open the documentation of '${finding.rule}'`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      command: { title: "Open documentation", command: openDocumentationCommand, arguments: [finding.url] },
    },
  ];
}

/** The edits of every preferred fix that can be made at once. */
function preferredEdits(findings: readonly Finding[]): readonly TextEdit[] {
  return combineFixes(findings.flatMap((finding) => finding.fixes.find((fix) => fix.isPreferred) ?? []));
}

function workspaceEdit(document: TextDocument, edits: readonly TextEdit[]): NonNullable<CodeAction["edit"]> {
  const changes: ProtocolEdit[] = edits.map((edit) => ({ range: toRange(document, edit), newText: edit.newText }));
  return { changes: { [document.uri]: changes } };
}

/** True where `kind` is `asked` or one of its descendants: `source.fixAll` asks for `source.fixAll.exchange-rms` too. */
function isKind(kind: string, asked: string): boolean {
  return asked === "" || kind === asked || kind.startsWith(`${asked}.`);
}
