/**
 * The tree of a PowerShell script. Kinds are PowerShell's own AST class names without "Ast"; child names follow its properties.
 *
 * Nodes hold offsets into the text, never copies of it: UTF-16 code units, `end` exclusive. What a literal means (escapes
 * resolved, numbers converted) is asked of `literals.ts` with the text at hand.
 */

/** What every node has. `start <= end`, and a child lies inside its parent unless a comment at the child's declaration says otherwise. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

// ---------------------------------------------------------------------------------------------------------------- scripts

export interface ScriptBlock extends Span {
  readonly kind: "ScriptBlock";
  readonly usings: readonly UsingStatement[];
  readonly attributes: readonly Attribute[];
  readonly param: ParamBlock | null;
  /** Null, or the statements of each named block. A script without named blocks has only `endBlock`, with `isNamed` false. */
  readonly beginBlock: NamedBlock | null;
  readonly processBlock: NamedBlock | null;
  readonly endBlock: NamedBlock | null;
  readonly cleanBlock: NamedBlock | null;
  readonly dynamicParamBlock: NamedBlock | null;
}

export interface NamedBlock extends Span {
  readonly kind: "NamedBlock";
  readonly blockKind: "begin" | "process" | "end" | "clean" | "dynamicparam";
  /** False for the statements of a script that names no block. */
  readonly isNamed: boolean;
  readonly statements: readonly Statement[];
  readonly traps: readonly TrapStatement[];
}

export interface ParamBlock extends Span {
  readonly kind: "ParamBlock";
  /** Before the word `param`, where the block starts. */
  readonly attributes: readonly Attribute[];
  readonly parameters: readonly Parameter[];
}

export interface Parameter extends Span {
  readonly kind: "Parameter";
  readonly attributes: readonly (Attribute | TypeConstraint)[];
  readonly name: VariableExpression;
  readonly defaultValue: Expression | null;
}

/** `{ … }` as a body: statements only. */
export interface StatementBlock extends Span {
  readonly kind: "StatementBlock";
  readonly statements: readonly Statement[];
  readonly traps: readonly TrapStatement[];
}

// ------------------------------------------------------------------------------------------------------------- statements

export type Statement =
  | Pipeline
  | PipelineChain
  | AssignmentStatement
  | IfStatement
  | SwitchStatement
  | ForStatement
  | ForEachStatement
  | WhileStatement
  | DoWhileStatement
  | DoUntilStatement
  | TryStatement
  | TrapStatement
  | ReturnStatement
  | ThrowStatement
  | ExitStatement
  | BreakStatement
  | ContinueStatement
  | FunctionDefinition
  | TypeDefinition
  | UsingStatement
  | DataStatement
  | ConfigurationDefinition
  | DynamicKeywordStatement
  | BlockStatement
  | ErrorStatement;

export interface Pipeline extends Span {
  readonly kind: "Pipeline";
  /** At least one. A `CommandExpression` stands first only. */
  readonly elements: readonly (Command | CommandExpression)[];
  readonly isBackground: boolean;
}

/** `left && right`, `left || right` (PowerShell 7). */
export interface PipelineChain extends Span {
  readonly kind: "PipelineChain";
  readonly left: Pipeline | PipelineChain;
  readonly operator: "&&" | "||";
  readonly right: Pipeline;
  readonly isBackground: boolean;
}

export interface Command extends Span {
  readonly kind: "Command";
  /** `&` and `.` come before the name; "" where there is none. */
  readonly invocation: "" | "&" | ".";
  /** All elements, the command's name first. */
  readonly elements: readonly CommandElement[];
  readonly redirections: readonly Redirection[];
}

export type CommandElement = CommandParameter | Expression;

export interface CommandParameter extends Span {
  readonly kind: "CommandParameter";
  /** Where the name stands, without the dash and without the colon. */
  readonly nameStart: number;
  readonly nameEnd: number;
  /** What is glued on by a colon (blanks may follow the colon), else null. */
  readonly argument: Expression | null;
}

export interface CommandExpression extends Span {
  readonly kind: "CommandExpression";
  readonly expression: Expression;
  readonly redirections: readonly Redirection[];
}

export interface Redirection extends Span {
  readonly kind: "FileRedirection" | "MergingRedirection";
  /** 1 output, 2 error, 3 warning, 4 verbose, 5 debug, 6 information; 0 all of them. */
  readonly fromStream: number;
  /** Null for a merging redirection (`2>&1`). */
  readonly target: Expression | null;
}

export type AssignmentOperator =
  | "Equals"
  | "PlusEquals"
  | "MinusEquals"
  | "MultiplyEquals"
  | "DivideEquals"
  | "RemainderEquals"
  | "QuestionQuestionEquals";

export interface AssignmentStatement extends Span {
  readonly kind: "AssignmentStatement";
  readonly left: Expression;
  readonly operator: AssignmentOperator;
  readonly right: Statement;
}

export interface IfStatement extends Span {
  readonly kind: "IfStatement";
  readonly clauses: readonly { readonly condition: Statement; readonly body: StatementBlock }[];
  readonly elseClause: StatementBlock | null;
}

export interface SwitchStatement extends Span {
  readonly kind: "SwitchStatement";
  readonly label: Span | null;
  readonly flags: readonly ("regex" | "wildcard" | "exact" | "casesensitive" | "file" | "parallel")[];
  readonly condition: Statement | Expression;
  readonly clauses: readonly { readonly condition: Expression; readonly body: StatementBlock }[];
  readonly defaultClause: StatementBlock | null;
}

export interface ForStatement extends Span {
  readonly kind: "ForStatement";
  readonly label: Span | null;
  readonly initializer: Statement | null;
  readonly condition: Statement | null;
  readonly iterator: Statement | null;
  readonly body: StatementBlock;
}

export interface ForEachStatement extends Span {
  readonly kind: "ForEachStatement";
  readonly label: Span | null;
  readonly flags: readonly ("parallel" | "throttlelimit")[];
  readonly variable: VariableExpression;
  readonly collection: Statement;
  readonly body: StatementBlock;
}

export interface WhileStatement extends Span {
  readonly kind: "WhileStatement";
  readonly label: Span | null;
  readonly condition: Statement;
  readonly body: StatementBlock;
}

export interface DoWhileStatement extends Span {
  readonly kind: "DoWhileStatement";
  readonly label: Span | null;
  readonly body: StatementBlock;
  readonly condition: Statement | null;
}

export interface DoUntilStatement extends Span {
  readonly kind: "DoUntilStatement";
  readonly label: Span | null;
  readonly body: StatementBlock;
  readonly condition: Statement | null;
}

export interface TryStatement extends Span {
  readonly kind: "TryStatement";
  readonly body: StatementBlock;
  readonly catches: readonly CatchClause[];
  readonly finallyBlock: StatementBlock | null;
}

export interface CatchClause extends Span {
  readonly kind: "CatchClause";
  readonly types: readonly TypeConstraint[];
  readonly body: StatementBlock;
}

export interface TrapStatement extends Span {
  readonly kind: "TrapStatement";
  readonly type: TypeConstraint | null;
  readonly body: StatementBlock;
}

export interface ReturnStatement extends Span {
  readonly kind: "ReturnStatement";
  readonly pipeline: Statement | null;
}
export interface ThrowStatement extends Span {
  readonly kind: "ThrowStatement";
  readonly pipeline: Statement | null;
}
export interface ExitStatement extends Span {
  readonly kind: "ExitStatement";
  readonly pipeline: Statement | null;
}
export interface BreakStatement extends Span {
  readonly kind: "BreakStatement";
  readonly label: Expression | null;
}
export interface ContinueStatement extends Span {
  readonly kind: "ContinueStatement";
  readonly label: Expression | null;
}

export interface FunctionDefinition extends Span {
  readonly kind: "FunctionDefinition";
  readonly functionKind: "function" | "filter" | "workflow";
  readonly nameStart: number;
  readonly nameEnd: number;
  /** Null where there is no list in parentheses after the name. */
  readonly parameters: readonly Parameter[] | null;
  readonly body: ScriptBlock;
}

export interface TypeDefinition extends Span {
  readonly kind: "TypeDefinition";
  readonly typeKind: "class" | "enum" | "interface";
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly attributes: readonly Attribute[];
  readonly baseTypes: readonly TypeConstraint[];
  readonly members: readonly (PropertyMember | FunctionMember)[];
}

export interface PropertyMember extends Span {
  readonly kind: "PropertyMember";
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly attributes: readonly Attribute[];
  readonly propertyType: TypeConstraint | null;
  readonly isStatic: boolean;
  readonly initialValue: Expression | null;
}

export interface FunctionMember extends Span {
  readonly kind: "FunctionMember";
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly attributes: readonly Attribute[];
  readonly returnType: TypeConstraint | null;
  readonly isStatic: boolean;
  readonly parameters: readonly Parameter[];
  /** The arguments of `: base(…)` of a constructor. */
  readonly baseArguments: readonly Expression[] | null;
  readonly body: ScriptBlock;
}

export interface UsingStatement extends Span {
  readonly kind: "UsingStatement";
  readonly usingKind: "assembly" | "command" | "module" | "namespace" | "type";
  readonly name: Expression;
  readonly alias: Expression | null;
}

export interface DataStatement extends Span {
  readonly kind: "DataStatement";
  readonly variable: Span | null;
  readonly supportedCommands: readonly Expression[];
  readonly body: StatementBlock;
}

export interface ConfigurationDefinition extends Span {
  readonly kind: "ConfigurationDefinition";
  readonly name: Expression;
  readonly body: ScriptBlock;
}

/** `Node x { … }`, a resource, or `Import-DscResource` inside a configuration. */
export interface DynamicKeywordStatement extends Span {
  readonly kind: "DynamicKeywordStatement";
  readonly elements: readonly CommandElement[];
  readonly body: StatementBlock | Hashtable | ScriptBlockExpression | null;
}

/** `parallel { }`, `sequence { }` of workflows. */
export interface BlockStatement extends Span {
  readonly kind: "BlockStatement";
  readonly keywordStart: number;
  readonly keywordEnd: number;
  readonly body: StatementBlock;
}

/** What could be read of a broken statement. */
export interface ErrorStatement extends Span {
  readonly kind: "ErrorStatement";
  readonly nested: readonly Node[];
}

// ------------------------------------------------------------------------------------------------------------ expressions

export type Expression =
  | StringConstantExpression
  | ExpandableStringExpression
  | ConstantExpression
  | VariableExpression
  | ArrayLiteral
  | ParenExpression
  | ArrayExpression
  | SubExpression
  | Hashtable
  | ScriptBlockExpression
  | ConvertExpression
  | AttributedExpression
  | TypeExpression
  | MemberExpression
  | InvokeMemberExpression
  | IndexExpression
  | UnaryExpression
  | BinaryExpression
  | TernaryExpression
  | UsingExpression
  | ErrorExpression;

export type StringForm = "bare" | "single" | "double" | "singleHere" | "doubleHere";

export interface StringConstantExpression extends Span {
  readonly kind: "StringConstantExpression";
  readonly form: StringForm;
  /** Null, or the value where the text at hand does not tell it: ask `stringValue`. */
  readonly value: string | null;
}

export interface ExpandableStringExpression extends Span {
  readonly kind: "ExpandableStringExpression";
  readonly form: "bare" | "double" | "doubleHere";
  /** Variables and subexpressions, in order; the text between them is literal. */
  readonly nested: readonly Expression[];
  /** Null, or the raw value where the text at hand does not tell it: ask `stringValue`. */
  readonly value: string | null;
}

/** A number. */
export interface ConstantExpression extends Span {
  readonly kind: "ConstantExpression";
}

export interface VariableExpression extends Span {
  readonly kind: "VariableExpression";
  /** The name, scope included, without `$`, `@` or braces. */
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly isSplatted: boolean;
  readonly isBraced: boolean;
}

/** `a, b` or `, a`. */
export interface ArrayLiteral extends Span {
  readonly kind: "ArrayLiteral";
  readonly elements: readonly Expression[];
}

/** `( … )`. */
export interface ParenExpression extends Span {
  readonly kind: "ParenExpression";
  readonly pipeline: Statement;
}

/** `@( … )`. */
export interface ArrayExpression extends Span {
  readonly kind: "ArrayExpression";
  readonly body: StatementBlock;
}

/** `$( … )`. */
export interface SubExpression extends Span {
  readonly kind: "SubExpression";
  readonly body: StatementBlock;
}

export interface Hashtable extends Span {
  readonly kind: "Hashtable";
  readonly entries: readonly HashtableEntry[];
}

export interface HashtableEntry {
  readonly key: Expression;
  readonly value: Statement;
}

/** `{ … }` as a value. */
export interface ScriptBlockExpression extends Span {
  readonly kind: "ScriptBlockExpression";
  readonly scriptBlock: ScriptBlock;
}

/** `[type] child`. */
export interface ConvertExpression extends Span {
  readonly kind: "ConvertExpression";
  readonly type: TypeConstraint;
  readonly child: Expression;
}

/** `[attribute()] child`. */
export interface AttributedExpression extends Span {
  readonly kind: "AttributedExpression";
  readonly attribute: Attribute;
  readonly child: Expression;
}

/** `[type]` as a value. */
export interface TypeExpression extends Span {
  readonly kind: "TypeExpression";
  readonly typeStart: number;
  readonly typeEnd: number;
}

export interface MemberExpression extends Span {
  readonly kind: "MemberExpression";
  readonly target: Expression;
  readonly member: Expression;
  readonly isStatic: boolean;
  readonly isNullConditional: boolean;
}

export interface InvokeMemberExpression extends Span {
  readonly kind: "InvokeMemberExpression";
  readonly target: Expression;
  readonly member: Expression;
  readonly arguments: readonly Expression[];
  readonly isStatic: boolean;
  readonly isNullConditional: boolean;
}

export interface IndexExpression extends Span {
  readonly kind: "IndexExpression";
  readonly target: Expression;
  readonly index: Expression;
  readonly isNullConditional: boolean;
}

export type UnaryOperator =
  | "!"
  | "-not"
  | "-bnot"
  | "+"
  | "-"
  | "++"
  | "--"
  | "post++"
  | "post--"
  | "-join"
  | "-split"
  | "-csplit"
  | "-isplit";

export interface UnaryExpression extends Span {
  readonly kind: "UnaryExpression";
  /** Lower case, an ASCII dash. `-isplit` and `-split` are the same. */
  readonly operator: UnaryOperator;
  readonly child: Expression;
}

export interface BinaryExpression extends Span {
  readonly kind: "BinaryExpression";
  /** As written in lower case with an ASCII dash: `+`, `..`, `-f`, `-ceq`, `-is`, `??` … */
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
}

/** `condition ? ifTrue : ifFalse` (PowerShell 7). */
export interface TernaryExpression extends Span {
  readonly kind: "TernaryExpression";
  readonly condition: Expression;
  readonly ifTrue: Expression;
  readonly ifFalse: Expression;
}

/** `$using:name`. */
export interface UsingExpression extends Span {
  readonly kind: "UsingExpression";
  /** The variable, its name without `using:`, or members and elements of it. */
  readonly child: Expression;
}

/** What could be read of a broken expression. */
export interface ErrorExpression extends Span {
  readonly kind: "ErrorExpression";
  readonly nested: readonly Node[];
}

// ------------------------------------------------------------------------------------------------------ types, attributes

export interface TypeConstraint extends Span {
  readonly kind: "TypeConstraint";
  /** The type's name as written, without the outer brackets. */
  readonly typeStart: number;
  readonly typeEnd: number;
}

export interface Attribute extends Span {
  readonly kind: "Attribute";
  readonly typeStart: number;
  readonly typeEnd: number;
  readonly positional: readonly Expression[];
  /** Where the attribute is not closed, the last one may stand behind its end. */
  readonly named: readonly NamedAttributeArgument[];
}

export interface NamedAttributeArgument extends Span {
  readonly kind: "NamedAttributeArgument";
  readonly nameStart: number;
  readonly nameEnd: number;
  /** Null for a bare name, which means `$true`. */
  readonly value: Expression | null;
}

export type Node =
  | ScriptBlock
  | NamedBlock
  | ParamBlock
  | Parameter
  | StatementBlock
  | Statement
  | Command
  | CommandParameter
  | CommandExpression
  | Redirection
  | CatchClause
  | PropertyMember
  | FunctionMember
  | Expression
  | TypeConstraint
  | Attribute
  | NamedAttributeArgument;

// ----------------------------------------------------------------------------------------------------------------- result

/** A fault in the syntax. `id` is PowerShell's error id where it has one; `message` is ours, in plain words. */
export interface SyntaxFault extends Span {
  readonly id: string;
  readonly message: string;
  /** What would close a text without an end, where the script was read as if it stood at the end of this fault. */
  readonly closer?: string;
}

/** A place whose syntax Windows PowerShell 5.1 rejects and PowerShell 7 accepts. */
export interface Ps7Syntax extends Span {
  readonly what: "&&" | "||" | "?:" | "??" | "??=" | "?." | "?[]" | "leading |" | "clean" | "&";
}

/** What `parse` gives: never null, whatever the text. */
export interface ParsedScript {
  readonly text: string;
  readonly root: ScriptBlock;
  /** In the order in which PowerShell reports them, which is nearly that of the text. */
  readonly faults: readonly SyntaxFault[];
  /** Comments by start, `#…` and `<#…#>`, delimiters included. `#requires` is among them. */
  readonly comments: readonly Span[];
  readonly ps7Syntax: readonly Ps7Syntax[];
  /** All commands and functions of the tree: who looks for them need not walk it. Inner ones come before those around them. */
  readonly commands: readonly Command[];
  readonly functions: readonly FunctionDefinition[];
  /** Null where a changed text must be read from its beginning. */
  readonly notes: ReadingNotes | null;
}

/** What was noted while a script was read, for who reads it again after a change; see `reparse.ts`. */
export interface ReadingNotes {
  readonly requires: readonly Span[];
  /** The faults of the parser come first, then those of `#requires`, then those of the checks after parsing. */
  readonly parserFaults: number;
  readonly requiresFaults: number;
  /** Starts of the script's own statements of which more than the first token had been looked at before. */
  readonly foreseen: readonly number[];
  /** Where a statement begins with `else` or another word that PowerShell passes over once there are faults. */
  readonly strays: readonly number[];
  /** Subexpressions of strings in which what was read may hang on where in the text they stand. */
  readonly skewed: readonly Span[];
}
