import type { CommandCatalog } from "../../server/src/binding/interpret.js";
import type { Value } from "../../server/src/binding/value.js";
import type { Cmdlet, Parameter } from "../../server/src/catalog/catalog.js";

/** What the interpreter asks of a catalogue, answered from cmdlets by name in lower case. */
export function commandCatalog(cmdlets: ReadonlyMap<string, Cmdlet>): CommandCatalog {
  return {
    has: (name) => cmdlets.has(name.toLowerCase()),
    isSwitch(command, written) {
      const parameters = [...(cmdlets.get(command.toLowerCase())?.parameters.values() ?? [])];
      const name = written.toLowerCase();
      const found =
        parameters.find((one) => one.name.toLowerCase() === name) ?? parameters.find((one) => one.name.toLowerCase().startsWith(name));
      return found?.isSwitch ?? false;
    },
  };
}

/** Line and column of an offset, both from 1. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const line = before.split(/\r\n|\r|\n/).length;
  return { line, column: offset - Math.max(before.lastIndexOf("\n"), before.lastIndexOf("\r")) };
}

/** A bound value in the oracle's form; undefined where it is not known. */
export function knownValue(value: Value, parameter: Parameter): unknown {
  switch (value.kind) {
    case "boolean":
    case "string":
      return value.value;
    case "null":
      return undefined;
    case "number":
      return typeof value.value === "bigint" && Number.isSafeInteger(Number(value.value)) ? Number(value.value) : undefined;
    case "array": {
      const items = value.items.map((item) => knownValue(item, parameter));
      return items.includes(undefined) ? undefined : items;
    }
    default:
      return undefined;
  }
}
