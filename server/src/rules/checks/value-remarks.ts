import { connectorUriRemarks } from "../../catalog/grammars/connector-uri.js";
import type { Fault } from "../../catalog/grammars/parsed.js";
import type { Check } from "../check.js";
import { oneOfOption } from "../needs.js";
import { remembering } from "../remembering.js";
import { namesOption, remarkResult, textsOf } from "./argument-text.js";

/** Readers that have more to say about a value than its first fault. */
const READERS: Readonly<Record<string, (text: string) => readonly Fault[]>> = {
  "connector-uri": remembering(connectorUriRemarks),
};

/** Options: `parameter`, `reader`, `code` (one or several): every such remark on the value. */
export const valueRemarks: Check = {
  of: "cmdlet",
  needs: oneOfOption("parameter"),
  run: (call, context) => {
    const [parameter = ""] = namesOption(context, "parameter");
    const read = READERS[namesOption(context, "reader")[0] ?? ""];
    const codes = namesOption(context, "code");
    if (read === undefined) return [];
    return textsOf(call, parameter, context).flatMap((source) =>
      read(source.text)
        .filter((remark) => codes.includes(remark.code))
        .map((remark) => remarkResult(remark, source, context)),
    );
  },
};
