Add-DnsServerResourceRecordCName -ZoneName contoso.com -Name '@' -HostNameAlias webmail.contoso.com # want cname-at-apex
Add-DnsServerResourceRecordMX -ZoneName contoso.com -Name mail -MailExchange webmail.contoso.com -Preference 100000 # want mx-target-cname, mx-preference-range
Add-DnsServerResourceRecordCName -ZoneName contoso.com -Name webmail -HostNameAlias host1.contoso.com
Add-DnsServerResourceRecordA -ZoneName contoso.com -Name webmail -IPv4Address 192.0.2.25 # want cname-with-other-data
Add-DnsServerResourceRecord -ZoneName contoso.com -Name autodiscover -A -CName -IPv4Address 192.0.2.26 # want dns-record-set-exclusive
New-AzDnsRecordSet -Name autodiscover.contoso.com -RecordType CNAME -ZoneName contoso.com -ResourceGroupName dns -Ttl 3600 -DnsRecords $records # want azdns-name-fqdn
