import { parseAddressSpace } from "./address-space.js";
import { parseBinding } from "./binding.js";
import { parseCertificateName } from "./certificate-name.js";
import { parseConnectorUri } from "./connector-uri.js";
import { parseDkimRecord } from "./dkim-record.js";
import { parseDmarcRecord } from "./dmarc-record.js";
import { parseSmtpDomain, parseTlsDomain } from "./domain.js";
import { parseFqdn } from "./fqdn.js";
import {
  parseIpAddress,
  parseNarrowRange,
  parsePublicAddress,
  parseRemoteIpRange,
  parseSenderIpAddress,
  parseSourceAddress,
} from "./ip-address.js";
import { parseIpv4Literal, parseIpv4Prefix, parseIpv6Literal, parseIpv6Prefix } from "./ip-literal.js";
import { parseLicensingUri } from "./licensing-uri.js";
import type { Fault, Parsed } from "./parsed.js";
import { parsePort } from "./port.js";
import { parseRegistryPath } from "./registry-path.js";
import { parseReceiveSize, parseSendSize, parseSize, parseUnlimitedSize } from "./size.js";
import { parseOnlineSmartHost, parseSmartHost } from "./smart-host.js";
import { parseSmtpAddress } from "./smtp-address.js";
import { parseSpfRecord } from "./spf-record.js";
import { parseConnectionTimeout, parsePlainTimeSpan, parseTimeSpan } from "./time-span.js";

/** Tells what is wrong with a text by one grammar; null when it is a value of it. */
export type Grammar = (text: string) => Fault | null;

/** The grammar of a parser: its fault, or null. */
function grammarOf<T>(parse: (text: string) => Parsed<T>): Grammar {
  return (text) => {
    const result = parse(text);
    return result.ok ? null : result.fault;
  };
}

/** Every value grammar a rule may name, by its kebab-case name. */
export const grammars: Readonly<Record<string, Grammar>> = {
  "address-space": grammarOf(parseAddressSpace),
  binding: grammarOf(parseBinding),
  "certificate-name": grammarOf(parseCertificateName),
  "connection-timeout": grammarOf(parseConnectionTimeout),
  "connector-uri": grammarOf(parseConnectorUri),
  "dkim-record": grammarOf(parseDkimRecord),
  "dmarc-record": grammarOf(parseDmarcRecord),
  fqdn: grammarOf(parseFqdn),
  "ip-address": grammarOf(parseIpAddress),
  "ipv4-literal": grammarOf(parseIpv4Literal),
  "ipv4-prefix": grammarOf(parseIpv4Prefix),
  "ipv6-literal": grammarOf(parseIpv6Literal),
  "ipv6-prefix": grammarOf(parseIpv6Prefix),
  "licensing-uri": grammarOf(parseLicensingUri),
  "narrow-range": grammarOf(parseNarrowRange),
  "online-smart-host": grammarOf(parseOnlineSmartHost),
  "plain-time-span": grammarOf(parsePlainTimeSpan),
  port: grammarOf(parsePort),
  "public-address": grammarOf(parsePublicAddress),
  "registry-path": grammarOf(parseRegistryPath),
  "receive-size": grammarOf(parseReceiveSize),
  "remote-ip-range": grammarOf(parseRemoteIpRange),
  "send-size": grammarOf(parseSendSize),
  "sender-ip-address": grammarOf(parseSenderIpAddress),
  size: grammarOf(parseSize),
  "spf-record": grammarOf(parseSpfRecord),
  "smart-host": grammarOf(parseSmartHost),
  "smtp-address": grammarOf(parseSmtpAddress),
  "smtp-domain": grammarOf(parseSmtpDomain),
  "source-address": grammarOf(parseSourceAddress),
  "time-span": grammarOf(parseTimeSpan),
  "tls-domain": grammarOf(parseTlsDomain),
  "unlimited-size": grammarOf(parseUnlimitedSize),
};
