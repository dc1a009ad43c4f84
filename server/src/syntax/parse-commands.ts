/** Commands and their redirections. */
import type { Command, CommandElement, Expression, Redirection } from "./ast.js";
import {
  ARGUMENT,
  bareWord,
  COMMAND_NAME,
  fileName,
  isVerbatimMark,
  NAME_AFTER_OPERATOR,
  type Purpose,
  parseArgument,
} from "./parse-arguments.js";
import { parseScriptBlockExpression } from "./parse-groups.js";
import { accept, dropListed, giveBack, next, peek, setMode, skipLines } from "./reading.js";
import { scanVerbatim } from "./scan-touching.js";
import { COMMAND_MODE, fault, faultAt, type State, tokenText } from "./state.js";
import * as t from "./tokens.js";

export const NO_REDIRECTIONS: readonly Redirection[] = [];

/** `<Name>`, as references write what the reader has to fill in. */
const PLACEHOLDER = /^<[a-z](?:[^<>|;\r\n]*[^<>|;\s])?>(?![^\s,;|)}])/i;
const LONGEST_PLACEHOLDER = 60;

/** A redirection, its operator being the last token read; gives its end. */
export function parseRedirection(s: State, redirections: Redirection[]): number {
  const { kind, start, end, fromStream } = s;
  let redirection: Redirection;
  if (kind === t.MERGING_REDIRECTION) {
    if (s.toStream !== 1 || fromStream === 1) {
      fault(s, "RedirectionNotSupported", start, end, tokenText(s));
    }
    redirection = { kind: "MergingRedirection", start, end, fromStream, target: null };
  } else {
    const operator = tokenText(s);
    let target = fileName(s);
    if (target === null) {
      faultAt(s, "MissingFileSpecification", end);
      target = { kind: "ErrorExpression", start: end, end, nested: [] };
    }
    if (kind === t.INPUT_REDIRECTION) {
      const placeholder = PLACEHOLDER.exec(s.text.slice(start, start + LONGEST_PLACEHOLDER))?.[0];
      fault(s, "RedirectionNotSupported", start, end, placeholder ?? operator);
      dropListed(s, target.start);
      return target.end;
    }
    redirection = { kind: "FileRedirection", start, end: target.end, fromStream, target };
  }
  if (redirections.some((other) => other.fromStream === fromStream)) {
    fault(s, "StreamAlreadyRedirected", redirection.start, redirection.end);
    dropListed(s, redirection.start);
  } else {
    redirections.push(redirection);
  }
  return redirection.end;
}

/** A command, or null where no word stands that could name one. */
export function parseCommand(s: State): Command | null {
  const mode = s.mode;
  setMode(s, COMMAND_MODE);
  const elements: CommandElement[] = [];
  let redirections: Redirection[] | null = null;
  let kind = next(s);
  const start = s.start;
  let end = s.end;
  const firstEnd = s.end;
  let invocation: Command["invocation"] = "";
  let purpose: Purpose = COMMAND_NAME;
  if (kind === t.DOT || kind === t.AMPERSAND) {
    invocation = kind === t.DOT ? "." : "&";
    purpose = NAME_AFTER_OPERATOR;
    kind = next(s);
  }
  let hasDashDash = false;
  reading: while (true) {
    switch (kind) {
      case t.PIPE:
      case t.R_CURLY:
      case t.R_PAREN:
      case t.END_OF_INPUT:
      case t.NEW_LINE:
      case t.SEMICOLON:
      case t.AND_AND:
      case t.OR_OR:
      case t.AMPERSAND:
        giveBack(s);
        break reading;
      case t.MINUS_MINUS:
        end = s.end;
        if (hasDashDash) {
          elements.push(bareWord(s.start, s.end));
        } else {
          const { start: at } = s;
          elements.push({ kind: "CommandParameter", start: at, end: s.end, nameStart: at + 1, nameEnd: s.end, argument: null });
        }
        hasDashDash = true;
        break;
      case t.COMMA:
        end = s.end;
        fault(s, "MissingArgument", s.start, s.end);
        skipLines(s);
        break;
      case t.PARAMETER:
        if (purpose <= NAME_AFTER_OPERATOR || hasDashDash) {
          end = s.end;
          elements.push(bareWord(s.start, s.end));
        } else {
          end = parseParameterElement(s, elements);
        }
        break;
      case t.FILE_REDIRECTION:
      case t.MERGING_REDIRECTION:
      case t.INPUT_REDIRECTION:
        if (purpose <= NAME_AFTER_OPERATOR) {
          end = s.end;
          elements.push(bareWord(s.start, s.end));
        } else {
          redirections ??= [];
          end = parseRedirection(s, redirections);
        }
        break;
      case t.INLINESCRIPT:
        if (purpose === COMMAND_NAME) {
          end = s.end;
          if (!parseInlineScript(s, elements)) {
            break reading;
          }
          end = (elements[elements.length - 1] as CommandElement).end;
          break;
        }
        end = s.end;
        elements.push(parseArgument(s, purpose) as Expression);
        end = (elements[elements.length - 1] as CommandElement).end;
        break;
      default: {
        const isMark = isVerbatimMark(s);
        const argument = parseArgument(s, purpose) as Expression;
        elements.push(argument);
        end = argument.end;
        if (argument.kind === "VariableExpression") {
          if (argument.isSplatted) {
            s.strandedSplats--;
          }
        } else if (isMark) {
          if (!s.isPending || s.kind === t.PARAMETER) {
            s.isPending = false;
            scanVerbatim(s);
            elements.push({ ...bareWord(s.start, s.end), value: tokenText(s) });
            end = s.end;
            break reading;
          }
        }
        break;
      }
    }
    purpose = ARGUMENT;
    kind = next(s);
  }
  setMode(s, mode);
  if (elements.length === 0) {
    if (invocation !== "") {
      fault(s, "MissingExpression", start, firstEnd, invocation);
    }
    return null;
  }
  const last = elements[elements.length - 1] as CommandElement;
  const command: Command = {
    kind: "Command",
    start,
    end: Math.max(end, last.end),
    invocation,
    elements,
    redirections: redirections ?? NO_REDIRECTIONS,
  };
  s.commands.push(command);
  return command;
}

/** A parameter and what its colon glues to it, the parameter being the last token read. */
function parseParameterElement(s: State, elements: CommandElement[]): number {
  const { start, nameStart, nameEnd, flag: hasColon } = s;
  let end = s.end;
  let argument: Expression | null = null;
  if (hasColon && peek(s) !== t.COMMA) {
    next(s);
    argument = parseArgument(s, ARGUMENT);
    if (argument === null) {
      faultAt(s, "ParameterRequiresArgument", end, s.text.slice(start, end));
    } else {
      end = argument.end;
    }
  }
  elements.push({ kind: "CommandParameter", start, end, nameStart, nameEnd, argument });
  return end;
}

/** `inlinescript { }` of a workflow, the keyword being the last token read. */
function parseInlineScript(s: State, elements: CommandElement[]): boolean {
  const keywordEnd = s.end;
  elements.push(bareWord(s.start, s.end));
  skipLines(s);
  if (!accept(s, t.L_CURLY)) {
    faultAt(s, "MissingStatementAfterKeyword", keywordEnd, "inlinescript");
    return false;
  }
  elements.push(parseScriptBlockExpression(s));
  return true;
}
