import type { Span } from "../../syntax/ast.js";
import type { BindingFault, BindingFaultId, BoundArgument } from "../bound-command.js";
import type { Value } from "../value.js";
import { type BinderType, binderType, convertArgument } from "./convert.js";
import type { ParameterFacts } from "./facts.js";
import type { SetState } from "./sets.js";

/** What binding knows while it goes along. */
export interface BindState extends SetState {
  readonly edition: "7" | "5.1";
  /** Where the command's name stands: faults of the call as a whole show there. */
  readonly nameSpan: Span;
  /** True when something may come down the pipeline. */
  readonly hasInput: boolean;
  readonly bound: Map<string, BoundArgument>;
  readonly faults: BindingFault[];
  isOpen: boolean;
  /** True once a name could not be resolved: what is missing or left over then follows from that and is not said. */
  isDoubtful: boolean;
}

/** Adds a fault; PowerShell would stop here. */
export function fault(
  state: BindState,
  id: BindingFaultId,
  parameter: string | null,
  span: Span,
  candidates: readonly string[] = [],
): void {
  state.faults.push({ id, parameter, span, candidates });
}

/** Notes a bound argument and narrows the sets to its parameter's. */
export function record(state: BindState, facts: ParameterFacts, argument: BoundArgument): void {
  state.bound.set(facts.parameter.name.toLowerCase(), argument);
  state.given.add(facts);
  if (facts.sets !== 0) state.current &= facts.sets;
}

export interface Checked {
  readonly bound: Value;
  readonly refusal: BindingFaultId | null;
}

/** Converts a value to a parameter's type and applies what mandatory parameters refuse: null, empty texts, empty lists. */
export function check(value: Value, facts: ParameterFacts, hasInput: boolean): Checked {
  const type = binderType(facts.parameter.type);
  if (value.kind === "scriptblock" && type !== "Object" && facts.roles.some((role) => role.takesPipeline)) {
    // Evaluated for each object that comes down the pipeline.
    return { bound: { kind: "unknown", origin: value.origin }, refusal: hasInput ? null : "ScriptBlockArgumentNoInput" };
  }
  const conversion = convertArgument(value, type, facts.isOwn);
  if (!conversion.ok) return { bound: value, refusal: conversion.id };
  return { bound: conversion.value, refusal: facts.isMandatorySomewhere ? emptiness(conversion.value, type) : null };
}

function emptiness(value: Value, type: BinderType): BindingFaultId | null {
  if (value.kind === "null") return "ParameterArgumentValidationErrorNullNotAllowed";
  if (type === "String") return isEmptyText(value) ? "ParameterArgumentValidationErrorEmptyStringNotAllowed" : null;
  if (type !== "String[]" || value.kind !== "array") return null;
  if (value.items.length === 0) return "ParameterArgumentValidationErrorEmptyArrayNotAllowed";
  return value.items.some(isEmptyText) ? "ParameterArgumentValidationErrorEmptyStringNotAllowed" : null;
}

function isEmptyText(value: Value): boolean {
  return value.kind === "string" && value.value === "";
}
