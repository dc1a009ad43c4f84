import { describe } from "vitest";
import { parseSmtpDomain, parseTlsDomain } from "../../../server/src/catalog/grammars/domain.js";
import { parseFqdn } from "../../../server/src/catalog/grammars/fqdn.js";
import { parseSmtpAddress } from "../../../server/src/catalog/grammars/smtp-address.js";
import { accepts, rejects } from "./tables.js";

describe("SMTP domain with subdomains", () => {
  accepts(parseSmtpDomain, [
    ["*", { domain: "", hasSubdomains: true }],
    ["contoso.com", { domain: "contoso.com", hasSubdomains: false }],
    ["*.contoso.com", { domain: "contoso.com", hasSubdomains: true }],
    ["localhost", { domain: "localhost", hasSubdomains: false }],
  ]);
  rejects(parseSmtpDomain, [
    ["mail.*.contoso.com", "wildcard", "*"],
    ["*contoso.com", "wildcard", "*", "*.contoso.com"],
    ["contoso.*", "wildcard", "*"],
    ["*.", "domain", ""],
    ["", "domain", ""],
    ["contoso com", "domain", "contoso com"],
    ["http://contoso.com/x", "domain", "http://contoso.com/x", "contoso.com"],
  ]);
});

describe("TLS domain", () => {
  accepts(parseTlsDomain, [
    ["mail.protection.outlook.com", { domain: "mail.protection.outlook.com" }],
    ["*.contoso.com", { domain: "contoso.com", hasSubdomains: true }],
  ]);
  rejects(parseTlsDomain, [
    ["*", "wildcard", "*"],
    ["a.*.com", "wildcard", "*"],
  ]);
});

describe("FQDN", () => {
  accepts(parseFqdn, [
    ["mail.contoso.com", "mail.contoso.com"],
    ["MAIL.Contoso.com", "mail.contoso.com"],
    ["mail", "mail"],
  ]);
  rejects(parseFqdn, [
    ["*.contoso.com", "wildcard", "*"],
    ["mail.contoso.com:25", "port", ":25", "mail.contoso.com"],
    ["https://mail.contoso.com", "domain", "https://mail.contoso.com", "mail.contoso.com"],
    ["mail contoso com", "domain", "mail contoso com"],
    ["", "domain", ""],
  ]);
});

describe("SMTP address", () => {
  accepts(parseSmtpAddress, [
    ["ann@contoso.com", { localPart: "ann", domain: "contoso.com" }],
    ["a.b+c@sub.contoso.com", { localPart: "a.b+c", domain: "sub.contoso.com" }],
    ['"a b"@contoso.com', { localPart: '"a b"', domain: "contoso.com" }],
    ["o'neil@contoso.com", { localPart: "o'neil" }],
    ["jörg@contoso.com", { localPart: "jörg" }],
  ]);
  rejects(parseSmtpAddress, [
    ["ann", "no-at", "ann"],
    ["ann smith@contoso.com", "local-part", "ann smith"],
    ["@contoso.com", "local-part", ""],
    ["a..b@contoso.com", "local-part", "a..b"],
    ["ann@", "domain", ""],
    ["ann@contoso..com", "domain", "contoso..com", "ann@contoso.com"],
    ["ann@*.com", "domain", "*"],
    ["Ann <ann@contoso.com>", "angle", "Ann <ann@contoso.com>", "ann@contoso.com"],
    ["smtp:ann@contoso.com", "scheme", "smtp:", "ann@contoso.com"],
  ]);
});
