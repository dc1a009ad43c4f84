import type { Command, Expression, FunctionDefinition, FunctionMember, Node, ParsedScript, ScriptBlock } from "../syntax/ast.js";
import { stringValue } from "../syntax/literals.js";
import { forEachChild } from "../syntax/visit.js";

/** What one look over the tree tells before anything is followed. */
export interface Survey {
  readonly commands: readonly Site[];
  readonly functions: readonly FunctionDefinition[];
  readonly methods: readonly FunctionMember[];
  /** Lower case, without a scope. */
  readonly functionNames: ReadonlySet<string>;
  /** Blocks that hold a command worth following, or call a function that does. Empty: nothing in the script is. */
  readonly relevant: ReadonlySet<ScriptBlock>;
}

/** A command as it stands in the text. */
export interface Site {
  readonly command: Command;
  /** As written; null where it is not a constant. */
  readonly name: string | null;
  /** Whether its values matter to anybody. */
  isRelevant: boolean;
}

interface Block {
  readonly block: ScriptBlock;
  readonly parent: Block | null;
  readonly functionName: string | null;
  readonly calls: Set<string>;
  isRelevant: boolean;
}

/** Whether the values of a command matter; a program of its own is one unless the script has a function of that name. */
export type Wanted = "yes" | "no" | "unless function";

/** Looks over a script. */
export function survey(parsed: ParsedScript, isWanted: (name: string) => Wanted): Survey {
  const { text, root } = parsed;
  const commands: Site[] = [];
  const functions: FunctionDefinition[] = [];
  const methods: FunctionMember[] = [];
  const functionNames = new Set<string>();
  const blocks: Block[] = [];
  let current: Block | null = null;
  let functionName: string | null = null;
  const programs: { readonly site: Site; readonly block: Block | null }[] = [];
  const look = (node: Node): void => {
    switch (node.kind) {
      case "Command": {
        const first = node.elements[0];
        const name = first && first.kind === "StringConstantExpression" ? constantName(text, first) : null;
        const wanted = name === null ? (isDynamic(text, node, first) ? "yes" : "no") : isWanted(name);
        const site: Site = { command: node, name, isRelevant: wanted === "yes" };
        commands.push(site);
        if (wanted === "yes") mark(current);
        if (wanted === "unless function") programs.push({ site, block: current });
        if (name !== null) current?.calls.add(name.toLowerCase());
        break;
      }
      case "FunctionDefinition":
        functions.push(node);
        functionName = plainFunctionName(text.slice(node.nameStart, node.nameEnd));
        functionNames.add(functionName);
        break;
      case "FunctionMember":
        methods.push(node);
        break;
      case "ScriptBlock": {
        const outer: Block | null = current;
        current = { block: node, parent: outer, functionName, calls: new Set(), isRelevant: false };
        functionName = null;
        blocks.push(current);
        forEachChild(node, look);
        if (outer) for (const name of (current as Block).calls) outer.calls.add(name);
        current = outer;
        return;
      }
      default:
    }
    forEachChild(node, look);
  };
  look(root);
  for (const { site, block } of programs) {
    if (functionNames.has(site.name?.toLowerCase() ?? "")) continue;
    site.isRelevant = true;
    mark(block);
  }
  return { commands, functions, methods, functionNames, relevant: spread(blocks) };
}

function mark(block: Block | null): void {
  for (let at = block; at && !at.isRelevant; at = at.parent) at.isRelevant = true;
}

// A block that calls a function with something relevant in it is relevant too.
function spread(blocks: readonly Block[]): ReadonlySet<ScriptBlock> {
  const names = new Set<string>();
  for (let isGrowing = true; isGrowing; ) {
    isGrowing = false;
    for (const one of blocks) {
      if (!one.isRelevant && names.size > 0) {
        for (const name of one.calls) {
          if (!names.has(name)) continue;
          one.isRelevant = true;
          isGrowing = true;
          break;
        }
      }
      if (one.isRelevant && one.functionName !== null && !names.has(one.functionName)) {
        names.add(one.functionName);
        isGrowing = true;
      }
    }
  }
  return new Set(blocks.filter((one) => one.isRelevant).map((one) => one.block));
}

function plainFunctionName(written: string): string {
  return written.toLowerCase().replace(/^(global|script|local|private):/, "");
}

function constantName(text: string, node: Expression & { kind: "StringConstantExpression" }): string {
  const written = text.slice(node.start, node.end);
  return node.form === "bare" && !/[`'"\u2018-\u201f]/.test(written) ? written : stringValue(text, node);
}

// `& $block`, `& (…)` may run anything; a path with variables in it is a file.
function isDynamic(text: string, command: Command, first: Command["elements"][number] | undefined): boolean {
  if (!first) return false;
  if (first.kind === "ExpandableStringExpression")
    return (
      !/[\\/]/.test(text.slice(first.start, first.end)) ||
      (/\.(?:ps1|exe)['"]?$/i.test(text.slice(first.start, first.end)) && command.invocation !== ".")
    );
  return first.kind !== "ScriptBlockExpression" && first.kind !== "CommandParameter";
}
