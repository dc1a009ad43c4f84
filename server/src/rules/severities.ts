import type { Config } from "./config.js";
import type { Finding, Severity } from "./finding.js";
import { fitsWildcard } from "./wildcard.js";

/** The severity the configuration gives a rule; null where it says nothing of it. */
export function configuredSeverity(rule: string, severities: Config["severities"]): Severity | "off" | null {
  return severities.findLast((one) => fitsWildcard(rule, one.rule))?.severity ?? null;
}

/** Findings with the configured severities, without those that are off. */
export function applySeverities(findings: readonly Finding[], severities: Config["severities"]): readonly Finding[] {
  if (severities.length === 0) return findings;
  return findings.flatMap((finding) => {
    const severity = configuredSeverity(finding.rule, severities);
    if (severity === "off") return [];
    return [severity === null ? finding : { ...finding, severity }];
  });
}
