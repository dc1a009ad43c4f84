import { describe, expect, it } from "vitest";
import { completeConfig, readConfig, readRuleFile } from "../../../server/src/rules/config.js";
import { knownNames } from "../../../server/src/rules/known-names.js";

const ids = ["requiretls-ignorestarttls", "rms-registry-hive"];

/** The faults as the text they stand on, and the message; `ruleFiles` are the texts of the files it names. */
function faults(text: string, ...ruleFiles: readonly string[]): [string, string][] {
  const read = readConfig(text);
  const files = ruleFiles.map((file) => readRuleFile(file, knownNames));
  return [...read.faults, ...completeConfig(read, files, ids).faults].map(({ start, end, message }) => [text.slice(start, end), message]);
}

describe("a configuration", () => {
  it("says everything it can say", () => {
    const { config, faults: wrong } = readConfig(
      `# ours
target:
  - { files: "cloud/**", target: Online }
  - { files: ["*.ps1"], target: 2019 CU14 }
severities:
  rms-registry-*: off
  requiretls-ignorestarttls: information
include: scripts/**
exclude: [scripts/old/**]
rules: [rules/ours.yaml]
conventions:
  smartHosts: [Relay.contoso.com]
  tenants: [contoso-com]
  tlsLevels: [DomainValidation]
`,
    );
    expect(wrong).toEqual([]);
    expect(config.targets.map(({ files, target }) => [files, target.products, target.from])).toEqual([
      [["cloud/**"], ["Online", "EOP"], "config"],
      [["*.ps1"], ["2019"], "config"],
    ]);
    expect(config.severities).toEqual([
      { rule: "rms-registry-*", severity: "off" },
      { rule: "requiretls-ignorestarttls", severity: "information" },
    ]);
    expect([config.include, config.exclude, config.ruleFiles.map(({ path }) => path)]).toEqual([
      ["scripts/**"],
      ["scripts/old/**"],
      ["rules/ours.yaml"],
    ]);
    expect(config.conventions).toEqual({ smartHosts: ["relay.contoso.com"], tenants: ["contoso-com"], tlsLevels: ["domainvalidation"] });
  });
  // A section whose lines are all comments says nothing.
  for (const empty of ["", "# nothing\n", "{}", "severities:\n  # a: off\nrules:\ninclude:\nconventions:\ntarget:\n"])
    it(JSON.stringify(empty), () => expect(faults(empty)).toEqual([]));
});

describe("faults in a configuration stand where they are, and the rest holds", () => {
  const cases: [text: string, on: string, because: string][] = [
    ["targets: 2019", "targets", "not known"],
    ["target: 2019 CU99", "2019 CU99", "CU99"],
    ["severities:\n  rms-registry-hive: fatal", "fatal", "`fatal` is not one of"],
    ["severities:\n  rms-registry-hive:", "rms-registry-hive", "needs one of error, warning, information, hint, off"],
    ["exclude: [x]\nseverities:\n  rms-registry-hive: # off\n", "rms-registry-hive", "needs one of"],
    ["target:\n  - { files: a, target: }", "target", "needs a value"],
    ["severities:\n  no-such-rule: off", "no-such-rule", "no rule `no-such-rule`"],
    ["severities:\n  no-such-*: off", "no-such-*", "no rule `no-such-*`"],
    ["severities: off", "off", "mapping"],
    ["rules: ours.yaml", "ours.yaml", "list"],
    ["conventions: { tlsLevels: [Strict] }", "Strict", "not one of"],
    ["target:\n  - { target: Online }", "target", "which files"],
    ["- a\n- b", "-", "mapping"],
  ];
  for (const [text, on, because] of cases) {
    it(text, () => {
      const [first] = faults(text);
      expect(first?.[1]).toContain(because);
      expect(first?.[0]).toBe(on);
    });
  }
  it("goes on with the rest", () => {
    const { config } = readConfig("targets: x\nexclude: [old/**]");
    expect(config.exclude).toEqual(["old/**"]);
  });
});

describe("what is no YAML is told in plain words, where it is", () => {
  const cases: [text: string, on: string, because: string][] = [
    ["exclude: [a", "exclude: [a", "is not closed"],
    ["rules: [a.yaml, b.yaml\nseverities: {}\n", "rules: [a.yaml, b.yaml", "is not closed"],
    ["target: 'SE\ninclude: x\n", "target: 'SE", "is not closed"],
    ["target: 'SE'\n'include: x\n\n", "'include: x", "is not closed"],
    ["include: 'a\n  b'\nexclude: [e\nrules: []", "exclude: [e", "is not closed"],
    ["severities:\n  a: off\n   b: off\n", "b: off", "indentation"],
    ["severities:\n  a: off # why\n b: off\n", "b: off", "indentation"],
    [" target: SE\ninclude: x\n", "include: x", "indentation"],
    ["target: SE\n  include: x\n", "include: x", "indentation"],
    ["severities:\n\ta: off\n", "a: off", "a tab indents this line"],
    ["target: SE\nexclude\ninclude: x\n", "exclude", "Write `key: value`"],
    ["# ours\ntarget SE\ninclude: x\n", "target SE", "Write `key: value`"],
    ["include: *.ps1\n", "*.ps1", "needs quotes"],
    ["include: [a, **/*.ps1]\n", "**/*.ps1", "needs quotes"],
    ["a: &x [1]\nb: *x", "*x", "needs quotes"],
    ["exclude: !old/** # not ours\n", "!old/**", "'!old/**'"],
    ["exclude: it's: old # x\n", ": old", "single quotes"],
    ["exclude: 'it's'\n", "s'", "a single quote in it twice"],
    ["exclude: - old\n", "- old", "begins on the next line"],
    ["target: SE\ntarget: Online\n", "target", "twice"],
    ["target: SE\n---\ntarget: Online\n", "---", "second document"],
    ['exclude: "C:\\scripts"\n', 'exclude: "C:\\scripts"', "a backslash is written twice"],
    ["a: 1\r\nb\r\nc: 2\r\n", "b", "Write `key: value`"],
  ];
  for (const [text, on, because] of cases) {
    it(text, () => {
      const [first, ...more] = faults(text);
      expect(first?.[1]).toContain("This is not YAML: ");
      expect(first?.[1]).toContain(because);
      expect(first?.[0]).toBe(on);
      expect(more).toEqual([]);
    });
  }
});

const rule = `id: our-relay
title: Mail goes to our relay
commands: [New-SendConnector]
severity: warning
when: { parameter: SmartHosts, some: { notMatches: "\\\\.contoso\\\\.com$" } }
at: SmartHosts
message: "\`{value}\` is not ours."
evidence: inferred
source: https://intranet.contoso.com/mail
why: Because.
examples: [{ good: Get-SendConnector }]
`;

describe("severities where rule files are named", () => {
  const named = "rules: [ours.yaml]\nseverities:\n";
  it("may be those of their rules", () => {
    expect(faults(`${named}  our-relay: hint\n  our-*: off\n  rms-registry-hive: off\n`, rule)).toEqual([]);
  });
  it("may not be those of no rule at all", () => {
    expect(faults(`${named}  our-really: hint\n`, rule)).toEqual([["our-really", "there is no rule `our-really`"]]);
  });
  it("are not judged while a file's rules are not known", () => {
    expect(faults(`${named}  our-really: hint\n`, rule.replace("id: our-relay", "id:"))).toEqual([]);
  });
});

describe("users' rule files", () => {
  it("hold a rule, or a list of rules", () => {
    expect(readRuleFile(rule, knownNames)).toMatchObject({ rules: [{ id: "our-relay" }], faults: [] });
    const list = `- ${rule.trimEnd().replaceAll("\n", "\n  ")}\n`;
    expect(readRuleFile(list, knownNames)).toMatchObject({ rules: [{ id: "our-relay" }], faults: [] });
  });
  const cases: [change: [from: string, to: string], on: string, because: string][] = [
    [["SmartHosts, some", "SmartHost, some"], "SmartHost", "parameter of none"],
    [["\\\\.contoso\\\\.com$", "(?=contoso)"], "(?=contoso)", "lookaround"],
    [["some:", "sum:"], "{", "not known"],
    [["warning", "fatal"], "fatal", "not one of"],
    [["at: SmartHosts", "at: Nowhere"], "Nowhere", "parameter of none"],
    [["why: Because.\n", ""], "", "`why` is missing"],
    [["https://intranet.contoso.com/mail", "intranet"], "intranet", "address"],
  ];
  for (const [[from, to], on, because] of cases) {
    it(`${from} → ${to}`, () => {
      const text = rule.replace(from, to);
      const { rules, faults: wrong } = readRuleFile(text, knownNames);
      expect(rules).toEqual([]);
      expect(wrong.map(({ message }) => message).join("; ")).toContain(because);
      if (on !== "{" && on !== "") expect(wrong.map(({ start, end }) => text.slice(start, end))).toContain(on);
    });
  }
});
