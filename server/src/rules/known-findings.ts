import type { Span } from "../syntax/ast.js";
import type { TextChange } from "../syntax/text-change.js";
import type { Call } from "./call.js";
import type { Found } from "./engine.js";
import type { Finding } from "./finding.js";
import type { Rule } from "./rule.js";

/** What the rules said of a call. */
export interface KnownOfCall {
  /** Of rules that looked at the call alone. */
  readonly found: readonly Found[];
  /** Rules that looked at the file around it, too: what they say may change though the call does not. */
  readonly toAsk: readonly Rule[];
}

/** What rules said of the calls of a file in its last version, for those that are still the same. */
export interface KnownFindings {
  /** Null where all rules must be asked. */
  readonly recall: (call: Call) => KnownOfCall | null;
  readonly remember: (call: Call, known: KnownOfCall) => void;
  /** For the next version, which differs by this. */
  readonly after: (change: TextChange) => KnownFindings;
}

interface Known {
  found: readonly Found[];
  toAsk: readonly Rule[];
  /** In which version this was so. */
  version: number;
}

/** Makes an empty memory, for one set of rules, target and conventions. */
export function knownFindings(): KnownFindings {
  return inVersion(new WeakMap(), 0, null);
}

function inVersion(all: WeakMap<Call, Known>, version: number, change: TextChange | null): KnownFindings {
  const remember = (call: Call, { found, toAsk }: KnownOfCall): void => void all.set(call, { found, toAsk, version });
  return {
    recall(call) {
      const known = all.get(call);
      if (known?.version !== version - 1 || change === null) return null;
      const found = known.found.length === 0 ? known.found : afterChange(known.found, change);
      if (found === null) return null;
      known.found = found;
      known.version = version;
      return known;
    },
    remember,
    after: (next) => inVersion(all, version + 1, next),
  };
}

/** Null where a place that one of them speaks of has changed: what stands there is another thing now. */
function afterChange(found: readonly Found[], change: TextChange): readonly Found[] | null {
  const now: Found[] = [];
  for (const one of found) {
    const finding = moved(one.finding, change);
    if (finding === null) return null;
    now.push(finding === one.finding ? one : { finding, call: one.call, rule: one.rule });
  }
  return now;
}

/** A finding where it is now; null where a place that it speaks of has changed. */
function moved(finding: Finding, change: TextChange): Finding | null {
  let isSame = true;
  let isSure = true;
  const look = ({ start, end }: Span): void => {
    if (end <= change.start && start < change.start) return;
    isSame &&= change.by === 0;
    isSure &&= start >= change.end && start > change.start;
  };
  look(finding);
  for (const one of finding.related) look(one);
  for (const { edits } of finding.fixes) for (const edit of edits) look(edit);
  if (!isSure) return null;
  if (isSame) return finding;
  const by = (offset: number): number => (offset < change.start ? 0 : change.by);
  // Field by field, as the rules make them: all findings have one shape, which the engine of JavaScript counts on.
  const { start, end, rule, severity, message, url, fixes, related, tags } = finding;
  return {
    start: start + by(start),
    end: end + by(start),
    rule,
    severity,
    message,
    url,
    fixes: fixes.map(({ title, edits, isPreferred }) => ({
      title,
      edits: edits.map((edit) => ({ start: edit.start + by(edit.start), end: edit.end + by(edit.start), newText: edit.newText })),
      isPreferred,
    })),
    related: related.map((one) => ({ start: one.start + by(one.start), end: one.end + by(one.start), message: one.message })),
    tags,
  };
}
