import { type Fault, type Parsed, parsed } from "./parsed.js";
import { type RecordTag, readTagList } from "./tag-list.js";

const HARD_FAULTS = new Set(["key-missing"]);

/** True for a text that means to be a DKIM key record. */
export function looksLikeDkim(text: string): boolean {
  return /^\s*v\s*=\s*dkim/i.test(text) || /^\s*k\s*=\s*(rsa|ed25519)\s*;/i.test(text);
}

/**
 * Reads a DKIM key record.
 *
 * @returns the tags, or the fault `key-missing`
 * @see https://www.rfc-editor.org/rfc/rfc6376#section-3.6.1
 */
export function parseDkimRecord(text: string): Parsed<readonly RecordTag[]> {
  const hard = dkimRemarks(text).find((remark) => HARD_FAULTS.has(remark.code));
  return hard === undefined ? parsed(readTagList(text)) : { ok: false, fault: hard };
}

/** Everything worth saying about a DKIM key record: `version`, `key-missing`, `key-revoked`, `key-size` (under 1024 bits), `key-short` (under 2048), `testing`. */
export function dkimRemarks(text: string): readonly Fault[] {
  const tags = readTagList(text);
  const first = (name: string): RecordTag | undefined => tags.find((tag) => tag.name === name);
  const remarks: Fault[] = [];

  const version = first("v");
  if (version !== undefined) {
    if (version.value !== "DKIM1") {
      remarks.push({
        code: "version",
        start: version.valueStart,
        end: Math.max(version.end, version.valueStart),
        message: "the version must be exactly `DKIM1`",
        replacement: "DKIM1",
      });
    } else if (tags[0] !== version) {
      remarks.push({ code: "version", start: version.start, end: version.end, message: "`v=DKIM1` must stand first" });
    }
  }
  const key = first("p");
  if (key === undefined) {
    remarks.push({ code: "key-missing", start: 0, end: text.length, message: "the public key `p=` is missing" });
  } else if (key.value === "" || key.value === null) {
    remarks.push({ code: "key-revoked", start: key.start, end: key.end, message: "an empty `p=` means that the key was withdrawn" });
  } else if ((first("k")?.value ?? "rsa").toLowerCase() === "rsa") {
    const bits = rsaKeyBits(key.value);
    if (bits !== null && bits < 2048) {
      remarks.push({
        code: bits < 1024 ? "key-size" : "key-short",
        start: key.valueStart,
        end: key.end,
        message: `the key has ${bits} bits`,
      });
    }
  }
  const flags = first("t");
  if (flags?.value?.split(":").some((flag) => flag.trim().toLowerCase() === "y")) {
    remarks.push({ code: "testing", start: flags.start, end: flags.end, message: "`t=y` tells receivers that the key is only tried out" });
  }
  return remarks;
}

/** Length of the modulus of an RSA public key in base64 DER (SubjectPublicKeyInfo or RSAPublicKey); null where it is not one. */
export function rsaKeyBits(base64: string): number | null {
  const bytes = decodeBase64(base64.replace(/\s+/g, ""));
  if (bytes === null) return null;
  const outer = readDer(bytes, 0, 0x30);
  if (outer === null || outer.end !== bytes.length) return null;
  let at = outer.start;
  const algorithm = readDer(bytes, at, 0x30);
  if (algorithm !== null) {
    const bitString = readDer(bytes, algorithm.end, 0x03);
    if (bitString === null) return null;
    const inner = readDer(bytes, bitString.start + 1, 0x30);
    if (inner === null) return null;
    at = inner.start;
  }
  const modulus = readDer(bytes, at, 0x02);
  if (modulus === null) return null;
  let start = modulus.start;
  while (start < modulus.end && bytes[start] === 0) start += 1;
  const high = bytes[start];
  return high === undefined || start >= modulus.end ? null : (modulus.end - start - 1) * 8 + (32 - Math.clz32(high));
}

function readDer(bytes: Uint8Array, at: number, tag: number): { readonly start: number; readonly end: number } | null {
  if (bytes[at] !== tag) return null;
  const first = bytes[at + 1];
  if (first === undefined) return null;
  let length = first;
  let start = at + 2;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count < 1 || count > 3) return null;
    length = 0;
    for (let index = 0; index < count; index += 1) length = length * 256 + (bytes[start + index] ?? 0);
    start += count;
  }
  return start + length <= bytes.length ? { start, end: start + length } : null;
}

function decodeBase64(text: string): Uint8Array | null {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.replace(/=+$/, "").length % 4 === 1) return null;
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const digits = text.replace(/=+$/, "");
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let buffer = 0;
  let bits = 0;
  let at = 0;
  for (const digit of digits) {
    buffer = ((buffer << 6) | alphabet.indexOf(digit)) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at] = (buffer >> bits) & 0xff;
      at += 1;
    }
  }
  return bytes;
}
