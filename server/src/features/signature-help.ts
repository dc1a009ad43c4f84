import type { Analysis } from "../analyze.js";
import { factsOf, matchParameter } from "../binding/bind/facts.js";
import type { Cmdlet, Parameter, ParameterSet } from "../catalog/catalog.js";
import { findCmdlet } from "../catalog/lookup.js";
import type { Command } from "../syntax/ast.js";
import { nodesAt } from "../syntax/visit.js";
import { describeParameter } from "./describe.js";
import { boundCall, commandName } from "./spot.js";

export interface SignatureParameter {
  /** The words of the signature's label that stand for it. */
  readonly label: string;
  readonly markdown: string;
}

/** One parameter set of the cmdlet being called. */
export interface Signature {
  readonly label: string;
  readonly parameters: readonly SignatureParameter[];
}

export interface SignatureHelp {
  readonly signatures: readonly Signature[];
  readonly activeSignature: number;
  /** Null where no parameter is being written. */
  readonly activeParameter: number | null;
}

/** The parameter sets of the call around the offset, those first that what is written still allows. */
export function signatureHelp(analysis: Analysis, offset: number): SignatureHelp | null {
  const { script, text } = analysis;
  if (!script) return null;
  let end = offset;
  while (end > 0 && /[ \t]/.test(text[end - 1] ?? "")) end--;
  const command = nodesAt(script, end, true).findLast((node) => node.kind === "Command");
  if (command?.kind !== "Command") return null;
  const [name] = command.elements;
  const call = boundCall(analysis, command);
  const cmdlet = call?.bound.cmdlet ?? findCmdlet(commandName(text, command) ?? "");
  if (!cmdlet || cmdlet.kind === "foreign" || !name || offset <= name.end) return null;
  const possible = new Set(call?.bound.sets ?? []);
  const active = parameterBefore(text, command, cmdlet, end);
  const sets = [...cmdlet.sets].sort((a, b) => Number(possible.has(b.name)) - Number(possible.has(a.name)));
  const written = new Set([...(call?.bound.arguments.values() ?? [])].map((argument) => argument.parameter));
  if (active) written.add(active);
  const signatures = sets.map((set) => signatureOf(cmdlet, set, written, analysis));
  const label = active && `-${active.name}`;
  const activeSignature = Math.max(
    0,
    signatures.findIndex((signature) => label === null || signature.parameters.some((one) => startsWithName(one.label, label))),
  );
  const place = signatures[activeSignature]?.parameters.findIndex((one) => label !== null && startsWithName(one.label, label)) ?? -1;
  return { signatures, activeSignature, activeParameter: place < 0 ? null : place };
}

function startsWithName(label: string, name: string): boolean {
  return label === name || label.startsWith(`${name} `);
}

/** What a set needs and what is written already: cmdlets have dozens of parameters, and completion offers the others. */
function signatureOf(cmdlet: Cmdlet, set: ParameterSet, written: ReadonlySet<Parameter>, analysis: Analysis): Signature {
  const own = [...cmdlet.parameters.values()].filter(
    (one) => !one.isUndocumented && (one.sets.length === 0 || one.sets.includes(set.name)),
  );
  const needed = own.filter((one) => one.mandatoryIn.includes(set.name));
  const given = own.filter((one) => written.has(one) && !needed.includes(one));
  const parameters = [...needed, ...given].map((one) => ({
    label: one.isSwitch ? `-${one.name}` : `-${one.name} <${one.type}>`,
    markdown: describeParameter(cmdlet, one, analysis.target),
  }));
  const words = parameters.map(({ label }, index) => (index < needed.length ? label : `[${label}]`));
  const isAll = own.filter((one) => !one.isCommon).length <= parameters.length;
  return { label: [cmdlet.name, ...words, ...(isAll ? [] : ["…"])].join(" "), parameters };
}

/** The parameter whose name or value the offset is at. */
function parameterBefore(text: string, command: Command, cmdlet: Cmdlet, end: number): Parameter | null {
  const index = command.elements.findLastIndex((element) => element.start < end);
  for (const place of [index, index - 1]) {
    const element = command.elements[place];
    if (element?.kind !== "CommandParameter") continue;
    const match = matchParameter(factsOf(cmdlet), text.slice(element.nameStart, element.nameEnd), "7");
    if (match.kind !== "one") return null;
    return place < index && match.facts.parameter.isSwitch ? null : match.facts.parameter;
  }
  return null;
}
