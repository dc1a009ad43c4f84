/** Where control flows: labels, what leaves a finally block, what a catch block never gets. */
import type { CatchClause, Expression, Node, StatementBlock, TypeConstraint } from "./ast.js";
import { type Check, report } from "./check.js";
import { stringValue } from "./literals.js";
import { before } from "./parse-types.js";
import { typeFullName } from "./type-names.js";

/** The label in lower case, "" without one, null where it is computed. */
export function jumpLabel(check: Check, label: Expression | null): string | null {
  if (label === null) {
    return "";
  }
  return label.kind === "StringConstantExpression" ? stringValue(check.text, label).toLowerCase() : null;
}

function loopLabel(check: Check, node: Node): string | null {
  switch (node.kind) {
    case "ForStatement":
    case "ForEachStatement":
    case "WhileStatement":
    case "DoWhileStatement":
    case "DoUntilStatement":
    case "SwitchStatement":
      return node.label === null ? "" : check.text.slice(node.label.start + 1, node.label.end).toLowerCase();
    default:
      return null;
  }
}

/** Checks that a jump does not leave the `finally` it stands in. Without a `label` it is no jump to a loop. */
export function checkLeavesFinally(check: Check, node: Node, label: string | null): void {
  for (let index = check.parents.length - 1; index >= 0; index--) {
    const parent = check.parents[index] as Node;
    if (parent.kind === "NamedBlock" || parent.kind === "TrapStatement" || parent.kind === "ScriptBlock") {
      return;
    }
    const loop = label === null ? null : loopLabel(check, parent);
    if (loop !== null && (label === "" || loop === label)) {
      return;
    }
    const above = check.parents[index - 1];
    if (above?.kind === "TryStatement" && above.finallyBlock === (parent as StatementBlock)) {
      report(check, "ControlLeavingFinally", node);
      return;
    }
  }
}

/** Checks, in methods, that the loop a jump names is there. */
export function checkLabel(check: Check, node: Node, label: string | null): void {
  if (label === null || label === "") {
    return;
  }
  for (let index = check.parents.length - 1; index >= 0; index--) {
    const parent = check.parents[index] as Node;
    if (parent.kind === "FunctionDefinition") {
      return;
    }
    if (parent.kind === "FunctionMember") {
      report(check, "LabelNotFound", node, label);
      return;
    }
    if (parent.kind !== "SwitchStatement" && loopLabel(check, parent) === label) {
      return;
    }
  }
}

/** Exceptions that PowerShell knows everywhere, each with the one it is a case of. */
const EXCEPTIONS: { readonly [name: string]: string } = {
  "system.exception": "",
  "system.systemexception": "system.exception",
  "system.applicationexception": "system.exception",
  "system.argumentexception": "system.systemexception",
  "system.argumentnullexception": "system.argumentexception",
  "system.argumentoutofrangeexception": "system.argumentexception",
  "system.invalidoperationexception": "system.systemexception",
  "system.invalidcastexception": "system.systemexception",
  "system.notsupportedexception": "system.systemexception",
  "system.notimplementedexception": "system.systemexception",
  "system.formatexception": "system.systemexception",
  "system.nullreferenceexception": "system.systemexception",
  "system.indexoutofrangeexception": "system.systemexception",
  "system.outofmemoryexception": "system.systemexception",
  "system.unauthorizedaccessexception": "system.systemexception",
  "system.timeoutexception": "system.systemexception",
  "system.arithmeticexception": "system.systemexception",
  "system.dividebyzeroexception": "system.arithmeticexception",
  "system.overflowexception": "system.arithmeticexception",
  "system.io.ioexception": "system.systemexception",
  "system.io.filenotfoundexception": "system.io.ioexception",
  "system.io.directorynotfoundexception": "system.io.ioexception",
  "system.io.pathtoolongexception": "system.io.ioexception",
  "system.net.webexception": "system.invalidoperationexception",
  "system.management.automation.runtimeexception": "system.systemexception",
  "system.management.automation.commandnotfoundexception": "system.management.automation.runtimeexception",
  "system.management.automation.itemnotfoundexception": "system.management.automation.sessionstateexception",
  "system.management.automation.sessionstateexception": "system.management.automation.runtimeexception",
  "system.management.automation.parameterbindingexception": "system.management.automation.runtimeexception",
  "system.management.automation.actionpreferencestopexception": "system.management.automation.runtimeexception",
  "system.management.automation.remoteexception": "system.management.automation.runtimeexception",
  "system.management.automation.methodexception": "system.management.automation.extendedtypesystemexception",
  "system.management.automation.methodinvocationexception": "system.management.automation.methodexception",
  "system.management.automation.extendedtypesystemexception": "system.management.automation.runtimeexception",
};

function exceptionName(check: Check, type: TypeConstraint): string | null {
  const name = typeFullName(check.text, type.typeStart, type.typeEnd).toLowerCase();
  return name in EXCEPTIONS ? name : `system.${name}` in EXCEPTIONS ? `system.${name}` : null;
}

/** Checks that no `catch` comes behind one that catches the same or more. */
export function checkCatches(check: Check, catches: readonly CatchClause[]): void {
  catches.forEach((first, index) => {
    for (const second of catches.slice(index + 1)) {
      if (first.types.length === 0) {
        const place = before(second.start);
        report(check, "EmptyCatchNotLast", { start: place, end: place });
        break;
      }
      for (const type of first.types) {
        const caught = exceptionName(check, type);
        for (const later of second.types) {
          if (caught !== null && isCase(exceptionName(check, later), caught)) {
            report(check, "ExceptionTypeAlreadyCaught", later);
          }
        }
      }
    }
  });
}

function isCase(name: string | null, of: string): boolean {
  let current = name ?? "";
  while (current !== "") {
    if (current === of) {
      return true;
    }
    current = EXCEPTIONS[current] ?? "";
  }
  return false;
}
