# Exchange and SharePoint servers use Azure Rights Management through the RMS connector.
# Run on the server that is being configured, elevated, never on a node of the connector.
[CmdletBinding()]
param(
    # Also write .reg files and the group policy script, for the servers that are not done by hand.
    [switch]$ForManyServers
)

$connector = 'https://rmsconnector.contoso.com'

# 1. Who may install the connector: a group in the cloud, with the weaker of the two roles.
Import-Module AIPService
Connect-AipService
Add-AipServiceRoleBasedAdministrator -SecurityGroupDisplayName 'RMS connector admins' -Role ConnectorAdministrator
Disconnect-AipService

# 2. This Exchange server (2013, 2016 or 2019: they share the switch).
.\GenConnectorConfig.ps1 -ConnectorUri $connector -SetExchange2013

# 3. All the others.
if ($ForManyServers) {
    .\GenConnectorConfig.ps1 -ConnectorUri $connector -CreateRegEditFiles -CreateGPOScript -OutPath C:\RMS
}

# 4. IRM on, then a test.
Set-IRMConfiguration -InternalLicensingEnabled $true -ClientAccessServerEnabled $true
Test-IRMConfiguration -Sender ann@contoso.com
