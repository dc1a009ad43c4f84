import { parseNumber, roundHalfEven } from "../../syntax/numbers.js";
import type { NumberType } from "../value.js";
import { type Decimal, decimal, double, FAILS, type Num, num, UNKNOWN, type Val } from "./model.js";

interface IntegerRange {
  readonly min: bigint;
  readonly max: bigint;
  readonly bits: number;
}

const RANGES: ReadonlyMap<NumberType, IntegerRange> = new Map<NumberType, IntegerRange>([
  ["SByte", { min: -0x80n, max: 0x7fn, bits: 8 }],
  ["Byte", { min: 0n, max: 0xffn, bits: 8 }],
  ["Int16", { min: -0x8000n, max: 0x7fffn, bits: 16 }],
  ["UInt16", { min: 0n, max: 0xffffn, bits: 16 }],
  ["Int32", { min: -0x80000000n, max: 0x7fffffffn, bits: 32 }],
  ["UInt32", { min: 0n, max: 0xffffffffn, bits: 32 }],
  ["Int64", { min: -0x8000000000000000n, max: 0x7fffffffffffffffn, bits: 64 }],
  ["UInt64", { min: 0n, max: 0xffffffffffffffffn, bits: 64 }],
]);

const DECIMAL_MAX = 79228162514264337593543950335n;

/** Whether a type holds whole numbers only. */
export function isInteger(type: NumberType): boolean {
  return RANGES.has(type) || type === "BigInteger";
}

/** A whole number of `type`, or null when it does not fit. */
export function fitInto(type: NumberType, value: bigint): Num | null {
  const range = RANGES.get(type);
  if (!range) return type === "BigInteger" ? num(type, value) : null;
  return value >= range.min && value <= range.max ? num(type, value) : null;
}

/** `a / 10^scale` rounded half to even to a whole number. */
function roundDecimal({ digits, scale }: Decimal): bigint {
  if (scale === 0) return digits;
  const unit = 10n ** BigInt(scale);
  const negative = digits < 0n;
  const size = negative ? -digits : digits;
  let whole = size / unit;
  const twice = (size % unit) * 2n;
  if (twice > unit || (twice === unit && whole % 2n === 1n)) whole += 1n;
  return negative ? -whole : whole;
}

/** A number as a whole number, rounded as a cast rounds; null for what is not finite. */
export function toWhole(value: Num): bigint | null {
  if (value.scaled) return roundDecimal(value.scaled);
  if (typeof value.value === "bigint") return value.value;
  return Number.isFinite(value.value) ? BigInt(roundHalfEven(value.value)) : null;
}

/** A number as a double; the nearest one where there is none. */
export function toDouble(value: Num): number {
  return Number(value.value);
}

/** A number as Decimal; null when it does not fit, or when the digits of a double are not certain. */
export function toDecimal(value: Num): Decimal | null {
  if (value.scaled) return value.scaled;
  if (typeof value.value === "bigint") return inDecimalRange(value.value) ? { digits: value.value, scale: 0 } : null;
  return doubleToDecimal(value.value, value.type === "Single" ? 7 : 15);
}

function inDecimalRange(digits: bigint): boolean {
  return digits <= DECIMAL_MAX && digits >= -DECIMAL_MAX;
}

// .NET takes a double into a Decimal with 15 significant digits (a Single with 7) and drops trailing zeros.
function doubleToDecimal(value: number, significant: number): Decimal | null {
  if (!Number.isFinite(value) || Math.abs(value) >= 7.9e28) return null;
  if (value === 0) return { digits: 0n, scale: 0 };
  const [mantissa = "0", exponent = "0"] = value.toExponential(significant - 1).split("e");
  const negative = mantissa.startsWith("-");
  const [whole = "0", fraction = ""] = mantissa.replace("-", "").split(".");
  const kept = fraction.replace(/0+$/, "");
  const power = Number(exponent) - kept.length;
  let digits = BigInt(whole + kept);
  let scale = 0;
  if (power >= 0) digits *= 10n ** BigInt(power);
  else scale = -power;
  if (scale > 28) return null;
  return { digits: negative ? -digits : digits, scale };
}

/** The decimal `digits / 10^scale`, its scale cut to 28; FAILS on overflow. */
function makeDecimal(digits: bigint, scale: number): Val {
  let value: Decimal = { digits, scale };
  while (value.scale > 28 || (!inDecimalRange(value.digits) && value.scale > 0)) {
    const cut = Math.max(1, value.scale - 28);
    value = { digits: roundDecimal({ digits: value.digits, scale: cut }), scale: value.scale - cut };
  }
  return inDecimalRange(value.digits) ? decimal(value) : FAILS;
}

export type ArithmeticOperator = "+" | "-" | "*" | "/" | "%";

const CODES: readonly NumberType[] = [
  "SByte",
  "Byte",
  "Int16",
  "UInt16",
  "Int32",
  "UInt32",
  "Int64",
  "UInt64",
  "Single",
  "Double",
  "Decimal",
];

function isSigned(type: NumberType): boolean {
  return type === "SByte" || type === "Int16" || type === "Int32" || type === "Int64";
}

/** The type in which PowerShell does arithmetic or compares two numbers. */
function commonType(a: Num, b: Num): NumberType {
  if (a.type === "BigInteger" || b.type === "BigInteger") return "BigInteger";
  const higher = CODES.indexOf(a.type) >= CODES.indexOf(b.type) ? a.type : b.type;
  switch (higher) {
    case "SByte":
    case "Byte":
    case "Int16":
    case "UInt16":
    case "Int32":
      return "Int32";
    case "UInt32":
      return isSigned(a.type) || isSigned(b.type) ? "Int64" : "UInt32";
    case "UInt64":
      return isSigned(a.type) || isSigned(b.type) ? "Decimal" : "UInt64";
    case "Single":
      return "Double";
    case "Decimal":
      return "Decimal";
    default:
      return higher;
  }
}

/** `a op b` for two numbers. FAILS where PowerShell reports an error. */
export function arithmetic(operator: ArithmeticOperator, a: Num, b: Num): Val {
  const type = commonType(a, b);
  if (type === "BigInteger") return UNKNOWN;
  // Of signed and unsigned ones PowerShell makes types of its own.
  if (isUnsigned(a) !== isUnsigned(b)) return UNKNOWN;
  if (type === "Double") return double(doubleArithmetic(operator, toDouble(a), toDouble(b)));
  if (type === "Decimal") return decimalArithmetic(operator, a, b);
  return wholeArithmetic(operator, type, BigInt(a.value), BigInt(b.value));
}

function isUnsigned({ type }: Num): boolean {
  return type === "UInt32" || type === "UInt64";
}

function doubleArithmetic(operator: ArithmeticOperator, a: number, b: number): number {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "%":
      return a % b;
  }
}

function wholeArithmetic(operator: ArithmeticOperator, type: NumberType, a: bigint, b: bigint): Val {
  let exact: bigint;
  switch (operator) {
    case "+":
      exact = a + b;
      break;
    case "-":
      exact = a - b;
      break;
    case "*":
      exact = a * b;
      break;
    case "/":
      if (b === 0n) return FAILS;
      if (a % b !== 0n) return double(Number(a) / Number(b));
      exact = a / b;
      break;
    case "%":
      if (b === 0n) return FAILS;
      exact = a % b;
      break;
  }
  // Beyond the largest whole number digits are cut off, not rounded.
  return fitInto(type, exact) ?? (BigInt(Number(exact)) === exact ? double(Number(exact)) : UNKNOWN);
}

function decimalArithmetic(operator: ArithmeticOperator, left: Num, right: Num): Val {
  const a = toDecimal(left);
  const b = toDecimal(right);
  if (!a || !b) return UNKNOWN;
  const scale = Math.max(a.scale, b.scale);
  const x = a.digits * 10n ** BigInt(scale - a.scale);
  const y = b.digits * 10n ** BigInt(scale - b.scale);
  switch (operator) {
    case "+":
      return makeDecimal(x + y, scale);
    case "-":
      return makeDecimal(x - y, scale);
    case "*":
      return makeDecimal(a.digits * b.digits, a.scale + b.scale);
    case "/":
      return y === 0n ? FAILS : divideDecimal(x, y, Math.max(0, a.scale - b.scale));
    case "%":
      return y === 0n ? FAILS : makeDecimal(x % y, scale);
  }
}

// .NET gives the exact quotient with the smallest scale that holds it (at least the difference of the scales), else 28 digits.
function divideDecimal(x: bigint, y: bigint, smallest: number): Val {
  for (let scale = smallest; scale <= 28; scale++) {
    const scaled = x * 10n ** BigInt(scale);
    if (scaled % y === 0n) return makeDecimal(scaled / y, scale);
  }
  const negative = x < 0n !== y < 0n;
  const ax = x < 0n ? -x : x;
  const ay = y < 0n ? -y : y;
  for (let scale = 28; scale >= 0; scale--) {
    const scaled = ax * 10n ** BigInt(scale);
    let quotient = scaled / ay;
    const twice = (scaled % ay) * 2n;
    if (twice > ay || (twice === ay && quotient % 2n === 1n)) quotient += 1n;
    if (quotient <= DECIMAL_MAX) return decimal({ digits: negative ? -quotient : quotient, scale });
  }
  return FAILS;
}

/** Negative, zero or positive like a comparison; null when not a number takes part. */
export function compareNumbers(a: Num, b: Num): number | null {
  if (typeof a.value === "bigint" && typeof b.value === "bigint") return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
  if (commonType(a, b) === "Decimal") {
    const x = toDecimal(a);
    const y = toDecimal(b);
    if (!x || !y) return null;
    const scale = Math.max(x.scale, y.scale);
    const difference = x.digits * 10n ** BigInt(scale - x.scale) - y.digits * 10n ** BigInt(scale - y.scale);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }
  const x = toDouble(a);
  const y = toDouble(b);
  if (Number.isNaN(x) || Number.isNaN(y)) return null;
  return x < y ? -1 : x > y ? 1 : 0;
}

/** An operand of a bitwise operator as PowerShell narrows it: whole numbers stay, others become the first type that holds them. */
function bitwiseOperand(value: Num): Num | null {
  if (value.type === "BigInteger") return null;
  const whole = toWhole(value);
  if (whole === null) return null;
  if (typeof value.value === "bigint") return CODES.indexOf(value.type) < CODES.indexOf("Int32") ? num("Int32", whole) : value;
  for (const type of ["Int32", "UInt32", "Int64", "UInt64"] as const) {
    const fitting = fitInto(type, whole);
    if (fitting) return fitting;
  }
  return null;
}

/** An operator on bits. UNKNOWN where an operand is no whole number that fits. */
export function bitwise(operator: "-band" | "-bor" | "-bxor" | "-shl" | "-shr", left: Num, right: Num): Val {
  const a = bitwiseOperand(left);
  const b = bitwiseOperand(right);
  if (!a || !b) return UNKNOWN;
  const x = BigInt(a.value);
  const y = BigInt(b.value);
  if (operator === "-shl" || operator === "-shr") {
    const range = RANGES.get(a.type);
    if (!range || (a.type !== "Int32" && a.type !== "Int64") || BigInt.asIntN(32, y) !== y) return UNKNOWN;
    const count = y & BigInt(range.bits - 1);
    const shifted = operator === "-shr" ? x >> count : x << count;
    return num(a.type, isSigned(a.type) ? BigInt.asIntN(range.bits, shifted) : BigInt.asUintN(range.bits, shifted));
  }
  const result = operator === "-band" ? x & y : operator === "-bor" ? x | y : x ^ y;
  // Fractions are rounded, and what comes out is 64 bits wide, with a sign where an operand had one.
  const isFraction = !isInteger(left.type) || !isInteger(right.type);
  const type = isFraction ? (x < 0n || y < 0n ? "Int64" : "UInt64") : commonType(a, b);
  return fitInto(type, result) ?? UNKNOWN;
}

/** `-bnot`. */
export function bitwiseNot(value: Num): Val {
  const operand = bitwiseOperand(value);
  const range = operand && RANGES.get(operand.type);
  if (!operand || !range) return UNKNOWN;
  const result = ~BigInt(operand.value);
  return num(operand.type, isSigned(operand.type) ? result : BigInt.asUintN(range.bits, result));
}

/** `-value`. The smallest whole number of its type becomes a Double. */
export function negate(value: Num): Val {
  if (value.scaled) return decimal({ digits: -value.scaled.digits, scale: value.scaled.scale });
  if (typeof value.value === "number") return num(value.type === "Single" ? "Double" : value.type, -value.value);
  return wholeArithmetic("-", CODES.indexOf(value.type) < CODES.indexOf("Int32") ? "Int32" : value.type, 0n, value.value);
}

/** A number as it stands in the source text (`0x10`, `1.5d`, `10MB`, `5l`), a sign allowed; null for anything else. */
export function sourceNumber(source: string): Num | null {
  const read = parseNumber(source);
  if (!read) return null;
  const type = read.type.slice(read.type.lastIndexOf(".") + 1) as NumberType;
  switch (type) {
    case "Double":
      return double(Number(read.text));
    case "Decimal": {
      const [whole = "0", fraction = ""] = read.text.split(".");
      return decimal({ digits: BigInt(whole + fraction), scale: fraction.length });
    }
    default:
      return num(type, BigInt(read.text));
  }
}

const SUFFIXES: ReadonlyMap<string, NumberType> = new Map<string, NumberType>([
  ["y", "SByte"],
  ["uy", "Byte"],
  ["s", "Int16"],
  ["us", "UInt16"],
  ["l", "Int64"],
  ["ul", "UInt64"],
  ["u", "UInt32"],
  ["n", "BigInteger"],
  ["d", "Decimal"],
]);

const MULTIPLIERS: ReadonlyMap<string, bigint> = new Map([
  ["kb", 1024n],
  ["mb", 1024n ** 2n],
  ["gb", 1024n ** 3n],
  ["tb", 1024n ** 4n],
  ["pb", 1024n ** 5n],
]);

const NUMBER = /^([+-]?)(?:0x([0-9a-f]+)|0b([01]+)|((?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?))(u[yls]?|[yslnd])?([kmgtp]b)?$/i;

/** A number in a string that becomes one (`[int]'10MB'`), a sign allowed; null for anything else. */
export function numberInText(text: string): Num | null {
  const match = NUMBER.exec(text);
  if (!match) return null;
  const [, sign = "", hex, binary, real, suffix = "", unit = ""] = match;
  const factor = unit ? MULTIPLIERS.get(unit.toLowerCase()) : 1n;
  if (factor === undefined) return null;
  const type = SUFFIXES.get(suffix.toLowerCase());
  if (real !== undefined && (type === "Decimal" || !/^\d+$/.test(real))) return parseReal(sign, real, type ?? null, factor);
  if (type === "Decimal") return null;
  let whole: bigint;
  if (hex !== undefined) whole = hexValue(hex, type);
  else if (binary !== undefined) whole = BigInt(`0b${binary}`);
  else whole = BigInt(real ?? "0");
  if (binary !== undefined && binary.length >= 32) return null;
  if (sign === "-") whole = -whole;
  whole *= factor;
  if (type) return fitInto(type, whole);
  return fitInto("Int32", whole) ?? fitInto("Int64", whole) ?? bigLiteral(whole);
}

// Eight (or sixteen) hexadecimal digits with the highest bit set are a negative Int32 (Int64).
function hexValue(digits: string, type: NumberType | undefined): bigint {
  const value = BigInt(`0x${digits}`);
  if (type !== undefined && !isSigned(type)) return value;
  if (digits.length === 8 && type !== "Int64") return BigInt.asIntN(32, value);
  if (digits.length === 16) return BigInt.asIntN(64, value);
  return value;
}

function bigLiteral(whole: bigint): Num | null {
  return inDecimalRange(whole) ? decimal({ digits: whole, scale: 0 }) : double(Number(whole));
}

function parseReal(sign: string, text: string, type: NumberType | null, factor: bigint): Num | null {
  if (type === "Decimal") {
    const [mantissa = "", exponent = "0"] = text.toLowerCase().split("e");
    const [whole = "", fraction = ""] = mantissa.split(".");
    let scale = fraction.length - Number(exponent);
    let digits = BigInt(whole + fraction || "0") * factor;
    if (scale < 0) {
      if (scale < -28) return null;
      digits *= 10n ** BigInt(-scale);
      scale = 0;
    }
    if (sign === "-") digits = -digits;
    return scale > 28 || !inDecimalRange(digits) ? null : decimal({ digits, scale });
  }
  const value = Number(sign + text) * Number(factor);
  if (type === null) return double(value);
  return Number.isFinite(value) ? fitInto(type, BigInt(roundHalfEven(value))) : null;
}
