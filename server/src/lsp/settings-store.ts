import type { Connection } from "vscode-languageserver";
import { readSettings, type Settings, settingsSection } from "./settings.js";

export interface SettingsStore {
  /** The settings that hold for a document; at once where they are known. */
  readonly settingsOf: (uri: string) => Settings | Promise<Settings>;
  /** Takes what `workspace/didChangeConfiguration` sent: the settings themselves from editors that push, else only the word that they changed. */
  readonly changed: (sent: unknown) => void;
  readonly forget: (uri: string) => void;
}

/**
 * Keeps the settings per document. `asks` tells whether the editor answers `workspace/configuration`; `warn` hears once of each setting that
 * makes no sense.
 */
export function createSettingsStore(connection: Connection, asks: () => boolean, warn: (problem: string) => void): SettingsStore {
  let byDocument = new Map<string, Settings | Promise<Settings>>();
  let pushed: unknown;
  let told = new Set<string>();

  function take(sent: unknown): Settings {
    const { settings, problems } = readSettings(sent);
    for (const problem of problems) {
      if (told.has(problem)) continue;
      told.add(problem);
      warn(problem);
    }
    return settings;
  }

  async function ask(uri: string): Promise<Settings> {
    const started = byDocument;
    const answer: unknown = await connection.workspace.getConfiguration({ scopeUri: uri, section: settingsSection }).catch(() => pushed);
    if (started !== byDocument) return settingsOf(uri);
    const settings = take(answer);
    byDocument.set(uri, settings);
    return settings;
  }

  function settingsOf(uri: string): Settings | Promise<Settings> {
    let known = byDocument.get(uri);
    if (known === undefined) {
      known = asks() ? ask(uri) : take(pushed);
      byDocument.set(uri, known);
    }
    return known;
  }

  return {
    settingsOf,
    changed: (sent) => {
      pushed = sectionOf(sent);
      byDocument = new Map();
      told = new Set();
    },
    forget: (uri) => byDocument.delete(uri),
  };
}

function sectionOf(sent: unknown): unknown {
  return typeof sent === "object" && sent !== null ? (sent as Record<string, unknown>)[settingsSection] : undefined;
}
