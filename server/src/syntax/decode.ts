/** Bytes of a script file to text. */

export type Encoding = "utf-8" | "utf-8-bom" | "utf-16le" | "utf-16be" | "windows-1252";

export interface DecodedText {
  readonly text: string;
  readonly encoding: Encoding;
}

/** The encoding that a byte order mark names, and how long the mark is. */
function byteOrderMark(bytes: Uint8Array): { encoding: Encoding; length: number } | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return { encoding: "utf-8-bom", length: 3 };
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return { encoding: "utf-16le", length: 2 };
  }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return { encoding: "utf-16be", length: 2 };
  }
  return null;
}

function decodeAs(bytes: Uint8Array, encoding: Encoding): string {
  const label = encoding === "utf-8-bom" ? "utf-8" : encoding;
  return new TextDecoder(label, { ignoreBOM: true }).decode(bytes);
}

/**
 * Reads a file as PowerShell 7 does: a byte order mark decides and is dropped, else the text is UTF-8 with U+FFFD for bytes
 * that are not.
 */
export function decodeAsPowerShell7(bytes: Uint8Array): DecodedText {
  const mark = byteOrderMark(bytes);
  const encoding = mark?.encoding ?? "utf-8";
  return { text: decodeAs(bytes.subarray(mark?.length ?? 0), encoding), encoding };
}

/**
 * Reads a file as its author meant it: without a byte order mark, bytes that are not UTF-8 are Windows-1252, as Windows
 * PowerShell and older editors write them.
 */
export function decode(bytes: Uint8Array): DecodedText {
  const mark = byteOrderMark(bytes);
  if (mark !== null) {
    return { text: decodeAs(bytes.subarray(mark.length), mark.encoding), encoding: mark.encoding };
  }
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes), encoding: "utf-8" };
  } catch {
    return { text: decodeAs(bytes, "windows-1252"), encoding: "windows-1252" };
  }
}
