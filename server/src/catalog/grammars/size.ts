import { fault, type Parsed, parsed } from "./parsed.js";

/** A size in bytes, or none at all. */
export type Size = { readonly kind: "unlimited" } | { readonly kind: "bytes"; readonly bytes: number };

const UNITS: Readonly<Record<string, number>> = { "": 1, b: 1, kb: 2 ** 10, mb: 2 ** 20, gb: 2 ** 30, tb: 2 ** 40 };

/**
 * Reads a size that may be unlimited: `unlimited`, or a whole number with B, KB, MB, GB, TB or nothing (bytes) after it. A space
 * before the unit and Exchange's own display form `10 MB (10,485,760 bytes)` pass.
 *
 * Fault codes: `format`.
 *
 * @see https://learn.microsoft.com/powershell/module/exchangepowershell/new-sendconnector#-maxmessagesize
 */
export function parseUnlimitedSize(text: string): Parsed<Size> {
  return text.trim().toLowerCase() === "unlimited" ? parsed({ kind: "unlimited" }) : parseSize(text);
}

/**
 * Reads a size that must be limited. Forms as in {@link parseUnlimitedSize}.
 *
 * Fault codes: `format`, `unlimited`.
 *
 * @see https://learn.microsoft.com/powershell/module/exchangepowershell/new-receiveconnector#-maxmessagesize
 */
export function parseSize(text: string): Parsed<Size> {
  const written = text.trim();
  if (written.toLowerCase() === "unlimited")
    return fault("unlimited", 0, text.length, "this size must be a number, it cannot be unlimited");
  const display = /^[\d.,]+\s*(?:b|kb|mb|gb|tb)\s*\(([\d,.\s]+) bytes\)$/i.exec(written);
  if (display !== null) return parsed({ kind: "bytes", bytes: Number((display[1] ?? "").replace(/\D/g, "")) });
  const match = /^(\d+)\s*(b|kb|mb|gb|tb)?$/i.exec(written);
  if (match === null) {
    const nearly = /^(\d+)\s*([kmgt])$/i.exec(written) ?? /^(\d+)\s*([kmgt])(?:ib|bytes?)$/i.exec(written);
    const repaired = nearly === null ? undefined : `${nearly[1]}${(nearly[2] ?? "").toUpperCase()}B`;
    return fault("format", 0, text.length, "a size is a whole number with B, KB, MB, GB or TB after it, or `unlimited`", repaired);
  }
  return parsed({ kind: "bytes", bytes: Number(match[1]) * (UNITS[(match[2] ?? "").toLowerCase()] ?? 1) });
}

const LARGEST_BYTES = 2 ** 31 - 1;
const SMALLEST_RECEIVED_BYTES = 2 ** 16;

/**
 * Reads the size limit of a Send connector: at most 2147483647 bytes, or unlimited.
 *
 * Fault codes: `range`. A text that is no size passes: {@link parseUnlimitedSize} tells.
 *
 * @see https://learn.microsoft.com/powershell/module/exchangepowershell/new-sendconnector#-maxmessagesize
 */
export function parseSendSize(text: string): Parsed<Size | null> {
  const result = parseUnlimitedSize(text);
  if (!result.ok) return parsed(null);
  if (result.value.kind === "bytes" && result.value.bytes > LARGEST_BYTES) {
    return fault("range", 0, text.length, `the largest limit is ${LARGEST_BYTES} bytes`);
  }
  return parsed(result.value);
}

/**
 * Reads the size limit of a Receive connector: 65536 to 2147483647 bytes.
 *
 * Fault codes: `range`, `unlimited`. Another text that is no size passes: {@link parseUnlimitedSize} tells.
 *
 * @see https://learn.microsoft.com/powershell/module/exchangepowershell/new-receiveconnector#-maxmessagesize
 */
export function parseReceiveSize(text: string): Parsed<Size | null> {
  const result = parseSize(text);
  if (!result.ok) return result.fault.code === "unlimited" ? result : parsed(null);
  const { value } = result;
  if (value.kind === "bytes" && (value.bytes < SMALLEST_RECEIVED_BYTES || value.bytes > LARGEST_BYTES)) {
    return fault("range", 0, text.length, `the limit goes from ${SMALLEST_RECEIVED_BYTES} (64 KB) to ${LARGEST_BYTES} bytes`);
  }
  return parsed(value);
}
