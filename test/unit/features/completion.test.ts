import { describe, expect, it } from "vitest";
import { analyze } from "../../../server/src/analyze.js";
import { complete } from "../../../server/src/features/completion.js";

/** What is offered at `|` in the text: with `replaced`, the text that an offer takes the place of. */
function check(marked: string, expected: { first?: string; has?: readonly string[]; lacks?: readonly string[]; replaced?: string }): void {
  it(marked.replaceAll("\n", "; "), () => {
    const cursor = marked.indexOf("|");
    const text = marked.slice(0, cursor) + marked.slice(cursor + 1);
    const offers = complete(analyze(text), cursor);
    const texts = offers?.items.map((item) => item.text) ?? [];
    expect(texts).toEqual(expect.arrayContaining([...(expected.has ?? [])]));
    for (const one of expected.lacks ?? []) expect(texts).not.toContain(one);
    if (expected.replaced !== undefined) expect(text.slice(offers?.start, offers?.end)).toBe(expected.replaced);
  });
}

function nothing(marked: string): void {
  it(`nothing: ${marked}`, () => {
    const cursor = marked.indexOf("|");
    expect(complete(analyze(marked.slice(0, cursor) + marked.slice(cursor + 1)), cursor)).toBeNull();
  });
}

describe("names", () => {
  check("New-Send|", { has: ["New-SendConnector"], replaced: "New-Send" });
  check("Set-AipServiceSuper|", { has: ["Set-AipServiceSuperUserGroup"] });
  nothing("# New-Send|");
  nothing("'New-Send|'");
});

describe("parameters", () => {
  check("New-SendConnector -|", { has: ["-Name", "-AddressSpaces", "-WhatIf", "-Verbose"], replaced: "-" });
  check("New-SendConnector -Name A -Addr|", { has: ["-AddressSpaces"], lacks: ["-Name"], replaced: "-Addr" });
  check("New-SendConnector -Name A |", { has: ["-AddressSpaces"], lacks: ["-Name"], replaced: "" });
  check("Get-ReceiveConnector -Server S -|", { lacks: ["-Identity", "-Server"] });
});

describe("keys of a splatted table", () => {
  check("$p = @{\n  Name = 'A'\n  Addr|\n}\nNew-SendConnector @p", { has: ["AddressSpaces"], replaced: "Addr" });
  check("$p = @{\n  Name = 'A'\n  |\n}\nNew-SendConnector @p", { has: ["AddressSpaces", "Usage"], lacks: ["Name"], replaced: "" });
  check("$p = [ordered]@{ Na| }\nNew-SendConnector @p", { has: ["Name"] });
  nothing("$p = @{ Na| }");
});

describe("values", () => {
  check("New-SendConnector -RequireTLS |", { has: ["$true", "$false"], replaced: "" });
  check("New-SendConnector -RequireTLS $t|", { has: ["$true"], replaced: "$t" });
  check("New-SendConnector -Confirm:|", { has: ["$true", "$false"] });
  check("New-SendConnector -TlsAuthLevel |", { has: ["CertificateValidation", "DomainValidation", "EncryptionOnly"] });
  check("New-SendConnector -TlsAuthLevel 'Dom|'", { has: ["'DomainValidation'"], replaced: "'Dom'" });
  check("New-SendConnector -TlsAuthLevel Dom|", { has: ["DomainValidation"], replaced: "Dom" });
  check("Set-SendConnector A -ErrorAction |", { has: ["Stop"] });
  check("$p = @{\n  RequireTLS = |\n}\nNew-SendConnector @p", { has: ["$true"], replaced: "" });
  check("$p = @{\n  TlsAuthLevel = |\n}\nNew-SendConnector @p", { has: ["'DomainValidation'"], replaced: "" });
  check("$p = @{\n  TlsAuthLevel = 'Dom|'\n}\nNew-SendConnector @p", { has: ["'DomainValidation'"], replaced: "'Dom'" });
});

describe("what the target lacks comes last", () => {
  const text = "# exchange-rms-target: Online\nNew-SendConnector -";
  it("and says where it is", () => {
    const offers = complete(analyze(text), text.length);
    const item = offers?.items.find((one) => one.text === "-AddressSpaces");
    expect(item?.detail).toMatch(/only in Exchange Server/);
    expect(item?.rank).toBe(3);
  });
});
