# Two sites, two relays, and not one of the ways to say so works.
# exchange-rms-target: onprem

$site = @{ Usage = 'Internet'; DNSRoutingEnabled = $false; SourceTransportServers = 'EX1', 'EX2' }

# One text is one host name; a host has no port, the connector has one.
New-SendConnector -Name A @site -AddressSpaces litware.example -SmartHosts 'mail.oxford.smarthost.internal, mail.cambridge.smarthost.internal' # want smarthost-single-string-list
New-SendConnector -Name B @site -AddressSpaces adatum.example -SmartHosts mail.oxford.smarthost.internal:587 # want smarthost-port-in-name

# The second connector is no backup: at the same cost the lower name wins, always.
New-SendConnector -Name Oxford @site -AddressSpaces * -SmartHosts mail.oxford.smarthost.internal
New-SendConnector -Name Cambridge @site -AddressSpaces * -SmartHosts mail.cambridge.smarthost.internal # want duplicate-wildcard-connectors

# Signing in needs a credential, TLS, and a smart host to sign in at.
New-SendConnector -Name 'Signed in' -Custom -AddressSpaces fabrikam.com -SmartHostAuthMechanism BasicAuth # want basicauth-cleartext, basicauth-needs-credential, smarthostauth-needs-smarthosts
