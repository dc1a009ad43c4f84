import type { Span } from "../syntax/ast.js";
import { variableEnd } from "../syntax/batch.js";
import type { NativeCall, Word } from "./call.js";
import type { DocumentKind } from "./rule.js";
import { spanInString } from "./span.js";

/** PowerShell code that a line hands to another PowerShell: what stands at `start` in the file, letter by letter or blanked out. */
export interface EmbeddedScript {
  readonly start: number;
  /** As long as what it stands for, so that its offsets and the file's differ by `start` alone. */
  readonly text: string;
}

type Form = "command" | "file";

/** Options of powershell.exe and pwsh that are followed by a value of their own, and those that stand alone, as far as they are short for one. */
const WITH_VALUE = /^[-/](ex|ep|execution|ps|v|w|in|if|o|config|wd|work|settings|custom)/i;
const ALONE = /^[-/](nop|nol|noni|noe|sta|mta|l)/i;

/**
 * The code in `powershell -Command "…"` and `powershell -File SCRIPT …`, in a cmd file or a script; null where there is none, or where it
 * is not certain what PowerShell would read.
 */
export function embeddedScript(call: NativeCall, text: string, language: DocumentKind): EmbeddedScript | null {
  if (!/^(powershell|pwsh)$/.test(call.name) || call.isOpen) return null;
  const found = findCode(call);
  if (found === null) return null;
  const { form, words, before } = found;
  // A line that stands in a script as text has the rules of a cmd file for its quotes, and must be one piece.
  const isLine = language === "batch" || call.command === null;
  if (isLine) {
    const isPiece = language === "batch" || !/["'`\u2018-\u201f]/.test(sliceOf(words, text));
    if (!isPiece) return null;
    return form === "file" ? ofFile(words, before, text, isPlainInLine) : ofLine(words, text);
  }
  return form === "file" ? ofFile(words, before, text, isPlainInScript) : ofText(words, text);
}

/** The words behind `-Command` or `-File`; without either, what comes first is a command to powershell.exe and a file to pwsh. */
function findCode(call: NativeCall): { readonly form: Form; readonly words: readonly Word[]; readonly before: Span } | null {
  const { words } = call;
  let at = 0;
  for (; at < words.length; at += 1) {
    const word = words[at];
    const option = word?.text ?? null;
    if (word === undefined || option === null) return null;
    const form = /^[-/]c/i.test(option) && !WITH_VALUE.test(option) ? "command" : /^[-/]f/i.test(option) ? "file" : null;
    if (form !== null) return at + 1 < words.length ? { form, words: words.slice(at + 1), before: word.span } : null;
    if (WITH_VALUE.test(option)) at += 1;
    else if (!ALONE.test(option)) break;
  }
  const first = words[at]?.text ?? "-";
  if (/^[-/]/.test(first)) return null;
  return { form: call.name === "pwsh" ? "file" : "command", words: words.slice(at), before: call.nameSpan };
}

function sliceOf(words: readonly Word[], text: string): string {
  return text.slice(words[0]?.span.start, words.at(-1)?.span.end);
}

/** `-File SCRIPT WORDS…`: the words are texts, so that only those are read that PowerShell would read the same. */
function ofFile(words: readonly Word[], before: Span, text: string, isPlain: (raw: string) => boolean): EmbeddedScript | null {
  const [script] = words;
  if (script === undefined || script.span.start - before.start < 2) return null;
  if (!words.every(({ span }) => isPlain(text.slice(span.start, span.end)))) return null;
  const code = withVariables(sliceOf(words, text)).replace(/\^\r?\n/g, (lineEnd) => " ".repeat(lineEnd.length));
  return { start: before.start, text: `${" ".repeat(script.span.start - before.start - 2)}& ${code}` };
}

function isPlainInLine(raw: string): boolean {
  const known = raw.replace(/%~?\w+%?/g, "x");
  return /^"/.test(known) ? /^"[^"`$%]*"$/.test(known) : !/["'`$(){};,|&<>^%\u2018-\u201f]|^[@#]/.test(known);
}

/** In a script variables are filled in before the program gets the words; `$true` becomes the word `True`. */
function isPlainInScript(raw: string): boolean {
  if (/\$(true|false|null)\b/i.test(raw)) return false;
  return /^"[^"`]*"$|^'[^']*'$/.test(raw) || !/["'`(){};,|&<>\u2018-\u201f]|^[@#]/.test(raw);
}

/** `%NAME%` as a variable of the same length, which nobody knows the value of. */
function withVariables(raw: string): string {
  let code = "";
  for (let at = 0; at < raw.length; ) {
    const end = raw.charAt(at) === "%" ? variableEnd(raw, at) : null;
    code += end === null ? raw.charAt(at) : variableFor(raw.slice(at, end));
    at = end ?? at + 1;
  }
  return code;
}

function variableFor(written: string): string {
  const isFolder = /^%~\w*p\d$/i.test(written);
  return `$${"q".repeat(written.length - (isFolder ? 2 : 1))}${isFolder ? "\\" : ""}`;
}

/** `-Command WORDS…` in a cmd file: the program takes quotes away and hands on what is left. */
function ofLine(words: readonly Word[], text: string): EmbeddedScript | null {
  const raw = sliceOf(words, text);
  const start = words[0]?.span.start ?? 0;
  const isDelayed = /enabledelayedexpansion/i.test(text);
  let code = "";
  let isQuoted = false;
  let inside: "'" | '"' | null = null;
  for (let at = 0; at < raw.length; ) {
    const char = raw.charAt(at);
    const next = raw.charAt(at + 1);
    if (/[\u2018-\u201f`]/.test(char)) return null;
    if (char === "\\" && next === '"') {
      if (inside === "'") return null;
      const isOpening: boolean = inside === null;
      // The blank in the backslash's place must not part what belongs together.
      if (isOpening ? /[\w.$\])]$/.test(code) : /[\w.[:(]/.test(raw.charAt(at + 2))) return null;
      inside = isOpening ? '"' : null;
      code += isOpening ? ' "' : '" ';
      at += 2;
    } else if (char === '"') {
      const isAtEdge = isQuoted ? /^\s?$/.test(next) : at === 0 || /\s/.test(raw.charAt(at - 1));
      if (!isAtEdge || inside !== null) return null;
      isQuoted = !isQuoted;
      code += " ";
      at += 1;
    } else if (char === "%") {
      const end = variableEnd(raw, at);
      if (inside === "'") return null;
      code += end === null ? char : variableFor(raw.slice(at, end));
      at = end ?? at + 1;
    } else if (!isQuoted && char === "^") {
      if (!/[\r\n&|<>()]/.test(next)) return null;
      code += next === "\r" || next === "\n" ? "  " : ` ${next}`;
      at += 2;
    } else if ((char === "!" && isDelayed) || (!isQuoted && /[&|<>]/.test(char))) {
      return null;
    } else {
      if (char === "'" && inside !== '"') inside = inside === "'" ? null : "'";
      code += char === "\n" || char === "\r" ? " " : char;
      at += 1;
    }
  }
  return inside === null ? { start, text: code } : null;
}

/** `-Command 'code'` in a script: the text as it stands between its quotes. Bare words are read where nothing in them is PowerShell's own. */
function ofText(words: readonly Word[], text: string): EmbeddedScript | null {
  const [first] = words;
  if (first === undefined) return null;
  const { value } = first;
  if (words.length === 1 && value?.kind === "string" && value.origin !== null) {
    const { start, end } = spanInString(text, value.origin, value.value, 0, value.value.length);
    return text.slice(start, end) === value.value && !value.value.includes('"') ? { start, text: value.value } : null;
  }
  const raw = sliceOf(words, text);
  return /["'`$(){};,|&<>\u2018-\u201f]/.test(raw) ? null : { start: first.span.start, text: raw };
}
