import type { BoundArgument } from "../../binding/bound-command.js";
import type { Value } from "../../binding/value.js";
import type { Parameter, Product } from "../../catalog/catalog.js";
import { editDistance, nearest } from "../../catalog/near.js";
import { listProducts } from "../../catalog/target.js";
import type { CmdletCall } from "../call.js";
import type { Check, CheckContext, CheckResult } from "../check.js";
import { oneThat } from "../needs.js";
import { spanOfArgument, spanOfItem } from "../span.js";
import { givenArguments, isBroken, orList } from "./call-facts.js";

/** Types that hold anything: their listed values are examples. */
const openTypes: readonly string[] = [
  "String",
  "MultiValuedProperty",
  "Object",
  "Boolean",
  "SwitchParameter",
  "Unlimited",
  "Uri",
  "Guid",
  "Version",
];

/**
 * A value that is no member of its enumeration, or none in the version. Where the list is not known to be closed, only a near miss of a
 * listed value is told, as a warning.
 */
export const valueNotInEnum: Check = {
  of: "cmdlet",
  needs: oneThat(hasMembers),
  run: (call, context) => {
    const results = givenArguments(call).flatMap((argument) => {
      const { parameter } = argument;
      if (!hasMembers(parameter)) return [];
      const items = argument.value.kind === "array" ? argument.value.items : [argument.value];
      return items.flatMap((item) => membersIn(item, parameter).flatMap((member) => describe(member, item, argument, call, context)));
    });
    return results.length > 0 && isBroken(call, context) ? [] : results;
  },
};

function hasMembers(parameter: Parameter): boolean {
  return parameter.values.length > 0 && (parameter.valuesAreClosed || isEnumeration(parameter));
}

function isEnumeration(parameter: Parameter): boolean {
  const type = parameter.type.replace(/\[\]$/, "");
  return parameter.values.length > 1 && !openTypes.includes(type) && !/IdParameter$|Address|Collection$/.test(type);
}

interface Member {
  readonly text: string;
  /** Offsets in the item's value. */
  readonly start: number;
  readonly end: number;
}

/** The names in a text: one, or several with commas where the enumeration is of flags. */
function membersIn(item: Value, parameter: Parameter): readonly Member[] {
  if (item.kind !== "string") return [];
  const members: Member[] = [];
  let offset = 0;
  for (const part of parameter.valuesAreFlags ? item.value.split(",") : [item.value]) {
    const text = part.trim();
    const start = offset + part.length - part.trimStart().length;
    // A number names a member too, a wildcard may fit one; an empty text is another rule's business.
    if (text !== "" && !/^[-+]?\d/.test(text) && !/[*?[\]]/.test(text)) members.push({ text, start, end: start + text.length });
    offset += part.length + 1;
  }
  return members;
}

function describe(member: Member, item: Value, argument: BoundArgument, call: CmdletCall, context: CheckContext): readonly CheckResult[] {
  const { parameter } = argument;
  const { cmdlet } = call.bound;
  const lower = member.text.toLowerCase();
  const known = parameter.values.find((value) => value.toLowerCase() === lower);
  if (known !== undefined) return notInVersion(known, member, item, argument, call, context);
  const place = placeOf(member, item, argument, call, context);
  const available = parameter.values.filter((value) => isAvailable(value, parameter, context.target.products ?? cmdlet.products));
  const near = nearest(member.text, available, member.text.length >= 8 ? 2 : member.text.length >= 4 ? 1 : 0);
  const isMissedByCase = near.filter((value) => editDistance(lower, value.toLowerCase(), 2) === 1);
  const fixes = (isMissedByCase.length > 0 ? isMissedByCase : near).slice(0, 3).map((value, _, all) => ({
    title: `Change to ${value}`,
    edits: [{ ...place, newText: value }],
    isPreferred: all.length === 1 && parameter.valuesAreClosed && isSlip(lower, value.toLowerCase()),
  }));
  // PowerShell completes a shortened member when only one begins so.
  if (parameter.values.filter((value) => value.toLowerCase().startsWith(lower)).length === 1) return [];
  if (parameter.valuesAreClosed) {
    const allowed = available.length <= 12 ? ` Allowed: ${available.join(", ")}.` : "";
    const hint = near[0] === undefined ? "" : ` Did you mean ${near[0]}?`;
    return [
      {
        ...place,
        message: `\`${member.text}\` is no value of -${parameter.name}: the command fails.${hint}${allowed}`,
        fixes: isWritten(place, member, context) ? fixes : [],
      },
    ];
  }
  if (near.length === 0) return [];
  return [
    {
      ...place,
      severity: "warning",
      message: `\`${member.text}\` is not among the values that the reference lists for -${parameter.name}: did you mean ${orList(near.slice(0, 3), "")}?`,
      fixes: isWritten(place, member, context) ? fixes : [],
    },
  ];
}

/** One letter wrong, or letters exchanged. What differs more may mean another member: `External` is not `Internal`. */
function isSlip(written: string, member: string): boolean {
  return editDistance(written, member, 1) === 1 || [...written].sort().join("") === [...member].sort().join("");
}

function isAvailable(value: string, parameter: Parameter, products: readonly Product[]): boolean {
  const own = parameter.valueProducts.get(value.toLowerCase());
  return own === undefined || products.length === 0 || own.some((product) => products.includes(product));
}

function notInVersion(
  known: string,
  member: Member,
  item: Value,
  argument: BoundArgument,
  call: CmdletCall,
  context: CheckContext,
): readonly CheckResult[] {
  const { parameter } = argument;
  const { products } = context.target;
  const own = parameter.valueProducts.get(known.toLowerCase());
  if (!own || products === null || own.some((product) => products.includes(product))) return [];
  if (!call.bound.cmdlet.products.some((product) => products.includes(product))) return [];
  return [
    {
      ...placeOf(member, item, argument, call, context),
      ...(context.target.from === "script" ? { severity: "warning" as const } : {}),
      message: `\`${known}\` is no value of -${parameter.name} in ${listProducts(products)}: it exists in ${listProducts(own)} only, the command fails.`,
    },
  ];
}

function placeOf(
  member: Member,
  item: Value,
  argument: BoundArgument,
  call: CmdletCall,
  context: CheckContext,
): { start: number; end: number } {
  const { start, end } = item.origin
    ? spanOfItem(context.text, call, argument, item, member.start, member.end)
    : spanOfArgument(call, argument.parameter.name);
  return { start, end };
}

function isWritten(place: { readonly start: number; readonly end: number }, member: Member, context: CheckContext): boolean {
  return context.text.slice(place.start, place.end) === member.text;
}
