import { parseRegistryPath, type RegistryKeyName, type RegistryPath } from "../../catalog/grammars/registry-path.js";
import type { Span } from "../../syntax/ast.js";
import type { Call, CmdletCall, NativeCall } from "../call.js";
import type { CheckContext } from "../check.js";
import { oncePerPlace } from "../once.js";
import { type ArgumentText, argumentOf, textOfParameter, textOfWord, wordAfter } from "./argument-text.js";

/** What a text has that names one of the keys, in one piece or in several. */
export const rmsKeys = /msdrm|msipc|aadrm|\birm\b/i;

/** The registry keys of Rights Management, by what stands behind `SOFTWARE\Microsoft`. */
export type RmsKeyKind = "msdrm" | "msipc" | "exchange" | "connector";

/** A command that writes below the keys of Rights Management. */
export interface RegistryWrite {
  readonly call: Call;
  readonly path: ArgumentText;
  readonly parsed: RegistryPath;
  readonly kind: RmsKeyKind;
  /** `Wow6432Node`, where it stands in the path. */
  readonly wow64: RegistryKeyName | null;
  /** `v15` of `ExchangeServer\v15`, else null. */
  readonly version: RegistryKeyName | null;
  /** The key below `ServiceLocation` or `IRM`; null where the path ends before. */
  readonly key: RegistryKeyName | null;
  readonly name: ArgumentText | null;
  /** True for `/ve`, `(Default)` and what people write for it. */
  readonly isDefault: boolean;
  readonly data: ArgumentText | null;
  readonly type: ArgumentText | null;
  /** Where a finding about the write as a whole stands. */
  readonly place: Span;
}

/** Reads a call as a write of Rights Management's registry; null where it is none, or its path is not known. */
export const registryWriteOf = oncePerPlace((call: Call, context: CheckContext): RegistryWrite | null =>
  call.kind === "cmdlet" ? ofCmdlet(call, context) : ofReg(call, context),
);

/** Every such write of the file. */
export function registryWrites(context: CheckContext): readonly RegistryWrite[] {
  return context.calls.map((call) => registryWriteOf(call, context)).filter((write) => write !== null);
}

function ofCmdlet(call: CmdletCall, context: CheckContext): RegistryWrite | null {
  if (!["new-itemproperty", "set-itemproperty", "new-item", "set-item"].includes(call.name)) return null;
  const given = textOfParameter(call, "Path", context) ?? textOfParameter(call, "LiteralPath", context);
  const isChild = call.name === "new-item" && argumentOf(call, "Name") !== undefined;
  const path = given !== null && isChild ? childOf(given, textOfParameter(call, "Name", context)) : given;
  if (path === null) return null;
  const isItem = call.name === "new-item" || call.name === "set-item";
  const name = isItem ? null : textOfParameter(call, "Name", context);
  return writeOf(call, path, {
    name,
    isDefault: isItem || isDefaultName(name?.text ?? null),
    data: textOfParameter(call, "Value", context),
    type: isItem ? null : (textOfParameter(call, "PropertyType", context) ?? textOfParameter(call, "Type", context)),
  });
}

/** `New-Item -Path KEY -Name SUBKEY` makes KEY\SUBKEY. */
function childOf(path: ArgumentText, name: ArgumentText | null): ArgumentText | null {
  if (name === null) return null;
  const base = path.text.replace(/\\+$/, "");
  const nameStart = base.length + 1;
  return {
    text: `${base}\\${name.text}`,
    whole: name.whole,
    given: name.given,
    at: (start, end) => (start >= nameStart ? name.at(start - nameStart, end - nameStart) : path.at(start, Math.min(end, base.length))),
  };
}

function ofReg(call: NativeCall, context: CheckContext): RegistryWrite | null {
  const [verb, key] = call.words;
  if (call.name !== "reg" || verb?.text?.toLowerCase() !== "add" || key === undefined) return null;
  const path = textOfWord(key, context);
  if (path === null) return null;
  const read = (...options: readonly string[]): ArgumentText | null => {
    const word = wordAfter(call, ...options);
    return word === null ? null : textOfWord(word, context);
  };
  const name = read("/v");
  const isVe = call.words.some((word) => word.text?.toLowerCase() === "/ve");
  return writeOf(call, path, { name, isDefault: isVe || isDefaultName(name?.text ?? null), data: read("/d"), type: read("/t") });
}

function writeOf(call: Call, path: ArgumentText, rest: Pick<RegistryWrite, "name" | "isDefault" | "data" | "type">): RegistryWrite | null {
  const parsed = parseRegistryPath(path.text);
  if (!parsed.ok) return null;
  const { keys } = parsed.value;
  const named = (index: number, name: string): boolean => keys[index]?.text.toLowerCase() === name;
  if (!named(0, "software")) return null;
  const wow64 = named(1, "wow6432node") ? (keys[1] ?? null) : null;
  const at = wow64 === null ? 1 : 2;
  if (!named(at, "microsoft")) return null;
  const base = { call, path, parsed: parsed.value, wow64, place: call.nameSpan, ...rest };
  if ((named(at + 1, "msdrm") || named(at + 1, "msipc")) && named(at + 2, "servicelocation")) {
    const kind = named(at + 1, "msdrm") ? "msdrm" : "msipc";
    return { ...base, kind, version: null, key: keys[at + 3] ?? null };
  }
  if (named(at + 1, "exchangeserver") && named(at + 3, "irm")) {
    return { ...base, kind: "exchange", version: keys[at + 2] ?? null, key: keys[at + 4] ?? null };
  }
  if (named(at + 1, "aadrm") && named(at + 2, "connector")) return { ...base, kind: "connector", version: null, key: null };
  return null;
}

/** What people write for the value without a name. */
function isDefaultName(name: string | null): boolean {
  return name !== null && /^(\(default\)|default|@|)$/i.test(name.trim());
}

/** Which of the keys this is, by its name in lower case. */
export function keyName(write: RegistryWrite): string {
  return write.key?.text.toLowerCase() ?? "";
}

/** True for the keys whose one value has no name. */
export function hasDefaultValue(write: RegistryWrite): boolean {
  const key = keyName(write);
  if (write.kind === "msdrm") return key === "activation" || key === "enterprisepublishing";
  return write.kind === "msipc" && (key === "enterprisecertification" || key === "enterprisepublishing");
}

/** Host and path of an http(s) address; null for any other text. */
export function addressOf(text: string): { readonly scheme: string; readonly host: string; readonly pathStart: number } | null {
  const match = /^(https?):\/\/([^/?#\s]+)/i.exec(text);
  return match === null
    ? null
    : { scheme: (match[1] ?? "").toLowerCase(), host: (match[2] ?? "").toLowerCase(), pathStart: match[0].length };
}

/** True for the host of a tenant of the cloud service. */
export function isTenantHost(host: string): boolean {
  return /(^|\.)aadrm\.com(:\d+)?$/i.test(host);
}
