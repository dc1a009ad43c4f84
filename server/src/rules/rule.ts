import type { Value } from "../binding/value.js";
import type { Product } from "../catalog/catalog.js";
import type { Severity } from "./finding.js";

/**
 * A rule as the engine runs it: what the compiler makes of one YAML file. Plain JSON: all of them travel in one text, a line each.
 * Command and parameter names are in lower case here; the YAML keeps the reference's spelling.
 */
export interface Rule {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** Cmdlets and native programs in lower case; `*` is every cmdlet of Exchange, AIPService and the connector script. Empty for a rule about whole documents. */
  readonly commands: readonly string[];
  /** The kinds of document a rule without commands looks at as a whole; empty for a rule about commands. */
  readonly documents: readonly DocumentKind[];
  /** Only where the target may be one of these; null for any. */
  readonly products: readonly Product[] | null;
  /** With `products`: whether the rule also applies when nothing is known of the target. */
  readonly whenTargetUnknown: boolean;
  /** Severities that hold instead, the first whose condition is definitely true. */
  readonly severityWhen: readonly { readonly when: Condition; readonly severity: Severity }[];
  /** Null: wherever the command stands. */
  readonly when: Condition | null;
  /** The first place that exists in the call. */
  readonly at: readonly Place[];
  /** Parameters whose arguments explain the finding, in lower case. */
  readonly related: readonly string[];
  readonly message: string;
  readonly fixes: readonly FixTemplate[];
  /** Findings of these rules about the same call and an overlapping place give way to this rule's. */
  readonly replaces: readonly string[];
  readonly tags: readonly ("deprecated" | "unnecessary")[];
  readonly evidence: Evidence;
  readonly source: string;
  /** A paragraph for the rule's page. */
  readonly why: string;
}

export type DocumentKind = "powershell" | "batch" | "csv";

export type Evidence = "documented" | "thread" | "binder" | "inferred" | "health-checker";

/** Where the squiggle sits. A missing argument or parameter falls back to the command's name. */
export type Place =
  | { readonly kind: "command" }
  | { readonly kind: "argument"; readonly parameter: string }
  | { readonly kind: "parameterName"; readonly parameter: string };

/** A value as the rule's author wrote it in YAML: `$true`, `$false` and `$null` are read as PowerShell's. */
export type Literal = string | number | boolean | null;

export type Condition =
  | { readonly kind: "all" | "any"; readonly of: readonly Condition[] }
  | { readonly kind: "not"; readonly of: Condition }
  /** Bound, with whatever value. */
  | { readonly kind: "given"; readonly parameter: string }
  /** Bound with a value that is known not to be `$null` or empty. */
  | { readonly kind: "present"; readonly parameter: string }
  /** Certainly not bound. */
  | { readonly kind: "absent"; readonly parameter: string }
  /** `default` is what an absent parameter counts as; undefined: an absent parameter makes the condition false. */
  | { readonly kind: "value"; readonly parameter: string; readonly test: Test; readonly default?: Literal }
  | { readonly kind: "countOf"; readonly parameters: readonly string[]; readonly count: Range }
  | { readonly kind: "target"; readonly products: readonly Product[] | null; readonly from: string | null; readonly before: string | null }
  | {
      readonly kind: "call";
      readonly order: "earlier" | "later" | "nowhere";
      readonly commands: readonly string[];
      readonly when: Condition | null;
    }
  /** The call is one of these commands, in lower case: for a rule about several. */
  | { readonly kind: "command"; readonly commands: readonly string[] }
  /** The binder rejects the call so; the squiggle sits where it does. */
  | { readonly kind: "bindingFault"; readonly id: string; readonly parameter: string | null }
  | { readonly kind: "check"; readonly name: string; readonly options: Readonly<Record<string, unknown>> };

/** A question about one value. */
export type Test =
  | { readonly kind: "all" | "any"; readonly of: readonly Test[] }
  | { readonly kind: "not"; readonly of: Test }
  | { readonly kind: "in"; readonly values: readonly Literal[] }
  /** At least one of the members: of a list, or of flags written as a list or as one string with commas. */
  | { readonly kind: "includes"; readonly values: readonly Literal[] }
  | { readonly kind: "matches"; readonly pattern: string }
  | { readonly kind: "number"; readonly range: Range }
  | { readonly kind: "count"; readonly range: Range }
  | { readonly kind: "some" | "every"; readonly test: Test }
  | { readonly kind: "grammar"; readonly grammar: string; readonly faults: readonly string[] }
  /** Whether the value is a string, a number and so on, once that is known. */
  | { readonly kind: "kind"; readonly kinds: readonly ValueKind[] };

export type ValueKind = Exclude<Value["kind"], "unknown">;

/** Bounds; null is open. Sizes are in bytes, time spans in seconds. */
export interface Range {
  readonly unit: "number" | "size" | "time";
  readonly atLeast: number | null;
  readonly atMost: number | null;
  readonly moreThan: number | null;
  readonly lessThan: number | null;
}

/** A repair as the rule's author wrote it. Texts are PowerShell source as it shall stand at a call. */
export interface FixTemplate {
  readonly title: string;
  readonly isPreferred: boolean;
  readonly steps: readonly FixStep[];
}

export type FixStep =
  /** Changes the argument, or adds it where it is absent. */
  | { readonly kind: "set"; readonly parameter: string; readonly text: string }
  /** Adds the argument; the whole fix is dropped where the parameter is there already. */
  | { readonly kind: "add"; readonly parameter: string; readonly text: string }
  | { readonly kind: "remove"; readonly parameter: string }
  /** Puts members into a list or flags, or takes them out. */
  | { readonly kind: "addFlags" | "dropFlags"; readonly parameter: string; readonly members: readonly string[] }
  | { readonly kind: "rename"; readonly parameter: string; readonly to: string }
  /** Gives the command another name. */
  | { readonly kind: "command"; readonly to: string }
  /** Replaces the squiggle's range. */
  | { readonly kind: "replace"; readonly text: string }
  /** Text put on lines of its own before or after the statement. */
  | { readonly kind: "line"; readonly where: "before" | "after"; readonly text: string };
