import type { Clause, Name } from "./interpret-units.js";

/** Something is put into the list or table that a variable holds; `needs` is null where it cannot be known. */
export interface Put {
  readonly name: Name;
  readonly needs: readonly Name[] | null;
}

/** `other` may be the same list or table. */
export interface Share {
  readonly name: Name;
  readonly other: Name;
}

/** What lists and tables that are made empty may hold in the end. */
export function clausesOfPuts(emptied: ReadonlySet<Name>, puts: readonly Put[], shares: readonly Share[]): readonly Clause[] {
  const holders = new Set(emptied);
  for (let size = 0; size < holders.size; ) {
    size = holders.size;
    for (const { name, other } of shares) if (holders.has(name)) holders.add(other);
  }
  const clauses: Clause[] = [];
  for (const { name, other } of shares) if (holders.has(name)) clauses.push({ name, needs: [other], naming: "no" });
  for (const { name, needs } of puts) {
    if (!holders.has(name)) continue;
    name.isFilled = true;
    if (needs) clauses.push({ name, needs, naming: "no" });
  }
  return clauses;
}
