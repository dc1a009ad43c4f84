$tenant = 'https://5c6bb73b-1038-4eec-863d-49bded473437.rms.na.aadrm.com'

New-ItemProperty -Path HKLM:\SOFTWARE\Microsoft\MSDRM\ServiceLocation\Activation -Name Default -Value "$tenant/_wmcs/certification" # want rms-registry-default-name
New-ItemProperty -Path HKLM:\SOFTWARE\Microsoft\MSDRM\ServiceLocation\EnterprisePublishing -Name '(Default)' -Value 'https://5c6bb73b-1038-4eec-863d-49bded473437.rms.na.aadrm.com/_wmcs/certification' # want rms-registry-swapped
New-ItemProperty -Path HKLM:\SOFTWARE\Microsoft\ExchangeServer\v16\IRM\LicenseServerRedirection -Name $tenant -Value https://rmsconnector.contoso.com # want rms-registry-exchange-key
New-ItemProperty -Path HKLM:\SOFTWARE\Microsoft\ExchangeServer\v15\IRM\LicenseServerRedirection -Name $tenant -Value https://rmsconnector.contoso.com/_wmcs/licensing # want rms-registry-redirection-path
New-ItemProperty -Path HKLM:\SOFTWARE\Microsoft\ExchangeServer\v15\IRM\CertificationServerRedirection -Name https://rmsconnector.contoso.com -Value $tenant # want rms-registry-redirection-reversed
New-ItemProperty -Path HKCU:\SOFTWARE\Microsoft\MSIPC\ServiceLocation\EnterprisePublishing -Name '(Default)' -Value https://rmsconnector.contoso.com/_wmcs/licensing # want rms-registry-hive
New-ItemProperty -Path HKLM:\SOFTWARE\Microsoft\MSIPC\ServiceLocation\EnterpriseCertification -Name '(Default)' -Value https://rmsconnector.contoso.com # want rms-registry-path-missing

Set-IRMConfiguration -LicensingLocation "https://5c6bb73b-1038-4eec-863d-49bded473437.rms.na.aadrm.com" # want irm-licensing-location-path
Set-IRMConfiguration -LicensingLocation 'rmsconnector.contoso.com/_wmcs/licensing' # want irm-licensing-location-uri
