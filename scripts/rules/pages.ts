import type { Rule } from "../../server/src/rules/rule.js";

/** A rule with what only its page shows. */
export interface RuleSource {
  readonly rule: Rule;
  /** With slashes, from the project's root. */
  readonly file: string;
  readonly family: string;
  /** Whether a fix is offered, and whether it is part of fix-all: the rule's own, or its check's as the examples show. */
  readonly fix: "yes" | "offered" | "";
  /** As written, in the reference's spelling. */
  readonly commands: readonly string[];
  readonly examples: readonly Example[];
}

/** An executed example of a rule. */
export interface Example {
  readonly bad?: string;
  readonly good?: string;
  readonly marks?: string;
  readonly target?: string;
  readonly config?: string;
  readonly language?: "powershell" | "batch" | "csv";
  readonly note?: string;
}

const evidenceWords: Readonly<Record<Rule["evidence"], string>> = {
  documented: "documented by the vendor",
  thread: "told by administrators in public threads",
  binder: "what PowerShell itself does",
  inferred: "follows from what is documented",
  "health-checker": "checked by Microsoft's Exchange HealthChecker",
};

/** The page of one rule. */
export function rulePage({ rule, commands, file, examples }: RuleSource): string {
  const lines: string[] = [`# ${rule.id}`, "", `**${rule.title}** · ${rule.severity}`, "", rule.why, ""];
  lines.push(`- Commands: ${commandWords(rule, commands)}`);
  if (rule.products)
    lines.push(`- Products: ${rule.products.join(", ")}${rule.whenTargetUnknown ? ", and where the target is not known" : ""}`);
  lines.push(`- Rests on: ${evidenceWords[rule.evidence]} (<${rule.source}>)`);
  lines.push(`- What it says: ${inline(rule.message)}`);
  for (const fix of rule.fixes) lines.push(`- Fix: ${inline(fix.title)}${fix.isPreferred ? " (part of fix-all)" : ""}`);
  lines.push(`- Source: [${file}](../../${file})`, "", "## Examples", "");
  for (const example of examples) lines.push(...exampleLines(rule, example));
  lines.push(
    "## To silence it here",
    "",
    "```powershell",
    `# exchange-rms-disable-next-line ${rule.id} -- the reason`,
    "```",
    "",
    `Everywhere: in \`.exchange-rms.yaml\`, \`severities: { ${rule.id}: off }\`.`,
    "",
  );
  return lines.join("\n");
}

function exampleLines(rule: Rule, example: Example): string[] {
  const language = { powershell: "powershell", batch: "bat", csv: "csv" }[example.language ?? rule.documents[0] ?? "powershell"];
  const fence = (text: string): string[] => [`\`\`\`${language}`, text.trimEnd(), "```", ""];
  const lines: string[] = [];
  if (example.note) lines.push(example.note, "");
  if (example.target) lines.push(`Target: ${example.target}`, "");
  if (example.config) lines.push("With `.exchange-rms.yaml`:", "", "```yaml", example.config.trimEnd(), "```", "");
  if (example.bad !== undefined) {
    lines.push("Found:", "", ...fence(example.bad));
    if (example.good !== undefined) lines.push(rule.fixes.length > 0 ? "After the fix:" : "Better:", "", ...fence(example.good));
  } else if (example.good !== undefined) lines.push("Not found:", "", ...fence(example.good));
  return lines;
}

/** The table of all rules. */
export function ruleIndex(sources: readonly RuleSource[], refusalCount: number): string {
  const lines = [
    "# Rules",
    "",
    `${sources.length} rules, and ${refusalCount} refused with their reasons in [not-rules.md](../not-rules.md). Made from \`server/data/rules\` by \`npm run generate\`; every example on every page is executed by the tests.`,
    "",
  ];
  const families = [...new Set(sources.map(({ family }) => family))].sort();
  for (const family of families) {
    lines.push(`## ${family}`, "", "| id | severity | commands | products | fix | evidence |", "|---|---|---|---|---|---|");
    for (const { rule, commands, fix } of sources.filter((source) => source.family === family)) {
      const cells = [
        `[${rule.id}](${rule.id}.md)`,
        [...new Set([rule.severity, ...rule.severityWhen.map((one) => one.severity)])].join(", "),
        commandWords(rule, commands, 4),
        rule.products?.join(", ") ?? "any",
        fix,
        rule.evidence,
      ];
      lines.push(`| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`);
    }
    lines.push("");
  }
  return lines.join("\n");
}

function commandWords(rule: Rule, written: readonly string[], most = Number.POSITIVE_INFINITY): string {
  if (rule.documents.length > 0)
    return rule.documents.map((kind) => `every ${{ powershell: "script", batch: "cmd file", csv: "CSV file" }[kind]}`).join(", ");
  if (rule.commands.includes("*")) return "every cmdlet";
  const shown = written.slice(0, written.length > most ? most - 1 : most).map((name) => `\`${name}\``);
  return shown.join(", ") + (shown.length < written.length ? ` and ${written.length - shown.length} more` : "");
}

function inline(text: string): string {
  return text.replaceAll("\n", " ");
}
