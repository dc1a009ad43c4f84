import { parseLicensingUri } from "../../catalog/grammars/licensing-uri.js";
import { nearest } from "../../catalog/near.js";
import type { Check, CheckResult } from "../check.js";
import { oneOf, oneOfOption, orBindingFault } from "../needs.js";
import { itemsOf, textOf } from "../test-value.js";
import { argumentOf, namesOption, textOfParameter, textsOf } from "./argument-text.js";
import { placeOf } from "./call-words.js";
import { connectorUris } from "./connector-script.js";

/** Parameters of Set-IRMConfiguration that exist on servers only. */
const ON_PREMISES = ["ClientAccessServerEnabled", "DomainController", "ExternalLicensingEnabled", "RefreshServerCertificates"];

/** Those of the cloud only. */
const CLOUD = [
  "Identity",
  "AutomaticServiceUpdateEnabled",
  "AzureRMSLicensingEnabled",
  "DecryptAttachmentForEncryptOnly",
  "EnablePdfEncryption",
  "EnablePortalTrackingLogs",
  "RejectIfRecipientHasNoRights",
  "RMSOnlineKeySharingLocation",
  "SimplifiedClientAccessEnabled",
  "SimplifiedClientAccessDoNotForwardDisabled",
  "SimplifiedClientAccessEncryptOnlyDisabled",
];

/** The reference of 2018 lists these for Exchange 2016 too. */
const ONCE_IN_2016 = ["AzureRMSLicensingEnabled", "SimplifiedClientAccessEnabled"];

/** A call that has parameters of both worlds: no server and no tenant takes them together. */
export const irmMixedEnvironment: Check = {
  of: "cmdlet",
  needs: oneOf(...ON_PREMISES),
  run: (call, { target }) => {
    const server = ON_PREMISES.map((name) => argumentOf(call, name)).find((argument) => argument !== undefined);
    const cloud = CLOUD.map((name) => argumentOf(call, name)).filter((argument) => argument !== undefined && argument.by !== "position");
    const first = cloud[0];
    if (server === undefined || first === undefined) return [];
    const is2016 = target.products?.length === 1 && target.products[0] === "2016";
    const isDoubtful = is2016 && cloud.every((argument) => ONCE_IN_2016.includes(argument?.parameter.name ?? ""));
    const related = server.nameSpan ?? server.valueNode;
    return [
      {
        ...placeOf(first.nameSpan ?? first.valueNode ?? call.nameSpan),
        fields: { cloud: first.parameter.name, server: server.parameter.name },
        ...(isDoubtful ? { severity: "warning" } : {}),
        ...(related === null ? {} : { related: [{ ...placeOf(related), message: `${server.parameter.name} exists on servers only` }] }),
      },
    ];
  },
};

/** A list of licensing locations with an address of the cloud service that is not the first. */
export const licensingLocationOrder: Check = {
  of: "cmdlet",
  needs: oneOf("LicensingLocation"),
  run: (call, context) => {
    const value = argumentOf(call, "LicensingLocation")?.value;
    if (value?.kind !== "array" || value.items.length < 2) return [];
    const sources = textsOf(call, "LicensingLocation", context);
    if (sources.length !== value.items.length) return [];
    const isCloud = (text: string): boolean => /^https?:\/\/[^/]*\.aadrm\.com(:\d+)?(\/|$)/i.test(text);
    const [first] = sources;
    const late = sources.find((source) => isCloud(source.text));
    if (first === undefined || late === undefined || late === first) return [];
    const written = (place: { start: number; end: number }): string => context.text.slice(place.start, place.end);
    const isSwappable = first.whole.end <= late.whole.start;
    const edits = [
      { start: first.whole.start, end: first.whole.end, newText: written(late.whole) },
      { start: late.whole.start, end: late.whole.end, newText: written(first.whole) },
    ];
    return [
      {
        ...placeOf(late.whole),
        fields: { found: late.text, first: first.text },
        ...(isSwappable ? { fixes: [{ title: "Put the Azure RMS address first", edits, isPreferred: true }] } : {}),
      },
    ];
  },
};

/** A licensing location on the connector's own host. */
export const licensingLocationConnector: Check = {
  of: "cmdlet",
  needs: oneOf("LicensingLocation"),
  run: (call, context) => {
    const hosts = connectorUris(context).map(({ host }) => host);
    if (hosts.length === 0) return [];
    return textsOf(call, "LicensingLocation", context).flatMap((source) => {
      const parsed = parseLicensingUri(source.text);
      const host = parsed.ok ? parsed.value.host.toLowerCase() : null;
      return host !== null && hosts.includes(host) ? [{ ...placeOf(source.whole), fields: { found: source.text, host } }] : [];
    });
  },
};

/** Test-IRMConfiguration with an address that stands without a name: it binds to Identity. */
export const irmTestPositional: Check = {
  of: "cmdlet",
  needs: orBindingFault(oneOf("Identity")),
  run: (call, context) => {
    const results: CheckResult[] = [];
    const identity = argumentOf(call, "Identity");
    const hasSender = argumentOf(call, "Sender") !== undefined;
    if (identity?.by === "position" && identity.valueNode !== null) {
      const text = textOf(identity.value);
      if (text?.includes("@")) {
        const at = identity.valueNode.start;
        const edits = [{ start: at, end: at, newText: "-Sender " }];
        const fixes = hasSender ? [] : [{ title: "Insert -Sender", edits, isPreferred: true }];
        results.push({ ...placeOf(identity.valueNode), fields: { found: text }, fixes });
      }
    }
    for (const fault of call.bound.faults) {
      if (fault.id !== "PositionalParameterNotFound" || results.length > 0) continue;
      const written = context.text.slice(fault.span.start, fault.span.end);
      if (!written.includes("@")) continue;
      const edits = [{ start: fault.span.start, end: fault.span.start, newText: "-Sender " }];
      const fixes = hasSender ? [] : [{ title: "Insert -Sender", edits, isPreferred: true }];
      results.push({ ...placeOf(fault.span), fields: { found: written.replace(/^["']|["']$/g, "") }, fixes });
    }
    return results;
  },
};

const CBC_SECTION = "EnableEncryptionAlgorithmCBC";

/** Option `fault`: `names` (Component, Section or Parameters near those of the AES256-CBC override), `any` (the override itself). */
export const settingOverrideCbc: Check = {
  of: "cmdlet",
  needs: oneOf("Section"),
  run: (call, context) => {
    const section = textOfParameter(call, "Section", context);
    const component = textOfParameter(call, "Component", context);
    if (section === null) return [];
    const isRight = section.text.toLowerCase() === CBC_SECTION.toLowerCase();
    const isMeant = isRight || nearest(section.text, [CBC_SECTION], 4).length > 0 || /algorithm.?cbc$/i.test(section.text);
    if (namesOption(context, "fault")[0] === "any") return isRight ? [placeOf(section.whole)] : [];
    if (!isMeant) return [];
    const results: CheckResult[] = [];
    if (!isRight) {
      results.push({
        ...section.at(0, section.text.length),
        fields: { found: section.text, meant: CBC_SECTION },
        replacement: CBC_SECTION,
      });
    }
    if (component !== null && component.text.toLowerCase() !== "encryption") {
      results.push({
        ...component.at(0, component.text.length),
        fields: { found: component.text, meant: "Encryption" },
        replacement: "Encryption",
      });
    }
    for (const source of textsOf(call, "Parameters", context)) {
      const [name = "", value] = source.text.split("=");
      if (value === undefined || /^\s*enabled\s*$/i.test(name) || nearest(name.trim(), ["Enabled"], 2).length === 0) continue;
      results.push({ ...source.at(0, name.length), fields: { found: name, meant: "Enabled" }, replacement: "Enabled" });
    }
    return results;
  },
};

/** Option `parameter`: the call gives it a list that is wholly known, or one known value, and not a table of changes. */
export const knownList: Check = {
  of: "cmdlet",
  needs: oneOfOption("parameter"),
  run: (call, context) => {
    const [name = ""] = namesOption(context, "parameter");
    const argument = argumentOf(call, name);
    if (argument === undefined || argument.value.kind === "null") return [];
    const { items, isWhole } = itemsOf(argument.value);
    const isKnown = isWhole && items.length > 0 && items.every((item) => textOf(item) !== null);
    return isKnown ? [placeOf(argument.nameSpan ?? argument.valueNode ?? call.nameSpan)] : [];
  },
};
