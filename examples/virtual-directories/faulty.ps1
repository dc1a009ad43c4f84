# The same move with the slips that make Outlook ask for passwords.
# exchange-rms-target: 2016

New-ExchangeCertificate -Server EX16 -GenerateRequest -SubjectName 'CN=mail.contoso.com' -DomainName mail.contoso.com, autodiscover.contoso.com

# Not encrypted; a host only the own network knows; the neighbour's path; a name the certificate lacks.
Set-OwaVirtualDirectory 'EX16\owa (Default Web Site)' -InternalUrl http://mail.contoso.com/owa -ExternalUrl https://mail.contoso.com/owa # want virtual-directory-url-scheme
Set-MapiVirtualDirectory 'EX16\mapi (Default Web Site)' -InternalUrl https://mail.contoso.com/mapi -ExternalUrl https://ex16.contoso.local/mapi # want virtual-directory-name-not-in-certificate
Set-EcpVirtualDirectory 'EX16\ecp (Default Web Site)' -InternalUrl https://mail.contoso.com/owa -ExternalUrl https://mail.contoso.com/ecp # want virtual-directory-url-path
Set-WebServicesVirtualDirectory 'EX16\EWS (Default Web Site)' -ExternalUrl https://webmail.contoso.com/EWS/Exchange.asmx # want virtual-directory-name-not-in-certificate
Set-OutlookAnywhere 'EX16\Rpc (Default Web Site)' -ExternalHostname https://mail.contoso.com -ExternalClientsRequireSsl $true -ExternalClientAuthenticationMethod Negotiate # want outlook-anywhere-host-name

# Autodiscover is in DNS, mail is not.
Add-DnsServerResourceRecordA -ZoneName contoso.com -Name autodiscover -IPv4Address 10.1.2.20
