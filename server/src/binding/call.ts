import type { Command, CommandParameter, Expression, FunctionDefinition, Node, Span, VariableExpression } from "../syntax/ast.js";
import type { Value } from "./value.js";

/**
 * What the interpreter hands to the binder: the elements of one call, evaluated, in the order in which they stand.
 *
 * One call is one place in the text; a value is what every visit of that place agrees on, `unknown` where they differ.
 */
export type CallElement = ParameterElement | ValueElement | SplatElement;

/** `-Name`, `-Name:value`. The value that may follow a `-Name` without a colon is the next element: only the binder knows. */
export interface ParameterElement {
  readonly kind: "parameter";
  /** As written, without the dash. */
  readonly name: string;
  readonly node: CommandParameter;
  /** What is glued on by a colon, else null. */
  readonly argument: Value | null;
}

/** An argument: of the parameter before it, or a positional one. */
export interface ValueElement {
  readonly kind: "value";
  readonly value: Value;
  readonly node: Expression;
}

/**
 * `@name`: a hashtable (its keys are parameters; an incomplete one may bring any other, an entry that `mayBeAbsent` may bring
 * none), an array (its items are positional, except what `@args` carried as parameters), null (one positional null), a string
 * (its characters), or unknown (anything).
 */
export interface SplatElement {
  readonly kind: "splat";
  readonly value: Value;
  readonly node: VariableExpression;
}

/** An entry of `$PSDefaultParameterValues` that is for this command: binds when nothing else did. */
export interface DefaultValue {
  /** The part after the colon, as written. */
  readonly parameter: string;
  readonly value: Value;
  readonly keyNode: Node | null;
}

/** What a call hands over. */
export interface CallTurn {
  /** What follows the name. */
  readonly elements: readonly CallElement[];
  /** True when something stands before it in the pipeline (or feeds the script block it ends up in). */
  readonly hasPipelineInput: boolean;
  /** The objects that come down the pipeline, when they are known; else null. */
  readonly pipelineInput: readonly Value[] | null;
  /** Empty in almost every script. Null when defaults exist that could not be told. */
  readonly defaults: readonly DefaultValue[] | null;
}

/**
 * One call, one entry per place and name, whether or not the script ever gets there: of a cmdlet of the catalogue, or of anything else
 * that is no function of this script (`netsh`, `reg`, `.\GenConnectorConfig.ps1`, `Connect-ExchangeOnline` …).
 */
export interface ScriptCall extends CallTurn {
  readonly command: Command;
  /** The cmdlet's name after aliases and `& $name` (without a module's name before a backslash); as written otherwise. */
  readonly name: string;
  /** What stands for the name in the text. */
  readonly nameNode: Expression;
  /** Commands whose script blocks this call stands in, outermost first (`Invoke-Command`, `ForEach-Object` …). */
  readonly enclosing: readonly Command[];
  /**
   * The visits of the place one by one (turns of a loop, calls of the function it stands in), where they differ and are not too many; else
   * empty. Each is a call that happens where the script gets there.
   */
  readonly turns: readonly CallTurn[];
}

export interface AliasDefinition {
  readonly name: string;
  readonly target: string;
  readonly span: Span;
}

/** Everything the interpreter found in one script. */
export interface ScriptCalls {
  /** Calls of catalogue cmdlets, by position. */
  readonly calls: readonly ScriptCall[];
  /** Calls of everything else, by position. */
  readonly others: readonly ScriptCall[];
  readonly functions: readonly FunctionDefinition[];
  readonly aliases: readonly AliasDefinition[];
  /** Where code runs that cannot be seen: `. $file`, `Invoke-Expression`, `Import-Module .\x.psm1`. */
  readonly unseenCode: readonly Span[];
}
