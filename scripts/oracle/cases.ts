import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** Reads a file of one JSON object per line, packed or not. Throws where the file cannot be read. */
export function readCases<T>(file: string): T[] {
  const bytes = readFileSync(file);
  const text = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line): T => JSON.parse(line));
}
