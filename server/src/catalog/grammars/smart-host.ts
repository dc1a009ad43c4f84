import { plainDomain } from "./domain.js";
import { ipAddressOf } from "./ip-address.js";
import { fault, type Parsed, parsed } from "./parsed.js";

/** A host mail is handed to: by name, by address, or `--` (an Edge connector's own Mailbox servers). */
export interface SmartHost {
  readonly kind: "name" | "ip" | "site";
  /** Without brackets. */
  readonly host: string;
}

/**
 * Reads one smart host of a Send connector: an FQDN, the name of an MX or A record, or an IP address, in brackets or not.
 *
 * Fault codes: `wildcard`, `port` (`host:587`), `list` (several hosts in one text), `url` (scheme, path, `@` or space), `ipv4` (looks like an
 * IPv4 address and is none), `empty`.
 *
 * @see https://learn.microsoft.com/powershell/module/exchangepowershell/new-sendconnector#-smarthosts
 */
export function parseSmartHost(text: string): Parsed<SmartHost> {
  return read(text, false);
}

/**
 * Reads one smart host of an Exchange Online outbound connector: an FQDN, an IP address or a CIDR block. Fault codes as for
 * {@link parseSmartHost}.
 *
 * @see https://learn.microsoft.com/powershell/module/exchangepowershell/new-outboundconnector#-smarthosts
 */
export function parseOnlineSmartHost(text: string): Parsed<SmartHost> {
  return read(text, true);
}

function read(text: string, takesBlocks: boolean): Parsed<SmartHost> {
  const host = text.trim();
  if (host === "") return fault("empty", 0, text.length, "a smart host cannot be empty");
  if (host === "--") return parsed({ kind: "site", host });
  const bare = host.replace(/^\[(.*)\]$/, "$1");
  if (ipAddressOf(bare) !== null) return parsed({ kind: "ip", host: bare });
  const separator = /[,;]/.exec(text);
  if (separator !== null) {
    return fault("list", 0, text.length, "several hosts in one text are read as one host name: give each its own");
  }
  const wildcard = text.indexOf("*");
  if (wildcard >= 0) return fault("wildcard", wildcard, wildcard + 1, "`*` cannot stand in a host's name");
  const isBlock = takesBlocks && /^[0-9.]+\/\d{1,2}$/.test(bare);
  if (!isBlock && /[\s/\\@]|:\/\//.test(host)) {
    return fault("url", 0, text.length, "only a host name or an IP address can stand here", plainDomain(host) ?? undefined);
  }
  const port = /^(.+?):(\d+)$/.exec(host);
  if (port !== null) {
    const start = text.indexOf(host) + (port[1] ?? "").length;
    return fault("port", start, start + 1 + (port[2] ?? "").length, "a smart host carries no port", "");
  }
  if (isBrokenIpv4(isBlock ? bare.replace(/\/.*$/, "") : bare)) {
    return fault("ipv4", 0, text.length, "it would need four numbers from 0 to 255");
  }
  return parsed({ kind: isBlock ? "ip" : "name", host: bare });
}

/** Four numbers of which one is over 255, or three numbers. */
function isBrokenIpv4(text: string): boolean {
  if (!/^\d+(\.\d+){2,3}$/.test(text)) return false;
  const parts = text.split(".");
  return parts.length === 3 || parts.some((part) => Number(part) > 255);
}
