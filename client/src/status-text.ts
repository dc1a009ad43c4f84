import { slowMs, type ValidationStatus } from "../../server/src/lsp/protocol.js";

/** The signature of `vscode.l10n.t`, which only exists inside of the editor. */
export type Translate = (message: string, ...parameters: (string | number)[]) => string;

export interface StatusText {
  readonly text: string;
  readonly detail: string;
  readonly isSlow: boolean;
}

/** What the status item says of the document. */
export function statusText(status: ValidationStatus, t: Translate): StatusText {
  if (!status.isChecked) return { text: t("Exchange/RMS: not checked"), detail: t("switched off or left out"), isSlow: false };
  const parameters = [sourceOf(status.targetSource, t), status.findings, durationOf(status.durationMs)] as const;
  return {
    text: t("Target: {0}", status.target),
    detail: t("{0}; problems: {1}; {2}", ...parameters),
    isSlow: status.durationMs > slowMs,
  };
}

function sourceOf(source: ValidationStatus["targetSource"], t: Translate): string {
  switch (source) {
    case "comment":
      return t("by the script's comment");
    case "config":
      return t("by .exchange-rms.yaml");
    case "setting":
      return t("by the setting");
    case "script":
      return t("by what the script does");
    case null:
      return t("nothing names one");
  }
}

function durationOf(milliseconds: number): string {
  return milliseconds < slowMs ? `${milliseconds.toFixed(1)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
