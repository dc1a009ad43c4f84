import { describe, expect, it } from "vitest";
import { analyze } from "../../../server/src/analyze.js";

/** Errors and warnings: `severity rule text`; nothing else may be found. */
function check(script: string, ...expected: readonly string[]): void {
  it(script, () => {
    const told = analyze(script).findings.filter(({ severity }) => severity === "error" || severity === "warning");
    expect(told.map(({ severity, rule, start, end }) => `${severity} ${rule} ${script.slice(start, end)}`)).toEqual(expected);
  });
}

describe("sizes and numbers that may be unlimited", () => {
  check("Set-Mailbox A -ProhibitSendQuota 5Gig", "error size-format 5Gig");
  // The references list the units with their B; that the letter alone is refused is shown nowhere.
  check("Set-Mailbox A -ProhibitSendQuota '10 M'", "warning size-format 10 M");
  check("Get-Mailbox | Set-Mailbox -ProhibitSendReceiveQuota 0k", "warning size-format 0k");
  check("Set-TransportService A -ConnectivityLogMaxFileSize 10M", "warning size-format 10M");
  check("Set-TransportService A -ConnectivityLogMaxFileSize 10Mo", "error size-format 10Mo");
  check("Set-Mailbox A -RecipientLimits none", "error size-format none");
  check("Set-Mailbox A -ProhibitSendQuota '5 GB (5,368,709,120 bytes)' -RecipientLimits unlimited");
  check("Set-Mailbox A -ProhibitSendQuota 5gb -MaxSendSize 10240KB -MaxReceiveSize 1073741824 -IssueWarningQuota '4.9 GB'");
  check("Set-ThrottlingPolicy A -EWSMaxConcurrency 27 -CPAMaxConcurrency Unlimited");
});

describe("addresses", () => {
  check("Set-Mailbox A -PrimarySmtpAddress anna@", "error smtp-address-format anna@");
  check("Set-Mailbox A -PrimarySmtpAddress 'anna@@contoso.com'", "error smtp-address-format anna@");
  check("Set-Mailbox A -PrimarySmtpAddress '\"a@b\"@contoso.com'");
  check('Set-Mailbox A -PrimarySmtpAddress "$alias@contoso.com"');
  check("Add-IPBlockListEntry -IPAddress 300.1.1.1", "error ip-format 300.1.1.1");
  check("Add-IPBlockListEntry -IPAddress 10.1.1.1.1", "error ip-format 10.1.1.1.1");
  check("Add-IPBlockListEntry -IPAddress 192.0.2.255");
});

describe("members", () => {
  function checkPreferred(script: string, isPreferred: boolean): void {
    it(`${script}: ${isPreferred ? "a slip" : "a guess"}`, () => {
      const [finding] = analyze(script).findings.filter(({ rule }) => rule === "value-not-in-enum");
      expect(finding?.fixes.map((fix) => fix.isPreferred)).toEqual([isPreferred]);
    });
  }
  checkPreferred("Set-OutboundConnector A -ConnectorType OnPremisis", true);
  checkPreferred("Set-OutboundConnector A -ConnectorType Parnter", true);
  checkPreferred("New-SendConnector -Name A -AddressSpaces * -Usage External", false);
});

describe("names that only some versions take", () => {
  check("New-SendConnector -Name A -AddressSpaces a.example -Connect XPremises", "warning ambiguous-parameter -Connect");
  check("Set-SendConnector A -Is $true");
});

describe("misspelt cmdlets", () => {
  check("Get-Malbox anna", "warning unknown-cmdlet Get-Malbox");
  check("Get-MailboxStatistic anna", "warning unknown-cmdlet Get-MailboxStatistic");
  check("Set-SendConnecotr A -Enabled $true", "warning unknown-cmdlet Set-SendConnecotr");
  check("Get-ExMailbox anna");
  check("Get-DistributionGroupMembers anna");
});
