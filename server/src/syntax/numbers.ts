/** The value and .NET type of a number as PowerShell reads it from its source text. */

export interface NumberValue {
  /** In .NET's invariant spelling: `10485760`, `1.5`, `1E+20`. */
  readonly text: string;
  /** `System.Int32`, `System.Int64`, `System.Double`, `System.Decimal`, `System.Numerics.BigInteger` … */
  readonly type: string;
}

const RANGES: { readonly [type: string]: readonly [bigint, bigint] } = {
  "System.SByte": [-128n, 127n],
  "System.Byte": [0n, 255n],
  "System.Int16": [-32768n, 32767n],
  "System.UInt16": [0n, 65535n],
  "System.Int32": [-2147483648n, 2147483647n],
  "System.UInt32": [0n, 4294967295n],
  "System.Int64": [-9223372036854775808n, 9223372036854775807n],
  "System.UInt64": [0n, 18446744073709551615n],
};
const LARGEST_DECIMAL = 79228162514264337593543950335n;

const MULTIPLIERS: { readonly [letter: string]: bigint } = {
  k: 1024n,
  m: 1024n ** 2n,
  g: 1024n ** 3n,
  t: 1024n ** 4n,
  p: 1024n ** 5n,
};

/** Which types a suffix allows, the first that fits winning. */
const SUFFIX_TYPES: { readonly [suffix: string]: readonly string[] } = {
  y: ["System.SByte"],
  uy: ["System.Byte"],
  s: ["System.Int16"],
  us: ["System.UInt16"],
  l: ["System.Int64"],
  ul: ["System.UInt64"],
  u: ["System.UInt32", "System.UInt64"],
};

const SHAPE =
  /^([-+\u2013-\u2015]?)(?:0x([0-9a-f]*)|0b([01]*)|(\d*)(\.?)(\d*)(?:e([-+\u2013-\u2015]?\d+))?)(u[lsy]?|[lsdyn])?(?:([kmgtp])b)?$/i;

/**
 * Reads a number with its sign, base, suffix and multiplier.
 *
 * @param source what the scanner takes for one number: `1kb`, `0x1F`, `-1.5e3`, `10ul`
 * @returns null where the value does not fit into the type that the suffix names
 */
export function parseNumber(source: string): NumberValue | null {
  const match = SHAPE.exec(source);
  if (!match) {
    return null;
  }
  const [, sign = "", hex, binary, whole = "", dot = "", fraction = "", exponent, suffixAsWritten, multiplierLetter] = match;
  const isNegative = sign !== "" && sign !== "+";
  const multiplier = multiplierLetter ? (MULTIPLIERS[multiplierLetter.toLowerCase()] ?? 1n) : 1n;
  const suffix = (suffixAsWritten ?? "").toLowerCase();
  if (hex !== undefined) {
    return wholeNumber(hexValue(hex, suffix), isNegative, multiplier, isLongHex(hex, suffix) ? longSuffix(suffix) : suffix, false);
  }
  if (binary !== undefined) {
    return wholeNumber(binaryValue(binary, suffix), isNegative, multiplier, binary.length === 64 ? longSuffix(suffix) : suffix, false);
  }
  if (dot === "" && exponent === undefined) {
    return whole === "" ? null : wholeNumber(BigInt(whole), isNegative, multiplier, suffix, true);
  }
  const decimal = `${whole}${dot}${fraction}`;
  const power = exponent === undefined ? 0 : Number(exponent.replace(/^[\u2013-\u2015]/, "-"));
  if (suffix === "d") {
    return decimalNumber(whole, fraction, power, isNegative, multiplier);
  }
  return realNumber(Number(`${decimal.startsWith(".") ? "0" : ""}${decimal}e${power}`) * (isNegative ? -1 : 1), multiplier, suffix);
}

/** Sixteen digits make a 64-bit number however small it is; a digit for the sign counts where there is room for one. */
function isLongHex(digits: string, suffix: string): boolean {
  return digits.length === 15 || (digits.length === 16 && !suffix.startsWith("u"));
}

function longSuffix(suffix: string): string {
  return suffix === "" ? "l" : suffix === "u" ? "ul" : suffix;
}

/** Hexadecimal digits as many as the type has mean a sign in the highest bit. */
function hexValue(digits: string, suffix: string): bigint {
  const value = digits === "" ? 0n : BigInt(`0x${digits}`);
  if (suffix.startsWith("u")) {
    return value;
  }
  const widths: { readonly [suffix: string]: number } = { y: 2, s: 4, l: 16 };
  const width = widths[suffix] ?? (digits.length < 16 ? 8 : 16);
  return digits.length === width ? BigInt.asIntN(width * 4, value) : value;
}

function binaryValue(digits: string, suffix: string): bigint {
  const value = digits === "" ? 0n : BigInt(`0b${digits}`);
  const isSigned = [8, 16, 32, 64, 96].includes(digits.length) || (digits.length >= 128 && digits.length % 8 === 0);
  return suffix.startsWith("u") || !isSigned ? value : BigInt.asIntN(digits.length, value);
}

function wholeNumber(magnitude: bigint, isNegative: boolean, multiplier: bigint, suffix: string, isDecimal: boolean): NumberValue | null {
  const value = (isNegative ? -magnitude : magnitude) * multiplier;
  if (suffix === "n") {
    return { text: value.toString(), type: "System.Numerics.BigInteger" };
  }
  if (suffix === "d") {
    return fitsDecimal(value) ? { text: value.toString(), type: "System.Decimal" } : null;
  }
  if (suffix !== "") {
    return firstThatFits(value, SUFFIX_TYPES[suffix] ?? []);
  }
  const common = firstThatFits(value, ["System.Int32", "System.Int64"]);
  if (common || !isDecimal) {
    return common;
  }
  if (fitsDecimal(value)) {
    return { text: value.toString(), type: "System.Decimal" };
  }
  const double = Number(value);
  return Number.isFinite(double) ? { text: doubleText(double), type: "System.Double" } : null;
}

function firstThatFits(value: bigint, types: readonly string[]): NumberValue | null {
  for (const type of types) {
    const range = RANGES[type];
    if (range && value >= range[0] && value <= range[1]) {
      return { text: value.toString(), type };
    }
  }
  return null;
}

function fitsDecimal(value: bigint): boolean {
  return value <= LARGEST_DECIMAL && value >= -LARGEST_DECIMAL;
}

function realNumber(unscaled: number, multiplier: bigint, suffix: string): NumberValue | null {
  const value = unscaled * Number(multiplier);
  if (suffix === "") {
    return { text: doubleText(value), type: "System.Double" };
  }
  if (!Number.isFinite(value)) {
    return null;
  }
  const whole = BigInt(roundHalfEven(value));
  return suffix === "n" ? { text: whole.toString(), type: "System.Numerics.BigInteger" } : firstThatFits(whole, SUFFIX_TYPES[suffix] ?? []);
}

/** How .NET turns a double into a whole number: a half goes to the even neighbour. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  const isUp = rest === 0.5 ? floor % 2 !== 0 : rest > 0.5;
  const rounded = isUp ? floor + 1 : floor;
  return rounded === 0 && value < 0 ? -0 : rounded;
}

/** A decimal keeps the digits behind its dot: `1.50d` is 1.50. */
function decimalNumber(whole: string, fraction: string, power: number, isNegative: boolean, multiplier: bigint): NumberValue | null {
  let scale = fraction.length - power;
  let digits = BigInt(`${whole}${fraction}` || "0");
  if (scale < 0) {
    if (scale < -30) {
      return digits === 0n ? { text: "0", type: "System.Decimal" } : null;
    }
    digits *= 10n ** BigInt(-scale);
    scale = 0;
  }
  while (scale > 28 || (digits > LARGEST_DECIMAL && scale > 0)) {
    digits = roundTenth(digits);
    scale--;
  }
  if (digits > LARGEST_DECIMAL) {
    return null;
  }
  digits *= multiplier;
  while (digits > LARGEST_DECIMAL && scale > 0) {
    digits = roundTenth(digits);
    scale--;
  }
  if (digits > LARGEST_DECIMAL) {
    return null;
  }
  const padded = digits.toString().padStart(scale + 1, "0");
  const text = scale === 0 ? padded : `${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
  return { text: `${isNegative && digits !== 0n ? "-" : ""}${text}`, type: "System.Decimal" };
}

function roundTenth(digits: bigint): bigint {
  const tenth = digits / 10n;
  const rest = digits % 10n;
  return rest > 5n || (rest === 5n && tenth % 2n === 1n) ? tenth + 1n : tenth;
}

/**
 * .NET's spelling of a double, with an exponent from 1E+15 up and from 1E-05 down.
 *
 * @param shortest the fewest digits that read back as `value`, as `toExponential` writes them
 */
export function doubleText(value: number, shortest = value.toExponential()): string {
  if (Number.isNaN(value)) {
    return "NaN";
  }
  if (!Number.isFinite(value)) {
    return value > 0 ? "Infinity" : "-Infinity";
  }
  if (value === 0) {
    return Object.is(value, -0) ? "-0" : "0";
  }
  const [mantissa = "", power = "0"] = shortest.split("e");
  const exponent = Number(power);
  if (exponent >= 15 || exponent <= -5) {
    return `${mantissa}E${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  const sign = mantissa.startsWith("-") ? "-" : "";
  const digits = mantissa.replace(/[-.]/g, "");
  if (exponent < 0) {
    return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  }
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  const fraction = digits.slice(exponent + 1);
  return `${sign}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}
