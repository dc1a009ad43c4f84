import type { Cmdlet } from "../catalog/catalog.js";
import { findCmdlet } from "../catalog/lookup.js";
import { factsOf, matchParameter } from "./bind/facts.js";

/** What the interpreter needs of the catalogue. */
export interface CommandCatalog {
  /** Whether a command of that name is recorded as one of the catalogue's. */
  has(name: string): boolean;
  /**
   * Whether anybody looks at the values of a command that the catalogue has: always, never, or in texts that have a match. What stands in a
   * call is told all the same.
   */
  isAsked(name: string): boolean | RegExp;
  /** Whether anybody looks at an argument of a command: that of the parameter that `written` stands for, or one by position (null). */
  isValueAsked(command: string, written: string | null): boolean;
  /** Whether the parameter that `written` stands for takes no value; false when there is none or no such command. */
  isSwitch(command: string, written: string): boolean;
  /** Whether the values of a program or script matter, named as written. */
  isProgram(name: string): boolean;
}

/**
 * What the interpreter asks of the catalogue.
 *
 * @param find looks a cmdlet up by its name in whatever case
 */
export function commandCatalog(find: (name: string) => Cmdlet | null): CommandCatalog {
  return {
    has: (name) => find(name) !== null,
    isAsked: () => true,
    isValueAsked: () => true,
    isSwitch(command, written) {
      const cmdlet = find(command);
      const match = cmdlet && matchParameter(factsOf(cmdlet), written, "7");
      return match?.kind === "one" && match.facts.parameter.isSwitch;
    },
    isProgram: () => true,
  };
}

/** The catalogue that this project comes with. */
export const knownCommands: CommandCatalog = commandCatalog(findCmdlet);
