import type { Target } from "../catalog/target.js";
import type { ParsedScript, Span } from "../syntax/ast.js";
import type { BatchScript } from "../syntax/batch.js";
import type { CsvDocument } from "../syntax/csv.js";
import type { Call, CmdletCall, NativeCall } from "./call.js";
import type { NamingConventions } from "./config.js";
import type { Fix, RelatedPlace, Severity } from "./finding.js";
import type { Needs } from "./needs.js";
import type { DocumentKind } from "./rule.js";

/** What a named check may look at besides its own call. */
export interface CheckContext {
  readonly text: string;
  readonly language: DocumentKind;
  /** Null in cmd and CSV files. */
  readonly script: ParsedScript | null;
  /** Null in other files. */
  readonly batch: BatchScript | null;
  readonly csv: CsvDocument | null;
  /** Where the file runs commands that we do not see: other scripts, `& $command`, Invoke-Expression. Found when it is first asked. */
  readonly unseenCode: () => readonly Span[];
  /** Every call of the file in the order of the text. */
  readonly calls: readonly Call[];
  readonly target: Target;
  readonly conventions: NamingConventions;
  /** `options` of the rule. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** One place a check objects to. */
export interface CheckResult extends Span {
  /** What the message's and the fixes' `{field}`s become. */
  readonly fields?: Readonly<Record<string, string>>;
  /** What `replace: "{replacement}"` puts in the place; a fix that needs it is dropped where it is missing. */
  readonly replacement?: string;
  /** Repairs besides the rule's own. */
  readonly fixes?: readonly Fix[];
  /** Instead of the rule's. */
  readonly message?: string;
  /** Instead of the rule's. */
  readonly severity?: Severity;
  readonly related?: readonly RelatedPlace[];
}

/**
 * A named check. Pure; looks at one subject: a cmdlet's call, a program's call, or (rules with `document`) the whole file.
 * An empty list means nothing is wrong, or nothing is certain.
 */
export type Check =
  | {
      readonly of: "cmdlet";
      readonly run: (call: CmdletCall, context: CheckContext) => readonly CheckResult[];
      /** What a call must have, or the check has nothing to say of it and is not asked; without this it is asked about every call. */
      readonly needs?: Needs;
      /** What it is about: of a text without a match the check has nothing to say. */
      readonly subject?: RegExp;
    }
  | { readonly of: "native"; readonly run: (call: NativeCall, context: CheckContext) => readonly CheckResult[] }
  | {
      readonly of: "document";
      readonly run: (context: CheckContext) => readonly CheckResult[];
      /** Commands, in lower case: in a file that calls none of them the check has nothing to say and is not asked. */
      readonly calls?: readonly string[];
    };
