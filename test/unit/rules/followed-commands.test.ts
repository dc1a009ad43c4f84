import { describe, expect, it } from "vitest";
import { analyze } from "../../../server/src/analyze.js";
import { followedCommands } from "../../../server/src/rules/followed-commands.js";
import { ruleSet } from "../../../server/src/rules/rule-set.js";
import { builtInRules } from "../../../server/src/rules/rules.js";

const builtIn = builtInRules();

describe("whose values are asked for", () => {
  it.each(["Set-Mailbox", "Get-Mailbox", "Start-Process", "New-ItemProperty", "Add-DnsServerResourceRecordA", "Import-Module"])(
    "%s",
    (name) => {
      expect(followedCommands(builtIn).isAsked(name)).toBe(true);
    },
  );

  it.each(["Test-Path", "Get-ItemProperty", "Import-Csv"])("%s, where a rule names it only", (name) => {
    expect(followedCommands(builtIn).isAsked(name)).toBe(false);
    const [first] = builtIn.rules;
    if (!first) throw new Error("there are no rules");
    const lower = name.toLowerCase();
    expect(followedCommands(ruleSet([{ ...first, commands: [lower] }])).isAsked(name)).toBe(true);
    const when = { kind: "not", of: { kind: "call", order: "earlier", commands: [lower], when: null } } as const;
    expect(followedCommands(ruleSet([{ ...first, when }])).isAsked(name)).toBe(true);
  });

  it("is told of what stands in a call all the same", () => {
    const [call] = analyze("$n = 'b'; Test-Path 'a' $n").calls;
    expect(call?.kind === "cmdlet" ? call.bound.arguments.get("path")?.value : null).toMatchObject({
      items: [{ kind: "string", value: "a" }],
    });
  });
});
