/** Lines around a change that are shown with it. */
const context = 3;

interface Hunk {
  readonly from: number;
  readonly to: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/** A unified diff of two versions of a file; empty where they are equal. */
export function unifiedDiff(file: string, before: string, after: string): string {
  if (before === after) return "";
  const old = splitLines(before);
  const fresh = splitLines(after);
  const out = [`--- a/${file}`, `+++ b/${file}`];
  for (const group of groups(changes(old, fresh))) {
    const first = group[0];
    const last = group[group.length - 1];
    if (!first || !last) continue;
    const start = Math.max(0, first.from - context);
    const end = Math.min(old.length, last.to + context);
    const newStart = first.newFrom - (first.from - start);
    const newEnd = last.newTo + (end - last.to);
    out.push(`@@ -${rangeText(start, end)} +${rangeText(newStart, newEnd)} @@`);
    let at = start;
    for (const change of group) {
      for (const line of old.slice(at, change.from)) out.push(mark(" ", line));
      for (const line of old.slice(change.from, change.to)) out.push(mark("-", line));
      for (const line of fresh.slice(change.newFrom, change.newTo)) out.push(mark("+", line));
      at = change.to;
    }
    for (const line of old.slice(at, end)) out.push(mark(" ", line));
  }
  return `${out.join("\n")}\n`;
}

function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function mark(sign: string, line: string): string {
  return line.endsWith("\n") ? sign + line.slice(0, -1) : `${sign}${line}\n\\ No newline at end of file`;
}

function rangeText(start: number, end: number): string {
  const length = end - start;
  if (length === 0) return `${start},0`;
  return length === 1 ? `${start + 1}` : `${start + 1},${length}`;
}

/** Fixes change few lines and keep the rest: equal lines are found by looking a little ahead on both sides. */
function changes(old: readonly string[], fresh: readonly string[]): Hunk[] {
  const found: Hunk[] = [];
  let at = 0;
  let newAt = 0;
  while (at < old.length || newAt < fresh.length) {
    if (at < old.length && old[at] === fresh[newAt]) {
      at++;
      newAt++;
      continue;
    }
    const [skip, newSkip] = nextEqual(old, fresh, at, newAt);
    found.push({ from: at, to: at + skip, newFrom: newAt, newTo: newAt + newSkip });
    at += skip;
    newAt += newSkip;
  }
  return found;
}

const reach = 200;

function nextEqual(old: readonly string[], fresh: readonly string[], at: number, newAt: number): [number, number] {
  for (let distance = 1; distance <= reach; distance++) {
    for (let skip = 0; skip <= distance; skip++) {
      const newSkip = distance - skip;
      const line = old[at + skip];
      if (line !== undefined && line === fresh[newAt + newSkip]) return [skip, newSkip];
    }
  }
  return [old.length - at, fresh.length - newAt];
}

/** Changes that share their surroundings are shown together. */
function groups(all: readonly Hunk[]): Hunk[][] {
  const result: Hunk[][] = [];
  for (const change of all) {
    const last = result.at(-1)?.at(-1);
    if (last && change.from - last.to <= 2 * context) result.at(-1)?.push(change);
    else result.push([change]);
  }
  return result;
}
