/** Configurations and the resources in them. PowerShell itself needs the modules of the resources to read these. */
import type { CommandElement, Statement } from "./ast.js";
import { continuesName, isBlank } from "./chars.js";
import { ARGUMENT, bareWord, parseArgument } from "./parse-arguments.js";
import { parseHashtable, parseScriptBlockExpression } from "./parse-groups.js";
import { errorStatement } from "./parse-pipelines.js";
import { accept, giveBack, next, resync, skipLines } from "./reading.js";
import { charAt } from "./scan-strings.js";
import { fault, faultAt, type State } from "./state.js";
import * as t from "./tokens.js";

/** A configuration, its keyword being the last token read. */
export function parseConfiguration(s: State): Statement | null {
  const start = s.start;
  const keywordEnd = s.end;
  skipLines(s);
  const kind = next(s);
  if (kind === t.L_CURLY) {
    faultAt(s, "MissingConfigurationName", keywordEnd);
    const block = parseScriptBlockExpression(s);
    return errorStatement(start, block.end, [block]);
  }
  if (kind === t.END_OF_INPUT || kind === t.COMMA) {
    giveBack(s);
    faultAt(s, "MissingConfigurationName", s.end);
    return errorStatement(start, keywordEnd, []);
  }
  const nameTokenStart = s.start;
  const nameTokenEnd = s.end;
  const name = parseArgument(s, ARGUMENT);
  if (name === null) {
    fault(s, "MissingConfigurationName", nameTokenStart, nameTokenEnd);
    return errorStatement(start, keywordEnd, []);
  }
  skipLines(s);
  if (!accept(s, t.L_CURLY)) {
    faultAt(s, "MissingCurlyInConfigurationStatement", name.end);
    return errorStatement(start, name.end, [name]);
  }
  const wasInConfiguration = s.isInConfiguration;
  s.isInConfiguration = true;
  const { scriptBlock } = parseScriptBlockExpression(s);
  s.isInConfiguration = wasInConfiguration;
  return { kind: "ConfigurationDefinition", start, end: scriptBlock.end, name, body: scriptBlock };
}

/** True where a key and `=`, or nothing at all, follows the brace that was read last. */
function isResourceBody(s: State): boolean {
  skipLines(s);
  let at = s.pos;
  if (charAt(s, at) === 0x7d) {
    return true;
  }
  while (continuesName(charAt(s, at))) {
    at++;
  }
  const hasKey = at > s.pos;
  while (isBlank(charAt(s, at))) {
    at++;
  }
  return hasKey && charAt(s, at) === 0x3d;
}

/**
 * `Name 'instance' { key = value … }`, the name being the last token read.
 *
 * @returns null, with the name as the last token read again, where something else stands
 */
export function parseResource(s: State): Statement | null {
  const { kind, start, end } = s;
  if (kind === t.VARIABLE) {
    return null;
  }
  const faultCount = s.faults.length;
  const elements: CommandElement[] = [bareWord(start, end)];
  skipLines(s);
  if (next(s) !== t.L_CURLY) {
    const instance = parseArgument(s, ARGUMENT);
    if (instance !== null && s.faults.length === faultCount) {
      elements.push(instance);
      skipLines(s);
      next(s);
    }
  }
  const brace = s.start;
  if (s.isPending || s.kind !== t.L_CURLY || s.faults.length > faultCount || !isResourceBody(s)) {
    for (const { id, start: from, end: to } of s.faults.splice(faultCount)) {
      s.faultKeys.delete(`${id} ${from} ${to}`);
    }
    resync(s, start);
    next(s);
    return null;
  }
  resync(s, brace);
  next(s);
  const body = parseHashtable(s);
  return { kind: "DynamicKeywordStatement", start, end: body.end, elements, body };
}
