# Set IRM up with the connector: registry, IRM, test.
$uri = 'https://rmsconnector.contoso.com'
.\GenConnectorConfig.ps1 -ConnectorUri $uri -SetExchange2013
Set-IRMConfiguration -InternalLicensingEnabled $true -ClientAccessServerEnabled $true
Set-IRMConfiguration -TransportDecryptionSetting Optional -JournalReportDecryptionEnabled $true
$sender = (Get-Mailbox -ResultSize 1).PrimarySmtpAddress
Test-IRMConfiguration -Sender $sender
