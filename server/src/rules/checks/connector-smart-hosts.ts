import { ipAddressOf } from "../../catalog/grammars/ip-address.js";
import type { Fault } from "../../catalog/grammars/parsed.js";
import { parseOnlineSmartHost, parseSmartHost } from "../../catalog/grammars/smart-host.js";
import type { CmdletCall } from "../call.js";
import type { Check, CheckContext, CheckResult } from "../check.js";
import { oneOf } from "../needs.js";
import { oncePerPlace } from "../once.js";
import { type ArgumentText, argumentOf, namesOption, textOfParameter, textsOf } from "./argument-text.js";

/**
 * Option `faults`: smart hosts with one of these faults of the grammar. A connector of Exchange Online also takes CIDR blocks and has no port; both differ by the
 * command.
 */
export const smartHost: Check = {
  of: "cmdlet",
  needs: oneOf("SmartHosts"),
  run: (call, context) => {
    const faults = namesOption(context, "faults");
    const isOnline = isOfOnline(call);
    return faultyHosts(call, context).flatMap(({ host, fault }): CheckResult[] => {
      if (!faults.includes(fault.code)) return [];
      const { code, start, end, message, replacement } = fault;
      const fields = { host: host.text, fault: message };
      if (code === "list") return [listResult(host, fields, context)];
      const found = host.text.slice(start, end);
      if (code === "port") {
        const place = host.at(start, end);
        const isExact = context.text.slice(place.start, place.end) === found;
        const advice = isOnline
          ? "Exchange Online always connects to port 25."
          : `Give it as \`-Port ${found.slice(1)}\`, for all smart hosts of the connector.`;
        return [{ ...place, fields: { ...fields, advice, ...(isOnline || !isExact ? {} : { port: found.slice(1) }) } }];
      }
      const isWhole = start === 0 && end === host.text.length;
      const place = isWhole ? host.whole : host.at(start, end);
      const repaired = isWhole ? replacement : undefined;
      return [{ start: place.start, end: place.end, fields, ...(repaired === undefined ? {} : { replacement: repaired }) }];
    });
  },
};

function isOfOnline(call: CmdletCall): boolean {
  return call.name.endsWith("-outboundconnector");
}

const faultyHosts = oncePerPlace(
  (call: CmdletCall, context: CheckContext): readonly { readonly host: ArgumentText; readonly fault: Fault }[] => {
    const parse = isOfOnline(call) ? parseOnlineSmartHost : parseSmartHost;
    return textsOf(call, "SmartHosts", context).flatMap((host) => {
      const result = parse(host.text);
      return result.ok ? [] : [{ host, fault: result.fault }];
    });
  },
);

/** One text with several hosts, each of them put in the quotes of the whole. */
function listResult(host: ArgumentText, fields: Readonly<Record<string, string>>, context: CheckContext): CheckResult {
  const { start, end } = host.whole;
  const written = context.text.slice(start, end);
  const quote = /^(['"])[\s\S]*\1$/.exec(written)?.[1] ?? "'";
  const isLiteral = written === host.text || written === quote + host.text + quote;
  const separator = /[,;]\s*/.exec(host.text)?.[0].replace(";", ",") ?? ", ";
  const parts = host.text.split(/\s*[,;]\s*/).filter((part) => part !== "");
  const replacement = parts.map((part) => quote + part + quote).join(separator);
  const fixes =
    isLiteral && parts.length > 0 ? [{ title: "Split the list", edits: [{ start, end, newText: replacement }], isPreferred: true }] : [];
  return { start, end, fields: { ...fields, list: replacement }, fixes };
}

/** Smart hosts whose second labels differ below one domain: `a.oxford.contoso.net` and `a.cambridge.contoso.net`. */
export const smartHostsOfTwoSites: Check = {
  of: "cmdlet",
  needs: oneOf("SmartHosts"),
  run: (call, context) => {
    const given = textsOf(call, "SmartHosts", context);
    const hosts = given.length < 2 ? [] : given.filter(({ text }) => ipAddressOf(text) === null);
    const [first] = hosts;
    const labels = first?.text.toLowerCase().split(".") ?? [];
    if (!first || labels.length < 3) return [];
    const other = hosts.slice(1).find(({ text }) => {
      const others = text.toLowerCase().split(".");
      return others.length === labels.length && others[1] !== labels[1] && others.slice(2).join(".") === labels.slice(2).join(".");
    });
    if (!other) return [];
    return [{ start: other.whole.start, end: other.whole.end, fields: { first: first.text, second: other.text } }];
  },
};

/** A smart host that is one of the connector's own source servers. With a port of its own, another program may listen there. */
export const selfSmartHost: Check = {
  of: "cmdlet",
  needs: oneOf("SourceTransportServers"),
  run: (call, context) => {
    if (argumentOf(call, "Port") !== undefined || call.bound.isOpen) return [];
    const servers = textsOf(call, "SourceTransportServers", context).map(({ text }) => text);
    const domain = afterFirstLabel(textOfParameter(call, "Fqdn", context)?.text.toLowerCase() ?? "");
    return textsOf(call, "SmartHosts", context).flatMap((host): CheckResult[] => {
      const server = servers.find((one) => isSameServer(host.text.toLowerCase().replace(/\.$/, ""), one.toLowerCase(), domain));
      if (server === undefined) return [];
      return [{ start: host.whole.start, end: host.whole.end, fields: { host: host.text, server } }];
    });
  },
};

/** A host of another company may bear a server's short name: only `domain`, the connector's own, makes them the same. */
function isSameServer(host: string, server: string, domain: string): boolean {
  if (host === server) return true;
  if (host.includes(".") === server.includes(".")) return false;
  const [short, long] = host.includes(".") ? [server, host] : [host, server];
  return long.startsWith(`${short}.`) && (long === server || afterFirstLabel(long) === domain);
}

function afterFirstLabel(name: string): string {
  const dot = name.indexOf(".");
  return dot < 0 ? "" : name.slice(dot + 1);
}
