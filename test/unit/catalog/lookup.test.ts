import { describe, expect, it } from "vitest";
import { cmdletNames, cmdletsWithPrefix, findCmdlet, nearCmdlets, nearParameters } from "../../../server/src/catalog/lookup.js";
import { editDistance } from "../../../server/src/catalog/near.js";

function cmdlet(name: string) {
  const found = findCmdlet(name);
  if (!found) throw new Error(`${name} is not in the catalogue`);
  return found;
}

describe("finding a cmdlet", () => {
  it("ignores case", () => {
    expect(findCmdlet("new-SENDconnector")?.name).toBe("New-SendConnector");
    expect(findCmdlet("New-SendConnectors")).toBeNull();
    expect(findCmdlet("")).toBeNull();
  });

  it("knows the connector script by its path", () => {
    for (const path of ["GenConnectorConfig.ps1", ".\\genconnectorconfig.ps1", "C:\\rms\\GenConnectorConfig.ps1", "./GenConnectorConfig"]) {
      expect(findCmdlet(path)?.name, path).toBe("GenConnectorConfig.ps1");
    }
    for (const path of ["GenConnectorConfig", ".\\GetConnectorConfig.ps1", ".\\New-SendConnector", ".\\New-SendConnector.ps1"]) {
      expect(findCmdlet(path), path).toBeNull();
    }
  });

  it("knows sets, positions and mandatory parameters", () => {
    const newSendConnector = cmdlet("New-SendConnector");
    expect(newSendConnector.sets.map((set) => set.name)).toEqual(["AddressSpaces", "LinkedReceiveConnector"]);
    expect(newSendConnector.sets[0]?.positional).toEqual(["Name"]);
    expect(newSendConnector.parameters.get("addressspaces")?.mandatoryIn).toEqual(["AddressSpaces"]);
    expect(newSendConnector.parameters.get("linkedreceiveconnector")?.sets).toEqual(["LinkedReceiveConnector"]);
    expect(newSendConnector.parameters.get("fqdn")?.sets).toEqual([]);
    expect(newSendConnector.parameters.get("whatif")?.aliases).toEqual(["wi"]);
    expect(newSendConnector.parameters.get("erroraction")?.isCommon).toBe(true);
  });

  it("knows where cmdlets and parameters exist", () => {
    expect(cmdlet("New-OutboundConnector").products).toEqual(["Online", "EOP"]);
    expect(cmdlet("New-SendConnector").parameters.get("connectortype")?.products).toEqual(["2016", "2019", "SE"]);
  });

  it("reads every entry", () => {
    for (const name of cmdletNames()) {
      const { sets, parameters } = cmdlet(name);
      const setNames = sets.map((set) => set.name);
      for (const set of sets) {
        for (const position of set.positional) expect(parameters.has(position.toLowerCase()), `${name} ${position}`).toBe(true);
      }
      for (const parameter of parameters.values()) {
        for (const set of [...parameter.sets, ...parameter.mandatoryIn]) expect(setNames).toContain(set);
        expect(parameter.type, `${name} ${parameter.name}`).toMatch(/^\w+(\[\])?$/);
      }
    }
  });

  it("finds by prefix", () => {
    expect(cmdletsWithPrefix("new-sendc")).toEqual(["New-SendConnector"]);
    expect(cmdletsWithPrefix("nothing-")).toEqual([]);
  });
});

describe("near names", () => {
  const check = (name: string, expected: string[]) => it(name, () => expect(nearCmdlets(name)).toEqual(expected));
  check("New-SendConector", ["New-SendConnector"]);
  check("New-SendConnectro", ["New-SendConnector"]);
  check("Set-IRMConfigurations", ["Set-IRMConfiguration"]);
  check("New-SendConnector", []);
  check("Get-Something", []);

  it("counts edits", () => {
    expect(editDistance("smarthost", "smarthosts", 2)).toBe(1);
    expect(editDistance("abcd", "abdc", 2)).toBe(1);
    expect(editDistance("kitten", "sitting", 3)).toBe(3);
    expect(editDistance("", "", 2)).toBe(0);
    expect(editDistance("abcdef", "uvwxyz", 2)).toBeGreaterThan(2);
  });

  it("suggests parameters", () => {
    expect(nearParameters(cmdlet("New-SendConnector"), "AdressSpaces")).toEqual(["AddressSpaces"]);
  });
});
