import type { ParsedScript, Span } from "../syntax/ast.js";
import type { TextEdit } from "./finding.js";
import { lineBreak } from "./fixes.js";
import { nodePath } from "./node-path.js";
import type { DocumentKind } from "./rule.js";
import { readDirectives } from "./suppressions.js";

/** A file as far as writing a comment into it goes. */
export interface Commentable {
  readonly text: string;
  readonly language: DocumentKind;
  readonly script: ParsedScript | null;
  readonly comments: readonly Span[];
}

/**
 * The edit that suppresses a finding by a comment: above its line, behind its line, or at the top of the file. An id joins a comment of the
 * same kind that stands there already. Null where no comment can stand: in CSV files, and behind a line that goes on.
 */
export function suppressionEdit(
  file: Commentable,
  finding: Span & { readonly rule: string },
  scope: "next-line" | "line" | "file",
): TextEdit | null {
  if (file.language === "csv") return null;
  const sign = file.language === "batch" ? "rem" : "#";
  const { text } = file;
  const directives = readDirectives(text, file.comments);
  if (scope === "file") {
    const existing = directives.find((directive) => directive.kind === "file" && directive.ids.length > 0);
    if (existing) return joining(existing.ids, finding.rule);
    return { start: 0, end: 0, newText: `${sign} exchange-rms-disable-file ${finding.rule}${lineBreak(text)}` };
  }
  if (scope === "line") {
    if (file.language === "batch") return null;
    const lineEnd = endOfLine(text, finding.start);
    const existing = directives.find(({ kind, comment, ids }) => kind === "line" && ids.length > 0 && comment.end === lineEnd);
    if (existing) return joining(existing.ids, finding.rule);
    const hasComment = file.comments.some((comment) => comment.start < lineEnd && lineEnd <= comment.end);
    if (hasComment || goesOn(file, lineEnd)) return null;
    return { start: lineEnd, end: lineEnd, newText: ` # exchange-rms-disable-line ${finding.rule}` };
  }
  let line = startOfLine(text, finding.start);
  while (line > 0 && goesOn(file, endOfLine(text, line - 1))) line = startOfLine(text, line - 1);
  const above = line > 0 ? endOfLine(text, line - 1) : -1;
  const existing = directives.find(({ kind, comment, ids }) => kind === "next-line" && ids.length > 0 && comment.end === above);
  if (existing) return joining(existing.ids, finding.rule);
  const indent = /^[ \t]*/.exec(text.slice(line))?.[0] ?? "";
  return { start: line, end: line, newText: `${indent}${sign} exchange-rms-disable-next-line ${finding.rule}${lineBreak(text)}` };
}

function joining(ids: readonly { readonly span: Span }[], rule: string): TextEdit | null {
  const last = ids[ids.length - 1];
  return last ? { start: last.span.end, end: last.span.end, newText: `, ${rule}` } : null;
}

/** Whether the text goes over the end of a line where no comment can stand: a backtick or caret, a string, a comment. */
function goesOn(file: Commentable, lineEnd: number): boolean {
  const { text, script } = file;
  if (script === null) return text.charAt(lineEnd - 1) === "^";
  if (text.charAt(lineEnd - 1) === "`") return true;
  if (file.comments.some((comment) => comment.start < lineEnd && lineEnd < comment.end)) return true;
  const place = { start: lineEnd, end: Math.min(text.length, lineEnd + 1) };
  return nodePath(script.root, place).some((node) => {
    const isString = node.kind === "StringConstantExpression" || node.kind === "ExpandableStringExpression";
    return isString && node.start < lineEnd && lineEnd < node.end;
  });
}

function startOfLine(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** The end of an offset's line, before the line break. */
function endOfLine(text: string, offset: number): number {
  const found = text.indexOf("\n", offset);
  const end = found < 0 ? text.length : found;
  return text.charAt(end - 1) === "\r" ? end - 1 : end;
}
