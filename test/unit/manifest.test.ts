import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Ajv } from "ajv";
import { load as loadYaml } from "js-yaml";
import { describe, expect, it } from "vitest";
import { analyze } from "../../server/src/analyze.js";
import { parseTarget } from "../../server/src/catalog/target.js";
import { linesOf } from "../../server/src/cli/lines.js";
import { textFormat } from "../../server/src/cli/text-format.js";
import { defaultSettings } from "../../server/src/lsp/settings.js";
import { targetChoices } from "../../server/src/lsp/targets.js";

const readJson = (file: string) => JSON.parse(readFileSync(file, "utf8"));
const source = readFileSync("package.json", "utf8");
const manifest = JSON.parse(source);
const { contributes } = manifest;
const texts: Record<string, string> = readJson("package.nls.json");

describe("the manifest", () => {
  const files: string[] = [
    manifest.icon,
    ...contributes.grammars.map((one: { path: string }) => one.path),
    ...contributes.snippets.map((one: { path: string }) => one.path),
    ...contributes.yamlValidation.map((one: { url: string }) => one.url),
    ...contributes.walkthroughs.flatMap((walkthrough: { steps: { media: { image: Record<string, string> } }[] }) =>
      walkthrough.steps.flatMap((step) => Object.values(step.media.image)),
    ),
  ];
  it.each([...new Set(files)])("%s is there", (file) => expect(existsSync(file)).toBe(true));

  it("names the commands that the client registers", () => {
    const registered = [...readFileSync("client/src/commands.ts", "utf8").matchAll(/"(exchangeRms\.\w+)":/g)].map(([, name]) => name);
    expect(registered.sort()).toEqual(contributes.commands.map((one: { command: string }) => one.command).sort());
  });

  it("links only to commands that exist", () => {
    const commands = contributes.commands.map((one: { command: string }) => one.command);
    for (const [, name] of readFileSync("package.nls.json", "utf8").matchAll(/command:(exchangeRms\.\w+)/g))
      expect(commands).toContain(name);
  });

  it("has the settings and the defaults that the server reads", () => {
    const properties: Record<string, { default: unknown }> = contributes.configuration.properties;
    const own = Object.entries(properties).filter(([name]) => name !== "exchangeRms.trace.server");
    expect(Object.fromEntries(own.map(([name, { default: value }]) => [name.replace("exchangeRms.", ""), value]))).toEqual(defaultSettings);
  });

  it("has every text in package.nls.json, and no text there that is not used", () => {
    const used = [...source.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key);
    expect(used.sort()).toEqual(Object.keys(texts).sort());
  });

  it("works everywhere", () => {
    expect(manifest.capabilities).toEqual({ untrustedWorkspaces: { supported: true }, virtualWorkspaces: { supported: true } });
  });

  it("pins every dependency exactly", () => {
    const versions: unknown[] = Object.values({ ...manifest.dependencies, ...manifest.devDependencies });
    for (const version of versions) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });
});

describe("the texts of the client", () => {
  const bundle = readJson("l10n/bundle.l10n.json");

  it("are in the bundle, which holds nothing else", () => {
    const files = readdirSync("client/src").map((file) => readFileSync(`client/src/${file}`, "utf8"));
    const said = files.flatMap((file) => [...file.matchAll(/\bt\(\s*("(?:[^"\\]|\\.)*")/g)].map(([, text = ""]) => JSON.parse(text)));
    expect(Object.keys(bundle).sort()).toEqual([...new Set(said)].sort());
    for (const [key, text] of Object.entries(bundle)) expect(text).toBe(key);
  });

  const placeholders = (text: string): string[] => [...text.matchAll(/\{\d\}|command:[\w.]+|`[^`]+`/g)].map(([found]) => found).sort();
  it.each(["package.nls.de.json", "l10n/bundle.l10n.de.json"])("%s translates what there is, with its placeholders", (file) => {
    const originals: Record<string, string> = file.startsWith("l10n") ? bundle : texts;
    for (const [key, text] of Object.entries<string>(readJson(file))) {
      expect(Object.keys(originals)).toContain(key);
      expect(placeholders(text)).toEqual(placeholders(originals[key] ?? ""));
    }
  });
});

describe("the targets to choose from", () => {
  it.each(targetChoices().map((choice) => choice.value))("%s is understood", (value) => expect(parseTarget(value).ok).toBe(true));
});

describe("the schema of users' rule files", () => {
  const ajv = new Ajv({ strict: false });
  ajv.addSchema(readJson("server/data/schema/rule.schema.json"));
  const fits = ajv.compile(readJson("server/data/schema/rules.schema.json"));
  const rule = loadYaml(readFileSync("server/data/rules/generic/boolean-as-string.yaml", "utf8"));

  it.each([
    ["one rule", rule, true],
    ["a list of rules", [rule, rule], true],
    ["something else", { id: "x" }, false],
  ])("%s", (_what, data, isGood) => expect(fits(data)).toBe(isGood));
});

describe("the problem matcher", () => {
  const [{ pattern }] = contributes.problemMatchers;

  it("reads each finding that the command line prints, and nothing else", () => {
    const text = readFileSync("examples/outbound-eop/faulty.ps1", "utf8");
    const lines = linesOf(text);
    const findings = [...analyze(text).findings];
    const read = textFormat([{ file: "mail flow/a.ps1", lines, findings }], false)
      .split("\n")
      .flatMap((line) => [new RegExp(pattern.regexp).exec(line)].filter((found) => found !== null));
    const told = read.map((found) => [pattern.file, pattern.severity, pattern.message, pattern.code].map((group) => found[group]));
    expect(told).toEqual(findings.map(({ severity, message, rule }) => ["mail flow/a.ps1", severity, message, rule]));
    expect(read.map((found) => (lines.starts[Number(found[pattern.line]) - 1] ?? 0) + Number(found[pattern.column]) - 1)).toEqual(
      findings.map(({ start }) => start),
    );
  });
});

describe("the package", () => {
  it("holds what runs, and nothing else", () => {
    const vsce = path.resolve("node_modules/@vscode/vsce/vsce");
    const listed = spawnSync(process.execPath, [vsce, "ls", "--no-dependencies"], { encoding: "utf8" });
    const files = listed.stdout.split("\n").filter((line) => line !== "" && !line.startsWith(" "));
    for (const needed of [manifest.main, manifest.browser, "./out/server/node.js", "./out/server/worker.js"]) {
      expect(files).toContain(needed.replace("./", ""));
    }
    const allowed =
      /^(package(\.nls(\.\w+)?)?\.json|l10n\/bundle\.l10n(\.\w+)?\.json|README\.md|CHANGELOG\.md|LICENSE|docs\/images\/[\w-]+\.png|out\/(client|server)\/\w+\.js|server\/data\/schema\/\w+\.schema\.json|snippets\/[\w-]+\.json|syntaxes\/[\w.-]+\.json)$/;
    expect(files.filter((file) => !allowed.test(file))).toEqual([]);
  });
});
