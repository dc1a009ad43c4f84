import type { Product } from "../catalog/catalog.js";
import { compileCondition } from "./compile-condition.js";
import { type CompileError, isMapping, type KnownNames, type Path, reader } from "./compile-reader.js";
import type { Severity } from "./finding.js";
import type { DocumentKind, Evidence, FixStep, FixTemplate, Place, Rule } from "./rule.js";

export type { CompileError, KnownNames, Path } from "./compile-reader.js";

export interface CompileResult {
  /** Null when the rule cannot run. */
  readonly rule: Rule | null;
  readonly errors: readonly CompileError[];
}

const severities: readonly Severity[] = ["error", "warning", "information", "hint"];
const evidences: readonly Evidence[] = ["documented", "thread", "binder", "inferred", "health-checker"];
const documents: readonly DocumentKind[] = ["powershell", "batch", "csv"];
const productNames: readonly Product[] = ["2010", "2013", "2016", "2019", "SE", "Online", "SCC", "EOP"];
const tags = ["deprecated", "unnecessary"] as const;

const ruleKeys = [
  "id",
  "title",
  "commands",
  "document",
  "products",
  "whenTargetUnknown",
  "severity",
  "severityWhen",
  "when",
  "at",
  "related",
  "message",
  "fixes",
  "replaces",
  "tags",
  "evidence",
  "source",
  "why",
  "examples",
];
const fixKeys = ["title", "preferred", "set", "add", "remove", "addFlags", "dropFlags", "rename", "command", "replace", "before", "after"];

/**
 * Turns the parsed YAML of one rule into what the engine runs.
 *
 * @param data what the YAML parser gave
 * @param names what exists: cmdlets and their parameters, grammars, checks, builds
 * @returns the rule, and every fault with the path to its place in `data`; a rule with faults is not returned
 */
export function compileRule(data: unknown, names: KnownNames): CompileResult {
  const errors: CompileError[] = [];
  const read = reader(errors);
  if (!isMapping(data)) {
    read.fault([], "a rule is a mapping of id, title, commands, severity, message and so on");
    return { rule: null, errors };
  }
  read.onlyKeys(data, [], ruleKeys);
  const id = read.text(data, [], "id");
  if (id !== "" && !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id))
    read.fault(["id"], `\`${id}\` is not kebab-case: small letters, digits, single dashes`);
  const title = read.text(data, [], "title");
  const about = readDocuments();
  const commands = about.length > 0 ? [] : data["commands"] === "all" ? ["*"] : read.textList(data, [], "commands", true);
  if (about.length > 0 && data["commands"] !== undefined) read.fault(["commands"], "a rule has either commands or a document, not both");
  const scope = commands.map((command) => command.toLowerCase());
  const severity = read.oneOf(data, [], "severity", severities);
  const products = data["products"] === undefined ? null : read.listOf(data, [], "products", productNames);
  const when = data["when"] === undefined ? null : compileCondition(data["when"], ["when"], { names, read, commands: scope });
  if (about.length > 0 && when?.kind !== "check") read.fault(["when"], "a rule about a document needs `when: { check: … }`");
  const related = read.textList(data, [], "related", false);
  for (const [index, name] of related.entries()) checkParameter(name, ["related", index]);
  const rule: Rule = {
    id,
    title,
    severity: severity ?? "warning",
    commands: scope,
    documents: about,
    products,
    whenTargetUnknown: read.flag(data, [], "whenTargetUnknown"),
    severityWhen: read.mappings(data, [], "severityWhen").map(({ value, path }) => {
      read.onlyKeys(value, path, ["when", "severity"]);
      return {
        when: compileCondition(value["when"], [...path, "when"], { names, read, commands: scope }),
        severity: read.oneOf(value, path, "severity", severities) ?? "warning",
      };
    }),
    when,
    at: readPlaces(),
    related: related.map((name) => name.toLowerCase()),
    message: read.text(data, [], "message").trim(),
    fixes: read.mappings(data, [], "fixes").map(({ value, path }) => readFix(value, path)),
    replaces: read.textList(data, [], "replaces", false),
    tags: read.listOf(data, [], "tags", tags) ?? [],
    evidence: read.oneOf(data, [], "evidence", evidences) ?? "inferred",
    source: read.text(data, [], "source"),
    why: read.text(data, [], "why").trim(),
  };
  if (rule.source !== "" && !/^https?:\/\/\S+$/.test(rule.source)) read.fault(["source"], "the source is an address: https://…");
  return { rule: errors.length === 0 ? rule : null, errors };

  function checkParameter(name: string, path: Path): void {
    const known = scope.map((command) => names.parameters(command)).filter((found) => found !== null);
    if (known.length === 0 || known.some((parameters) => parameters.has(name.toLowerCase()))) return;
    read.fault(path, `\`${name}\` is a parameter of none of ${commands.join(", ")}`);
  }

  function readDocuments(): DocumentKind[] {
    if (!isMapping(data) || data["document"] === undefined) return [];
    if (Array.isArray(data["document"])) return read.listOf(data, [], "document", documents) ?? [];
    const one = read.oneOf(data, [], "document", documents);
    return one === null ? [] : [one];
  }

  function readPlaces(): Place[] {
    if (!isMapping(data) || data["at"] === undefined) return [];
    const written = Array.isArray(data["at"]) ? read.textList(data, [], "at", true) : [read.text(data, [], "at")];
    return written.map((place, index) => {
      if (place === "name" || place === "command") return { kind: "command" };
      const isName = place.endsWith(".name");
      const parameter = isName ? place.slice(0, -".name".length) : place;
      checkParameter(parameter, Array.isArray(data["at"]) ? ["at", index] : ["at"]);
      return { kind: isName ? "parameterName" : "argument", parameter: parameter.toLowerCase() };
    });
  }

  function readFix(fix: Readonly<Record<string, unknown>>, path: Path): FixTemplate {
    read.onlyKeys(fix, path, fixKeys);
    const steps: FixStep[] = [];
    for (const kind of ["set", "add"] as const) {
      for (const [parameter, text] of read.entries(fix, path, kind)) {
        checkParameter(parameter, [...path, kind, parameter]);
        steps.push({ kind, parameter, text: sourceText(text) });
      }
    }
    for (const [index, parameter] of read.textList(fix, path, "remove", false).entries()) {
      checkParameter(parameter, [...path, "remove", index]);
      steps.push({ kind: "remove", parameter: parameter.toLowerCase() });
    }
    for (const kind of ["addFlags", "dropFlags"] as const) steps.push(...readFlags(fix, path, kind));
    for (const [parameter, to] of read.entries(fix, path, "rename")) {
      checkParameter(parameter, [...path, "rename", parameter]);
      steps.push({ kind: "rename", parameter: parameter.toLowerCase(), to: String(to) });
    }
    if (fix["command"] !== undefined) steps.push({ kind: "command", to: read.text(fix, path, "command") });
    if (fix["replace"] !== undefined) steps.push({ kind: "replace", text: read.anyText(fix, path, "replace") });
    for (const where of ["before", "after"] as const) {
      if (fix[where] !== undefined) steps.push({ kind: "line", where, text: read.text(fix, path, where) });
    }
    if (steps.length === 0)
      read.fault(path, "a fix says what to do: set, add, remove, addFlags, dropFlags, rename, command, replace, before or after");
    return { title: read.text(fix, path, "title"), isPreferred: read.flag(fix, path, "preferred"), steps };
  }

  /** `[members]` are those of the argument the squiggle sits on; `{ Parameter: [members] }` names another. */
  function readFlags(fix: Readonly<Record<string, unknown>>, path: Path, kind: "addFlags" | "dropFlags"): FixStep[] {
    if (fix[kind] === undefined) return [];
    if (!Array.isArray(fix[kind])) {
      return read.entries(fix, path, kind).map(([parameter]) => {
        checkParameter(parameter, [...path, kind, parameter]);
        const members = isMapping(fix[kind]) ? read.textList(fix[kind], [...path, kind], parameter, true) : [];
        return { kind, parameter: parameter.toLowerCase(), members };
      });
    }
    const [place] = readPlaces();
    if (place && place.kind !== "command") return [{ kind, parameter: place.parameter, members: read.textList(fix, path, kind, true) }];
    read.fault([...path, kind], "say of which parameter: { AuthMechanism: [Tls] }");
    return [];
  }
}

/** What a fix's YAML value is in PowerShell: YAML's own true and null are PowerShell's. */
function sourceText(value: unknown): string {
  if (value === true) return "$true";
  if (value === false) return "$false";
  if (value === null) return "$null";
  return String(value);
}
