# SYNTAX TEST "source.powershell" "commands and parameters of the catalogue"

New-SendConnector -Name EOP -AddressSpaces * -DNSRoutingEnabled:$false
# <----------------- support.function.exchange-rms.powershell
#                 ^ punctuation.definition.parameter.powershell
#                  ^^^^ variable.parameter.exchange-rms.powershell
#                       ^^^ - variable.parameter.exchange-rms.powershell
#                           ^ punctuation.definition.parameter.powershell
#                            ^^^^^^^^^^^^^ variable.parameter.exchange-rms.powershell
#                                             ^^^^^^^^^^^^^^^^^ variable.parameter.exchange-rms.powershell
#                                                              ^ punctuation.separator.parameter.powershell
#                                                               ^^^^^^ - variable.parameter.exchange-rms.powershell

new-sendCONNECTOR -NAME EOP
# <----------------- support.function.exchange-rms.powershell
#                  ^^^^ variable.parameter.exchange-rms.powershell

New-SendConector -Name EOP
# <---------------- - support.function.exchange-rms.powershell
#                 ^^^^ - variable.parameter.exchange-rms.powershell

New-SendConnector -SmartHost relay
#                  ^^^^^^^^^ - variable.parameter.exchange-rms.powershell

Get-Content -Path x
# <----------- - support.function.exchange-rms.powershell
#            ^^^^ - variable.parameter.exchange-rms.powershell

My-New-SendConnector -Name x
#  ^^^^^^^^^^^^^^^^^ - support.function.exchange-rms.powershell

New-SendConnector-Old -Name x
# <----------------- - support.function.exchange-rms.powershell

$New-SendConnector
#^^^^^^^^^^^^^^^^^ - support.function.exchange-rms.powershell

# New-SendConnector -Name x
#   ^^^^^^^^^^^^^^^ - support.function.exchange-rms.powershell

'New-SendConnector -Name x'
#^^^^^^^^^^^^^^^^^ - support.function.exchange-rms.powershell
#                   ^^^^ - variable.parameter.exchange-rms.powershell
