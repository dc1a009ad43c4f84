import type { Check } from "./check.js";
import { checks } from "./checks/index.js";
import { genericChecks } from "./generic/index.js";

/** What the parser finds and what suppressing comments say does not come from rules: they only carry severity and page. */
const foundElsewhere: Check = { of: "document", run: () => [] };

/** Every check a rule may name. */
export const allChecks: Readonly<Record<string, Check>> = {
  ...checks,
  ...genericChecks,
  "suppression-comments": foundElsewhere,
  "syntax-errors": foundElsewhere,
};
