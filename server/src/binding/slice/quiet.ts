import type { Command, FunctionDefinition, Node, Pipeline, ScriptBlock, Statement, TrapStatement } from "../../syntax/ast.js";
import { builtinAlias } from "../builtin-aliases.js";
import { isFollowed, isHarmless } from "../builtin-commands.js";
import { givesText, namesVariable } from "./outlook.js";
import { plainFunctionName } from "./sites.js";

/**
 * A statement that changes nothing and leads nowhere, whatever its variables hold: it tells something, or looks something up. What it gives is
 * nothing (`silent`), or something new that nobody knows (`loud`).
 */
export type Quiet = "silent" | "loud";

export interface QuietReader {
  readonly quiet: (statement: Statement) => Quiet | null;
  /** Whether a pipeline that stands as a statement gives nothing, or what nobody asks for: the place of what `$list.Add($x)` adds. */
  readonly givesNothing: (pipeline: Pipeline) => boolean;
}

const SILENT = /^(write-(?!output$|object$)|out-(null|host|file|default)$|start-sleep$)/;
const CHANGING = /^(add|insert)(range)?$|^remove(at|all|range)?$|^(clear|enqueue|push|dispose|close)$/i;
/** They give what they get, or a part of it. */
const PASSING: ReadonlySet<string> = new Set("get-unique group-object compare-object out-gridview get-random".split(" "));
/** Functions that call each other in longer chains are not looked into. */
const MOST_CALLS = 16;

/**
 * Reads a script for quiet statements. Functions that consist of such are such commands.
 *
 * @param nameOf the name of a command in lower case; null where it is not known, or the command is asked for
 */
export function quietReader(
  text: string,
  functions: readonly FunctionDefinition[],
  functionNames: ReadonlySet<string>,
  nameOf: (command: Command) => string | null,
): QuietReader {
  const known = new Map<string, Quiet | null>();
  let calls = 0;
  return { quiet, givesNothing };

  function quiet(node: Statement): Quiet | null {
    if (node.kind === "Pipeline") return ofPipeline(node);
    if (node.kind !== "IfStatement") return null;
    let all = ofStatements(node.elseClause);
    for (const { condition, body } of node.clauses)
      if (all && isPure(condition)) all = louder(all, ofStatements(body));
      else return null;
    return all;
  }

  function ofStatements(
    block: { readonly statements: readonly Statement[]; readonly traps: readonly TrapStatement[] } | null,
  ): Quiet | null {
    let all: Quiet | null = "silent";
    if (block && block.traps.length > 0) return null;
    for (const one of block?.statements ?? []) {
      all = louder(all, quiet(one));
      if (!all) return null;
    }
    return all;
  }

  function ofPipeline({ elements, isBackground }: Pipeline): Quiet | null {
    const last = elements[elements.length - 1];
    if (isBackground || last?.kind !== "Command") return null;
    let given: Quiet | null = null;
    for (const one of elements) {
      if (one.kind !== "Command") {
        if (!isPure(one)) return null;
        continue;
      }
      given = ofCommand(one);
      if (!given) return null;
    }
    return given;
  }

  function ofCommand(node: Command): Quiet | null {
    const name = nameOf(node);
    if (name === null || node.redirections.length > 0) return null;
    for (let i = 1; i < node.elements.length; i++) {
      const one = node.elements[i];
      if (one && !isPure(one)) return null;
    }
    if (functionNames.has(name)) return ofFunctions(name);
    if (SILENT.test(name)) return "silent";
    const meant = builtinAlias(name)?.toLowerCase() ?? name;
    return isHarmless(meant) && !isFollowed(meant) && !PASSING.has(meant) ? "loud" : null;
  }

  /** All functions of a name. */
  function ofFunctions(name: string): Quiet | null {
    const before = known.get(name);
    if (before !== undefined) return before;
    if (calls === MOST_CALLS) return null;
    // Those that call themselves are not looked into, either.
    known.set(name, null);
    calls++;
    const own = functions.filter(({ nameStart, nameEnd }) => plainFunctionName(text.slice(nameStart, nameEnd)) === name);
    let all: Quiet | null = own.length > 0 ? "silent" : null;
    for (const { body, parameters } of own) {
      const defaults = [...(parameters ?? []), ...(body.param?.parameters ?? [])].map(({ defaultValue }) => defaultValue);
      all = all && defaults.every((one) => one === null || isPure(one)) ? louder(all, ofBlock(body)) : null;
    }
    calls--;
    known.set(name, all);
    return all;
  }

  function ofBlock({ dynamicParamBlock, beginBlock, processBlock, endBlock, cleanBlock }: ScriptBlock): Quiet | null {
    let all: Quiet | null = "silent";
    for (const block of [dynamicParamBlock, beginBlock, processBlock, endBlock, cleanBlock]) all = all && louder(all, ofStatements(block));
    return all;
  }

  function givesNothing({ elements }: Pipeline): boolean {
    const last = elements[elements.length - 1];
    if (last?.kind === "Command") {
      const name = nameOf(last);
      if (name === null || functionNames.has(name)) return false;
      if (SILENT.test(name)) return true;
      // Blocks that only tell something.
      return (
        elements.length > 1 &&
        (name === "foreach-object" || name === "%") &&
        last.elements.every((one, i) => i === 0 || (one.kind === "ScriptBlockExpression" && ofBlock(one.scriptBlock) === "silent"))
      );
    }
    if (last?.kind !== "CommandExpression") return false;
    const { expression } = last;
    if (expression.kind === "UnaryExpression") return expression.operator.includes("++") || expression.operator.includes("--");
    return expression.kind === "InvokeMemberExpression" && CHANGING.test(text.slice(expression.member.start, expression.member.end));
  }

  /** Whether something only reads. */
  function isPure(node: Node): boolean {
    switch (node.kind) {
      case "StringConstantExpression":
      case "ConstantExpression":
      case "TypeExpression":
        return true;
      case "VariableExpression":
        return !text.startsWith("function:", node.nameStart);
      case "CommandParameter":
        return node.argument ? isPure(node.argument) : !namesVariable(text.slice(node.nameStart, node.nameEnd));
      case "ExpandableStringExpression":
        return node.nested.every(isPure);
      case "MemberExpression":
        return isPure(node.target) && isPure(node.member);
      case "InvokeMemberExpression":
        return givesText(text.slice(node.member.start, node.member.end)) && isPure(node.target) && node.arguments.every(isPure);
      case "IndexExpression":
        return isPure(node.target) && isPure(node.index);
      case "BinaryExpression":
        return !node.operator.endsWith("match") && isPure(node.left) && isPure(node.right);
      case "UnaryExpression":
        return !node.operator.includes("++") && !node.operator.includes("--") && isPure(node.child);
      case "ConvertExpression":
        return !/^ref$/i.test(text.slice(node.type.typeStart, node.type.typeEnd)) && isPure(node.child);
      case "ParenExpression":
        return isPure(node.pipeline);
      case "SubExpression":
      case "ArrayExpression":
        return node.body.traps.length === 0 && node.body.statements.every(isPure);
      case "ArrayLiteral":
        return node.elements.every(isPure);
      case "Pipeline":
        return !node.isBackground && node.elements.every(isPure);
      case "CommandExpression":
        return node.redirections.length === 0 && isPure(node.expression);
      case "Command":
        return ofCommand(node) !== null;
      default:
        return false;
    }
  }
}

function louder(a: Quiet, b: Quiet | null): Quiet | null {
  return a === "loud" && b !== null ? a : b;
}
