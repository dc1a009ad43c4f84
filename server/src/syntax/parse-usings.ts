/** `using` statements. */
import type { Expression, Statement, StringConstantExpression, UsingStatement } from "./ast.js";
import { stringValue } from "./literals.js";
import { ARGUMENT, parseArgument } from "./parse-arguments.js";
import { errorStatement } from "./parse-pipelines.js";
import { accept, giveBack, next, peek, resync, skipLinesAndSemicolons, syncTo, take } from "./reading.js";
import { fault, faultAt, type State, tokenText } from "./state.js";
import * as t from "./tokens.js";

/** The `using` statements at the start of a script. */
export function parseUsings(s: State): UsingStatement[] {
  const usings: UsingStatement[] = [];
  while (accept(s, t.USING)) {
    const using = parseUsing(s);
    if (using.kind === "UsingStatement") {
      usings.push(using);
    }
    skipLinesAndSemicolons(s);
  }
  resync(s, s.start);
  return usings;
}

const USING_KINDS: { readonly [kind: number]: UsingStatement["usingKind"] } = {
  [t.NAMESPACE]: "namespace",
  [t.TYPE]: "type",
  [t.MODULE]: "module",
  [t.COMMAND]: "command",
  [t.ASSEMBLY]: "assembly",
};

/** One statement, `using` being the last token read. */
export function parseUsing(s: State): Statement {
  const start = s.start;
  const keywordEnd = s.end;
  const usingKind = USING_KINDS[next(s)];
  if (usingKind === undefined) {
    giveBack(s);
    faultAt(s, "MissingUsingStatementDirective", keywordEnd);
    return errorStatement(start, keywordEnd, []);
  }
  const directiveEnd = s.end;
  const itemKind = next(s);
  if (itemKind === t.END_OF_INPUT || itemKind === t.NEW_LINE || itemKind === t.COMMA || itemKind === t.SEMICOLON) {
    faultAt(s, "MissingUsingItemName", directiveEnd);
    return errorStatement(start, directiveEnd, []);
  }
  const itemStart = s.start;
  const itemEnd = s.end;
  const name = parseArgument(s, ARGUMENT);
  if (name === null) {
    fault(s, "InvalidValueForUsingItemName", itemStart, itemEnd, s.text.slice(itemStart, itemEnd));
    syncTo(s, true, [t.SEMICOLON, t.NEW_LINE]);
    return errorStatement(start, itemEnd, []);
  }
  if (!isName(name, usingKind)) {
    fault(s, "InvalidValueForUsingItemName", name.start, name.end, s.text.slice(name.start, name.end));
    return errorStatement(start, name.end, [name]);
  }
  s.needsChecks = true;
  s.hasSymbols = true;
  if (usingKind === "assembly") {
    const written = stringValue(s.text, name as StringConstantExpression);
    const refusal = assemblyRefusal(written);
    if (refusal !== null) fault(s, refusal, name.start, name.end, written);
  }
  let alias: Expression | null = null;
  let end = name.end;
  if (usingKind !== "assembly" && name.kind !== "Hashtable") {
    if (accept(s, t.EQUALS)) {
      const result = parseAlias(s, start, name, usingKind);
      if (result.kind === "ErrorStatement") {
        return result;
      }
      alias = result;
      end = alias.end;
    } else if (usingKind === "type" || usingKind === "command") {
      faultAt(s, "MissingEqualsInUsingAlias", itemEnd);
      return errorStatement(start, name.end, [name]);
    }
  }
  requireEnd(s);
  return { kind: "UsingStatement", start, end, usingKind, name, alias };
}

/**
 * PowerShell 7 loads assemblies from files of this machine only, which a bare name of a namespace is not; what may be a file is left alone.
 * Windows PowerShell looks into the global assembly cache too.
 */
function assemblyRefusal(name: string): string | null {
  if (/^(?:\\\\|file:\/\/[^/])/i.test(name)) return "CannotLoadAssemblyFromUncPath";
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(name) && !/^file:/i.test(name)) return "CannotLoadAssemblyWithUriSchema";
  return /[\\/:]/.test(name) || /\.(?:dll|exe)$/i.test(name) ? null : "ErrorLoadingAssembly";
}

function isName(expression: Expression, usingKind: UsingStatement["usingKind"]): boolean {
  return expression.kind === "StringConstantExpression" || (usingKind === "module" && expression.kind === "Hashtable");
}

function parseAlias(s: State, start: number, name: Expression, usingKind: UsingStatement["usingKind"]) {
  const equalsEnd = s.end;
  const kind = next(s);
  if (kind === t.END_OF_INPUT || kind === t.NEW_LINE || kind === t.SEMICOLON) {
    giveBack(s);
    faultAt(s, "MissingNamespaceAlias", equalsEnd);
    return errorStatement(start, equalsEnd, [name]);
  }
  if (kind === t.COMMA) {
    fault(s, "UnexpectedUnaryOperator", s.start, s.end, ",");
    return errorStatement(start, s.end, [name]);
  }
  const tokenStart = s.start;
  const tokenEnd = s.end;
  const alias = parseArgument(s, ARGUMENT);
  if (alias === null || !isName(alias, usingKind)) {
    const from = alias?.start ?? tokenStart;
    const to = alias?.end ?? tokenEnd;
    fault(s, "InvalidValueForUsingItemName", from, to, s.text.slice(from, to));
    return errorStatement(start, to, [name, alias]);
  }
  return alias;
}

function requireEnd(s: State): void {
  const kind = peek(s);
  if (kind === t.NEW_LINE || kind === t.SEMICOLON) {
    take(s);
  } else if (kind !== t.END_OF_INPUT) {
    fault(s, "MissingStatementTerminator", s.start, s.end, tokenText(s));
  }
}
