import { describe, expect, it } from "vitest";
import { callsOf, commandCatalog } from "../../../scripts/oracle/calls-answer.js";
import { factsCatalogue } from "../../../scripts/oracle/facts-catalogue.js";

const cmdlets = factsCatalogue();
const catalog = commandCatalog(cmdlets);

// What nobody asks for is passed over; each of these statements matters all the same.
const scripts: readonly (readonly [name: string, script: string, known: Readonly<Record<string, unknown>>])[] = [
  [
    "what is written through a value that nobody knows may be any object that was given away",
    `$p = @{ Identity = 'a' }; $holder = Get-Holder; $holder.Add($p); $p.Comment = 'first'
     $holder[0].Comment = 'second'
     Set-SendConnector @p`,
    {},
  ],
  [
    "a function is defined where the definition stands, though nobody asks what it does",
    `if ($true) { function Write-Log($m) { Write-Host $m } }
     $p = @{ Identity = 'a' }
     Write-Log $p.Identity
     Set-SendConnector @p`,
    { Identity: "a" },
  ],
  ["a variable by name", "$n = 'a'; Set-Variable -Name n -Value 'b'; Set-SendConnector $n", { Identity: "b" }],
  ["a jump out of what is passed over", "$n = 'a'; foreach ($x in Get-Thing) { if ($x) { break }; $n = 'b' }; Set-SendConnector $n", {}],
  [
    "a return before a change",
    "$script:n = 'a'; function F { if (Get-Thing) { return }; $script:n = 'b' }; F; Set-SendConnector $script:n",
    {},
  ],
  ["a block that runs by way of a variable", "$n = 'a'; $b = { $script:n = 'b' }; & $b; Set-SendConnector $n", { Identity: "b" }],
  [
    "an unknown block that may be the script's own",
    "$script:n = 'a'; $b = { $script:n = 'b' }; Register-It $b; & (Get-Block); Set-SendConnector $script:n",
    {},
  ],
  [
    "what ForEach-Object does to its items",
    "$p = @{ Identity = 'a' }; $p | ForEach-Object { $_.Identity = 'b' }; Set-SendConnector @p",
    { Identity: "b" },
  ],
  [
    "a reference handed over",
    "$n = 'a'; [void][int]::TryParse('5', [ref]$n); Set-SendConnector -Identity x -Comment $n",
    { Identity: "x" },
  ],
  ["what a function gives", "function F { 'a' }; Set-SendConnector (F)", { Identity: "a" }],
  ["what a function returns of what it gets", "function F($x) { return $x }; $n = F 'a'; Set-SendConnector $n", { Identity: "a" }],
  [
    "what is given behind a switch",
    "function F([switch]$On, $x) { Set-SendConnector $x -WhatIf:$On }; F -On 'a'",
    { Identity: "a", WhatIf: true },
  ],
  ["a variable that is only emptied", "$n = ''; Set-SendConnector -Identity x -Comment $n", { Identity: "x", Comment: "" }],
  [
    "a variable that is emptied before it gets what nobody knows",
    "$n = 'a'; if (Get-Thing) { $n = $null; $n = Get-Thing }; Set-SendConnector -Identity x -Comment $n",
    { Identity: "x" },
  ],
  ["what a common parameter sets", "$n = 'a'; Get-Thing -OutVariable n; Set-SendConnector -Identity x -Comment $n", { Identity: "x" }],
];

describe("a statement that no call mentions", () => {
  for (const [name, script, known] of scripts) {
    it.each([{ runsAlone: true }, { runsAlone: false }])(`${name}, %o`, (options) => {
      expect(callsOf(script, cmdlets, catalog, options).map((call) => call.known)).toEqual([known]);
    });
  }
});

it("functions that call each other in a long chain are looked at without overflowing the stack", () => {
  const links = Array.from({ length: 5_000 }, (_, i) => `function F${i} { F${i + 1} }`).join("\n");
  const last = "function F5000 { $n = 'a'; Set-SendConnector $n; 'b' }";
  const found = callsOf(`${links}\n${last}\n$m = F0; Set-SendConnector -Identity x -Comment $m`, cmdlets, catalog, { runsAlone: false });
  expect(found.map((call) => call.known["Identity"])).toEqual(["a", "x"]);
});
