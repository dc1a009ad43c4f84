import type { Analysis } from "../analyze.js";
import type { Call } from "../rules/call.js";
import type { Node, Span } from "../syntax/ast.js";
import { walk } from "../syntax/visit.js";

/** An entry of the outline. */
export interface DocumentSymbol {
  readonly name: string;
  /** What it works on: the identity or name given to the cmdlet. */
  readonly detail: string;
  readonly kind: "function" | "class" | "call";
  readonly span: Span;
  readonly nameSpan: Span;
  readonly children: readonly DocumentSymbol[];
}

/** Functions, classes and the calls of Exchange cmdlets, nested as they stand. */
export function documentSymbols(analysis: Analysis): DocumentSymbol[] {
  const calls = new Map<number, Call & { kind: "cmdlet" }>();
  for (const call of analysis.calls)
    if (call.kind === "cmdlet" && call.bound.cmdlet.kind !== "foreign") calls.set(call.bound.command.start, call);
  return analysis.script ? symbolsBelow(analysis.script.root, analysis.text, calls) : [];
}

function symbolsBelow(node: Node, text: string, calls: ReadonlyMap<number, Call & { kind: "cmdlet" }>): DocumentSymbol[] {
  const found: DocumentSymbol[] = [];
  walk(node, (below) => {
    if (below === node) return true;
    const symbol = symbolOf(below, text, calls);
    if (symbol) found.push(symbol);
    // What is in a function or class is listed below it.
    return symbol === null || symbol.kind === "call";
  });
  return found;
}

function symbolOf(node: Node, text: string, calls: ReadonlyMap<number, Call & { kind: "cmdlet" }>): DocumentSymbol | null {
  if (node.kind === "FunctionDefinition" || node.kind === "TypeDefinition") {
    const nameSpan = { start: node.nameStart, end: node.nameEnd };
    return {
      name: text.slice(node.nameStart, node.nameEnd) || "function",
      detail: "",
      kind: node.kind === "FunctionDefinition" ? "function" : "class",
      span: { start: node.start, end: node.end },
      nameSpan,
      children: symbolsBelow(node, text, calls),
    };
  }
  if (node.kind !== "Command") return null;
  const call = calls.get(node.start);
  if (call?.bound.command !== node) return null;
  return {
    name: call.bound.cmdlet.name,
    detail: subjectOf(call),
    kind: "call",
    span: { start: node.start, end: node.end },
    nameSpan: { start: call.nameSpan.start, end: call.nameSpan.end },
    children: [],
  };
}

function subjectOf(call: Call & { kind: "cmdlet" }): string {
  for (const key of ["identity", "name"]) {
    const value = call.bound.arguments.get(key)?.value;
    if (value?.kind === "string") return value.value;
  }
  return "";
}
