import { describe, expect, it } from "vitest";
import { analyze } from "../../../server/src/analyze.js";
import { describeTarget } from "../../../server/src/catalog/target.js";

/** Where `source` will run, and what told us. */
function check(source: string, expected: string, setting: string | null = null): void {
  it(`${setting ? `(${setting}) ` : ""}${source}`, () => {
    const { target } = analyze(source, { target: setting });
    expect(`${describeTarget(target)}${target.from ? ` by ${target.from}` : ""}`).toBe(expected);
  });
}

describe("a comment names the target", () => {
  check("# exchange-rms-target: 2019 CU14", "Exchange 2019 CU14 (15.2.1544.4) by comment");
  check("#Exchange-RMS-Target:SE\r\nGet-Mailbox", "Exchange SE by comment");
  check("Get-Mailbox # exchange-rms-target: Online", "Exchange Online by comment");
  check("# exchange-rms-target: 2018", "any");
  check("# exchange-rms-target: 2018", "Exchange 2013 by setting", "2013");
  check("# exchange-rms-target: 2019", "Exchange 2019 by comment", "2013");
  check("# exchange-rms-target: PowerShell 5.1", "Exchange 2013, Windows PowerShell 5.1 by setting", "2013");
  check("'# exchange-rms-target: 2019'", "any");
});

describe("the script shows its target", () => {
  check("Connect-ExchangeOnline -UserPrincipalName a@contoso.com", "Exchange Online by script");
  check("Connect-ExchangeOnline", "Exchange 2019 by setting", "2019");
  check("Connect-IPPSSession", "Security & Compliance PowerShell by script");
  check("Add-PSSnapin Microsoft.Exchange.Management.PowerShell.E2010", "Exchange Server, Windows PowerShell 5.1 by script");
  check("Add-PSSnapin -Name Microsoft.Exchange.Management.PowerShell.SnapIn", "Exchange Server, Windows PowerShell 5.1 by script");
  check("Add-PSSnapin VeeamPSSnapin", "Windows PowerShell 5.1 by script");
  check(
    "$s = New-PSSession -ConfigurationName Microsoft.Exchange -ConnectionUri http://ex1.contoso.com/PowerShell/ -Authentication Kerberos",
    "Exchange Server by script",
  );
  check(
    "New-PSSession -ConfigurationName Microsoft.Exchange -ConnectionUri https://outlook.office365.com/powershell-liveid/",
    "Exchange Online by script",
  );
  check("New-PSSession -ConfigurationName Microsoft.Exchange -ConnectionUri $uri", "any");
  check("New-PSSession -ComputerName ex1", "any");
  check("#requires -PSEdition Desktop", "Windows PowerShell 5.1 by script");
  check("#requires -Version 7.2", "PowerShell 7 by script");
  check("#requires -Version 5.1", "any");
});

describe("a script of both worlds has no target", () => {
  check("Connect-ExchangeOnline -Prefix EXO\nNew-SendConnector -Name A -AddressSpaces *", "any");
  check(
    "$s = New-PSSession -ConfigurationName Microsoft.Exchange -ConnectionUri http://ex1/PowerShell/\nImport-PSSession $s -Prefix OP\nGet-OPMailbox a\nGet-Mailbox a",
    "any",
  );
  check("Connect-ExchangeOnline\nAdd-PSSnapin Microsoft.Exchange.Management.PowerShell.E2010", "Windows PowerShell 5.1 by script");
});
