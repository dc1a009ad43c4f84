import { bindCall } from "../../server/src/binding/bind.js";
import { commandCatalog } from "../../server/src/binding/command-catalog.js";
import { interpret } from "../../server/src/binding/interpret.js";
import type { Value } from "../../server/src/binding/value.js";
import type { Cmdlet } from "../../server/src/catalog/catalog.js";
import { parse } from "../../server/src/syntax/parser.js";

/** A case of test/oracle/binding: see the oracle's README. */
export interface BindingCase {
  readonly id: string;
  readonly cmdlet: string;
  readonly kind: string;
  readonly text: string;
  readonly expect: Verdict;
}

export type Verdict =
  | { readonly set: string; readonly bound: Readonly<Record<string, unknown>> }
  | { readonly error: string; readonly parameter: string | null };

/** What the binder makes of a case, in the oracle's form. */
export function answer(one: Pick<BindingCase, "cmdlet" | "text">, catalogue: ReadonlyMap<string, Cmdlet>): Verdict {
  const wanted = one.cmdlet.toLowerCase();
  const script = interpret(
    parse(one.text),
    commandCatalog((name) => catalogue.get(name.toLowerCase()) ?? null),
    { runsAlone: true },
  );
  const call = [...script.calls, ...script.others].findLast((found) => found.name.toLowerCase() === wanted);
  const cmdlet = catalogue.get(wanted);
  if (!call || !cmdlet) return { error: "no call found", parameter: null };
  const binding = bindCall(cmdlet, call, "7");
  const [fault] = binding.faults;
  if (fault) return { error: fault.id, parameter: fault.parameter };
  const bound = [...binding.arguments.values()].map(({ parameter, value }) => [parameter.name, plain(value)]);
  const [set = ""] = binding.sets;
  return { set: binding.sets.length === 1 ? set : "", bound: Object.fromEntries(bound) };
}

/** Booleans, whole numbers, texts and lists of them; null for anything else. */
function plain(value: Value): unknown {
  switch (value.kind) {
    case "boolean":
    case "string":
      return value.value;
    case "number":
      return typeof value.value === "bigint" ? Number(value.value) : null;
    case "array":
      return value.items.map(plain);
    default:
      return null;
  }
}
