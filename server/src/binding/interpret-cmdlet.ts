import { bind, type Shape } from "./interpret-cmdlet-arguments.js";
import { elsewhere, forEachObject, invokeCommand, measureCommand, whereObject } from "./interpret-cmdlet-block.js";
import { addMember, createObject, selectObject, sortObject, writeOutput } from "./interpret-cmdlet-object.js";
import { clearVariable, getCommand, getVariable, setAlias, setVariable } from "./interpret-cmdlet-variable.js";
import { convertFromCsv } from "./interpret-csv.js";
import { type Machine, mayFail } from "./interpret-machine.js";
import { recordOther } from "./interpret-record.js";
import { endUnseen, IDLE, type Invocation, idle, noteUnseen, once, type Stage } from "./interpret-stage.js";
import { leak } from "./interpret-state.js";

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
      return HARMLESS.has(name) ? harmless(m, call) : null;
  }
}

/** Commands of PowerShell itself that change neither variables nor what their arguments refer to. */
const HARMLESS: ReadonlySet<string> = new Set(
  (
    "write-host write-verbose write-warning write-error write-debug write-information write-progress out-host out-file out-string out-default out-gridview " +
    "format-table format-list format-wide convertto-json convertfrom-json convertto-csv convertfrom-csv convertto-html convertto-xml convertto-securestring " +
    "convertfrom-securestring export-csv import-csv export-clixml import-clixml set-content add-content get-content clear-content test-path join-path " +
    "split-path resolve-path get-item get-childitem new-item remove-item copy-item move-item rename-item get-itemproperty set-itemproperty " +
    "new-itemproperty remove-itemproperty get-date get-random get-host get-process get-service start-service stop-service restart-service set-service " +
    "start-sleep test-connection resolve-dnsname get-member measure-object group-object compare-object get-unique select-string get-credential read-host " +
    "get-location set-location push-location pop-location get-wmiobject get-ciminstance new-pssession remove-pssession get-pssession import-pssession " +
    "enter-pssession exit-pssession connect-exchangeonline disconnect-exchangeonline connect-ippssession connect-aipservice add-pssnapin get-pssnapin get-module " +
    "remove-module install-module set-executionpolicy get-executionpolicy set-strictmode get-psdrive new-psdrive get-acl set-acl new-timespan get-culture " +
    "get-uiculture get-eventlog get-winevent write-eventlog send-mailmessage invoke-webrequest invoke-restmethod start-process stop-process start-transcript " +
    "stop-transcript get-alias get-help wait-job receive-job get-job remove-job stop-job new-guid test-netconnection get-netipaddress restart-computer"
  ).split(" "),
);

/** Whether a command changes neither variables nor what its arguments refer to; what blocks in it do counts by itself. Lower case. */
export function isHarmless(name: string): boolean {
  return HARMLESS.has(name) || FOLLOWED.has(name);
}

/** Whether the output of a harmless command is followed. */
export function isFollowed(name: string): boolean {
  return FOLLOWED.has(name);
}

const FOLLOWED: ReadonlySet<string> = new Set([
  "foreach-object",
  "where-object",
  "measure-command",
  "get-variable",
  "get-command",
  "out-null",
  "write-output",
  "select-object",
  "sort-object",
  "new-object",
]);

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
