import type { BoundArgument } from "../../binding/bound-command.js";
import type { CmdletCall } from "../call.js";
import type { Check, CheckContext, CheckResult } from "../check.js";
import { argumentOf, textOfParameter, textsOf } from "./argument-text.js";
import { lastingConnectors, type MadeConnector } from "./send-connectors-of-file.js";

/** The Send connector to the tenant and the tenant's connector for the organisation's servers, of which only one keeps the headers. */
export const hybridHeaders: Check = {
  of: "document",
  calls: ["new-inboundconnector", "set-inboundconnector"],
  run: (context) => {
    const calls = context.calls.filter((call): call is CmdletCall => call.kind === "cmdlet" && argumentOf(call, "WhatIf") === undefined);
    const [sending, ...moreSending] = calls.filter((call) => /^(?:new|set)-sendconnector$/.test(call.name) && leadsToTenant(call, context));
    const [taking, ...moreTaking] = calls.filter((call) => /^(?:new|set)-inboundconnector$/.test(call.name) && isOfServers(call, context));
    // Among several of a side, which one is the other end does not show.
    if (!sending || !taking || moreSending.length + moreTaking.length > 0) return [];
    const sends = headersKeptBy(sending);
    const takes = headersKeptBy(taking);
    if (sends === null || takes === null || sends.isKept === takes.isKept) return [];
    const [loser, keeper] = sends.isKept ? [takes, sending] : [sends, taking];
    const place = loser.argument.valueNode ?? loser.argument.nameSpan;
    if (place === null) return [];
    const { start, end } = place;
    const other =
      textOfParameter(keeper, "Name", context)?.text ?? textOfParameter(keeper, "Identity", context)?.text ?? keeper.bound.cmdlet.name;
    const isLiteral = /^\$false$/i.test(context.text.slice(start, end));
    const fixes = isLiteral ? [{ title: "Set it to $true", edits: [{ start, end, newText: "$true" }], isPreferred: false }] : [];
    const related = [{ start: keeper.nameSpan.start, end: keeper.nameSpan.end, message: "The other end stands here" }];
    return [{ start, end, fields: { other }, fixes, related }];
  },
};

function headersKeptBy(call: CmdletCall): { readonly isKept: boolean; readonly argument: BoundArgument } | null {
  const argument = argumentOf(call, "CloudServicesMailEnabled");
  return argument?.value.kind === "boolean" ? { isKept: argument.value.value, argument } : null;
}

function leadsToTenant(call: CmdletCall, context: CheckContext): boolean {
  return (
    textsOf(call, "AddressSpaces", context).some(({ text }) => /\.mail\.onmicrosoft\.com(?:;|$)/i.test(text)) ||
    textsOf(call, "SmartHosts", context).some(({ text }) => /\.mail\.protection\.outlook\.com\.?$/i.test(text))
  );
}

function isOfServers(call: CmdletCall, context: CheckContext): boolean {
  return textOfParameter(call, "ConnectorType", context)?.text.toLowerCase() === "onpremises";
}

const routingDomain = /^([^.]+)\.mail\.onmicrosoft\.com$/;

/** Routing domains of two tenants that are reached under one certificate: by one connector, or by two that name the same. */
export const oneServerTwoTenants: Check = {
  of: "document",
  calls: ["new-sendconnector"],
  run: (context) => {
    const reached: { readonly tenant: string; readonly certificate: string; readonly connector: MadeConnector }[] = [];
    const results: CheckResult[] = [];
    for (const connector of lastingConnectors(context)) {
      const certificate = certificateOf(connector, context);
      for (const { space, place } of connector.spaces) {
        const tenant = routingDomain.exec(space.address.toLowerCase())?.[1];
        if (tenant === undefined || space.type !== "SMTP") continue;
        const other = reached.find(
          (one) =>
            one.tenant !== tenant &&
            (one.connector === connector || (one.certificate === certificate && one.connector.block === connector.block)),
        );
        if (other) {
          const shown = other.connector === connector ? "one certificate" : (certificate ?? "");
          const fields = { first: `${other.tenant}.mail.onmicrosoft.com`, second: space.address, certificate: shown };
          results.push({ start: place.start, end: place.end, fields });
        } else reached.push({ tenant, certificate: certificate ?? "", connector });
      }
    }
    return results;
  },
};

/** The certificate a connector shows, as far as its own parameters tell. Without a name Exchange takes the one that fits the FQDN. */
function certificateOf({ call }: MadeConnector, context: CheckContext): string | null {
  const named = argumentOf(call, "TlsCertificateName");
  const text = textOfParameter(call, named ? "TlsCertificateName" : "Fqdn", context)?.text.toLowerCase();
  if (text === undefined) return null;
  return named ? `the certificate \`${text}\`` : `the certificate for \`${text}\``;
}
