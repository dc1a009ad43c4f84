import type { Check } from "./check.js";
import { checks } from "./checks/index.js";
import { genericChecks } from "./stand-in.js";

/** What suppressing comments say is found after all rules have run (suppressed.ts); the rules about them have nothing to run themselves. */
const suppressionComments: Check = { of: "document", run: () => [] };

/** Every check a rule may name. */
export const allChecks: Readonly<Record<string, Check>> = { ...checks, ...genericChecks, "suppression-comments": suppressionComments };
