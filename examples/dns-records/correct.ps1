# SPF, DKIM and DMARC for a domain, in Windows DNS and in Azure DNS.
$zone = 'contoso.com'
Add-DnsServerResourceRecord -ZoneName $zone -Name '@' -Txt -DescriptiveText 'v=spf1 include:spf.protection.outlook.com ip4:192.0.2.0/28 -all'
Add-DnsServerResourceRecord -ZoneName $zone -Name _dmarc -Txt -DescriptiveText 'v=DMARC1; p=quarantine; rua=mailto:dmarc@contoso.com'
Add-DnsServerResourceRecordCName -ZoneName $zone -Name selector1._domainkey -HostNameAlias selector1-contoso-com._domainkey.contoso.onmicrosoft.com
Add-DnsServerResourceRecordMX -ZoneName $zone -Name '@' -MailExchange contoso-com.mail.protection.outlook.com -Preference 0

$record = New-AzDnsRecordConfig -Value 'v=spf1 include:spf.protection.outlook.com -all'
New-AzDnsRecordSet -Name '@' -RecordType TXT -ZoneName fabrikam.com -ResourceGroupName dns -Ttl 3600 -DnsRecords $record
