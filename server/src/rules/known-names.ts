import { parseBuild } from "../catalog/builds.js";
import { grammars } from "../catalog/grammars/index.js";
import { findCmdlet } from "../catalog/lookup.js";
import { allChecks } from "./all-checks.js";
import type { KnownNames } from "./compile-reader.js";

/** What a rule may name: commands and parameters of the catalogue, value grammars, checks, builds. */
export const knownNames: KnownNames = {
  parameters: (command) => findCmdlet(command)?.parameters ?? null,
  hasGrammar: (name) => Object.hasOwn(grammars, name),
  hasCheck: (name) => Object.hasOwn(allChecks, name),
  isBuild: (text) => {
    const build = parseBuild(text);
    return build.ok && build.value.build !== null;
  },
};
