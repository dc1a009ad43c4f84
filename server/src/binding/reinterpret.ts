import type { Command, FunctionDefinition, ParsedScript, ScriptBlock, Span, Statement } from "../syntax/ast.js";
import { affectedBy, areTouching, type Change, changeBetween } from "./affected.js";
import type { ScriptCall, ScriptCalls } from "./call.js";
import { type CommandCatalog, flatSites, interpretPart, interpretWhole, judgeOf, prefixesIn, withFlatCalls } from "./interpret.js";
import type { FlatSite, Interpreted, Part } from "./interpret-part.js";
import type { PassedOver } from "./interpret-slice.js";
import { functionNamesOf, type Sites, sitesOf } from "./interpret-survey.js";
import { type Dependence, dependenceOf, factsOf, knowableNames, type StatementFacts } from "./statement-facts.js";

/** A script's calls, and what of them can be taken over when the script changes. */
export interface Interpretation {
  readonly found: ScriptCalls;
  /** Null where the next version is to be followed as a whole. */
  readonly memory: Memory | null;
}

/** What is known of each statement at the top of a script. It belongs to one version; the next one takes it over and changes it. */
interface Memory {
  readonly root: ScriptBlock;
  readonly statements: readonly Statement[];
  readonly entries: Map<Statement, Entry>;
  readonly functionNames: ReadonlySet<string>;
  readonly prefixes: string;
  readonly unseenCode: ScriptCalls["unseenCode"];
}

/** Holds for as long as the statement stands in the script, wherever it moves: nothing here is an offset. */
interface Entry {
  readonly facts: StatementFacts;
  /** All that stand in it, in the parser's order. */
  readonly commands: readonly Command[];
  readonly functions: readonly FunctionDefinition[];
  /** What commands that are asked for depend on; null where none is. */
  readonly dependence: Dependence | null;
  /** Something is followed on account of one of them. */
  readonly isLive: boolean;
  readonly calls: readonly ScriptCall[];
  readonly others: readonly ScriptCall[];
  readonly flat: readonly FlatSite[];
}

/**
 * Finds every call in a script, as `interpret` does, with what is known from the version before: statements that are the same nodes, and on
 * which the change has no bearing, are not followed again.
 *
 * @param previous what this gave for the version before; it is used up
 */
export function reinterpret(parsed: ParsedScript, catalog: CommandCatalog, previous: Interpretation | null): Interpretation {
  const statements = plainStatements(parsed);
  const memory = statements && previous?.memory ? follow(parsed, catalog, previous.memory, statements) : null;
  if (memory && holdsAll(memory, parsed)) return { found: gathered(parsed, memory), memory };
  const whole = interpretWhole(parsed, catalog, {});
  const { aliases, unseenCode } = whole;
  const remembered = statements && whole.isPlain ? remember(parsed, whole, statements) : null;
  return {
    found: { ...withFlatCalls(parsed.text, whole), functions: parsed.functions, aliases, unseenCode },
    memory: remembered && holdsAll(remembered, parsed) ? remembered : null,
  };
}

/** Whether every command stands in a statement: of a broken script some may stand elsewhere. */
function holdsAll({ entries }: Memory, { commands }: ParsedScript): boolean {
  let count = 0;
  for (const entry of entries.values()) count += entry.commands.length;
  return count === commands.length;
}

/** The statements of a script that consists of nothing else but plain parameters; null for any other. */
function plainStatements({ root }: ParsedScript): readonly Statement[] | null {
  const { usings, attributes, param, beginBlock, processBlock, endBlock, cleanBlock, dynamicParamBlock } = root;
  if (usings.length > 0 || attributes.length > 0 || beginBlock || processBlock || cleanBlock || dynamicParamBlock) return null;
  if (!endBlock || endBlock.isNamed || endBlock.traps.length > 0) return null;
  return param?.parameters.some(({ defaultValue }) => defaultValue !== null) ? null : endBlock.statements;
}

// --------------------------------------------------------------------------------------------------------------- remembering

function remember(parsed: ParsedScript, whole: Interpreted, statements: readonly Statement[]): Memory {
  const entries = new Map<Statement, Entry>();
  const functionNames = functionNamesOf(parsed);
  const described = describe(parsed, statements, whole.sites);
  const resultOf = resultsIn(statements, whole, parsed.text);
  for (const one of statements) entries.set(one, { ...described(one), ...resultOf(one) });
  return { root: parsed.root, statements, entries, functionNames, prefixes: prefixes(parsed), unseenCode: whole.unseenCode };
}

function prefixes({ text }: ParsedScript): string {
  return prefixesIn(text).join(" ");
}

/** What can be said of statements without following them. */
function describe(
  { commands, functions, text }: ParsedScript,
  statements: readonly Statement[],
  { all, functionNames }: Sites,
): (statement: Statement) => Pick<Entry, "facts" | "commands" | "functions" | "dependence"> {
  const area = { start: statements[0]?.start ?? 0, end: statements.at(-1)?.end ?? 0 };
  const isHere = ({ start }: Span): boolean => area.start <= start && start < area.end;
  const itself = <T>(one: T): T => one;
  const commandsOf = byStatement(statements, commands.filter(isHere), itself);
  const functionsOf = byStatement(statements, functions.filter(isHere), itself);
  const wanted = all.filter(({ isRelevant }) => isRelevant).map(({ command }) => command);
  const wantedOf = byStatement(statements, wanted, itself);
  return (one) => {
    const asked = wantedOf.get(one);
    return {
      facts: factsOf(one, text, functionNames),
      commands: commandsOf.get(one) ?? [],
      functions: functionsOf.get(one) ?? [],
      dependence: asked ? dependenceOf(one, new Set(asked), text, functionNames) : null,
    };
  };
}

/** What following gave, by statement. Of calls that were not followed those of cmdlets are read now: later the text is another. */
function resultsIn(
  statements: readonly Statement[],
  { calls, others, flat, live }: Pick<Interpreted, "calls" | "others" | "flat" | "live">,
  text: string,
): (statement: Statement) => Pick<Entry, "calls" | "others" | "flat" | "isLive"> {
  const commandOf = ({ command }: Pick<ScriptCall, "command">): Command => command;
  const [ofCatalogue, rest] = [flat.filter(({ isKnown }) => isKnown), flat.filter(({ isKnown }) => !isKnown)];
  const written = withFlatCalls(text, { calls: [], others: [], flat: ofCatalogue }).calls.map((call) => ({
    ...call,
    elements: call.elements,
  }));
  const callsOf = byStatement(statements, [...calls, ...written], commandOf);
  const othersOf = byStatement(statements, others, commandOf);
  const flatOf = byStatement(statements, rest, commandOf);
  const liveOnes = byStatement(statements, [...live], (command) => command);
  return (one) => ({
    calls: callsOf.get(one) ?? [],
    others: othersOf.get(one) ?? [],
    flat: flatOf.get(one) ?? [],
    isLive: liveOnes.has(one),
  });
}

/** Things by the statement that they stand in. */
function byStatement<T>(statements: readonly Statement[], things: readonly T[], placeOf: (thing: T) => Span): Map<Statement, T[]> {
  const found = new Map<Statement, T[]>();
  for (const thing of things) {
    const { start } = placeOf(thing);
    let [low, high] = [0, statements.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((statements[middle]?.end ?? 0) <= start) low = middle + 1;
      else high = middle;
    }
    const one = statements[low];
    if (!one || one.start > start) continue;
    const list = found.get(one);
    if (list) list.push(thing);
    else found.set(one, [thing]);
  }
  return found;
}

// --------------------------------------------------------------------------------------------------------------- taking over

/** Follows what a change has a bearing on; null where the script is to be followed as a whole. */
function follow(parsed: ParsedScript, catalog: CommandCatalog, memory: Memory, statements: readonly Statement[]): Memory | null {
  const { entries, functionNames } = memory;
  if (parsed.root.param !== memory.root.param || prefixes(parsed) !== memory.prefixes) return null;
  if (!isSameSet(functionNamesOf(parsed), functionNames)) return null;
  const change = changeBetween(memory.statements, statements);
  const wasIdle = isIdle(memory);
  if (!enter(change, parsed, catalog, memory)) return null;

  const isFresh = new Set(change.fresh);
  const factsNow = (one: Statement): StatementFacts => entries.get(one)?.facts ?? factsOf(one, parsed.text, functionNames);
  // What could be known before and no longer can has changed, too.
  const knowable = knowableNames([...statements, ...change.gone].map(factsNow));
  const again = affectedBy(change, {
    all: statements,
    factsOf: factsNow,
    isAsked: (one) => {
      const dependence = entries.get(one)?.dependence;
      return dependence ? isFresh.has(one) || dependence.onFunctions || areTouching(dependence.names, knowable) : false;
    },
    isKnowable: (name) => knowable.has(name),
  });
  if (!again) return null;
  for (const one of change.gone) entries.delete(one);
  const now: Memory = { ...memory, root: parsed.root, statements };
  if (again.followed.size > 0) {
    const run = interpretPart(partOf(parsed, now, again.followed), catalog, {});
    if (!run.isPlain) return null;
    const affected = statements.filter((one) => again.affected.has(one) && again.followed.has(one));
    const resultOf = resultsIn(affected, run, parsed.text);
    for (const one of affected) {
      const entry = entries.get(one);
      if (entry) entries.set(one, { ...entry, ...resultOf(one) });
    }
  }
  // What is told of unseen code depends on whether anything is followed at all.
  return isIdle(now) === wasIdle ? now : null;
}

/** Makes entries for new statements, as if nobody asked about them; false where commands have other names than they seem. */
function enter({ fresh }: Change, parsed: ParsedScript, catalog: CommandCatalog, { entries, functionNames }: Memory): boolean {
  const [first, last] = [fresh[0]?.start ?? 0, fresh.at(-1)?.end ?? 0];
  const commands = parsed.commands.filter(({ start }) => first <= start && start < last);
  const isAsked = judgeOf(parsed.text, catalog, false);
  const sites = sitesOf({ parsed: { ...parsed, commands }, functionNames }, () => isAsked);
  if (sites.isRenamed) return false;
  const described = describe(parsed, fresh, sites);
  const nothing = { calls: [], others: [], flat: flatSites(sites, () => false), live: new Set<Command>() };
  const resultOf = resultsIn(fresh, nothing, parsed.text);
  for (const one of fresh) entries.set(one, { ...described(one), ...resultOf(one) });
  return true;
}

function isIdle({ entries }: Memory): boolean {
  for (const { isLive } of entries.values()) if (isLive) return false;
  return true;
}

/** The followed statements in a tree of their own, and one for each gap between them in which something happens. */
function partOf(parsed: ParsedScript, { entries, functionNames, statements }: Memory, followed: ReadonlySet<Statement>): Part {
  const kept: Statement[] = [];
  const commands: Command[] = [];
  const functions: FunctionDefinition[] = [];
  const passedOver = new Map<Statement, PassedOver>();
  let isGapFilled = false;
  for (const one of statements) {
    const entry = entries.get(one);
    if (!entry) continue;
    if (followed.has(one)) {
      kept.push(one);
      commands.push(...entry.commands);
      functions.push(...entry.functions);
      isGapFilled = false;
    } else if (!isGapFilled && entry.facts.mayChangeObjects && one.kind !== "FunctionDefinition") {
      kept.push(one);
      passedOver.set(one, { mayChangeObjects: true, mayRunBlocks: false });
      isGapFilled = true;
    }
  }
  return { parsed: { ...parsed, root: rootWith(parsed, kept), commands, functions }, passedOver, functionNames };
}

function rootWith({ root }: ParsedScript, statements: readonly Statement[]): ScriptBlock {
  return { ...root, endBlock: root.endBlock && { ...root.endBlock, statements } };
}

function isSameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (a.size !== b.size) return false;
  for (const one of a) if (!b.has(one)) return false;
  return true;
}

function gathered(parsed: ParsedScript, { statements, entries, unseenCode }: Memory): ScriptCalls {
  const calls: ScriptCall[] = [];
  const others: ScriptCall[] = [];
  const flat: FlatSite[] = [];
  for (const one of statements) {
    const entry = entries.get(one);
    if (!entry) continue;
    for (const call of entry.calls) calls.push(call);
    for (const call of entry.others) others.push(call);
    for (const site of entry.flat) flat.push(site);
  }
  return { ...withFlatCalls(parsed.text, { calls, others, flat }), functions: parsed.functions, aliases: [], unseenCode };
}
