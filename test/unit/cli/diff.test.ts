import { describe, expect, it } from "vitest";
import { unifiedDiff } from "../../../server/src/cli/diff.js";

function check(name: string, before: string, after: string, expected: readonly string[]): void {
  it(name, () => expect(unifiedDiff("x.ps1", before, after)).toBe(expected.map((line) => `${line}\n`).join("")));
}

const head = ["--- a/x.ps1", "+++ b/x.ps1"];

describe("unified diff", () => {
  check("equal texts", "a\nb\n", "a\nb\n", []);
  check("a changed line", "a\nb\nc\n", "a\nB\nc\n", [...head, "@@ -1,3 +1,3 @@", " a", "-b", "+B", " c"]);
  check("an added line", "a\nc\n", "a\nb\nc\n", [...head, "@@ -1,2 +1,3 @@", " a", "+b", " c"]);
  check("a removed line", "a\nb\nc\n", "a\nc\n", [...head, "@@ -1,3 +1,2 @@", " a", "-b", " c"]);
  check("no line end at the end", "a", "b", [
    ...head,
    "@@ -1 +1 @@",
    "-a",
    "\\ No newline at end of file",
    "+b",
    "\\ No newline at end of file",
  ]);
  check("three lines around a change, no more", "1\n2\n3\n4\nx\n5\n6\n7\n8\n", "1\n2\n3\n4\ny\n5\n6\n7\n8\n", [
    ...head,
    "@@ -2,7 +2,7 @@",
    " 2",
    " 3",
    " 4",
    "-x",
    "+y",
    " 5",
    " 6",
    " 7",
  ]);
  check("changes far apart", "x\n1\n2\n3\n4\n5\n6\n7\nx\n", "y\n1\n2\n3\n4\n5\n6\n7\ny\n", [
    ...head,
    "@@ -1,4 +1,4 @@",
    "-x",
    "+y",
    " 1",
    " 2",
    " 3",
    "@@ -6,4 +6,4 @@",
    " 5",
    " 6",
    " 7",
    "-x",
    "+y",
  ]);
});
