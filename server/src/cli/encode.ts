import { type Encoding, windows1252Upper } from "../text/decode.js";

/** The bytes of a text in the encoding that it was read in; UTF-8 with a byte order mark where it now has characters that the encoding lacks. */
export function encode(text: string, encoding: Encoding): Uint8Array {
  switch (encoding) {
    case "utf8":
      return Buffer.from(text, "utf8");
    case "utf8bom":
      return Buffer.from(`\ufeff${text}`, "utf8");
    case "utf16le":
      return Buffer.from(`\ufeff${text}`, "utf16le");
    case "utf16be":
      return Buffer.from(`\ufeff${text}`, "utf16le").swap16();
    case "windows1252":
      return encodeWindows1252(text) ?? Buffer.from(`\ufeff${text}`, "utf8");
  }
}

function encodeWindows1252(text: string): Uint8Array | null {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const upper = windows1252Upper.indexOf(text[index] ?? "");
    if (upper < 0 && (code > 0xff || (code >= 0x80 && code < 0xa0))) return null;
    bytes[index] = upper >= 0 ? 0x80 + upper : code;
  }
  return bytes;
}
