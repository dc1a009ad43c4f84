import type { Parameter } from "./catalog.js";

function common(name: string, alias: string, type: string): Parameter {
  return {
    name,
    type,
    isSwitch: type === "SwitchParameter",
    aliases: [alias],
    sets: [],
    mandatoryIn: [],
    takesPipeline: false,
    takesNull: false,
    products: [],
    values: type === "ActionPreference" ? ["SilentlyContinue", "Stop", "Continue", "Inquire", "Ignore", "Suspend", "Break"] : [],
    valuesAreClosed: type === "ActionPreference",
    valuesAreFlags: false,
    valueProducts: new Map(),
    isCommon: true,
    isUndocumented: false,
    note: null,
  };
}

/**
 * What every cmdlet and advanced function accepts. ProgressAction came with PowerShell 7.4; WhatIf and Confirm are in a cmdlet's own list.
 *
 * @see https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_commonparameters
 */
export const commonParameters: readonly Parameter[] = [
  common("Verbose", "vb", "SwitchParameter"),
  common("Debug", "db", "SwitchParameter"),
  common("ErrorAction", "ea", "ActionPreference"),
  common("WarningAction", "wa", "ActionPreference"),
  common("InformationAction", "infa", "ActionPreference"),
  common("ProgressAction", "proga", "ActionPreference"),
  common("ErrorVariable", "ev", "String"),
  common("WarningVariable", "wv", "String"),
  common("InformationVariable", "iv", "String"),
  common("OutVariable", "ov", "String"),
  common("OutBuffer", "ob", "Int32"),
  common("PipelineVariable", "pv", "String"),
];
