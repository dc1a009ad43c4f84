import { parseConnectorUri } from "../../catalog/grammars/connector-uri.js";
import { nearParameters } from "../../catalog/lookup.js";
import type { Span } from "../../syntax/ast.js";
import type { Call, CmdletCall } from "../call.js";
import type { Check, CheckContext, CheckResult } from "../check.js";
import { bindingFault, oneOf } from "../needs.js";
import { once } from "../once.js";
import { argumentOf, namesOption, textOfParameter } from "./argument-text.js";
import { assignmentsTo } from "./assignments-of-script.js";
import { parameterOf, placeOf, removeElement } from "./call-words.js";

/** The connector script's name in the catalogue, in lower case. */
export const CONNECTOR_SCRIPT = "genconnectorconfig.ps1";

type UnknownName = "output" | "exchange" | "sharepoint" | "fci" | "whatif" | "other";

function kindOf(name: string): UnknownName {
  if (/^(out(put)?(dir(ectory)?|folder|path|location)|output|path|destination|folder|directory)$/i.test(name)) return "output";
  if (/^setexchange(?!201[03]$)/i.test(name)) return "exchange";
  if (/^setsharepoint(?!201[03]$)/i.test(name)) return "sharepoint";
  if (/^setfci(?!2012$)/i.test(name)) return "fci";
  return /^(whatif|confirm|wi|cf)$/i.test(name) ? "whatif" : "other";
}

const MEANT: Readonly<Partial<Record<UnknownName, string>>> = {
  output: "OutPath",
  exchange: "SetExchange2013",
  sharepoint: "SetSharePoint2013",
  fci: "SetFCI2012",
};

/** Option `kind`: parameter names the script does not have, by what was meant: output, exchange, sharepoint, fci, whatif, other. */
export const connectorUnknownName: Check = {
  of: "cmdlet",
  needs: bindingFault,
  run: (call, context) => {
    const [kind] = namesOption(context, "kind");
    return call.bound.faults.flatMap((fault) => {
      if (fault.id !== "NamedParameterNotFound" || fault.parameter === null || kindOf(fault.parameter) !== kind) return [];
      const written = context.text.slice(fault.span.start, fault.span.end);
      const dash = /^[-\u2013\u2014\u2015]/.exec(written)?.[0] ?? "";
      const isAddress = /^(uri|url|connector|connector(url|address|name|host))$/i.test(fault.parameter);
      const meant = MEANT[kind] ?? (isAddress ? "ConnectorUri" : nearParameters(call.bound.cmdlet, fault.parameter)[0]);
      const element = call.bound.command.elements.find((one) => one.start === fault.span.start) ?? fault.span;
      const removal = kind === "whatif" ? removeElement(call, element, `Remove -${fault.parameter}`) : null;
      return [
        {
          ...placeOf(fault.span),
          fields: { parameter: fault.parameter, meant: meant ?? "" },
          ...(meant === undefined || kind === "whatif" ? {} : { replacement: dash + meant }),
          ...(removal === null ? {} : { fixes: [removal] }),
        },
      ];
    });
  },
};

/** `-ConnectorUri <url>`: PowerShell stops at the `<`, so that no value is there. */
export const connectorUriPlaceholder: Check = {
  of: "cmdlet",
  run: (call, { text }) => {
    const place = placeholderAfterName(call, text);
    return place === null ? [] : [{ ...place, fields: { found: text.slice(place.start, place.end) } }];
  },
};

/** `-ConnectorUri` that is followed by another parameter or by nothing, and not by a placeholder in pointed brackets. */
export const connectorUriMissing: Check = {
  of: "cmdlet",
  run: (call, { text }) => {
    if (placeholderAfterName(call, text) !== null) return [];
    const fault = call.bound.faults.find((one) => one.id === "MissingArgument" && one.parameter?.toLowerCase() === "connectoruri");
    if (fault !== undefined) return [placeOf(fault.span)];
    // A name that the script does not have is taken for the value, as PowerShell does.
    const argument = argumentOf(call, "ConnectorUri");
    const isName = argument?.value.kind === "string" && argument.valueNode === null && /^[-\u2013\u2014\u2015]/.test(argument.value.value);
    return isName && argument.nameSpan !== null ? [placeOf(argument.nameSpan)] : [];
  },
};

function placeholderAfterName(call: CmdletCall, text: string): Span | null {
  const name = call.bound.command.elements.findLast((element) => parameterOf(call, element, text) === "connectoruri");
  if (name === undefined) return null;
  const match = /^\s*["']?(<[^<>\r\n]*>)/.exec(text.slice(name.end, name.end + 300));
  if (match === null || /["']/.test(match[0])) return null;
  const start = name.end + match[0].length - (match[1]?.length ?? 0);
  return { start, end: name.end + match[0].length };
}

/** `$env:COMPUTERNAME` as host: the name of the computer the script runs on. */
export const connectorUriOwnName: Check = {
  of: "cmdlet",
  needs: oneOf("ConnectorUri"),
  run: (call, context) => {
    const { text } = context;
    const given = argumentOf(call, "ConnectorUri")?.valueNode ?? null;
    if (given === null) return [];
    const assigned =
      given.kind === "VariableExpression" ? assignmentsTo(text.slice(given.nameStart, given.nameEnd).toLowerCase(), context) : [];
    const node = assigned.length === 1 ? (assigned[0]?.right ?? given) : given;
    const found = /\$(\{env:COMPUTERNAME\}|env:COMPUTERNAME\b)/i.exec(text.slice(node.start, node.end));
    if (found === null) return [];
    const start = node.start + found.index;
    return [{ start, end: start + found[0].length, fields: { found: found[0] } }];
  },
};

/** Calls of the script with different addresses in one file: the later ones. */
export const connectorUriInconsistent: Check = {
  of: "document",
  calls: [CONNECTOR_SCRIPT],
  run: (context) => {
    let first: { readonly uri: string; readonly place: Span } | null = null;
    const results: CheckResult[] = [];
    for (const { uri, place } of connectorUris(context)) {
      if (first === null) first = { uri, place };
      else if (uri !== first.uri) {
        results.push({
          ...placeOf(place),
          fields: { found: uri, first: first.uri },
          related: [{ ...placeOf(first.place), message: `here it is ${first.uri}` }],
        });
      }
    }
    return results;
  },
};

/** The addresses that the file's calls of the script give, in the form `scheme://host[:port]`. */
export function connectorUris(
  context: CheckContext,
): readonly { readonly call: CmdletCall; readonly uri: string; readonly host: string; readonly place: Span }[] {
  return context.calls.flatMap((call) => {
    if (call.kind !== "cmdlet" || call.name !== CONNECTOR_SCRIPT) return [];
    const source = textOfParameter(call, "ConnectorUri", context);
    const parsed = source === null ? null : parseConnectorUri(source.text);
    if (source === null || parsed?.ok !== true) return [];
    const { scheme, host, port } = parsed.value;
    const uri = `${scheme}://${host.toLowerCase()}${port === null ? "" : `:${port}`}`;
    return [{ call, uri, host: host.toLowerCase(), place: source.whole }];
  });
}

/** Option `names`: the call stands in the block of one of these commands (`Invoke-Command`, `Start-Job` …). */
export const insideCommand: Check = {
  of: "cmdlet",
  run: (call, context) => {
    const names = namesOption(context, "names").map((name) => name.toLowerCase());
    const outer = callsAround(call, context).find((other) => names.includes(other.name));
    if (outer === undefined) return [];
    return [{ ...placeOf(call.nameSpan), fields: { outer: context.text.slice(outer.nameSpan.start, outer.nameSpan.end) } }];
  },
};

/** The calls whose arguments, script blocks included, hold this one. */
export function callsAround(call: Call, { calls }: Pick<CheckContext, "calls">): readonly Call[] {
  return calls.filter((other) => other !== call && other.span.start < call.span.start && call.span.end <= other.span.end);
}

/** A program that runs the script with a Set switch where nobody answers: a scheduled task, `powershell -NonInteractive`. */
export const unattendedProgram: Check = {
  of: "native",
  run: (call, context) => {
    const words = call.words.map((word) => word.text ?? "");
    const isUnattended = !/^(powershell|pwsh)$/.test(call.name) || words.some((word) => /^[-/]noni/i.test(word));
    const script = call.words.find((word) => /\bGenConnectorConfig\.ps1\b/i.test(word.text ?? ""));
    if (!isUnattended || script === undefined || !/[-\u2013]Set(Exchange|SharePoint|FCI)/i.test(words.join(" "))) return [];
    const outer = context.text.slice(call.nameSpan.start, call.nameSpan.end);
    return [{ ...placeOf(script.span), fields: { outer: call.name.startsWith("p") ? `${outer} -NonInteractive` : outer } }];
  },
};

const FIXED_ON = Date.UTC(2014, 4, 1);

/** A comment that says the script was downloaded before the day its faulty versions were replaced. */
export const connectorDownloadDate: Check = {
  of: "document",
  run: ({ script, batch, text, calls }) => {
    const usesScript = calls.some((call) => call.name === CONNECTOR_SCRIPT);
    return (script?.comments ?? batch?.comments ?? []).flatMap((comment) => {
      const results: CheckResult[] = [];
      const body = text.slice(comment.start, comment.end);
      if (!/download/i.test(body)) return results;
      for (const line of body.matchAll(/[^\r\n]+/g)) {
        const isAboutIt = /(gen|get)connectorconfig|connector\s+script/i.test(line[0]) || usesScript;
        if (!isAboutIt || !/\bdownload/i.test(line[0])) continue;
        const date = dateIn(line[0]);
        if (date === null || date.time >= FIXED_ON || /\b(not|never|after|since)\b/i.test(line[0].slice(0, date.start))) continue;
        const start = comment.start + line.index + date.start;
        results.push({ start, end: start + date.text.length, fields: { found: date.text } });
      }
      return results;
    });
  },
};

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

function dateIn(text: string): { readonly time: number; readonly start: number; readonly text: string } | null {
  const iso = /\b(20\d\d)[-/](\d{1,2})(?:[-/](\d{1,2}))?\b/.exec(text);
  if (iso !== null) return { time: Date.UTC(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3] ?? 1)), start: iso.index, text: iso[0] };
  const month = `(${MONTHS.join("|")})[a-z]*\\.?`;
  const dayFirst = new RegExp(`\\b(?:(\\d{1,2})(?:st|nd|rd|th)?\\.?\\s+)?${month},?\\s+(20\\d\\d)\\b`, "i").exec(text);
  if (dayFirst !== null) {
    const time = Date.UTC(Number(dayFirst[3]), MONTHS.indexOf((dayFirst[2] ?? "").toLowerCase()), Number(dayFirst[1] ?? 1));
    return { time, start: dayFirst.index, text: dayFirst[0] };
  }
  const monthFirst = new RegExp(`\\b${month}\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(20\\d\\d)\\b`, "i").exec(text);
  if (monthFirst !== null) {
    const time = Date.UTC(Number(monthFirst[3]), MONTHS.indexOf((monthFirst[1] ?? "").toLowerCase()), Number(monthFirst[2]));
    return { time, start: monthFirst.index, text: monthFirst[0] };
  }
  // Day and month may change places; the year alone decides, so that 2014 counts only where both readings are early.
  const numeric = /\b(\d{1,2})[./](\d{1,2})[./](20\d\d)\b/.exec(text);
  if (numeric === null) return null;
  const [first, second, year] = [Number(numeric[1]), Number(numeric[2]), Number(numeric[3])];
  const readings = [
    [first, second],
    [second, first],
  ].filter(([, one = 0]) => one >= 1 && one <= 12);
  const latest = Math.max(...readings.map(([day = 1, one = 1]) => Date.UTC(year, one - 1, day)));
  return readings.length === 0 ? null : { time: latest, start: numeric.index, text: numeric[0] };
}

/** The file-name part of a call's name, with the right name as replacement: option `to`. */
export const fileNameOfCall: Check = {
  of: "native",
  run: (call, context) => {
    const written = context.text.slice(call.nameSpan.start, call.nameSpan.end);
    const match = /([^\\/"'\s]+?)["']?\s*\)?$/.exec(written);
    const [to] = namesOption(context, "to");
    if (match === null || to === undefined) return [];
    const start = call.nameSpan.start + match.index;
    return [{ start, end: start + (match[1]?.length ?? 0), fields: { found: match[1] ?? "" }, replacement: to }];
  },
};

/** Option `text`: nothing in the file's code, comments aside, has it (without case). */
export const codeLacks: Check = {
  of: "cmdlet",
  run: (call, context) => {
    const [wanted = ""] = namesOption(context, "text");
    return codeWithoutComments(context).toLowerCase().includes(wanted.toLowerCase()) ? [] : [placeOf(call.nameSpan)];
  },
};

/** The text with every comment blanked out, offsets kept. */
export function codeWithoutComments({ text, script, batch }: Pick<CheckContext, "text" | "script" | "batch">): string {
  const comments = script?.comments ?? batch?.comments;
  return comments ? codeBetween(comments, text) : text;
}

const codeBetween = once((comments: readonly Span[], text: string): string => {
  let code = "";
  let at = 0;
  for (const comment of comments) {
    code += text.slice(at, comment.start) + " ".repeat(Math.max(0, comment.end - comment.start));
    at = comment.end;
  }
  return code + text.slice(at);
});
