import type { Command, Node } from "../../syntax/ast.js";
import { stringValue } from "../../syntax/literals.js";
import { builtinAlias } from "../builtin-aliases.js";
import { isConstant, outlook } from "./outlook.js";
import type { Sites } from "./sites.js";

type Element = Command["elements"][number];

const NONE: readonly never[] = [];

/** A call that is asked for and of which all that can be known stands in it: it need not be come by. */
export interface Aside {
  readonly command: Command;
  /** Something stands before it in its pipeline. */
  readonly hasInput: boolean;
  /** It runs a block of the script: no call of its own. */
  readonly isOwnBlock: boolean;
}

/**
 * The elements of a call that is asked for whose values anybody looks at, those left out that are constants.
 *
 * @param name in lower case; null where it is not a constant
 */
export function askedElements<F extends object>(
  { elements }: Command,
  name: string | null,
  text: string,
  { judge }: Sites,
  meant: (command: Command) => string | F | null,
): readonly Element[] {
  let asked: Element[] | null = null;
  let command: string | null = null;
  for (let i = 0; i < elements.length; i++) {
    const one = elements[i];
    if (!one || isConstant(one)) continue;
    if (name !== null) {
      command ??= builtinAlias(name)?.toLowerCase() ?? name;
      if (command === "start-process" && !mayStartKnown()) return NONE;
      if (!isAsked(one, elements[i - 1], command)) continue;
    }
    if (asked) asked.push(one);
    else asked = [one];
  }
  return asked ?? NONE;

  function isAsked(one: Element, before: Element | undefined, command: string): boolean {
    if (one.kind === "VariableExpression" && one.isSplatted) return true;
    if (one.kind === "CommandParameter") return judge.catalog.isValueAsked(command, nameOf(one));
    const parameter = before?.kind === "CommandParameter" && !before.argument ? nameOf(before) : null;
    return judge.catalog.isValueAsked(command, parameter === null || judge.catalog.isSwitch(command, parameter) ? null : parameter);
  }

  /** Whether the program that `Start-Process` is given may be one that anybody looks at. */
  function mayStartKnown(): boolean {
    const file = fileStarted();
    if (!file) return true;
    if (file.kind === "StringConstantExpression") return judge.of(stringValue(text, file)).wanted !== "no";
    return outlook(file, text, meant) !== "never";
  }

  function fileStarted(): Node | null {
    for (let i = 1; i < elements.length; i++) {
      const one = elements[i];
      if (one?.kind === "VariableExpression" && one.isSplatted) return null;
      if (one?.kind === "CommandParameter" && /^(f|pspath$)/i.test(nameOf(one))) return one.argument ?? elements[i + 1] ?? null;
    }
    const [, first] = elements;
    return first?.kind === "CommandParameter" ? null : (first ?? null);
  }

  function nameOf(one: Element & { readonly kind: "CommandParameter" }): string {
    return text.slice(one.nameStart, one.nameEnd);
  }
}
