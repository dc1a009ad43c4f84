import type { Product } from "../catalog/catalog.js";
import type { Parsed } from "../catalog/grammars/parsed.js";
import { findCmdlet } from "../catalog/lookup.js";
import { exchangeOnline, onPremises, parseTarget, type Target } from "../catalog/target.js";
import type { ParsedScript, Span } from "../syntax/ast.js";
import type { ScriptCall, ScriptCalls } from "./call.js";
import type { Value } from "./value.js";

/** A comment that names the target: `# exchange-rms-target: 2019 CU14`. */
export interface TargetComment {
  readonly target: Parsed<Target>;
  /** The text behind the colon; offsets of a fault count from its start. */
  readonly value: Span;
}

/** How a comment that names a target begins: most comments are passed over after one look. */
const opening = /(?:#|::|@?rem\b)\s*e/iy;

/** The comments of a script or a cmd file that name a target, in the order of the text; the first one that can be read holds. */
export function targetComments(script: Pick<ParsedScript, "text" | "comments">): readonly TargetComment[] {
  return script.comments.flatMap((comment) => {
    opening.lastIndex = comment.start;
    if (!opening.test(script.text)) return [];
    const text = script.text.slice(comment.start, comment.end);
    const found = /^(?:#|::|@?rem\b)\s*exchange-rms-target\s*:[^\S\r\n]*/i.exec(text);
    if (!found) return [];
    const start = comment.start + found[0].length;
    const written = text.slice(found[0].length).trimEnd();
    return [{ target: parseTarget(written), value: { start, end: start + written.length } }];
  });
}

/** The target that a comment names. */
export function commentedTarget(script: Pick<ParsedScript, "text" | "comments">): Target | null {
  const named = targetComments(script).find(({ target }) => target.ok)?.target;
  return named?.ok ? { ...named.value, from: "comment" } : null;
}

/** Where a script will run: what its comment says, else what is given by configuration or setting, else what the script shows. */
export function targetOfScript(script: ParsedScript, found: ScriptCalls, given: Target): Target {
  const comment = commentedTarget(script);
  const shown = shownBy(script, found);
  const set = comment?.products || comment?.host ? comment : given.products || given.host ? given : null;
  const host = comment?.host ?? given.host ?? shown.host;
  if (comment?.products) return { ...comment, host };
  if (given.products) return { ...given, host };
  if (shown.products) return { ...shown, host };
  return { products: null, build: null, host, from: set?.from ?? (host ? "script" : null) };
}

/** Prefixes of imported sessions (`Connect-ExchangeOnline -Prefix EXO` makes `Get-EXOSendConnector`), as far as they are known. */
export function sessionPrefixes(found: ScriptCalls): readonly string[] {
  const prefixes = new Set<string>();
  for (const call of sessionCalls(found)) {
    if (!/^(?:Connect-ExchangeOnline|Connect-IPPSSession|Import-PSSession|Import-Module)$/i.test(call.name)) continue;
    const prefix = textOf(namedValue(call, "Prefix"));
    if (prefix && /^\w+$/.test(prefix)) prefixes.add(prefix);
  }
  return [...prefixes];
}

/** What the script itself shows. It speaks of the sessions it opens, not of the one it is started in: a hint, never a proof. */
function shownBy(script: ParsedScript, found: ScriptCalls): Target {
  const products = new Set<Product>();
  const requirements = requirementsOf(script);
  let host = hostRequired(requirements);
  let isUnknown = false;
  for (const call of sessionCalls(found)) {
    // Snap-ins exist in Windows PowerShell only.
    if (/^Add-PSSnapin$/i.test(call.name)) host ??= "5.1";
    const session = sessionOf(call);
    if (session === null) continue;
    if (session === "unknown") isUnknown = true;
    else for (const product of session) products.add(product);
  }
  if (requiresSnapin(requirements)) {
    for (const product of onPremises) products.add(product);
    host ??= "5.1";
  }
  const isMixed = onPremises.some((product) => products.has(product)) && [...products].some((product) => !onPremises.includes(product));
  const isSure = products.size > 0 && !isUnknown && !isMixed && fitsCalls(products, found) && allCarryPrefix(found);
  return { products: isSure ? [...products] : null, build: null, host, from: "script" };
}

/** False when the script calls a cmdlet that none of the products has: then it also runs somewhere else. */
function fitsCalls(products: ReadonlySet<Product>, found: ScriptCalls): boolean {
  return found.calls.every((call) => {
    if (/^(?:Connect|Disconnect)-/i.test(call.name)) return true;
    const own = findCmdlet(call.name)?.products ?? [];
    return own.length === 0 || own.some((product) => products.has(product));
  });
}

/**
 * Where a session is imported with a prefix, commands without it run in another one: `Import-PSSession $onPremises -Prefix OP` beside a
 * Get-Mailbox of Exchange Online.
 */
function allCarryPrefix(found: ScriptCalls): boolean {
  const prefixes = sessionPrefixes(found);
  if (prefixes.length === 0) return true;
  return found.calls.every(
    ({ name }) =>
      /^(?:Connect|Disconnect)-/i.test(name) ||
      prefixes.some((prefix) =>
        name
          .slice(name.indexOf("-") + 1)
          .toLowerCase()
          .startsWith(prefix.toLowerCase()),
      ),
  );
}

/** The products a call connects to; null when it opens no session. */
function sessionOf(call: ScriptCall): readonly Product[] | "unknown" | null {
  const name = call.name.toLowerCase();
  if (name === "connect-exchangeonline") return exchangeOnline;
  if (name === "connect-ippssession") return ["SCC"];
  if (name === "connect-exchangeserver" || /(?:^|[\\/])remoteexchange\.ps1$/.test(name)) return onPremises;
  if (name === "add-pssnapin") {
    const snapin = textOf(namedValue(call, "Name") ?? firstValue(call));
    return snapin !== null && /Exchange\.Management\.PowerShell\.(?:E2010|SnapIn|Support|Setup)|^\*?exchange\*?$/i.test(snapin)
      ? onPremises
      : null;
  }
  if (name !== "new-pssession") return null;
  if (textOf(namedValue(call, "ConfigurationName"))?.toLowerCase() !== "microsoft.exchange") return null;
  const uri = textOf(namedValue(call, "ConnectionUri"));
  if (uri === null) return "unknown";
  if (/compliance/i.test(uri)) return ["SCC"];
  return /outlook\.com|office365|partner\.outlook\.cn|office\.de/i.test(uri) ? exchangeOnline : onPremises;
}

function hostRequired(requirements: readonly string[]): Target["host"] {
  for (const text of requirements) {
    if (/-PSEdition\s+Core/i.test(text) || /-Version\s+["']?[67]/i.test(text)) return "7";
    if (/-PSEdition\s+Desktop/i.test(text)) return "5.1";
  }
  return null;
}

function requiresSnapin(requirements: readonly string[]): boolean {
  return requirements.some((text) => /-PSSnapin\s+["']?Microsoft\.Exchange\.Management\.PowerShell/i.test(text));
}

function requirementsOf({ comments, text }: ParsedScript): readonly string[] {
  return comments
    .filter(({ start }) => /[rR]/.test(text.charAt(start + 1)))
    .map(({ start, end }) => text.slice(start, end))
    .filter((comment) => /^#requires\s/i.test(comment));
}

/** The calls that may open a session or bring its commands in. */
function sessionCalls(found: ScriptCalls): readonly ScriptCall[] {
  return [...found.calls.filter(mayBeSession), ...found.others.filter(mayBeSession)];
}

function mayBeSession({ name }: ScriptCall): boolean {
  // Asked of every call of a script, and more than once: the first letter or the last tells of most that they are none.
  const first = name.charCodeAt(0) | 0x20;
  return (first === C || first === I || first === A || first === N || name.endsWith("1")) && SESSION.test(name);
}

const [C = 0, I = 0, A = 0, N = 0] = [..."cian"].map((letter) => letter.charCodeAt(0));

const SESSION = /^(?:Connect-|Import-|Add-PSSnapin$|New-PSSession$)|\.ps1$/i;

/** The value of a parameter, its name written in full or shortened to four letters or more; null where it is not given. */
function namedValue(call: ScriptCall, name: string): Value | null {
  const wanted = name.toLowerCase();
  for (const [index, element] of call.elements.entries()) {
    if (element.kind === "splat" && element.value.kind === "hashtable") {
      const entry = element.value.entries.find(({ key }) => textOf(key)?.toLowerCase() === wanted);
      if (entry) return entry.value;
    }
    if (element.kind !== "parameter") continue;
    const written = element.name.toLowerCase();
    if (written !== wanted && !(written.length >= 4 && wanted.startsWith(written))) continue;
    if (element.argument) return element.argument;
    const next = call.elements[index + 1];
    return next?.kind === "value" ? next.value : null;
  }
  return null;
}

function firstValue(call: ScriptCall): Value | null {
  const [first] = call.elements;
  return first?.kind === "value" ? first.value : null;
}

function textOf(value: Value | null): string | null {
  return value?.kind === "string" ? value.value : null;
}
