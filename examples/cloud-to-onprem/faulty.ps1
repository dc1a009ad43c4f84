# Ways to lose mail between Exchange Online and the own servers.
# exchange-rms-target: Online
Connect-ExchangeOnline

# Follows the MX record of contoso.com, which points to Exchange Online: a loop.
New-OutboundConnector -Name 'Loop' -ConnectorType OnPremises -RecipientDomains contoso.com # want flow-hybrid-mx-loop

# Smart hosts and MX record at once; a private address; a name that is never compared.
$datacentre = @{
    Name             = 'To HQ'
    ConnectorType    = 'OnPremises'
    RecipientDomains = 'hq.contoso.com'
    SmartHosts       = 'inbound.contoso.com', '10.1.2.3' # want outbound-private-ip
    UseMXRecord      = $true # want outbound-smarthosts-mx-conflict
    TlsSettings      = 'CertificateValidation'
    TlsDomain        = 'mail.contoso.com' # want outbound-tlsdomain-level
}
New-OutboundConnector @datacentre

# Only for the organisation's own servers.
New-OutboundConnector -Name 'Partner' -ConnectorType Partner -RecipientDomains litware.example -AllAcceptedDomains $true # want outbound-onprem-only-flags

# No sender has these addresses, and without TLS nobody shows a certificate.
$from = @{
    Name                     = 'From HQ'
    ConnectorType            = 'OnPremises'
    SenderDomains            = '*'
    SenderIPAddresses        = '192.168.1.0/24', '203.0.112.0/22' # want inbound-private-ip, inbound-ip-format
    TlsSenderCertificateName = 'mail.contoso.com'
    RequireTls               = $false # want inbound-cert-needs-tls
}
New-InboundConnector @from
