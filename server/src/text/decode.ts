/** How a file's bytes are read, so that a repaired file is written as it was. */
export type Encoding = "utf8" | "utf8bom" | "utf16le" | "utf16be" | "windows1252";

export interface Decoded {
  readonly text: string;
  readonly encoding: Encoding;
}

/**
 * Reads bytes as Windows PowerShell does: a byte order mark decides; without one UTF-8, and what is no UTF-8 is Windows-1252.
 *
 * @returns the text without its byte order mark, or a sentence why it is no text
 */
export function decode(bytes: Uint8Array): Decoded | string {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe && c === 0 && d === 0 && bytes.length % 4 === 0)
    return "it is UTF-32, which is not supported: save it as UTF-8";
  if (a === 0xff && b === 0xfe) return read(bytes.subarray(2), "utf-16le", "utf16le");
  if (a === 0xfe && b === 0xff) return read(bytes.subarray(2), "utf-16be", "utf16be");
  if (a === 0xef && b === 0xbb && c === 0xbf) return read(bytes.subarray(3), "utf-8", "utf8bom");
  if (bytes.subarray(0, sniffedBytes).includes(0)) return "it is binary, or UTF-16 without a byte order mark";
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes), encoding: "utf8" };
  } catch {
    return { text: fromWindows1252(bytes), encoding: "windows1252" };
  }
}

/** 0x80 to 0x9f; the rest is Latin-1. Node's own decoder takes these for control characters. */
export const windows1252Upper = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

function fromWindows1252(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) parts.push(String.fromCharCode(...bytes.subarray(at, at + chunkBytes)));
  return parts.join("").replace(/[\u0080-\u009f]/g, (character) => windows1252Upper[character.charCodeAt(0) - 0x80] ?? character);
}

/** As many as a call may safely have arguments. */
const chunkBytes = 8192;

const sniffedBytes = 8192;

function read(bytes: Uint8Array, label: string, encoding: Encoding): Decoded {
  return { text: new TextDecoder(label, { ignoreBOM: true }).decode(bytes), encoding };
}
