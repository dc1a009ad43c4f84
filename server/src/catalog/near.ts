/**
 * The words of `words` within `maxEdits` of `word`, nearest first, without regard to case. An edit puts in, takes out or replaces one
 * letter, or swaps two neighbours.
 */
export function nearest(word: string, words: readonly string[], maxEdits: number): string[] {
  const wanted = word.toLowerCase();
  const found: { word: string; edits: number }[] = [];
  for (const candidate of words) {
    if (Math.abs(candidate.length - wanted.length) > maxEdits) continue;
    const edits = editDistance(wanted, candidate.toLowerCase(), maxEdits);
    if (edits <= maxEdits) found.push({ word: candidate, edits });
  }
  return found.sort((a, b) => a.edits - b.edits).map((item) => item.word);
}

/** Edits from `a` to `b` (optimal string alignment); any number above `limit` stands for "too many". */
export function editDistance(a: string, b: string, limit: number): number {
  let start = 0;
  while (start < a.length && start < b.length && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a.charCodeAt(endA - 1) === b.charCodeAt(endB - 1)) {
    endA--;
    endB--;
  }
  const rows = endA - start;
  const columns = endB - start;
  if (rows === 0 || columns === 0) return rows + columns;
  if (Math.abs(rows - columns) > limit) return limit + 1;
  let before: number[] = [];
  let last = Array.from({ length: columns + 1 }, (_, column) => column);
  for (let row = 1; row <= rows; row++) {
    const now = [row];
    let best = row;
    const codeA = a.charCodeAt(start + row - 1);
    for (let column = 1; column <= columns; column++) {
      const codeB = b.charCodeAt(start + column - 1);
      let edits = Math.min((last[column] ?? 0) + 1, (now[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + (codeA === codeB ? 0 : 1));
      const isSwap = row > 1 && column > 1 && codeA === b.charCodeAt(start + column - 2) && codeB === a.charCodeAt(start + row - 2);
      if (isSwap) edits = Math.min(edits, (before[column - 2] ?? 0) + 1);
      now.push(edits);
      best = Math.min(best, edits);
    }
    if (best > limit + 1) return limit + 1;
    before = last;
    last = now;
  }
  return last[columns] ?? limit + 1;
}
