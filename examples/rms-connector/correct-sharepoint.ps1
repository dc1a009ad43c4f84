# A SharePoint server: one call, and no IRM cmdlets; the farm is switched on in Central Administration.
$sharePoint = @{
    ConnectorUri      = 'https://rmsconnector.contoso.com/'
    SetSharePoint2013 = $true
}
.\GenConnectorConfig.ps1 @sharePoint
