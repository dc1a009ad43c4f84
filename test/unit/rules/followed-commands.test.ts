import { describe, expect, it } from "vitest";
import { type Analysis, analyze } from "../../../server/src/analyze.js";
import { noConfig } from "../../../server/src/rules/config.js";
import { followedCommands } from "../../../server/src/rules/followed-commands.js";
import { ruleSet } from "../../../server/src/rules/rule-set.js";
import { builtInRules } from "../../../server/src/rules/rules.js";

const builtIn = builtInRules();

describe("whose values are asked for", () => {
  it.each(["Set-Mailbox", "Get-Mailbox", "Start-Process", "Add-DnsServerResourceRecordA", "Import-Module"])("%s", (name) => {
    expect(followedCommands(builtIn).isAsked(name)).toBe(true);
  });

  it.each(["Test-Path", "Get-ItemProperty", "Import-Csv"])("%s, where a rule names it only", (name) => {
    expect(followedCommands(builtIn).isAsked(name)).toBe(false);
    const [first] = builtIn.rules;
    if (!first) throw new Error("there are no rules");
    const lower = name.toLowerCase();
    expect(followedCommands(ruleSet([{ ...first, commands: [lower] }])).isAsked(name)).toBe(true);
    const when = { kind: "not", of: { kind: "call", order: "earlier", commands: [lower], when: null } } as const;
    expect(followedCommands(ruleSet([{ ...first, when }])).isAsked(name)).toBe(true);
  });

  it.each([
    ["New-ItemProperty", "$key = 'HKLM:\\SOFTWARE\\Microsoft\\MSIPC\\ServiceLocation'", true],
    ["Set-Item", "$key = 'HKLM:\\SOFTWARE\\Microsoft\\ExchangeServer\\v15\\IRM'", true],
    ["New-ItemProperty", "$key = 'HKLM:\\SOFTWARE\\Contoso'; Set-Mailbox a -Confirm:$false", false],
    ["Remove-Item", "Set-IRMConfiguration -InternalLicensingEnabled $false", true],
    ["Remove-Item", "$drm = 'C:\\ProgramData\\Microsoft\\DRM\\Server'", false],
  ])("%s in a text with %s: %s", (name, text, expected) => {
    const asked = followedCommands(builtIn).isAsked(name);
    expect(typeof asked === "object" && asked.test(text)).toBe(expected);
  });

  it("New-ItemProperty in any text, where a rule of somebody's own names it", () => {
    const [first] = builtIn.rules;
    if (!first) throw new Error("there are no rules");
    const own = { ...first, id: "own", commands: ["new-itemproperty"] };
    expect(followedCommands(ruleSet([...builtIn.rules, own])).isAsked("New-ItemProperty")).toBe(true);
  });

  it.each([
    ["Get-PublicFolder", "Identity", false],
    ["Get-PublicFolder", "Ident", false],
    ["Get-PublicFolder", null, false],
    ["Get-PublicFolder", "Recurse", false],
    ["Get-PublicFolder", "ResultSize", true],
    ["Get-PublicFolder", "NoSuchParameter", true],
    // Rules name these commands: who knows what they look at.
    ["Set-SendConnector", "Identity", true],
    ["Set-IRMConfiguration", "Identity", true],
    ["New-AcceptedDomain", null, true],
    ["Connect-Somewhere", "Identity", true],
  ])("of %s that of %s: %s", (command, written, expected) => {
    expect(followedCommands(builtIn).isValueAsked(command, written)).toBe(expected);
  });

  it("a word that appears changes what is followed", () => {
    const script =
      "$name = 'Default'\n$key = 'HKLM:\\SOFTWARE\\Microsoft\\MSDRM\\ServiceLocation\\Activation'\nSet-ItemProperty $key $name 'x'\n";
    const before = analyze(script.replace("MSDRM", "MSDRN"), { memory: null });
    expect(before.findings.map(({ rule }) => rule)).not.toContain("rms-registry-default-name");
    const after = analyze(script, { memory: before.memory });
    expect(after.findings).toEqual(analyze(script).findings);
    expect(after.findings.map(({ rule }) => rule)).toContain("rms-registry-default-name");
  });

  it("rules that come with a changed configuration ask for more", () => {
    const [first] = builtIn.rules;
    if (!first) throw new Error("there are no rules");
    const own = { ...first, id: "own", commands: ["test-path"], when: { kind: "present", parameter: "path" } as const };
    const config = { ...noConfig, rules: [own] };
    const script = "$n = 'a'\nTest-Path $n\nGet-Date\nGet-Date\n";
    const before = analyze(script, { memory: null });
    const after = analyze(`${script}# done\n`, { memory: before.memory, config });
    const fresh = analyze(`${script}# done\n`, { config });
    const kindOf = ({ calls: [call] }: Analysis): unknown =>
      call?.kind === "cmdlet" ? call.bound.arguments.get("path")?.value.kind : null;
    expect([kindOf(before), kindOf(after), kindOf(fresh)]).toEqual(["unknown", "array", "array"]);
  });

  it("is told of what stands in a call all the same", () => {
    const [call] = analyze("$n = 'b'; Test-Path 'a' $n").calls;
    expect(call?.kind === "cmdlet" ? call.bound.arguments.get("path")?.value : null).toMatchObject({
      items: [{ kind: "string", value: "a" }],
    });
  });
});
