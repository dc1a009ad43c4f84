import { decimalText, itemsOf, type Num, type Val } from "./model.js";
import { toDecimal } from "./number.js";
import { fullNumberText, textOf } from "./text.js";

/** The arguments of `-f`: an array spreads, another list is one of them. */
function formatArguments(right: Val): readonly Val[] | null {
  if (right.kind === "list" && right.canGrow) return null;
  return right.kind === "list" ? itemsOf(right) : [right];
}

/**
 * `template -f right`: .NET's composite formatting in the invariant culture.
 *
 * @returns the text; `fails` where .NET reports an error; null where an argument or a format is not known
 */
export function format(template: string, right: Val): string | "fails" | null {
  const values = formatArguments(right);
  if (!values) return null;
  let result = "";
  let i = 0;
  while (i < template.length) {
    const c = template[i] ?? "";
    if (c === "{" && template[i + 1] === "{") {
      result += "{";
      i += 2;
    } else if (c === "}" && template[i + 1] === "}") {
      result += "}";
      i += 2;
    } else if (c === "}") return "fails";
    else if (c !== "{") {
      result += c;
      i++;
    } else {
      const match = /^\{(\d+) *(?:, *(-?\d+) *)?(?::([^{}]*))?\}/.exec(template.slice(i, i + 200));
      if (!match) return /^\{\s*[^\d\s]/.test(template.slice(i)) ? "fails" : null;
      const index = Number(match[1]);
      const value = values[index];
      if (value === undefined) return "fails";
      const text = formatItem(value, match[3] ?? "");
      if (text === null || text === "fails") return text;
      const width = Number(match[2] ?? 0);
      if (Math.abs(width) > 10000) return null;
      result += width < 0 ? text.padEnd(-width) : text.padStart(width);
      i += match[0].length;
    }
  }
  return result;
}

function formatItem(value: Val, specifier: string): string | "fails" | null {
  if (value.kind === "number" && specifier === "") return fullNumberText(value);
  if (value.kind === "number") return formatNumber(value, specifier);
  if (value.kind === "list") return null;
  if (value.kind === "other" && value.type !== "System.Char")
    return specifier === "" ? textOf(value) : formatOther(value.type, value.text, specifier);
  // Strings, characters and Booleans ignore a format.
  return textOf(value);
}

/** A number in one of .NET's standard formats, or in a custom one of zeros, `#`, a point and thousands. Null where that is not known. */
function formatNumber(value: Num, specifier: string): string | "fails" | null {
  const match = /^([A-Za-z])(\d{0,3})$/.exec(specifier);
  if (!match) return customNumber(value, specifier);
  const precision = match[2] ? Number(match[2]) : null;
  if (precision !== null && precision > 40) return null;
  const letter = match[1] ?? "";
  const whole = typeof value.value === "bigint" ? value.value : null;
  switch (letter.toUpperCase()) {
    case "D": {
      if (whole === null) return "fails";
      const digits = (whole < 0n ? -whole : whole).toString().padStart(precision ?? 0, "0");
      return whole < 0n ? `-${digits}` : digits;
    }
    case "X": {
      if (whole === null) return "fails";
      const bits = value.type === "Int32" ? 32 : value.type === "Int64" ? 64 : null;
      if (whole < 0n && bits === null) return null;
      const hex = (bits === null ? whole : BigInt.asUintN(bits, whole)).toString(16).padStart(precision ?? 0, "0");
      return letter === "X" ? hex.toUpperCase() : hex;
    }
    case "N":
    case "F":
      return fixed(value, letter.toUpperCase(), precision ?? 2);
    case "G":
      return precision === null && !fullNumberText(value)?.includes("E") ? fullNumberText(value) : null;
    default:
      return null;
  }
}

function fixed(value: Num, letter: string, precision: number): string | null {
  const exact = exactText(value);
  if (exact === null) return null;
  const rounded = roundText(exact, precision);
  if (rounded === null) return null;
  const negative = rounded.startsWith("-");
  const [whole = "0", fraction = ""] = rounded.replace("-", "").split(".");
  const grouped = letter === "F" ? whole : whole.replace(/\B(?=(\d{3})+$)/g, ",");
  // Less than nothing and rounded to nothing: PowerShell 7 writes a minus, Windows PowerShell does not.
  if (negative && !/[1-9]/.test(rounded)) return null;
  return `${negative ? "-" : ""}${grouped}${precision > 0 ? `.${fraction}` : ""}`;
}

// The exact decimal digits of a number. Doubles format from their exact binary value in .NET.
function exactText(value: Num): string | null {
  if (typeof value.value === "bigint") return value.value.toString();
  if (value.scaled) return decimalText(value.scaled);
  if (!Number.isFinite(value.value) || Math.abs(value.value) >= 1e20) return null;
  if (Number.isInteger(value.value)) return BigInt(value.value).toString();
  return value.value.toFixed(60).replace(/0+$/, "");
}

/** A number's text with so many digits after the point; null where versions differ. */
function roundText(text: string, precision: number): string | null {
  const negative = text.startsWith("-");
  const [whole = "0", fraction = ""] = text.replace("-", "").split(".");
  const padded = fraction.padEnd(precision + 1, "0");
  // Which way a half goes depends on the version of .NET.
  if (/^50*$/.test(padded.slice(precision))) return null;
  let digits = BigInt(whole + padded.slice(0, precision));
  if ((padded[precision] ?? "0") >= "5") digits += 1n;
  const all = digits.toString().padStart(precision + 1, "0");
  const point = all.length - precision;
  return `${negative ? "-" : ""}${all.slice(0, point)}${precision > 0 ? `.${all.slice(point)}` : ""}`;
}

function customNumber(value: Num, specifier: string): string | null {
  const match = /^(#?,?#*)(0+)(?:\.(0*)(#*))?$/.exec(specifier);
  if (!match) return null;
  const [, lead = "", zeros = "", digits = "", optional = ""] = match;
  const exact = exactText(value);
  if (exact === null || (typeof value.value === "number" && !value.scaled && toDecimal(value) === null)) return null;
  const precision = digits.length + optional.length;
  const rounded = roundText(exact, precision);
  if (rounded === null) return null;
  const negative = rounded.startsWith("-");
  if (negative && !/[1-9]/.test(rounded)) return null;
  let [whole = "0", fraction = ""] = rounded.replace("-", "").split(".");
  whole = whole.replace(/^0+/, "").padStart(zeros.length, "0");
  if (lead.includes(",")) whole = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  for (let i = 0; i < optional.length && fraction.length > digits.length && fraction.endsWith("0"); i++) fraction = fraction.slice(0, -1);
  return `${negative ? "-" : ""}${whole}${fraction ? `.${fraction}` : ""}`;
}

function formatOther(type: string, text: string | null, specifier: string): string | null {
  if (text === null || type !== "System.DateTime") return null;
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.\d{7}$/.exec(text);
  if (!match || specifier.length < 2) return null;
  const [, yyyy = "", MM = "", dd = "", HH = "", mm = "", ss = ""] = match;
  let result = "";
  for (const [part] of specifier.matchAll(/([A-Za-z])\1*|[^A-Za-z]/g)) {
    const piece = { yyyy, yy: yyyy.slice(2), MM, dd, HH, mm, ss }[part];
    if (piece !== undefined) result += piece;
    else if (/^[-_. :T]$/.test(part)) result += part;
    else return null;
  }
  return result;
}

/** `value.ToString(format)` for a number or a date. */
export function formatValue(value: Val, specifier: string): string | "fails" | null {
  return formatItem(value, specifier);
}
