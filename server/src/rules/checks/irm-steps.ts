import type { CmdletCall } from "../call.js";
import type { Check, CheckContext, CheckResult } from "../check.js";
import { once } from "../once.js";
import { argumentOf, namesOption, textsOf } from "./argument-text.js";
import { runsBefore } from "./call-order.js";
import { placeOf } from "./call-words.js";
import { CONNECTOR_SCRIPT, codeWithoutComments } from "./connector-script.js";

/**
 * The steps of setting up and repairing IRM with the connector, over one file. All of them are silent where code runs that cannot be
 * seen: it may hold the missing step.
 *
 * @see https://learn.microsoft.com/azure/information-protection/configure-servers-rms-connector
 */
type Step = "enable" | "disable" | "refresh" | "connector" | "removal" | "test";

/** What a call does to a truth value: true, false, or undefined where it does nothing or nobody knows. */
function settingOf(call: CmdletCall, parameter: string): boolean | undefined {
  const value = argumentOf(call, parameter)?.value;
  return value?.kind === "boolean" ? value.value : undefined;
}

function isUnknown(call: CmdletCall, parameter: string): boolean {
  const argument = argumentOf(call, parameter);
  return argument === undefined ? call.bound.isOpen : argument.value.kind === "unknown";
}

function does(call: CmdletCall, step: Step, context: CheckContext): boolean {
  switch (step) {
    case "enable":
      return call.name === "set-irmconfiguration" && settingOf(call, "InternalLicensingEnabled") === true;
    case "disable":
      return call.name === "set-irmconfiguration" && settingOf(call, "InternalLicensingEnabled") === false;
    case "refresh":
      return call.name === "set-irmconfiguration" && settingOf(call, "RefreshServerCertificates") === true;
    case "connector":
      return call.name === CONNECTOR_SCRIPT && ["SetExchange2010", "SetExchange2013"].some((name) => argumentOf(call, name) !== undefined);
    case "removal":
      return call.name === "remove-item" && removedFolders(call, context).some(isDrmServerFolder);
    case "test":
      return call.name === "test-irmconfiguration";
  }
}

/** What a call removes: as it is known, and as it is written. */
function removedFolders(call: CmdletCall, context: CheckContext): readonly string[] {
  const known = ["Path", "LiteralPath"].flatMap((name) => textsOf(call, name, context).map(({ text }) => text));
  return [...known, context.text.slice(call.span.start, call.span.end)];
}

function isDrmServerFolder(text: string): boolean {
  return /Microsoft[\\/]+DRM[\\/]+Server\b/i.test(text);
}

function callsThat(step: Step, context: CheckContext): readonly CmdletCall[] {
  const known = stepsOf(context.calls);
  const calls = known.get(step) ?? context.calls.filter((call): call is CmdletCall => call.kind === "cmdlet" && does(call, step, context));
  known.set(step, calls);
  return calls;
}

const stepsOf = once((_: CheckContext["calls"]) => new Map<Step, readonly CmdletCall[]>());

const RESTARTS = /\biisreset\b|\bw3svc\b|Restart-(Computer|WebAppPool|Service\b.*\bWAS)\b|\bshutdown\b.*[/-]r\b/i;

/** The file's calls of Set-IRMConfiguration. */
function settingsOf({ calls }: CheckContext): readonly CmdletCall[] {
  return settingsAmong(calls);
}

const settingsAmong = once((calls: CheckContext["calls"]) =>
  calls.filter((call): call is CmdletCall => call.kind === "cmdlet" && call.name === "set-irmconfiguration"),
);

function namePlace(call: CmdletCall, parameter: string): CheckResult {
  const argument = argumentOf(call, parameter);
  return placeOf(argument?.nameSpan ?? argument?.valueNode ?? call.nameSpan);
}

function valuePlace(call: CmdletCall, parameter: string): CheckResult {
  const argument = argumentOf(call, parameter);
  return placeOf(argument?.valueNode ?? argument?.nameSpan ?? call.nameSpan);
}

const STEPS: Readonly<Record<string, (call: CmdletCall, context: CheckContext) => readonly CheckResult[]>> = {
  /** IRM is switched on although the servers learn of the connector only later. */
  "enable-before-connector": (call, context) => {
    if (!does(call, "enable", context)) return [];
    const connectors = callsThat("connector", context);
    const first = connectors[0];
    if (first === undefined || !runsBefore(call, first, context)) return [];
    const isRepeated = callsThat("enable", context).some((other) => other.span.start > first.span.start);
    return isRepeated ? [] : [valuePlace(call, "InternalLicensingEnabled")];
  },
  /** The certificates are renewed from the old address. */
  "refresh-before-script": (call, context) => {
    if (!does(call, "refresh", context)) return [];
    const scripts = context.calls.filter((other) => other.name === CONNECTOR_SCRIPT);
    const [only] = scripts;
    if (only === undefined || scripts.length > 1 || !runsBefore(call, only, context)) return [];
    // A migration from AD RMS renews the certificates and resets IIS on every server, and configures the connector after that. It adds the
    // cloud's address first, and switches client access off.
    const isMigration = settingsOf(context).some(
      (other) =>
        argumentOf(other, "LicensingLocation") !== undefined ||
        (other.span.start <= call.span.start && settingOf(other, "ClientAccessServerEnabled") === false),
    );
    if (isMigration) return [];
    const isRepeated = callsThat("refresh", context).some((other) => other.span.start > only.span.start);
    return isRepeated ? [] : [namePlace(call, "RefreshServerCertificates")];
  },
  /** Nothing restarts IIS after the last renewal. */
  "iisreset-missing": (call, context) => {
    if (!does(call, "refresh", context) || callsThat("refresh", context).at(-1) !== call) return [];
    const rest = codeWithoutComments(context).slice(call.span.end);
    return RESTARTS.test(rest) ? [] : [namePlace(call, "RefreshServerCertificates")];
  },
  /** After a repair IRM stays off. */
  "left-disabled": (call, context) => {
    if (!does(call, "disable", context)) return [];
    const isRepair = callsThat("refresh", context).length > 0 || callsThat("removal", context).length > 0;
    const later = context.calls.filter(
      (other): other is CmdletCall =>
        other.kind === "cmdlet" && other.name === "set-irmconfiguration" && other.span.start > call.span.start,
    );
    const isChanged = later.some((other) => argumentOf(other, "InternalLicensingEnabled") !== undefined || other.bound.isOpen);
    return isRepair && !isChanged ? [valuePlace(call, "InternalLicensingEnabled")] : [];
  },
  /** The connector is configured, IRM is on, and client access stays off. */
  "client-access-off": (call, context) => {
    if (call.name !== "set-irmconfiguration" || settingOf(call, "ClientAccessServerEnabled") !== false) return [];
    if (callsThat("connector", context).length === 0) return [];
    const settings = settingsOf(context);
    const later = settings.filter((other) => other.span.start > call.span.start);
    if (later.some((other) => argumentOf(other, "ClientAccessServerEnabled") !== undefined || other.bound.isOpen)) return [];
    const switching = settings.filter((other) => argumentOf(other, "InternalLicensingEnabled") !== undefined).at(-1);
    const isOn = switching !== undefined && settingOf(switching, "InternalLicensingEnabled") === true;
    return isOn ? [valuePlace(call, "ClientAccessServerEnabled")] : [];
  },
  /** IRM is tested before it is on, and never again. */
  "test-before-enable": (call, context) => {
    if (!does(call, "test", context)) return [];
    const enables = callsThat("enable", context);
    const [first] = enables;
    const last = enables.at(-1);
    if (first === undefined || last === undefined || !runsBefore(call, first, context)) return [];
    const isRepeated = callsThat("test", context).some((other) => other.span.start > last.span.start);
    return isRepeated ? [] : [placeOf(call.nameSpan)];
  },
  /** The licences are deleted while IRM still uses them. */
  "removal-before-disable": (call, context) => {
    if (!does(call, "removal", context)) return [];
    const disables = callsThat("disable", context);
    const isDisabledBefore = disables.some((other) => other.span.start < call.span.start);
    const after = disables.find((other) => runsBefore(call, other, context));
    return !isDisabledBefore && after !== undefined ? [placeOf(call.nameSpan)] : [];
  },
  /** A repair deletes another DRM folder than the server's. */
  "removal-of-another-folder": (call, context) => {
    if (call.name !== "remove-item") return [];
    const isRepair = callsThat("refresh", context).length > 0 || callsThat("disable", context).length > 0;
    const argument = argumentOf(call, "Path") ?? argumentOf(call, "LiteralPath");
    const node = argument?.valueNode;
    if (!isRepair || node === undefined || node === null) return [];
    const [known] = [...textsOf(call, "Path", context), ...textsOf(call, "LiteralPath", context)];
    const written = known?.text ?? context.text.slice(node.start, node.end);
    if (!/[\\/]DRM([\\/"'*]|$)/i.test(written) || /^["']?(HK|Registry::)/i.test(written)) return [];
    const isServerFolder =
      /(ProgramData|\$\{?env:(ProgramData|ALLUSERSPROFILE)\}?)[\\/]+Microsoft[\\/]+DRM[\\/]+Server([\\/]|["'*]|$)/i.test(written) ||
      !/^["']?([A-Za-z]:|\\\\|\$\{?env:)/i.test(written);
    return isServerFolder ? [] : [placeOf(node)];
  },
};

const isSwitchUnknown = once((settings: readonly CmdletCall[]) => settings.some((call) => isUnknown(call, "InternalLicensingEnabled")));

/** Option `step`: one of the orders above. */
export const irmStep: Check = {
  of: "cmdlet",
  subject: /irmconfiguration/i,
  run: (call, context) => {
    if (context.unseenCode().length > 0) return [];
    // Where it is not known what a call switches, no order can be told.
    if (isSwitchUnknown(settingsOf(context))) return [];
    return STEPS[namesOption(context, "step")[0] ?? ""]?.(call, context) ?? [];
  },
};
