/** A variable's name taken apart: `$script:x`, `$env:PATH`, `$x`. */
export interface VariableName {
  /** Lower case; "" for none. `drive` for another drive than variables'. */
  readonly scope: "" | "global" | "script" | "local" | "private" | "using" | "variable" | "drive";
  /** Lower case. With its drive where `scope` is `drive`. */
  readonly name: string;
}

const SCOPES: ReadonlySet<string> = new Set(["global", "script", "local", "private", "using", "variable"]);

export function variableName(written: string): VariableName {
  const lower = written.toLowerCase();
  const colon = lower.indexOf(":");
  if (colon <= 0) return { scope: "", name: lower };
  const qualifier = lower.slice(0, colon);
  if (!SCOPES.has(qualifier)) return { scope: "drive", name: lower };
  return { scope: qualifier as VariableName["scope"], name: lower.slice(colon + 1) };
}
