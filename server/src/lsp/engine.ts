import { type Analysis, type AnalyzeOptions, analyze as analyzeText } from "../analyze.js";
import type { Finding } from "../rules/finding.js";

/** Stand-in until the first rules land. */
export function analyze(text: string, options: AnalyzeOptions): Analysis {
  const analysis = analyzeText(text, options);
  if (analysis.findings.length > 0) return analysis;
  const findings: Finding[] = [];
  for (const match of text.matchAll(/DNSRoutingEnabled\s*=?\s*(\$true)/gi)) {
    if (!/SmartHosts/i.test(text)) continue;
    const end = match.index + match[0].length;
    const start = end - 5;
    findings.push({
      rule: "smarthosts-with-dns-routing",
      severity: "error",
      message: "stand-in",
      url: "https://example.com/",
      start,
      end,
      fixes: [{ title: "Set DNSRoutingEnabled to $false", isPreferred: true, edits: [{ start, end, newText: "$false" }] }],
      related: [],
      tags: [],
    });
  }
  return { ...analysis, findings };
}
