import { analyze } from "../../server/src/analyze.js";
import type { Cmdlet } from "../../server/src/catalog/catalog.js";
import { complete } from "../../server/src/features/completion.js";

/** A case of test/oracle/completion: see the oracle's README. */
export interface CompletionCase {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  readonly cursor: number;
  readonly expect: Offers;
}

export interface Offers {
  readonly start: number;
  readonly length: number;
  readonly items: readonly string[];
}

/** What completion offers in a case, with the cmdlets of the facts alone and nothing that PowerShell does not offer. */
export function answer(one: Pick<CompletionCase, "text" | "cursor">, catalogue: ReadonlyMap<string, Cmdlet>): Offers {
  const names = [...catalogue.values()].map((cmdlet) => cmdlet.name);
  const offers = complete(analyze(one.text), one.cursor, {
    find: (name) => catalogue.get(name.toLowerCase()) ?? null,
    namesWith: (prefix) => names.filter((name) => name.toLowerCase().startsWith(prefix.toLowerCase())),
    isPlain: true,
  });
  if (!offers) return { start: one.cursor, length: 0, items: [] };
  return { start: offers.start, length: offers.end - offers.start, items: offers.items.map((item) => item.text) };
}
