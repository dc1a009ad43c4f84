import type { Finding } from "../rules/finding.js";
import type { Lines } from "./lines.js";

/** What was found in one file. */
export interface FileReport {
  readonly file: string;
  readonly lines: Lines;
  /** By place. */
  readonly findings: readonly Finding[];
}

interface Counts {
  readonly errors: number;
  readonly warnings: number;
  readonly others: number;
}

/** How many errors, warnings and other findings all files have. */
export function count(reports: readonly FileReport[]): Counts {
  let errors = 0;
  let warnings = 0;
  let others = 0;
  for (const { findings } of reports) {
    for (const { severity } of findings) {
      if (severity === "error") errors++;
      else if (severity === "warning") warnings++;
      else others++;
    }
  }
  return { errors, warnings, others };
}

/** How much was found, in a sentence. */
export function summary(reports: readonly FileReport[]): string {
  if (reports.length === 0) return "No file was checked.";
  const { errors, warnings, others } = count(reports);
  const files = plural(reports.length, "file");
  if (errors + warnings + others === 0) return `Nothing found in ${files}.`;
  const parts = [plural(errors, "error"), plural(warnings, "warning")];
  if (others > 0) parts.push(plural(others, "remark"));
  return `${parts.join(", ")} in ${files}.`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
