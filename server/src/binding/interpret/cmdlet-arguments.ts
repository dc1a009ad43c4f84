import { contentOf, itemsOf, type Val } from "../evaluate/model.js";
import type { Arg } from "./stage.js";

/** Arguments of a cmdlet of PowerShell itself by parameter, what it needs of its binder done. */
export interface Given {
  /** Lower-case full names. A switch that stands there is true. */
  readonly named: ReadonlyMap<string, Val>;
  readonly rest: readonly Val[];
  /** False where a splat may have brought anything, or a value is missing. */
  readonly isCertain: boolean;
}

/** The parameters of a cmdlet, lower case: those by position, in order; those that take a value; switches. */
export interface Shape {
  readonly positional: readonly string[];
  readonly values: readonly string[];
  readonly switches: readonly string[];
}

const COMMON_VALUES = [
  "erroraction",
  "warningaction",
  "informationaction",
  "errorvariable",
  "warningvariable",
  "informationvariable",
  "outvariable",
  "outbuffer",
  "pipelinevariable",
  "progressaction",
];
const COMMON_ALIASES: ReadonlyMap<string, string> = new Map([
  ["ea", "erroraction"],
  ["wa", "warningaction"],
  ["ev", "errorvariable"],
  ["ov", "outvariable"],
  ["pv", "pipelinevariable"],
  ["cn", "computername"],
  ["args", "argumentlist"],
]);
const COMMON_SWITCHES = ["verbose", "debug", "whatif", "confirm"];

/** Binds what a cmdlet of PowerShell itself is given. */
export function bind(args: readonly Arg[], shape: Shape): Given {
  const named = new Map<string, Val>();
  const positional: Val[] = [];
  let isCertain = true;
  const find = (written: string): { name: string; isSwitch: boolean } | null => {
    const lower = COMMON_ALIASES.get(written.toLowerCase()) ?? written.toLowerCase();
    for (const [names, isSwitch] of [
      [shape.values, false],
      [shape.switches, true],
      [COMMON_VALUES, false],
      [COMMON_SWITCHES, true],
    ] as const) {
      if (names.includes(lower)) return { name: lower, isSwitch };
    }
    for (const [names, isSwitch] of [
      [shape.values, false],
      [shape.switches, true],
    ] as const) {
      const near = names.find((name) => name.startsWith(lower));
      if (near) return { name: near, isSwitch };
    }
    return null;
  };
  for (let i = 0; i < args.length; i++) {
    const arg = args[i];
    if (!arg) break;
    if (arg.kind === "value") positional.push(arg.value);
    else if (arg.kind === "parameter") {
      const found = find(arg.name);
      if (!found) {
        isCertain = false;
        continue;
      }
      const next = args[i + 1];
      if (arg.value) named.set(found.name, arg.value);
      else if (found.isSwitch) named.set(found.name, { kind: "boolean", value: true, origin: null });
      else if (next?.kind === "value") {
        named.set(found.name, next.value);
        i++;
      } else isCertain = false;
    } else if (arg.value.kind === "table" && contentOf(arg.value).isComplete) {
      for (const entry of contentOf(arg.value).entries) {
        const found = entry.key.kind === "string" ? find(entry.key.value) : null;
        if (!found || entry.isMaybe) isCertain = false;
        else if (!named.has(found.name)) named.set(found.name, entry.value);
      }
    } else if (arg.value.kind === "list" && itemsOf(arg.value)) positional.push(...(itemsOf(arg.value) ?? []));
    else isCertain = false;
  }
  const free = shape.positional.filter((name) => !named.has(name));
  const rest: Val[] = [];
  for (const value of positional) {
    const name = free.shift();
    if (name === undefined) rest.push(value);
    else named.set(name, value);
  }
  return { named, rest, isCertain };
}
