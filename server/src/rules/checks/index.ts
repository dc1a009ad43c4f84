import type { Check } from "../check.js";
import { connectorChecks } from "./connector-checks.js";
import { conventionChecks } from "./conventions.js";
import { rmsChecks } from "./rms-checks.js";

/** Every named check, by the name rules call it. Each lives in a file of its own. */
export const checks: Readonly<Record<string, Check>> = {
  ...connectorChecks,
  ...conventionChecks,
  ...rmsChecks,
};
