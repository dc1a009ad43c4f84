import { knownCommands } from "../binding/command-catalog.js";
import type { CommandCatalog } from "../binding/interpret.js";
import type { Condition, Rule } from "./rule.js";
import type { RuleSet } from "./rule-set.js";
import { programName } from "./started-programs.js";

/** Programs that run others, or PowerShell, with what they are given. */
const STARTERS: ReadonlySet<string> = new Set(["cmd", "start", "powershell", "pwsh"]);

/** Commands that stand in many scripts, and whose values matter only where a rule names them. */
const ORDINARY: ReadonlySet<string> = new Set(["test-path", "get-itemproperty", "remove-itemproperty", "import-csv", "restart-service"]);

const known = new WeakMap<RuleSet, CommandCatalog>();

/** The commands whose values matter to these rules: those of the catalogue, and programs that a rule is about. */
export function followedCommands(rules: RuleSet): CommandCatalog {
  const found = known.get(rules);
  if (found) return found;
  const named = new Set(rules.rules.flatMap(commandsNamed));
  const commands: CommandCatalog = {
    ...knownCommands,
    isAsked(name) {
      const lower = name.toLowerCase();
      return !ORDINARY.has(lower) || named.has(lower);
    },
    isProgram(name) {
      const program = programName(name);
      return STARTERS.has(program) || rules.ofProgram(program).length > 0;
    },
  };
  known.set(rules, commands);
  return commands;
}

/** Every command that a rule speaks about, in lower case. */
function commandsNamed({ commands, when, severityWhen }: Rule): readonly string[] {
  const conditions = severityWhen.map((one) => one.when);
  if (when) conditions.push(when);
  return [...commands, ...conditions.flatMap(commandsIn)];
}

function commandsIn(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case "all":
    case "any":
      return condition.of.flatMap(commandsIn);
    case "not":
      return commandsIn(condition.of);
    case "call":
      return [...condition.commands, ...(condition.when ? commandsIn(condition.when) : [])];
    default:
      return [];
  }
}
