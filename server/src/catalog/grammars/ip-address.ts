import ipaddr from "ipaddr.js";
import { fault, type Parsed, parsed } from "./parsed.js";

/** An IPv4 or IPv6 address. */
export type IpAddress = ipaddr.IPv4 | ipaddr.IPv6;

/** Addresses from `first` to `last`, one of them at least, both of one family. */
export interface IpRange {
  readonly first: IpAddress;
  readonly last: IpAddress;
}

const V4_BITS = 32;
const V6_BITS = 128;

/** A dotted IPv4 address of four decimal parts or an IPv6 address (zone allowed), without brackets; null for any other text. */
export function ipAddressOf(text: string): IpAddress | null {
  // The library answers by throwing and catching: it is asked only about what looks like an address.
  if (/^\d+(?:\.\d+){3}$/.test(text) && ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  if (text.includes(":") && ipaddr.IPv6.isValid(text)) return ipaddr.IPv6.parse(text);
  return null;
}

/**
 * Reads one IP address.
 *
 * Fault codes: `format`.
 */
export function parseIpAddress(text: string): Parsed<IpAddress> {
  const address = ipAddressOf(text.trim());
  return address === null ? fault("format", 0, text.length, "this is not an IP address") : parsed(address);
}

/**
 * Reads an address a server can send from: a single IP address, neither multicast nor broadcast.
 *
 * Fault codes: `format`, `not-unicast`.
 *
 * @see https://learn.microsoft.com/powershell/module/exchangepowershell/new-sendconnector#-sourceipaddress
 */
export function parseSourceAddress(text: string): Parsed<IpAddress> {
  const result = parseIpAddress(text);
  if (!result.ok) return result;
  const kind = result.value.range();
  if (kind === "multicast" || kind === "broadcast") {
    return fault("not-unicast", 0, text.length, `this is a ${kind} address: no server sends from it`);
  }
  return result;
}

/**
 * Reads what a Receive connector takes as remote range: an address, `first-last`, CIDR, or an address with its mask in parentheses.
 *
 * Fault codes: `empty`, `format`, `prefix` (longer than the address), `order` (the last address is before the first).
 *
 * @see https://learn.microsoft.com/powershell/module/exchangepowershell/new-receiveconnector#-remoteipranges
 */
export function parseRemoteIpRange(text: string): Parsed<IpRange> {
  if (text.trim() === "") return fault("empty", 0, text.length, "the range is empty");
  const dash = text.indexOf("-");
  if (dash >= 0) return parseFromTo(text, dash);
  const slash = text.indexOf("/");
  if (slash >= 0) return parseCidr(text, slash);
  const mask = /^\s*([^()\s]+)\s*\(\s*([^()\s]+)\s*\)\s*$/.exec(text);
  if (mask !== null) return parseMasked(text, mask[1] ?? "", mask[2] ?? "");
  const address = ipAddressOf(text.trim());
  if (address !== null) return parsed({ first: address, last: address });
  return fault("format", 0, text.length, "this is no IP address, no range `first-last` and no CIDR block");
}

function parseFromTo(text: string, dash: number): Parsed<IpRange> {
  const first = ipAddressOf(text.slice(0, dash).trim());
  const last = ipAddressOf(text.slice(dash + 1).trim());
  if (first === null) return fault("format", 0, dash, "this is not an IP address");
  if (last === null) return fault("format", dash + 1, text.length, "this is not an IP address");
  if (first.kind() !== last.kind()) return fault("format", 0, text.length, "a range cannot go from IPv4 to IPv6");
  if (compareAddresses(first, last) > 0) return fault("order", 0, text.length, "the range ends before it begins");
  return parsed({ first, last });
}

function parseCidr(text: string, slash: number): Parsed<IpRange> {
  const address = ipAddressOf(text.slice(0, slash).trim());
  if (address === null) return fault("format", 0, slash, "this is not an IP address");
  const written = text.slice(slash + 1).trim();
  const most = address.kind() === "ipv4" ? V4_BITS : V6_BITS;
  if (!/^\d{1,3}$/.test(written)) return fault("format", slash + 1, text.length, "the prefix length must be a number");
  const bits = Number(written);
  if (bits > most) return fault("prefix", slash + 1, text.length, `the prefix length is at most ${most}`);
  return parsed(blockOf(address, bits));
}

function parseMasked(text: string, addressText: string, maskText: string): Parsed<IpRange> {
  const address = ipAddressOf(addressText);
  const mask = ipAddressOf(maskText);
  const bits = mask?.prefixLengthFromSubnetMask() ?? null;
  if (address === null || bits === null || address.kind() !== mask?.kind()) {
    return fault("format", 0, text.length, "this is no IP address with a subnet mask");
  }
  return parsed(blockOf(address, bits));
}

/** The addresses that share the first `bits` bits with an address. */
function blockOf(address: IpAddress, bits: number): IpRange {
  const bytes = address.toByteArray();
  const low = bytes.map((byte, index) => byte & maskByte(bits, index));
  const high = bytes.map((byte, index) => byte | (~maskByte(bits, index) & 0xff));
  return { first: ipaddr.fromByteArray(low), last: ipaddr.fromByteArray(high) };
}

function maskByte(bits: number, index: number): number {
  const here = Math.min(8, Math.max(0, bits - index * 8));
  return (0xff << (8 - here)) & 0xff;
}

/** Negative when `left` is lower. Both of one family. */
function compareAddresses(left: IpAddress, right: IpAddress): number {
  const a = left.toByteArray();
  const b = right.toByteArray();
  for (const [index, byte] of a.entries()) {
    const difference = byte - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** How many addresses a range holds, as a power of two rounded up (0 for one address). */
export function rangeBits(range: IpRange): number {
  const low = range.first.toByteArray();
  const high = range.last.toByteArray();
  let size = 0n;
  for (const [index, byte] of high.entries()) size = size * 256n + BigInt(byte - (low[index] ?? 0));
  return size <= 0n ? 0 : size.toString(2).length;
}

/**
 * Reads what an Exchange Online inbound connector takes as sender address: one IPv4 address or an IPv4 block from /24 to /32.
 *
 * Fault codes: `empty`, `format`, `ipv6`, `range` (a from-to range), `prefix`.
 *
 * @see https://learn.microsoft.com/powershell/module/exchangepowershell/new-inboundconnector#-senderipaddresses
 */
export function parseSenderIpAddress(text: string): Parsed<IpRange> {
  const result = parseRemoteIpRange(text);
  if (!result.ok) {
    if (result.fault.code !== "prefix" || text.includes(":"))
      return text.includes(":") ? fault("ipv6", 0, text.length, "IPv6 is not supported here") : result;
    return fault("prefix", result.fault.start, result.fault.end, "the prefix length must be from 24 to 32", "32");
  }
  if (result.value.first.kind() === "ipv6") return fault("ipv6", 0, text.length, "IPv6 is not supported here");
  if (text.includes("-"))
    return fault("range", 0, text.length, "a range `first-last` is not supported here, only addresses and blocks from /24 to /32");
  if (text.includes("(")) return fault("format", 0, text.length, "an address with a mask is not supported here: write the prefix length");
  const slash = text.indexOf("/");
  if (slash >= 0 && Number(text.slice(slash + 1)) < 24) {
    return fault("prefix", slash + 1, text.length, "the prefix length must be from 24 to 32", "24");
  }
  return result;
}

const NOT_PUBLIC: ReadonlySet<string> = new Set([
  "private",
  "loopback",
  "linkLocal",
  "carrierGradeNat",
  "unspecified",
  "multicast",
  "broadcast",
]);

/** True for an IPv4 address that cannot be reached over the Internet. Documentation ranges count as public: examples use them. */
function isPrivateAddress(address: IpAddress): boolean {
  return address.kind() === "ipv4" && NOT_PUBLIC.has(address.range());
}

/**
 * Tells whether an address or block can be met on the Internet. A text that is no IPv4 address or block (a host name) passes.
 *
 * Fault codes: `private`.
 */
export function parsePublicAddress(text: string): Parsed<string> {
  const bare = text.trim().replace(/^\[(.*)\]$/, "$1");
  const result = parseRemoteIpRange(bare);
  if (result.ok && isPrivateAddress(result.value.first)) {
    return fault("private", 0, text.length, `this ${bare.includes("/") ? "block" : "address"} is not reachable over the Internet`);
  }
  return parsed(text);
}

const WIDE_V4_BITS = 24;
const WIDE_V6_BITS = 96;

/**
 * Tells whether a range is narrow enough to trust whoever connects from it: not more than a private network, and of public addresses not more than a /24.
 * A text that is no range passes.
 *
 * Fault codes: `wide`.
 */
export function parseNarrowRange(text: string): Parsed<string> {
  const result = parseRemoteIpRange(text);
  if (!result.ok) return parsed(text);
  const { first, last } = result.value;
  const bits = rangeBits(result.value);
  const isPrivate = isPrivateAddress(first) && isPrivateAddress(last) && first.range() === last.range() && first.range() !== "unspecified";
  const isWide = first.kind() === "ipv6" ? bits > WIDE_V6_BITS : isPrivate ? bits > WIDE_V4_BITS : bits > V4_BITS - 24;
  return isWide ? fault("wide", 0, text.length, "this range holds far more hosts than one organisation has servers") : parsed(text);
}
