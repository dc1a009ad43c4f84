import { bindCall } from "../../server/src/binding/bind.js";
import { type CommandCatalog, type InterpretOptions, interpret } from "../../server/src/binding/interpret.js";
import type { Value } from "../../server/src/binding/value.js";
import type { Cmdlet, Parameter } from "../../server/src/catalog/catalog.js";
import { parse } from "../../server/src/syntax/parser.js";

/** A place in a script that calls a cmdlet, in the oracle's form: line and column from 1, the parameters whose values are known and the others. */
export interface CallAnswer {
  readonly name: string;
  readonly line: number;
  readonly column: number;
  readonly known: Readonly<Record<string, unknown>>;
  readonly unknown: readonly string[];
}

/**
 * What is known of every call of a cmdlet in a script that runs alone, as `& script.ps1` in PowerShell 7; or, as a linter reads it,
 * whoever runs it.
 */
export function callsOf(
  text: string,
  cmdlets: ReadonlyMap<string, Cmdlet>,
  catalog: CommandCatalog,
  options: InterpretOptions = { runsAlone: true },
): CallAnswer[] {
  return interpret(parse(text), catalog, options).calls.map((call) => {
    const known: Record<string, unknown> = {};
    const unknown: string[] = [];
    const cmdlet = cmdlets.get(call.name.toLowerCase());
    if (cmdlet) {
      for (const { parameter, value } of bindCall(cmdlet, call, "7").arguments.values()) {
        const plain = knownValue(value, parameter);
        if (plain === undefined) unknown.push(parameter.name);
        else known[parameter.name] = plain;
      }
    }
    return { name: cmdlet?.name ?? call.name, ...placeOf(text, call.command.start), known, unknown };
  });
}

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
    isAsked: () => true,
    isValueAsked: () => true,
    isProgram: () => true,
  };
}

/** Line and column of an offset, both from 1. */
function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const line = before.split(/\r\n|\r|\n/).length;
  return { line, column: offset - Math.max(before.lastIndexOf("\n"), before.lastIndexOf("\r")) };
}

/** A bound value in the oracle's form; undefined where it is not known. */
function knownValue(value: Value, parameter: Parameter): unknown {
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
