import { describe, expect, it } from "vitest";
import { allReleases, compareBuilds, nameBuild, parseBuild, parseBuildNumber } from "../../../server/src/catalog/builds.js";
import { anyTarget, describeTarget, mayBe, parseTarget } from "../../../server/src/catalog/target.js";

describe("build numbers", () => {
  const check = (written: string, expected: number[] | null) =>
    it(written || "(empty)", () => expect(parseBuildNumber(written)).toEqual(expected));
  check("15.2.1544.4", [15, 2, 1544, 4]);
  check("15.02.1544.004", [15, 2, 1544, 4]);
  check("Version 15.2 (Build 1544.4)", [15, 2, 1544, 4]);
  check("Version 15.2 (Build 31544.4)", [15, 2, 1544, 4]);
  check("15.2.1544", [15, 2, 1544, 0]);
  check("15.2", null);
  check("1.2.3.4.5", null);
  check("", null);
  check("CU14", null);

  it("compare as numbers", () => {
    expect(compareBuilds([15, 2, 1544, 4], [15, 2, 1544, 13])).toBeLessThan(0);
    expect(compareBuilds([15, 2, 1544], [15, 2, 1544, 0])).toBe(0);
    expect(compareBuilds([15, 2, 986, 5], [15, 2, 1118, 7])).toBeLessThan(0);
  });

  it("have names", () => {
    expect(nameBuild([15, 2, 1544, 4])).toBe("Exchange 2019 CU14");
    expect(nameBuild([15, 2, 2562, 17])).toBe("Exchange SE RTM");
    expect(nameBuild([15, 2, 1544, 5])).toBe("later than Exchange 2019 CU14");
    expect(nameBuild([16, 0, 0, 0])).toBeNull();
  });

  it("are in order and read back by their names", () => {
    for (const release of allReleases()) {
      const read = parseBuild(`${release.generation} ${release.update}`);
      expect(read.ok && read.value.build, `${release.generation} ${release.update}`).toEqual(release.build);
    }
  });
});

describe("releases", () => {
  const check = (written: string, expected: string | { fault: string; at: string }) =>
    it(written, () => {
      const read = parseBuild(written);
      if (read.ok) expect(`${read.value.generation} ${read.value.build?.join(".") ?? "-"}`).toBe(expected);
      else expect({ fault: read.fault.code, at: written.slice(read.fault.start, read.fault.end) }).toEqual(expected);
    });
  check("2013 CU3", "2013 15.0.775.38");
  check("2010 SP3 RU6", "2010 14.3.195.1");
  check("2010 SP3", "2010 14.3.123.4");
  check("2013 CU4", "2013 15.0.847.32");
  check("2019 CU14 Nov24SU", "2019 15.2.1544.13");
  check("2019 CU13", "2019 15.2.1258.12");
  check("2010 SP3 RU8", "2010 14.3.224.1");
  check("Exchange Server 2016 Cumulative Update 23", "2016 15.1.2507.6");
  check("SE", "SE -");
  check("SE RTM", "SE 15.2.2562.17");
  check("SE Aug25SU", "SE 15.2.2562.20");
  check("15.2.2562.17", "SE 15.2.2562.17");
  check("2016", "2016 -");
  check("2016 15.2.1544.4", { fault: "build-of-another-product", at: "15.2.1544.4" });
  check("2019 CU99", { fault: "update-unknown", at: "CU99" });
  check("CU14", { fault: "build-ambiguous", at: "CU14" });
  check("16.0.1.2", { fault: "build-unknown", at: "16.0.1.2" });
  check("2018", { fault: "build-unknown", at: "2018" });
});

describe("targets", () => {
  const check = (written: string, expected: string | { fault: string; at: string }) =>
    it(written || "(empty)", () => {
      const read = parseTarget(written);
      if (read.ok) expect(describeTarget(read.value)).toBe(expected);
      else expect({ fault: read.fault.code, at: written.slice(read.fault.start, read.fault.end) }).toEqual(expected);
    });
  check("2019", "Exchange 2019");
  check("2019 15.2.1544.4", "Exchange 2019 CU14 (15.2.1544.4)");
  check("  2013 CU3 ", "Exchange 2013 CU3 (15.0.775.38)");
  check("online", "Exchange Online");
  check("Exchange Online", "Exchange Online");
  check("onprem", "Exchange Server");
  check("2016, 2019", "Exchange 2016 and 2019");
  check("SE, PowerShell 7", "Exchange SE, PowerShell 7");
  check("5.1", "Windows PowerShell 5.1");
  check("SCC", "Security & Compliance PowerShell");
  check("any", "any");
  check("", { fault: "target-empty", at: "" });
  check("2019,", { fault: "target-empty", at: "" });
  check("2018", { fault: "target-unknown", at: "2018" });
  check("2016, Exchnage 2019", { fault: "target-unknown", at: "Exchnage 2019" });
  check("2007", { fault: "target-unsupported", at: "2007" });
  check("2019 15.1.2507.6", { fault: "build-of-another-product", at: "15.1.2507.6" });
  check("any, 2019", { fault: "target-any-with-product", at: "any, 2019" });

  it("may be a product", () => {
    const read = parseTarget("onprem");
    if (!read.ok) throw new Error(read.fault.message);
    expect(mayBe(read.value, ["2013"])).toBe(true);
    expect(mayBe(read.value, ["Online"])).toBe(false);
    expect(mayBe(read.value, [])).toBe(true);
    expect(mayBe(anyTarget, ["Online"])).toBe(true);
  });

  it("says what is allowed", () => {
    const read = parseTarget("Exchange");
    expect(!read.ok && read.fault.message).toContain("2010, 2013, 2016, 2019, SE, Online, SCC, EOP");
  });
});
