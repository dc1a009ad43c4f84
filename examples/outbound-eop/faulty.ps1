# The same procedure with the slips that keep the mail in the queue.
# exchange-rms-target: 2016

$relay = @{
    Usage                    = 'Internet'
    SmartHosts               = 'contoso.com.mail.protection.outlook.com' # dashes, not dots
    DNSRoutingEnabled        = $true                                     # asks for MX hosts and smart hosts at once
    RequireTLS               = $true
    IgnoreSTARTTLS           = $true                                     # and never encrypts
    CloudServicesMailEnabled = $true
    SourceTransportServers   = 'EX1', 'EX2'
}

# Nothing says which certificate to show, and no certificate of the other side is checked.
New-SendConnector -Name 'EOP test' -AddressSpaces 'litware.example' @relay

# The cost without quotes ends the command; the rest of the line is lost.
New-SendConnector -Name 'Internet via EOP' -Usage Internet -SourceTransportServers EX1,EX2 -AddressSpaces SMTP:*;5

# TlsDomain belongs to DomainValidation.
New-SendConnector -Name 'EOP' -Usage Internet -AddressSpaces 'adatum.example' `
    -SmartHosts 'contoso-com.mail.protection.outlook.com' -Port 587 -DNSRoutingEnabled $false -Fqdn mail.contoso.com `
    -RequireTLS $true -TlsAuthLevel CertificateValidation -TlsDomain 'mail.protection.outlook.com' `
    -CloudServicesMailEnabled $true -SourceTransportServers EX1, EX2
