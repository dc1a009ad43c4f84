# What goes wrong most often with GenConnectorConfig.ps1. Each line says what must be found on it.
.\GenConnectorConfig.ps1 -ConnectorUri -SetExchange2013 # want rms-connector-uri-missing-argument
.\GenConnectorConfig.ps1 -ConnectorUri rmsconnector.contoso.com -SetExchange2013 # want rms-connector-uri-scheme-missing
.\GenConnectorConfig.ps1 -ConnectorUri https:\//rmsconnector.contoso.com -SetExchange2013 # want rms-connector-uri-malformed
.\GenConnectorConfig.ps1 -ConnectorUri https://rmsconnector.contoso.com/_wmcs/certification/servercertification.asmx -SetExchange2013 # want rms-connector-uri-path
.\GenConnectorConfig.ps1 -ConnectorUri https://rmsconnector.contoso.com -SetExchange2019 # want rms-connector-switch-exchange-new
.\GenConnectorConfig.ps1 -ConnectorUri https://rmsconnector.contoso.com -SetExchange # want rms-connector-switch-ambiguous
.\GenConnectorConfig.ps1 -ConnectorUri https://rmsconnector.contoso.com # want rms-connector-no-action
.\GenConnectorConfig.ps1 -ConnectorUri https://rmsconnector.contoso.com -CreateRegEditFiles -OutputDirectory C:\RMS # want rms-connector-outputdirectory
.\GenConnectorConfig.ps1 -ConnectorUri https://rmsconnector.contoso.com -SetExchange2013 -OutPath C:\RMS # want rms-connector-outpath-unused
.\GenConnectorConfig.ps1 -ConnectorUri https://rmsconnector.contoso.com -SetExchange2013 -SetFCI2012 # want rms-connector-conflicting-targets
.\GetConnectorConfig.ps1 -ConnectorUri https://rmsconnector.contoso.com -SetExchange2013 # want rms-connector-script-name

$sharePoint = @{
    ConnectorUri      = 'http://rms1.contoso.com' # want rms-connector-uri-http, rms-connector-uri-inconsistent
    SetSharePoint2016 = $true # want rms-connector-switch-sharepoint-new
}
.\GenConnectorConfig.ps1 @sharePoint
