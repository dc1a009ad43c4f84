import { describe, expect, it } from "vitest";
import { encode } from "../../../server/src/cli/encode.js";
import { decode, type Encoding } from "../../../server/src/text/decode.js";

function check(name: string, bytes: readonly number[], text: string, encoding: Encoding): void {
  it(name, () => {
    expect(decode(Uint8Array.from(bytes))).toEqual({ text, encoding });
    expect([...encode(text, encoding)]).toEqual(bytes);
  });
}

function refuse(name: string, bytes: readonly number[], reason: RegExp): void {
  it(name, () => expect(decode(Uint8Array.from(bytes))).toMatch(reason));
}

describe("bytes are read and written in the same encoding", () => {
  check("nothing", [], "", "utf8");
  check("UTF-8", [0x61, 0xc3, 0xa4], "aä", "utf8");
  check("UTF-8 with a byte order mark", [0xef, 0xbb, 0xbf, 0x61], "a", "utf8bom");
  check("UTF-16, little endian", [0xff, 0xfe, 0x61, 0x00, 0x13, 0x20], "a–", "utf16le");
  check("UTF-16, big endian", [0xfe, 0xff, 0x00, 0x61, 0x20, 0x13], "a–", "utf16be");
  check("what is no UTF-8 is Windows-1252: an en dash", [0x96, 0x4e], "–N", "windows1252");
});

describe("what is no text is named as such", () => {
  refuse("binary", [0x4d, 0x5a, 0x00, 0x01], /binary/);
  refuse("UTF-32", [0xff, 0xfe, 0x00, 0x00, 0x61, 0x00, 0x00, 0x00], /UTF-32/);
});

describe("a text that its encoding cannot hold", () => {
  it("becomes UTF-8 with a byte order mark", () => {
    expect([...encode("ł", "windows1252")]).toEqual([0xef, 0xbb, 0xbf, 0xc5, 0x82]);
  });
});
