import { domainFault, plainDomain } from "./domain.js";
import { fault, type Parsed, parsed } from "./parsed.js";

/**
 * Reads a host's full name, such as the one a connector announces.
 *
 * Fault codes: `wildcard`, `domain`, `port`.
 *
 * @returns the name in lower case
 * @see https://learn.microsoft.com/powershell/module/exchangepowershell/new-sendconnector#-fqdn
 */
export function parseFqdn(text: string): Parsed<string> {
  const wildcard = text.indexOf("*");
  if (wildcard >= 0) return fault("wildcard", wildcard, wildcard + 1, "a host's name has no `*`");
  if (/^[^:]+:\d+$/.test(text)) return fault("port", text.indexOf(":"), text.length, "a host's name carries no port", "");
  const wrong = domainFault(text, 0, text.length);
  if (wrong === null) return parsed(text.toLowerCase());
  const repaired = plainDomain(text);
  return { ok: false, fault: repaired === null ? wrong : { ...wrong, replacement: repaired } };
}
