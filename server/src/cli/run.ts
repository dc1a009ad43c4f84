import { version } from "../../../package.json";
import { builtInRules } from "../rules/rules.js";
import { type Arguments, readArguments, usage } from "./arguments.js";
import { githubFormat, junitFormat, markdownFormat } from "./ci-formats.js";
import { configurations } from "./configuration.js";
import { findFiles } from "./files.js";
import { jsonFormat, jsonlFormat } from "./json-format.js";
import { lintFile } from "./lint.js";
import { count, type FileReport } from "./report.js";
import { explainRule, listRules, similarRules } from "./rules-text.js";
import { sarifFormat } from "./sarif-format.js";
import { textFormat } from "./text-format.js";

/** Where a run reads and writes. */
export interface Streams {
  readonly stdin: () => Promise<Uint8Array>;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly isColoured: boolean;
  /** The folder of the program, beside which the documentation lies. */
  readonly programFolder: string;
}

/** Runs the command line and returns its exit status: 0 no errors, 1 errors found, 2 something could not be read or understood. */
export async function run(argv: readonly string[], streams: Streams): Promise<number> {
  const args = readArguments(argv);
  if (typeof args === "string") {
    streams.error(`exchange-rms-lint: ${args}\n`);
    return 2;
  }
  switch (args.task) {
    case "help":
      streams.out(usage);
      return 0;
    case "version":
      streams.out(`${version}\n`);
      return 0;
    case "list-rules":
      streams.out(listRules(builtInRules()));
      return 0;
    case "explain":
      return explain(args.explained ?? "", streams);
    case "lint":
      return lint(args, streams);
  }
}

function explain(id: string, streams: Streams): number {
  const text = explainRule(id, builtInRules(), streams.programFolder);
  if (text !== null) {
    streams.out(text);
    return 0;
  }
  const near = similarRules(id, builtInRules());
  streams.error(
    `exchange-rms-lint: there is no rule '${id}'${near.length > 0 ? `; did you mean ${near.join(" or ")}?` : "; see --list-rules"}\n`,
  );
  return 2;
}

async function lint(args: Arguments, streams: Streams): Promise<number> {
  const found = await findFiles(args.paths);
  const faults: string[] = [];
  const tell = (fault: string): void => {
    faults.push(fault);
    streams.error(`exchange-rms-lint: ${fault}\n`);
  };
  for (const fault of found.faults) tell(fault);
  for (const note of found.notes) streams.error(`exchange-rms-lint: ${note}\n`);
  const stdin = args.paths.includes("-") ? await streams.stdin() : new Uint8Array();
  const settings = configurations(args.config);
  const reports: FileReport[] = [];
  let told = 0;
  for (const file of found.files) {
    const linted = lintFile(file, args, settings, stdin);
    for (const fault of settings.faults.slice(told)) tell(fault);
    told = settings.faults.length;
    if (linted === null) continue;
    if (typeof linted === "string") {
      tell(linted);
      continue;
    }
    reports.push(linted.report);
    if (args.showsDiff) streams.out(linted.diff ?? "");
    else if (args.fixes && file.file === "-") streams.out(linted.text);
  }
  // What stands on standard output is a patch or a repaired script there: what was found goes beside it.
  const isOutTaken = args.showsDiff || (args.fixes && args.paths.includes("-"));
  const text = formatted(reports, args, streams);
  if (isOutTaken) streams.error(text);
  else streams.out(text);
  return exitStatus(reports, args, faults.length > 0, streams);
}

function formatted(reports: readonly FileReport[], args: Arguments, streams: Streams): string {
  switch (args.format) {
    case "text":
      return textFormat(reports, streams.isColoured);
    case "json":
      return jsonFormat(reports);
    case "jsonl":
      return jsonlFormat(reports);
    case "sarif":
      return sarifFormat(reports, builtInRules(), version, process.cwd());
    case "github":
      return githubFormat(reports);
    case "junit":
      return junitFormat(reports);
    case "markdown":
      return markdownFormat(reports);
  }
}

function exitStatus(reports: readonly FileReport[], args: Arguments, hasFaults: boolean, streams: Streams): number {
  const { errors, warnings } = count(reports);
  if (hasFaults) return 2;
  if (errors > 0) return 1;
  if (args.maxWarnings !== null && warnings > args.maxWarnings) {
    streams.error(`exchange-rms-lint: too many warnings: ${warnings}, allowed are ${args.maxWarnings}\n`);
    return 1;
  }
  return 0;
}
