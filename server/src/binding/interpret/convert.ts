import { convert, typeName } from "../evaluate/convert.js";
import {
  contentOf,
  EMPTY_TABLE,
  FAILS,
  isKnown,
  lookup,
  NULL,
  type ObjectRef,
  str,
  type TableContent,
  UNKNOWN,
  UNKNOWN_TABLE,
  type Val,
  VOID,
  withEntry,
} from "../evaluate/model.js";
import { castToClass, enumNumber, isScriptType } from "./class.js";
import { fail, type Machine, mayFail } from "./machine.js";
import { leak, newObject, newTable } from "./state.js";
import { separatorOf, showValue } from "./string.js";

/** `[type]value`, with PowerShell's error raised where the cast fails. */
export function castTo(m: Machine, value: Val, written: string): Val {
  // Of nothing at all it makes a text or nothing, depending on where that comes from.
  if (value === VOID && typeName(written) === "String") return UNKNOWN;
  const result = tryCast(m, value, written);
  if (result === FAILS) return fail(m, conversionError(value));
  if (result.kind === "unknown") mayFail(m);
  return result;
}

/** The same, FAILS where it fails. An unknown result may be a failure. */
export function tryCast(m: Machine, value: Val, written: string): Val {
  const name = typeName(written);
  if (isScriptType(m, written)) return castToClass(m, value, written);
  switch (name) {
    case "PSCustomObject":
      return castToCustomObject(m, value);
    case "ref":
    case "management.automation.psreference":
      return value.kind === "special" && value.what.is === "reference" ? value : UNKNOWN;
    case "PSObject":
      return value.kind === "table" ? UNKNOWN : value;
    case "Hashtable":
      if (value.kind === "table") return value.isOrdered ? newTable(m.state, contentOf(value), false) : value;
      return value.kind === "null" ? NULL : value.kind === "unknown" ? UNKNOWN : value.kind === "object" ? UNKNOWN : FAILS;
    case "Ordered":
    case "OrderedDictionary":
      return value.kind === "table" && value.isOrdered ? value : UNKNOWN;
    case "String":
      if (value.kind === "object" || value.kind === "special") {
        const text = showValue(m, value);
        return text === null ? UNKNOWN : str(text);
      }
      break;
  }
  if (value.kind === "other" && value.type.startsWith("enum:") && name !== "String") {
    const number = enumNumber(m, value);
    return number ? convert(number, name) : UNKNOWN;
  }
  const separator = separatorOf(m);
  if (separator === null && value.kind === "list") return UNKNOWN;
  const result = convert(value, name, separator ?? " ");
  if (result.kind === "unknown" && isKnown(value)) leak(m.state, value);
  return result;
}

function castToCustomObject(m: Machine, value: Val): Val {
  if (value.kind === "object" || value.kind === "null") return value;
  if (value.kind !== "table") return UNKNOWN;
  const content = contentOf(value);
  return newObject(m.state, "PSCustomObject", content, null, value.origin);
}

/** The error record of a failed conversion, whose type `catch [InvalidCastException]` may ask for. */
function conversionError(value: Val): Val {
  return value.kind === "string" || value.kind === "list" ? errorRecord(null, "invalidcast") : UNKNOWN;
}

/** `$_` in a `catch`. A message that is not known makes its text unknown. */
export function errorRecord(message: string | null, type: string): ObjectRef {
  const text: Val = message === null ? UNKNOWN : str(message);
  let inner: TableContent = withEntry(EMPTY_TABLE, "smessage", str("Message"), text, null);
  inner = { ...inner, isComplete: false };
  const exception: ObjectRef = { kind: "object", cells: [{ value: inner }], type: "Exception", definition: null, origin: null };
  let content: TableContent = withEntry(UNKNOWN_TABLE, "smessage", str("Message"), text, null);
  content = withEntry(content, "sexception", str("Exception"), exception, null);
  content = withEntry(content, "s:type", str(":type"), str(type), null);
  return { kind: "object", cells: [{ value: content }], type: "ErrorRecord", definition: null, origin: null };
}

/** What kind of error a record is of; null where that is not known. */
export function errorKind(value: Val): string | null {
  if (value.kind !== "object" || value.type !== "ErrorRecord") return null;
  const type = lookup(contentOf(value), "s:type");
  return type !== "absent" && type.kind === "string" ? type.value : null;
}
