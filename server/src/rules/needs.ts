import type { BoundCommand } from "../binding/bound-command.js";
import type { Cmdlet, Parameter } from "../catalog/catalog.js";

/** What a call must have, or nothing can be said of it: one of these parameters (in lower case), or where `orFault`, anything the binder refuses. */
export interface Need {
  readonly parameters: readonly string[];
  readonly orFault: boolean;
}

/** What a check needs, by the options of the rule that names it and the cmdlet that is called. */
export type Needs = (options: Readonly<Record<string, unknown>>, cmdlet: Cmdlet) => Need;

/** Whether a call has what is needed. */
export function isMet({ parameters, orFault }: Need, bound: BoundCommand): boolean {
  return (orFault && bound.faults.length > 0) || parameters.some((parameter) => bound.arguments.has(parameter));
}

/** Something the binder refuses. */
export const bindingFault: Needs = () => ({ parameters: [], orFault: true });

/** The same, or something the binder refuses. */
export function orBindingFault(needs: Needs): Needs {
  return (options, cmdlet) => ({ ...needs(options, cmdlet), orFault: true });
}

/** One of these parameters. */
export function oneOf(...names: readonly string[]): Needs {
  const parameters = names.map((name) => name.toLowerCase());
  return () => ({ parameters, orFault: false });
}

/** One of the parameters that an option of the rule names. */
export function oneOfOption(option: string): Needs {
  return (options) => {
    const names = [options[option]].flat().filter((name): name is string => typeof name === "string");
    return { parameters: names.map((name) => name.toLowerCase()), orFault: false };
  };
}

/** One of the parameters that are the names of the rule's options. */
export const oneOfOptions: Needs = (options, cmdlet) => oneOf(...Object.keys(options))(options, cmdlet);

/** One of the cmdlet's parameters that are so. */
export function oneThat(isMeant: (parameter: Parameter, cmdlet: Cmdlet) => boolean): Needs {
  return (_, cmdlet) => {
    const parameters = [...cmdlet.parameters].filter(([, parameter]) => isMeant(parameter, cmdlet)).map(([name]) => name);
    return { parameters, orFault: false };
  };
}
