import { describe, expect, it } from "vitest";
import { analyze } from "../../../server/src/analyze.js";
import { applyEdits } from "../../../server/src/rules/fixes.js";

/** What each fix of the first syntax error makes of a script. */
function check(source: string, repaired: Readonly<Record<string, string>>): void {
  it(source, () => {
    const fixes = analyze(source).syntaxFindings.flatMap((finding) => finding.fixes);
    expect(Object.fromEntries(fixes.map(({ title, edits }) => [title, applyEdits(source, edits)]))).toEqual(repaired);
    expect(fixes.filter((fix) => fix.isPreferred)).toEqual([]);
    for (const text of Object.values(repaired)) expect(analyze(text).syntaxFindings).toEqual([]);
  });
}

describe("a string without an end can be closed", () => {
  check("Remove-SendConnector 'To Internet\nGet-SendConnector", {
    "Close the string": "Remove-SendConnector 'To Internet'\nGet-SendConnector",
  });
  check("Set-SendConnector 'To Internet -Port 25\nGet-SendConnector", {
    "Close the string before -Port": "Set-SendConnector 'To Internet' -Port 25\nGet-SendConnector",
    "Close the string after 25": "Set-SendConnector 'To Internet -Port 25'\nGet-SendConnector",
  });
  check('if ($name -eq "Out -and $x) { Get-SendConnector }\nGet-Queue', {
    "Close the string before -and": 'if ($name -eq "Out" -and $x) { Get-SendConnector }\nGet-Queue',
    "Close the string after $x": 'if ($name -eq "Out -and $x") { Get-SendConnector }\nGet-Queue',
  });
  check("Set-SendConnector Out -Comment \u201cours\nGet-Queue", {
    "Close the string": "Set-SendConnector Out -Comment \u201cours\u201c\nGet-Queue",
  });
  check('Set-SendConnector Out -Comment "since $(Get-Date\nGet-Queue', {
    "Close the string": 'Set-SendConnector Out -Comment "since $(Get-Date)"\nGet-Queue',
  });
  check("$p = @{\n  Name = 'Out\n  Port = 25\n}\nNew-SendConnector @p", {
    "Close the string": "$p = @{\n  Name = 'Out'\n  Port = 25\n}\nNew-SendConnector @p",
  });
});

describe("what may run on is not closed", () => {
  check('$text = @"\nDear all\nGet-Queue', {});
  check("<# Set-SendConnector\nGet-Queue", {});
  check("if ($x) {\n  Get-Queue\n", {});
});
