/** A bound of a rule or a value of a parameter as one number, with what it counts. */
export interface Quantity {
  readonly value: number;
  readonly unit: "number" | "size" | "time";
}

const sizeUnits: Readonly<Record<string, number>> = { b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3, tb: 1024 ** 4 };

/** Reads a bound as rules write it: a number, a size (`64KB`) or a time span (`00:10:00`); null when it is none of them. */
export function parseBound(value: string | number): Quantity | null {
  if (typeof value === "number") return Number.isFinite(value) ? { value, unit: "number" } : null;
  const seconds = parseTimeSpan(value);
  if (seconds !== null && value.includes(":")) return { value: seconds, unit: "time" };
  const bytes = parseSize(value);
  if (bytes !== null && /[a-z]/i.test(value)) return { value: bytes, unit: "size" };
  return /^-?\d+(\.\d+)?$/.test(value) ? { value: Number(value), unit: "number" } : null;
}

/** A size as Exchange reads it, in bytes: `10MB`, `10 MB`, `10 MB (10,485,760 bytes)`, `10485760`, `unlimited` (infinite). Null for anything else. */
export function parseSize(text: string): number | null {
  const trimmed = text.trim();
  if (/^unlimited$/i.test(trimmed)) return Number.POSITIVE_INFINITY;
  const found = /^(\d{1,15}(?:\.\d{1,6})?)\s?(b|kb|mb|gb|tb)?(?:\s\([\d,]{1,30}\sbytes\))?$/i.exec(trimmed);
  if (!found) return null;
  return Number(found[1]) * (sizeUnits[(found[2] ?? "b").toLowerCase()] ?? 1);
}

/** A time span as .NET reads it, in seconds: `[-][d.]hh:mm[:ss[.fff]]`, or a whole number of days. Null for anything else. */
export function parseTimeSpan(text: string): number | null {
  const days = /^\s*(-?)(\d{1,8})\s*$/.exec(text);
  if (days) return (days[1] === "-" ? -1 : 1) * Number(days[2]) * 86400;
  const found = /^\s*(-?)(?:(\d{1,8})\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(\.\d{1,7})?)?\s*$/.exec(text);
  if (!found) return null;
  const [hours, minutes, seconds] = [Number(found[3]), Number(found[4]), Number(found[5] ?? 0)];
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const total = Number(found[2] ?? 0) * 86400 + hours * 3600 + minutes * 60 + seconds + Number(found[6] ?? 0);
  return found[1] === "-" ? -total : total;
}
