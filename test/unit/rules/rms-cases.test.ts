import { describe, expect, it } from "vitest";
import { analyze } from "../../../server/src/analyze.js";
import type { DocumentKind } from "../../../server/src/rules/rule.js";

interface Setting {
  readonly language?: DocumentKind;
  readonly target?: string;
}

/** Every finding of a text, as `severity rule marked text`, in the order of the text. */
function check(text: string, expected: readonly string[], { language = "powershell", target }: Setting = {}): void {
  it(text, () => {
    const { findings } = analyze(text, target === undefined ? { language } : { language, target });
    expect(findings.map(({ severity, rule, start, end }) => `${severity} ${rule} ${text.slice(start, end)}`)).toEqual(expected);
  });
}

describe("the connector's script and IRM", () => {
  check(".\\GENCONNECTORCONFIG.PS1 -connectoruri rms.fabrikam.com -setexchange2013", [
    "error rms-connector-uri-scheme-missing rms.fabrikam.com",
  ]);
  check('& "C:\\Program Files\\RMS\\GenConnectorConfig.ps1" -ConnectorUri "rms.fabrikam.com" -SetExchange2013', [
    "error rms-connector-uri-scheme-missing rms.fabrikam.com",
  ]);
  check("& $PSScriptRoot\\GenConnectorConfig.ps1 -ConnectorUri 'http:/rms.fabrikam.com' -SetSharePoint2013", [
    "error rms-connector-uri-malformed http:/",
  ]);
  check("& (Join-Path $PSScriptRoot 'GenConnectorConfig.ps1') -ConnectorUri rms.fabrikam.com -SetExchange2013", [
    "error rms-connector-uri-scheme-missing rms.fabrikam.com",
  ]);
  check('& "$PSScriptRoot\\GenConnectorConfig.ps1" -ConnectorUri http://rms.fabrikam.com/x -SetFCI2012', [
    "warning rms-connector-uri-http http",
    "error rms-connector-uri-path /x",
  ]);
  check("$params = @{ ConnectorUri = 'rms.fabrikam.com'; SetExchange2013 = $true }\n.\\GenConnectorConfig.ps1 @params", [
    "error rms-connector-uri-scheme-missing rms.fabrikam.com",
  ]);
  check("$params = @{ ConnectorUri = 'https://rms.fabrikam.com'; SetExchange2016 = $true }\n.\\GenConnectorConfig.ps1 @params", [
    "error rms-connector-switch-exchange-new SetExchange2016",
  ]);
  check(".\\GenConnectorConfig.ps1 `\n    -ConnectorUri https://rms.fabrikam.com `\n    -SetExchange2019", [
    "error rms-connector-switch-exchange-new -SetExchange2019",
  ]);
  check('$uri = "https://rms.fabrikam.com/_wmcs/licensing"\n.\\GenConnectorConfig.ps1 -ConnectorUri $uri -SetExchange2013', [
    "error rms-connector-uri-path /_wmcs/licensing",
  ]);
  check(".\\GenConnectorConfig.ps1 -ConnectorUri:rms.fabrikam.com -SetExchange2013", [
    "error rms-connector-uri-scheme-missing rms.fabrikam.com",
  ]);
  check("powershell.exe -File .\\GenConnectorConfig.ps1 -ConnectorUri rms.fabrikam.com -SetExchange2013", [
    "error rms-connector-uri-scheme-missing rms.fabrikam.com",
  ]);
  check(".\\GenConnectorConfig.ps1 -ConnectorUri https://<connectoraddress> -SetExchange2013", [
    "error rms-connector-uri-placeholder <connectoraddress>",
  ]);
  check('.\\GenConnectorConfig.ps1 -ConnectorUri "https://127.0.0.1" -SetExchange2013', [
    "warning rms-connector-uri-ip 127.0.0.1",
    "warning rms-connector-uri-local 127.0.0.1",
  ]);
  check(".\\GenConnectorConfig.ps1 -ConnectorUri https://$($env:COMPUTERNAME) -SetExchange2013", [
    "warning rms-connector-uri-local $env:COMPUTERNAME",
  ]);
  check(".\\GenConnectorConfig.ps1 -ConnectorUri https://$env:COMPUTERNAME.fabrikam.com -SetExchange2013", [
    "warning rms-connector-uri-local $env:COMPUTERNAME",
  ]);
  check(".\\GenConnectorConfig.ps1 -Uri https://rms.fabrikam.com -SetExchange2013", ["error rms-connector-unknown-parameter -Uri"]);
  check(".\\GenConnectorConfig.ps1 -ConnectorURL https://rms.fabrikam.com -SetExchange2013", [
    "error rms-connector-unknown-parameter -ConnectorURL",
  ]);
  check(".\\GenConnectorConfig.ps1 -ConnectorUri https://rms.fabrikam.com -SetExchange2013 -Confirm:$false", [
    "error rms-connector-whatif -Confirm",
  ]);
  check(".\\GenConnectorConfig.ps1 -ConnectorUri https://rms.fabrikam.com -ConnectorUri https://b.c -SetExchange2013", [
    "error rms-connector-duplicate-parameter -ConnectorUri",
  ]);
  check(".\\GenConnectorConfig.ps1 -ConnectorUri https://rms.fabrikam.com -SetFCI2012 -SetSharePoint2010", [
    "warning rms-connector-sharepoint-2010 -SetSharePoint2010",
  ]);
  check("function Get-It { .\\GenConnectorConfig.ps1 -ConnectorUri $args[0] -SetExchange2013 }\nGet-It https://rms.fabrikam.com/", []);
  check("Set-IRMConfiguration -InternalLicensingEnabled 'true'", ["error irm-boolean-value 'true'"]);
  check('Set-IRMConfiguration -InternalLicensingEnabled "$true"', ['error irm-boolean-value "$true"']);
  check("Set-IRMConfiguration -InternalLicensingEnabled:true", ["error irm-boolean-value true"]);
  check('Set-IRMConfiguration -InternalLicensingEnabled $True -TransportDecryptionSetting "Always"', [
    "error irm-transport-decryption-value Always",
  ]);
  check("Set-IRMConfiguration -TransportDecryptionSetting Optinal", ["error irm-transport-decryption-value Optinal"]);
  check("Set-IRMConfiguration -LicensingLocation https://x.rms.na.aadrm.com/_wmcs/Licensing", [
    "information irm-licensing-location-replaces -LicensingLocation",
  ]);
  check("Set-IRMConfiguration -LicensingLocation @('https://adrms.a.com/_wmcs/licensing','https://x.rms.na.aadrm.com')", [
    "information irm-licensing-location-replaces -LicensingLocation",
    "warning irm-licensing-location-order 'https://x.rms.na.aadrm.com'",
    "warning irm-licensing-location-path https://x.rms.na.aadrm.com",
  ]);
  check("Set-IRMConfiguration -LicensingLocation @{Add='x.rms.na.aadrm.com/_wmcs/licensing'}", [
    "error irm-licensing-location-uri x.rms.na.aadrm.com/_wmcs/licensing",
  ]);
  check(
    "Set-IRMConfiguration -InternalLicensingEnabled $false\nRemove-Item 'C:\\ProgramData\\Microsoft\\DRM\\Server' -Recurse -Force\nSet-IRMConfiguration -InternalLicensingEnabled $true\nSet-IRMConfiguration -RefreshServerCertificates\niisreset",
    [],
  );
  check("Set-IRMConfiguration -RefreshServerCertificates\nRestart-Service W3SVC", []);
  check("Set-IRMConfiguration -RefreshServerCertificates\nInvoke-Command -ComputerName $servers { iisreset /noforce }", []);
  check("Set-IRMConfiguration -RefreshServerCertificates -Force", [
    "information irm-iisreset-missing -RefreshServerCertificates",
    "information irm-force-unused -Force",
  ]);
  check("Set-IRMConfiguration -Force -ClientAccessServerEnabled $true", ["information irm-force-unused -Force"]);
  check("Set-IRMConfiguration -ServiceLocation https://a.b", ["warning irm-removed-parameter -ServiceLocation"]);
  check("Set-IRMConfiguration -DecryptAttachmentFromPortal $true", ["warning irm-decrypt-from-portal -DecryptAttachmentFromPortal"]);
  check("Get-IRMConfiguration -Identity x", ["error irm-unknown-parameter -Identity"]);
  check("Test-IRMConfiguration -Sender ann@fabrikam.com -RMSOnline -DomainController dc1", ["error irm-test-rmsonline-onprem -RMSOnline"]);
  check("Connect-ExchangeOnline\nTest-IRMConfiguration -Sender ann@fabrikam.com\nSet-IRMConfiguration -ClientAccessServerEnabled $true", [
    "warning irm-test-recipient-cloud Test-IRMConfiguration",
    "error irm-onprem-only-parameter -ClientAccessServerEnabled",
  ]);
  check("Set-IRMConfiguration -RefreshServerCertificates", ["error irm-onprem-only-parameter -RefreshServerCertificates"], {
    target: "Online",
  });
  check("Set-IRMConfiguration -AzureRMSLicensingEnabled $true", ["error irm-cloud-only-parameter -AzureRMSLicensingEnabled"], {
    target: "2019",
  });
  check("Get-RMSTemplate -TrustedPublishingDomain x", ["error irm-rmstemplate-cloud-only -TrustedPublishingDomain"], { target: "2019" });
  check("Test-IRMConfiguration -Sender 'ann at fabrikam.com'", ["error irm-test-address ann at fabrikam.com"]);
  check('Test-IRMConfiguration "ann@fabrikam.com" -Recipient bob', [
    "warning irm-test-sender-missing Test-IRMConfiguration",
    'warning irm-test-positional "ann@fabrikam.com"',
    "error irm-test-address bob",
  ]);
  check("'ann@fabrikam.com' | ForEach-Object { Test-IRMConfiguration -Sender $_ }", []);
  check(
    'New-SettingOverride -Name a -Server ex1 -Component Encyption -Section EnableEncryptionAlgorithmCBC -Parameters @("Enabled=True") -Reason x',
    ["warning irm-aes256-cbc Encyption"],
  );
  check("Set-IRMConfiguration -InternalLicensingEnabled $true", ["warning irm-exchange-version Set-IRMConfiguration"], {
    target: "2013 15.0.712.24",
  });
  check("Set-IRMConfiguration -InternalLicensingEnabled $true", ["warning irm-exchange-2010-ru Set-IRMConfiguration"], {
    target: "2010 SP3 RU5",
  });
  check("Set-IRMConfiguration -InternalLicensingEnabled $true", ["warning irm-exchange-version Set-IRMConfiguration"], {
    target: "2010 SP3",
  });
  check("Set-IRMConfiguration -InternalLicensingEnabled $true", [], { target: "2010" });
});

describe("registry and AIP service", () => {
  check("sp HKLM:\\SOFTWARE\\Microsoft\\MSDRM\\ServiceLocation\\Activation '(Default)' 'https://x.rms.na.aadrm.com/_wmcs/licensing'", [
    "warning rms-registry-swapped licensing",
  ]);
  check(
    "$key = 'HKLM:\\SOFTWARE\\Microsoft\\MSDRM\\ServiceLocation\\Activation'\nSet-ItemProperty -Path $key -Name '(Default)' -Value https://x.rms.na.aadrm.com/_wmcs/licensing",
    ["warning rms-registry-swapped licensing"],
  );
  check(
    'Set-ItemProperty "HKLM:\\SOFTWARE\\Microsoft\\MSDRM\\ServiceLocation\\EnterprisePublishing" -Name "" -Value "https://x.rms.na.aadrm.com/_wmcs/licensing"',
    ['warning rms-registry-default-name ""'],
  );
  check(
    'Set-ItemProperty "HKLM:\\SOFTWARE\\Microsoft\\MSDRM\\ServiceLocation\\EnterprisePublishing" -Name \'@\' -Value "https://x.rms.na.aadrm.com/_wmcs/licensing"',
    ["warning rms-registry-default-name '@'"],
  );
  check(
    "New-ItemProperty -Path 'Registry::HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\ExchangeServer\\V16\\IRM\\CertificationServerRedirection' -Name 'https://x.rms.na.aadrm.com' -Value 'https://rms.fabrikam.com' -PropertyType String",
    ["warning rms-registry-exchange-key V16"],
  );
  check(
    'reg.exe add "HKLM\\SOFTWARE\\Microsoft\\ExchangeServer\\v15\\IRM\\LicenseServerRedirection" /v "https://x.rms.na.aadrm.com" /t REG_SZ /d "https://rms.fabrikam.com/_wmcs/licensing" /f',
    ["warning rms-registry-redirection-path /_wmcs/licensing"],
  );
  check(
    'REG ADD "HKLM\\SOFTWARE\\Microsoft\\ExchangeServer\\v15\\IRM\\LicenseServerRedirection" /v https://rms.fabrikam.com /d https://x.rms.na.aadrm.com /f',
    ["warning rms-registry-redirection-reversed https://x.rms.na.aadrm.com"],
    { language: "batch" },
  );
  check(
    "New-Item -Path HKLM:\\SOFTWARE\\Microsoft\\ExchangeServer\\v16\\IRM\\LicenseServerRedirection -Force | New-ItemProperty -Name https://x.rms.na.aadrm.com -Value https://rms.fabrikam.com",
    ["warning rms-registry-exchange-key v16"],
  );
  check(
    "$p = @{ Path = 'HKLM:\\SOFTWARE\\Microsoft\\MSIPC\\ServiceLocation\\EnterprisePublishing'; Name = '(Default)'; Value = 'https://rms.fabrikam.com/_wmcs/licensing'; Type = 'DWord' }\nSet-ItemProperty @p",
    ["warning rms-registry-type DWord"],
  );
  check(
    "New-ItemProperty -Path HKLM:\\SOFTWARE\\Microsoft\\MSIPC\\ServiceLocation\\LicensingRedirection -Name https://x.rms.na.aadrm.com/_wmcs/licensing -Value https://rms.fabrikam.com",
    ["warning rms-registry-path-missing https://rms.fabrikam.com"],
  );
  check(
    "New-ItemProperty -Path HKLM:\\SOFTWARE\\Microsoft\\MSIPC\\ServiceLocation\\EnterpriseCertification -Name '(Default)' -Value 'https://<ConnectorFQDN>/_wmcs/certification'",
    ["error rms-registry-placeholder <ConnectorFQDN>"],
  );
  check(
    "reg add HKLM\\SOFTWARE\\Microsoft\\MSDRM\\ServiceLocation\\EnterprisePublishing /ve /t REG_SZ /d https://<YourTenantURL>/_wmcs/licensing /f",
    ["error rms-registry-placeholder <YourTenantURL>"],
  );
  check(
    'reg add HKLM\\SOFTWARE\\Microsoft\\MSDRM\\ServiceLocation\\EnterprisePublishing /ve /t REG_SZ /d "https://<YourTenantURL>/_wmcs/licensing" /f',
    ["error rms-registry-placeholder <YourTenantURL>"],
    { language: "batch" },
  );
  check(
    "reg add HKLM\\SOFTWARE\\Microsoft\\MSDRM\\ServiceLocation\\EnterprisePublishing /ve /t REG_SZ /d https://rms.fabrikam.com/_wmcs/licensing /f",
    ["warning rms-registry-tenant-vs-connector https://rms.fabrikam.com/_wmcs/licensing"],
    { target: "2016" },
  );
  check("Set-ItemProperty -Path HKLM:\\SOFTWARE\\Microsoft\\AADRM\\Connector -Name ProxyAddress -Value 'proxy:8080'", [
    "warning rms-registry-proxy proxy:8080",
  ]);
  check(
    "Set-ItemProperty -Path HKLM:\\SOFTWARE\\Microsoft\\AADRM\\Connector -Name ProxyAddress -Value 'http://proxy.fabrikam.com:8080' -Type DWord",
    ["warning rms-registry-type DWord"],
  );
  check(
    "Set-ItemProperty -Path 'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\TLS 1.2\\Client' -Name Enabled -Value 1 -Type DWord",
    [],
  );
  check("Set-ItemProperty -Path HKLM:\\SOFTWARE\\Microsoft\\MSIPC\\Server -Name x -Value 1 -Type DWord", []);
  check(
    "Import-Module AADRM\nConnect-AadrmService\nAdd-AadrmRoleBasedAdministrator -EmailAddress <email address> -Role “GlobalAdministrator”",
    [
      "warning aadrm-module-retired AADRM",
      "warning aadrm-cmdlet-renamed Connect-AadrmService",
      "information aip-disconnect-missing Connect-AadrmService",
      "warning aadrm-cmdlet-renamed Add-AadrmRoleBasedAdministrator",
      "information aip-role-overprivileged “GlobalAdministrator”",
    ],
  );
  check(
    'Connect-AadrmService -Verbose\nAdd-AadrmRoleBasedAdministrator -SecurityGroupDisplayName "RMS Admins" -Role ConnectorAdministrator\nDisconnect-AadrmService',
    [
      "warning aadrm-cmdlet-renamed Connect-AadrmService",
      "warning aadrm-cmdlet-renamed Add-AadrmRoleBasedAdministrator",
      "warning aadrm-cmdlet-renamed Disconnect-AadrmService",
    ],
  );
  check('Connect-AipService\nAdd-AipServiceRoleBasedAdministrator -ObjectId abc -Role "Connector Administrator"\nDisconnect-AipService', [
    "error aip-objectid-guid abc",
    "error aip-role-value Connector Administrator",
  ]);
  check(
    "Connect-AipService\nAdd-AipServiceRoleBasedAdministrator -ObjectId 5c6bb73b-1038-4eec-863d-49bded473437\nRemove-AipServiceRoleBasedAdministrator -EmailAddress a@b.c\nDisconnect-AipService",
    [
      "warning aip-role-missing Add-AipServiceRoleBasedAdministrator",
      "warning aip-remove-role-missing Remove-AipServiceRoleBasedAdministrator",
    ],
  );
  check("Connect-AipService\nGet-MsolUser | Add-AipServiceRoleBasedAdministrator -Role ConnectorAdministrator\nDisconnect-AipService", [
    "warning msonline-retired Get-MsolUser",
  ]);
  check(
    "Connect-AipService\n$admin = @{ EmailAddress = 'ann'; SecurityGroupDisplayName = 'x'; Role = 'ConnectorAdministrator' }\nAdd-AipServiceRoleBasedAdministrator @admin\nDisconnect-AipService",
    ["warning aip-email-format 'ann'", "error aip-admin-selector-count SecurityGroupDisplayName"],
  );
  check("Connect-AipService -EnvironmentName AzureUSGoverment\nGet-AipServiceConfiguration\nDisconnect-AipServiceService", [
    "information aip-disconnect-missing Connect-AipService",
    "error aip-environment AzureUSGoverment",
    "error aip-cmdlet-typo Disconnect-AipServiceService",
  ]);
  check("#Requires -Version 7\nImport-Module AIPService\nConnect-AipService\nGet-AipService\nDisconnect-AipService", [
    "warning aip-powershell-core -Version 7",
  ]);
  check("#Requires -PSEdition Core\n#Requires -Modules AIPService\nConnect-AipService; Get-AipService; Disconnect-AipService", [
    "warning aip-powershell-core -PSEdition Core",
  ]);
  check("Get-AipServiceUserLog -Path C:\\Logs -ForDate 2019-01-01\nGet-AipServiceTemplate", [
    "warning aip-connect-missing Get-AipServiceUserLog",
  ]);
  check("Get-AadrmUsageLogLastCounterValue", ["warning aadrm-cmdlet-removed Get-AadrmUsageLogLastCounterValue"]);
  check("Connect-AipService\nGet-AipServiceConfiguration // show it\nDisconnect-AipService", ["error aip-slash-comment //"]);
  check("Set-AAipServiceSuperUserGroup -GroupEmailAddress a@b.c", ["error aip-cmdlet-typo Set-AAipServiceSuperUserGroup"]);
  check("Install-Module -Name AADRM -Force", ["warning aadrm-module-retired AADRM"]);
  check("Enable-AadrmIPCv3Service", ["warning aadrm-cmdlet-renamed Enable-AadrmIPCv3Service"]);
  check("function Connect-It { Connect-AipService }\nConnect-It\nGet-AipServiceConfiguration", []);
  check("Import-Module AIPService\nif (-not (Get-AipService)) { Connect-AipService }", [
    "information aip-disconnect-missing Connect-AipService",
  ]);
});

describe("DNS records and netsh", () => {
  check('Add-DnsServerResourceRecord -ZoneName "fabrikam.com" -Txt -Name "_dmarc" -DescriptiveText "v=DMARC1;p=none"', [
    "warning dmarc-rua-missing v=DMARC1",
    "information dmarc-policy-none none",
  ]);
  check(
    "Add-DnsServerResourceRecord -Txt -ZoneName fabrikam.com -Name _dmarc -DescriptiveText v=DMARC1; p=none; rua=mailto:x@fabrikam.com",
    ["error txt-unquoted-semicolon v=DMARC1"],
  );
  check(
    "$txt = @{ ZoneName = 'fabrikam.com'; Name = '_dmarc'; Txt = $true; DescriptiveText = 'v=DMARC1; p=rejected; rua=mailto:d@fabrikam.com' }\nAdd-DnsServerResourceRecord @txt",
    ["error dmarc-policy-value rejected"],
  );
  check("Add-DnsServerResourceRecord -Txt -ZoneName fabrikam.com -Name '_report._dmarc' -DescriptiveText 'v=DMARC1'", []);
  check("Add-DnsServerResourceRecord -Txt -ZoneName reports.example -Name 'fabrikam.com._report._dmarc' -DescriptiveText 'v=DMARC1;'", []);
  check(
    'Add-DnsServerResourceRecord -Txt -ZoneName fabrikam.com -Name _dmarc -DescriptiveText "v=DMARC1; p=$policy; rua=mailto:d@fabrikam.com"',
    [],
  );
  check("Add-DnsServerResourceRecord fabrikam.com _dmarc -Txt -DescriptiveText 'DMARC1; p=none; rua=mailto:d@fabrikam.com'", [
    "error dmarc-version DMARC1",
    "information dmarc-policy-none none",
  ]);
  check(
    'New-AzDnsRecordSet -Name "_dmarc" -RecordType TXT -ZoneName "fabrikam.com" -ResourceGroupName rg -Ttl 3600 -DnsRecords (New-AzDnsRecordConfig -Value "v=DMARC1; p=reject; rua=mailto:x@other.example")',
    ["information dmarc-external-destination mailto:x@other.example"],
  );
  check(
    'New-AzDnsRecordSet -Name "@" -RecordType CNAME -ZoneName "fabrikam.com" -ResourceGroupName rg -Ttl 3600 -DnsRecords (New-AzDnsRecordConfig -Cname a.b.c)',
    ['error cname-at-apex "@"'],
  );
  check(
    'New-AzDnsRecordSet -Name "www.fabrikam.com" -RecordType CNAME -ZoneName "fabrikam.com" -ResourceGroupName rg -Ttl 3600 -DnsRecords @()',
    ["warning azdns-name-fqdn www.fabrikam.com"],
  );
  check('New-AzDnsRecordConfig -Value "v=spf1 include:spf.protection.outlook.com"', [
    "warning spf-neutral-all include:spf.protection.outlook.com",
  ]);
  check("New-AzDnsRecordConfig -Exchange 10.0.0.1 -Preference 10", ["error mx-target-ip 10.0.0.1"]);
  check('New-AzDnsRecordConfig -Exchange mail.fabrikam.com -Preference 10 -Value "x"', ["error azdns-record-set-exclusive -Value"]);
  check("New-AzDnsRecordConfig -Exchange mail.fabrikam.com -Preference 70000", ["error mx-preference-range 70000"]);
  check("Add-DnsServerResourceRecord -MX -ZoneName fabrikam.com -Name . -MailExchange 192.0.2.1 -Preference 10", [
    "error mx-target-ip 192.0.2.1",
  ]);
  check(
    'Add-DnsServerResourceRecordMX -Preference 10 -Name "." -MailExchange "mail.fabrikam.com" -ZoneName "fabrikam.com"\nAdd-DnsServerResourceRecordCName -Name "mail" -HostNameAlias "srv.fabrikam.com" -ZoneName "fabrikam.com"',
    ['warning mx-target-cname "mail.fabrikam.com"'],
  );
  check("Add-DnsServerResourceRecordCName fabrikam.com fabrikam.com srv.fabrikam.com", ["error cname-at-apex fabrikam.com"]);
  check("Add-DnsServerResourceRecordCName -ZoneName fabrikam.com -Name . -HostNameAlias srv.fabrikam.com", ["error cname-at-apex ."]);
  check(
    "Add-DnsServerResourceRecordA -ZoneName fabrikam.com -Name autodiscover -IPv4Address 192.0.2.1\nAdd-DnsServerResourceRecordCName -ZoneName fabrikam.com -Name autodiscover -HostNameAlias autodiscover.outlook.com",
    ["error cname-with-other-data autodiscover"],
  );
  check(
    "if ($cloud) { Add-DnsServerResourceRecordCName -ZoneName fabrikam.com -Name autodiscover -HostNameAlias autodiscover.outlook.com } else { Add-DnsServerResourceRecordA -ZoneName fabrikam.com -Name autodiscover -IPv4Address 192.0.2.1 }",
    [],
  );
  check(
    "Remove-DnsServerResourceRecord -ZoneName fabrikam.com -Name autodiscover -RRType A -Force\nAdd-DnsServerResourceRecordCName -ZoneName fabrikam.com -Name autodiscover -HostNameAlias autodiscover.outlook.com",
    [],
  );
  check(
    "Add-DnsServerResourceRecord -ZoneName fabrikam.com -Name '@' -Txt -DescriptiveText 'MS=ms12345678'\nAdd-DnsServerResourceRecord -ZoneName fabrikam.com -Name '@' -Txt -DescriptiveText 'v=spf1 -all'",
    [],
  );
  check('Add-DnsServerResourceRecord -ZoneName fabrikam.com -Name s._domainkey -Txt -DescriptiveText "v=DKIM1; k=rsa; p=$key"', []);
  check('Add-DnsServerResourceRecord -ZoneName fabrikam.com -Name s._domainkey -Txt -DescriptiveText "k=rsa; t=y; p=MIGf"', [
    "information dkim-testing t=y",
  ]);
  check(
    "Add-DnsServerResourceRecord -ZoneName smarthost.local -Name oxford -MX -MailExchange mail.oxford.smarthost.local -Preference 10\nAdd-DnsServerResourceRecord -ZoneName smarthost.local -Name oxford -MX -MailExchange mail.oxford2.smarthost.local -Preference 10",
    ["information mx-equal-failover 10"],
  );
  check('dnscmd /recordadd fabrikam.com @ TXT "v=spf1 +all"', ["warning spf-plus-all +all"]);
  check(
    'dnscmd . /RecordAdd fabrikam.com _dmarc 3600 TXT "v=DMARC1; p=none"',
    ["warning dmarc-rua-missing v=DMARC1", "information dmarc-policy-none none"],
    { language: "batch" },
  );
  check(
    "dnscmd /recordadd fabrikam.com mail CNAME srv.fabrikam.com.\ndnscmd /recordadd fabrikam.com mail A 192.0.2.1",
    ["error cname-with-other-data mail"],
    { language: "batch" },
  );
  check(
    '# pct=20 means only 20 percent of the reports are sent\nAdd-DnsServerResourceRecord -ZoneName fabrikam.com -Name _dmarc -Txt -DescriptiveText "v=DMARC1; p=reject; pct=20; rua=mailto:d@fabrikam.com"',
    ["information dmarc-pct-meaning pct", "information dmarc-pct-removed pct=20"],
  );
  check('netsh interface ipv6 set interface "LAN" forwarding=yes', ["error netsh-flag-value yes"], { language: "batch" });
  check("netsh int ipv6 set int 12 forwarding=enabled privacy=enabled", ["warning netsh-set-interface-privacy privacy"]);
  check("netsh interface ipv6 add v6v4tunnel interface=IP6Tunnel localaddress=192.168.1.2", ["error netsh-tunnel-ipv4 netsh"], {
    language: "batch",
  });
  check('netsh interface ipv6 add v6v4tunnel "IP6Tunnel" %LOCAL% %REMOTE%', [], { language: "batch" });
  check("netsh interface ipv6 add v6v4tunnel IP6Tunnel $local $remote", []);
  check("netsh interface ipv6 add route ::/0 IP6Tunnel 2001:db8::g", ["error netsh-ipv6-literal 2001:db8::g"]);
  check("netsh interface ipv6 set route 2001:db8:1::/64 “Local Area Connection” publish=always", ["error netsh-publish-value always"]);
  check(
    "netsh interface ipv6 set interface ”Local Area Connection” forwarding=enabled",
    ["error netsh-curly-quotes ”Local Area Connection”"],
    { language: "batch" },
  );
  // `Büro Köln` in the console's code page, read as Windows-1252.
  check('netsh interface ipv6 set interface "B\u0081ro K\u201dln" forwarding=enabled', [], { language: "batch" });
  check("netsh interface ipv6 set interface \u201eberblick forwarding=enabled", [], { language: "batch" });
  check('netsh interface ipv6 set address "LAN" 2001:db8::zz', ["error netsh-ipv6-literal 2001:db8::zz"], { language: "batch" });
  check(
    "netsh interface ipv6 set teredo disabled\nnetsh interface teredo set state disable\nnetsh interface teredo show state",
    ["information netsh-flag-value disable"],
    { language: "batch" },
  );
  check(
    'netsh interface ipv6 add dnsserver "LAN" 2001:db8::1\nnetsh interface ipv6 delete route ::/0 IP6Tunnel\nnetsh interface ip set address "LAN" static 10.0.0.1 255.255.255.0\nnetsh advfirewall firewall add rule name="x" dir=in action=allow\nnetsh winhttp set proxy proxy:8080',
    [],
    { language: "batch" },
  );
  check(
    'netsh interface ipv6 set interface Wi-Fi forwarding=enabled\nnetsh interface ipv6 set interface "Ethernet 2" forwarding=enabled\nnetsh interface ipv6 set interface Ethernet 2 forwarding=enabled',
    ["error netsh-name-unquoted Ethernet 2"],
    { language: "batch" },
  );
});

describe("programs that other programs start", () => {
  const flag = ["error netsh-flag-value on"];
  const line = "interface ipv6 set interface LAN forwarding=on";
  check(`& netsh.exe ${line}`, flag);
  check(`& "$env:SystemRoot\\System32\\netsh.exe" ${line}`, flag);
  check(`cmd /c netsh ${line}`, flag);
  check(`cmd.exe /c 'netsh ${line} && echo done'`, flag);
  check(`netsh --% ${line}`, flag);
  check(`Start-Process netsh -ArgumentList '${line}' -Wait`, flag);
  check("Start-Process -FilePath netsh.exe -ArgumentList 'interface','ipv6','set','interface','LAN','forwarding=on' -Verb RunAs", flag);
  check("$words = 'interface','ipv6','set','interface','LAN','forwarding=on'\n& netsh $words", flag);
  check("$words = @('interface','ipv6','set','interface','LAN','forwarding=on')\n& netsh @words", flag);
  check(`%SystemRoot%\\System32\\netsh.exe ${line}`, flag, { language: "batch" });
  check(`cmd /c "netsh ${line}"`, flag, { language: "batch" });
  check(`start "Router" /wait netsh ${line}`, flag, { language: "batch" });
  check("set FLAG=on\nnetsh interface ipv6 set interface LAN forwarding=%FLAG%", ["error netsh-flag-value forwarding=%FLAG%"], {
    language: "batch",
  });
  check(`foreach ($words in '${line}', 'interface teredo set state disabled') { Start-Process netsh -ArgumentList $words }`, flag);
  // Start-Process joins the items with blanks: the name falls apart.
  check("Start-Process netsh 'interface','ipv6','set','interface','My LAN','forwarding=enabled'", ["error netsh-name-unquoted My LAN"]);
  check("Start-Process netsh 'interface','ipv6','set','interface','\"My LAN\"','forwarding=enabled'", []);
  check(`Start-Process $program '${line}'\ncmd /c "echo netsh ${line}"\nStart-Process netsh $list`, []);
  check(
    "cmd /c reg add HKLM\\SOFTWARE\\Microsoft\\MSDRM\\ServiceLocation\\Activation /ve /d https://x.rms.na.aadrm.com/_wmcs/licensing /f",
    ["warning rms-registry-swapped licensing"],
  );
});

describe("the lab's list", () => {
  check(
    "BringOnline,VMName,StorageAccount,VMOSDiskName,VMInstanceSize,SubnetName,IPAddress,Location,AffinityGroup,WaitForBoot,PublicRDPPort\nYes,mh-oxf-dc1,portalvhdsjv47jtq9qdrmb,mh-oxf-mbx2-mh-oxf-mbx2-0-201312301745030496,Small,Oxford,,West Europe,C7Solutions-AG,Yes,3389",
    ["error lab-csv-ip ,,"],
    { language: "csv" },
  );
  check(
    "Yes,mh-oxf-dc1,portalvhdsjv47jtq9qdrmb,disk,Small,Oxford,10.0.0.4,West Europe,C7Solutions-AG,Yes,3389",
    ["error lab-csv-header Yes,mh-oxf-dc1,portalvhdsjv47jtq9qdrmb,disk,Small,Oxford,10.0.0.4,West Europe,C7Solutions-AG,Yes,3389"],
    { language: "csv" },
  );
  check(
    "BringOnline,VMName,StorageAccount,VMOSDiskName,VMInstanceSize,SubnetName,Location,AffinityGroup,WaitForBoot,PublicRDPPort\nYes,a,b,disk,Small,Oxford,West Europe,AG,Yes,3389",
    [
      "error lab-csv-header BringOnline,VMName,StorageAccount,VMOSDiskName,VMInstanceSize,SubnetName,Location,AffinityGroup,WaitForBoot,PublicRDPPort",
    ],
    { language: "csv" },
  );
  check(
    '"BringOnline","VMName","StorageAccount","VMOSDiskName","VMInstanceSize","SubnetName","IPAddress","Location","AffinityGroup","WaitForBoot","PublicRDPPort"\n"yes","a","b","http://x/y.vhd","A7","Oxford","10.0.0","West Europe","AG","no","70000"\n"Y","A","b","d","Extra Small","Oxford","10.0.0.5","West Europe","AG","","3389"',
    [
      "warning lab-csv-vhd-name http://x/y.vhd",
      "error lab-csv-size A7",
      "error lab-csv-ip 10.0.0",
      "information lab-csv-boot-order no",
      "error lab-csv-rdp-port 70000",
      "warning lab-csv-yes-no Y",
      "error lab-csv-duplicate A",
      "error lab-csv-size Extra Small",
      'warning lab-csv-yes-no ""',
    ],
    { language: "csv" },
  );
  check(
    "BringOnline,VMName,StorageAccount,VMOSDiskName,VMInstanceSize,SubnetName,IPAddress,Location,AffinityGroup,WaitForBoot,PublicRDPPort,Notes\nYes,a,b,disk,Small,Oxford,10.0.0.4,West Europe,AG,Yes,3389,hello",
    ["warning lab-csv-header Notes"],
    { language: "csv" },
  );
  check(
    "BringOnline;VMName;StorageAccount;VMOSDiskName;VMInstanceSize;SubnetName;IPAddress;Location;AffinityGroup;WaitForBoot;PublicRDPPort\nYes;a;b;disk;Small;Oxford;10.0.0;West Europe;AG;Yes;3389",
    [
      "warning lab-csv-header BringOnline;VMName;StorageAccount;VMOSDiskName;VMInstanceSize;SubnetName;IPAddress;Location;AffinityGroup;WaitForBoot;PublicRDPPort",
      "error lab-csv-ip 10.0.0",
    ],
    { language: "csv" },
  );
  check(
    "BringOnline,VMName,StorageAccount,VMOSDiskName,VMInstanceSize,SubnetName,IPAddress,Location,AffinityGroup,WaitForBoot,PublicRDPPort,vmname\nYes,a,b,disk,Small,Oxford,10.0.0.4,West Europe,AG,Yes",
    ["error lab-csv-header vmname", "error lab-csv-rdp-port s"],
    { language: "csv" },
  );
  check("Name,IPAddress\na,x", [], { language: "csv" });
  check("Name;Domain;IPAddress\na;b;x", [], { language: "csv" });
  check(
    "VMName,BringOnline,StorageAccount,VMOSDiskName,VMInstanceSize,SubnetName,IPAddress,Location,AffinityGroup,WaitForBoot,PublicRDPPort\na,Yes,b,disk,Small,Oxford,10.0.0.4,West Europe,AG,Yes,3389",
    [],
    { language: "csv" },
  );
});

describe("working scripts stay silent", () => {
  check("Get-Help .\\GenConnectorConfig.ps1 -Detailed", []);
  check(
    "# .\\GenConnectorConfig.ps1 -ConnectorUri rms.fabrikam.com\nWrite-Host \"Run .\\GenConnectorConfig.ps1 -ConnectorUri <url> -SetExchange2019\"\n$help = @'\nSet-IRMConfiguration -InternalLicensingEnabled true\n'@",
    [],
  );
  check(
    "foreach ($s in $servers) { Invoke-Command -ComputerName $s -ScriptBlock { & C:\\RMS\\GenConnectorConfig.ps1 -ConnectorUri $using:uri -SetExchange2013 } }",
    ["information rms-connector-set-unattended C:\\RMS\\GenConnectorConfig.ps1"],
  );
  check(
    "param([string]$ConnectorUri = 'rmsconnector.fabrikam.com')\nif ($ConnectorUri -notmatch '^https?://') { $ConnectorUri = \"https://$ConnectorUri\" }\n.\\GenConnectorConfig.ps1 -ConnectorUri $ConnectorUri -SetExchange2013",
    [],
  );
  check("function Set-IRMConfiguration { param($InternalLicensingEnabled) }\nSet-IRMConfiguration -InternalLicensingEnabled true", []);
  check(
    "$settings = Import-PowerShellDataFile .\\s.psd1\nSet-IRMConfiguration @settings\nTest-IRMConfiguration @settings\n.\\GenConnectorConfig.ps1 @settings",
    [],
  );
  check(
    "Set-IRMConfiguration -InternalLicensingEnabled ($mode -eq 'on')\nSet-IRMConfiguration -InternalLicensingEnabled ([bool]1) -Confirm:$false -WhatIf",
    [],
  );
  check(
    "$irm = Get-IRMConfiguration\n$list = $irm.LicensingLocation\nif ($list -notcontains $url) { $list += $url; Set-IRMConfiguration -LicensingLocation $list }",
    [],
  );
  check(
    "switch ($action) {\n  'enable' { Set-IRMConfiguration -InternalLicensingEnabled $true }\n  'connector' { .\\GenConnectorConfig.ps1 -ConnectorUri https://rms.fabrikam.com -SetExchange2013 }\n}",
    [],
  );
  check(
    "function Enable-It { Set-IRMConfiguration -InternalLicensingEnabled $true }\n.\\GenConnectorConfig.ps1 -ConnectorUri https://rms.fabrikam.com -SetExchange2013\nEnable-It",
    [],
  );
  check("try { Get-AipService | Out-Null } catch { Connect-AipService }\nGet-AipServiceConfiguration\nDisconnect-AipService", []);
  check(
    "$session = Connect-AipService -Credential $cred -TenantId $t\nAdd-AipServiceRoleBasedAdministrator -EmailAddress $who -Role $role\nGet-AipServiceRoleBasedAdministrator | Remove-AipServiceRoleBasedAdministrator -Role ConnectorAdministrator\nDisconnect-AipService",
    [],
  );
  check(
    "Import-Csv admins.csv | ForEach-Object { Add-AipServiceRoleBasedAdministrator -EmailAddress $_.Mail -Role ConnectorAdministrator }",
    [],
  );
  check(
    "$keys = 'Activation','EnterprisePublishing'\nforeach ($k in $keys) { New-ItemProperty -Path \"HKLM:\\SOFTWARE\\Microsoft\\MSDRM\\ServiceLocation\\$k\" -Name '(Default)' -Value \"$tenant/_wmcs/x\" }",
    [],
  );
  check(
    "Get-ItemProperty HKCU:\\SOFTWARE\\Microsoft\\MSDRM\\ServiceLocation\\Activation\nRemove-Item HKLM:\\SOFTWARE\\Wow6432Node\\Microsoft\\MSDRM -Recurse",
    [],
  );
  check("New-ItemProperty -Path HKLM:\\SOFTWARE\\Microsoft\\ExchangeServer\\v15\\Setup -Name x -Value 1 -PropertyType DWord", []);
  check(
    "Add-DnsServerResourceRecord -ZoneName $zone -Name '_dmarc' -Txt -DescriptiveText $dmarc\nAdd-DnsServerResourceRecord -ZoneName $zone -Name '@' -Txt -DescriptiveText ('v=spf1 ' + ($hosts -join ' ') + ' -all')",
    [],
  );
  check(
    "Add-DnsServerResourceRecord -ZoneName fabrikam.com -Name 'google._domainkey' -Txt -DescriptiveText \"v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA7byG/L8vtIVObijvs9vj/9MS0flcKUK5FgOK5ij7+RDqs/kLwaf8Uh8GPvag6bjbtnDoQtci3v96whOK14d12GSh4i3gsf0/vhyja5JMOwbGaZCqxqcYxxp25xNgkMt5yblYh7/ZYg8hUff1lJSz4x70fBmAQ\nxsDogfrUZjfptXYgXbiF7ABT3tUs+Oo+kk91ZJ7/AayZkEC/XHACtcMU9kz0C36zGdzZiXebK/m88+OJWQfXqliMptyMWLUzXMLeTohrm306yimUB2DroZawog0UJ/hcX+v5tKL8v1Gln5eSzNr7yNCMPF+36DH5i65dUZPAp8io9pMeSbGHJqh4wIDAQAB\"",
    [],
  );
  check(
    "Add-DnsServerResourceRecordMX -ZoneName fabrikam.com -Name '.' -MailExchange 'fabrikam-com.mail.protection.outlook.com' -Preference 0\nAdd-DnsServerResourceRecordMX -ZoneName fabrikam.com -Name 'sub' -MailExchange '.' -Preference 0\nResolve-DnsName _dmarc.fabrikam.com -Type TXT | Where-Object Strings -match 'v=DMARC1'",
    [],
  );
  check(
    "Add-DnsServerResourceRecordA -ZoneName a.local -Name www -IPv4Address 10.0.0.1 -ComputerName dc1\nAdd-DnsServerResourceRecordCName -ZoneName a.local -Name www -HostNameAlias x.y -ComputerName dc2",
    [],
  );
  check(
    "New-AzDnsRecordSet -Name www -RecordType CNAME -ZoneName fabrikam.com -ResourceGroupName rg -Ttl 60 -DnsRecords (New-AzDnsRecordConfig -Cname x.fabrikam.com)\nNew-AzDnsRecordSet -Name www -RecordType CNAME -ZoneName contoso.com -ResourceGroupName rg -Ttl 60 -DnsRecords (New-AzDnsRecordConfig -Cname x.contoso.com)",
    [],
  );
  check(
    "netsh interface ipv6 set interface $name forwarding=$state\n& netsh interface ipv6 add address \"LAN\" $address\n$words = 'interface','ipv6','set','interface','LAN','forwarding=enabled'\n& netsh.exe $words\nnetsh advfirewall firewall set rule group=\"remote desktop\" new enable=yes\nnetsh interface ipv6 show interfaces\nnetsh interface ipv6 add prefixpolicy ::/0 1 1\nnetsh interface portproxy add v4tov4 listenport=25 connectaddress=10.0.0.1 connectport=25\nnetsh http add urlacl url=http://+:80/ user=x",
    [],
  );
  check("Start-AzVM -Name a -ResourceGroupName b; Get-AzDisk; New-AzVM; Remove-AzVM\nImport-Csv .\\lab.csv", []);
  check(
    'New-SettingOverride -Name CBC -Component Encryption -Section EnableEncryptionAlgorithmCBC -Parameters @("Enabled=True") -Reason x -Server ex1\nNew-SettingOverride -Name AMSI -Component Cafe -Section HttpRequestFiltering -Parameters ("Enabled=False") -Reason "Testing"',
    [],
  );
  check(
    'Test-IRMConfiguration -Sender $mailbox.PrimarySmtpAddress -Recipient $r\nTest-IRMConfiguration -Sender:ann@fabrikam.com\n$r = Test-IRMConfiguration -Sender "ann@fabrikam.com" | Select-String PASS',
    [],
  );
  check(
    "Connect-ExchangeOnline -ShowBanner:$false\n$rms = Get-AipServiceConfiguration\nSet-IRMConfiguration -LicensingLocation $rms.LicensingIntranetDistributionPointUrl\nSet-IRMConfiguration -AzureRMSLicensingEnabled $true -SimplifiedClientAccessEnabled $true\nSet-IRMConfiguration -SimplifiedClientAccessEncryptOnlyDisabled $true\nGet-RMSTemplate -Type All\nDisconnect-ExchangeOnline -Confirm:$false",
    ["warning aip-connect-missing Get-AipServiceConfiguration"],
  );
  check(
    'Set-IRMConfiguration -InternalLicensingEnabled $true -ExternalLicensingEnabled $false -JournalReportDecryptionEnabled $true -SearchEnabled $true -EDiscoverySuperUserEnabled $true -DomainController dc1.fabrikam.com\nNew-SettingOverride -Name CBC -Component Encryption -Section EnableEncryptionAlgorithmCBC -Parameters @("Enabled=True") -Reason x',
    [],
    { target: "2019 CU14 Nov24SU" },
  );
});
describe("the order of steps", () => {
  check(
    "Set-IRMConfiguration -InternalLicensingEnabled $false\nRemove-Item C:\\ProgramData\\Microsoft\\DRM\\Server -Recurse -Force\nRemove-Item HKLM:\\SOFTWARE\\Microsoft\\MSDRM\\ServiceLocation -Recurse\n.\\GenConnectorConfig.ps1 -ConnectorUri https://rms.fabrikam.com -SetExchange2013\nSet-IRMConfiguration -RefreshServerCertificates\niisreset",
    ["information irm-left-disabled $false"],
  );
  check(
    'Set-IRMConfiguration -InternalLicensingEnabled $false\nRemove-Item "C:\\ProgramData\\Microsoft\\DRM\\Server" -Recurse\n.\\GenConnectorConfig.ps1 -ConnectorUri https://rms.fabrikam.com -SetExchange2013\nSet-IRMConfiguration -RefreshServerCertificates\nSet-IRMConfiguration -InternalLicensingEnabled $true\nIISRESET\nTest-IRMConfiguration -Sender ann@fabrikam.com',
    [],
  );
  check(
    '$list = (Get-IRMConfiguration).LicensingLocation\n$list += "https://x.rms.na.aadrm.com/_wmcs/licensing"\nSet-IRMConfiguration -LicensingLocation $list\nSet-IRMConfiguration -InternalLicensingEnabled $false\nSet-IRMConfiguration -RefreshServerCertificates\nSet-IRMConfiguration -InternalLicensingEnabled $true\nIISReset',
    [],
  );
  check(
    "Remove-Item 'C:\\ProgramData\\Microsoft\\DRM\\Server\\S-1-5-18' -Recurse\nSet-IRMConfiguration -InternalLicensingEnabled $false\nSet-IRMConfiguration -ClientAccessServerEnabled $false\nSet-IRMConfiguration -RefreshServerCertificates\niisreset\n.\\GenConnectorConfig.ps1 -ConnectorUri https://rms.fabrikam.com -SetExchange2013\nSet-IRMConfiguration -InternalLicensingEnabled $true\nSet-IRMConfiguration -ClientAccessServerEnabled $true",
    ["information irm-drm-folder-before-disable Remove-Item"],
  );
  check(
    "Test-IRMConfiguration -Sender ann@fabrikam.com\n.\\GenConnectorConfig.ps1 -ConnectorUri https://rms.fabrikam.com -SetExchange2013\nSet-IRMConfiguration -InternalLicensingEnabled $true",
    ["information irm-test-before-enable Test-IRMConfiguration"],
  );
  check(
    ".\\GenConnectorConfig.ps1 -ConnectorUri https://rms.fabrikam.com -SetExchange2013\nSet-IRMConfiguration -InternalLicensingEnabled $true\nSet-IRMConfiguration -ClientAccessServerEnabled $false",
    ["warning irm-client-access-missing $false"],
  );
  check(
    "Set-IRMConfiguration -InternalLicensingEnabled $false\ndel C:\\ProgramData\\Microsoft\\DRM\\Server -Recurse\nRemove-Item C:\\ProgramData\\Microsoft\\DRM\\Client -Recurse\nSet-IRMConfiguration -RefreshServerCertificates",
    [
      "information irm-left-disabled $false",
      "information irm-drm-folder-path C:\\ProgramData\\Microsoft\\DRM\\Client",
      "information irm-iisreset-missing -RefreshServerCertificates",
    ],
  );
  check(".\\GenConnectorConfig.ps1 -ConnectorUri https://rms.fabrikam.com -CreateGPOScript\n.\\CreateConnectorRedirectGPOs.ps1", [
    "information rms-connector-gpo-not-linked -CreateGPOScript",
  ]);
  check(
    "function Reset-Irm {\n    Set-IRMConfiguration -InternalLicensingEnabled $true\n    .\\GenConnectorConfig.ps1 -ConnectorUri https://rms.fabrikam.com -SetExchange2013\n}\nReset-Irm",
    ["warning irm-enable-before-connector $true"],
  );
  check(
    "Set-IRMConfiguration -RefreshServerCertificates -InternalLicensingEnabled $true\n.\\GenConnectorConfig.ps1 https://rms.fabrikam.com -SetExchange2013\niisreset",
    ["warning irm-refresh-before-script -RefreshServerCertificates", "warning irm-enable-before-connector $true"],
  );
});
