import { parseArgs } from "node:util";
import { nearest } from "../catalog/near.js";
import { parseTarget } from "../catalog/target.js";

const formats = ["text", "json", "jsonl", "sarif", "github", "junit", "markdown"] as const;
export type Format = (typeof formats)[number];

/** What the command line asks for. */
export interface Arguments {
  readonly paths: readonly string[];
  readonly format: Format;
  readonly target: string | null;
  readonly config: string | null;
  readonly stdinFilename: string | null;
  readonly fixes: boolean;
  readonly showsDiff: boolean;
  readonly isQuiet: boolean;
  readonly maxWarnings: number | null;
  readonly task: "lint" | "help" | "version" | "list-rules" | "explain";
  readonly explained: string | null;
}

export const usage = `Usage: exchange-rms-lint [options] FILES…

Finds faults in PowerShell scripts (also .cmd, .bat and lab .csv files) that configure Exchange and Rights Management.
FILES are files, folders or globs; - reads standard input.

  --target TARGET         where the scripts will run: "2019 CU14", "2019 15.2.1544.4", SE, Online, "PowerShell 5.1", any
  --format FORMAT         ${formats.join(", ")} (text)
  --config FILE           configuration to use instead of the nearest .exchange-rms.yaml
  --stdin-filename NAME   what standard input is called in messages; its ending decides the language
  --fix                   make the fixes that are sure
  --diff                  show what --fix would change, and change nothing
  --max-warnings N        fail on more than N warnings
  --quiet                 only errors
  --list-rules            all rules, with their severities
  --explain RULE          what a rule is about
  --version, --help

Exit status: 0 no errors, 1 errors were found, 2 a file could not be read or the command line is wrong.
`;

/**
 * Reads the command line.
 *
 * @returns what it asks for, or a sentence what is wrong with it
 */
export function readArguments(argv: readonly string[]): Arguments | string {
  const { values, positionals, tokens } = parse(argv);
  const fault = optionFault(tokens);
  if (fault !== null) return fault;
  // A name for standard input says that it is to be read.
  const paths = positionals.length === 0 && values["stdin-filename"] !== undefined ? ["-"] : positionals;
  const format = formats.find((one) => one === (values.format ?? "text"));
  if (!format) return `There is no format '${values.format}': choose ${formats.join(", ")}.`;
  const maxWarnings = values["max-warnings"];
  if (maxWarnings !== undefined && !/^\d+$/.test(maxWarnings)) return `--max-warnings takes a whole number, not '${maxWarnings}'.`;
  const target = values.target ?? null;
  if (target !== null) {
    const read = parseTarget(target);
    if (!read.ok) return `--target '${target}': ${read.fault.message}.`;
  }
  const task = values.help
    ? "help"
    : values.version
      ? "version"
      : values["list-rules"]
        ? "list-rules"
        : values.explain !== undefined
          ? "explain"
          : "lint";
  if (task === "lint" && paths.length === 0) return "Name the files or folders to check, as in exchange-rms-lint scripts; or see --help.";
  if (paths.filter((path) => path === "-").length > 1) return "Standard input (-) can be read once only.";
  return {
    paths,
    format,
    target,
    config: values.config ?? null,
    stdinFilename: values["stdin-filename"] ?? null,
    fixes: values.fix ?? false,
    showsDiff: values.diff ?? false,
    isQuiet: values.quiet ?? false,
    maxWarnings: maxWarnings === undefined ? null : Number(maxWarnings),
    task,
    explained: values.explain ?? null,
  };
}

const options = {
  target: { type: "string" },
  format: { type: "string" },
  config: { type: "string" },
  "stdin-filename": { type: "string" },
  fix: { type: "boolean" },
  diff: { type: "boolean" },
  "max-warnings": { type: "string" },
  quiet: { type: "boolean" },
  "list-rules": { type: "boolean" },
  explain: { type: "string" },
  version: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** Not strict: Node's own words for a wrong option are hard to read, and {@link optionFault} says the same. */
function parse(argv: readonly string[]) {
  const { values, positionals, tokens } = parseArgs({ args: [...argv], allowPositionals: true, tokens: true, strict: false, options });
  return { values: values as Values, positionals, tokens };
}

type Values = { readonly [Name in keyof typeof options]?: (typeof options)[Name]["type"] extends "string" ? string : boolean };

/** What is wrong with an option, if anything: {@link Values} tells the truth of the others only. */
function optionFault(tokens: ReturnType<typeof parse>["tokens"]): string | null {
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const { name, rawName, value, inlineValue } = token;
    const option = Object.entries(options).find(([known]) => known === name)?.[1];
    if (option === undefined) {
      const [near] = nearest(name, Object.keys(options), 2);
      return `There is no option ${rawName}${near === undefined ? "." : `; did you mean --${near}?`} See --help.`;
    }
    if (option.type === "boolean" && value !== undefined) return `${rawName} takes no value: leave out '${value}'.`;
    const isNextOption = inlineValue === false && value?.startsWith("-") === true && value !== "-";
    if (option.type === "string" && (value === undefined || isNextOption)) return `${rawName} needs a value. See --help.`;
  }
  return null;
}
