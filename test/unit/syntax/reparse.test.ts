import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ParsedScript, Span } from "../../../server/src/syntax/ast.js";
import { type ClosedText, parseClosed } from "../../../server/src/syntax/closed-text.js";
import { parse } from "../../../server/src/syntax/parser.js";
import { recover } from "../../../server/src/syntax/recover.js";
import { type Reading, reparse } from "../../../server/src/syntax/reparse.js";

const project = path.resolve(import.meta.dirname, "../../..");
const scripts = ["test/oracle/syntax", "examples"]
  .flatMap((folder) =>
    readdirSync(path.join(project, folder), { recursive: true, encoding: "utf8" }).map((file) => path.join(folder, file)),
  )
  .filter((file) => file.endsWith(".ps1"))
  .map((file) => readFileSync(path.join(project, file), "utf8"))
  .filter((text) => text.length < 20_000);

/** Compares quickly, and shows what differs only where something does. */
function expectEqual(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected);
}

/** Reads `text` from what is known of the text before, and holds the result against a plain reading. */
function readAgain(text: string, previous: ParsedScript, doubtful: Span | null): ParsedScript {
  const textBefore = previous.text;
  const again = reparse(text, { script: previous, doubtful });
  const plain = parse(text);
  if (again === null) return plain;
  expectEqual(again.script, plain);
  if (!again.tookOver && doubtful === null) expectEqual(previous, parse(textBefore));
  return again.script;
}

function readClosedAgain(closed: ClosedText, previous: Reading): ParsedScript {
  const again = reparse(closed.text, previous, closed);
  const plain = parseClosed(closed);
  if (again === null) return plain;
  expectEqual(again.script, plain);
  return again.script;
}

// ----------------------------------------------------------------------------------------------------------------- any edit

const fragments = [
  ..."' \" ‘ “ { } ( ) [ ] # ` | ; $ @ $( @{ @( , = & && || . .. :: ? <# #> < > ${ 1 2>&1 else elseif catch until finally try trap".split(
    " ",
  ),
  ..."if(1){ function process param( break [int] [a()] @x :label --% workflow configuration 1=2 @{a=1;a=2} $x?.y".split(" "),
  ..."\n~\r\n~\n\n~ ~\n|~@'\n~\n'@\n~@\"\n~\n\"@\n~\nelse ~\nelse {}\n~\ncatch {}~\n[int]\n~`\n~#requires -version 3\n~# SIG # Begin signature block\n".split(
    "~",
  ),
  ..."using namespace x\n~class A {}~enum A { b }~\nbegin {}\n~$a = 1\n~\nGet-It -Name x\n~if (1) { }\n~\u00a0".split("~"),
];

const share = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

interface Edit {
  readonly at: number;
  readonly removed: number;
  readonly inserted: string;
  /** The edit is of lines, not of characters. */
  readonly isOfLines: boolean;
  /** The text before comes back after the edit. */
  readonly isUndone: boolean;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: share,
  removed: fc.nat(3),
  inserted: fc.constantFrom("", "", ...fragments),
  isOfLines: fc.boolean(),
  isUndone: fc.boolean(),
});

function edited(text: string, { at, removed, inserted, isOfLines }: Edit): string {
  const offset = Math.floor(text.length * at);
  if (!isOfLines) return text.slice(0, offset) + inserted + text.slice(offset + removed);
  const start = text.lastIndexOf("\n", offset) + 1;
  let end = start;
  for (let line = 0; line < removed && end < text.length; line++) end = text.indexOf("\n", end) + 1 || text.length;
  return text.slice(0, start) + inserted + text.slice(end);
}

const script = fc
  .array(fc.tuple(fc.constantFrom(...scripts), fc.constantFrom("\n", "\r\n", "", ";")), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.flat().join(""));

const kinds = [
  ..."a~a~$x = 1~$x = 1~foo 'x'~foo 'x'~b -c d~b -c d~if (1) { a }~else { b }~else~elseif (1) { }~try { a }~catch { b }~finally { return }~until (1)".split(
    "~",
  ),
  ...'do { a }~[int]$y~[int]~[a(1)]~[a({ b })]~\'s\'~"t $x $(a)"~"$(a\n| b)"~"$(a ""b"")"~@\'\nx\n\'@~@"\n$(y)\n"@~{ a }~(~)~}~]~\'~"~`'.split(
    "~",
  ),
  ..."@{ a = 1; a = 2 }~1 = 2~a | b~| b~a |~a && b~a &~# c~<# d #>~<#~#requires -version 3~function f { a }~switch (1) { 1 { a } }~$(".split(
    "~",
  ),
  ...":l while (1) { break l }~continue l~trap { a }~throw~data { 1 }~sequence { a }~configuration c { Node n { File f { a = 1 } } }".split(
    "~",
  ),
  ..."@splat~a @splat~$a ?? 1~1 ? 2 : 3~a --% b~a > { b } > { c }~a < { b }~begin { }~param($q)~[ref][int]$x = 1~-1~$x++~class K { }".split(
    "~",
  ),
  ..."using namespace x~# SIG # Begin signature block~configuration c { foo 'a' {~${a".split("~"),
];

const manyStatements = fc
  .array(fc.tuple(fc.constantFrom(...kinds), fc.constantFrom("\n", "\n", "\n", "\r\n", " ", ";", "")), { minLength: 2, maxLength: 14 })
  .map((parts) => parts.flat().join(""));

describe("after any edit all is as if the text were read as a whole", () => {
  const edits = (most: number) => fc.array(edit, { minLength: 1, maxLength: most });

  it.each([
    { of: "scripts", texts: script, numRuns: 150 },
    { of: "statements of all kinds", texts: manyStatements, numRuns: 2000 },
  ])(
    "one edit after the other, of $of",
    ({ texts, numRuns }) => {
      const property = fc.property(texts, edits(8), (text, edits) => {
        let previous = parse(text);
        for (const one of edits) {
          const before = previous.text;
          previous = readAgain(edited(before, one), previous, null);
          if (one.isUndone) previous = readAgain(before, previous, null);
        }
      });
      fc.assert(property, { numRuns });
    },
    60_000,
  );

  it.each([
    { of: "scripts", texts: script, numRuns: 100 },
    { of: "statements of all kinds", texts: manyStatements, numRuns: 1000 },
  ])(
    "also where the text before was read as it was meant, of $of",
    ({ texts, numRuns }) => {
      const property = fc.property(texts, edits(8), (text, edits) => {
        let previous = parse(text);
        let doubtful: Span | null = null;
        for (const one of edits) {
          const changed = edited(previous.text, one);
          const plain = parse(changed);
          // With closers a text is read from what it was before, or without them.
          const reading = one.isUndone
            ? { script: previous, doubtful }
            : { script: readAgain(changed, previous, doubtful), doubtful: null };
          const recovered = recover(plain, (closed) => readClosedAgain(closed, reading));
          expectEqual(recovered, recover(parse(changed)));
          previous = recovered?.script ?? plain;
          doubtful = recovered?.doubtful ?? null;
        }
      });
      fc.assert(property, { numRuns });
    },
    60_000,
  );
});

// ------------------------------------------------------------------------------------------------------------- what is kept

const statement = (index: number): string => `Set-It -Name 'n${index}' -Value $v${index}`;
const lines = Array.from({ length: 20 }, (_, index) => statement(index));

function statementsOf(parsed: ParsedScript): readonly object[] {
  return parsed.root.endBlock?.statements ?? [];
}

/** How many statements of twenty keep their node when a line changes, and whether later ones are moved. */
function keeps(name: string, line: number, changed: string, expected: { kept: number; tookOver: boolean }): void {
  it(name, () => {
    const previous = parse(lines.join("\n"));
    const before = new Set(statementsOf(previous));
    const text = lines.map((one, index) => (index === line ? changed : one)).join("\n");
    const again = reparse(text, { script: previous, doubtful: null });
    expectEqual(again?.script, parse(text));
    const kept = statementsOf((again as { script: ParsedScript }).script).filter((node) => before.has(node)).length;
    expect({ kept, tookOver: again?.tookOver }).toEqual(expected);
  });
}

describe("statements keep their nodes", () => {
  // The statement before the changed one is read too: its end is decided by what follows.
  keeps("around a longer line", 10, `${statement(10)} -Force`, { kept: 18, tookOver: true });
  keeps("around a line of the same length", 10, statement(10).replace("Set", "Get"), { kept: 18, tookOver: false });
  keeps("around a line that becomes a comment", 10, `#${statement(10)}`, { kept: 18, tookOver: true });
  keeps("around a line that becomes two", 10, `${statement(10)}\nGet-It`, { kept: 18, tookOver: true });
  keeps("behind the first line", 0, `#${statement(0)}`, { kept: 19, tookOver: true });
  keeps("before the last line", 19, `${statement(19)} |`, { kept: 18, tookOver: false });
  // A statement with a fault may have changed more than itself.
  keeps("around a fault", 10, `${statement(10)} )`, { kept: 17, tookOver: true });
  keeps("before an open quote", 10, `${statement(10)} "`, { kept: 9, tookOver: false });
});

describe("a change is seen by the statements that look at it", () => {
  const changes: { readonly [name: string]: readonly [before: string, after: string] } = {
    "else becomes part of an if": ["if (1) { a }\nels\n{ b }\nc\nd", "if (1) { a }\nelse\n{ b }\nc\nd"],
    "catch behind comments": ["try { a }\n# x\n# y\n#catch { b }\nc\nd", "try { a }\n# x\n# y\ncatch { b }\nc\nd"],
    "a pipe at the start of a line": ["a\nb\n c\nd\ne", "a\nb\n | c\nd\ne"],
    "a pipe behind comments": ["a\nb\n# x\n\n| c\nd\ne", "a\nb\n# x\n| c\nd\ne"],
    "types before a class": ["[a]\n[b]\n[c]\nclas X { }\nd\ne", "[a]\n[b]\n[c]\nclass X { }\nd\ne"],
    "attributes before a parameter block": ["[a()]\n[b]\npara ($x)\nd\ne", "[a()]\n[b]\nparam ($x)\nd\ne"],
    "an else that a fault hides": ["a\nb\nc\nelse { d }\ne", "a )\nb\nc\nelse { d }\ne"],
    "an else that no fault hides any more": ["a )\nb\nc\nelse { d }\ne", "a\nb\nc\nelse { d }\ne"],
    "a signature before statements": ["a\nb\n# x\nc\nd", "a\nb\n# SIG # Begin signature block\nc\nd"],
    "a version asked for twice": [
      "#requires -version 3\na\nb\n#requires -version 3\nc",
      "#requires -version 5\na\nb\n#requires -version 3\nc",
    ],
    "a key that repeats": ["a\n@{ k = 1; l = 2 }\nb\n@{ m = 1; m = 2 }\nc", "a\n@{ k = 1; k = 2 }\nb\n@{ m = 1; m = 2 }\nc"],
    "a pipe that PowerShell looks for in the wrong place": [
      '$x = "a $( b\nc\n| d\ne )"\nf\ng',
      `${"a\n".repeat(9)}$x = "a $( b\nc\n| d\ne )"\nf\ng`,
    ],
    "a signature that another hid": [
      "a\n# SIG # Begin signature block\nb # SIG # Begin signature block\nc",
      "a\n# SIG # Begin signature block\nb # x\nc",
    ],
    "a word that two readings end at different places": ["a\n[a]\n[b]`\nc d\n", "a\n[a]\n[b]`\n(d\n"],
    "named blocks instead of statements": ["#begin { a }\nb\nc\nd", "begin { a }\nb\nc\nd"],
    "a trap": ["a\ntra { b }\n1 = 2\nc\nd", "a\ntrap { b }\n1 = 2\nc\nd"],
    nothing: ["a\nb\nc", "a\nb\nc"],
    everything: ["a\nb\nc", ""],
  };
  for (const [name, [before, after]] of Object.entries(changes)) {
    it(name, () => void readAgain(after, parse(before), null));
    it(`${name}, and back`, () => void readAgain(before, parse(after), null));
  }
});

it("a script with classes is read as a whole", () => {
  expect(reparse("class A { }\nb\nc", { script: parse("class A { }\nb\nd"), doubtful: null })).toBeNull();
});

describe("long texts are read again in bounded time", () => {
  const many = 30_000;
  const texts: { readonly [name: string]: string } = {
    statements: "a b\n".repeat(many),
    "stray words": "else\n".repeat(many),
    "faults and stray words": "a )\nelse { }\n".repeat(many),
    requirements: "#requires -version 3\n".repeat(many),
    signatures: "# SIG # Begin signature block\na\n".repeat(many),
    "types before types": "[a]\n".repeat(300),
    "lines in strings": '"$(a\nb)"\n'.repeat(many),
    "one string": `'${"a\n".repeat(many)}`,
    nothing: "\n".repeat(many),
  };
  for (const [name, text] of Object.entries(texts)) {
    it(name, () => {
      for (const changed of [`x${text}`, `${text}x`, `${text.slice(0, text.length / 2)}"${text.slice(text.length / 2)}`]) {
        const again = reparse(changed, { script: parse(text), doubtful: null })?.script;
        const plain = parse(changed);
        const sizes = ({ root, faults, comments }: ParsedScript) => [root.endBlock?.statements.length, faults.length, comments.length];
        if (again) expect(sizes(again)).toEqual(sizes(plain));
      }
    }, 20_000);
  }
});
