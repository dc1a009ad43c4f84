import { describe, expect, it } from "vitest";
import { dkimRemarks, rsaKeyBits } from "../../../server/src/catalog/grammars/dkim-record.js";
import { dmarcRemarks, parseDmarcRecord } from "../../../server/src/catalog/grammars/dmarc-record.js";
import { parseSpfRecord, spfRemarks } from "../../../server/src/catalog/grammars/spf-record.js";
import { remarksOn } from "./remarks.js";
import { rejects } from "./tables.js";

const here = (text: string) => dmarcRemarks(text, { domain: "contoso.com" });

describe("DMARC record", () => {
  remarksOn(here, [
    ["v=DMARC1; p=reject; rua=mailto:dmarc@contoso.com"],
    [
      "v=DMARC1;p=quarantine;sp=reject;adkim=s;aspf=r;rua=mailto:a@contoso.com,mailto:b@mail.contoso.com!10m;ruf=mailto:f@contoso.com;fo=1:d",
    ],
    ["v=DMARC1 ; p = reject ; rua = mailto:d@contoso.com ;"],
    ["v=DMARC1; p=reject; rua=mailto:d@contoso.com; psd=n; t=y; np=none"],
    ["v=DMARC1; p=none; rua=mailto:d@contoso.com", ["policy-none", "none"]],
    ["v=DMARC1;p=reject;pct=100;", ["rua-missing", "v=DMARC1"], ["pct-removed", "pct=100"]],
    [
      "p=reject; rua=mailto:d@contoso.com",
      ["version", "p=reject; rua=mailto:d@contoso.com", "v=DMARC1; p=reject; rua=mailto:d@contoso.com"],
    ],
    ["DMARC1; p=reject; rua=mailto:d@contoso.com", ["version", "DMARC1", "v=DMARC1"]],
    ["v=dmarc1; p=reject; rua=mailto:d@contoso.com", ["version", "dmarc1", "DMARC1"]],
    ["v=DMARC1 p=reject; rua=mailto:d@contoso.com", ["version", "DMARC1 p=reject", "DMARC1; p=reject"]],
    ["p=reject; v=DMARC1; rua=mailto:d@contoso.com", ["version", "v=DMARC1"]],
    ["v=DMARC1; rua=mailto:d@contoso.com", ["policy-missing", "v=DMARC1"]],
    ["v=DMARC1; rua=mailto:d@contoso.com; p=reject", ["policy-order", "p=reject"]],
    ["v=DMARC1; p=rejct; rua=mailto:d@contoso.com", ["policy-value", "rejct", "reject"]],
    ["v=DMARC1; p=block; rua=mailto:d@contoso.com", ["policy-value", "block"]],
    ["v=DMARC1; p=; rua=mailto:d@contoso.com", ["policy-value", ""]],
    ["v=DMARC1; p=Reject; rua=mailto:d@contoso.com"],
    ["v=DMARC1; p=reject; rua=d@contoso.com", ["uri-mailto", "d@contoso.com", "mailto:d@contoso.com"]],
    ["v=DMARC1; p=reject; rua=mailto:a@contoso.com, b@contoso.com", ["uri-mailto", "b@contoso.com", "mailto:b@contoso.com"]],
    ["v=DMARC1; p=reject; rua=mail:d@contoso.com", ["uri-mailto", "mail:", "mailto:"]],
    ["v=DMARC1; p=reject; rua=mialto:d@contoso.com", ["uri-mailto", "mialto:", "mailto:"]],
    ["v=DMARC1; p=reject; rua=https://reports.contoso.com/dmarc"],
    [
      "v=DMARC1, p=reject, rua=mailto:d@contoso.com",
      ["version", "DMARC1, p=reject, rua=mailto:d@contoso.com", "DMARC1; p=reject; rua=mailto:d@contoso.com"],
    ],
    ["v=DMARC1; p=reject; rua=mailto:x@reports.example", ["external-destination", "mailto:x@reports.example"]],
    ["v=DMARC1; p=reject; rua=mailto:d@contoso.com; pct=120", ["pct-range", "120"], ["pct-removed", "pct=120"]],
    ["v=DMARC1; p=reject; rua=mailto:d@contoso.com; ri=3600; rf=afrf", ["pct-removed", "ri=3600"], ["pct-removed", "rf=afrf"]],
    ["v=DMARC1; p=reject; rua=mailto:d@contoso.com; aspf=strict", ["alignment-value", "strict", "s"]],
    ["v=DMARC1; p=reject; rua=mailto:d@contoso.com; fo=1", ["fo-without-ruf", "fo=1"]],
    [
      "v=DMARC1; p=reject; rau=mailto:d@contoso.com",
      ["rua-missing", "v=DMARC1"],
      ["unknown-tag", "rau=mailto:d@contoso.com", "rua=mailto:d@contoso.com"],
    ],
    ["v=DMARC1; p:reject; rua=mailto:d@contoso.com", ["policy-missing", "v=DMARC1"], ["unknown-tag", "p:reject"]],
  ]);
  it("is read", () => expect(parseDmarcRecord("v=DMARC1; p=none").ok).toBe(true));
  rejects(parseDmarcRecord, [["v=DMARC1; p=rejected", "policy-value", "rejected", "v=DMARC1; p=reject"]]);
});

describe("SPF record", () => {
  remarksOn(spfRemarks, [
    ["v=spf1 include:spf.protection.outlook.com -all"],
    ["v=spf1 a mx ip4:192.0.2.0/24 ip6:2001:db8::/32 a:mail.contoso.com/24 mx/28 exists:%{i}._spf.contoso.com ~all"],
    ["V=SPF1 redirect=_spf.contoso.com"],
    ["v=spf1 mx -all exp=explain.contoso.com"],
    ["v=spf1 x-note=something -all"],
    ["v=spf2 mx -all", ["version", "v=spf2", "v=spf1"]],
    ["v=spf1; mx -all", ["version", "v=spf1;", "v=spf1"]],
    ["v=spf1 mx +all", ["plus-all", "+all", "-all"]],
    ["v=spf1 mx all", ["plus-all", "all", "-all"]],
    ["v=spf1 mx ?all", ["neutral-all", "?all"]],
    ["v=spf1 mx", ["neutral-all", "mx"]],
    ["v=spf1 -all mx", ["after-all", "mx"]],
    ["v=spf1 -all redirect=_spf.contoso.com", ["redirect-with-all", "redirect=_spf.contoso.com"]],
    ["v=spf1 ptr -all", ["ptr", "ptr"]],
    ["v=spf1 ipv4:192.0.2.1 +all", ["unknown-mechanism", "ipv4:192.0.2.1", "ip4:192.0.2.1"], ["plus-all", "+all", "-all"]],
    ["v=spf1 includes:x.contoso.com -all", ["unknown-mechanism", "includes:x.contoso.com", "include:x.contoso.com"]],
    ["v=spf1 include:a.contoso.com, include:b.contoso.com -all", ["unknown-mechanism", ",", ""]],
    ["v=spf1 a:a,b.contoso.com -all"],
    ["v=spf1 mx=contoso.com -all", ["unknown-mechanism", "mx=contoso.com", "mx:contoso.com"]],
    ["v=spf1 include: x.contoso.com -all", ["unknown-mechanism", "include:"], ["unknown-mechanism", "x.contoso.com"]],
    [
      "v=spf1 redirect:x.contoso.com",
      ["unknown-mechanism", "redirect:x.contoso.com", "redirect=x.contoso.com"],
      ["neutral-all", "redirect:x.contoso.com"],
    ],
    ["v=spf1 ip4:192.0.2.300 -all", ["ip-literal", "300"]],
    ["v=spf1 ip4:192.0.2.0/33 -all", ["ip-literal", "33"]],
    ["v=spf1 ip4 -all", ["ip-literal", "ip4"]],
    ["v=spf1 ip6:192.0.2.1 -all", ["ip-literal", "192.0.2.1"]],
    [
      `v=spf1 ${Array.from({ length: 11 }, (_, index) => `include:s${index}.contoso.com`).join(" ")} -all`,
      ["lookup-limit", "include:s10.contoso.com"],
    ],
    [`v=spf1 ${Array.from({ length: 10 }, (_, index) => `include:s${index}.contoso.com`).join(" ")} -all`],
  ]);
  it("is read", () => expect(parseSpfRecord("v=spf1 -all").ok).toBe(true));
  rejects(parseSpfRecord, [["v=spf1 ip4:300.0.0.1 -all", "ip-literal", "300"]]);
});

// Keys made for this test with openssl; only their length matters.
const KEY_768 =
  "MHwwDQYJKoZIhvcNAQEBBQADawAwaAJhAKXTwhGyxx4pCbiFbsqSc7mY5tCeyPvlc+0zJZqkHuiGRzw0UdzJHtt2Qhxfe+jDRT/ih67s77bs7hyHq9BmdiCqMAnVix3xU7WmnM434KS9Jnzn1zfgDD5s6iu+dfBhQwIDAQAB";
const KEY_1024 =
  "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDH9jQfcFs0kUQVzR9Fwhz+gMi+o4ej2QIlqRFZEEevqfwr9bGAJFSsbCSj5FMldQJFAZx28GqFrrqjyYAyjWi6IOHrJzavvMYH9tcuxTPna6g+xa52CPYoYsuKt6oMabQrQfjLxiLYBAUshYoptL9FIeEKaO1NbHNOO0PqIzoeeQIDAQAB";
const KEY_2048 =
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA7byG/L8vtIVObijvs9vj/9MS0flcKUK5FgOK5ij7+RDqs/kLwaf8Uh8GPvag6bjbtnDoQtci3v96whOK14d12GSh4i3gsf0/vhyja5JMOwbGaZCqxqcYxxp25xNgkMt5yblYh7/ZYg8hUff1lJSz4x70fBmAQxsDogfrUZjfptXYgXbiF7ABT3tUs+Oo+kk91ZJ7/AayZkEC/XHACtcMU9kz0C36zGdzZiXebK/m88+OJWQfXqliMptyMWLUzXMLeTohrm306yimUB2DroZawog0UJ/hcX+v5tKL8v1Gln5eSzNr7yNCMPF+36DH5i65dUZPAp8io9pMeSbGHJqh4wIDAQAB";

describe("DKIM record", () => {
  remarksOn(dkimRemarks, [
    [`v=DKIM1; k=rsa; p=${KEY_1024}`, ["key-short", KEY_1024]],
    [`v=DKIM1; p=${KEY_768}`, ["key-size", KEY_768]],
    [`v=DKIM1; p=${KEY_2048}`],
    ["v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="],
    ["v=DKIM1; p=", ["key-revoked", "p="]],
    ["v=DKIM1; k=rsa", ["key-missing", "v=DKIM1; k=rsa"]],
    ["k=rsa; v=DKIM1; p=AAAA", ["version", "v=DKIM1"]],
    ["v=DKIM2; p=AAAA", ["version", "DKIM2", "DKIM1"]],
    ["v=DKIM1; t=y:s; p=AAAA", ["testing", "t=y:s"]],
    ["v=DKIM1; t=s; p=AAAA"],
  ]);
  it("tells the bits of an RSA key", () => {
    expect(rsaKeyBits(KEY_768)).toBe(768);
    expect(rsaKeyBits(KEY_1024)).toBe(1024);
    expect(rsaKeyBits(KEY_2048)).toBe(2048);
    expect(rsaKeyBits("MIGf")).toBeNull();
    expect(rsaKeyBits("not base64!")).toBeNull();
    expect(rsaKeyBits("")).toBeNull();
  });
});
