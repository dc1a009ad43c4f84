import { describe, expect, it } from "vitest";
import { analyze } from "../../../server/src/analyze.js";
import { hover } from "../../../server/src/features/hover.js";

/** What is shown at `|`: the text it is about, and words that must be in it. */
function check(marked: string, about: string | null, words: readonly RegExp[] = []): void {
  it(marked.replaceAll("\n", "; "), () => {
    const cursor = marked.indexOf("|");
    const text = marked.slice(0, cursor) + marked.slice(cursor + 1);
    const found = hover(analyze(text), cursor);
    expect(found && text.slice(found.start, found.end)).toBe(about);
    for (const word of words) expect(found?.markdown).toMatch(word);
  });
}

describe("cmdlets", () => {
  check("New-Send|Connector -Name A", "New-SendConnector", [/\*\*New-SendConnector\*\*/, /Exchange Server/, /learn\.microsoft\.com/]);
  check("Get-|Thing", null);
});

describe("parameters", () => {
  check("Set-SendConnector A -Requ|ireTLS $true", "-RequireTLS", [/\*\*-RequireTLS\*\* `Boolean`/, /`\$true` or `\$false`/]);
  check("Set-SendConnector A -TlsAuthLevel Dom|ainValidation", "DomainValidation", [/One of .*`EncryptionOnly`/, /#-tlsauthlevel/]);
  check("$p = @{ Identity = 'A'; Port| = 26 }\nSet-SendConnector @p", "Port", [/\*\*-Port\*\*/]);
  check("Set-SendConnector A -Verb|ose", "-Verbose", [/about_commonparameters/]);
});

describe("values that stand elsewhere", () => {
  const given = "$hosts = 'relay1.contoso.com', 'relay2.contoso.com'\n";
  check(`${given}Set-SendConnector A -SmartHosts $ho|sts`, "$hosts", [/Here: `relay1\.contoso\.com, relay2\.contoso\.com`/]);
  check("$n = 'A'\nSet-SendConnector \"To $|n\"", '"To $n"', [/\*\*-Identity\*\*/, /Here: `To A`/]);
  check("$p = @{ Port = 20 + |5 }\nSet-SendConnector A @p", "20 + 5", [/\*\*-Port\*\*/, /Here: `25`/]);
  check("Set-SendConnector A -Comment ('a' + '`|`b')", "('a' + '``b')", [/Here: ``` a``b ```/]);
  check("$on = $true\nSet-SendConnector A -RequireTLS $o|n", "$on", [/Here: `\$true`/]);
  // No rule asks what a mailbox is called.
  check("$who = 'anna'\nGet-Mailbox -Identity $w|ho", "$who", [/\*\*-Identity\*\*/, /Here: `anna`/]);

  const silent = [/^(?![\s\S]*Here:)/];
  check("Set-SendConnector A -Comment 'wri|tten'", "'written'", silent);
  check("Set-SendConnector A -Port 2|5", "25", silent);
  check("Set-SendConnector A -RequireTLS $tr|ue", "$true", silent);
  check("Set-SendConnector A -SmartHosts a.contoso.com, b.con|toso.com", "a.contoso.com, b.contoso.com", silent);
  check("$p = @{ Comment = 'wri|tten' }\nSet-SendConnector A @p", "'written'", silent);
  check("Set-SendConnector A -Comment $unkn|own", "$unknown", silent);
});

describe("builds, wherever they stand", () => {
  check("# since 15.2.15|44.4", "15.2.1544.4", [/Exchange 2019 CU14/]);
  check("'15.0.|775.38.'", "15.0.775.38", [/Exchange 2013/]);
  check("'192.0.|2.1'", null);
  check("'x15.2.15|44.4'", null);
});
