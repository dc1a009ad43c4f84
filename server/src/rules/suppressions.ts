import { nearest } from "../catalog/near.js";
import type { Span } from "../syntax/ast.js";
import type { Call } from "./call.js";
import type { Finding, Fix, TextEdit } from "./finding.js";
import { fitsWildcard } from "./wildcard.js";

/** How far a suppressing comment reaches. */
export type SuppressionScope = "next-line" | "line" | "block" | "file";

/** One `exchange-rms-disable…` or `exchange-rms-enable` comment. */
export interface Directive {
  readonly kind: SuppressionScope | "enable";
  /** The comment, delimiters included. */
  readonly comment: Span;
  /** The rules it names; none means all. */
  readonly ids: readonly { readonly id: string; readonly span: Span }[];
}

/** What remains after suppression. */
export interface Suppressed {
  readonly findings: readonly Finding[];
  /** Ids that no rule has. */
  readonly unknown: readonly { readonly directive: Directive; readonly id: string; readonly span: Span; readonly near: string | null }[];
  /** Comments, or ids in them, that suppress nothing; `span` is the id, or the comment where it names none. */
  readonly unused: readonly { readonly directive: Directive; readonly id: string | null; readonly span: Span }[];
}

const form = /exchange-rms-(disable-next-line|disable-line|disable-file|disable|enable)(?![\w-])([^\n]*)/i;
/** How a comment with a directive begins: most comments are passed over after one look. */
const beginning = /(?:(?:<?#|::|rem\b)\s*)?exchange-rms-/iy;
const kinds: Readonly<Record<string, Directive["kind"]>> = {
  "disable-next-line": "next-line",
  "disable-line": "line",
  "disable-file": "file",
  disable: "block",
  enable: "enable",
};

/** Reads the directives out of a file's comments. A reason may follow ` -- `. */
export function readDirectives(text: string, comments: readonly Span[]): readonly Directive[] {
  const directives: Directive[] = [];
  for (const comment of comments) {
    beginning.lastIndex = comment.start;
    if (!beginning.test(text)) continue;
    const written = text.slice(comment.start, comment.end);
    const found = form.exec(written);
    const opening = /^(?:<?#|::|rem\b)\s*/i.exec(written)?.[0].length ?? 0;
    // Only at the beginning of a comment: a sentence that mentions a directive is not one.
    if (!found || found.index !== opening) continue;
    const list = (found[2] ?? "").split(/\s--(?:\s|$)|#>/)[0] ?? "";
    const listStart = comment.start + found.index + found[0].length - (found[2] ?? "").length;
    const ids = [...list.matchAll(/[^\s,]+/g)].map((match) => {
      const start = listStart + match.index;
      return { id: match[0].toLowerCase(), span: { start, end: start + match[0].length } };
    });
    directives.push({ kind: kinds[(found[1] ?? "").toLowerCase()] ?? "block", comment, ids });
  }
  return directives;
}

/** Where a directive holds; `end` exclusive. */
interface Reach {
  readonly directive: Directive;
  readonly id: string | null;
  readonly span: Span;
  readonly places: readonly Span[];
  isUsed: boolean;
}

/**
 * Takes out the findings that comments suppress, and tells which comments name no rule or suppress nothing.
 *
 * @param calls a comment above or behind a call of several lines holds for all of it, since no comment can stand inside
 * @param ids every id there is
 * @param isOff true for a rule that the configuration switches off: its suppressions are not called unused
 */
export function suppress(
  text: string,
  directives: readonly Directive[],
  findings: readonly Finding[],
  calls: readonly Call[],
  ids: readonly string[],
  isOff: (id: string) => boolean,
): Suppressed {
  if (directives.length === 0) return { findings, unknown: [], unused: [] };
  const reaches = directives.flatMap((_, index) => reachesOf(text, directives, index, calls));
  const kept = findings.filter((finding) => {
    let isKept = true;
    for (const reach of reaches) {
      if (reach.id !== null && !fitsWildcard(finding.rule, reach.id)) continue;
      if (!reach.places.some((place) => place.start <= finding.start && finding.start < place.end)) continue;
      reach.isUsed = true;
      isKept = false;
    }
    return isKept;
  });
  const unknown: Suppressed["unknown"][number][] = [];
  const unused: Suppressed["unused"][number][] = [];
  for (const { directive, id, span, isUsed } of reaches) {
    if (id !== null && !ids.some((one) => fitsWildcard(one, id)))
      unknown.push({ directive, id, span, near: nearest(id, ids, 3)[0] ?? null });
    else if (!isUsed && (id === null || ids.some((one) => fitsWildcard(one, id) && !isOff(one)))) unused.push({ directive, id, span });
  }
  return { findings: kept, unknown, unused };
}

function reachesOf(text: string, directives: readonly Directive[], index: number, calls: readonly Call[]): readonly Reach[] {
  const directive = directives[index];
  if (!directive || directive.kind === "enable") return [];
  const named = directive.ids.length > 0 ? directive.ids : [{ id: null, span: directive.comment }];
  return named.map(({ id, span }) => ({ directive, id, span, isUsed: false, places: placesOf(text, directives, index, id, calls) }));
}

function placesOf(
  text: string,
  directives: readonly Directive[],
  index: number,
  id: string | null,
  calls: readonly Call[],
): readonly Span[] {
  const directive = directives[index];
  switch (directive?.kind) {
    case "file":
      return [{ start: 0, end: text.length + 1 }];
    case "block": {
      const end = directives.find((other, at) => at > index && other.kind === "enable" && enables(other, id));
      return [{ start: directive.comment.end, end: end?.comment.start ?? text.length + 1 }];
    }
    case "line": {
      const line = lineAround(text, directive.comment.start);
      return [line, ...wholeCalls(calls, ({ span }) => line.start < span.end && span.end <= directive.comment.start)];
    }
    case "next-line": {
      const line = nextLine(text, directive.comment.end);
      return line === null ? [] : [line, ...wholeCalls(calls, ({ span }) => line.start <= span.start && span.start < line.end)];
    }
    default:
      return [];
  }
}

/** The places of calls, but not of those that hold code of their own in a script block: comments can stand in there. */
function wholeCalls(calls: readonly Call[], isMeant: (call: Call) => boolean): readonly Span[] {
  return calls.filter((call) => isMeant(call) && !holdsCode(call)).map(({ span }) => span);
}

function holdsCode(call: Call): boolean {
  const command = call.kind === "cmdlet" ? call.bound.command : call.command;
  return command?.elements.some((element) => element.kind === "ScriptBlockExpression") ?? false;
}

function enables(directive: Directive, id: string | null): boolean {
  return directive.ids.length === 0 || (id !== null && directive.ids.some((one) => fitsWildcard(id, one.id)));
}

function lineAround(text: string, offset: number): Span {
  const end = text.indexOf("\n", offset);
  return { start: text.lastIndexOf("\n", offset - 1) + 1, end: end < 0 ? text.length + 1 : end + 1 };
}

/** The line after an offset's; further comment lines are passed over, so that several directives can stand above one line. */
function nextLine(text: string, offset: number): Span | null {
  let line = lineAround(text, offset);
  while (line.end <= text.length) {
    line = lineAround(text, line.end);
    if (!/^\s*(?:#|::|rem\b)/i.test(text.slice(line.start, line.end))) return line;
  }
  return null;
}

// ---------------------------------------------------------------------------------------------------------------- fixes

/** Takes an id out of a directive, or the whole comment where nothing would be left of it. */
export function removeFromDirective(text: string, directive: Directive, id: string | null): Fix {
  const index = directive.ids.findIndex((one) => one.id === id);
  const own = directive.ids[index];
  if (!own || directive.ids.length === 1)
    return { title: "Remove the comment", edits: [removeComment(text, directive.comment)], isPreferred: true };
  const next = directive.ids[index + 1];
  const previous = directive.ids[index - 1];
  const span = next ? { start: own.span.start, end: next.span.start } : { start: previous?.span.end ?? own.span.start, end: own.span.end };
  return { title: `Remove ${own.id}`, edits: [{ ...span, newText: "" }], isPreferred: true };
}

function removeComment(text: string, comment: Span): TextEdit {
  const line = lineAround(text, comment.start);
  const before = text.slice(line.start, comment.start);
  const after = text.slice(comment.end, Math.min(line.end, text.length));
  if (before.trim() === "" && after.trim() === "") return { start: line.start, end: Math.min(line.end, text.length), newText: "" };
  return { start: comment.start - (before.length - before.trimEnd().length), end: comment.end, newText: "" };
}
