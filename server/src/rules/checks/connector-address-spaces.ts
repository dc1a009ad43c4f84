import type { Value } from "../../binding/value.js";
import { type AddressSpace, parseAddressSpace } from "../../catalog/grammars/address-space.js";
import type { Expression, Span } from "../../syntax/ast.js";
import type { CmdletCall } from "../call.js";
import type { Check, CheckContext, CheckResult } from "../check.js";
import { oneOf, oneOfOption, orBindingFault } from "../needs.js";
import { oncePerPlace } from "../once.js";
import { spanOfArgument } from "../span.js";
import { itemsOf, textOf } from "../test-value.js";
import { argumentOf, namesOption } from "./argument-text.js";

/**
 * Option `parameter`. A call that ends in the parameter's argument with `;` and a number right behind it: the cost that was meant as part of the
 * address space is a statement of its own.
 */
export const unquotedSemicolon: Check = {
  of: "cmdlet",
  needs: oneOfOption("parameter"),
  run: (call, context) => {
    const [parameter = ""] = namesOption(context, "parameter");
    const argument = argumentOf(call, parameter);
    const node = argument?.valueNode ?? null;
    if (node === null || node.end !== call.bound.command.end) return [];
    const rest = /^[ \t]*;[ \t]*(\d+)((?:[ \t]*,[ \t]*[\w.*:-]+(?:;\d+)?)*)(?![\w.])/.exec(context.text.slice(node.end, node.end + 2000));
    if (rest === null) return [];
    const last = lastElement(node);
    const [whole, cost = "", others = ""] = rest;
    const address = context.text.slice(last.start, last.end).replace(/^(['"])(.*)\1$/, "$2");
    // What stands behind the cost is the rest of the list, cut off with it.
    const replacement = `"${address};${cost}"${others.replace(/[\w.*:-]+;\d+/g, '"$&"')}`;
    return [{ start: last.start, end: node.end + whole.length, fields: { address, cost }, replacement }];
  },
};

function lastElement(node: Span): Span {
  const list = node as Expression;
  return list.kind === "ArrayLiteral" ? (list.elements[list.elements.length - 1] ?? node) : node;
}

/** Option `parameter`. Bare words with a type (`SMTP:contoso.com`). */
export const bareTypedAddress: Check = {
  of: "cmdlet",
  needs: oneOfOption("parameter"),
  run: (call, context) => {
    const [parameter = ""] = namesOption(context, "parameter");
    const argument = argumentOf(call, parameter);
    if (!argument) return [];
    return itemsOf(argument.value).items.flatMap((item): CheckResult[] => {
      const node = item.origin;
      if (item.kind !== "string" || node?.kind !== "StringConstantExpression" || node.form !== "bare") return [];
      if (!/^[a-z][a-z0-9_-]*:[^/]/i.test(item.value)) return [];
      return [{ start: node.start, end: node.end, replacement: `"${item.value}"` }];
    });
  },
};

/** Option `parameter`. A bare `--` behind the parameter's name, which ends the parameters instead of being a value. */
export const bareDoubleDash: Check = {
  of: "cmdlet",
  needs: orBindingFault(oneOfOption("parameter")),
  run: (call, context) => {
    const [parameter = ""] = namesOption(context, "parameter");
    const { elements } = call.bound.command;
    return elements.flatMap((element, index): CheckResult[] => {
      if (element.kind !== "CommandParameter" || element.argument !== null) return [];
      const name = context.text.slice(element.nameStart, element.nameEnd).toLowerCase();
      if (name === "" || !isNameOf(name, parameter, call)) return [];
      const next = elements[index + 1];
      const start = next?.start ?? context.text.slice(element.end).search(/\S/) + element.end;
      if (!/^--(?![^\s;|,)}])/.test(context.text.slice(start, start + 3))) return [];
      return [{ start, end: start + 2 }];
    });
  },
};

/** True when a written name is the parameter's or the beginning of its name and of no other's. */
export function isNameOf(written: string, parameter: string, call: CmdletCall): boolean {
  const full = parameter.toLowerCase();
  if (written === full) return true;
  if (!full.startsWith(written)) return false;
  return [...call.bound.cmdlet.parameters.keys()].filter((name) => name.startsWith(written)).length === 1;
}

interface Entry {
  readonly space: AddressSpace;
  readonly item: Value;
}

/**
 * Option `kind`: `duplicate` (type and address twice), `redundant` (covered by a wider one at the same cost), `wildcard` (`*` beside named domains at the
 * same cost).
 */
export const addressSpaceOverlap: Check = {
  of: "cmdlet",
  needs: oneOf("AddressSpaces"),
  run: (call, context) => {
    const [kind = ""] = namesOption(context, "kind");
    const entries = addressSpaces(call);
    switch (kind) {
      case "duplicate":
        return entries.flatMap((entry, index) => {
          const first = entries.slice(0, index).find((other) => isSame(other.space, entry.space));
          return first ? [describe(entry, first, call, context)] : [];
        });
      case "redundant":
        return entries.flatMap((entry) => {
          const wider = entries.find((other) => covers(other.space, entry.space));
          return wider ? [describe(entry, wider, call, context)] : [];
        });
      case "wildcard":
        return entries
          .filter(({ space }) => isSmtp(space) && space.address === "*")
          .filter((star) => entries.some((other) => covers(star.space, other.space)))
          .slice(0, 1)
          .map((star) => describe(star, star, call, context));
      default:
        return [];
    }
  },
};

const addressSpaces = oncePerPlace((call: CmdletCall): readonly Entry[] => {
  const argument = argumentOf(call, "AddressSpaces");
  if (!argument) return [];
  return itemsOf(argument.value).items.flatMap((item): Entry[] => {
    const text = textOf(item);
    const result = text === null ? null : parseAddressSpace(text);
    return result?.ok ? [{ space: result.value, item }] : [];
  });
});

function isSmtp(space: AddressSpace): boolean {
  return space.type === "SMTP" && space.address !== "--";
}

function isSame(a: AddressSpace, b: AddressSpace): boolean {
  return a.type === b.type && a.address.toLowerCase() === b.address.toLowerCase();
}

function covers(wide: AddressSpace, narrow: AddressSpace): boolean {
  if (!isSmtp(wide) || !isSmtp(narrow) || wide.cost !== narrow.cost || isSame(wide, narrow)) return false;
  if (wide.address === "*") return true;
  if (!wide.address.startsWith("*.")) return false;
  const domain = wide.address.slice(2).toLowerCase();
  const other = narrow.address.toLowerCase();
  return other === domain || other.endsWith(`.${domain}`);
}

function describe(entry: Entry, other: Entry, call: CmdletCall, context: CheckContext): CheckResult {
  const place = entry.item.origin ?? spanOfArgument(call, "AddressSpaces");
  const shown = (one: Entry): string => `\`${textOf(one.item) ?? ""}\``;
  const related = other.item.origin;
  const isElsewhere = related !== null && related.start !== place.start && related.end <= context.text.length;
  return {
    start: place.start,
    end: place.end,
    fields: { address: shown(entry), cover: shown(other) },
    related: isElsewhere ? [{ start: related.start, end: related.end, message: `${shown(other)} stands here` }] : [],
  };
}
