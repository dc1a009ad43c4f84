import type {
  CodeAction,
  Connection,
  DocumentDiagnosticReport,
  InitializeParams,
  InitializeResult,
  ServerCapabilities,
} from "vscode-languageserver";
import {
  CodeLensRefreshRequest,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  LSPErrorCodes,
  MessageType,
  ResponseError,
  ShowMessageNotification,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { type Analysis, analyze, describeTarget, type Finding } from "../engine.js";
import { codeActionKinds, codeActions } from "./code-actions.js";
import { createConfigurationFiles, isConfigurationFile } from "./configuration-files.js";
import { diagnosticSource } from "./diagnostics.js";
import { createDocumentContexts, type DocumentContext } from "./document-context.js";
import { nextTurn } from "./event-loop.js";
import { featureCapabilities, registerFeatures } from "./features.js";
import type { Host } from "./host.js";
import {
  type EditorState,
  editorStateNotification,
  lintWorkspaceRequest,
  readFileRequest,
  slowMs,
  statusNotification,
  targetsRequest,
  type ValidationStatus,
  type WorkspaceLintParams,
} from "./protocol.js";
import { type Settings, settingsSection } from "./settings.js";
import { createSettingsStore } from "./settings-store.js";
import { diagnosticsOf } from "./shown.js";
import { silenceInWorkspace } from "./silence-in-workspace.js";
import { targetChoices } from "./targets.js";
import { createValidator, type Result } from "./validator.js";
import { createWorkspaceLint } from "./workspace-lint.js";

/** Name and version told to the editor. */
export interface ServerInfo {
  readonly name: string;
  readonly version: string;
}

/** What the editor said that it can do. */
interface Client {
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesLenses: boolean;
  readonly refreshesTokens: boolean;
  readonly answersConfiguration: boolean;
  readonly registersConfiguration: boolean;
  readonly watchesFiles: boolean;
  readonly tellsFolders: boolean;
  /** Asks for an action's edit when it is chosen, and makes files for it. */
  readonly editsConfiguration: boolean;
}

/** What decides, besides the text, what is told; for a configuration file the faults themselves, which need other files to be read. */
type Context = DocumentContext | { readonly faults: readonly Finding[] };

const noEditor: EditorState = { hasPowerShellExtension: false, isOurClient: false };

/** Serves one connection until it ends. The same for Node and for a worker. */
export function startServer(connection: Connection, host: Host, info: ServerInfo): void {
  const documents = new TextDocuments(TextDocument);
  let client = readClient({ capabilities: {} });
  let editor = noEditor;
  let folders: readonly string[] = [];
  /** Versions that were opened or saved: with `run: onSave` only these are looked at. */
  const saved = new Map<string, number>();

  const settings = createSettingsStore(connection, () => client.answersConfiguration, warn);
  const readText = async (uri: string): Promise<string | null> => documents.get(uri)?.getText() ?? readFile(uri);
  const configurations = createConfigurationFiles(readText);
  const contexts = createDocumentContexts({ settingsOf: settings.settingsOf, configurations, workspaceFolders: () => folders });

  const validator = createValidator<Context>({
    contextOf: (document) => {
      const { uri } = document;
      if (!isConfigurationFile(uri)) return contexts.contextOf(uri, document.languageId);
      return configurations.faultsOf(uri, document.getText()).then((faults) => ({ faults }));
    },
    validate,
    currentDocument: (uri) => documents.get(uri),
    publish,
    onError: (error) => connection.console.error(`validation failed: ${describeError(error)}`),
  });

  const workspaceLint = createWorkspaceLint({
    connection,
    contexts,
    readFile,
    isOpen: (uri) => documents.get(uri) !== undefined,
    showsSyntaxErrors,
  });

  async function readFile(uri: string): Promise<string | null> {
    const own = await host.readFile(uri);
    if (own !== null || !editor.isOurClient) return own;
    const sent: unknown = await connection.sendRequest(readFileRequest, uri).catch(() => null);
    return typeof sent === "string" ? sent : null;
  }

  /** Tells the user, without waiting for an answer. */
  function warn(message: string): void {
    void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message });
  }

  function showsSyntaxErrors(setting: Settings["syntaxErrors"]): boolean {
    return setting === "always" || (setting === "auto" && !editor.hasPowerShellExtension);
  }

  function validate(document: TextDocument, context: Context, before: Analysis | null): Pick<Result, "analysis" | "shown"> {
    if ("faults" in context) return { analysis: null, shown: context.faults };
    if (!context.isChecked) return { analysis: null, shown: [] };
    const analysis = analyze(document.getText(), { ...context.options, memory: before?.memory ?? null });
    const syntaxFindings = showsSyntaxErrors(context.settings.syntaxErrors) ? analysis.syntaxFindings : [];
    return { analysis, shown: [...analysis.findings, ...syntaxFindings] };
  }

  function publish(document: TextDocument, result: Result): void {
    const status: ValidationStatus = {
      uri: document.uri,
      version: result.version,
      isChecked: result.analysis !== null,
      target: result.analysis === null ? "" : describeTarget(result.analysis.target),
      targetSource: result.analysis?.target.from ?? null,
      durationMs: result.durationMs,
      findings: result.shown.length,
    };
    if (result.durationMs > slowMs) connection.console.warn(`${document.uri}: checking took ${Math.round(result.durationMs)} ms`);
    if (editor.isOurClient) void connection.sendNotification(statusNotification, status);
    if (client.pullsDiagnostics) return;
    void connection.sendDiagnostics({
      uri: document.uri,
      version: result.version,
      diagnostics: diagnosticsOf(document, result.shown),
    });
  }

  async function analysisOf(document: TextDocument): Promise<Analysis | null> {
    return (await validator.resultOf(document))?.analysis ?? null;
  }

  /** True where the user wants to hear of a document only when it is saved, and it is not. */
  async function waitsForSave(document: TextDocument): Promise<boolean> {
    if (saved.get(document.uri) === document.version) return false;
    return (await settings.settingsOf(document.uri)).run === "onSave";
  }

  /** Something other than a text changed: everything is looked at again. */
  function startOver(): void {
    contexts.forgetAll();
    validator.forgetAll();
    refresh();
    for (const document of documents.all()) validator.schedule(document);
  }

  /** Asks an editor that pulls to pull again. */
  function refresh(): void {
    if (client.pullsDiagnostics && client.refreshesDiagnostics) connection.languages.diagnostics.refresh().catch(() => undefined);
    if (client.refreshesLenses) connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
    if (client.refreshesTokens) connection.languages.semanticTokens.refresh().catch(() => undefined);
  }

  connection.onInitialize((params): InitializeResult => {
    client = readClient(params);
    editor = readEditorState(params.initializationOptions);
    // Some editors leave rootUri out.
    folders = params.workspaceFolders?.map((folder) => folder.uri) ?? (params.rootUri ? [params.rootUri] : []);
    return { capabilities: capabilitiesFor(client), serverInfo: info };
  });

  connection.onInitialized(() => {
    if (client.registersConfiguration) {
      connection.client.register(DidChangeConfigurationNotification.type, { section: settingsSection }).catch(() => undefined);
    }
    if (client.watchesFiles) {
      connection.client
        .register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: "**/*.{yaml,yml}" }] })
        .catch(() => undefined);
    }
    if (client.tellsFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = removed.map((folder) => folder.uri);
        folders = [...folders.filter((folder) => !gone.includes(folder)), ...added.map((folder) => folder.uri)];
        startOver();
      });
    }
    connection.console.info(`${info.name} ${info.version} (${host.name})`);
    // Loads the engine and its data now, not with the first keystroke.
    nextTurn(() => void analyze(""));
  });

  connection.onDidChangeConfiguration((change) => {
    settings.changed(change.settings);
    startOver();
  });

  connection.onDidChangeWatchedFiles(({ changes }) => {
    if (!changes.some(({ uri }) => configurations.dependsOn(uri))) return;
    configurations.forget();
    startOver();
  });

  connection.onNotification(editorStateNotification, (state: unknown) => {
    editor = readEditorState(state);
    startOver();
  });

  documents.onDidOpen(({ document }) => {
    saved.set(document.uri, document.version);
    workspaceLint.opened(document.uri);
  });
  documents.onDidChangeContent(({ document }) => {
    if (isConfigurationFile(document.uri)) {
      configurations.forget();
      startOver();
      return;
    }
    const run = settings.settingsOf(document.uri);
    const isSaved = saved.get(document.uri) === document.version;
    if (isSaved || run instanceof Promise || run.run === "onType") validator.schedule(document);
  });
  documents.onDidSave(({ document }) => {
    saved.set(document.uri, document.version);
    const run = settings.settingsOf(document.uri);
    if (run instanceof Promise || run.run === "onType") return;
    refresh();
    validator.schedule(document);
  });
  documents.onDidClose(({ document: { uri } }) => {
    validator.close(uri);
    contexts.forget(uri);
    settings.forget(uri);
    saved.delete(uri);
    if (isConfigurationFile(uri)) {
      configurations.forget();
      startOver();
    }
    if (!client.pullsDiagnostics) void connection.sendDiagnostics({ uri, diagnostics: [] });
    workspaceLint.closed(uri);
  });

  connection.languages.diagnostics.on(async (params, token): Promise<DocumentDiagnosticReport> => {
    const document = documents.get(params.textDocument.uri);
    if (document === undefined) return { kind: "full", items: [] };
    const { previousResultId } = params;
    if (previousResultId !== undefined && (await waitsForSave(document))) return { kind: "unchanged", resultId: previousResultId };
    const result = await validator.resultOf(document);
    if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled");
    if (result === null) throw new ResponseError(LSPErrorCodes.ServerCancelled, "the text has moved on", { retriggerRequest: true });
    if (previousResultId === result.id) return { kind: "unchanged", resultId: result.id };
    return { kind: "full", resultId: result.id, items: diagnosticsOf(document, result.shown) };
  });

  connection.onCodeAction(async (params, token): Promise<CodeAction[] | null> => {
    const document = documents.get(params.textDocument.uri);
    if (document === undefined) return null;
    const result = await validator.resultOf(document);
    if (result === null || token.isCancellationRequested) return null;
    const { editsConfiguration } = client;
    return codeActions(document, result, params, { opensDocumentation: editor.isOurClient, editsConfiguration });
  });

  connection.onCodeActionResolve(async (action): Promise<CodeAction> => {
    const resolved = await silenceInWorkspace(action, { configurationFor: contexts.configurationFor, readText });
    if (typeof resolved !== "string") return resolved;
    warn(resolved);
    return action;
  });

  registerFeatures(connection, documents, analysisOf, settings.settingsOf);

  connection.onRequest(targetsRequest, targetChoices);
  connection.onRequest(lintWorkspaceRequest, async (params: WorkspaceLintParams, token) => {
    const progress = await connection.window.attachWorkDoneProgress(params.workDoneToken);
    return workspaceLint.run(params.uris, progress, token);
  });

  documents.listen(connection);
  connection.listen();
}

function readClient({ capabilities }: Pick<InitializeParams, "capabilities">): Client {
  const { workspace, textDocument } = capabilities;
  return {
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
    refreshesTokens: workspace?.semanticTokens?.refreshSupport === true,
    answersConfiguration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    tellsFolders: workspace?.workspaceFolders === true,
    editsConfiguration:
      textDocument?.codeAction?.resolveSupport?.properties.includes("edit") === true &&
      textDocument.codeAction.dataSupport === true &&
      workspace?.workspaceEdit?.documentChanges === true &&
      workspace.workspaceEdit.resourceOperations?.includes("create") === true,
  };
}

function capabilitiesFor(client: Client): ServerCapabilities {
  return {
    ...featureCapabilities,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
    codeActionProvider: { codeActionKinds: [...codeActionKinds], resolveProvider: client.editsConfiguration },
    ...(client.tellsFolders ? { workspace: { workspaceFolders: { supported: true, changeNotifications: true } } } : {}),
    ...(client.pullsDiagnostics
      ? { diagnosticProvider: { identifier: diagnosticSource, interFileDependencies: false, workspaceDiagnostics: false } }
      : {}),
  };
}

function readEditorState(sent: unknown): EditorState {
  if (typeof sent !== "object" || sent === null) return noEditor;
  const state = sent as Partial<Record<keyof EditorState, unknown>>;
  return { hasPowerShellExtension: state.hasPowerShellExtension === true, isOurClient: state.isOurClient === true };
}

function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
