import { dkimRemarks, looksLikeDkim } from "../../catalog/grammars/dkim-record.js";
import { dmarcRemarks, looksLikeDmarc } from "../../catalog/grammars/dmarc-record.js";
import type { Fault } from "../../catalog/grammars/parsed.js";
import { looksLikeSpf, spfRemarks } from "../../catalog/grammars/spf-record.js";
import type { Call } from "../call.js";
import type { Check, CheckContext, CheckResult } from "../check.js";
import { once } from "../once.js";
import { namesOption, remarkResult, textOfParameter } from "./argument-text.js";
import { placeOf } from "./call-words.js";
import { type DnsRecord, recordOf } from "./dns-records.js";

/** The first label of a record's name that is known, in lower case. */
function firstLabel(record: DnsRecord): string | null {
  return record.name === null ? null : (record.name.text.toLowerCase().split(".")[0] ?? null);
}

function isReportConsent(record: DnsRecord): boolean {
  return /\b_report\._dmarc\b/i.test(record.name?.text ?? "");
}

/** What the readers say about a TXT record, by the kind of record it means to be. */
function remarksOf(record: DnsRecord, kind: string): readonly Fault[] {
  const known = readingsOf(record);
  const remarks = known.get(kind) ?? readAs(kind, record);
  known.set(kind, remarks);
  return remarks;
}

const readingsOf = once((_: DnsRecord) => new Map<string, readonly Fault[]>());

function readAs(kind: string, record: DnsRecord): readonly Fault[] {
  const text = record.data?.text ?? "";
  switch (kind) {
    case "dmarc": {
      if (isReportConsent(record)) return [];
      const isDmarc = firstLabel(record) === "_dmarc" || looksLikeDmarc(text);
      if (!isDmarc) return [];
      // Without a name, `v=DMARC1` alone may be the consent to get another domain's reports.
      if (record.name === null && /^\s*v\s*=\s*DMARC1\s*;?\s*$/.test(text)) return [];
      const domain = record.owner?.startsWith("_dmarc.") ? record.owner.slice("_dmarc.".length) : null;
      return dmarcRemarks(text, { domain });
    }
    case "spf":
      return looksLikeSpf(text) ? spfRemarks(text) : [];
    case "dkim": {
      const isKey = /^[^.]+\._domainkey(\.|$)/i.test(record.name?.text ?? "") || looksLikeDkim(text);
      return isKey ? dkimRemarks(text) : [];
    }
    default:
      return [];
  }
}

/** A text that PowerShell cut at a bare semicolon: only its beginning reached the command. */
function isCutAtSemicolon(record: DnsRecord, context: CheckContext): boolean {
  const whole = record.data?.whole;
  if (whole === undefined || context.language !== "powershell") return false;
  return context.text.charAt(whole.end) === ";" && /^[A-Za-z]/.test(context.text.charAt(whole.start));
}

function ofText(call: Call, context: CheckContext): readonly CheckResult[] {
  const record = recordOf(call, context);
  if (record === null || record.type !== "TXT" || record.data === null || isCutAtSemicolon(record, context)) return [];
  const { data } = record;
  const codes = namesOption(context, "code");
  const [kind = ""] = namesOption(context, "record");
  return remarksOf(record, kind)
    .filter((remark) => codes.includes(remark.code))
    .map((remark) => ({
      ...remarkResult(remark, data, context),
      // Short keys are advice until they are refused.
      ...(remark.code === "key-short" ? { severity: "information" as const } : {}),
    }));
}

/** Options: `record` (dmarc, spf, dkim) and `code`: what its reader says about the text of a TXT record. */
export const dnsText: Check = { of: "cmdlet", run: ofText };

/** The same for dnscmd. */
export const dnsTextOfProgram: Check = { of: "native", run: ofText };

/** `-DescriptiveText v=DMARC1;p=none` without quotes: PowerShell ends the statement at the semicolon. */
export const dnsTextUnquoted: Check = {
  of: "cmdlet",
  run: (call, context) => {
    const record = recordOf(call, context);
    if (record?.type !== "TXT" || record.data === null || !isCutAtSemicolon(record, context)) return [];
    if (!/^v=(DMARC|DKIM|spf|BIMI|STSv|TLSRPTv)/i.test(record.data.text)) return [];
    const { start, end } = record.data.whole;
    const lineEnd = /[^\r\n]*/.exec(context.text.slice(end))?.[0] ?? "";
    const rest = /^(?:\s*;\s*[A-Za-z]+=[^;\s"'$()|]+)*\s*;?/.exec(lineEnd)?.[0] ?? "";
    const isWholeLine = lineEnd.slice(rest.length).trim() === "";
    const text = context.text.slice(start, end + rest.length).trimEnd();
    const edits = [{ start, end: start + text.length, newText: `"${text}"` }];
    const fixes = isWholeLine && !text.includes('"') ? [{ title: "Put the record in quotes", edits, isPreferred: true }] : [];
    return [{ start, end, fields: { found: record.data.text }, fixes }];
  },
};

/** Option `begins`: a TXT record that begins so (without case), marked there. */
export const dnsTextBegins: Check = {
  of: "cmdlet",
  run: (call, context) => {
    const record = recordOf(call, context);
    const [begins = ""] = namesOption(context, "begins");
    if (record?.type !== "TXT" || !record.data?.text.toLowerCase().startsWith(begins.toLowerCase())) return [];
    return [{ ...placeOf(record.data.at(0, begins.length)), fields: { found: begins } }];
  },
};

/** A line of a TXT record that is longer than the 255 characters of one string. */
export const dnsTextTooLong: Check = {
  of: "cmdlet",
  run: (call, context) => {
    const source = textOfParameter(call, "DescriptiveText", context);
    if (source === null) return [];
    const results: CheckResult[] = [];
    for (const line of source.text.matchAll(/[^\r\n]+/g)) {
      if (line[0].length <= 255) continue;
      results.push({ ...placeOf(source.at(line.index, line.index + line[0].length)), fields: { length: String(line[0].length) } });
    }
    return results;
  },
};

function misplacedDmarc(call: Call, context: CheckContext): readonly CheckResult[] {
  const record = recordOf(call, context);
  if (record?.type !== "TXT" || record.name === null || !looksLikeDmarc(record.data?.text ?? "")) return [];
  const name = record.name.text;
  if (/(^|\.)_dmarc(\.|$)/i.test(name)) return [];
  const isMeant = /^dmarc$/i.test(name) || name === "@" || name === ".";
  const span = record.name.at(0, name.length);
  const isExact = context.text.slice(span.start, span.end) === name;
  return [{ ...placeOf(span), fields: { found: name }, ...(isMeant && isExact ? { replacement: "_dmarc" } : {}) }];
}

/** DMARC text under a name that no receiver asks for. */
export const dmarcOwner: Check = { of: "cmdlet", run: misplacedDmarc };

/** The same for dnscmd. */
export const dmarcOwnerOfProgram: Check = { of: "native", run: misplacedDmarc };

/** A comment that says `pct` thins out the reports. */
export const dmarcShareMeaning: Check = {
  of: "document",
  run: ({ script, batch, text }) => {
    return (script?.comments ?? batch?.comments ?? []).flatMap((comment) => {
      const body = text.slice(comment.start, comment.end);
      if (!/pct/i.test(body)) return [];
      const match = /\bpct\b[^\r\n]*\breport|\breport[^\r\n]*\bpct\b/i.exec(body);
      if (match === null || /\bnot?\b|n't\b|\bunaffected\b|\bremoved\b/i.test(body)) return [];
      const start = comment.start + match.index + match[0].toLowerCase().indexOf("pct");
      return [{ start, end: start + 3 }];
    });
  },
};
