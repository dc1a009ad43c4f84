@echo off
dnscmd /recordadd contoso.com autodiscover CNAME autodiscover.outlook.com.
dnscmd dc1 /recordadd contoso.com @ MX 0 contoso-com.mail.protection.outlook.com.
dnscmd /recordadd contoso.com @ TXT "v=spf1 include:spf.protection.outlook.com -all"
