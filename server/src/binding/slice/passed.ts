import type { Command, CommandParameter } from "../../syntax/ast.js";
import { type Body, type Name, NONE } from "./units.js";

type Element = Command["elements"][number];

/** An argument of a call of a function of the script. */
export interface Passed {
  readonly element: Element;
  /** What is given: the argument of `-Name:argument`, else the element itself; null for a switch without one. */
  readonly value: Element | null;
  readonly isSplat: boolean;
  /** The parameters that may get it. */
  readonly parameters: readonly Name[];
}

/** Which parameter of a function each element of a call is for, as far as one look tells. */
export function passedTo(body: Body, { elements }: Command, text: string): readonly Passed[] {
  const passed: Passed[] = [];
  let place = 0;
  for (let i = 1; i < elements.length; i++) {
    const [before, element] = [elements[i - 1], elements[i]];
    if (!element) break;
    if (element.kind === "CommandParameter" && !element.argument) {
      const switches = parametersNamed(body, element, text).filter((name) => body.switches.includes(name));
      if (switches.length > 0) passed.push({ element, value: null, isSplat: false, parameters: switches });
      continue;
    }
    const named = element.kind === "CommandParameter" ? element : before?.kind === "CommandParameter" && !before.argument ? before : null;
    const isSplat = element.kind === "VariableExpression" && element.isSplatted;
    const fitting = isSplat ? body.parameters : named ? parametersNamed(body, named, text) : body.parameters.slice(place, ++place);
    // What stands behind a switch is an argument by position.
    const isBehindSwitch = named === before && fitting.some((name) => body.switches.includes(name));
    const value = element.kind === "CommandParameter" && element.argument ? element.argument : element;
    passed.push({ element, value, isSplat, parameters: isBehindSwitch ? body.parameters : fitting });
  }
  return passed.length > 0 ? passed : NONE;
}

function parametersNamed(body: Body, node: CommandParameter, text: string): readonly Name[] {
  const start = text.slice(node.nameStart, node.nameEnd).toLowerCase();
  const exact = body.parameters[body.parameterNames.indexOf(start)];
  const fitting = exact ? [exact] : body.parameters.filter((_, i) => body.parameterNames[i]?.startsWith(start));
  // An alias.
  return fitting.length === 1 ? fitting : body.parameters;
}
