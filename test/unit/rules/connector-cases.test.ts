import { describe, expect, it } from "vitest";
import { analyze } from "../../../server/src/analyze.js";

/** Errors and warnings must be exactly these; an information or hint that is named must be there too. */
type Case = [script: string, expected: readonly string[], target?: string];

function check(cases: readonly Case[]): void {
  it.each(cases)("%s", (script, expected, target) => {
    const { findings } = analyze(script, { language: "powershell", target: target ?? null });
    const found = findings.filter(({ severity, rule }) => severity === "error" || severity === "warning" || expected.includes(rule));
    expect(found.map(({ rule }) => rule).sort()).toEqual([...expected].sort());
  });
}

const eop = "contoso-com.mail.protection.outlook.com";
const eopTls = `-Usage Internet -DNSRoutingEnabled $false -SmartHosts ${eop} -Fqdn mail.contoso.com -CloudServicesMailEnabled $true`;

describe("address spaces", () => {
  check([
    ["New-SendConnector -Name A -Internet -AddressSpaces SMTP:*;100 -DNSRoutingEnabled $true", ["addressspace-unquoted-semicolon"]],
    ["Set-SendConnector A -AddressSpaces contoso.com,fabrikam.com;20", ["addressspace-unquoted-semicolon"]],
    ["if ($x) { Set-SendConnector A -AddressSpaces contoso.com;5 }", ["addressspace-unquoted-semicolon"]],
    ["Set-SendConnector A -AddressSpaces contoso.com; 5 | Out-Null", ["addressspace-unquoted-semicolon"]],
    ["Set-SendConnector A -AddressSpaces contoso.com;5..7 | % { $_ }", []],
    ["Set-SendConnector A -AddressSpaces contoso.com;\n5", []],
    ["Set-SendConnector A -AddressSpaces:'contoso.com;0'", ["addressspace-cost-range"]],
    ["Set-SendConnector A -Ad @('contoso.com;5','fabrikam.com;1000')", ["addressspace-cost-range"]],
    ["Set-SendConnector A -AddressSpaces 'contoso.com;1.5'", ["addressspace-cost-range"]],
    ["$p = @{ AddressSpaces = 'SMTP:contoso.com;200' }\nSet-SendConnector A @p", ["addressspace-cost-range"]],
    ["$s = 'contoso.com;200'\nSet-SendConnector A -AddressSpaces $s", ["addressspace-cost-range"]],
    ['$s = "contoso.com;$(Get-Random)"\nSet-SendConnector A -AddressSpaces $s', []],
    ["Set-SendConnector A -AddressSpaces contoso.*", ["addressspace-bad-wildcard"]],
    ["Set-SendConnector A -AddressSpaces 'smtp:*contoso.com;1'", ["addressspace-bad-wildcard"]],
    ["Set-SendConnector A -AddressSpaces 'contoso .com'", ["addressspace-invalid-domain"]],
    ["Set-SendConnector A -AddressSpaces '@contoso.com'", ["addressspace-invalid-domain"]],
    ["Set-SendConnector A -AddressSpaces http://contoso.com", ["addressspace-invalid-domain"]],
    [`Set-SendConnector A -AddressSpaces ${"a".repeat(64)}.com`, ["addressspace-invalid-domain"]],
    ["Set-SendConnector A -AddressSpaces SMTP:contoso.com", ["addressspace-quotes-advised"]],
    ["Set-SendConnector A -AddressSpaces '--' -SourceTransportServers MBX1", ["addressspace-dashdash-edge-only"]],
    ["Set-SendConnector A -AddressSpaces '--','contoso.com'", ["addressspace-dashdash-with-others"]],
    [
      "New-SendConnector -Name A -AddressSpaces 'NOTES:*' -DNSRoutingEnabled $false",
      ["addressspace-nonsmtp-needs-smarthost", "dnsrouting-false-needs-smarthosts"],
    ],
    [
      "New-SendConnector -Name A -AddressSpaces 'NOTES:*' -SmartHosts 10.1.1.1",
      ["addressspace-nonsmtp-needs-smarthost", "smarthosts-need-dnsrouting-false"],
    ],
    ["Set-SendConnector A -AddressSpaces 'X400:p=Fab;a=adatum'", ["addressspace-x400-format"]],
    ["Set-SendConnector A -AddressSpaces 'FAX:a;b'", ["addressspace-nonsmtp-semicolon-cost"]],
    ["Set-SendConnector A -AddressSpaces 'contoso.com','CONTOSO.COM'", ["addressspace-duplicate"]],
    ["Set-SendConnector A -AddressSpaces '*','contoso.com'", ["addressspace-redundant", "wildcard-plus-specific"]],
    ["New-SendConnector -Name A -AddressSpaces $null", ["addressspace-empty"]],
    ["New-SendConnector -Name A -AddressSpaces @()", ["addressspace-empty"]],
    ["Set-SendConnector A -AddressSpaces 'contoso.com','*.contoso.com;5','X400:*;3','--'", ["addressspace-dashdash-with-others"]],
    ["Set-SendConnector A -AddressSpaces xn--bcher-kva.example,a_b.example,'*.local;100'", []],
  ]);
});

describe("routing and smart hosts", () => {
  check([
    ["Set-SendConnector A -SmartHosts 10.1.1.1 -DNSRoutingEnabled:$true", ["smarthosts-with-dns-routing"]],
    ["Set-SendConnector A -SmartHosts 10.1.1.1 -DNSRoutingEnabled 1", ["smarthosts-with-dns-routing"]],
    ["Set-SendConnector A -SmartHosts @() -DNSRoutingEnabled $true", []],
    ["Set-SendConnector A -SmartHosts (Get-Content hosts.txt) -DNSRoutingEnabled $true", []],
    ["New-SendConnector -Name A -AddressSpaces * -DNSRoutingEnabled $false -SmartHosts @()", ["dnsrouting-false-needs-smarthosts"]],
    ["New-SendConnector -Name A -AddressSpaces * -DNSRoutingEnabled $false @rest", []],
    ["Set-SendConnector A -DNSRoutingEnabled $false -SmartHosts $null", ["dnsrouting-false-needs-smarthosts-set"]],
    ["Set-OutboundConnector A -SmartHosts '*.contoso.com'", ["smarthost-wildcard"]],
    ["Set-OutboundConnector A -SmartHosts 203.0.113.5:587", ["smarthost-port-in-name"]],
    ["Set-OutboundConnector A -SmartHosts 'a.contoso.com;b.contoso.com'", ["smarthost-single-string-list"]],
    ["Set-OutboundConnector A -SmartHosts https://mail.contoso.com", ["smarthost-url"]],
    ["Set-SendConnector A -SmartHosts 10.1.1.0/24 -DNSRoutingEnabled $false", ["smarthost-url"]],
    ["Set-OutboundConnector A -SmartHosts 203.0.113.0/24", []],
    ["Set-OutboundConnector A -SmartHosts 203.0.300.1", ["smarthost-bad-ipv4"]],
    ["Set-SendConnector A -SmartHosts localhost -DNSRoutingEnabled $false", ["smarthost-loopback"]],
    ["Set-SendConnector A -SmartHosts '[127.0.0.1]' -DNSRoutingEnabled $false", ["smarthost-loopback"]],
    ["Set-OutboundConnector A -SmartHosts a.contoso.com,b.contoso.com", ["smarthosts-round-robin"]],
    ["Set-SendConnector A -SmartHosts relay -DNSRoutingEnabled $false", ["smarthost-unresolvable-literal"]],
    ["New-SendConnector -Name A -AddressSpaces * -DNSRoutingEnabled $true -Port 2525", ["port-without-smarthosts"]],
    ["New-SendConnector -Name A -AddressSpaces * -Port $port", []],
    ["Set-SendConnector A -Port 0", ["port-zero"]],
    ["Set-SendConnector A -Port -1", ["int-out-of-range"]],
    ["Set-SendConnector A -MaxMessageSize 'ten'", ["maxmessagesize-format"]],
    ["Set-SendConnector A -MaxMessageSize 3GB", ["maxmessagesize-range"]],
    ["Set-SendConnector A -MaxMessageSize 2GB", ["maxmessagesize-range"]],
    ["Set-SendConnector A -MaxMessageSize (10MB * 2)", []],
    ["Set-SendConnector A -MaxMessageSize 10B", []],
    ["Set-ReceiveConnector 'EX1\\A' -MaxMessageSize 32KB", ["receive-maxmessagesize-range"]],
    ["Set-ReceiveConnector 'EX1\\A' -MaxMessageSize 3GB", ["receive-maxmessagesize-range"]],
    ["Set-ReceiveConnector 'EX1\\A' -MaxMessageSize 1 GB", ["unquoted-size-space"]],
    ["New-SendConnector -Name A -AddressSpaces * -SourceIPAddress 203.0.113.9 -IsScopedConnector $true", ["sourceip-edge-only"]],
    ["Set-SendConnector A -SourceIPAddress edge1", ["sourceip-invalid"]],
    ["Set-SendConnector A -SourceIPAddress 255.255.255.255", ["sourceip-invalid"]],
    ["Set-SendConnector A -SourceIPAddress 0.0.0.0 -SourceTransportServers MBX1", []],
    ["Set-SendConnector A -SourceTransportServers $null", ["source-servers-empty"]],
    [
      "New-SendConnector -Name A -AddressSpaces '*;5' -ErrorPolicies DowngradeDnsFailures, DowngradeCustomFailures",
      ["errorpolicies-wildcard"],
    ],
    ["Set-SendConnector A -ErrorPolicies 'Default, DowngradeDNSFailures'", ["errorpolicies-default-mixed"]],
    ["Set-SendConnector A -ErrorPolicies DowngradeAuthFailures", ["errorpolicies-authfailures-version"], "2019"],
    ["Set-SendConnector A -ConnectionInactivityTimeOut 00:00:00", ["timespan-out-of-range"]],
    ["Set-SendConnector A -ConnectionInactivityTimeOut 24:00:00", ["timespan-format", "timespan-out-of-range"]],
    ["Set-ReceiveConnector 'EX1\\A' -ConnectionTimeout 1.00:00:00 -TarpitInterval 0", []],
  ]);
});

describe("TLS", () => {
  check([
    ["Set-SendConnector A -RequireTLS $true -IgnoreSTARTTLS $true", ["requiretls-ignorestarttls"]],
    [
      "New-SendConnector -Name A -AddressSpaces * -TlsAuthLevel CertificateValidation -RequireTLS:$false",
      ["tlsauthlevel-needs-requiretls"],
    ],
    ["New-SendConnector -Name A -AddressSpaces * -TlsAuthLevel $null", []],
    ["Set-SendConnector A -TlsAuthLevel DomainValidation -RequireTLS $false", ["tlsauthlevel-requiretls-false"]],
    ["Set-SendConnector A -TlsAuthLevel DomainValidation", ["tlsauthlevel-set-unknown"]],
    [
      "Set-SendConnector A -TlsAuthLevel DomainValidation -RequireTLS $true -IgnoreSTARTTLS $true",
      ["requiretls-ignorestarttls", "tlsauthlevel-ignorestarttls"],
    ],
    ["New-SendConnector -Name A -AddressSpaces * -RequireTLS $true -TlsDomain contoso.com", ["tlsdomain-needs-domainvalidation"]],
    ["Set-SendConnector A -TlsDomain contoso.com -TlsAuthLevel EncryptionOnly", ["tlsauthlevel-encryptiononly", "tlsdomain-wrong-level"]],
    ["Set-SendConnector A -TlsDomain contoso.com", ["tlsdomain-set-unknown"]],
    // Microsoft's article on leaving the German cloud prints this step: information only.
    ["Set-SendConnector A -TlsDomain mail.protection.outlook.com", []],
    [
      "New-SendConnector -Name A -AddressSpaces * -RequireTLS $true -TlsAuthLevel DomainValidation -SmartHosts r.example -DNSRoutingEnabled $false",
      ["domainvalidation-needs-tlsdomain"],
    ],
    [
      "New-SendConnector -Name A -AddressSpaces a.example -RequireTLS $true -TlsAuthLevel DomainValidation",
      ["domainvalidation-dns-no-tlsdomain"],
    ],
    ["Set-OutboundConnector A -TlsSettings DomainValidation -TlsDomain mail*.contoso.com", ["tlsdomain-embedded-wildcard"]],
    [
      "New-OutboundConnector -Name A -ConnectorType Partner -RecipientDomains a.example -TlsSettings EncryptionOnly",
      ["tlsauthlevel-encryptiononly"],
    ],
    [
      `New-SendConnector -Name A -AddressSpaces * ${eopTls} -RequireTLS $true -TlsAuthLevel CertificateValidation`,
      ["tlsauthlevel-certvalidation"],
    ],
    [
      "New-SendConnector -Name A -AddressSpaces * -SmartHosts relay.fabrikam.com -DNSRoutingEnabled $false",
      ["requiretls-missing-internet-smarthost"],
    ],
    ["New-SendConnector -Name A -AddressSpaces * -IgnoreSTARTTLS $true", ["ignorestarttls-true"]],
    [
      "Set-ReceiveConnector 'EX1\\A' -TlsCertificateName 'AB CD EF 01 23 45 67 89 AB CD EF 01 23 45 67 89 AB CD EF 01'",
      ["tlscertificatename-format"],
    ],
    ["Set-SendConnector A -TlsCertificateName '<S>CN=a<I>CN=b'", ["tlscertificatename-format"]],
    ["Set-SendConnector A -TlsCertificateName 'CN=mail.contoso.com'", ["tlscertificatename-format"]],
    ["Set-SendConnector A -TlsCertificateName '<S>CN=mail.contoso.com'", ["tlscertificatename-no-issuer"]],
    ["Set-SendConnector A -TlsCertificateName <I>CN=CA<S>CN=mail", ["tlscertificatename-unquoted"]],
    ["Set-SendConnector A -TlsCertificateName '$tlsName'", ["tlscertificatename-single-quoted-subexpr"]],
    [
      '$n = "<I>$c.Issuer<S>$c.Subject"\nSet-SendConnector A -TlsCertificateName $n',
      ["tlscertificatename-property-expansion", "tlscertificatename-property-expansion"],
    ],
    ["$c = Get-ExchangeCertificate x\nSet-SendConnector A -TlsCertificateName ('<I>{0}<S>{1}' -f $c.Issuer, $c.Subject)", []],
    ["New-ReceiveConnector -Name A -Usage Client -RemoteIPRanges 10.1.1.1 -Fqdn *.contoso.com", ["fqdn-wildcard"]],
    ["Set-SendConnector A -Fqdn smtp.fabrikam.com -TlsCertificateName '<I>CN=CA<S>CN=mail.contoso.com'", ["fqdn-certificate-mismatch"]],
    ["Set-SendConnector A -Fqdn smtp.contoso.com -TlsCertificateName '<I>CN=CA<S>CN=*.contoso.com'", []],
  ]);
});

describe("authentication, domain security, usage", () => {
  check([
    [
      "New-SendConnector -Name A -AddressSpaces * -SmartHosts r.example -DNSRoutingEnabled $false -SmartHostAuthMechanism BasicAuthRequireTLS -AuthenticationCredential $null",
      ["basicauth-needs-credential"],
    ],
    ["Set-SendConnector A -SmartHostAuthMechanism BasicAuth", ["basicauth-needs-credential-set"]],
    [
      "New-SendConnector -Name A -AddressSpaces * -SmartHosts r.example -DNSRoutingEnabled $false -SmartHostAuthMechanism ExchangeServer -AuthenticationCredential $c",
      ["credential-unused"],
    ],
    ["New-SendConnector -Name A -AddressSpaces * -SmartHostAuthMechanism ExchangeServer", ["smarthostauth-needs-smarthosts"]],
    [
      "Set-SendConnector A -SmartHostAuthMechanism BasicAuthRequireTLS -AuthenticationCredential $c -DNSRoutingEnabled $true",
      ["smarthostauth-dns-routing"],
    ],
    [
      "Set-SendConnector A -SmartHostAuthMechanism BasicAuthRequireTLS,ExchangeServer -AuthenticationCredential $c",
      ["smarthostauth-multiple"],
    ],
    ["Set-SendConnector A -SmartHostAuthMechanism BasicAuth -AuthenticationCredential $c -RequireTLS $false", ["basicauth-cleartext"]],
    [
      "Set-SendConnector A -SmartHostAuthMechanism BasicAuthRequireTLS -AuthenticationCredential $c -IgnoreSTARTTLS $true",
      ["basicauthtls-ignorestarttls"],
    ],
    [
      "Set-SendConnector A -SmartHostAuthMechanism BasicAuthRequireTLS -AuthenticationCredential $c -SmartHosts '[10.1.1.1]' -DNSRoutingEnabled $false",
      ["basicauthtls-ip-smarthost"],
    ],
    ["Set-SendConnector A -AuthenticationCredential relay -SmartHostAuthMechanism BasicAuthRequireTLS", ["plain-text-credential"]],
    ["Set-SendConnector A -DomainSecureEnabled $true -DNSRoutingEnabled $false -SmartHosts r.example", ["domainsecure-needs-dns"]],
    ["Set-SendConnector A -DomainSecureEnabled $true -IgnoreSTARTTLS $true", ["domainsecure-ignorestarttls"]],
    ["New-SendConnector -Name A -AddressSpaces *.contoso.com -DomainSecureEnabled $true", ["domainsecure-wildcard"]],
    ["New-SendConnector -Name A -AddressSpaces a.example -Custom -Internal", ["usage-conflict"]],
    ["$p = @{ Usage = 'Internet'; Name = 'A'; AddressSpaces = '*' }\nNew-SendConnector @p -Internet", ["usage-conflict"]],
    ["Set-SendConnector A -Custom", ["usage-on-set"]],
    ["Set-SendConnector -Identity A -Usage 'Partner' -Enabled $true", ["usage-on-set"]],
    [
      "New-SendConnector -Name A -Usage Partner -AddressSpaces a.example -SmartHosts r.example -DNSRoutingEnabled $false",
      ["partner-smarthost-domainsecure"],
    ],
    ["Set-SendConnector A -ForceHELO $true -RequireTLS $true", ["forcehelo-blocks-tls"]],
    ["New-SendConnector -Name A -AddressSpaces a.example -IsCoexistenceConnector $true", ["linkedreceiveconnector-removed"], "2013"],
    [
      "New-SendConnector -Name A -LinkedReceiveConnector 'EX1\\In' -SmartHosts 10.1.1.1 -DNSRoutingEnabled $false",
      ["linkedreceiveconnector-requirements"],
      "2010",
    ],
  ]);
});

describe("hybrid", () => {
  check([
    [`New-SendConnector -Name A -AddressSpaces * ${eopTls}`, ["eop-requires-tls", "eop-tls-level-missing"]],
    [`New-SendConnector -Name A -AddressSpaces * ${eopTls} -RequireTLS $true`, ["eop-tls-level-missing"]],
    [
      `New-SendConnector -Name A -AddressSpaces * ${eopTls} -RequireTLS $true -TlsAuthLevel DomainValidation -TlsDomain contoso.com`,
      ["eop-tlsdomain-value"],
    ],
    [
      "New-SendConnector -Name A -AddressSpaces contoso.mail.onmicrosoft.com -Fqdn m.contoso.com -RequireTLS $true -TlsAuthLevel CertificateValidation",
      ["eop-cloudservices-missing"],
    ],
    [
      `New-SendConnector -Name A -AddressSpaces * -Custom -DNSRoutingEnabled $false -SmartHosts ${eop} -RequireTLS $true -TlsAuthLevel CertificateValidation`,
      ["eop-cert-selection", "eop-cloudservices-missing"],
    ],
    ["New-SendConnector -Name A -AddressSpaces a.example -CloudServicesMailEnabled $true", ["cloudservices-without-eop"]],
    ["New-SendConnector -Name A -AddressSpaces a.example -CloudServicesMailEnabled $false", ["cloudservices-version"], "2010"],
    ["Set-OutboundConnector A -SmartHosts contoso.com.mail.protection.outlook.com", ["eop-host-shape"]],
    ["Set-SendConnector A -SmartHosts mail.protection.outlook.com -DNSRoutingEnabled $false", ["eop-host-shape"]],
    [
      "Set-SendConnector A -SmartHosts 104.47.0.36 -DNSRoutingEnabled $false -TlsAuthLevel DomainValidation -RequireTLS $true -TlsDomain mail.protection.outlook.com",
      ["eop-ip-smarthost"],
    ],
    ["Set-SendConnector A -ConnectorType XPremises -SmartHosts r.example -DNSRoutingEnabled $false", ["xpremises-type"]],
    ["Set-SendConnector 'Outbound to Microsoft 365' -AddressSpaces *", ["hcw-connector-edit", "hcw-connector-not-for-internet"]],
    ["Set-SendConnector 'Outbound to Office 365 - 1234' -TlsCertificateName $n -Enabled $true", []],
    [
      "New-SendConnector -Name A -AddressSpaces * -SmartHosts smtp.office365.com -DNSRoutingEnabled $false -Port 587",
      ["smtp-submission-host"],
    ],
  ]);
});

describe("Exchange Online", () => {
  check([
    [
      "New-OutboundConnector -Name A -ConnectorType OnPremises -SmartHosts m.contoso.com -RecipientDomains contoso.com",
      ["outbound-smarthosts-mx-conflict"],
    ],
    ["Set-OutboundConnector A -UseMXRecord $false", ["outbound-mx-false-needs-smarthosts"]],
    [
      "Set-OutboundConnector A -TlsDomain m.contoso.com -TlsSettings EncryptionOnly",
      ["outbound-tlsdomain-level", "tlsauthlevel-encryptiononly"],
    ],
    [
      "New-OutboundConnector -Name A -ConnectorType Partner -AllAcceptedDomains $true -UseMXRecord $false -SmartHosts m.contoso.com",
      ["outbound-onprem-only-flags"],
    ],
    [
      "New-OutboundConnector -Name A -ConnectorType OnPremises -RecipientDomains * -UseMXRecord $false -SmartHosts m.contoso.com",
      ["outbound-wildcard-onprem"],
    ],
    ["New-OutboundConnector -Name A -ConnectorType Partner -RecipientDomains 'a.*.example'", ["outbound-embedded-wildcard"]],
    ["Set-OutboundConnector A -SmartHosts 172.16.0.5", ["outbound-private-ip"]],
    [`Set-ReceiveConnector 'EX1\\A' -Name ${"n".repeat(65)}`, ["connector-name-length"]],
    [`Set-ReceiveConnector 'EX1\\A' -Name ${"n".repeat(64)}`, []],
    ["Set-InboundConnector A -ConnectorSource Migrated", ["connectorsource-changed"]],
    ["Set-InboundConnector A -TreatMessagesAsInternal $true -ConnectorType Partner", ["inbound-treat-internal"]],
    [
      "New-InboundConnector -Name A -ConnectorType Partner -SenderDomains a.example -RestrictDomainsToCertificate $true",
      ["inbound-restrict-cert"],
    ],
    [
      "New-InboundConnector -Name A -ConnectorType Partner -SenderDomains a.example -RestrictDomainsToIPAddresses $true -SenderIPAddresses $null",
      ["inbound-restrict-ip"],
    ],
    ["Set-InboundConnector A -RequireTls $false -TlsSenderCertificateName mail.a.example", ["inbound-cert-needs-tls"]],
    ["Set-InboundConnector A -SenderIPAddresses 203.0.113.0/23", ["inbound-ip-format"]],
    ["Set-InboundConnector A -SenderIPAddresses @{Add='2001:db8::5'}", ["inbound-ip-format"]],
    ["Set-InboundConnector A -SenderIPAddresses 192.168.1.0/24", ["inbound-private-ip"]],
    [
      "New-InboundConnector -Name A -ConnectorType OnPremises -SenderDomains * -SenderIPAddresses 203.0.113.5 -RestrictDomainsToIPAddresses $true",
      ["inbound-partner-only"],
    ],
    ["New-InboundConnector -Name A -SenderDomains a.example -SenderIPAddresses 203.0.113.5", ["inbound-ip-without-restrict"]],
    ["Set-InboundConnector A -SenderIPAddresses @{Remove='10.1.1.1'}", []],
  ]);
});

describe("Receive connectors", () => {
  check([
    ["Set-ReceiveConnector 'EX1\\A' -AuthMechanism Tls,None", ["receive-auth-none-mixed"]],
    ["Set-ReceiveConnector 'EX1\\A' -AuthMechanism 'BasicAuth, BasicAuthRequireTLS'", ["receive-basicauthtls-deps"]],
    ["Set-ReceiveConnector 'EX1\\A' -AuthMechanism ExternalAuthoritative,ExchangeServer", ["receive-external-mixed"]],
    [
      "New-ReceiveConnector -Name A -Bindings 0.0.0.0:25 -RemoteIPRanges 10.1.1.1 -AuthMechanism ExternalAuthoritative",
      ["receive-external-permissions"],
    ],
    ["Set-ReceiveConnector 'EX1\\A' -RequireTLS $true -AuthMechanism None", ["receive-requiretls-tls"]],
    ["Set-ReceiveConnector 'EX1\\A' -ConnectionInactivityTimeout 00:10:00 -ConnectionTimeout 00:10:00", ["receive-timeouts"]],
    ["Set-ReceiveConnector 'EX1\\A' -PermissionGroups 'AnonymousUsers, Custom'", ["receive-permission-custom"]],
    ["Set-ReceiveConnector 'EX1\\A' -Banner 'ESMTP ready'", ["receive-banner"]],
    [
      "New-ReceiveConnector -Name A -Bindings 0.0.0.0:25 -RemoteIPRanges 10.1.1.1 -PermissionGroups AnonymousUsers -ChunkingEnabled $false",
      ["receive-chunking"],
    ],
    ["New-ReceiveConnector -Name A -Bindings 0.0.0.0:25 -RemoteIPRanges 10.1.1.1", ["receive-custom-no-permissions"]],
    [
      "New-ReceiveConnector -Name A -Bindings 0.0.0.0 -RemoteIPRanges 10.1.1.1 -PermissionGroups AnonymousUsers",
      ["receive-binding-format"],
    ],
    ["Set-ReceiveConnector 'EX1\\A' -Bindings 0.0.0.0:99999", ["receive-binding-format"]],
    ["New-ReceiveConnector -Name A -Internet -Partner -Bindings 0.0.0.0:25 -RemoteIPRanges 10.1.1.1", ["receive-usage-conflict"]],
    ["Set-ReceiveConnector 'EX1\\A' -RemoteIPRanges 10.1.1.300", ["receive-remote-range-format"]],
    ["Set-ReceiveConnector 'EX1\\A' -RemoteIPRanges @{Add='10.1.1.1','10.1.2.0/24'} -Bindings '[::]:25'", []],
    ["Set-ReceiveConnector 'EX1\\A' -AuthMechanism Tls, Integrated, BasicAuth, BasicAuthRequireTLS, ExchangeServer -RequireTLS $true", []],
  ]);
});

describe("where the squiggle sits", () => {
  it.each([
    [
      "Set-ReceiveConnector 'EX1\\A' -ConnectionInactivityTimeout 00:05:00 -ConnectionTimeout 2.00:00:00",
      "timespan-out-of-range",
      "2.00:00:00",
    ],
    [
      "New-OutboundConnector -Name A -ConnectorType Partner -RouteAllMessagesViaOnPremises $false -SenderRewritingEnabled $true",
      "outbound-onprem-only-flags",
      "$true",
    ],
    ["Set-SendConnector A -AddressSpaces @('contoso.com', 'fabrikam.com;0')", "addressspace-cost-range", "0"],
    ['Set-SendConnector A -AddressSpaces "contoso.com","b`@fabrikam.com"', "addressspace-invalid-domain", "b`@fabrikam.com"],
    [
      "$hosts = 'a.example', 'b.example:26'\nSet-SendConnector A -DNSRoutingEnabled $false -SmartHosts $hosts",
      "smarthost-port-in-name",
      ":26",
    ],
  ])("%s", (script, rule, marked) => {
    const found = analyze(script, { language: "powershell" }).findings.filter((finding) => finding.rule === rule);
    expect(found.map(({ start, end }) => script.slice(start, end))).toEqual([marked]);
  });
});

describe("a misspelt name says nothing about what is absent", () => {
  check([
    ["New-SendConnector -Name A -AddressSpaces * -SmartHost r.example -DNSRoutingEnabled $false", ["ambiguous-parameter"]],
    ["New-SendConnector -Name A -AddressSpaces * -SmartHots r.example -DNSRoutingEnabled $false", ["unknown-parameter"]],
  ]);
});
