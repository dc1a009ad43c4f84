import { ipAddressOf } from "../../catalog/grammars/ip-address.js";
import type { Check, CheckResult } from "../check.js";
import { oneOf } from "../needs.js";
import { fitsWildcard } from "../wildcard.js";
import { textsOf } from "./argument-text.js";

/** Literal smart hosts that the configuration's `conventions.smartHosts` does not name. Nothing where it names none. */
const foreignSmartHost: Check = {
  of: "cmdlet",
  needs: oneOf("SmartHosts"),
  run: (call, context) => {
    const { smartHosts } = context.conventions;
    if (smartHosts.length === 0) return [];
    return textsOf(call, "SmartHosts", context).flatMap((host): CheckResult[] => {
      const name = host.text.trim().replace(/\.$/, "");
      if (name === "" || name === "--" || smartHosts.some((one) => isCovered(name, one))) return [];
      return [{ ...place(host.whole), fields: { host: host.text, allowed: list(smartHosts) } }];
    });
  },
};

const tenantForms = [/^([a-z0-9-]+)\.mail\.protection\.outlook\.com$/i, /^([a-z0-9-]+)\.(?:mail\.)?onmicrosoft\.com$/i];

/** Smart hosts and address spaces of a tenant that `conventions.tenants` does not name. Nothing where it names none. */
const foreignTenant: Check = {
  of: "cmdlet",
  needs: oneOf("SmartHosts", "AddressSpaces", "RecipientDomains"),
  run: (call, context) => {
    const { tenants } = context.conventions;
    if (tenants.length === 0) return [];
    // `contoso-com` and `contoso.onmicrosoft.com` are one tenant in two spellings: the list holds either.
    const own = tenants.map((tenant) => tenant.replace(/\.(?:mail\.)?(?:onmicrosoft\.com|protection\.outlook\.com)$/, ""));
    return ["SmartHosts", "AddressSpaces", "RecipientDomains"].flatMap((parameter) =>
      textsOf(call, parameter, context).flatMap((text): CheckResult[] => {
        const domain = (text.text.replace(/^[a-z0-9]+:/i, "").split(";")[0] ?? "").replace(/^\*\./, "");
        const tenant = tenantForms.map((form) => form.exec(domain)?.[1]).find((found) => found !== undefined);
        if (tenant === undefined || own.includes(tenant.toLowerCase())) return [];
        return [{ ...place(text.whole), fields: { tenant, allowed: list(tenants) } }];
      }),
    );
  },
};

/** TlsAuthLevel and TlsSettings values that `conventions.tlsLevels` does not allow. Nothing where it names none. */
const tlsLevel: Check = {
  of: "cmdlet",
  needs: oneOf("TlsAuthLevel", "TlsSettings"),
  run: (call, context) => {
    const { tlsLevels } = context.conventions;
    if (tlsLevels.length === 0) return [];
    return ["TlsAuthLevel", "TlsSettings"].flatMap((parameter) =>
      textsOf(call, parameter, context)
        .filter(({ text }) => text !== "" && !tlsLevels.includes(text.toLowerCase()))
        .map(({ text, whole }) => ({ ...place(whole), fields: { level: text, allowed: list(tlsLevels) } })),
    );
  },
};

/** An IP address counts as it is written; a name also by `*.domain`. */
function isCovered(host: string, convention: string): boolean {
  return ipAddressOf(host) === null ? fitsWildcard(host, convention) : host.toLowerCase() === convention;
}

function place(span: { readonly start: number; readonly end: number }): { start: number; end: number } {
  return { start: span.start, end: span.end };
}

function list(names: readonly string[]): string {
  return names.join(", ");
}

/** What the company says of its own names. */
export const conventionChecks: Readonly<Record<string, Check>> = {
  "foreign-smart-host": foreignSmartHost,
  "foreign-tenant": foreignTenant,
  "tls-level": tlsLevel,
};
