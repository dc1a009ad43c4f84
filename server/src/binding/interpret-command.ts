import type { Command, Expression } from "../syntax/ast.js";
import { stringValue } from "../syntax/literals.js";
import type { DefaultValue } from "./call.js";
import { contentOf, itemsOf, lookup, UNKNOWN, type Val, withOrigin } from "./evaluate-model.js";
import { wildcardToRegex } from "./evaluate-regex.js";
import { truth } from "./evaluate-text.js";
import { startBuiltin } from "./interpret-cmdlet.js";
import { errorRecord } from "./interpret-convert.js";
import { evaluate, literalNumber } from "./interpret-expression.js";
import { type Arg, runBlockValue, type Stage, startBlock } from "./interpret-function.js";
import { collect, fail, forgetEverything, forgetShared, handOut, type Machine, mayFail, type Sink } from "./interpret-machine.js";
import { outputVariables, withOutputVariables } from "./interpret-outvariable.js";
import { record } from "./interpret-record.js";
import { snapshot } from "./interpret-snapshot.js";
import { leak } from "./interpret-state.js";
import { findDefinition, findVariable } from "./scope.js";

/** Begins a command of a pipeline: evaluates its arguments, finds what its name means, runs what comes before the first item. */
export function startCommand(m: Machine, command: Command, sink: Sink, hasInput: boolean): Stage {
  m.visited.add(command);
  const nameNode = command.elements[0];
  if (!nameNode || nameNode.kind === "CommandParameter") return unknownStage(m, [], sink);
  const target = nameOf(m, nameNode);
  const args = evaluateArguments(m, command);
  evaluateRedirections(m, command);
  if (m.state.isDead) return deadStage();
  if (target.kind === "string") return startNamed(m, command, nameNode, target.value, args, sink, hasInput);
  if (target.kind === "block") return startBlockValue(m, command, target, args, sink, hasInput);
  if (target.kind === "special" && target.what.is === "command") {
    if (target.what.block) return startBlockValue(m, command, target.what.block, args, sink, hasInput);
    return startNamed(m, command, nameNode, target.what.name, args, sink, hasInput, true);
  }
  return startUnknown(m, command, nameNode, target, args, sink);
}

function nameOf(m: Machine, node: Expression): Val {
  if (node.kind === "StringConstantExpression") return { kind: "string", value: stringValue(m.text, node), origin: node };
  const value = evaluate(m, node);
  return value.kind === "list" ? (itemsOf(value)?.length === 1 ? (itemsOf(value)?.[0] ?? UNKNOWN) : UNKNOWN) : value;
}

/** The elements behind the name, evaluated from left to right. */
function evaluateArguments(m: Machine, command: Command): Arg[] {
  const args: Arg[] = [];
  for (let i = 1; i < command.elements.length; i++) {
    const element = command.elements[i];
    if (!element || m.state.isDead) break;
    if (element.kind === "CommandParameter") {
      args.push({
        kind: "parameter",
        name: m.text.slice(element.nameStart, element.nameEnd),
        node: element,
        value: element.argument ? evaluateArgument(m, element.argument) : null,
      });
    } else if (element.kind === "VariableExpression" && element.isSplatted) {
      args.push({ kind: "splat", value: evaluate(m, element), node: element });
    } else args.push({ kind: "value", value: evaluateArgument(m, element), node: element });
  }
  return args;
}

// A number keeps its source text when it becomes a string parameter.
function evaluateArgument(m: Machine, node: Expression): Val {
  if (node.kind === "ConstantExpression") {
    const value = literalNumber(m, node.start, node.end, node);
    return value.kind === "number" ? { ...value, text: m.text.slice(node.start, node.end) } : value;
  }
  const value = evaluate(m, node);
  return value.kind === "unknown" && value.origin !== node ? withOrigin(value, node) : value;
}

function evaluateRedirections(m: Machine, command: Command): void {
  for (const one of command.redirections) if (one.target && !m.state.isDead) evaluate(m, one.target);
}

const idle = (): void => undefined;

function deadStage(): Stage {
  return { process: idle, processUnknown: idle, end: idle };
}

/** A command about which nothing is known. */
function unknownStage(m: Machine, args: readonly Arg[], sink: Sink): Stage {
  handOutArguments(m, args);
  return {
    process: (item) => handOut(m, [item]),
    processUnknown: idle,
    end: () => {
      mayFail(m, true);
      sink.emitUnknown();
    },
  };
}

function handOutArguments(m: Machine, args: readonly Arg[]): void {
  for (const arg of args) if (arg.value) handOut(m, [arg.value]);
}

// `& $something`, `. $file`: where it is not certain what runs.
function startUnknown(m: Machine, command: Command, nameNode: Expression, target: Val, args: readonly Arg[], sink: Sink): Stage {
  const isFile =
    nameNode.kind === "ExpandableStringExpression" ||
    (nameNode.kind === "ParenExpression" && /^\(\s*join-path\b/i.test(m.text.slice(nameNode.start, nameNode.end)));
  leak(m.state, target);
  record(m, {
    command,
    name: m.text.slice(nameNode.start, nameNode.end),
    nameNode,
    args,
    hasPipelineInput: false,
    pipelineInput: null,
    defaults: [],
    isCatalogue: false,
    isFunction: false,
  });
  if (command.invocation === "." || !isFile) {
    handOutArguments(m, args);
    if (command.invocation === "." || !m.runsAlone || m.state.loose.size > 0) {
      if (command.invocation === ".") {
        if (!m.unseenCode.includes(command)) m.unseenCode.push(command);
        m.hasUnseenCode = true;
      }
      return {
        process: (item) => handOut(m, [item]),
        processUnknown: idle,
        end: () => {
          forgetEverything(m);
          mayFail(m, true);
          sink.emitUnknown();
        },
      };
    }
  }
  return unknownStage(m, args, sink);
}

function startBlockValue(
  m: Machine,
  command: Command,
  block: Val & { kind: "block" },
  args: readonly Arg[],
  sink: Sink,
  hasInput: boolean,
): Stage {
  const stage = startBlock(m, block, args, sink, hasInput, { isDotted: command.invocation === "." });
  return stage;
}

// ------------------------------------------------------------------------------------------------------------------- by name

/** Aliases that PowerShell itself brings, for the commands that matter here. */
const BUILTIN_ALIASES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "%": "ForEach-Object",
    foreach: "ForEach-Object",
    "?": "Where-Object",
    where: "Where-Object",
    icm: "Invoke-Command",
    iex: "Invoke-Expression",
    sv: "Set-Variable",
    set: "Set-Variable",
    nv: "New-Variable",
    gv: "Get-Variable",
    clv: "Clear-Variable",
    rv: "Remove-Variable",
    sal: "Set-Alias",
    nal: "New-Alias",
    gcm: "Get-Command",
    echo: "Write-Output",
    write: "Write-Output",
    select: "Select-Object",
    sort: "Sort-Object",
    measure: "Measure-Object",
    group: "Group-Object",
    tee: "Tee-Object",
    ipmo: "Import-Module",
    gm: "Get-Member",
    ft: "Format-Table",
    fl: "Format-List",
    fw: "Format-Wide",
    oh: "Out-Host",
    gc: "Get-Content",
    cat: "Get-Content",
    type: "Get-Content",
    cd: "Set-Location",
    sl: "Set-Location",
    ls: "Get-ChildItem",
    dir: "Get-ChildItem",
    gci: "Get-ChildItem",
    gi: "Get-Item",
    gp: "Get-ItemProperty",
    sp: "Set-ItemProperty",
    rp: "Remove-ItemProperty",
    ni: "New-Item",
    ri: "Remove-Item",
    rm: "Remove-Item",
    del: "Remove-Item",
    erase: "Remove-Item",
    rd: "Remove-Item",
    rmdir: "Remove-Item",
    si: "Set-Item",
    md: "mkdir",
    cp: "Copy-Item",
    copy: "Copy-Item",
    mv: "Move-Item",
    move: "Move-Item",
    gsv: "Get-Service",
    sasv: "Start-Service",
    spsv: "Stop-Service",
    sajb: "Start-Job",
    start: "Start-Process",
    saps: "Start-Process",
    sleep: "Start-Sleep",
    irm: "Invoke-RestMethod",
    iwr: "Invoke-WebRequest",
    ipcsv: "Import-Csv",
    epcsv: "Export-Csv",
    nsn: "New-PSSession",
    ipsn: "Import-PSSession",
    etsn: "Enter-PSSession",
    asnp: "Add-PSSnapin",
    diff: "Compare-Object",
    compare: "Compare-Object",
  }),
);

/** The cmdlet that PowerShell's own alias stands for, else null. */
export function builtinAlias(name: string): string | null {
  return BUILTIN_ALIASES.get(name.toLowerCase()) ?? null;
}

interface Resolved {
  readonly name: string;
  readonly block: (Val & { kind: "block" }) | null;
  readonly isFilter: boolean;
  readonly isUnknown: boolean;
}

/** What a name runs: an alias before a function before a cmdlet, all looked up in the scopes of whoever calls. */
export function resolve(m: Machine, written: string, isCmdlet = false): Resolved {
  let name = written;
  const slash = name.lastIndexOf("\\");
  if (slash > 0 && !/[./:]/.test(name) && !/\.\w+$/.test(name))
    return { name: name.slice(slash + 1), block: null, isFilter: false, isUnknown: false };
  for (let hops = 0; hops < 16; hops++) {
    const lower = name.toLowerCase();
    if (!isCmdlet || hops > 0) {
      const alias = findDefinition(m.scope, lower, "aliases");
      if (alias) {
        if (alias.meaning === "unknown") return { name, block: null, isFilter: false, isUnknown: true };
        if (alias.meaning.is === "alias" && alias.meaning.target.toLowerCase() !== lower) {
          name = alias.meaning.target;
          continue;
        }
      }
      const builtin = BUILTIN_ALIASES.get(lower);
      if (builtin && !alias) {
        name = builtin;
        continue;
      }
      const definition = findDefinition(m.scope, lower, "functions");
      if (definition) {
        if (definition.meaning === "unknown") return { name, block: null, isFilter: false, isUnknown: true };
        if (definition.meaning.is === "function")
          return { name, block: definition.meaning.block, isFilter: definition.meaning.isFilter, isUnknown: false };
      }
    }
    return { name, block: null, isFilter: false, isUnknown: false };
  }
  return { name, block: null, isFilter: false, isUnknown: true };
}

function startNamed(
  m: Machine,
  command: Command,
  nameNode: Expression,
  written: string,
  given: readonly Arg[],
  sink: Sink,
  hasInput: boolean,
  isCmdlet = false,
): Stage {
  const found = resolve(m, written, isCmdlet);
  const { name } = found;
  const variables = outputVariables(m, given);
  if (found.isUnknown) {
    recordOther(m, command, nameNode, name, given, hasInput, false);
    if (m.catalog.has(name)) recordCatalogue(m, command, nameNode, name, given, true, null);
    handOutArguments(m, given);
    return {
      process: (item) => handOut(m, [item]),
      processUnknown: idle,
      end: () => {
        forgetEverything(m);
        mayFail(m);
        sink.emitUnknown();
      },
    };
  }
  if (found.block) {
    const { block } = found;
    const enclosing = m.enclosing;
    m.enclosing = [];
    const stage = withOutputVariables(m, variables, sink, (out) =>
      startBlock(m, block, given, out, hasInput, {
        isDotted: command.invocation === ".",
        name: written,
        isFilter: found.isFilter,
      }),
    );
    m.enclosing = enclosing;
    return withEnclosing(m, stage, []);
  }
  if (m.catalog.has(name))
    return withOutputVariables(m, variables, sink, (out) => startCatalogue(m, command, nameNode, name, given, out, hasInput));
  const builtin = withOutputVariables(
    m,
    variables,
    sink,
    (out) => startBuiltin(m, command, name, given, out, hasInput) ?? startOther(m, command, nameNode, name, given, out, hasInput),
  );
  return builtin;
}

function withEnclosing(m: Machine, stage: Stage, enclosing: readonly Command[]): Stage {
  const inside = (run: () => void): void => {
    const saved = m.enclosing;
    m.enclosing = enclosing;
    run();
    m.enclosing = saved;
  };
  return {
    process: (item) => inside(() => stage.process(item)),
    processUnknown: () => inside(() => stage.processUnknown()),
    end: () => inside(() => stage.end()),
    close: () => stage.close?.(),
  };
}

function startCatalogue(
  m: Machine,
  command: Command,
  nameNode: Expression,
  name: string,
  args: readonly Arg[],
  sink: Sink,
  hasInput: boolean,
): Stage {
  const inputs: Val[] = [];
  let isKnown = true;
  return {
    process: (item) => {
      inputs.push(item);
      leak(m.state, item);
    },
    processUnknown: () => {
      isKnown = false;
    },
    end: () => {
      if (hasInput && isKnown && inputs.length === 0 && m.isReached) return;
      recordCatalogue(m, command, nameNode, name, args, hasInput, isKnown ? inputs : null);
      for (const arg of args) if (arg.value?.kind === "block") m.state.loose.add(arg.value.block);
      mayFail(m, true);
      sink.emitUnknown();
    },
  };
}

/** Notes a call by what stands in it, without running it: its name means no function. */
export function recordAside(m: Machine, command: Command, hasInput: boolean): void {
  const nameNode = command.elements[0];
  if (!nameNode || nameNode.kind === "CommandParameter") return;
  m.visited.add(command);
  const target = nameOf(m, nameNode);
  const args = evaluateArguments(m, command);
  if (m.state.isDead) return;
  const written =
    target.kind === "string"
      ? target.value
      : target.kind === "special" && target.what.is === "command"
        ? target.what.name
        : m.text.slice(nameNode.start, nameNode.end);
  const { name } = resolve(m, written);
  if (m.catalog.has(name)) recordCatalogue(m, command, nameNode, name, args, hasInput, null);
  else recordOther(m, command, nameNode, name, args, hasInput, false);
}

function recordCatalogue(
  m: Machine,
  command: Command,
  nameNode: Expression,
  name: string,
  args: readonly Arg[],
  hasPipelineInput: boolean,
  pipelineInput: readonly Val[] | null,
): void {
  record(m, {
    command,
    name,
    nameNode,
    args,
    hasPipelineInput,
    pipelineInput,
    defaults: defaultsFor(m, name),
    isCatalogue: true,
    isFunction: false,
  });
}

function recordOther(
  m: Machine,
  command: Command,
  nameNode: Expression,
  name: string,
  args: readonly Arg[],
  hasPipelineInput: boolean,
  isFunction: boolean,
): void {
  if (m.isWanted(name) !== "no")
    record(m, { command, name, nameNode, args, hasPipelineInput, pipelineInput: null, defaults: [], isCatalogue: false, isFunction });
}

function startOther(
  m: Machine,
  command: Command,
  nameNode: Expression,
  name: string,
  args: readonly Arg[],
  sink: Sink,
  hasInput: boolean,
): Stage {
  recordOther(m, command, nameNode, name, args, hasInput, false);
  const isScript = /\.ps1$/i.test(name);
  if (command.invocation === "." && (isScript || /[\\/]/.test(name))) {
    if (!m.unseenCode.includes(command)) m.unseenCode.push(command);
    m.hasUnseenCode = true;
    return { process: idle, processUnknown: idle, end: () => endUnseen(m, sink) };
  }
  handOutArguments(m, args);
  const blocks = args.filter((arg) => arg.value?.kind === "block");
  for (const arg of blocks) if (arg.value?.kind === "block") m.looseEnclosing.set(arg.value.block, [...m.enclosing, command]);
  if (isCertainlyMissing(m, name)) {
    return {
      process: idle,
      processUnknown: idle,
      end: () => {
        fail(m, errorRecord(null, "runtime"));
      },
    };
  }
  return {
    process: (item) => handOut(m, [item]),
    processUnknown: idle,
    end: () => {
      if (blocks.length > 0) forgetEverything(m);
      else if (m.hasUnseenCode) forgetShared(m);
      mayFail(m, true);
      sink.emitUnknown();
    },
  };
}

function endUnseen(m: Machine, sink: Sink): void {
  forgetEverything(m);
  mayFail(m, true);
  sink.emitUnknown();
}

// A name of the script that means nothing where it is called: a function of another scope, or one defined later.
function isCertainlyMissing(m: Machine, name: string): boolean {
  return m.runsAlone && m.isReached && !m.hasUnseenCode && m.functionNames.has(name.toLowerCase());
}

// --------------------------------------------------------------------------------------------------------- default parameters

/** Entries of `$PSDefaultParameterValues` for a command; null where they cannot be told. */
function defaultsFor(m: Machine, name: string): readonly DefaultValue[] | null {
  // Defaults of whoever runs the script are not reckoned with: nothing could be said of any call.
  if (!m.usesDefaults) return [];
  const found = findVariable(m.scope, "psdefaultparametervalues");
  if (found === "unset") return [];
  if (found === "open") return m.isReached ? null : [];
  const { value } = found.slot;
  if (value.kind === "null") return [];
  if (value.kind !== "table") return null;
  const content = contentOf(value);
  const disabled = lookup(content, "sdisabled");
  if (disabled !== "absent") {
    const isDisabled = truth(disabled);
    if (isDisabled === true) return [];
    if (isDisabled === null) return null;
  }
  if (!content.isComplete) return null;
  const defaults: DefaultValue[] = [];
  for (const entry of content.entries) {
    if (entry.key.kind !== "string" || entry.id === "sdisabled") continue;
    const colon = entry.key.value.lastIndexOf(":");
    if (colon <= 0) continue;
    const pattern = entry.key.value.slice(0, colon).trim();
    const regex = wildcardToRegex(pattern, true);
    if (!regex) return null;
    if (!regex.test(name)) continue;
    if (entry.isMaybe) return null;
    const given = entry.value;
    const value = given.kind === "block" ? collect(m, () => runBlockValue(m, given, [])) : given;
    defaults.push({ parameter: entry.key.value.slice(colon + 1).trim(), value: snapshot(value), keyNode: entry.keyNode });
  }
  return defaults;
}
