import { describe, expect, it } from "vitest";
import { type Arguments, readArguments } from "../../../server/src/cli/arguments.js";

function check(line: string, expected: Partial<Arguments>): void {
  it(line, () => expect(readArguments(line.split(" "))).toMatchObject(expected));
}

function refuse(line: string, reason: RegExp): void {
  it(line || "(nothing)", () => expect(readArguments(line === "" ? [] : line.split(" "))).toMatch(reason));
}

describe("what is understood", () => {
  check("a.ps1 b", { paths: ["a.ps1", "b"], format: "text", task: "lint", fixes: false });
  check("--format=sarif a.ps1", { format: "sarif" });
  check("--target SE a.ps1", { target: "SE" });
  check("--max-warnings 0 a.ps1", { maxWarnings: 0 });
  check("--quiet --fix --diff a.ps1", { isQuiet: true, fixes: true, showsDiff: true });
  check("- --stdin-filename x.cmd", { paths: ["-"], stdinFilename: "x.cmd" });
  check("--stdin-filename x.cmd", { paths: ["-"], stdinFilename: "x.cmd" });
  check("-- -odd.ps1", { paths: ["-odd.ps1"] });
  check("--list-rules", { task: "list-rules" });
  check("--explain some-rule", { task: "explain", explained: "some-rule" });
});

describe("what is refused, with the reason", () => {
  refuse("", /Name the files/);
  refuse("--bogus a.ps1", /^There is no option --bogus\. See/);
  refuse("--targets SE a.ps1", /no option --targets; did you mean --target\?/);
  refuse("-f json a.ps1", /no option -f/);
  refuse("--format", /^--format needs a value/);
  refuse("--target --fix a.ps1", /^--target needs a value/);
  refuse("--fix=yes a.ps1", /^--fix takes no value: leave out 'yes'/);
  refuse("--format xml a.ps1", /no format 'xml'/);
  refuse("--max-warnings many a.ps1", /whole number/);
  refuse("--target 2042 a.ps1", /2042/);
  refuse("- - a.ps1", /once/);
});
