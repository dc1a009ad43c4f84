import { describe, expect, it } from "vitest";
import { analyze } from "../../../server/src/analyze.js";
import { codeLenses } from "../../../server/src/features/code-lenses.js";
import { type DocumentSymbol, documentSymbols } from "../../../server/src/features/document-symbols.js";
import { semanticTokens } from "../../../server/src/features/semantic-tokens.js";
import { signatureHelp } from "../../../server/src/features/signature-help.js";
import { definitionOfSplat, usesOfSplatKey } from "../../../server/src/features/splat-places.js";

const script = `function Add-Relay {
  $p = @{
    Name          = 'To EOP'
    AddressSpaces = '*'
  }
  New-SendConnector @p -RequireTLS $true
}
Add-Relay
Set-SendConnector 'To EOP' -Port 26
`;
const analysis = analyze(script);

function shown(symbols: readonly DocumentSymbol[]): unknown[] {
  return symbols.map((symbol) => [symbol.kind, symbol.name, symbol.detail, shown(symbol.children)]);
}

describe("outline", () => {
  it("has functions and, in them, the calls with what they are about", () => {
    expect(shown(documentSymbols(analysis))).toEqual([
      ["function", "Add-Relay", "", [["call", "New-SendConnector", "To EOP", []]]],
      ["call", "Set-SendConnector", "To EOP", []],
    ]);
  });
});

describe("semantic tokens", () => {
  it("are the resolved names, keys of tables among them, in the order of the text", () => {
    expect(semanticTokens(analysis).map((token) => `${token.kind} ${script.slice(token.start, token.end)}`)).toEqual([
      "property Name",
      "property AddressSpaces",
      "function New-SendConnector",
      "parameter -RequireTLS",
      "function Set-SendConnector",
      "parameter -Port",
    ]);
  });
});

describe("code lenses", () => {
  function check(what: string, text: string, titles: readonly string[]): void {
    it(what, () => expect(codeLenses(analyze(text)).map(({ title }) => title)).toEqual(titles));
  }
  check("show what a splatted call gets", script, ["New-SendConnector -Name 'To EOP' -AddressSpaces * -RequireTLS $true"]);
  check("show what variables are worth, and that others are not known", "$n = 'A'\nSet-SendConnector $n -Port $port -Force", [
    "Set-SendConnector -Identity A -Port ? -Force",
  ]);
  check("show what no rule asks about", "$n = 'anna'\nGet-Mailbox $n", ["Get-Mailbox -Identity anna"]);
  check("show that there may be more", "Set-SendConnector A @unknown -Port (20 + 5)", ["Set-SendConnector -Port 25 …"]);
  check("say nothing where everything stands in the call", "Set-SendConnector A -Port 25 -RequireTLS $true", []);
});

describe("splats", () => {
  it("lead from the call to the keys and back", () => {
    const splat = script.indexOf("@p ");
    const keys = definitionOfSplat(analysis, splat + 1) ?? [];
    expect(keys.map((key) => script.slice(key.start, key.end))).toEqual(["Name", "AddressSpaces"]);
    expect(usesOfSplatKey(analysis, script.indexOf("AddressSpaces"))).toEqual([{ start: splat, end: splat + 2 }]);
    expect(definitionOfSplat(analysis, 0)).toBeNull();
  });
});

describe("signature help", () => {
  it("names the parameter being written", () => {
    const help = signatureHelp(analysis, script.indexOf("26"));
    const signature = help?.signatures[help.activeSignature];
    expect(signature?.label).toMatch(/^Set-SendConnector -Identity <\w+> \[-Port <Int32>\] …$/);
    expect(signature?.parameters[help?.activeParameter ?? -1]?.label).toBe("-Port <Int32>");
  });

  it("shows what is needed and what is written, of dozens", () => {
    const text = "New-SendConnector -RequireTLS $true -Name ";
    const help = signatureHelp(analyze(text), text.length);
    expect(help?.signatures.map(({ label }) => label)).toEqual([
      expect.stringMatching(/^New-SendConnector -(AddressSpaces|Name) <\w+> -(AddressSpaces|Name) <\w+> \[-RequireTLS <Boolean>\] …$/),
      expect.stringMatching(/^New-SendConnector .*\[-RequireTLS <Boolean>\] …$/),
    ]);
    expect(help?.signatures[0]?.parameters[help.activeParameter ?? -1]?.label).toBe("-Name <String>");
  });

  it("says nothing on the name itself or outside a call", () => {
    expect(signatureHelp(analysis, script.indexOf("Set-SendConnector") + 3)).toBeNull();
    expect(signatureHelp(analysis, script.indexOf("$p"))).toBeNull();
  });
});
