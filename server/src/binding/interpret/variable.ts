import type { Expression, VariableExpression } from "../../syntax/ast.js";
import { variableName as writtenName } from "../../syntax/literals.js";
import { FALSE, list, NULL, TRUE, UNKNOWN, type Val } from "../evaluate/model.js";
import type { BooleanValue, NullValue } from "../value.js";
import { variableName } from "../variable-name.js";
import { evaluate } from "./expression.js";
import { type Machine, unlessStrict } from "./machine.js";
import { findVariable, ownVariable, type Scope, scopeNamed } from "./scope.js";
import { write } from "./state.js";

/** Set by PowerShell itself: there whether the script assigns them or not. */
const AUTOMATIC: ReadonlySet<string> = new Set(
  (
    "? ^ $ _ psitem args input this matches myinvocation psboundparameters pscmdlet host pid pwd home psversiontable psscriptroot pscommandpath " +
    "psculture psuiculture profile executioncontext error shellid pshome islinux iswindows ismacos iscoreclr lastexitcode errorview nestedpromptlevel " +
    "stacktrace consolefilename event eventargs eventsubscriber sender erroractionpreference confirmpreference verbosepreference warningpreference " +
    "debugpreference informationpreference progresspreference whatifpreference outputencoding psdefaultparametervalues psemailserver pssessionoption " +
    "psnativecommandargumentpassing psnativecommanduseerroractionpreference formatenumerationlimit maximumhistorycount psstyle switch foreach " +
    "pssessionapplicationname pssessionconfigurationname psmoduleautoloadingpreference logcommandhealthevent enabledexperimentalfeatures"
  ).split(" "),
);

/** The value of a variable. */
export function readVariable(m: Machine, node: VariableExpression): Val {
  return readNamed(m, writtenName(m.text, node));
}

/** `$true`, `$false`, `$null`: literals, at which a finding points wherever they are carried. Null for any other variable. */
export function constantOf(text: string, node: VariableExpression): BooleanValue | NullValue | null {
  const length = node.nameEnd - node.nameStart;
  if (length !== 4 && length !== 5) return null;
  switch (text.slice(node.nameStart, node.nameEnd).toLowerCase()) {
    case "true":
      return { kind: "boolean", value: true, origin: node };
    case "false":
      return { kind: "boolean", value: false, origin: node };
    case "null":
      return { kind: "null", origin: node };
    default:
      return null;
  }
}

/** `$using:x`: the variable of whoever sent the block off. */
export function readUsing(m: Machine, node: Expression): Val {
  return inScope(m, m.using ?? m.scope, () => evaluate(m, node));
}

/** What `run` gives where `scope` is the current one. */
export function inScope(m: Machine, scope: Scope, run: () => Val): Val {
  const saved = m.scope;
  m.scope = scope;
  const value = run();
  m.scope = saved;
  return value;
}

/** The value of a variable by its name as written, scope included. */
export function readNamed(m: Machine, written: string): Val {
  const { scope, name } = variableName(written);
  if (scope === "") {
    if (name === "true") return TRUE;
    if (name === "false") return FALSE;
    if (name === "null") return NULL;
  }
  if (scope === "drive") return readDrive(m, name);
  const key = name === "psitem" ? "_" : name;
  const where = scope === "" || scope === "using" || scope === "variable" ? null : scopeNamed(m.scope, scope);
  const found = where ? ownVariable(where, key) : findVariable(m.scope, key);
  if (found === "open") return UNKNOWN;
  if (found !== "unset") {
    const { value } = found.slot;
    if (value.kind === "list" && value.isStream) write(m.state, found.cell, { ...found.slot, value: { ...list(null), isStream: true } });
    return value;
  }
  return m.runsAlone && (key === "_" || !AUTOMATIC.has(key)) ? unlessStrict(m, NULL) : UNKNOWN;
}

function readDrive(m: Machine, name: string): Val {
  const found = findVariable(m.scope, name);
  if (found !== "unset" && found !== "open") return found.slot.value;
  return UNKNOWN;
}
