# Exchange 2010 to 2016: client access moves to the new server. URLs, certificate and DNS name the same hosts.
# exchange-rms-target: 2016

$name = 'mail.contoso.com'
$server = 'EX16'

New-ExchangeCertificate -Server $server -GenerateRequest -SubjectName 'CN=mail.contoso.com' -DomainName mail.contoso.com, autodiscover.contoso.com -PrivateKeyExportable $true

Get-OwaVirtualDirectory -Server $server | Set-OwaVirtualDirectory -InternalUrl "https://$name/owa" -ExternalUrl "https://$name/owa"
Get-EcpVirtualDirectory -Server $server | Set-EcpVirtualDirectory -InternalUrl "https://$name/ecp" -ExternalUrl "https://$name/ecp"
Get-WebServicesVirtualDirectory -Server $server | Set-WebServicesVirtualDirectory -InternalUrl "https://$name/EWS/Exchange.asmx" -ExternalUrl "https://$name/EWS/Exchange.asmx"
Get-ActiveSyncVirtualDirectory -Server $server | Set-ActiveSyncVirtualDirectory -InternalUrl "https://$name/Microsoft-Server-ActiveSync" -ExternalUrl "https://$name/Microsoft-Server-ActiveSync"
Get-OabVirtualDirectory -Server $server | Set-OabVirtualDirectory -InternalUrl "https://$name/OAB" -ExternalUrl "https://$name/OAB"
Get-MapiVirtualDirectory -Server $server | Set-MapiVirtualDirectory -InternalUrl "https://$name/mapi" -ExternalUrl "https://$name/mapi"
Set-ClientAccessService $server -AutoDiscoverServiceInternalUri https://autodiscover.contoso.com/Autodiscover/Autodiscover.xml

Add-DnsServerResourceRecordA -ZoneName contoso.com -Name mail -IPv4Address 10.1.2.20
Add-DnsServerResourceRecordA -ZoneName contoso.com -Name autodiscover -IPv4Address 10.1.2.20
