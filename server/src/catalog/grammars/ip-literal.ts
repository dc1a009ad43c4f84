import { fault, type Parsed, parsed } from "./parsed.js";

/** An address with the number of its leading bits that a prefix keeps; null where no `/n` stands. */
export interface AddressWithPrefix {
  readonly address: string;
  readonly prefixLength: number | null;
}

/**
 * Reads an IPv4 address in the usual form of four decimal numbers, each 0 to 255.
 *
 * The shorter and octal forms that some parsers accept are faults here: no mail or network setting documents them.
 */
export function parseIpv4Literal(text: string): Parsed<string> {
  const parts = text.split(".");
  let at = 0;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) {
      const what = part === "" ? "a number is missing" : "not a number from 0 to 255";
      return fault("ipv4", at, Math.max(at + part.length, Math.min(at + 1, text.length)), what);
    }
    at += part.length + 1;
  }
  if (parts.length !== 4) return fault("ipv4", 0, text.length, "an IPv4 address has four numbers");
  return parsed(text);
}

/**
 * Reads an IPv6 address: eight groups of one to four hexadecimal digits, `::` once for a run of zero groups, the last two groups
 * possibly written as an IPv4 address, an optional `%zone`. No brackets, no prefix length.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4291#section-2.2
 */
export function parseIpv6Literal(text: string): Parsed<string> {
  const percent = text.indexOf("%");
  const address = percent < 0 ? text : text.slice(0, percent);
  if (percent >= 0 && percent + 1 === text.length) return fault("ipv6-zone", percent, text.length, "the zone after `%` is missing");
  if (!address.includes(":")) return fault("ipv6", 0, text.length, "an IPv6 address has colons");

  const gap = address.indexOf("::");
  if (gap >= 0) {
    const second = address.indexOf("::", gap + 1);
    if (second >= 0) return fault("ipv6", second, second + 2, "`::` may stand only once");
  }
  let groups = 0;
  let at = 0;
  const parts = address.split(":");
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    if (part === "") {
      const belongsToGap = gap >= 0 && (at === gap || at === gap + 1 || at === gap + 2);
      if (!belongsToGap) return fault("ipv6", Math.max(0, at - 1), Math.min(at + 1, address.length), "a group is missing");
    } else if (isLast && part.includes(".")) {
      const tail = parseIpv4Literal(part);
      if (!tail.ok) return fault("ipv6", at + tail.fault.start, at + tail.fault.end, tail.fault.message);
      groups += 2;
    } else if (!/^[0-9a-f]{1,4}$/i.test(part)) {
      return fault("ipv6", at, at + part.length, "not a group of one to four hexadecimal digits");
    } else {
      groups += 1;
    }
    at += part.length + 1;
  }
  if (gap < 0 ? groups !== 8 : groups > 7) {
    return fault("ipv6", 0, address.length, gap < 0 ? `eight groups are needed, there are ${groups}` : "too many groups beside `::`");
  }
  return parsed(text);
}

/** Reads `IPv6[/n]`. */
export function parseIpv6Prefix(text: string): Parsed<AddressWithPrefix> {
  return parsePrefix(text, parseIpv6Literal, 128, "ipv6-prefix");
}

/** Reads `IPv4[/n]`. */
export function parseIpv4Prefix(text: string): Parsed<AddressWithPrefix> {
  return parsePrefix(text, parseIpv4Literal, 32, "ipv4-prefix");
}

/** The 16-bit groups of an IPv6 address that {@link parseIpv6Literal} accepts. */
export function ipv6Groups(address: string): readonly number[] {
  const text = address.replace(/%.*$/, "").replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, a, b, c, d) => {
    const high = Number(a) * 256 + Number(b);
    const low = Number(c) * 256 + Number(d);
    return `${high.toString(16)}:${low.toString(16)}`;
  });
  const [head = "", tail] = text.split("::");
  const read = (part: string): number[] => (part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16)));
  const left = read(head);
  if (tail === undefined) return left;
  const right = read(tail);
  return [...left, ...new Array<number>(Math.max(0, 8 - left.length - right.length)).fill(0), ...right];
}

/** True for the private ranges of RFC 1918. The text must be an IPv4 address. */
export function isPrivateIpv4(address: string): boolean {
  const [first = 0, second = 0] = address.split(".").map(Number);
  return first === 10 || (first === 172 && second >= 16 && second <= 31) || (first === 192 && second === 168);
}

function parsePrefix(text: string, parseAddress: (text: string) => Parsed<string>, bits: number, code: string): Parsed<AddressWithPrefix> {
  const slash = text.indexOf("/");
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (!address.ok) return address;
  if (slash < 0) return parsed({ address: text, prefixLength: null });
  const length = text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(length) || Number(length) > bits) {
    return fault(code, slash + 1, Math.max(text.length, slash + 1), `the prefix length is a number from 0 to ${bits}`);
  }
  return parsed({ address: address.value, prefixLength: Number(length) });
}
