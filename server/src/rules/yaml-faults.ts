import { load, YAMLException } from "js-yaml";
import type { Span } from "../syntax/ast.js";

/** The limits every YAML text is read with. Aliases are refused: they are not needed, and can make a small text huge. */
export const yamlLimits = { maxAliases: 0, maxDepth: 50 };

/** Why a text is no YAML, with its place. */
export interface YamlFault {
  readonly message: string;
  readonly place: Span;
}

/**
 * What the YAML reader's complaint means for whoever wrote the text. The reader stops where it can go no further, which may be lines
 * behind the cause.
 */
export function explainYaml(error: unknown, text: string): YamlFault {
  const reason = error instanceof YAMLException ? error.reason : "";
  const at = Math.min((error instanceof YAMLException ? error.mark?.position : undefined) ?? 0, text.length);
  const explain = explanations.find(([pattern]) => pattern.test(reason))?.[1] ?? notReadable;
  const { message, place } = explain(text, at);
  return { message: `This is not YAML: ${message}`, place };
}

type Explain = (text: string, at: number) => YamlFault;

const explanations: readonly (readonly [RegExp, Explain])[] = [
  [/^(?:deficient indentation|unexpected end of the (?:stream|document) within)/, leftOpen],
  [/^bad indentation of a mapping entry/, (text, at) => (isOwnLine(text, at) ? misplacedLine(text, at) : leftOver(text, at))],
  [/^bad indentation of a sequence entry/, misplacedLine],
  [/^tab characters must not/, (text, at) => told("a tab indents this line. Indent with blanks.", lineAt(text, at))],
  [/^can not read a block mapping entry|^expected ':' after/, (text, at) => noColon(lineBefore(text, at), text)],
  [
    /^end of the stream or a document separator/,
    (text, at) => (text[at] === ":" ? noColon(firstLine(text), text) : misplacedLine(text, at)),
  ],
  [/^duplicated mapping key/, (text, at) => told("this key stands here twice. Keep one.", pieceAt(text, at, /^[^\n:]+/))],
  [/alias|\banchor\b/, (text, at) => inQuotes(text, pieceAt(text, at - 1, /^[^\s,[\]{}]+/))],
  [/\btag\b/i, (text, at) => inQuotes(text, restOfLine(text, at))],
  [/directive/i, (text, at) => inQuotes(text, lineAt(text, at))],
  [
    /escape sequence|hexadecimal/,
    (text, at) => told("in double quotes a backslash is written twice. Single quotes take it as it is.", lineAt(text, at)),
  ],
  [/^expected a single document/, (text) => told("a second document begins here. One is read: leave out the `---`.", secondDocument(text))],
  [/non-printable|JSON character/, (text, at) => told("a character stands here that a text cannot hold.", lineAt(text, at))],
  [/^nesting exceeded/, (text, at) => told("lists and mappings lie too deep in each other.", lineAt(text, at))],
  [/^missed comma/, (text, at) => told("a comma is missing before this.", restOfLine(text, at))],
  [/^expected the node content/, (text, at) => told("a value is missing before this comma.", restOfLine(text, at))],
];

function notReadable(text: string, at: number): YamlFault {
  return told("it cannot be read from here on. Compare indentation, colons and quotes with the lines above.", lineAt(text, at));
}

function misplacedLine(text: string, at: number): YamlFault {
  const message =
    "this line's indentation does not fit the lines above. What belongs together begins in one column, what belongs to a key further right.";
  return told(message, lineAt(text, at));
}

function leftOver(text: string, at: number): YamlFault {
  const place = restOfLine(text, at);
  if (/^- /.test(text.slice(place.start, place.end))) return told("a list behind a key begins on the next line.", place);
  const found = text.slice(place.start, place.end);
  return told(`\`${found}\` cannot stand here. Put the whole value in single quotes, and write a single quote in it twice.`, place);
}

function inQuotes(text: string, place: Span): YamlFault {
  const found = text.slice(place.start, place.end);
  return told(`\`${found}\` needs quotes, as it begins with a sign of YAML's own: '${found.replaceAll("'", "''")}'.`, place);
}

function noColon(place: Span, text: string): YamlFault {
  return told(
    `\`${text.slice(place.start, place.end)}\` is no key with a value. Write \`key: value\`, with a blank behind the colon.`,
    place,
  );
}

/** A quote or bracket that is not closed shows itself where the next key begins, or at the end. */
function leftOpen(text: string, at: number): YamlFault {
  const opening = openingLine(text, at);
  if (opening === null) return misplacedLine(text, at);
  return told("a quote or bracket of this line is not closed. Close it, or indent the lines that belong to it.", opening);
}

/** How many lines back an opening quote or bracket is looked for: each costs a reading of the text. */
const mostLinesBack = 200;

function openingLine(text: string, at: number): Span | null {
  let end = at >= text.trimEnd().length ? text.length : text.lastIndexOf("\n", at - 1) + 1;
  let found: Span | null = null;
  for (let lines = 0; lines < mostLinesBack && end > 0 && isLeftOpen(text.slice(0, end)); lines++) {
    found = lineAt(text, end - 1);
    end = text.lastIndexOf("\n", end - 2) + 1;
  }
  return found;
}

function isLeftOpen(text: string): boolean {
  try {
    load(text, yamlLimits);
    return false;
  } catch (error) {
    return error instanceof YAMLException && /^(?:deficient indentation|unexpected end of the stream within)/.test(error.reason);
  }
}

/** Whether what is wrong is the line, and not something behind its key. */
function isOwnLine(text: string, at: number): boolean {
  const before = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  return before.trim() === "" || (text[at] === ":" && !/:\s/.test(before));
}

function told(message: string, place: Span): YamlFault {
  return { message, place };
}

/** The line at an offset without the blanks around it; where there is nothing, the last line before that holds something. */
function lineAt(text: string, at: number): Span {
  const end = text.slice(0, endOfLine(text, at)).trimEnd().length;
  const start = text.lastIndexOf("\n", end - 1) + 1;
  return trimmed(text, start, end);
}

function lineBefore(text: string, at: number): Span {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  return lineAt(text, Math.max(start - 1, 0));
}

function firstLine(text: string): Span {
  const start = /^(?:[^\S\n]*(?:#[^\n]*)?\n)*/.exec(text)?.[0].length ?? 0;
  return trimmed(text, start, endOfLine(text, start));
}

function secondDocument(text: string): Span {
  const start = [...text.matchAll(/^---/gm)].at(-1)?.index ?? 0;
  return { start, end: Math.min(start + 3, text.length) };
}

function restOfLine(text: string, at: number): Span {
  const comment = /\s#/.exec(text.slice(at, endOfLine(text, at)));
  return trimmed(text, at, comment ? at + comment.index : endOfLine(text, at));
}

function pieceAt(text: string, at: number, pattern: RegExp): Span {
  const piece = pattern.exec(text.slice(at))?.[0] ?? "";
  return { start: at, end: Math.min(at + Math.max(piece.length, 1), text.length) };
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end;
}

function trimmed(text: string, start: number, end: number): Span {
  const piece = text.slice(start, end);
  const from = start + piece.length - piece.trimStart().length;
  return { start: Math.min(from, end), end: Math.max(start + piece.trimEnd().length, Math.min(from + 1, text.length)) };
}
