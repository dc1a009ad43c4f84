import { domainFault } from "./domain.js";
import { fault, type Parsed, parsed } from "./parsed.js";

/** A mail address. */
export interface SmtpAddress {
  readonly localPart: string;
  readonly domain: string;
}

const LOCAL_MAX = 64;

/**
 * Reads one SMTP address, `local@domain`, the local part quoted or not.
 *
 * Fault codes: `no-at`, `local-part`, `domain`, `angle` (`Name <a@b>`), `scheme` (`smtp:` or `mailto:` before it).
 *
 * @see https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2
 */
export function parseSmtpAddress(text: string): Parsed<SmtpAddress> {
  const angle = /<([^<>]*)>\s*$/.exec(text);
  if (angle !== null) return fault("angle", 0, text.length, "only the address may stand here, without name and angle brackets", angle[1]);
  const scheme = /^(smtp|mailto):/i.exec(text);
  if (scheme !== null) return fault("scheme", 0, scheme[0].length, `\`${scheme[0]}\` is not part of an address`, "");
  const at = text.lastIndexOf("@");
  if (at < 0) return fault("no-at", 0, text.length, "an address needs `@` and a domain");
  const localPart = text.slice(0, at);
  if (!isLocalPart(localPart)) return fault("local-part", 0, at, "what stands before `@` is no name of a mailbox");
  const wrong = domainFault(text, at + 1, text.length);
  if (wrong !== null) return { ok: false, fault: wrong };
  const wildcard = text.indexOf("*", at + 1);
  if (wildcard >= 0) return fault("domain", wildcard, wildcard + 1, "an address has no `*` in its domain");
  return parsed({ localPart, domain: text.slice(at + 1) });
}

/** Dot-separated atoms (letters outside ASCII too) or a quoted text, at most 64 characters. */
function isLocalPart(text: string): boolean {
  if (text === "" || text.length > LOCAL_MAX) return false;
  if (/^"(?:[^"\\\r\n]|\\.)*"$/.test(text)) return true;
  return /^[^\s@"(),:;<>[\]\\.]+(\.[^\s@"(),:;<>[\]\\.]+)*$/.test(text);
}
