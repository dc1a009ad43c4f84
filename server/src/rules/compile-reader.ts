/** The way to a place in parsed YAML: keys and indexes. */
export type Path = readonly (string | number)[];

export interface CompileError {
  readonly path: Path;
  /** True when the key at the end of the path is wrong, not what stands behind it. */
  readonly isAboutKey?: boolean;
  readonly message: string;
}

/** What exists, as far as the compiler must know it. */
export interface KnownNames {
  /** The parameters of a catalogue cmdlet in lower case; null for a command that is not in the catalogue. */
  readonly parameters: (command: string) => { readonly has: (parameter: string) => boolean } | null;
  readonly hasGrammar: (name: string) => boolean;
  readonly hasCheck: (name: string) => boolean;
  /** Whether a text such as `2013 CU3` names a build. */
  readonly isBuild: (text: string) => boolean;
}

export type Mapping = Readonly<Record<string, unknown>>;

/** Whether YAML gave a mapping: keys with values. */
export function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reads members of mappings and notes what is wrong with them; always gives a value to go on with. */
export interface Reader {
  readonly fault: (path: Path, message: string) => void;
  readonly onlyKeys: (data: Mapping, path: Path, known: readonly string[]) => void;
  /** A text that must be there and not empty. */
  readonly text: (data: Mapping, path: Path, key: string) => string;
  /** A text that must be there and may be empty. */
  readonly anyText: (data: Mapping, path: Path, key: string) => string;
  readonly flag: (data: Mapping, path: Path, key: string) => boolean;
  readonly oneOf: <T extends string>(data: Mapping, path: Path, key: string, known: readonly T[]) => T | null;
  readonly listOf: <T extends string>(data: Mapping, path: Path, key: string, known: readonly T[]) => T[] | null;
  readonly textList: (data: Mapping, path: Path, key: string, needed: boolean) => string[];
  readonly mappings: (data: Mapping, path: Path, key: string) => { readonly value: Mapping; readonly path: Path }[];
  readonly entries: (data: Mapping, path: Path, key: string) => [string, unknown][];
}

/** Whether a key is missing, or has nothing behind it, as where every line of a list is a comment. */
function isEmpty(value: unknown): boolean {
  return value === undefined || value === null;
}

/** A reader whose faults go to `errors`. */
export function reader(errors: CompileError[]): Reader {
  const fault = (path: Path, message: string): void => {
    errors.push({ path, message });
  };
  const anyText = (data: Mapping, path: Path, key: string): string => {
    const value = data[key];
    if (typeof value === "string") return value;
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    if (value === undefined) fault(path, `\`${key}\` is missing`);
    else fault([...path, key], value === null ? `\`${key}\` needs a value` : `\`${key}\` is a text`);
    return "";
  };
  return {
    fault,
    anyText,
    onlyKeys: (data, path, known) => {
      for (const key of Object.keys(data)) {
        if (known.includes(key)) continue;
        errors.push({ path: [...path, key], isAboutKey: true, message: `\`${key}\` is not known here; known are ${known.join(", ")}` });
      }
    },
    text: (data, path, key) => {
      const text = anyText(data, path, key);
      if (text === "" && data[key] !== undefined && typeof data[key] === "string") fault([...path, key], `\`${key}\` is empty`);
      return text;
    },
    flag: (data, path, key) => {
      const value = data[key];
      if (value !== undefined && typeof value !== "boolean") fault([...path, key], `\`${key}\` is true or false`);
      return value === true;
    },
    oneOf: (data, path, key, known) => {
      if (data[key] === null || data[key] === "") {
        fault([...path, key], `\`${key}\` needs one of ${known.join(", ")}`);
        return null;
      }
      const text = anyText(data, path, key);
      const found = known.find((one) => one === text);
      if (found === undefined && text !== "") fault([...path, key], `\`${text}\` is not one of ${known.join(", ")}`);
      return found ?? null;
    },
    listOf: <T extends string>(data: Mapping, path: Path, key: string, known: readonly T[]): T[] | null => {
      const value = data[key];
      if (value === undefined) return null;
      if (!Array.isArray(value)) {
        fault([...path, key], `\`${key}\` is a list`);
        return null;
      }
      const found: T[] = [];
      for (const [index, item] of value.entries()) {
        const one = known.find((name) => name === String(item));
        if (one === undefined) fault([...path, key, index], `\`${String(item)}\` is not one of ${known.join(", ")}`);
        else found.push(one);
      }
      return found;
    },
    textList: (data, path, key, needed) => {
      const value = data[key];
      if (isEmpty(value) && !needed) return [];
      if (!Array.isArray(value) || (needed && value.length === 0)) {
        fault(value === undefined ? path : [...path, key], `\`${key}\` is a list of names`);
        return [];
      }
      return value.map((item, index) => {
        if (typeof item !== "string" || item === "") fault([...path, key, index], "a name is a text");
        return String(item);
      });
    },
    mappings: (data, path, key) => {
      const value = data[key];
      if (isEmpty(value)) return [];
      if (!Array.isArray(value)) {
        fault([...path, key], `\`${key}\` is a list`);
        return [];
      }
      const found: { value: Mapping; path: Path }[] = [];
      for (const [index, item] of value.entries()) {
        if (isMapping(item)) found.push({ value: item, path: [...path, key, index] });
        else fault([...path, key, index], "a mapping is expected here");
      }
      return found;
    },
    entries: (data, path, key) => {
      const value = data[key];
      if (isEmpty(value)) return [];
      if (isMapping(value)) return Object.entries(value);
      fault([...path, key], `\`${key}\` is a mapping`);
      return [];
    },
  };
}
