import { parseAddressSpace } from "../../catalog/grammars/address-space.js";
import { onPremises } from "../../catalog/target.js";
import type { Node, Span } from "../../syntax/ast.js";
import type { CmdletCall } from "../call.js";
import type { Check, CheckContext, CheckResult } from "../check.js";
import { nodePath } from "../node-path.js";
import { itemsOf, textOf } from "../test-value.js";
import { argumentOf, textOfParameter } from "./argument-text.js";

/** A Send connector the script makes for `*`. */
interface WildcardConnector {
  readonly call: CmdletCall;
  readonly name: string;
  readonly cost: number;
  readonly place: Span;
  /** Source servers as one text in order; "" where none are given. */
  readonly sources: string;
  readonly isScoped: boolean;
}

/**
 * Two New-SendConnector calls for `*` at one cost with the same source servers, or none given. A connector the script disables, changes or removes is left out,
 * and so is everything that may not run: branches and loops.
 */
export const duplicateWildcardConnectors: Check = {
  of: "document",
  run: (context) => {
    const made = context.calls
      .filter((call): call is CmdletCall => call.kind === "cmdlet" && call.name === "new-sendconnector")
      .map((call) => wildcardConnector(call, context))
      .filter((connector) => connector !== null)
      .filter((connector) => !isChangedLater(connector, context));
    return made.flatMap((second, index): CheckResult[] => {
      const first = made
        .slice(0, index)
        .find((other) => other.cost === second.cost && other.sources === second.sources && other.isScoped === second.isScoped);
      if (!first || first.name.toLowerCase() === second.name.toLowerCase()) return [];
      const winner = first.name.toLowerCase() < second.name.toLowerCase() ? first.name : second.name;
      return [
        {
          start: second.place.start,
          end: second.place.end,
          fields: { name1: first.name, name2: second.name, cost: String(second.cost), winner: `\`${winner}\`` },
          related: [{ start: first.place.start, end: first.place.end, message: `\`${first.name}\` takes \`*\` too` }],
        },
      ];
    });
  },
};

function wildcardConnector(call: CmdletCall, context: CheckContext): WildcardConnector | null {
  if (call.bound.isOpen || !runsOnce(call, context) || isWhatIf(call)) return null;
  const enabled = argumentOf(call, "Enabled")?.value;
  if (enabled !== undefined && !(enabled.kind === "boolean" && enabled.value)) return null;
  const name = textOfParameter(call, "Name", context)?.text;
  const spaces = argumentOf(call, "AddressSpaces");
  if (name === undefined || !spaces) return null;
  const sources = sourcesOf(call);
  const scoped = argumentOf(call, "IsScopedConnector")?.value;
  if (sources === null || scoped?.kind === "unknown") return null;
  for (const item of itemsOf(spaces.value).items) {
    const text = textOf(item);
    const space = text === null ? null : parseAddressSpace(text);
    if (!space?.ok || space.value.type !== "SMTP" || space.value.address !== "*") continue;
    const place = item.origin ?? spaces.valueNode ?? call.nameSpan;
    return { call, name, cost: space.value.cost, place, sources, isScoped: scoped?.kind === "boolean" && scoped.value };
  }
  return null;
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

function isWhatIf(call: CmdletCall): boolean {
  return argumentOf(call, "WhatIf") !== undefined;
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

function runsOnce(call: CmdletCall, context: CheckContext): boolean {
  return context.script !== null && !nodePath(context.script.root, call.span).some((node) => conditional.has(node.kind));
}

/** True when a later call may take the connector out of the picture: it, or connectors that are not named, are set or removed. */
function isChangedLater(connector: WildcardConnector, context: CheckContext): boolean {
  return context.calls.some((call) => {
    if (call.kind !== "cmdlet" || (call.name !== "set-sendconnector" && call.name !== "remove-sendconnector")) return false;
    const identity = textOfParameter(call, "Identity", context)?.text;
    return identity === undefined || identity.toLowerCase() === connector.name.toLowerCase();
  });
}

const serverNouns = /-(send|receive)connector$/;
const onlineNouns = /-(inbound|outbound)connector$/;

/** Connector cmdlets of Exchange Server and of Exchange Online in one script whose one target is told to be only one of the two. */
export const wrongEnvironment: Check = {
  of: "document",
  run: (context) => {
    const { target } = context;
    if (target.products === null || target.from === "script" || context.hasUnseenCalls) return [];
    const isServer = target.products.every((product) => onPremises.includes(product));
    const isOnline = target.products.every((product) => product === "Online" || product === "EOP");
    if (isServer === isOnline) return [];
    const calls = context.calls.filter((call) => call.kind === "cmdlet");
    const hasSession = context.calls.some((call) =>
      /^(connect-exchangeonline|connect-ippssession|new-pssession|import-pssession|enter-pssession|add-pssnapin|import-module|invoke-command)$/.test(
        call.name,
      ),
    );
    const server = calls.filter((call) => serverNouns.test(call.name));
    const online = calls.filter((call) => onlineNouns.test(call.name));
    if (hasSession || server.length === 0 || online.length === 0) return [];
    return (isServer ? online : server).slice(0, 1).map((call) => ({
      start: call.nameSpan.start,
      end: call.nameSpan.end,
      fields: {
        command: call.bound.cmdlet.name,
        world: isServer ? "Exchange Online" : "Exchange Server",
      },
    }));
  },
};
