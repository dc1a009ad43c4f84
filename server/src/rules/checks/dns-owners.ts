import { parseIpv4Literal, parseIpv6Literal } from "../../catalog/grammars/ip-literal.js";
import type { Check, CheckContext, CheckResult } from "../check.js";
import type { RelatedPlace } from "../finding.js";
import { once } from "../once.js";
import { argumentOf, namesOption, textOfParameter } from "./argument-text.js";
import { functionOf, runsBefore } from "./call-order.js";
import { placeOf } from "./call-words.js";
import { type DnsRecord, dnsRecords, recordMakers, recordOf, targetName } from "./dns-records.js";

/** Records of the file with a known name, those of functions left out. Empty where the file removes records too: nobody knows which are left. */
function ownedRecords(context: CheckContext): readonly OwnedRecord[] {
  return ownedRecordsAmong(context.calls, context);
}

type OwnedRecord = DnsRecord & { readonly owner: string };

const ownedRecordsAmong = once((_: CheckContext["calls"], context: CheckContext): readonly OwnedRecord[] => {
  const removes = context.calls.some(
    (call) =>
      /^(remove-(dnsserverresourcerecord|az(urerm)?dnsrecord)|set-dnsserverresourcerecord)/.test(call.name) ||
      (call.kind === "native" && call.words.some((word) => /^\/recorddelete$/i.test(word.text ?? ""))),
  );
  if (removes) return [];
  return dnsRecords(context).filter((record): record is OwnedRecord => record.owner !== null && functionOf(record.place, context) === null);
});

/** Whether both records come to be at one name of one server. */
function areTogether(first: DnsRecord, second: DnsRecord, context: CheckContext): boolean {
  return first.owner === second.owner && first.server === second.server && runsBefore(first.call, second.call, context);
}

function related(record: DnsRecord, message: string): readonly RelatedPlace[] {
  return [{ ...placeOf(record.name?.given ?? record.place), message }];
}

/** Option `begins`: two TXT records that begin so at one name; a receiver that finds both uses neither. */
export const dnsTextTwice: Check = {
  of: "document",
  calls: recordMakers,
  run: (context) => {
    const begins = new RegExp(namesOption(context, "begins")[0] === "dmarc" ? "^\\s*v\\s*=\\s*dmarc1" : "^\\s*v=spf1(\\s|$)", "i");
    const seen: DnsRecord[] = [];
    const results: CheckResult[] = [];
    for (const record of ownedRecords(context)) {
      if (record.type !== "TXT" || record.data === null || !begins.test(record.data.text)) continue;
      const earlier = seen.find((other) => areTogether(other, record, context));
      seen.push(record);
      if (earlier !== undefined) {
        results.push({
          ...placeOf(record.data.given),
          fields: { owner: record.owner },
          related: related(earlier, "the first one is here"),
        });
      }
    }
    return results;
  },
};

/** A CNAME and any other record at one name. */
export const cnameWithOtherData: Check = {
  of: "document",
  calls: recordMakers,
  run: (context) => {
    const records = ownedRecords(context);
    return records.flatMap((record, index) => {
      if (record.type === "other") return [];
      const earlier = records
        .slice(0, index)
        .find((other) => areTogether(other, record, context) && (other.type === "CNAME" || record.type === "CNAME"));
      if (earlier === undefined || earlier.type === "other") return [];
      return [
        {
          ...placeOf(record.name?.given ?? record.place),
          fields: { owner: record.owner, type: record.type, other: earlier.type },
          related: related(earlier, `${earlier.type} is made here`),
        },
      ];
    });
  },
};

/** An MX record whose target the file makes a CNAME. */
export const mxTargetCname: Check = {
  of: "document",
  calls: recordMakers,
  run: (context) => {
    const records = ownedRecords(context);
    return records.flatMap((record) => {
      if (record.type !== "MX" || record.data === null) return [];
      const target = targetName(record.data.text);
      const alias = records.find((other) => other.type === "CNAME" && other.owner === target);
      if (alias === undefined) return [];
      return [{ ...placeOf(record.data.given), fields: { found: record.data.text }, related: related(alias, "here it is made an alias") }];
    });
  },
};

/**
 * The pattern of one private zone with a name per site: the site's own host and the other site's have the same preference, so that the
 * other site gets half of the mail instead of taking over.
 */
export const mxEqualFailover: Check = {
  of: "document",
  calls: recordMakers,
  run: (context) => {
    const records = ownedRecords(context).filter((record) => record.type === "MX" && record.data !== null && record.zone !== null);
    return records.flatMap((record) => {
      const zone = targetName(record.zone?.text ?? "");
      const target = targetName(record.data?.text ?? "");
      const isRemote = target.endsWith(`.${zone}`) && !target.endsWith(`.${record.owner}`);
      if (!isRemote || record.owner === zone || record.preference === null) return [];
      const own = records.find(
        (other) =>
          other.owner === record.owner &&
          other.preference?.text === record.preference?.text &&
          targetName(other.data?.text ?? "").endsWith(`.${record.owner}`),
      );
      if (own === undefined) return [];
      const fields = { owner: record.owner, found: record.data?.text ?? "", preference: record.preference.text };
      return [{ ...placeOf(record.preference.given), fields, related: related(own, "the site's own host has the same preference") }];
    });
  },
};

function mxIp(record: DnsRecord | null): readonly CheckResult[] {
  if (record?.type !== "MX" || record.data === null) return [];
  const text = record.data.text.replace(/^\[|\]$/g, "");
  const isAddress = parseIpv4Literal(text.replace(/\.$/, "")).ok || (text.includes(":") && parseIpv6Literal(text).ok);
  return isAddress ? [{ ...placeOf(record.data.given), fields: { found: record.data.text } }] : [];
}

/** An MX record with an address where a name belongs. */
export const mxTargetIp: Check = { of: "cmdlet", run: (call, context) => mxIp(recordOf(call, context)) };

/** The same for dnscmd. */
export const mxTargetIpOfProgram: Check = { of: "native", run: (call, context) => mxIp(recordOf(call, context)) };

function preferenceOutside(record: DnsRecord | null): readonly CheckResult[] {
  const source = record?.type === "MX" ? record.preference : null;
  if (source === null) return [];
  const text = source.text.trim();
  if (/^\d+$/.test(text) && Number(text) <= 65535) return [];
  return [{ ...placeOf(source.given), fields: { found: source.text } }];
}

/** An MX preference outside 0 to 65535. */
export const mxPreferenceRange: Check = { of: "cmdlet", run: (call, context) => preferenceOutside(recordOf(call, context)) };

/** The same for dnscmd. */
export const mxPreferenceRangeOfProgram: Check = { of: "native", run: (call, context) => preferenceOutside(recordOf(call, context)) };

function apexAlias(record: DnsRecord | null): readonly CheckResult[] {
  if (record?.type !== "CNAME" || record.name === null) return [];
  const name = record.name.text;
  const isApex = name === "@" || name === "." || (record.zone !== null && record.owner === targetName(record.zone.text));
  return isApex ? [{ ...placeOf(record.name.given), fields: { found: name } }] : [];
}

/** A CNAME at the zone's own name. */
export const cnameAtApex: Check = {
  of: "cmdlet",
  run: (call, context) => {
    if (/^new-az(urerm)?dnsrecordset$/.test(call.name)) {
      const type = textOfParameter(call, "RecordType", context);
      const name = textOfParameter(call, "Name", context);
      const zone = textOfParameter(call, "ZoneName", context);
      if (type?.text.toLowerCase() !== "cname" || name === null) return [];
      const isApex = name.text === "@" || name.text === "." || (zone !== null && targetName(name.text) === targetName(zone.text));
      return isApex ? [{ ...placeOf(name.given), fields: { found: name.text } }] : [];
    }
    // The set around an Azure record is looked at itself.
    return /dnsrecordconfig$/.test(call.name) ? [] : apexAlias(recordOf(call, context));
  },
};

/** The same for dnscmd. */
export const cnameAtApexOfProgram: Check = { of: "native", run: (call, context) => apexAlias(recordOf(call, context)) };

/** Options `groups`: lists of parameters; arguments of two groups in one call. */
export const exclusiveGroups: Check = {
  of: "cmdlet",
  run: (call, context) => {
    const { groups } = context.options;
    if (!Array.isArray(groups)) return [];
    const given = groups.flatMap((group: unknown) => {
      const names = (Array.isArray(group) ? group : [group]).filter((name): name is string => typeof name === "string");
      const found = names.map((name) => argumentOf(call, name)).find((argument) => argument !== undefined);
      return found === undefined || (found.value.kind === "boolean" && !found.value.value) ? [] : [found];
    });
    const places = given
      .map((argument) => ({ argument, place: placeOf(argument.nameSpan ?? argument.valueNode ?? call.nameSpan) }))
      .sort((a, b) => a.place.start - b.place.start);
    const [first, ...others] = places;
    const second = others[0];
    if (first === undefined || second === undefined) return [];
    return [
      {
        ...second.place,
        fields: { first: first.argument.parameter.name, second: second.argument.parameter.name },
        related: [{ ...first.place, message: `${first.argument.parameter.name} stands here` }],
      },
    ];
  },
};

/** An Azure record set whose name repeats the zone. */
export const azureNameWithZone: Check = {
  of: "cmdlet",
  run: (call, context) => {
    const name = textOfParameter(call, "Name", context);
    const zone = textOfParameter(call, "ZoneName", context);
    if (name === null || zone === null) return [];
    const domain = targetName(zone.text);
    const full = targetName(name.text);
    if (domain === "" || (full !== domain && !full.endsWith(`.${domain}`))) return [];
    const relative = full === domain ? "@" : name.text.slice(0, full.length - domain.length - 1);
    const span = name.at(0, name.text.length);
    const isExact = context.text.slice(span.start, span.end) === name.text;
    // A bare `@` in a command is not a text.
    const isPlain = relative !== "@" || context.text.slice(name.whole.start, name.whole.end) !== name.text;
    return [{ ...placeOf(span), fields: { found: name.text, relative }, ...(isExact && isPlain ? { replacement: relative } : {}) }];
  },
};
