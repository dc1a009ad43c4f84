import { parseBinding } from "../../catalog/grammars/binding.js";
import { type IpRange, parseRemoteIpRange } from "../../catalog/grammars/ip-address.js";
import type { Span } from "../../syntax/ast.js";
import type { CmdletCall } from "../call.js";
import type { Check, CheckContext, CheckResult } from "../check.js";
import { itemsOf } from "../test-value.js";
import { argumentOf, textOfParameter, textsOf } from "./argument-text.js";
import { blockAround, changesOf, changesTo } from "./send-connectors-of-file.js";

/** A Receive connector that a script makes, enabled, with all it listens on and all whom it listens to known. */
interface ReceiveConnector {
  readonly name: string;
  /** Lower case; "" for the server on which the script runs. */
  readonly server: string;
  /** Lower case; "" where it is not given. */
  readonly role: string;
  /** The innermost block it stands in: two connectors of one block are made together. */
  readonly block: number;
  readonly bindings: readonly Listening[];
  readonly ranges: readonly Range[];
  readonly place: Span;
  readonly rangePlace: Span;
}

interface Listening {
  readonly address: string;
  readonly isAny: boolean;
  readonly isV6: boolean;
  readonly port: number;
}

interface Range {
  readonly isV6: boolean;
  readonly first: bigint;
  readonly last: bigint;
}

/** Above this a script was generated, and comparing every pair would take its time. */
const mostConnectors = 100;

/** Option `fault`: `same` peers at one binding, another `role` at one binding, or peers that all have a `narrower` connector. */
export const receiveConnectorConflict: Check = {
  of: "document",
  calls: ["new-receiveconnector"],
  run: (context) => {
    const made = receiveConnectors(context);
    const { fault } = context.options;
    return made.flatMap((one, index): readonly CheckResult[] => {
      const others = made.filter((other) => other !== one && other.server === one.server && other.block === one.block);
      const before = others.filter((other) => made.indexOf(other) < index);
      switch (fault) {
        case "same":
          return against(
            one,
            before.find((other) => isSameBinding(one, other) && isSamePeers(one, other)),
          );
        case "role":
          return one.role === ""
            ? []
            : against(
                one,
                before.find((other) => other.role !== "" && other.role !== one.role && overlap(one, other)),
              );
        default:
          return narrower(one, others);
      }
    });
  },
};

function against(one: ReceiveConnector, other: ReceiveConnector | undefined): readonly CheckResult[] {
  if (!other) return [];
  return [{ ...one.place, fields: { name: one.name, other: other.name }, related: [relatedTo(other)] }];
}

function relatedTo({ place, name }: ReceiveConnector): Span & { readonly message: string } {
  return { ...place, message: `\`${name}\` stands here` };
}

/** Every peer of the connector also has a connector with a smaller range at the same binding, and that one is taken. */
function narrower(one: ReceiveConnector, others: readonly ReceiveConnector[]): readonly CheckResult[] {
  const rivals = others.filter((other) => one.bindings.every((binding) => other.bindings.some((taken) => isSame(binding, taken))));
  const isCovered = one.ranges.every((range) =>
    isUnion(
      rivals.flatMap(({ ranges }) => ranges.filter((inner) => isInside(inner, range) && !isInside(range, inner))),
      range,
    ),
  );
  if (rivals.length === 0 || !isCovered) return [];
  const names = rivals.map(({ name }) => `\`${name}\``).join(", ");
  return [{ ...one.rangePlace, fields: { name: one.name, others: names }, related: rivals.map(relatedTo) }];
}

function receiveConnectors(context: CheckContext): readonly ReceiveConnector[] {
  const calls = context.calls.filter((call): call is CmdletCall => call.kind === "cmdlet" && call.name === "new-receiveconnector");
  if (calls.length < 2 || calls.length > mostConnectors) return [];
  const changes = changesTo("receiveconnector", context);
  return calls
    .map((call) => receiveConnector(call, context))
    .filter((connector) => connector !== null)
    .filter(({ name, server }) => changesOf(name, changes).length === 0 && changesOf(`${server}\\${name}`, changes).length === 0);
}

function receiveConnector(call: CmdletCall, context: CheckContext): ReceiveConnector | null {
  if (call.bound.isOpen || argumentOf(call, "WhatIf") !== undefined) return null;
  const enabled = argumentOf(call, "Enabled")?.value;
  if (enabled !== undefined && !(enabled.kind === "boolean" && enabled.value)) return null;
  const name = textOfParameter(call, "Name", context)?.text;
  const server = wordOf(call, "Server", context);
  const role = wordOf(call, "TransportRole", context);
  const bindings = listOf(call, "Bindings", context, readBinding);
  const ranges = listOf(call, "RemoteIPRanges", context, readRange);
  if (name === undefined || server === null || role === null || bindings === null || ranges === null) return null;
  const binding = argumentOf(call, "Bindings");
  const range = argumentOf(call, "RemoteIPRanges");
  return {
    name,
    server,
    role,
    block: blockAround(call.span, context),
    bindings,
    ranges,
    place: spanOf(binding?.valueNode ?? call.nameSpan),
    rangePlace: spanOf(range?.valueNode ?? call.nameSpan),
  };
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}

/** "" where the parameter is not given, null where its value is not known. */
function wordOf(call: CmdletCall, parameter: string, context: CheckContext): string | null {
  if (argumentOf(call, parameter) === undefined) return "";
  return textOfParameter(call, parameter, context)?.text.toLowerCase() ?? null;
}

/** Null where the parameter is not given or any of its values is not known. */
function listOf<T>(call: CmdletCall, parameter: string, context: CheckContext, read: (text: string) => T | null): readonly T[] | null {
  const argument = argumentOf(call, parameter);
  if (!argument) return null;
  const { items, isWhole } = itemsOf(argument.value);
  const found = textsOf(call, parameter, context).map(({ text }) => read(text));
  const known = found.filter((one) => one !== null);
  return isWhole && known.length > 0 && known.length === items.length ? known : null;
}

function readBinding(text: string): Listening | null {
  const read = parseBinding(text);
  if (!read.ok) return null;
  const { address, port } = read.value;
  return {
    address: address.toNormalizedString(),
    isAny: address.toByteArray().every((byte) => byte === 0),
    isV6: address.kind() === "ipv6",
    port,
  };
}

function readRange(text: string): Range | null {
  const read = parseRemoteIpRange(text);
  return read.ok ? rangeOf(read.value) : null;
}

function rangeOf({ first, last }: IpRange): Range {
  const number = (bytes: readonly number[]): bigint => bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return { isV6: first.kind() === "ipv6", first: number(first.toByteArray()), last: number(last.toByteArray()) };
}

function isSame(a: Listening, b: Listening): boolean {
  return a.port === b.port && a.address === b.address && a.isV6 === b.isV6;
}

function isSameBinding(a: ReceiveConnector, b: ReceiveConnector): boolean {
  return a.bindings.some((one) => b.bindings.some((other) => isSame(one, other)));
}

/** Both listen at one address and port, be it that one of them listens at all addresses. */
function overlap(a: ReceiveConnector, b: ReceiveConnector): boolean {
  return a.bindings.some((one) =>
    b.bindings.some((other) => isSame(one, other) || (one.port === other.port && one.isV6 === other.isV6 && (one.isAny || other.isAny))),
  );
}

function isSamePeers(a: ReceiveConnector, b: ReceiveConnector): boolean {
  const holds = (ranges: readonly Range[], range: Range): boolean =>
    ranges.some(({ isV6, first, last }) => isV6 === range.isV6 && first === range.first && last === range.last);
  return a.ranges.every((range) => holds(b.ranges, range)) && b.ranges.every((range) => holds(a.ranges, range));
}

function isInside(inner: Range, outer: Range): boolean {
  return inner.isV6 === outer.isV6 && outer.first <= inner.first && inner.last <= outer.last;
}

/** Whether ranges, all inside another one, together are all of it. */
function isUnion(parts: readonly Range[], whole: Range): boolean {
  let next = whole.first;
  for (const part of [...parts].sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))) {
    if (part.first > next) return false;
    if (part.last >= next) next = part.last + 1n;
  }
  return next > whole.last;
}
