/** Classes and enums. */
import type { Attribute, Expression, FunctionMember, Node, PropertyMember, Statement, TypeConstraint, TypeDefinition } from "./ast.js";
import { parseExpression, parseSimpleName } from "./parse-expressions.js";
import { parseScriptBlock } from "./parse-groups.js";
import { parseArguments } from "./parse-members.js";
import { errorStatement } from "./parse-pipelines.js";
import { parseParameterDeclaration } from "./parse-statements.js";
import { parseAttribute, parseTypeName } from "./parse-types.js";
import { accept, dropListed, peek, setMode, skipLines, skipLinesAndSemicolons, syncTo, take } from "./reading.js";
import { COMMAND_MODE, EXPRESSION_MODE, fault, faultAt, SIGNATURE_MODE, type State, tokenText } from "./state.js";
import * as t from "./tokens.js";

type Member = PropertyMember | FunctionMember;

/** What a type definition was before its body: null where it is broken, with the statement to give in its place. */
interface TypeHead {
  readonly start: number;
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly attributes: Attribute[];
  readonly types: TypeConstraint[];
}

function typeHead(attributes: readonly (Attribute | TypeConstraint)[], keywordStart: number, nameStart: number, nameEnd: number): TypeHead {
  const head: TypeHead = { start: attributes[0]?.start ?? keywordStart, nameStart, nameEnd, attributes: [], types: [] };
  for (const attribute of attributes) {
    if (attribute.kind === "Attribute") {
      head.attributes.push(attribute);
    } else {
      head.types.push(attribute);
    }
  }
  return head;
}

/** The types after the colon, the colon being the token read ahead. */
function parseBaseTypes(s: State, isEnum: boolean): TypeConstraint[] {
  const baseTypes: TypeConstraint[] = [];
  let punctuationEnd = s.end;
  take(s);
  skipLines(s);
  while (true) {
    const typeEnd = parseTypeName(s, false);
    if (typeEnd < 0) {
      faultAt(s, "TypeNameExpected", punctuationEnd);
      return baseTypes;
    }
    const typeStart = s.nameStart;
    baseTypes.push({ kind: "TypeConstraint", start: typeStart, end: typeEnd, typeStart, typeEnd });
    if (isEnum) {
      return baseTypes;
    }
    skipLines(s);
    if (peek(s) !== t.COMMA) {
      return baseTypes;
    }
    punctuationEnd = s.end;
    take(s);
    skipLines(s);
  }
}

/** A class, `class` being the last token read. */
export function parseClass(s: State, attributes: readonly (Attribute | TypeConstraint)[]): Statement {
  const keywordStart = s.start;
  const keywordEnd = s.end;
  skipLines(s);
  const name = parseSimpleName(s);
  if (name === null) {
    faultAt(s, "MissingNameAfterKeyword", keywordEnd, "class");
    return bodiless(s, attributes, keywordStart, keywordEnd, []);
  }
  const head = typeHead(attributes, keywordStart, name.start, name.end);
  skipLines(s);
  const mode = s.mode;
  setMode(s, SIGNATURE_MODE);
  const baseTypes = peek(s) === t.COLON ? parseBaseTypes(s, false) : [];
  const lastEnd = baseTypes[baseTypes.length - 1]?.end ?? name.end;
  if (!accept(s, t.L_CURLY)) {
    faultAt(s, "MissingTypeBody", lastEnd, "class");
    setMode(s, mode);
    return bodiless(s, attributes, keywordStart, lastEnd, baseTypes);
  }
  const braceEnd = s.end;
  let end = s.end;
  const members: Member[] = [];
  const strays: Node[] = [];
  const className = s.text.slice(name.start, name.end).toLowerCase();
  while (true) {
    const found = strays.length;
    const member = parseMember(s, className, strays);
    if (member !== null) {
      members.push(member);
      end = member.end;
    } else if (strays.length === found) {
      break;
    } else {
      end = Math.max(end, (strays[strays.length - 1] as Node).end);
    }
  }
  const type = finishType(s, head, "class", braceEnd, end, baseTypes, members, strays);
  setMode(s, mode);
  return type;
}

/** What is left of a type without a body: PowerShell drops its attributes. */
function bodiless(s: State, attributes: readonly Node[], start: number, end: number, baseTypes: readonly TypeConstraint[]): Statement {
  dropListed(s, attributes[0]?.start ?? start);
  return errorStatement(start, end, baseTypes);
}

/** Closes the body, whose last member ends at `membersEnd`. */
function finishType(
  s: State,
  head: TypeHead,
  typeKind: "class" | "enum",
  braceEnd: number,
  membersEnd: number,
  baseTypes: TypeConstraint[],
  members: Member[],
  strays: readonly Node[],
): Statement {
  const isClosed = accept(s, t.R_CURLY);
  const end = isClosed ? s.end : membersEnd;
  if (!isClosed) {
    faultAt(s, "MissingEndCurlyBrace", braceEnd);
  }
  s.needsChecks = true;
  s.hasSymbols = true;
  const { start, nameStart, nameEnd, attributes, types } = head;
  const definition: TypeDefinition = { kind: "TypeDefinition", start, end, typeKind, nameStart, nameEnd, attributes, baseTypes, members };
  if (strays.length === 0 && types.length === 0) {
    return definition;
  }
  return errorStatement(start, end, [...types, definition, ...strays]);
}

/** A member of a class; null where none stands, or where a broken one was added to `strays`. */
function parseMember(s: State, className: string, strays: Node[]): Member | null {
  const attributes: Attribute[] = [];
  let propertyType: TypeConstraint | null = null;
  let start = -1;
  let lastEnd = -1;
  let isStatic = false;
  let isHidden = false;
  while (true) {
    skipLines(s);
    const attribute = parseAttribute(s);
    if (attribute !== null) {
      lastEnd = attribute.end;
      start = start < 0 ? attribute.start : start;
      if (attribute.kind === "Attribute") {
        attributes.push(attribute);
      } else if (propertyType === null) {
        propertyType = attribute;
      } else {
        fault(s, "TooManyTypes", attribute.start, attribute.end);
      }
      continue;
    }
    const kind = peek(s);
    start = start < 0 ? s.start : start;
    if (kind !== t.HIDDEN && kind !== t.STATIC) {
      break;
    }
    if (kind === t.HIDDEN ? isHidden : isStatic) {
      fault(s, "DuplicateQualifier", s.start, s.end, tokenText(s));
    }
    isHidden = isHidden || kind === t.HIDDEN;
    isStatic = isStatic || kind === t.STATIC;
    lastEnd = s.end;
    take(s);
  }
  if (s.kind === t.VARIABLE) {
    take(s);
    return parseProperty(s, start, attributes, propertyType, isStatic, strays);
  }
  if (s.kind === t.IDENTIFIER || t.isKeyword(s.kind)) {
    take(s);
    const method = parseMethod(s, start, attributes, propertyType, isStatic, className);
    if (method.kind === "FunctionMember") {
      return method;
    }
    syncTo(s, false, [t.R_CURLY]);
    addStrays(strays, attributes, propertyType);
    return null;
  }
  if (lastEnd >= 0) {
    faultAt(s, "IncompleteMemberDefinition", lastEnd);
    addStrays(strays, attributes, propertyType);
  }
  return null;
}

function addStrays(strays: Node[], attributes: readonly Attribute[], type: TypeConstraint | null): void {
  strays.push(...attributes);
  if (type !== null) {
    strays.push(type);
  }
}

function parseProperty(
  s: State,
  start: number,
  attributes: Attribute[],
  propertyType: TypeConstraint | null,
  isStatic: boolean,
  strays: Node[],
): PropertyMember | null {
  const { nameStart, nameEnd } = s;
  let end = s.end;
  let initialValue: Expression | null = null;
  if (accept(s, t.EQUALS)) {
    skipLines(s);
    initialValue = parseExpression(s);
    end = initialValue?.end ?? end;
  }
  const isEnded = peek(s) === t.SEMICOLON;
  requireMemberEnd(s, end);
  const semicolonEnd = s.end;
  skipLinesAndSemicolons(s);
  if (nameEnd === nameStart) {
    addStrays(strays, attributes, propertyType);
    if (initialValue !== null) {
      strays.push(initialValue);
    }
    return null;
  }
  return {
    kind: "PropertyMember",
    start,
    end: isEnded ? semicolonEnd : end,
    nameStart,
    nameEnd,
    attributes,
    propertyType,
    isStatic,
    initialValue,
  };
}

function requireMemberEnd(s: State, end: number): void {
  const kind = peek(s);
  if (kind !== t.NEW_LINE && kind !== t.SEMICOLON && kind !== t.R_CURLY) {
    faultAt(s, "MissingPropertyTerminator", end);
  }
}

/** A method, its name being the last token read. */
function parseMethod(
  s: State,
  start: number,
  attributes: Attribute[],
  returnType: TypeConstraint | null,
  isStatic: boolean,
  className: string,
): FunctionMember | Statement {
  const nameStart = s.start;
  const nameEnd = s.end;
  const isConstructor = !isStatic && tokenText(s).toLowerCase() === className;
  let parameters: FunctionMember["parameters"] = [];
  let errorEnd = -1;
  let listEnd = -1;
  if (peek(s) === t.L_PAREN) {
    const list = parseParameterDeclaration(s);
    parameters = list.parameters ?? [];
    errorEnd = list.errorEnd;
    listEnd = list.end;
  } else {
    faultAt(s, "MissingMethodParameterList", nameEnd);
  }
  let baseArguments: Expression[] | null = null;
  if (isConstructor) {
    const base = parseBaseCall(s);
    baseArguments = base.args;
    errorEnd = base.errorEnd >= 0 ? base.errorEnd : errorEnd;
  }
  if (!accept(s, t.L_CURLY)) {
    if (errorEnd < 0) {
      errorEnd = listEnd >= 0 ? listEnd : nameEnd;
      faultAt(s, "MissingFunctionBody", errorEnd);
    }
  }
  if (errorEnd >= 0) {
    return errorStatement(nameStart, errorEnd, parameters);
  }
  const braceStart = s.start;
  const braceEnd = s.end;
  const mode = s.mode;
  setMode(s, COMMAND_MODE);
  s.depth += 2;
  const body = parseScriptBlock(s, braceStart, braceEnd);
  s.depth -= 2;
  setMode(s, mode);
  return {
    kind: "FunctionMember",
    start,
    end: body.end,
    nameStart,
    nameEnd,
    attributes,
    returnType,
    isStatic,
    parameters,
    baseArguments,
    body,
  };
}

/** `: base(…)` of a constructor. */
function parseBaseCall(s: State): { args: Expression[] | null; errorEnd: number } {
  let args: Expression[] | null = null;
  let errorEnd = -1;
  skipLines(s);
  const mode = s.mode;
  setMode(s, SIGNATURE_MODE);
  if (peek(s) === t.COLON) {
    const colonEnd = s.end;
    take(s);
    skipLines(s);
    if (peek(s) !== t.BASE) {
      errorEnd = colonEnd;
      faultAt(s, "MissingBaseCtorCall", colonEnd);
    } else {
      const baseEnd = s.end;
      take(s);
      skipLines(s);
      if (accept(s, t.L_PAREN)) {
        args = [];
        parseArguments(s, args);
        skipLines(s);
      } else {
        errorEnd = baseEnd;
        faultAt(s, "MissingMethodParameterList", baseEnd);
      }
    }
  }
  setMode(s, mode);
  return { args, errorEnd };
}

/** An enum, `enum` being the last token read. */
export function parseEnum(s: State, attributes: readonly (Attribute | TypeConstraint)[]): Statement {
  const keywordStart = s.start;
  const keywordEnd = s.end;
  skipLines(s);
  const name = parseSimpleName(s);
  if (name === null) {
    faultAt(s, "MissingNameAfterKeyword", keywordEnd, "enum");
    return bodiless(s, attributes, keywordStart, keywordEnd, []);
  }
  const head = typeHead(attributes, keywordStart, name.start, name.end);
  const mode = s.mode;
  setMode(s, SIGNATURE_MODE);
  const baseTypes = peek(s) === t.COLON ? parseBaseTypes(s, true) : [];
  checkUnderlyingType(s, baseTypes[0]);
  skipLines(s);
  if (!accept(s, t.L_CURLY)) {
    faultAt(s, "MissingTypeBody", name.end, "enum");
    setMode(s, mode);
    return bodiless(s, attributes, keywordStart, name.end, baseTypes);
  }
  const braceEnd = s.end;
  let end = s.end;
  const members: Member[] = [];
  let member = parseEnumerator(s);
  while (member !== null) {
    members.push(member);
    end = member.end;
    member = parseEnumerator(s);
  }
  const type = finishType(s, head, "enum", braceEnd, end, baseTypes, members, []);
  setMode(s, mode);
  return type;
}

/** PowerShell means to allow whole numbers only, but its test lets every type through that it knows, save these two. */
const KNOWN_TYPES = new Set(
  (
    "array bigint bool boolean byte char cimsession cultureinfo decimal double float guid hashtable int int16 int32 int64 ipaddress long " +
    "mailaddress object pscredential pscustomobject psobject regex sbyte scriptblock securestring short single switch timespan type uint " +
    "uint16 uint32 uint64 ulong uri ushort version void xml"
  ).split(" "),
);

function checkUnderlyingType(s: State, type: TypeConstraint | undefined): void {
  if (type === undefined) {
    return;
  }
  const name = s.text.slice(type.typeStart, type.typeEnd);
  if (!KNOWN_TYPES.has(name.toLowerCase().replace(/^system\./, ""))) {
    fault(s, "InvalidUnderlyingType", type.start, type.end, name);
  }
}

function parseEnumerator(s: State): PropertyMember | null {
  skipLines(s);
  const name = parseSimpleName(s);
  if (name === null) {
    return null;
  }
  let end = name.end;
  let initialValue: Expression | null = null;
  let hasFault = false;
  const mode = s.mode;
  setMode(s, EXPRESSION_MODE);
  if (peek(s) === t.EQUALS) {
    const equalsEnd = s.end;
    take(s);
    initialValue = parseExpression(s);
    if (initialValue === null) {
      faultAt(s, "ExpectedValueExpression", equalsEnd, "=");
      end = equalsEnd;
      hasFault = true;
    } else {
      end = initialValue.end;
    }
  }
  setMode(s, mode);
  const kind = peek(s);
  const semicolonEnd = kind === t.SEMICOLON ? s.end : -1;
  if (!hasFault) {
    requireMemberEnd(s, end);
  }
  skipLinesAndSemicolons(s);
  return {
    kind: "PropertyMember",
    start: name.start,
    end: semicolonEnd >= 0 ? semicolonEnd : end,
    nameStart: name.start,
    nameEnd: name.end,
    attributes: [],
    propertyType: null,
    isStatic: true,
    initialValue,
  };
}
