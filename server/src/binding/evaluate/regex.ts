/**
 * Turns a .NET regular expression into JavaScript's where both certainly mean the same; null otherwise.
 *
 * The subset is what scripts use: literals, classes, groups, quantifiers, anchors, `\d \w \s \b`. Differences that matter are
 * kept out: `$` before a last line feed and `\d`, `\w`, `\s` beyond ASCII are right only for a subject without line feeds and of
 * ASCII letters: `subjectIsPlain` says so.
 */
export function translateRegex(pattern: string, ignoreCase: boolean): RegExp | "fault" | null {
  if (pattern.length > 2000 || !isSupported(pattern)) return null;
  const source = pattern
    .replace(/\(\?<([A-Za-z_]\w*)>/g, "(?<$1>")
    .replace(/\\A/g, "^")
    .replace(/\\z/gi, "$");
  try {
    return new RegExp(source, ignoreCase ? "gi" : "g");
  } catch {
    return isBroken(pattern) ? "fault" : null;
  }
}

/** Whether a text holds nothing that .NET and JavaScript match differently. */
export function subjectIsPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7e || (code < 0x20 && code !== 9 && code !== 10 && code !== 13)) return false;
  }
  return true;
}

// Lookarounds, inline options, atomic groups, balancing groups, class subtraction, Unicode classes and possessive forms stay out.
function isSupported(pattern: string): boolean {
  if (!subjectIsPlain(pattern) || /[\n\r]/.test(pattern)) return false;
  let inClass = false;
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i];
    if (c === "\\") {
      const next = pattern[i + 1];
      if (next === undefined) return true;
      if (/[a-zA-Z0-9]/.test(next) && !/[dDwWsStrnAz1-9b]/.test(next)) return false;
      if (inClass && /[AzbDWS1-9]/.test(next)) return false;
      i++;
      continue;
    }
    if (inClass) {
      if (c === "]") inClass = false;
      else if (c === "[" || (c === "-" && pattern[i + 1] === "[")) return false;
      continue;
    }
    if (c === "[") {
      inClass = true;
      if (pattern[i + 1] === "^") i++;
      if (pattern[i + 1] === "]") return false;
    } else if (c === "(" && pattern[i + 1] === "?") {
      if (!/^\(\?(:|=|!|<=|<!|<[A-Za-z_]\w*>)/.test(pattern.slice(i))) return false;
    } else if (c === "{" && !/^\{\d+(,\d*)?\}/.test(pattern.slice(i))) return false;
    else if (c === "}" && !/\{\d+(,\d*)?\}$/.test(pattern.slice(0, i + 1))) return false;
    else if (c === "]") return false;
    else if (/[*+?}]/.test(c ?? "") && pattern[i + 1] === "+") return false;
  }
  return true;
}

// .NET certainly refuses these too: a quantifier with nothing before it, an open class or group, a lone backslash at the end.
function isBroken(pattern: string): boolean {
  return /^[*+?]/.test(pattern) || /(^|[^\\])\\$/.test(pattern) || /^\((?![^)]*\))/.test(pattern) || /^\[[^\]]*$/.test(pattern);
}

/**
 * A .NET replacement text with the groups of one match put in; null where it uses what is not modelled (`` $` ``, `$'`, `$+`, `$_`).
 */
export function expandReplacement(template: string, match: RegExpMatchArray): string | null {
  let result = "";
  for (let i = 0; i < template.length; i++) {
    const c = template[i];
    if (c !== "$") {
      result += c;
      continue;
    }
    const rest = template.slice(i + 1);
    const number = /^(\d+)/.exec(rest)?.[1];
    const name = /^\{([A-Za-z_]\w*|\d+)\}/.exec(rest)?.[1];
    if (rest.startsWith("$")) {
      result += "$";
      i++;
    } else if (rest.startsWith("&")) {
      result += match[0];
      i++;
    } else if (number !== undefined) {
      if (number.length > 2) return null;
      // A group that does not exist stays as written.
      result += Number(number) < match.length ? (match[Number(number)] ?? "") : `$${number}`;
      i += number.length;
    } else if (name !== undefined) {
      const value = /^\d/.test(name) ? (Number(name) < match.length ? (match[Number(name)] ?? "") : null) : groupNamed(match, name);
      result += value ?? `\${${name}}`;
      i += name.length + 2;
    } else if (/^[`'+_]/.test(rest)) return null;
    else result += "$";
  }
  return result;
}

function groupNamed(match: RegExpMatchArray, name: string): string | null {
  return match.groups && name in match.groups ? (match.groups[name] ?? "") : null;
}

/** A `-like` pattern as a regular expression; null where it holds something rare. */
export function wildcardToRegex(pattern: string, ignoreCase: boolean): RegExp | null {
  let source = "";
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i] ?? "";
    if (c === "`") return null;
    if (c === "*") source += "[^]*";
    else if (c === "?") source += "[^]";
    else if (c === "[") {
      const end = pattern.indexOf("]", i + 2);
      if (end < 0) return null;
      const set = pattern.slice(i + 1, end);
      if (!/^[A-Za-z0-9_. @-]+$/.test(set) || set.startsWith("-") || set.endsWith("-")) return null;
      source += `[${set.replace(/\./g, "\\.")}]`;
      i = end;
    } else source += c.replace(/[\\^$.|+(){}\]/-]/g, "\\$&");
  }
  try {
    return new RegExp(`^${source}$`, ignoreCase ? "i" : "");
  } catch {
    return null;
  }
}
