import { type IpAddress, ipAddressOf } from "./ip-address.js";
import { fault, type Parsed, parsed } from "./parsed.js";

/** Where a Receive connector listens. */
export interface Binding {
  readonly address: IpAddress;
  readonly port: number;
}

const PORT_MAX = 65535;

/**
 * Reads a binding of a Receive connector: `address:port`, an IPv6 address in brackets.
 *
 * Fault codes: `format`, `port` (over 65535).
 *
 * @see https://learn.microsoft.com/powershell/module/exchangepowershell/new-receiveconnector#-bindings
 */
export function parseBinding(text: string): Parsed<Binding> {
  const written = text.trim();
  const match = /^(?:\[([^\]]*)\]|([^:]*)):(\d+)$/.exec(written);
  if (match === null) {
    const bare = ipAddressOf(written.replace(/^\[(.*)\]$/, "$1"));
    if (bare !== null) {
      const host = bare.kind() === "ipv6" ? `[${written.replace(/^\[(.*)\]$/, "$1")}]` : written;
      return fault("format", 0, text.length, "the port is missing", `${host}:25`);
    }
    const port = /^:?(\d{1,5})$/.exec(written)?.[1];
    return fault(
      "format",
      0,
      text.length,
      "a binding is `address:port`, such as `0.0.0.0:25` or `[::]:25`",
      port === undefined ? undefined : `0.0.0.0:${port}`,
    );
  }
  const [, v6, v4, portText] = match;
  const addressText = v6 ?? v4 ?? "";
  const address = ipAddressOf(addressText);
  if (address === null || (address.kind() === "ipv6") !== (v6 !== undefined)) {
    const repaired = addressText === "*" || addressText === "" ? `0.0.0.0:${portText}` : undefined;
    return fault("format", 0, text.length, "a binding needs the IP address it listens on; `0.0.0.0` and `[::]` mean all", repaired);
  }
  const port = Number(portText);
  if (port > PORT_MAX) {
    const end = text.trimEnd().length;
    return fault("port", end - (portText ?? "").length, end, `a port is at most ${PORT_MAX}`);
  }
  return parsed({ address, port });
}
