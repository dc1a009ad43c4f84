import type { Command, Expression, FunctionDefinition, Node, Pipeline, Statement, VariableExpression } from "../../syntax/ast.js";
import { stringValue } from "../../syntax/literals.js";
import { forEachChild } from "../../syntax/visit.js";
import { builtinAlias } from "../builtin-aliases.js";
import { isHarmless } from "../builtin-commands.js";
import { variableName } from "../variable-name.js";
import { askedElements } from "./asked.js";
import { type Needs, newClauses } from "./clauses.js";
import {
  assignedRoot,
  fills,
  givesText,
  isCompound,
  isConstant,
  isStateful,
  mayBeObject,
  mayHold,
  namesVariable,
  naming,
  type Outlook,
  outlook,
} from "./outlook.js";
import type { Part } from "./part.js";
import { passedTo } from "./passed.js";
import { type Quiet, quietReader } from "./quiet.js";
import { fileNameIn, plainFunctionName, type Sites } from "./sites.js";
import {
  addParameter,
  append,
  type Body,
  type Item,
  type Name,
  type Naming,
  NONE,
  newBody,
  newName,
  newUnit,
  type Unit,
  type Units,
  type WantedCommand,
} from "./units.js";

/** Automatic variables that a call sets. */
const OF_THE_CALL = ["args", "input", "psboundparameters", "myinvocation", "foreach"];

const CONSTANTS: ReadonlySet<string> = new Set(["true", "false", "null"]);

/** Reads a script; null where types of its own have methods, which may run anywhere. */
export function readUnits({ parsed, passedOver }: Pick<Part, "parsed" | "passedOver">, sites: Sites, runsAlone: boolean): Units | null {
  const { text } = parsed;
  const all: Unit[] = [];
  const names = new Map<string, Name>();
  const written = new Map<string, Name | null>();
  const wanted: WantedCommand[] = [];
  const quietly = quietReader(text, parsed.functions, sites.functionNames, nameUnlessAsked);
  const quiet = new Map<Statement, Quiet>();
  const clauses = newClauses();
  const bodies = new Map<string, Body>();
  for (const one of sites.functionNames) bodies.set(one, newBody());
  /** What is thrown. */
  const thrown = newName();
  const underscore = intern("_");
  const ofTheCall = new Set(OF_THE_CALL.map(intern));
  const apart = new Set<Unit>();
  let hasMethods = false;

  const script = newBody();
  let owner = script;
  let isPart = false;
  /** What is being read is asked for: all of it is followed with this unit. */
  let asking: Unit | null = null;
  let unit = open(null, null, false);
  /** The unit of the innermost loop or `switch`, which `break` and `continue` end. */
  let loop: Unit | null = null;
  /** What `$_` means; null: what the function is sent. */
  let item: Item | null = null;
  /** What the values that are sent down the pipeline depend on; null: they cannot be known. */
  let sent: readonly Name[] | null = [];
  let hasInput = false;
  let inBlock = false;
  /** What the functions give that were read so far. */
  const given: Name[] = [];

  function intern(lower: string): Name {
    let name = names.get(lower);
    if (!name) {
      name = newName();
      names.set(lower, name);
    }
    return name;
  }

  function open(statement: Statement | null, parent: Unit | null, isLeaf: boolean): Unit {
    const made = newUnit(statement, parent, owner, isPart, isLeaf);
    all.push(made);
    owner.units = append(owner.units, made);
    if (parent) parent.nested = append(parent.nested, made);
    if (asking) asking.alongside = append(asking.alongside, made);
    return made;
  }

  /** The current unit is followed as soon as `other` is. */
  function runAlongside(other: Unit | Body): void {
    other.alongside = append(other.alongside, unit);
  }

  function nameOf(node: VariableExpression): Name | null {
    const raw = text.slice(node.nameStart, node.nameEnd);
    let name = written.get(raw);
    if (name === undefined) {
      const lower = variableName(raw).name;
      name = CONSTANTS.has(lower) ? null : intern(lower === "psitem" ? "_" : lower);
      written.set(raw, name);
    }
    return name;
  }

  function mention(name: Name | null): void {
    if (!name) return;
    if (name === underscore) {
      unit.item = item;
      if (item) {
        runAlongside(item.binder);
        note(item.name);
      } else {
        runAlongside(owner);
        note(owner.item);
      }
      return;
    }
    if (ofTheCall.has(name)) {
      if (!name.parameterOf.includes(owner)) name.parameterOf.push(owner);
      // Whoever runs the script may give anything.
      if (owner !== script || inBlock || runsAlone) define([name], NONE);
    }
    note(name);
  }
  function note(name: Name): void {
    unit.mentions = append(unit.mentions, name);
    if (name.mentions[name.mentions.length - 1] !== unit) name.mentions = append(name.mentions, unit);
  }
  function change(name: Name | null): void {
    if (!name) return;
    if (name === underscore) {
      unit.isPinned = true;
      return;
    }
    unit.changes = append(unit.changes, name);
    name.changes = append(name.changes, unit);
  }
  function define(targets: readonly (Name | null)[], needs: Needs, from?: Node): void {
    const naming = from && needs && needs !== "empty" ? namingOf(from) : "may";
    for (const name of targets) if (name && name !== underscore) clauses.define(name, needs, naming);
  }

  /** The variables that are assigned to as a whole; those through which an object changes are only noted. */
  function changeRoots(node: Expression): Name[] {
    const { at, isWhole } = assignedRoot(node);
    if (at.kind === "ArrayLiteral") return at.elements.flatMap(changeRoots);
    if (at.kind !== "VariableExpression") return [];
    const name = nameOf(at);
    if (isWhole || name !== underscore) change(name);
    // Through an unknown value any object may change.
    if (!isWhole) unit.mayChangeObjects = true;
    if (!isWhole && name) name.isHandle = true;
    if (!isWhole || !name) return [];
    name.assignedAt = append(name.assignedAt, node.start);
    return [name];
  }

  /** What is put into the list or table that a variable holds. */
  function put(target: Expression, needs: Needs): void {
    const { at } = assignedRoot(target);
    const name = at.kind === "VariableExpression" ? nameOf(at) : null;
    if (name && name !== underscore) clauses.put(name, needs);
  }

  /** A variable given to others: what is put into the list or table that they hold is put into its own. */
  function share(node: Node, others: readonly (Name | null)[]): void {
    const value = node.kind === "Pipeline" && node.elements.length === 1 ? node.elements[0] : node;
    const given = value?.kind === "CommandExpression" ? value.expression : value;
    const name = given?.kind === "VariableExpression" ? nameOf(given) : null;
    if (name) for (const other of others) if (other) clauses.share(name, other);
  }

  /** Reads the left side of an assignment to something that a variable holds: which entry it is may be all that is known. */
  function readPlace(node: Expression): void {
    let at = node;
    while (at.kind === "MemberExpression" || at.kind === "IndexExpression") {
      put(node, read(at.kind === "MemberExpression" ? at.member : at.index));
      at = at.target;
    }
    visit(at);
  }

  /** Reads something; gives what must be known for its value to be, null where it cannot be known. */
  function read(node: Node): Needs {
    const from = { mentions: unit.mentions.length, nested: unit.nested.length, given: given.length };
    visit(node);
    const of = outlookOf(node);
    if (of === "never") return null;
    if (of === "empty") return of;
    if (of === "always") return NONE;
    if (of !== "depends") return [of.result];
    const needs = [...unit.mentions.slice(from.mentions), ...given.slice(from.given)];
    for (const one of unit.nested.slice(from.nested)) needs.push(...one.mentions);
    return needs;
  }

  function statement(node: Statement): void {
    if (node.kind === "FunctionDefinition") {
      defineFunction(node);
      return;
    }
    const isQuiet = quietly.quiet(node);
    if (isQuiet) {
      quiet.set(node, isQuiet);
      if (isQuiet === "loud" && !isPart) define([owner.result], null);
      return;
    }
    const outer = unit;
    const wasPart = isPart;
    const isLeaf = !isCompound(node);
    unit = open(node, isTop(unit) ? null : unit, isLeaf);
    isPart = isLeaf;
    if (node.kind === "Pipeline" && !wasPart && !quietly.givesNothing(node)) define([owner.result], read(node), node);
    else visit(node);
    unit = outer;
    isPart = wasPart;
  }

  function children(node: Node, part: boolean, newLoop: Unit | null, newItem: Item | null): void {
    const [outerPart, outerLoop, outerItem] = [isPart, loop, item];
    isPart = part;
    loop = newLoop;
    item = newItem;
    forEachChild(node, visit);
    isPart = outerPart;
    loop = outerLoop;
    item = outerItem;
  }

  /** `$_` in something that follows `end` in the current unit. */
  function newItem(end: number, needs: Needs): Item {
    const name = newName();
    define([name], needs);
    return { name, binder: unit, end };
  }

  function visit(node: Node): void {
    // The most frequent kinds come first.
    switch (node.kind) {
      case "StringConstantExpression":
      case "ConstantExpression":
      case "TypeExpression":
      case "TypeConstraint":
        return;
      case "VariableExpression":
        if (node.nameEnd - node.nameStart > 9 && /^function:/i.test(text.slice(node.nameStart, node.nameStart + 9)))
          referTo(text.slice(node.nameStart + 9, node.nameEnd));
        else mention(nameOf(node));
        return;
      case "Pipeline":
        pipeline(node);
        return;
      case "CommandExpression":
        visit(node.expression);
        for (const one of node.redirections) visit(one);
        return;
      case "MemberExpression":
        visit(node.target);
        visit(node.member);
        return;
      case "Command":
        element(node, NONE);
        return;
      case "CommandParameter":
        if (node.argument) visit(node.argument);
        return;
      case "ParenExpression":
        visit(node.pipeline);
        return;
      case "ExpandableStringExpression":
        for (const one of node.nested) visit(one);
        return;
      case "BinaryExpression":
        if (node.operator.endsWith("match")) define([noteMatches()], NONE);
        visit(node.left);
        visit(node.right);
        return;
      case "ArrayLiteral":
        for (const one of node.elements) visit(one);
        return;
      case "IfStatement":
        for (const { condition, body } of node.clauses) {
          visit(condition);
          visit(body);
        }
        if (node.elseClause) visit(node.elseClause);
        return;
      case "NamedBlock":
      case "StatementBlock":
        for (const one of node.statements) if (!passedOver.has(one)) statement(one);
        for (const one of node.traps) visit(one);
        return;
      case "FunctionDefinition":
        defineFunction(node);
        return;
      case "FunctionMember":
        hasMethods = true;
        return;
      case "ScriptBlockExpression": {
        const outer = inBlock;
        inBlock = true;
        children(node, true, null, newItem(node.start, sent));
        inBlock = outer;
        return;
      }
      case "SubExpression":
      case "ArrayExpression":
        children(node, true, loop, item);
        return;
      case "CatchClause":
      case "TrapStatement":
        children(node, isPart, loop, newItem(0, [thrown]));
        return;
      case "SwitchStatement": {
        if (node.flags.includes("regex")) define([noteMatches()], []);
        const needs = read(node.condition);
        const outer = { loop, item };
        loop = unit;
        item = newItem(node.condition.end, needs);
        for (const clause of node.clauses) {
          visit(clause.condition);
          visit(clause.body);
        }
        if (node.defaultClause) visit(node.defaultClause);
        ({ loop, item } = outer);
        return;
      }
      case "ForEachStatement": {
        const targets = changeRoots(node.variable);
        visit(node.variable);
        define(targets, read(node.collection));
        if (mayBeObject(node.collection, text)) unit.isHolding = true;
        const outer = loop;
        loop = unit;
        visit(node.body);
        loop = outer;
        return;
      }
      case "ForStatement":
      case "WhileStatement":
      case "DoWhileStatement":
      case "DoUntilStatement":
        children(node, isPart, unit, item);
        return;
      case "Parameter": {
        // By itself: who asks for one parameter does not ask for the others.
        const outerUnit = unit;
        unit = openApart();
        const name = nameOf(node.name);
        change(name);
        const outer = sent;
        sent = null;
        for (const one of node.attributes) visit(one);
        sent = outer;
        visit(node.name);
        if (name) name.isOther = true;
        const needs = node.defaultValue && read(node.defaultValue);
        // Whoever runs the script may give anything; what a block gets is not looked into.
        if (isPart) define([name], []);
        else if (node.defaultValue && (runsAlone || owner !== script)) define([name], needs, node.defaultValue);
        unit = outerUnit;
        return;
      }
      case "AssignmentStatement": {
        const targets = changeRoots(node.left);
        readPlace(node.left);
        const needs = read(node.right);
        const isWhole = node.operator === "Equals" || node.operator === "QuestionQuestionEquals";
        // What is added to what nobody knows is not known, either.
        if (targets.length === 0 || !isWhole) put(node.left, needs);
        share(node.right, targets);
        if (needs === null && node.left.kind === "VariableExpression") unit.isBlind = true;
        if (isWhole) define(targets, needs, node.operator === "Equals" ? node.right : undefined);
        if (mayBeObject(node.right, text)) unit.isHolding = true;
        return;
      }
      case "UnaryExpression":
        if (node.operator.includes("++") || node.operator.includes("--"))
          for (const name of changeRoots(node.child)) name.countedAt = append(name.countedAt, node.start);
        break;
      case "ConvertExpression":
        if (/^ref$/i.test(text.slice(node.type.typeStart, node.type.typeEnd)))
          for (const name of changeRoots(node.child)) name.isHandle = true;
        break;
      case "InvokeMemberExpression": {
        const method = text.slice(node.member.start, node.member.end);
        unit.mayChangeObjects = true;
        if (!givesText(method)) for (const name of changeRoots(node.target)) name.isHandle = true;
        // Of other methods nobody knows what they do with what they are given.
        unit.isHolding ||= fills(method) || node.arguments.some(({ kind }) => kind === "ScriptBlockExpression");
        visit(node.target);
        visit(node.member);
        for (const one of node.arguments)
          if (fills(method)) put(node.target, read(one));
          else visit(one);
        return;
      }
      case "ReturnStatement":
        runAlongside(owner);
        if (node.pipeline) define([owner.result], read(node.pipeline), node.pipeline);
        return;
      case "ThrowStatement":
        runAlongside(unit.parent ?? owner);
        if (node.pipeline) define([thrown], read(node.pipeline));
        return;
      case "ExitStatement":
        runAlongside(unit.parent ?? owner);
        break;
      case "BreakStatement":
      case "ContinueStatement":
        if (node.label) runAlongside(owner);
        else if (loop) runAlongside(loop);
        else unit.isPinned = true;
        break;
      case "TypeDefinition":
      case "ConfigurationDefinition":
      case "DynamicKeywordStatement":
      case "DataStatement":
        unit.isPinned = true;
        break;
      default:
    }
    forEachChild(node, visit);
  }

  function noteMatches(): Name {
    const name = intern("matches");
    change(name);
    return name;
  }

  /** `${function:name}`: whoever gets the block may call it. */
  function referTo(functionWritten: string): void {
    const body = bodies.get(variableName(functionWritten).name);
    if (!body) return;
    unit.calls = append(unit.calls, body);
    body.callers = append(body.callers, unit);
    unit.isHolding = true;
  }

  // ------------------------------------------------------------------------------------------------------------- commands

  function pipeline(node: Pipeline): void {
    const { elements } = node;
    const first = elements[0];
    if (!first) return;
    const outerSent = sent;
    const outerInput = hasInput;
    sent = NONE;
    hasInput = false;
    if (elements.length === 1) element(first, NONE);
    else {
      // What a wanted command is sent is asked for.
      const isFed = elements.some((one, i) => i > 0 && one.kind === "Command" && sites.of.get(one)?.isRelevant);
      const isAsked = isFed && outlookOf(first) !== "never";
      const feeds = isAsked ? [ask(first)] : NONE;
      if (!isAsked) element(first, NONE);
      sent = needsOf(first, feeds);
      hasInput = true;
      for (let i = 1; i < elements.length; i++) element(elements[i], feeds);
    }
    sent = outerSent;
    hasInput = outerInput;
  }
  function element(node: Pipeline["elements"][number] | undefined, feeds: readonly Unit[]): void {
    if (node?.kind !== "Command") {
      if (node) visit(node);
      return;
    }
    command(node, feeds);
    for (const one of node.redirections) visit(one);
  }

  function needsOf(first: Node, feeds: readonly Unit[]): readonly Name[] | null {
    const of = outlookOf(first);
    if (of === "never") return null;
    if (of === "always" || of === "empty") return NONE;
    if (of !== "depends") return [of.result];
    return feeds.length > 0 ? feeds.flatMap((one) => one.mentions) : [...unit.mentions];
  }

  function command(node: Command, feeds: readonly Unit[]): void {
    const site = sites.of.get(node);
    const name = site?.name?.lower ?? null;
    const body = name === null ? undefined : bodies.get(name);
    if (node.invocation === "." && node.elements[0]?.kind !== "ScriptBlockExpression") unit.isPinned = true;
    if (name === null && node.elements[0]?.kind !== "ScriptBlockExpression") {
      unit.mayRunBlocks = true;
      const invoked = node.elements[0]?.kind === "VariableExpression" ? nameOf(node.elements[0]) : null;
      if (invoked) invoked.isHandle = true;
    }
    if (name !== null) called(node, name, body);
    const isWanted = site?.isRelevant ?? false;
    let parts = feeds;
    if (body && !isWanted) passArguments(node, body);
    const asked = isWanted ? askedElements(node, name, text, sites, meant) : NONE;
    for (let i = 0; i < node.elements.length; i++) {
      const one = node.elements[i];
      if (!one) break;
      if (one.kind === "CommandParameter" && namesVariable(text.slice(one.nameStart, one.nameEnd)))
        setByName(one.argument ?? node.elements[i + 1], outlookOf(node) === "never" ? null : NONE);
      if (isConstant(one)) continue;
      if (asked.includes(one)) parts = [...parts, ask(one)];
      else if (isWanted || !body) visit(one);
    }
    if (!isWanted) return;
    const isPinned = body !== undefined || feeds.some((one) => one.mentions.length === 0 && one.calls.length === 0);
    const [first] = node.elements;
    const part = parts[feeds.length];
    const isNamedSo = name === null && first && part && fileNameIn(text.slice(first.start, first.end)) === null;
    wanted.push({ command: node, unit, parts, isPinned, hasInput, naming: isNamedSo ? { part, from: namingOf(first) } : null });
  }

  function called(node: Command, name: string, body: Body | undefined): void {
    if (!body) {
      const meant = builtinAlias(name)?.toLowerCase() ?? name;
      if (isStateful(meant)) unit.isPinned = true;
      if (meant.endsWith("-variable"))
        setByName(
          node.elements.find((element, i) => i > 0 && element.kind !== "CommandParameter"),
          NONE,
        );
      if (!isHarmless(meant)) unit.mayChangeObjects = true;
      return;
    }
    unit.calls = append(unit.calls, body);
    body.callers = append(body.callers, unit);
    given.push(body.result);
    define([body.item], sent);
  }

  /** Reads the arguments of a function of the script: each is what changes its parameter. */
  function passArguments(node: Command, body: Body): void {
    for (const { element, value, isSplat, parameters } of passedTo(body, node, text)) {
      if (!value || isConstant(element)) {
        define(parameters, NONE, value ?? undefined);
        continue;
      }
      if (!isSplat) share(value, parameters);
      const outer = unit;
      unit = openApart();
      for (const parameter of parameters) change(parameter);
      define(parameters, read(element), isSplat ? undefined : value);
      unit.isHolding = value.kind !== "CommandParameter" && mayHold(value, text);
      unit = outer;
    }
  }

  /** A part of the current unit that stands for itself. */
  function openApart(): Unit {
    const made = open(null, isTop(unit) ? null : unit, true);
    unit.alongside = append(unit.alongside, made);
    apart.add(made);
    return made;
  }

  /** Reads something whose value is asked for, apart from the statement it stands in. */
  function ask(node: Node): Unit {
    const [outerUnit, outerPart, outerAsking] = [unit, isPart, asking];
    isPart = true;
    const made = openApart();
    unit = made;
    asking = made;
    const from = given.length;
    visit(node);
    const of = outlookOf(node.kind === "CommandParameter" && node.argument ? node.argument : node);
    if (of === "never") made.isBlind = true;
    else if (of !== "always" && of !== "empty")
      made.needs = of === "depends" ? [...made.mentions, ...made.nested.flatMap((one) => one.mentions), ...given.slice(from)] : [of.result];
    unit = outerUnit;
    isPart = outerPart;
    asking = outerAsking;
    return made;
  }

  function setByName(node: Node | undefined, needs: Needs): void {
    unit.isPinned = true;
    if (node?.kind !== "StringConstantExpression") return;
    const name = intern(variableName(stringValue(text, node).replace(/^\+/, "")).name);
    change(name);
    note(name);
    define([name], needs);
  }

  function defineFunction(node: FunctionDefinition): void {
    const body = bodies.get(plainFunctionName(text.slice(node.nameStart, node.nameEnd))) ?? newBody();
    body.definers.push(isTop(unit) ? owner : unit);
    const outer = { owner, unit, loop, item, isPart, sent, hasInput, asking };
    asking = null;
    owner = body;
    loop = null;
    item = null;
    isPart = false;
    sent = [];
    hasInput = false;
    unit = open(null, null, true);
    const { param, dynamicParamBlock, beginBlock, processBlock, endBlock, cleanBlock } = node.body;
    for (const parameter of [...(node.parameters ?? []), ...(param?.parameters ?? [])]) visit(parameter);
    for (const block of [dynamicParamBlock, beginBlock, processBlock, endBlock, cleanBlock]) if (block) visit(block);
    ({ owner, unit, loop, item, isPart, sent, hasInput, asking } = outer);
  }

  /** The top of a function or of the script. */
  function isTop(one: Unit): boolean {
    return one.statement === null && !apart.has(one);
  }

  function outlookOf(node: Node): Outlook<Body> {
    return outlook(node, text, meant);
  }

  /** The name of a command, or the function of the script that it calls. */
  function meant(command: Command): string | Body | null {
    const name = sites.of.get(command)?.name;
    return name ? (bodies.get(name.lower) ?? name.lower) : null;
  }

  function nameUnlessAsked(command: Command): string | null {
    const site = sites.of.get(command);
    return site && !site.isRelevant ? (site.name?.lower ?? null) : null;
  }

  function namingOf(node: Node): Naming {
    const from = naming(node, meant);
    if (typeof from === "string") return from;
    return "result" in from ? from.result : (nameOf(from) ?? "no");
  }

  for (const one of parsed.functions) {
    const body = bodies.get(plainFunctionName(text.slice(one.nameStart, one.nameEnd)));
    for (const parameter of [...(one.parameters ?? []), ...(one.body.param?.parameters ?? [])])
      if (body) addParameter(body, nameOf(parameter.name), parameter, text);
  }
  visit(parsed.root);
  // Alone, what a function gives that nothing is known of is nothing.
  const results = runsAlone ? [...bodies.values()].map(({ result }) => ({ name: result, needs: NONE, naming: "may" as const })) : NONE;
  return hasMethods ? null : { all, names, wanted, clauses: [...clauses.all(), ...results], quiet };
}
