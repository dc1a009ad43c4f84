@echo off
rem The same with reg.exe, whose default value is /ve.
reg add HKLM\SOFTWARE\Microsoft\MSIPC\ServiceLocation\EnterprisePublishing /v "(Default)" /t REG_SZ /d https://rmsconnector.contoso.com/_wmcs/licensing /f & rem want rms-registry-reg-ve
reg add HKLM\SOFTWARE\Wow6432Node\Microsoft\MSIPC\ServiceLocation\EnterpriseCertification /ve /t REG_SZ /d https://rmsconnector.contoso.com/_wmcs/certification /f & rem want rms-registry-wow64
reg add HKLM\SOFTWARE\Microsoft\AADRM\Connector /v ProxyAddress /t REG_SZ /d proxy.contoso.com:8080 /f & rem want rms-registry-proxy
