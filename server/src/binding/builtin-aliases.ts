/** Aliases that PowerShell itself brings, behind what they stand for: those of Windows PowerShell and of PowerShell 7 together. */
const ALIASES = `
  Add-Content ac
  Add-PSSnapin asnp
  Clear-Content clc
  Clear-History clhy
  Clear-Host clear cls
  Clear-Item cli
  Clear-ItemProperty clp
  Clear-Variable clv
  Compare-Object compare diff
  Connect-PSSession cnsn
  Convert-Path cvpa
  Copy-Item copy cp cpi
  Copy-ItemProperty cpp
  Disable-PSBreakpoint dbp
  Disconnect-PSSession dnsn
  Enable-PSBreakpoint ebp
  Enter-PSSession etsn
  Exit-PSSession exsn
  Export-Alias epal
  Export-Csv epcsv
  Export-PSSession epsn
  ForEach-Object % foreach
  Format-Custom fc
  Format-List fl
  Format-Table ft
  Format-Wide fw
  Get-Alias gal
  Get-ChildItem dir gci ls
  Get-Command gcm
  Get-Content cat gc type
  Get-Error gerr
  Get-History ghy h history
  Get-Item gi
  Get-ItemProperty gp
  Get-ItemPropertyValue gpv
  Get-Job gjb
  Get-Location gl pwd
  Get-Member gm
  Get-Module gmo
  Get-Process gps ps
  Get-PSBreakpoint gbp
  Get-PSCallStack gcs
  Get-PSDrive gdr
  Get-PSSession gsn
  Get-Service gsv
  Get-Unique gu
  Get-Variable gv
  Get-WmiObject gwmi
  Group-Object group
  help man
  Import-Alias ipal
  Import-Csv ipcsv
  Import-Module ipmo
  Import-PSSession ipsn
  Invoke-Command icm
  Invoke-Expression iex
  Invoke-History ihy r
  Invoke-Item ii
  Invoke-RestMethod irm
  Invoke-WebRequest iwr
  Invoke-WMIMethod iwmi
  Measure-Object measure
  mkdir md
  Move-Item mi move mv
  Move-ItemProperty mp
  New-Alias nal
  New-Item ni
  New-Module nmo
  New-PSDrive mount ndr
  New-PSSession nsn
  New-PSSessionConfigurationFile npssc
  New-Variable nv
  Out-GridView ogv
  Out-Host oh
  Pop-Location popd
  powershell_ise.exe ise
  Push-Location pushd
  Receive-Job rcjb
  Receive-PSSession rcsn
  Remove-Item del erase rd ri rm rmdir
  Remove-ItemProperty rp
  Remove-Job rjb
  Remove-Module rmo
  Remove-PSBreakpoint rbp
  Remove-PSDrive rdr
  Remove-PSSession rsn
  Remove-Variable rv
  Remove-WMIObject rwmi
  Rename-Item ren rni
  Rename-ItemProperty rnp
  Resolve-Path rvpa
  Resume-Job rujb
  Select-Object select
  Select-String sls
  Set-Alias sal
  Set-Content sc
  Set-Item si
  Set-ItemProperty sp
  Set-Location cd chdir sl
  Set-PSBreakpoint sbp
  Set-Variable set sv
  Set-WMIInstance swmi
  Show-Command shcm
  Sort-Object sort
  Start-Job sajb
  Start-Process saps start
  Start-Service sasv
  Start-Sleep sleep
  Stop-Job spjb
  Stop-Process kill spps
  Stop-Service spsv
  Suspend-Job sujb
  Tee-Object tee
  Trace-Command trcm
  Wait-Job wjb
  Where-Object ? where
  Write-Output echo write
`;

const byAlias: ReadonlyMap<string, string> = new Map(
  ALIASES.trim()
    .split("\n")
    .flatMap((line) => {
      const [command = "", ...aliases] = line.trim().split(" ");
      return aliases.map((alias): [string, string] => [alias, command]);
    }),
);

/** The command that PowerShell's own alias stands for, else null. */
export function builtinAlias(name: string): string | null {
  return byAlias.get(name.toLowerCase()) ?? null;
}
