import type { Check } from "../check.js";
import { addressSpaceOverlap, bareDoubleDash, bareTypedAddress, unquotedSemicolon } from "./connector-address-spaces.js";
import { fqdnCertificateMismatch, propertyExpansion, singleQuotedExpression, unquotedAngle } from "./connector-certificates.js";
import {
  connectorNeverWins,
  duplicateOutboundDomains,
  duplicateSpaces,
  duplicateWildcardConnectors,
  hybridCertificateName,
  noInternetRoute,
  relayRight,
  ruleWithoutConnector,
  wildcardBypassesEop,
  wrongEnvironment,
} from "./connector-files.js";
import {
  angleBracketPlaceholder,
  exclusiveParameters,
  givenObject,
  missingParameters,
  numberOutOfRange,
  plainTextCredential,
  sizeUnitApart,
  timeSpansInOrder,
} from "./connector-parameters.js";
import { selfSmartHost, smartHost, smartHostsOfTwoSites } from "./connector-smart-hosts.js";
import { hybridHeaders, oneServerTwoTenants } from "./hybrid-pairs.js";
import { receiveConnectorConflict } from "./receive-connectors-of-file.js";
import { virtualDirectoryCertificate, virtualDirectoryDns, virtualDirectoryUrl } from "./virtual-directories.js";

/** The checks behind the rules about mail connectors. */
export const connectorChecks: Readonly<Record<string, Check>> = {
  "address-space-overlap": addressSpaceOverlap,
  "angle-bracket-placeholder": angleBracketPlaceholder,
  "bare-double-dash": bareDoubleDash,
  "bare-typed-address": bareTypedAddress,
  "connector-never-wins": connectorNeverWins,
  "duplicate-outbound-domains": duplicateOutboundDomains,
  "duplicate-spaces": duplicateSpaces,
  "duplicate-wildcard-connectors": duplicateWildcardConnectors,
  "exclusive-parameters": exclusiveParameters,
  "fqdn-certificate-mismatch": fqdnCertificateMismatch,
  "given-object": givenObject,
  "hybrid-certificate-name": hybridCertificateName,
  "hybrid-headers": hybridHeaders,
  "missing-parameters": missingParameters,
  "no-internet-route": noInternetRoute,
  "number-out-of-range": numberOutOfRange,
  "one-server-two-tenants": oneServerTwoTenants,
  "plain-text-credential": plainTextCredential,
  "property-expansion": propertyExpansion,
  "receive-connector-conflict": receiveConnectorConflict,
  "relay-right": relayRight,
  "rule-without-connector": ruleWithoutConnector,
  "self-smarthost": selfSmartHost,
  "single-quoted-expression": singleQuotedExpression,
  "size-unit-apart": sizeUnitApart,
  "smart-host": smartHost,
  "smart-hosts-of-two-sites": smartHostsOfTwoSites,
  "time-spans-in-order": timeSpansInOrder,
  "unquoted-angle": unquotedAngle,
  "unquoted-semicolon": unquotedSemicolon,
  "virtual-directory-certificate": virtualDirectoryCertificate,
  "virtual-directory-dns": virtualDirectoryDns,
  "virtual-directory-url": virtualDirectoryUrl,
  "wildcard-bypasses-eop": wildcardBypassesEop,
  "wrong-environment": wrongEnvironment,
};
