import { parseTarget, type Severity } from "../engine.js";

/** The section of the editor's settings that is ours. */
export const settingsSection = "exchangeRms";

export interface Settings {
  readonly enable: boolean;
  /** Product and optional build, as written by the user; "" for any. */
  readonly target: string;
  /** Severities by rule id, or by a pattern with `*`. */
  readonly severities: Readonly<Record<string, Severity | "off">>;
  readonly syntaxErrors: "auto" | "always" | "never";
  readonly run: "onType" | "onSave";
  /** Whether the values that a call gets are shown above it. */
  readonly codeLens: boolean;
  /** Globs of files that are left alone. */
  readonly exclude: readonly string[];
}

export const defaultSettings: Settings = {
  enable: true,
  target: "",
  severities: {},
  syntaxErrors: "auto",
  run: "onType",
  codeLens: false,
  exclude: ["**/node_modules/**"],
};

const severityNames: readonly string[] = ["error", "warning", "information", "hint", "off"];

/**
 * Reads what the editor sent for {@link settingsSection}. Unknown names are ignored: newer and older clients may send them.
 * A value of the wrong kind keeps its default and is named in `problems`.
 */
export function readSettings(sent: unknown): { readonly settings: Settings; readonly problems: readonly string[] } {
  const problems: string[] = [];
  if (!isRecord(sent)) return { settings: defaultSettings, problems };
  const given: Partial<Record<keyof Settings, unknown>> = sent;

  function read<T>(name: keyof Settings, accepts: (value: unknown) => value is T, fallback: T, allowed: string): T {
    const value = given[name];
    if (value === undefined || value === null) return fallback;
    if (accepts(value)) return value;
    problems.push(`The setting ${settingsSection}.${name} is ${describe(value)}; allowed: ${allowed}. Its default is used.`);
    return fallback;
  }

  const settings: Settings = {
    enable: read("enable", isBoolean, defaultSettings.enable, "true or false"),
    target: readTarget(read("target", isString, defaultSettings.target, "a product such as 2019 CU14").trim(), problems),
    severities: readSeverities(given.severities, problems),
    syntaxErrors: read("syntaxErrors", oneOf("auto", "always", "never"), defaultSettings.syntaxErrors, "auto, always, never"),
    run: read("run", oneOf("onType", "onSave"), defaultSettings.run, "onType, onSave"),
    codeLens: read("codeLens", isBoolean, defaultSettings.codeLens, "true or false"),
    exclude: read("exclude", isStringList, defaultSettings.exclude, "a list of globs"),
  };
  return { settings, problems };
}

function readTarget(written: string, problems: string[]): string {
  const target = written === "" ? null : parseTarget(written);
  if (target === null || target.ok) return written;
  problems.push(`The setting ${settingsSection}.target is not understood: ${target.fault.message}.`);
  return defaultSettings.target;
}

function readSeverities(sent: unknown, problems: string[]): Settings["severities"] {
  if (sent === undefined || sent === null) return {};
  if (!isRecord(sent)) {
    problems.push(`The setting ${settingsSection}.severities is ${describe(sent)}; allowed: an object of rule ids and severities.`);
    return {};
  }
  const severities: Record<string, Severity | "off"> = {};
  for (const [rule, severity] of Object.entries(sent)) {
    if (isSeverity(severity)) severities[rule] = severity;
    else problems.push(`The severity of ${rule} is ${describe(severity)}; allowed: ${severityNames.join(", ")}.`);
  }
  return severities;
}

function isSeverity(value: unknown): value is Severity | "off" {
  return typeof value === "string" && severityNames.includes(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === "boolean";
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}

function isStringList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isString);
}

function oneOf<T extends string>(...allowed: readonly T[]): (value: unknown) => value is T {
  return (value): value is T => allowed.some((one) => one === value);
}

function describe(value: unknown): string {
  return JSON.stringify(value) ?? typeof value;
}
