import { statSync } from "node:fs";
import path from "node:path";
import { glob, isDynamicPattern } from "tinyglobby";
import type { DocumentKind } from "../rules/rule.js";

const endings = ["ps1", "psm1", "cmd", "bat", "csv"];

/** What a file's name says it holds. */
export function languageOf(file: string): DocumentKind {
  const ending = path.extname(file).toLowerCase();
  if (ending === ".cmd" || ending === ".bat") return "batch";
  return ending === ".csv" ? "csv" : "powershell";
}

export interface FoundFile {
  readonly file: string;
  /** False for a file that a folder or pattern brought: the configuration may leave it out. */
  readonly isNamed: boolean;
}

export interface FoundFiles {
  /** As they are named, or below the folder as it is named; each once. */
  readonly files: readonly FoundFile[];
  readonly faults: readonly string[];
  /** What may be meant so, and may be a slip. */
  readonly notes: readonly string[];
}

/** The files that paths, folders and patterns name. A path that is there is never read as a pattern. */
export async function findFiles(paths: readonly string[]): Promise<FoundFiles> {
  const files = new Map<string, FoundFile>();
  const faults: string[] = [];
  const notes: string[] = [];
  const add = (file: string, isNamed: boolean): void => {
    const key = file === "-" ? file : path.resolve(file);
    if (isNamed || !files.has(key)) files.set(key, { file, isNamed });
  };
  for (const one of paths) {
    const stat = one === "-" ? null : statSync(one, { throwIfNoEntry: false });
    if (one === "-" || stat?.isFile()) add(one, true);
    else if (stat?.isDirectory()) {
      const scripts = await below(one);
      if (scripts.length === 0)
        notes.push(`${one}: there is no script (${endings.map((ending) => `.${ending}`).join(", ")}) in this folder`);
      for (const file of scripts) add(file, false);
    } else if (stat) add(one, true);
    else if (isDynamicPattern(one)) {
      const matches = await glob(one.replaceAll("\\", "/"), { ignore: ["**/node_modules/**", "**/.git/**"], dot: true });
      if (matches.length === 0) faults.push(`${one}: no file fits this pattern`);
      for (const file of matches.sort()) add(file, false);
    } else faults.push(`${one}: there is no such file or folder`);
  }
  return { files: [...files.values()], faults, notes };
}

async function below(folder: string): Promise<string[]> {
  const found = await glob(`**/*.{${endings.join(",")}}`, {
    cwd: folder,
    ignore: ["**/node_modules/**", "**/.git/**"],
    caseSensitiveMatch: false,
    dot: true,
  });
  return found.sort().map((file) => path.join(folder, file));
}
