import type { CmdletCall } from "../call.js";
import type { Check, CheckContext, CheckResult } from "../check.js";
import { makeFix } from "../fixes.js";
import { bindingFault } from "../needs.js";
import type { FixStep, FixTemplate } from "../rule.js";
import { andList, faultsOf, fixOf, givenArguments, hasNameFault, isBroken, isCertain, mayBeForeign, parameterNamed } from "./call-facts.js";

/** A mandatory parameter is absent from every set that is still possible. */
export const missingMandatory: Check = {
  of: "cmdlet",
  needs: bindingFault,
  run: (call, context) => {
    const [fault] = faultsOf(call, "MissingMandatoryParameter", "InputObjectMissingMandatory");
    if (!fault || call.bound.isOpen || isBroken(call, context) || hasNameFault(call) || faultsOf(call, "MissingArgument").length > 0)
      return [];
    const missing = missingEverywhere(call);
    if (missing.length === 0 || mayBeForeign(call, context)) return [];
    const names = andList(missing);
    const { start, end } = call.nameSpan;
    const filling = { text: context.text, call, target: context.target, span: { start, end }, fields: {} };
    const fix = makeFix(withPlaceholders(names, missing), context.script, filling);
    return [
      {
        start,
        end,
        fixes: fix === null ? [] : [fix],
        message: `${call.bound.cmdlet.name} needs ${names}, which ${missing.length === 1 ? "is" : "are"} not given: at the keyboard PowerShell asks, in a job or scheduled task the command fails. Add ${names}.`,
      },
    ];
  },
};

/** What is to be filled in stands as a `throw`: valid wherever a value may stand, and as long as one is left the command does not run. */
function withPlaceholders(names: string, missing: readonly string[]): FixTemplate {
  const steps = missing.map((parameter): FixStep => ({ kind: "add", parameter, text: `$(throw 'Fill in ${parameter}')` }));
  return { title: `Add ${names} to fill in`, isPreferred: false, steps };
}

/**
 * Mandatory and not given in each set that holds what is given, or in the default set where the reference names it: never in one only assumed.
 * The reference leaves optional parameters out of sets that have them, so that only those that make a set what it is narrow the choice.
 */
function missingEverywhere(call: CmdletCall): readonly string[] {
  const { cmdlet, arguments: bound, hasPipelineInput } = call.bound;
  const telling = givenArguments(call).filter(({ parameter: { sets, mandatoryIn } }) =>
    isCertain(cmdlet) ? sets.length > 0 : sets.length > 0 && sets.every((set) => mandatoryIn.includes(set)),
  );
  const holding = cmdlet.sets.filter(({ name }) => telling.every(({ parameter }) => parameter.sets.includes(name)));
  const byDefault = hasPipelineInput ? undefined : holding.find((set) => set.isDefault && !set.isDefaultAssumed);
  const possible = (byDefault ? [byDefault] : holding).map((set) => set.name);
  return [...cmdlet.parameters.values()]
    .filter(
      (parameter) =>
        possible.length > 0 &&
        possible.every((set) => parameter.mandatoryIn.includes(set)) &&
        !bound.has(parameter.name.toLowerCase()) &&
        !(hasPipelineInput && parameter.takesPipeline),
    )
    .map((parameter) => parameter.name);
}

/** A parameter that takes a value stands without one; Boolean parameters have a rule of their own. */
export const missingArgument: Check = { of: "cmdlet", needs: bindingFault, run: (call, context) => withoutValue(call, context, false) };

/** A Boolean parameter stands like a switch. */
export const booleanWithoutValue: Check = { of: "cmdlet", needs: bindingFault, run: (call, context) => withoutValue(call, context, true) };

function withoutValue(call: CmdletCall, context: CheckContext, isBoolean: boolean): readonly CheckResult[] {
  if (isBroken(call, context)) return [];
  const { cmdlet } = call.bound;
  return faultsOf(call, "MissingArgument").flatMap((fault) => {
    const parameter = cmdlet.parameters.get((fault.parameter ?? "").toLowerCase()) ?? parameterNamed(call, fault.span);
    if (!parameter || (parameter.type === "Boolean") !== isBoolean) return [];
    const place = { start: fault.span.start, end: fault.span.end };
    if (!isBoolean) {
      return [{ ...place, message: `\`-${parameter.name}\` stands without a value: the command fails. Write the value behind it.` }];
    }
    return [
      {
        ...place,
        message: `\`-${parameter.name}\` takes $true or $false, it is no switch: without a value the command fails. Write \`-${parameter.name} $true\` or \`$false\`.`,
        fixes: [
          fixOf(`Add $true to ${parameter.name}`, { start: fault.span.end, end: fault.span.end, newText: " $true" }),
          fixOf(`Add $false to ${parameter.name}`, { start: fault.span.end, end: fault.span.end, newText: " $false" }),
        ],
      },
    ];
  });
}

/** A mandatory parameter gets $null or an empty text or list, which PowerShell refuses. */
export const emptyMandatoryValue: Check = {
  of: "cmdlet",
  needs: bindingFault,
  run: (call) =>
    faultsOf(
      call,
      "ParameterArgumentValidationErrorNullNotAllowed",
      "ParameterArgumentValidationErrorEmptyStringNotAllowed",
      "ParameterArgumentValidationErrorEmptyArrayNotAllowed",
    ).flatMap((fault) => {
      const parameter = call.bound.cmdlet.parameters.get((fault.parameter ?? "").toLowerCase());
      // Which parameters are mandatory is only as sure as the reference.
      if (!parameter || parameter.isCommon || !(isCertain(call.bound.cmdlet) || parameter.mandatoryIn.length > 0)) return [];
      const what = fault.id.endsWith("NullNotAllowed")
        ? "$null"
        : fault.id.endsWith("EmptyArrayNotAllowed")
          ? "an empty list"
          : "an empty text";
      return [
        {
          start: fault.span.start,
          end: fault.span.end,
          message: `\`-${parameter.name}\` is mandatory and gets ${what}: the command fails. Give it a value.`,
        },
      ];
    }),
};
