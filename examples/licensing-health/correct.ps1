# The addresses that Exchange and the RMS client use, as the connector's page lists them.
$tenant = 'https://5c6bb73b-1038-4eec-863d-49bded473437.rms.na.aadrm.com'
$connector = 'https://rmsconnector.contoso.com'

$microsoft = 'HKLM:\SOFTWARE\Microsoft'
New-ItemProperty -Path "$microsoft\MSDRM\ServiceLocation\Activation" -Name '(Default)' -Value "$tenant/_wmcs/certification" -PropertyType String -Force
New-ItemProperty -Path "$microsoft\MSDRM\ServiceLocation\EnterprisePublishing" -Name '(Default)' -Value "$tenant/_wmcs/licensing" -PropertyType String -Force
New-ItemProperty -Path "$microsoft\ExchangeServer\v15\IRM\CertificationServerRedirection" -Name $tenant -Value $connector -PropertyType String -Force
New-ItemProperty -Path "$microsoft\ExchangeServer\v15\IRM\LicenseServerRedirection" -Name $tenant -Value $connector -PropertyType String -Force
New-ItemProperty -Path "$microsoft\MSIPC\ServiceLocation\EnterpriseCertification" -Name '(Default)' -Value "$connector/_wmcs/certification" -PropertyType String -Force
New-ItemProperty -Path "$microsoft\MSIPC\ServiceLocation\EnterprisePublishing" -Name '(Default)' -Value "$connector/_wmcs/licensing" -PropertyType String -Force
New-ItemProperty -Path "$microsoft\MSIPC\ServiceLocation\LicensingRedirection" -Name "$tenant/_wmcs/licensing" -Value "$connector/_wmcs/licensing" -PropertyType String -Force

# Keep what is there, and put Azure Rights Management first.
$list = (Get-IRMConfiguration).LicensingLocation
Set-IRMConfiguration -LicensingLocation (@("$tenant/_wmcs/licensing") + $list)
