import { fault, type Parsed, parsed } from "./parsed.js";

const PORT_MAX = 65535;

/**
 * Reads a TCP port, 0 to 65535.
 *
 * Fault codes: `format`, `range`.
 *
 * @see https://learn.microsoft.com/powershell/module/exchangepowershell/new-sendconnector#-port
 */
export function parsePort(text: string): Parsed<number> {
  const written = text.trim();
  if (!/^[+-]?\d+$/.test(written)) return fault("format", 0, text.length, "a port is a whole number");
  const port = Number(written);
  if (port < 0 || port > PORT_MAX) return fault("range", 0, text.length, `a port is from 0 to ${PORT_MAX}`);
  return parsed(port);
}
