import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Analysis, analyze } from "../../server/src/analyze.js";
import type { Call } from "../../server/src/rules/call.js";
import type { Span } from "../../server/src/syntax/ast.js";

const project = path.resolve(import.meta.dirname, "../..");
const scripts = ["test/oracle/syntax", "examples", "test/fixtures"]
  .flatMap((folder) =>
    readdirSync(path.join(project, folder), { recursive: true, encoding: "utf8" }).map((file) => path.join(folder, file)),
  )
  .filter((file) => file.endsWith(".ps1"))
  .map((file) => readFileSync(path.join(project, file), "utf8"))
  .filter((text) => text.length < 12_000);

const place = (span: Span | null): string => (span === null ? "-" : `${span.start}-${span.end}`);

function describeCall(call: Call): unknown {
  if (call.kind === "native") return [call.name, place(call.span), call.isOpen, call.words.map(({ text, span }) => [text, place(span)])];
  const { bound } = call;
  return [
    call.name,
    place(call.span),
    call.turns.length,
    bound.isOpen,
    // Values that no rule asks for are known or not as the way to those that are asked for has it.
    [...bound.arguments].map(([name, { by, nameSpan, valueNode }]) => [name, by, place(nameSpan), place(valueNode)]),
    bound.faults.map(({ id, span }) => [id, place(span)]),
  ];
}

/** All that is told of a text. */
function told({ findings, syntaxFindings, target, calls }: Analysis): unknown {
  return { findings, syntaxFindings, target, calls: calls.map(describeCall) };
}

function expectAsFresh(again: Analysis): void {
  const [actual, expected] = [told(again), told(analyze(again.text))];
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected);
}

// ---------------------------------------------------------------------------------------------------------------- any edit

const fragments = [
  ..."' \" { } ( ) # ` | ; $ $x $relay $server , a 5 @' -Identity 'x' -RequireTLS $false function".split(" "),
  ..."\n~Get-Mailbox\n~$relay = 'b'\n~@{ Name = 'x' }~if ($y) { ~exit\n~# exchange-rms-disable\n~Set-Alias gm Get-Mailbox\n~. .\\x.ps1\n~\n'@\n".split(
    "~",
  ),
  ..."New-SendConnector -Name x -AddressSpaces '*'\n~Set-IRMConfiguration -InternalLicensingEnabled true\n~function f($a) { Get-Mailbox $a }\n~f 'x'\n".split(
    "~",
  ),
];

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  removed: fc.nat(6),
  inserted: fc.constantFrom("", ...fragments),
  isLine: fc.boolean(),
  isUndone: fc.boolean(),
});

function edited(
  text: string,
  { at, removed, inserted, isLine }: { at: number; removed: number; inserted: string; isLine: boolean },
): string {
  const offset = Math.floor(text.length * at);
  if (!isLine) return text.slice(0, offset) + inserted + text.slice(offset + removed);
  const start = text.lastIndexOf("\n", offset) + 1;
  return text.slice(0, start) + inserted + text.slice(text.indexOf("\n", offset) + 1 || text.length);
}

const script = fc.array(fc.constantFrom(...scripts), { minLength: 1, maxLength: 3 }).map((parts) => parts.join("\n"));

describe("what is told after an edit is what is told of the text as it is", () => {
  it("whatever the script and the edits", () => {
    const property = fc.property(script, fc.array(edit, { minLength: 1, maxLength: 6 }), (text, edits) => {
      let last = analyze(text, { memory: null });
      for (const one of edits) {
        const before = last.text;
        for (const now of one.isUndone ? [edited(before, one), before] : [edited(before, one)]) {
          last = analyze(now, { memory: last.memory });
          expectAsFresh(last);
        }
      }
    });
    fc.assert(property, { numRuns: 120, seed: 20_261_121 });
  }, 120_000);
});

// ------------------------------------------------------------------------------------------------------------------ key by key

describe("while somebody types, what is told is what is told of the text as it is", () => {
  const typed = [
    `New-SendConnector -Name "To $x" -AddressSpaces 'SMTP:*;1' -SmartHosts @('a.contoso.com', 'b') -RequireTLS $true`,
    "Set-IRMConfiguration -ClientAccessServerEnabled 'yes', `\n  -JournalReportDecryptionEnabled $true",
    `$relay = @{ Name = 'it''s'; AddressSpaces = "*;$cost" }\nNew-SendConnector @relay`,
    "Write-Host 'a comma, a dollar $ and a \"quote\" (all text)' # isn't code",
    "if ($x) { Get-SendConnector 'a' | Set-SendConnector -TlsDomain \"$($x.Name).contoso.com\" }",
  ];
  const key = fc.record({
    text: script,
    at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    isLine: fc.boolean(),
    typed: fc.constantFrom(...typed),
    /** Where a letter is taken back. */
    backspaces: fc.uniqueArray(fc.nat(80), { maxLength: 6 }),
  });

  it("whatever they type, wherever", () => {
    const property = fc.property(key, ({ text, at, isLine, typed, backspaces }) => {
      const offset = Math.floor(text.length * at);
      const place = isLine ? text.lastIndexOf("\n", offset) + 1 : offset;
      const withKeys = (keys: string): string => text.slice(0, place) + keys + text.slice(place);
      let last = analyze(text, { memory: null });
      for (let count = 1; count <= typed.length; count++) {
        const counts = backspaces.includes(count) ? [count, count - 1, count] : [count];
        for (const one of counts) {
          last = analyze(withKeys(typed.slice(0, one)), { memory: last.memory });
          expectAsFresh(last);
        }
      }
    });
    fc.assert(property, { numRuns: 25, seed: 20_261_121 });
  }, 120_000);

  it("a quote that is put back where the reader put it", () => {
    const before = "Get-Queue\nGet-Queue \"a\nGet-Queue\nGet-Queue\nGet-Mailbox 'b'\nGet-Queue\n";
    const after = before.replace("b'", "b");
    let last = analyze(before, { memory: null });
    for (const text of [after, before, after]) {
      last = analyze(text, { memory: last.memory });
      expectAsFresh(last);
    }
  });
});

// ------------------------------------------------------------------------------------------------ what one place does to another

const bad = "Set-IRMConfiguration -InternalLicensingEnabled $on\n";
const filler = "Write-Host 'a'\nWrite-Host 'b'\n";

describe("an edit in one place changes what is told of another", () => {
  const cases: readonly { name: string; text: string; from: string; to: string }[] = [
    { name: "a variable", text: `$on = $true\n${filler}${bad}`, from: "$true", to: "'yes'" },
    { name: "a variable by way of another", text: `$a = $true\n${filler}$on = $a\n${filler}${bad}`, from: "$true", to: "'yes'" },
    {
      name: "a variable that is no longer set in between",
      text: `$on = 'yes'\n${filler}$on = $true\n${filler}${bad}`,
      from: "$on = $true",
      to: "",
    },
    {
      name: "a table that is splatted",
      text: `$p = @{ RequireTLS = $true }\n${filler}New-SendConnector -Name a -AddressSpaces '*' @p\n`,
      from: "$true",
      to: "'x'",
    },
    {
      name: "a key of a table",
      text: `$p = @{ Name = 'a' }\n${filler}$p.AddressSpaces = '*'\n${filler}New-SendConnector @p\n`,
      from: "$p.AddressSpaces = '*'",
      to: "$p.Adress = '*'",
    },
    { name: "an argument of a function", text: `function f($on) {\n${bad}}\n${filler}f $true\n`, from: "f $true", to: "f 'yes'" },
    { name: "the default of a parameter", text: `function f($on = $true) {\n${bad}}\n${filler}f\n`, from: "$true", to: "'yes'" },
    { name: "what a function gives", text: `function f { $true }\n${filler}$on = f\n${bad}`, from: "$true", to: "'yes'" },
    { name: "what a function sets", text: `function f { $script:on = $true }\n${filler}f\n${filler}${bad}`, from: "$true", to: "'yes'" },
    {
      name: "a function called by a function",
      text: `function g { $true }\nfunction f { g }\n${filler}$on = f\n${bad}`,
      from: "$true",
      to: "'yes'",
    },
    {
      name: "a function of a cmdlet's name",
      text: `${filler}Set-IRMConfiguration -InternalLicensingEnabled yes\n`,
      from: "Write-Host 'a'",
      to: "function Set-IRMConfiguration { }",
    },
    {
      name: "an alias",
      text: `${filler}sirm -InternalLicensingEnabled yes\n`,
      from: "Write-Host 'a'",
      to: "Set-Alias sirm Set-IRMConfiguration",
    },
    { name: "the value of a loop", text: `$all = $true, $false\n${filler}foreach ($on in $all) {\n${bad}}\n`, from: "$false", to: "'yes'" },
    { name: "a branch", text: `$on = 'yes'\n${filler}${filler}${bad}`, from: "Write-Host 'a'", to: "if ($x) { $on = $true }" },
    {
      name: "a method",
      text: `$p = @{ Name = 'a' }\n${filler}$p.Add('AddressSpaces', '*')\n${filler}New-SendConnector @p\n`,
      from: "'AddressSpaces'",
      to: "'Adress'",
    },
    {
      name: "a target",
      text: `${filler}Get-Mailbox -SoftDeletedMailbox\n`,
      from: "Write-Host 'a'",
      to: "# exchange-rms-target: 2019 CU14",
    },
    {
      name: "a session",
      text: `${filler}Set-IRMConfiguration -ExternalLicensingEnabled $true -RMSOnlineKeySharingLocation x\n`,
      from: "Write-Host 'a'",
      to: "# exchange-rms-target: Online",
    },
    {
      name: "a comment that silences",
      text: `${filler}Set-IRMConfiguration -InternalLicensingEnabled yes\n`,
      from: "Write-Host 'b'",
      to: "# exchange-rms-disable-next-line",
    },
    {
      name: "a prefix",
      text: `${filler}Set-EXOIRMConfiguration -InternalLicensingEnabled yes\n`,
      from: "Write-Host 'a'",
      to: "Connect-ExchangeOnline -Prefix EXO",
    },
    {
      name: "another call",
      text: `New-SendConnector -Name a -AddressSpaces 'SMTP:*;1'\n${filler}`,
      from: "Write-Host 'b'",
      to: "New-SendConnector -Name b -AddressSpaces 'SMTP:*;1'",
    },
    { name: "a quote that is opened", text: `${filler}${bad.replace("$on", "yes")}${filler}`, from: "Write-Host 'a'", to: "Write-Host 'a" },
  ];
  for (const { name, text, from, to } of cases) {
    it(name, () => {
      const start = text.indexOf(from);
      const after = text.slice(0, start) + to + text.slice(start + from.length);
      const first = analyze(text, { memory: null });
      const before = told(first);
      const second = analyze(after, { memory: first.memory });
      expectAsFresh(second);
      const third = analyze(text, { memory: second.memory });
      expect(told(third)).toEqual(before);
    });
  }

  it("in each of these cases", () => {
    const silent = cases.filter(({ text, from, to }) => {
      const start = text.indexOf(from);
      const rules = (one: string): string[] => {
        const { findings, syntaxFindings } = analyze(one);
        return [...findings, ...syntaxFindings].map(({ rule }) => rule);
      };
      return isDeepStrictEqual(rules(text), rules(text.slice(0, start) + to + text.slice(start + from.length)));
    });
    expect(silent.map(({ name }) => name)).toEqual([]);
  });
});

describe("what an edit has no bearing on is taken over", () => {
  const paragraph = (n: number): string =>
    `$p = @{ Name = 'c${n}'; AddressSpaces = 'SMTP:*;${n}' }\nNew-SendConnector @p -RequireTLS yes\nSet-SendConnector 'c${n}' -Port 'x'\n`;
  const text = Array.from({ length: 30 }, (_, n) => paragraph(n)).join(filler);

  it.each([
    { edit: "in a call", from: "'c15' -Port 'x'", to: "'c15' -Port 'xy'", most: 2 },
    { edit: "in a table", from: "Name = 'c15'", to: "Name = 'c15b'", most: 3 },
    { edit: "in nothing that matters", from: "Write-Host 'b'", to: "Write-Host 'bbb'", most: 1 },
  ])("an edit $edit", ({ from, to, most }) => {
    const first = analyze(text, { memory: null });
    const known = new Set(first.calls);
    const second = analyze(text.replace(from, to), { memory: first.memory });
    expectAsFresh(second);
    const fresh = second.calls.filter((call) => call.kind === "cmdlet" && !known.has(call));
    expect(fresh.length).toBeLessThanOrEqual(most);
    expect(second.calls.length).toBe(first.calls.length);
  });
});

describe("a script that somebody generated is read again without a fault", () => {
  it.each([
    { name: "a statement of very many commands", text: `if ($a) {\n${"Get-Mailbox x\n".repeat(130_000)}}` },
    { name: "a deep statement", text: `${"& { a | ".repeat(300)}Get-Mailbox $x${" }".repeat(300)}` },
    { name: "a long chain", text: `$x = ${"$a + ".repeat(20_000)}1` },
  ])(
    "$name",
    ({ text }) => {
      const first = analyze(text, { memory: null });
      const second = analyze(`$a = 'x'\n${text}\nGet-Mailbox $a`, { memory: first.memory });
      expect(second.calls.length).toBeGreaterThanOrEqual(first.calls.length);
    },
    30_000,
  );
});
