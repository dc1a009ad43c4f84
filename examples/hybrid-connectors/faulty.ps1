# After the wizard: edits that do not survive, or never worked.
# exchange-rms-target: 2019

$certificate = Get-ExchangeCertificate -Thumbprint (Get-Content .\thumbprint.txt)

# Single quotes keep the expressions as text; a property needs $( ); a thumbprint is not a certificate name.
Set-SendConnector 'Outbound to Office 365' -TlsCertificateName '<I>$($certificate.Issuer)<S>$($certificate.Subject)' # want tlscertificatename-single-quoted-subexpr
Set-ReceiveConnector 'EX1\Default Frontend EX1' -TlsCertificateName "<I>$certificate.Issuer<S>$($certificate.Subject)" # want tlscertificatename-property-expansion
Set-SendConnector 'Outbound to Office 365' -TlsCertificateName 0123456789ABCDEF0123456789ABCDEF01234567 # want tlscertificatename-format

# Fails unless the connector is at DomainValidation already.
Set-SendConnector 'To Litware' -TlsDomain mail.litware.example # want tlsdomain-set-unknown

# A partner's domain on the wizard's connector, and a relay between the two sides.
Set-SendConnector 'Outbound to Office 365' -AddressSpaces 'contoso.mail.onmicrosoft.com;1', 'litware.example' # want flow-hcw-extra-space
Set-SendConnector 'Tenant' -AddressSpaces 'contoso.mail.onmicrosoft.com' -SmartHosts gateway.contoso.com -DNSRoutingEnabled $false # want flow-hybrid-middlebox

# The Edge or the Mailbox servers, not both.
Set-HybridConfiguration -EdgeTransportServers EDGE1 -SendingTransportServers EX1 # want flow-hybrid-edge-and-servers
