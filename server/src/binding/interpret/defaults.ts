import type { DefaultValue } from "../call.js";
import { contentOf, lookup } from "../evaluate/model.js";
import { wildcardToRegex } from "../evaluate/regex.js";
import { truth } from "../evaluate/text.js";
import { runBlockValue } from "./function.js";
import { collect, type Machine } from "./machine.js";
import { findVariable } from "./scope.js";
import { snapshot } from "./snapshot.js";

/** Entries of `$PSDefaultParameterValues` for a command; null where they cannot be told. */
export function defaultsFor(m: Machine, name: string): readonly DefaultValue[] | null {
  // Defaults of whoever runs the script are not reckoned with: nothing could be said of any call.
  if (!m.uses("defaults")) return [];
  const found = findVariable(m.scope, "psdefaultparametervalues");
  if (found === "unset") return [];
  if (found === "open") return m.isReached ? null : [];
  const { value } = found.slot;
  if (value.kind === "null") return [];
  if (value.kind !== "table") return null;
  const content = contentOf(value);
  const disabled = lookup(content, "sdisabled");
  if (disabled !== "absent") {
    const isDisabled = truth(disabled);
    if (isDisabled === true) return [];
    if (isDisabled === null) return null;
  }
  if (!content.isComplete) return null;
  const defaults: DefaultValue[] = [];
  for (const entry of content.entries) {
    if (entry.key.kind !== "string" || entry.id === "sdisabled") continue;
    const colon = entry.key.value.lastIndexOf(":");
    if (colon <= 0) continue;
    const pattern = entry.key.value.slice(0, colon).trim();
    const regex = wildcardToRegex(pattern, true);
    if (!regex) return null;
    if (!regex.test(name)) continue;
    if (entry.isMaybe) return null;
    const given = entry.value;
    const value = given.kind === "block" ? collect(m, () => runBlockValue(m, given, [])) : given;
    defaults.push({ parameter: entry.key.value.slice(colon + 1).trim(), value: snapshot(value), keyNode: entry.keyNode });
  }
  return defaults;
}
