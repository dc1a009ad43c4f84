import { describe, expect, it } from "vitest";
import { readConfig, readRuleFile } from "../../../server/src/rules/config.js";
import { knownNames } from "../../../server/src/rules/known-names.js";

const ids = ["requiretls-ignorestarttls", "rms-registry-hive"];

/** The faults as the text they stand on, and a piece of the message. */
function faults(text: string): [string, string][] {
  return readConfig(text, ids).faults.map(({ start, end, message }) => [text.slice(start, end), message]);
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
      ids,
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
  for (const empty of ["", "# nothing\n", "{}"]) it(JSON.stringify(empty), () => expect(faults(empty)).toEqual([]));
});

describe("faults in a configuration stand where they are, and the rest holds", () => {
  const cases: [text: string, on: string, because: string][] = [
    ["targets: 2019", "targets", "not known"],
    ["target: 2019 CU99", "2019 CU99", "CU99"],
    ["severities:\n  rms-registry-hive: fatal", "fatal", "`fatal` is not one of"],
    ["severities:\n  no-such-rule: off", "no-such-rule", "no rule `no-such-rule`"],
    ["severities: off", "off", "mapping"],
    ["rules: ours.yaml", "ours.yaml", "list"],
    ["conventions: { tlsLevels: [Strict] }", "Strict", "not one of"],
    ["target:\n  - { target: Online }", "target", "which files"],
    ["- a\n- b", "-", "mapping"],
    ["a: [", "", ""],
    ["a: &x [1]\nb: *x", "", ""],
  ];
  for (const [text, on, because] of cases) {
    it(text, () => {
      const [first] = faults(text);
      expect(first?.[1]).toContain(because);
      if (on !== "") expect(first?.[0]).toBe(on);
    });
  }
  it("goes on with the rest", () => {
    const { config } = readConfig("targets: x\nexclude: [old/**]", ids);
    expect(config.exclude).toEqual(["old/**"]);
  });
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
