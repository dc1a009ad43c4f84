import { describe, expect, it } from "vitest";
import { parseBinding } from "../../../server/src/catalog/grammars/binding.js";
import {
  parseIpAddress,
  parsePublicAddress,
  parseRemoteIpRange,
  parseSenderIpAddress,
  parseSourceAddress,
  rangeBits,
} from "../../../server/src/catalog/grammars/ip-address.js";
import { parsePort } from "../../../server/src/catalog/grammars/port.js";
import { accepts, rejects } from "./tables.js";

describe("IP address", () => {
  accepts(parseIpAddress, [
    ["10.0.0.1", {}],
    ["::", {}],
    ["fe80::1%4", {}],
  ]);
  rejects(parseIpAddress, [
    ["10.0.0", "format", "10.0.0"],
    ["10.0.0.256", "format", "10.0.0.256"],
    ["mail", "format", "mail"],
    ["", "format", ""],
  ]);
});

describe("source address", () => {
  accepts(parseSourceAddress, [
    ["0.0.0.0", {}],
    ["203.0.113.5", {}],
  ]);
  rejects(parseSourceAddress, [
    ["239.1.1.1", "not-unicast", "239.1.1.1"],
    ["255.255.255.255", "not-unicast", "255.255.255.255"],
    ["edge01", "format", "edge01"],
  ]);
});

describe("remote IP range", () => {
  accepts(parseRemoteIpRange, [
    ["10.1.2.3", {}],
    ["10.1.2.0/24", {}],
    ["10.1.2.5/24", {}],
    ["0.0.0.0-255.255.255.255", {}],
    ["10.1.2.0(255.255.255.0)", {}],
    ["::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", {}],
    ["2001:db8::/32", {}],
  ]);
  rejects(parseRemoteIpRange, [
    ["10.1.2.0/33", "prefix", "33"],
    ["10.1.2.0/x", "format", "x"],
    ["10.1.2.9-10.1.2.1", "order", "10.1.2.9-10.1.2.1"],
    ["10.1.2-10.1.3.1", "format", "10.1.2"],
    ["10.1.2.1-::1", "format", "10.1.2.1-::1"],
    ["10.1.2.0(255.0.255.0)", "format", "10.1.2.0(255.0.255.0)"],
    ["10.1.*.*", "format", "10.1.*.*"],
    ["", "empty", ""],
  ]);
  it.each([
    ["10.1.2.3", 0],
    ["10.1.2.0/24", 8],
    ["10.0.0.0-10.0.0.1", 1],
    ["0.0.0.0-255.255.255.255", 32],
    ["0.0.0.0/0", 32],
    ["::/0", 128],
  ])("%s spans %i bits", (text, bits) => {
    const result = parseRemoteIpRange(text);
    expect(result.ok && rangeBits(result.value)).toBe(bits);
  });
});

describe("sender address of Exchange Online", () => {
  accepts(parseSenderIpAddress, [
    ["203.0.113.7", {}],
    ["203.0.113.0/24", {}],
    ["203.0.113.7/32", {}],
  ]);
  rejects(parseSenderIpAddress, [
    ["203.0.0.0/16", "prefix", "16", "203.0.0.0/24"],
    ["203.0.0.0/33", "prefix", "33", "203.0.0.0/32"],
    ["203.0.113.1-203.0.113.9", "range", "203.0.113.1-203.0.113.9"],
    ["2001:db8::1", "ipv6", "2001:db8::1"],
    ["2001:db8::/64", "ipv6", "2001:db8::/64"],
    ["mail.contoso.com", "format", "mail.contoso.com"],
  ]);
});

describe("public address", () => {
  accepts(parsePublicAddress, [
    ["203.0.113.7", "203.0.113.7"],
    ["mail.contoso.com", "mail.contoso.com"],
    ["8.8.8.0/24", "8.8.8.0/24"],
  ]);
  rejects(parsePublicAddress, [
    ["10.0.0.1", "private", "10.0.0.1"],
    ["192.168.0.1/25", "private", "192.168.0.1/25"],
    ["172.31.0.1", "private", "172.31.0.1"],
    ["169.254.1.1", "private", "169.254.1.1"],
    ["127.0.0.1", "private", "127.0.0.1"],
    ["[100.64.0.1]", "private", "[100.64.0.1]"],
  ]);
});

describe("binding", () => {
  accepts(parseBinding, [
    ["0.0.0.0:25", { port: 25 }],
    ["[::]:25", { port: 25 }],
    ["10.0.0.5:65535", { port: 65535 }],
  ]);
  rejects(parseBinding, [
    ["0.0.0.0", "format", "0.0.0.0", "0.0.0.0:25"],
    ["::", "format", "::", "[::]:25"],
    ["25", "format", "25", "0.0.0.0:25"],
    ["*:587", "format", "*:587", "0.0.0.0:587"],
    [":25", "format", ":25", "0.0.0.0:25"],
    ["mail.contoso.com:25", "format", "mail.contoso.com:25"],
    ["0.0.0.0:smtp", "format", "0.0.0.0:smtp"],
    ["0.0.0.0:70000", "port", "70000"],
    ["0.0.0.300:25", "format", "0.0.0.300:25"],
  ]);
});

describe("port", () => {
  accepts(parsePort, [
    ["25", 25],
    ["0", 0],
    ["65535", 65535],
  ]);
  rejects(parsePort, [
    ["65536", "range", "65536"],
    ["-1", "range", "-1"],
    ["smtp", "format", "smtp"],
    ["25.5", "format", "25.5"],
  ]);
});
