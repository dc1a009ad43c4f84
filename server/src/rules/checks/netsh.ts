import { ipv6Groups, parseIpv6Prefix } from "../../catalog/grammars/ip-literal.js";
import { type NetshArgument, type NetshCommand, type NetshReading, readNetsh } from "../../catalog/grammars/netsh-arguments.js";
import { parseBatch } from "../../syntax/batch.js";
import type { NativeCall, Word } from "../call.js";
import type { Check, CheckContext, CheckResult } from "../check.js";
import { oncePerPlace } from "../once.js";
import { namesOption, remarkResult, textOfWord } from "./argument-text.js";
import { placeOf } from "./call-words.js";
import { codeWithoutComments } from "./connector-script.js";

const CURLY = /[\u2018-\u201f]/;

/**
 * A pair around something. One inside a word is a letter of the console's code page that was read in another: German umlauts look like
 * quotes then.
 */
const CURLY_PAIR = /(?:^|[\s=])[\u2018-\u201f][^\r\n\u2018-\u201f]*[\u2018-\u201f](?=\s|$)/;

/** A curly quote in a cmd file is a letter: what it should hold together falls apart. */
function hasCurlyQuotes(call: NativeCall, context: CheckContext): boolean {
  return context.language === "batch" && CURLY_PAIR.test(context.text.slice(call.span.start, call.span.end));
}

/** Option `code`: what netsh's grammar says about a line. */
export const netshRemarks: Check = {
  of: "native",
  run: (call, context) => {
    const codes = namesOption(context, "code");
    const { remarks } = readWords(call, context);
    return remarks
      .filter((remark) => codes.includes(remark.code))
      .flatMap((remark) => {
        const word = wordsOf(call, context)[remark.word];
        if (word === undefined) return [{ ...placeOf(call.nameSpan), fields: { found: "", fault: remark.message } }];
        const source = textOfWord(word, context);
        if (source === null) return [];
        const result = remarkResult(remark, source, context);
        if (remark.code === "flag-abbreviated") return [{ ...result, severity: "information" as const }];
        return remark.code === "name-unquoted" ? [unquotedName(result, call, remark.replacement ?? "", context)] : [result];
      });
  },
};

/** A list among the arguments is several words to netsh, nobody knows how many: nothing is read then. */
const readWords = oncePerPlace((call: NativeCall, context: CheckContext): NetshReading => {
  const words = wordsOf(call, context);
  const isList = call.isOpen || words.some(({ value }) => value?.kind === "array");
  return isList ? { command: null, remarks: [] } : readNetsh(words.map((word) => word.text));
});

/** The words of a line; in a cmd file as they were meant, with curly quotes for quotes. */
function wordsOf(call: NativeCall, context: CheckContext): readonly Word[] {
  if (!hasCurlyQuotes(call, context)) return call.words;
  const meant = context.text.slice(call.span.start, call.span.end).replace(/[\u201c-\u201f]/g, '"');
  const shift = call.span.start;
  return (parseBatch(meant).commands[0]?.words ?? []).map(({ text, start, end }) => ({
    text,
    span: { start: start + shift, end: end + shift },
    value: null,
  }));
}

/** The words of a name without quotes, all of them, with the quotes as repair. */
function unquotedName(result: CheckResult, call: NativeCall, name: string, context: CheckContext): CheckResult {
  const parts = name.split(" ");
  const first = call.words.findIndex((word) => word.span.start <= result.start && result.start < word.span.end);
  const last = call.words[first + parts.length - 1];
  if (last === undefined) return result;
  const span = { start: result.start, end: last.span.end };
  const written = context.text.slice(span.start, span.end);
  const fields = { ...result.fields, found: written };
  // Inside a PowerShell text a quote may end the text.
  const isInText = context.language === "powershell" && call.command === null;
  return isInText ? { ...span, fields } : { ...span, fields, replacement: `"${written}"` };
}

/** Curly quotes in a line for netsh in a cmd file. */
export const netshCurlyQuotes: Check = {
  of: "native",
  run: (call, context) => {
    if (!hasCurlyQuotes(call, context)) return [];
    const written = context.text.slice(call.span.start, call.span.end);
    const first = written.search(CURLY);
    const last = written.length - [...written].reverse().join("").search(CURLY);
    const found = written.slice(first, last);
    const straight = found.replace(/[\u201c-\u201f]/g, '"').replace(/[\u2018-\u201b]/g, "'");
    return [{ start: call.span.start + first, end: call.span.start + last, fields: { found }, replacement: straight }];
  },
};

interface NetshLine {
  readonly call: NativeCall;
  readonly command: NetshCommand;
}

function netshLines(context: CheckContext): readonly NetshLine[] {
  return context.calls.flatMap((call) => {
    if (call.kind !== "native" || call.name !== "netsh") return [];
    const { command } = readWords(call, context);
    return command === null ? [] : [{ call, command }];
  });
}

function resultAt(line: NetshLine, argument: NetshArgument, context: CheckContext): CheckResult {
  const word = wordsOf(line.call, context)[argument.word];
  const source = word === undefined ? null : textOfWord(word, context);
  const span = source?.at(argument.valueStart, argument.valueStart + argument.value.length) ?? line.call.nameSpan;
  return { ...placeOf(span), fields: { found: argument.value } };
}

/** The tunnel forwards what comes from the Internet, and the file sets up no firewall. */
export const netshForwardWithoutFirewall: Check = {
  of: "document",
  calls: ["netsh"],
  run: (context) => {
    const lines = netshLines(context);
    const tunnels = new Set(lines.filter(({ command }) => command.id === "add-v6v4tunnel").map(({ command }) => nameOf(command)));
    const code = codeWithoutComments(context);
    if (/\badvfirewall\b|\bnetsh\s+firewall\b|-NetFirewall/i.test(code)) return [];
    return lines.flatMap((line) => {
      const { command } = line;
      const forwarding = command.arguments.get("forwarding");
      const isTunnel = tunnels.has(nameOf(command)) || /tunnel/i.test(nameOf(command));
      if (command.id !== "set-interface" || !isTunnel || forwarding?.value.toLowerCase() !== "enabled") return [];
      return [resultAt(line, forwarding, context)];
    });
  },
};

/** An address of the tunnel's own /64 on another interface. */
export const netshLanUsesTunnelPrefix: Check = {
  of: "document",
  calls: ["netsh"],
  run: (context) => {
    const lines = netshLines(context);
    const tunnels = new Set(lines.filter(({ command }) => command.id === "add-v6v4tunnel").map(({ command }) => nameOf(command)));
    const addresses = lines.flatMap((line) => {
      const argument = line.command.id === "add-address" ? line.command.arguments.get("address") : undefined;
      const network = argument === undefined ? null : networkOf(argument.value);
      return argument === undefined || network === null ? [] : [{ line, argument, network, name: nameOf(line.command) }];
    });
    const tunnelAddresses = addresses.filter(({ name }) => tunnels.has(name));
    return addresses.flatMap(({ line, argument, network, name }) => {
      const tunnel = tunnels.has(name) ? undefined : tunnelAddresses.find((other) => other.network === network);
      if (tunnel === undefined) return [];
      const there = resultAt(tunnel.line, tunnel.argument, context);
      return [{ ...resultAt(line, argument, context), related: [{ ...placeOf(there), message: "the tunnel's address" }] }];
    });
  },
};

function nameOf(command: NetshCommand): string {
  return command.arguments.get("interface")?.value.toLowerCase() ?? "";
}

/** The first 64 bits of a global address as text; null for anything else. */
function networkOf(text: string): string | null {
  const parsed = parseIpv6Prefix(text);
  if (!parsed.ok) return null;
  const groups = ipv6Groups(parsed.value.address);
  const [first = 0] = groups;
  // Link-local addresses share their prefix on every interface.
  return groups.length !== 8 || (first & 0xffc0) === 0xfe80 ? null : groups.slice(0, 4).join(":");
}
