import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { globSync } from "tinyglobby";
import { analyze } from "../../server/src/analyze.js";
import { compileRule } from "../../server/src/rules/compile.js";
import { type Config, noConfig } from "../../server/src/rules/config.js";
import { knownNames } from "../../server/src/rules/known-names.js";
import { readYaml } from "../../server/src/rules/yaml.js";
import { type Example, type RuleSource, ruleIndex, rulePage } from "./pages.js";

/** All rule sources of the project with what they compile to, by id; faults as `file:line:column: message`. */
export function compileRules(root: string): { readonly sources: readonly RuleSource[]; readonly faults: readonly string[] } {
  const faults: string[] = [];
  const sources: RuleSource[] = [];
  for (const file of globSync("server/data/rules/**/*.yaml", { cwd: root }).sort()) {
    const text = readFileSync(path.join(root, file), "utf8").replaceAll("\r\n", "\n");
    const fault = (offset: number, message: string): void => {
      const before = text.slice(0, offset).split("\n");
      faults.push(`${file}:${before.length}:${(before.at(-1) ?? "").length + 1}: ${message}`);
    };
    const yaml = readYaml(text);
    if (!yaml.ok) {
      fault(yaml.place.start, yaml.message);
      continue;
    }
    const { rule, errors } = compileRule(yaml.data, knownNames);
    for (const error of errors) fault(yaml.placeOf(error.path, error.isAboutKey).start, error.message);
    if (rule === null) continue;
    if (path.basename(file, ".yaml") !== rule.id) fault(0, `the file of \`${rule.id}\` must be named ${rule.id}.yaml`);
    const twin = sources.find((other) => other.rule.id === rule.id);
    if (twin) fault(0, `\`${rule.id}\` is already in ${twin.file}`);
    const { examples = [], commands } = yaml.data as {
      readonly examples?: readonly Example[];
      readonly commands?: unknown;
    };
    const family = path.basename(path.dirname(file));
    sources.push({ rule, commands: Array.isArray(commands) ? commands.map(String) : [], file, family, examples, fix: "" });
  }
  sources.sort((a, b) => (a.rule.id < b.rule.id ? -1 : 1));
  const config = { ...noConfig, rules: sources.map(({ rule }) => rule) };
  return { sources: sources.map((source) => ({ ...source, fix: fixOf(source, config) })), faults };
}

/** A check's fixes are seen only where it finds something: in the examples. */
function fixOf({ rule, examples }: RuleSource, config: Config): RuleSource["fix"] {
  const found = examples.flatMap(({ bad, language, target }) => {
    if (rule.fixes.length > 0 || bad === undefined) return [];
    const analysis = analyze(bad, { language: language ?? rule.documents[0] ?? "powershell", target: target ?? null, config });
    return analysis.findings.filter((finding) => finding.rule === rule.id).flatMap(({ fixes }) => fixes);
  });
  const fixes = [...rule.fixes, ...found];
  if (fixes.length === 0) return "";
  return fixes.some(({ isPreferred }) => isPreferred) ? "yes" : "offered";
}

/** The files made from the rules without faults: the compiled rules (one a line, as JSON), a page for each, and the table of all. */
export function generateRules(root: string): { readonly files: [file: string, content: string][]; readonly faults: readonly string[] } {
  const { sources, faults } = compileRules(root);
  const files: [string, string][] = [
    ["server/data/rules.txt", sources.map(({ rule }) => `${JSON.stringify(rule)}\n`).join("")],
    ["docs/rules/README.md", ruleIndex(sources, refusals(root))],
    ...sources.map((source): [string, string] => [`docs/rules/${source.rule.id}.md`, rulePage(source)]),
  ];
  return { files, faults };
}

/** Pages in docs/rules whose rule is gone. */
export function stalePages(root: string, files: readonly [string, string][]): string[] {
  const wanted = new Set(files.map(([file]) => file));
  return globSync("docs/rules/*.md", { cwd: root }).filter((file) => !wanted.has(file));
}

function refusals(root: string): number {
  const file = path.join(root, "docs/not-rules.md");
  return existsSync(file) ? (readFileSync(file, "utf8").match(/^\| `/gm)?.length ?? 0) : 0;
}
