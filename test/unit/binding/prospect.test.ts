import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { judgeOf } from "../../../server/src/binding/interpret.js";
import type { Part } from "../../../server/src/binding/slice/part.js";
import { askedInVain } from "../../../server/src/binding/slice/prospect.js";
import { functionNamesOf, type Sites, sitesOf } from "../../../server/src/binding/slice/sites.js";
import { thoroughSlice } from "../../../server/src/binding/slice.js";
import { followedCommands } from "../../../server/src/rules/followed-commands.js";
import { builtInRules } from "../../../server/src/rules/rules.js";
import { parse } from "../../../server/src/syntax/parser.js";

const followed = followedCommands(builtInRules());
const project = path.resolve(import.meta.dirname, "../../..");
const scripts = ["test/oracle/syntax", "examples", "test/fixtures"]
  .flatMap((folder) =>
    readdirSync(path.join(project, folder), { recursive: true, encoding: "utf8" }).map((file) => path.join(folder, file)),
  )
  .filter((file) => file.endsWith(".ps1"))
  .map((file) => readFileSync(path.join(project, file), "utf8"));

function read(text: string): { readonly part: Part; readonly sites: Sites } {
  const parsed = parse(text);
  const part: Part = { parsed, passedOver: new Map(), functionNames: functionNamesOf(parsed) };
  return { part, sites: sitesOf(part, (isRenamed) => judgeOf(text, followed, isRenamed)) };
}

function isInVain(text: string): boolean {
  const { part, sites } = read(text);
  return askedInVain(part, sites) !== null;
}

describe("of a command that is asked for nothing can be known but what stands in it", () => {
  it.each([
    "Get-SendConnector -Identity 'a'",
    "param($Identity) Set-SendConnector $Identity",
    "$c = Get-SendConnector; Set-SendConnector -Identity $c.Identity",
    "Get-SendConnector | ForEach-Object { Set-SendConnector -Identity $_.Identity }",
    "$all = @(); foreach ($one in Get-Thing) { $all += $one }; foreach ($one in $all) { Set-SendConnector $one }",
    "$all = New-Object System.Collections.ArrayList; $all.Add((Get-Thing)); Set-SendConnector $all[0]",
    "function F($x) { Set-SendConnector $x }; F (Get-Thing)",
    "try { Get-Thing } catch { Set-SendConnector -Identity x -Comment $_ }",
    "param($Command) $p = @{ Identity = 'a' }; & $Command @p",
    "$block = { Get-Thing }; & $block 'a'",
    "$c = Get-Thing; & $c.Command -Identity 'a'; . $c.Script",
  ])("%s", (text) => {
    expect(isInVain(text)).toBe(true);
  });
});

describe("of a command that is asked for something may be known", () => {
  it.each([
    "$n = 'a'; Set-SendConnector $n",
    "foreach ($n in 'a', 'b') { Set-SendConnector $n }",
    "'a' | Set-SendConnector",
    "'a', 'b' | ForEach-Object { Set-SendConnector $_ }",
    "$p = @{ Identity = $x }; Set-SendConnector @p",
    "$p = @{}; $p.Identity = Get-Thing; Set-SendConnector @p",
    "$p = @{}; $p.Add('Identity', (Get-Thing)); Set-SendConnector @p",
    "$all = @(); $all += 'a'; Set-SendConnector $all",
    "function F($x) { Set-SendConnector $x }; F 'a'",
    "function F($x = 'a') { Set-SendConnector $x }; F",
    "function F { 'a' }; Set-SendConnector (F)",
    "function F { Set-SendConnector $n }; $n = 'a'; F",
    "Set-Variable n 'a'; Set-SendConnector $n",
    "$command = 'Set-SendConnector'; & $command",
    "foreach ($command in 'Get-SendConnector', 'Get-ReceiveConnector') { & $command }",
    "$p = @{ Command = 'Set-SendConnector' }; & $p.Command",
    "function F($Command) { & $Command }; F 'Set-SendConnector'",
    "$b = { Get-Thing }; if ($x) { $b = 'Set-SendConnector' }; & $b",
    "try { throw 'a' } catch { Set-SendConnector -Identity x -Comment $_ }",
    "switch ('a') { a { Set-SendConnector $_ } }",
  ])("%s", (text) => {
    expect(isInVain(text)).toBe(false);
  });
});

describe("what is tracked", () => {
  it.each([
    // Who asks for one parameter does not ask for the others, nor for what their arguments hold.
    ["function F($x, $y) { Set-SendConnector $x; Get-Thing $y }; $n = 'a'; $m = 'b'; F $n $m", "n x"],
    ["$n = 'a'; $m = 'b'; function F($x) { Set-SendConnector $x; 'c' }; $m = F $n; if ($m) { Get-Thing $m }", "n x"],
    // A table goes on into other variables; only where something is put into it by way of them do these matter.
    ["$p = @{}; $q = $p; $q.Identity = 'a'; Set-SendConnector @p", "p q"],
    ["$p = @{}; $q = $p; $r = $q; $r.Identity = 'a'; Set-SendConnector @p", "p q r"],
    ["$p = @{ Identity = 'a' }; foreach ($k in $p.Keys) { $k.X = 1 }; Set-SendConnector @p", "p"],
    // Which turn it is does not matter where nothing is changed.
    ["$p = @{ Identity = 'a' }; foreach ($i in @{ x = 1 }) { Get-Thing $p.Identity }; Set-SendConnector @p", "p"],
    ["$p = @{ Identity = 'a' }; foreach ($k in $p.Keys) { Get-Thing $k }; Set-SendConnector @p", "p"],
    ["$p = @{}; $text = Get-Thing; foreach ($k in $p.A) { $text.AppendFormat('{0}', $k) }; Set-SendConnector @p", "p"],
    ["$p = @{}; $all = @{}; $all.Add('x', $p); $all.x.Identity = 'a'; Set-SendConnector @p", "all p"],
    ["$p = @{}; function F($t) { $t.Add('Identity', 'a') }; F $p; Set-SendConnector @p", "p t"],
    ["$p = @{ Identity = 'a' }; function F($t) { Get-Thing $t }; F $p; Set-SendConnector @p", "p"],
    ["$p = @{}; $b = { $p.Identity = 'a' }; & $b; Set-SendConnector @p", "b p"],
    ["$n = 'a'; if ($m -eq 'x') { $n = 'b' }; Set-SendConnector $n", "n"],
    ["$m = 'x'; $n = 'a'; if ($m -eq 'x') { $n = 'b' }; Set-SendConnector $n", "m n"],
    // What is started is no program that anybody speaks about.
    ["$n = 'a'; Start-Process notepad -ArgumentList $n", ""],
    ["$n = 'add HKLM\\x'; Start-Process reg -ArgumentList $n", "n"],
    ["$n = 'a'; Start-Process (Get-Thing) -ArgumentList $n", ""],
    ["$n = 'a'; Start-Process -Wait -FilePath reg.exe -ArgumentList $n", "n"],
  ])("%s: %s", (text, expected) => {
    const { part, sites } = read(text);
    const tracked = thoroughSlice(part, sites, false, false)?.tracked ?? new Set();
    const always = ["_", "erroractionpreference", "ofs", "psdefaultparametervalues"];
    expect(
      [...tracked]
        .filter((name) => !always.includes(name))
        .sort()
        .join(" "),
    ).toBe(expected);
  });
});

it("the quick look is never surer than the thorough one", () => {
  const surer = scripts.filter((text) => {
    const { part, sites } = read(text);
    return askedInVain(part, sites) !== null && thoroughSlice(part, sites, false, false)?.sought.size !== 0;
  });
  expect(surer).toEqual([]);
  expect(scripts.filter(isInVain).length).toBeGreaterThan(10);
});
