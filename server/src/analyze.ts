import type { BoundArgument } from "./binding/bound-command.js";
import type { ScriptCalls } from "./binding/call.js";
import { type CommandCatalog, interpret } from "./binding/interpret.js";
import { type Interpretation, reinterpret } from "./binding/reinterpret.js";
import { commentedTarget, targetOfScript } from "./binding/script-target.js";
import { anyTarget, parseTarget, type Target } from "./catalog/target.js";
import type { Call, CmdletCall } from "./rules/call.js";
import { callsOfBatch, callsOfScript, type KnownCalls } from "./rules/calls.js";
import { closingFixes } from "./rules/closing-fixes.js";
import { type Config, noConfig } from "./rules/config.js";
import { type EmbeddedScript, embeddedScript } from "./rules/embedded-powershell.js";
import { inOrder, runRules, type Subject } from "./rules/engine.js";
import { withSyntaxErrors } from "./rules/explained.js";
import { fitsGlobs } from "./rules/file-glob.js";
import type { Finding } from "./rules/finding.js";
import { lineBreak } from "./rules/fixes.js";
import { followedCommands } from "./rules/followed-commands.js";
import { type KnownFindings, knownFindings } from "./rules/known-findings.js";
import type { DocumentKind } from "./rules/rule.js";
import { rulePage } from "./rules/rule-page.js";
import type { RuleSet } from "./rules/rule-set.js";
import { rulesWith } from "./rules/rules.js";
import { applySeverities, configuredSeverity } from "./rules/severities.js";
import { afterSuppression } from "./rules/suppressed.js";
import { unseenCodeOf } from "./rules/unseen-code.js";
import type { ParsedScript, Span, SyntaxFault } from "./syntax/ast.js";
import { parseBatch } from "./syntax/batch.js";
import { parseCsv } from "./syntax/csv.js";
import { endOfLine } from "./syntax/lines.js";
import { parse } from "./syntax/parser.js";
import { type LastReading, scriptReader } from "./syntax/read-again.js";
import { textChange } from "./syntax/text-change.js";
import { nodesAt } from "./syntax/visit.js";

export interface AnalyzeOptions {
  /** What the text is; PowerShell where nothing is said. */
  readonly language?: DocumentKind;
  /** The target from the setting or the command line (`2019 CU14`), as text; comment and config file come before it. */
  readonly target?: string | null;
  /** The parsed `.exchange-rms.yaml` that holds for this file. */
  readonly config?: Config | null;
  /** The file's path relative to the config file's folder, with slashes: per-glob targets look at it. */
  readonly path?: string;
  /**
   * What the analysis of an earlier version of the text remembers, so that only what the change has a bearing on is looked at again; null
   * for the first version of a text that will change. It is used up: that analysis is over. Without this nothing is remembered.
   */
  readonly memory?: Memory | null;
}

/** What the text means, once. Everything the editor shows comes out of one of these; it belongs to one version of one text. */
export interface Analysis {
  readonly text: string;
  readonly language: DocumentKind;
  /** Null for cmd and CSV files. */
  readonly script: ParsedScript | null;
  readonly comments: readonly Span[];
  /** Calls of cmdlets and of other commands, in the order of the text. */
  readonly calls: readonly Call[];
  readonly target: Target;
  /** By place, each once, suppressed ones left out. */
  readonly findings: readonly Finding[];
  /** PowerShell's own syntax errors as findings of the rule `syntax-error`. */
  readonly syntaxFindings: readonly Finding[];
  /** What stands at an offset. */
  readonly at: (offset: number) => Spot;
  /** A call of `calls` with all that can be known of its values, those included that no rule asks about: found when it is first asked. */
  readonly whole: (call: Call) => Call;
  /** For the analysis of the next version. */
  readonly memory: Memory | null;
}

/** What stands at an offset, as far as Exchange commands go. */
export type Spot =
  | { readonly kind: "none" }
  | { readonly kind: "command"; readonly call: Call; readonly span: Span }
  | { readonly kind: "parameter"; readonly call: CmdletCall; readonly argument: BoundArgument; readonly span: Span }
  | { readonly kind: "value"; readonly call: CmdletCall; readonly argument: BoundArgument; readonly span: Span };

/** Reads a text and says everything there is to say about it. Never throws, whatever the text. */
export function analyze(text: string, options: AnalyzeOptions = {}): Analysis {
  const language = options.language ?? "powershell";
  const config = options.config ?? noConfig;
  const rules = rulesWith(config.rules);
  const { subject, comments, unfinished, memory } = read(text, language, options, config, rules);
  const told = [...runRules(subject, rules, memory?.findings ?? null), ...embeddedFindings(subject, rules)];
  const isJudged = (finding: Finding): boolean => finding.rule === syntaxError || !isIn(unfinished, finding);
  const faults = syntaxFindings(subject.script, subject.target);
  const found = withSyntaxErrors(
    told,
    faults,
    text,
    (one) => isJudged(one) && (rules.find(one.rule)?.replaces.includes(syntaxError) ?? false),
  );
  const isOff = (id: string): boolean => configuredSeverity(id, config.severities) === "off";
  const kept = afterSuppression({ text, comments, calls: subject.calls }, found, rules, isOff);
  const findings = inOrder(applySeverities(kept, config.severities)).filter(isJudged);
  return {
    text,
    language,
    script: subject.script,
    comments,
    calls: subject.calls,
    target: subject.target,
    findings: findings.filter(({ rule }) => rule !== syntaxError),
    syntaxFindings: findings.filter(({ rule }) => rule === syntaxError),
    at: (offset) => spotAt(subject.calls, offset),
    whole: wholeCalls(subject, rules),
    memory,
  };
}

function wholeCalls({ script, target }: Subject, rules: RuleSet): Analysis["whole"] {
  const byPlace = lazily(() => {
    const everything: CommandCatalog = { ...followedCommands(rules), isAsked: () => true, isValueAsked: () => true };
    const calls = script ? understand(script, target, everything, null).calls : [];
    return new Map(calls.map((call) => [`${call.name} ${call.span.start}`, call]));
  });
  return (call) => byPlace().get(`${call.name} ${call.span.start}`) ?? call;
}

/** What is wrong in the code that lines of the file hand to another PowerShell. */
function embeddedFindings(subject: Subject, rules: RuleSet): readonly Finding[] {
  const shells = subject.calls.filter(({ kind, name }) => kind === "native" && (name === "powershell" || name === "pwsh"));
  return shells.flatMap((call) => {
    const embedded = call.kind === "native" ? embeddedScript(call, subject.text, subject.language) : null;
    if (embedded === null) return [];
    const { text } = embedded;
    const { script, target, calls } = understand(parse(text), subject.target, followedCommands(rules), null);
    // The lines around it may hold the step that seems to be missing.
    const inner: Subject = {
      ...subject,
      text,
      language: "powershell",
      script,
      batch: null,
      csv: null,
      target,
      calls,
      unseenCode: () => [{ start: 0, end: 0 }],
    };
    return runRules(inner, rules).map((finding) => inFile(finding, embedded, subject.text));
  });
}

/** A finding of a piece of the file, with the file's offsets. Edits that would end the text the piece stands in are left out. */
function inFile(finding: Finding, { start: by, text: piece }: EmbeddedScript, text: string): Finding {
  const moved = <T extends Span>(span: T): T => ({ ...span, start: span.start + by, end: span.end + by });
  const isLetterByLetter = ({ start, end }: Span): boolean => text.slice(start + by, end + by) === piece.slice(start, end);
  const fixes = finding.fixes.filter(({ edits }) => edits.every((edit) => isLetterByLetter(edit) && !/["'`%\r\n]/.test(edit.newText)));
  return {
    ...moved(finding),
    fixes: fixes.map((fix) => ({ ...fix, edits: fix.edits.map(moved) })),
    related: finding.related.map(moved),
  };
}

const syntaxError = "syntax-error";

function syntaxFindings(script: ParsedScript | null, target: Target): readonly Finding[] {
  const text = script?.text ?? "";
  // PowerShell itself places some faults one behind the end.
  const last = text.length;
  const faults = (script?.faults ?? []).filter((fault) => target.host === "7" || !isOfNewerPowerShell(fault, script));
  return faults.map(({ start, end, message, closer }) => ({
    start: Math.min(start, last),
    // What runs away is shown where it starts.
    end: Math.min(end, last, Math.max(start, endOfLine(text, start))),
    message,
    rule: syntaxError,
    severity: "error",
    url: rulePage(syntaxError),
    fixes: closer === undefined ? [] : closingFixes({ start, end }, closer, text),
    related: [],
    tags: [],
  }));
}

/** What fails in PowerShell 7 only: `using assembly` by name, and the parallel loops of workflows. */
function isOfNewerPowerShell(fault: SyntaxFault, script: ParsedScript | null): boolean {
  if (fault.id !== "KeywordParameterReservedForFutureUse") return fault.id === "ErrorLoadingAssembly";
  const around = script ? nodesAt(script, fault.start, false) : [];
  return around.some((node) => node.kind === "FunctionDefinition" && node.functionKind === "workflow");
}

interface Read {
  readonly subject: Subject;
  readonly comments: readonly Span[];
  readonly unfinished: readonly Span[];
  readonly memory: Memory | null;
}

function read(text: string, language: DocumentKind, options: AnalyzeOptions, config: Config, rules: RuleSet): Read {
  const given = givenTarget(options, config);
  const shared = { text, language, target: given, conventions: config.conventions, script: null, batch: null, csv: null };
  if (language === "csv") {
    const subject: Subject = { ...shared, csv: parseCsv(text), calls: [], unseenCode: nothing };
    return { subject, comments: [], unfinished: [], memory: null };
  }
  if (language === "batch") {
    const batch = parseBatch(text);
    const target = commentedTarget(batch) ?? given;
    const subject: Subject = { ...shared, batch, target, calls: callsOfBatch(batch), unseenCode: nothing };
    return { subject, comments: batch.comments, unfinished: [], memory: null };
  }
  const { script, found, target, calls, unfinished, memory } = readScript(text, given, config, rules, options.memory);
  return {
    subject: { ...shared, script, target, calls, unseenCode: lazily(() => [...found.unseenCode, ...unseenCodeOf(script, calls)]) },
    comments: script.comments,
    unfinished,
    memory,
  };
}

const nothing = (): readonly Span[] => [];

function lazily<T>(read: () => T): () => T {
  let known: { readonly value: T } | null = null;
  return () => {
    known ??= { value: read() };
    return known.value;
  };
}

interface ReadScript extends Understood {
  readonly unfinished: readonly Span[];
  readonly memory: Memory | null;
}

/** A script that PowerShell's parser or binder refuses is read as it was meant where a line of it is only not finished. */
function readScript(text: string, given: Target, config: Config, rules: RuleSet, before: Memory | null | undefined): ReadScript {
  const commands = followedCommands(rules);
  const reader = scriptReader(text, before?.reading ?? null);
  // Other rules may ask for other values.
  const understood = before?.commands === commands ? before.understood : nothingUnderstood();
  const known = before === undefined ? null : understood;
  const { script, recovered } = reader.read();
  const plain = understand(script, given, commands, known);
  const refusals = countRefusals(plain.calls, []);
  if (script.faults.length === 0 && recovered === null && refusals > 0) {
    // A quote that the apostrophe of a comment closes, a comma before the next command: valid, and nothing that can run.
    const late = reader.readOtherwise();
    const better = late && understand(late.script, given, commands, known);
    if (better && countRefusals(better.calls, late.unfinished) < refusals) return whole(better, late.unfinished);
    if (late) reader.takeBack();
  }
  return whole(plain, recovered?.unfinished ?? []);

  function whole(understood: Understood, unfinished: readonly Span[]): ReadScript {
    return { ...understood, unfinished, memory: understood.understood && memoryOf(understood.target, understood.understood) };
  }

  function memoryOf(target: Target, understood: KnownCallsOfScript): Memory {
    const terms = [rules, config.conventions, JSON.stringify(target), lineBreak(text)];
    const isSame = before?.terms.every((term, at) => term === terms[at]) ?? false;
    return {
      text,
      reading: reader.last(),
      commands,
      understood,
      terms,
      findings: before && isSame ? before.findings.after(textChange(before.text, text)) : knownFindings(),
    };
  }
}

interface Understood {
  readonly script: ParsedScript;
  readonly found: ScriptCalls;
  readonly target: Target;
  readonly calls: readonly Call[];
  /** Null where nothing is to be remembered. */
  readonly understood: KnownCallsOfScript | null;
}

/** What is remembered of the calls of a script. */
interface KnownCallsOfScript {
  readonly interpretation: Interpretation | null;
  readonly calls: KnownCalls;
}

function nothingUnderstood(): KnownCallsOfScript {
  return { interpretation: null, calls: { terms: "", calls: new WeakMap() } };
}

/** What an analysis remembers for that of the next version. */
export interface Memory {
  readonly text: string;
  readonly reading: LastReading | null;
  /** The commands whose values were asked for. */
  readonly commands: CommandCatalog;
  readonly understood: KnownCallsOfScript;
  /** What the findings depend on besides the script. */
  readonly terms: readonly unknown[];
  readonly findings: KnownFindings;
}

/** @param known what is remembered; null where nothing is to be remembered either */
function understand(script: ParsedScript, given: Target, commands: CommandCatalog, known: KnownCallsOfScript | null): Understood {
  const interpretation = known && reinterpret(script, commands, known.interpretation);
  const found = interpretation?.found ?? interpret(script, commands);
  const target = targetOfScript(script, found, given);
  const calls = callsOfScript(script, found, target.host ?? "7", known?.calls);
  return { script, found, target, calls, understood: known && { ...known, interpretation } };
}

/** How much PowerShell's binder refuses, not counting what is not finished. */
function countRefusals(calls: readonly Call[], unfinished: readonly Span[]): number {
  let count = 0;
  for (const call of calls) if (call.kind === "cmdlet") count += call.bound.faults.filter(({ span }) => !isIn(unfinished, span)).length;
  return count;
}

function isIn(places: readonly Span[], { start, end }: Span): boolean {
  return places.some((place) => start <= place.end && place.start < Math.max(end, start + 1));
}

/** The target that the configuration names for this file, else the setting's. */
function givenTarget(options: AnalyzeOptions, config: Config): Target {
  const { path } = options;
  const named = config.targets.find(({ files }) => files === null || (path !== undefined && fitsGlobs(path, files)));
  if (named) return named.target;
  const set = options.target ? parseTarget(options.target) : null;
  return set?.ok ? { ...set.value, from: "setting" } : anyTarget;
}

function spotAt(calls: readonly Call[], offset: number): Spot {
  const holds = (span: Span | null): span is Span => span !== null && span.start <= offset && offset <= span.end;
  let best: Spot = { kind: "none" };
  let width = Number.POSITIVE_INFINITY;
  const offer = (spot: Exclude<Spot, { kind: "none" }>): void => {
    if (spot.span.end - spot.span.start > width) return;
    best = spot;
    width = spot.span.end - spot.span.start;
  };
  for (const call of calls) {
    if (holds(call.nameSpan)) offer({ kind: "command", call, span: call.nameSpan });
    if (call.kind !== "cmdlet") continue;
    for (const argument of call.bound.arguments.values()) {
      if (holds(argument.nameSpan)) offer({ kind: "parameter", call, argument, span: argument.nameSpan });
      if (holds(argument.valueNode)) offer({ kind: "value", call, argument, span: argument.valueNode });
    }
  }
  return best;
}
