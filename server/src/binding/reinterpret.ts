import type { Command, FunctionDefinition, ParsedScript, ScriptBlock, Span, Statement } from "../syntax/ast.js";
import type { ScriptCall, ScriptCalls } from "./call.js";
import { type CommandCatalog, flatSites, interpretPart, interpretWhole, judgeOf, prefixesIn, withFlatCalls } from "./interpret.js";
import { affectedBy, areTouching, type TopStatement } from "./reinterpret/affected.js";
import { type Dependence, dependenceOf, factsOf, knowableNames, type StatementFacts } from "./reinterpret/statement-facts.js";
import type { FlatSite, Interpreted, Part } from "./slice/part.js";
import { functionNamesOf, type Judge, type Sites, sitesOf } from "./slice/sites.js";
import type { PassedOver } from "./slice.js";
import { variableName } from "./variable-name.js";

/** A script's calls, and what of them can be taken over when the script changes. */
export interface Interpretation {
  readonly found: ScriptCalls;
  /** Null where the next version is to be followed as a whole. */
  readonly memory: Memory | null;
}

/** What is known of each statement at the top of a script. */
interface Memory {
  readonly root: ScriptBlock;
  readonly entries: readonly Entry[];
  readonly functionNames: ReadonlySet<string>;
  readonly prefixes: string;
  /** What the text was searched for, and whether it was found. */
  readonly subjects: Judge["subjects"];
  readonly unseenCode: ScriptCalls["unseenCode"];
}

/** Holds for as long as the statement stands in the script, wherever it moves: nothing here is an offset. */
interface Entry {
  readonly statement: Statement;
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

type Description = Pick<Entry, "statement" | "facts" | "commands" | "functions" | "dependence">;
type Result = Pick<Entry, "calls" | "others" | "flat" | "isLive">;

/** Field by field: all entries have one shape, which the engine of JavaScript counts on. */
function entryOf({ statement, facts, commands, functions, dependence }: Description, { isLive, calls, others, flat }: Result): Entry {
  return { statement, facts, commands, functions, dependence, isLive, calls, others, flat };
}

/**
 * Finds every call in a script, as `interpret` does, with what is known from the version before: statements that are the same nodes, and on
 * which the change has no bearing, are not followed again.
 *
 * @param previous what this gave for the version before
 */
export function reinterpret(parsed: ParsedScript, catalog: CommandCatalog, previous: Interpretation | null): Interpretation {
  const statements = plainStatements(parsed);
  const memory = statements && previous?.memory ? follow(parsed, catalog, previous.memory, statements) : null;
  if (memory && holdsAll(memory, parsed)) return { found: gathered(parsed, memory), memory };
  const whole = interpretWhole(parsed, catalog, {});
  const { aliases, unseenCode } = whole;
  const remembered = statements && whole.isPlain ? remember(parsed, whole, statements, previous?.memory ?? null) : null;
  return {
    found: { ...withFlatCalls(parsed.text, whole), functions: parsed.functions, aliases, unseenCode },
    memory: remembered && holdsAll(remembered, parsed) ? remembered : null,
  };
}

/** Whether every command stands in a statement: of a broken script some may stand elsewhere. */
function holdsAll({ entries }: Memory, { commands }: ParsedScript): boolean {
  let count = 0;
  for (const entry of entries) count += entry.commands.length;
  return count === commands.length;
}

/** The statements of a script that consists of nothing else but parameters; null for any other. */
function plainStatements({ root }: ParsedScript): readonly Statement[] | null {
  const { usings, beginBlock, processBlock, endBlock, cleanBlock, dynamicParamBlock } = root;
  if (usings.length > 0 || beginBlock || processBlock || cleanBlock || dynamicParamBlock) return null;
  return endBlock && !endBlock.isNamed && endBlock.traps.length === 0 ? endBlock.statements : null;
}

// --------------------------------------------------------------------------------------------------------------- remembering

function remember(parsed: ParsedScript, whole: Interpreted, statements: readonly Statement[], before: Memory | null): Memory {
  const functionNames = functionNamesOf(parsed);
  const isSameScript = before !== null && prefixes(parsed) === before.prefixes && isSameSet(functionNames, before.functionNames);
  const known = new Map(isSameScript ? before.entries.map((entry) => [entry.statement, entry]) : []);
  const described = describe(parsed, statements, whole.sites);
  const resultOf = resultsIn(statements, whole, parsed.text);
  const entries = statements.map((one) => entryOf(known.get(one) ?? described(one), resultOf(one)));
  const { unseenCode } = whole;
  const { subjects } = whole.sites.judge;
  return { root: parsed.root, entries, functionNames, prefixes: prefixes(parsed), subjects, unseenCode };
}

function prefixes({ text }: ParsedScript): string {
  return prefixesIn(text).join(" ");
}

/** What can be said of statements without following them. */
function describe(
  { commands, functions, text }: ParsedScript,
  statements: readonly Statement[],
  { all, functionNames }: Sites,
): (statement: Statement) => Description {
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
      statement: one,
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
): (statement: Statement) => Result {
  const commandOf = ({ command }: Pick<ScriptCall, "command">): Command => command;
  const [ofCatalogue, rest] = [flat.filter(({ name }) => name.isKnown), flat.filter(({ name }) => !name.isKnown)];
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
function follow(parsed: ParsedScript, catalog: CommandCatalog, before: Memory, statements: readonly Statement[]): Memory | null {
  const { functionNames } = before;
  if (parsed.root.param !== before.root.param || prefixes(parsed) !== before.prefixes) return null;
  if (!isSameSet(functionNamesOf(parsed), functionNames)) return null;
  for (const [subject, wasFound] of before.subjects) if (subject.test(parsed.text) !== wasFound) return null;
  const { first, same } = commonEnds(before.entries, statements);
  const sites = newSites(parsed, catalog, statements.slice(first, statements.length - same), functionNames);
  if (sites.isRenamed) return null;
  const fresh = newEntries(parsed, statements.slice(first, statements.length - same), sites);
  const gone = before.entries.slice(first, before.entries.length - same);
  const entries = [...before.entries.slice(0, first), ...fresh, ...before.entries.slice(before.entries.length - same)];
  // What could be known before and no longer can has changed, too.
  const knowable = knowableNames([...entries, ...gone].map(({ facts }) => facts));
  const freshEnd = first + fresh.length;
  const asTop = (entry: Entry, index: number): Top => {
    const { facts, dependence } = entry;
    const isFresh = index >= first && index < freshEnd;
    return { entry, facts, isAsked: dependence !== null && (isFresh || mayKnow(dependence, knowable)) };
  };
  const all = entries.map(asTop);
  const again = affectedBy({
    all,
    first,
    freshEnd,
    gone: gone.map((entry) => asTop(entry, -1)),
    knowable,
    unclear: parameterNames(parsed),
  });
  if (again === null) return null;
  if (again.followed.size > 0) {
    const run = interpretPart(partOf(parsed, all, again.followed, functionNames), catalog, {});
    if (!run.isPlain) return null;
    const resultOf = resultsIn(
      [...again.affected].map(({ entry }) => entry.statement).sort((a, b) => a.start - b.start),
      run,
      parsed.text,
    );
    for (const [index, one] of all.entries()) {
      if (again.affected.has(one) && again.followed.has(one)) entries[index] = entryOf(one.entry, resultOf(one.entry.statement));
    }
  }
  // What is told of unseen code depends on whether anything is followed at all.
  if (isIdle(entries) !== isIdle(before.entries)) return null;
  return { ...before, root: parsed.root, entries, subjects: new Map([...before.subjects, ...sites.judge.subjects]) };
}

/** What is assigned to a parameter of the script is made to fit its type. */
function parameterNames({ root, text }: ParsedScript): readonly string[] {
  return root.param?.parameters.map(({ name }) => variableName(text.slice(name.nameStart, name.nameEnd)).name) ?? [];
}

interface Top extends TopStatement {
  readonly entry: Entry;
}

function mayKnow({ names, onFunctions }: Dependence, knowable: ReadonlySet<string>): boolean {
  return onFunctions || areTouching(names, knowable);
}

/** How many statements are the same at the start and at the end. */
function commonEnds(before: readonly Entry[], now: readonly Statement[]): { readonly first: number; readonly same: number } {
  const shorter = Math.min(before.length, now.length);
  let first = 0;
  while (first < shorter && before[first]?.statement === now[first]) first++;
  let same = 0;
  while (same < shorter - first && before[before.length - 1 - same]?.statement === now[now.length - 1 - same]) same++;
  return { first, same };
}

function newSites(parsed: ParsedScript, catalog: CommandCatalog, fresh: readonly Statement[], functionNames: ReadonlySet<string>): Sites {
  const [first, last] = [fresh[0]?.start ?? 0, fresh.at(-1)?.end ?? 0];
  const commands = parsed.commands.filter(({ start }) => first <= start && start < last);
  const judge = judgeOf(parsed.text, catalog, false);
  return sitesOf({ parsed: { ...parsed, commands }, functionNames }, () => judge, parsed.text.slice(first, last));
}

/** Makes entries for new statements, as if nobody asked about them. */
function newEntries(parsed: ParsedScript, fresh: readonly Statement[], sites: Sites): readonly Entry[] {
  const described = describe(parsed, fresh, sites);
  const nothing = { calls: [], others: [], flat: flatSites(sites, () => false), live: new Set<Command>() };
  const resultOf = resultsIn(fresh, nothing, parsed.text);
  return fresh.map((one) => entryOf(described(one), resultOf(one)));
}

function isIdle(entries: readonly Entry[]): boolean {
  return !entries.some(({ isLive }) => isLive);
}

/** The followed statements in a tree of their own, and one for each gap between them in which something happens. */
function partOf(parsed: ParsedScript, all: readonly Top[], followed: ReadonlySet<Top>, functionNames: ReadonlySet<string>): Part {
  const kept: Statement[] = [];
  const commands: Command[] = [];
  const functions: FunctionDefinition[] = [];
  const passedOver = new Map<Statement, PassedOver>();
  let isGapFilled = false;
  for (const one of all) {
    const { entry, facts } = one;
    if (followed.has(one)) {
      kept.push(entry.statement);
      // One by one: a statement may hold more than a call takes arguments.
      for (const command of entry.commands) commands.push(command);
      for (const definition of entry.functions) functions.push(definition);
      isGapFilled = false;
    } else if (!isGapFilled && facts.mayChangeObjects && facts.definition === null) {
      kept.push(entry.statement);
      passedOver.set(entry.statement, {
        isSilent: entry.statement.kind === "AssignmentStatement",
        mayChangeObjects: true,
        mayRunBlocks: false,
      });
      isGapFilled = true;
    }
  }
  const { root } = parsed;
  const endBlock = root.endBlock && { ...root.endBlock, statements: kept };
  return { parsed: { ...parsed, root: { ...root, endBlock }, commands, functions }, passedOver, functionNames };
}

function isSameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (a.size !== b.size) return false;
  for (const one of a) if (!b.has(one)) return false;
  return true;
}

function gathered(parsed: ParsedScript, { entries, unseenCode }: Memory): ScriptCalls {
  const calls: ScriptCall[] = [];
  const others: ScriptCall[] = [];
  const flat: FlatSite[] = [];
  for (const entry of entries) {
    for (const call of entry.calls) calls.push(call);
    for (const call of entry.others) others.push(call);
    for (const site of entry.flat) flat.push(site);
  }
  return { ...withFlatCalls(parsed.text, { calls, others, flat }), functions: parsed.functions, aliases: [], unseenCode };
}
