/** `#requires` comments: what they ask for must be known and constant. */
import type { Command, CommandElement, CommandParameter, Expression, Hashtable, Statement } from "./ast.js";
import { isConstant } from "./constants.js";
import { commandName, parameterName, stringValue } from "./literals.js";
import { parseCommand } from "./parse-commands.js";
import { COMMAND_MODE, fault, type State } from "./state.js";

/** What all lines together have asked for so far. */
interface Requirements {
  version: string | null;
  hasEditions: boolean;
  hasShell: boolean;
}

/** Checks all of a script's `#requires`; the scanner is moved to each and stays there. */
export function checkRequires(s: State): void {
  const found: Requirements = { version: null, hasEditions: false, hasShell: false };
  const comments = [...s.comments];
  for (const { start, end } of [...s.requires]) {
    s.pos = start + 1;
    s.origin = start + 1;
    s.limit = end;
    s.mode = COMMAND_MODE;
    s.isPending = false;
    const command = parseCommand(s);
    s.isPending = false;
    s.comments.length = 0;
    s.origin = 0;
    s.limit = s.text.length;
    if (command !== null) {
      checkLine(s, command, found);
    }
  }
  for (const comment of comments) {
    s.comments.push(comment);
  }
}

const PARAMETERS = ["runasadministrator", "shellid", "pssnapin", "psedition", "version", "assembly", "modules"] as const;

function parameterAt(text: string, element: CommandParameter): (typeof PARAMETERS)[number] | undefined {
  const name = parameterName(text, element).toLowerCase();
  return PARAMETERS.find((parameter) => parameter.startsWith(name));
}

function checkLine(s: State, command: Command, found: Requirements): void {
  if (commandName(s.text, command)?.toLowerCase() !== "requires") {
    fault(s, "ScriptRequiresInvalidFormat", command.start, command.end);
  }
  const { elements } = command;
  const hasSnapIn = elements.some((element) => element.kind === "CommandParameter" && parameterAt(s.text, element) === "pssnapin");
  for (let index = 1; index < elements.length; index++) {
    const element = elements[index] as CommandElement;
    if (element.kind !== "CommandParameter") {
      fault(s, "ScriptRequiresInvalidFormat", element.start, element.end);
      continue;
    }
    let argument: CommandElement | null = element.argument;
    if (argument === null && index + 1 < elements.length) {
      index++;
      argument = elements[index] as CommandElement;
    }
    checkParameter(s, element, argument, found, hasSnapIn);
  }
}

function checkParameter(
  s: State,
  element: CommandParameter,
  argument: CommandElement | null,
  found: Requirements,
  hasSnapIn: boolean,
): void {
  const parameter = parameterAt(s.text, element);
  const name = parameterName(s.text, element);
  if (parameter === "runasadministrator") {
    if (argument !== null) {
      fault(s, "ParameterCannotHaveArgument", element.start, element.end, name);
    }
    return;
  }
  if (argument === null) {
    fault(s, "ParameterRequiresArgument", element.start, element.end, name);
    return;
  }
  if (argument.kind === "CommandParameter" || !isConstant(s.text, argument, "requires")) {
    fault(s, "RequiresArgumentMustBeConstant", argument.start, argument.end);
    return;
  }
  switch (parameter) {
    case "version":
      checkVersion(s, element, argument, found, hasSnapIn);
      break;
    case "psedition":
      checkEditions(s, element, argument, found);
      break;
    case "shellid":
    case "pssnapin":
      if (argument.kind !== "StringConstantExpression") {
        fault(s, "RequiresInvalidStringArgument", argument.start, argument.end);
      } else if (parameter === "shellid" && found.hasShell) {
        fault(s, "ParameterAlreadyBound", element.start, element.end);
      } else if (parameter === "pssnapin" && !/^[\w.-]*$/.test(stringValue(s.text, argument))) {
        fault(s, "InvalidPSSnapInName", argument.start, argument.end);
      }
      found.hasShell = found.hasShell || parameter === "shellid";
      break;
    case "assembly":
      for (const item of items(argument)) {
        if (item.kind === "ConstantExpression") {
          fault(s, "RequiresInvalidStringArgument", argument.start, argument.end);
        }
      }
      break;
    case "modules":
      for (const item of items(argument)) {
        const isEmpty = item.kind === "StringConstantExpression" && stringValue(s.text, item) === "";
        if (isEmpty || (item.kind === "Hashtable" && !isModuleSpecification(s.text, item))) {
          fault(s, "RequiresModuleInvalid", argument.start, argument.end);
          return;
        }
      }
      break;
    default:
      fault(s, "ScriptRequiresInvalidFormat", element.start, element.end);
  }
}

function items(argument: Expression): readonly Expression[] {
  return argument.kind === "ArrayLiteral" ? argument.elements : [argument];
}

/** Two to four whole numbers with dots between; one alone gets `.0`. */
function isVersion(written: string): boolean {
  const parts = written.trim().split(".");
  return parts.length <= 4 && parts.every((part) => /^\d+$/.test(part) && Number(part) <= 2147483647);
}

function checkVersion(s: State, element: CommandParameter, argument: Expression, found: Requirements, hasSnapIn: boolean): void {
  const written = argument.kind === "StringConstantExpression" ? stringValue(s.text, argument) : s.text.slice(argument.start, argument.end);
  if (!isVersion(written)) {
    fault(s, "RequiresVersionInvalid", argument.start, argument.end);
    return;
  }
  if (hasSnapIn) {
    return;
  }
  const version = written.includes(".") ? written : `${written}.0`;
  if (found.version !== null && found.version !== version) {
    fault(s, "ParameterAlreadyBound", element.start, element.end);
  } else {
    found.version = version;
  }
}

function checkEditions(s: State, element: CommandParameter, argument: Expression, found: Requirements): void {
  if (found.hasEditions) {
    fault(s, "ParameterAlreadyBound", element.start, element.end);
    return;
  }
  const seen = new Set<string>();
  for (const item of items(argument)) {
    if (item.kind !== "StringConstantExpression") {
      fault(s, "RequiresInvalidStringArgument", argument.start, argument.end);
      continue;
    }
    found.hasEditions = true;
    const edition = stringValue(s.text, item).toLowerCase();
    if (edition !== "core" && edition !== "desktop") {
      fault(s, "RequiresPSEditionInvalid", argument.start, argument.end);
    }
    if (seen.has(edition)) {
      fault(s, "RequiresPSEditionValueIsAlreadySpecified", argument.start, argument.end);
    }
    seen.add(edition);
  }
}

function entryValue(text: string, statement: Statement): string {
  const element = statement.kind === "Pipeline" ? statement.elements[0] : undefined;
  const value = element?.kind === "CommandExpression" ? element.expression : undefined;
  if (value === undefined) {
    return "";
  }
  return value.kind === "StringConstantExpression" ? stringValue(text, value) : text.slice(value.start, value.end);
}

/** True for a table that names a module and a version as PowerShell wants it. */
export function isModuleSpecification(text: string, table: Hashtable): boolean {
  const values = new Map<string, string>();
  for (const { key, value } of table.entries) {
    const name = (key.kind === "StringConstantExpression" ? stringValue(text, key) : "").toLowerCase();
    values.set(name, entryValue(text, value));
  }
  for (const [name, value] of values) {
    if (name === "moduleversion" || name === "requiredversion") {
      // A variable such as $null is converted too; only what is surely no version is a fault.
      if (!value.startsWith("$") && (!isVersion(value) || !value.includes("."))) {
        return false;
      }
    } else if (name !== "modulename" && name !== "maximumversion" && name !== "guid") {
      return false;
    }
  }
  const has = (name: string): boolean => (values.get(name) ?? "") !== "";
  const hasVersion = has("moduleversion") || has("requiredversion") || has("maximumversion");
  const hasConflict = has("requiredversion") && (has("moduleversion") || has("maximumversion"));
  return has("modulename") && hasVersion && !hasConflict;
}
