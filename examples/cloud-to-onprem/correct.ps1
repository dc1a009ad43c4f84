# Mail from Exchange Online to two datacentres: the smart host is a name with MX records (10, 10, 20), not the domain itself.
# exchange-rms-target: Online
Connect-ExchangeOnline

New-OutboundConnector -Name 'To datacentres' -ConnectorType OnPremises -RecipientDomains contoso.com `
    -UseMXRecord $false -SmartHosts inbound.contoso.com `
    -TlsSettings DomainValidation -TlsDomain mail.contoso.com -CloudServicesMailEnabled $true

New-InboundConnector -Name 'From datacentres' -ConnectorType OnPremises -SenderDomains * `
    -RequireTls $true -TlsSenderCertificateName mail.contoso.com -CloudServicesMailEnabled $true
