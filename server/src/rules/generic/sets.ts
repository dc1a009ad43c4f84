import type { BoundArgument } from "../../binding/bound-command.js";
import type { Parameter } from "../../catalog/catalog.js";
import type { CmdletCall } from "../call.js";
import type { Check, CheckContext } from "../check.js";
import type { Fix } from "../finding.js";
import { removeArgument } from "../fixes.js";
import { bindingFault } from "../needs.js";
import { faultsOf, givenArguments, hasNameFault, isCertain, placeOf } from "./call-facts.js";

/** Parameters that no parameter set holds together. Nothing here rests on which set is the default. */
export const parameterSetConflict: Check = {
  of: "cmdlet",
  needs: bindingFault,
  run: (call, context) => {
    const { cmdlet } = call.bound;
    if (cmdlet.sets.length < 2 || faultsOf(call, "AmbiguousParameterSet").length === 0 || hasNameFault(call)) return [];
    const given = givenArguments(call).filter(({ parameter }) => parameter.sets.length > 0);
    const conflict = findConflict(
      given,
      cmdlet.sets.map((set) => set.name),
    );
    if (!conflict) return [];
    const [first, second] = conflict;
    if (!isCertain(cmdlet) && !(isKey(first.parameter) && isKey(second.parameter))) return [];
    const place = placeOf(second, call);
    const other = placeOf(first, call);
    const consequence = isCertain(cmdlet) ? "the command fails" : "by the reference the command fails";
    return [
      {
        start: place.start,
        end: place.end,
        // The syntax that the reference draws leaves parameters out of sets that have them.
        ...(isCertain(cmdlet) ? {} : { severity: "warning" as const }),
        message: `\`-${second.parameter.name}\` cannot stand beside \`-${first.parameter.name}\`: no parameter set of ${cmdlet.name} has both, ${consequence}. Keep one.`,
        related: [{ start: other.start, end: other.end, message: `${first.parameter.name} stands here` }],
        fixes: [...removal(second, call, context), ...removal(first, call, context)],
      },
    ];
  },
};

/**
 * True for a parameter that makes its sets what they are: mandatory in all of them, or a switch. The pages draw such parameters right; others
 * they leave out of sets that have them.
 */
function isKey(parameter: Parameter): boolean {
  return parameter.isSwitch || (parameter.sets.length > 0 && parameter.sets.every((set) => parameter.mandatoryIn.includes(set)));
}

/** The first two arguments, in the order of the text, that share no set; with several in play, the last one that leaves no set over. */
function findConflict(given: readonly BoundArgument[], sets: readonly string[]): readonly [BoundArgument, BoundArgument] | null {
  const inOrder = [...given].sort((a, b) => startOf(a) - startOf(b));
  let possible = sets;
  for (const [index, argument] of inOrder.entries()) {
    const left = possible.filter((set) => argument.parameter.sets.includes(set));
    if (left.length > 0) {
      possible = left;
      continue;
    }
    const before = inOrder.slice(0, index);
    const rival = before.find(({ parameter }) => !parameter.sets.some((set) => argument.parameter.sets.includes(set))) ?? before.at(-1);
    return rival ? [rival, argument] : null;
  }
  return null;
}

function startOf(argument: BoundArgument): number {
  return (argument.splat ?? argument.nameSpan ?? argument.valueNode)?.start ?? 0;
}

function removal(argument: BoundArgument, call: CmdletCall, context: CheckContext): readonly Fix[] {
  const edits = context.script ? removeArgument(context.script, call, argument) : null;
  return edits ? [{ title: `Remove ${argument.parameter.name}`, edits, isPreferred: false }] : [];
}
