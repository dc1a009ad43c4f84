import { knownCommands } from "../binding/command-catalog.js";
import type { CommandCatalog } from "../binding/interpret.js";
import type { RuleSet } from "./rule-set.js";
import { programName } from "./started-programs.js";

/** Programs that run others, or PowerShell, with what they are given. */
const STARTERS: ReadonlySet<string> = new Set(["cmd", "start", "powershell", "pwsh"]);

/** The commands whose values matter to these rules: those of the catalogue, and programs that a rule is about. */
export function followedCommands(rules: RuleSet): CommandCatalog {
  return {
    ...knownCommands,
    isProgram(name) {
      const program = programName(name);
      return STARTERS.has(program) || rules.ofProgram(program).length > 0;
    },
  };
}
