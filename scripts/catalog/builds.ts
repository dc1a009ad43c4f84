import { readFileSync } from "node:fs";
import path from "node:path";

export const buildsPath = "server/data/catalog/builds.txt";

/** The releases' text, from facts/exchange-builds.csv: one line per release, `generation|update|build|date`, oldest build first. */
export function generateBuilds(root: string): string {
  const [, ...rows] = readFileSync(path.join(root, "server/data/facts/exchange-builds.csv"), "utf8").trimEnd().split(/\r?\n/);
  const lines = rows.map((row) => {
    const [product = "", release = "", build = "", , date = ""] = row.split(",");
    // `CU13 (2023H1)`: the half-year is no part of the name.
    const update = release.replace(/\s*\((?!recalled).*?\)/, "");
    return { line: [product.replace("Exchange Server ", ""), update, build, date].join("|"), build: build.split(".").map(Number) };
  });
  lines.sort((a, b) => {
    for (let part = 0; part < 4; part++) {
      const difference = (a.build[part] ?? 0) - (b.build[part] ?? 0);
      if (difference !== 0) return difference;
    }
    return 0;
  });
  return `${lines.map(({ line }) => line).join("\n")}\n`;
}
