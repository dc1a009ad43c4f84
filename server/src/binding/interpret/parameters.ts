import type { Attribute, Expression, Parameter, ScriptBlock, TypeConstraint } from "../../syntax/ast.js";
import { stringValue, variableName as writtenName } from "../../syntax/literals.js";
import { typeName } from "../evaluate/convert.js";
import { itemsOf, type Val } from "../evaluate/model.js";
import { compareNumbers } from "../evaluate/number.js";
import { textOf } from "../evaluate/text.js";
import { evaluate } from "./expression.js";
import type { Machine } from "./machine.js";
import type { Slot } from "./state.js";

/** What a block says about its parameters. */
export interface ParameterInfo {
  readonly parameters: readonly BlockParameter[];
  /** Common parameters, and no `$args`: it has `[CmdletBinding()]` or a `[Parameter()]`. */
  readonly isAdvanced: boolean;
  /** Some of its parameters belong to named sets. */
  readonly hasSets: boolean;
}

export interface BlockParameter {
  /** Lower case. */
  readonly name: string;
  readonly aliases: readonly string[];
  /** The type as written; null for none. */
  readonly type: string | null;
  readonly isSwitch: boolean;
  /** Null where it is never positional. */
  readonly position: number | null;
  readonly isMandatory: boolean;
  readonly takesPipeline: boolean;
  readonly takesProperty: boolean;
  readonly takesRest: boolean;
  readonly check: Slot["check"];
  readonly defaultValue: Expression | null;
  readonly node: Parameter;
}

/** The parameters of a function or script block. */
export function parametersOf(m: Machine, block: ScriptBlock): ParameterInfo {
  const known = m.parameters.get(block);
  if (known) return known;
  const nodes = block.param?.parameters ?? m.parametersOf.get(block) ?? [];
  const isBinding = (block.param?.attributes ?? []).some((attribute) => attributeName(m, attribute) === "cmdletbinding");
  const read = nodes.map((node) => readParameter(m, node));
  const isAdvanced = isBinding || read.some((parameter) => parameter.hasAttribute);
  const isExplicit = read.some((parameter) => parameter.explicit !== null);
  let next = 0;
  const parameters = read.map(({ hasAttribute: _hasAttribute, isOfSet: _isOfSet, explicit, ...parameter }): BlockParameter => {
    const position = parameter.isSwitch ? null : isExplicit ? explicit : next++;
    return { ...parameter, position: explicit ?? position };
  });
  const info: ParameterInfo = { parameters, isAdvanced, hasSets: read.some(({ isOfSet }) => isOfSet) };
  m.parameters.set(block, info);
  return info;
}

function attributeName(m: Machine, attribute: Attribute): string {
  return m.text
    .slice(attribute.typeStart, attribute.typeEnd)
    .toLowerCase()
    .replace(/^system\.management\.automation\./, "")
    .replace(/attribute$/, "");
}

type Read = Omit<BlockParameter, "position"> & {
  readonly hasAttribute: boolean;
  readonly isOfSet: boolean;
  readonly explicit: number | null;
};

function readParameter(m: Machine, node: Parameter): Read {
  let type: string | null = null;
  let isMandatory = false;
  let takesPipeline = false;
  let takesProperty = false;
  let takesRest = false;
  let hasAttribute = false;
  let isOfSet = false;
  let explicit: number | null = null;
  const aliases: string[] = [];
  const checks: Attribute[] = [];
  for (const one of node.attributes) {
    if (one.kind === "TypeConstraint") {
      type = m.text.slice(one.typeStart, one.typeEnd);
      continue;
    }
    const name = attributeName(m, one);
    if (name === "alias") {
      for (const alias of one.positional)
        if (alias.kind === "StringConstantExpression") aliases.push(stringValue(m.text, alias).toLowerCase());
    } else if (name === "parameter") {
      hasAttribute = true;
      for (const argument of one.named) {
        const key = m.text.slice(argument.nameStart, argument.nameEnd).toLowerCase();
        const written = argument.value ? m.text.slice(argument.value.start, argument.value.end).toLowerCase() : "$true";
        const isOn = written !== "$false" && written !== "0";
        if (key === "parametersetname") isOfSet = true;
        else if (key === "mandatory") isMandatory = isOn;
        else if (key === "valuefrompipeline") takesPipeline = isOn;
        else if (key === "valuefrompipelinebypropertyname") takesProperty = isOn;
        else if (key === "valuefromremainingarguments") takesRest = isOn;
        else if (key === "position" && /^\d+$/.test(written)) explicit = Number(written);
      }
    } else checks.push(one);
  }
  return {
    name: writtenName(m.text, node.name).toLowerCase(),
    aliases,
    type,
    isSwitch: type !== null && typeName(type) === "SwitchParameter",
    isMandatory,
    takesPipeline,
    takesProperty,
    takesRest,
    check: checkOf(m, checks),
    defaultValue: node.defaultValue,
    node,
    hasAttribute,
    isOfSet,
    explicit,
  };
}

/** What validation attributes say about a value: true, false, or null where it is not known. Null for no attributes. */
export function checkOf(m: Machine, attributes: readonly (Attribute | TypeConstraint)[]): Slot["check"] {
  const checks: ((value: Val) => boolean | null)[] = [];
  for (const attribute of attributes) {
    if (attribute.kind === "TypeConstraint") continue;
    const check = checkFor(m, attributeName(m, attribute), attribute);
    if (check) checks.push(check);
  }
  if (checks.length === 0) return null;
  return (value) => {
    let answer: boolean | null = true;
    for (const check of checks) {
      const one = check(value);
      if (one === false) return false;
      if (one === null) answer = null;
    }
    return answer;
  };
}

function checkFor(m: Machine, name: string, attribute: Attribute): ((value: Val) => boolean | null) | null {
  switch (name) {
    case "validaterange": {
      const [low, high] = attribute.positional.map((node) => evaluate(m, node));
      if (low?.kind !== "number" || high?.kind !== "number") return () => null;
      return (value) => {
        if (value.kind !== "number") return null;
        const a = compareNumbers(value, low);
        const b = compareNumbers(value, high);
        return a === null || b === null ? null : a >= 0 && b <= 0;
      };
    }
    case "validateset": {
      const allowed = attribute.positional.map((node) =>
        node.kind === "StringConstantExpression" ? stringValue(m.text, node).toLowerCase() : null,
      );
      if (allowed.includes(null) || attribute.named.length > 0) return () => null;
      return (value) => {
        const items = value.kind === "list" ? itemsOf(value) : [value];
        if (!items) return null;
        let answer: boolean | null = true;
        for (const item of items) {
          const text = item.kind === "unknown" ? null : textOf(item);
          if (text === null) answer = null;
          else if (!allowed.includes(text.toLowerCase())) return false;
        }
        return answer;
      };
    }
    case "validatenotnull":
      return (value) => (value.kind === "unknown" ? null : value.kind !== "null");
    case "validatenotnullorempty":
      return (value) => {
        if (value.kind === "unknown") return null;
        if (value.kind === "null" || (value.kind === "string" && value.value === "")) return false;
        return value.kind === "list" ? null : true;
      };
    default:
      return name.startsWith("validate") ? () => null : null;
  }
}
