import { nearest } from "../near.js";
import { parseIpv4Prefix, parseIpv6Prefix } from "./ip-literal.js";
import { type Fault, type Parsed, parsed } from "./parsed.js";

/** One mechanism or modifier of an SPF record, with offsets in the record's text. */
export interface SpfTerm {
  readonly qualifier: "+" | "-" | "~" | "?" | null;
  /** Lower case. */
  readonly name: string;
  /** `:` or `/` for a mechanism with something behind it, `=` for a modifier, null where the name stands alone. */
  readonly separator: ":" | "=" | "/" | null;
  /** What follows the separator (a `/` belongs to it). */
  readonly argument: string;
  readonly start: number;
  readonly end: number;
  readonly argumentStart: number;
}

const MECHANISMS = ["all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists"];
const LOOKUPS = new Set(["include", "a", "mx", "ptr", "exists"]);
const HARD_FAULTS = new Set(["version", "unknown-mechanism", "ip-literal", "lookup-limit"]);

/** True for a text that means to be an SPF record. */
export function looksLikeSpf(text: string): boolean {
  return /^\s*v=spf/i.test(text);
}

/** Splits an SPF record into its terms, version left out. */
function readSpfTerms(text: string): readonly SpfTerm[] {
  const terms: SpfTerm[] = [];
  for (const match of text.matchAll(/\S+/g)) {
    const start = match.index;
    if (terms.length === 0 && /^v=spf/i.test(match[0])) continue;
    const parts = /^([+\-~?]?)([^:=/]*)([:=/]?)(.*)$/s.exec(match[0]);
    const [, sign = "", name = "", separator = "", rest = ""] = parts ?? [];
    const argument = separator === "/" ? `/${rest}` : rest;
    terms.push({
      qualifier: sign === "+" || sign === "-" || sign === "~" || sign === "?" ? sign : null,
      name: name.toLowerCase(),
      separator: separator === ":" || separator === "=" || separator === "/" ? separator : null,
      argument,
      start,
      end: start + match[0].length,
      argumentStart: start + match[0].length - argument.length,
    });
  }
  return terms;
}

/**
 * Reads an SPF record.
 *
 * @returns the terms, or the first fault that makes receivers give up; codes: `version`, `unknown-mechanism`, `ip-literal`,
 *   `lookup-limit`
 * @see https://www.rfc-editor.org/rfc/rfc7208#section-4.5
 */
export function parseSpfRecord(text: string): Parsed<readonly SpfTerm[]> {
  const hard = spfRemarks(text).find((remark) => HARD_FAULTS.has(remark.code));
  return hard === undefined ? parsed(readSpfTerms(text)) : { ok: false, fault: hard };
}

/**
 * Everything worth saying about an SPF record. Beside the faults: `plus-all`, `neutral-all`, `after-all`, `redirect-with-all`, `ptr`.
 */
export function spfRemarks(text: string): readonly Fault[] {
  const remarks: Fault[] = [];
  const say = (code: string, place: { start: number; end: number }, message: string, replacement?: string): void => {
    remarks.push({ code, start: place.start, end: place.end, message, ...(replacement === undefined ? {} : { replacement }) });
  };
  const version = /^\s*(\S*)/.exec(text);
  const versionText = version?.[1] ?? "";
  const versionStart = (version?.[0].length ?? 0) - versionText.length;
  if (versionText.toLowerCase() !== "v=spf1" || versionStart > 0) {
    say("version", { start: 0, end: versionStart + versionText.length }, "the record must begin with `v=spf1` and a blank", "v=spf1");
  }

  const terms = readSpfTerms(text);
  for (const term of terms) termFaults(term, say);

  const all = terms.find((term) => term.name === "all" && term.separator === null);
  const redirect = terms.find((term) => term.name === "redirect" && term.separator === "=");
  if (all !== undefined) {
    if (all.qualifier === "+" || all.qualifier === null) say("plus-all", all, "every host in the world may send as this domain", "-all");
    if (all.qualifier === "?") say("neutral-all", all, "the record says nothing about hosts that are not listed");
    for (const term of terms) {
      if (term.start > all.start && term.separator !== "=" && MECHANISMS.includes(term.name)) {
        say("after-all", term, "nothing after `all` is looked at");
      }
    }
    if (redirect !== undefined) say("redirect-with-all", redirect, "`redirect` is ignored because the record has `all`");
  } else if (redirect === undefined) {
    const last = terms.at(-1);
    const place = last ?? { start: 0, end: text.length };
    say("neutral-all", place, "the record has no `all` at its end: hosts that are not listed are judged neutral");
  }
  const ptr = terms.find((term) => term.name === "ptr");
  if (ptr !== undefined) say("ptr", ptr, "`ptr` is slow and unreliable, receivers may skip it");

  const counted = terms.filter(
    (term) =>
      (all === undefined || term.start < all.start) &&
      ((LOOKUPS.has(term.name) && term.separator !== "=") || (term === redirect && all === undefined)),
  );
  const excess = counted[10];
  if (excess !== undefined) say("lookup-limit", excess, `${counted.length} terms need a DNS query, 10 are allowed`);
  return remarks;
}

function termFaults(
  term: SpfTerm,
  say: (code: string, place: { start: number; end: number }, message: string, replacement?: string) => void,
): void {
  const { name, separator, argument } = term;
  const sign = term.qualifier ?? "";
  const isMechanism = MECHANISMS.includes(name);
  if (separator === "=") {
    if (isMechanism) {
      say("unknown-mechanism", term, `\`${name}\` takes a colon, not \`=\``, name === "all" ? undefined : `${sign}${name}:${argument}`);
    } else if ((name === "redirect" || name === "exp") && argument === "") {
      say("unknown-mechanism", term, `\`${name}=\` names no domain`);
    }
    // Other modifiers are ignored by receivers (RFC 7208 section 6).
    return;
  }
  if (!isMechanism) {
    const aliases: Readonly<Record<string, string>> = { ipv4: "ip4", ipv6: "ip6", ip: "ip4", includes: "include" };
    if (name === "redirect" || name === "exp") {
      say("unknown-mechanism", term, `\`${name}\` takes \`=\`, not a colon`, separator === ":" ? `${name}=${argument}` : undefined);
      return;
    }
    const meant =
      aliases[name] ??
      nearest(
        name,
        MECHANISMS.filter((known) => known.length > 2),
        2,
      )[0];
    const written = separator === null ? "" : separator === "/" ? argument : `${separator}${argument}`;
    say("unknown-mechanism", term, `\`${name}\` is not a mechanism of SPF`, meant === undefined ? undefined : `${sign}${meant}${written}`);
    return;
  }
  if (name === "all" && separator !== null) {
    say("unknown-mechanism", term, "`all` takes nothing behind it", `${sign}all`);
  } else if ((name === "include" || name === "exists") && argument === "") {
    say("unknown-mechanism", term, `\`${name}:\` names no domain`);
  } else if (name !== "ip4" && name !== "ip6") {
    const mark = /[,;]+$/.exec(argument);
    if (mark !== null) {
      const place = { start: term.end - mark[0].length, end: term.end };
      say("unknown-mechanism", place, `terms are parted by blanks: a domain does not end with \`${mark[0]}\``, "");
    }
  } else {
    const result = separator === ":" ? (name === "ip4" ? parseIpv4Prefix(argument) : parseIpv6Prefix(argument)) : null;
    if (result === null) {
      say("ip-literal", term, `\`${name}:\` needs an address`);
    } else if (!result.ok) {
      const start = term.argumentStart + result.fault.start;
      say(
        "ip-literal",
        argument === "" ? term : { start, end: Math.max(term.argumentStart + result.fault.end, start) },
        result.fault.message,
      );
    }
  }
}
