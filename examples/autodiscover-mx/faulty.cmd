@echo off
dnscmd /recordadd contoso.com @ CNAME webmail.contoso.com. & rem want cname-at-apex
dnscmd dc1 /recordadd contoso.com mail MX 10 192.0.2.25 & rem want mx-target-ip
dnscmd /recordadd contoso.com _dmarc TXT "v=DMARC1; p=rejct; rua=mailto:dmarc@contoso.com" & rem want dmarc-policy-value
