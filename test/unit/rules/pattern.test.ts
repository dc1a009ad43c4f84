import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compilePattern } from "../../../server/src/rules/pattern.js";

function fits(pattern: string, text: string): boolean {
  const read = compilePattern(pattern);
  if (!read.ok) throw new Error(`${pattern}: ${read.message}`);
  return read.pattern.test(text);
}

describe("patterns mean what JavaScript's do without case", () => {
  const texts = [
    "",
    "a",
    "abc",
    "ABC",
    "aab",
    "a.b",
    "10.0.0.1",
    "mail.contoso.com",
    "x y",
    "foo-bar",
    "line\nnext",
    "K",
    "ß",
    "--;5",
    "smtp:--",
  ];
  const patterns = [
    "abc",
    "^abc$",
    "^a*b$",
    "a+b?",
    "a|b|^$",
    "(?:ab)+c",
    "(a|ab)(c|bcd)?$",
    "[a-c]{2,3}",
    "[^a-z]",
    "\\d+\\.\\d+",
    "^(\\d{1,3}\\.){3}\\d{1,3}$",
    "\\.contoso\\.com$",
    "\\bbar\\b",
    "o\\B",
    ".",
    "^.*$",
    "x\\sy",
    "a{0}b?",
    "^(smtp:)?--(;|$)",
    "(a*)*$",
    "[-.]",
    "[a\\]b]",
    "[A-Z]{3}",
    "a*?b",
    "\\W",
  ];
  for (const pattern of patterns) {
    it(pattern, () => {
      for (const text of texts) expect([text, fits(pattern, text)]).toEqual([text, new RegExp(pattern, "i").test(text)]);
    });
  }
});

describe("patterns are refused", () => {
  const refused: [pattern: string, because: string, offset: number][] = [
    ["(?=a)", "lookaround", 0],
    ["(?<!a)b", "lookaround", 0],
    ["(?<name>a)", "named groups", 0],
    ["(a)\\1", "backreferences", 3],
    ["a(b", "not closed", 1],
    ["a)b", "no opening one", 1],
    ["[ab", "not closed", 0],
    ["*a", "nothing to repeat", 0],
    ["^*", "nothing to repeat", 0],
    ["a{3,2}", "wrong way round", 1],
    ["[z-a]", "wrong way round", 4],
    ["(a{500}){500}", "too long", 0],
    ["a\\", "backslash", 1],
    ["\\p", "not known", 0],
  ];
  for (const [pattern, because, offset] of refused) {
    it(pattern, () => {
      const read = compilePattern(pattern);
      expect(read.ok).toBe(false);
      if (!read.ok) expect([read.offset, read.message.includes(because)]).toEqual([offset, true]);
    });
  }
});

describe("patterns that make other engines run for hours", () => {
  for (const pattern of ["^(a+)+$", "(a|a)*b", "(.*)(.*)(.*)x", "^(a?){30}a{30}$"]) {
    it(pattern, () => expect(fits(pattern, `${"a".repeat(5000)}!`)).toBe(false));
  }
});

it("random patterns agree with JavaScript", () => {
  const piece = fc.constantFrom("a", "b", ".", "[ab]", "[^a]", "(a|b)", "(ab)", "\\w", "^", "$");
  const suffix = fc.constantFrom("", "*", "+", "?", "{1,2}");
  const pattern = fc
    .array(fc.tuple(piece, suffix), { maxLength: 6 })
    .map((parts) => parts.map(([one, many]) => (one === "^" || one === "$" ? one : one + many)).join(""));
  fc.assert(
    fc.property(pattern, fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 }), (source, text) => {
      expect(fits(source, text)).toBe(new RegExp(source, "i").test(text));
    }),
  );
});
