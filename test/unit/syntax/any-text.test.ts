import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Node, ParsedScript } from "../../../server/src/syntax/ast.js";
import { commandName, contentSpan, numberValue, stringValue, variableName } from "../../../server/src/syntax/literals.js";
import { parse } from "../../../server/src/syntax/parser.js";
import { recover } from "../../../server/src/syntax/recover.js";
import { forEachChild, walk } from "../../../server/src/syntax/visit.js";

const folder = path.resolve(import.meta.dirname, "../../oracle/syntax");
const scripts = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ps1"))
  .map((file) => readFileSync(path.join(folder, file), "utf8"))
  .filter((text) => text.length < 20_000);

const fragments = [
  ..."( ) { } [ ] @( @{ $( $x $y.z @x ' \" ‘ ” ` ; , | || && & = += -eq -f -Name -Name: -- --% .. . :: ? : ?? ?. ?[ ! - + ++ 1 2.5 0x 1kb > 2>&1 < # <# #>".split(
    " ",
  ),
  ..."if else elseif foreach in while do until switch default try catch finally trap function class enum using namespace data param begin".split(
    " ",
  ),
  ..."process end return break static hidden configuration parallel workflow inlinescript [int] [a()] Get-It a.b #requires ${ $a: :label".split(
    " ",
  ),
  ...'@\'\n|\n\'@|@"\n|\n"@|\n|\r\n| |\t|\0|\ud800|\u00e9|\u2013|"$(""a"")"|"a$b"|`u{1}'.split("|"),
];

/** What must hold of any text, as PowerShell reads it and as it was meant. */
function expectSound(text: string): void {
  const script = parse(text);
  expectSoundTree(script);
  const recovered = recover(script);
  if (recovered !== null) expectSoundTree(recovered.script);
}

/** Literals have values, ranges lie in the text and in their parents. */
function expectSoundTree({ text, root, faults, comments }: ParsedScript): void {
  const problems: string[] = [];
  const visit = (node: Node, parent: Node | null): void => {
    const place = `${node.kind} ${node.start}-${node.end}`;
    if (node.start < 0 || node.start > node.end || node.end > text.length) {
      problems.push(place);
    }
    const mayStandOutside = node.kind === "NamedAttributeArgument" || (parent?.kind === "ParamBlock" && node.kind === "Attribute");
    if (parent !== null && !mayStandOutside && (node.start < parent.start || node.end > parent.end)) {
      problems.push(`${place} in ${parent.kind} ${parent.start}-${parent.end}`);
    }
    if (node.kind === "StringConstantExpression" || node.kind === "ExpandableStringExpression") {
      stringValue(text, node);
      contentSpan(text, node);
    } else if (node.kind === "ConstantExpression") {
      numberValue(text, node);
    } else if (node.kind === "VariableExpression") {
      variableName(text, node);
    } else if (node.kind === "Command") {
      commandName(text, node);
    }
    forEachChild(node, (child) => visit(child, node));
  };
  visit(root, null);
  for (const { start, end, id, message } of faults) {
    // PowerShell's end of input stands one or two characters behind the text.
    if (start < 0 || start > end || end > text.length + 2 || message === "") {
      problems.push(`${id} ${start}-${end}`);
    }
  }
  comments.forEach(({ start }, index) => {
    if (start < (comments[index - 1]?.end ?? 0)) {
      problems.push(`comment ${start}`);
    }
  });
  expect(problems).toEqual([]);
}

describe("any text gives a tree", () => {
  it("of any characters", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), expectSound), { numRuns: 500 });
  });

  it("of what PowerShell is made of, in any order", () => {
    const text = fc.array(fc.constantFrom(...fragments, " ", " "), { maxLength: 60 }).map((parts) => parts.join(""));
    fc.assert(fc.property(text, expectSound), { numRuns: 3000 });
  });

  it("of a script cut anywhere", () => {
    const cut = fc.tuple(fc.constantFrom(...scripts), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(cut, ([script, share]) => expectSound(script.slice(0, Math.floor(script.length * share)))),
      { numRuns: 500 },
    );
  });

  it("of a script with one edit", () => {
    const edit = fc.tuple(
      fc.constantFrom(...scripts),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(5),
      fc.constantFrom("", ...fragments),
    );
    fc.assert(
      fc.property(edit, ([script, share, removed, inserted]) => {
        const at = Math.floor(script.length * share);
        expectSound(script.slice(0, at) + inserted + script.slice(at + removed));
      }),
      { numRuns: 1000 },
    );
  });
});

describe("hostile texts are read in bounded time and stack", () => {
  const many = 100_000;
  const texts: { readonly [name: string]: string } = {
    "opened parentheses": "(".repeat(many),
    "nested parentheses": `${"(".repeat(many)}1${")".repeat(many)}`,
    "opened braces": "{".repeat(many),
    "opened blocks": "if (1) { ".repeat(many),
    "opened hashtables": "@{ a = ".repeat(many),
    "opened methods": "$a.b(".repeat(many),
    "opened indexes": "$a[".repeat(many),
    "opened types": "[a".repeat(many),
    "opened attributes": "[a(".repeat(many),
    "attributes in attributes": "[a({".repeat(60),
    "opened strings": '"$('.repeat(many),
    "opened here-strings": '@"\n$('.repeat(many),
    "opened classes": "class a { b() { ".repeat(many),
    arguments: "f (".repeat(many),
    operators: `1${"+1".repeat(many)}`,
    negations: "!".repeat(many),
    casts: `${"[int]".repeat(many)}1`,
    members: `$a${".b".repeat(many)}`,
    assignments: "$a = ".repeat(many),
    conditions: `${"$a ? 1 : ".repeat(many)}1`,
    chains: `${"a && ".repeat(many)}b`,
    pipes: `${"a\n| ".repeat(many)}b`,
    clauses: `if (1) { }${" elseif (1) { }".repeat(many)}`,
    closers: ")".repeat(many),
    "stray values": "1 1 ".repeat(many),
    backticks: "`".repeat(many),
    quotes: '"'.repeat(many + 1),
    "opened comments": "<#".repeat(many),
    enumerators: `enum a { ${"b\n".repeat(20_000)}`,
    keys: `@{ ${Array.from({ length: many }, (_, index) => `k${index} = 1`).join("; ")} }`,
    "null characters": "\0".repeat(many),
    "lone surrogates": "\ud800$\udc00".repeat(many),
    "mixed line ends": "f\r\n\r\n\rf\n".repeat(many),
    nothing: "",
  };
  for (const [name, text] of Object.entries(texts)) {
    it(name, () => {
      const script = parse(text);
      const { root, faults } = script;
      recover(script);
      let nodeCount = 0;
      walk(root, () => {
        nodeCount++;
        return undefined;
      });
      expect(nodeCount).toBeGreaterThan(0);
      expect(faults.length).toBeLessThanOrEqual(1000);
    }, 20_000);
  }

  it("a line of 50 MB", () => {
    const word = "x".repeat(50_000_000);
    expect(parse(`f ${word}`).faults).toEqual([]);
    expect(parse(`f '${word}`).faults.map(({ id }) => id)).toEqual(["TerminatorExpectedAtEndOfString"]);
  });
});
