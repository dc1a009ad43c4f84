/** The variables of a cmd file whose value is certain where the reading has come to. */
export interface BatchVariables {
  /** Null where it is not certain. */
  readonly valueOf: (name: string) => string | null;
  /** `set NAME=value`; null where the value is not known, or it is not certain that the line runs. */
  readonly assign: (name: string, value: string | null) => void;
  /** A place that other lines may jump to, or a call that comes back here. */
  readonly jump: () => void;
  /** What stands here may change any variable. */
  readonly forget: () => void;
}

/** Every label looks at all of them. */
const MOST_VARIABLES = 500;

interface Variable {
  readonly value: string | null;
  /** True when it was set before anything could jump. */
  readonly isAtTop: boolean;
}

/** @param text the whole file: what it assigns twice is certain only between two labels */
export function batchVariables(text: string): BatchVariables {
  const known = new Map<string, Variable>();
  let counts: ReadonlyMap<string, number> | null = null;
  let hasJumped = false;
  const isSetOnce = (name: string): boolean => {
    counts ??= assignmentsIn(text);
    return counts.get(name) === 1;
  };
  return {
    valueOf: (name) => known.get(name.toLowerCase())?.value ?? null,
    assign(name, value) {
      const key = name.toLowerCase();
      if (known.size < MOST_VARIABLES || known.has(key)) known.set(key, { value, isAtTop: !hasJumped });
    },
    jump() {
      hasJumped = true;
      for (const [name, { isAtTop }] of known) if (!isAtTop || !isSetOnce(name)) known.delete(name);
    },
    forget: () => known.clear(),
  };
}

/** How often each variable is assigned in a file, at most: in lower case; comments and texts count too. */
function assignmentsIn(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [, name = ""] of text.matchAll(/\bset\s+(?:\/[ap]\s+)?"?([^\s="]{1,80})\s*[-+*/]?=/gi)) {
    counts.set(name.toLowerCase(), (counts.get(name.toLowerCase()) ?? 0) + 1);
  }
  return counts;
}
