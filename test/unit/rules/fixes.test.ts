import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEdits, combineFixes } from "../../../server/src/rules/fixes.js";
import { probe } from "./probe.js";

function fixed(script: string, fix: Readonly<Record<string, unknown>>, at?: string): string | null {
  const [finding] = probe(script, { fixes: [{ title: "Repair", ...fix }], ...(at === undefined ? {} : { at }) });
  const [made] = finding?.fixes ?? [];
  return made ? applyEdits(script, made.edits) : null;
}

/** One case: script, fix, and what it leaves; null where no fix can be offered. */
type Case = readonly [script: string, fix: Readonly<Record<string, unknown>>, expected: string | null];

function check(cases: readonly Case[]): void {
  for (const [script, fix, expected] of cases) {
    it(`${JSON.stringify(fix)} ${script.split("\n")[0]}`, () => expect(fixed(script, fix)).toBe(expected));
  }
}

describe("set changes what is there", () => {
  check([
    ["Set-SendConnector A -Port 587 -Force", { set: { Port: 25 } }, "Set-SendConnector A -Port 25 -Force"],
    ["Set-SendConnector A -Port:587", { set: { Port: 25 } }, "Set-SendConnector A -Port:25"],
    ["Set-SendConnector A -RequireTLS: $false", { set: { RequireTLS: "$true" } }, "Set-SendConnector A -RequireTLS: $true"],
    [
      "Set-SendConnector A -TlsAuthLevel EncryptionOnly",
      { set: { TlsAuthLevel: "DomainValidation" } },
      "Set-SendConnector A -TlsAuthLevel DomainValidation",
    ],
    [
      "Set-SendConnector A -TlsAuthLevel 'EncryptionOnly'",
      { set: { TlsAuthLevel: "DomainValidation" } },
      "Set-SendConnector A -TlsAuthLevel 'DomainValidation'",
    ],
    [
      'Set-SendConnector A -TlsAuthLevel "EncryptionOnly"',
      { set: { TlsAuthLevel: "DomainValidation" } },
      'Set-SendConnector A -TlsAuthLevel "DomainValidation"',
    ],
    [
      "Set-SendConnector A -TlsAuthLevel \u2018EncryptionOnly\u2019",
      { set: { TlsAuthLevel: "DomainValidation" } },
      "Set-SendConnector A -TlsAuthLevel \u2018DomainValidation\u2019",
    ],
    ["Set-SendConnector A -tlsa EncryptionOnly", { set: { TlsAuthLevel: "$null" } }, "Set-SendConnector A -tlsa $null"],
    ["Set-SendConnector A -Force", { set: { Force: "$false" } }, "Set-SendConnector A -Force:$false"],
    ["$p = @{ Port = 587 }\nSet-SendConnector A @p", { set: { Port: 25 } }, "$p = @{ Port = 25 }\nSet-SendConnector A @p"],
    [
      "$p = @{\n  TlsAuthLevel = 'EncryptionOnly' # old\n}\nSet-SendConnector A @p",
      { set: { TlsAuthLevel: "DomainValidation" } },
      "$p = @{\n  TlsAuthLevel = 'DomainValidation' # old\n}\nSet-SendConnector A @p",
    ],
    [
      "$p = @{ TlsAuthLevel = $null }\nSet-SendConnector A @p",
      { set: { TlsAuthLevel: "DomainValidation" } },
      "$p = @{ TlsAuthLevel = 'DomainValidation' }\nSet-SendConnector A @p",
    ],
  ]);
});

describe("what stands bare at a call is quoted in a table where it must be", () => {
  const cases: [source: string, inTable: string][] = [
    ["MBX1,MBX2", "'MBX1','MBX2'"],
    ["00:10:00", "'00:10:00'"],
    ["10.0.0.1, 10.0.0.2", "'10.0.0.1', '10.0.0.2'"],
    ["10MB", "10MB"],
    ["unlimited", "'unlimited'"],
    ["*", "'*'"],
    ["(Get-Credential)", "(Get-Credential)"],
    ["$null", "$null"],
    ["'a','b'", "'a','b'"],
    ["@('a', 'b')", "@('a', 'b')"],
  ];
  const script = "$p = @{ Identity = 'A' }\nSet-SendConnector @p";
  for (const [source, inTable] of cases) {
    it(source, () => expect(fixed(script, { add: { Comment: source } })).toBe(script.replace("'A' }", `'A'; Comment = ${inTable} }`)));
  }
});

describe("set and add put in what is absent", () => {
  check([
    ["Set-SendConnector A -Port 25", { add: { RequireTLS: "$true" } }, "Set-SendConnector A -Port 25 -RequireTLS $true"],
    [
      "Set-SendConnector A -Port 25 | Out-Null",
      { add: { RequireTLS: "$true" } },
      "Set-SendConnector A -Port 25 -RequireTLS $true | Out-Null",
    ],
    [
      "Set-SendConnector A -Port 25; 'done' # x",
      { add: { RequireTLS: "$true" } },
      "Set-SendConnector A -Port 25 -RequireTLS $true; 'done' # x",
    ],
    ["Set-SendConnector A > log.txt", { add: { Force: "$true" } }, "Set-SendConnector A -Force > log.txt"],
    ["Set-SendConnector A -Port 25", { add: { Port: 26 } }, null],
    [
      "Set-SendConnector A `\n  -Port 25 `\n  -Force",
      { add: { RequireTLS: "$true", Comment: "'x'" } },
      "Set-SendConnector A `\n  -Port 25 `\n  -Force `\n  -RequireTLS $true `\n  -Comment 'x'",
    ],
    [
      "$p = @{ Identity = 'A'; Port = 25 }\nSet-SendConnector @p",
      { add: { TlsAuthLevel: "DomainValidation" } },
      "$p = @{ Identity = 'A'; Port = 25; TlsAuthLevel = 'DomainValidation' }\nSet-SendConnector @p",
    ],
    [
      "$p = @{\n  Identity = 'A'\n  Port     = 25 # why\n}\nSet-SendConnector @p",
      { add: { RequireTLS: "$true" } },
      "$p = @{\n  Identity = 'A'\n  Port     = 25\n  RequireTLS = $true # why\n}\nSet-SendConnector @p",
    ],
    [
      "$p = @{\r\n  Identity     = 'A'\r\n  TlsAuthLevel = $null\r\n}\r\nSet-SendConnector @p",
      { add: { Port: 25 } },
      "$p = @{\r\n  Identity     = 'A'\r\n  TlsAuthLevel = $null\r\n  Port         = 25\r\n}\r\nSet-SendConnector @p",
    ],
    [
      "$p = @{ Port = 25 }\nSet-SendConnector A @p -Force",
      { add: { RequireTLS: "$true" } },
      "$p = @{ Port = 25 }\nSet-SendConnector A @p -Force -RequireTLS $true",
    ],
    [
      "$p = @{ Port = 25 }\nSet-SendConnector A @p\nSet-SendConnector B @p",
      { add: { RequireTLS: "$true" } },
      "$p = @{ Port = 25 }\nSet-SendConnector A @p -RequireTLS $true\nSet-SendConnector B @p",
    ],
  ]);
});

describe("remove takes out the parameter and its value", () => {
  check([
    ["Set-SendConnector A -Port 25 -Force", { remove: ["Port"] }, "Set-SendConnector A -Force"],
    ["Set-SendConnector A -Force -Port 25", { remove: ["Port"] }, "Set-SendConnector A -Force"],
    ["Set-SendConnector A -Port: 25 -Force", { remove: ["Port"] }, "Set-SendConnector A -Force"],
    ["Set-SendConnector A -Force:$true -Port 25", { remove: ["Force"] }, "Set-SendConnector A -Port 25"],
    ["Set-SendConnector A `\n  -Port 25 `\n  -Force", { remove: ["Port"] }, "Set-SendConnector A `\n  -Force"],
    ["Set-SendConnector A -Port 25 -Force -Comment x", { remove: ["Port", "Force"] }, "Set-SendConnector A -Comment x"],
    ["Set-SendConnector A -Port 25", { remove: ["Port"], add: { Comment: "x" } }, "Set-SendConnector A -Comment x"],
    ["Set-SendConnector A -Port 25", { remove: ["Fqdn"] }, null],
    ["$p = @{ Port = 25; Fqdn = 'x' }\nSet-SendConnector A @p", { remove: ["Port"] }, "$p = @{ Fqdn = 'x' }\nSet-SendConnector A @p"],
    ["$p = @{ Port = 25; Fqdn = 'x' }\nSet-SendConnector A @p", { remove: ["Fqdn"] }, "$p = @{ Port = 25 }\nSet-SendConnector A @p"],
    ["$p = @{ Port = 25 }\nSet-SendConnector A @p", { remove: ["Port"] }, "$p = @{  }\nSet-SendConnector A @p"],
    [
      "$p = @{\n  Port = 25\n  Fqdn = 'x'\n}\nSet-SendConnector A @p",
      { remove: ["Port"] },
      "$p = @{\n  Fqdn = 'x'\n}\nSet-SendConnector A @p",
    ],
    [
      "$p = @{\n  Port = 25\n  Fqdn = 'x'\n}\nSet-SendConnector A @p",
      { remove: ["Fqdn"] },
      "$p = @{\n  Port = 25\n}\nSet-SendConnector A @p",
    ],
  ]);
});

describe("rename, command, lines", () => {
  check([
    ["Set-SendConnector A -Port 25", { rename: { Port: "Fqdn" } }, "Set-SendConnector A -Fqdn 25"],
    ["Set-SendConnector A -Port:25", { rename: { Port: "Fqdn" } }, "Set-SendConnector A -Fqdn:25"],
    ["Set-SendConnector A \u2013Port 25", { rename: { Port: "Fqdn" } }, "Set-SendConnector A \u2013Fqdn 25"],
    ["$p = @{ 'Port' = 25 }\nSet-SendConnector A @p", { rename: { Port: "Fqdn" } }, "$p = @{ 'Fqdn' = 25 }\nSet-SendConnector A @p"],
    ["$p = @{ Port = 25 }\nSet-SendConnector A @p", { rename: { Port: "Fqdn" } }, "$p = @{ Fqdn = 25 }\nSet-SendConnector A @p"],
    ["Set-SendConnector A", { command: "Get-SendConnector" }, "Get-SendConnector A"],
    ["  Set-SendConnector A # x\r\n$y", { after: "iisreset" }, "  Set-SendConnector A # x\r\n  iisreset\r\n$y"],
    [
      "if ($x) {\n  Set-SendConnector A |\n    Out-Null\n}",
      { before: "Get-X" },
      "if ($x) {\n  Get-X\n  Set-SendConnector A |\n    Out-Null\n}",
    ],
    ["if ($x) { Set-SendConnector A }", { after: "iisreset" }, "if ($x) { Set-SendConnector A; iisreset }"],
  ]);
});

describe("flags", () => {
  const at = "AuthMechanism";
  const cases: Case[] = [
    ["Set-ReceiveConnector A -AuthMechanism Tls", { addFlags: ["BasicAuth"] }, "Set-ReceiveConnector A -AuthMechanism Tls,BasicAuth"],
    [
      "Set-ReceiveConnector A -AuthMechanism Tls, Integrated",
      { addFlags: ["BasicAuth"] },
      "Set-ReceiveConnector A -AuthMechanism Tls, Integrated, BasicAuth",
    ],
    [
      "Set-ReceiveConnector A -AuthMechanism 'Tls, Integrated'",
      { addFlags: ["BasicAuth"] },
      "Set-ReceiveConnector A -AuthMechanism 'Tls, Integrated, BasicAuth'",
    ],
    [
      "Set-ReceiveConnector A -AuthMechanism 'Tls','Integrated'",
      { addFlags: ["BasicAuth"] },
      "Set-ReceiveConnector A -AuthMechanism 'Tls','Integrated','BasicAuth'",
    ],
    [
      "$p = @{ AuthMechanism = 'Tls' }\nSet-ReceiveConnector A @p",
      { addFlags: ["BasicAuth"] },
      "$p = @{ AuthMechanism = 'Tls','BasicAuth' }\nSet-ReceiveConnector A @p",
    ],
    ["Set-ReceiveConnector A -AuthMechanism Tls", { addFlags: ["tls"] }, null],
    ["Set-ReceiveConnector A -AuthMechanism None,Tls", { dropFlags: ["None"] }, "Set-ReceiveConnector A -AuthMechanism Tls"],
    ["Set-ReceiveConnector A -AuthMechanism Tls,None", { dropFlags: ["None"] }, "Set-ReceiveConnector A -AuthMechanism Tls"],
    [
      "Set-ReceiveConnector A -AuthMechanism None,Tls,BasicAuth",
      { dropFlags: ["None", "BasicAuth"] },
      "Set-ReceiveConnector A -AuthMechanism Tls",
    ],
    ["Set-ReceiveConnector A -AuthMechanism 'None, Tls'", { dropFlags: ["None"] }, "Set-ReceiveConnector A -AuthMechanism 'Tls'"],
    [
      "Set-ReceiveConnector A -AuthMechanism 'Tls, None, BasicAuth'",
      { dropFlags: ["None"] },
      "Set-ReceiveConnector A -AuthMechanism 'Tls, BasicAuth'",
    ],
    ["Set-ReceiveConnector A -AuthMechanism None", { dropFlags: ["None"] }, null],
  ];
  for (const [script, fix, expected] of cases) it(`${JSON.stringify(fix)} ${script}`, () => expect(fixed(script, fix, at)).toBe(expected));
});

describe("replace keeps the quotes of the text it stands in", () => {
  const when = { parameter: "SmartHosts", some: { matches: "^old" } };
  const cases: [script: string, expected: string][] = [
    ["Set-SendConnector A -SmartHosts a,old.x,b", "Set-SendConnector A -SmartHosts a,new.x,b"],
    ["Set-SendConnector A -SmartHosts a,'old.x'", "Set-SendConnector A -SmartHosts a,'new.x'"],
    ['Set-SendConnector A -SmartHosts @("a", "old.x")', 'Set-SendConnector A -SmartHosts @("a", "new.x")'],
    ["Set-SendConnector A -SmartHosts @{ Add = 'old.x' }", "Set-SendConnector A -SmartHosts @{ Add = 'new.x' }"],
    ["$p = @{ SmartHosts = 'old.x' }\nSet-SendConnector A @p", "$p = @{ SmartHosts = 'new.x' }\nSet-SendConnector A @p"],
  ];
  for (const [script, expected] of cases) {
    it(script, () => {
      const [finding] = probe(script, { when, at: "SmartHosts", fixes: [{ title: "Write new.x", replace: "new.x" }] });
      expect(applyEdits(script, finding?.fixes[0]?.edits ?? [])).toBe(expected);
    });
  }
});

describe("the squiggle sits on the fault inside the value", () => {
  const rule = { when: { parameter: "AddressSpaces", grammar: "address-space", fault: "cost" }, at: "AddressSpaces" };
  const cases: [script: string, marked: readonly string[]][] = [
    ["Set-SendConnector A -AddressSpaces 'smtp:a.b;150'", ["150"]],
    ['Set-SendConnector A -AddressSpaces "smtp:a.b`;150"', ["150"]],
    ["Set-SendConnector A -AddressSpaces 'a.b;150','c.d;1','e.f;200'", ["150", "200"]],
    ["$s = 'a.b;150'\nSet-SendConnector A -AddressSpaces $s", ["150"]],
    ["Set-SendConnector A -AddressSpaces @'\na.b;150\n'@", ["150"]],
    ["Set-SendConnector A -AddressSpaces @{Add='a.b;150'; Remove='c.d;200'}", ["150"]],
    ["Set-SendConnector A -AddressSpaces \u201ca.b;150\u201d", ["150"]],
  ];
  for (const [script, marked] of cases) {
    it(script, () => expect(probe(script, rule).map(({ start, end }) => script.slice(start, end))).toEqual(marked));
  }
});

it("fixes done at once never overlap", () => {
  const edit = fc.tuple(fc.nat(30), fc.nat(5)).map(([start, length]) => ({ start, end: start + length, newText: "x" }));
  const fix = edit.map((one) => ({ title: "", isPreferred: true, edits: [one] }));
  fc.assert(
    fc.property(fc.array(fix), (fixes) => {
      const edits = combineFixes(fixes);
      for (let i = 1; i < edits.length; i++) expect((edits[i]?.start ?? 0) >= (edits[i - 1]?.end ?? 0)).toBe(true);
    }),
  );
});
