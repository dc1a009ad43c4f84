import { describe, expect, it } from "vitest";
import { analyze } from "../../server/src/analyze.js";
import { complete } from "../../server/src/features/completion.js";

/** All that is shown: the rule's id and the first line of the text under its squiggle. */
function shown(text: string): readonly string[] {
  const { findings, syntaxFindings } = analyze(text);
  return [...findings, ...syntaxFindings]
    .sort((a, b) => a.start - b.start)
    .map(({ rule, start, end }) => `${rule} ${text.slice(start, end)}`.trimEnd());
}

/** What is shown of a script in which `▮` stands where somebody is typing, its end or the middle of a line. */
function check(marked: string, expected: readonly string[]): void {
  it(marked.replaceAll("\n", "⏎"), () => expect(shown(marked.replace("▮", ""))).toEqual(expected));
}

const rest = "\nSet-SendConnector 'B' -Enabled $true\nWrite-Host \"done\"";

describe("an open quote is marked where it stands", () => {
  check(`Set-SendConnector 'Inter▮${rest}`, ["syntax-error 'Inter"]);
  check(`Set-SendConnector "Inter▮${rest}`, ['syntax-error "Inter']);
  check(`Set-SendConnector ‘Inter▮${rest}`, ["syntax-error ‘Inter"]);
  check(`Set-SendConnector '▮${rest}`, ["syntax-error '"]);
  check(`Set-SendConnector 'Inter▮${rest.replaceAll("\n", "\r\n")}`, ["syntax-error 'Inter"]);
  check("Set-SendConnector 'Inter▮", ["syntax-error 'Inter"]);
  check("Set-SendConnector 'Inter▮\n\n\n", ["syntax-error 'Inter"]);
  check(`Set-SendConnector 'It''s ▮${rest}`, ["syntax-error 'It''s"]);
  check(`Set-SendConnector 'A' -Comment "by $(Get-Date ▮${rest}`, ['syntax-error "by $(Get-Date']);
  check(`Set-SendConnector 'A' -Comment "by $(Get-Date -Format 'y▮${rest}`, ["syntax-error \"by $(Get-Date -Format 'y"]);
  check(`Set-SendConnector 'A' -Comment @"▮${rest}`, ['syntax-error @"']);
  check(`Set-SendConnector 'A' -Comment @'▮${rest}`, ["syntax-error @'"]);
  check(`Set-SendConnector 'A' <# note▮${rest}`, ["syntax-error <# note"]);
  check(`Set-SendConnector 'A' -AddressSpaces @{Add='c.contoso.com▮${rest}`, ["syntax-error 'c.contoso.com"]);
});

describe("text that only looks open or closed", () => {
  check(`Write-Host "\${env:na▮${rest}`, ['syntax-error "${env:na']);
  check(`Write-Host "\${▮${rest}`, ['syntax-error "${']);
  check(`Write-Host "He said \`"no\`▮${rest}`, ['syntax-error "He said `"no`']);
  check(`Write-Host "a ""b"" ▮${rest}`, ['syntax-error "a ""b""']);
  check(`Write-Host a#b'c▮${rest}`, ["syntax-error 'c"]);
  check(`Write-Host x # it's "so" (far▮${rest}`, []);
});

describe("where the line goes on behind the open quote", () => {
  check(`if ($name -eq 'A▮) {\n    Set-SendConnector 'A' -Enabled $true\n}${rest}`, ["syntax-error 'A"]);
  check(`foreach ($name in "A▮", 'B') {\n    Set-SendConnector $name -Enabled $true\n}${rest}`, []);
  check(`Describe 'Connectors▮ {\n    Set-SendConnector 'A' -Enabled $true\n}${rest}`, ["syntax-error 'Connectors"]);
  check(`Set-SendConnector 'A▮ \`\n    -Enabled $true${rest}`, ["syntax-error 'A"]);
});

describe("what follows keeps its own findings", () => {
  check("Set-SendConnector 'Inter▮\nSet-SendConnector 'B' -Enabld $true", ["syntax-error 'Inter", "unknown-parameter -Enabld"]);
  check("Set-SendConnector -Bogus 1\nSet-SendConnector 'Inter▮\nSet-SendConnector 'B' -Enabld $true", [
    "unknown-parameter -Bogus",
    "syntax-error 'Inter",
    "unknown-parameter -Enabld",
  ]);
  check("Set-SendConnector 'Inter▮\n$x = 5 )\nSet-SendConnector 'B' -Enabled $true", ["syntax-error 'Inter", "syntax-error )"]);
  check("# exchange-rms-disable-next-line unknown-parameter\nSet-SendConnector 'B' -Enabld 'x▮\nWrite-Host 'done'", ["syntax-error 'x"]);
});

describe("apostrophes further on close nothing", () => {
  check("Set-SendConnector 'Inter▮\n# Don't touch\nWrite-Host 'done'", ["syntax-error 'Inter"]);
  check("Set-SendConnector 'Inter▮\n# Don't touch", ["syntax-error 'Inter"]);
  check("Set-SendConnector 'Inter▮\nWrite-Host \"It's done\"\n# It's Bob's", ["syntax-error 'Inter"]);
  check("Set-SendConnector 'Inter▮\n'B', 'C' | Set-SendConnector -Enabled $true", ["syntax-error 'Inter"]);
  check("Set-SendConnector 'Inter▮\n<#\nDon't\n#>\nWrite-Host 'done'", ["syntax-error 'Inter"]);
});

describe("a value that is not finished is not judged", () => {
  check(`New-SendConnector -Name A -AddressSpaces 'not a domain▮${rest}`, [
    "source-server-missing New-SendConnector",
    "syntax-error 'not a domain",
  ]);
  check(`Set-SendConnector A -Fqdn 'https://x▮${rest}`, ["syntax-error 'https://x"]);
  check(`Set-SendConnector A -MaxMessageSize '10 apples▮${rest}`, ["syntax-error '10 apples"]);
});

describe("an open bracket is marked where it stands", () => {
  check(`Set-SendConnector (Get-Item▮${rest}`, ["syntax-error ("]);
  check(`Set-SendConnector 'A' -SmartHosts @(▮${rest}`, ["syntax-error ("]);
  check(`Set-SendConnector 'A' -AddressSpaces @{▮${rest}`, ["syntax-error {"]);
  check(`Set-SendConnector 'A' -AddressSpaces @{Add='b.contoso.com'▮${rest}`, ["syntax-error {"]);
  check(`Get-SendConnector | Where-Object {▮${rest}`, ["syntax-error {"]);
  check(`if ($x) {▮${rest}`, ["syntax-error {"]);
  check(`if ($x▮${rest}`, ["syntax-error ("]);
  check("function A {\n    if ($x) {▮\n    Get-SendConnector\n}\n\nfunction B {\n    Get-SendConnector\n}", ["syntax-error {"]);
  check("function A {\n    Set-SendConnector (Get-Item▮\n    Get-SendConnector\n}", ["syntax-error ("]);
  check("$p = @{\n    Name = 'A'▮\nSet-SendConnector 'B' -Enabled $true", ["syntax-error {"]);
  check("$p = @{\n    Identity = 'A'\n    SmartHosts = @(▮\n    Enabled = $true\n}\nSet-SendConnector @p", ["syntax-error ("]);
  check("$hosts = @(\n    'a.contoso.com'\n    (Get-Item 'x'▮\n    'b.contoso.com'\n)\nSet-SendConnector 'A' -Enabled $true", [
    "syntax-error (",
  ]);
});

describe("a line that ends in the middle of something", () => {
  check(`Set-SendConnector 'A' -AddressSpaces 'a.contoso.com',▮${rest}`, ["syntax-error ,"]);
  check(`Set-SendConnector 'A' -Enabled $true \`▮${rest}`, ["syntax-error `"]);
  check(`Get-SendConnector |▮\n$x = 5${rest}`, ["syntax-error |"]);
  check(`Get-SendConnector | Where-Object { $_.▮${rest}`, ["syntax-error {"]);
  check("if ($x) {\n    $y = $x.▮\n    Get-SendConnector\n}", ["syntax-error ."]);
  check(`$same = $a -eq▮${rest}`, ["syntax-error -eq"]);
  check(`$same = $a.Hosts[▮${rest}`, ["syntax-error ["]);
  check(`function▮${rest}`, ["syntax-error function"]);
  check("if ($x) {\n    foreach ($y in ▮\n    Get-SendConnector\n}", ["syntax-error ("]);
  check("if ($x) {\n    .▮\n    Get-SendConnector\n}", ["syntax-error ."]);
  check("if ($x) {\n    &▮\n    Get-SendConnector\n}", ["syntax-error &"]);
  check("$p = @{\n    Identity = 'A'\n    SmartHosts▮\n    Enabled = $true\n}\nSet-SendConnector @p", ["syntax-error SmartHosts"]);
  check("$p = @{\n    AddressSpaces = ▮\n    Identity = 'A'\n}\nSet-SendConnector @p", ["syntax-error ="]);
});

describe("what PowerShell accepts is not touched", () => {
  check("Set-SendConnector 'A' -Comment 'first\nsecond' -Enabled $true", []);
  check("Set-SendConnector 'A' -Comment \"first\nit's the second\nnot 'the' third\" -Enabled $true", []);
  check("Set-SendConnector 'A' -Comment 'first\nsecond' -Bogus 1", ["unknown-parameter -Bogus"]);
  check("Write-Host 'one\ntwo' + 'three\nfour'\nSet-SendConnector 'A' -Bogus 1", ["unknown-parameter -Bogus"]);
  check("Set-SendConnector 'A' `\n-Enabled $true", []);
  check("Set-SendConnector 'A' -AddressSpaces 'a.contoso.com',\n'b.contoso.com' -Enabled $true", []);
  check("Get-SendConnector |\nSet-SendConnector -Enabled $true", []);
  check("Write-Host Done.\nSet-SendConnector 'A' -Bogus 1", ["unknown-parameter -Bogus"]);
  check("function A {\nif ($x) {\nGet-SendConnector\n}\n}", []);
});

describe("what cannot be told is left as PowerShell tells it", () => {
  // Without indentation any of the two blocks may be the open one.
  check("function A {\nif ($x) {\nGet-SendConnector\n}\n", ["syntax-error {"]);
  check("Set-SendConnector 'A' )\nSet-SendConnector 'B' -Enabled $true", ["syntax-error )"]);
  check("Set-SendConnector 'A' -Enabled $true }\nGet-SendConnector", ["syntax-error }"]);
});

describe("the unfinished line is completed as at the end of a script", () => {
  const offers = (text: string, offset: number) => {
    const found = complete(analyze(text), offset);
    return found && { replaced: text.slice(found.start, found.end), items: found.items.map((item) => item.text) };
  };
  const lines = [
    "New-SendConnector -TlsAuthLevel 'Enc",
    'New-SendConnector -Name "A" -TlsAuthLevel "',
    "New-SendConnector -Name (Get-Item) -Tls",
    "Set-SendConnector -Identity (Get-SendConnector -Ident",
    "Set-IRMConfiguration -TransportDecryptionSetting 'Opt",
    "if ($x) { Set-IRMConfiguration -Trans",
    'Write-Host "$(Set-IRMConfiguration -Trans',
    "Set-SendConnector 'A' -SmartHosts 'a.contoso.com', ",
  ];
  for (const line of lines) {
    it(line, () => {
      expect(offers(line + rest, line.length)).toEqual(offers(line, line.length));
    });
  }
  it("keys of a table whose quote is open", () => {
    const text = "$p = @{\n    Name = 'A\n    Addr\n}\nNew-SendConnector @p";
    expect(offers(text, text.indexOf("Addr") + 4)?.items).toEqual(["AddressSpaces"]);
  });
});

// ------------------------------------------------------------------------------------------------------- every keystroke

const typed = [
  "New-SendConnector -Name 'Internet mail' -AddressSpaces 'SMTP:*;1' -SmartHosts @('a.contoso.com','b.contoso.com') -Usage Custom",
  'New-SendConnector -Name "To $(Get-Date -Format \'yyyy\') by $env:USERNAME" -AddressSpaces ($list | ForEach-Object { "SMTP:$_;1" })',
  "Set-IRMConfiguration -LicensingLocation @{Add=\"https://x.rms.na.aadrm.com/_wmcs/licensing\"} -TransportDecryptionSetting 'Optional'",
  '& "$PSScriptRoot\\GenConnectorConfig.ps1" -ConnectorUri \'https://rms.contoso.com\' -SetExchange2013 # that\'s "all"',
  "if (-not (Get-SendConnector 'EOP' -ErrorAction Stop)) { .\\GenConnectorConfig.ps1 -ConnectorUri $uri }",
  '<# It\'s the "main" connector (EOP) #>',
];

const places: Readonly<Record<string, readonly [before: string, after: string]>> = {
  "at the start": ["", `${rest}\n`],
  "between lines": ["$server = 'EX1'\n\n", `\n${rest}\n`],
  "with CR LF": ["$server = 'EX1'\r\n", rest.replaceAll("\n", "\r\n")],
  "in a function": [
    "function Set-Mail {\n    param([string]$server)\n    ",
    "\n    Set-SendConnector 'A' -Enabled $true\n    return $server\n}\n\nSet-Mail -server \"EX1\"\n",
  ],
  "in the last line of a block": ["if ($server) {\n    Get-SendConnector\n    ", "\n}\nelse {\n    Write-Host \"none: '$server'\"\n}\n"],
  "deep in blocks": [
    'foreach ($s in $servers) {\n    if ($s -ne "EX9") {\n        try {\n            ',
    "\n            Set-SendConnector 'B' -Enabled $s\n        }\n        catch { throw \"It is $_\" }\n    }\n}\n",
  ],
  "before strings and blocks": [
    "$server = 'EX1'\n",
    "\n'B', 'C' | Set-SendConnector -Enabled $true\nif ($server) {\n    \"D\" | Set-SendConnector -Enabled $true\n}\n",
  ],
  "before apostrophes": [
    "# It's Bob's\n",
    "\n# Don't touch: it's Bob's\nWrite-Host \"Don't\"\nSet-SendConnector 'B' -Enabled $true # that's all\n",
  ],
  "before one apostrophe": ["$server = 'EX1'\n", "\n\n# Don't touch\nSet-SendConnector 'B' -Enabled $true\n"],
  "before legal long strings": [
    '$text = "one\ntwo"\n',
    "\nSet-SendConnector 'B' -Comment \"first\nsecond\" -Enabled $true\n$body = @\"\nDon't\n\"@\n<#\n It's (so\n#>\nWrite-Host 'x'\n",
  ],
  "beside other faults": ["Set-SendConnector 'A' -Enabld $true\n", "\nSet-SendConnector 'B' -Enabld $true\nSet-SendConnector 'C' -Bogus\n"],
};

describe("no keystroke puts a finding on another line", () => {
  for (const [place, [before, after]] of Object.entries(places)) {
    it(place, () => {
      const alone = shownOutside(before, "", after);
      const misleading: string[] = [];
      for (const line of typed) {
        for (let length = 1; length <= line.length; length++) {
          const found = shownOutside(before, line.slice(0, length), after);
          if (found !== alone) misleading.push(line.slice(0, length));
        }
      }
      expect(misleading).toEqual([]);
    });
  }
});

/** What is shown in front of the typed text and behind it, with its place; and that nothing runs from there over the line's end. */
function shownOutside(before: string, line: string, after: string): string {
  const text = before + line + after;
  const end = before.length + line.length;
  const { findings, syntaxFindings } = analyze(text);
  return [...findings, ...syntaxFindings]
    .filter((one) => one.start < before.length || (line === "" ? one.start > end : one.start > end || one.end > end + 1))
    .map(({ rule, start, message }) => `${rule} ${start < before.length ? start : start - line.length} ${message}`)
    .join("\n");
}
