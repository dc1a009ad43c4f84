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
  /** Whether it must be followed to know its values. */
  isRelevant: boolean;
  /** True where something stands before it in its pipeline. */
  readonly isPiped: boolean;
  /** Commands whose script blocks it stands in, outermost first. */
  readonly enclosing: readonly Command[];
}

interface Block {
  readonly block: ScriptBlock;
  readonly parent: Block | null;
  readonly functionName: string | null;
  readonly calls: Set<string>;
  isRelevant: boolean;
}

/**
 * Whether the values of a command matter: `literal`: they do, but where all of them are literals nothing needs to be followed.
 */
export type Wanted = "yes" | "literal" | "no";

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
  // Commands that are no constants may run anything: they matter where something else does.
  const dynamic: (Block | null)[] = [];
  const piped = new Set<Node>();
  let enclosing: readonly Command[] = [];
  const look = (node: Node): void => {
    switch (node.kind) {
      case "Command": {
        const first = node.elements[0];
        const name = first && first.kind === "StringConstantExpression" ? constantName(text, first) : null;
        const wanted = name === null ? "no" : isWanted(name);
        const isRelevant = wanted === "yes" || (wanted === "literal" && !isLiteral(text, node));
        commands.push({ command: node, name, isRelevant, isPiped: piped.has(node), enclosing });
        if (isRelevant) mark(current);
        if (name === null && isDynamic(text, node, first)) dynamic.push(current);
        if (name !== null) current?.calls.add(name.toLowerCase());
        const outer = enclosing;
        enclosing = [...outer, node];
        forEachChild(node, look);
        enclosing = outer;
        return;
      }
      case "FunctionDefinition":
        functions.push(node);
        functionName = plainFunctionName(text.slice(node.nameStart, node.nameEnd));
        functionNames.add(functionName);
        break;
      case "FunctionMember":
        methods.push(node);
        break;
      case "Pipeline":
        for (let i = 1; i < node.elements.length; i++) {
          const element = node.elements[i];
          if (element) piped.add(element);
        }
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
  if (dynamic.length > 0 && (blocks.some((block) => block.isRelevant) || namesWanted(parsed, isWanted)))
    for (const block of dynamic) mark(block);
  return { commands, functions, methods, functionNames, relevant: spread(blocks) };
}

function mark(block: Block | null): void {
  for (let at = block; at && !at.isRelevant; at = at.parent) at.isRelevant = true;
}

// A string that is the name of a command which is asked for: `$cmd = 'Set-SendConnector'; & $cmd`.
function namesWanted(parsed: ParsedScript, isWanted: (name: string) => Wanted): boolean {
  let isFound = false;
  const look = (node: Node): void => {
    if (isFound) return;
    if (node.kind === "StringConstantExpression" && node.end - node.start < 80) isFound = isWanted(stringValue(parsed.text, node)) !== "no";
    else if (node.kind === "ExpandableStringExpression" && node.end - node.start < 80)
      isFound = /[A-Za-z]-|-[A-Z]/.test(parsed.text.slice(node.start, node.end));
    else if (node.kind === "Command") {
      // Its name was looked at before, as were its arguments' own names.
      for (const element of node.elements.slice(1)) look(element);
    } else forEachChild(node, look);
  };
  look(parsed.root);
  return isFound;
}

function isLiteral(text: string, command: Command): boolean {
  for (let i = 1; i < command.elements.length; i++) {
    const element = command.elements[i];
    if (!element) continue;
    if (element.kind === "CommandParameter") {
      if (element.argument && !isLiteralArgument(text, element.argument)) return false;
    } else if (!isLiteralArgument(text, element)) return false;
  }
  return true;
}

function isLiteralArgument(text: string, node: Expression): boolean {
  switch (node.kind) {
    case "StringConstantExpression":
    case "ConstantExpression":
    case "ScriptBlockExpression":
      return true;
    case "ArrayLiteral":
      return node.elements.every((element) => isLiteralArgument(text, element));
    case "VariableExpression":
      return !node.isSplatted && /^(true|false|null)$/i.test(text.slice(node.nameStart, node.nameEnd));
    default:
      return false;
  }
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
      (/\.ps1['"]?$/i.test(text.slice(first.start, first.end)) && command.invocation !== ".")
    );
  return first.kind !== "ScriptBlockExpression" && first.kind !== "CommandParameter";
}
