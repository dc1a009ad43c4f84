import { editDistance } from "../../catalog/near.js";
import type { CmdletCall } from "../call.js";
import type { Check, CheckContext, CheckResult } from "../check.js";
import { oneOf } from "../needs.js";
import { type ArgumentText, namesOption, textOfParameter, textsOf } from "./argument-text.js";

/** The path of each client access service, by the cmdlet that sets its URLs; lower case. */
const PATHS: Readonly<Record<string, string>> = {
  "set-activesyncvirtualdirectory": "/Microsoft-Server-ActiveSync",
  "set-clientaccessserver": "/Autodiscover/Autodiscover.xml",
  "set-clientaccessservice": "/Autodiscover/Autodiscover.xml",
  "set-ecpvirtualdirectory": "/ecp",
  "set-mapivirtualdirectory": "/mapi",
  "set-oabvirtualdirectory": "/OAB",
  "set-owavirtualdirectory": "/owa",
  "set-webservicesvirtualdirectory": "/EWS/Exchange.asmx",
};
const PARAMETERS = ["InternalUrl", "ExternalUrl", "AutoDiscoverServiceInternalUri"];
const URL = /^([a-z][a-z0-9+.-]*):\/\/([^/:?#\s]*)(?::\d+)?([^?#]*)/i;

interface ServiceUrl {
  readonly source: ArgumentText;
  readonly parameter: string;
  /** Lower case; "" without scheme. */
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  /** Where the host begins in the text. */
  readonly hostStart: number;
}

function urlsOf(call: CmdletCall, context: CheckContext): readonly ServiceUrl[] {
  if (PATHS[call.name] === undefined) return [];
  return PARAMETERS.flatMap((parameter) =>
    textsOf(call, parameter, context).map((source): ServiceUrl => {
      const found = URL.exec(source.text);
      const [, scheme = "", host = "", path = ""] = found ?? [];
      return { source, parameter, scheme: scheme.toLowerCase(), host: host.toLowerCase(), path, hostStart: scheme.length + 3 };
    }),
  );
}

/** Option `fault`: `scheme` (none, or not https), `path` (of another service, or none), `host` (an external URL with a name only the own network knows). */
export const virtualDirectoryUrl: Check = {
  of: "cmdlet",
  needs: oneOf(...PARAMETERS),
  run: (call, context) => {
    const [fault = ""] = namesOption(context, "fault");
    const wanted = PATHS[call.name] ?? "";
    return urlsOf(call, context).flatMap((url): CheckResult[] => {
      const { source, parameter, host } = url;
      if (source.text.trim() === "") return [];
      switch (fault) {
        case "scheme":
          return url.scheme === "https" || isPlainOfflineBook(url, call) ? [] : [schemeResult(url)];
        case "path": {
          const written = url.path.replace(/\/+$/, "").toLowerCase();
          if (url.scheme === "" || written === wanted.toLowerCase() || !isMistaken(written, wanted.toLowerCase())) return [];
          const start = url.hostStart + source.text.slice(url.hostStart).search(/\/|$/);
          const place = start === source.text.length ? source.whole : source.at(start, source.text.length);
          const repaired = source.text.slice(0, start) + wanted;
          const isWritten = context.text.slice(place.start, place.end).replace(/^(['"])(.*)\1$/s, "$2") === source.text;
          const replacement = place !== source.whole ? wanted : isWritten ? repaired : null;
          return [
            {
              start: place.start,
              end: place.end,
              fields: { parameter, path: wanted, repaired },
              ...(replacement === null ? {} : { replacement }),
            },
          ];
        }
        case "host": {
          const isLocal =
            parameter === "ExternalUrl" &&
            host !== "" &&
            (!host.includes(".") || /\.(local|internal|lan|corp|intra|home|localdomain)$/.test(host));
          if (!isLocal) return [];
          const place = source.at(url.hostStart, url.hostStart + host.length);
          return [{ start: place.start, end: place.end, fields: { host } }];
        }
        default:
          return [];
      }
    });
  },
};

/** A path that is another service's, only the beginning of the right one, or the right one with a slip: any other may be an administrator's own. */
function isMistaken(path: string, wanted: string): boolean {
  return (
    Object.values(PATHS).some((other) => other.toLowerCase() === path) ||
    wanted.startsWith(`${path}/`) ||
    path === "" ||
    path === "/activesync" ||
    (path.length >= 8 && editDistance(path, wanted, 2) <= 2)
  );
}

/** Exchange 2010 serves the offline address book without TLS inside by default. */
function isPlainOfflineBook(url: ServiceUrl, call: CmdletCall): boolean {
  return call.name === "set-oabvirtualdirectory" && url.parameter === "InternalUrl" && url.scheme === "http";
}

function schemeResult({ source, scheme, parameter }: ServiceUrl): CheckResult {
  const found = scheme === "" ? "" : source.text.slice(0, scheme.length);
  const isHttp = scheme === "http";
  const place = isHttp ? source.at(0, scheme.length) : source.whole;
  const replacement = isHttp ? "https" : scheme === "" && /^[a-z0-9.-]+(\/|$)/i.test(source.text) ? `https://${source.text}` : undefined;
  const what = isHttp ? "is plain http" : found === "" ? "has no scheme" : `begins with \`${found}\``;
  return { start: place.start, end: place.end, fields: { parameter, what }, ...(replacement === undefined ? {} : { replacement }) };
}

/** URLs whose host is in no certificate request of the file. */
export const virtualDirectoryCertificate: Check = {
  of: "document",
  calls: ["new-exchangecertificate"],
  run: (context) => {
    const calls = context.calls.filter((call): call is CmdletCall => call.kind === "cmdlet");
    const requests = calls.filter((call) => call.name === "new-exchangecertificate");
    const names = requests.flatMap((call) => [
      ...textsOf(call, "DomainName", context).map(({ text }) => text.toLowerCase()),
      ...subjectNames(textOfParameter(call, "SubjectName", context)?.text ?? ""),
    ]);
    const isOpen = requests.some((call) => call.bound.isOpen || call.bound.arguments.get("domainname")?.value.kind === "unknown");
    if (names.length === 0 || isOpen) return [];
    const reported = new Set<string>();
    return calls.flatMap((call) =>
      urlsOf(call, context).flatMap((url): CheckResult[] => {
        const { host, source, hostStart } = url;
        if (host === "" || reported.has(host) || names.some((name) => isCovered(host, name))) return [];
        reported.add(host);
        const place = source.at(hostStart, hostStart + host.length);
        return [{ start: place.start, end: place.end, fields: { host, names: [...new Set(names)].join(", ") } }];
      }),
    );
  },
};

function subjectNames(subject: string): readonly string[] {
  const name = /(?:^|,)\s*CN\s*=\s*"?([^,"]+)"?/i.exec(subject)?.[1]?.trim().toLowerCase();
  return name === undefined ? [] : [name];
}

function isCovered(host: string, name: string): boolean {
  return host === name || (name.startsWith("*.") && host.slice(host.indexOf(".") + 1) === name.slice(2));
}

/** URLs whose host lies in a zone the file adds records to, while no record of the file has that name. */
export const virtualDirectoryDns: Check = {
  of: "document",
  calls: [
    "add-dnsserverresourcerecord",
    "add-dnsserverresourcerecorda",
    "add-dnsserverresourcerecordaaaa",
    "add-dnsserverresourcerecordcname",
  ],
  run: (context) => {
    const calls = context.calls.filter((call): call is CmdletCall => call.kind === "cmdlet");
    const zones = new Map<string, Set<string>>();
    let isOpen = false;
    for (const call of calls) {
      if (!/^add-dnsserverresourcerecord(a|aaaa|cname)?$/.test(call.name)) continue;
      const zone = textOfParameter(call, "ZoneName", context)?.text.toLowerCase();
      const name = textOfParameter(call, "Name", context)?.text.toLowerCase();
      if (zone === undefined || name === undefined) isOpen = true;
      else zones.set(zone, (zones.get(zone) ?? new Set()).add(name === "@" ? zone : `${name}.${zone}`));
    }
    if (isOpen || zones.size === 0) return [];
    const reported = new Set<string>();
    return calls.flatMap((call) =>
      urlsOf(call, context).flatMap((url): CheckResult[] => {
        const { host, source, hostStart } = url;
        const zone = [...zones.keys()].find((one) => host === one || host.endsWith(`.${one}`));
        const records = zone === undefined ? undefined : zones.get(zone);
        if (zone === undefined || records === undefined || reported.has(host) || records.has(host) || records.has(`*.${zone}`)) return [];
        reported.add(host);
        const place = source.at(hostStart, hostStart + host.length);
        return [{ start: place.start, end: place.end, fields: { host, zone } }];
      }),
    );
  },
};
