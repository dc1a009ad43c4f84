/** A text with every character replaced that could steer a terminal or is not allowed in a document, tabs and line ends kept. */
export function printable(text: string, replacement: string): string {
  let result = "";
  for (const character of text) result += isHarmful(character.codePointAt(0) ?? 0) ? replacement.repeat(character.length) : character;
  return result;
}

/** A text that quotes a script, on one line and harmless. */
export function printableLine(text: string): string {
  return printable(text.replace(/\s*[\r\n]+\s*/g, " "), "·");
}

function isHarmful(code: number): boolean {
  if (code < 0x20) return code !== 0x09 && code !== 0x0a;
  if (code < 0x7f) return false;
  if (code < 0xa0) return true;
  const isDirection = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
  const isHalfOrNone = (code >= 0xd800 && code <= 0xdfff) || code === 0xfffe || code === 0xffff;
  return isDirection || isHalfOrNone;
}
