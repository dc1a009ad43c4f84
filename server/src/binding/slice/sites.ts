import type { Command, Expression, FunctionMember, Node, ParsedScript, ScriptBlock } from "../../syntax/ast.js";
import { stringValue } from "../../syntax/literals.js";
import { mentions } from "../../syntax/mentions.js";
import { forEachChild } from "../../syntax/visit.js";
import type { CommandCatalog } from "../command-catalog.js";
import type { Part } from "./part.js";

/** The commands of a script as they stand in the text, before anything is followed. */
export interface Sites {
  readonly all: readonly Site[];
  /** Empty where none is worth following. */
  readonly of: ReadonlyMap<Command, Site>;
  /** Names of all functions that the script defines anywhere: lower case, without a scope. */
  readonly functionNames: ReadonlySet<string>;
  /** Whether any is worth following. */
  readonly isAnyRelevant: boolean;
  /** Whether commands get other names while the script runs. */
  readonly isRenamed: boolean;
  readonly judge: Judge;
}

export interface Site {
  readonly command: Command;
  /** Null where it is not a constant. */
  readonly name: SiteName | null;
  /** Whether its values matter to anybody. */
  readonly isRelevant: boolean;
}

/** What calls of one name have in common. */
export interface SiteName {
  readonly written: string;
  /** In lower case. */
  readonly lower: string;
  /** The script has a function of that name somewhere. */
  readonly isFunction: boolean;
  /** The catalogue has it. */
  isKnown: boolean;
  isRelevant: boolean;
}

/** What is to be thought of the commands of a script, by name. */
export interface Judge {
  readonly of: (name: string) => Judgement;
  readonly catalog: CommandCatalog;
  /** What the text was searched for in doing so, and whether it was found. */
  readonly subjects: ReadonlyMap<RegExp, boolean>;
}

export interface Judgement {
  readonly wanted: Wanted;
  /** The catalogue has it. */
  readonly isKnown: boolean;
}

/** Whether the values of a command matter; a program of its own is one unless the script has a function of that name. */
export type Wanted = "yes" | "no" | "unless function";

/** The names of all functions that a script defines anywhere: lower case, without a scope. */
export function functionNamesOf({ text, functions }: Pick<ParsedScript, "text" | "functions">): ReadonlySet<string> {
  return new Set(functions.map(({ nameStart, nameEnd }) => plainFunctionName(text.slice(nameStart, nameEnd))));
}

/**
 * Names all commands. `judgeOf` is told whether commands get other names while the script runs, for then any may mean anything.
 *
 * @param part of the text, in which all of them stand
 */
export function sitesOf(
  { parsed: { text, commands }, functionNames }: Pick<Part, "parsed" | "functionNames">,
  judgeOf: (isRenamed: boolean) => Judge,
  part = text,
): Sites {
  const known = new Map<string, SiteName>();
  const all: { readonly command: Command; readonly name: SiteName | null; isRelevant: boolean }[] = [];
  for (const command of commands) {
    const first = command.elements[0];
    all.push({ command, name: first?.kind === "StringConstantExpression" ? nameOf(first) : null, isRelevant: false });
  }
  let isRenamed = (mentions(part, "alias:") || mentions(part, "function:")) && RENAMED.test(part);
  for (const { lower } of known.values()) isRenamed ||= RENAMING.has(lower);
  const judge = judgeOf(isRenamed);
  for (const name of known.values()) {
    const { wanted, isKnown } = judge.of(name.written);
    name.isKnown = isKnown;
    name.isRelevant = wanted === "yes" || (wanted === "unless function" && !name.isFunction);
  }
  const isRelevantFile = (file: string): boolean => judge.of(file).wanted !== "no";
  let isAnyRelevant = false;
  for (const site of all) {
    const { command, name } = site;
    site.isRelevant = name ? name.isRelevant : isDynamic(text, command, command.elements[0], isRelevantFile);
    isAnyRelevant ||= site.isRelevant;
  }
  const of = new Map<Command, Site>();
  if (isAnyRelevant) for (const site of all) of.set(site.command, site);
  return { all, of, functionNames, isAnyRelevant, isRenamed, judge };

  function nameOf(node: Expression & { readonly kind: "StringConstantExpression" }): SiteName {
    const source = text.slice(node.start, node.end);
    let name = known.get(source);
    if (!name) {
      const written = constantName(source, text, node);
      const lower = written.toLowerCase();
      name = { written, lower, isFunction: functionNames.has(lower), isKnown: false, isRelevant: false };
      known.set(source, name);
    }
    return name;
  }
}

const RENAMING: ReadonlySet<string> = new Set(["set-alias", "new-alias", "import-alias", "sal", "nal"]);
// A function that goes to another scope by its own name is no other.
const RENAMED =
  /\balias:[\\/\w*]|-item\b.*\bfunction:(?!(?:global:|script:)?([\w-]+)\s+\(get-command\s+\1\))|\$\{?function:[^}\s]*\}?\s*=/i;

/** What one look over the tree tells before it is followed. */
export interface Survey {
  readonly methods: readonly FunctionMember[];
  /** Whether a block holds a command worth following, or calls a function that does. */
  readonly isRelevant: (block: ScriptBlock) => boolean;
}

interface Block {
  readonly block: ScriptBlock;
  readonly parent: Block | null;
  readonly functionName: string | null;
  readonly calls: Set<string>;
  isRelevant: boolean;
}

/** Looks over a script. */
export function survey({ text, root }: ParsedScript, sites: Sites): Survey {
  const methods: FunctionMember[] = [];
  const blocks: Block[] = [];
  let current: Block | null = null;
  let functionName: string | null = null;
  const look = (node: Node): void => {
    switch (node.kind) {
      case "Command": {
        const site = sites.of.get(node);
        if (site?.isRelevant) mark(current);
        if (site?.name) current?.calls.add(site.name.lower);
        break;
      }
      case "FunctionDefinition":
        functionName = plainFunctionName(text.slice(node.nameStart, node.nameEnd));
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
  const relevant = spread(blocks);
  return { methods, isRelevant: (block) => relevant.has(block) };
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

/** A function's name in lower case, without a scope. */
export function plainFunctionName(written: string): string {
  return written.toLowerCase().replace(/^(global|script|local|private):/, "");
}

function constantName(written: string, text: string, node: Expression & { kind: "StringConstantExpression" }): string {
  return node.form === "bare" && !/[`'"\u2018-\u201f]/.test(written) ? written : stringValue(text, node);
}

// `& $block`, `& (…)` may run anything; a path with variables in it is a file.
function isDynamic(
  text: string,
  command: Command,
  first: Command["elements"][number] | undefined,
  isRelevantFile: (name: string) => boolean,
): boolean {
  if (!first) return false;
  if (first.kind !== "ExpandableStringExpression") return first.kind !== "ScriptBlockExpression" && first.kind !== "CommandParameter";
  const written = text.slice(first.start, first.end);
  if (!/[\\/]/.test(written)) return true;
  if (command.invocation === "." || !/\.(?:ps1|exe)['"]?$/i.test(written)) return false;
  const file = fileNameIn(written);
  return file === null || isRelevantFile(file);
}

/** The last part of a path whose folder is not known: `"$PSScriptRoot\x.ps1"`, `(Join-Path $folder x.ps1)`; null for any other text. */
export function fileNameIn(written: string): string | null {
  if (!/[\\/(]/.test(written)) return null;
  return /(?:[\\/]|^\(\s*join-path\b.*[\s'"])([\w.-]+\.(?:ps1|exe|cmd|bat))['"]?\s*\)?$/i.exec(written)?.[1] ?? null;
}
