# GenConnectorConfig.ps1 was downloaded on 12 April 2014. # want rms-connector-download-date
Set-IRMConfiguration -InternalLicensingEnabled false # want irm-boolean-value
Remove-Item "$env:ProgramData\Microsoft\DRM\Server" -Recurse -Force
Set-IRMConfiguration -RefreshServerCertificates # want irm-refresh-before-script
.\GenConnectorConfig.ps1 -ConnectorUri https://rmsconnector.contoso.com -SetExchange2013
Set-IRMConfiguration -InternalLicensingEnabled $false -SearchEnabled $true # want irm-off-with-features
Set-IRMConfiguration -InternalLicensingEnabled $true -ClientAccessServerEnabled $false # want irm-client-access-missing
Test-IRMConfiguration ann@contoso.com # want irm-test-sender-missing, irm-test-positional
