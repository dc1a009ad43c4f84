import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { globSync } from "tinyglobby";
import { describe, expect, it } from "vitest";

/** The pages that people read: at the root, in docs and in the examples. */
const pages = [".", "docs", "docs/rules", "test/oracle", "examples"].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .map((name) => path.posix.join(folder, name)),
);

const withoutCode = (text: string): string => text.replace(/```[\s\S]*?```|`[^`\n]*`/g, "");

function linksOf(page: string): string[] {
  const text = withoutCode(readFileSync(page, "utf8"));
  return [...text.matchAll(/\]\(([^()\s]+)\)|(?:src|href)="([^"]+)"/g)].map(([, markdown, html]) => markdown ?? html ?? "");
}

/** Headings as GitHub names them. */
function anchorsOf(page: string): string[] {
  const headings = readFileSync(page, "utf8").matchAll(/^#{1,6}\s+(.*)$/gm);
  return [...headings].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(" ", "-"),
  );
}

function problemOf(page: string, link: string): string | null {
  if (/^(https:|mailto:)/.test(link)) return null;
  const [file = "", anchor] = decodeURIComponent(link).split("#");
  const target = file === "" ? page : path.posix.join(path.posix.dirname(page), file);
  if (!existsSync(target)) return `${link}: there is no ${target}`;
  if (anchor === undefined || statSync(target).isDirectory() || !target.endsWith(".md")) return null;
  return anchorsOf(target).includes(anchor) ? null : `${link}: ${target} has no heading #${anchor}`;
}

describe("links lead somewhere", () => {
  it.each(pages)("%s", (page) => expect(linksOf(page).flatMap((link) => problemOf(page, link) ?? [])).toEqual([]));
});

/** Where the maps for contributors begin their paths. */
const folders = [
  ...[".", "server/data", "scripts", "test", "test/unit/binding"],
  ...["", "syntax", "catalog", "binding", "rules", "lsp"].map((room) => path.posix.join("server/src", room)),
];

/** Files, folders and programs that a page names as code. `*` stands for any part of a name. */
function namedIn(page: string): { readonly paths: readonly string[]; readonly programs: readonly string[] } {
  const named = [...readFileSync(page, "utf8").matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);
  return {
    paths: named.filter((code) => /^[\w*][\w.*-]*(?:\/[\w.*-]+)*\/?$/.test(code) && /\/|\*|\.(?:ts|md|json|txt|csv|yaml)$/.test(code)),
    programs: named.flatMap((code) => /^npm run ([\w:-]+)/.exec(code)?.[1] ?? []),
  };
}

function isThere(named: string): boolean {
  return folders.some((folder) => globSync(path.posix.join(folder, named), { onlyFiles: false, expandDirectories: false }).length > 0);
}

describe("what the maps for contributors name is there", () => {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { readonly scripts: object };
  it.each(["ARCHITECTURE.md", "CONTRIBUTING.md"])("%s", (page) => {
    const { paths, programs } = namedIn(page);
    expect(paths.filter((named) => !isThere(named))).toEqual([]);
    expect(programs.filter((program) => !Object.hasOwn(scripts, program))).toEqual([]);
  });
});

describe("the README", () => {
  const lines = readFileSync("README.md", "utf8").split("\n");

  it("begins with a picture and the commands to try it", () => {
    const picture = lines.findIndex((line) => line.startsWith("!["));
    const commands = lines.findIndex((line) => line.startsWith("npm ci"));
    expect([picture > 0, picture < 5, commands > picture, commands < 10]).toEqual([true, true, true, true]);
  });
});
