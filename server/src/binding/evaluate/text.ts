import { doubleText } from "../../syntax/numbers.js";
import { decimalText, itemsOf, type Num, UNKNOWN, type Val } from "./model.js";

/** A number as PowerShell turns it into a string, invariant culture: 15 digits of a Double, 7 of a Single. */
function numberText(value: Num): string | null {
  if (value.text !== null) return value.text;
  // Windows PowerShell does not write the minus.
  if (Object.is(value.value, -0)) return null;
  if (value.scaled) return decimalText(value.scaled);
  if (typeof value.value === "bigint") return value.value.toString();
  return doubleText(Number.isFinite(value.value) ? Number(value.value.toPrecision(value.type === "Single" ? 7 : 15)) : value.value);
}

/** A number as its own ToString() and `-f` write it: all the digits that it takes to read it back. */
export function fullNumberText(value: Num): string | null {
  if (typeof value.value === "bigint" || value.scaled || Object.is(value.value, -0)) return numberText({ ...value, text: null });
  if (value.type !== "Single") return doubleText(value.value);
  const single = Math.fround(value.value);
  return doubleText(single, shortestSingle(single));
}

function shortestSingle(value: number): string {
  for (let digits = 1; digits < 10; digits++) {
    const text = value.toExponential(digits - 1);
    if (Math.fround(Number(text)) === value) return text;
  }
  return value.toExponential();
}

/**
 * A value as PowerShell turns it into a string (in `"$x"`, `[string]$x`, a string parameter). Null when that is not known.
 *
 * @param separator `$OFS`, between the items of an array
 */
export function textOf(value: Val, separator = " "): string | null {
  switch (value.kind) {
    case "null":
      return "";
    case "boolean":
      return value.value ? "True" : "False";
    case "string":
      return value.value;
    case "number":
      return numberText(value);
    case "other":
      return otherText(value.type, value.text);
    case "list": {
      const items = itemsOf(value);
      if (!items) return null;
      const texts: string[] = [];
      for (const item of items) {
        const text = item.kind === "list" ? nestedListText(item) : textOf(item, separator);
        if (text === null) return null;
        texts.push(text);
      }
      return texts.join(separator);
    }
    case "table":
      if (value.isOfCall) return "System.Management.Automation.PSBoundParametersDictionary";
      return value.isOrdered ? "System.Collections.Specialized.OrderedDictionary" : "System.Collections.Hashtable";
    case "object":
      return null;
    case "block":
      return null;
    case "type":
      return null;
    default:
      return null;
  }
}

// An array inside an array shows its type's name, not its items.
function nestedListText(value: Val): string | null {
  return value.kind === "list" && !value.canGrow && value.element === "object" ? "System.Object[]" : null;
}

function otherText(type: string, text: string | null): string | null {
  if (text === null) return null;
  if (type === "System.DateTime") {
    const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d)\.\d{7}$/.exec(text);
    return match ? `${match[2]}/${match[3]}/${match[1]} ${match[4]}` : null;
  }
  return text;
}

/** Whether PowerShell takes a value for true; null when that is not known. */
export function truth(value: Val): boolean | null {
  switch (value.kind) {
    case "null":
      return false;
    case "boolean":
      return value.value;
    case "string":
      return value.value.length > 0;
    case "number":
      return value.scaled ? value.scaled.digits !== 0n : Number(value.value) !== 0;
    case "other":
      if (value.type === "System.Char") return value.text === null ? null : value.text !== "\0";
      return value.type === "System.Management.Automation.SwitchParameter" ? null : true;
    case "list": {
      const items = itemsOf(value);
      if (!items) return null;
      if (items.length === 0) return false;
      return items.length > 1 ? true : truthOfSingle(items[0] ?? UNKNOWN);
    }
    case "unknown":
      return null;
    default:
      return true;
  }
}

// The only item of an array decides, but an array in it is true whatever it holds (unless it is empty).
function truthOfSingle(item: Val): boolean | null {
  if (item.kind !== "list") return truth(item);
  const items = itemsOf(item);
  return items ? items.length > 0 : null;
}
