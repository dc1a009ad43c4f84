/** Attributes: their arguments must be constants, and those of classes must exist and fit. */
import type { Attribute, FunctionMember, Node } from "./ast.js";
import { type Check, parentOf, report } from "./check.js";
import { isConstant } from "./constants.js";
import { typeFullName } from "./type-names.js";

/** Attributes that every PowerShell 7 knows: what they may stand on in a class, their names, what can be set in them. */
const KNOWN: readonly (readonly [targets: string, names: string, properties: string])[] = [
  [
    "property",
    "validaterange validatelength validatecount validatenotnull validatenotnullorempty validatenotnullorwhitespace validatedrive " +
      "validateuserdrive validatetrusteddata allownull allowemptystring allowemptycollection pstypename supportswildcards " +
      "argumentcompleter argumentcompletions",
    "",
  ],
  ["property", "validateset", "errormessage ignorecase"],
  ["property", "validatepattern", "errormessage options"],
  ["property", "validatescript", "errormessage"],
  ["property", "psdefaultvalue", "value help"],
  ["property", "dscproperty", "key mandatory notconfigurable"],
  [
    "property",
    "parameter",
    "position parametersetname mandatory valuefrompipeline valuefrompipelinebypropertyname valuefromremainingarguments helpmessage " +
      "helpmessagebasename helpmessageresourceid dontshow",
  ],
  ["property method constructor", "hidden", ""],
  ["class property", "alias experimental", ""],
  ["class", "dsclocalconfigurationmanager norunspaceaffinity", ""],
  ["class", "dscresource", "runascredential"],
  ["class", "outputtype", "providercmdlet parametersetname"],
  [
    "class",
    "cmdletbinding",
    "positionalbinding defaultparametersetname supportsshouldprocess supportspaging supportstransactions confirmimpact helpuri " +
      "remotingcapability",
  ],
  ["enum", "flags", ""],
];

interface AttributeFacts {
  readonly targets: readonly string[];
  readonly properties: readonly string[];
}

/** By name in lower case, without `Attribute`. */
const FACTS: ReadonlyMap<string, AttributeFacts> = new Map(
  KNOWN.flatMap(([targets, names, properties]) =>
    names.split(" ").map((name) => [name, { targets: targets.split(" "), properties: properties.split(" ") }] as const),
  ),
);

/** What a class's attribute stands on, or null for one that belongs to no class. */
function targetOf(check: Check): string | null {
  const parent = parentOf(check);
  const above = parentOf(check, 2);
  switch (parent?.kind) {
    case "TypeDefinition":
      return parent.typeKind === "enum" ? "enum" : "class";
    case "PropertyMember":
      return "property";
    case "FunctionMember":
      return isConstructor(check, parent, above) ? "constructor" : "method";
    case "Parameter":
      return above?.kind === "FunctionMember" ? "parameter" : null;
    default:
      return null;
  }
}

function isConstructor(check: Check, method: FunctionMember, type: Node | undefined): boolean {
  if (type?.kind !== "TypeDefinition" || method.isStatic) {
    return false;
  }
  const nameOf = ({ nameStart, nameEnd }: { nameStart: number; nameEnd: number }) => check.text.slice(nameStart, nameEnd).toLowerCase();
  return nameOf(method) === nameOf(type);
}

/** Faults of an attribute in a class whose kind is known: where it stands, and what is set in it. */
function checkKnown(check: Check, node: Attribute, target: string): void {
  const written = typeFullName(check.text, node.typeStart, node.typeEnd).toLowerCase();
  const name = written.replace(/^system\.(?:management\.automation\.)?/, "").replace(/attribute$/, "");
  const facts = FACTS.get(name);
  if (facts === undefined) {
    return;
  }
  if (!facts.targets.includes(target)) {
    report(check, "AttributeNotAllowedOnDeclaration", node, check.text.slice(node.typeStart, node.typeEnd));
  }
  for (const argument of node.named) {
    const property = check.text.slice(argument.nameStart, argument.nameEnd);
    if (!facts.properties.includes(property.toLowerCase())) {
      report(check, "PropertyNotFoundForAttribute", argument, property);
    }
  }
}

/** Checks one attribute where it stands. */
export function checkAttribute(check: Check, node: Attribute): void {
  const target = targetOf(check);
  if (target !== null) {
    checkKnown(check, node, target);
  }
  const isInClass = target !== null;
  const use = isInClass ? "classAttribute" : "attribute";
  const id = isInClass ? "ParameterAttributeArgumentNeedsToBeConstant" : "ParameterAttributeArgumentNeedsToBeConstantOrScriptBlock";
  const names = new Set<string>();
  for (const argument of node.named) {
    const name = check.text.slice(argument.nameStart, argument.nameEnd);
    if (names.has(name.toLowerCase())) {
      report(check, "DuplicateNamedArgument", argument, name);
    } else if (argument.value !== null && !isConstant(check.text, argument.value, use)) {
      report(check, id, argument.value);
    }
    names.add(name.toLowerCase());
  }
  for (const argument of node.positional) {
    if (!isConstant(check.text, argument, use)) {
      report(check, id, argument);
    }
  }
}
