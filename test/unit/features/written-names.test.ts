import { describe, expect, it } from "vitest";
import { analyze } from "../../../server/src/analyze.js";
import type { Completions } from "../../../server/src/features/completion.js";
import { completeConfiguration, completeDirective } from "../../../server/src/features/written-names.js";

interface Expected {
  readonly has: readonly string[];
  readonly lacks?: readonly string[];
  readonly replaced?: string;
}

const targets = [
  { value: "2019 CU14", description: "15.2.1544.4" },
  { value: "Online", description: "Exchange Online" },
];

function checkWith(complete: (text: string, offset: number) => Completions | null) {
  return (marked: string, expected: Expected | null): void => {
    it(marked.replaceAll("\n", "⏎"), () => {
      const offset = marked.indexOf("|");
      const text = marked.slice(0, offset) + marked.slice(offset + 1);
      const found = complete(text, offset);
      if (expected === null) return expect(found).toBeNull();
      const offered = found?.items.map((item) => item.text) ?? [];
      expect(offered).toEqual(expect.arrayContaining([...expected.has]));
      for (const one of expected.lacks ?? []) expect(offered).not.toContain(one);
      expect(text.slice(found?.start, found?.end)).toBe(expected.replaced ?? "");
    });
  };
}

describe("comments of a script", () => {
  const check = checkWith((text, offset) => completeDirective(analyze(text), offset, targets));

  check("# exchange-rms-disable-next-line |\n", { has: ["port-zero", "smarthosts-with-dns-routing"] });
  check("# exchange-rms-disable-file port|-z\n", { has: ["port-zero"], replaced: "port-z" });
  check("Get-Mailbox # exchange-rms-disable-line port-zero, smart|", { has: ["smarthosts-with-dns-routing"], replaced: "smart" });
  check("# exchange-rms-enable |", { has: ["port-zero"] });
  check("# exchange-rms-target: |", { has: ["2019 CU14", "Online"] });
  check("# exchange-rms-target: 2019 C|U9\nGet-Mailbox", { has: ["2019 CU14"], replaced: "2019 CU9" });
  check("# exchange-rms-target: Online, 20|", { has: ["2019 CU14"], replaced: "20" });
  it("of cmd files are read too", () => {
    const text = "rem exchange-rms-target: ";
    expect(completeDirective(analyze(text, { language: "batch" }), text.length, targets)?.items).toHaveLength(targets.length);
  });
  check("# exchange-rms-disable-next-line port-zero -- the lab |", null);
  check("# exchange-rms-disable-next-lin|", null);
  check("# a comment |", null);
  check(`# exchange-rms-disable ${"a".repeat(5000)}! |`, null);
  check("'# exchange-rms-target: |'", null);
});

describe("the configuration file", () => {
  const check = checkWith((text, offset) => completeConfiguration(text, offset, targets));

  check("|", { has: ["target:", "severities:", "conventions:"] });
  check("target: SE\nsev|", { has: ["severities:"], lacks: ["target:"], replaced: "sev" });
  check("target: |", { has: ["2019 CU14", "Online"] });
  check("target: 2019 |", { has: ["2019 CU14"], replaced: "2019 " });
  check("target:\n  - { files: cloud/**, target: On| }\n", { has: ["Online"], replaced: "On" });
  check("severities:\n  |", { has: ["port-zero: "] });
  check("severities:\n  a: off\n\n  port|", { has: ["port-zero: "], replaced: "port" });
  check("severities:\n  port-zero: off\n  port|", { has: ["smarthosts-with-dns-routing: "], lacks: ["port-zero: "], replaced: "port" });
  check("severities:\n  port-zero: |", { has: ["error", "off"] });
  check("severities:\n  port-zero: wa|", { has: ["warning"], replaced: "wa" });
  check("conventions:\n  |", { has: ["smartHosts:", "tlsLevels:"] });
  check("conventions:\n  tlsLevels:\n    - |", { has: ["DomainValidation"] });
  check("# target: |", null);
  check("exclude: |", null);
  check("exclude:\n  - |", null);
});
