# The lab as it was built in 2013: classic Azure is gone.
Import-AzurePublishSettingsFile '' # want azure-asm-retired, azure-publishsettings-empty
Select-AzureSubscription -SubscriptionName 'Visual Studio Premium with MSDN' # want azure-asm-retired

foreach ($VMItem in Import-Csv .\faulty.csv) {
    $NewVM = New-AzureVMConfig -Name $VMItem.VMName -DiskName $VMItem.VMOSDiskName -InstanceSize $VMItem.VMInstanceSize | # want azure-asm-retired
        Add-AzureEndpoint -Name 'Remote Desktop' -LocalPort 3389 -PublicPort $VMItem.PublicRDPPort -Protocol tcp | # want azure-asm-retired, azure-rdp-public
        Add-AzureEndpoint -Name 'SMTP' -LocalPort 25 -PublicPort 25 -Protocol tcp | # want azure-asm-retired
        Set-AzureSubnet –SubnetNames $VMItem.SubnetName | # want azure-asm-retired
        Set-AzureStaticVNetIP –IPAddress $VMItem.IPAddress # want azure-asm-retired
    New-AzureVM -ServiceName $VMItem.VMName -AffinityGroup $VMItem.AffinityGroup -VMs $NewVM -VNetName 'MCMHybrid' -WaitForBoot # want azure-asm-retired
}
