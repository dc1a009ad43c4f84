import { describe, expect, it } from "vitest";
import {
  ipv6Groups,
  isPrivateIpv4,
  parseIpv4Literal,
  parseIpv4Prefix,
  parseIpv6Literal,
  parseIpv6Prefix,
} from "../../../server/src/catalog/grammars/ip-literal.js";
import { parseRegistryPath } from "../../../server/src/catalog/grammars/registry-path.js";
import { accepts, rejects } from "./tables.js";

describe("IPv4 address", () => {
  accepts(parseIpv4Literal, [
    ["192.0.2.1", "192.0.2.1"],
    ["0.0.0.0", "0.0.0.0"],
    ["255.255.255.255", "255.255.255.255"],
  ]);
  rejects(parseIpv4Literal, [
    ["192.0.2.256", "ipv4", "256"],
    ["192.0.2", "ipv4", "192.0.2"],
    ["192.0.2.1.5", "ipv4", "192.0.2.1.5"],
    ["w.x.y.z", "ipv4", "w"],
    ["192..2.1", "ipv4", "."],
    ["", "ipv4", ""],
  ]);
});

describe("IPv6 address", () => {
  accepts(parseIpv6Literal, [
    ["::", "::"],
    ["::1", "::1"],
    ["2001:db8::", "2001:db8::"],
    ["2001:db8:1:65b::1", "2001:db8:1:65b::1"],
    ["2001:0db8:0:0:0:0:0:1", "2001:0db8:0:0:0:0:0:1"],
    ["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7::"],
    ["::ffff:192.0.2.1", "::ffff:192.0.2.1"],
    ["fe80::1%12", "fe80::1%12"],
    ["FE80::A", "FE80::A"],
  ]);
  rejects(parseIpv6Literal, [
    ["2001:xxxx:wwww:65b::2", "ipv6", "xxxx"],
    ["2001:db8::1::2", "ipv6", "::"],
    ["2001:db8:1", "ipv6", "2001:db8:1"],
    ["1:2:3:4:5:6:7:8:9", "ipv6", "1:2:3:4:5:6:7:8:9"],
    ["1:2:3:4:5:6:7:8::", "ipv6", "1:2:3:4:5:6:7:8::"],
    ["2001:db8:12345::1", "ipv6", "12345"],
    [":1:2:3:4:5:6:7", "ipv6", ":"],
    ["1:2:3:4:5:6:7:", "ipv6", ":"],
    ["192.0.2.1", "ipv6", "192.0.2.1"],
    ["fe80::1%", "ipv6-zone", "%"],
    ["", "ipv6", ""],
  ]);
});

describe("prefixes", () => {
  accepts(parseIpv6Prefix, [
    ["::/0", { address: "::", prefixLength: 0 }],
    ["2001:db8::/64", { prefixLength: 64 }],
    ["2001:db8::1", { prefixLength: null }],
  ]);
  rejects(parseIpv6Prefix, [
    ["::/129", "ipv6-prefix", "129"],
    ["::/", "ipv6-prefix", ""],
    ["::/a", "ipv6-prefix", "a"],
  ]);
  accepts(parseIpv4Prefix, [["192.0.2.0/24", { prefixLength: 24 }]]);
  rejects(parseIpv4Prefix, [["192.0.2.0/33", "ipv4-prefix", "33"]]);
});

describe("groups and private ranges", () => {
  it.each([
    ["::1", [0, 0, 0, 0, 0, 0, 0, 1]],
    ["2001:db8:1:65b::1", [0x2001, 0xdb8, 1, 0x65b, 0, 0, 0, 1]],
    ["::ffff:192.0.2.1", [0, 0, 0, 0, 0, 0xffff, 0xc000, 0x201]],
  ])("%s", (text, groups) => expect(ipv6Groups(text)).toEqual(groups));
  it.each([
    ["10.1.2.3", true],
    ["172.16.0.1", true],
    ["172.32.0.1", false],
    ["192.168.1.1", true],
    ["192.0.2.1", false],
  ])("%s", (text, isPrivate) => expect(isPrivateIpv4(text)).toBe(isPrivate));
});

describe("registry path", () => {
  const keys = (text: string): unknown => {
    const result = parseRegistryPath(text);
    return result.ok
      ? [
          result.value.hive,
          text.slice(result.value.hiveStart, result.value.hiveEnd),
          result.value.keys.map((key) => text.slice(key.start, key.end)),
        ]
      : null;
  };
  it.each([
    ["HKLM:\\SOFTWARE\\Microsoft", ["HKLM", "HKLM", ["SOFTWARE", "Microsoft"]]],
    ["hklm:SOFTWARE\\Microsoft\\", ["HKLM", "hklm", ["SOFTWARE", "Microsoft"]]],
    ["HKLM\\SOFTWARE", ["HKLM", "HKLM", ["SOFTWARE"]]],
    ["HKEY_LOCAL_MACHINE\\SOFTWARE", ["HKLM", "HKEY_LOCAL_MACHINE", ["SOFTWARE"]]],
    ["Registry::HKEY_CURRENT_USER\\SOFTWARE", ["HKCU", "HKEY_CURRENT_USER", ["SOFTWARE"]]],
    ["Microsoft.PowerShell.Core\\Registry::HKLM\\A", ["HKLM", "HKLM", ["A"]]],
    ["\\\\EX1\\HKLM\\A", ["HKLM", "HKLM", ["A"]]],
    ["HKCU:/A/B", ["HKCU", "HKCU", ["A", "B"]]],
    ["HKLM:", ["HKLM", "HKLM", []]],
    ["C:\\Windows", null],
    ["HKLMX\\A", null],
    ["", null],
  ])("%s", (text, expected) => expect(keys(text)).toEqual(expected));
});
