import { factsOf, matchParameter, type ParameterFacts } from "../binding/bind/facts.js";
import { knownCommands } from "../binding/command-catalog.js";
import type { CommandCatalog } from "../binding/interpret.js";
import { findCmdlet } from "../catalog/lookup.js";
import type { Condition, Rule } from "./rule.js";
import type { RuleSet } from "./rule-set.js";
import { programName } from "./started-programs.js";

/** Programs that run others, or PowerShell, with what they are given. */
const STARTERS: ReadonlySet<string> = new Set(["cmd", "start", "powershell", "pwsh"]);

/** Commands that stand in many scripts: their values matter only where a rule names them, and could speak of the text. */
const ORDINARY: ReadonlySet<string> = new Set(
  (
    "test-path new-item set-item remove-item new-itemproperty set-itemproperty get-itemproperty remove-itemproperty import-csv " +
    "restart-service"
  ).split(" "),
);

const known = new WeakMap<RuleSet, CommandCatalog>();

/** The commands whose values matter to these rules: those of the catalogue, and programs that a rule is about. */
export function followedCommands(rules: RuleSet): CommandCatalog {
  const found = known.get(rules);
  if (found) return found;
  const named = new Set(rules.rules.flatMap(commandsNamed));
  const subjects = new Map([...ORDINARY].map((command) => [command, subjectOf(command, rules)]));
  const commands: CommandCatalog = {
    ...knownCommands,
    isAsked(name) {
      const lower = name.toLowerCase();
      return subjects.get(lower) ?? true;
    },
    isValueAsked(command, written) {
      const lower = command.toLowerCase();
      const cmdlet = named.has(lower) || rules.ofDocumentsWith.has(lower) ? null : findCmdlet(command);
      if (!cmdlet) return true;
      const facts = factsOf(cmdlet);
      if (written === null) return !facts.positional.every(takesAnyValue);
      const match = matchParameter(facts, written, "7");
      return match.kind !== "one" || !takesAnyValue(match.facts);
    },
    isProgram(name) {
      const program = programName(name);
      return STARTERS.has(program) || rules.ofProgram(program).length > 0;
    },
  };
  known.set(rules, commands);
  return commands;
}

/** Whether no value of a parameter can be told to be wrong: it is a switch, or takes the name of a mailbox, a server, a database. */
function takesAnyValue({ parameter: { isSwitch, type } }: ParameterFacts): boolean {
  return isSwitch || type.endsWith("IdParameter");
}

/** What texts must have for a rule to speak of a command; true where any text will do, false where no rule names it. */
function subjectOf(command: string, rules: RuleSet): boolean | RegExp {
  const about = rules.rules.filter((rule) => commandsNamed(rule).includes(command));
  if (about.length === 0) return false;
  const subjects = about.map((rule) => (rule.commands.includes(command) && rule.when ? subjectOfCondition(rule.when, rules) : null));
  if (subjects.includes(null)) return true;
  return new RegExp([...new Set(subjects.map((one) => one?.source))].join("|"), "i");
}

/** What a text must have for a condition to be true of a cmdlet; null where that cannot be told. */
function subjectOfCondition(condition: Condition, rules: RuleSet): RegExp | null {
  if (condition.kind === "any") {
    // A condition about programs is true of no cmdlet.
    const parts = condition.of.filter((part) => part.kind !== "check" || rules.check(part.name)?.of !== "native");
    const [only] = parts;
    return only && parts.length === 1 ? subjectOfCondition(only, rules) : null;
  }
  if (condition.kind !== "check") return null;
  const check = rules.check(condition.name);
  return check?.of === "cmdlet" ? (check.subject ?? null) : null;
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
