import { describe, expect, it } from "vitest";
import { analyze } from "../../../server/src/analyze.js";

const eop = "contoso-com.mail.protection.outlook.com";
const relayRight = "Add-ADPermission -User 'NT AUTHORITY\\ANONYMOUS LOGON' -ExtendedRights 'Ms-Exch-SMTP-Accept-Any-Recipient'";
const frontend = "-Server EX1 -TransportRole FrontendTransport -Custom -Bindings 0.0.0.0:25";

/** Errors and warnings of the whole script, by rule, must be exactly these; an information that is named must be there too. */
function check(name: string, lines: readonly string[], ...expected: readonly string[]): void {
  it(name, () => {
    const told = analyze(lines.join("\n")).findings.filter(
      ({ severity, rule }) => severity === "error" || severity === "warning" || expected.includes(rule),
    );
    expect(told.map(({ rule }) => rule).sort()).toEqual([...expected].sort());
  });
}

describe("the scenarios of the mail flow sheet", () => {
  check(
    "M1: the last way out is closed before the new one is made",
    [
      "New-SendConnector -Name 'Site ISP' -AddressSpaces '*' -DNSRoutingEnabled $false -SmartHosts relay.isp.example -SourceTransportServers OLD1",
      "New-SendConnector -Name 'Outbound to Office 365 - 1111' -AddressSpaces 'smtp:contoso.mail.onmicrosoft.com;1' -Fqdn mail.contoso.com -RequireTLS $true -TlsAuthLevel DomainValidation -TlsDomain mail.protection.outlook.com -CloudServicesMailEnabled $true -SourceTransportServers NEW1",
      "Set-SendConnector 'Site ISP' -Enabled $false",
    ],
    "flow-no-internet-route",
  );
  check("M2: one name with MX records for each site", [
    "New-SendConnector 'Internet Leeds' -AddressSpaces '*' -DNSRoutingEnabled $false -SmartHosts leeds.relay.internal -SourceTransportServers LEEDS1",
    "New-SendConnector 'Internet York' -AddressSpaces '*' -DNSRoutingEnabled $false -SmartHosts york.relay.internal -SourceTransportServers YORK1",
  ]);
  check("M4: specificity beats cost", [
    "New-SendConnector Net -AddressSpaces '*;1'",
    "New-SendConnector Fab -AddressSpaces '*.fabrikam.com;50'",
    "New-SendConnector Sales -AddressSpaces 'sales.fabrikam.com;100'",
  ]);
  check(
    "M5: a standby that never stands in",
    [
      "New-SendConnector Primary -AddressSpaces '*;1' -DNSRoutingEnabled $false -SmartHosts a.relay.example -SourceTransportServers MBX1,MBX2",
      "New-SendConnector Standby -AddressSpaces '*;10' -DNSRoutingEnabled $false -SmartHosts b.relay.example -SourceTransportServers MBX1,MBX2",
    ],
    "flow-never-wins",
  );
  check("M9: relay for a few private hosts", [
    `New-ReceiveConnector -Name Apps ${frontend} -RemoteIPRanges 10.1.2.0/24,10.1.9.7 -PermissionGroups AnonymousUsers`,
    `Get-ReceiveConnector 'EX1\\Apps' | ${relayRight}`,
    `New-ReceiveConnector -Name Scanners ${frontend} -RemoteIPRanges 10.1.2.40 -AuthMechanism ExternalAuthoritative -PermissionGroups ExchangeServers`,
  ]);
  check(
    "M10: shadowed and conflicting Receive connectors",
    [
      `New-ReceiveConnector -Name Lab ${frontend} -RemoteIPRanges 192.168.0.0/24 -PermissionGroups AnonymousUsers`,
      `New-ReceiveConnector -Name LabA ${frontend} -RemoteIPRanges 192.168.0.0/25 -PermissionGroups AnonymousUsers`,
      `New-ReceiveConnector -Name LabB ${frontend} -RemoteIPRanges 192.168.0.128/25 -PermissionGroups AnonymousUsers`,
      "New-ReceiveConnector -Name Hub -Server EX1 -TransportRole HubTransport -Custom -Bindings 0.0.0.0:25 -RemoteIPRanges 172.16.0.9 -PermissionGroups AnonymousUsers",
    ],
    "flow-receive-shadowed",
    "flow-receive-role-conflict",
    "flow-receive-port25-hub",
  );
  check("M11: three outbound connectors", [
    "New-OutboundConnector HQ -ConnectorType OnPremises -AllAcceptedDomains $true -UseMXRecord $false -SmartHosts hq.contoso.com",
    "New-OutboundConnector Main -ConnectorType OnPremises -RecipientDomains contoso.com -UseMXRecord $false -SmartHosts main.contoso.com",
    "New-OutboundConnector Branches -ConnectorType OnPremises -RecipientDomains '*.contoso.com' -UseMXRecord $false -SmartHosts br.contoso.com",
  ]);
  const sign = "New-TransportRule Sign -FromScope InOrganization -RouteMessageOutboundConnector 'To Sig'";
  check("M12: a signature service by rule", [
    "New-OutboundConnector 'To Sig' -ConnectorType OnPremises -IsTransportRuleScoped $true -UseMXRecord $false -SmartHosts in.sig.example -TlsSettings DomainValidation -TlsDomain in.sig.example",
    `${sign} -ExceptIfHeaderContainsMessageHeader X-Sig -ExceptIfHeaderContainsWords done`,
  ]);
  check("M12: its connector removed", [sign, "Remove-OutboundConnector 'To Sig' -Confirm:$false"], "flow-rule-target-missing");
  check("M12: its connector only looked at", [sign, "Remove-OutboundConnector 'To Sig' -WhatIf"]);
  check(
    "M13: centralised transport, and the way back through the service",
    [
      "New-OutboundConnector 'Outbound to 2222' -ConnectorType OnPremises -RecipientDomains '*' -UseMXRecord $false -SmartHosts mail.contoso.com -TlsSettings DomainValidation -TlsDomain mail.contoso.com -RouteAllMessagesViaOnPremises $true -CloudServicesMailEnabled $true",
      `New-SendConnector 'Internet via EOP' -AddressSpaces '*' -DNSRoutingEnabled $false -SmartHosts ${eop} -RequireTLS $true -TlsAuthLevel CertificateValidation`,
    ],
    "eop-cert-selection",
  );
});

describe("connectors made together", () => {
  const two = ["New-SendConnector -Name A -AddressSpaces '*' -Internet", "New-SendConnector -Name B -AddressSpaces '*' -Internet"];
  check("in one try", [`try { ${two.join("; ")} } catch { throw }`], "duplicate-wildcard-connectors");
  check("in one function", [`function Add-Connectors { ${two.join("; ")} }`, "Add-Connectors"], "duplicate-wildcard-connectors");
  check("one or the other", [`if ($a) { ${two[0]} } else { ${two[1]} }`]);
  const common =
    "$p = @{ Server = 'EX1'; Custom = $true; Bindings = '0.0.0.0:25'; RemoteIPRanges = '10.1.1.1'; PermissionGroups = 'AnonymousUsers' }";
  check("from one table", [common, "New-ReceiveConnector -Name A @p", "New-ReceiveConnector -Name B @p"], "flow-receive-conflict");
  check("on two servers", [common, "New-ReceiveConnector -Name A @p", "$p.Server = 'EX2'", "New-ReceiveConnector -Name A @p"]);
});
