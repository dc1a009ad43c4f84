import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { generateBuilds } from "../../../scripts/catalog/builds.js";
import type { Model } from "../../../scripts/catalog/model.js";
import { readFacts } from "../../../scripts/catalog/model.js";
import { applyOverlayTexts } from "../../../scripts/catalog/overlay.js";
import { generateCatalog } from "../../../scripts/generate-catalog.js";
import { findCmdlet } from "../../../server/src/catalog/lookup.js";

const schema = JSON.parse(readFileSync("server/data/schema/overlay.schema.json", "utf8"));

const facts = JSON.stringify({
  "Set-Thing": {
    appliesTo: ["2019", "Online"],
    sets: {
      Identity: { required: ["Identity"], positional: ["Identity"], params: ["Identity", "Mode"], default: true, defaultAssumed: true },
      All: { required: [], positional: [], params: ["All"] },
    },
    params: {
      Identity: { type: "String", sets: ["Identity"], appliesTo: ["2019", "Online"] },
      Mode: { type: "ThingMode", sets: ["Identity"], appliesTo: ["2019"], valuesSeen: ["Slow"] },
      All: { type: "SwitchParameter", sets: ["All"], appliesTo: ["2019", "Online"] },
    },
  },
});

function lay(text: string): Model | string {
  const model = readFacts(facts);
  try {
    applyOverlayTexts(model, [{ name: "thing.yaml", text: `source: https://example.org/thing\n${text}` }], schema);
    return model;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe("committed files", () => {
  it("are what the generator makes of facts and overlay", () => {
    expect(readFileSync("server/data/catalog/cmdlets.txt", "utf8") === generateCatalog("."), "run npm run generate").toBe(true);
    expect(readFileSync("server/data/catalog/builds.txt", "utf8") === generateBuilds("."), "run npm run generate").toBe(true);
  });
});

describe("corrections", () => {
  function thing(text: string) {
    const model = lay(text);
    if (typeof model === "string") throw new Error(model);
    const cmdlet = model.get("set-thing");
    if (!cmdlet) throw new Error("the cmdlet is gone");
    return cmdlet;
  }

  it("close an enumeration, with members by product", () => {
    const mode = thing("enumerations: [{ parameters: [Set-Thing.Mode], closed: true, members: [Slow, { Fast: [Online] }] }]").parameters[1];
    expect(mode?.valuesAreClosed).toBe(true);
    expect(mode?.values).toEqual([
      { name: "Slow", products: [] },
      { name: "Fast", products: ["Online"] },
    ]);
  });

  it("name a default set", () => {
    expect(
      thing("defaultSets: [{ cmdlets: { Set-Thing: All } }]").sets.map((set) => [set.name, set.isDefault, set.isDefaultAssumed]),
    ).toEqual([
      ["Identity", false, false],
      ["All", true, false],
    ]);
  });

  it("add parameters, sets, positions and products", () => {
    const cmdlet = thing(
      [
        "undocumented: [{ cmdlets: [Set-Thing], why: seen, parameters: { Organization: { type: String } } }]",
        "inEverySet: [{ parameters: [Set-Thing.Mode], why: seen }]",
        "positional: [{ parameters: [Set-Thing.Mode], why: seen }]",
        "optional: [{ parameters: [Set-Thing.Identity], why: seen }]",
        "products: [{ parameters: [Set-Thing.Mode], add: [Online], why: seen }]",
        "fromPipeline: [{ parameters: [Set-Thing.Identity], why: seen }]",
      ].join("\n"),
    );
    expect(cmdlet.parameters.at(-1)).toMatchObject({ name: "Organization", isUndocumented: true });
    expect(cmdlet.parameters[1]).toMatchObject({ name: "Mode", sets: [], products: ["2019", "Online"] });
    expect(cmdlet.parameters[0]).toMatchObject({ mandatoryIn: [], takesPipeline: true });
    expect(cmdlet.sets.map((set) => set.positional)).toEqual([["Identity", "Mode"], ["Mode"]]);
  });
});

describe("a faulty overlay says where and what is allowed", () => {
  const check = (text: string, expected: string) => it(expected, () => expect(lay(text)).toBe(expected));
  check("vouched: [{ cmdlets: [Set-Thign] }]", "thing.yaml:2: there is no cmdlet Set-Thign in the facts");
  check(
    "notes:\n  - { parameters: [Set-Thing.Mood], kind: deprecated, text: Old. }",
    "thing.yaml:3: Set-Thing has no parameter Mood in the facts",
  );
  check(
    "undocumented:\n  - cmdlets: [Set-Thing]\n    why: seen\n    parameters: { mode: { type: String } }",
    "thing.yaml:3: Set-Thing has a parameter mode in the facts by now",
  );
  check(
    "enumerations:\n  - { parameters: [Set-Thing.Mode], closed: true, members: [Fast] }",
    "thing.yaml:3: the facts know the value Slow of Set-Thing.Mode, the overlay does not",
  );
  check("defaultSets: [{ cmdlets: { Set-Thing: Some } }]", "thing.yaml:2: Set-Thing has no set Some: it has Identity, All");
  check("added: { Set-Thing: {} }", "thing.yaml:2: Set-Thing is in the facts already");
  check("optional: [{ parameters: [Set-Thing.All], why: x }]", "thing.yaml:2: Set-Thing.All is optional by now");
  check(
    "notes:\n  - { parameters: [Set-Thing.Mode], kind: odd, text: Old. }",
    "thing.yaml:3: `notes/0/kind` must be one of functionless, deprecated, reserved",
  );
  it("names unknown keys", () =>
    expect(lay("\nvouchd: []")).toMatch(/^thing\.yaml:3: `vouchd` is not known here: allowed are source, vouched,/));
  it("names broken YAML", () => expect(lay("vouched: [")).toMatch(/^thing\.yaml:\d+: /));
});

describe("the overlay's own entries", () => {
  it("know the connector script, with its positions", () => {
    const script = findCmdlet("genconnectorconfig.PS1");
    expect(script).toMatchObject({ kind: "script", isVouched: true, products: [] });
    expect(script?.sets[0]?.positional).toEqual(["ConnectorUri", "OutPath"]);
    expect(script?.parameters.has("whatif")).toBe(false);
    expect(script?.parameters.has("verbose")).toBe(true);
  });

  it("know AIPService with its selectors", () => {
    const add = findCmdlet("Add-AipServiceRoleBasedAdministrator");
    expect(add?.sets.map((set) => set.name)).toEqual(["ObjectId", "DisplayName", "EmailAddress"]);
    expect(add?.parameters.get("role")).toMatchObject({ valuesAreClosed: true, values: ["GlobalAdministrator", "ConnectorAdministrator"] });
    expect(add?.url).toBe("https://learn.microsoft.com/powershell/module/aipservice/add-aipservicerolebasedadministrator");
  });

  it("know members by version", () => {
    const policies = findCmdlet("New-SendConnector")?.parameters.get("errorpolicies");
    expect(policies?.valuesAreFlags).toBe(true);
    expect(policies?.valueProducts.get("downgradeauthfailures")).toEqual(["2010"]);
    expect(policies?.valueProducts.has("default")).toBe(false);
  });

  it("mark commands of other modules", () => {
    expect(findCmdlet("Set-ItemProperty")).toMatchObject({ kind: "foreign", isVouched: false });
  });
});
