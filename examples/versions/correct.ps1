# exchange-rms-target: 2013 CU23
# The lowest versions for the RMS connector: Exchange 2013 CU3, Exchange 2010 SP3 RU6, every 2016 and 2019.
.\GenConnectorConfig.ps1 -ConnectorUri https://rmsconnector.contoso.com -SetExchange2013
Set-IRMConfiguration -InternalLicensingEnabled $true -ClientAccessServerEnabled $true
