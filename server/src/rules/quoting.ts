import type { Node } from "../syntax/ast.js";

/** A text that PowerShell reads as a string when it stands bare in a command: no variable, table, quote, number, list or parenthesis. */
function isBareWord(source: string): boolean {
  return /^[A-Za-z_*][A-Za-z0-9_.*:/\\+-]*$/.test(source);
}

/** Whether a source text is a plain string in quotes, and which. */
function quoteOf(source: string): "'" | '"' | null {
  const found = /^(['"])[^'"`$]*\1$/.exec(source);
  return found ? (found[1] as "'" | '"') : null;
}

/** New source for an argument at a call: where the old one is a quoted string and the new one a bare word, the quotes stay. */
export function nearQuotes(text: string, old: Node, source: string): string {
  if (!isBareWord(source) || old.kind !== "StringConstantExpression" || old.form === "bare") return source;
  return quoted(source, old.form === "double" || old.form === "doubleHere" ? '"' : "'", text, old);
}

/** New source for a value in a table, where what stands bare at a call needs quotes: words, lists of them, times, addresses. */
export function inTable(text: string, old: Node | null, source: string): string {
  const isDouble = old?.kind === "StringConstantExpression" && (old.form === "double" || old.form === "doubleHere");
  const items = source.split(/(\s*,\s*)/);
  return items
    .map((item, index) => {
      if (index % 2 === 1 || !needsQuotes(item)) return item;
      return old === null || items.length > 1 ? `'${item}'` : quoted(item, isDouble ? '"' : "'", text, old);
    })
    .join("");
}

/** Whether a bare argument is no expression: neither variable, string, table, parenthesis nor number. */
function needsQuotes(item: string): boolean {
  return /^[\w*.:/\\+-]+$/.test(item) && !/^-?(?:\d+(?:\.\d+)?|0x[0-9a-f]+)(?:[kmgtp]b)?$/i.test(item);
}

/**
 * A value's text in the place of a whole node: inside the quotes of the string that stands there, bare where that was bare and the text can
 * be. Source text that brings its own quotes, a variable, a table or a parenthesis stays as it is.
 */
export function asSource(text: string, old: Node, replacement: string): string {
  if (old.kind !== "StringConstantExpression") return replacement;
  if (quoteOf(replacement) !== null || /^[$@(]/.test(replacement) || replacement === "") return replacement;
  if (old.form === "bare") return replacement;
  return quoted(replacement, old.form === "double" || old.form === "doubleHere" ? '"' : "'", text, old);
}

function quoted(value: string, quote: "'" | '"', text: string, old: Node): string {
  // Curly quotes stay curly: PowerShell takes any of them.
  const first = text.charAt(old.start);
  const last = text.charAt(old.end - 1);
  const isHere = first === "@";
  const inner = quote === "'" ? value.replaceAll("'", "''") : value.replaceAll("`", "``").replaceAll('"', '`"').replaceAll("$", "`$");
  return isHere || !/[\u2018-\u201e]/.test(first) ? quote + inner + quote : first + inner + last;
}
