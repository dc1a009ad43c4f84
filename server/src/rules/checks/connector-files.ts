import { commonName, parseCertificateName } from "../../catalog/grammars/certificate-name.js";
import { parseNarrowRange } from "../../catalog/grammars/ip-address.js";
import { onPremises } from "../../catalog/target.js";
import type { Call, CmdletCall } from "../call.js";
import type { Check, CheckContext, CheckResult } from "../check.js";
import { oneOf } from "../needs.js";
import { nodePath } from "../node-path.js";
import { itemsOf, textOf } from "../test-value.js";
import { type ArgumentText, argumentOf, namesOption, textOfParameter, textsOf } from "./argument-text.js";
import {
  blockAround,
  certainlyRuns,
  changesOf,
  changesTo,
  lastingConnectors,
  type MadeConnector,
  madeConnectors,
  statementAround,
  wildcardOf,
} from "./send-connectors-of-file.js";

/**
 * Two New-SendConnector calls for `*` at one cost with the same source servers, or none given. A connector the script changes or removes later is left
 * out.
 */
export const duplicateWildcardConnectors: Check = {
  of: "document",
  calls: ["new-sendconnector"],
  run: (context) => {
    const made = lastingConnectors(context).filter((connector) => wildcardOf(connector) !== null);
    return made.flatMap((second, index): CheckResult[] => {
      const first = made.slice(0, index).find((other) => isRival(other, second) && costOf(other) === costOf(second));
      const place = wildcardOf(second)?.place;
      if (!first || !place) return [];
      return [
        {
          start: place.start,
          end: place.end,
          fields: { name1: first.name, name2: second.name, cost: String(costOf(second)), winner: `\`${lowerName(first, second)}\`` },
          related: relatedTo(first),
        },
      ];
    });
  },
};

const tenantSpace = /\.mail\.onmicrosoft\.com$/i;

/**
 * One address space on two connectors. Option `of`: `tenant`, the tenant's routing domain on any two; `domain`, any other domain at one cost
 * with the same source servers.
 */
export const duplicateSpaces: Check = {
  of: "document",
  calls: ["new-sendconnector"],
  run: (context) => {
    const isTenant = context.options["of"] === "tenant";
    const made = lastingConnectors(context);
    return made.flatMap((second, index) =>
      second.spaces.flatMap(({ space, place }): CheckResult[] => {
        if (space.type !== "SMTP" || space.address === "*" || tenantSpace.test(space.address) !== isTenant) return [];
        const first = made.slice(0, index).find((other) => {
          if (!(isTenant ? other.block === second.block && other.name.toLowerCase() !== second.name.toLowerCase() : isRival(other, second)))
            return false;
          return other.spaces.some(
            (rival) =>
              rival.space.type === "SMTP" &&
              rival.space.address.toLowerCase() === space.address.toLowerCase() &&
              (isTenant || rival.space.cost === space.cost),
          );
        });
        if (!first) return [];
        const fields = {
          first: first.name,
          second: second.name,
          address: space.address,
          cost: String(space.cost),
          winner: lowerName(first, second),
        };
        return [{ start: place.start, end: place.end, fields, related: relatedTo(first) }];
      }),
    );
  },
};

/** A connector for `*` to Exchange Online Protection and another one for `*` that wins against it. */
export const wildcardBypassesEop: Check = {
  of: "document",
  calls: ["new-sendconnector"],
  run: (context) => {
    const made = lastingConnectors(context).filter((connector) => wildcardOf(connector) !== null);
    return made
      .filter((connector) => leadsToEop(connector) === true)
      .flatMap((eop) =>
        made.flatMap((other): CheckResult[] => {
          const place = wildcardOf(other)?.place;
          if (!place || leadsToEop(other) !== false || !isRival(eop, other)) return [];
          const isCheaper = costOf(other) < costOf(eop);
          if (!isCheaper && (costOf(other) > costOf(eop) || lowerName(other, eop) !== other.name)) return [];
          const reason = isCheaper ? "it costs less" : "at the same cost its name comes first";
          return [{ start: place.start, end: place.end, fields: { eop: eop.name, other: other.name, reason }, related: relatedTo(eop) }];
        }),
      );
  },
};

/** All mail of the second goes to the first, as far as the script tells: same source servers, lower cost, no smaller size limit. */
export const connectorNeverWins: Check = {
  of: "document",
  calls: ["new-sendconnector"],
  run: (context) => {
    const made = lastingConnectors(context);
    return made.flatMap((loser): CheckResult[] => {
      const winner = made.find((other) => isRival(other, loser) && takesAsMuch(other, loser) && beatsEverywhere(other, loser));
      const [place] = loser.spaces;
      if (!winner || !place) return [];
      const fields = { name: loser.name, winner: winner.name, space: `\`${place.space.address}\`` };
      return [{ start: place.place.start, end: place.place.end, fields, related: relatedTo(winner) }];
    });
  },
};

function beatsEverywhere(winner: MadeConnector, loser: MadeConnector): boolean {
  return loser.spaces.every(({ space }) =>
    winner.spaces.some(
      (other) =>
        other.space.type === space.type &&
        other.space.address.toLowerCase() === space.address.toLowerCase() &&
        other.space.cost < space.cost,
    ),
  );
}

function takesAsMuch(winner: MadeConnector, loser: MadeConnector): boolean {
  if (!winner.hasMaxMessageSize && !loser.hasMaxMessageSize) return true;
  return (
    winner.maxBytes !== null &&
    (winner.maxBytes === Number.POSITIVE_INFINITY || (loser.maxBytes !== null && winner.maxBytes >= loser.maxBytes))
  );
}

/** Two connectors made together between which cost and name decide: the same source servers, both visible to the same servers. */
function isRival(a: MadeConnector, b: MadeConnector): boolean {
  return (
    a !== b && a.block === b.block && a.name.toLowerCase() !== b.name.toLowerCase() && a.sources === b.sources && !a.isScoped && !b.isScoped
  );
}

function costOf(connector: MadeConnector): number {
  return wildcardOf(connector)?.space.cost ?? 0;
}

function lowerName(a: MadeConnector, b: MadeConnector): string {
  return a.name.toLowerCase() < b.name.toLowerCase() ? a.name : b.name;
}

function leadsToEop(connector: MadeConnector): boolean | null {
  if (connector.smartHosts === null) return null;
  return connector.smartHosts.some((host) => /\.mail\.protection\.outlook\.com\.?$|\.mx\.microsoft\.?$/.test(host));
}

function relatedTo(connector: MadeConnector): { readonly start: number; readonly end: number; readonly message: string }[] {
  const place = wildcardOf(connector)?.place ?? connector.spaces[0]?.place ?? connector.call.nameSpan;
  return [{ start: place.start, end: place.end, message: `\`${connector.name}\` stands here` }];
}

/** A call that disables or removes the last connector for `*` the script made, while no other call could open a way. */
export const noInternetRoute: Check = {
  of: "document",
  calls: ["new-sendconnector"],
  run: (context) => {
    if (context.unseenCode().length > 0) return [];
    const all = madeConnectors(context);
    const made = all.filter((connector) => wildcardOf(connector) !== null && certainlyRuns(connector.call, context));
    const makers = context.calls.filter((call) => call.name === "new-sendconnector" || call.name === "new-edgesubscription");
    const [only] = made;
    if (made.length !== 1 || !only) return [];
    const others = makers.filter((call) => call !== only.call && mayTakeEverything(call, all));
    const changes = changesTo("sendconnector", context);
    const opens = changes.some(({ call }) => !isClosing(call));
    const closing = changesOf(only.name, changes).find(({ call }) => isClosing(call) && certainlyRuns(call, context));
    if (!closing || others.length > 0 || opens || closing.name === null) return [];
    const first = closing.call;
    return [{ start: first.nameSpan.start, end: first.nameSpan.end, fields: { name: only.name }, related: relatedTo(only) }];
  },
};

/** False only for a new connector whose known address spaces do not hold `*`. */
function mayTakeEverything(call: Call, all: readonly MadeConnector[]): boolean {
  const made = all.find((connector) => connector.call === call);
  return !made || wildcardOf(made) !== null;
}

function isClosing(call: CmdletCall): boolean {
  if (argumentOf(call, "WhatIf") !== undefined) return false;
  if (call.name === "remove-sendconnector") return true;
  const enabled = argumentOf(call, "Enabled")?.value;
  return enabled?.kind === "boolean" && !enabled.value;
}

/** The certificate an inbound connector expects and the literal ones the script's Send connectors show, none of which fits. */
export const hybridCertificateName: Check = {
  of: "document",
  calls: ["new-sendconnector", "set-sendconnector"],
  run: (context) => {
    const calls = context.calls.filter((call): call is CmdletCall => call.kind === "cmdlet");
    const shown = calls
      .filter((call) => call.name.endsWith("-sendconnector"))
      .map((call) => textOfParameter(call, "TlsCertificateName", context))
      .map((text) => (text === null ? null : subjectOf(text)))
      .filter((subject) => subject !== null);
    const unknown = calls.some(
      (call) => call.name.endsWith("-sendconnector") && argumentOf(call, "TlsCertificateName")?.value.kind === "unknown",
    );
    if (shown.length === 0 || unknown) return [];
    return calls
      .filter((call) => call.name.endsWith("-inboundconnector"))
      .flatMap((call): CheckResult[] => {
        const type = textOfParameter(call, "ConnectorType", context)?.text;
        const expected = textOfParameter(call, "TlsSenderCertificateName", context);
        if (type?.toLowerCase() !== "onpremises" || expected === null) return [];
        if (!expected.text.includes(".") || shown.some((subject) => isSameHost(expected.text.toLowerCase(), subject.toLowerCase())))
          return [];
        const place = expected.whole;
        return [{ start: place.start, end: place.end, fields: { expected: expected.text, subject: shown[0] ?? "" } }];
      });
  },
};

function subjectOf(text: ArgumentText): string | null {
  const name = parseCertificateName(text.text);
  const subject = name.ok ? commonName(name.value.subject) : null;
  return subject?.includes(".") ? subject : null;
}

function isSameHost(expected: string, subject: string): boolean {
  const above = (host: string): string => host.slice(host.indexOf("."));
  if (expected === subject) return true;
  return (expected.startsWith("*.") || subject.startsWith("*.")) && (above(expected) === above(subject) || subject === expected.slice(2));
}

/** A recipient domain that two outbound connectors of the script list. Connectors that wait for a transport rule are left out. */
export const duplicateOutboundDomains: Check = {
  of: "document",
  calls: ["new-outboundconnector"],
  run: (context) => {
    const seen = new Map<string, { readonly name: string; readonly text: ArgumentText }>();
    const results: CheckResult[] = [];
    const changes = changesTo("outboundconnector", context);
    for (const call of context.calls) {
      if (call.kind !== "cmdlet" || call.name !== "new-outboundconnector" || call.bound.isOpen || !certainlyRuns(call, context)) continue;
      const scoped = argumentOf(call, "IsTransportRuleScoped")?.value;
      const enabled = argumentOf(call, "Enabled")?.value;
      if ((scoped && !(scoped.kind === "boolean" && !scoped.value)) || (enabled && !(enabled.kind === "boolean" && enabled.value)))
        continue;
      const name = textOfParameter(call, "Name", context)?.text;
      if (name === undefined || changesOf(name, changes).length > 0) continue;
      for (const text of textsOf(call, "RecipientDomains", context)) {
        const key = text.text.toLowerCase();
        const first = seen.get(key);
        if (!first) seen.set(key, { name, text });
        else if (first.name.toLowerCase() !== name.toLowerCase()) {
          const { start, end } = text.whole;
          const other = first.text.whole;
          const related = [{ start: other.start, end: other.end, message: `\`${first.name}\` lists it too` }];
          results.push({ start, end, fields: { first: first.name, second: name, domain: text.text }, related });
        }
      }
    }
    return results;
  },
};

const defaultConnector = /(?:^|\\)(?:default(?: frontend)?|client (?:frontend|proxy)|outbound proxy frontend)(?: |$)/i;

/**
 * Option `on`: the right to relay for anonymous senders on a `default` connector, or on one of the script with a `wide` range, one that is
 * `secured` externally and lets its peers relay anyway, or one that anonymous senders cannot use: `closed`.
 */
export const relayRight: Check = {
  of: "cmdlet",
  needs: oneOf("ExtendedRights"),
  run: (call, context) => {
    const [on = ""] = namesOption(context, "on");
    const right = textsOf(call, "ExtendedRights", context).find(({ text }) => /^ms-exch-smtp-accept-any-recipient$/i.test(text));
    const user = textOfParameter(call, "User", context)?.text ?? "";
    if (!right || !/anonymous logon$/i.test(user)) return [];
    const source = pipelineSource(call, context);
    const made = source?.name === "new-receiveconnector" ? source : null;
    const name =
      textOfParameter(call, "Identity", context)?.text ??
      (source === null ? undefined : textOfParameter(source, made ? "Name" : "Identity", context)?.text);
    if (name === undefined) return [];
    const place = { start: right.whole.start, end: right.whole.end };
    if (on === "default") return defaultConnector.test(name) ? [{ ...place, fields: { name } }] : [];
    const connector = made ?? madeReceiveConnector(name, context);
    if (on === "secured" || on === "closed") {
      const [parameter, wanted] = on === "secured" ? ["AuthMechanism", "externalauthoritative"] : ["PermissionGroups", "anonymoususers"];
      const names = connector === null ? null : memberNames(connector, parameter);
      const changes = changesTo("receiveconnector", context);
      const isChanged = [name, name.slice(name.lastIndexOf("\\") + 1)].some((one) => changesOf(one, changes).length > 0);
      return names === null || isChanged || names.includes(wanted) !== (on === "secured") ? [] : [{ ...place, fields: { name } }];
    }
    const wide =
      connector === null ? undefined : textsOf(connector, "RemoteIPRanges", context).find(({ text }) => !parseNarrowRange(text).ok);
    if (!wide) return [];
    const related = [{ start: wide.whole.start, end: wide.whole.end, message: "the remote range stands here" }];
    return [{ ...place, fields: { name, range: wide.text }, related }];
  },
};

/** Members of an enumeration of flags, lower case; null where the parameter is not given or not all of them are known. */
function memberNames(call: CmdletCall, parameter: string): readonly string[] | null {
  const argument = argumentOf(call, parameter);
  if (!argument) return null;
  const { items, isWhole } = itemsOf(argument.value);
  const texts = items.map((item) => textOf(item));
  if (!isWhole || texts.includes(null)) return null;
  return texts.flatMap((text) => (text ?? "").split(",")).map((text) => text.trim().toLowerCase());
}

function madeReceiveConnector(identity: string, context: CheckContext): CmdletCall | null {
  const bare = identity.slice(identity.lastIndexOf("\\") + 1).toLowerCase();
  const found = context.calls.find(
    (call): call is CmdletCall =>
      call.kind === "cmdlet" && call.name === "new-receiveconnector" && textOfParameter(call, "Name", context)?.text.toLowerCase() === bare,
  );
  return found ?? null;
}

/** The call whose output a call gets down the pipeline. */
function pipelineSource(call: CmdletCall, context: CheckContext): CmdletCall | null {
  const statement = statementAround(call.span, context);
  const pipeline = statement === null ? null : nodePath(statement, call.bound.command).findLast((node) => node.kind === "Pipeline");
  if (pipeline?.kind !== "Pipeline") return null;
  const index = pipeline.elements.findIndex((element) => element.start === call.bound.command.start);
  const before = pipeline.elements[index - 1];
  if (!before) return null;
  return context.calls.find((other): other is CmdletCall => other.kind === "cmdlet" && other.bound.command.start === before.start) ?? null;
}

/** A transport rule's outbound connector that the script removes or disables afterwards. */
export const ruleWithoutConnector: Check = {
  of: "document",
  calls: ["remove-outboundconnector", "set-outboundconnector"],
  run: (context) => {
    const calls = context.calls.filter((call): call is CmdletCall => call.kind === "cmdlet");
    // Whoever touches rules otherwise, or makes connectors afterwards, may put things right.
    if (context.unseenCode().length > 0 || calls.some(({ name }) => /^(?:remove|disable)-transportrule$/.test(name))) return [];
    return calls
      .filter(({ name }) => /^(?:new|set)-transportrule$/.test(name))
      .flatMap((rule): CheckResult[] => {
        const target = textOfParameter(rule, "RouteMessageOutboundConnector", context)?.text;
        if (target === undefined) return [];
        const later = calls.filter((call) => call.span.start > rule.span.end && /-outboundconnector$/.test(call.name));
        const about = later.filter((call) => {
          const name = textOfParameter(call, call.name.startsWith("new-") ? "Name" : "Identity", context)?.text;
          return name === undefined || name.toLowerCase() === target.toLowerCase();
        });
        const [only] = about;
        if (!only || about.length > 1 || !isEnding(only) || blockAround(only.span, context) !== blockAround(rule.span, context)) return [];
        const { start, end } = only.nameSpan;
        const rulePlace = { start: rule.nameSpan.start, end: rule.nameSpan.end, message: "the rule stands here" };
        return [{ start, end, fields: { connector: target }, related: [rulePlace] }];
      });
  },
};

function isEnding(call: CmdletCall): boolean {
  if (argumentOf(call, "WhatIf") !== undefined) return false;
  const enabled = argumentOf(call, "Enabled")?.value;
  return call.name.startsWith("remove-") || (enabled?.kind === "boolean" && !enabled.value);
}

const serverNouns = /-(send|receive)connector$/;
const onlineNouns = /-(inbound|outbound)connector$/;
const sessionCommands =
  /^(connect-exchangeonline|connect-ippssession|new-pssession|import-pssession|enter-pssession|add-pssnapin|import-module|invoke-command)$/;

/** Connector cmdlets of Exchange Server and of Exchange Online in one script whose one target is told to be only one of the two. */
export const wrongEnvironment: Check = {
  of: "document",
  run: (context) => {
    const { target } = context;
    if (target.products === null || target.from === "script" || context.unseenCode().length > 0) return [];
    const isServer = target.products.every((product) => onPremises.includes(product));
    const isOnline = target.products.every((product) => product === "Online" || product === "EOP");
    if (isServer === isOnline || context.calls.some((call) => sessionCommands.test(call.name))) return [];
    const calls = context.calls.filter((call) => call.kind === "cmdlet");
    const server = calls.filter((call) => serverNouns.test(call.name));
    const online = calls.filter((call) => onlineNouns.test(call.name));
    if (server.length === 0 || online.length === 0) return [];
    return (isServer ? online : server).slice(0, 1).map((call) => ({
      start: call.nameSpan.start,
      end: call.nameSpan.end,
      fields: { command: call.bound.cmdlet.name, world: isServer ? "Exchange Online" : "Exchange Server" },
    }));
  },
};
