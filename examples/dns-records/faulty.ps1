Add-DnsServerResourceRecord -ZoneName contoso.com -Name _dmarc -Txt -DescriptiveText 'v=DMARC1;p=reject;pct=100;' # want dmarc-rua-missing
Add-DnsServerResourceRecord -ZoneName fabrikam.com -Name _dmarc -Txt -DescriptiveText 'v=DMARC1; p=rejct; rua=dmarc@fabrikam.com' # want dmarc-policy-value, dmarc-uri-mailto
Add-DnsServerResourceRecord -ZoneName litware.com -Name dmarc -Txt -DescriptiveText 'v=DMARC1; p=reject; rua=mailto:dmarc@litware.com' # want dmarc-owner-name
Add-DnsServerResourceRecord -ZoneName contoso.com -Name '@' -Txt -DescriptiveText 'v=spf1 ipv4:192.0.2.1 +all' # want spf-unknown-mechanism, spf-plus-all
Add-DnsServerResourceRecord -ZoneName fabrikam.com -Name '@' -Txt -DescriptiveText 'v=spf1 -all include:spf.protection.outlook.com' # want spf-after-all
Add-DnsServerResourceRecord -ZoneName fabrikam.com -Name '@' -Txt -DescriptiveText 'v=spf1 ip4:192.0.2.300 -all' # want spf-duplicate, spf-ip-literal
Add-DnsServerResourceRecord -ZoneName contoso.com -Name s1._domainkey -Txt -DescriptiveText 'v=DKIM1; k=rsa; p=' # want dkim-key-revoked
Add-DnsServerResourceRecordMX -ZoneName contoso.com -Name '@' -MailExchange 192.0.2.25 -Preference 10 # want mx-target-ip
Add-DnsServerResourceRecordCName -ZoneName contoso.com -Name '@' -HostNameAlias www.contoso.com # want cname-at-apex, cname-with-other-data
New-AzDnsRecordConfig -Value 'spf2.0/pra include:spf.protection.outlook.com -all' # want senderid-obsolete
