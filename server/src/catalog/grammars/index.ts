import type { Fault, Parsed } from "./parsed.js";

/** Tells what is wrong with a text by one grammar; null when it is a value of it. */
export type Grammar = (text: string) => Fault | null;

/** The grammar of a parser: its fault, or null. */
export function grammarOf<T>(parse: (text: string) => Parsed<T>): Grammar {
  return (text) => {
    const result = parse(text);
    return result.ok ? null : result.fault;
  };
}

/** Every value grammar a rule may name, by its kebab-case name. */
export const grammars: Readonly<Record<string, Grammar>> = {};
