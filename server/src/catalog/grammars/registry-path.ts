import { fault, type Parsed, parsed } from "./parsed.js";

/** One key's name in a registry path, with offsets in the path's text. */
export interface RegistryKeyName {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A path in the registry as PowerShell's provider or reg.exe takes it. */
export interface RegistryPath {
  readonly hive: "HKLM" | "HKCU" | "HKU" | "HKCR" | "HKCC";
  readonly hiveStart: number;
  readonly hiveEnd: number;
  readonly keys: readonly RegistryKeyName[];
}

const HIVES: Readonly<Record<string, RegistryPath["hive"]>> = {
  hklm: "HKLM",
  hkey_local_machine: "HKLM",
  hkcu: "HKCU",
  hkey_current_user: "HKCU",
  hku: "HKU",
  hkey_users: "HKU",
  hkcr: "HKCR",
  hkey_classes_root: "HKCR",
  hkcc: "HKCC",
  hkey_current_config: "HKCC",
};

/**
 * Reads a registry path: `HKLM:\A\B`, `HKLM\A\B`, `HKEY_LOCAL_MACHINE\A`, `Registry::HKEY_LOCAL_MACHINE\A`, slashes allowed for
 * backslashes, `\\computer\` before reg.exe's form.
 *
 * @returns hive and keys, or the fault `not-registry`
 */
export function parseRegistryPath(text: string): Parsed<RegistryPath> {
  const match = /^((?:Microsoft\.PowerShell\.Core\\)?Registry::|\\\\[^\\]+\\)?([A-Za-z_]+)(?::(?=[\\/]|$)|(?=[\\/]|$)|:)/i.exec(text);
  const hive = match === null ? undefined : HIVES[(match[2] ?? "").toLowerCase()];
  if (match === null || hive === undefined) return fault("not-registry", 0, text.length, "not a registry path");
  const hiveStart = match[1]?.length ?? 0;
  const keys: RegistryKeyName[] = [];
  for (const part of text.slice(match[0].length).matchAll(/[^\\/]+/g)) {
    const start = match[0].length + part.index;
    keys.push({ text: part[0], start, end: start + part[0].length });
  }
  return parsed({ hive, hiveStart, hiveEnd: hiveStart + (match[2]?.length ?? 0), keys });
}
