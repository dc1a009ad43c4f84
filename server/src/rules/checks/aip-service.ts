import type { ParsedScript } from "../../syntax/ast.js";
import type { Call, CmdletCall } from "../call.js";
import type { Check, CheckContext, CheckResult } from "../check.js";
import { once } from "../once.js";
import { argumentOf, namesOption, textsOf } from "./argument-text.js";
import { functionOf, isConditional, runsBefore } from "./call-order.js";
import { placeOf } from "./call-words.js";
import { callsAround } from "./connector-script.js";

const CONNECT = ["connect-aipservice", "connect-aadrmservice"];
const DISCONNECT = ["disconnect-aipservice", "disconnect-aadrmservice"];

/** A rights definition is made in memory only. */
const WITHOUT_SESSION = [...CONNECT, ...DISCONNECT, "new-aipservicerightsdefinition", "new-aadrmrightsdefinition"];

/** The cmdlets of AADRM whose successor is not made by writing `AipService` for `Aadrm`. */
const RENAMED: Readonly<Record<string, string>> = {
  "connect-aadrmservice": "Connect-AipService",
  "disconnect-aadrmservice": "Disconnect-AipService",
  "enable-aadrmipcv3service": "Enable-AipServiceIPCv3",
  "disable-aadrmipcv3service": "Disable-AipServiceIPCv3",
  "get-aadrmipcv3service": "Get-AipServiceIPCv3",
};

function isOfService(call: Call): call is CmdletCall {
  return call.kind === "cmdlet" && call.bound.cmdlet.kind === "rms";
}

function renamed(call: Call, { text }: CheckContext): readonly CheckResult[] {
  const written = text.slice(call.nameSpan.start, call.nameSpan.end);
  const known = call.kind === "cmdlet" ? call.bound.cmdlet.name : written;
  const meant = RENAMED[call.name] ?? known.replace(/-Aadrm/i, "-AipService");
  const isPlain = written.toLowerCase() === call.name;
  return [{ ...placeOf(call.nameSpan), fields: { meant }, ...(isPlain ? { replacement: meant } : {}) }];
}

/** The AIPService name of an AADRM cmdlet, as replacement. */
export const aadrmRenamed: Check = { of: "cmdlet", run: renamed };

/** The same for a name that the catalogue does not have. */
export const aadrmRenamedOfProgram: Check = { of: "native", run: renamed };

/** Names that Microsoft's pages misprinted. */
const MISPRINTS: Readonly<Record<string, string>> = {
  "add-aip-servicerolebasedadministrator": "Add-AipServiceRoleBasedAdministrator",
  "set-aaipservicesuperusergroup": "Set-AipServiceSuperUserGroup",
  "disconnect-aipserviceservice": "Disconnect-AipService",
  "clear-aipservicedocumentrevoke": "Clear-AipServiceDocumentRevoked",
};

/** A name that Microsoft's pages misprinted, with the right one. */
export const misprintedName: Check = {
  of: "native",
  run: (call) => {
    const meant = MISPRINTS[call.name];
    return meant === undefined ? [] : [{ ...placeOf(call.nameSpan), fields: { meant }, replacement: meant }];
  },
};

function isOfModules(call: Call): call is CmdletCall {
  return call.kind === "cmdlet" && /^(import|install|update)-module$/.test(call.name);
}

/** `Import-Module aadrm`, `Install-Module AADRM`, `#requires -Modules AADRM`. */
export const aadrmModule: Check = {
  of: "document",
  run: (context) => [
    ...context.calls
      .filter(isOfModules)
      .flatMap((call) => [call, ...call.turns.filter(isOfModules)])
      .flatMap((call) => textsOf(call, "Name", context))
      .filter((source) => source.text.trim().toLowerCase() === "aadrm")
      .map((source) => {
        const span = source.at(0, source.text.length);
        const fix = { title: "Use AIPService", edits: [{ ...placeOf(span), newText: "AIPService" }], isPreferred: true };
        return { ...placeOf(span), fields: { found: source.text }, fixes: [fix] };
      }),
    ...requirements(context).flatMap(({ text, start }) => {
      const match = /-Modules?\b.*?\b(AADRM)\b/i.exec(text);
      if (match === null) return [];
      const at = start + match.index + match[0].length - 5;
      const edits = [{ start: at, end: at + 5, newText: "AIPService" }];
      return [
        { start: at, end: at + 5, fields: { found: match[1] ?? "" }, fixes: [{ title: "Use AIPService", edits, isPreferred: true }] },
      ];
    }),
  ],
};

/** `#requires -Version 7` or `-PSEdition Core` in a script that uses the service. */
export const aipPowerShellCore: Check = {
  of: "document",
  run: (context) => {
    if (!context.calls.some(isOfService) && !importsModule(context)) return [];
    // The compatibility session runs the module in Windows PowerShell.
    if (/-UseWindowsPowerShell\b|-UseWinPS\b/i.test(context.text)) return [];
    return requirements(context).flatMap(({ text, start }) => {
      const match = /-Version\s+([6-9]|\d\d)(\.\d+)*\b|-PSEdition\s+Core\b/i.exec(text);
      if (match === null) return [];
      return [{ start: start + match.index, end: start + match.index + match[0].length, fields: { found: match[0] } }];
    });
  },
};

function requirements({ script }: CheckContext): readonly Requirement[] {
  return script === null ? [] : requirementsOf(script);
}

interface Requirement {
  readonly text: string;
  readonly start: number;
}

const requirementsOf = once(({ comments, text }: ParsedScript): readonly Requirement[] =>
  comments
    .filter(({ start }) => /[rR]/.test(text.charAt(start + 1)))
    .map(({ start, end }) => ({ text: text.slice(start, end), start }))
    .filter((comment) => /^#requires\b/i.test(comment.text)),
);

function importsModule(context: CheckContext): boolean {
  return (
    requirements(context).some(({ text }) => /-Modules?\b.*\b(AIPService|AADRM)\b/i.test(text)) ||
    context.calls.some(
      (call) =>
        call.kind === "cmdlet" &&
        /^(import|install)-module$/.test(call.name) &&
        textsOf(call, "Name", context).some((source) => /^(aipservice|aadrm)$/i.test(source.text.trim())),
    )
  );
}

/** Sign-ins to other services. */
const CONNECT_OTHERS =
  /^connect-(?:azaccount|azuread|exchangeonline|exopssession|ippssession|mggraph|microsoftteams|msolservice|pnponline|pssession|sposervice|wsman)$/;

/** Whether something runs before an offset that is not seen and may connect: another script, or a function of one such as Connect-AllServices. */
function mayConnectUnseen({ calls, unseenCode }: CheckContext, before: number): boolean {
  return (
    calls.some(
      ({ kind, name, span }) => kind === "native" && span.start < before && /^connect-/.test(name) && !CONNECT_OTHERS.test(name),
    ) || unseenCode().some(({ start }) => start <= before)
  );
}

/** The first cmdlet of the service in a script that is not connected by then. */
export const aipConnectMissing: Check = {
  of: "document",
  run: (context) => {
    const calls = context.calls.filter(isOfService);
    const first = calls.find((call) => !WITHOUT_SESSION.includes(call.name));
    if (first === undefined || functionOf(first.span, context) !== null || mayConnectUnseen(context, first.span.start)) return [];
    const connects = calls.filter((call) => CONNECT.includes(call.name));
    if (connects.some((call) => call.span.start < first.span.start)) return [];
    // A script that connects only where it has to asks with a cmdlet of the service first.
    if (connects.some((call) => isConditional(call.span, context))) return [];
    // A function that connects may be called before; a single command is typed into a session that is connected already.
    if (connects.some((call) => !runsBefore(first, call, context))) return [];
    const statements = context.script?.root.endBlock?.statements.length ?? 0;
    if (statements < 2 || callsAround(first, context).length > 0) return [];
    const edits = lineBefore(first, context);
    return [
      {
        ...placeOf(first.nameSpan),
        fields: { name: first.bound.cmdlet.name },
        ...(edits === null || connects.length > 0
          ? {}
          : { fixes: [{ title: "Insert Connect-AipService", edits: [edits], isPreferred: false }] }),
      },
    ];
  },
};

function lineBefore(call: CmdletCall, { text, script }: CheckContext): { start: number; end: number; newText: string } | null {
  const statement = script?.root.endBlock?.statements.find((one) => one.start <= call.span.start && call.span.end <= one.end);
  if (statement === undefined) return null;
  const lineBreak = /\r?\n/.exec(text)?.[0] ?? "\n";
  return { start: statement.start, end: statement.start, newText: `Connect-AipService${lineBreak}` };
}

/** A session that is opened and never closed. */
export const aipDisconnectMissing: Check = {
  of: "cmdlet",
  run: (call, context) => {
    if (context.unseenCode().length > 0 || functionOf(call.span, context) !== null) return [];
    const isClosed = context.calls.some((other) => DISCONNECT.includes(other.name));
    const last = context.calls.filter((other) => CONNECT.includes(other.name)).at(-1);
    const isUsed = context.calls.some((other) => isOfService(other) && other !== call);
    return isClosed || last !== call || !isUsed ? [] : [placeOf(call.nameSpan)];
  },
};

const SELECTORS = ["ObjectId", "SecurityGroupDisplayName", "EmailAddress"];

/** Who is meant is not said: no selector, nothing from the pipeline, nothing glued on. */
export const aipSelectorMissing: Check = {
  of: "cmdlet",
  run: (call, { text }) => {
    if (call.bound.isOpen || call.bound.hasPipelineInput || SELECTORS.some((name) => argumentOf(call, name) !== undefined)) return [];
    return call.bound.faults.some((fault) => fault.id !== "MissingMandatoryParameter" && fault.id !== "AmbiguousParameterSet") ||
      hasStrayWord(call, text)
      ? []
      : [placeOf(call.nameSpan)];
  },
};

/** Option `parameter`: certainly not given, and nothing in the call looks like an attempt to give it. */
export const parameterAbsent: Check = {
  of: "cmdlet",
  run: (call, context) => {
    const [name = ""] = namesOption(context, "parameter");
    if (call.bound.isOpen || argumentOf(call, name) !== undefined || hasStrayWord(call, context.text)) return [];
    const isRejected = call.bound.faults.some((fault) => fault.id === "MissingArgument" || fault.id === "NamedParameterNotFound");
    return isRejected ? [] : [placeOf(call.nameSpan)];
  },
};

/** A word that begins with a dash and is no parameter: a value was glued onto its name. */
function hasStrayWord(call: CmdletCall, text: string): boolean {
  return call.bound.command.elements.some(
    (element, index) =>
      index > 0 && element.kind !== "CommandParameter" && /^[-\u2013-\u2015][A-Za-z]/.test(text.slice(element.start, element.start + 2)),
  );
}

/** `// text` behind a cmdlet of the service or on a line of its own, as its pages print comments: PowerShell runs it or passes it on. */
export const slashComment: Check = {
  of: "document",
  run: ({ calls, text }) => {
    if (!calls.some(isOfService)) return [];
    return calls.flatMap((call) => {
      const places = call.kind === "native" ? [call.nameSpan] : isOfService(call) ? call.bound.command.elements.slice(1) : [];
      const place = places.find((one) => text.startsWith("//", one.start));
      if (place === undefined) return [];
      const span = { start: place.start, end: place.start + 2 };
      return [{ ...span, fixes: [{ title: "Write # for a comment", edits: [{ ...span, newText: "#" }], isPreferred: true }] }];
    });
  },
};
