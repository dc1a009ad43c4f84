import { nearest } from "../../catalog/near.js";
import { onPremises } from "../../catalog/target.js";
import type { Call } from "../call.js";
import type { Check, CheckContext, CheckResult } from "../check.js";
import { type ArgumentText, namesOption } from "./argument-text.js";
import { placeOf } from "./call-words.js";
import {
  addressOf,
  hasDefaultValue,
  isTenantHost,
  keyName,
  type RegistryWrite,
  registryWriteOf,
  registryWrites,
  rmsKeys,
} from "./registry-writes.js";

/**
 * What is wrong with a write of Rights Management's registry.
 *
 * @see https://learn.microsoft.com/azure/information-protection/rms-connector-registry-settings
 */
type RegistryRule = (write: RegistryWrite, context: CheckContext) => readonly CheckResult[];

/** A piece of a text as a finding; the replacement only where the piece stands letter by letter in the script. */
function piece(source: ArgumentText, start: number, end: number, context: CheckContext, replacement?: string): CheckResult {
  const found = source.text.slice(start, end);
  const span = start === end ? source.whole : source.at(start, end);
  const isExact = context.text.slice(span.start, span.end) === found;
  return {
    ...placeOf(span),
    fields: { found: found === "" ? source.text : found, text: source.text, meant: replacement ?? "" },
    ...(replacement === undefined || !isExact ? {} : { replacement }),
  };
}

function whole(source: ArgumentText, context: CheckContext, replacement?: string): CheckResult {
  return piece(source, 0, source.text.length, context, replacement);
}

function isRedirection(write: RegistryWrite): boolean {
  return write.kind === "exchange" && ["certificationserverredirection", "licenseserverredirection"].includes(keyName(write));
}

/** The path that belongs to a key's data; null where the data is bare. */
function pathOf(write: RegistryWrite): string | null {
  switch (keyName(write)) {
    case "activation":
    case "enterprisecertification":
      return "/_wmcs/certification";
    case "enterprisepublishing":
      return "/_wmcs/licensing";
    case "licensingredirection":
      return write.kind === "msipc" ? "/_wmcs/licensing" : null;
    default:
      return null;
  }
}

const KEYS: Readonly<Record<RegistryWrite["kind"], readonly string[]>> = {
  msdrm: ["Activation", "EnterprisePublishing"],
  msipc: ["EnterpriseCertification", "EnterprisePublishing", "LicensingRedirection"],
  exchange: ["CertificationServerRedirection", "LicenseServerRedirection"],
  connector: [],
};

/** Whether the data is known to be for an Exchange server: the file writes its keys too, or the target says so. */
function isForExchange(context: CheckContext): boolean {
  const { products } = context.target;
  const isTarget = products?.every((product) => onPremises.includes(product)) === true;
  return isTarget || registryWrites(context).some((write) => write.kind === "exchange");
}

const RULES: Readonly<Record<string, RegistryRule>> = {
  hive: ({ path, parsed }, context) => {
    if (parsed.hive !== "HKCU") return [];
    const written = path.text.slice(parsed.hiveStart, parsed.hiveEnd);
    const replacement = written.length > 4 ? "HKEY_LOCAL_MACHINE" : "HKLM";
    return [piece(path, parsed.hiveStart, parsed.hiveEnd, context, replacement)];
  },
  wow64: ({ path, wow64 }, context) => (wow64 === null ? [] : [piece(path, wow64.start, wow64.end + 1, context, "")]),
  "exchange-key": ({ path, version }, context) => {
    if (version === null || /^v1[45]$/i.test(version.text)) return [];
    return [piece(path, version.start, version.end, context, /^v\d+$/i.test(version.text) ? "v15" : undefined)];
  },
  "key-name": ({ path, key, kind }, context) => {
    if (key === null || kind === "connector") return [];
    const known = KEYS[kind];
    if (known.some((name) => name.toLowerCase() === key.text.toLowerCase())) return [];
    const [meant] = nearest(key.text, known, Math.max(3, Math.floor(key.text.length / 3)));
    // Exchange may have other keys below IRM: there only a slip of the pen is told.
    if (kind === "exchange" && meant === undefined) return [];
    return [piece(path, key.start, key.end, context, meant)];
  },
  "default-name": (write) => {
    const { name, call } = write;
    if (name === null || call.kind === "native" || !hasDefaultValue(write)) return [];
    if (!/^(default|@|)$/i.test(name.text.trim())) return [];
    return [{ ...placeOf(name.whole), fields: { found: name.text.trim() === "" ? '""' : name.text }, replacement: "'(Default)'" }];
  },
  "reg-ve": (write, context) => {
    const { name, call } = write;
    if (call.kind !== "native" || name === null || !hasDefaultValue(write) || !/^(\(default\)|default|@|)$/i.test(name.text.trim()))
      return [];
    const option = call.words.findLast((word) => word.text?.toLowerCase() === "/v" && word.span.end <= name.whole.start);
    const start = option?.span.start ?? name.whole.start;
    return [{ start, end: name.whole.end, fields: { found: context.text.slice(start, name.whole.end) }, replacement: "/ve" }];
  },
  type: ({ type, call, kind, name }, context) => {
    if (type === null || (kind === "connector" && !/^proxyaddress$/i.test(name?.text ?? ""))) return [];
    const right = call.kind === "native" ? "REG_SZ" : "String";
    return type.text.toLowerCase() === right.toLowerCase() || /^1$/.test(type.text) ? [] : [whole(type, context, right)];
  },
  swapped: (write, context) => {
    const { data } = write;
    const right = pathOf(write);
    if (data === null || right === null) return [];
    const wrong = right === "/_wmcs/licensing" ? "certification" : "licensing";
    const match = new RegExp(`/${wrong}/*$`, "i").exec(data.text);
    if (match === null) return [];
    return [piece(data, match.index + 1, match.index + 1 + wrong.length, context, right.slice("/_wmcs/".length))];
  },
  "path-missing": (write, context) => {
    const { data } = write;
    const right = pathOf(write);
    const address = data === null ? null : addressOf(data.text);
    if (data === null || right === null || address === null || /\/_wmcs\/./i.test(data.text)) return [];
    const rest = data.text.slice(address.pathStart);
    const isReplaceable = /^\/*(_wmcs\/*)?$/i.test(rest);
    return [whole(data, context, isReplaceable ? data.text.slice(0, address.pathStart) + right : undefined)];
  },
  "redirection-path": (write, context) => {
    const { data, name } = write;
    const address = data === null ? null : addressOf(data.text);
    if (data === null || name === null || address === null || !isRedirection(write)) return [];
    const nameAddress = addressOf(name.text);
    // During a migration from AD RMS both have a path.
    if (nameAddress === null || name.text.slice(nameAddress.pathStart).replace(/\/+$/, "") !== "") return [];
    const rest = data.text.slice(address.pathStart);
    return rest.replace(/\/+$/, "") === "" ? [] : [piece(data, address.pathStart, data.text.length, context, "")];
  },
  "redirection-reversed": (write, context) => {
    const { data, name } = write;
    const isNamed = isRedirection(write) || (write.kind === "msipc" && keyName(write) === "licensingredirection");
    if (data === null || name === null || !isNamed) return [];
    const from = addressOf(name.text);
    const to = addressOf(data.text);
    if (from === null || to === null || isTenantHost(from.host) || !isTenantHost(to.host)) return [];
    const [first, second] = [name.given, data.given];
    const edits = [
      { ...placeOf(first), newText: context.text.slice(second.start, second.end) },
      { ...placeOf(second), newText: context.text.slice(first.start, first.end) },
    ];
    const isSwappable = first.end <= second.start || second.end <= first.start;
    return [
      {
        ...placeOf(second),
        fields: { found: data.text, name: name.text },
        ...(isSwappable ? { fixes: [{ title: "Swap name and data", edits, isPreferred: true }] } : {}),
      },
    ];
  },
  "tenant-https": ({ data, name }, context) =>
    [name, data].flatMap((source) => {
      const address = source === null ? null : addressOf(source.text);
      if (source === null || address === null || address.scheme !== "http" || !isTenantHost(address.host)) return [];
      return [piece(source, 0, 4, context, "https")];
    }),
  "tenant-vs-connector": (write, context) => {
    const address = write.data === null ? null : addressOf(write.data.text);
    if (write.data === null || address === null || write.kind !== "msdrm" || !hasDefaultValue(write)) return [];
    return isTenantHost(address.host) || !isForExchange(context)
      ? []
      : [{ ...placeOf(write.data.given), fields: { found: write.data.text } }];
  },
  "licensing-redirection-name": (write, context) => {
    const isKey = write.kind === "msipc" && keyName(write) === "licensingredirection";
    return isKey && write.name !== null && /^\/?_wmcs\/licensing\/?$/i.test(write.name.text) ? [whole(write.name, context)] : [];
  },
  "trailing-slash": (write, context) => {
    const { data, kind, name } = write;
    if (data === null || (kind === "connector" && !/^proxyaddress$/i.test(name?.text ?? ""))) return [];
    const slashes = /\/+$/.exec(data.text);
    return slashes === null || addressOf(data.text) === null ? [] : [piece(data, slashes.index, data.text.length, context, "")];
  },
  placeholder: ({ data, name }, context) =>
    [name, data].flatMap((source) => {
      const match = source === null ? null : /<[^<>]+>/.exec(source.text);
      return source === null || match === null ? [] : [piece(source, match.index, match.index + match[0].length, context)];
    }),
  proxy: ({ kind, name, data }, context) => {
    if (kind !== "connector" || data === null || !/^proxyaddress$/i.test(name?.text ?? "")) return [];
    return /^http:\/\/[^\s/:]+:\d{1,5}\/?$/i.test(data.text) ? [] : [whole(data, context)];
  },
};

function run(call: Call, context: CheckContext): readonly CheckResult[] {
  const write = registryWriteOf(call, context);
  return write === null ? [] : (RULES[namesOption(context, "rule")[0] ?? ""]?.(write, context) ?? []);
}

/** Option `rule`: one of the rules above. */
export const registryRule: Check = { of: "cmdlet", subject: rmsKeys, run };

/** The same for reg.exe. */
export const registryRuleOfProgram: Check = { of: "native", run };
