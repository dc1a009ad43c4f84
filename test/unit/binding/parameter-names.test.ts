import { describe, expect, it } from "vitest";
import { factsOf, matchParameter } from "../../../server/src/binding/bind/facts.js";
import { findCmdlet } from "../../../server/src/catalog/lookup.js";

function cmdlet(name: string) {
  const found = findCmdlet(name);
  if (!found) throw new Error(`${name} is not in the catalogue`);
  return found;
}

describe("parameter names as PowerShell resolves them", () => {
  const newSendConnector = factsOf(cmdlet("New-SendConnector"));
  const check = (written: string, expected: string | string[] | null) =>
    it(written, () => {
      const match = matchParameter(newSendConnector, written, "7");
      if (match.kind === "one") expect(match.facts.parameter.name).toBe(expected);
      else if (match.kind === "several") expect(match.candidates.map((one) => one.parameter.name).sort()).toEqual(expected);
      else expect(expected).toBeNull();
    });
  check("addressspaces", "AddressSpaces");
  check("SmartHost", ["SmartHostAuthMechanism", "SmartHosts"]);
  check("Force", "Force");
  check("SourceTransportServer", "SourceTransportServers");
  check("ea", "ErrorAction");
  check("wi", "WhatIf");
  // The only own parameter beats ErrorAction and ErrorVariable.
  check("Error", "ErrorPolicies");
  check("Smarthosst", null);
});
