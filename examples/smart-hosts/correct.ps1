# Outbound relays in two sites, each with the other as its backup.
# exchange-rms-target: onprem
#
# The smart host is one name that has MX records: Exchange follows their preferences and goes to the other site by itself.

Add-DnsServerResourceRecordMX -ZoneName smarthost.internal -Name oxford -MailExchange mail.oxford.smarthost.internal -Preference 10
Add-DnsServerResourceRecordMX -ZoneName smarthost.internal -Name oxford -MailExchange mail.cambridge.smarthost.internal -Preference 20
Add-DnsServerResourceRecordMX -ZoneName smarthost.internal -Name cambridge -MailExchange mail.cambridge.smarthost.internal -Preference 10
Add-DnsServerResourceRecordMX -ZoneName smarthost.internal -Name cambridge -MailExchange mail.oxford.smarthost.internal -Preference 20

foreach ($site in 'oxford', 'cambridge') {
    New-SendConnector -Name "Internet $site" -Usage Internet -AddressSpaces 'SMTP:*;1' `
        -SmartHosts "$site.smarthost.internal" -DNSRoutingEnabled $false `
        -SourceTransportServers "$site-ex1", "$site-ex2"
}
