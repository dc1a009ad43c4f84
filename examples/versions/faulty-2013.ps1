# exchange-rms-target: 2013 CU2
.\GenConnectorConfig.ps1 -ConnectorUri https://rmsconnector.contoso.com -SetExchange2013 # want irm-exchange-version
Set-IRMConfiguration -InternalLicensingEnabled $true # want irm-exchange-version
