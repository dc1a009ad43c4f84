import { type AddressSpace, parseAddressSpace } from "../../catalog/grammars/address-space.js";
import { parseUnlimitedSize } from "../../catalog/grammars/size.js";
import type { Node, Span, Statement } from "../../syntax/ast.js";
import type { Call, CmdletCall } from "../call.js";
import type { CheckContext } from "../check.js";
import { nodePath, statementAround as statementIn } from "../node-path.js";
import { once } from "../once.js";
import { itemsOf, textOf } from "../test-value.js";
import { argumentOf, textOfParameter, textsOf } from "./argument-text.js";

/** A Send connector that a script makes, enabled and with all address spaces known. */
export interface MadeConnector {
  readonly call: CmdletCall;
  /** The block it stands in: connectors of one block are made together, or none of them. */
  readonly block: number;
  readonly name: string;
  readonly spaces: readonly MadeSpace[];
  /** Source servers as one text in order; "" where none are given: the server on which the script runs. */
  readonly sources: string;
  readonly isScoped: boolean;
  /** Lower case; null where they are not known. Empty: mail leaves by DNS. */
  readonly smartHosts: readonly string[] | null;
  /** Null where it is the default or not known; infinite for unlimited. */
  readonly maxBytes: number | null;
  readonly hasMaxMessageSize: boolean;
}

export interface MadeSpace {
  readonly space: AddressSpace;
  readonly place: Span;
}

/** Above this a script was generated, and comparing every pair would take its time. */
const MOST_CONNECTORS = 100;

/** The connectors a script makes, in order; none where there are very many. */
export function madeConnectors(context: CheckContext): readonly MadeConnector[] {
  return connectorsAmong(context.calls, context);
}

const connectorsAmong = once((_: CheckContext["calls"], context: CheckContext): readonly MadeConnector[] => {
  const calls = context.calls.filter((call): call is CmdletCall => call.kind === "cmdlet" && call.name === "new-sendconnector");
  if (calls.length > MOST_CONNECTORS) return [];
  return calls.map((call) => madeConnector(call, context)).filter((connector) => connector !== null);
});

function madeConnector(call: CmdletCall, context: CheckContext): MadeConnector | null {
  if (call.bound.isOpen || argumentOf(call, "WhatIf") !== undefined) return null;
  const enabled = argumentOf(call, "Enabled")?.value;
  if (enabled !== undefined && !(enabled.kind === "boolean" && enabled.value)) return null;
  const name = textOfParameter(call, "Name", context)?.text;
  const sources = sourcesOf(call);
  const scoped = argumentOf(call, "IsScopedConnector")?.value;
  const spaces = spacesOf(call);
  if (name === undefined || sources === null || spaces === null || scoped?.kind === "unknown") return null;
  const size = textOfParameter(call, "MaxMessageSize", context)?.text;
  const parsedSize = size === undefined ? null : parseUnlimitedSize(size);
  const maxBytes = parsedSize?.ok ? (parsedSize.value.kind === "bytes" ? parsedSize.value.bytes : Number.POSITIVE_INFINITY) : null;
  return {
    call,
    block: blockAround(call.span, context),
    name,
    spaces,
    sources,
    isScoped: scoped?.kind === "boolean" && scoped.value,
    smartHosts: smartHostsOf(call, context),
    maxBytes,
    hasMaxMessageSize: argumentOf(call, "MaxMessageSize") !== undefined,
  };
}

function spacesOf(call: CmdletCall): readonly MadeSpace[] | null {
  const argument = argumentOf(call, "AddressSpaces");
  if (!argument || argument.value.kind === "unknown") return null;
  const spaces: MadeSpace[] = [];
  for (const item of itemsOf(argument.value).items) {
    const text = textOf(item);
    const space = text === null ? null : parseAddressSpace(text);
    if (!space?.ok) return null;
    spaces.push({ space: space.value, place: item.origin ?? argument.valueNode ?? call.nameSpan });
  }
  return spaces.length === 0 ? null : spaces;
}

function sourcesOf(call: CmdletCall): string | null {
  const argument = argumentOf(call, "SourceTransportServers");
  if (!argument || argument.value.kind === "null") return "";
  const texts = itemsOf(argument.value).items.map(textOf);
  if (texts.length === 0 || texts.includes(null)) return null;
  return texts
    .map((text) => (text ?? "").toLowerCase())
    .sort()
    .join(",");
}

function smartHostsOf(call: CmdletCall, context: CheckContext): readonly string[] | null {
  const argument = argumentOf(call, "SmartHosts");
  if (!argument || argument.value.kind === "null") return [];
  const { items, isWhole } = itemsOf(argument.value);
  const texts = textsOf(call, "SmartHosts", context);
  return isWhole && texts.length === items.length ? texts.map(({ text }) => text.toLowerCase()) : null;
}

const conditional: ReadonlySet<Node["kind"]> = new Set([
  "IfStatement",
  "SwitchStatement",
  "ForStatement",
  "ForEachStatement",
  "WhileStatement",
  "DoWhileStatement",
  "DoUntilStatement",
  "TryStatement",
  "TrapStatement",
  "FunctionDefinition",
  "ScriptBlockExpression",
]);

/** True where a call stands outside of branches, loops, functions and script blocks. */
export function certainlyRuns(call: Call, context: CheckContext): boolean {
  const statement = statementAround(call.span, context);
  return statement !== null && !nodePath(statement, call.span).some((node) => conditional.has(node.kind));
}

/** Where the innermost block around a place begins, be it of a loop, a branch or a function; -1 outside of all. */
export function blockAround(place: Span, context: CheckContext): number {
  const statement = statementAround(place, context);
  const path = statement === null ? [] : nodePath(statement, place);
  return path.findLast((node) => node.kind === "StatementBlock" || node.kind === "NamedBlock")?.start ?? -1;
}

/** The statement of the script itself in which a place lies. */
export function statementAround(place: Span, context: CheckContext): Statement | null {
  return statementIn(context.script?.root.endBlock?.statements ?? [], place);
}

/** What a script later does to connectors: the calls that set or remove them, by name in lower case; null for those that are not named. */
export interface ConnectorChange {
  readonly call: CmdletCall;
  readonly name: string | null;
}

/** The calls of `Set-NOUN` and `Remove-NOUN`. */
export function changesTo(noun: string, context: CheckContext): readonly ConnectorChange[] {
  const names = [`set-${noun}`, `remove-${noun}`];
  return context.calls
    .filter((call): call is CmdletCall => call.kind === "cmdlet" && names.includes(call.name))
    .map((call) => ({ call, name: textOfParameter(call, "Identity", context)?.text.toLowerCase() ?? null }));
}

/** The changes that are, or may be, about the connector of this name. */
export function changesOf(name: string, changes: readonly ConnectorChange[]): readonly ConnectorChange[] {
  return changes.filter((change) => change.name === null || change.name === name.toLowerCase());
}

/** The connectors the script makes and leaves as they are. */
export function lastingConnectors(context: CheckContext): readonly MadeConnector[] {
  return lastingAmong(context.calls, context);
}

const lastingAmong = once((_: CheckContext["calls"], context: CheckContext): readonly MadeConnector[] => {
  const made = madeConnectors(context);
  if (made.length === 0) return made;
  const changes = changesTo("sendconnector", context);
  return made.filter(({ name }) => changesOf(name, changes).length === 0);
});

/** The connector's entry for all SMTP recipients, if it has one. */
export function wildcardOf(connector: MadeConnector): MadeSpace | null {
  return connector.spaces.find(({ space }) => space.type === "SMTP" && space.address === "*") ?? null;
}
