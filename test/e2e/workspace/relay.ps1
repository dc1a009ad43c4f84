New-SendConnector -Name 'To EOP' -AddressSpaces '*' -SmartHosts 'contoso-com.mail.protection.outlook.com' -DNSRoutingEnabled $false
