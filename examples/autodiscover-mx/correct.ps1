# Names for clients and mail: aliases for clients, hosts with addresses for mail. Geo-redundant smart hosts in a private zone.
Add-DnsServerResourceRecordCName -ZoneName contoso.com -Name autodiscover -HostNameAlias autodiscover.outlook.com
Add-DnsServerResourceRecordCName -ZoneName contoso.com -Name webmail -HostNameAlias mail.contoso.com
Add-DnsServerResourceRecordA -ZoneName contoso.com -Name mail -IPv4Address 192.0.2.25
Add-DnsServerResourceRecordMX -ZoneName contoso.com -Name . -MailExchange contoso-com.mail.protection.outlook.com -Preference 0

foreach ($site in 'oxford', 'cambridge') {
    Add-DnsServerResourceRecordA -ZoneName smarthost.local -Name "mail.$site" -IPv4Address (Resolve-DnsName "relay.$site.contoso.com" -Type A).IPAddress
}
Add-DnsServerResourceRecordMX -ZoneName smarthost.local -Name oxford -MailExchange mail.oxford.smarthost.local -Preference 10
Add-DnsServerResourceRecordMX -ZoneName smarthost.local -Name oxford -MailExchange mail.cambridge.smarthost.local -Preference 20
