import { describe, expect, it } from "vitest";
import { LAB_COLUMNS, parseCsv } from "../../../server/src/syntax/csv.js";

describe("CSV", () => {
  it.each([
    ["a,b\n1,2", ["a", "b"], [["1", "2"]]],
    [
      "a,b\r\n1,\r\n\r\n,2\r\n",
      ["a", "b"],
      [
        ["1", ""],
        ["", "2"],
      ],
    ],
    ['"a x","b"\n"1 ""one""",2', ["a x", "b"], [['1 "one"', "2"]]],
    ['a\n"1\n2"', ["a"], [["1\n2"]]],
    ['a\n"1', ["a"], [["1"]]],
    ["\ufeffa,b", ["a", "b"], []],
    ["#TYPE System.Object\na,b", ["a", "b"], []],
    ['a, "b, c"', ["a", "b, c"], []],
    ["a", ["a"], []],
    ["", null, []],
    ["\n\n", null, []],
  ] as const)("%j", (text, header, rows) => {
    const document = parseCsv(text);
    expect(document.header?.fields.map((field) => field.text) ?? null).toEqual(header);
    expect(document.rows.map((row) => row.fields.map((field) => field.text))).toEqual(rows);
  });

  it.each([
    ["a;b\n1;2", ","],
    [LAB_COLUMNS.join(","), ","],
    [LAB_COLUMNS.join(";"), ";"],
    [LAB_COLUMNS.map((column) => `"${column}"`).join("\t"), "\t"],
  ])("finds the delimiter of the lab's list: %j", (text, delimiter) => {
    expect(parseCsv(text).delimiter).toBe(delimiter);
    expect(parseCsv(text, ",").delimiter).toBe(",");
  });

  it("tells where a field stands", () => {
    const text = 'a,b\n"x y",z';
    const [row] = parseCsv(text).rows;
    expect(row?.fields.map((field) => text.slice(field.start, field.end))).toEqual(['"x y"', "z"]);
  });

  it.each([
    [LAB_COLUMNS.join(","), true],
    [LAB_COLUMNS.join(",").toLowerCase(), true],
    ["VMName,IPAddress", false],
    ["BringOnline,VMName,StorageAcount,VMOSDiskName,VMInstanceSize,SubnetName", true],
    ["Yes,mh-oxf-dc1,portalvhds1,disk1,Small,Oxford,10.0.0.4,West Europe,AG,Yes,3389", true],
    ["Name,Address", false],
  ])("knows the lab's list: %s", (text, isLab) => expect(parseCsv(text).isLab).toBe(isLab));

  it("reads a long run of any sign in bounded time", () => {
    for (const piece of [",", '"', '""', "\n", "a"]) {
      const start = performance.now();
      parseCsv(piece.repeat(300_000));
      expect(performance.now() - start).toBeLessThan(3000);
    }
  });
});
