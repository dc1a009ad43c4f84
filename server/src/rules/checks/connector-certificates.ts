import type { Value } from "../../binding/value.js";
import { commonName, parseCertificateName } from "../../catalog/grammars/certificate-name.js";
import type { Node } from "../../syntax/ast.js";
import type { CmdletCall } from "../call.js";
import type { Check, CheckContext, CheckResult } from "../check.js";
import { oneOf, oneOfOption, orBindingFault } from "../needs.js";
import { argumentOf, namesOption, textOfParameter } from "./argument-text.js";
import { assignmentsTo } from "./assignments-of-script.js";
import { isNameOf } from "./connector-address-spaces.js";

/** Option `parameter`. A bare `<` behind the parameter's name: reserved in PowerShell, the file does not parse. */
export const unquotedAngle: Check = {
  of: "cmdlet",
  needs: orBindingFault(oneOfOption("parameter")),
  run: (call, context) => {
    const [parameter = ""] = namesOption(context, "parameter");
    return call.bound.command.elements.flatMap((element): CheckResult[] => {
      if (element.kind !== "CommandParameter") return [];
      const name = context.text.slice(element.nameStart, element.nameEnd).toLowerCase();
      if (name === "" || !isNameOf(name, parameter, call)) return [];
      const found = /^(?::?[ \t]*)(<[IS]>[^\r\n]*)/i.exec(context.text.slice(element.nameEnd, element.nameEnd + 2000));
      if (found === null) return [];
      const written = endOfName(found[1] ?? "");
      const start = element.nameEnd + found[0].length - (found[1] ?? "").length;
      return [{ start, end: start + written.length, replacement: /["`$]/.test(written) ? `'${written}'` : `"${written}"` }];
    });
  },
};

/** The certificate name ends where the next parameter begins, or a pipe, a semicolon or a continued line. */
function endOfName(text: string): string {
  const end = text.search(/\s+-[A-Za-z]|\s*[|;`#]|\s+$/);
  return end < 0 ? text : text.slice(0, end);
}

/** Option `parameter`. A single-quoted text with `$( )` or a variable in it. */
export const singleQuotedExpression: Check = {
  of: "cmdlet",
  needs: oneOfOption("parameter"),
  run: (call, context) => {
    const [parameter = ""] = namesOption(context, "parameter");
    const value = argumentOf(call, parameter)?.value;
    const node = value?.origin;
    if (value?.kind !== "string" || node?.kind !== "StringConstantExpression" || !node.form.startsWith("single")) return [];
    const found = /\$\([^)]*\)?|\$\{?[a-z_]\w*(?:\.\w+)?\}?/i.exec(value.value);
    if (found === null) return [];
    const place = { start: node.start, end: node.end };
    const opening = node.form === "single" ? 0 : 1;
    const written = context.text.slice(node.start + opening + 1, node.end - opening - 1);
    const canTurn = node.form === "single" ? !/["`]|''/.test(written) : !written.includes("`");
    const quoted = node.form === "single" ? `"${written}"` : `@"${written}"@`;
    const fixes = canTurn ? [{ title: "Use double quotes", edits: [{ ...place, newText: quoted }], isPreferred: true }] : [];
    return [{ ...place, fields: { found: found[0] }, fixes }];
  },
};

/** Option `parameter`. In a double-quoted text a variable with `.Property` right behind it, which is not expanded. */
export const propertyExpansion: Check = {
  of: "cmdlet",
  needs: oneOfOption("parameter"),
  run: (call, context) => {
    const [parameter = ""] = namesOption(context, "parameter");
    const argument = argumentOf(call, parameter);
    const node = writtenText(argument?.value, argument?.valueNode ?? null, context);
    if (node?.kind !== "ExpandableStringExpression") return [];
    return node.nested.flatMap((piece): CheckResult[] => {
      if (piece.kind !== "VariableExpression") return [];
      const property = /^\.(?:Issuer|Subject|Thumbprint|SubjectName|IssuerName|FriendlyName)(?:\.Name)?(?!\w)/i.exec(
        context.text.slice(piece.end, piece.end + 40),
      );
      if (property === null) return [];
      const variable = context.text.slice(piece.start, piece.end);
      const end = piece.end + property[0].length;
      return [{ start: piece.start, end, fields: { variable, property: property[0] }, replacement: `$(${variable}${property[0]})` }];
    });
  },
};

/** The text an argument was written as, also where a variable carried it that is assigned only once. */
function writtenText(value: Value | undefined, node: Node | null, context: CheckContext): Node | null {
  if (value?.origin?.kind === "ExpandableStringExpression") return value.origin;
  if (node?.kind !== "VariableExpression") return node;
  const name = context.text.slice(node.nameStart, node.nameEnd).toLowerCase();
  const assigned = assignmentsTo(name, context);
  const right = assigned.length === 1 ? assigned[0]?.right : null;
  const [only, ...more] = right?.kind === "Pipeline" ? right.elements : [];
  return only?.kind === "CommandExpression" && more.length === 0 ? only.expression : node;
}

/** A literal Fqdn beside a literal certificate name whose common name is neither it nor a `*.` above it. */
export const fqdnCertificateMismatch: Check = {
  of: "cmdlet",
  needs: oneOf("Fqdn"),
  run: (call: CmdletCall, context: CheckContext) => {
    const fqdn = textOfParameter(call, "Fqdn", context);
    const certificate = textOfParameter(call, "TlsCertificateName", context);
    if (fqdn === null || certificate === null || !fqdn.text.includes(".")) return [];
    const name = parseCertificateName(certificate.text);
    const subject = name.ok ? commonName(name.value.subject) : null;
    if (subject === null || !subject.includes(".") || fits(fqdn.text.toLowerCase(), subject.toLowerCase())) return [];
    return [{ start: fqdn.whole.start, end: fqdn.whole.end, fields: { fqdn: fqdn.text, subject } }];
  },
};

function fits(host: string, subject: string): boolean {
  if (host === subject) return true;
  return subject.startsWith("*.") && host.slice(host.indexOf(".") + 1) === subject.slice(2);
}
