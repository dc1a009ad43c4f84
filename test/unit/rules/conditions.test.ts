import { describe, expect, it } from "vitest";
import { probe } from "./probe.js";

/** Whether a rule with this `when` speaks about the last call of the script. */
function check(when: unknown, cases: readonly (readonly [script: string, speaks: boolean, target?: string])[]): void {
  describe(JSON.stringify(when), () => {
    for (const [script, speaks, target] of cases) {
      it(script, () => expect(probe(script, { when }, { target: target ?? null }).length > 0).toBe(speaks));
    }
  });
}

const set = "Set-SendConnector A";

check({ parameter: "SmartHosts" }, [
  [`${set} -SmartHosts x`, true],
  [`${set} -SmartHosts x,$y`, true],
  [`${set} -SmartHosts $y`, false],
  [`${set} -SmartHosts $null`, false],
  [`${set} -SmartHosts ''`, false],
  [`${set} -SmartHosts @()`, false],
  [set, false],
  [`${set} @p`, false],
]);
check({ not: { parameter: "SmartHosts" } }, [
  [`${set} -SmartHosts x`, false],
  [`${set} -SmartHosts $y`, false],
  [`${set} -SmartHosts $null`, true],
  [`${set} -SmartHosts @()`, true],
  [set, true],
  [`${set} @p`, false],
  [`$p = @{ Port = 25 }; ${set} @p`, true],
]);
check({ given: "SmartHosts" }, [
  [`${set} -SmartHosts $y`, true],
  [`${set} -smarthosts $null`, true],
  [set, false],
  [`${set} @p`, false],
]);
check({ absent: "Identity" }, [
  ["Set-SendConnector -Port 25", true],
  [set, false],
  ["Get-SendConnector | Set-SendConnector -Port 25", false],
  ["Set-SendConnector @args", false],
]);
check({ parameter: "RequireTLS", is: "$true" }, [
  [`${set} -RequireTLS $true`, true],
  [`${set} -RequireTLS:$TRUE`, true],
  [`${set} -RequireTLS 1`, true],
  [`${set} -RequireTLS $false`, false],
  [`${set} -RequireTLS $x`, false],
  [set, false],
]);
check({ parameter: "DNSRoutingEnabled", is: "$true", default: "$true" }, [
  [set, true],
  [`${set} -DNSRoutingEnabled $false`, false],
  [`${set} -DNSRoutingEnabled $x`, false],
  [`${set} @p`, false],
]);
check({ parameter: "TlsAuthLevel", is: "DomainValidation" }, [
  [`${set} -TlsAuthLevel domainvalidation`, true],
  [`${set} -TlsAuthLevel Dom`, true],
  [`${set} -TlsAuthLevel Cert`, false],
  [`${set} -TlsAuthLevel ''`, false],
]);
check({ parameter: "TlsAuthLevel", isNot: "DomainValidation" }, [
  [`${set} -TlsAuthLevel CertificateValidation`, true],
  [`${set} -TlsAuthLevel domainvalidation`, false],
  [`${set} -TlsAuthLevel $null`, true],
  [`${set} -TlsAuthLevel $x`, false],
  [set, false],
]);
check({ parameter: "Port", in: [25, "587"] }, [
  [`${set} -Port 25`, true],
  [`${set} -Port 587`, true],
  [`${set} -Port '587'`, true],
  [`${set} -Port 26`, false],
]);
check({ parameter: "Port", notIn: [25] }, [
  [`${set} -Port 26`, true],
  [`${set} -Port 25`, false],
  [`${set} -Port $p`, false],
]);
check({ parameter: "Fqdn", matches: "^mail\\." }, [
  [`${set} -Fqdn MAIL.contoso.com`, true],
  [`${set} -Fqdn "mail.$domain"`, false],
  [`${set} -Fqdn smtp.contoso.com`, false],
]);
check({ parameter: "MaxMessageSize", moreThan: "10MB" }, [
  [`${set} -MaxMessageSize 11MB`, true],
  [`${set} -MaxMessageSize '11 MB'`, true],
  [`${set} -MaxMessageSize unlimited`, true],
  [`${set} -MaxMessageSize 10485760`, false],
  [`${set} -MaxMessageSize big`, false],
]);
check({ parameter: "ConnectionInactivityTimeOut", lessThan: "00:01:00" }, [
  [`${set} -ConnectionInactivityTimeOut 00:00:30`, true],
  [`${set} -ConnectionInactivityTimeOut 1`, false],
  [`${set} -ConnectionInactivityTimeOut 00:01:00`, false],
]);
check({ parameter: "SmartHosts", count: { atLeast: 2 } }, [
  [`${set} -SmartHosts a,b`, true],
  [`${set} -SmartHosts @('a','b')`, true],
  [`${set} -SmartHosts a,$b`, true],
  [`${set} -SmartHosts 'a,b'`, false],
  [`${set} -SmartHosts $hosts`, false],
  [`${set} -SmartHosts @{Add='a','b'}`, false],
]);
check({ parameter: "SmartHosts", some: { all: [{ matches: "^10\\." }, { not: { is: "10.0.0.1" } }] } }, [
  [`${set} -SmartHosts x,10.0.0.2`, true],
  [`${set} -SmartHosts 10.0.0.1`, false],
  [`${set} -SmartHosts $x,10.0.0.2`, true],
  [`${set} -SmartHosts @{Add='10.0.0.2'}`, true],
  [`${set} -SmartHosts @{Remove='10.0.0.2'}`, false],
]);
check({ parameter: "SmartHosts", every: { matches: "contoso" } }, [
  [`${set} -SmartHosts a.contoso.com,b.contoso.com`, true],
  [`${set} -SmartHosts a.contoso.com,$b`, false],
  [`${set} -SmartHosts a.contoso.com,b.fabrikam.com`, false],
  [`${set} -SmartHosts @()`, false],
  [`${set} -SmartHosts @{Add='a.contoso.com'}`, false],
]);
check({ parameter: "AuthMechanism", includes: ["None", "ExternalAuthoritative"] }, [
  ["Set-ReceiveConnector A -AuthMechanism Tls,none", true],
  ["Set-ReceiveConnector A -AuthMechanism 'Tls, ExternalAuthoritative'", true],
  ["Set-ReceiveConnector A -AuthMechanism Tls,BasicAuth", false],
  ["Set-ReceiveConnector A -AuthMechanism $x,None", true],
]);
check({ not: { parameter: "AuthMechanism", includes: "Tls" } }, [
  ["Set-ReceiveConnector A -AuthMechanism BasicAuth", true],
  ["Set-ReceiveConnector A -AuthMechanism BasicAuth,$x", false],
  ["Set-ReceiveConnector A -AuthMechanism Tls", false],
]);
check({ parameter: "AuthenticationCredential", kind: ["string", "number"] }, [
  [`${set} -AuthenticationCredential 'user'`, true],
  [`${set} -AuthenticationCredential (Get-Credential)`, false],
]);
check({ countOf: ["Port", "Fqdn", "Comment"], atLeast: 2 }, [
  [`${set} -Port 25 -Fqdn x`, true],
  [`${set} -Port 25 -Comment $c`, false],
  [`${set} -Port 25 -Fqdn x -Comment $c`, true],
  [`${set} -Port 25 @p`, false],
]);
check({ command: "Set-SendConnector" }, [
  [set, true],
  ["New-SendConnector -Name A", false],
]);
check(
  {
    any: [
      { parameter: "Port", is: 25 },
      { parameter: "Fqdn", is: "x" },
    ],
  },
  [
    [`${set} -Port 25 -Fqdn $y`, true],
    [`${set} -Port 26 -Fqdn $y`, false],
    [`${set} -Fqdn x`, true],
  ],
);
check({ target: { product: ["2010", "2013"], before: "2013 CU3" } }, [
  [set, false],
  [set, true, "2010"],
  [set, true, "2013 CU2"],
  [set, false, "2013 CU3"],
  [set, false, "2013"],
  [set, false, "2016"],
  [set, false, "Online"],
]);
check({ target: { from: "2016 CU1" } }, [
  [set, true, "2019"],
  [set, true, "2016 CU23"],
  [set, false, "2016"],
  [set, false, "2013"],
]);
check({ earlier: { command: "Connect-AipService" } }, [
  [`Connect-AipService; ${set}`, true],
  [`${set}; Connect-AipService`, false],
]);
check({ later: { command: ["Connect-AipService", "iisreset"] } }, [
  [`${set}; iisreset`, true],
  [`iisreset; ${set}`, false],
]);
check({ nowhere: { command: "iisreset" } }, [
  [set, true],
  [`${set}; iisreset.exe`, false],
  [`. .\\steps.ps1\n${set}`, false],
]);
check({ earlier: { command: "Set-ReceiveConnector", when: { parameter: "Fqdn", is: "x" } } }, [
  [`Set-ReceiveConnector B -Fqdn x; ${set}`, true],
  [`Set-ReceiveConnector B -Fqdn $y; ${set}`, false],
  [`Set-ReceiveConnector B -Fqdn z; ${set}`, false],
]);
check({ bindingFault: "MissingArgument", parameter: "Port" }, [
  [`${set} -Port -Force`, true],
  [`${set} -Fqdn -Force`, false],
]);

describe("products", () => {
  const cases: [products: string[], whenTargetUnknown: boolean, target: string | null, speaks: boolean][] = [
    [["2010"], false, null, false],
    [["2010"], true, null, true],
    [["2010"], false, "2010", true],
    [["2010"], true, "2013", false],
    [["2016", "2019"], false, "onprem", true],
  ];
  for (const [products, whenTargetUnknown, target, speaks] of cases) {
    it(`${products.join()} ${whenTargetUnknown} on ${target}`, () => {
      expect(probe(set, { products, whenTargetUnknown }, { target }).length > 0).toBe(speaks);
    });
  }
});

it("only what made the condition true is marked", () => {
  const when = {
    any: [{ parameter: "Port", is: 25 }, { all: [{ target: { product: ["2010"] } }, { parameter: "SmartHosts", some: { is: "a" } }] }],
  };
  const script = `${set} -Port 25 -SmartHosts a,b`;
  const marked = (target: string | null): string[] =>
    probe(script, { when, at: ["SmartHosts", "Port"] }, { target }).map(({ start, end }) => script.slice(start, end));
  expect([marked(null), marked("2010")]).toEqual([["a,b"], ["a"]]);
  expect(probe(script, { when: { any: [{ not: { given: "Fqdn" } }, when] }, at: "Port" }).length).toBe(1);
});

describe("severity by case, place, message", () => {
  it("the first case that is definitely true", () => {
    const severityWhen = [
      { when: { parameter: "Fqdn", is: "x" }, severity: "error" },
      { when: { given: "Fqdn" }, severity: "hint" },
    ];
    const of = (script: string): string | undefined => probe(script, { severityWhen })[0]?.severity;
    expect([of(`${set} -Fqdn x`), of(`${set} -Fqdn $y`), of(set)]).toEqual(["error", "hint", "warning"]);
  });
  const places: [at: string | string[] | undefined, script: string, marked: string][] = [
    [undefined, `${set} -Port 25`, "Set-SendConnector"],
    ["Port", `${set} -Port 25`, "25"],
    ["Port.name", `${set} -Port 25`, "-Port"],
    ["Force", `${set} -Force`, "-Force"],
    [["Fqdn", "Port"], `${set} -Port 25`, "25"],
    ["Fqdn", `${set} -Port 25`, "Set-SendConnector"],
    ["Port", `$p = @{ Port = 25 }; ${set} @p`, "25"],
    ["Port.name", `$p = @{ Port = 25 }; ${set} @p`, "Port"],
  ];
  for (const [at, script, marked] of places) {
    it(`${at} in ${script}`, () => {
      const [finding] = probe(script, at === undefined ? {} : { at });
      expect(script.slice(finding?.start, finding?.end)).toBe(marked);
    });
  }
  const messages: [message: string, script: string, said: string][] = [
    ["{name} {value} {value:Fqdn} {value:SmartHosts}", `${set} -Port 25 -Fqdn 'x' -SmartHosts a,'b'`, "Set-SendConnector 25 x a, b"],
    ["{value:Fqdn}", `${set} -Port 25 -Fqdn $x`, "$x"],
    ["{value:RequireTLS}", `${set} -Port 25 -RequireTLS $true`, "$true"],
  ];
  for (const [message, script, said] of messages) {
    it(message, () => expect(probe(script, { at: "Port", message })[0]?.message).toBe(said));
  }
  it("long values are cut", () => {
    expect(probe(`${set} -Comment '${"x".repeat(500)}'`, { at: "Comment", message: "{value}" })[0]?.message).toHaveLength(80);
  });
  it("related arguments are shown", () => {
    const script = `${set} -Port 25 -Fqdn x`;
    const [finding] = probe(script, { at: "Port", related: ["Fqdn", "Comment", "Port"] });
    expect(finding?.related.map(({ start, end }) => script.slice(start, end))).toEqual(["-Fqdn x"]);
  });
});
