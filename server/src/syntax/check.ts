/** What the checks after parsing share: where they are in the tree, and how they report. */
import type { Node, Span, TypeConstraint } from "./ast.js";
import { fault, type State } from "./state.js";
import { typeFullName } from "./type-names.js";

export interface Check {
  readonly s: State;
  readonly text: string;
  /** From the script down to the parent of the node that is being checked. */
  readonly parents: Node[];
  /** Variables read in methods without having been assigned. */
  readonly unassigned: Set<Node>;
}

/** Reports a fault at a node; `detail` is the text that its message quotes. */
export function report(check: Check, id: string, place: Span, detail = ""): void {
  fault(check.s, id, place.start, place.end, detail);
}

/** The parent of the node that is being checked, or one further up. */
export function parentOf(check: Check, height = 1): Node | undefined {
  return check.parents[check.parents.length - height];
}

/** True for the type of that name, given in lower case without `System.`. */
export function isType(check: Check, type: TypeConstraint, name: string): boolean {
  const found = typeFullName(check.text, type.typeStart, type.typeEnd).toLowerCase();
  return found === name || found === `system.${name}` || (name === "ref" && found === "system.management.automation.psreference");
}
