# SYNTAX TEST "source.powershell" "how far a command goes"

Get-Mailbox -ResultSize Unlimited | Where-Object -Property Name
#            ^^^^^^^^^^ variable.parameter.exchange-rms.powershell
#                                                 ^^^^^^^^ - variable.parameter.exchange-rms.powershell

Get-Mailbox -Identity ann; Get-Item -Identity ann
#            ^^^^^^^^ variable.parameter.exchange-rms.powershell
#                                    ^^^^^^^^ - variable.parameter.exchange-rms.powershell

New-SendConnector -Name EOP `
    -AddressSpaces *,
        contoso.com -RequireTLS $true
#                    ^^^^^^^^^^ variable.parameter.exchange-rms.powershell

Write-Output -Name x
#             ^^^^ - variable.parameter.exchange-rms.powershell

if ($true) { Set-IRMConfiguration -InternalLicensingEnabled $true }
#            ^^^^^^^^^^^^^^^^^^^^ support.function.exchange-rms.powershell
#                                  ^^^^^^^^^^^^^^^^^^^^^^^^ variable.parameter.exchange-rms.powershell
#                                                                 ^ - meta.exchange-rms.command.powershell

Set-Mailbox -Identity (Get-Recipient -Filter $filter).Name -HiddenFromAddressListsEnabled $true
#                      ^^^^^^^^^^^^^ support.function.exchange-rms.powershell
#                                     ^^^^^^ variable.parameter.exchange-rms.powershell
#                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ variable.parameter.exchange-rms.powershell

New-SendConnector –Name EOP
#                 ^ punctuation.definition.parameter.powershell
#                  ^^^^ variable.parameter.exchange-rms.powershell

ExchangePowerShell\Get-Mailbox -Identity ann
#                  ^^^^^^^^^^^ support.function.exchange-rms.powershell
#                               ^^^^^^^^ variable.parameter.exchange-rms.powershell

.\GenConnectorConfig.ps1 -ConnectorUri 'https://rms.contoso.com' -SetExchange2013
# ^^^^^^^^^^^^^^^^^^^^^^ support.function.exchange-rms.powershell
#                         ^^^^^^^^^^^^ variable.parameter.exchange-rms.powershell
#                                                                 ^^^^^^^^^^^^^^^ variable.parameter.exchange-rms.powershell
