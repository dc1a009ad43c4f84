import { describe, expect, it } from "vitest";
import { analyze } from "../../../server/src/analyze.js";
import { applyEdits } from "../../../server/src/rules/fixes.js";
import { genericChecks } from "../../../server/src/rules/generic/index.js";

/** What the generic rules say: `severity rule "text at the squiggle"`. */
function found(source: string, target: string | null): string[] {
  return analyze(source, { target })
    .findings.filter((finding) => finding.rule in genericChecks)
    .map(({ severity, rule, start, end }) => `${severity} ${rule} ${source.slice(start, end)}`);
}

function check(source: string, expected: string | readonly string[] = [], target: string | null = null): void {
  it(`${target ? `${target}: ` : ""}${source}`, () => {
    expect(found(source, target)).toEqual(typeof expected === "string" ? [expected] : expected);
  });
}

/** The text after the first fix of the only finding. */
function checkFix(source: string, expected: string): void {
  it(`${source} → ${expected}`, () => {
    const [finding] = analyze(source).findings.filter(({ rule }) => rule in genericChecks);
    expect(finding?.fixes[0] ? applyEdits(source, finding.fixes[0].edits) : null).toBe(expected);
  });
}

describe("names", () => {
  check("Set-SendConnector A -Foo 1", "error unknown-parameter -Foo");
  check("Get-Mailbox A -Foo 1", "warning unknown-parameter -Foo");
  check("Get-Mailbox A -ResultSice 1", "error unknown-parameter -ResultSice");
  check("Get-Mailbox A –ResultSice 1", "error unknown-parameter –ResultSice");
  check("Get-MailboxDatabase -IncludePreExchange2007");
  check("Get-MailboxDatabase -IncludePreExchange2019", "warning unknown-parameter -IncludePreExchange2019");
  check("Get-Mailbox A -AsJob");
  check("Get-MailUser -LOBAppAccount");
  check("New-Mailbox -Name A -Organization contoso.com -UserPrincipalName a@contoso.com");
  check("New-SafeAttachmentPolicy A -ActionOnError $true");
  check("Add-RecipientPermission A -AccessRights SendAs -Trustee B -SkipDomainValidationForMailUser");
  // VMware View has a Get-User too.
  check("Get-User -Name $user -Domain example.int");
  check("Connect-ExchangeOnline\nGet-User -Name $user", "warning unknown-parameter -Name");
  check("Get-Mailbox A\nGet-User -Name $user", "warning unknown-parameter -Name");
  check("Set-Clutter A -Enable $false -WhatIf:$p -Confirm:$false");
  check("Get-MobileDeviceStatistics A -Confirm:$false", "warning unknown-parameter -Confirm");
  check(
    "if ((Get-Command Get-InboundConnector).Parameters.ContainsKey('Foo')) { $p = @{ Foo = 1 } } else { $p = @{} }\nGet-InboundConnector @p",
  );
  check("$known = $command.Parameters.Keys\nif ($known -contains 'Foo') { Get-InboundConnector A -Foo 1 }");
  check("if ($command.Parameters['Foo']) { Get-InboundConnector A -Foo 1 }");
  check("if (Get-Command Get-InboundConnector -ParameterName Foo) { Get-InboundConnector A -Foo 1 }");
  check("if ($command.Parameters.ContainsKey('Bar')) { Get-InboundConnector A -Foo 1 }", "error unknown-parameter -Foo");
  check("if ($PSBoundParameters.ContainsKey('Foo')) { Get-InboundConnector A -Foo 1 }", "error unknown-parameter -Foo");
  check("Get-Mailbox A -ea SilentlyContinue -OutVariable x -Verbose");
  check("Set-IRMConfiguration -ServiceLocation https://contoso.com");
  check("$p = @{ Identity = 'A'; Foo = 1 }\nSet-SendConnector @p", "error unknown-parameter Foo");
  check("Set-SendConnector A -SmartHost b", "error ambiguous-parameter -SmartHost");
  check("Set-SendConnector A -SourceTransportServer b");
  check("Set-SendConnector A -Enabled $true -Enabled $false", "error duplicate-parameter -Enabled");
  check("$p = @{ Enabled = $true }\nSet-SendConnector A @p -Enabled $false");
  check("$p = @{ Enabled = $true }\nSet-SendConnector A @p -Enabled $false", "error splat-and-name -Enabled", "PowerShell 5.1");
  checkFix("New-SendConnector -Name A -AdressSpaces *", "New-SendConnector -Name A -AddressSpaces *");
  checkFix("Set-SendConnector A -Enabeld: $true", "Set-SendConnector A -Enabled: $true");
  checkFix(
    "$p = @{ Identity = 'A'; 'SmartHoste' = 'b' }\nSet-SendConnector @p",
    "$p = @{ Identity = 'A'; 'SmartHosts' = 'b' }\nSet-SendConnector @p",
  );
});

describe("names that may be meant", () => {
  function checkMeant(source: string, expected: readonly string[]): void {
    it(source, () => {
      const [finding] = analyze(source).findings.filter(({ rule }) => rule === "unknown-parameter");
      expect(finding?.fixes.map(({ title }) => title)).toEqual(expected);
    });
  }
  checkMeant("New-SendConnector -Name A -AdressSpaces *", ["Change to AddressSpaces"]);
  checkMeant("New-SendConnector -Name A -AddressSpaces * -AdressSpaces *", []);
  checkMeant("$p = @{ Name = 'A'; AddressSpaces = '*'; Enabled = $true; OrarEnabled = $true }\nNew-SendConnector @p", []);
  checkMeant("Set-ClientAccessService A -ClearAlternateServiceAccountCredentials", []);
  checkMeant("Set-SendConnector A -Internett", []);
  checkMeant("New-SafeLinksPolicy -Name A -DoNotAllowClickThrough $true", []);
  checkMeant("New-TransportRule A -IfSubjectOrBodyContainsWords x", ["Change to SubjectOrBodyContainsWords"]);
  checkMeant("New-SendConnector -Name A -AddressSpaces * -Internett", ["Change to Internet"]);
  checkMeant("function f($PSSessionOptions) { Connect-ExchangeOnline @PSBoundParameters }\nf 1", []);
});

describe("missing", () => {
  check("Set-OrganizationConfig -RejectDirectSend $true");
  check("New-MailboxRestoreRequest -SourceMailbox A -SourceIsArchive -TargetMailbox B -TargetIsArchive");
  check("New-SendConnector -Name A", "warning missing-mandatory New-SendConnector");
  check("New-SendConnector -Name A @p");
  check("'A' | Set-SendConnector -Enabled $true");
  check("Set-SendConnector -Enabled $true", "warning missing-mandatory Set-SendConnector");
  check("Set-SendConnector A -Fqdn", "error missing-argument -Fqdn");
  check("Set-SendConnector A -RequireTLS", "error boolean-without-value -RequireTLS");
  check("New-SendConnector -Name '' -AddressSpaces *", "error empty-mandatory-value ''");
  check("Get-Mailbox");
  check("New-Mailbox @args");
});

describe("what is missing can be added, to be filled in before the command can run", () => {
  function checkAdded(source: string, expected: string): void {
    it(source, () => {
      const fixes = analyze(source).findings.flatMap(({ rule, fixes }) => (rule === "missing-mandatory" ? fixes : []));
      expect(fixes.map(({ edits, isPreferred }) => [applyEdits(source, edits), isPreferred])).toEqual([[expected, false]]);
      const left = analyze(expected);
      expect([...left.syntaxFindings, ...left.findings].filter(({ severity }) => severity === "error" || severity === "warning")).toEqual(
        [],
      );
    });
  }
  checkAdded("Set-SendConnector -Enabled $true # now", "Set-SendConnector -Enabled $true -Identity $(throw 'Fill in Identity') # now");
  checkAdded(
    "New-ReceiveConnector `\n  -Name Apps `\n  -Custom > log.txt\n",
    "New-ReceiveConnector `\n  -Name Apps `\n  -Custom `\n  -Bindings $(throw 'Fill in Bindings') `\n  -RemoteIPRanges $(throw 'Fill in RemoteIPRanges') > log.txt\n",
  );
  checkAdded(
    "$p = @{\n  Name = 'Apps'\n  Bindings = '0.0.0.0:25'\n}\nNew-ReceiveConnector @p",
    "$p = @{\n  Name = 'Apps'\n  Bindings = '0.0.0.0:25'\n  RemoteIPRanges = $(throw 'Fill in RemoteIPRanges')\n}\nNew-ReceiveConnector @p",
  );
});

describe("quotes are put around words by fix all only where they are certainly one text", () => {
  const cases: [source: string, isPreferred: readonly boolean[]][] = [
    ["Set-SendConnector To Internet -Port 25", [true]],
    ["Set-SendConnector -Identity Out-Port 25", [false, false]],
    ["Get-PublicFolder \\<folder name>", [false]],
    ["Set-Mailbox anna -EmailAddresses SMTP: anna@contoso.com", [false]],
    ["Test-WebServicesConnectivity : The operation failed", [false]],
  ];
  for (const [source, isPreferred] of cases)
    it(source, () => {
      const found = analyze(source).findings.find(({ rule }) => rule === "value-needs-quotes-space");
      expect(found?.fixes.map((fix) => fix.isPreferred)).toEqual(isPreferred);
    });
});

describe("values left over", () => {
  check("New-SendConnector -Name N -AddressSpaces * -Internet $true", "error switch-with-value -Internet $true");
  check("New-SendConnector -Internet $true -AddressSpaces *", "error switch-with-value -Internet $true");
  check("New-SendConnector -Name N -AddressSpaces * -Internet true", "error switch-with-value -Internet true");
  checkFix("New-SendConnector -Name N -AddressSpaces * -Internet 'True'", "New-SendConnector -Name N -AddressSpaces * -Internet:$true");
  check("Remove-SendConnector A -Confirm $false", "error confirm-false-syntax -Confirm $false");
  check("Remove-SendConnector -Confirm $false A", ["error confirm-false-syntax -Confirm $false", "error positional-left-over A"]);
  check("Set-SendConnector A -Comment To Internet", "error value-needs-quotes-space To Internet");
  check("New-SendConnector -Name To Internet -AddressSpaces *", "error value-needs-quotes-space To Internet");
  check("Set-SendConnector A -Comment To Port 25", "error positional-left-over Port 25");
  check("Get-Mailbox | Add-ADPermission User anna -AccessRights WriteProperty", "error positional-left-over User anna");
  checkFix("Get-Mailbox | Add-ADPermission User anna", "Get-Mailbox | Add-ADPermission -User anna");
  checkFix("Set-SendConnector Identity Out -Port 25", "Set-SendConnector -Identity Out -Port 25");
  check("New-SendConnector Internet Mail -AddressSpaces *", "error value-needs-quotes-space Internet Mail");
  checkFix("Set-SendConnector Comment on mail", "Set-SendConnector 'Comment on mail'");
  checkFix("Set-SendConnector -Identity Out-Port 25", "Set-SendConnector -Identity Out -Port 25");
  checkFix("New-SendConnector -Name To-Internet mail -AddressSpaces *", "New-SendConnector -Name 'To-Internet mail' -AddressSpaces *");
  check("Set-SendConnector To Internet -Enabled $true", "error value-needs-quotes-space To Internet");
  check("Set-SendConnector 'A' 'B' -Enabled $true", "error positional-left-over 'B'");
  check("Set-SendConnector A - Enabled $true", "error positional-left-over - Enabled $true");
  check("Remove-SendConnector - Identity A", "error positional-left-over - Identity A");
  check("Set-SendConnector A Enabled $true", "error positional-left-over Enabled $true");
  check("Set-SendConnector A -Enabled $true -", "error positional-left-over -");
  checkFix("Set-SendConnector A - Enabled $true -Force", "Set-SendConnector A -Enabled $true -Force");
  checkFix("Set-SendConnector A Enabled $true -Force", "Set-SendConnector A -Enabled $true -Force");
  check("New-SendConnector -Name E -AddressSpaces -- -Internet -Port 25");
  check("Set-SendConnector <name> -Enabled $true");
  check("Set-SendConnector A -Foo B", "error unknown-parameter -Foo");
  checkFix("Set-SendConnector A -Comment To the net -Force", "Set-SendConnector A -Comment 'To the net' -Force");
  checkFix("Remove-SendConnector A -Confirm  $false", "Remove-SendConnector A -Confirm:$false");
  // The reference gives no parameter of Get-HistoricalSearch a position.
  check("Get-HistoricalSearch e64c7cfe-0e84-4e6b-84d8-dd9b3be8f5f8", "warning positional-left-over e64c7cfe-0e84-4e6b-84d8-dd9b3be8f5f8");
  check("Get-Mailbox A @$p", "error positional-left-over @$p");
  check("Set-Mailbox -Identity *** Email address is removed ***", "error value-needs-quotes-space *** Email address is removed ***");
  check("Get-Mailbox -Identity A `\nB", "error positional-left-over B");
  checkFix("Get-Mailbox A @$p -ResultSize 1", "Get-Mailbox A @p -ResultSize 1");
  check('Get-MailboxFolderPermission -Identity $owner.Mail":\\Calendar"', 'error positional-left-over ":\\Calendar"');
  checkFix(
    'Get-MailboxFolderPermission -Identity $owner.Mail":\\Calendar"',
    'Get-MailboxFolderPermission -Identity "$($owner.Mail):\\Calendar"',
  );
  checkFix("Get-MailboxFolderPermission -Identity $($a.b)':\\Calendar'", 'Get-MailboxFolderPermission -Identity "$($a.b):\\Calendar"');
  check('New-RoleGroup -Name A -Roles "B","C" `\n "D","E" -Members F', 'error positional-left-over "D","E"');
});

describe("sets", () => {
  check("New-ReceiveConnector -Name R -Bindings 0.0.0.0:25 -Usage Custom -RemoteIPRanges 10.0.0.1");
  check("Get-Mailbox -Anr a -Server EX1");
  check("New-MigrationBatch -Name A -SourceEndpoint E -TargetDeliveryDomain contoso.com -BadItemLimit 5 -CSVData $c");
  check("New-Mailbox -Name A -Room -Shared -UserPrincipalName a@contoso.com", "warning parameter-set-conflict -Shared");
});

describe("kinds of values", () => {
  check("Set-SendConnector A -RequireTLS true", "error boolean-as-string true");
  check("Set-SendConnector A -RequireTLS $x");
  check("$x = 'True'\nSet-SendConnector A -RequireTLS $x", "error boolean-as-string $x");
  check(
    "New-ThrottlingPolicy A -RCAMaxConcurrency unlimited -EwsMaxConcurrency Unlimited -EwsMaxSubscriptions 5000 -EASMaxConcurrency $null",
  );
  check("Set-RemoteDomain A -TNEFEnabled $null");
  check("Set-SendConnector A -RequireTLS $null", "error boolean-as-string $null");
  check("Set-SendConnector A -Port 25x", "error integer-format 25x");
  check("Set-SendConnector A -Port 70000");
  check("Get-MessageTrackingLog -Start 31.12.2026 -End 13/01/2027");
  check("Get-MessageTrackingLog -Start today", "error date-format today");
  check("Set-TransportService EX1 -MessageRetryInterval abc", "error timespan-format abc");
  check("Set-TransportService EX1 -MessageExpirationTimeout 2");
  check("Set-TransportService EX1 -MessageRetryInterval 15", "warning timespan-format 15");
  check("Set-TransportService EX1 -MessageRetryInterval 00:15:00");
  check("Set-Mailbox a -ProhibitSendQuota 5GB -IssueWarningQuota '4.5 GB'");
  check("Set-Mailbox a -ProhibitSendQuota none", "error size-format none");
  check("Set-TransportConfig -ExternalPostmasterAddress smtp:anna@contoso.com", "error smtp-address-format smtp:");
  check("Set-SendConnector A -Comment a,b", "error list-for-single-value a,b");
});

describe("enumerations", () => {
  check("Set-SendConnector A -TlsAuthLevel DomainValidate", "error value-not-in-enum DomainValidate");
  check("Set-SendConnector A -TlsAuthLevel domainVALIDATION");
  check("Set-SendConnector A -TlsAuthLevel $level");
  check("Set-ReceiveConnector R -PermissionGroups AnonymousUsers,ExchangeServerX", "error value-not-in-enum ExchangeServerX");
  check("Set-ReceiveConnector R -PermissionGroups 'AnonymousUsers, ExchangeServers'");
  check("Set-SendConnector A -ErrorPolicies DowngradeAuthFailures");
  check("Set-MailboxAutoReplyConfiguration a -AutoReplyState Schedulled", "warning value-not-in-enum Schedulled");
  check("Set-SendConnector A -ProtocolLoggingLevel 1");
});

describe("versions", () => {
  check("Test-IRMConfiguration -Sender <user email address>", [], "Online");
  check("New-SendConnector -Name A -AddressSpaces * -ConnectorType Default", "error parameter-not-in-version -ConnectorType", "2013");
  check("New-SendConnector -Name A -AddressSpaces * -ConnectorType Default", [], "2019");
  check("New-SendConnector -Name A -AddressSpaces *", "error cmdlet-not-in-version New-SendConnector", "Online");
  check("New-SendConnector -Name A -AddressSpaces *", [], "onprem");
  check("Connect-ExchangeOnline", [], "2019");
  check("Connect-ExchangeOnline\nGet-OutboundConnector", [], "2019");
  check("Get-OutboundConnector", "error cmdlet-not-in-version Get-OutboundConnector", "2019");
  check("Get-Label", [], "Online");
  check("Set-Mailbox a -Database DB1", "error parameter-not-in-version -Database", "Online");
  check("Connect-ExchangeOnline\nSet-Mailbox a -Database DB1", "warning parameter-not-in-version -Database");
  check("Connect-ExchangeOnline -Prefix EXO\nGet-EXOOutboundConnector -Foo 1", "error unknown-parameter -Foo", "2019");
  check("Get-SendConnector && iisreset", "error ps7-syntax &&", "2019, PowerShell 5.1");
  check("Get-SendConnector && iisreset");
  check("# exchange-rms-target: 2018\nGet-SendConnector", "warning target-comment 2018");
});

describe("syntax that only PowerShell 7 refuses", () => {
  function checkSyntax(source: string, target: string | null, count: number): void {
    it(`${target ?? "any"}: ${source}`, () => {
      expect(analyze(source, { target }).syntaxFindings).toHaveLength(count);
    });
  }
  const workflow = "function f { workflow w { foreach -parallel -throttlelimit 9 ($a in $b) { Get-Date } } }";
  checkSyntax(workflow, null, 0);
  checkSyntax(workflow, "PowerShell 5.1", 0);
  checkSyntax(workflow, "PowerShell 7", 1);
  checkSyntax("foreach -parallel ($a in $b) { Get-Date }", null, 1);
});

describe("cmdlets with a slip", () => {
  check("New-SendConector -Name A", "warning unknown-cmdlet New-SendConector");
  check("function New-SendConector { }\nNew-SendConector -Name A");
  check("Set-Alias New-SendConector New-SendConnector\nNew-SendConector -Name A -AddressSpaces *");
  check("BeforeAll { function New-Mailbox { param($UserID) } }\nDescribe 'x' { New-Mailbox -UserID 1 }");
  check("function global:New-Mailbox { param($UserID) }\nDescribe 'x' { New-Mailbox -UserID 1 }");
  check("Get-ADUser anna");
  check("Get-Recipients");
  check("Get-Cluster");
  check("Get-EOMailbox a");
  check("Set-RecieveConnector R", "warning unknown-cmdlet Set-RecieveConnector");
  check("Set-IRMConfigration", "warning unknown-cmdlet Set-IRMConfigration");
});
