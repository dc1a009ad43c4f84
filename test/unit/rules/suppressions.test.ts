import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AnalyzeOptions, analyze } from "../../../server/src/analyze.js";
import { noConfig } from "../../../server/src/rules/config.js";
import { applyEdits } from "../../../server/src/rules/fixes.js";
import { suppressionEdit } from "../../../server/src/rules/suppression-edits.js";

const id = "requiretls-ignorestarttls";
const fault = "Set-SendConnector A -RequireTLS $true -IgnoreSTARTTLS $true";

/** Rule and marked text of what is found. */
function found(script: string, options: AnalyzeOptions = {}): string[] {
  return analyze(script, options).findings.map(({ rule, start, end }) => `${rule}: ${script.slice(start, end)}`);
}

const unused = (text: string): string => `suppression-unused: ${text}`;
const still = `${id}: $true`;

describe("comments that suppress", () => {
  const cases: [script: string, expected: string[]][] = [
    [fault, [still]],
    [`# exchange-rms-disable-next-line ${id} -- lab\n${fault}`, []],
    [`# exchange-rms-disable-next-line\n${fault}`, []],
    [`#exchange-rms-disable-next-line ${id}\n${fault}`, []],
    [`# Exchange-RMS-Disable-Next-Line ${id.toUpperCase()}\n${fault}`, []],
    [`# exchange-rms-disable-next-line requiretls-*\n${fault}`, []],
    [`<# exchange-rms-disable-next-line ${id} #>\n${fault}`, []],
    [`# exchange-rms-disable-next-line ${id}\n# why: the lab has no certificates\n${fault}`, []],
    [`# exchange-rms-disable-next-line ${id}\n\n${fault}`, [unused(id), still]],
    [`# exchange-rms-disable-next-line port-zero\n${fault}`, [unused("port-zero"), still]],
    [`# exchange-rms-disable-next-line port-zero, ${id}\n${fault}`, [unused("port-zero")]],
    [`# exchange-rms-disable-next-line ${id}\nSet-SendConnector A \`\n  -RequireTLS $true \`\n  -IgnoreSTARTTLS $true`, []],
    [`Set-SendConnector A \`\n  -RequireTLS $true \`\n  -IgnoreSTARTTLS $true \`\n  -Force # exchange-rms-disable-line ${id}`, []],
    [`${fault} # exchange-rms-disable-line ${id} -- lab`, []],
    [`${fault} # exchange-rms-disable-line`, []],
    [`Get-SendConnector # exchange-rms-disable-line\n${fault}`, [unused("# exchange-rms-disable-line"), still]],
    [`# exchange-rms-disable ${id}\n${fault}\n# exchange-rms-enable ${id}\n${fault}`, [still]],
    [`# exchange-rms-disable\n${fault}\n# exchange-rms-enable\n${fault}`, [still]],
    [`# exchange-rms-disable ${id}\n${fault}\n# exchange-rms-enable port-zero\n${fault}`, []],
    [`${fault}\n# exchange-rms-disable-file ${id}`, []],
    [`# exchange-rms-disable-file\n${fault}`, []],
    [`# please use exchange-rms-disable-next-line ${id}\n${fault}`, [still]],
    [`'# exchange-rms-disable-file'\n${fault}`, [still]],
    [`# exchange-rms-disable-next-line requiretls-ignorestartls\n${fault}`, ["suppression-unknown-rule: requiretls-ignorestartls", still]],
    [`Invoke-Command { # exchange-rms-disable-line ${id}\n  ${fault}\n}`, [unused(id), still]],
  ];
  for (const [script, expected] of cases) it(script, () => expect(found(script)).toEqual(expected));
});

describe("comments in cmd files", () => {
  const line = "netsh interface ipv6 set interface LAN forwarding=on";
  for (const sign of ["rem", "::", "REM"]) {
    it(sign, () => {
      expect(analyze(line, { language: "batch" }).findings.length).toBeGreaterThan(0);
      expect(found(`${sign} exchange-rms-disable-next-line\r\n${line}`, { language: "batch" })).toEqual([]);
    });
  }
});

describe("suppressions of rules that are switched off are not called unused", () => {
  const config = { ...noConfig, severities: [{ rule: id, severity: "off" as const }] };
  it("off", () => expect(found(`# exchange-rms-disable-next-line ${id}\n${fault}`, { config })).toEqual([]));
  it("as information", () => {
    const asInformation = { ...noConfig, severities: [{ rule: "requiretls-*", severity: "information" as const }] };
    expect(analyze(fault, { config: asInformation }).findings.map(({ severity }) => severity)).toEqual(["information"]);
  });
});

describe("fixes of the comments themselves", () => {
  const cases: [script: string, expected: string][] = [
    [`# exchange-rms-disable-next-line port-zero\n${fault}`, fault],
    [`  # exchange-rms-disable-next-line port-zero -- why\r\nGet-SendConnector`, "Get-SendConnector"],
    [`Get-SendConnector # exchange-rms-disable-line port-zero`, "Get-SendConnector"],
    [`# exchange-rms-disable-next-line port-zero, ${id}\n${fault}`, `# exchange-rms-disable-next-line ${id}\n${fault}`],
    [`# exchange-rms-disable-next-line ${id}, port-zero -- why\n${fault}`, `# exchange-rms-disable-next-line ${id} -- why\n${fault}`],
    [`# exchange-rms-disable-next-line requiretls-ignorestartls\n${fault}`, `# exchange-rms-disable-next-line ${id}\n${fault}`],
  ];
  for (const [script, expected] of cases) {
    it(script, () => {
      const finding = analyze(script).findings.find(({ rule }) => rule.startsWith("suppression-"));
      expect(applyEdits(script, finding?.fixes[0]?.edits ?? [])).toBe(expected);
    });
  }
});

describe("writing a suppression", () => {
  const cases: [scope: "next-line" | "line" | "file", script: string, expected: string | null][] = [
    ["next-line", fault, `# exchange-rms-disable-next-line ${id}\n${fault}`],
    ["next-line", `if ($x) {\r\n\t${fault}\r\n}`, `if ($x) {\r\n\t# exchange-rms-disable-next-line ${id}\r\n\t${fault}\r\n}`],
    [
      "next-line",
      "Set-SendConnector A `\n  -RequireTLS $true `\n  -IgnoreSTARTTLS $true",
      `# exchange-rms-disable-next-line ${id}\nSet-SendConnector A \`\n  -RequireTLS $true \`\n  -IgnoreSTARTTLS $true`,
    ],
    [
      "next-line",
      "$p = @{\n  RequireTLS = $true\n  IgnoreSTARTTLS = $true\n}\nSet-SendConnector A @p",
      `$p = @{\n  RequireTLS = $true\n  # exchange-rms-disable-next-line ${id}\n  IgnoreSTARTTLS = $true\n}\nSet-SendConnector A @p`,
    ],
    [
      "next-line",
      `# exchange-rms-disable-next-line port-zero -- why\n${fault}`,
      `# exchange-rms-disable-next-line port-zero, ${id} -- why\n${fault}`,
    ],
    ["line", fault, `${fault} # exchange-rms-disable-line ${id}`],
    ["line", `${fault}\r\n`, `${fault} # exchange-rms-disable-line ${id}\r\n`],
    ["line", `${fault} # exchange-rms-disable-line port-zero`, `${fault} # exchange-rms-disable-line port-zero, ${id}`],
    ["line", `${fault} # note`, null],
    ["line", "Set-SendConnector A -RequireTLS $true -IgnoreSTARTTLS $true `\n  -Force", null],
    ["file", `#requires -Version 5\n${fault}`, `# exchange-rms-disable-file ${id}\n#requires -Version 5\n${fault}`],
    ["file", `# exchange-rms-disable-file port-zero\n${fault}`, `# exchange-rms-disable-file port-zero, ${id}\n${fault}`],
  ];
  for (const [scope, script, expected] of cases) {
    it(`${scope}: ${script}`, () => {
      const analysis = analyze(script);
      const finding = analysis.findings.find(({ rule }) => rule === id);
      const edit = finding ? suppressionEdit(analysis, finding, scope) : null;
      const after = edit ? applyEdits(script, [edit]) : null;
      expect(after).toBe(expected);
      if (after !== null) expect(analyze(after).findings.filter(({ rule }) => rule === id)).toEqual([]);
    });
  }
});

it("what a suppression is written for is gone, and nothing else changes", () => {
  const line = fc.constantFrom(
    fault,
    "Set-SendConnector A -Port 0",
    "New-SendConnector -Name A -AddressSpaces 'a.b;150' -Internet",
    "Get-SendConnector | Out-Null",
    "if ($x) {\n  Set-SendConnector A -RequireTLS true\n}",
    "$p = @{\n  RequireTLS = $true\n  IgnoreSTARTTLS = $true\n}\nSet-SendConnector A @p",
    "Set-SendConnector A `\n  -Port 0 `\n  -TlsAuthLevel 'EncryptionOnly'",
    '$text = @"\nSet-SendConnector A -Port 0\n"@',
    "# a note",
    "",
  );
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 6 }),
      fc.constantFrom("next-line" as const, "line" as const),
      fc.nat(10),
      (lines, scope, which) => {
        const script = lines.join("\n");
        const analysis = analyze(script);
        const finding = analysis.findings[which % Math.max(1, analysis.findings.length)];
        const edit = finding && !finding.rule.startsWith("suppression") ? suppressionEdit(analysis, finding, scope) : null;
        if (!finding || !edit) return;
        const after = analyze(applyEdits(script, [edit]));
        const shift = edit.newText.length;
        const isGone = !after.findings.some(
          (one) => one.rule === finding.rule && one.start === finding.start + (edit.start <= finding.start ? shift : 0),
        );
        expect(isGone).toBe(true);
        expect(after.findings.filter(({ rule }) => rule.startsWith("suppression-"))).toEqual([]);
      },
    ),
  );
});
