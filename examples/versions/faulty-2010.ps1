# exchange-rms-target: 2010 SP3 RU3
# Between RU2 (enough, says a guide) and RU6 (needed, said Microsoft).
.\GenConnectorConfig.ps1 -ConnectorUri https://rmsconnector.contoso.com -SetExchange2010 # want irm-exchange-2010-ru, rms-connector-exchange-2010
