import { describe, expect, it } from "vitest";
import { commonName, parseCertificateName } from "../../../server/src/catalog/grammars/certificate-name.js";
import { parseSize, parseUnlimitedSize } from "../../../server/src/catalog/grammars/size.js";
import { parseConnectionTimeout, parsePlainTimeSpan, parseTimeSpan } from "../../../server/src/catalog/grammars/time-span.js";
import { accepts, rejects } from "./tables.js";

describe("certificate name", () => {
  accepts(parseCertificateName, [
    ["<I>CN=CA, O=Org<S>CN=mail.contoso.com", { issuer: "CN=CA, O=Org", subject: "CN=mail.contoso.com" }],
    ["<i>CN=CA<s>CN=mail", { issuer: "CN=CA", subject: "CN=mail" }],
  ]);
  rejects(parseCertificateName, [
    ["mail.contoso.com", "no-subject", "mail.contoso.com"],
    ["<I>CN=CA", "no-subject", "<I>CN=CA"],
    ["<S>CN=mail", "no-issuer", "<S>CN=mail"],
    ["<S>CN=mail<I>CN=CA", "order", "<S>CN=mail<I>CN=CA"],
    ["CN=x <I>CN=CA<S>CN=mail", "order", "CN=x ", "<I>CN=CA<S>CN=mail"],
    ["0123456789abcdef0123456789ABCDEF01234567", "thumbprint", "0123456789abcdef0123456789ABCDEF01234567"],
    [
      "01 23 45 67 89 ab cd ef 01 23 45 67 89 ab cd ef 01 23 45 67",
      "thumbprint",
      "01 23 45 67 89 ab cd ef 01 23 45 67 89 ab cd ef 01 23 45 67",
    ],
    ["<I><S>CN=mail", "empty-part", "<I><S>CN=mail"],
  ]);
  it.each([
    ["CN=mail.contoso.com, O=Contoso", "mail.contoso.com"],
    ["O=Contoso, CN=mail.contoso.com", "mail.contoso.com"],
    ['O="Contoso, Inc.", CN="mail.contoso.com"', "mail.contoso.com"],
    ["O=Contoso", null],
  ])("common name of %s", (name, expected) => expect(commonName(name)).toBe(expected));
});

describe("size", () => {
  accepts(parseUnlimitedSize, [
    ["unlimited", { kind: "unlimited" }],
    ["Unlimited", { kind: "unlimited" }],
    ["10MB", { kind: "bytes", bytes: 10485760 }],
    ["10 MB", { kind: "bytes", bytes: 10485760 }],
    ["10b", { kind: "bytes", bytes: 10 }],
    ["10485760", { kind: "bytes", bytes: 10485760 }],
    ["36 MB (37,748,736 bytes)", { kind: "bytes", bytes: 37748736 }],
  ]);
  rejects(parseUnlimitedSize, [
    ["10M", "format", "10M", "10MB"],
    ["10MiB", "format", "10MiB", "10MB"],
    ["ten", "format", "ten"],
    ["-1", "format", "-1"],
    ["", "format", ""],
  ]);
  rejects(parseSize, [["unlimited", "unlimited", "unlimited"]]);
});

describe("time span", () => {
  accepts(parseTimeSpan, [
    ["00:10:00", { totalMs: 600_000 }],
    ["1.00:00:00", { totalMs: 86_400_000 }],
    ["1:00:00:00", { totalMs: 86_400_000 }],
    ["00:05", { totalMs: 300_000 }],
    ["00:00:01.5", { totalMs: 1500 }],
    ["15", { totalMs: 15 * 86_400_000, isBareNumber: true }],
    ["0", { totalMs: 0 }],
    ["24:00:00", { totalMs: 24 * 86_400_000, isHoursAsDays: true }],
    ["-00:00:01", { totalMs: -1000 }],
  ]);
  rejects(parseTimeSpan, [
    ["10 minutes", "format", "10 minutes", "00:10:00"],
    ["10m", "format", "10m", "00:10:00"],
    ["2h", "format", "2h", "02:00:00"],
    ["1d", "format", "1d", "1.00:00:00"],
    ["00:60:00", "format", "00:60:00"],
    ["00:00:60", "format", "00:00:60"],
    ["25:30:00", "format", "25:30:00"],
    ["soon", "format", "soon"],
    ["", "format", ""],
  ]);
  accepts(parsePlainTimeSpan, [
    ["00:10:00", { totalMs: 600_000 }],
    ["0", { totalMs: 0 }],
  ]);
  rejects(parsePlainTimeSpan, [
    ["15", "days", "15"],
    ["24:00:00", "days", "24:00:00"],
  ]);
  accepts(parseConnectionTimeout, [
    ["00:00:01", {}],
    ["1.00:00:00", {}],
    ["1", {}],
  ]);
  rejects(parseConnectionTimeout, [
    ["00:00:00", "range", "00:00:00", "00:00:01"],
    ["1.00:00:01", "range", "1.00:00:01", "1.00:00:00"],
    ["15", "range", "15", "00:15:00"],
    ["-00:01:00", "range", "-00:01:00", "00:00:01"],
  ]);
});
