import type { Check } from "../check.js";
import { ps7Syntax, targetComment, unknownCmdlet } from "./document.js";
import {
  booleanAsString,
  dateFormat,
  guidFormat,
  integerFormat,
  ipFormat,
  listForSingleValue,
  sizeFormat,
  smtpAddressFormat,
  timeSpanFormat,
} from "./kinds.js";
import { confirmFalseSyntax, positionalLeftOver, switchWithValue, valueNeedsQuotes } from "./leftovers.js";
import { valueNotInEnum } from "./members.js";
import { booleanWithoutValue, emptyMandatoryValue, missingArgument, missingMandatory } from "./missing.js";
import { ambiguousParameter, duplicateParameter, splatAndName, unknownParameter } from "./names.js";
import { parameterSetConflict } from "./sets.js";
import { cmdletNotInVersion, deprecatedParameter, parameterNotInVersion } from "./versions.js";

/** The checks that hold for every cmdlet, by the id of their rule (server/data/rules/generic). */
export const genericChecks: Readonly<Record<string, Check>> = {
  "ambiguous-parameter": ambiguousParameter,
  "boolean-as-string": booleanAsString,
  "boolean-without-value": booleanWithoutValue,
  "cmdlet-not-in-version": cmdletNotInVersion,
  "confirm-false-syntax": confirmFalseSyntax,
  "date-format": dateFormat,
  "deprecated-parameter": deprecatedParameter,
  "duplicate-parameter": duplicateParameter,
  "empty-mandatory-value": emptyMandatoryValue,
  "guid-format": guidFormat,
  "integer-format": integerFormat,
  "ip-format": ipFormat,
  "list-for-single-value": listForSingleValue,
  "missing-argument": missingArgument,
  "missing-mandatory": missingMandatory,
  "parameter-not-in-version": parameterNotInVersion,
  "parameter-set-conflict": parameterSetConflict,
  "positional-left-over": positionalLeftOver,
  "ps7-syntax": ps7Syntax,
  "size-format": sizeFormat,
  "smtp-address-format": smtpAddressFormat,
  "splat-and-name": splatAndName,
  "switch-with-value": switchWithValue,
  "target-comment": targetComment,
  "timespan-format": timeSpanFormat,
  "unknown-cmdlet": unknownCmdlet,
  "unknown-parameter": unknownParameter,
  "value-needs-quotes-space": valueNeedsQuotes,
  "value-not-in-enum": valueNotInEnum,
};
