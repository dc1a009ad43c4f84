import { describe, expect, it } from "vitest";
import { bindCall, type Edition } from "../../../server/src/binding/bind.js";
import { knownCommands } from "../../../server/src/binding/command-catalog.js";
import { interpret } from "../../../server/src/binding/interpret.js";
import type { Value } from "../../../server/src/binding/value.js";
import { findCmdlet } from "../../../server/src/catalog/lookup.js";
import { parse } from "../../../server/src/syntax/parser.js";

interface Expected {
  /** `Name: value`, with `?` for a value that is not known. */
  readonly bound?: Readonly<Record<string, unknown>>;
  /** `id text`, the text being what the fault's place holds. */
  readonly faults?: readonly string[];
  readonly sets?: readonly string[];
  readonly isOpen?: boolean;
}

/** Binds the last cmdlet call of a script. */
function check(script: string, expected: Expected, edition: Edition = "7"): void {
  it(`${script.replaceAll("\n", "; ")} (${edition})`, () => {
    const parsed = parse(script);
    const call = interpret(parsed, knownCommands, { runsAlone: true }).calls.at(-1);
    const cmdlet = call && findCmdlet(call.name);
    if (!call || !cmdlet) throw new Error("no call of a known cmdlet");
    const binding = bindCall(cmdlet, call, edition);
    const faults = binding.faults.map(({ id, span }) => `${id} ${script.slice(span.start, span.end)}`);
    expect(faults).toEqual(expected.faults ?? []);
    if (expected.bound) {
      const bound = [...binding.arguments.values()].map(({ parameter, value }) => [parameter.name, plain(value)]);
      expect(Object.fromEntries(bound)).toEqual(expected.bound);
    }
    if (expected.sets) expect(binding.sets).toEqual(expected.sets);
    expect(binding.isOpen).toBe(expected.isOpen ?? false);
  });
}

function plain(value: Value): unknown {
  switch (value.kind) {
    case "null":
      return null;
    case "boolean":
    case "string":
      return value.value;
    case "number":
      return Number(value.value);
    case "array":
      return value.items.map(plain);
    case "unknown":
      return "?";
    default:
      return value.kind;
  }
}

describe("names", () => {
  check("Set-SendConnector -Identity A -Port 26", { bound: { Identity: "A", Port: 26 } });
  check("Set-SendConnector A -maxm 10MB", { bound: { Identity: "A", MaxMessageSize: 10485760 } });
  check("Set-SendConnector A -Smart x", { faults: ["AmbiguousParameter -Smart"] });
  check("Set-SendConnector A -SmartHost x", { faults: ["AmbiguousParameter -SmartHost"] });
  check("Set-SendConnector A -Nmae x", { faults: ["NamedParameterNotFound -Nmae"] });
  check("Set-SendConnector A -wi", { bound: { Identity: "A", WhatIf: true } });
  check("Set-SendConnector A -Port 25 -port 26", { faults: ["ParameterAlreadyBound -port"] });
  check("Set-SendConnector A -Port", { faults: ["MissingArgument -Port"] });
  check("Set-SendConnector A -Port -Enabled $true", { faults: ["MissingArgument -Port"] });
  check("Set-SendConnector A -Comment -x", { bound: { Identity: "A", Comment: "-x" } });
  check("Set-SendConnector A -ea Stop", { bound: { Identity: "A", ErrorAction: "other" } });
  check("Set-SendConnector A -ea Sopt", { faults: ["CannotConvertArgumentNoMessage Sopt"] });
});

describe("several faults: what follows from one is not said again", () => {
  check("New-SendConnector -Nmae A -AddressSpaces *", { faults: ["NamedParameterNotFound -Nmae"] });
  check("Set-SendConnector A -Foo 1 -Bar 2", { faults: ["NamedParameterNotFound -Foo", "NamedParameterNotFound -Bar"] });
  check("Set-SendConnector A -Port x -Enabled yes", {
    faults: ["ParameterArgumentTransformationError x", "ParameterArgumentTransformationError yes"],
  });
});

describe("ProgressAction", () => {
  check("Set-SendConnector A -ProgressAction Ignore", { bound: { Identity: "A", ProgressAction: "other" } });
  check("Set-SendConnector A -ProgressAction Ignore", { faults: ["NamedParameterNotFound -ProgressAction"] }, "5.1");
});

describe("splats", () => {
  check("$p = @{ Identity = 'A'; Port = 26 }\nSet-SendConnector @p", { bound: { Identity: "A", Port: 26 } });
  check("$p = @{ Identity = 'A'; Nmae = 1 }\nSet-SendConnector @p", { faults: ["NamedParameterNotFound Nmae"] });
  check("$p = @{ Port = 26 }\nSet-SendConnector A @p -Port 27", { bound: { Identity: "A", Port: 27 } });
  check("$p = @{ Port = 26 }\nSet-SendConnector A @p -Port 27", { faults: ["ParameterAlreadyBound -Port"] }, "5.1");
  check("$p = @{ Port = 26 }\n$q = @{ Port = 27 }\nSet-SendConnector A @p @q", { faults: ["ParameterAlreadyBound Port"] });
  check("$p = 'A', 'left over'\nSet-SendConnector @p", { faults: ["PositionalParameterNotFound 'left over'"] });
});

describe("what is not known is never refused", () => {
  check("$port = Get-It\nSet-SendConnector A -Port $port", { bound: { Identity: "A", Port: "?" } });
  check("Set-SendConnector A -Enabled (Get-It)", { bound: { Identity: "A", Enabled: "?" } });
  check("$p = Get-It\nSet-SendConnector @p", { isOpen: true });
  check("$p = Get-It\nSet-SendConnector @p -Port 26", { bound: { Port: 26 }, isOpen: true });
  check("$p = Get-It\nSet-SendConnector @p A B C", { bound: {}, isOpen: true });
  check("$p = Get-It\nSet-SendConnector @p -Nmae 1", { faults: ["NamedParameterNotFound -Nmae"], isOpen: true });
  check("$p = @{ Identity = 'A' }\nif (Get-It) { $p.Port = 26 }\nSet-SendConnector @p", { bound: { Identity: "A" }, isOpen: true });
  check("$p = @{ Identity = 'A' }\nif (Get-It) { $p.Nmae = 26 }\nSet-SendConnector @p", {
    faults: ["NamedParameterNotFound Nmae"],
    isOpen: true,
  });
});

describe("sets", () => {
  check("Get-ReceiveConnector -Server S", { sets: ["Server"] });
  check("Get-ReceiveConnector -Server S -Identity I", { faults: ["AmbiguousParameterSet Get-ReceiveConnector"] });
  check("New-SendConnector -Name A", { faults: ["MissingMandatoryParameter New-SendConnector"] });
  check("$rest = Get-It\nNew-SendConnector -Name A @rest", { isOpen: true });
});

describe("null and nothing", () => {
  check("Set-SendConnector $null", { faults: ["ParameterArgumentValidationErrorNullNotAllowed $null"] });
  check("New-SendConnector -Name '' -AddressSpaces *", { faults: ["ParameterArgumentValidationErrorEmptyStringNotAllowed ''"] });
  check("Set-SendConnector A -Comment $null", { bound: { Identity: "A", Comment: "" } });
});

describe("the pipeline", () => {
  check("'A' | Set-SendConnector -Port 26", { bound: { Identity: "A", Port: 26 } });
  check("Get-SendConnector | Set-SendConnector -Port 26", { bound: { Port: 26 } });
  check("'A', 'B' | Set-SendConnector -Port 26", { bound: { Identity: "?", Port: 26 } });
});
