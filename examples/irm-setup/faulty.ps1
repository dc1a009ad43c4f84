Set-IRMConfiguration -InternalLicensingEnabled $true # want irm-enable-before-connector
.\GenConnectorConfig.ps1 -ConnectorUri https://rmsconnector.contoso.com -SetExchange2013

$features = @{
    TransportDecryptionSetting     = 'Required' # want irm-transport-decryption-value
    JournalReportDecryptionEnabled = 'yes' # want irm-boolean-value
}
Set-IRMConfiguration @features
Set-IRMConfiguration -ClientAccessServerEnabled # want irm-boolean-missing
Set-IRMConfiguration -AzureRMSLicensingEnabled $true -RefreshServerCertificates # want irm-mixed-environment
Set-IRMConfiguration -InternalLicencingEnabled $true # want irm-unknown-parameter
iisreset
Test-IRMConfiguration -Sender # want irm-test-sender-empty
Test-IRMConfiguration -Sender Ann # want irm-test-address
