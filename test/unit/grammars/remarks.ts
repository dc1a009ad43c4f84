import { expect, it } from "vitest";
import type { Fault } from "../../../server/src/catalog/grammars/parsed.js";

/** All that a reader says about a text: pairs of code and the text it points at, in any order. */
export function remarksOn(
  read: (text: string) => readonly Fault[],
  table: readonly (readonly [text: string, ...remarks: (readonly [code: string, found: string, replacement?: string])[]])[],
): void {
  it.each(table.map(([text, ...remarks]) => [text, remarks] as const))("%j", (text, remarks) => {
    const found = read(text).map(({ code, start, end, replacement }) => {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeLessThanOrEqual(text.length);
      return [code, text.slice(start, end), replacement];
    });
    expect(found.sort()).toEqual(remarks.map(([code, place, replacement]) => [code, place, replacement]).sort());
  });
}
