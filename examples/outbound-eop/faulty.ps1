# The same procedure with the slips that keep the mail in the queue.
# exchange-rms-target: 2016

$relay = @{
    Usage                    = 'Internet' # no TlsAuthLevel below: any certificate would do
    DNSRoutingEnabled        = $true # want smarthosts-with-dns-routing
    SmartHosts               = 'contoso.com.mail.protection.outlook.com' # want eop-host-shape, eop-tls-level-missing
    RequireTLS               = $true
    IgnoreSTARTTLS           = $true # want requiretls-ignorestarttls
    CloudServicesMailEnabled = $true
    SourceTransportServers   = 'EX1', 'EX2'
}

# Nothing says which certificate to show.
New-SendConnector -Name 'EOP test' -AddressSpaces 'litware.example' @relay # want eop-cert-selection

# The cost without quotes ends the command; whatever stood behind it would be lost.
New-SendConnector -Name 'Internet' -Usage Internet -SourceTransportServers EX1,EX2 -AddressSpaces SMTP:*;5 # want addressspace-unquoted-semicolon

# TlsDomain belongs to DomainValidation, and port 587 is for people, not for servers.
$eop = @{
    Name                     = 'EOP'
    Usage                    = 'Internet'
    AddressSpaces            = 'adatum.example'
    SmartHosts               = 'contoso-com.mail.protection.outlook.com'
    Port                     = 587 # want port-587-to-eop
    DNSRoutingEnabled        = $false
    Fqdn                     = 'mail.contoso.com'
    RequireTLS               = $true
    TlsAuthLevel             = 'CertificateValidation'
    TlsDomain                = 'mail.protection.outlook.com' # want tlsdomain-needs-domainvalidation
    CloudServicesMailEnabled = $true
    SourceTransportServers   = 'EX1', 'EX2'
}
New-SendConnector @eop
