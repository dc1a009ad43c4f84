/**
 * Regular expressions that cost time linear in the text, whatever the pattern: the set of possible places in the pattern is carried along
 * the text, nothing is tried twice. Literals, `.`, classes, `\d \w \s` and their opposites, `\b`, groups, `|`, `* + ? {n,m}` (greedy or
 * lazy, which is the same for a yes or no), `^`, `$`. No backreference and no lookaround, which is what makes it linear. Without case.
 */
export interface Pattern {
  /** Whether the pattern occurs anywhere in the text. */
  readonly test: (text: string) => boolean;
}

export type PatternResult =
  | { readonly ok: true; readonly pattern: Pattern }
  | { readonly ok: false; readonly message: string; readonly offset: number };

/** A pattern written out may not have more places than this: `{1000}` of a `{1000}` is refused. */
const maxPlaces = 5000;

type CharTest = (code: number) => boolean;

type Tree =
  | { readonly kind: "char"; readonly test: CharTest }
  | { readonly kind: "assert"; readonly what: "start" | "end" | "word" | "notWord" }
  | { readonly kind: "sequence"; readonly of: readonly Tree[] }
  | { readonly kind: "choice"; readonly of: readonly Tree[] }
  | { readonly kind: "repeat"; readonly of: Tree; readonly min: number; readonly max: number };

/** A step of the written-out pattern. `char` goes on to the next place, the others lead on without reading. */
type Step =
  | { readonly kind: "char"; readonly test: CharTest }
  | { readonly kind: "assert"; readonly what: "start" | "end" | "word" | "notWord" }
  | { readonly kind: "split"; readonly to: number[] }
  | { readonly kind: "jump"; to: number }
  | { readonly kind: "match" };

class PatternFault extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** Reads a pattern; says what is wrong with it and where, or why it is refused. */
export function compilePattern(source: string): PatternResult {
  try {
    const tree = readPattern(source);
    if (isHarmless(source)) {
      const expression = new RegExp(source, "i");
      return { ok: true, pattern: { test: (text) => expression.test(text) } };
    }
    const steps: Step[] = [];
    write(tree, steps);
    steps.push({ kind: "match" });
    return { ok: true, pattern: { test: (text) => run(steps, text) } };
  } catch (error) {
    if (error instanceof PatternFault) return { ok: false, message: error.message, offset: error.offset };
    throw error;
  }
}

/**
 * Whether JavaScript's own engine, which is quicker, needs linear time as well: with few repetitions, of single characters only, and one
 * without an upper bound at most, whose beginning is fixed.
 */
function isHarmless(source: string): boolean {
  const bare = source.replace(/\\.|\[(?:\\.|[^\]\\])*\]/g, "x");
  if (/\)[*+?{]/.test(bare)) return false;
  const repetitions = bare.match(/[*+?]|\{\d/g)?.length ?? 0;
  const unbounded = bare.match(/[*+]|,\}/g)?.length ?? 0;
  if (unbounded === 0) return repetitions <= 3;
  return unbounded === 1 && repetitions <= 2 && bare.startsWith("^") && !bare.includes("|");
}

function readPattern(source: string): Tree {
  let at = 0;
  let depth = 0;
  const tree = readChoice();
  if (at < source.length) throw new PatternFault("a closing bracket `)` has no opening one", at);
  return tree;

  function readChoice(): Tree {
    if (++depth > 100) throw new PatternFault("groups are nested too deep", at);
    const choices: Tree[] = [readSequence()];
    while (source[at] === "|") {
      at++;
      choices.push(readSequence());
    }
    depth--;
    return choices.length === 1 ? (choices[0] as Tree) : { kind: "choice", of: choices };
  }

  function readSequence(): Tree {
    const items: Tree[] = [];
    while (at < source.length && source[at] !== "|" && source[at] !== ")") items.push(readRepeat());
    return { kind: "sequence", of: items };
  }

  function readRepeat(): Tree {
    const start = at;
    let item = readAtom();
    for (;;) {
      const bounds = readBounds();
      if (bounds === null) return item;
      if (item.kind === "assert") throw new PatternFault("nothing to repeat", start);
      if (source[at] === "?") at++;
      item = { kind: "repeat", of: item, min: bounds[0], max: bounds[1] };
    }
  }

  function readBounds(): [number, number] | null {
    const char = source[at];
    if (char === "*" || char === "+" || char === "?") {
      at++;
      return char === "*" ? [0, Number.POSITIVE_INFINITY] : char === "+" ? [1, Number.POSITIVE_INFINITY] : [0, 1];
    }
    if (char !== "{") return null;
    const found = /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(source.slice(at, at + 12));
    if (!found) return null;
    const min = Number(found[1]);
    const max = found[2] === undefined ? min : found[3] === "" ? Number.POSITIVE_INFINITY : Number(found[3]);
    if (max < min) throw new PatternFault("the bounds of `{}` are the wrong way round", at);
    at += found[0].length;
    return [min, max];
  }

  function readAtom(): Tree {
    const start = at;
    const char = source[at++] as string;
    switch (char) {
      case "(": {
        if (source[at] === "?") {
          if (source[at + 1] !== ":") throw new PatternFault("lookaround and named groups are not allowed: only `(…)` and `(?:…)`", start);
          at += 2;
        }
        const inner = readChoice();
        if (source[at] !== ")") throw new PatternFault("a group is not closed", start);
        at++;
        return inner;
      }
      case "[":
        return { kind: "char", test: readClass(start) };
      case ".":
        return { kind: "char", test: (code) => code !== 10 && code !== 13 };
      case "^":
        return { kind: "assert", what: "start" };
      case "$":
        return { kind: "assert", what: "end" };
      case "*":
      case "+":
      case "?":
        throw new PatternFault("nothing to repeat", start);
      case "\\": {
        if (source[at] === "b" || source[at] === "B") return { kind: "assert", what: source[at++] === "b" ? "word" : "notWord" };
        return { kind: "char", test: readEscape(start) };
      }
      default:
        return { kind: "char", test: sameChar(char.charCodeAt(0)) };
    }
  }

  function readEscape(start: number): CharTest {
    if (at >= source.length) throw new PatternFault("a backslash stands at the end", start);
    const char = source[at++] as string;
    const known = namedClass(char);
    if (known) return known;
    if (/[1-9k]/.test(char)) throw new PatternFault("backreferences are not allowed", start);
    const code = escapedChar(char);
    if (code === null) throw new PatternFault(`\`\\${char}\` is not known here`, start);
    return sameChar(code);
  }

  function readClass(start: number): CharTest {
    const negated = source[at] === "^";
    if (negated) at++;
    const tests: CharTest[] = [];
    while (source[at] !== "]") {
      if (at >= source.length) throw new PatternFault("a class `[…]` is not closed", start);
      const first = readClassChar();
      if (typeof first === "number" && source[at] === "-" && at + 1 < source.length && source[at + 1] !== "]") {
        at++;
        const last = readClassChar();
        if (typeof last !== "number" || last < first) throw new PatternFault("a range in a class is the wrong way round", at);
        tests.push(inRange(first, last));
      } else {
        tests.push(typeof first === "number" ? sameChar(first) : first);
      }
    }
    at++;
    return (code) => tests.some((test) => test(code)) !== negated;
  }

  function readClassChar(): number | CharTest {
    const char = source[at++] as string;
    if (char !== "\\") return char.charCodeAt(0);
    const escaped = source[at++] ?? "";
    const known = namedClass(escaped);
    if (known) return known;
    const code = escapedChar(escaped);
    if (code === null) throw new PatternFault(`\`\\${escaped}\` is not known here`, at - 2);
    return code;
  }
}

function namedClass(char: string): CharTest | null {
  switch (char) {
    case "d":
      return isDigit;
    case "D":
      return (code) => !isDigit(code);
    case "w":
      return isWord;
    case "W":
      return (code) => !isWord(code);
    case "s":
      return isBlank;
    case "S":
      return (code) => !isBlank(code);
    default:
      return null;
  }
}

function escapedChar(char: string): number | null {
  if (char === "t") return 9;
  if (char === "n") return 10;
  if (char === "r") return 13;
  return /[A-Za-z0-9]/.test(char) || char === "" ? null : char.charCodeAt(0);
}

const isDigit: CharTest = (code) => code >= 48 && code <= 57;
const isWord: CharTest = (code) => isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
const isBlank: CharTest = (code) => code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x2028 || code === 0x2029;

/** Upper and lower case of a UTF-16 unit, where each is one unit. */
function cases(code: number): readonly number[] {
  const char = String.fromCharCode(code);
  const lower = char.toLowerCase();
  const upper = char.toUpperCase();
  return [code, lower.length === 1 ? lower.charCodeAt(0) : code, upper.length === 1 ? upper.charCodeAt(0) : code];
}

function sameChar(wanted: number): CharTest {
  const all = cases(wanted);
  return (code) => all.includes(code);
}

function inRange(first: number, last: number): CharTest {
  return (code) => cases(code).some((one) => one >= first && one <= last);
}

function write(tree: Tree, steps: Step[]): void {
  if (steps.length > maxPlaces) throw new PatternFault("the pattern is too long when its repetitions are written out", 0);
  switch (tree.kind) {
    case "char":
    case "assert":
      steps.push(tree);
      return;
    case "sequence":
      for (const item of tree.of) write(item, steps);
      return;
    case "choice": {
      const split: number[] = [];
      steps.push({ kind: "split", to: split });
      const jumps: { kind: "jump"; to: number }[] = [];
      for (const item of tree.of) {
        split.push(steps.length);
        write(item, steps);
        const jump = { kind: "jump" as const, to: 0 };
        jumps.push(jump);
        steps.push(jump);
      }
      for (const jump of jumps) jump.to = steps.length;
      return;
    }
    case "repeat": {
      for (let n = 0; n < tree.min; n++) write(tree.of, steps);
      if (tree.max === Number.POSITIVE_INFINITY) {
        const loop = steps.length;
        const split: number[] = [loop + 1];
        steps.push({ kind: "split", to: split });
        write(tree.of, steps);
        steps.push({ kind: "jump", to: loop });
        split.push(steps.length);
        return;
      }
      const exits: number[][] = [];
      for (let n = tree.min; n < tree.max; n++) {
        const split: number[] = [steps.length + 1];
        steps.push({ kind: "split", to: split });
        exits.push(split);
        write(tree.of, steps);
      }
      for (const exit of exits) exit.push(steps.length);
      return;
    }
  }
}

function run(steps: readonly Step[], text: string): boolean {
  // The mark says in which round a place was entered last, so that no place is entered twice for one character.
  const marks = new Int32Array(steps.length).fill(-1);
  let places: number[] = [];
  for (let at = 0; at <= text.length; at++) {
    const open = [...places, 0];
    const reached: number[] = [];
    while (open.length > 0) {
      const place = open.pop() as number;
      if (marks[place] === at) continue;
      marks[place] = at;
      const step = steps[place] as Step;
      if (step.kind === "match") return true;
      if (step.kind === "char") reached.push(place);
      else if (step.kind === "jump") open.push(step.to);
      else if (step.kind === "split") open.push(...step.to);
      else if (holds(step.what, text, at)) open.push(place + 1);
    }
    if (at === text.length) return false;
    const code = text.charCodeAt(at);
    places = [];
    for (const place of reached) {
      const step = steps[place] as Step;
      if (step.kind === "char" && step.test(code)) places.push(place + 1);
    }
  }
  return false;
}

function holds(what: "start" | "end" | "word" | "notWord", text: string, at: number): boolean {
  if (what === "start") return at === 0;
  if (what === "end") return at === text.length;
  const before = at > 0 && isWord(text.charCodeAt(at - 1));
  const after = at < text.length && isWord(text.charCodeAt(at));
  return (before !== after) === (what === "word");
}
