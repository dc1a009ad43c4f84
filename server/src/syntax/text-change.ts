/** Where a text differs from what it was: up to `start` and from `end` on, in offsets of the old text, it is the same. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  /** How far what stands behind the change has moved, in UTF-16 code units. */
  readonly by: number;
}

/** Finds the one part in which two texts differ. */
export function textChange(before: string, after: string): TextChange {
  const shorter = Math.min(before.length, after.length);
  const start = commonLength(shorter, (from, to) => before.slice(from, to) === after.slice(from, to));
  const same = commonLength(
    shorter - start,
    (from, to) => before.slice(before.length - to, before.length - from) === after.slice(after.length - to, after.length - from),
  );
  return { start, end: before.length - same, by: after.length - before.length };
}

/** How much of `most` is the same, where `isSame` tells it of a part. */
function commonLength(most: number, isSame: (from: number, to: number) => boolean): number {
  let length = 0;
  for (let step = 1 << 14; step > 0; step >>= 1) {
    while (length + step <= most && isSame(length, length + step)) length += step;
  }
  return length;
}
