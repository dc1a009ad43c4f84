// Until parser, interpreter and target detection land: nothing is read.
import type { ScriptCalls } from "../binding/call.js";
import type { Target } from "../catalog/target.js";
import type { ParsedScript } from "../syntax/ast.js";
import type { Check } from "./check.js";

export const genericChecks: Readonly<Record<string, Check>> = {};

export function parse(text: string): ParsedScript {
  const span = { start: 0, end: text.length };
  const block = { cleanBlock: null, dynamicParamBlock: null, beginBlock: null, processBlock: null, endBlock: null };
  return {
    text,
    root: { kind: "ScriptBlock", ...span, usings: [], attributes: [], param: null, ...block },
    faults: [],
    comments: [],
    ps7Syntax: [],
  };
}

export function interpret(_script: ParsedScript): ScriptCalls {
  return { calls: [], others: [], functions: [], aliases: [], unseenCode: [] };
}

export function targetOfScript(_script: ParsedScript, _found: ScriptCalls, given: Target): Target {
  return given;
}
