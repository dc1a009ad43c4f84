import type { Cmdlet } from "../catalog/catalog.js";
import type { Check } from "./check.js";
import { literalValue } from "./evaluate-condition.js";
import type { Need } from "./needs.js";
import type { Condition } from "./rule.js";
import { testValue, type Vocabulary } from "./test-value.js";

interface Words extends Vocabulary {
  readonly checks: Readonly<Record<string, Check>>;
}

const always: readonly Need[] = [];

/**
 * What calls of a cmdlet must have for a condition to be true: each of the needs. There may be more that this does not see. Null where the
 * condition is true of no call of this cmdlet.
 */
export function neededBy(condition: Condition, cmdlet: Cmdlet, words: Words): readonly Need[] | null {
  switch (condition.kind) {
    case "given":
    case "present":
      return oneGiven([condition.parameter], cmdlet);
    case "value": {
      const parameter = cmdlet.parameters.get(condition.parameter);
      if (!parameter) return null;
      const holdsAbsent =
        condition.default !== undefined && testValue(condition.test, literalValue(condition.default), parameter, words).truth === true;
      return holdsAbsent ? always : oneGiven([condition.parameter], cmdlet);
    }
    case "countOf": {
      const { atLeast, moreThan } = condition.count;
      return (atLeast ?? 0) > 0 || (moreThan ?? -1) >= 0 ? oneGiven(condition.parameters, cmdlet) : always;
    }
    case "command":
      return condition.commands.includes(cmdlet.name.toLowerCase()) ? always : null;
    case "bindingFault":
      return [{ parameters: [], orFault: true }];
    case "check": {
      const check = words.checks[condition.name];
      if (check?.of !== "cmdlet") return null;
      return check.needs ? [check.needs(condition.options, cmdlet)] : always;
    }
    case "all": {
      const parts = condition.of.map((part) => neededBy(part, cmdlet, words));
      return parts.includes(null) ? null : parts.flatMap((part) => part ?? always);
    }
    case "any": {
      const parts = condition.of.map((part) => neededBy(part, cmdlet, words)).filter((part) => part !== null);
      const [only] = parts;
      if (parts.length < 2) return only ?? null;
      // One need of each part will do.
      const each = parts.map(narrowest).filter((need) => need !== undefined);
      if (each.length < parts.length) return always;
      return [{ parameters: [...new Set(each.flatMap((need) => need.parameters))], orFault: each.some((need) => need.orFault) }];
    }
    default:
      return always;
  }
}

/** The need that fewest calls will meet; undefined where there is none. */
export function narrowest(needs: readonly Need[]): Need | undefined {
  const width = (need: Need): number => need.parameters.length;
  return needs.reduce<Need | undefined>((best, need) => (best === undefined || width(need) < width(best) ? need : best), undefined);
}

function oneGiven(parameters: readonly string[], cmdlet: Cmdlet): readonly Need[] | null {
  const own = parameters.filter((parameter) => cmdlet.parameters.has(parameter));
  return own.length === 0 ? null : [{ parameters: own, orFault: false }];
}
