# After an old copy of GenConnectorConfig.ps1 has written the registry keys wrongly: errors such as "Failed to verify RMS version"
# or "401 Unauthorized". Off, clear, configure anew, renew, reset, on.
Set-IRMConfiguration -InternalLicensingEnabled $false -ClientAccessServerEnabled $false -Force

Remove-Item "$env:ProgramData\Microsoft\DRM\Server" -Recurse -Force
Remove-Item HKLM:\SOFTWARE\Microsoft\MSDRM\ServiceLocation -Recurse
Remove-Item HKLM:\SOFTWARE\Microsoft\ExchangeServer\v15\IRM -Recurse

.\GenConnectorConfig.ps1 -ConnectorUri https://rmsconnector.contoso.com -SetExchange2013

Set-IRMConfiguration -InternalLicensingEnabled $true -ClientAccessServerEnabled $true
Set-IRMConfiguration -RefreshServerCertificates
iisreset

Test-IRMConfiguration -Sender ann@contoso.com
