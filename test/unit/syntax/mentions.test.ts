import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mentions } from "../../../server/src/syntax/mentions.js";

describe("whether a text mentions a word", () => {
  for (const [text, word, expected] of [
    ["$PSDefaultParameterValues['*:Verbose'] = $true", "psdefaultparametervalues", true],
    ["$psdefaultparametervalue", "psdefaultparametervalues", false],
    ["Connect-ExchangeOnline -PREFIX EXO", "prefix", true],
    ["suffix, affix, prefi", "prefix", false],
    ["x prefix", "prefix", true],
    ["Set-Item FUNCTION:x", "function:", true],
    ["function x {}", "function:", false],
    ["", "ofs", false],
    // A kelvin sign becomes a small k.
    ["\u212aey", "key", false],
  ] as const) {
    it(`${JSON.stringify(text)} and ${word}`, () => expect(mentions(text, word)).toBe(expected));
  }

  it("as a pattern that ignores case would tell", () => {
    const words = ["prefix", "alias:", "ofs", "aa", "s"];
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."prefixPREFIXalisAS:of@ "), maxLength: 60 }),
        fc.constantFrom(...words),
        (text, word) => {
          expect(mentions(text, word)).toBe(new RegExp(word, "i").test(text));
        },
      ),
    );
  });
});
