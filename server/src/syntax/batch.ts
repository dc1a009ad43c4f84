import type { Span } from "./ast.js";
import { type BatchVariables, batchVariables } from "./batch-variables.js";

/** One word of a command in a cmd file. */
export interface BatchWord extends Span {
  /** What the program receives, without quotes and carets; null where a variable stands in it (`%name%`, `%1`, `!name!`) whose value is not certain. */
  readonly text: string | null;
  /** True where a straight quote stands in it. */
  readonly isQuoted: boolean;
}

/** One command of a cmd file: a part of a line between `&`, `|` and parentheses. */
export interface BatchCommand extends Span {
  /** The program's name as written, without quotes; its file's name alone where a variable holds the folder; null where it holds another one. */
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
 * `rem`, `::`, labels, variables. Any text gives a script; nothing is run, and no variable expanded but those that one `set` makes certain.
 */
export function parseBatch(text: string): BatchScript {
  const commands: BatchCommand[] = [];
  const comments: Span[] = [];
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const state: State = { text, commands, comments, variables: batchVariables(text), depth: 0 };
  while (at < text.length) at = readLine(state, at);
  return { text, commands, comments };
}

interface State {
  readonly text: string;
  readonly commands: BatchCommand[];
  readonly comments: Span[];
  readonly variables: BatchVariables;
  /** Open parentheses of blocks: only inside one does a `)` end something. */
  depth: number;
}

/** Reads one logical line (with `^` at its end, several) and returns where the next begins. */
function readLine(state: State, from: number): number {
  const { text, commands, comments, variables } = state;
  let at = skipBlanks(text, from);
  if (text[at] === ":") {
    const end = endOfLine(text, at);
    if (text[at + 1] === ":") comments.push({ start: at, end });
    else variables.jump();
    return nextLine(text, end);
  }
  let words: BatchWord[] = [];
  let isCalled = false;
  let isAlone = true;
  // A line is expanded before it runs: what it sets counts from the next one on.
  const effects: (() => void)[] = [];
  const flush = (): void => {
    const command = commandOf(text, words);
    if (command !== null) {
      commands.push(command);
      // Not behind `if`, `for`, `else`, `&&` or `||`, nor in a block.
      const isCertain = state.depth === 0 && isAlone && command.start <= (words[0]?.end ?? 0);
      const wasCalled = isCalled;
      effects.push(() => takeEffect(command, text, variables, isCertain, wasCalled));
    }
    words = [];
    isCalled = false;
    isAlone = false;
  };
  const endLine = (next: number): number => {
    for (const effect of effects) effect();
    return next;
  };
  while (at < text.length) {
    at = skipBlanks(text, at);
    const char = text[at];
    if (char === undefined) break;
    if (char === "\n" || char === "\r") {
      flush();
      return endLine(nextLine(text, at));
    }
    if (char === "(" && opensBlock(words)) {
      words = [];
      state.depth += 1;
      at += 1;
      continue;
    }
    if (char === "&" || char === "|" || (char === ")" && state.depth > 0)) {
      flush();
      if (char === ")") state.depth -= 1;
      at += 1;
      continue;
    }
    if (char === "<" || char === ">") {
      at = skipRedirection(text, at);
      continue;
    }
    const word = readWord(text, at, state.depth > 0, variables);
    const isFirst = words.length === 0;
    if (isFirst && /^@?rem$/i.test(word.text ?? "")) {
      const end = endOfLine(text, at);
      comments.push({ start: at, end });
      return endLine(nextLine(text, end));
    }
    at = word.end;
    if (/^\d$/.test(word.text ?? "") && (text[at] === ">" || text[at] === "<")) continue;
    if (isFirst && PREFIXES.has((word.text ?? "").toLowerCase())) {
      if (word.text?.toLowerCase() === "call") isCalled = true;
      else isAlone = false;
      continue;
    }
    words.push(word);
  }
  flush();
  return endLine(at);
}

/** What a command does to the variables of the lines after it. */
function takeEffect(command: BatchCommand, text: string, variables: BatchVariables, isCertain: boolean, isCalled: boolean): void {
  const name = command.name?.toLowerCase();
  if (name === "endlocal" || (isCalled && !command.name?.startsWith(":"))) variables.forget();
  else if (isCalled || name === "goto") variables.jump();
  else if (name === "set") takeAssignment(command, text, variables, isCertain);
}

function takeAssignment({ words, end }: BatchCommand, text: string, variables: BatchVariables, isCertain: boolean): void {
  const isComputed = /^\/[ap]$/i.test(words[0]?.text ?? "");
  const first = words[isComputed ? 1 : 0];
  if (first === undefined) return;
  const isWhole = words.length === 1 && text.charAt(first.start) === '"' && first.text !== null;
  const written = isWhole ? (first.text ?? "") : text.slice(first.start, end);
  const equals = written.indexOf("=");
  if (equals < 0) return;
  const target = written
    .slice(0, equals)
    .replace(/^"/, "")
    .replace(/[-+*/]$/, "")
    .trim();
  const value = written.slice(equals + 1);
  // Without quotes blanks at the end of the line belong to the value.
  const blanks = isWhole ? "" : (/^[ \t]*/.exec(text.slice(end))?.[0] ?? "");
  const isPlain = isWhole || !/[%!^"]/.test(value);
  variables.assign(target, isPlain && isCertain && !isComputed && value !== "" ? value + blanks : null);
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
    name: first.text?.replace(/^@/, "") ?? fileName(text.slice(first.start, first.end)),
    nameSpan: { start, end: first.end },
    words: rest.slice(1),
  };
}

/** `%SystemRoot%\System32\netsh.exe`, `"%~dp0tool.exe"`: the file's name. */
function fileName(written: string): string | null {
  return /(?:[\\/]|^"?%~dp0)([\w.-]+)"?$/i.exec(written)?.[1] ?? null;
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

function readWord(text: string, from: number, endsAtParenthesis: boolean, variables: BatchVariables): BatchWord {
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
      const variable = variableEnd(text, at);
      if (variable === null) {
        value += char;
        at += text[at + 1] === "%" ? 2 : 1;
        continue;
      }
      const expanded = certainValue(text.slice(at, variable), inQuotes, variables);
      isKnown &&= expanded !== null;
      value += expanded ?? "";
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

/** What `%name%` stands for; null where that is not certain, or would fall into several words. */
function certainValue(written: string, inQuotes: boolean, variables: BatchVariables): string | null {
  const name = /^%([^%:]+)%$/.exec(written)?.[1];
  const value = name === undefined ? null : variables.valueOf(name);
  return value === null || (inQuotes ? value.includes('"') : /[\s"&|<>^()%]/.test(value)) ? null : value;
}

/** End of `%name%`, `%1`, `%~dp0`, `%%i`; null where the sign stands for itself. */
export function variableEnd(text: string, at: number): number | null {
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
  return text[at] === undefined || text[at] === "\n" || text[at] === "\r" ? at : readWord(text, at, false, batchVariables("")).end;
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
