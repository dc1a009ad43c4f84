/** Names of types as PowerShell spells them back: without blanks, new lines, comments and needless brackets. */

/**
 * The full name of the type that stands there: `Func[string, int]` is `Func[string,int]`, `List[[int]]` is `List[int]`.
 *
 * @param start where the name starts, behind the outer bracket
 * @param end where it ends
 */
export function typeFullName(text: string, start: number, end: number): string {
  const written = text.slice(start, end);
  if (/^[\w.+`\\#]*(?:\[,*\])*$/.test(written)) {
    return written;
  }
  const compact = written.replace(/<#[\s\S]*?#>|#[^\r\n]*|`\r?\n|[\s\u0085\u00a0]+/g, (found) => (isMark(found) ? found : ""));
  const reader = { text: compact, at: 0 };
  return readName(reader).full;
}

/** A `#` that is not followed by a blank may be part of a name; it never is in practice, except for COM identifiers. */
function isMark(found: string): boolean {
  return /^#[\w.]+$/.test(found);
}

interface Reader {
  readonly text: string;
  at: number;
}

interface TypeNameParts {
  readonly name: string;
  readonly full: string;
}

function readName(reader: Reader, isBareArgument = false): TypeNameParts {
  let name = readWhile(reader, /[^[\],]/);
  let assembly = "";
  while (reader.text[reader.at] === "[") {
    reader.at++;
    const dimensions = readWhile(reader, /,/);
    if (reader.text[reader.at] === "]") {
      reader.at++;
      name += `[${dimensions}]`;
      continue;
    }
    const names: string[] = [];
    do {
      names.push(readArgument(reader));
    } while (reader.text[reader.at] === "," && reader.at++ < reader.text.length);
    reader.at++;
    name += `[${names.join(",")}]`;
  }
  if (!isBareArgument && reader.text[reader.at] === ",") {
    reader.at++;
    assembly = `,${readWhile(reader, /[^\]]/).replaceAll(",", ", ")}`;
  }
  return { name, full: name + assembly };
}

function readArgument(reader: Reader): string {
  if (reader.text[reader.at] !== "[") {
    return readName(reader, true).full;
  }
  reader.at++;
  const { full } = readName(reader);
  reader.at++;
  return full;
}

function readWhile(reader: Reader, pattern: RegExp): string {
  const from = reader.at;
  while (reader.at < reader.text.length && pattern.test(reader.text.charAt(reader.at))) {
    reader.at++;
  }
  return reader.text.slice(from, reader.at);
}
