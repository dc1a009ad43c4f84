import type { Target } from "../catalog/target.js";
import { parseTarget } from "../catalog/target.js";
import type { Span } from "../syntax/ast.js";
import { compileRule } from "./compile.js";
import { type CompileError, isMapping, type KnownNames, type Mapping, type Path, reader } from "./compile-reader.js";
import type { Severity } from "./finding.js";
import type { Rule } from "./rule.js";
import { fitsWildcard } from "./wildcard.js";
import { readYaml } from "./yaml.js";

/** What `.exchange-rms.yaml` says. */
export interface Config {
  /** The first whose patterns fit a file holds; without patterns it fits every file. */
  readonly targets: readonly { readonly files: readonly string[] | null; readonly target: Target }[];
  /** By rule id or wildcard (`rms-registry-*`), the last fitting one wins. */
  readonly severities: readonly { readonly rule: string; readonly severity: Severity | "off" }[];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Further rule files as written, relative to the config file: whoever does IO reads them and adds what `readRuleFile` makes of them. */
  readonly ruleFiles: readonly RuleFile[];
  /** The compiled rules of those files. */
  readonly rules: readonly Rule[];
  readonly conventions: NamingConventions;
}

/** A rule file the configuration names. */
export interface RuleFile extends Span {
  readonly path: string;
}

/** What is wrong in a configuration or rule file: error, place in that file. */
export interface ConfigFault extends Span {
  readonly message: string;
}

/** What a company says of its own names in `.exchange-rms.yaml`, in lower case. */
export interface NamingConventions {
  /** Hosts that mail may be handed to; `*.` covers every name below. Empty: nothing is said. */
  readonly smartHosts: readonly string[];
  /** Own tenants, as in `contoso-com`. */
  readonly tenants: readonly string[];
  /** Allowed TlsAuthLevel values. */
  readonly tlsLevels: readonly string[];
}

export const noConventions: NamingConventions = { smartHosts: [], tenants: [], tlsLevels: [] };

export const noConfig: Config = {
  targets: [],
  severities: [],
  include: [],
  exclude: [],
  ruleFiles: [],
  rules: [],
  conventions: noConventions,
};

const severities = ["error", "warning", "information", "hint", "off"] as const;
const tlsLevels = ["EncryptionOnly", "CertificateValidation", "DomainValidation"] as const;

/** A configuration as its own text says it: the rule files that it names are not read yet. */
export interface ConfigText {
  readonly config: Config;
  readonly faults: readonly ConfigFault[];
  /** The rules and wildcards that are given a severity, with their places. */
  readonly namedRules: readonly NamedRule[];
}

interface NamedRule extends Span {
  readonly rule: string;
}

/**
 * Reads a `.exchange-rms.yaml`.
 *
 * @returns what could be read, and what is wrong with the rest, with its place in `text` (UTF-16 code units)
 */
export function readConfig(text: string): ConfigText {
  const yaml = readYaml(text);
  if (!yaml.ok) return { config: noConfig, faults: [{ ...yaml.place, message: yaml.message }], namedRules: [] };
  const errors: CompileError[] = [];
  const { data, placeOf } = yaml;
  const config = data === null ? noConfig : readMembers(data, errors, placeOf);
  return {
    config,
    faults: errors.map(({ path, isAboutKey, message }) => ({ ...placeOf(path, isAboutKey), message })),
    namedRules: config.severities.map(({ rule }) => ({ rule, ...placeOf(["severities", rule], true) })),
  };
}

/**
 * A configuration with the rules of the files that it names.
 *
 * @param files what `readRuleFile` made of each
 * @param builtIn ids of the built-in rules: a severity for what is neither among them nor in the files is a fault
 * @returns the faults that this shows; where a file is faulty, its rules cannot be known, and nothing is said
 */
export function completeConfig(
  { config, namedRules }: ConfigText,
  files: readonly RuleFileText[],
  builtIn: readonly string[],
): Pick<ConfigText, "config" | "faults"> {
  const rules = files.flatMap((file) => file.rules);
  const ids = [...builtIn, ...rules.map(({ id }) => id)];
  const unknown = files.some((file) => file.faults.length > 0)
    ? []
    : namedRules.filter(({ rule }) => !ids.some((id) => fitsWildcard(id, rule)));
  return {
    config: { ...config, rules },
    faults: unknown.map(({ rule, start, end }) => ({ start, end, message: `there is no rule \`${rule}\`` })),
  };
}

function readMembers(data: unknown, errors: CompileError[], placeOf: (path: Path) => Span): Config {
  const read = reader(errors);
  if (!isMapping(data)) {
    read.fault([], "the configuration is a mapping of target, severities, include, exclude, rules, conventions");
    return noConfig;
  }
  read.onlyKeys(data, [], ["target", "severities", "include", "exclude", "rules", "conventions"]);
  const globs = (from: Mapping, path: Path, key: string): string[] =>
    typeof from[key] === "string" ? [from[key]] : read.textList(from, path, key, false);
  const ruleFiles = read.textList(data, [], "rules", false);
  return {
    targets: readTargets(),
    severities: read.entries(data, [], "severities").flatMap(([rule]) => {
      const from = data["severities"];
      const severity = isMapping(from) ? read.oneOf(from, ["severities"], rule, severities) : null;
      return severity === null ? [] : [{ rule, severity }];
    }),
    include: globs(data, [], "include"),
    exclude: globs(data, [], "exclude"),
    ruleFiles: ruleFiles.map((path, index) => ({ path, ...placeOf(["rules", index]) })),
    rules: [],
    conventions: readConventions(),
  };

  function readTargets(): Config["targets"] {
    if (!isMapping(data) || data["target"] === undefined || data["target"] === null) return [];
    if (!Array.isArray(data["target"])) {
      const target = readTarget(data, [], "target");
      return target ? [{ files: null, target }] : [];
    }
    return read.mappings(data, [], "target").flatMap(({ value, path }) => {
      read.onlyKeys(value, path, ["files", "target"]);
      const files = globs(value, path, "files");
      if (files.length === 0) read.fault(path, "say which files: { files: online/**, target: Online }");
      const target = readTarget(value, path, "target");
      return target && files.length > 0 ? [{ files, target }] : [];
    });
  }

  function readTarget(from: Mapping, path: Path, key: string): Target | null {
    const written = read.text(from, path, key);
    if (written === "") return null;
    const target = parseTarget(written);
    if (target.ok) return { ...target.value, from: "config" };
    read.fault([...path, key], target.fault.message);
    return null;
  }

  function readConventions(): NamingConventions {
    if (!isMapping(data) || data["conventions"] === undefined || data["conventions"] === null) return noConventions;
    const from = data["conventions"];
    const path: Path = ["conventions"];
    if (!isMapping(from)) {
      read.fault(path, "`conventions` is a mapping of smartHosts, tenants, tlsLevels");
      return noConventions;
    }
    read.onlyKeys(from, path, ["smartHosts", "tenants", "tlsLevels"]);
    const names = (key: string): string[] => read.textList(from, path, key, false).map((name) => name.toLowerCase());
    const levels = read.listOf(from, path, "tlsLevels", tlsLevels) ?? [];
    return { smartHosts: names("smartHosts"), tenants: names("tenants"), tlsLevels: levels.map((level) => level.toLowerCase()) };
  }
}

/** The rules of a file that are without faults, and the faults of the others. */
export interface RuleFileText {
  readonly rules: readonly Rule[];
  readonly faults: readonly ConfigFault[];
}

/** Reads a user's rule file: one rule, or a list of rules. The places of its faults are those in `text`. */
export function readRuleFile(text: string, names: KnownNames): RuleFileText {
  const yaml = readYaml(text);
  if (!yaml.ok) return { rules: [], faults: [{ ...yaml.place, message: yaml.message }] };
  if (yaml.data === null) return { rules: [], faults: [] };
  const isList = Array.isArray(yaml.data);
  const sources: readonly unknown[] = Array.isArray(yaml.data) ? yaml.data : [yaml.data];
  const rules: Rule[] = [];
  const faults: ConfigFault[] = [];
  for (const [index, source] of sources.entries()) {
    const { rule, errors } = compileRule(source, names);
    if (rule) rules.push(rule);
    for (const { path, isAboutKey, message } of errors)
      faults.push({ ...yaml.placeOf(isList ? [index, ...path] : path, isAboutKey), message });
  }
  return { rules, faults };
}
