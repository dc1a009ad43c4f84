import { describe, expect, it } from "vitest";
import { parseBound, parseSize, parseTimeSpan } from "../../../server/src/rules/quantity.js";
import { fitsWildcard } from "../../../server/src/rules/wildcard.js";

describe("sizes in bytes", () => {
  const cases: [text: string, bytes: number | null][] = [
    ["10MB", 10 * 1024 ** 2],
    ["10 MB", 10 * 1024 ** 2],
    ["10 mb (10,485,760 bytes)", 10 * 1024 ** 2],
    ["64KB", 65536],
    ["1.5GB", 1.5 * 1024 ** 3],
    ["512", 512],
    ["512B", 512],
    ["unlimited", Number.POSITIVE_INFINITY],
    ["10M", null],
    ["ten", null],
    ["-1KB", null],
    ["", null],
  ];
  for (const [text, bytes] of cases) it(text || "(empty)", () => expect(parseSize(text)).toBe(bytes));
});

describe("time spans in seconds", () => {
  const cases: [text: string, seconds: number | null][] = [
    ["00:10:00", 600],
    ["1.00:00:00", 86400],
    ["00:00:01", 1],
    ["1:30", 5400],
    ["15", 15 * 86400],
    ["-00:00:05", -5],
    ["24:00:00", null],
    ["00:60:00", null],
    ["5 minutes", null],
  ];
  for (const [text, seconds] of cases) it(text, () => expect(parseTimeSpan(text)).toBe(seconds));
});

describe("bounds of rules", () => {
  const cases: [bound: string | number, expected: ReturnType<typeof parseBound>][] = [
    [64, { value: 64, unit: "number" }],
    ["64", { value: 64, unit: "number" }],
    ["64KB", { value: 65536, unit: "size" }],
    ["00:00:30", { value: 30, unit: "time" }],
    ["soon", null],
  ];
  for (const [bound, expected] of cases) it(String(bound), () => expect(parseBound(bound)).toEqual(expected));
});

describe("wildcards of rule ids", () => {
  const cases: [name: string, pattern: string, fits: boolean][] = [
    ["rms-registry-hive", "rms-registry-*", true],
    ["rms-registry-hive", "RMS-Registry-Hive", true],
    ["rms-registry-hive", "*", true],
    ["rms-registry-hive", "*-hive", true],
    ["rms-registry-hive", "rms-*-hi*e", true],
    ["rms-registry-hive", "rms-registry", false],
    ["ab", "ab*b", false],
    ["irm-boolean-value", "rms-*", false],
  ];
  for (const [name, pattern, fits] of cases) it(`${name} ${pattern}`, () => expect(fitsWildcard(name, pattern)).toBe(fits));
});
