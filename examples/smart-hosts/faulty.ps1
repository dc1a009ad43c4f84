# Two sites, two relays, and not one of the ways to say so works.
# exchange-rms-target: onprem

# One text is one host name.
New-SendConnector -Name 'Internet A' -Usage Internet -AddressSpaces 'litware.example' -DNSRoutingEnabled $false `
    -SmartHosts 'mail.oxford.smarthost.internal, mail.cambridge.smarthost.internal' -SourceTransportServers EX1, EX2

# A host has no port; the connector has one.
New-SendConnector -Name 'Internet B' -Usage Internet -AddressSpaces 'adatum.example' -DNSRoutingEnabled $false `
    -SmartHosts mail.oxford.smarthost.internal:587 -SourceTransportServers EX1, EX2

# The second connector is no backup: at the same cost the lower name wins, always.
New-SendConnector -Name 'Oxford' -Usage Internet -AddressSpaces '*' -DNSRoutingEnabled $false `
    -SmartHosts mail.oxford.smarthost.internal -SourceTransportServers EX1, EX2
New-SendConnector -Name 'Cambridge' -Usage Internet -AddressSpaces '*' -DNSRoutingEnabled $false `
    -SmartHosts mail.cambridge.smarthost.internal -SourceTransportServers EX1, EX2

# Signing in needs a credential, and a smart host to sign in at.
New-SendConnector -Name 'Signed in' -Custom -AddressSpaces 'fabrikam.com' -SmartHostAuthMechanism BasicAuth -SourceTransportServers EX1, EX2
