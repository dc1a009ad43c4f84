import type { Severity } from "./finding.js";
import type { Rule } from "./rule.js";

/** What `.exchange-rms.yaml` says. */
export interface Config {
  /** Targets as text, first fitting glob wins; a null glob fits every file. */
  readonly targets: readonly { readonly glob: string | null; readonly target: string }[];
  /** By rule id or wildcard (`rms-registry-*`), the last fitting one wins. */
  readonly severities: readonly { readonly rule: string; readonly severity: Severity | "off" }[];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Paths of further rule files, relative to the config file; whoever does IO reads and compiles them into `rules`. */
  readonly ruleFiles: readonly string[];
  /** The compiled rules of those files. */
  readonly rules: readonly Rule[];
  readonly conventions: NamingConventions;
}

/** What a company says of its own names in `.exchange-rms.yaml`, in lower case. */
export interface NamingConventions {
  /** Hosts that mail may be handed to; `*.` covers every name below. Empty: nothing is said. */
  readonly smartHosts: readonly string[];
  /** Own tenants, as in `contoso-com`. */
  readonly tenants: readonly string[];
  /** Allowed TlsAuthLevel values. */
  readonly tlsLevels: readonly string[];
}

export const noConventions: NamingConventions = { smartHosts: [], tenants: [], tlsLevels: [] };

export const noConfig: Config = {
  targets: [],
  severities: [],
  include: [],
  exclude: [],
  ruleFiles: [],
  rules: [],
  conventions: noConventions,
};
