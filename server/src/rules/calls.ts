import { bindCall } from "../binding/bind.js";
import type { BoundCommand } from "../binding/bound-command.js";
import type { ScriptCall, ScriptCalls } from "../binding/call.js";
import { sessionPrefixes } from "../binding/script-target.js";
import { fileNameIn, plainFunctionName } from "../binding/slice/sites.js";
import type { Cmdlet } from "../catalog/catalog.js";
import { findCmdlet, findPrefixedCmdlet } from "../catalog/lookup.js";
import type { Command, ParsedScript, Span } from "../syntax/ast.js";
import type { BatchScript } from "../syntax/batch.js";
import { mentions } from "../syntax/mentions.js";
import type { Call, NativeCall, Word } from "./call.js";
import { remembering } from "./remembering.js";
import { placeSplatValues } from "./splat-values.js";
import { programName, startedBy, withVerbatim, wordsOf } from "./started-programs.js";
import { textOf } from "./test-value.js";

const none: readonly never[] = [];

/** Calls of cmdlets by what was found of them, so that they need not be bound again in the next version of a script. */
export interface KnownCalls {
  /** What else decides how a call is bound. */
  terms: string;
  calls: WeakMap<ScriptCall, Call>;
}

/**
 * The calls of a script as rules see them, in the order of the text.
 *
 * @param known what is remembered of the version before, and from now on of this one; null where nothing is
 */
export function callsOfScript(
  script: ParsedScript,
  found: ScriptCalls,
  edition: "5.1" | "7",
  known: KnownCalls | null = null,
): readonly Call[] {
  const { text } = script;
  const calls: Call[] = [];
  const place = placeSplatValues(script);
  // Whoever runs a script may have set defaults for any parameter; a linter that reckons with it can say nothing about what is absent.
  let setsDefaults: boolean | null = null;
  // A function of the file wins over the cmdlet of its name, wherever it may be defined: in a Pester block, in a module of one file.
  const own = new Set(found.functions.map(({ nameStart, nameEnd }) => plainFunctionName(text.slice(nameStart, nameEnd))));
  const prefixes = sessionPrefixes(found);
  if (known !== null) {
    const terms = [edition, mayHaveDefaults(), prefixes.join(" "), ...own].join("\n");
    if (known.terms !== terms) Object.assign(known, { terms, calls: new WeakMap() });
  }
  for (const call of found.calls) {
    const before = known?.calls.get(call);
    const cmdlet = before || own.has(call.name.toLowerCase()) ? null : findCmdlet(call.name);
    if (before) calls.push(before);
    else if (cmdlet) calls.push(ofCmdlet(call, cmdlet));
  }
  for (const call of found.others) {
    const { file } = nameParts(call.name);
    const cmdlet = (prefixes.length > 0 ? findPrefixedCmdlet(call.name, prefixes) : null) ?? (file === null ? null : findCmdlet(file));
    calls.push(cmdlet === null ? read(call, null) : (known?.calls.get(call) ?? ofCmdlet(call, cmdlet)));
  }
  for (let i = 0, end = calls.length; i < end; i++) {
    const call = calls[i];
    if (!call) break;
    if (call.turns.length === 0) addStartedBy(call);
    else call.turns.forEach(addStartedBy);
  }
  return calls.sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);

  function addStartedBy(call: Call): void {
    for (const started of startedBy(call, text)) calls.push(started);
  }

  function mayHaveDefaults(): boolean {
    setsDefaults ??= mentions(text, "psdefaultparametervalues");
    return setsDefaults;
  }

  function ofCmdlet(call: ScriptCall, cmdlet: Cmdlet): Call {
    const made = read(call, cmdlet);
    known?.calls.set(call, made);
    return made;
  }

  function read(call: ScriptCall, cmdlet: Cmdlet | null): Call {
    const { command, name, nameNode, enclosing } = call;
    const turns =
      call.turns.length === 0 ? none : call.turns.map((turn) => read({ command, name, nameNode, enclosing, ...turn, turns: none }, cmdlet));
    if (cmdlet === null) return new LazyCall(text, call, nameParts(name).program, turns);
    return { kind: "cmdlet", name: cmdlet.name.toLowerCase(), nameSpan: nameNode, span: command, bound: bound(cmdlet, call), turns };
  }

  function bound(cmdlet: Cmdlet, call: ScriptCall): BoundCommand {
    return place(bindCall(cmdlet, call.defaults !== null || mayHaveDefaults() ? call : withoutDefaults(call), edition));
  }
}

const mostNames = 2_000;

/** The file that a name leads to where its folder is not known, and the program that it is. */
const nameParts = remembering((name: string): { readonly file: string | null; readonly program: string } => {
  const file = fileNameIn(name);
  return { file, program: programName(file ?? name) };
}, mostNames);

function withoutDefaults(call: ScriptCall): ScriptCall {
  if (call.defaults !== null) return call;
  const { command, name, nameNode, enclosing, elements, hasPipelineInput, pipelineInput, turns } = call;
  return { command, name, nameNode, enclosing, elements, hasPipelineInput, pipelineInput, turns, defaults: [] };
}

/**
 * Few programs are ever looked at: their words are read when they are. A class, for a script has thousands of these: an object with getters of
 * its own takes ten times as long to make.
 */
class LazyCall implements NativeCall {
  readonly kind = "native";
  readonly nameSpan: Span;
  readonly span: Span;
  readonly command: Command;
  readonly #text: string;
  readonly #call: ScriptCall;
  #words: Pick<NativeCall, "words" | "isOpen"> | null = null;

  constructor(
    text: string,
    call: ScriptCall,
    readonly name: string,
    readonly turns: readonly Call[],
  ) {
    this.nameSpan = call.nameNode;
    this.span = call.command;
    this.command = call.command;
    this.#text = text;
    this.#call = call;
  }

  #read(): Pick<NativeCall, "words" | "isOpen"> {
    this.#words ??= wordsOfCall(this.#text, this.#call);
    return this.#words;
  }

  get words(): readonly Word[] {
    return this.#read().words;
  }

  get isOpen(): boolean {
    return this.#read().isOpen;
  }
}

function wordsOfCall(text: string, call: ScriptCall): Pick<NativeCall, "words" | "isOpen"> {
  const words: Word[] = [];
  let isOpen = false;
  for (const element of call.elements) {
    const { node } = element;
    if (element.kind === "splat" && element.value.kind !== "array") {
      isOpen = true;
      continue;
    }
    if (element.kind !== "parameter") {
      const { value } = element;
      if (value.kind === "array") words.push(...wordsOf(value, node));
      else words.push({ text: textOf(value), span: { start: node.start, end: node.end }, value });
      continue;
    }
    const nameEnd = element.node.nameEnd;
    words.push({
      text: `-${text.slice(node.start + 1, nameEnd)}`,
      span: { start: node.start, end: nameEnd },
      value: null,
    });
    const { argument } = element.node;
    if (argument && element.argument)
      words.push({ text: textOf(element.argument), span: { start: argument.start, end: argument.end }, value: element.argument });
  }
  return { words: withVerbatim(words, text), isOpen };
}

/** The calls of a cmd file. A name that holds a variable is no call we know. */
export function callsOfBatch(script: BatchScript): readonly Call[] {
  return script.commands.flatMap((command): readonly Call[] => {
    if (command.name === null) return [];
    const words = command.words.map((word) => ({ text: word.text, span: { start: word.start, end: word.end }, value: null }));
    const { start, end } = command;
    const call: NativeCall = {
      kind: "native",
      name: programName(command.name),
      nameSpan: command.nameSpan,
      span: { start, end },
      words,
      isOpen: false,
      command: null,
      turns: [],
    };
    return [call, ...startedBy(call, script.text)];
  });
}
