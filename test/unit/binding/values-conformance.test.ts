import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { callsOf, commandCatalog } from "../../../scripts/oracle/calls-answer.js";
import { readCases } from "../../../scripts/oracle/cases.js";
import { decodeAsPowerShell7 } from "../../../scripts/oracle/decode.js";
import { constantOf } from "../../../scripts/oracle/expression-answer.js";
import { factsCatalogue } from "../../../scripts/oracle/facts-catalogue.js";
import { evaluateConstant } from "../../../server/src/binding/evaluate.js";
import type { CommandCatalog } from "../../../server/src/binding/interpret.js";
import type { Value } from "../../../server/src/binding/value.js";
import { parse } from "../../../server/src/syntax/parser.js";

/** A script and the calls that PowerShell made, in their order: a place in a loop is there once per call. */
interface Run {
  readonly path: string;
  readonly text?: string;
  readonly calls: readonly Call[];
}

interface Call {
  readonly name: string;
  readonly line: number;
  readonly column: number;
  /** By parameter; null where the oracle does not tell the value. */
  readonly bound: Readonly<Record<string, unknown>>;
}

interface Constant {
  readonly expression: string;
  readonly value?: unknown;
}

interface Cast {
  readonly type: string;
  readonly expression: string;
  /** As .NET writes it, a list item by item; a switch as it is. */
  readonly value?: boolean | Written | null;
  readonly error?: string;
}

interface Written {
  readonly v?: string;
  readonly a?: readonly Written[];
}

const oracle = path.resolve(import.meta.dirname, "../../oracle");
const cmdlets = factsCatalogue();
const catalog = commandCatalog(cmdlets);

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const keyOf = (call: Pick<Call, "name" | "line" | "column">): string => `${call.line}:${call.column} ${call.name.toLowerCase()}`;
const byName = (values: Call["bound"]): Map<string, unknown> =>
  new Map(Object.entries(values).map(([name, value]) => [name.toLowerCase(), value]));

interface Reading {
  readonly catalog: CommandCatalog;
  readonly runsAlone: boolean;
}

function judge(run: Run, { catalog, runsAlone }: Reading): { mistakes: string[]; constant: number; known: number } {
  const text = run.text ?? decodeAsPowerShell7(readFileSync(path.join(oracle, "values", run.path)));
  const found = new Map(callsOf(text, cmdlets, catalog, { runsAlone }).map((call) => [keyOf(call), byName(call.known)]));
  const places = new Map<string, Map<string, unknown>[]>();
  for (const call of run.calls)
    if (catalog.has(call.name)) places.set(keyOf(call), [...(places.get(keyOf(call)) ?? []), byName(call.bound)]);
  const mistakes: string[] = [];
  let constant = 0;
  let known = 0;
  for (const [place, times] of places) {
    const here = found.get(place);
    // What runs behind a variable may be anybody's, unless the script runs alone.
    if (here === undefined && runsAlone) mistakes.push(`${run.path} ${place}: not seen`);
    for (const [name, value] of here ?? []) {
      const isTrue = times.every((bound) => bound.has(name) && (bound.get(name) === null || isSame(bound.get(name), value)));
      if (!isTrue) mistakes.push(`${run.path} ${place} -${name}: not always ${JSON.stringify(value)}`);
    }
    for (const [name, value] of times[0] ?? []) {
      if (value === null || !times.every((bound) => isSame(bound.get(name), value))) continue;
      constant++;
      if (here?.has(name)) known++;
    }
  }
  return { mistakes, constant, known };
}

/** Only some commands are asked for, so that much of each script may be passed over. */
const few: CommandCatalog = { ...catalog, has: (name) => catalog.has(name) && /sendconnector|domain/i.test(name) };

// Silence is sound too: most of what never changes has to be known. A linter knows nothing of what is set before a script runs.
const readings: Readonly<Record<string, Reading & { readonly leastKnown: number }>> = {
  "in a script that runs alone": { catalog, runsAlone: true, leastKnown: 0.95 },
  "as a linter reads it": { catalog, runsAlone: false, leastKnown: 0.85 },
  "when few commands are asked for": { catalog: few, runsAlone: true, leastKnown: 0.95 },
  "as a linter reads it, when few are asked for": { catalog: few, runsAlone: false, leastKnown: 0.85 },
};

describe.each(Object.entries(readings))("what is called known of a call is what PowerShell bound, each time, %s", (_, reading) => {
  for (const file of ["values/golden.jsonl", "values/random.jsonl.gz", "values/found.jsonl"]) {
    it(file, () => {
      const verdicts = readCases<Run>(path.join(oracle, file)).map((run) => judge(run, reading));
      expect(verdicts.flatMap((one) => one.mistakes)).toEqual([]);
      // In those that were found because they were misread little can be known.
      if (file.includes("found")) return;
      const sum = (of: "constant" | "known"): number => verdicts.reduce((total, one) => total + one[of], 0);
      expect(sum("known") / sum("constant")).toBeGreaterThan(reading.leastKnown);
    });
  }
});

it("a constant expression is worth what PowerShell makes of it", () => {
  const cases = readCases<Constant>(path.join(oracle, "expressions/cases.jsonl"));
  const answers = cases.map((one) => ({ ...one, found: constantOf(one.expression) }));
  const known = answers.filter((one) => one.found !== undefined);
  expect(known.filter((one) => !("value" in one && isSame(one.found, one.value)))).toEqual([]);
  expect(known.length / cases.filter((one) => "value" in one).length).toBeGreaterThan(0.95);
});

/** A value as .NET writes it, a list as the texts of its items; null for `$null`, undefined where it is not known. */
function written(value: Value): unknown {
  switch (value.kind) {
    case "null":
      return null;
    case "boolean":
      return value.value ? "True" : "False";
    case "string":
      return value.value;
    case "number":
      return String(value.value);
    case "other":
      return value.text ?? undefined;
    case "array":
      return value.items.map(written);
    default:
      return undefined;
  }
}

function expectedOf(cast: Cast): unknown {
  const { value } = cast;
  if (value === undefined || value === null) return value;
  if (typeof value === "boolean") return value ? "True" : "False";
  return value.a ? value.a.map((item) => item.v) : value.v;
}

it("a cast gives what PowerShell gives, or nothing is known of it", () => {
  const wrong = readCases<Cast>(path.join(oracle, "conversion/cases.jsonl"))
    .map((cast) => ({ ...cast, found: written(evaluateConstant(parse(`[${cast.type}](${cast.expression})`))) }))
    .filter((cast) => cast.found !== undefined && !isSame(cast.found, expectedOf(cast)));
  expect(wrong).toEqual([]);
});
