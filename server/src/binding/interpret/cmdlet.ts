import { isHarmless } from "../builtin-commands.js";
import { bind, type Shape } from "./cmdlet-arguments.js";
import { elsewhere, forEachObject, invokeCommand, measureCommand, whereObject } from "./cmdlet-block.js";
import { addMember, createObject, selectObject, sortObject, writeOutput } from "./cmdlet-object.js";
import { clearVariable, getCommand, getVariable, setAlias, setVariable } from "./cmdlet-variable.js";
import { convertFromCsv } from "./csv.js";
import { type Machine, mayFail } from "./machine.js";
import { recordOther } from "./record.js";
import { endUnseen, IDLE, type Invocation, idle, noteUnseen, once, type Stage } from "./stage.js";
import { leak } from "./state.js";

/** Begins a cmdlet of PowerShell itself whose doings matter; null for any other command. */
export function startBuiltin(m: Machine, call: Invocation): Stage | null {
  const name = call.name.toLowerCase();
  switch (name) {
    case "foreach-object":
      return forEachObject(m, call);
    case "where-object":
      return whereObject(m, call);
    case "invoke-command":
      return invokeCommand(m, call);
    case "start-job":
    case "start-threadjob":
      return elsewhere(m, call);
    case "measure-command":
      return measureCommand(m, call);
    case "set-variable":
    case "new-variable":
      return setVariable(m, call, name === "new-variable");
    case "get-variable":
      return once(() => getVariable(m, call));
    case "clear-variable":
    case "remove-variable":
      return once(() => clearVariable(m, call, name === "remove-variable"));
    case "set-alias":
    case "new-alias":
      return once(() => setAlias(m, call));
    case "get-command":
      return once(() => getCommand(m, call));
    case "out-null":
      return IDLE;
    case "write-output":
      return writeOutput(m, call);
    case "select-object":
      return selectObject(m, call);
    case "sort-object":
      return sortObject(m, call);
    case "convertfrom-csv":
      return convertFromCsv(m, call) ?? harmless(m, call);
    case "new-object":
      return once(() => createObject(m, call));
    case "add-member":
      return addMember(m, call);
    case "invoke-expression":
      return invokeExpression(m, call);
    case "import-module":
      return importModule(m, call);
    default:
      return isHarmless(name) ? harmless(m, call) : null;
  }
}

function harmless(m: Machine, call: Invocation): Stage {
  recordOther(m, call, false);
  for (const arg of call.args) if (arg.value) leak(m.state, arg.value);
  return {
    process: (item) => leak(m.state, item),
    processUnknown: idle,
    end: () => {
      mayFail(m, true);
      if (!isSilent(call)) call.sink.emitUnknown();
    },
  };
}

/** Whether a command certainly sends nothing down the pipeline: `-PassThru` makes some speak. */
function isSilent({ name, args }: Invocation): boolean {
  if (/^(write-(?!output)|out-(null|host|file|default)$|start-sleep$|remove-)/i.test(name)) return true;
  return /^set-/i.test(name) && !args.some((arg) => arg.kind === "splat" || (arg.kind === "parameter" && /^p/i.test(arg.name)));
}

function invokeExpression(m: Machine, call: Invocation): Stage {
  recordOther(m, call, false);
  return once(() => {
    noteUnseen(m, call.command);
    m.hasUnseenCode = true;
    endUnseen(m, call.sink);
  });
}

const MODULE: Shape = {
  positional: ["name"],
  values: [
    "name",
    "prefix",
    "function",
    "cmdlet",
    "variable",
    "alias",
    "argumentlist",
    "requiredversion",
    "minimumversion",
    "maximumversion",
    "scope",
    "assembly",
    "moduleinfo",
  ],
  switches: ["force", "passthru", "global", "disablenamechecking", "noclobber", "ascustomobject"],
};

// A module by name brings commands; one by its path may do anything as it loads.
function importModule(m: Machine, call: Invocation): Stage {
  recordOther(m, call, false);
  return once(() => {
    const path = bind(call.args, MODULE).named.get("name");
    if (path?.kind !== "string" || /[\\/]|\.psm?1$/i.test(path.value)) noteUnseen(m, call.command);
    mayFail(m, true);
  });
}
