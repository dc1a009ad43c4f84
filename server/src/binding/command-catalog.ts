import type { Cmdlet } from "../catalog/catalog.js";
import { findCmdlet } from "../catalog/lookup.js";
import { factsOf, matchParameter } from "./bind-facts.js";
import type { CommandCatalog } from "./interpret-machine.js";

/**
 * What the interpreter asks of the catalogue.
 *
 * @param find looks a cmdlet up by its name in whatever case
 */
export function commandCatalog(find: (name: string) => Cmdlet | null): CommandCatalog {
  return {
    has: (name) => find(name) !== null,
    isAsked: () => true,
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
