import { anyTarget } from "../catalog/target.js";
import type { Span } from "../syntax/ast.js";
import type { Call } from "./call.js";
import type { Finding } from "./finding.js";
import { fillMessage } from "./message.js";
import type { Rule } from "./rule.js";
import { rulePage } from "./rule-page.js";
import type { RuleSet } from "./rule-set.js";
import { readDirectives, removeFromDirective, suppress } from "./suppressions.js";

/**
 * The findings that no comment suppresses, and findings about the comments themselves: ids that no rule has, comments that suppress nothing.
 */
export function afterSuppression(
  file: { readonly text: string; readonly comments: readonly Span[]; readonly calls: readonly Call[] },
  findings: readonly Finding[],
  rules: RuleSet,
  isOff: (id: string) => boolean,
): readonly Finding[] {
  const { text } = file;
  const directives = readDirectives(text, file.comments);
  if (directives.length === 0) return findings;
  const ids = rules.rules.map((rule) => rule.id);
  const result = suppress(text, directives, findings, file.calls, ids, isOff);
  const about: Finding[] = [];
  const unknownRule = rules.find("suppression-unknown-rule");
  for (const { directive, id, span, near } of result.unknown) {
    if (unknownRule === null) break;
    const rename = near === null ? [] : [{ title: `Write ${near}`, edits: [{ ...span, newText: near }], isPreferred: true }];
    const remove = removeFromDirective(text, directive, id);
    about.push({ ...finding(unknownRule, text, span, { id }), fixes: [...rename, { ...remove, isPreferred: near === null }] });
  }
  const unused = rules.find("suppression-unused");
  for (const { directive, id, span } of result.unused) {
    if (unused === null) break;
    const what = id === null ? "This comment" : `\`${id}\``;
    about.push({ ...finding(unused, text, span, { what }), fixes: [removeFromDirective(text, directive, id)] });
  }
  return [...result.findings, ...about];
}

function finding(rule: Rule, text: string, span: Span, fields: Readonly<Record<string, string>>): Finding {
  return {
    start: span.start,
    end: span.end,
    rule: rule.id,
    severity: rule.severity,
    message: fillMessage(rule.message, { text, call: null, target: anyTarget, span, fields }),
    url: rulePage(rule.id),
    fixes: [],
    related: [],
    tags: rule.tags,
  };
}
