import { URI, Utils } from "vscode-uri";
import { type AnalyzeOptions, type Config, type DocumentKind, fitsGlobs, noConfig } from "../engine.js";
import { type ConfigurationFiles, type FoundConfig, newConfigurationFile } from "./configuration-files.js";
import type { Settings } from "./settings.js";

/** All that decides, besides its text, what is told of a document. */
export interface DocumentContext {
  readonly settings: Settings;
  readonly options: AnalyzeOptions;
  /** False where settings or configuration leave the document alone. */
  readonly isChecked: boolean;
}

export interface DocumentContexts {
  /** At once where everything is known, else when it has been asked for. */
  readonly contextOf: (uri: string, languageId: string | null) => DocumentContext | Promise<DocumentContext>;
  /** The configuration file that holds for a document, else the one to make for it; null for a document outside of any workspace. */
  readonly configurationFor: (uri: string) => Promise<string | null>;
  readonly forget: (uri: string) => void;
  readonly forgetAll: () => void;
}

export interface DocumentContextOptions {
  readonly settingsOf: (uri: string) => Settings | Promise<Settings>;
  readonly configurations: ConfigurationFiles;
  /** Addresses of the workspace's folders. */
  readonly workspaceFolders: () => readonly string[];
}

/** What holds for each document, kept until settings, configuration or folders change. */
export function createDocumentContexts({ settingsOf, configurations, workspaceFolders }: DocumentContextOptions): DocumentContexts {
  let contexts = new Map<string, DocumentContext>();

  function contextOf(uri: string, languageId: string | null): DocumentContext | Promise<DocumentContext> {
    const known = contexts.get(uri);
    if (known !== undefined) return known;
    const started = contexts;
    const settings = settingsOf(uri);
    const folder = folderOf(uri, workspaceFolders());
    const found = folder === null ? null : configurations.nearest(folder);
    const keep = (context: DocumentContext): DocumentContext => {
      started.set(uri, context);
      return context;
    };
    if (!(settings instanceof Promise) && !(found instanceof Promise)) return keep(build(uri, languageId, settings, found));
    return Promise.all([settings, found]).then(([first, second]) => keep(build(uri, languageId, first, second)));
  }

  /** Of folders within one another the innermost. */
  function workspaceFolderOf(uri: string): string | null {
    const around = workspaceFolders().filter((folder) => relativePath(folder, uri) !== null);
    return around.sort((a, b) => b.length - a.length)[0] ?? null;
  }

  function build(uri: string, languageId: string | null, settings: Settings, found: FoundConfig | null): DocumentContext {
    const workspaceFolder = workspaceFolderOf(uri);
    const inWorkspace = workspaceFolder === null ? null : relativePath(workspaceFolder, uri);
    const inConfig = found === null ? null : relativePath(found.folder, uri);
    const path = inConfig ?? inWorkspace;
    const config = withSettings(found?.config ?? noConfig, settings);
    return {
      settings,
      options: { language: languageOf(uri, languageId), target: settings.target, config, ...(path === null ? {} : { path }) },
      isChecked: settings.enable && !isLeftOut(config, inConfig) && !(inWorkspace !== null && fitsGlobs(inWorkspace, settings.exclude)),
    };
  }

  return {
    contextOf,
    configurationFor: async (uri) => {
      const folder = folderOf(uri, workspaceFolders());
      const found = folder === null ? null : await configurations.nearest(folder);
      if (found) return found.uri;
      const workspaceFolder = URI.parse(uri).path.startsWith("/") ? workspaceFolderOf(uri) : folder;
      return workspaceFolder === null ? null : newConfigurationFile(workspaceFolder);
    },
    forget: (uri) => contexts.delete(uri),
    forgetAll: () => {
      contexts = new Map();
    },
  };
}

/** What a document holds, by its name, else by the language the editor gives it. */
export function languageOf(uri: string, languageId: string | null): DocumentKind {
  if (languageId === "bat" || /\.(cmd|bat)$/i.test(uri)) return "batch";
  if (languageId === "csv" || /\.csv$/i.test(uri)) return "csv";
  return "powershell";
}

/** The path of an address below a folder, with slashes; null where it lies elsewhere. */
export function relativePath(folder: string, uri: string): string | null {
  const base = URI.parse(folder);
  const address = URI.parse(uri);
  const start = base.path.endsWith("/") ? base.path : `${base.path}/`;
  const isBelow = base.scheme === address.scheme && base.authority === address.authority && address.path.startsWith(start);
  return isBelow ? address.path.slice(start.length) : null;
}

/** Where to look for the configuration: the document's folder, or the workspace's first for a document that has no file yet. */
function folderOf(uri: string, workspaceFolders: readonly string[]): string | null {
  const address = URI.parse(uri);
  return address.path.startsWith("/") ? Utils.dirname(address).toString() : (workspaceFolders[0] ?? null);
}

function isLeftOut(config: Config, path: string | null): boolean {
  if (path === null) return false;
  return fitsGlobs(path, config.exclude) || (config.include.length > 0 && !fitsGlobs(path, config.include));
}

/** The configuration file's word comes last and holds. */
function withSettings(config: Config, settings: Settings): Config {
  const own = Object.entries(settings.severities).map(([rule, severity]) => ({ rule, severity }));
  return own.length === 0 ? config : { ...config, severities: [...own, ...config.severities] };
}
