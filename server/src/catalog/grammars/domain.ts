import { type Fault, fault, type Parsed, parsed } from "./parsed.js";

/** A domain of mail addresses or certificates, perhaps with everything below it. */
export interface SmtpDomain {
  /** Without the leading `*.`; empty for `*`. */
  readonly domain: string;
  readonly hasSubdomains: boolean;
}

const LABEL_MAX = 63;
const NAME_MAX = 255;
/** Never part of a domain name. Underscores, trailing dots and non-ASCII letters are left alone: sources do not settle them. */
const FORBIDDEN = /[\s@/\\,;:"'()<>[\]]/;

/**
 * What is wrong with a domain name between two offsets of a text: space, `@`, a scheme or another character that no name has, an
 * empty label, a label over 63 or a name over 255 characters. Wildcards are the caller's business.
 *
 * @returns null when nothing is
 * @see https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4
 */
export function domainFault(text: string, start: number, end: number): Fault | null {
  const name = text.slice(start, end);
  const repaired = plainDomain(name);
  const at = (offset: number, length: number, message: string): Fault => ({
    code: "domain",
    start: start + offset,
    end: start + offset + length,
    message,
  });
  const whole = (message: string): Fault =>
    repaired === null ? at(0, name.length, message) : { ...at(0, name.length, message), replacement: repaired };
  if (name.trim() === "") return at(0, name.length, "the domain is empty");
  if (name.includes("://")) return whole("it is a URL");
  if (name.includes("@")) return whole("only what stands after `@` is one");
  const forbidden = FORBIDDEN.exec(name);
  if (forbidden !== null) {
    const what = /\s/.test(forbidden[0]) ? "a space" : `\`${forbidden[0]}\``;
    return whole(`a domain cannot contain ${what}`);
  }
  let offset = 0;
  const labels = name.split(".");
  for (const [index, label] of labels.entries()) {
    if (label === "" && (index < labels.length - 1 || labels.length === 1)) {
      return { ...whole(index === 0 ? "a domain cannot start with a dot" : "there is nothing between two dots") };
    }
    if (label.length > LABEL_MAX)
      return at(offset, label.length, `a part of a domain has at most ${LABEL_MAX} characters, this one ${label.length}`);
    offset += label.length + 1;
  }
  if (name.length > NAME_MAX) return at(0, name.length, `a domain has at most ${NAME_MAX} characters, this one ${name.length}`);
  return null;
}

/** The domain inside a URL, an address or a name with stray dots and blanks; null when none can be told. */
export function plainDomain(text: string): string | null {
  const inside = text
    .trim()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, "")
    .replace(/[/\\].*$/, "")
    .replace(/^.*@/, "")
    .replace(/:\d+$/, "")
    .replace(/\.\.+/g, ".")
    .replace(/^\./, "");
  if (inside === text || inside === "" || !/^[^\s@/\\,;:"'()<>[\]*]+$/.test(inside)) return null;
  return inside;
}

/**
 * Reads a domain that may have a leading `*.` for its subdomains, or be `*` alone.
 *
 * Fault codes: `wildcard` (a `*` elsewhere), `domain`.
 *
 * @param text the value as Exchange receives it
 * @see https://learn.microsoft.com/powershell/module/exchangepowershell/new-outboundconnector#-recipientdomains
 */
export function parseSmtpDomain(text: string): Parsed<SmtpDomain> {
  if (text === "*") return parsed({ domain: "", hasSubdomains: true });
  const hasSubdomains = text.startsWith("*.");
  const start = hasSubdomains ? 2 : 0;
  const wildcard = text.indexOf("*", start);
  if (wildcard >= 0) {
    const repaired = leadingWildcard(text);
    return fault("wildcard", wildcard, wildcard + 1, "`*` may only stand alone or as a leading `*.`", repaired ?? undefined);
  }
  const wrong = domainFault(text, start, text.length);
  if (wrong !== null) return { ok: false, fault: wrong };
  return parsed({ domain: text.slice(start), hasSubdomains });
}

/**
 * Reads a domain to compare a certificate with: a leading `*.` is allowed, `*` alone names nothing to compare.
 *
 * Fault codes: `wildcard`, `domain`.
 *
 * @see https://learn.microsoft.com/powershell/module/exchangepowershell/new-outboundconnector#-tlsdomain
 */
export function parseTlsDomain(text: string): Parsed<SmtpDomain> {
  if (text === "*") return fault("wildcard", 0, 1, "`*` alone names no domain a certificate could carry");
  return parseSmtpDomain(text);
}

/** `*contoso.com` meant as `*.contoso.com`: what should stand in place of the `*`; null when it is not of that shape. */
function leadingWildcard(text: string): string | null {
  return /^\*[^*.@\s][^*@\s]*$/.test(text) ? "*." : null;
}
