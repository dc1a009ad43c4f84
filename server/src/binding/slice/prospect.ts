import type { Command, Expression, Node, Pipeline, VariableExpression } from "../../syntax/ast.js";
import { forEachChild } from "../../syntax/visit.js";
import { builtinAlias } from "../builtin-aliases.js";
import { variableName } from "../variable-name.js";
import { type Aside, askedElements } from "./asked.js";
import { assignedRoot, fills, namesVariable, naming, outlook } from "./outlook.js";
import type { Part } from "./part.js";
import { plainFunctionName, type Sites } from "./sites.js";

/** What a variable gets, or something that is asked for; null for what may be known, whatever it is. */
interface Source {
  readonly node: Node | null;
  /** The name by which `$_` goes in it. */
  readonly item: string;
  /** It is put into the list or table that the variable holds. */
  readonly isPut: boolean;
}

// No variable has such a name.
const ANY_ITEM = " ";
const ITEM_OF_FUNCTION = " |";
const THROWN = " thrown";

const CONSTANTS: ReadonlySet<string> = new Set(["true", "false", "null"]);
const ALWAYS_KNOWN: readonly string[] = [ANY_ITEM, "args", "input", "psboundparameters", "myinvocation", "foreach", "matches"];

/**
 * The commands asked for, where a quick look tells that of none more can be known than what stands in it; null where it does not tell.
 * That goes for most scripts, and to read them as slice/read-units.ts does takes nearly as long as to parse them.
 */
export function askedInVain({ parsed, passedOver }: Pick<Part, "parsed" | "passedOver">, sites: Sites): readonly Aside[] | null {
  const { text } = parsed;
  const asked: Omit<Aside, "isOwnBlock">[] = [];
  const sought: Source[] = [];
  /** What commands are called whose name is not a constant. */
  const called: Source[] = [];
  const sources = new Map<string, Source[]>();
  /** Variables that are given to others. */
  const shared = new Set<string>();
  const calls = new Map<string, { readonly command: Command; readonly item: string }[]>();
  let isUnclear = false;
  let item = ITEM_OF_FUNCTION;
  /** The item of blocks in an element of a pipeline. */
  let sent = ANY_ITEM;
  let isInBlock = false;
  let items = 0;

  for (const { name, isRelevant } of sites.all) {
    // A function of the script may be meant, or a variable be named by a text.
    if (name !== null && (isRelevant ? name.isFunction : namesVariables(name.lower))) return null;
  }
  visit(parsed.root);
  if (isUnclear) return null;
  const parameters = parametersByName();
  const known = new Set(ALWAYS_KNOWN);
  const demanded = new Set<string>();
  for (let size = -1; size !== known.size + demanded.size; ) {
    size = known.size + demanded.size;
    if (sought.some(isWorthAsking) || called.some(mayBeName)) return null;
    for (const name of demanded) if (!known.has(name) && mayBeKnown(name)) known.add(name);
  }
  return asked.map(({ command, hasInput }) => ({ command, hasInput, isOwnBlock: runsOwnBlock(command.elements[0]) }));

  // ------------------------------------------------------------------------------------------------------------- the look

  function visit(node: Node): void {
    switch (node.kind) {
      case "StringConstantExpression":
      case "ConstantExpression":
      case "VariableExpression":
      case "TypeExpression":
      case "TypeConstraint":
        return;
      case "Pipeline":
        pipeline(node);
        return;
      case "CommandExpression":
        visit(node.expression);
        return;
      case "MemberExpression":
        visit(node.target);
        visit(node.member);
        return;
      case "ParenExpression":
        visit(node.pipeline);
        return;
      case "NamedBlock":
      case "StatementBlock":
        for (const one of node.statements) if (passedOver.size === 0 || !passedOver.has(one)) visit(one);
        for (const one of node.traps) visit(one);
        return;
      case "AssignmentStatement": {
        const isWhole = node.operator === "Equals" || node.operator === "QuestionQuestionEquals";
        assignTo(node.left, node.right, isWhole);
        share(node.right);
        visit(node.left);
        visit(node.right);
        return;
      }
      case "ForEachStatement":
        assignTo(node.variable, node.collection, true);
        break;
      case "InvokeMemberExpression":
        if (node.arguments.length > 0 && fills(text.slice(node.member.start, node.member.end)))
          for (const one of node.arguments) assignTo(node.target, one, false);
        break;
      case "ScriptBlockExpression": {
        const outer = { item, isInBlock };
        item = sent;
        isInBlock = true;
        forEachChild(node, visit);
        ({ item, isInBlock } = outer);
        return;
      }
      case "FunctionDefinition": {
        const outer = { item, sent, isInBlock };
        item = ITEM_OF_FUNCTION + plainFunctionName(text.slice(node.nameStart, node.nameEnd));
        sent = ANY_ITEM;
        isInBlock = false;
        forEachChild(node, visit);
        ({ item, sent, isInBlock } = outer);
        return;
      }
      case "Parameter":
        for (const one of node.attributes) visit(one);
        if (isInBlock) add(nameOf(node.name), null);
        if (node.defaultValue) {
          visit(node.defaultValue);
          // Whoever runs a script may give it anything.
          if (item !== ITEM_OF_FUNCTION) add(nameOf(node.name), node.defaultValue);
        }
        return;
      case "SwitchStatement":
        within(newItem(node.condition), node);
        return;
      case "CatchClause":
      case "TrapStatement":
        within(THROWN, node);
        return;
      case "ThrowStatement":
        if (node.pipeline) add(THROWN, node.pipeline);
        break;
      case "FunctionMember":
        isUnclear = true;
        return;
      default:
    }
    forEachChild(node, visit);
  }

  function within(newItem: string, node: Node): void {
    const outer = item;
    item = newItem;
    forEachChild(node, visit);
    item = outer;
  }

  function newItem(node: Node): string {
    const name = `${ANY_ITEM}${items++}`;
    add(name, node);
    return name;
  }

  function pipeline({ elements }: Pipeline): void {
    const [first] = elements;
    if (!first) return;
    const outer = sent;
    sent = ANY_ITEM;
    if (first.kind === "Command") command(first, null);
    else visit(first);
    if (elements.length > 1) {
      sent = newItem(first);
      for (let i = 1; i < elements.length; i++) {
        const one = elements[i];
        if (one?.kind === "Command") command(one, first);
      }
    }
    sent = outer;
  }

  function command(node: Command, input: Node | null): void {
    const site = sites.of.get(node);
    const name = site?.name ?? null;
    if (site?.isRelevant) {
      asked.push({ command: node, hasInput: input !== null });
      const [first] = node.elements;
      if (name === null) {
        // Of what runs nothing is known but by its name.
        if (first) called.push({ node: first, item, isPut: false });
      } else if (input !== null) {
        sought.push({ node: input, item, isPut: false });
        if (namesIn(input, item).length === 0 && outlook(input, text, meant) !== "never") isUnclear = true;
      }
      if (name !== null)
        for (const one of askedElements(node, name.lower, text, sites, meant)) sought.push({ node: one, item, isPut: false });
    } else if (name?.isFunction) {
      const list = calls.get(name.lower);
      if (list) list.push({ command: node, item });
      else calls.set(name.lower, [{ command: node, item }]);
      for (const one of node.elements) share(one);
    }
    for (const one of node.elements) {
      if (one.kind === "CommandParameter") {
        if (namesVariable(text.slice(one.nameStart, one.nameEnd)) && outlook(node, text, meant) !== "never") isUnclear = true;
        if (one.argument) visit(one.argument);
      } else visit(one);
    }
    for (const one of node.redirections) visit(one);
  }

  function assignTo(left: Expression, node: Node, isWhole: boolean): void {
    const root = assignedRoot(left);
    if (root.at.kind === "ArrayLiteral") for (const one of root.at.elements) assignTo(one, node, isWhole);
    if (root.at.kind !== "VariableExpression") return;
    const name = nameOf(root.at);
    add(name, node, !isWhole || !root.isWhole);
    if (!root.isWhole) add(name, null, true);
  }

  function add(name: string, node: Node | null, isPut = false): void {
    const list = sources.get(name);
    const source = { node, item, isPut };
    if (list) list.push(source);
    else sources.set(name, [source]);
  }

  function share(node: Node): void {
    const value = node.kind === "Pipeline" && node.elements.length === 1 ? node.elements[0] : node;
    const given = value?.kind === "CommandExpression" ? value.expression : value?.kind === "CommandParameter" ? value.argument : value;
    if (given?.kind === "VariableExpression") shared.add(nameOf(given));
  }

  // ---------------------------------------------------------------------------------------------------- what may be known

  function isWorthAsking({ node, item }: Source): boolean {
    const asked = node?.kind === "CommandParameter" ? node.argument : node;
    if (!asked) return false;
    const of = outlook(asked, text, meant);
    if (of === "never" || typeof of === "object") return of !== "never";
    const names = namesIn(asked, item);
    return of === "depends" ? names.length > 0 && names.every(isKnown) : names.some(isKnown);
  }

  /** Whether something may be the name of a command; that of a block is nobody's. */
  function mayBeName(source: Source): boolean {
    return !isAlways(source.node, ["block", "no"]) && isWorthAsking(source);
  }

  function runsOwnBlock(node: Node | undefined): boolean {
    return isAlways(node ?? null, ["block"]);
  }

  /** Whether a variable gets nothing but what is one of these as the name of a command. */
  function isAlways(node: Node | null, kinds: readonly ReturnType<typeof naming>[]): boolean {
    if (node?.kind !== "VariableExpression") return false;
    const name = nameOf(node);
    const given = (sources.get(name) ?? []).filter(({ isPut }) => !isPut);
    return given.length > 0 && !parameters.has(name) && given.every((one) => one.node !== null && kinds.includes(naming(one.node, meant)));
  }

  function mayBeKnown(name: string): boolean {
    if (name.startsWith(ITEM_OF_FUNCTION)) return calls.has(name.slice(ITEM_OF_FUNCTION.length));
    const own = sources.get(name) ?? [];
    const isEmptied = own.some(({ node, isPut }) => node !== null && !isPut && outlook(node, text, meant) === "empty");
    // Others may put something into it.
    if (isEmptied && shared.has(name)) return true;
    let isFilled = false;
    for (const { node, item, isPut } of own) {
      if (isPut && !isEmptied) continue;
      const of = node === null ? "always" : outlook(node, text, meant);
      if (of === "empty") continue;
      isFilled = true;
      if (of !== "never" && (of !== "depends" || node === null || namesIn(node, item).every(isKnown))) return true;
    }
    if (isEmptied && !isFilled) return true;
    return parameters.get(name)?.some(mayGive) ?? false;
  }

  /** Whether calls of a function give it anything that may be known, be it for this parameter or another. */
  function mayGive(functionName: string): boolean {
    return (
      calls.get(functionName)?.some(({ command: { elements }, item }) => elements.some((one, i) => i > 0 && isKnownValue(one, item))) ??
      false
    );
  }

  function isKnownValue(node: Node, item: string): boolean {
    const of = outlook(node, text, meant);
    return of !== "never" && (of !== "depends" || namesIn(node, item).every(isKnown));
  }

  function isKnown(name: string): boolean {
    if (known.has(name)) return true;
    demanded.add(name);
    return false;
  }

  /** The variables in something; where a function of the script is called, what it gives may be known. */
  function namesIn(node: Node, item: string): readonly string[] {
    const names: string[] = [];
    const look = (one: Node, ofBlock: string): void => {
      if (one.kind === "VariableExpression") {
        const name = nameOf(one);
        if (name === "_" || name === "psitem") names.push(ofBlock);
        else if (!CONSTANTS.has(name)) names.push(name);
        return;
      }
      if (one.kind === "Command" && sites.of.get(one)?.name?.isFunction) names.push(ANY_ITEM);
      const inner = one.kind === "ScriptBlockExpression" ? ANY_ITEM : ofBlock;
      forEachChild(one, (child) => look(child, inner));
    };
    look(node, item);
    return names;
  }

  /** The functions that have a parameter of a name. */
  function parametersByName(): ReadonlyMap<string, readonly string[]> {
    const found = new Map<string, string[]>();
    for (const { nameStart, nameEnd, parameters, body } of parsed.functions) {
      const functionName = plainFunctionName(text.slice(nameStart, nameEnd));
      for (const { name } of [...(parameters ?? []), ...(body.param?.parameters ?? [])]) {
        const lower = nameOf(name);
        const list = found.get(lower);
        if (list) list.push(functionName);
        else found.set(lower, [functionName]);
      }
    }
    return found;
  }

  /** The name of a command, or itself where it means a function of the script. */
  function meant(command: Command): string | Command | null {
    const name = sites.of.get(command)?.name;
    return name ? (name.isFunction ? command : name.lower) : null;
  }

  function nameOf(node: VariableExpression): string {
    return variableName(text.slice(node.nameStart, node.nameEnd)).name;
  }
}

/** Whether a command is told which variable it is about: `Set-Variable` and its like. */
function namesVariables(command: string): boolean {
  return (builtinAlias(command) ?? command).toLowerCase().endsWith("-variable");
}
