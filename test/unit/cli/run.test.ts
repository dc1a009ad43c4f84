import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { run } from "../../../server/src/cli/run.js";

const faulty = "Set-SendConnector A -SmartHosts mail.contoso.com -DNSRoutingEnabled $true\n";
const repaired = "Set-SendConnector A -SmartHosts mail.contoso.com -DNSRoutingEnabled $false\n";
const innocent = "Get-SendConnector\n";
const rule = "smarthosts-with-dns-routing";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "exchange-rms-lint-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function put(name: string, content: string | Uint8Array): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

async function lint(argv: readonly string[], stdin = ""): Promise<{ status: number; out: string; error: string }> {
  let out = "";
  let error = "";
  const status = await run(argv, {
    stdin: async () => Buffer.from(stdin),
    out: (text) => {
      out += text;
    },
    error: (text) => {
      error += text;
    },
    isColoured: false,
    programFolder: folder,
  });
  return { status, out, error };
}

async function rulesIn(argv: readonly string[]): Promise<Record<string, string[]>> {
  const { out } = await lint(["--format", "json", ...argv]);
  const files: { file: string; findings: { rule: string }[] }[] = JSON.parse(out);
  return Object.fromEntries(
    files.map(({ file, findings }) => [path.relative(folder, file).replaceAll(path.sep, "/"), findings.map((finding) => finding.rule)]),
  );
}

describe("exit status", () => {
  it("0 where there are no errors", async () => {
    expect((await lint([put("a.ps1", innocent)])).status).toBe(0);
  });

  it("1 where there are", async () => {
    const { status, out } = await lint([put("a.ps1", faulty)]);
    expect(status).toBe(1);
    expect(out).toContain(`[${rule}]`);
  });

  it("2 where a file cannot be read; the others are checked, and it is named", async () => {
    const { status, out, error } = await lint([put("a.ps1", faulty), path.join(folder, "none.ps1"), put("b.ps1", "a\0b")]);
    expect(status).toBe(2);
    expect(out).toContain(`[${rule}]`);
    expect(error).toMatch(/none\.ps1: there is no such file/);
    expect(error).toMatch(/b\.ps1: it is binary/);
  });

  it("0 for a folder without scripts, which is said", async () => {
    put("empty/readme.txt", "");
    const { status, out, error } = await lint([path.join(folder, "empty")]);
    expect(status).toBe(0);
    expect(out).toBe("No file was checked.\n");
    expect(error).toMatch(/empty: there is no script/);
  });

  it("2 for a wrong command line", async () => {
    expect((await lint(["--bogus"])).status).toBe(2);
    expect((await lint(["--explain", "no-such-rule"])).status).toBe(2);
  });
});

describe("files", () => {
  it("folders bring scripts, whatever the case of their ending, but not what packages bring", async () => {
    put("a.ps1", faulty);
    put("sub/b.PS1", faulty);
    put("c.txt", faulty);
    put("node_modules/d.ps1", faulty);
    expect(Object.keys(await rulesIn([folder])).sort()).toEqual(["a.ps1", "sub/b.PS1"]);
  });

  it("patterns bring what fits", async () => {
    put("a.ps1", faulty);
    put("b.psm1", faulty);
    expect(Object.keys(await rulesIn([`${folder.replaceAll("\\", "/")}/*.psm1`]))).toEqual(["b.psm1"]);
  });

  it("a name with brackets is a name, not a pattern", async () => {
    expect(Object.keys(await rulesIn([put("a[1].ps1", innocent)]))).toEqual(["a[1].ps1"]);
  });

  it("standard input is called what it is said to be", async () => {
    const { out, status } = await lint(["-", "--stdin-filename", "x.ps1"], faulty);
    expect(out).toContain("x.ps1:1:");
    expect(status).toBe(1);
  });

  it("Windows-1252, as Windows PowerShell reads it", async () => {
    const bytes = Buffer.concat([Buffer.from("Set-SendConnector A "), Buffer.from([0x96]), Buffer.from("Nmae x\n")]);
    expect(await rulesIn([put("a.ps1", bytes)])).toEqual({ "a.ps1": ["unknown-parameter"] });
  });
});

describe("repairs", () => {
  it("--fix writes what is sure, in the file's own encoding", async () => {
    const file = put("a.ps1", Buffer.from(`\ufeff${faulty}`, "utf16le"));
    const { status } = await lint(["--fix", file]);
    expect(status).toBe(0);
    expect(readFileSync(file, "utf16le")).toBe(`\ufeff${repaired}`);
  });

  it("--diff changes nothing", async () => {
    const file = put("a.ps1", faulty);
    const { out } = await lint(["--diff", file]);
    expect(out).toContain(`-${faulty}+${repaired}`);
    expect(readFileSync(file, "utf8")).toBe(faulty);
  });

  it("--fix of standard input gives the repaired script, and the rest beside it", async () => {
    const { out, error } = await lint(["--fix", "-"], faulty);
    expect(out).toBe(repaired);
    expect(error).toContain("Nothing found");
  });
});

describe("configuration", () => {
  it("holds for the files below it", async () => {
    put(".exchange-rms.yaml", `severities:\n  ${rule}: warning\n`);
    const { status, out } = await lint([put("sub/a.ps1", faulty)]);
    expect(status).toBe(0);
    expect(out).toContain("warning");
  });

  it("leaves out what it excludes, unless it is named", async () => {
    put(".exchange-rms.yaml", "exclude: old/**\n");
    const file = put("old/a.ps1", faulty);
    expect(Object.keys(await rulesIn([folder]))).toEqual([]);
    expect(Object.keys(await rulesIn([file]))).toEqual(["old/a.ps1"]);
  });

  it("what is wrong in it is said with its place, and the files are checked all the same", async () => {
    put(".exchange-rms.yaml", "target: 2042\n");
    const { status, out, error } = await lint([put("a.ps1", faulty)]);
    expect(status).toBe(2);
    expect(error).toMatch(/\.exchange-rms\.yaml:1:\d+: .*2042/);
    expect(out).toContain(`[${rule}]`);
  });
});

describe("limits", () => {
  it("--quiet shows errors only", async () => {
    put(".exchange-rms.yaml", `severities:\n  ${rule}: warning\n`);
    expect(await rulesIn(["--quiet", put("a.ps1", faulty)])).toEqual({ "a.ps1": [] });
  });

  it("--max-warnings", async () => {
    put(".exchange-rms.yaml", `severities:\n  ${rule}: warning\n`);
    const file = put("a.ps1", faulty);
    expect((await lint(["--max-warnings", "1", file])).status).toBe(0);
    expect((await lint(["--max-warnings", "0", file])).status).toBe(1);
  });
});

describe("rules", () => {
  it("--list-rules and --explain know them", async () => {
    expect((await lint(["--list-rules"])).out).toContain(rule);
    expect((await lint(["--explain", rule])).out).toContain("DNSRoutingEnabled");
  });
});
