# What the Hybrid Configuration Wizard leaves on the on-premises side, and what may be changed by hand afterwards.
# exchange-rms-target: 2019

$certificate = Get-ExchangeCertificate -Thumbprint (Get-Content .\thumbprint.txt)
$tlsName = "<I>$($certificate.Issuer)<S>$($certificate.Subject)"

New-SendConnector -Name 'Outbound to Office 365' -AddressSpaces 'smtp:contoso.mail.onmicrosoft.com;1' -SourceTransportServers EX1, EX2 `
    -DNSRoutingEnabled: $true -SmartHosts $null -Fqdn mail.contoso.com -RequireTLS: $true -IgnoreSTARTTLS: $false `
    -TlsAuthLevel DomainValidation -TlsDomain mail.protection.outlook.com -TlsCertificateName $tlsName `
    -CloudServicesMailEnabled: $true -DomainSecureEnabled: $false -ErrorPolicies Default

# A renewed certificate: the two places that name the old one.
Set-SendConnector 'Outbound to Office 365' -TlsCertificateName $tlsName
Set-ReceiveConnector 'EX1\Default Frontend EX1' -TlsCertificateName $tlsName -TlsDomainCapabilities 'mail.protection.outlook.com:AcceptCloudServicesMail'
