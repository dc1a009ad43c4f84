import { nearest } from "../near.js";
import { type Fault, type Parsed, parsed } from "./parsed.js";
import { type RecordTag, readTagList } from "./tag-list.js";

/** The tags of a DMARC record, by RFC 7489 and its successor. */
const DMARC_TAGS = ["v", "p", "sp", "np", "adkim", "aspf", "fo", "pct", "rf", "ri", "rua", "ruf", "psd", "t"] as const;

const POLICIES = ["none", "quarantine", "reject"];
const HARD_FAULTS = new Set(["version", "policy-value", "uri-mailto", "pct-range", "alignment-value"]);

/** What may be asked about the record's place: whether reports leave the domain is unknown without it. */
export interface DmarcPlace {
  /** The domain the record speaks for, when known. */
  readonly domain: string | null;
}

/** True for a text that means to be a DMARC record. */
export function looksLikeDmarc(text: string): boolean {
  return /^\s*v\s*=\s*dmarc/i.test(text);
}

/**
 * Reads a DMARC record.
 *
 * @returns the tags, or the first fault receivers do not forgive; codes: `version`, `policy-value`, `uri-mailto`, `pct-range`,
 *   `alignment-value`
 * @see https://www.rfc-editor.org/rfc/rfc7489#section-6.3
 */
export function parseDmarcRecord(text: string): Parsed<readonly RecordTag[]> {
  const hard = dmarcRemarks(text, { domain: null }).find((remark) => HARD_FAULTS.has(remark.code));
  return hard === undefined ? parsed(readTagList(text)) : { ok: false, fault: hard };
}

/**
 * Everything worth saying about a DMARC record. Beside the faults: `policy-missing`, `policy-order`, `policy-none`, `rua-missing`,
 * `external-destination`, `pct-removed`, `fo-without-ruf`, `unknown-tag`.
 */
export function dmarcRemarks(text: string, place: DmarcPlace): readonly Fault[] {
  const tags = readTagList(text);
  const first = (name: string): RecordTag | undefined => tags.find((tag) => tag.name === name);
  const remarks: Fault[] = [];
  const say = (code: string, start: number, end: number, message: string, replacement?: string): void => {
    remarks.push({ code, start, end, message, ...(replacement === undefined ? {} : { replacement }) });
  };
  const sayOf = (code: string, tag: RecordTag, message: string, replacement?: string): void =>
    say(code, tag.valueStart, Math.max(tag.end, tag.valueStart), message, replacement);

  const version = first("v");
  const isGluedVersion = version?.value?.match(/^DMARC1[\s,]+[a-z]+\s*=/i) ?? null;
  const bareVersion = tags[0]?.value === null && /^dmarc1?$/.test(tags[0].name) ? tags[0] : undefined;
  if (version === undefined && bareVersion !== undefined) {
    say("version", bareVersion.start, bareVersion.end, "it has no `v=DMARC1;`", "v=DMARC1");
  } else if (version === undefined) {
    say("version", 0, text.length, "it has no `v=DMARC1;`", `v=DMARC1; ${text.trim()}`);
  } else if (isGluedVersion !== null) {
    sayOf("version", version, "a semicolon is missing after `DMARC1`", `DMARC1; ${parted(version.value?.slice(6) ?? "")}`);
  } else if (version.value !== "DMARC1") {
    sayOf("version", version, "the version must be exactly `DMARC1`", "DMARC1");
  } else if (tags[0] !== version) {
    say("version", version.start, version.end, "`v=DMARC1` must stand first");
  }

  const policy = first("p");
  if (policy === undefined) {
    if (isGluedVersion === null) {
      const anchor = version ?? tags[0];
      say("policy-missing", anchor?.start ?? 0, anchor?.end ?? text.length, "the policy `p=` is missing");
    }
  } else if (tags[0] === version && tags[1] !== policy) {
    say("policy-order", policy.start, policy.end, "`p=` stands directly after `v=DMARC1;`");
  }
  for (const name of ["p", "sp", "np"]) {
    const tag = first(name);
    if (tag === undefined || POLICIES.includes(tag.value?.toLowerCase() ?? "")) continue;
    const [meant] = nearest(tag.value ?? "", POLICIES, 3);
    sayOf("policy-value", tag, `\`${name}\` is none, quarantine or reject`, meant);
  }
  if (policy?.value?.toLowerCase() === "none") sayOf("policy-none", policy, "receivers only report, they act on nothing");

  const reports = first("rua");
  if (reports === undefined || reports.value === "" || reports.value === null) {
    const anchor = reports ?? version ?? tags[0];
    if (isGluedVersion === null)
      say("rua-missing", anchor?.start ?? 0, anchor?.end ?? text.length, "`rua=` is missing: nobody sends reports");
  }
  for (const name of ["rua", "ruf"]) {
    const tag = first(name);
    if (tag?.value) reportAddresses(tag, place, say);
  }

  const share = first("pct");
  if (share !== undefined && !/^(100|\d{1,2})$/.test(share.value ?? "")) sayOf("pct-range", share, "`pct` is a whole number from 0 to 100");
  for (const name of ["pct", "rf", "ri"]) {
    const tag = first(name);
    if (tag !== undefined) say("pct-removed", tag.start, tag.end, `\`${name}\` was removed from DMARC in 2026`);
  }
  for (const name of ["adkim", "aspf"]) {
    const tag = first(name);
    if (tag !== undefined && !/^[rs]$/i.test(tag.value ?? "")) {
      const meant = /^(relaxed|strict)$/i.test(tag.value ?? "") ? tag.value?.[0]?.toLowerCase() : undefined;
      sayOf("alignment-value", tag, `\`${name}\` is r (relaxed) or s (strict)`, meant);
    }
  }
  const failureOptions = first("fo");
  if (failureOptions !== undefined && first("ruf") === undefined) {
    say(
      "fo-without-ruf",
      failureOptions.start,
      failureOptions.end,
      "`fo` says when to send failure reports, and `ruf` names nobody to get them",
    );
  }
  for (const tag of tags) {
    if (tag === bareVersion || (tag.value !== null && (DMARC_TAGS as readonly string[]).includes(tag.name))) continue;
    const [meant] = nearest(
      tag.name,
      DMARC_TAGS.filter((known) => known.length > 1),
      1,
    );
    say(
      "unknown-tag",
      tag.start,
      tag.end,
      tag.value === null ? "not a `tag=value`" : `\`${tag.name}\` is not a tag of DMARC`,
      meant === undefined || tag.value === null ? undefined : `${meant}=${tag.value}`,
    );
  }
  return remarks;
}

/** ` p=none, rua=x`: tags parted as they should be. */
function parted(text: string): string {
  return text.replace(/^[\s,]+/, "").replace(/\s*,\s*(?=[a-z]+\s*=)/gi, "; ");
}

function reportAddresses(
  tag: RecordTag,
  { domain }: DmarcPlace,
  say: (code: string, start: number, end: number, message: string, replacement?: string) => void,
): void {
  let at = tag.valueStart;
  for (const part of (tag.value ?? "").split(",")) {
    const address = part.trim();
    const start = at + part.indexOf(address);
    at += part.length + 1;
    if (address === "") continue;
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address);
    const slip =
      scheme === null
        ? undefined
        : [...nearest(scheme[1] ?? "", ["mailto"], 2), ...(/^e?mail$/i.test(scheme[1] ?? "") ? ["mailto"] : [])][0];
    if (scheme !== null && slip !== undefined && scheme[1]?.toLowerCase() !== "mailto") {
      say("uri-mailto", start, start + scheme[0].length, "the address begins with `mailto:`", "mailto:");
      continue;
    }
    if (scheme === null) {
      const replacement = address.includes("@") ? `mailto:${address}` : undefined;
      say("uri-mailto", start, start + address.length, "the address has no `mailto:`", replacement);
      continue;
    }
    const host = /^mailto:[^@]*@([^!?\s]+)/i.exec(address)?.[1]?.toLowerCase();
    if (host === undefined || domain === null) continue;
    const own = domain.toLowerCase();
    if (host !== own && !host.endsWith(`.${own}`) && !own.endsWith(`.${host}`)) {
      say("external-destination", start, start + address.length, `\`${host}\` must agree to get reports about \`${own}\``);
    }
  }
}
