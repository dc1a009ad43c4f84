import { fault, type Parsed, parsed } from "./parsed.js";

/** One entry of Set-IRMConfiguration's LicensingLocation. */
export interface LicensingUri {
  readonly host: string;
  /** True for the cloud service (`….aadrm.com`). */
  readonly isCloud: boolean;
}

const CLOUD_PATH = "/_wmcs/licensing";

/**
 * Reads one licensing location: an absolute http(s) address; an address of the cloud service ends in `/_wmcs/licensing`.
 *
 * @returns host, or the first fault; codes: `uri` (no absolute http(s) address), `path` (cloud address without its path)
 * @see https://learn.microsoft.com/powershell/module/exchangepowershell/set-irmconfiguration#-licensinglocation
 */
export function parseLicensingUri(text: string): Parsed<LicensingUri> {
  const match = /^https?:\/\/([^/?#:\s\\]+)(?::(\d{1,5}))?([/?#].*)?$/i.exec(text);
  if (match === null || /\s/.test(text)) return fault("uri", 0, text.length, "not an absolute http or https address");
  const host = match[1] ?? "";
  const path = match[3] ?? "";
  const isCloud = /(^|\.)aadrm\.com$/i.test(host);
  if (isCloud && path.replace(/\/+$/, "").toLowerCase() !== CLOUD_PATH) {
    const start = text.length - path.length;
    // Something other than a bare slash or the sibling path is the author's own: it is shown, not replaced.
    const isReplaceable = /^\/*$/.test(path) || /^\/_wmcs(\/(certification)?)?\/*$/i.test(path);
    if (!isReplaceable) return fault("path", start, text.length, `the path is not \`${CLOUD_PATH}\``);
    return path === ""
      ? fault("path", 0, text.length, `\`${CLOUD_PATH}\` is missing`, text + CLOUD_PATH)
      : fault("path", start, text.length, `the path is not \`${CLOUD_PATH}\``, CLOUD_PATH);
  }
  return parsed({ host, isCloud });
}
