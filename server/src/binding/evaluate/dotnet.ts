/**
 * .NET's readings of text, where they are certain: each function gives the value's invariant text, `fault` where .NET refuses,
 * `unsure` where it depends on things not modelled (today's date, name resolution, rare forms).
 */

const TICKS_PER_SECOND = 10_000_000n;
const TICKS_PER_DAY = 864_000_000_000n;
const MAX_TICKS = 0x7fffffffffffffffn;

/** A TimeSpan of so many ticks (100 ns) in the constant format `[-][d.]hh:mm:ss[.fffffff]`. */
export function ticksText(ticks: bigint): string {
  const negative = ticks < 0n;
  const size = negative ? -ticks : ticks;
  const days = size / TICKS_PER_DAY;
  const seconds = (size % TICKS_PER_DAY) / TICKS_PER_SECOND;
  const fraction = size % TICKS_PER_SECOND;
  const two = (value: bigint): string => value.toString().padStart(2, "0");
  const clock = `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`;
  return `${negative ? "-" : ""}${days > 0n ? `${days}.` : ""}${clock}${fraction > 0n ? `.${fraction.toString().padStart(7, "0")}` : ""}`;
}

/** @see https://learn.microsoft.com/dotnet/api/system.timespan.parse */
export function parseTimeSpan(text: string): string {
  const trimmed = text.trim();
  const match = /^(-)?(?:(\d+)\.)?(\d+)(?::(\d+))?(?::(\d+))?(?::(\d+))?(?:\.(\d{1,7}))?$/.exec(trimmed);
  if (!match) return "fault";
  const [, sign, dotDays, ...rest] = match;
  const fraction = rest[4];
  const parts = rest
    .slice(0, 4)
    .filter((part) => part !== undefined)
    .map(BigInt);
  let clock: bigint[];
  let days: bigint;
  if (dotDays !== undefined) {
    if (parts.length < 2 || parts.length > 3) return "fault";
    days = BigInt(dotDays);
    clock = parts;
  } else if (parts.length === 1) {
    if (fraction !== undefined) return "fault";
    days = parts[0] ?? 0n;
    clock = [];
  } else if (parts.length === 4) {
    days = parts[0] ?? 0n;
    clock = parts.slice(1);
  } else if (parts.length === 3 && (parts[0] ?? 0n) > 23n && fraction === undefined) {
    // Three numbers whose first is no hour are days, hours and minutes.
    days = parts[0] ?? 0n;
    clock = parts.slice(1);
  } else {
    days = 0n;
    clock = parts;
  }
  const [hours = 0n, minutes = 0n, seconds = 0n] = clock;
  if (fraction !== undefined && clock.length !== 3) return "fault";
  if (hours > 23n || minutes > 59n || seconds > 59n || days > 10675199n) return "fault";
  const total = ((days * 24n + hours) * 60n + minutes) * 60n + seconds;
  const ticks = total * TICKS_PER_SECOND + BigInt((fraction ?? "0").padEnd(7, "0"));
  if (ticks > MAX_TICKS) return "fault";
  return ticksText(sign ? -ticks : ticks);
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MONTH_NAMES = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

function isDate(year: number, month: number, day: number): boolean {
  return (
    year >= 1 &&
    year <= 9999 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()
  );
}

function dateText(year: number, month: number, day: number, hour = 0, minute = 0, second = 0, fraction = ""): string {
  if (!isDate(year, month, day) || hour > 23 || minute > 59 || second > 59) return "fault";
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}.${fraction.padEnd(7, "0").slice(0, 7)}`;
}

const CLOCK = "(?:[T ](\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,7}))?)?)?";
const ISO = new RegExp(`^(\\d{4})-(\\d{1,2})(?:-(\\d{1,2})${CLOCK})?$`);
const AMERICAN = new RegExp(`^(\\d{1,2})/(\\d{1,2})/(\\d{4}|\\d{2})${CLOCK}$`);

/** Dates in invariant culture (month first), without a zone: a zone is converted to the machine's. */
export function parseDateTime(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "") return "fault";
  let match = ISO.exec(trimmed);
  if (match) return dateText(Number(match[1]), Number(match[2]), Number(match[3] ?? 1), ...clockOf(match, 4));
  match = AMERICAN.exec(trimmed);
  if (match) return dateText(fullYear(match[3] ?? ""), Number(match[1]), Number(match[2]), ...clockOf(match, 4));
  match = /^(\d{1,2})\/(\d{4})$/.exec(trimmed);
  if (match) return dateText(Number(match[2]), Number(match[1]), 1);
  match = /^(\d{1,2}) ([A-Za-z]+) (\d{4})$/.exec(trimmed);
  if (match) return namedDate(match[3], match[2], match[1]);
  match = /^([A-Za-z]+) (\d{1,2}),? (\d{4})$/.exec(trimmed);
  if (match) return namedDate(match[3], match[1], match[2]);
  return /^\d{1,2}\.\d{1,2}\.\d{4}$/.test(trimmed) && Number(trimmed.split(".")[0]) > 12
    ? "fault"
    : /^\d{8}$/.test(trimmed)
      ? "fault"
      : "unsure";
}

function clockOf(match: RegExpExecArray, at: number): [number, number, number, string] {
  return [Number(match[at] ?? 0), Number(match[at + 1] ?? 0), Number(match[at + 2] ?? 0), match[at + 3] ?? ""];
}

// Two digits: the calendar's window ends in 2049.
function fullYear(text: string): number {
  const year = Number(text);
  return text.length === 4 ? year : year > 49 ? 1900 + year : 2000 + year;
}

function namedDate(year: string | undefined, month: string | undefined, day: string | undefined): string {
  const name = (month ?? "").toLowerCase();
  const index = MONTHS.indexOf(name) >= 0 ? MONTHS.indexOf(name) : MONTH_NAMES.indexOf(name);
  return index < 0 ? "unsure" : dateText(Number(year), index + 1, Number(day));
}

/** @see https://learn.microsoft.com/dotnet/api/system.guid.parse */
export function parseGuid(text: string): string {
  const trimmed = text.trim();
  const match = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/i.exec(unwrap(trimmed)) ?? null;
  if (!match) return trimmed.startsWith("{0x") ? "unsure" : "fault";
  const dashes = unwrap(trimmed).split("-").length - 1;
  const isWrapped = unwrap(trimmed) !== trimmed;
  if (dashes !== 4 && (dashes !== 0 || isWrapped)) return "fault";
  return match.slice(1).join("-").toLowerCase();
}

function unwrap(text: string): string {
  return /^\{.*\}$/.test(text) || /^\(.*\)$/.test(text) ? text.slice(1, -1) : text;
}

/** @see https://learn.microsoft.com/dotnet/api/system.version.parse */
export function parseVersion(text: string): string {
  const parts = text.split(".");
  if (parts.length < 2 || parts.length > 4) return "fault";
  const numbers: number[] = [];
  for (const part of parts) {
    if (!/^\s*\+?\d+\s*$/.test(part)) return "fault";
    const value = Number(part);
    if (value > 0x7fffffff) return "fault";
    numbers.push(value);
  }
  return numbers.join(".");
}

/** IPv4 as the C library reads it (one to four parts, octal and hexadecimal), IPv6 without a scope. */
export function parseIpAddress(text: string): string {
  if (text.includes(":")) return parseIpv6(text);
  const parts = text.split(".");
  if (parts.length > 4) return "fault";
  const numbers: number[] = [];
  for (const part of parts) {
    const value = ipPart(part);
    if (value === null) return "fault";
    numbers.push(value);
  }
  const last = numbers.pop() ?? 0;
  if (numbers.some((value) => value > 255) || last >= 256 ** (4 - numbers.length)) return "fault";
  let address = last;
  numbers.forEach((value, i) => {
    address += value * 256 ** (3 - i);
  });
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

function ipPart(text: string): number | null {
  if (/^0x[0-9a-f]+$/i.test(text)) return Number.parseInt(text, 16);
  if (/^0[0-7]+$/.test(text)) return Number.parseInt(text, 8);
  return /^(0|[1-9]\d*)$/.test(text) ? Number(text) : null;
}

function parseIpv6(text: string): string {
  if (text.includes("%")) return "unsure";
  const bare = /^\[(.*)\](?::\d+)?$/.exec(text)?.[1] ?? text;
  const halves = bare.split("::");
  if (halves.length > 2) return "fault";
  const groups: number[][] = [];
  let dotted = "";
  for (const half of halves) {
    const numbers: number[] = [];
    const parts = half === "" ? [] : half.split(":");
    for (const [i, part] of parts.entries()) {
      if (i === parts.length - 1 && part.includes(".") && half === halves.at(-1)) {
        const v4 = /^\d{1,3}(\.\d{1,3}){3}$/.test(part) ? parseIpAddress(part) : "fault";
        if (v4 === "fault") return "fault";
        dotted = v4;
        const bytes = v4.split(".").map(Number);
        numbers.push((bytes[0] ?? 0) * 256 + (bytes[1] ?? 0), (bytes[2] ?? 0) * 256 + (bytes[3] ?? 0));
      } else if (/^[0-9a-f]{1,4}$/i.test(part)) numbers.push(Number.parseInt(part, 16));
      else return "fault";
    }
    groups.push(numbers);
  }
  const [head = [], tail = []] = groups;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return "fault";
  const all = halves.length === 1 ? head : [...head, ...new Array<number>(missing).fill(0), ...tail];
  return ipv6Text(all, dotted);
}

function ipv6Text(groups: readonly number[], dotted: string): string {
  if (dotted !== "") return groups.slice(0, 5).every((g) => g === 0) && groups[5] === 0xffff ? `::ffff:${dotted}` : "unsure";
  let best = -1;
  let length = 1;
  for (let i = 0; i < 8; i++) {
    let end = i;
    while (end < 8 && groups[end] === 0) end++;
    if (end - i > length) {
      best = i;
      length = end - i;
    }
  }
  const hex = (part: readonly number[]): string => part.map((g) => g.toString(16)).join(":");
  if (best < 0) return hex(groups);
  if (groups.slice(0, 6).every((g) => g === 0) && (groups[6] !== 0 || (groups[7] ?? 0) > 0xffff)) return "unsure";
  return `${hex(groups.slice(0, best))}::${hex(groups.slice(best + length))}`;
}

const ATOM = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;

/** Plain addresses; display names and comments only where the reading is certain. */
export function parseMailAddress(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "" || !trimmed.includes("@")) return "fault";
  const named = /^([A-Za-z0-9 ]*[A-Za-z0-9]) ?<([^<>]*)>$/.exec(trimmed);
  if (named) {
    const address = parseMailAddress(named[2] ?? "");
    return address === "fault" || address === "unsure" || address.includes("<") ? address : `"${named[1]}" <${address}>`;
  }
  const quoted = /^("[A-Za-z0-9 ]+")@([A-Za-z0-9.-]+)$/.exec(trimmed);
  if (quoted) return trimmed;
  const at = trimmed.lastIndexOf("@");
  const local = trimmed.slice(0, at);
  const domain = trimmed.slice(at + 1);
  if (local === "" || domain === "") return "fault";
  if (/[,;<>()"]/.test(trimmed)) return /^[^,"<>()]+@[^,"<>()]+,[^,"<>()]+@[^,"<>()]+$/.test(trimmed) ? "fault" : "unsure";
  if (local.startsWith(".") || local.includes("..")) return "fault";
  if (/^\[\d+\.\d+\.\d+\.\d+\]$/.test(domain)) return ATOM.test(local) ? trimmed : "unsure";
  return ATOM.test(local) && /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/.test(domain) ? trimmed : "unsure";
}

const HTTP = /^(https?|ftp):\/\/([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*)(?::(\d+))?(\/[A-Za-z0-9_.~/-]*)?([?#].*)?$/i;
const DEFAULT_PORTS: ReadonlyMap<string, number> = new Map([
  ["http", 80],
  ["https", 443],
  ["ftp", 21],
]);

/** `http`, `https` and `ftp` with a plain host; other texts only where they plainly are relative or broken. */
export function parseUri(text: string): string {
  const trimmed = text.trim();
  const match = HTTP.exec(trimmed);
  if (match) {
    const [, scheme = "", host = "", port, path = "/", rest = ""] = match;
    if (port !== undefined && Number(port) > 65535) return "fault";
    if (path.includes("/.") || !/^[\w?#=&.~/-]*$/.test(rest) || /^[\d.]+$/.test(host)) return "unsure";
    const lower = scheme.toLowerCase();
    const shown = port === undefined || Number(port) === DEFAULT_PORTS.get(lower) ? "" : `:${Number(port)}`;
    return `${lower}://${host.toLowerCase()}${shown}${path}${rest}`;
  }
  if (/^https?:\/\/(\s|$)/i.test(trimmed) || /^https?:\/\/[^/]*\s/i.test(trimmed)) return "fault";
  return /^[A-Za-z0-9_./-]*$/.test(trimmed) && !trimmed.startsWith("/") ? trimmed : "unsure";
}
