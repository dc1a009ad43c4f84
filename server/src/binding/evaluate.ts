import type { ParsedScript } from "../syntax/ast.js";
import { UNKNOWN, type Val } from "./evaluate/model.js";
import { evaluateStatement } from "./interpret/expression.js";
import { newExit, within } from "./interpret/machine.js";
import { snapshot } from "./interpret/snapshot.js";
import { newMachine } from "./interpret.js";
import type { Value } from "./value.js";

/**
 * The value of a text that holds one constant expression (a statement whose value is taken, as on the right of `=`).
 * Unknown where it is not one, where it is not known, and where PowerShell would report an error.
 */
export function evaluateConstant(parsed: ParsedScript): Value {
  const [only, ...more] = parsed.root.endBlock?.statements ?? [];
  if (!only || more.length > 0 || parsed.faults.length > 0) return UNKNOWN;
  const m = newMachine(
    { parsed, functionNames: new Set() },
    { has: () => false, isAsked: () => true, isValueAsked: () => true, isSwitch: () => false, isProgram: () => false },
    { runsAlone: true },
    { methods: [], isRelevant: () => false },
    () => "no",
    null,
  );
  const onThrow = newExit(m);
  let value: Val = UNKNOWN;
  m.tryDepth = 1;
  within(m, { kind: "try", onThrow }, () => {
    value = evaluateStatement(m, only);
  });
  return m.state.isDead || onThrow.arrivals.joined ? UNKNOWN : snapshot(value);
}
