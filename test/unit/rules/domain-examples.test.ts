import { describe, expect, it } from "vitest";
import { analyze } from "../../../server/src/analyze.js";

/** One line of a domain sheet: the script, what must be found as `severity id`, and where it runs if the sheet says so. */
type Line = readonly [script: string, expected: readonly string[], target?: string];

/** Informations and hints are advice the sheets do not list in full: only errors and warnings must be the same, and listed advice be there. */
function check(lines: readonly Line[], standard: string | null): void {
  for (const [index, [script, expected, target]] of lines.entries()) {
    it(`${index + 1}. ${script}`, () => {
      const language = script.startsWith("reg ") || script.startsWith("netsh ") ? "batch" : "powershell";
      for (const kind of language === "batch" ? (["batch", "powershell"] as const) : (["powershell"] as const)) {
        const found = analyze(script, { language: kind, target: target ?? standard }).findings.map(
          ({ severity, rule }) => `${severity} ${rule}`,
        );
        const isAdvice = (finding: string): boolean => /^(?:information|hint) /.test(finding) && !expected.includes(finding);
        expect(found.filter((finding) => !isAdvice(finding)).sort()).toEqual([...expected].sort());
      }
    });
  }
}

const eop = "fabrikam-com.mail.protection.outlook.com";

describe("connectors, 6.1: valid", () => {
  check(
    [
      [`New-SendConnector -Name "To Internet" -AddressSpaces * -Internet`, []],
      [
        `New-SendConnector -Name 'EOP relay' -Usage Internet -AddressSpaces * -CloudServicesMailEnabled $true -Fqdn mail.fabrikam.com -RequireTLS $true -DNSRoutingEnabled $false -SmartHosts ${eop} -TlsAuthLevel CertificateValidation`,
        ["information tlsauthlevel-certvalidation"],
      ],
      [
        `New-SendConnector "EOP strict" -AddressSpaces * -Custom -CloudServicesMailEnabled $true -Fqdn mail.fabrikam.com -RequireTLS $true -DNSRoutingEnabled $false -SmartHosts ${eop} -TlsAuthLevel DomainValidation -TlsDomain mail.protection.outlook.com`,
        [],
      ],
      [
        `New-SendConnector -Name "Hygiene A" -AddressSpaces "SMTP:*;5" -Custom -DNSRoutingEnabled $false -SmartHosts relay.oxford.fabrikam.net -SourceTransportServers MBX1,MBX2`,
        [],
      ],
      [`New-SendConnector -Name Partners -Partner -AddressSpaces litware.example,adatum.example`, []],
      [
        `New-SendConnector -Name "Auth relay" -AddressSpaces "*;10" -Custom -DNSRoutingEnabled $false -SmartHosts smtp.relay.example -Port 587 -SmartHostAuthMechanism BasicAuthRequireTLS -AuthenticationCredential (Get-Credential) -RequireTLS $true`,
        [],
      ],
      [
        `New-SendConnector -Name X400gw -AddressSpaces "X400:o=HQ;p=Fab;a=adatum;c=us;2" -DNSRoutingEnabled $false -SmartHosts 10.20.0.9`,
        [],
      ],
      [
        `New-SendConnector -Name "Edge in" -Usage Internal -AddressSpaces "--" -DNSRoutingEnabled $false -SmartHosts mbx1.fabrikam.com,mbx2.fabrikam.com -SmartHostAuthMechanism BasicAuthRequireTLS -AuthenticationCredential $c`,
        ["information smarthosts-round-robin"],
      ],
      [
        `New-SendConnector -Name hcw -AddressSpaces 'smtp:fabrikam.mail.onmicrosoft.com;1' -DNSRoutingEnabled: $true -ErrorPolicies Default -Fqdn mail.fabrikam.com -RequireTLS: $true -IgnoreSTARTTLS: $false -SmartHosts $null -TLSAuthLevel DomainValidation -DomainSecureEnabled: $false -TLSDomain mail.protection.outlook.com -CloudServicesMailEnabled: $true -TLSCertificateName '<I>CN=Issuing CA, O=Ca Org, C=US<S>CN=mail.fabrikam.com'`,
        [],
      ],
      [
        `New-SendConnector -Name "Small mail" -AddressSpaces *.litware.example -MaxMessageSize 10MB -ConnectionInactivityTimeOut 00:05:00 -SmtpMaxMessagesPerConnection 50`,
        [],
      ],
      [`Set-SendConnector "To Internet" -MaxMessageSize unlimited`, []],
      [`Set-SendConnector -Identity "Hygiene A" -SmartHosts @{Add="relay2.fabrikam.net"} -DNSRoutingEnabled $false`, []],
      [`Set-SendConnector "EOP relay" -TlsAuthLevel DomainValidation -TlsDomain mail.protection.outlook.com -RequireTLS $true`, []],
      [`$n="<I>$($c.Issuer)<S>$($c.Subject)"; Set-SendConnector "EOP relay" -TlsCertificateName $n`, []],
      [`Get-SendConnector | Set-SendConnector -ProtocolLoggingLevel Verbose`, []],
      [
        `New-OutboundConnector -Name "To on-prem" -ConnectorType OnPremises -RecipientDomains fabrikam.com -UseMXRecord $false -SmartHosts mail.fabrikam.com -TlsSettings DomainValidation -TlsDomain mail.fabrikam.com -CloudServicesMailEnabled $true`,
        [],
        "Online",
      ],
      [
        `New-OutboundConnector "Signature" -ConnectorType Partner -UseMXRecord $false -SmartHosts sig.vendor.example -TlsSettings CertificateValidation -IsTransportRuleScoped $true`,
        [],
        "Online",
      ],
      [
        `New-InboundConnector -Name "From on-prem" -ConnectorType OnPremises -SenderDomains * -RequireTls $true -TlsSenderCertificateName mail.fabrikam.com -CloudServicesMailEnabled $true`,
        [],
        "Online",
      ],
      [
        `New-InboundConnector "Gateway" -ConnectorType Partner -SenderDomains * -SenderIPAddresses 203.0.113.0/24 -RestrictDomainsToIPAddresses $true`,
        [],
        "Online",
      ],
      [
        `New-ReceiveConnector -Name "App relay" -Usage Custom -Bindings 0.0.0.0:25 -RemoteIPRanges 10.1.2.3 -PermissionGroups AnonymousUsers -TransportRole FrontendTransport`,
        [],
      ],
    ],
    "2019",
  );
});

describe("connectors, 6.2: invalid", () => {
  check(
    [
      [
        `New-SendConnector -Name A -AddressSpaces * -SmartHosts relay.example -DNSRoutingEnabled $true`,
        ["error smarthosts-with-dns-routing"],
      ],
      [`New-SendConnector -Name B -AddressSpaces * -DNSRoutingEnabled $false`, ["error dnsrouting-false-needs-smarthosts"]],
      [
        `New-SendConnector -Name C -AddressSpaces * -Internet -TlsAuthLevel DomainValidation`,
        ["error tlsauthlevel-needs-requiretls", "information domainvalidation-dns-no-tlsdomain"],
      ],
      [`New-SendConnector -Name D -AddressSpaces * -RequireTLS $true -IgnoreSTARTTLS $true`, ["error requiretls-ignorestarttls"]],
      [
        `New-SendConnector -Name E1 -AddressSpaces * -DNSRoutingEnabled $false -SmartHosts ${eop} -RequireTLS $true -TlsAuthLevel CertificateValidation -TlsDomain mail.protection.outlook.com`,
        // Row 116 of the same sheet adds the warning: neither Fqdn nor TlsCertificateName says which certificate is shown.
        ["error tlsdomain-needs-domainvalidation", "warning eop-cert-selection"],
      ],
      [
        `New-SendConnector -Name F -AddressSpaces * -DNSRoutingEnabled $false -SmartHosts relay.example -RequireTLS $true -TlsAuthLevel DomainValidation`,
        ["error domainvalidation-needs-tlsdomain"],
      ],
      [`New-SendConnector -Name G -AddressSpaces *contoso.com -Internet`, ["error addressspace-bad-wildcard"]],
      [`New-SendConnector -Name H -Internet -AddressSpaces contoso.com;5`, ["error addressspace-unquoted-semicolon"]],
      [`New-SendConnector -Name I1 -AddressSpaces "contoso.com;150" -Internet`, ["error addressspace-cost-range"]],
      [`New-SendConnector -Name J -AddressSpaces * -Internet -Usage Custom`, ["error usage-conflict"]],
      [
        `New-SendConnector -Name K -AddressSpaces * -DNSRoutingEnabled $false -SmartHosts relay.example -SmartHostAuthMechanism BasicAuth`,
        ["error basicauth-needs-credential", "warning basicauth-cleartext"],
      ],
      [
        `New-SendConnector -Name L -AddressSpaces litware.example -DomainSecureEnabled $true -DNSRoutingEnabled $false -SmartHosts relay.example`,
        ["error domainsecure-needs-dns"],
      ],
      [
        `New-SendConnector -Name M -AddressSpaces * -DNSRoutingEnabled $false -SmartHosts "relay.example:587"`,
        ["error smarthost-port-in-name"],
      ],
      [`New-SendConnector -Name N -AddressSpaces * -Internet $true`, ["error switch-with-value"]],
      [`Set-SendConnector "To Internet" -RequireTLS true`, ["error boolean-as-string"]],
      [`Set-SendConnector "To Internet" -Usage Internet -Port 70000`, ["error usage-on-set", "error int-out-of-range"]],
      [`Set-SendConnector X -TlsCertificateName '<I>$($c.Issuer)<S>$($c.Subject)'`, ["error tlscertificatename-single-quoted-subexpr"]],
      [
        `New-OutboundConnector -Name P -ConnectorType Partner -RecipientDomains * -UseMXRecord $false -RouteAllMessagesViaOnPremises $true`,
        ["error outbound-mx-false-needs-smarthosts", "error outbound-onprem-only-flags"],
        "Online",
      ],
      [
        `New-InboundConnector -Name Q -ConnectorType Partner -SenderDomains * -SenderIPAddresses 203.0.0.0/16 -TreatMessagesAsInternal $true`,
        ["error inbound-ip-format", "error inbound-treat-internal"],
        "Online",
      ],
      [
        `New-ReceiveConnector -Name R -Usage Custom -Bindings 0.0.0.0:25 -RemoteIPRanges 10.0.0.0/8 -AuthMechanism BasicAuthRequireTLS -RequireTLS $true`,
        ["error receive-basicauthtls-deps", "error receive-requiretls-tls", "information receive-custom-no-permissions"],
      ],
    ],
    "2019",
  );
});

describe("connectors, 6.3: sources disagree, never an error", () => {
  check(
    [
      [`New-SendConnector -Name S -AddressSpaces * -SmartHosts relay.example`, ["warning smarthosts-need-dnsrouting-false"]],
      [
        `New-SendConnector -Name T -Partner -AddressSpaces litware.example -DNSRoutingEnabled $false -SmartHosts relay.example`,
        ["warning partner-smarthost-domainsecure"],
      ],
      [
        `New-SendConnector -Name U -AddressSpaces contoso.com -AuthenticationCredential $c -SmartHostAuthMechanism BasicAuth`,
        ["warning smarthostauth-needs-smarthosts", "warning basicauth-cleartext"],
      ],
    ],
    "2019",
  );
});

const tenant = "https://5c6bb73b-1038-4eec-863d-49bded473437.rms.na.aadrm.com";
const connect = "Connect-AipService\n";

describe("rights management, 10: forty examples", () => {
  check(
    [
      [`.\\GenConnectorConfig.ps1 -ConnectorUri https://rmsconnector.fabrikam.local -SetExchange2013`, []],
      [`.\\GenConnectorConfig.ps1 -ConnectorUri "https://rms.fabrikam.com/" -CreateRegEditFiles -OutPath C:\\Temp\\Reg`, []],
      [`.\\GenConnectorConfig.ps1 https://rms.fabrikam.com:8443 -CreateGPOScript -CreateRegEditFiles`, []],
      [`.\\GenConnectorConfig.ps1 \u2013ConnectorUri https://rms.fabrikam.com \u2013SetFCI2012`, []],
      [`.\\GenConnectorConfig.ps1 -ConnectorUri https://rms.fabrikam.com -SetSharePoint2013:$true`, []],
      [`Set-IRMConfiguration -InternalLicensingEnabled $true -ClientAccessServerEnabled $true`, [], "2019"],
      [`Set-IRMConfiguration -InternalLicensingEnabled:$false -Force`, []],
      [`Set-IRMConfiguration -RefreshServerCertificates; iisreset`, [], "2019"],
      [`Set-IRMConfiguration -TransportDecryptionSetting Mandatory`, ["information irm-transport-decryption-mandatory"]],
      [`Set-IRMConfiguration -AzureRMSLicensingEnabled $true`, [], "Online"],
      [
        `Set-IRMConfiguration -LicensingLocation "${tenant}/_wmcs/licensing","https://adrms.fabrikam.com/_wmcs/licensing"`,
        ["information irm-licensing-location-replaces"],
      ],
      [`Test-IRMConfiguration -Sender ann@fabrikam.com -Recipient bob@fabrikam.com`, []],
      [`${connect}Add-AipServiceRoleBasedAdministrator -SecurityGroupDisplayName "RMS Admins" -Role ConnectorAdministrator`, []],
      [
        `New-ItemProperty -Path HKLM:\\SOFTWARE\\Microsoft\\ExchangeServer\\v15\\IRM\\LicenseServerRedirection -Name "${tenant}" -Value "https://rms.fabrikam.com" -PropertyType String`,
        [],
      ],
      [
        `reg add HKLM\\SOFTWARE\\Microsoft\\MSIPC\\ServiceLocation\\EnterprisePublishing /ve /t REG_SZ /d https://rms.fabrikam.com/_wmcs/licensing /f`,
        [],
      ],
      [
        `Add-DnsServerResourceRecord -ZoneName fabrikam.com -Txt -Name _dmarc -DescriptiveText "v=DMARC1; p=none; rua=mailto:dmarc@fabrikam.com"`,
        ["information dmarc-policy-none"],
      ],
      [`New-AzDnsRecordConfig -Value "v=spf1 include:spf.protection.outlook.com -all"`, []],
      [`Add-DnsServerResourceRecordMX -ZoneName smarthost.local -Name oxford -MailExchange mail.oxford.smarthost.local -Preference 10`, []],
      [`netsh interface ipv6 add v6v4tunnel IP6Tunnel 192.168.1.20 216.66.80.26`, []],
      [`netsh interface ipv6 set route ::/0 IP6Tunnel publish=yes`, []],
      [`.\\GenConnectorConfig.ps1 -ConnectorUri -SetExchange2013`, ["error rms-connector-uri-missing-argument"]],
      [`.\\GetConnectorConfig.ps1 -ConnectorUri https://rms.fabrikam.com -SetExchange2013`, ["warning rms-connector-script-name"]],
      [`.\\GenConnectorConfig.ps1 -ConnectorUri rms.fabrikam.com -SetExchange2013`, ["error rms-connector-uri-scheme-missing"]],
      [`.\\GenConnectorConfig.ps1 -ConnectorUri https:\\//rms.fabrikam.com -SetExchange2013`, ["error rms-connector-uri-malformed"]],
      [
        `.\\GenConnectorConfig.ps1 -ConnectorUri https://rms.fabrikam.com/_wmcs/licensing -SetExchange2013`,
        ["error rms-connector-uri-path"],
      ],
      [`.\\GenConnectorConfig.ps1 -ConnectorUri https://rms.fabrikam.com -SetExchange2019`, ["error rms-connector-switch-exchange-new"]],
      [
        `.\\GenConnectorConfig.ps1 -ConnectorUri https://rms.fabrikam.com -CreateRegEditFiles -OutputDirectory C:\\Reg`,
        ["error rms-connector-outputdirectory"],
      ],
      [
        `.\\GenConnectorConfig.ps1 -ConnectorUri https://rms.fabrikam.com -SetExchange2013 -SetFCI2012`,
        ["warning rms-connector-conflicting-targets"],
      ],
      [`Set-IRMConfiguration -InternalLicensingEnabled true`, ["error irm-boolean-value"]],
      [`Set-IRMConfiguration -TransportDecryptionSetting Required`, ["error irm-transport-decryption-value"]],
      [`Set-IRMConfiguration -AzureRMSLicensingEnabled $true -RefreshServerCertificates`, ["error irm-mixed-environment"]],
      [`Set-IRMConfiguration -AzureRMSLicensingEnabled $true -RefreshServerCertificates`, ["warning irm-mixed-environment"], "2016"],
      [
        `Set-IRMConfiguration -RMSOnlineKeySharingLocation https://sp-rms.na.aadrm.com/TenantManagement/ServicePartner.svc`,
        ["warning irm-rmsonline-key-sharing"],
      ],
      [`Test-IRMConfiguration ann@fabrikam.com`, ["warning irm-test-sender-missing", "warning irm-test-positional"]],
      [
        `${connect}Add-AadrmRoleBasedAdministrator -EmailAddress ann@fabrikam.com -ObjectId 00000000-0000-0000-0000-000000000001 -Role ConnectorAdministrator`,
        ["error aip-admin-selector-count", "warning aadrm-cmdlet-renamed"],
      ],
      [
        `${connect}Add-AipServiceRoleBasedAdministrator -EmailAddress ann@fabrikam.com -Role"ConnectorAdministrator"`,
        ["error aip-parameter-glued"],
      ],
      [
        `Set-ItemProperty -Path HKLM:\\SOFTWARE\\Microsoft\\MSDRM\\ServiceLocation\\Activation -Name Default -Value "https://x.rms.na.aadrm.com/_wmcs/licensing"`,
        ["warning rms-registry-default-name", "warning rms-registry-swapped"],
      ],
      [
        `Add-DnsServerResourceRecord -ZoneName fabrikam.com -Txt -Name _dmarc -DescriptiveText "v=DMARC1;p=reject;pct=100;"`,
        ["warning dmarc-rua-missing", "information dmarc-pct-removed"],
      ],
      [`New-AzDnsRecordConfig -Value "v=spf1 ipv4:192.0.2.1 +all"`, ["error spf-unknown-mechanism", "warning spf-plus-all"]],
      [
        `netsh interface ipv6 set interface "LAN" forwarding=on privacy=disabled`,
        ["error netsh-flag-value", "warning netsh-set-interface-privacy"],
      ],
      [
        `New-SendConnector -Name Out -AddressSpaces * -DNSRoutingEnabled $true -SmartHosts oxford.smarthost.local -Usage Internet`,
        ["error smarthosts-with-dns-routing"],
      ],
    ],
    null,
  );
});
