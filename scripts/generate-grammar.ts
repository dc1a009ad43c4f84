// Writes syntaxes/exchange-rms.injection.json: colours for the commands and parameters of the catalogue inside PowerShell.
import { cmdletNames, findCmdlet } from "../server/src/catalog/lookup.js";

export const grammarPath = "syntaxes/exchange-rms.injection.json";

interface Branch {
  isEnd: boolean;
  readonly next: Map<string, Branch>;
}

/** A pattern that fits exactly the given names, in whatever case; beginnings are shared, so that a text that fits none is left early. */
function patternOf(names: Iterable<string>): string {
  const root: Branch = { isEnd: false, next: new Map() };
  for (const name of names) {
    let branch = root;
    for (const character of name.toLowerCase()) {
      let next = branch.next.get(character);
      if (next === undefined) {
        next = { isEnd: false, next: new Map() };
        branch.next.set(character, next);
      }
      branch = next;
    }
    branch.isEnd = true;
  }
  return write(root);
}

function write(branch: Branch): string {
  const ways = [...branch.next]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([character, next]) => character.replace(/[^a-z0-9-]/, "\\$&") + write(next));
  if (ways.length === 0) return "";
  const [only = ""] = ways;
  if (ways.length === 1 && !branch.isEnd) return only;
  return `(?:${ways.join("|")})${branch.isEnd ? "?" : ""}`;
}

/** The grammar's text. */
export function generateGrammar(): string {
  const commands: string[] = [];
  const parameters = new Set<string>();
  for (const name of cmdletNames()) {
    const cmdlet = findCmdlet(name);
    if (cmdlet === null) continue;
    commands.push(name);
    for (const parameter of cmdlet.parameters.values()) {
      parameters.add(parameter.name.toLowerCase());
      for (const alias of parameter.aliases) parameters.add(alias.toLowerCase());
    }
  }
  const grammar = {
    comment: "Written by npm run generate from the catalogue; do not edit.",
    scopeName: "exchange-rms.injection",
    injectionSelector: "L:source.powershell -comment -string",
    patterns: [{ include: "#command" }],
    repository: {
      command: {
        comment: "A known command up to the end of its pipeline element; a backtick or a comma takes it to the next line.",
        name: "meta.exchange-rms.command.powershell",
        begin: `(?<![\\w\\-$.])(?:\\w[\\w.]*\\\\)?((?i:${patternOf(commands)}))(?![\\w\\-])`,
        beginCaptures: { 1: { name: "support.function.exchange-rms.powershell" } },
        end: "(?=[|;)}]|&&)|(?<![`,\\n])$",
        patterns: [{ include: "#parameter" }, { include: "source.powershell" }],
      },
      parameter: {
        match: `(?<=\\s)([-–—―])(?i:(${patternOf(parameters)}))(?![\\w\\-])(:?)`,
        captures: {
          1: { name: "punctuation.definition.parameter.powershell" },
          2: { name: "variable.parameter.exchange-rms.powershell" },
          3: { name: "punctuation.separator.parameter.powershell" },
        },
      },
    },
  };
  return `${JSON.stringify(grammar, null, 2)}\n`;
}
