import type { Product } from "../catalog/catalog.js";
import { isMapping, type KnownNames, type Mapping, type Path, type Reader } from "./compile-reader.js";
import { compilePattern } from "./pattern.js";
import { parseBound } from "./quantity.js";
import type { Condition, Literal, Range, Test, ValueKind } from "./rule.js";

interface Scope {
  readonly names: KnownNames;
  readonly read: Reader;
  /** Lower case. */
  readonly commands: readonly string[];
}

const bounds = ["atLeast", "atMost", "moreThan", "lessThan"] as const;
const testKeys = [
  "is",
  "isNot",
  "in",
  "notIn",
  "includes",
  "matches",
  "notMatches",
  ...bounds,
  "count",
  "some",
  "every",
  "grammar",
  "fault",
  "kind",
];
const productNames: readonly Product[] = ["2010", "2013", "2016", "2019", "SE", "Online", "SCC", "EOP"];

const valueKinds: readonly ValueKind[] = ["string", "number", "boolean", "null", "array", "hashtable", "scriptblock", "other"];

const nothing: Condition = { kind: "all", of: [] };
const noTest: Test = { kind: "all", of: [] };

/** Turns one `when` into the engine's form; what is wrong is noted with its path, and something harmless is returned. */
export function compileCondition(data: unknown, path: Path, scope: Scope): Condition {
  const { read } = scope;
  if (!isMapping(data)) {
    read.fault(path, "a condition is a mapping such as { parameter: RequireTLS, is: $true }");
    return nothing;
  }
  for (const kind of ["all", "any"] as const) {
    if (data[kind] === undefined) continue;
    read.onlyKeys(data, path, [kind]);
    return { kind, of: read.mappings(data, path, kind).map((item) => compileCondition(item.value, item.path, scope)) };
  }
  if (data["not"] !== undefined) {
    read.onlyKeys(data, path, ["not"]);
    return { kind: "not", of: compileCondition(data["not"], [...path, "not"], scope) };
  }
  for (const kind of ["given", "absent"] as const) {
    if (data[kind] === undefined) continue;
    read.onlyKeys(data, path, [kind]);
    return { kind, parameter: parameter(data, path, kind, scope) };
  }
  if (data["bindingFault"] !== undefined) {
    read.onlyKeys(data, path, ["bindingFault", "parameter"]);
    const named = data["parameter"] === undefined ? null : read.text(data, path, "parameter").toLowerCase();
    return { kind: "bindingFault", id: read.text(data, path, "bindingFault"), parameter: named };
  }
  if (data["parameter"] !== undefined) return parameterCondition(data, path, scope);
  if (data["countOf"] !== undefined) {
    read.onlyKeys(data, path, ["countOf", ...bounds]);
    const parameters = read.textList(data, path, "countOf", true);
    for (const [index, name] of parameters.entries()) knownParameter(name, [...path, "countOf", index], scope);
    return { kind: "countOf", parameters: parameters.map((name) => name.toLowerCase()), count: range(data, path, read) };
  }
  if (data["command"] !== undefined) {
    read.onlyKeys(data, path, ["command"]);
    const commands = commandNames(data, path, read);
    for (const name of commands) {
      if (!scope.commands.includes(name) && !scope.commands.includes("*"))
        read.fault([...path, "command"], `\`${name}\` is none of this rule's commands`);
    }
    return { kind: "command", commands };
  }
  if (data["target"] !== undefined) return targetCondition(data, path, scope);
  for (const order of ["earlier", "later", "nowhere"] as const) {
    if (data[order] === undefined) continue;
    read.onlyKeys(data, path, [order]);
    return callCondition(data[order], [...path, order], order, scope);
  }
  if (data["check"] !== undefined) {
    read.onlyKeys(data, path, ["check", "options"]);
    const name = read.text(data, path, "check");
    if (!scope.names.hasCheck(name)) read.fault([...path, "check"], `there is no check named \`${name}\``);
    const options = data["options"];
    if (options !== undefined && !isMapping(options)) read.fault([...path, "options"], "`options` is a mapping");
    return { kind: "check", name, options: isMapping(options) ? options : {} };
  }
  read.fault(
    path,
    "a condition says one of parameter, given, absent, all, any, not, countOf, command, target, earlier, later, nowhere, bindingFault, check",
  );
  return nothing;
}

function parameterCondition(data: Mapping, path: Path, scope: Scope): Condition {
  scope.read.onlyKeys(data, path, ["parameter", "default", ...testKeys]);
  const name = parameter(data, path, "parameter", scope);
  if (!testKeys.some((key) => data[key] !== undefined)) return { kind: "present", parameter: name };
  const test = valueTest(data, path, scope);
  if (data["default"] === undefined) return { kind: "value", parameter: name, test };
  return { kind: "value", parameter: name, test, default: literal(data["default"], [...path, "default"], scope.read) };
}

/** The test on one value. Without `parameter` around it, as inside `some`, `all`, `any` and `not` may stand. */
function itemTest(data: unknown, path: Path, scope: Scope): Test {
  const { read } = scope;
  if (!isMapping(data)) {
    read.fault(path, 'a test on an item is a mapping such as { matches: "^10\\\\." }');
    return noTest;
  }
  for (const kind of ["all", "any"] as const) {
    if (data[kind] === undefined) continue;
    read.onlyKeys(data, path, [kind]);
    return { kind, of: read.mappings(data, path, kind).map((item) => itemTest(item.value, item.path, scope)) };
  }
  if (data["not"] !== undefined) {
    read.onlyKeys(data, path, ["not"]);
    return { kind: "not", of: itemTest(data["not"], [...path, "not"], scope) };
  }
  read.onlyKeys(data, path, testKeys);
  return valueTest(data, path, scope);
}

function valueTest(data: Mapping, path: Path, scope: Scope): Test {
  const { read } = scope;
  const tests: Test[] = [];
  const values = (key: string): readonly Literal[] => {
    const value = data[key];
    const list = Array.isArray(value) ? value : [value];
    return list.map((item, index) => literal(item, Array.isArray(value) ? [...path, key, index] : [...path, key], read));
  };
  const pattern = (key: string): Test => {
    const text = read.text(data, path, key);
    const result = compilePattern(text);
    if (!result.ok) read.fault([...path, key], `the pattern is refused at ${result.offset + 1}: ${result.message}`);
    return { kind: "matches", pattern: text };
  };
  if (data["is"] !== undefined) tests.push({ kind: "in", values: values("is") });
  if (data["isNot"] !== undefined) tests.push(not({ kind: "in", values: values("isNot") }));
  if (data["in"] !== undefined) tests.push({ kind: "in", values: values("in") });
  if (data["notIn"] !== undefined) tests.push(not({ kind: "in", values: values("notIn") }));
  if (data["includes"] !== undefined) tests.push({ kind: "includes", values: values("includes") });
  if (data["matches"] !== undefined) tests.push(pattern("matches"));
  if (data["notMatches"] !== undefined) tests.push(not(pattern("notMatches")));
  if (bounds.some((key) => data[key] !== undefined)) tests.push({ kind: "number", range: range(data, path, read) });
  if (data["count"] !== undefined) {
    const count = data["count"];
    if (isMapping(count)) read.onlyKeys(count, [...path, "count"], bounds);
    else read.fault([...path, "count"], "`count` is a mapping such as { atLeast: 2 }");
    tests.push({ kind: "count", range: range(isMapping(count) ? count : {}, [...path, "count"], read) });
  }
  for (const kind of ["some", "every"] as const) {
    if (data[kind] !== undefined) tests.push({ kind, test: itemTest(data[kind], [...path, kind], scope) });
  }
  if (data["grammar"] !== undefined) {
    const grammar = read.text(data, path, "grammar");
    if (!scope.names.hasGrammar(grammar)) read.fault([...path, "grammar"], `there is no grammar named \`${grammar}\``);
    tests.push({
      kind: "some",
      test: { kind: "grammar", grammar, faults: faults(data, path, read) },
    });
  } else if (data["fault"] !== undefined) {
    read.fault([...path, "fault"], "`fault` stands beside `grammar`");
  }
  if (data["kind"] !== undefined) {
    const kinds = Array.isArray(data["kind"])
      ? read.listOf(data, path, "kind", valueKinds)
      : [read.oneOf(data, path, "kind", valueKinds)].filter((kind) => kind !== null);
    tests.push({ kind: "kind", kinds: kinds ?? [] });
  }
  if (tests.length === 0) read.fault(path, `a test says one of ${testKeys.join(", ")}`);
  return tests.length === 1 ? (tests[0] as Test) : { kind: "all", of: tests };
}

function faults(data: Mapping, path: Path, read: Reader): string[] {
  if (data["fault"] === undefined) return [];
  return Array.isArray(data["fault"]) ? read.textList(data, path, "fault", true) : [read.text(data, path, "fault")];
}

function not(of: Test): Test {
  return { kind: "not", of };
}

function range(data: Mapping, path: Path, read: Reader): Range {
  const found: Record<(typeof bounds)[number], number | null> = { atLeast: null, atMost: null, moreThan: null, lessThan: null };
  let unit: Range["unit"] = "number";
  for (const key of bounds) {
    const value = data[key];
    if (value === undefined) continue;
    const bound = parseBound(typeof value === "number" || typeof value === "string" ? value : "");
    if (bound === null) {
      read.fault([...path, key], `\`${key}\` is a number, a size such as 64KB, or a time span such as "00:10:00"`);
      continue;
    }
    found[key] = bound.value;
    unit = bound.unit;
  }
  if (bounds.every((key) => found[key] === null)) read.fault(path, `a range needs one of ${bounds.join(", ")}`);
  return { unit, ...found };
}

function targetCondition(data: Mapping, path: Path, scope: Scope): Condition {
  const { read } = scope;
  read.onlyKeys(data, path, ["target"]);
  const target = data["target"];
  const at: Path = [...path, "target"];
  if (!isMapping(target)) {
    read.fault(at, '`target` is a mapping such as { product: ["2010"], before: "2013 CU3" }');
    return nothing;
  }
  read.onlyKeys(target, at, ["product", "before", "from"]);
  const build = (key: string): string | null => {
    if (target[key] === undefined) return null;
    const text = read.text(target, at, key);
    if (!scope.names.isBuild(text)) read.fault([...at, key], `\`${text}\` is not a build; write "2013 CU3" or "15.0.775.38"`);
    return text;
  };
  return { kind: "target", products: read.listOf(target, at, "product", productNames), from: build("from"), before: build("before") };
}

function callCondition(data: unknown, path: Path, order: "earlier" | "later" | "nowhere", scope: Scope): Condition {
  const { read } = scope;
  if (!isMapping(data)) {
    read.fault(path, "say which call: { command: Connect-AipService, when: … }");
    return nothing;
  }
  read.onlyKeys(data, path, ["command", "when"]);
  const commands = commandNames(data, path, read);
  const when = data["when"] === undefined ? null : compileCondition(data["when"], [...path, "when"], { ...scope, commands });
  return { kind: "call", order, commands, when };
}

function commandNames(data: Mapping, path: Path, read: Reader): string[] {
  const names = Array.isArray(data["command"]) ? read.textList(data, path, "command", true) : [read.text(data, path, "command")];
  return names.map((name) => name.toLowerCase());
}

function parameter(data: Mapping, path: Path, key: string, scope: Scope): string {
  const name = scope.read.text(data, path, key);
  knownParameter(name, [...path, key], scope);
  return name.toLowerCase();
}

function knownParameter(name: string, path: Path, scope: Scope): void {
  const known = scope.commands.map((command) => scope.names.parameters(command)).filter((found) => found !== null);
  if (known.length === 0) {
    if (scope.commands.length > 0 && !scope.commands.includes("*"))
      scope.read.fault(path, `${scope.commands.join(", ")} is not in the catalogue: use a check to look at its words`);
    return;
  }
  if (known.some((parameters) => parameters.has(name.toLowerCase()))) return;
  scope.read.fault(path, `\`${name}\` is a parameter of none of ${scope.commands.join(", ")}`);
}

function literal(value: unknown, path: Path, read: Reader): Literal {
  if (value === "$true") return true;
  if (value === "$false") return false;
  if (value === "$null") return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean" || value === null) return value;
  read.fault(path, "a value is a text, a number, $true, $false or $null");
  return null;
}
