import { findCmdlet } from "../catalog/lookup.js";
import type { Command, CommandElement, ParsedScript, Span } from "../syntax/ast.js";
import { commandName, parameterName, stringValue } from "../syntax/literals.js";
import type { Call } from "./call.js";
import { remembering } from "./remembering.js";
import { programName } from "./started-programs.js";

/** What GenConnectorConfig.ps1 -CreateGPOScript writes: it makes group policy objects, and nothing else. */
const gpoScript = "createconnectorredirectgpos.ps1";

/**
 * Commands that run code of other files, or code that is not known: `. $file`, `& .\step2.ps1`, `powershell -File …`, `& $command`,
 * `Import-Module .\ours.psm1`. A script has its own scope, but what it does to the servers is done.
 *
 * @param calls the script's calls, which know what `& $name` is where that is a constant
 */
export function unseenCodeOf({ commands, text }: ParsedScript, calls: readonly Call[]): readonly Span[] {
  let byCommand: ReadonlyMap<Command | null, Call> | null = null;
  return commands.filter((command) => {
    const written = commandName(text, command);
    if (written === null) return runsUnseen(command);
    return mayStart(written) && startsUnseen(written, command, text);
  });

  /** The same where the name is no constant. */
  function runsUnseen(command: Command): boolean {
    const first = command.elements[0];
    if (!first || first.kind === "ScriptBlockExpression") return false;
    byCommand ??= new Map(calls.map((call) => [call.kind === "cmdlet" ? call.bound.command : call.command, call]));
    const call = byCommand.get(command);
    // What is found as no call at all is a block or a function of this script.
    if (call === undefined) return first.kind === "ExpandableStringExpression";
    if (call.kind === "cmdlet") return false;
    return /[$"'({@[]/.test(call.name) || startsUnseen(call.name, command, text);
  }
}

const starters =
  /^(?:powershell|pwsh|wscript|cscript|cmd|start|start-process|saps|invoke-item|ii|invoke-command|icm|start-job|sajb|import-module|ipmo)$/;
const mostNames = 2_000;

/** Whether a command of this name may be one that runs other code; most are not, whatever they are given. */
const mayStart = remembering((path: string) => isScript(path) || starters.test(programName(path)), mostNames);

function startsUnseen(path: string, command: Command, text: string): boolean {
  const name = programName(path);
  if (isScript(path)) return findCmdlet(name) === null && name !== gpoScript;
  const [, ...rest] = command.elements;
  if (/^(?:powershell|pwsh|wscript|cscript)$/.test(name)) return rest.length > 0;
  if (/^(?:cmd|start|start-process|saps|invoke-item|ii)$/.test(name)) return rest.some((element) => mayBe(element, isStarted, text));
  if (/^(?:invoke-command|icm|start-job|sajb)$/.test(name)) return rest.some((element) => isFilePath(element, text));
  return /^(?:import-module|ipmo)$/.test(name) && rest.some((element) => mayBe(element, isModuleFile, text));
}

function isFilePath(element: CommandElement, text: string): boolean {
  if (element.kind !== "CommandParameter") return false;
  const name = parameterName(text, element).toLowerCase();
  return name.startsWith("f") && "filepath".startsWith(name);
}

/** Whether an argument, or an item of it, is such a text or is not known. */
function mayBe(element: CommandElement, isMeant: (value: string) => boolean, text: string): boolean {
  switch (element.kind) {
    case "CommandParameter":
      return element.argument !== null && mayBe(element.argument, isMeant, text);
    case "StringConstantExpression":
      return isMeant(stringValue(text, element));
    case "ArrayLiteral":
      return element.elements.some((item) => mayBe(item, isMeant, text));
    case "ParenExpression":
    case "ArrayExpression":
    case "ExpandableStringExpression":
    case "MemberExpression":
    case "IndexExpression":
    case "VariableExpression":
      return !/^\$(?:true|false|null)$/i.test(text.slice(element.start, element.end));
    default:
      return false;
  }
}

function isScript(path: string): boolean {
  return /\.(?:ps1|cmd|bat|vbs|js|wsf)\b/i.test(path);
}

function isStarted(path: string): boolean {
  return isScript(path) || /^(?:powershell|pwsh)$/.test(programName(path));
}

function isModuleFile(path: string): boolean {
  return /[\\/]|\.ps[md]?1$/i.test(path);
}
