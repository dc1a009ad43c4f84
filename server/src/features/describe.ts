import type { Cmdlet, Parameter, ParameterSet, Product } from "../catalog/catalog.js";
import { listProducts, mayBe, type Target } from "../catalog/target.js";

/** A cmdlet in Markdown: where it exists, how it is called, its page. */
export function describeCmdlet(cmdlet: Cmdlet, target: Target): string {
  const parts = [`**${cmdlet.name}**${cmdlet.products.length > 0 ? `  \n${listProducts(cmdlet.products)}` : ""}`];
  if (cmdlet.products.length > 0 && !mayBe(target, cmdlet.products)) {
    parts.push(`Does not exist in the target, ${listProducts(target.products ?? [])}.`);
  }
  const sets = cmdlet.sets.slice(0, shownSets).map((set) => syntaxOf(cmdlet, set));
  if (cmdlet.sets.length > shownSets) sets.push(`# and ${cmdlet.sets.length - shownSets} more parameter sets`);
  parts.push(`\`\`\`powershell\n${sets.join("\n")}\n\`\`\``);
  if (cmdlet.url !== "") parts.push(`[Reference](${cmdlet.url})`);
  return parts.join("\n\n");
}

const shownSets = 4;
const shownOptional = 6;
const shownValues = 24;

/** What must be written, and how much there is besides. */
function syntaxOf(cmdlet: Cmdlet, set: ParameterSet): string {
  const own = [...cmdlet.parameters.values()].filter(
    (one) => !one.isCommon && !one.isUndocumented && (one.sets.length === 0 || one.sets.includes(set.name)),
  );
  const isMandatory = (one: Parameter): boolean => one.mandatoryIn.includes(set.name);
  const positions = new Map(set.positional.map((name, index) => [name.toLowerCase(), index]));
  const positionOf = (one: Parameter): number => positions.get(one.name.toLowerCase()) ?? Number.MAX_SAFE_INTEGER;
  const mandatory = own.filter(isMandatory).sort((a, b) => positionOf(a) - positionOf(b));
  const optional = own.filter((one) => !isMandatory(one)).sort((a, b) => positionOf(a) - positionOf(b));
  const words = mandatory.map((one) => argumentOf(one, positions.has(one.name.toLowerCase())));
  for (const one of optional.slice(0, shownOptional)) words.push(`[${argumentOf(one, positions.has(one.name.toLowerCase()))}]`);
  if (optional.length > shownOptional) words.push("…");
  return [cmdlet.name, ...words].join(" ");
}

function argumentOf(parameter: Parameter, isPositional: boolean): string {
  const name = isPositional ? `[-${parameter.name}]` : `-${parameter.name}`;
  return parameter.isSwitch ? name : `${name} <${parameter.type}>`;
}

/** A parameter in Markdown: what it takes, where it exists, what is known against it, its place on the page. */
export function describeParameter(cmdlet: Cmdlet, parameter: Parameter, target: Target): string {
  const parts = [`**-${parameter.name}** \`${parameter.isSwitch ? "switch" : parameter.type}\``];
  const facts = factsOf(cmdlet, parameter);
  if (facts.length > 0) parts.push(facts.join("  \n"));
  const values = describeValues(parameter, target);
  if (values) parts.push(values);
  if (parameter.products.length > 0) {
    if (!mayBe(target, parameter.products)) {
      parts.push(`Does not exist in the target, ${listProducts(target.products ?? [])}; only in ${listProducts(parameter.products)}.`);
    } else if (!isSame(parameter.products, cmdlet.products)) {
      parts.push(`Only in ${listProducts(parameter.products)}.`);
    }
  }
  const { note } = parameter;
  if (note && (note.products.length === 0 || mayBe(target, note.products))) {
    const where = note.products.length > 0 ? ` (${listProducts(note.products)})` : "";
    parts.push(`${noteWords[note.kind]}${where}: ${note.text} [Source](${note.source})`);
  }
  if (parameter.isUndocumented) parts.push("Not in the reference.");
  const page = pageOf(cmdlet, parameter);
  if (page) parts.push(`[Reference](${page})`);
  return parts.join("\n\n");
}

const noteWords = { functionless: "Does nothing", deprecated: "Deprecated", reserved: "Reserved" } as const;

function factsOf(cmdlet: Cmdlet, parameter: Parameter): string[] {
  const facts: string[] = [];
  const setCount = Math.max(cmdlet.sets.length, 1);
  if (parameter.mandatoryIn.length > 0) {
    const own = parameter.sets.length > 0 ? parameter.sets.length : setCount;
    facts.push(parameter.mandatoryIn.length === own ? "Mandatory" : `Mandatory with ${parameter.mandatoryIn.join(", ")}`);
  }
  if (parameter.sets.length > 0) facts.push(`Parameter set${parameter.sets.length > 1 ? "s" : ""}: ${parameter.sets.join(", ")}`);
  const position = cmdlet.sets
    .map((set) => set.positional.findIndex((name) => name.toLowerCase() === parameter.name.toLowerCase()))
    .find((place) => place >= 0);
  if (position !== undefined) facts.push(`Position ${position + 1}`);
  if (parameter.takesPipeline) facts.push("Takes pipeline input");
  if (parameter.aliases.length > 0) facts.push(`Alias: ${parameter.aliases.map((alias) => `-${alias}`).join(", ")}`);
  return facts;
}

function describeValues(parameter: Parameter, target: Target): string | null {
  if (parameter.type === "Boolean") return "`$true` or `$false`";
  if (parameter.values.length === 0) return null;
  const list = parameter.values.slice(0, shownValues).map((value) => {
    const products = parameter.valueProducts.get(value.toLowerCase());
    return products && !(target.products && mayBe(target, products)) ? `\`${value}\` (${listProducts(products)})` : `\`${value}\``;
  });
  if (parameter.values.length > shownValues) list.push("…");
  return `${parameter.valuesAreClosed ? "One of" : "The reference mentions"} ${list.join(", ")}${parameter.valuesAreFlags ? "; several may be combined" : ""}`;
}

function isSame(a: readonly Product[], b: readonly Product[]): boolean {
  return a.length === b.length && a.every((product) => b.includes(product));
}

function pageOf(cmdlet: Cmdlet, parameter: Parameter): string | null {
  if (parameter.isCommon) return "https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_commonparameters";
  if (cmdlet.url === "") return null;
  return cmdlet.kind === "exchange" || cmdlet.kind === "rms" ? `${cmdlet.url}#-${parameter.name.toLowerCase()}` : cmdlet.url;
}
