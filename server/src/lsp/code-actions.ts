import type { CodeAction, CodeActionParams, Diagnostic, TextEdit as ProtocolEdit } from "vscode-languageserver";
import { CodeActionKind } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Finding, Fix, TextEdit } from "../rules/finding.js";
import { toRange } from "./diagnostics.js";
import type { Result } from "./validator.js";

/** Repairs every fault of the file whose repair is sure. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.exchange-rms`;

export const codeActionKinds: readonly string[] = [CodeActionKind.QuickFix, CodeActionKind.SourceFixAll, fixAllKind];

/** The actions for a range: repairs, repairs of all of one rule, suppressions, the rule's page; and fix-all where it is asked for. */
export function codeActions(document: TextDocument, result: Result, params: CodeActionParams): CodeAction[] {
  const all = result.shown;
  const only = params.context.only;
  const actions: CodeAction[] = [];

  if (only === undefined || only.some((kind) => isKind(CodeActionKind.QuickFix, kind))) {
    const start = document.offsetAt(params.range.start);
    const end = document.offsetAt(params.range.end);
    const here = all.filter(({ finding }) => finding.start <= end && finding.end >= start);
    const seen = new Set<string>();
    for (const one of here) {
      actions.push(...one.finding.fixes.map((fix) => fixAction(document, one.diagnostic, fix)));
    }
    for (const one of here) {
      if (seen.has(one.finding.rule)) continue;
      seen.add(one.finding.rule);
      const sameRule = all.filter(({ finding }) => finding.rule === one.finding.rule);
      const edits = combinedEdits(sameRule.map(({ finding }) => finding));
      if (sameRule.length > 1 && edits.length > 1) {
        actions.push({
          title: `Fix all '${one.finding.rule}' in this file`,
          kind: CodeActionKind.QuickFix,
          diagnostics: sameRule.map(({ diagnostic }) => diagnostic),
          edit: { changes: { [document.uri]: edits.map((edit) => toEdit(document, edit)) } },
        });
      }
    }
    for (const rule of seen) {
      const one = here.find(({ finding }) => finding.rule === rule);
      if (one === undefined || one.finding.url === "") continue;
      actions.push({
        title: `Open the documentation of '${rule}'`,
        kind: CodeActionKind.QuickFix,
        diagnostics: [one.diagnostic],
        command: { title: "Open documentation", command: "exchangeRms.openDocumentation", arguments: [one.finding.url] },
      });
    }
  }

  if (only?.some((kind) => isKind(fixAllKind, kind)) === true) {
    const edits = combinedEdits(all.map(({ finding }) => finding));
    if (edits.length > 0) {
      actions.push({
        title: "Fix all Exchange/RMS problems that have a sure fix",
        kind: fixAllKind,
        edit: { changes: { [document.uri]: edits.map((edit) => toEdit(document, edit)) } },
      });
    }
  }
  return actions;
}

/** The edits of every preferred fix, in the order of the text; a fix that would touch what an earlier one touches is left out. */
export function combinedEdits(findings: readonly Finding[]): TextEdit[] {
  const taken: TextEdit[] = [];
  for (const finding of findings) {
    const fix = finding.fixes.find((one) => one.isPreferred);
    if (fix === undefined || fix.edits.some((edit) => taken.some((other) => overlaps(edit, other)))) continue;
    taken.push(...fix.edits);
  }
  return taken.sort((one, other) => one.start - other.start);
}

function overlaps(one: TextEdit, other: TextEdit): boolean {
  if (one.start === other.start) return true;
  return one.start < other.end && other.start < one.end;
}

function fixAction(document: TextDocument, diagnostic: Diagnostic, fix: Fix): CodeAction {
  return {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    isPreferred: fix.isPreferred,
    diagnostics: [diagnostic],
    edit: { changes: { [document.uri]: fix.edits.map((edit) => toEdit(document, edit)) } },
  };
}

function toEdit(document: TextDocument, edit: TextEdit): ProtocolEdit {
  return { range: toRange(document, edit), newText: edit.newText };
}

/** True where `kind` is `asked` or one of its descendants: `source.fixAll` asks for `source.fixAll.exchange-rms` too. */
function isKind(kind: string, asked: string): boolean {
  return asked === "" || kind === asked || kind.startsWith(`${asked}.`);
}
