import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../../server/src");

/** Which rooms a room may import from. Everything else is a wall. */
const ALLOWED: Record<string, readonly string[]> = {
  text: [],
  syntax: [],
  catalog: [],
  binding: ["syntax", "catalog"],
  rules: ["syntax", "catalog", "binding"],
  analyze: ["syntax", "catalog", "binding", "rules"],
  features: ["syntax", "catalog", "binding", "rules", "analyze"],
  engine: ["text", "syntax", "catalog", "binding", "rules", "features", "analyze"],
  lsp: ["engine"],
  cli: ["text", "syntax", "catalog", "binding", "rules", "features", "analyze"],
};

/** Rooms that know text only: no files, processes, clocks, network or editor protocol. */
const PURE = ["text", "syntax", "catalog", "binding", "rules", "analyze", "features", "engine"];

const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.split(path.sep).join("/"));

const roomOf = (file: string): string => (file.includes("/") ? file.slice(0, file.indexOf("/")) : file.replace(/\.ts$/, ""));

const imports = files.flatMap((file) => {
  const text = readFileSync(path.join(root, file), "utf8");
  return [...text.matchAll(/^(?:import|export)\b(\s+type\b)?[^;]*?from\s+"([^"]+)"/gms)].map(([, type, specifier = ""]) => ({
    file,
    room: roomOf(file),
    specifier,
    isType: type !== undefined,
  }));
});

describe("imports between rooms go one way", () => {
  for (const { file, room, specifier } of imports.filter((i) => i.specifier.startsWith("."))) {
    const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier)).replace(/\.js$/, ".ts");
    if (target.startsWith("../")) continue; // data, beside src
    const targetRoom = roomOf(target);
    if (targetRoom === room) continue;
    it(`${file} may read ${targetRoom}`, () => expect(ALLOWED[room]).toContain(targetRoom));
  }
});

/** The same inside the largest room. Types may be named from anywhere: what counts is who calls whom. */
const ALLOWED_IN_BINDING: Record<string, readonly string[]> = {
  evaluate: [],
  slice: ["evaluate"],
  interpret: ["evaluate"],
  bind: ["evaluate"],
  reinterpret: ["slice"],
};

describe("imports between the folders of binding go one way", () => {
  const folderOf = (file: string): string => file.split("/")[1] ?? "";
  for (const { file, specifier } of imports.filter((i) => i.room === "binding" && !i.isType && folderOf(i.file) in ALLOWED_IN_BINDING)) {
    const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier)).replace(/\.js$/, "");
    if (!target.startsWith("binding/") || folderOf(target) === folderOf(file)) continue;
    it(`${file} may call ${target}`, () => {
      const isInFolder = target.split("/").length > 2;
      if (isInFolder) expect(ALLOWED_IN_BINDING[folderOf(file)]).toContain(folderOf(target));
      // The door to a folder is for those outside.
      else expect(Object.keys(ALLOWED_IN_BINDING)).not.toContain(folderOf(target));
    });
  }
});

describe("the rooms that decide do no input or output", () => {
  for (const room of PURE) {
    it(room, () => {
      const outside = imports.filter((i) => i.room === room && /^(node:|vscode|fs$|path$|child_process$)/.test(i.specifier));
      expect(outside.map((i) => `${i.file}: ${i.specifier}`)).toEqual([]);
    });
  }
});

describe("every room is on the map", () => {
  it("no file stands outside", () => expect([...new Set(files.map(roomOf))].filter((room) => !(room in ALLOWED))).toEqual([]));
});
