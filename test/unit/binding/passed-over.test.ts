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
  [
    "a function that only tells something",
    "$n = 'a'; function Say($m) { Write-Host $m; if ($m) { Write-Verbose \"$($m.Length)\" } }; Say $n; Set-SendConnector $n",
    { Identity: "a" },
  ],
  [
    "a function that tells something and changes a variable",
    "$script:n = 'a'; function Say($m) { Write-Host $m; $script:n = 'b' }; Say 'x'; Set-SendConnector $script:n",
    { Identity: "b" },
  ],
  [
    "what is looked up is a value, too",
    "function F { Join-Path 'a' 'b' }; $n = 'a'; $n = F; Set-SendConnector -Identity x -Comment $n",
    { Identity: "x" },
  ],
  [
    "what is put into a list by another name",
    `$l = New-Object System.Collections.ArrayList; [void] $l.Add((Get-Thing)); $m = $l; [void] $m.Add('a')
     Set-SendConnector -Identity x -Comment $l[1]`,
    { Identity: "x", Comment: "a" },
  ],
  [
    "what a function puts into a table that it is given",
    `function Fill($t) { $t.Add('Comment', 'a') }; $p = @{}; $p[(Get-Thing)] = Get-Thing; $p = @{}; Fill $p; Set-SendConnector -Identity x @p`,
    { Identity: "x", Comment: "a" },
  ],
  ["what is added to what is empty", "$n = ''; $n += 'a'; Set-SendConnector -Identity x -Comment $n", { Identity: "x", Comment: "a" }],
  [
    "what is thrown",
    "try { throw 'a' } catch { $n = $_.Exception.Message }; Set-SendConnector -Identity x -Comment $n",
    { Identity: "x", Comment: "a" },
  ],
  [
    "a loop whose turns change nothing goes on until something leaves it",
    "$n = 'a'; while ($true) { $n = 'b'; if (Get-Thing) { break } }; Set-SendConnector $n",
    { Identity: "b" },
  ],
  [
    "what a loop of unknown length counts is not known",
    '$i = 0; foreach ($x in Get-Thing) { Set-SendConnector -Identity x -Comment "$i"; $i++ }',
    { Identity: "x" },
  ],
  [
    "a variable that a loop sets hides the one around it",
    "$n = 'a'; function F { foreach ($x in Get-Thing) { Set-SendConnector -Identity x -Comment $n; $n = 'b' } }; F",
    { Identity: "x" },
  ],
  [
    "a variable that a loop sets last hides the one that it sets first",
    "function F { foreach ($x in Get-Thing) { $script:n = 'b'; Set-SendConnector -Identity x -Comment $n; $n = 'c' } }; F",
    { Identity: "x" },
  ],
  [
    "a loop whose turns change something is counted",
    '$i = 0; while ($true) { $i++; if ($i -gt 3) { break } }; Set-SendConnector -Identity x -Comment "$i"',
    { Identity: "x", Comment: "4" },
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
