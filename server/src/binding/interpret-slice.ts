import type { Command, Expression, Node, ParsedScript, ScriptBlock, Statement, VariableExpression } from "../syntax/ast.js";
import { stringValue } from "../syntax/literals.js";
import { forEachChild } from "../syntax/visit.js";
import type { Survey } from "./interpret-survey.js";

/**
 * What of a script can matter to the calls that are asked for. The names of variables stand for the variables, whatever their
 * scope: too much may be kept, never too little.
 */
export interface Slice {
  /** Variables whose values may reach a call that is asked for; all others are taken for unknown. Lower case, without scope. */
  readonly names: ReadonlySet<string>;
  /** Statements that must be followed; the others change nothing that is looked at. */
  readonly statements: ReadonlySet<Statement>;
  /** Of a loop, or a command with a block that may run many times: what a turn may change, as far as the text tells. */
  readonly changes: ReadonlyMap<Node, ReadonlySet<string>>;
  /** Of those, the ones whose objects may be changed. */
  readonly mutated: ReadonlySet<string>;
}

/** A statement (or a parameter's default): what it may change, and what its doing depends on. */
interface Unit {
  readonly statement: Statement | null;
  readonly parent: Unit | null;
  /** The name of the function it stands in. */
  readonly within: string | null;
  readonly changes: Set<string>;
  readonly reads: Set<string>;
  readonly calls: Set<string>;
  /** `break` and `continue` that end or go on with this loop. */
  readonly jumps: Unit[];
  readonly isLoop: boolean;
  isWanted: boolean;
  /** Followed; and whether what it reads matters. */
  isLive: boolean;
  isValued: boolean;
}

// Where variables are set by name, or types of the script's own hold them, names in the text are not enough.
const TOO_DYNAMIC =
  /\b(set|new|get|clear|remove)-variable\b|\b(sv|nv|gv|clv|rv)\b|\$\{?(function|alias|variable):|getnewclosure|\bpsboundparameters\b|^\s*(class|enum)\s/im;

/** Finds what must be followed; null where everything must. */
export function sliceOf(parsed: ParsedScript, look: Survey, isHarmless: (name: string) => boolean): Slice | null {
  if (TOO_DYNAMIC.test(parsed.text)) return null;
  return new Slicer(parsed, look, isHarmless).slice();
}

// Methods that change neither their object nor their arguments.
const PURE = new Set(
  (
    "tostring trim trimstart trimend split replace tolower toupper substring startswith endswith contains containskey containsvalue indexof lastindexof padleft " +
    "padright insert gettype equals compareto format join concat isnullorempty isnullorwhitespace parse tryparse new getenumerator toarray adddays addhours " +
    "addminutes addmonths addseconds addyears toshortdatestring touniversaltime tolocaltime clone invoke isprefixof matches ismatch match escape round floor " +
    "ceiling max min abs getbytes getstring tochararray getvalue getdirectoryentry where foreach tolowerinvariant toupperinvariant combine getfilename"
  ).split(" "),
);

// Methods that take their arguments in and leave them as they are.
const TAKING = new Set(["add", "addrange", "insert", "remove", "removeat", "clear", "append", "appendline", "enqueue", "push", "set_item"]);

class Slicer {
  private readonly units: Unit[] = [];
  private readonly changing = new Map<string, Unit[]>();
  private readonly reading = new Map<string, Unit[]>();
  private readonly callers = new Map<string, Unit[]>();
  private readonly insideFunction = new Map<string, Unit[]>();
  /** `return`, `throw` and `exit` by function; "" for the script itself. */
  private readonly jumps = new Map<string, Unit[]>();
  private readonly definitions = new Map<string, Unit[]>();
  private readonly liveFunctions = new Set<string>();
  private readonly parametersOf = new Map<string, string[]>();
  private readonly mutated = new Set<string>();
  /** Names that are set for other scopes than the current one. */
  private readonly scoped = new Set<string>();
  /** Commands with blocks, by the statement they stand in. */
  private readonly repeating: [Command, Unit][] = [];
  private readonly wanted: ReadonlySet<Command>;
  private readonly needed = new Set<string>();
  private readonly followed = new Set<string>();
  private readonly valued = new Set<string>();
  private readonly statements = new Set<Statement>();
  private unit: Unit | null = null;
  /** Units whose value what is read now goes into. */
  private collectors: Unit[] = [];
  private within: string | null = null;
  /** What `$_` means at the place being read. */
  private underscore = "_";
  private underscores = 0;

  constructor(
    private readonly parsed: ParsedScript,
    private readonly look: Survey,
    private readonly isHarmless: (name: string) => boolean,
  ) {
    this.wanted = new Set(look.commands.filter((site) => site.isRelevant).map((site) => site.command));
    for (const { nameStart, nameEnd, parameters, body } of look.functions) {
      const name = plainName(parsed.text.slice(nameStart, nameEnd));
      const names = [...(parameters ?? []), ...(body.param?.parameters ?? [])].map((parameter) => this.nameOf(parameter.name));
      this.parametersOf.set(name, [...(this.parametersOf.get(name) ?? []), ...names]);
    }
  }

  slice(): Slice {
    this.block(this.parsed.root);
    for (const unit of this.units) {
      for (const name of unit.changes) push(this.changing, name, unit);
      for (const name of unit.reads) push(this.reading, name, unit);
      for (const name of unit.calls) push(this.callers, name, unit);
      if (unit.within !== null) push(this.insideFunction, unit.within, unit);
    }
    this.enliven("");
    for (const unit of this.units) if (unit.isWanted) this.keep(unit, true);
    return { names: this.needed, statements: this.statements, changes: this.changesOfLoops(), mutated: this.mutated };
  }

  private changesOfLoops(): ReadonlyMap<Node, ReadonlySet<string>> {
    const changes = new Map<Node, Set<string>>();
    const byUnit = new Map<Unit, Set<string>>();
    for (const unit of this.units) {
      if (!unit.isLoop || !unit.isLive || !unit.statement) continue;
      const names = new Set<string>();
      byUnit.set(unit, names);
      changes.set(unit.statement, names);
    }
    for (const [command, unit] of this.repeating) {
      if (!unit.isLive) continue;
      const names = byUnit.get(unit) ?? new Set<string>();
      byUnit.set(unit, names);
      changes.set(command, names);
    }
    if (byUnit.size === 0) return changes;
    for (const unit of this.units) {
      if (!unit.isLive) continue;
      for (let at: Unit | null = unit; at; at = at.parent) {
        const names = byUnit.get(at);
        if (!names) continue;
        for (const name of unit.changes) if (this.needed.has(name)) names.add(name);
        if (unit.calls.size > 0) for (const name of this.scoped) if (this.needed.has(name)) names.add(name);
      }
    }
    return changes;
  }

  // ------------------------------------------------------------------------------------------------------------- what matters

  /** Follows a unit. `isValued`: what it reads matters, too; otherwise only that it runs. */
  private keep(unit: Unit, isValued: boolean): void {
    if (!unit.isLive) {
      unit.isLive = true;
      if (unit.statement) this.statements.add(unit.statement);
      for (const jump of unit.jumps) this.keep(jump, false);
      for (const name of unit.calls) for (const definition of this.definitions.get(name) ?? []) this.keep(definition, false);
      if (unit.parent) this.keep(unit.parent, isValued);
      if (unit.within !== null) this.enliven(unit.within);
    }
    if (!isValued || unit.isValued) return;
    unit.isValued = true;
    for (const name of unit.reads) this.need(name);
    for (const name of unit.calls) this.needValue(name);
    // Whether it runs at all depends on what its surroundings ask.
    if (unit.parent) this.keep(unit.parent, true);
  }

  private enliven(name: string): void {
    if (this.liveFunctions.has(name)) return;
    this.liveFunctions.add(name);
    for (const jump of this.jumps.get(name) ?? []) this.keep(jump, false);
    for (const caller of this.callers.get(name) ?? []) this.keep(caller, false);
    for (const definition of this.definitions.get(name) ?? []) this.keep(definition, false);
  }

  private need(name: string): void {
    if (this.needed.has(name)) return;
    this.needed.add(name);
    for (const unit of this.changing.get(name) ?? []) this.keep(unit, true);
    this.follow(name);
  }

  // Other variables may hold the same object; when one of them changes it, this one shows it.
  private follow(name: string): void {
    if (this.followed.has(name)) return;
    this.followed.add(name);
    for (const unit of this.reading.get(name) ?? []) {
      for (const other of unit.changes) {
        if (this.mutated.has(other)) this.need(other);
        this.follow(other);
      }
    }
  }

  // What a function gives back is asked for.
  private needValue(name: string): void {
    if (this.valued.has(name)) return;
    this.valued.add(name);
    for (const unit of this.insideFunction.get(name) ?? []) this.keep(unit, true);
  }

  // ------------------------------------------------------------------------------------------------------------------ reading

  private nameOf(node: VariableExpression): string {
    const written = this.parsed.text.slice(node.nameStart, node.nameEnd).toLowerCase();
    const colon = written.indexOf(":");
    const name = colon >= 0 && !written.startsWith("env:") ? written.slice(colon + 1) : written;
    if (colon >= 0) this.scoped.add(name);
    return name === "psitem" || name === "_" ? this.underscore : name;
  }

  /** Reads something in which `$_` is an item of its own. */
  private withItem(read: () => void, name = `_${++this.underscores}`): void {
    const outer = this.underscore;
    this.changes(name);
    this.underscore = name;
    read();
    this.underscore = outer;
  }

  private reads(name: string): void {
    for (const unit of this.collectors) unit.reads.add(name);
  }

  private changes(name: string): void {
    for (const unit of this.collectors) unit.changes.add(name);
  }

  private block(node: ScriptBlock): void {
    const parameters = node.param?.parameters ?? [];
    for (const parameter of parameters) this.parameter(parameter.name, parameter.defaultValue);
    for (const named of [node.dynamicParamBlock, node.beginBlock, node.processBlock, node.endBlock, node.cleanBlock]) {
      if (!named) continue;
      for (const statement of named.statements) this.statement(statement);
      for (const trap of named.traps) this.statement(trap);
    }
  }

  private parameter(node: VariableExpression, value: Expression | null): void {
    if (!value) return;
    this.open(null, () => {
      this.changes(this.nameOf(node));
      this.expression(value);
    });
  }

  private open(statement: Statement | null, read: () => void): void {
    const unit: Unit = {
      statement,
      parent: this.unit,
      within: this.within,
      changes: new Set(),
      reads: new Set(),
      calls: new Set(),
      jumps: [],
      isLoop: statement !== null && /^(ForEach|For|While|DoWhile|DoUntil|Switch)Statement$/.test(statement.kind),
      isWanted: false,
      isLive: false,
      isValued: false,
    };
    this.units.push(unit);
    const { unit: outer, collectors } = this;
    this.unit = unit;
    this.collectors = [...collectors, unit];
    read();
    this.unit = outer;
    this.collectors = collectors;
  }

  /** Statements inside a statement, whose values do not go into it. */
  private nested(statements: readonly Statement[]): void {
    const { collectors } = this;
    this.collectors = collectors.filter((unit) => unit !== this.unit);
    for (const statement of statements) this.statement(statement);
    this.collectors = collectors;
  }

  private statement(node: Statement): void {
    this.open(node, () => this.inside(node));
  }

  private inside(node: Statement): void {
    switch (node.kind) {
      case "AssignmentStatement":
        this.target(node.left, node.operator !== "Equals");
        this.value(node.right);
        return;
      case "Pipeline":
        this.pipeline(node.elements);
        return;
      case "PipelineChain":
        this.value(node.left);
        this.value(node.right);
        return;
      case "IfStatement":
        for (const clause of node.clauses) {
          this.value(clause.condition);
          this.nested(clause.body.statements);
        }
        if (node.elseClause) this.nested(node.elseClause.statements);
        return;
      case "SwitchStatement":
        this.changes("matches");
        this.any(node.condition);
        this.withItem(() => {
          for (const clause of node.clauses) {
            this.expression(clause.condition);
            this.nested(clause.body.statements);
          }
          if (node.defaultClause) this.nested(node.defaultClause.statements);
        });
        return;
      case "ForEachStatement":
        this.changes(this.nameOf(node.variable));
        this.changes("foreach");
        this.value(node.collection);
        this.nested(node.body.statements);
        return;
      case "ForStatement":
        for (const part of [node.initializer, node.condition, node.iterator]) if (part) this.value(part);
        this.nested(node.body.statements);
        return;
      case "WhileStatement":
      case "DoWhileStatement":
      case "DoUntilStatement":
        if (node.condition) this.value(node.condition);
        this.nested(node.body.statements);
        return;
      case "TryStatement":
        this.nested(node.body.statements);
        for (const clause of node.catches) this.withItem(() => this.nested(clause.body.statements), "_error");
        if (node.finallyBlock) this.nested(node.finallyBlock.statements);
        return;
      case "TrapStatement":
        this.withItem(() => this.nested(node.body.statements), "_error");
        this.jump(false);
        return;
      case "ReturnStatement":
      case "ThrowStatement":
      case "ExitStatement":
        if (node.pipeline) this.value(node.pipeline);
        this.jump(false);
        return;
      case "BreakStatement":
      case "ContinueStatement":
        this.jump(node.label === null);
        return;
      case "FunctionDefinition": {
        const { within, collectors, underscore, unit } = this;
        this.within = plainName(this.parsed.text.slice(node.nameStart, node.nameEnd));
        if (unit) push(this.definitions, this.within, unit);
        this.collectors = [];
        this.unit = null;
        this.underscore = `_of ${this.within}`;
        for (const parameter of node.parameters ?? []) this.parameter(parameter.name, parameter.defaultValue);
        this.block(node.body);
        this.unit = unit;
        this.collectors = collectors;
        this.within = within;
        this.underscore = underscore;
        return;
      }
      default:
        if (this.unit) this.unit.isWanted = true;
        forEachChild(node, (child) => this.any(child));
    }
  }

  // A jump decides what else runs where its surroundings are followed, and nowhere else.
  private jump(isOfLoop: boolean): void {
    const { unit } = this;
    if (!unit) return;
    let loop = isOfLoop ? unit.parent : null;
    while (loop && !loop.isLoop) loop = loop.parent;
    if (loop) loop.jumps.push(unit);
    else push(this.jumps, unit.within ?? "", unit);
  }

  private value(node: Statement): void {
    this.open(node, () => this.inside(node));
  }

  private any(node: Node): void {
    if (isStatement(node)) this.statement(node);
    else if (node.kind === "ScriptBlock") this.block(node);
    else if (node.kind === "StatementBlock" || node.kind === "NamedBlock")
      for (const statement of node.statements) this.statement(statement);
    else if (isExpression(node)) this.expression(node);
    else forEachChild(node, (child) => this.any(child));
  }

  // ---------------------------------------------------------------------------------------------------------------- commands

  private pipeline(elements: (Statement & { kind: "Pipeline" })["elements"]): void {
    const read = (): void => {
      for (const element of elements) {
        if (element.kind === "CommandExpression") this.expression(element.expression);
        else this.command(element);
      }
    };
    if (elements.length > 1) this.withItem(read);
    else read();
  }

  private command(node: Command): void {
    const { unit } = this;
    const first = node.elements[0];
    if (!unit || !first) return;
    const name = first.kind === "StringConstantExpression" ? stringValue(this.parsed.text, first).toLowerCase() : null;
    const isWanted = this.wanted.has(node);
    if (isWanted) unit.isWanted = true;
    const isOwn = name !== null && this.look.functionNames.has(name);
    if (isOwn) {
      for (const one of this.collectors) one.calls.add(name);
      for (const parameter of this.parametersOf.get(name) ?? []) this.changes(parameter);
      this.changes("args");
      this.changes("input");
      this.changes(`_of ${name}`);
    }
    if (name === null) this.changes("_block");
    const isOpen = !isOwn && !isWanted && (name === null || !this.isHarmless(name));
    for (const [i, element] of node.elements.entries()) {
      if (element.kind === "CommandParameter") {
        const given = this.parsed.text.slice(element.nameStart, element.nameEnd).toLowerCase();
        if (/^(outv|ov$|pipelinev|pv$|errorv|ev$|warningv|wv$|informationv|iv$|variable$)/.test(given))
          this.outVariable(element.argument ?? node.elements[i + 1]);
        if (element.argument) this.argument(node, element.argument, isOpen, isWanted);
      } else if (i > 0 || name === null) this.argument(node, element, isOpen, isWanted);
    }
    for (const one of node.redirections) if (one.target) this.expression(one.target);
  }

  private outVariable(node: Command["elements"][number] | undefined): void {
    if (node?.kind === "StringConstantExpression") this.changes(stringValue(this.parsed.text, node).replace(/^\+/, "").toLowerCase());
  }

  private argument(command: Command, node: Expression, isOpen: boolean, isWanted: boolean): void {
    if (node.kind === "ScriptBlockExpression") {
      if (this.unit) this.repeating.push([command, this.unit]);
      // What runs in a block that is handed over counts by itself.
      const { collectors } = this;
      if (!isWanted) this.collectors = collectors.filter((unit) => unit !== this.unit);
      this.block(node.scriptBlock);
      this.collectors = collectors;
      return;
    }
    if (isOpen) this.handOut(node);
    this.expression(node);
  }

  /** Somebody unknown gets these: what they refer to may change. */
  private handOut(node: Expression): void {
    if (node.kind === "VariableExpression") {
      const name = this.nameOf(node);
      this.changes(name);
      this.mutated.add(name);
    } else if (node.kind === "ArrayLiteral") for (const element of node.elements) this.handOut(element);
    else if (node.kind === "MemberExpression" || node.kind === "IndexExpression") this.handOut(node.target);
    else if (
      node.kind === "ParenExpression" ||
      node.kind === "ArrayExpression" ||
      node.kind === "SubExpression" ||
      node.kind === "Hashtable"
    )
      this.handOutWithin(node);
  }

  private handOutWithin(node: Node): void {
    forEachChild(node, (child) => {
      if (child.kind === "VariableExpression") this.handOut(child);
      else this.handOutWithin(child);
    });
  }

  // ------------------------------------------------------------------------------------------------------------- expressions

  private expression(node: Expression): void {
    switch (node.kind) {
      case "StringConstantExpression":
      case "ConstantExpression":
      case "TypeExpression":
        return;
      case "VariableExpression":
        this.reads(this.nameOf(node));
        return;
      case "ScriptBlockExpression":
        this.withItem(() => this.block(node.scriptBlock), "_block");
        return;
      case "UnaryExpression":
        if (/\+\+|--/.test(node.operator)) this.target(node.child, true);
        else this.expression(node.child);
        return;
      case "ConvertExpression":
        if (node.child.kind === "VariableExpression" && /^ref$/i.test(this.parsed.text.slice(node.type.typeStart, node.type.typeEnd)))
          this.handOut(node.child);
        this.expression(node.child);
        return;
      case "InvokeMemberExpression":
        this.call(node);
        return;
      case "BinaryExpression":
        if (node.operator.endsWith("match")) this.changes("matches");
        this.expression(node.left);
        this.expression(node.right);
        return;
      case "UsingExpression":
        this.usingNames(node.child);
        return;
      default:
        forEachChild(node, (child) => this.any(child));
    }
  }

  private usingNames(node: Node): void {
    if (node.kind === "VariableExpression") this.reads(this.nameOf(node));
    else forEachChild(node, (child) => this.usingNames(child));
  }

  private call(node: Expression & { kind: "InvokeMemberExpression" }): void {
    const method = node.member.kind === "StringConstantExpression" ? stringValue(this.parsed.text, node.member).toLowerCase() : null;
    this.expression(node.target);
    if (node.member.kind !== "StringConstantExpression") this.expression(node.member);
    const isPure = method !== null && PURE.has(method);
    if (!isPure) this.mutate(node.target);
    for (const argument of node.arguments) {
      if (!isPure && !(method !== null && TAKING.has(method))) this.handOut(argument);
      if (argument.kind === "ScriptBlockExpression") this.withItem(() => this.block(argument.scriptBlock));
      else this.expression(argument);
    }
  }

  /** The object that an expression leads to is changed. */
  private mutate(node: Expression): void {
    let at: Node = node;
    for (;;) {
      if (at.kind === "MemberExpression" || at.kind === "IndexExpression" || at.kind === "InvokeMemberExpression") at = at.target;
      else if (at.kind === "ConvertExpression") at = at.child;
      else break;
    }
    if (at.kind === "VariableExpression") {
      const name = this.nameOf(at);
      this.changes(name);
      this.mutated.add(name);
    } else if (at.kind !== "TypeExpression") this.handOutWithin(at);
  }

  private target(node: Expression, isUpdate: boolean): void {
    switch (node.kind) {
      case "VariableExpression": {
        const name = this.nameOf(node);
        this.changes(name);
        if (isUpdate) this.reads(name);
        return;
      }
      case "ConvertExpression":
      case "AttributedExpression":
        this.target(node.child, isUpdate);
        return;
      case "ArrayLiteral":
        for (const element of node.elements) this.target(element, isUpdate);
        return;
      case "MemberExpression":
        this.mutate(node.target);
        this.expression(node.target);
        if (node.member.kind !== "StringConstantExpression") this.expression(node.member);
        return;
      case "IndexExpression":
        this.mutate(node.target);
        this.expression(node.target);
        this.expression(node.index);
        return;
      default:
        forEachChild(node, (child) => this.any(child));
    }
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function plainName(written: string): string {
  return written.toLowerCase().replace(/^(global|script|local|private):/, "");
}

function isStatement(node: Node): node is Statement {
  return (
    node.kind === "Pipeline" ||
    node.kind === "PipelineChain" ||
    node.kind.endsWith("Statement") ||
    node.kind === "FunctionDefinition" ||
    node.kind === "TypeDefinition" ||
    node.kind === "ConfigurationDefinition"
  );
}

function isExpression(node: Node): node is Expression {
  return node.kind.endsWith("Expression") || node.kind === "ArrayLiteral" || node.kind === "Hashtable";
}
