import type { Span } from "./ast.js";

/** One word of a command in a cmd file. */
export interface BatchWord extends Span {
  /** What the program receives, without quotes and carets; null where a variable (`%name%`, `%1`, `!name!`) stands in it. */
  readonly text: string | null;
  /** True where a straight quote stands in it. */
  readonly isQuoted: boolean;
}

/** One command of a cmd file: a part of a line between `&`, `|` and parentheses. */
export interface BatchCommand extends Span {
  /** The program's name as written, without quotes; null where it holds a variable. */
  readonly name: string | null;
  readonly nameSpan: Span;
  /** The words after the name. */
  readonly words: readonly BatchWord[];
}

/** A cmd or bat file. */
export interface BatchScript {
  readonly text: string;
  readonly commands: readonly BatchCommand[];
  /** `rem` and `::` lines, whole. */
  readonly comments: readonly Span[];
}

/** Words of cmd.exe that stand before a command on the same line. */
const PREFIXES = new Set(["call", "else"]);

/**
 * Reads a cmd file as far as telling its commands and words apart needs it: quotes, `^`, `&`, `|`, parentheses, redirections,
 * `rem`, `::`, labels, variables. Any text gives a script; nothing is run or expanded.
 */
export function parseBatch(text: string): BatchScript {
  const commands: BatchCommand[] = [];
  const comments: Span[] = [];
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const state: State = { text, commands, comments, depth: 0 };
  while (at < text.length) at = readLine(state, at);
  return { text, commands, comments };
}

interface State {
  readonly text: string;
  readonly commands: BatchCommand[];
  readonly comments: Span[];
  /** Open parentheses of blocks: only inside one does a `)` end something. */
  depth: number;
}

/** Reads one logical line (with `^` at its end, several) and returns where the next begins. */
function readLine(state: State, from: number): number {
  const { text, commands, comments } = state;
  let at = skipBlanks(text, from);
  if (text[at] === ":") {
    const end = endOfLine(text, at);
    if (text[at + 1] === ":") comments.push({ start: at, end });
    return nextLine(text, end);
  }
  let words: BatchWord[] = [];
  const flush = (): void => {
    const command = commandOf(text, words);
    if (command !== null) commands.push(command);
    words = [];
  };
  while (at < text.length) {
    at = skipBlanks(text, at);
    const char = text[at];
    if (char === undefined) break;
    if (char === "\n" || char === "\r") {
      flush();
      return nextLine(text, at);
    }
    if (char === "(" && opensBlock(words)) {
      words = [];
      state.depth += 1;
      at += 1;
      continue;
    }
    if (char === "&" || char === "|" || (char === ")" && state.depth > 0)) {
      if (char === ")") state.depth -= 1;
      flush();
      at += 1;
      continue;
    }
    if (char === "<" || char === ">") {
      at = skipRedirection(text, at);
      continue;
    }
    const word = readWord(text, at, state.depth > 0);
    const isFirst = words.length === 0;
    if (isFirst && /^@?rem$/i.test(word.text ?? "")) {
      const end = endOfLine(text, at);
      comments.push({ start: at, end });
      return nextLine(text, end);
    }
    at = word.end;
    if (isFirst && /^[12]$/.test(word.text ?? "") && (text[at] === ">" || text[at] === "<")) continue;
    if (isFirst && PREFIXES.has((word.text ?? "").toLowerCase())) continue;
    words.push(word);
  }
  flush();
  return at;
}

/** `if … (`, `for … do (` and a parenthesis at the start of a command. */
function opensBlock(words: readonly BatchWord[]): boolean {
  const first = words[0]?.text?.replace(/^@/, "").toLowerCase();
  if (first === undefined || first === "if") return true;
  return first === "for" && words.at(-1)?.text?.toLowerCase() === "do";
}

function commandOf(text: string, words: readonly BatchWord[]): BatchCommand | null {
  const rest = withoutCondition(words);
  const first = rest[0];
  const last = rest.at(-1);
  if (first === undefined || last === undefined) return null;
  const start = text[first.start] === "@" ? first.start + 1 : first.start;
  if (start >= first.end) return commandOf(text, rest.slice(1));
  return {
    start,
    end: last.end,
    name: first.text?.replace(/^@/, "") ?? null,
    nameSpan: { start, end: first.end },
    words: rest.slice(1),
  };
}

/** The command of `if [not] exist x …`, `if [not] a==b …`, `if errorlevel n …`, `if defined x …`, `for … do …`. */
function withoutCondition(words: readonly BatchWord[]): readonly BatchWord[] {
  if (/^@?for$/i.test(words[0]?.text ?? "")) {
    const keyword = words.findIndex((word) => word.text?.toLowerCase() === "do");
    return keyword < 0 ? [] : words.slice(keyword + 1);
  }
  if (!/^@?if$/i.test(words[0]?.text ?? "")) return words;
  let at = 1;
  while (/^(not|\/i)$/i.test(words[at]?.text ?? "")) at += 1;
  const test = words[at]?.text ?? null;
  if (test !== null && /^(exist|defined|errorlevel|cmdextversion)$/i.test(test)) return words.slice(at + 2);
  if (/^(equ|neq|lss|leq|gtr|geq|==)$/i.test(words[at + 1]?.text ?? "")) return words.slice(at + 3);
  return words.slice(at + 1);
}

function readWord(text: string, from: number, endsAtParenthesis: boolean): BatchWord {
  let at = from;
  let value = "";
  let isQuoted = false;
  let isKnown = true;
  let inQuotes = false;
  while (at < text.length) {
    const char = text[at] as string;
    if (char === "\n" || char === "\r") break;
    if (char === '"') {
      inQuotes = !inQuotes;
      isQuoted = true;
      at += 1;
      continue;
    }
    if (char === "%") {
      const variable = variableAt(text, at);
      if (variable === null) {
        value += char;
        at += text[at + 1] === "%" ? 2 : 1;
        continue;
      }
      isKnown = false;
      at = variable;
      continue;
    }
    if (char === "!") {
      const variable = /^![A-Za-z_][\w#$.]*!/.exec(text.slice(at, at + 80));
      if (variable !== null) {
        isKnown = false;
        at += variable[0].length;
        continue;
      }
    }
    if (!inQuotes) {
      if (char === "^") {
        const next = text[at + 1];
        if (next === "\r" || next === "\n" || next === undefined) break;
        value += next;
        at += 2;
        continue;
      }
      if (/[\s&|<>]/.test(char) || (char === ")" && endsAtParenthesis)) break;
    }
    value += char;
    at += 1;
  }
  return { text: isKnown ? value : null, start: from, end: Math.min(Math.max(at, from + 1), text.length), isQuoted };
}

/** End of `%name%`, `%1`, `%~dp0`, `%%i`; null where the sign stands for itself. */
function variableAt(text: string, at: number): number | null {
  const rest = text.slice(at, at + 200);
  const match = /^%%~?[a-z]*[a-z]\b|^%[a-z_(][^%\s]*%|^%~?[a-z$:]*[0-9*]/i.exec(rest);
  return match === null ? null : at + match[0].length;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const char = text[at];
    if (char === " " || char === "\t" || char === "\f" || char === "\v" || char === "\u00a0") {
      at += 1;
    } else if (char === "^" && (text[at + 1] === "\n" || text[at + 1] === "\r" || at + 1 === text.length)) {
      at = nextLine(text, at + 1);
    } else {
      break;
    }
  }
  return at;
}

function skipRedirection(text: string, from: number): number {
  let at = from;
  while (text[at] === ">" || text[at] === "<" || text[at] === "&") at += 1;
  at = skipBlanks(text, at);
  return text[at] === undefined || text[at] === "\n" || text[at] === "\r" ? at : readWord(text, at, false).end;
}

function endOfLine(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== "\n" && text[at] !== "\r") at += 1;
  return at;
}

/** Behind the line break at or after `from`. */
function nextLine(text: string, from: number): number {
  let at = endOfLine(text, from);
  if (text[at] === "\r") at += 1;
  if (text[at] === "\n") at += 1;
  return at;
}
