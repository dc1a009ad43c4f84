import type { Span } from "../../syntax/ast.js";
import type { Call, CmdletCall, NativeCall } from "../call.js";
import type { CheckContext } from "../check.js";
import { oncePerPlace } from "../once.js";
import { type ArgumentText, argumentOf, textOfParameter, textOfWord } from "./argument-text.js";

export type DnsRecordType = "A" | "AAAA" | "CNAME" | "MX" | "NS" | "PTR" | "SRV" | "TXT" | "other";

/** One record that a command of the file makes, as far as it is known. */
export interface DnsRecord {
  readonly call: Call;
  readonly type: DnsRecordType;
  readonly zone: ArgumentText | null;
  /** As written: relative, `@` and `.` for the zone itself, or absolute. */
  readonly name: ArgumentText | null;
  /** Full name in lower case without a dot at its end; null where zone or name is not known. */
  readonly owner: string | null;
  /** The text, the target, or the address. */
  readonly data: ArgumentText | null;
  readonly preference: ArgumentText | null;
  /** Which server and which view of the zone gets it, as written; empty for the usual one. */
  readonly server: string;
  /** Where a finding about the record as a whole stands. */
  readonly place: Span;
}

const SWITCHES: Readonly<Record<string, DnsRecordType>> = {
  a: "A",
  aaaa: "AAAA",
  cname: "CNAME",
  mx: "MX",
  ns: "NS",
  ptr: "PTR",
  srv: "SRV",
  txt: "TXT",
};

const ONE_TYPE: Readonly<Record<string, DnsRecordType>> = {
  "add-dnsserverresourcerecorda": "A",
  "add-dnsserverresourcerecordaaaa": "AAAA",
  "add-dnsserverresourcerecordcname": "CNAME",
  "add-dnsserverresourcerecordmx": "MX",
};

const DATA: Readonly<Record<DnsRecordType, string>> = {
  A: "IPv4Address",
  AAAA: "IPv6Address",
  CNAME: "HostNameAlias",
  MX: "MailExchange",
  NS: "NameServer",
  PTR: "PtrDomainName",
  SRV: "DomainName",
  TXT: "DescriptiveText",
  other: "",
};

/** The commands that make a record, in lower case. */
export const recordMakers: readonly string[] = [
  "dnscmd",
  "add-dnsserverresourcerecord",
  ...Object.keys(ONE_TYPE),
  "new-azdnsrecordconfig",
  "add-azdnsrecordconfig",
  "new-azurermdnsrecordconfig",
  "add-azurermdnsrecordconfig",
];

/** Every record the file makes, in the order of the text. */
export function dnsRecords(context: CheckContext): readonly DnsRecord[] {
  return context.calls.map((call) => recordOf(call, context)).filter((record) => record !== null);
}

/** The record that a call makes; null where it makes none, or its type is not known. */
export function recordOf(call: Call, context: CheckContext): DnsRecord | null {
  return /^(new|add)-az(urerm)?dnsrecordconfig$/.test(call.name) ? ofAzure(call, context) : ofServer(call, context);
}

const ofServer = oncePerPlace((call: Call, context: CheckContext): DnsRecord | null => {
  if (call.kind === "native") return call.name === "dnscmd" ? ofDnscmd(call, context) : null;
  if (call.name === "add-dnsserverresourcerecord") {
    const [name, type] = Object.entries(SWITCHES).find(([one]) => argumentOf(call, one) !== undefined) ?? [];
    return name === undefined || type === undefined ? null : ofDnsServer(call, type, context);
  }
  const type = ONE_TYPE[call.name];
  return type === undefined ? null : ofDnsServer(call, type, context);
});

function ofDnsServer(call: CmdletCall, type: DnsRecordType, context: CheckContext): DnsRecord {
  const zone = textOfParameter(call, "ZoneName", context);
  const name = textOfParameter(call, "Name", context);
  return {
    call,
    type,
    zone,
    name,
    owner: ownerOf(zone?.text ?? null, name?.text ?? null),
    data: DATA[type] === "" ? null : textOfParameter(call, DATA[type], context),
    preference: textOfParameter(call, "Preference", context),
    server: writtenValues(call, ["ComputerName", "CimSession", "ZoneScope", "VirtualizationInstance"], context),
    place: call.nameSpan,
  };
}

/** The source text of these arguments. */
function writtenValues(call: CmdletCall, names: readonly string[], { text }: CheckContext): string {
  const nodes = names.map((name) => argumentOf(call, name)?.valueNode ?? null);
  return nodes.map((node) => (node === null ? "" : text.slice(node.start, node.end).toLowerCase())).join("|");
}

const AZURE_DATA: readonly (readonly [parameter: string, type: DnsRecordType])[] = [
  ["Value", "TXT"],
  ["Exchange", "MX"],
  ["Cname", "CNAME"],
  ["Ipv4Address", "A"],
  ["Ipv6Address", "AAAA"],
  ["Nsdname", "NS"],
  ["Ptrdname", "PTR"],
  ["Target", "SRV"],
];

/** What such a call makes depends on the call around it, too. */
function ofAzure(call: Call, context: CheckContext): DnsRecord | null {
  if (call.kind === "native") return null;
  const [parameter, type] = AZURE_DATA.find(([one]) => argumentOf(call, one) !== undefined) ?? [];
  if (parameter === undefined || type === undefined) return null;
  // `New-AzDnsRecordSet -Name x -DnsRecords (New-AzDnsRecordConfig …)`: the set around the record names it.
  const set = context.calls.find(
    (other): other is CmdletCall =>
      other.kind === "cmdlet" &&
      /^new-az(urerm)?dnsrecordset$/.test(other.name) &&
      other.span.start < call.span.start &&
      call.span.end <= other.span.end,
  );
  const zone = set === undefined ? null : textOfParameter(set, "ZoneName", context);
  const name = set === undefined ? null : textOfParameter(set, "Name", context);
  return {
    call,
    type,
    zone,
    name,
    owner: ownerOf(zone?.text ?? null, name?.text ?? null),
    data: textOfParameter(call, parameter, context),
    preference: textOfParameter(call, "Preference", context),
    server: set === undefined ? "" : writtenValues(set, ["ResourceGroupName"], context),
    place: call.nameSpan,
  };
}

/** `dnscmd [server] /recordadd zone node [/aging] [/openacl] [ttl] type data…` */
function ofDnscmd(call: NativeCall, context: CheckContext): DnsRecord | null {
  const command = call.words.findIndex((word) => word.text?.toLowerCase() === "/recordadd");
  if (command < 0) return null;
  const words = call.words.slice(command + 1).filter((word) => !/^\/(aging|openacl|createptr)$/i.test(word.text ?? ""));
  const [zoneWord, nameWord, ...rest] = words;
  if (zoneWord === undefined || nameWord === undefined) return null;
  const isTtl = /^\d+$/.test(rest[0]?.text ?? "") && rest.length > 2;
  const [typeWord, ...data] = isTtl ? rest.slice(1) : rest;
  if (typeWord === undefined || typeWord.text === null) return null;
  const type = SWITCHES[typeWord.text.toLowerCase()] ?? "other";
  const preference = type === "MX" ? data[0] : undefined;
  const target = type === "MX" ? data[1] : data[0];
  const zone = textOfWord(zoneWord, context);
  const name = textOfWord(nameWord, context);
  return {
    call,
    type,
    zone,
    name,
    owner: ownerOf(zone?.text ?? null, name?.text ?? null),
    data: target === undefined ? null : textOfWord(target, context),
    preference: preference === undefined ? null : textOfWord(preference, context),
    server: call.words
      .slice(0, command)
      .map((word) => word.text?.toLowerCase() ?? "?")
      .join(" "),
    place: call.nameSpan,
  };
}

/** The full name of a record, in lower case without a dot at its end. */
function ownerOf(zone: string | null, name: string | null): string | null {
  if (zone === null || name === null) return null;
  const domain = zone.toLowerCase().replace(/\.$/, "");
  const label = name.toLowerCase();
  if (label === "@" || label === "." || label === "") return domain;
  if (label.endsWith(".")) return label.slice(0, -1);
  return label === domain || label.endsWith(`.${domain}`) ? label : `${label}.${domain}`;
}

/** A name in a record's data, in lower case without a dot at its end. */
export function targetName(text: string): string {
  return text.toLowerCase().replace(/\.$/, "");
}
