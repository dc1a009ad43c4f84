import { describe, expect, it } from "vitest";
import { switchOffInConfiguration } from "../../../server/src/features/configuration-edits.js";
import { applyEdits } from "../../../server/src/rules/fixes.js";

const rule = "port-zero";

function check(what: string, before: string, after: string | null): void {
  it(what, () => {
    const edit = switchOffInConfiguration(before, rule);
    expect(edit && applyEdits(before, [edit])).toBe(after);
  });
}

describe("a rule is switched off in the configuration", () => {
  check("that does not exist yet", "", "severities:\n  port-zero: off\n");
  check("that has comments only", "# target: SE\n", "# target: SE\nseverities:\n  port-zero: off\n");
  check("behind other parts", "target: SE", "target: SE\nseverities:\n  port-zero: off\n");
  check("behind other rules", "severities:\n  a-*: error\ntarget: SE\n", "severities:\n  a-*: error\n  port-zero: off\ntarget: SE\n");
  check("with the author's indent", "severities:\n    a-*: error # ours\n", "severities:\n    a-*: error # ours\n    port-zero: off\n");
  check("where a pattern said something else", "severities:\n  port-*: error\n", "severities:\n  port-*: error\n  port-zero: off\n");
  check("in the place of another severity", "severities:\n  port-zero: error\n", "severities:\n  port-zero: off\n");
  check("before others", "severities:\n  port-zero: error\n  b: hint\n", "severities:\n  port-zero: off\n  b: hint\n");
  check("in quotes", "severities:\n  port-zero: 'error'\n", "severities:\n  port-zero: 'off'\n");
  check("in braces", "severities: { a-*: error }\n", "severities: { a-*: error, port-zero: off }\n");
  check("in empty braces", "severities: {}\n", "severities: {port-zero: off}\n");
  check("below a bare key", "severities: # none yet\ntarget: SE\n", "severities: # none yet\n  port-zero: off\ntarget: SE\n");
  check("with Windows line ends", "target: SE\r\n", "target: SE\r\nseverities:\r\n  port-zero: off\r\n");
});

describe("a configuration is left alone", () => {
  check("that cannot be read", "severities: [\n", null);
  check("that is no mapping", "- severities\n", null);
  check("where a pattern behind the rule would still win", "severities:\n  port-zero: error\n  port-*: warning\n", null);
});
