/**
 * Reads a file as the oracle does, and as PowerShell 7 nearly does: a byte order mark decides and is dropped, else the text is
 * UTF-8 with U+FFFD for bytes that are not.
 */
export function decodeAsPowerShell7(bytes: Uint8Array): string {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) {
    return decodeAs("utf-16le", bytes.subarray(2));
  }
  if (first === 0xfe && second === 0xff) {
    return decodeAs("utf-16be", bytes.subarray(2));
  }
  const hasMark = first === 0xef && second === 0xbb && third === 0xbf;
  return decodeAs("utf-8", hasMark ? bytes.subarray(3) : bytes);
}

function decodeAs(label: string, bytes: Uint8Array): string {
  return new TextDecoder(label, { ignoreBOM: true }).decode(bytes);
}
