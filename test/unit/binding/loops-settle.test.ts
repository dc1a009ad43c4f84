import { expect, it } from "vitest";
import { knownCommands } from "../../../server/src/binding/command-catalog.js";
import { interpret } from "../../../server/src/binding/interpret.js";
import { parse } from "../../../server/src/syntax/parser.js";

/** Loops in loops, each of which makes an object, changes it and keeps it in what the outer ones made. */
function nested(depth: number): string {
  if (depth === 0) return "New-SendConnector @settings -Name $name";
  return `
    foreach ($item${depth} in Get-Thing ${depth}) {
      $name = "to $item${depth}"
      $made${depth} = $null
      $made${depth} = New-Object PSObject -Property @{ Level = ${depth}; Inner = $null }
      $made${depth} | Add-Member NoteProperty -Name Note -Value $name -Force
      ${nested(depth - 1)}
      $settings.Comment = $made${depth}.Note
      $all += $made${depth}
    }`;
}

// Were a loop followed a few times more than it needs, twelve of them would never end.
it("loops in loops settle at once", () => {
  const text = `$all = @()\n$settings = @{ RequireTLS = $true }\n${nested(12)}`;
  const [call] = interpret(parse(text), knownCommands).calls;
  expect(call?.name).toBe("New-SendConnector");
});
