import type { Command, Expression, InvokeMemberExpression, Node, Pipeline, Statement, VariableExpression } from "../../syntax/ast.js";
import { builtinAlias } from "../builtin-aliases.js";
import { typeName } from "../evaluate/convert.js";

/** Commands whose output may be known. */
const TELLING: ReadonlySet<string> = new Set(
  "write-output get-variable get-command select-object sort-object where-object foreach-object invoke-command".split(" "),
);

/** Parameters of `Invoke-Command` that have it run where nobody sees. */
const ELSEWHERE = /\s-(comp|cn|session|conn|host|vm|container|file|asjob)/i;

/** Commands that may give what they are sent. */
const PASSING: ReadonlySet<string> = new Set(
  "write-output select-object sort-object where-object foreach-object invoke-command convertfrom-csv add-member".split(" "),
);

/** Objects whose content is followed; those of the second kind are made empty. */
const MADE = /object\b.*([\s'".]object\b|psobject|pscustomobject)/i;
const LISTS = /(arraylist|list\[.+\])['"\s]*$/i;

/**
 * Whether a value may be known: `always`, `never`, if that of the variables in it may (`depends`), or if what a function gives may. `empty`: always,
 * and it is nothing, or holds nothing so far.
 */
export type Outlook<F> = "always" | "never" | "depends" | "empty" | F;

/**
 * Whether the value of something may be known: of a constant always, of what a server answers never.
 *
 * @param meant the constant name of a command in lower case; null for none, a function of the script as itself
 */
export function outlook<F extends object>(node: Node, text: string, meant: (command: Command) => string | F | null): Outlook<F> {
  switch (node.kind) {
    case "VariableExpression":
      return node.end - node.start === 5 && /^\$null$/i.test(text.slice(node.start, node.end)) ? "empty" : "depends";
    case "StringConstantExpression":
      return node.form !== "bare" && node.end - node.start === 2 ? "empty" : "always";
    case "Pipeline":
      return outlookOfPipeline(node, text, meant);
    case "CommandExpression":
      return outlook(node.expression, text, meant);
    case "Hashtable":
      return node.entries.length === 0 ? "empty" : "always";
    case "Command": {
      const name = meant(node);
      if (name === null) return "always";
      if (typeof name !== "string") return name;
      const full = builtinAlias(name)?.toLowerCase() ?? name;
      if (full === "new-object") {
        const written = text.slice(node.start, node.end);
        return LISTS.test(written) ? "empty" : MADE.test(written) ? "always" : "never";
      }
      if (full === "invoke-command" && ELSEWHERE.test(text.slice(node.start, node.end))) return "never";
      return TELLING.has(full) ? "always" : "never";
    }
    case "ParenExpression":
      return outlook(node.pipeline, text, meant);
    case "AssignmentStatement":
      return outlook(node.right, text, meant);
    case "ArrayExpression":
    case "SubExpression": {
      const { statements } = node.body;
      const [first] = statements;
      return first ? (statements.length === 1 ? outlook(first, text, meant) : "always") : "empty";
    }
    case "ConvertExpression":
    case "AttributedExpression":
      return outlook(node.child, text, meant);
    case "MemberExpression":
      // Of itself a script knows no more than the names of its functions.
      if (/^\$myinvocation\.(?!mycommand\b(?:\.name$|$))/i.test(text.slice(node.start, node.end))) return "never";
      return outlook(node.target, text, meant) === "never" ? "never" : "depends";
    case "InvokeMemberExpression":
      if (node.target.kind === "TypeExpression") return outlookOfStatic(node, text);
      return outlook(node.target, text, meant) === "never" ? "never" : "depends";
    case "IndexExpression":
      return outlook(node.target, text, meant) === "never" ? "never" : "depends";
    case "UnaryExpression":
      return outlook(node.child, text, meant) === "never" ? "never" : "depends";
    case "BinaryExpression":
      return outlook(node.left, text, meant) === "never" && outlook(node.right, text, meant) === "never" ? "never" : "depends";
    case "ExpandableStringExpression":
      return node.nested.some((one) => outlook(one, text, meant) === "never") ? "never" : "depends";
    default:
      return "always";
  }
}

/** What comes out at the end of a pipeline: of other commands than these it cannot be known. */
function outlookOfPipeline<F extends object>(node: Pipeline, text: string, meant: (command: Command) => string | F | null): Outlook<F> {
  const [first, ...more] = node.elements;
  if (!first) return "never";
  let given = outlook(first, text, meant);
  for (const one of more) {
    if (one.kind !== "Command") continue;
    const name = meant(one);
    if (name === null) given = "always";
    else if (typeof name !== "string") given = name;
    else if (!PASSING.has(builtinAlias(name)?.toLowerCase() ?? name)) given = "never";
  }
  return given;
}

/** Static methods of types with a namespace are known of a few types only. */
function outlookOfStatic({ target, member, arguments: given }: InvokeMemberExpression, text: string): "depends" | "never" | "empty" {
  const type = typeName(text.slice(target.start + 1, target.end - 1));
  if (given.length === 0 && isEmptyWhenNew(type) && /^new$/i.test(text.slice(member.start, member.end))) return "empty";
  return type.includes(".") && !type.startsWith("text.regularexpressions.") ? "never" : "depends";
}

function isEmptyWhenNew(type: string): boolean {
  return type === "ArrayList" || type === "Hashtable" || type === "OrderedDictionary" || type.startsWith("List[");
}

/** What a value may be as the name of a command: a text (`may`), a script block, neither (`no`), what a variable holds or a function gives. */
export function naming<F extends object>(
  node: Node,
  meant: (command: Command) => string | F | null,
): "may" | "block" | "no" | VariableExpression | F {
  switch (node.kind) {
    case "ScriptBlockExpression":
      return "block";
    case "ConstantExpression":
    case "Hashtable":
      return "no";
    case "VariableExpression":
      return node;
    case "Command": {
      const command = meant(node);
      return command === null || typeof command === "string" ? "may" : command;
    }
    case "Pipeline": {
      const [only, ...more] = node.elements;
      return only && more.length === 0 ? naming(only, meant) : "may";
    }
    case "CommandExpression":
      return naming(node.expression, meant);
    case "ParenExpression":
      return naming(node.pipeline, meant);
    case "AssignmentStatement":
      return naming(node.right, meant);
    case "ConvertExpression":
    case "AttributedExpression":
      return naming(node.child, meant);
    default:
      return "may";
  }
}

/** Worth the same wherever it stands. */
export function isConstant(node: Node): boolean {
  return (
    node.kind === "StringConstantExpression" || node.kind === "ConstantExpression" || (node.kind === "CommandParameter" && !node.argument)
  );
}

/** Whether a statement may give an object that a variable refers to, or a script block. */
export function mayBeObject(node: Statement, text: string): boolean {
  if (node.kind !== "Pipeline") return true;
  const [first] = node.elements;
  return first?.kind === "CommandExpression" && mayHold(first.expression, text);
}

export function mayHold(node: Expression, text: string): boolean {
  switch (node.kind) {
    case "StringConstantExpression":
    case "ExpandableStringExpression":
    case "ConstantExpression":
    case "TypeExpression":
      return false;
    case "BinaryExpression":
      return node.operator === "+" || node.operator === "??";
    case "InvokeMemberExpression":
      // Told by its method.
      return false;
    case "MemberExpression":
      return !/^(keys|count|length)$/i.test(text.slice(node.member.start, node.member.end));
    case "ConvertExpression":
    case "AttributedExpression":
      return mayHold(node.child, text);
    default:
      return true;
  }
}

const COMPOUND: ReadonlySet<Node["kind"]> = new Set([
  "IfStatement",
  "SwitchStatement",
  "ForStatement",
  "ForEachStatement",
  "WhileStatement",
  "DoWhileStatement",
  "DoUntilStatement",
  "TryStatement",
  "BlockStatement",
] as const);

/** A statement that holds lists of statements. */
export function isCompound({ kind }: Statement): boolean {
  return COMPOUND.has(kind);
}

const STATEFUL: ReadonlySet<string> = new Set(
  "set-variable new-variable clear-variable remove-variable invoke-expression import-module".split(" "),
);

/** Whether a command, in lower case, has a meaning of its own for the state of the script. */
export function isStateful(command: string): boolean {
  return STATEFUL.has(command);
}

/** Whether a parameter names a variable that gets something of the call. */
export function namesVariable(parameter: string): boolean {
  return /variable$|^(ov|pv|ev|wv|iv|sv)$|^(outv|pipelinev|errorv|warningv|informationv)/i.test(parameter);
}

const FILLING: ReadonlySet<string> = new Set(["add", "addrange", "insert", "insertrange"]);

/** Whether a method puts its arguments into its object; what it gives is of no interest. */
export function fills(method: string): boolean {
  return FILLING.has(method.toLowerCase());
}

const GIVES_TEXT: ReadonlySet<string> = new Set(
  (
    "tostring trim trimstart trimend split replace tolower toupper substring startswith endswith contains containskey indexof lastindexof " +
    "padleft padright gettype equals compareto format join concat isnullorempty isnullorwhitespace parse tryparse escape round floor ceiling " +
    "max min abs"
  ).split(" "),
);

/** Whether a method leaves its object as it is and gives a text, a number or an answer. */
export function givesText(method: string): boolean {
  return GIVES_TEXT.has(method.toLowerCase());
}

/** What an assignment to something changes: a variable as a whole, a list of such, or what `at` refers to. */
export function assignedRoot(node: Expression): { readonly at: Node; readonly isWhole: boolean } {
  let at: Node = node;
  let isWhole = true;
  for (;;) {
    if (at.kind === "MemberExpression" || at.kind === "IndexExpression" || at.kind === "InvokeMemberExpression") {
      at = at.target;
      isWhole = false;
    } else if (at.kind === "ConvertExpression" || at.kind === "AttributedExpression") at = at.child;
    else if (at.kind === "ParenExpression" && at.pipeline.kind === "Pipeline" && at.pipeline.elements[0]?.kind === "CommandExpression")
      at = at.pipeline.elements[0].expression;
    else return { at, isWhole };
  }
}
