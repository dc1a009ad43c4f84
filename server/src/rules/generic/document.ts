import { targetComments } from "../../binding/script-target.js";
import { findCmdlet, nearCmdlets } from "../../catalog/lookup.js";
import type { Ps7Syntax } from "../../syntax/ast.js";
import type { NativeCall } from "../call.js";
import type { Check, CheckContext, CheckResult } from "../check.js";
import { remembering } from "../remembering.js";
import { fixOf, orList } from "./call-facts.js";

/** A command that no module has and that is one edit away from a cmdlet of Exchange or AIPService. */
export const unknownCmdlet: Check = {
  of: "document",
  run: (context) => {
    const results: CheckResult[] = [];
    for (const call of context.calls) {
      if (call.kind !== "native") continue;
      const near = meantBy(call.name);
      if (near.length > 0) results.push(nearMiss(call, near, context));
    }
    return results;
  },
};

const mostNames = 4_000;

/** The cmdlets that a name may be a slip for. */
const meantBy = remembering((written: string): readonly string[] => {
  if (!/^[a-z]+-[a-z0-9]{6,}$/.test(written)) return [];
  return nearCmdlets(written).filter((name) => findCmdlet(name)?.kind !== "foreign" && isSlip(written, name.toLowerCase()));
}, mostNames);

function nearMiss(call: NativeCall, near: readonly string[], context: CheckContext): CheckResult {
  const { start, end } = call.nameSpan;
  const written = context.text.slice(start, end);
  return {
    start,
    end,
    message: `There is no cmdlet \`${written}\`: did you mean ${orList(near, "")}? If it is a function of your own, define or import it in this file.`,
    fixes: near.map((name) => fixOf(`Change to ${name}`, { start, end, newText: name }, near.length === 1)),
  };
}

/**
 * True when the difference looks like a slip of the fingers. A plural, another prefix of the noun, or one letter for another in a short noun
 * make the names of other people's commands (`Get-Cluster`, `Get-Recipients`, `Get-EOMailbox`).
 */
function isSlip(written: string, name: string): boolean {
  if (written === `${name}s`) return false;
  const dash = name.indexOf("-") + 1;
  const isVerbRight = written.startsWith(name.slice(0, dash));
  const isPrefixLoose = written.length > name.length || name.startsWith("exo", dash);
  if (isVerbRight && isPrefixLoose && written.slice(dash, dash + 3) !== name.slice(dash, dash + 3)) return false;
  const isSwapOrLost = written.length !== name.length || [...written].sort().join("") === [...name].sort().join("");
  return isSwapOrLost || name.length - dash >= 10;
}

const means: Readonly<Record<Ps7Syntax["what"], string>> = {
  "&&": "use `if ($?) { … }` or a second statement",
  "||": "use `if (-not $?) { … }`",
  "?:": "use `if`/`else`",
  "??": "use `if ($null -eq …)`",
  "??=": "use `if ($null -eq …)`",
  "?.": "test for $null first",
  "?[]": "test for $null first",
  "leading |": "put the `|` at the end of the line before",
  clean: "use `try`/`finally`",
  "&": "use Start-Job",
};

/** Syntax of PowerShell 7 in a script for Windows PowerShell 5.1, which does not even start it. */
export const ps7Syntax: Check = {
  of: "document",
  run: (context) => {
    if (context.target.host !== "5.1" || !context.script) return [];
    return context.script.ps7Syntax.map((place) => ({
      start: place.start,
      end: place.end,
      message: `\`${place.what}\` is syntax of PowerShell 7: Windows PowerShell 5.1 refuses the whole script. Instead, ${means[place.what]}.`,
    }));
  },
};

/** A target comment that cannot be read. */
export const targetComment: Check = {
  of: "document",
  run: (context) =>
    targetComments(context.script ?? context.batch ?? { text: "", comments: [] }).flatMap(({ target, value }) => {
      if (target.ok) return [];
      const start = value.start + target.fault.start;
      const end = value.start + target.fault.end;
      const place = end > start ? { start, end } : { start: value.start, end: Math.max(value.end, value.start) };
      return [{ ...place, message: `The target is not known: ${target.fault.message}.` }];
    }),
};
