import { formatBuild, type Generation, nameBuild, parseBuild, parseBuildNumber } from "./builds.js";
import type { Product } from "./catalog.js";
import { fault, type Parsed, parsed } from "./grammars/parsed.js";

/** Where the script will run, as far as it is known. */
export interface Target {
  /** The products it may be, never empty; null when nothing is known: it may be any. */
  readonly products: readonly Product[] | null;
  /** The build `[15, 2, 1544, 4]`, or null when only the product is known. Of one product only. */
  readonly build: readonly number[] | null;
  /** "5.1" is Windows PowerShell, "7" any later one. */
  readonly host: "5.1" | "7" | null;
  /** What told us; null when nothing did. */
  readonly from: "comment" | "config" | "setting" | "script" | null;
}

/** Nothing is known of the target. */
export const anyTarget: Target = { products: null, build: null, host: null, from: null };

/** Exchange Server, whatever version. */
export const onPremises: readonly Product[] = ["2010", "2013", "2016", "2019", "SE"];

/** What a session of Connect-ExchangeOnline may reach: a full tenant or the standalone protection service. */
export const exchangeOnline: readonly Product[] = ["Online", "EOP"];

const groups: Readonly<Record<string, readonly Product[]>> = {
  online: exchangeOnline,
  "exchange online": exchangeOnline,
  exo: exchangeOnline,
  eop: ["EOP"],
  scc: ["SCC"],
  ipps: ["SCC"],
  "security & compliance": ["SCC"],
  "security and compliance": ["SCC"],
  onprem: onPremises,
  "on-prem": onPremises,
  "on-premises": onPremises,
  onpremises: onPremises,
};

const hosts: readonly [pattern: RegExp, host: "5.1" | "7"][] = [
  [/^(?:windows\s*powershell|powershell)\s*5(?:\.1)?$|^5\.1$/i, "5.1"],
  [/^(?:powershell|pwsh)\s*(?:core\s*)?[67](?:\.\d+)*$|^7(?:\.\d+)*$|^pwsh$/i, "7"],
];

const allowed =
  "a product (2010, 2013, 2016, 2019, SE, Online, SCC, EOP, or onprem for any server), optionally with a build or release (2019 15.2.1544.4, 2019 CU14 Nov24SU), several products with commas, a host (PowerShell 5.1 or PowerShell 7), or any";

/**
 * Reads a target as a person writes it in a comment, a setting or on the command line: `2019`, `2019 15.2.1544.4`, `2013 CU3`, `SE`, `Online`,
 * `onprem`, `2016, 2019`, `2019 CU14, PowerShell 5.1`, `any`. `from` is left null for the caller to set. A fault says what is allowed.
 */
export function parseTarget(written: string): Parsed<Target> {
  const products: Product[] = [];
  let build: readonly number[] | null = null;
  let host: Target["host"] = null;
  let isAny = false;
  let offset = 0;
  const parts = written.split(/[,;]/);
  for (const part of parts) {
    const start = offset + (part.length - part.trimStart().length);
    const end = offset + part.trimEnd().length;
    offset += part.length + 1;
    const text = part.trim();
    if (text === "") {
      if (parts.length === 1) return fault("target-empty", 0, written.length, `the target is empty: write ${allowed}`);
      return fault("target-empty", start, Math.max(start, end), `something is missing beside the comma: write ${allowed}`);
    }
    if (/^any$/i.test(text)) {
      isAny = true;
      continue;
    }
    const group = groups[text.toLowerCase().replace(/\s+/g, " ")];
    if (group) {
      products.push(...group);
      continue;
    }
    const namedHost = hosts.find(([pattern]) => pattern.test(text));
    if (namedHost) {
      host = namedHost[1];
      continue;
    }
    const named = parseBuild(text);
    if (!named.ok) {
      const isKnownProduct =
        named.fault.code === "update-unknown" || named.fault.code === "build-of-another-product" || named.fault.code === "build-ambiguous";
      const message = isKnownProduct || parseBuildNumber(text) ? named.fault.message : `\`${text}\` is not a target: write ${allowed}`;
      return fault(
        named.fault.code === "build-unknown" ? "target-unknown" : named.fault.code,
        start + named.fault.start,
        start + named.fault.end,
        message,
      );
    }
    if (named.value.generation === "2007") {
      return fault("target-unsupported", start, end, "Exchange 2007 is not covered: the oldest target is 2010");
    }
    products.push(named.value.generation);
    build = named.value.build;
  }
  if (isAny && products.length > 0) return fault("target-any-with-product", 0, written.length, "`any` cannot stand beside a product");
  const distinct = [...new Set(products)];
  return parsed({
    products: distinct.length ? distinct : null,
    build: distinct.length === 1 ? build : null,
    host,
    from: null,
  });
}

/** True when the target may be one of `products`; also when nothing is known of it, or `products` is empty (it is the same everywhere). */
export function mayBe(target: Target, products: readonly Product[]): boolean {
  if (target.products === null || products.length === 0) return true;
  return target.products.some((product) => products.includes(product));
}

/** A short text for people: `Exchange 2019 CU14 (15.2.1544.4)`, `Exchange Online`, `any`. */
export function describeTarget(target: Target): string {
  const host = target.host === null ? "" : target.host === "7" ? "PowerShell 7" : "Windows PowerShell 5.1";
  const where = target.products === null ? "" : describeProducts(target);
  return [where, host].filter((part) => part !== "").join(", ") || "any";
}

function describeProducts(target: Target): string {
  const products = target.products ?? [];
  if (target.build) return `${nameBuild(target.build) ?? `Exchange ${products[0] as Generation}`} (${formatBuild(target.build)})`;
  if (onPremises.every((product) => products.includes(product)) && products.length === onPremises.length) return "Exchange Server";
  if (products.length === 2 && exchangeOnline.every((product) => products.includes(product))) return "Exchange Online";
  return listProducts(products);
}

/** `Exchange 2013, 2016 and Exchange Online`: products in a sentence. */
export function listProducts(products: readonly Product[]): string {
  const servers = products.filter((product) => onPremises.includes(product));
  const names: string[] = [];
  if (servers.length === onPremises.length) names.push("Exchange Server");
  else if (servers.length > 0) names.push(`Exchange ${joinWords(servers)}`);
  if (products.includes("Online")) names.push("Exchange Online");
  if (products.includes("SCC")) names.push("Security & Compliance PowerShell");
  if (products.includes("EOP")) names.push("Exchange Online Protection");
  return joinWords(names);
}

function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
