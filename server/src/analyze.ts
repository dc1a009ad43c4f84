import type { BoundArgument } from "./binding/bound-command.js";
import { anyTarget, type Target } from "./catalog/target.js";
import type { Call, CmdletCall } from "./rules/call.js";
import type { Config } from "./rules/config.js";
import type { Finding } from "./rules/finding.js";
import type { DocumentKind } from "./rules/rule.js";
import type { ParsedScript, Span } from "./syntax/ast.js";

export interface AnalyzeOptions {
  /** What the text is; PowerShell where nothing is said. */
  readonly language?: DocumentKind;
  /** The target from the setting or the command line (`2019 CU14`), as text; comment and config file come before it. */
  readonly target?: string;
  /** The parsed `.exchange-rms.yaml` that holds for this file. */
  readonly config?: Config;
  /** The file's path relative to the config file's folder, with slashes: per-glob targets look at it. */
  readonly path?: string;
}

/** What the text means, once. Everything the editor shows comes out of one of these; it belongs to one version of one text. */
export interface Analysis {
  readonly text: string;
  readonly language: DocumentKind;
  /** Null for cmd and CSV files. */
  readonly script: ParsedScript | null;
  /** Calls of cmdlets and of other commands, in the order of the text. */
  readonly calls: readonly Call[];
  readonly target: Target;
  /** By place, without doubles, suppressed ones left out. */
  readonly findings: readonly Finding[];
  /** PowerShell's own syntax errors as findings of the rule `syntax-error`. */
  readonly syntaxFindings: readonly Finding[];
  /** What stands at an offset. */
  readonly at: (offset: number) => Spot;
}

/** What stands at an offset, as far as Exchange commands go. */
export type Spot =
  | { readonly kind: "none" }
  | { readonly kind: "command"; readonly call: Call; readonly span: Span }
  | { readonly kind: "parameter"; readonly call: CmdletCall; readonly argument: BoundArgument; readonly span: Span }
  | { readonly kind: "value"; readonly call: CmdletCall; readonly argument: BoundArgument; readonly span: Span };

/** Reads a text and says everything there is to say about it. Never throws, whatever the text. */
export function analyze(text: string, options: AnalyzeOptions = {}): Analysis {
  return {
    text,
    language: options.language ?? "powershell",
    script: null,
    calls: [],
    target: anyTarget,
    findings: [],
    syntaxFindings: [],
    at: () => ({ kind: "none" }),
  };
}
