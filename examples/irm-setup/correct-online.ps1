# Exchange Online needs no connector.
Connect-ExchangeOnline
Set-IRMConfiguration -AzureRMSLicensingEnabled $true
Set-IRMConfiguration -SimplifiedClientAccessEnabled $true -EnablePdfEncryption $true
Test-IRMConfiguration -Sender ann@contoso.com -Recipient ann@contoso.com
Disconnect-ExchangeOnline -Confirm:$false
