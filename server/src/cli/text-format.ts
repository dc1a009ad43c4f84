import type { Finding } from "../rules/finding.js";
import { lineText, positionAt } from "./lines.js";
import { printable, printableLine } from "./printable.js";
import { type FileReport, summary } from "./report.js";

const colours = { error: 31, warning: 33, information: 36, hint: 36 } as const;

/** For people: place, message, the line with a caret under the fault, and where to read more. */
export function textFormat(reports: readonly FileReport[], isColoured: boolean): string {
  const paint = (code: number, text: string): string => (isColoured ? `\u001b[${code}m${text}\u001b[0m` : text);
  const blocks = reports.flatMap((report) => report.findings.map((finding) => block(report, finding, paint)));
  return `${[...blocks, summary(reports)].join("\n\n")}\n`;
}

type Paint = (code: number, text: string) => string;

function block(report: FileReport, finding: Finding, paint: Paint): string {
  const { line, character } = positionAt(report.lines, finding.start);
  const severity = paint(colours[finding.severity], finding.severity);
  const file = printableLine(report.file);
  const head = `${paint(1, file)}:${line + 1}:${character + 1}: ${severity}: ${printableLine(finding.message)} ${paint(2, `[${finding.rule}]`)}`;
  const related = finding.related.map((place) => {
    const at = positionAt(report.lines, place.start);
    return `    ${file}:${at.line + 1}:${at.character + 1}: ${printableLine(place.message)}`;
  });
  const fix = finding.fixes.find((one) => one.isPreferred) ?? finding.fixes[0];
  const more = [
    ...related,
    ...(fix ? [`    fix: ${printableLine(fix.title)}`] : []),
    ...(finding.url === "" ? [] : [`    ${paint(2, finding.url)}`]),
  ];
  return [head, ...excerpt(report, finding, paint), ...more].join("\n");
}

const shownCharacters = 160;

/** The line and the caret below it; of a very long line the part around the fault. */
function excerpt(report: FileReport, finding: Finding, paint: Paint): string[] {
  const { line, character } = positionAt(report.lines, finding.start);
  const whole = lineText(report.lines, line);
  const from = whole.length <= shownCharacters ? 0 : Math.max(0, Math.min(character - 40, whole.length - shownCharacters));
  // Nothing that a script holds may steer the terminal.
  const shown = printable(whole.slice(from, from + shownCharacters), "·");
  const column = character - from;
  const length = Math.max(1, Math.min(finding.end - finding.start, whole.length - character, shown.length - column));
  const number = String(line + 1).padStart(4);
  // Tabs stay tabs, so that the caret stands where the terminal puts the text.
  const indent = shown.slice(0, column).replace(/[^\t]/g, (letter) => (isWide(letter) ? "  " : " "));
  const marked = [...shown.slice(column, column + length)].map((letter) => (isWide(letter) ? "~~" : "~")).join("");
  const caret = `^${(marked || "~").slice(1)}`;
  return [`${paint(2, `${number} |`)} ${shown}`, `${paint(2, "     |")} ${indent}${paint(colours[finding.severity], caret)}`];
}

function isWide(letter: string): boolean {
  return /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(letter);
}
