import { readFileSync } from "node:fs";
import path from "node:path";
import { globSync } from "tinyglobby";
import { expect, it } from "vitest";
import type { Node } from "../../../server/src/syntax/ast.js";
import { parse } from "../../../server/src/syntax/parser.js";
import { walk } from "../../../server/src/syntax/visit.js";

const folder = path.resolve(import.meta.dirname, "../../oracle/syntax");

/** What the tree holds and the parser's lists do not, or the other way round. */
function differences(text: string): string[] {
  const { root, commands, functions } = parse(text);
  const inTree = new Set<Node>();
  walk(root, (node) => {
    if (node.kind === "Command" || node.kind === "FunctionDefinition") inTree.add(node);
    return true;
  });
  const listed = [...commands, ...functions];
  const other = listed.filter((node, i) => !inTree.has(node) || listed.indexOf(node) !== i);
  for (const node of listed) inTree.delete(node);
  return [...other, ...inTree].map(
    ({ kind, start, end }) => `${kind} ${JSON.stringify(text.slice(start, end))} in ${JSON.stringify(text)}`,
  );
}

const scripts = globSync("**/*.ps1", { cwd: folder, absolute: true }).map((file) => readFileSync(file, "latin1"));

it("the lists of commands and functions hold what the tree holds", () => {
  expect(scripts.flatMap(differences)).toEqual([]);
});

it("they do so for texts that break off anywhere", () => {
  const short = scripts.filter((text) => text.length < 1_500);
  expect(short.length).toBeGreaterThan(50);
  expect(short.flatMap((text) => Array.from({ length: 20 }, (_, i) => differences(text.slice(0, (text.length * i) / 20))).flat())).toEqual(
    [],
  );
});

it("they leave out what PowerShell drops", () => {
  const texts = [
    "a < { b; function c { d } }",
    "a > { b } > { c }",
    "[a({ b })] if (1) { c }",
    "[a({ b })] configuration c { d }",
    "$a ? { b } ? 1",
  ];
  expect(texts.flatMap(differences)).toEqual([]);
});
