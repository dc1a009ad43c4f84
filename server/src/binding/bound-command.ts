import type { Cmdlet, Parameter } from "../catalog/catalog.js";
import type { Command, Expression, Node, Span, VariableExpression } from "../syntax/ast.js";
import type { Value } from "./value.js";

/** How an argument reached its parameter. */
export type BoundBy = "name" | "position" | "splat" | "pipeline" | "default";

/** One argument as PowerShell's binder would hand it to the cmdlet. */
export interface BoundArgument {
  readonly parameter: Parameter;
  readonly by: BoundBy;
  /** The value before Exchange's own conversions; a switch that only stands there is `true`. */
  readonly value: Value;
  /** `-Name` (dash included), or the splat's key. Null for positions and the pipeline. */
  readonly nameSpan: Span | null;
  /** The argument as written at the call or in the splat's table. Null where nothing is written (a switch, the pipeline). */
  readonly valueNode: Node | null;
  /** `@p` when the argument came by splat. */
  readonly splat: VariableExpression | null;
}

/** PowerShell's own ids. */
export type BindingFaultId =
  | "NamedParameterNotFound"
  | "AmbiguousParameter"
  | "ParameterAlreadyBound"
  | "MissingArgument"
  | "PositionalParameterNotFound"
  | "MissingMandatoryParameter"
  | "AmbiguousParameterSet"
  | "ParameterArgumentTransformationError"
  | "CannotConvertArgument"
  | "CannotConvertArgumentNoMessage"
  | "ParameterArgumentValidationErrorNullNotAllowed"
  | "ParameterArgumentValidationErrorEmptyStringNotAllowed"
  | "ParameterArgumentValidationErrorEmptyArrayNotAllowed"
  | "ScriptBlockArgumentNoInput"
  | "InputObjectNotBound"
  | "InputObjectMissingMandatory";

/** What PowerShell's binder rejects. PowerShell stops at the first; the ones after it are what is wrong besides. */
export interface BindingFault {
  readonly id: BindingFaultId;
  /** The name as PowerShell's message has it: of the parameter, of several missing ones with blanks between, or the argument left over. */
  readonly parameter: string | null;
  /** Where it shows: the parameter, the argument, the splat's key, or the command's name. */
  readonly span: Span;
  /** AmbiguousParameter: what it could be. MissingMandatoryParameter: what is missing. ParameterAlreadyBound: the full name. */
  readonly candidates: readonly string[];
}

/** One call of a known cmdlet, seen once however often it runs. */
export interface BoundCommand {
  /** By the parameter's name in lower case. */
  readonly arguments: ReadonlyMap<string, BoundArgument>;
  /** The parameter sets that are still possible. */
  readonly sets: readonly string[];
  /** By PowerShell's order: the first is the one that it reports. */
  readonly faults: readonly BindingFault[];
  /** True when a splat (or `@args`) of unknown content may bring any further parameter: absence proves nothing then. */
  readonly isOpen: boolean;
  readonly command: Command;
  /** The name as written, and where. */
  readonly name: string;
  readonly nameNode: Expression;
  readonly cmdlet: Cmdlet;
  /** True when something may come down the pipeline. */
  readonly hasPipelineInput: boolean;
  /** Commands whose script blocks this call stands in, outermost first (`Invoke-Command`, `ForEach-Object` …). */
  readonly enclosing: readonly Command[];
}
