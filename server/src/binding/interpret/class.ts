import type { FunctionMember, PropertyMember, TypeDefinition } from "../../syntax/ast.js";
import { convert } from "../evaluate/convert.js";
import {
  contentOf,
  FAILS,
  FALSE,
  int,
  NULL,
  num,
  type ObjectRef,
  other,
  str,
  type TableContent,
  UNKNOWN,
  type Val,
  VOID,
  withEntry,
} from "../evaluate/model.js";
import { tryCast } from "./convert.js";
import { evaluate, typeText } from "./expression.js";
import { startBlock } from "./function.js";
import { updateTable } from "./join.js";
import { collect, escaping, fail, handOut, type Machine, mayFail } from "./machine.js";
import type { Arg } from "./stage.js";
import { leak, newObject, share } from "./state.js";

/** A class or enumeration of the script becomes known. */
export function defineType(m: Machine, node: TypeDefinition): void {
  m.types.set(m.text.slice(node.nameStart, node.nameEnd).toLowerCase(), node);
  const block = m.calling.at(-1);
  if (block) m.typeBlocks.set(node, block);
}

/** Whether a type name is that of a class or enumeration of the script. */
export function isScriptType(m: Machine, written: string): boolean {
  return m.types.size > 0 && definitionOf(m, written) !== null;
}

function nameOf(m: Machine, node: { readonly nameStart: number; readonly nameEnd: number }): string {
  return m.text.slice(node.nameStart, node.nameEnd);
}

// A type of a block or function is known by its name in there only.
function definitionOf(m: Machine, written: string): TypeDefinition | null {
  const found = m.types.get(written.trim().toLowerCase());
  if (!found) return null;
  const around = m.typeBlocks.get(found);
  if (!around) return found;
  const here = m.calling.at(-1);
  return here && here.start >= around.start && here.end <= around.end ? found : null;
}

/** The class, then its base classes; null where one of them is not of this script. */
function lineage(m: Machine, definition: TypeDefinition): readonly TypeDefinition[] | null {
  const all: TypeDefinition[] = [];
  let at: TypeDefinition | null = definition;
  while (at) {
    if (all.includes(at)) return null;
    all.push(at);
    const [base]: TypeDefinition["baseTypes"] = at.baseTypes;
    if (!base) break;
    at = definitionOf(m, m.text.slice(base.typeStart, base.typeEnd));
    if (!at) return null;
  }
  return all;
}

function properties(m: Machine, definition: TypeDefinition): readonly PropertyMember[] | null {
  const line = lineage(m, definition);
  return line
    ? [...line].reverse().flatMap((one) => one.members.filter((member): member is PropertyMember => member.kind === "PropertyMember"))
    : null;
}

function methods(m: Machine, definition: TypeDefinition, name: string, isStatic: boolean): readonly FunctionMember[] | null {
  const line = lineage(m, definition);
  if (!line) return null;
  for (const one of line) {
    const own = one.members.filter(
      (member): member is FunctionMember =>
        member.kind === "FunctionMember" && member.isStatic === isStatic && nameOf(m, member).toLowerCase() === name,
    );
    if (own.length > 0) return own;
  }
  return [];
}

function declaredType(m: Machine, member: PropertyMember): string | null {
  return member.propertyType ? typeText(m, member.propertyType) : null;
}

function initial(m: Machine, member: PropertyMember): Val {
  const type = declaredType(m, member);
  if (member.initialValue) {
    const value = evaluate(m, member.initialValue);
    if (type === null) return value;
    const held = tryCast(m, value, type);
    return held === FAILS ? fail(m) : held;
  }
  if (type === null) return NULL;
  const empty = convert(NULL, "Int32");
  switch (type.toLowerCase()) {
    case "int":
    case "int32":
      return empty;
    case "bool":
    case "boolean":
    case "switch":
      return FALSE;
    case "long":
    case "int64":
      return num("Int64", 0n);
    case "double":
      return num("Double", 0);
    case "string":
    case "hashtable":
    case "object":
      return NULL;
    default:
      return type.endsWith("[]") ? NULL : UNKNOWN;
  }
}

/** `[Class]::new(arguments)`. */
export function construct(m: Machine, written: string, args: readonly Val[]): Val {
  const definition = definitionOf(m, written);
  const all = definition?.typeKind === "class" ? properties(m, definition) : null;
  if (!definition || !all) {
    handOut(m, args);
    mayFail(m);
    return UNKNOWN;
  }
  let content: TableContent = { kind: "tableContent", entries: [], isComplete: true };
  for (const member of all) {
    if (member.isStatic) continue;
    const name = nameOf(m, member);
    content = withEntry(content, `s${name.toLowerCase()}`, str(name), initial(m, member), null);
  }
  const made = newObject(m.state, nameOf(m, definition), content, definition);
  const line = lineage(m, definition) ?? [];
  // Constructors run from the base down; only those without arguments are followed in bases.
  for (const one of [...line].reverse()) {
    const isOwn = one === definition;
    const own = one.members.filter(
      (member): member is FunctionMember =>
        member.kind === "FunctionMember" && !member.isStatic && nameOf(m, member).toLowerCase() === nameOf(m, one).toLowerCase(),
    );
    const wanted = isOwn ? args : [];
    const fitting = own.filter((member) => member.parameters.length === wanted.length);
    const [chosen] = fitting;
    if (own.length === 0) {
      if (isOwn && args.length > 0) return fail(m);
      continue;
    }
    if (!chosen || fitting.length > 1 || (isOwn && chosen.baseArguments && chosen.baseArguments.length > 0)) {
      for (const member of own) m.state.loose.add(member.body);
      handOut(m, [made, ...args]);
      mayFail(m);
      continue;
    }
    runMethod(m, chosen, made, wanted);
  }
  return made;
}

function runMethod(m: Machine, member: FunctionMember, target: Val | null, args: readonly Val[]): Val {
  m.parametersOf.set(member.body, member.parameters);
  const passed = args.map((value): Arg => ({ kind: "value", value, node: null }));
  const { enclosing } = m;
  m.enclosing = [];
  const block: Val & { kind: "block" } = { kind: "block", block: member.body, node: null, closure: null, origin: null };
  let result: Val = UNKNOWN;
  escaping(m, false, (onError) => {
    const outer = m.onError;
    m.onError ??= onError;
    result = collect(m, () => {
      const stage = startBlock(m, block, passed, m.sink, false, target ? { thisValue: target } : {});
      stage.end();
      stage.close?.();
    });
    m.onError = outer;
  });
  m.enclosing = enclosing;
  if (!member.returnType) return result;
  const type = m.text.slice(member.returnType.typeStart, member.returnType.typeEnd);
  if (type.toLowerCase() === "void") return VOID;
  const held = tryCast(m, result, type);
  return held === FAILS ? fail(m) : held;
}

/** `$object.Method(arguments)` of a class of the script. */
export function callClassMethod(m: Machine, target: ObjectRef, name: string, args: readonly Val[]): Val {
  const found = target.definition ? methods(m, target.definition, name, false) : null;
  const fitting = found?.filter((member) => member.parameters.length === args.length) ?? [];
  const [member] = fitting;
  if (!member || fitting.length > 1) {
    for (const one of found ?? []) m.state.loose.add(one.body);
    handOut(m, [target, ...args]);
    mayFail(m);
    return UNKNOWN;
  }
  return runMethod(m, member, target, args);
}

/** `[Class]::Method(arguments)`. */
export function callStaticMethod(m: Machine, written: string, name: string, args: readonly Val[]): Val {
  const definition = definitionOf(m, written);
  const found = definition ? methods(m, definition, name, true) : null;
  const fitting = found?.filter((member) => member.parameters.length === args.length) ?? [];
  const [member] = fitting;
  if (!member || fitting.length > 1) {
    for (const one of found ?? []) m.state.loose.add(one.body);
    handOut(m, args);
    mayFail(m);
    return UNKNOWN;
  }
  return runMethod(m, member, null, args);
}

/** The object that holds a class's static properties; null where the name is not of a class of the script. */
function statics(m: Machine, written: string): ObjectRef | null {
  const definition = definitionOf(m, written);
  if (definition?.typeKind !== "class") return null;
  const known = m.statics.get(definition);
  if (known?.kind === "object") return known;
  const all = properties(m, definition) ?? [];
  let content: TableContent = { kind: "tableContent", entries: [], isComplete: false };
  for (const member of all) {
    if (!member.isStatic) continue;
    const name = nameOf(m, member);
    content = withEntry(content, `s${name.toLowerCase()}`, str(name), initial(m, member), null);
  }
  // Made outside of any branch: it is there from the start.
  const made: ObjectRef = { kind: "object", cells: [{ value: content }], type: nameOf(m, definition), definition, origin: null };
  share(m.state, made);
  m.statics.set(definition, made);
  return made;
}

const CHANGES_STATIC = /\]::\w+\s*(?:\+\+|--|(?:[-+*/%]|\?\?)?=)|(?:\+\+|--)\s*\[[\w.]+\]::/;

/** `[Class]::Property`; null where the type is not of the script. */
export function staticMember(m: Machine, written: string, name: string): Val | null {
  const held = statics(m, written);
  if (!held) return null;
  // Which statements change it is not looked for when some are passed over.
  if (m.slice && CHANGES_STATIC.test(m.text)) return UNKNOWN;
  const entry = contentOf(held).entries.find((one) => one.id === `s${name.toLowerCase()}`);
  return entry ? (entry.isMaybe ? UNKNOWN : entry.value) : UNKNOWN;
}

/** `[class]::name = value`; a name or class that is not known may be any. */
export function setStatic(m: Machine, target: Val, name: string | null, value: Val): void {
  const held = target.kind === "type" ? statics(m, target.name) : null;
  if (!held || name === null) {
    leak(m.state, value);
    mayFail(m);
    return;
  }
  setClassProperty(m, held, name, value, true);
}

/** Sets a property of an instance: converts to its type, refuses names that are not there. */
export function setClassProperty(m: Machine, target: ObjectRef, name: string, value: Val, isStatic = false): void {
  const all = target.definition ? properties(m, target.definition) : null;
  const member = all?.find((one) => nameOf(m, one).toLowerCase() === name.toLowerCase() && one.isStatic === isStatic);
  if (!member) {
    leak(m.state, value);
    if (all) fail(m);
    else {
      mayFail(m);
      handOut(m, [target]);
    }
    return;
  }
  const type = declaredType(m, member);
  let held = type === null ? value : tryCast(m, value, type);
  if (held === FAILS) {
    fail(m);
    return;
  }
  if (held.kind === "unknown") mayFail(m);
  if (member.attributes.length > 0) {
    mayFail(m);
    held = UNKNOWN;
  }
  updateTable(m.state, target, (content) => withEntry(content, `s${name.toLowerCase()}`, str(nameOf(m, member)), held, null));
}

/** A property that an instance does not have. */
export function classMember(name: string): Val {
  return name === "count" || name === "length" ? int(1) : UNKNOWN;
}

/** `[Enumeration]::Member`; null where the type is not an enumeration of the script. */
export function enumMember(m: Machine, written: string, name: string): Val | null {
  const definition = definitionOf(m, written);
  if (definition?.typeKind !== "enum") return null;
  const member = definition.members.find((one) => nameOf(m, one).toLowerCase() === name.toLowerCase());
  return member ? other(`enum:${nameOf(m, definition)}`, nameOf(m, member)) : fail(m);
}

/** The number of an enumeration's member; null where it is not known. */
export function enumNumber(m: Machine, value: Val): Val | null {
  if (value.kind !== "other" || !value.type.startsWith("enum:")) return null;
  const definition = definitionOf(m, value.type.slice(5));
  let next = 0n;
  for (const member of definition?.members ?? []) {
    if (member.kind !== "PropertyMember") continue;
    if (member.initialValue) {
      const given = evaluate(m, member.initialValue);
      if (given.kind !== "number" || typeof given.value !== "bigint") return null;
      next = given.value;
    }
    if (nameOf(m, member) === value.text) return num("Int32", next);
    next += 1n;
  }
  return null;
}

/** `[Class]value`: an instance stays; a table sets properties; anything else goes to a constructor of one parameter. */
export function castToClass(m: Machine, value: Val, written: string): Val {
  const definition = definitionOf(m, written);
  if (!definition || value.kind === "unknown") return UNKNOWN;
  if (definition.typeKind === "enum") return castToEnum(m, value, written);
  if (value.kind === "null") return NULL;
  if (value.kind === "object" && value.definition) return lineage(m, value.definition)?.includes(definition) ? value : UNKNOWN;
  if (value.kind === "table") {
    const content = contentOf(value);
    const made = construct(m, written, []);
    if (made.kind !== "object" || !content.isComplete) return UNKNOWN;
    for (const entry of content.entries)
      if (entry.key.kind === "string") setClassProperty(m, made, entry.key.value, entry.isMaybe ? UNKNOWN : entry.value);
    return made;
  }
  return construct(m, written, [value]);
}

function castToEnum(m: Machine, value: Val, written: string): Val {
  if (value.kind === "string" && /^\w+$/.test(value.value) && !/^\d/.test(value.value))
    return enumMember(m, written, value.value) ?? UNKNOWN;
  if (value.kind === "other" && value.type.toLowerCase() === `enum:${written.toLowerCase()}`) return value;
  return UNKNOWN;
}
