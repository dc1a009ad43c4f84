import { expect, it } from "vitest";
import type { Parsed } from "../../../server/src/catalog/grammars/parsed.js";

/** Values a grammar takes, each with the parts it must read. */
export function accepts<T>(parse: (text: string) => Parsed<T>, table: readonly (readonly [text: string, parts: Partial<T> | T])[]): void {
  it.each(table)("takes %j", (text, parts) => {
    const result = parse(text);
    expect(result).toMatchObject({ ok: true });
    if (result.ok) {
      if (typeof parts === "object" && parts !== null) expect(result.value).toMatchObject(parts);
      else expect(result.value).toBe(parts);
    }
  });
}

/** Values a grammar rejects: the fault's code, the text at fault, and the text after the repair where there is one. */
export function rejects<T>(
  parse: (text: string) => Parsed<T>,
  table: readonly [text: string, code: string, found: string, repaired?: string][],
): void {
  it.each([...table])("rejects %j", (text, code, found, repaired) => {
    const result = parse(text);
    expect(result).toMatchObject({ ok: false, fault: { code } });
    if (!result.ok) {
      const { start, end, replacement } = result.fault;
      expect(text.slice(start, end)).toBe(found);
      expect(replacement === undefined ? undefined : text.slice(0, start) + replacement + text.slice(end)).toBe(repaired);
      if (replacement !== undefined && repaired !== "")
        expect(parse(text.slice(0, start) + replacement + text.slice(end))).toMatchObject({ ok: true });
    }
  });
}
