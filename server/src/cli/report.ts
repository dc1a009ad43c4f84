import type { Finding } from "../rules/finding.js";
import type { Lines } from "./lines.js";

/** What was found in one file. */
export interface FileReport {
  readonly file: string;
  readonly lines: Lines;
  /** By place. */
  readonly findings: readonly Finding[];
}

export interface Counts {
  readonly errors: number;
  readonly warnings: number;
  readonly others: number;
}

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
