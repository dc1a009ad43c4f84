/** Letters of words, the rarest in scripts first. */
const RAREST_FIRST = "zqjx:kvwybhfgpumdcl";

/**
 * Whether a text has a word in it anywhere, whatever the case of its letters. Looks for the word's rarest letter, which the engine of
 * JavaScript finds three times as fast as a pattern that ignores case.
 *
 * @param word in lower case, of ASCII letters and signs
 */
export function mentions(text: string, word: string): boolean {
  let rarest = 0;
  for (const letter of RAREST_FIRST) {
    rarest = word.indexOf(letter);
    if (rarest >= 0) break;
  }
  const at = Math.max(0, rarest);
  const lower = word.charAt(at);
  const upper = lower.toUpperCase();
  return mentionsAt(text, word, lower, at) || (upper !== lower && mentionsAt(text, word, upper, at));
}

/** @param letter stands in the word at `at` */
function mentionsAt(text: string, word: string, letter: string, at: number): boolean {
  for (let found = text.indexOf(letter, at); found >= 0; found = text.indexOf(letter, found + 1)) {
    const start = found - at;
    if (mayBeAt(text, word, start) && text.slice(start, start + word.length).toLowerCase() === word) return true;
  }
  return false;
}

/** Most are told by their first letter. A set bit makes capitals small, and a few signs others. */
function mayBeAt(text: string, word: string, start: number): boolean {
  for (let i = 0; i < word.length; i++) if ((text.charCodeAt(start + i) | 32) !== word.charCodeAt(i)) return false;
  return true;
}
