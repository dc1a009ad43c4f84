// The catalogue as the oracle's stand-ins had it: the facts alone, without the overlay's corrections.
import { readFileSync } from "node:fs";
import type { Cmdlet, Parameter } from "../../server/src/catalog/catalog.js";
import { commonParameters } from "../../server/src/catalog/common-parameters.js";
import { type CmdletModel, readFacts } from "../catalog/model.js";

/** Cmdlets by name in lower case, from the project's facts. */
export function factsCatalogue(): ReadonlyMap<string, Cmdlet> {
  const cmdlets = new Map<string, Cmdlet>();
  const json = readFileSync("server/data/facts/cmdlets.json", "utf8");
  const facts: Record<string, { sets: Record<string, { params: string[] }> }> = JSON.parse(json);
  for (const [key, model] of readFacts(json)) {
    // The stand-ins were made from the sets: what a page describes without having it in its syntax is not in them.
    const inSets = new Set(Object.values(facts[model.name]?.sets ?? {}).flatMap((set) => set.params));
    cmdlets.set(key, cmdletOf({ ...model, parameters: model.parameters.filter((one) => inSets.has(one.name)) }));
  }
  return cmdlets;
}

function cmdletOf(model: CmdletModel): Cmdlet {
  const parameters = new Map<string, Parameter>();
  for (const own of model.parameters) {
    parameters.set(own.name.toLowerCase(), {
      ...own,
      isSwitch: own.type === "SwitchParameter",
      values: own.values.map((value) => value.name),
      valueProducts: new Map(),
      isCommon: false,
    });
  }
  for (const common of commonParameters) {
    const key = common.name.toLowerCase();
    if (!parameters.has(key)) parameters.set(key, common);
  }
  return { ...model, parameters };
}
