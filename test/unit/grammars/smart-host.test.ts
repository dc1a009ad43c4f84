import { describe } from "vitest";
import { parseOnlineSmartHost, parseSmartHost } from "../../../server/src/catalog/grammars/smart-host.js";
import { accepts, rejects } from "./tables.js";

describe("smart host", () => {
  accepts(parseSmartHost, [
    ["relay.contoso.com", { kind: "name", host: "relay.contoso.com" }],
    ["relay", { kind: "name", host: "relay" }],
    ["10.1.2.3", { kind: "ip", host: "10.1.2.3" }],
    ["[10.1.2.3]", { kind: "ip", host: "10.1.2.3" }],
    ["2001:db8::25", { kind: "ip", host: "2001:db8::25" }],
    ["[2001:db8::25]", { kind: "ip", host: "2001:db8::25" }],
    ["fe80::1:587", { kind: "ip" }],
    ["--", { kind: "site" }],
    ["1.2.3.4.relay.example", { kind: "name" }],
  ]);
  rejects(parseSmartHost, [
    ["relay.contoso.com:587", "port", ":587", "relay.contoso.com"],
    ["10.1.2.3:25", "port", ":25", "10.1.2.3"],
    ["[10.1.2.3]:25", "port", ":25", "[10.1.2.3]"],
    ["*.relay.contoso.com", "wildcard", "*"],
    ["a.contoso.com,b.contoso.com", "list", "a.contoso.com,b.contoso.com"],
    ["a.contoso.com; b.contoso.com", "list", "a.contoso.com; b.contoso.com"],
    ["smtp://relay.contoso.com", "url", "smtp://relay.contoso.com", "relay.contoso.com"],
    ["smtp://relay.contoso.com:25/", "url", "smtp://relay.contoso.com:25/", "relay.contoso.com"],
    ["user@relay.contoso.com", "url", "user@relay.contoso.com", "relay.contoso.com"],
    ["a.contoso.com b.contoso.com", "url", "a.contoso.com b.contoso.com"],
    ["10.1.2.0/24", "url", "10.1.2.0/24", "10.1.2.0"],
    ["10.1.2.300", "ipv4", "10.1.2.300"],
    ["10.1.2", "ipv4", "10.1.2"],
    ["", "empty", ""],
  ]);
});

describe("smart host of Exchange Online", () => {
  accepts(parseOnlineSmartHost, [
    ["192.168.0.1/25", { kind: "ip" }],
    ["mail.contoso.com", { kind: "name" }],
  ]);
  rejects(parseOnlineSmartHost, [
    ["mail.contoso.com/24", "url", "mail.contoso.com/24", "mail.contoso.com"],
    ["203.0.113.300/25", "ipv4", "203.0.113.300/25"],
    ["mail.contoso.com:587", "port", ":587", "mail.contoso.com"],
  ]);
});
