import { domainFault, parseSmtpDomain } from "./domain.js";
import { type Fault, fault, type Parsed, parsed } from "./parsed.js";

/** One address space of a Send connector. */
export interface AddressSpace {
  /** In upper case; `SMTP` when none is written. */
  readonly type: string;
  /** Without type and cost: a domain, `*`, `*.domain`, `--`, or an address of another type. */
  readonly address: string;
  /** 1 to 100; 1 when none is written. */
  readonly cost: number;
  /** Exchange 2007's `Local:` prefix. */
  readonly isScoped: boolean;
}

const COST_MIN = 1;
const COST_MAX = 100;
const DEFAULT_COST = 1;
/** `type:` as people write it: letters and digits. A dotted word before a colon is a host with a port and stays unjudged. */
const TYPE = /^\s*(local:\s*)?(?:([a-z][a-z0-9_-]*)?:)?/i;

/**
 * Reads one address space of a Send connector: `[type:]address[;cost]`.
 *
 * Fault codes: `empty`, `cost` (no whole number, or outside 1 to 100), `wildcard`, `domain`, `x400-format` (no `key=value;` pairs or no
 * `c=`), `nonsmtp-cost` (an address of another type that holds `;` needs its cost).
 *
 * @param text the value as Exchange receives it, without PowerShell's quotes
 * @returns the parts, or the first fault
 * @see https://learn.microsoft.com/powershell/module/exchangepowershell/new-sendconnector#-addressspaces
 */
export function parseAddressSpace(text: string): Parsed<AddressSpace> {
  if (text.trim() === "") return fault("empty", 0, text.length, "an address space cannot be empty");
  const prefix = prefixOf(text);
  const type = (prefix.type || "SMTP").toUpperCase();
  return type === "SMTP" ? parseSmtp(text, prefix.length, prefix.isScoped) : parseOther(text, prefix.length, type, prefix.isScoped);
}

function prefixOf(text: string): { type: string; length: number; isScoped: boolean } {
  const match = TYPE.exec(text);
  if (match === null) return { type: "", length: 0, isScoped: false };
  // `https://contoso.com` is a URL in a place for domains, not an address of type HTTPS.
  if (text.startsWith("//", match[0].length)) return { type: "", length: 0, isScoped: false };
  return { type: match[2] ?? "", length: match[0].length, isScoped: match[1] !== undefined };
}

function parseSmtp(text: string, start: number, isScoped: boolean): Parsed<AddressSpace> {
  const semicolon = text.indexOf(";", start);
  const end = semicolon < 0 ? text.length : semicolon;
  const [from, to] = trimmed(text, start, end);
  const address = text.slice(from, to);
  if (address !== "--") {
    const wrong = smtpFault(text, from, to);
    if (wrong !== null) return { ok: false, fault: wrong };
  }
  if (semicolon < 0) return parsed({ type: "SMTP", address, cost: DEFAULT_COST, isScoped });
  const cost = costAt(text, semicolon + 1);
  return typeof cost === "number" ? parsed({ type: "SMTP", address, cost, isScoped }) : { ok: false, fault: cost };
}

function smtpFault(text: string, start: number, end: number): Fault | null {
  const address = text.slice(start, end);
  if (address.includes("@") || address.includes("://")) return domainFault(text, start, end);
  const result = parseSmtpDomain(address);
  if (result.ok) return null;
  return { ...result.fault, start: start + result.fault.start, end: start + result.fault.end };
}

function parseOther(text: string, start: number, type: string, isScoped: boolean): Parsed<AddressSpace> {
  const last = text.lastIndexOf(";");
  const tail = last < start ? null : text.slice(last + 1);
  const hasCost = tail !== null && /^\s*[+-]?\d+\s*$/.test(tail);
  const end = hasCost ? last : text.length;
  const address = text.slice(start, end).trim();
  if (type === "X400") {
    const wrong = x400Fault(text, start, end);
    if (wrong !== null) return { ok: false, fault: wrong };
  } else if (!hasCost && address.includes(";")) {
    return fault(
      "nonsmtp-cost",
      text.length,
      text.length,
      `an address of type ${type} that contains \`;\` needs its cost at the end`,
      ";1",
    );
  }
  if (!hasCost) return parsed({ type, address, cost: DEFAULT_COST, isScoped });
  const cost = costAt(text, last + 1);
  return typeof cost === "number" ? parsed({ type, address, cost, isScoped }) : { ok: false, fault: cost };
}

function x400Fault(text: string, start: number, end: number): Fault | null {
  const pairs = text
    .slice(start, end)
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair !== "");
  if (pairs.length === 1 && pairs[0] === "*") return null;
  const isWrong = pairs.length === 0 || pairs.some((pair) => !/^[^=]+=.*$/.test(pair));
  if (isWrong) return { code: "x400-format", start, end, message: "an X.400 address is a list such as `o=MySite;p=MyOrg;a=adatum;c=us`" };
  if (!pairs.some((pair) => /^c\s*=/i.test(pair)))
    return { code: "x400-format", start, end, message: "an X.400 address needs its country, `c=`" };
  return null;
}

/** The cost after the semicolon, or its fault. Nothing after it means 1. */
function costAt(text: string, start: number): number | Fault {
  const [from, to] = trimmed(text, start, text.length);
  const written = text.slice(from, to);
  if (written === "") return DEFAULT_COST;
  if (!/^[+-]?\d+$/.test(written)) {
    const rounded = Math.round(Number(written));
    const base: Fault = { code: "cost", start: from, end: to, message: `the cost must be a whole number from ${COST_MIN} to ${COST_MAX}` };
    return rounded >= COST_MIN && rounded <= COST_MAX ? { ...base, replacement: String(rounded) } : base;
  }
  const cost = Number(written);
  if (cost >= COST_MIN && cost <= COST_MAX) return cost;
  const nearest = cost < COST_MIN ? COST_MIN : COST_MAX;
  return { code: "cost", start: from, end: to, message: `the cost must be from ${COST_MIN} to ${COST_MAX}`, replacement: String(nearest) };
}

/** The same range without blanks at its ends. */
function trimmed(text: string, start: number, end: number): [number, number] {
  let from = start;
  let to = end;
  while (from < to && /\s/.test(text[from] ?? "")) from++;
  while (to > from && /\s/.test(text[to - 1] ?? "")) to--;
  return [from, to];
}
