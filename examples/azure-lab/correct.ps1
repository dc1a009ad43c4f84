# The lab's machines from the list in correct.csv, with the cmdlets of today's Az module.
Connect-AzAccount
Set-AzContext -Subscription 'Visual Studio Premium with MSDN'

foreach ($machine in Import-Csv .\correct.csv) {
    if ($machine.BringOnline -ne 'Yes') { continue }
    $config = New-AzVMConfig -VMName $machine.VMName -VMSize $machine.VMInstanceSize
    $disk = Get-AzDisk -ResourceGroupName lab -DiskName $machine.VMOSDiskName
    $config = Set-AzVMOSDisk -VM $config -ManagedDiskId $disk.Id -CreateOption Attach -Windows
    New-AzVM -ResourceGroupName lab -Location $machine.Location -VM $config -AsJob:($machine.WaitForBoot -ne 'Yes')
}
