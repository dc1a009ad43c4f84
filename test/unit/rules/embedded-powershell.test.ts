import { describe, expect, it } from "vitest";
import { analyze } from "../../../server/src/analyze.js";
import type { DocumentKind } from "../../../server/src/rules/rule.js";

/** Every finding of a text, as `rule marked text`, and what the first fix of each makes of the text. */
function check(language: DocumentKind, text: string, expected: readonly string[], repaired: string | null = null): void {
  it(text, () => {
    const { findings } = analyze(text, { language });
    expect(findings.map(({ rule, start, end }) => `${rule} ${text.slice(start, end)}`)).toEqual(expected);
    const edits = findings[0]?.fixes[0]?.edits ?? null;
    const after = edits?.reduceRight((whole, { start, end, newText }) => whole.slice(0, start) + newText + whole.slice(end), text) ?? null;
    expect(after).toBe(repaired);
  });
}

const word = ["irm-boolean-value true"];
const wrong = "Set-IRMConfiguration -InternalLicensingEnabled true";
const right = "Set-IRMConfiguration -InternalLicensingEnabled $true";

describe("PowerShell in a cmd file", () => {
  check("batch", `powershell -Command "${wrong}"`, word, `powershell -Command "${right}"`);
  check(
    "batch",
    `@powershell.exe -nop -ep Bypass -c "& {${wrong}}" >nul 2>&1`,
    word,
    `@powershell.exe -nop -ep Bypass -c "& {${right}}" >nul 2>&1`,
  );
  check("batch", `powershell ${wrong}`, word, `powershell ${right}`);
  check("batch", `powershell -Command ^\r\n  "${wrong}"`, word, `powershell -Command ^\r\n  "${right}"`);
  // The quotes with backslashes are not PowerShell's own: no edit is offered around them.
  check("batch", 'powershell -Command "Set-IRMConfiguration -InternalLicensingEnabled \\"true\\""', ['irm-boolean-value "true\\']);
  check("batch", "if exist x (\n  pwsh -NoLogo -Command \"Get-IRMConfiguration -Identity 'x'\"\n)", ["irm-unknown-parameter -Identity"]);
  check(
    "batch",
    'powershell -ExecutionPolicy Bypass -File "%~dp0GenConnectorConfig.ps1" -ConnectorUri rms.fabrikam.com -SetExchange2013',
    ["rms-connector-uri-scheme-missing rms.fabrikam.com"],
    'powershell -ExecutionPolicy Bypass -File "%~dp0GenConnectorConfig.ps1" -ConnectorUri https://rms.fabrikam.com -SetExchange2013',
  );
  check(
    "batch",
    "powershell -File C:\\RMS\\GenConnectorConfig.ps1 ^\n  -ConnectorUri %CONNECTOR% ^\n  -SetExchange2019",
    ["rms-connector-switch-exchange-new -SetExchange2019"],
    "powershell -File C:\\RMS\\GenConnectorConfig.ps1 ^\n  -ConnectorUri %CONNECTOR% ^\n  -SetExchange2013",
  );
  check("batch", 'powershell -Command "netsh interface ipv6 set interface LAN forwarding=always"', ["netsh-flag-value always"]);
});

describe("PowerShell in PowerShell", () => {
  check("powershell", `powershell.exe -Command '${wrong}'`, word, `powershell.exe -Command '${right}'`);
  check("powershell", `cmd /c "powershell -Command ${wrong}"`, word, `cmd /c "powershell -Command ${right}"`);
  check(
    "powershell",
    'powershell.exe -File "$PSScriptRoot\\GenConnectorConfig.ps1" -ConnectorUri $uri -SetExchange2019',
    ["rms-connector-switch-exchange-new -SetExchange2019"],
    'powershell.exe -File "$PSScriptRoot\\GenConnectorConfig.ps1" -ConnectorUri $uri -SetExchange2013',
  );
  check(
    "powershell",
    `Start-Process powershell -ArgumentList '-NoProfile -Command ${wrong}' -Verb RunAs`,
    word,
    `Start-Process powershell -ArgumentList '-NoProfile -Command ${right}' -Verb RunAs`,
  );
});

describe("what is not certain, and what is no code", () => {
  check("batch", 'powershell -Command "Set-IRMConfiguration -InternalLicensingEnabled %ENABLED%"', []);
  check("batch", "powershell -Command \"Test-IRMConfiguration -Sender '%1'\"", []);
  check("batch", `rem powershell -Command "${wrong}"\necho powershell -Command "${wrong}"`, []);
  check("batch", `powershell -Command "Write-Host '${wrong}'"`, []);
  check("batch", "powershell -EncodedCommand UwBlAHQALQBJAFIATQA=", []);
  check("batch", 'powershell -File "%~dp0setup.ps1" -InternalLicensingEnabled true', []);
  check("batch", `powershell -Command "${right}" & iisreset`, []);
  // The reset stands on the next line, in no PowerShell.
  check("batch", 'powershell -Command "Set-IRMConfiguration -RefreshServerCertificates"\niisreset', []);
  check("powershell", 'powershell -Command "Set-IRMConfiguration -InternalLicensingEnabled $enabled"', []);
  check("powershell", "Start-Process powershell -ArgumentList '-Command','Set-IRMConfiguration','-InternalLicensingEnabled','$true'", []);
  check("powershell", "powershell -NoExit -Command $code\npwsh\npowershell -Command -", []);
});

describe("the target of a cmd file", () => {
  check(
    "batch",
    "rem exchange-rms-target: 2016\nreg add HKLM\\SOFTWARE\\Microsoft\\MSDRM\\ServiceLocation\\Activation /ve /d https://rms.fabrikam.com/_wmcs/certification /f",
    ["rms-registry-tenant-vs-connector https://rms.fabrikam.com/_wmcs/certification"],
  );
  check("batch", ':: exchange-rms-target: 2016\npowershell -Command "Set-IRMConfiguration -EnablePdfEncryption $true"', [
    "irm-cloud-only-parameter -EnablePdfEncryption",
  ]);
});
