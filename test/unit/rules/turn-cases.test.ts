import { describe, expect, it } from "vitest";
import { analyze } from "../../../server/src/analyze.js";

/** Errors and warnings, in the order of the text: rule and the text under it; nothing else may be found. */
function check(script: string, ...expected: readonly (readonly [rule: string, marked: string])[]): void {
  it(script, () => {
    const { findings, syntaxFindings } = analyze(script);
    const told = [...findings, ...syntaxFindings].filter(({ severity }) => severity === "error" || severity === "warning");
    expect(told.map(({ rule, start, end }) => [rule, script.slice(start, end)])).toEqual(expected);
  });
}

const rows = "$rows = @{ Name = 'A'; Space = 'a.com;1' }, @{ Name = 'B'; Space = 'b.com;111' }\n";
const table = "$spaces = @{ A = 'a.com;1'; B = 'b.com;111' }\n";

describe("what is wrong in one turn of a loop", () => {
  const cost = ["addressspace-cost-range", "111"] as const;
  check(`${rows}foreach ($row in $rows) { Set-SendConnector $row.Name -AddressSpaces $row.Space }`, cost);
  check(`${rows}$rows | ForEach-Object { Set-SendConnector $_.Name -AddressSpaces $_.Space }`, cost);
  check(`${rows}$rows.ForEach({ Set-SendConnector $_.Name -AddressSpaces $_.Space })`, cost);
  check(`${rows}for ($i = 0; $i -lt $rows.Count; $i++) { Set-SendConnector X -AddressSpaces $rows[$i].Space }`, cost);
  check(`${table}foreach ($name in $spaces.Keys) { Set-SendConnector $name -AddressSpaces $spaces[$name] }`, cost);
  check(`${table}$spaces.GetEnumerator() | ForEach-Object { Set-SendConnector $_.Key -AddressSpaces $_.Value }`, cost);
  check("foreach ($p in @{ Identity = 'A'; Port = 25 }, @{ Identity = 'B'; Foo = 1 }) { Set-SendConnector @p }", [
    "unknown-parameter",
    "Foo",
  ]);
  check("foreach ($p in @{ Name = 'A'; AddressSpaces = '*' }, @{ Name = 'B' }) { New-SendConnector @p }", [
    "missing-mandatory",
    "New-SendConnector",
  ]);
  check('1..2 | ForEach-Object { Set-SendConnector "C$_" -Port (65534 + $_) }', ["int-out-of-range", "(65534 + $_)"]);
  check("$t = @'\nName,Tls\nA,yes\nB,no\n'@ | ConvertFrom-Csv\nforeach ($row in $t) { Set-SendConnector $row.Name -RequireTLS $row.Tls }", [
    "boolean-as-string",
    "$row.Tls",
  ]);
  check("$rows = Import-Csv .\\rows.csv\nforeach ($row in $rows) { Set-SendConnector $row.Name -RequireTLS $row.Tls }");
  check("$ports = 25, 70000\nforeach ($p in $ports) { if ($p -le 65535) { Set-SendConnector X -Port $p } }");
  check(
    "foreach ($r in @{ H = 'a.example'; Dns = $false }, @{ H = $null; Dns = $true }) { Set-SendConnector X -SmartHosts $r.H -DNSRoutingEnabled $r.Dns }",
  );
  check("foreach ($ex in 'EX1', 'EX2') { New-SendConnector -Name $ex -AddressSpaces * -Internet -SourceTransportServers $ex }");
});

describe("what is wrong in one call of a function", () => {
  const relay = "function Set-Relay($Hosts, $Dns) { Set-SendConnector R -SmartHosts $Hosts -DNSRoutingEnabled $Dns }\n";
  check(`${relay}Set-Relay relay.example $false\nSet-Relay -Hosts relay.example -Dns $true`, ["smarthosts-with-dns-routing", "$Dns"]);
  check(`${relay}Set-Relay relay.example $false\nSet-Relay $hosts $dns`);
});

describe("fixes for one turn", () => {
  function fixesOf(script: string, rule: string): readonly (readonly string[])[] {
    const { findings } = analyze(script);
    return findings
      .filter((one) => one.rule === rule)
      .map(({ fixes }) => fixes.map(({ edits }) => edits.map((edit) => edit.newText).join()));
  }
  it("repair the row", () =>
    expect(fixesOf(`${rows}foreach ($row in $rows) { Set-SendConnector X -AddressSpaces $row.Space }`, "addressspace-cost-range")).toEqual([
      ["100"],
    ]));
  it("leave the call that serves all rows alone", () =>
    expect(fixesOf("foreach ($p in 25, 70000) { Set-SendConnector X -Port $p }", "int-out-of-range")).toEqual([[]]));
});

describe("a telling finding stands instead of raw syntax errors", () => {
  const semicolon = ["addressspace-unquoted-semicolon", "*;100"] as const;
  check("Set-SendConnector A -AddressSpaces *;100 -DNSRoutingEnabled $true", semicolon);
  check("Set-SendConnector A -AddressSpaces *;100 -DNSRoutingEnabled $true `\n  -RequireTLS $true", semicolon);
  check("Set-SendConnector A -AddressSpaces *;100 -DNSRoutingEnabled $true\nGet-SendConnector }", semicolon, ["syntax-error", "}"]);
  check("Set-SendConnector A -TlsCertificateName <I>CN=DigiCert TLS CA, C=US<S>CN=mail.contoso.com -RequireTLS $true", [
    "tlscertificatename-unquoted",
    "<I>CN=DigiCert TLS CA, C=US<S>CN=mail.contoso.com",
  ]);
});
