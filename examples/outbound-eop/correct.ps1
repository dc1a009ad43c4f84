# Outbound Internet mail of the on-premises servers through Exchange Online Protection.
# exchange-rms-target: 2016
#
# The Hybrid Configuration Wizard does not do this: its own connector only serves the tenant's routing domain.

$relay = @{
    Usage                    = 'Internet'
    SmartHosts               = 'contoso-com.mail.protection.outlook.com' # the tenant's MX name
    DNSRoutingEnabled        = $false
    Fqdn                     = 'mail.contoso.com'                        # the name in the certificate
    RequireTLS               = $true
    TlsAuthLevel             = 'DomainValidation'
    TlsDomain                = 'mail.protection.outlook.com'
    CloudServicesMailEnabled = $true
    SourceTransportServers   = 'EX1', 'EX2'
}

# First one domain, to see whether the tenant accepts our certificate.
New-SendConnector -Name 'EOP test' -AddressSpaces 'litware.example' @relay

# Then everything: made disabled, switched on when the test message has arrived, and only then the old way is closed.
New-SendConnector -Name 'Internet via EOP' -AddressSpaces 'SMTP:*;5' -Enabled $false @relay
Set-SendConnector 'Internet via EOP' -Enabled $true
Set-SendConnector 'MYNET relay' -Enabled $false
