import { URI, Utils } from "vscode-uri";
import {
  builtInRules,
  type Config,
  type ConfigFault,
  completeConfig,
  type Finding,
  knownNames,
  type RuleFile,
  type RuleFileText,
  readConfig,
  readRuleFile,
  rulePage,
} from "../engine.js";

const fileNames = [".exchange-rms.yaml", ".exchange-rms.yml"] as const;
const faultId = "configuration";

/** A configuration and the folder that its patterns start from. */
export interface FoundConfig {
  readonly config: Config;
  readonly folder: string;
  /** The file's own address. */
  readonly uri: string;
}

export interface ConfigurationFiles {
  /** The nearest configuration at or above a folder; null where there is none. At once where it is known. */
  readonly nearest: (folder: string) => FoundConfig | null | Promise<FoundConfig | null>;
  /** What is wrong in a configuration file's text, and in the rule files that it names. */
  readonly faultsOf: (uri: string, text: string) => Promise<readonly Finding[]>;
  /** Whether a file is a configuration, or a rule file that one of those read so far names. */
  readonly dependsOn: (uri: string) => boolean;
  /** Forgets what was read: a configuration or rule file changed. */
  readonly forget: () => void;
}

/** Where the configuration of a workspace's folder is made, when there is none. */
export function newConfigurationFile(folder: string): string {
  return join(folder, fileNames[0]);
}

/** Whether an address is that of a configuration file. */
export function isConfigurationFile(uri: string): boolean {
  return fileNames.some((name) => uri.endsWith(`/${name}`));
}

/** Reads configurations when they are first needed. `readText` knows open documents and files. */
export function createConfigurationFiles(readText: (uri: string) => Promise<string | null>): ConfigurationFiles {
  const ruleFiles = new Set<string>();
  let byFolder = new Map<string, FoundConfig | null | Promise<FoundConfig | null>>();

  async function load(folder: string): Promise<FoundConfig | null> {
    for (const name of fileNames) {
      const uri = join(folder, name);
      const text = await readText(uri);
      if (text !== null) return { folder, uri, config: (await read(folder, text)).config };
    }
    const above = Utils.dirname(URI.parse(folder)).toString();
    return above === folder ? null : nearest(above);
  }

  function nearest(folder: string): FoundConfig | null | Promise<FoundConfig | null> {
    const known = byFolder.get(folder);
    if (known !== undefined) return known;
    const started = byFolder;
    const loading = load(folder).then((found) => {
      started.set(folder, found);
      return found;
    });
    started.set(folder, loading);
    return loading;
  }

  async function read(folder: string, text: string): Promise<{ readonly config: Config; readonly faults: readonly ConfigFault[] }> {
    const own = readConfig(text);
    const files = await Promise.all(own.config.ruleFiles.map((file) => readRules(folder, file)));
    const ids = builtInRules().rules.map((rule) => rule.id);
    const { config, faults } = completeConfig(own, files, ids);
    return { config, faults: [...own.faults, ...faults, ...files.flatMap((file) => file.faults)] };
  }

  /** The rules of a file; its faults are told where the configuration names it. */
  async function readRules(folder: string, { path, start, end }: RuleFile): Promise<RuleFileText> {
    const uri = join(folder, path);
    ruleFiles.add(uri);
    const text = await readText(uri);
    if (text === null) return { rules: [], faults: [{ start, end, message: `The rule file ${path} cannot be read.` }] };
    const { rules, faults } = readRuleFile(text, knownNames);
    return {
      rules,
      faults: faults.map((fault) => ({ start, end, message: `${path}:${lineOf(text, fault.start)}: ${fault.message}` })),
    };
  }

  return {
    nearest,
    faultsOf: async (uri, text) => {
      const { faults } = await read(Utils.dirname(URI.parse(uri)).toString(), text);
      return faults.map((fault) => ({
        ...fault,
        rule: faultId,
        severity: "error",
        url: rulePage(faultId),
        fixes: [],
        related: [],
        tags: [],
      }));
    },
    dependsOn: (uri) => isConfigurationFile(uri) || ruleFiles.has(URI.parse(uri).toString()),
    forget: () => {
      byFolder = new Map();
    },
  };
}

function join(folder: string, path: string): string {
  return Utils.resolvePath(URI.parse(folder), path.replaceAll("\\", "/")).toString();
}

function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}
