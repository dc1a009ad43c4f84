import type { Command, Expression, Node, Statement, VariableExpression } from "../../syntax/ast.js";
import { commandName } from "../../syntax/literals.js";
import { forEachChild } from "../../syntax/visit.js";
import { builtinAlias } from "../builtin-aliases.js";
import { isHarmless } from "../builtin-commands.js";
import { isStateful, namesVariable, outlook } from "../slice/outlook.js";
import { plainFunctionName } from "../slice/sites.js";
import { variableName } from "../variable-name.js";

/**
 * What a statement at the top of a script has to do with the others, seen without following it: more may be told than is true, never less.
 * Nothing here is an offset, so that it holds for as long as the statement stands in the script.
 */
export interface StatementFacts {
  /** Variables that it mentions or changes, in functions that it defines, too: lower case, without scope. */
  readonly names: ReadonlySet<string>;
  /** Of a function's definition: variables of `names` that are the function's own. */
  readonly own: ReadonlySet<string>;
  /** The variable that it sets to something else whatever happens, and does not read; null for none. */
  readonly resets: string | null;
  /** Variables whose assignments mean more than they say: typed ones, and those of a named scope. */
  readonly unclear: readonly string[];
  /** What gives variables a value that may be known. */
  readonly sources: readonly Source[];
  /** Commands that it names: lower case. */
  readonly calls: ReadonlySet<string>;
  /** Functions that it defines: lower case. */
  readonly defines: readonly string[];
  /** The function that it is the definition of; null for any other statement. */
  readonly definition: string | null;
  /** It may change what any other statement does, or whether it runs. */
  readonly isFar: boolean;
  /** It calls something, which may change what unknown values refer to. */
  readonly mayChangeObjects: boolean;
}

/** The variable may be known when all of these may. */
export interface Source {
  readonly name: string;
  readonly needs: readonly string[];
}

const NONE: ReadonlySet<string> = new Set();
const CONSTANTS: ReadonlySet<string> = new Set(["true", "false", "null", "_", "psitem"]);
const OF_THE_SESSION: ReadonlySet<string> = new Set(["erroractionpreference", "ofs", "psdefaultparametervalues"]);

/** Automatic variables that every call sets. */
const OF_THE_CALL: ReadonlySet<string> = new Set(["args", "input", "psboundparameters", "myinvocation", "foreach"]);

/**
 * Reads a statement that stands at the top of a script.
 *
 * @param functionNames those of the whole script, in lower case
 */
export function factsOf(statement: Statement, text: string, functionNames: ReadonlySet<string>): StatementFacts {
  const names = new Set<string>();
  const sources: Source[] = [];
  const unclear: string[] = [];
  const calls = new Set<string>();
  const defines: string[] = [];
  let isFar = false;
  let mayChangeObjects = false;
  /** Within these a jump stays. */
  let loops = 0;
  let bodies = 0;
  visit(statement);
  return {
    names,
    own: ownOf(statement),
    resets: resetBy(statement),
    unclear,
    sources,
    calls,
    defines,
    definition: statement.kind === "FunctionDefinition" ? (defines[0] ?? null) : null,
    isFar,
    mayChangeObjects,
  };

  function visit(node: Node): void {
    switch (node.kind) {
      case "VariableExpression":
        mention(text.slice(node.nameStart, node.nameEnd));
        return;
      case "Command":
        command(node);
        break;
      case "FunctionDefinition":
        defines.push(plainFunctionName(text.slice(node.nameStart, node.nameEnd)));
        within("bodies", node);
        return;
      case "ScriptBlockExpression":
        within("bodies", node);
        return;
      case "ForEachStatement":
        note(node.variable, node.collection);
        within("loops", node);
        return;
      case "ForStatement":
      case "WhileStatement":
      case "DoWhileStatement":
      case "DoUntilStatement":
        within("loops", node);
        return;
      case "SwitchStatement":
        if (node.flags.includes("regex")) noteMatches();
        within("loops", node);
        return;
      case "BinaryExpression":
        if (node.operator.endsWith("match")) noteMatches();
        break;
      case "Parameter":
        note(node.name, null);
        break;
      case "AssignmentStatement":
        assignTo(node.left, node.right);
        break;
      case "InvokeMemberExpression":
        mayChangeObjects = true;
        break;
      case "ReturnStatement":
        if (bodies === 0) isFar = true;
        break;
      case "BreakStatement":
      case "ContinueStatement":
        if (loops === 0 || node.label) isFar = true;
        break;
      case "ExitStatement":
      case "ThrowStatement":
      case "TrapStatement":
      case "TypeDefinition":
      case "ConfigurationDefinition":
      case "DynamicKeywordStatement":
      case "DataStatement":
      case "UsingStatement":
        isFar = true;
        break;
      default:
    }
    forEachChild(node, visit);
  }

  function within(what: "loops" | "bodies", node: Node): void {
    const outer = { loops, bodies };
    if (what === "loops") loops++;
    else {
      bodies++;
      loops = 0;
    }
    forEachChild(node, visit);
    ({ loops, bodies } = outer);
  }

  function mention(written: string): void {
    const { scope, name } = variableName(written);
    if (scope === "drive" && name.startsWith("function:")) calls.add(plainFunctionName(name.slice("function:".length)));
    else if (!CONSTANTS.has(name)) names.add(name);
    if (OF_THE_CALL.has(name)) sources.push({ name, needs: [] });
    if (scope !== "" && scope !== "drive") unclear.push(name);
    if (OF_THE_SESSION.has(name)) isFar = true;
  }

  function noteMatches(): void {
    names.add("matches");
    sources.push({ name: "matches", needs: [] });
  }

  /** A variable gets what may be known of a value. */
  function note(variable: VariableExpression, value: Node | null): void {
    const { name } = variableName(text.slice(variable.nameStart, variable.nameEnd));
    const kind = value === null ? "always" : outlook(value, text, meantBy);
    if (kind !== "never") sources.push({ name, needs: kind === "depends" && value !== null ? namesIn(value) : [] });
  }

  function meantBy(node: Command): string | object | null {
    const name = commandName(text, node)?.toLowerCase() ?? null;
    return name !== null && functionNames.has(name) ? node : name;
  }

  function namesIn(node: Node): string[] {
    const found: string[] = [];
    const look = (one: Node): void => {
      if (one.kind === "VariableExpression") {
        const { name } = variableName(text.slice(one.nameStart, one.nameEnd));
        if (!CONSTANTS.has(name) && !OF_THE_CALL.has(name)) found.push(name);
      }
      // Within these a variable may be another one.
      if (one.kind !== "ScriptBlockExpression") forEachChild(one, look);
    };
    look(node);
    return found;
  }

  function assignTo(left: Expression, right: Node, isPlain = true): void {
    if (left.kind === "VariableExpression") {
      const { name } = variableName(text.slice(left.nameStart, left.nameEnd));
      if (!isPlain) unclear.push(name);
      if (name === "_" || name === "psitem") isFar = true;
      note(left, right);
    } else if (left.kind === "ConvertExpression" || left.kind === "AttributedExpression") assignTo(left.child, right, false);
    else if (left.kind === "ArrayLiteral") for (const element of left.elements) assignTo(element, right, false);
    else if (left.kind === "ParenExpression" && left.pipeline.kind === "Pipeline") {
      const [only] = left.pipeline.elements;
      if (only?.kind === "CommandExpression") assignTo(only.expression, right, false);
    } else mayChangeObjects = true;
  }

  function command(node: Command): void {
    const [first] = node.elements;
    const isBlock = first?.kind === "ScriptBlockExpression";
    const name = commandName(text, node)?.toLowerCase() ?? null;
    if (!isBlock && (name === null || node.invocation === ".")) isFar = true;
    if (name === null) return;
    calls.add(name);
    const meant = builtinAlias(name)?.toLowerCase() ?? name;
    if (isStateful(meant) || meant.endsWith("-variable")) isFar = true;
    if (!isHarmless(meant)) mayChangeObjects = true;
    for (const element of node.elements) {
      if (element.kind === "CommandParameter" && namesVariable(text.slice(element.nameStart, element.nameEnd))) isFar = true;
    }
  }

  /** Parameters, unless a name means another variable somewhere: in a default value, with a scope. */
  function ownOf(node: Statement): ReadonlySet<string> {
    if (node.kind !== "FunctionDefinition") return NONE;
    const parameters = [...(node.parameters ?? []), ...(node.body.param?.parameters ?? [])];
    if (parameters.some(({ defaultValue }) => defaultValue !== null && !isPlain(defaultValue))) return NONE;
    const own = parameters.map(({ name }) => variableName(text.slice(name.nameStart, name.nameEnd)).name);
    return new Set(own.filter((name) => !unclear.includes(name)));
  }

  function isPlain({ kind }: Expression): boolean {
    return kind === "StringConstantExpression" || kind === "ConstantExpression";
  }

  function resetBy(node: Statement): string | null {
    if (node.kind !== "AssignmentStatement" || node.operator !== "Equals" || node.left.kind !== "VariableExpression") return null;
    const { scope, name } = variableName(text.slice(node.left.nameStart, node.left.nameEnd));
    return scope === "" && isSure(node.right, name) ? name : null;
  }

  /** Something that cannot fail and does not read a variable. */
  function isSure(node: Node, variable: string): boolean {
    switch (node.kind) {
      case "StringConstantExpression":
      case "ConstantExpression":
      case "TypeExpression":
      case "ScriptBlockExpression":
        return true;
      case "VariableExpression":
        return variableName(text.slice(node.nameStart, node.nameEnd)).name !== variable;
      case "Hashtable":
        return node.entries.every(({ key, value }) => key.kind === "StringConstantExpression" && isSure(value, variable));
      case "Pipeline":
      case "CommandExpression":
      case "ParenExpression":
      case "ArrayLiteral":
      case "ArrayExpression":
      case "StatementBlock":
      case "ExpandableStringExpression":
      case "Command":
      case "CommandParameter": {
        if (node.kind === "Command" && commandName(text, node) === null) return false;
        let isFine = true;
        forEachChild(node, (child) => {
          isFine &&= isSure(child, variable);
        });
        return isFine;
      }
      default:
        return false;
    }
  }
}

/** The variables that may have a value that can be known, of all that these statements mention. */
export function knowableNames(statements: Iterable<Pick<StatementFacts, "sources">>): ReadonlySet<string> {
  const knowable = new Set<string>();
  let waiting: Source[] = [];
  for (const { sources } of statements) {
    for (const one of sources) {
      if (one.needs.length === 0) knowable.add(one.name);
      else waiting.push(one);
    }
  }
  for (let isGrowing = true; isGrowing; ) {
    isGrowing = false;
    const next: Source[] = [];
    for (const one of waiting) {
      if (knowable.has(one.name)) continue;
      if (one.needs.every((name) => knowable.has(name))) {
        knowable.add(one.name);
        isGrowing = true;
      } else next.push(one);
    }
    waiting = next;
  }
  return knowable;
}

/** What the values of some commands of a statement may depend on, besides constants. */
export interface Dependence {
  readonly names: ReadonlySet<string>;
  readonly onFunctions: boolean;
}

/** Looks at the pipelines in which the commands stand. */
export function dependenceOf(
  statement: Statement,
  commands: ReadonlySet<Command>,
  text: string,
  functionNames: ReadonlySet<string>,
): Dependence {
  const names = new Set<string>();
  let onFunctions = false;
  let usesItem = false;
  /** The outermost pipeline that is being looked at. */
  let pipeline: { readonly names: string[]; hasFunctions: boolean; isAsked: boolean } | null = null;
  const look = (node: Node): void => {
    if (node.kind === "Pipeline" && pipeline === null) {
      const own = { names: [], hasFunctions: false, isAsked: false };
      pipeline = own;
      forEachChild(node, look);
      pipeline = null;
      if (own.isAsked) take(own);
      return;
    }
    if (node.kind === "VariableExpression") pipeline?.names.push(variableName(text.slice(node.nameStart, node.nameEnd)).name);
    else if (node.kind === "Command" && pipeline !== null) {
      if (commands.has(node)) pipeline.isAsked = true;
      if (functionNames.has(commandName(text, node)?.toLowerCase() ?? "")) pipeline.hasFunctions = true;
    }
    forEachChild(node, look);
  };
  const take = (found: { readonly names: readonly string[]; readonly hasFunctions: boolean }): void => {
    for (const name of found.names) {
      if (name === "_" || name === "psitem") usesItem = true;
      names.add(name);
    }
    onFunctions ||= found.hasFunctions;
  };
  look(statement);
  // What it means may be told anywhere around.
  if (usesItem) {
    pipeline = { names: [], hasFunctions: false, isAsked: false };
    forEachChild(statement, look);
    take(pipeline);
  }
  return { names, onFunctions };
}
