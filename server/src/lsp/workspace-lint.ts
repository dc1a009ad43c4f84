import type { CancellationToken, Connection, Diagnostic, WorkDoneProgressReporter } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { analyze } from "../engine.js";
import { toDiagnostic } from "./diagnostics.js";
import type { DocumentContexts } from "./document-context.js";
import type { WorkspaceLintResult } from "./protocol.js";

export interface WorkspaceLintOptions {
  readonly connection: Connection;
  readonly contexts: DocumentContexts;
  readonly readFile: (uri: string) => Promise<string | null>;
  /** Open documents are told of by the validator. */
  readonly isOpen: (uri: string) => boolean;
  readonly showsSyntaxErrors: (setting: "auto" | "always" | "never") => boolean;
}

export interface WorkspaceLint {
  /** Looks at the files and tells what it finds. Ends early, with what there is, when cancelled. */
  readonly run: (uris: readonly string[], progress: WorkDoneProgressReporter, token: CancellationToken) => Promise<WorkspaceLintResult>;
  /** The validator speaks for the document from now on. */
  readonly opened: (uri: string) => void;
  /** The file speaks for itself again. */
  readonly closed: (uri: string) => void;
}

/** Checks files that are not open. What was found stays in the Problems panel until the file is opened or checked again. */
export function createWorkspaceLint({ connection, contexts, readFile, isOpen, showsSyntaxErrors }: WorkspaceLintOptions): WorkspaceLint {
  const told = new Set<string>();

  async function check(uri: string): Promise<Diagnostic[] | null> {
    const text = await readFile(uri);
    if (text === null) return null;
    const { options, settings, isChecked } = await contexts.contextOf(uri, null);
    contexts.forget(uri);
    if (!isChecked) return [];
    const document = TextDocument.create(uri, "", 0, text);
    const analysis = analyze(text, options);
    const findings = showsSyntaxErrors(settings.syntaxErrors) ? [...analysis.findings, ...analysis.syntaxFindings] : analysis.findings;
    return findings.map((finding) => toDiagnostic(document, finding));
  }

  async function tell(uri: string): Promise<number | null> {
    const diagnostics = await check(uri);
    if (diagnostics === null) return null;
    if (!isOpen(uri) && (diagnostics.length > 0 || told.has(uri))) {
      told.add(uri);
      await connection.sendDiagnostics({ uri, diagnostics });
    }
    return diagnostics.length;
  }

  return {
    run: async (uris, progress, token) => {
      const unreadable: string[] = [];
      let files = 0;
      let findings = 0;
      for (const uri of uris) {
        if (token.isCancellationRequested) break;
        progress.report(Math.round((100 * files) / uris.length), uri.slice(uri.lastIndexOf("/") + 1));
        const found = await tell(uri);
        if (found === null) unreadable.push(uri);
        else findings += found;
        files++;
      }
      return { files, findings, unreadable, isComplete: files === uris.length };
    },
    opened: (uri) => {
      if (told.has(uri)) void connection.sendDiagnostics({ uri, diagnostics: [] });
    },
    closed: (uri) => {
      if (told.has(uri)) tell(uri).catch(() => undefined);
    },
  };
}
