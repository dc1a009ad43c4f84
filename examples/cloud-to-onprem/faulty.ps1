# Ways to lose mail between Exchange Online and the own servers.
# exchange-rms-target: Online
Connect-ExchangeOnline

# Follows the MX record of contoso.com, which points to Exchange Online: a loop.
New-OutboundConnector -Name 'Loop' -ConnectorType OnPremises -RecipientDomains contoso.com

# Smart hosts and MX record at once; a private address; a name that is never compared.
New-OutboundConnector -Name 'To HQ' -ConnectorType OnPremises -RecipientDomains hq.contoso.com `
    -SmartHosts inbound.contoso.com, 10.1.2.3 -UseMXRecord $true -TlsSettings CertificateValidation -TlsDomain mail.contoso.com

# Only for the organisation's own servers.
New-OutboundConnector -Name 'Partner' -ConnectorType Partner -RecipientDomains litware.example -AllAcceptedDomains $true

# No sender has these addresses, and without TLS nobody shows a certificate.
New-InboundConnector -Name 'From HQ' -ConnectorType OnPremises -SenderDomains * `
    -SenderIPAddresses 192.168.1.0/24, 203.0.112.0/22 -TlsSenderCertificateName mail.contoso.com -RequireTls $false
