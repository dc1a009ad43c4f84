import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Analysis, Finding } from "../engine.js";
import { nextTurn, turns } from "./event-loop.js";

/** The analysis of one version of a document. */
export interface Result {
  /** Differs from every other result's. */
  readonly id: string;
  readonly version: number;
  /** Null for a document that is not analysed: one that is left alone, or a configuration file. */
  readonly analysis: Analysis | null;
  /** What the editor is told. */
  readonly shown: readonly Finding[];
  readonly durationMs: number;
}

export interface ValidatorOptions<Context> {
  /** Settings and configuration of a document: at once where they are known, else a promise. */
  readonly contextOf: (document: TextDocument) => Context | Promise<Context>;
  /** `before`: the analysis of an earlier version, which is over. */
  readonly validate: (document: TextDocument, context: Context, before: Analysis | null) => Pick<Result, "analysis" | "shown">;
  readonly currentDocument: (uri: string) => TextDocument | undefined;
  /** Called with results that still belong to the document's newest version. */
  readonly publish: (document: TextDocument, result: Result) => void;
  readonly onError: (error: unknown) => void;
}

/** One validator for pushed and pulled diagnostics: each version of a document is analysed once, and old versions are never told. */
export interface Validator {
  /** Validates and publishes as soon as the changes that have already arrived are applied. */
  readonly schedule: (document: TextDocument) => void;
  /** The result for the document as it is now; null when it moved or closed meanwhile. */
  readonly resultOf: (document: TextDocument) => Promise<Result | null>;
  /** Forgets results whose settings or configuration changed, without a word: the documents' text is the same. */
  readonly forgetAll: () => void;
  readonly close: (uri: string) => void;
}

/** While changes keep coming in, a result is still told this often. */
const longestSilenceMs = 100;

/** A document that took this long is not looked at before the changes and cancellations that wait in the queue have come in. */
const slowMs = 50;
const turnsBeforeSlow = 4;

/** Makes a validator. It holds one result for each open document. */
export function createValidator<Context>(options: ValidatorOptions<Context>): Validator {
  const results = new Map<string, Result>();
  const pending = new Map<string, { cancel: () => void; readonly since: number }>();
  let generation = 0;
  let analysed = 0;

  function isCurrent(document: TextDocument, version: number): boolean {
    return options.currentDocument(document.uri)?.version === version;
  }

  function analyse(document: TextDocument, context: Context): Result {
    const known = results.get(document.uri);
    if (known?.version === document.version) return known;
    const started = performance.now();
    results.delete(document.uri);
    const found = options.validate(document, context, known?.analysis ?? null);
    const result: Result = { ...found, id: `${++analysed}`, version: document.version, durationMs: performance.now() - started };
    results.set(document.uri, result);
    return result;
  }

  async function resultOf(document: TextDocument): Promise<Result | null> {
    const version = document.version;
    const last = results.get(document.uri);
    if (last !== undefined && last.version !== version && last.durationMs > slowMs) {
      await turns(turnsBeforeSlow);
      if (!isCurrent(document, version)) return null;
    }
    const context = options.contextOf(document);
    if (!(context instanceof Promise)) return isCurrent(document, version) ? analyse(document, context) : null;
    const startedIn = generation;
    const awaited = await context;
    if (startedIn !== generation) return resultOf(document);
    return isCurrent(document, version) ? analyse(document, awaited) : null;
  }

  function run(document: TextDocument): void {
    pending.delete(document.uri);
    resultOf(document).then((result) => {
      if (result !== null && isCurrent(document, result.version)) options.publish(document, result);
    }, options.onError);
  }

  function schedule(document: TextDocument): void {
    const waiting = pending.get(document.uri);
    waiting?.cancel();
    const since = waiting?.since ?? performance.now();
    if (performance.now() - since > longestSilenceMs) {
      run(document);
      return;
    }
    // Two turns: the first lets a change that is already in the queue come before us, and start this again.
    const entry = {
      since,
      cancel: nextTurn(() => {
        entry.cancel = nextTurn(() => run(document));
      }),
    };
    pending.set(document.uri, entry);
  }

  return {
    schedule,
    resultOf,
    forgetAll: () => {
      generation++;
      results.clear();
    },
    close: (uri) => {
      pending.get(uri)?.cancel();
      pending.delete(uri);
      results.delete(uri);
    },
  };
}
