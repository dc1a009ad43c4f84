@echo off
reg add HKLM\SOFTWARE\Microsoft\MSIPC\ServiceLocation\EnterprisePublishing /ve /t REG_SZ /d https://rmsconnector.contoso.com/_wmcs/licensing /f
reg add HKLM\SOFTWARE\Microsoft\MSIPC\ServiceLocation\EnterpriseCertification /ve /t REG_SZ /d https://rmsconnector.contoso.com/_wmcs/certification /f
reg add HKLM\SOFTWARE\Microsoft\AADRM\Connector /v ProxyAddress /t REG_SZ /d http://proxy.contoso.com:8080 /f
