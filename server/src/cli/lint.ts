import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Analysis, type AnalyzeOptions, analyze } from "../analyze.js";
import { fitsGlobs } from "../rules/file-glob.js";
import type { Finding } from "../rules/finding.js";
import { applyEdits, combineFixes } from "../rules/fixes.js";
import { type Decoded, decode } from "../text/decode.js";
import type { Arguments } from "./arguments.js";
import { type Configurations, type Found, reasonOf } from "./configuration.js";
import { unifiedDiff } from "./diff.js";
import { encode } from "./encode.js";
import { type FoundFile, languageOf } from "./files.js";
import { linesOf } from "./lines.js";
import type { FileReport } from "./report.js";

export interface Linted {
  readonly report: FileReport;
  /** What `--fix` changed or `--diff` would change; null where nothing. */
  readonly diff: string | null;
  /** The text after fixes. */
  readonly text: string;
}

/** Fixing may bring further findings to light; more rounds than this would mean that two fixes undo each other. */
const mostRounds = 10;

/**
 * Reads, analyses and, where asked, repairs one file.
 *
 * @param stdin the bytes of standard input, for the file `-`
 * @returns null for a file that the configuration leaves out, a sentence for one that cannot be read or written
 */
export function lintFile(found: FoundFile, args: Arguments, configurations: Configurations, stdin: Uint8Array): Linted | string | null {
  const isStdin = found.file === "-";
  const name = isStdin ? (args.stdinFilename ?? "-") : found.file;
  const config = configurations.forFile(isStdin && args.stdinFilename === null ? path.join(process.cwd(), "-") : name);
  if (!found.isNamed && config && isLeftOut(name, config)) return null;
  let decoded: Decoded | string;
  try {
    decoded = decode(isStdin ? stdin : readFileSync(found.file));
  } catch (error) {
    return `${name}: ${reasonOf(error)}`;
  }
  if (typeof decoded === "string") return `${name}: ${decoded}`;
  const { text, encoding } = decoded;
  const options: AnalyzeOptions = {
    language: languageOf(name),
    target: args.target,
    config: config?.config ?? null,
    ...(config ? { path: relativePath(name, config) } : {}),
  };
  const first = analyze(text, options);
  const isRepaired = args.fixes || args.showsDiff;
  const { analysis, text: fixed } = isRepaired ? repair(first, options) : { analysis: first, text };
  if (args.fixes && !args.showsDiff && !isStdin && fixed !== text) {
    try {
      writeFileSync(found.file, encode(fixed, encoding));
    } catch (error) {
      return `${name}: could not be written: ${reasonOf(error)}`;
    }
  }
  const shown = args.showsDiff ? first : analysis;
  return {
    report: { file: name, lines: linesOf(shown.text), findings: findingsOf(shown, args.isQuiet) },
    diff: fixed === text ? null : unifiedDiff(patchName(name), text, fixed),
    text: fixed,
  };
}

/** As `git apply` and `patch -p1` want it: relative to here, with slashes. */
function patchName(file: string): string {
  const relative = path.relative(process.cwd(), path.resolve(file));
  const isBelow = !relative.startsWith("..") && !path.isAbsolute(relative);
  return (isBelow ? relative : file).replaceAll("\\", "/").replace(/^(?:[A-Za-z]:)?\/+/, "");
}

function isLeftOut(file: string, { config, folder }: Found): boolean {
  const name = relativePath(file, { config, folder });
  return (config.include.length > 0 && !fitsGlobs(name, config.include)) || fitsGlobs(name, config.exclude);
}

function relativePath(file: string, { folder }: Found): string {
  return path.relative(folder, path.resolve(file)).split(path.sep).join("/");
}

function repair(first: Analysis, options: AnalyzeOptions): { analysis: Analysis; text: string } {
  let analysis = first;
  for (let round = 0; round < mostRounds; round++) {
    const sure = analysis.findings.flatMap((finding) => finding.fixes.find((fix) => fix.isPreferred) ?? []);
    const text = applyEdits(analysis.text, combineFixes(sure));
    if (text === analysis.text) break;
    analysis = analyze(text, options);
  }
  return { analysis, text: analysis.text };
}

function findingsOf(analysis: Analysis, isQuiet: boolean): readonly Finding[] {
  const all = [...analysis.syntaxFindings, ...analysis.findings].sort((a, b) => a.start - b.start || a.end - b.end);
  return isQuiet ? all.filter((finding) => finding.severity === "error") : all;
}
