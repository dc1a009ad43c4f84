import { type Clause, type Name, type Naming, NONE } from "./units.js";

/** What must be known for a value to be; `empty`: nothing, and it is nothing or holds nothing so far; null: it cannot be known. */
export type Needs = readonly Name[] | "empty" | null;

/** What makes the variables of a script ones whose value could be known, put together while it is read. */
export interface Clauses {
  /** A variable gets a value as a whole. */
  readonly define: (name: Name, needs: Needs, naming: Naming) => void;
  /** Something is put into the list or table that a variable holds. */
  readonly put: (name: Name, needs: Needs) => void;
  /** `other` may be the same list or table. */
  readonly share: (name: Name, other: Name) => void;
  /** What is known in the end. */
  readonly all: () => readonly Clause[];
}

export function newClauses(): Clauses {
  const clauses: Clause[] = [];
  const emptied = new Set<Name>();
  const puts: { readonly name: Name; readonly needs: readonly Name[] | null }[] = [];
  const shares: { readonly name: Name; readonly other: Name }[] = [];

  return {
    define(name, needs, naming) {
      if (needs === "empty") {
        emptied.add(name);
        return;
      }
      name.isFilled = true;
      if (naming === "block") name.isBlock = true;
      else name.isOther = true;
      if (needs) clauses.push({ name, needs, naming });
    },
    put(name, needs) {
      if (needs !== "empty") puts.push({ name, needs });
    },
    share(name, other) {
      shares.push({ name, other });
    },
    all() {
      addPuts();
      // What is emptied, and filled with what cannot be known, is not worth following.
      for (const name of emptied) if (!name.isFilled) clauses.push({ name, needs: NONE, naming: "no" });
      return clauses;
    },
  };

  /** What lists and tables that are made empty may hold in the end. */
  function addPuts(): void {
    const holders = new Set(emptied);
    for (let size = 0; size < holders.size; ) {
      size = holders.size;
      for (const { name, other } of shares) if (holders.has(name)) holders.add(other);
    }
    for (const { name, other } of shares) if (holders.has(name)) clauses.push({ name, needs: [other], naming: "no" });
    for (const { name, needs } of puts) {
      if (!holders.has(name)) continue;
      name.isFilled = true;
      if (needs) clauses.push({ name, needs, naming: "no" });
    }
  }
}
