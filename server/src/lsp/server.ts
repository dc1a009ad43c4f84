import type { CodeAction, Connection, DocumentDiagnosticReport, InitializeResult, ServerCapabilities } from "vscode-languageserver";
import {
  DidChangeConfigurationNotification,
  LSPErrorCodes,
  ResponseError,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Target } from "../catalog/target.js";
import type { DocumentKind } from "../rules/rule.js";
import { codeActionKinds, codeActions } from "./code-actions.js";
import { diagnosticSource, toDiagnostic } from "./diagnostics.js";
import { analyze } from "./engine.js";
import type { Host } from "./host.js";
import { type EditorState, editorStateNotification, statusNotification, type ValidationStatus } from "./protocol.js";
import { readSettings, type Settings, settingsSection } from "./settings.js";
import { createValidator, type Result } from "./validator.js";

/** Name and version told to the editor. */
export interface ServerInfo {
  readonly name: string;
  readonly version: string;
}

interface Client {
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly answersConfiguration: boolean;
  readonly registersConfiguration: boolean;
}

const noEditor: EditorState = { hasPowerShellExtension: false, providesFiles: false };

/** Serves one connection until it ends. The same for Node and for a worker. */
export function startServer(connection: Connection, host: Host, info: ServerInfo): void {
  const documents = new TextDocuments(TextDocument);
  const settingsOf = new Map<string, Settings | Promise<Settings>>();
  let client: Client = { pullsDiagnostics: false, refreshesDiagnostics: false, answersConfiguration: false, registersConfiguration: false };
  let editor = noEditor;
  let sentSettings: unknown;
  const told = new Set<string>();

  const validator = createValidator<Settings>({
    contextOf: (document) => settingsFor(document.uri),
    validate: (document, settings) => {
      const analysis = analyze(document.getText(), { target: settings.target, language: languageOf(document) });
      const shown = settings.enable ? [...analysis.findings, ...(showsSyntaxErrors(settings) ? analysis.syntaxFindings : [])] : [];
      return { analysis, shown: shown.map((finding) => ({ finding, diagnostic: toDiagnostic(document, finding) })) };
    },
    currentDocument: (uri) => documents.get(uri),
    publish: (document, result) => {
      tellStatus(document, result);
      if (client.pullsDiagnostics) return;
      void connection.sendDiagnostics({
        uri: document.uri,
        version: result.version,
        diagnostics: result.shown.map(({ diagnostic }) => diagnostic),
      });
    },
    onError: (error) => connection.console.error(`validation failed: ${describeError(error)}`),
  });

  function showsSyntaxErrors(settings: Settings): boolean {
    return settings.syntaxErrors === "always" || (settings.syntaxErrors === "auto" && !editor.hasPowerShellExtension);
  }

  function tellStatus(document: TextDocument, result: Result): void {
    const status: ValidationStatus = {
      uri: document.uri,
      version: result.version,
      target: describeTarget(result.analysis.target),
      targetSource: result.analysis.target.from,
      durationMs: result.durationMs,
      findings: result.shown.length,
    };
    void connection.sendNotification(statusNotification, status);
  }

  function settingsFor(uri: string): Settings | Promise<Settings> {
    const known = settingsOf.get(uri);
    if (known !== undefined) return known;
    if (!client.answersConfiguration) return takeSettings(uri, sentSettings);
    const asked: Promise<Settings> = connection.workspace.getConfiguration({ scopeUri: uri, section: settingsSection }).then(
      (answer: unknown): Settings | Promise<Settings> => (settingsOf.get(uri) === asked ? takeSettings(uri, answer) : settingsFor(uri)),
      () => takeSettings(uri, sentSettings),
    );
    settingsOf.set(uri, asked);
    return asked;
  }

  function takeSettings(uri: string, sent: unknown): Settings {
    const { settings, problems } = readSettings(sent);
    for (const problem of problems) {
      if (told.has(problem)) continue;
      told.add(problem);
      connection.console.warn(problem);
    }
    settingsOf.set(uri, settings);
    return settings;
  }

  /** Something other than a text changed: everything is looked at again. */
  function startOver(): void {
    validator.forgetAll();
    if (client.pullsDiagnostics && client.refreshesDiagnostics) connection.languages.diagnostics.refresh().catch(() => undefined);
    for (const document of documents.all()) validator.schedule(document);
  }

  connection.onInitialize((params): InitializeResult => {
    const workspace = params.capabilities.workspace;
    client = {
      pullsDiagnostics: params.capabilities.textDocument?.diagnostic !== undefined,
      refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
      answersConfiguration: workspace?.configuration === true,
      registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    };
    editor = readEditorState(params.initializationOptions);
    const capabilities: ServerCapabilities = {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
      codeActionProvider: { codeActionKinds: [...codeActionKinds], resolveProvider: false },
    };
    if (client.pullsDiagnostics) {
      capabilities.diagnosticProvider = { identifier: diagnosticSource, interFileDependencies: false, workspaceDiagnostics: false };
    }
    return { capabilities, serverInfo: info };
  });

  connection.onInitialized(() => {
    if (client.registersConfiguration) {
      connection.client.register(DidChangeConfigurationNotification.type, { section: settingsSection }).catch(() => undefined);
    }
    connection.console.info(`${info.name} ${info.version} on ${host.name}`);
  });

  connection.onDidChangeConfiguration((change) => {
    const sent: unknown = change.settings;
    sentSettings = typeof sent === "object" && sent !== null && settingsSection in sent ? sent[settingsSection as never] : undefined;
    settingsOf.clear();
    told.clear();
    startOver();
  });

  connection.onNotification(editorStateNotification, (state: unknown) => {
    editor = readEditorState(state);
    startOver();
  });

  documents.onDidChangeContent(({ document }) => validator.schedule(document));
  documents.onDidClose(({ document }) => {
    validator.close(document.uri);
    settingsOf.delete(document.uri);
    if (!client.pullsDiagnostics) void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
  });

  connection.languages.diagnostics.on(async (params, token): Promise<DocumentDiagnosticReport> => {
    const document = documents.get(params.textDocument.uri);
    if (document === undefined) return { kind: "full", items: [] };
    const result = await validator.resultOf(document);
    if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled");
    if (result === null) throw new ResponseError(LSPErrorCodes.ServerCancelled, "the text has moved on", { retriggerRequest: true });
    if (params.previousResultId === result.id) return { kind: "unchanged", resultId: result.id };
    return { kind: "full", resultId: result.id, items: result.shown.map(({ diagnostic }) => diagnostic) };
  });

  connection.onCodeAction(async (params, token): Promise<CodeAction[] | null> => {
    const document = documents.get(params.textDocument.uri);
    if (document === undefined) return null;
    const result = await validator.resultOf(document);
    if (result === null || token.isCancellationRequested) return null;
    return codeActions(document, result, params);
  });

  documents.listen(connection);
  connection.listen();
}

function readEditorState(sent: unknown): EditorState {
  if (typeof sent !== "object" || sent === null) return noEditor;
  const state = sent as Partial<Record<keyof EditorState, unknown>>;
  return { hasPowerShellExtension: state.hasPowerShellExtension === true, providesFiles: state.providesFiles === true };
}

function languageOf(document: TextDocument): DocumentKind {
  if (document.languageId === "bat" || /\.(cmd|bat)$/i.test(document.uri)) return "batch";
  if (document.languageId === "csv" || /\.csv$/i.test(document.uri)) return "csv";
  return "powershell";
}

function describeTarget(target: Target): string {
  if (target.products === null) return "any";
  const build = target.build === null ? "" : ` ${target.build.join(".")}`;
  return `${target.products.join(", ")}${build}`;
}

function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
