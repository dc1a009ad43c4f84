import type { Cmdlet, Parameter, Product } from "../../catalog/catalog.js";
import { exchangeOnline, listProducts, onPremises } from "../../catalog/target.js";
import type { CmdletCall } from "../call.js";
import type { Check, CheckContext } from "../check.js";
import { removeArgument } from "../fixes.js";
import { oneThat } from "../needs.js";
import { givenArguments, isBroken, placeOf } from "./call-facts.js";

/** A command of an imported session (`Get-EXOSendConnector`) runs where that session leads, whatever the target. */
function isPrefixed(call: CmdletCall): boolean {
  return call.bound.name.toLowerCase() !== call.bound.cmdlet.name.toLowerCase();
}

const sessions: Readonly<Record<string, readonly Product[]>> = {
  "connect-exchangeonline": exchangeOnline,
  "connect-ippssession": ["SCC"],
  "connect-exchangeserver": onPremises,
  "add-pssnapin": onPremises,
  // Where these lead is told by their arguments, if at all.
  "new-pssession": [...onPremises, ...exchangeOnline, "SCC"],
  "import-pssession": [...onPremises, ...exchangeOnline, "SCC"],
};

/** True when the script opens a session to one of the products itself: then the target is not the only place it runs in. */
function opensSession(context: CheckContext, products: readonly Product[]): boolean {
  return context.calls.some((call) => sessions[call.name]?.some((product) => products.includes(product)) ?? false);
}

/** Products of the target in which the cmdlet exists; null where the target is not known or the cmdlet exists in none of them. */
function productsHere(call: CmdletCall, context: CheckContext): readonly Product[] | null {
  const { products } = context.target;
  const own = call.bound.cmdlet.products;
  if (products === null || own.length === 0 || isPrefixed(call)) return null;
  const here = products.filter((product) => own.includes(product));
  return here.length > 0 ? here : null;
}

/** Whether some product has the cmdlet without the parameter. */
function isNotEverywhere({ products }: Parameter, cmdlet: Cmdlet): boolean {
  return products.length > 0 && !cmdlet.products.every((product) => products.includes(product));
}

/** A parameter that the target does not have. */
export const parameterNotInVersion: Check = {
  of: "cmdlet",
  needs: oneThat(isNotEverywhere),
  run: (call, context) => {
    const here = productsHere(call, context);
    if (!here) return [];
    return (
      givenArguments(call)
        .filter(({ parameter }) => parameter.products.length > 0 && !here.some((product) => parameter.products.includes(product)))
        .filter(({ parameter }) => context.target.from === "script" || !opensSession(context, parameter.products))
        // Where the syntax is broken, what stands at a position got there by accident.
        .filter(({ by }) => by !== "position" || !isBroken(call, context))
        .map((argument) => {
          const { start, end } = placeOf(argument, call);
          const { name, products } = argument.parameter;
          const edits = context.script ? removeArgument(context.script, call, argument) : null;
          return {
            start,
            end,
            // What a script shows of its target is no proof: it may be started from another session.
            ...(context.target.from === "script" ? { severity: "warning" as const } : {}),
            message: `${call.bound.cmdlet.name} has no -${name} in ${listProducts(here)}: it exists in ${listProducts(products)} only, the command fails. Remove it, or set another target.`,
            fixes: edits ? [{ title: `Remove ${name}`, edits, isPreferred: false }] : [],
          };
        })
    );
  },
};

/** A cmdlet that the target does not have. */
export const cmdletNotInVersion: Check = {
  of: "cmdlet",
  run: (call, context) => {
    const { target } = context;
    const { cmdlet } = call.bound;
    if (target.products === null || target.from === "script" || cmdlet.products.length === 0 || isPrefixed(call)) return [];
    if (isSessionCommand(cmdlet.name) || target.products.some((product) => cmdlet.products.includes(product))) return [];
    // One tenant, two sessions: scripts for Exchange Online use both.
    const isCloud = (products: readonly Product[]) => products.some((product) => !onPremises.includes(product));
    if (isCloud(target.products) && cmdlet.products.includes("SCC")) return [];
    if (target.products.includes("SCC") && isCloud(cmdlet.products)) return [];
    if (opensSession(context, cmdlet.products)) return [];
    return [
      {
        start: call.nameSpan.start,
        end: call.nameSpan.end,
        message: `${cmdlet.name} does not exist in ${listProducts(target.products)}: it is a command of ${listProducts(cmdlet.products)}. Run it there, or set another target.`,
      },
    ];
  },
};

/** Commands of the module on the administrator's own machine: they run wherever it is installed. */
function isSessionCommand(name: string): boolean {
  return /^(?:Connect|Disconnect)-(?:ExchangeOnline|IPPSSession)$|^Get-ConnectionInformation$/i.test(name);
}

/** A parameter that is accepted and ignored, or on its way out, wherever the script may run. */
export const deprecatedParameter: Check = {
  of: "cmdlet",
  needs: oneThat(({ note }) => note !== null),
  run: (call, context) =>
    givenArguments(call).flatMap((argument) => {
      const { note, name, products } = argument.parameter;
      if (!note || note.kind === "reserved") return [];
      // Whoever empties what is on its way out does what the note asks for.
      if (note.kind === "deprecated" && argument.value.kind === "null") return [];
      // A session that a script opens is no proof of where this call goes.
      const known = context.target.from === "script" || isPrefixed(call) ? null : context.target.products;
      const possible = (known ?? call.bound.cmdlet.products).filter((product) => products.includes(product));
      if (note.products.length > 0 && (possible.length === 0 || !possible.every((product) => note.products.includes(product)))) return [];
      const { start, end } = placeOf(argument, call);
      const edits = context.script ? removeArgument(context.script, call, argument) : null;
      return [
        {
          start,
          end,
          message: `-${name} of ${call.bound.cmdlet.name} is ${note.kind === "functionless" ? "without effect" : "deprecated"}. ${note.text}`,
          fixes: edits ? [{ title: `Remove ${name}`, edits, isPreferred: false }] : [],
        },
      ];
    }),
};
