import { describe, expect, it } from "vitest";
import { analyze } from "../../../server/src/analyze.js";
import { unseenCodeOf } from "../../../server/src/rules/unseen-code.js";

/** The texts of the commands that run code which is not in the script. */
function unseen(source: string): readonly string[] {
  const { script, calls } = analyze(source);
  return script ? unseenCodeOf(script, calls).map(({ start, end }) => source.slice(start, end)) : [];
}

describe("code of other files, and code that is not known", () => {
  const whole = [
    ".\\step2.ps1",
    "& step2.ps1",
    "& 'C:\\our scripts\\step2.ps1' -Force",
    '& "$PSScriptRoot\\step2.ps1"',
    '& "$folder\\$name"',
    "& (Join-Path $PSScriptRoot step2.ps1)",
    "& $command",
    "& $step.Path",
    ".\\step2.cmd",
    ". $file",
    "powershell -File step2.ps1",
    "powershell.exe -NoProfile -Command $code",
    "pwsh .\\step2.ps1",
    "cmd /c step2.cmd",
    "cmd /c $line",
    "Start-Process step2.bat -Wait",
    "Start-Process -FilePath $program",
    "Start-Process powershell -ArgumentList '-File','step2.ps1'",
    "Invoke-Command -ComputerName mbx1 -FilePath .\\step2.ps1",
    "Import-Module .\\ours.psm1",
  ];
  for (const source of whole) it(source, () => expect(unseen(source)).toEqual([source]));
  it("is found wherever it stands", () => {
    expect(unseen("function Reset { if ($x) { .\\a.ps1 } }\nGet-ChildItem *.ps1 | ForEach-Object { & $_.FullName }")).toEqual([
      ".\\a.ps1",
      "& $_.FullName",
    ]);
  });
  it("is what a name stands for", () => expect(unseen("$step = '.\\a.ps1'\n& $step -Force")).toEqual(["& $step -Force"]));
});

describe("what is in the script, or is known", () => {
  const sources = [
    "iisreset /noforce",
    "& 'C:\\Windows\\System32\\iisreset.exe'",
    "& { iisreset }",
    "$block = { iisreset }\n& $block",
    "function Step { iisreset }\nStep",
    "$program = 'netsh'\n& $program http show sslcert",
    "cmd /c iisreset",
    "Start-Process iisreset -Wait -Verb RunAs -PassThru:$true",
    "Invoke-Command -ComputerName mbx1 -ScriptBlock { iisreset }",
    "Import-Module AIPService",
    "Copy-Item .\\step2.ps1 C:\\scripts",
    "Write-Host 'Now run step2.ps1'",
    ".\\GenConnectorConfig.ps1 -ConnectorUri https://rms.contoso.com -SetExchange2013",
    "# .\\step2.ps1",
  ];
  for (const source of sources) it(source, () => expect(unseen(source)).toEqual([]));
});

describe("a step that seems to be missing", () => {
  const refresh = "Set-IRMConfiguration -InternalLicensingEnabled $true -RefreshServerCertificates";
  const gpo = ".\\GenConnectorConfig.ps1 -ConnectorUri https://rms.fabrikam.com -CreateGPOScript";
  const service = "Get-AipService\nEnable-AipService\n";
  const session = "Connect-AipService\nEnable-AipService\n";
  const cases: [source: string, rule: string, isTold: boolean][] = [
    [refresh, "irm-iisreset-missing", true],
    [`${refresh}\n.\\Restart-Iis.ps1`, "irm-iisreset-missing", false],
    [`${refresh}\n& (Join-Path $PSScriptRoot Restart-Iis.ps1)`, "irm-iisreset-missing", false],
    [`${refresh}\n& { Write-Host done }`, "irm-iisreset-missing", true],
    [`${refresh}\nStart-Process notepad.exe`, "irm-iisreset-missing", true],
    [`${gpo}\n.\\CreateConnectorRedirectGPOs.ps1`, "rms-connector-gpo-not-linked", true],
    [`${gpo}\n.\\CreateConnectorRedirectGPOs.ps1\n.\\LinkGpos.ps1`, "rms-connector-gpo-not-linked", false],
    [service, "aip-connect-missing", true],
    [`.\\Connect.ps1\n${service}`, "aip-connect-missing", false],
    [`${service}.\\Report.ps1`, "aip-connect-missing", true],
    [session, "aip-disconnect-missing", true],
    [`${session}.\\Cleanup.ps1`, "aip-disconnect-missing", false],
  ];
  for (const [source, rule, isTold] of cases)
    it(`${source} · ${rule}`, () => expect(analyze(source).findings.some((finding) => finding.rule === rule)).toBe(isTold));
});
