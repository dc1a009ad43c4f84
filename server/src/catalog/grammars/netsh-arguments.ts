import { nearest } from "../near.js";
import { isPrivateIpv4, parseIpv4Literal, parseIpv6Literal, parseIpv6Prefix } from "./ip-literal.js";
import type { Fault } from "./parsed.js";

/** What a netsh tag takes. */
type TagKind =
  | "text"
  | "number"
  | "time"
  | "ipv4"
  | "ipv6"
  | "ipv6-prefix"
  | "route-prefix"
  | { readonly oneOf: readonly string[]; readonly fault: "flag-value" | "publish-value" | "teredo-state" };

/** One tag of a netsh command, in the order in which values without `tag=` are taken. */
interface TagRule {
  readonly name: string;
  readonly kind: TagKind;
}

/** A netsh command that is described: its words and its tags. */
interface NetshGrammar {
  readonly id: NetshCommandId;
  readonly words: readonly string[];
  readonly tags: readonly TagRule[];
}

export type NetshCommandId =
  | "add-v6v4tunnel"
  | "add-address"
  | "set-address"
  | "add-route"
  | "set-route"
  | "set-interface"
  | "set-privacy"
  | "teredo-set-state";

/** One value of a netsh command and the tag it went to. */
export interface NetshArgument {
  readonly tag: string;
  readonly value: string;
  /** Which of the command's words, and where the value begins in it. */
  readonly word: number;
  readonly valueStart: number;
}

/** A netsh command as read. */
export interface NetshCommand {
  readonly id: NetshCommandId;
  readonly arguments: ReadonlyMap<string, NetshArgument>;
}

/** A remark about one word: offsets are in that word's text. */
export interface NetshRemark extends Fault {
  /** Index of the word; -1 is the whole command. */
  readonly word: number;
}

/** The reading of a netsh line: null `command` where the line is none of those described here. */
export interface NetshReading {
  readonly command: NetshCommand | null;
  readonly remarks: readonly NetshRemark[];
}

const FLAG = { oneOf: ["enabled", "disabled"], fault: "flag-value" } as const;
const STORE = { oneOf: ["active", "persistent"], fault: "flag-value" } as const;
const TRUE_FALSE = { oneOf: ["true", "false"], fault: "flag-value" } as const;
const PUBLISH = { oneOf: ["no", "age", "yes"], fault: "publish-value" } as const;

const ROUTE_TAGS: readonly TagRule[] = [
  { name: "prefix", kind: "route-prefix" },
  { name: "interface", kind: "text" },
  { name: "nexthop", kind: "ipv6" },
  { name: "siteprefixlength", kind: "number" },
  { name: "metric", kind: "number" },
  { name: "publish", kind: PUBLISH },
  { name: "validlifetime", kind: "time" },
  { name: "preferredlifetime", kind: "time" },
  { name: "store", kind: STORE },
];

const ADDRESS_TAGS: readonly TagRule[] = [
  { name: "interface", kind: "text" },
  { name: "address", kind: "ipv6-prefix" },
  { name: "type", kind: { oneOf: ["unicast", "anycast"], fault: "flag-value" } },
  { name: "validlifetime", kind: "time" },
  { name: "preferredlifetime", kind: "time" },
  { name: "store", kind: STORE },
  { name: "skipassource", kind: TRUE_FALSE },
];

/**
 * The commands of netsh that set up an IPv6 tunnel and router.
 *
 * @see https://learn.microsoft.com/windows-server/administration/windows-commands/netsh-interface
 */
const GRAMMARS: readonly NetshGrammar[] = [
  {
    id: "add-v6v4tunnel",
    words: ["interface", "ipv6", "add", "v6v4tunnel"],
    tags: [
      { name: "interface", kind: "text" },
      { name: "localaddress", kind: "ipv4" },
      { name: "remoteaddress", kind: "ipv4" },
    ],
  },
  { id: "add-address", words: ["interface", "ipv6", "add", "address"], tags: ADDRESS_TAGS },
  { id: "set-address", words: ["interface", "ipv6", "set", "address"], tags: ADDRESS_TAGS },
  { id: "add-route", words: ["interface", "ipv6", "add", "route"], tags: ROUTE_TAGS },
  { id: "set-route", words: ["interface", "ipv6", "set", "route"], tags: ROUTE_TAGS },
  {
    id: "set-interface",
    words: ["interface", "ipv6", "set", "interface"],
    tags: [
      { name: "interface", kind: "text" },
      { name: "forwarding", kind: FLAG },
      { name: "advertise", kind: FLAG },
      { name: "mtu", kind: "number" },
      { name: "siteid", kind: "number" },
      { name: "siteprefixlength", kind: "number" },
      { name: "metric", kind: "number" },
      { name: "nud", kind: FLAG },
      { name: "basereachabletime", kind: "number" },
      { name: "retransmittime", kind: "number" },
      { name: "dadtransmits", kind: "number" },
      { name: "routerdiscovery", kind: { oneOf: ["enabled", "disabled", "dhcp"], fault: "flag-value" } },
      { name: "managedaddress", kind: FLAG },
      { name: "otherstateful", kind: FLAG },
      { name: "weakhostsend", kind: FLAG },
      { name: "weakhostreceive", kind: FLAG },
      { name: "ignoredefaultroutes", kind: FLAG },
      { name: "advertisedrouterlifetime", kind: "text" },
      { name: "advertisedefaultroute", kind: FLAG },
      { name: "currenthoplimit", kind: "number" },
      { name: "store", kind: STORE },
      { name: "forcearpndwolpattern", kind: FLAG },
      { name: "enabledirectedmacwolpattern", kind: FLAG },
      { name: "ecncapability", kind: { oneOf: ["ecndisabled", "ect1", "ect0", "application"], fault: "flag-value" } },
      { name: "rabaseddnsconfig", kind: FLAG },
      { name: "dhcpstaticipcoexistence", kind: FLAG },
    ],
  },
  {
    id: "set-privacy",
    words: ["interface", "ipv6", "set", "privacy"],
    tags: [
      { name: "state", kind: FLAG },
      { name: "maxdadattempts", kind: "number" },
      { name: "maxvalidlifetime", kind: "time" },
      { name: "maxpreferredlifetime", kind: "time" },
      { name: "regeneratetime", kind: "time" },
      { name: "maxrandomtime", kind: "time" },
      { name: "randomtime", kind: "time" },
      { name: "store", kind: STORE },
    ],
  },
  {
    id: "teredo-set-state",
    words: ["interface", "teredo", "set", "state"],
    tags: [
      {
        name: "type",
        kind: { oneOf: ["disabled", "client", "enterpriseclient", "natawareclient", "server", "default"], fault: "teredo-state" },
      },
      { name: "servername", kind: "text" },
      { name: "refreshinterval", kind: "text" },
      { name: "clientport", kind: "text" },
      { name: "servervirtualip", kind: "text" },
    ],
  },
];

/**
 * Reads the words after `netsh` by the grammars of its IPv6 and Teredo commands. netsh takes any beginning of a word or tag for the
 * whole (`int` for `interface`), and so does this.
 *
 * @param words what netsh receives, quotes removed; null where a word is not known
 * @returns remark codes: `unknown-tag`, `privacy`, `flag-value`, `flag-abbreviated`, `publish-value`, `teredo-state`, `tunnel-ipv4`,
 *   `tunnel-remote-private`, `ipv6-literal`, `route-prefix-length`, `name-unquoted`
 */
export function readNetsh(words: readonly (string | null)[]): NetshReading {
  const found = findGrammar(words);
  if (found === null) return { command: null, remarks: [] };
  const { grammar, first } = found;
  const remarks: NetshRemark[] = [];
  const given = new Map<string, NetshArgument>();
  let isSure = true;
  let position = 0;
  for (let index = first; index < words.length; index += 1) {
    const word = words[index];
    if (word === null || word === undefined) {
      isSure = false;
      position += 1;
      continue;
    }
    const named = /^([A-Za-z][A-Za-z0-9_]*)=(.*)$/s.exec(word);
    if (named !== null) {
      const written = named[1] ?? "";
      const tag = tagOf(grammar, written);
      if (tag === null) {
        remarks.push(unknownTag(grammar, written, index));
        continue;
      }
      given.set(tag.name, { tag: tag.name, value: named[2] ?? "", word: index, valueStart: written.length + 1 });
      position = Math.max(position, grammar.tags.indexOf(tag) + 1);
      continue;
    }
    const tag = grammar.tags[position];
    if (tag === undefined) continue;
    given.set(tag.name, { tag: tag.name, value: word, word: index, valueStart: 0 });
    position += 1;
  }

  const unquoted = isSure ? unquotedName(grammar, words, first, given) : null;
  if (unquoted !== null) return { command: null, remarks: [unquoted] };
  for (const tag of grammar.tags) {
    const argument = given.get(tag.name);
    if (argument !== undefined) remarks.push(...valueRemarks(tag, argument));
  }
  if (grammar.id === "add-v6v4tunnel") remarks.push(...tunnelRemarks(given, isSure));
  return { command: { id: grammar.id, arguments: given }, remarks: remarks.sort((a, b) => a.word - b.word) };
}

function findGrammar(words: readonly (string | null)[]): { readonly grammar: NetshGrammar; readonly first: number } | null {
  let at = 0;
  while (/^-[apru]$/i.test(words[at] ?? "")) at += 2;
  if (/^-c$/i.test(words[at] ?? "")) at += 1;
  for (const grammar of GRAMMARS) {
    if (grammar.words.every((word, index) => isBeginning(words[at + index] ?? null, word))) {
      return { grammar, first: at + grammar.words.length };
    }
  }
  return null;
}

/** Two letters at least, so that no other word of the context begins the same. `6to4` and `ipv4` never match `ipv6`. */
function isBeginning(text: string | null, word: string): boolean {
  if (text === null || text.length < 2) return false;
  if (word === "ipv6") return text.toLowerCase() === word;
  return word.startsWith(text.toLowerCase()) && (text.length > 2 || word === "interface" || word === "address" || word === "route");
}

function tagOf(grammar: NetshGrammar, written: string): TagRule | null {
  const name = written.toLowerCase();
  return grammar.tags.find((tag) => tag.name === name) ?? grammar.tags.find((tag) => tag.name.startsWith(name)) ?? null;
}

function unknownTag(grammar: NetshGrammar, written: string, word: number): NetshRemark {
  const place = { word, start: 0, end: written.length };
  if (grammar.id === "set-interface" && written.toLowerCase() === "privacy") {
    return { code: "privacy", ...place, message: "`privacy` is not a setting of one interface" };
  }
  const [meant] = nearest(
    written,
    grammar.tags.map((tag) => tag.name),
    3,
  );
  return {
    code: "unknown-tag",
    ...place,
    message: `\`${grammar.words.join(" ")}\` has no tag \`${written}\``,
    ...(meant === undefined ? {} : { replacement: meant }),
  };
}

function valueRemarks(tag: TagRule, argument: NetshArgument): readonly NetshRemark[] {
  const { value, word, valueStart } = argument;
  const remark = (code: string, start: number, end: number, message: string, replacement?: string): readonly NetshRemark[] => [
    { code, word, start: valueStart + start, end: valueStart + end, message, ...(replacement === undefined ? {} : { replacement }) },
  ];
  if (typeof tag.kind === "object") {
    const { oneOf, fault } = tag.kind;
    const text = value.toLowerCase();
    if (oneOf.includes(text)) return [];
    const whole = text === "" ? undefined : oneOf.find((known) => known.startsWith(text));
    if (whole !== undefined) {
      return remark("flag-abbreviated", 0, value.length, `\`${value}\` is a shortened \`${whole}\``, whole);
    }
    return remark(fault, 0, value.length, `\`${tag.name}\` is ${listOf(oneOf)}`, meantFlag(text, oneOf));
  }
  switch (tag.kind) {
    case "ipv6": {
      const result = parseIpv6Literal(value);
      return result.ok ? [] : remark("ipv6-literal", 0, value.length, result.fault.message);
    }
    case "ipv6-prefix":
    case "route-prefix": {
      const result = parseIpv6Prefix(value);
      if (!result.ok) return remark("ipv6-literal", 0, value.length, result.fault.message);
      if (tag.kind === "ipv6-prefix" || result.value.prefixLength !== null) return [];
      const likely = value === "::" ? "::/0" : value.endsWith("::") ? `${value}/64` : undefined;
      return remark("route-prefix-length", 0, value.length, "the prefix has no length", likely);
    }
    default:
      return [];
  }
}

function meantFlag(text: string, oneOf: readonly string[]): string | undefined {
  const yes = /^(on|yes|true|1|enable|enabled)$/.test(text);
  const no = /^(off|no|false|0|disable|disabled|none|never)$/.test(text);
  if (oneOf.includes("enabled") && oneOf.includes("disabled") && (yes || no)) return yes ? "enabled" : "disabled";
  if (oneOf.includes("yes") && (yes || no)) return yes ? "yes" : "no";
  return nearest(text, oneOf, 3)[0];
}

function tunnelRemarks(given: ReadonlyMap<string, NetshArgument>, isSure: boolean): readonly NetshRemark[] {
  const remarks: NetshRemark[] = [];
  for (const name of ["localaddress", "remoteaddress"]) {
    const argument = given.get(name);
    if (argument === undefined) {
      if (isSure) remarks.push({ code: "tunnel-ipv4", word: -1, start: 0, end: 0, message: `\`${name}\` is missing` });
      continue;
    }
    const place = { word: argument.word, start: argument.valueStart, end: argument.valueStart + argument.value.length };
    if (!parseIpv4Literal(argument.value).ok) {
      remarks.push({ code: "tunnel-ipv4", ...place, message: `\`${name}\` is not an IPv4 address` });
    } else if (name === "remoteaddress" && isPrivateIpv4(argument.value)) {
      remarks.push({ code: "tunnel-remote-private", ...place, message: "the tunnel's far end has a private address" });
    }
  }
  return remarks;
}

/** A name with blanks that was not quoted leaves a plain word where an address or a flag belongs. */
function unquotedName(
  grammar: NetshGrammar,
  words: readonly (string | null)[],
  first: number,
  given: ReadonlyMap<string, NetshArgument>,
): NetshRemark | null {
  const name = given.get("interface");
  if (name === undefined || name.value === "" || grammar.tags[0]?.name === "type") return null;
  const following: string[] = [];
  for (let index = name.word + 1; index < words.length; index += 1) {
    const word = words[index];
    if (word === null || word === undefined || word.includes("=")) break;
    following.push(word);
  }
  const isPlain = (word: string | undefined): word is string => word !== undefined && /^[\p{L}\d()#*_-]+$/u.test(word);
  const plain = following.findIndex((word) => !isPlain(word));
  const extra = plain < 0 ? following : following.slice(0, plain);
  const next = extra[0];
  if (next === undefined) return null;
  const position = grammar.tags.findIndex((tag) => tag.name === "interface") + 1;
  const isNamed = name.valueStart > 0;
  const kind = grammar.tags[position]?.kind;
  let isBlank: boolean;
  if (typeof kind === "object") {
    const { oneOf } = kind;
    const isFlag =
      oneOf.some((known) => known.startsWith(next.toLowerCase())) || /^(on|off|yes|no|true|false|\d+|enable|disable)$/i.test(next);
    // `Ethernet 2 forwarding=enabled`: the place of the number is taken by a tag.
    const tag = grammar.tags[position]?.name ?? "";
    isBlank = !isFlag || (/^\d+$/.test(next) && (given.get(tag)?.valueStart ?? 0) > 0);
  } else if (kind === "ipv4") {
    // `add v6v4tunnel My Tunnel 192.0.2.1 198.51.100.1`: too many words, the addresses come later.
    isBlank = following.slice(extra.length).filter((word) => parseIpv4Literal(word).ok).length >= 2 || (isNamed && given.size >= 3);
  } else {
    const rest = words.slice(name.word + 1).map((word) => word ?? "");
    const hasAddressLater = rest.some((word) => word.includes(":"));
    isBlank = kind === "ipv6" ? true : hasAddressLater || following.length > 1;
  }
  if (!isBlank || first > name.word) return null;
  const joined = [name.value, ...extra].join(" ");
  return {
    code: "name-unquoted",
    word: name.word,
    start: name.valueStart,
    end: name.valueStart + name.value.length,
    message: `the name \`${joined}\` has blanks and no quotes`,
    replacement: joined,
  };
}

function listOf(words: readonly string[]): string {
  return words.length === 2 ? words.join(" or ") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
