/** Type names, attributes and parameters. */
import type { Attribute, Expression, NamedAttributeArgument, ParamBlock, Parameter, TypeConstraint } from "./ast.js";
import { isConstant } from "./constants.js";
import { parseExpression, parseSimpleName } from "./parse-expressions.js";
import { accept, giveBack, isTooDeep, next, peek, resync, setMode, skipLines, syncTo, take } from "./reading.js";
import { scanLeadingBracket } from "./scan-touching.js";
import { scanAssemblyName } from "./scanner.js";
import { EXPRESSION_MODE, fault, faultAt, type State, TYPE_MODE } from "./state.js";
import * as t from "./tokens.js";

// ------------------------------------------------------------------------------------------------------------- type names

/**
 * Reads a type's name.
 *
 * @returns its end, or -1 where no name stands; `s.nameStart` is its start
 */
export function parseTypeName(s: State, allowsAssembly: boolean): number {
  const mode = s.mode;
  setMode(s, TYPE_MODE);
  let end = -1;
  if (accept(s, t.IDENTIFIER)) {
    const start = s.start;
    end = finishTypeName(s, s.end, false, allowsAssembly);
    s.nameStart = start;
  }
  setMode(s, mode);
  return end;
}

/** What follows the identifier of a type's name that ends at `nameEnd`: array brackets, type arguments, an assembly. */
function finishTypeName(s: State, nameEnd: number, isBareArgument: boolean, allowsAssembly: boolean): number {
  const kind = peek(s);
  if (kind === t.L_BRACKET) {
    const bracketEnd = s.end;
    take(s);
    skipLines(s);
    const inner = next(s);
    if (inner === t.R_BRACKET || inner === t.COMMA) {
      return finishArray(s, nameEnd, isBareArgument);
    }
    if (inner === t.L_BRACKET || inner === t.IDENTIFIER) {
      return finishGeneric(s, isBareArgument);
    }
    if (inner !== t.END_OF_INPUT) {
      fault(s, "UnexpectedToken", s.start, s.end, s.text.slice(s.start, s.end));
      syncTo(s, true, [t.R_BRACKET]);
    } else {
      giveBack(s);
      faultAt(s, "MissingTypename", bracketEnd);
    }
    return nameEnd;
  }
  if (kind === t.COMMA && allowsAssembly && !isBareArgument) {
    const commaEnd = s.end;
    take(s);
    if (!scanAssemblyName(s)) {
      faultAt(s, "MissingAssemblyNameSpecification", commaEnd);
      return nameEnd;
    }
    return s.pos;
  }
  return nameEnd;
}

/** The token behind `[` is the last one read: `]` or the first comma. */
function finishArray(s: State, elementEnd: number, isBareArgument: boolean): number {
  let end = elementEnd;
  while (true) {
    switch (s.kind) {
      case t.COMMA: {
        const firstComma = s.start;
        let dimensions = 1;
        let commaEnd = s.end;
        let kind: number;
        do {
          commaEnd = s.end;
          dimensions++;
          kind = next(s);
        } while (kind === t.COMMA);
        if (dimensions > 32) {
          if (kind !== t.R_BRACKET) {
            giveBack(s);
          }
          fault(s, "ArrayHasTooManyDimensions", firstComma, commaEnd);
          break;
        }
        if (kind !== t.R_BRACKET) {
          giveBack(s);
          faultAt(s, "EndSquareBracketExpectedAtEndOfAttribute", commaEnd);
        }
        end = Math.min(s.end, s.limit);
        break;
      }
      case t.R_BRACKET:
        end = s.end;
        break;
      case t.END_OF_INPUT:
        giveBack(s);
        faultAt(s, "EndSquareBracketExpectedAtEndOfAttribute", before(s.start));
        break;
      default:
        fault(s, "UnexpectedToken", s.start, s.end, s.text.slice(s.start, s.end));
        syncTo(s, true, [t.R_BRACKET]);
        break;
    }
    const kind = peek(s);
    if (!isBareArgument && kind === t.COMMA) {
      const commaEnd = s.end;
      take(s);
      if (!scanAssemblyName(s)) {
        faultAt(s, "MissingAssemblyNameSpecification", commaEnd);
      }
      return end;
    }
    if (kind !== t.L_BRACKET) {
      return end;
    }
    take(s);
    next(s);
  }
}

/** The first token of the first type argument is the last one read. */
function finishGeneric(s: State, isBareArgument: boolean): number {
  const firstEnd = s.end;
  let end = parseTypeArguments(s, firstEnd);
  if (s.kind === t.R_BRACKET) {
    end = s.end;
  } else {
    giveBack(s);
    faultAt(s, "EndSquareBracketExpectedAtEndOfAttribute", before(s.start));
  }
  const kind = peek(s);
  if (kind === t.L_BRACKET) {
    take(s);
    next(s);
    return finishArray(s, end, isBareArgument);
  }
  if (kind === t.COMMA && !isBareArgument) {
    const commaEnd = s.end;
    take(s);
    if (!scanAssemblyName(s)) {
      faultAt(s, "MissingAssemblyNameSpecification", commaEnd);
    }
  }
  return end;
}

/**
 * Type arguments, the first token being the last one read. Leaves the token behind them as the last one read.
 *
 * @returns the end of the last argument
 */
export function parseTypeArguments(s: State, firstEnd: number): number {
  s.depth++;
  let end = firstEnd;
  if (!isTooDeep(s)) {
    end = parseTypeArgument(s);
    while (true) {
      skipLines(s);
      if (next(s) !== t.COMMA) {
        break;
      }
      const commaEnd = s.end;
      skipLines(s);
      const kind = peek(s);
      if (kind === t.IDENTIFIER || kind === t.L_BRACKET) {
        take(s);
        end = parseTypeArgument(s);
      } else {
        faultAt(s, "MissingTypename", commaEnd);
        end = commaEnd;
      }
    }
  } else {
    next(s);
  }
  s.depth--;
  return end;
}

function parseTypeArgument(s: State): number {
  if (s.kind === t.IDENTIFIER) {
    return finishTypeName(s, s.end, true, true);
  }
  const bracketEnd = s.end;
  if (!accept(s, t.IDENTIFIER)) {
    faultAt(s, "MissingTypename", s.end);
    return bracketEnd;
  }
  const end = finishTypeName(s, s.end, false, true);
  if (!accept(s, t.R_BRACKET)) {
    faultAt(s, "EndSquareBracketExpectedAtEndOfType", before(s.start));
  }
  return end;
}

/** The place of the last character before an offset, where PowerShell reports what is missing behind it. */
export function before(offset: number): number {
  return offset > 0 ? offset - 1 : 0;
}

// ------------------------------------------------------------------------------------------------------------- attributes

/** `[type]` and `[attribute()]` one after another; empty where none stands. */
export function parseAttributes(s: State, isInExpression: boolean): (Attribute | TypeConstraint)[] {
  const attributes: (Attribute | TypeConstraint)[] = [];
  let attribute = parseAttribute(s);
  while (attribute !== null) {
    attributes.push(attribute);
    if (!isInExpression || attribute.kind === "Attribute") {
      skipLines(s);
    }
    attribute = parseAttribute(s);
  }
  return attributes;
}

/** `[type]` or `[attribute()]`, or null where none begins. */
export function parseAttribute(s: State): Attribute | TypeConstraint | null {
  if (s.isPending) {
    if (s.kind !== t.L_BRACKET) {
      return null;
    }
    take(s);
  } else if (scanLeadingBracket(s) === 0) {
    return null;
  }
  const start = s.start;
  const bracketEnd = s.end;
  skipLines(s);
  const typeEnd = parseTypeName(s, true);
  if (typeEnd < 0) {
    resync(s, start);
    faultAt(s, "MissingTypename", bracketEnd);
    return null;
  }
  const typeStart = s.nameStart;
  const kind = next(s);
  if (kind === t.L_PAREN) {
    return finishAttribute(s, start, typeStart, typeEnd);
  }
  let end = s.end;
  if (kind !== t.R_BRACKET) {
    giveBack(s);
    faultAt(s, "EndSquareBracketExpectedAtEndOfAttribute", before(s.start));
    end = typeEnd;
  }
  return { kind: "TypeConstraint", start, end, typeStart, typeEnd };
}

/** `(arguments)]`, the parenthesis being the last token read. */
function finishAttribute(s: State, start: number, typeStart: number, typeEnd: number): Attribute {
  const parenEnd = s.end;
  skipLines(s);
  const positional: Expression[] = [];
  const named: NamedAttributeArgument[] = [];
  const mode = s.mode;
  setMode(s, EXPRESSION_MODE);
  s.depth += 2;
  let end = parseAttributeArguments(s, positional, named, parenEnd);
  s.depth -= 2;
  setMode(s, mode);
  skipLines(s);
  let hasParen = true;
  if (accept(s, t.R_PAREN)) {
    end = s.end;
  } else {
    hasParen = false;
    faultAt(s, "MissingEndParenthesisInExpression", end);
  }
  skipLines(s);
  if (accept(s, t.R_BRACKET)) {
    end = s.end;
  } else {
    if (hasParen) {
      faultAt(s, "EndSquareBracketExpectedAtEndOfAttribute", end);
    }
  }
  s.needsChecks = s.needsChecks || !hasSoundArguments(s, positional, named);
  return { kind: "Attribute", start, end, typeStart, typeEnd, positional, named };
}

/** True where all arguments are constants and no name stands twice: only others need a closer look after parsing. */
function hasSoundArguments(s: State, positional: readonly Expression[], named: readonly NamedAttributeArgument[]): boolean {
  for (const argument of positional) {
    if (!isConstant(s.text, argument, "attribute")) {
      return false;
    }
  }
  for (let index = 0; index < named.length; index++) {
    const { nameStart, nameEnd, value } = named[index] as NamedAttributeArgument;
    if (value !== null && !isConstant(s.text, value, "attribute")) {
      return false;
    }
    for (let other = 0; other < index; other++) {
      const { nameStart: start, nameEnd: end } = named[other] as NamedAttributeArgument;
      if (
        end - start === nameEnd - nameStart &&
        s.text.slice(start, end).toLowerCase() === s.text.slice(nameStart, nameEnd).toLowerCase()
      ) {
        return false;
      }
    }
  }
  return true;
}

/** @returns the end of the last argument, `lastEnd` where there is none */
function parseAttributeArguments(s: State, positional: Expression[], named: NamedAttributeArgument[], lastEnd: number): number {
  const wasCommaDisabled = s.isCommaDisabled;
  s.isCommaDisabled = true;
  let end = lastEnd;
  let commaEnd = -1;
  while (true) {
    skipLines(s);
    const name = parseSimpleName(s);
    if (name !== null) {
      let value: Expression | null = null;
      let argumentEnd = name.end;
      if (peek(s) === t.EQUALS) {
        const equalsEnd = s.end;
        take(s);
        skipLines(s);
        value = parseExpression(s);
        if (value === null) {
          faultAt(s, "MissingExpressionInNamedArgument", equalsEnd);
          value = { kind: "ErrorExpression", start: equalsEnd, end: equalsEnd, nested: [] };
          syncTo(s, true, [t.COMMA, t.R_PAREN, t.R_BRACKET, t.NEW_LINE]);
        }
        argumentEnd = value.end;
        end = value.end;
      }
      named.push({ kind: "NamedAttributeArgument", start: name.start, end: argumentEnd, nameStart: name.start, nameEnd: name.end, value });
    } else {
      const value = parseExpression(s);
      if (value !== null) {
        positional.push(value);
        end = value.end;
      } else if (commaEnd >= 0) {
        faultAt(s, "MissingExpressionAfterToken", commaEnd, ",");
        positional.push({ kind: "ErrorExpression", start: commaEnd, end: commaEnd, nested: [] });
        end = commaEnd;
      }
    }
    skipLines(s);
    if (peek(s) !== t.COMMA) {
      break;
    }
    commaEnd = s.end;
    end = s.end;
    take(s);
  }
  s.isCommaDisabled = wasCommaDisabled;
  return end;
}

// ------------------------------------------------------------------------------------------------------------- parameters

/** A param block, or null where none stands: the caller then reads on from where it was. */
export function parseParamBlock(s: State): ParamBlock | null {
  skipLines(s);
  // A script that begins with anything but `[` or `p` has no param block, and need not be read twice.
  if (!s.isPending && s.pos < s.limit) {
    const code = s.text.charCodeAt(s.pos);
    if (code !== 0x5b && (code | 32) !== 0x70) {
      return null;
    }
  }
  const candidates = parseAttributes(s, false);
  skipLines(s);
  if (peek(s) !== t.PARAM) {
    return null;
  }
  const start = s.start;
  take(s);
  skipLines(s);
  if (!accept(s, t.L_PAREN)) {
    return null;
  }
  const parenEnd = s.end;
  const parameters = parseParameterList(s);
  skipLines(s);
  let end: number;
  if (accept(s, t.R_PAREN)) {
    end = s.end;
  } else {
    end = Math.min(before(s.start), s.limit);
    faultAt(s, "MissingEndParenthesisInFunctionParameterList", parameters[parameters.length - 1]?.end ?? parenEnd);
  }
  end = Math.max(end, parameters[parameters.length - 1]?.end ?? end);
  const attributes: Attribute[] = [];
  for (const candidate of candidates) {
    if (candidate.kind === "Attribute") {
      attributes.push(candidate);
    } else {
      fault(s, "TypeNotAllowedBeforeParam", candidate.start, candidate.end, s.text.slice(candidate.typeStart, candidate.typeEnd));
    }
  }
  return { kind: "ParamBlock", start, end, attributes, parameters };
}

/** Parameters with commas between; what follows the last one is left. */
export function parseParameterList(s: State): Parameter[] {
  const parameters: Parameter[] = [];
  let commaEnd = -1;
  while (true) {
    const parameter = parseParameter(s);
    if (parameter === null) {
      if (commaEnd >= 0) {
        faultAt(s, "MissingExpressionAfterToken", commaEnd, ",");
      }
      break;
    }
    parameters.push(parameter);
    skipLines(s);
    if (peek(s) !== t.COMMA) {
      break;
    }
    commaEnd = s.end;
    take(s);
  }
  if (parameters.length > 1 && hasDuplicates(s, parameters)) {
    s.needsChecks = true;
  }
  return parameters;
}

function hasDuplicates(s: State, parameters: readonly Parameter[]): boolean {
  const names = new Set<string>();
  for (const { name } of parameters) {
    names.add(s.text.slice(name.nameStart, name.nameEnd).toLowerCase());
  }
  return names.size < parameters.length;
}

function parseParameter(s: State): Parameter | null {
  const mode = s.mode;
  const wasCommaDisabled = s.isCommaDisabled;
  s.isCommaDisabled = true;
  setMode(s, EXPRESSION_MODE);
  skipLines(s);
  const attributes = parseAttributes(s, false);
  skipLines(s);
  const kind = next(s);
  let parameter: Parameter | null = null;
  if (kind === t.VARIABLE || kind === t.SPLATTED_VARIABLE) {
    parameter = finishParameter(s, attributes);
  } else {
    giveBack(s);
    const first = attributes[0];
    const last = attributes[attributes.length - 1];
    if (first && last) {
      faultAt(s, "InvalidFunctionParameter", last.end);
      syncTo(s, true, [t.R_PAREN]);
      const name = {
        kind: "VariableExpression",
        start: first.start,
        end: last.end,
        nameStart: first.start,
        nameEnd: first.start,
        isSplatted: false,
        isBraced: false,
      } as const;
      parameter = { kind: "Parameter", start: first.start, end: last.end, attributes, name, defaultValue: null };
    }
  }
  s.isCommaDisabled = wasCommaDisabled;
  setMode(s, mode);
  return parameter;
}

function finishParameter(s: State, attributes: (Attribute | TypeConstraint)[]): Parameter {
  const isSplatted = s.kind === t.SPLATTED_VARIABLE;
  if (isSplatted) {
    s.needsChecks = true;
  }
  const name = {
    kind: "VariableExpression",
    start: s.start,
    end: s.end,
    nameStart: s.nameStart,
    nameEnd: s.nameEnd,
    isSplatted,
    isBraced: s.flag,
  } as const;
  let defaultValue: Expression | null = null;
  skipLines(s);
  if (peek(s) === t.EQUALS) {
    const equalsEnd = s.end;
    take(s);
    skipLines(s);
    defaultValue = parseExpression(s);
    if (defaultValue === null) {
      faultAt(s, "MissingExpressionAfterToken", equalsEnd, "=");
    }
  }
  const start = attributes[0]?.start ?? name.start;
  return { kind: "Parameter", start, end: (defaultValue ?? name).end, attributes, name, defaultValue };
}
