import { describe, expect, it } from "vitest";
import { statusText } from "../../../client/src/status-text.js";
import type { ValidationStatus } from "../../../server/src/lsp/protocol.js";

const t = (message: string, ...parameters: (string | number)[]): string =>
  message.replace(/\{(\d)\}/g, (_, index) => String(parameters[Number(index)]));
const status: ValidationStatus = {
  uri: "file:///a.ps1",
  version: 1,
  isChecked: true,
  target: "Exchange 2019 CU14",
  targetSource: "comment",
  durationMs: 12.34,
  findings: 3,
};

function check(what: string, more: Partial<ValidationStatus>, expected: ReturnType<typeof statusText>): void {
  it(what, () => expect(statusText({ ...status, ...more }, t)).toEqual(expected));
}

describe("the status item", () => {
  const text = "Target: Exchange 2019 CU14";
  check("says target, source, problems, duration", {}, { text, detail: "by the script's comment; problems: 3; 12.3 ms", isSlow: false });
  check("knows no source", { targetSource: null }, { text, detail: "nothing names one; problems: 3; 12.3 ms", isSlow: false });
  check(
    "warns of a look that is felt",
    { durationMs: 2345 },
    { text, detail: "by the script's comment; problems: 3; 2.3 s", isSlow: true },
  );
  check(
    "says that a script is left alone",
    { isChecked: false, durationMs: 0 },
    { text: "Exchange/RMS: not checked", detail: "switched off or left out", isSlow: false },
  );
});
