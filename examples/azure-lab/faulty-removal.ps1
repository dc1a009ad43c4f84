foreach ($VMItem in Import-Csv .\faulty.csv) {
    Stop-AzureVM -Name $VMItem.VMName -ServiceName $VMItem.VMName -Force # want azure-asm-retired
    Remove-AzureVM -ServiceName $VMItem.VMName -Name $VMItem.VMName # want azure-asm-retired
    Remove-AzureService $VMItem.VMName -Force # want azure-asm-retired
}
