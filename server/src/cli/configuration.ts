import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import {
  type Config,
  type ConfigFault,
  completeConfig,
  type RuleFile,
  type RuleFileText,
  readConfig,
  readRuleFile,
} from "../rules/config.js";
import { knownNames } from "../rules/known-names.js";
import { builtInRules } from "../rules/rules.js";
import { decode } from "../text/decode.js";
import { linesOf, positionAt } from "./lines.js";

const fileNames = [".exchange-rms.yaml", ".exchange-rms.yml"];

/** A configuration and the folder that its patterns start from. */
export interface Found {
  readonly config: Config;
  readonly folder: string;
}

export interface Configurations {
  /** The configuration that holds for a file: the one named, else the nearest at or above its folder; null where there is none. */
  readonly forFile: (file: string) => Found | null;
  /** What is wrong in the files read so far, one line each. */
  readonly faults: readonly string[];
}

/** Reads configurations when they are first needed. `named` is the file given on the command line. */
export function configurations(named: string | null): Configurations {
  const faults: string[] = [];
  const byFolder = new Map<string, Found | null>();
  const byFile = new Map<string, Found | null>();
  const fromFile = (file: string): Found | null => {
    let found = byFile.get(file);
    if (found === undefined) {
      found = readFile(file, faults);
      byFile.set(file, found);
    }
    return found;
  };
  const nearest = (folder: string): Found | null => {
    const known = byFolder.get(folder);
    if (known !== undefined) return known;
    const here = fileNames.map((name) => path.join(folder, name)).find((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
    const above = path.dirname(folder);
    const found = here !== undefined ? fromFile(here) : above === folder ? null : nearest(above);
    byFolder.set(folder, found);
    return found;
  };
  return {
    faults,
    forFile: (file) => (named === null ? nearest(path.dirname(path.resolve(file))) : fromFile(path.resolve(named))),
  };
}

function readFile(file: string, faults: string[]): Found | null {
  const text = readText(file, faults);
  if (text === null) return null;
  const own = readConfig(text);
  const folder = path.dirname(file);
  const files = own.config.ruleFiles.map((ruleFile) => readRules(path.resolve(folder, ruleFile.path), ruleFile, faults));
  const ids = builtInRules().rules.map((rule) => rule.id);
  const { config, faults: more } = completeConfig(own, files, ids);
  tell(file, text, [...own.faults, ...more], faults);
  return { config, folder };
}

function readRules(file: string, { start, end }: RuleFile, faults: string[]): RuleFileText {
  const text = readText(file, faults);
  if (text === null) return { rules: [], faults: [{ start, end, message: "it cannot be read" }] };
  const read = readRuleFile(text, knownNames);
  tell(file, text, read.faults, faults);
  return read;
}

function readText(file: string, faults: string[]): string | null {
  try {
    const decoded = decode(readFileSync(file));
    if (typeof decoded !== "string") return decoded.text;
    faults.push(`${shown(file)}: ${decoded}`);
  } catch (error) {
    faults.push(`${shown(file)}: ${reasonOf(error)}`);
  }
  return null;
}

function tell(file: string, text: string, found: readonly ConfigFault[], faults: string[]): void {
  const lines = linesOf(text);
  for (const fault of found) {
    const { line, character } = positionAt(lines, fault.start);
    faults.push(`${shown(file)}:${line + 1}:${character + 1}: ${fault.message}`);
  }
}

function shown(file: string): string {
  return path.relative(process.cwd(), file) || file;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "you may not read it",
  EPERM: "you may not read it",
  EISDIR: "it is a folder",
  EMFILE: "too many files are open",
};

/** Why a file could not be read or written, in plain words. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}
