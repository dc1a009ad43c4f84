import { parseIpv4Literal, parseIpv6Literal } from "./ip-literal.js";
import type { Fault, Parsed } from "./parsed.js";

/** The address of an RMS connector: scheme, host, port, and nothing more. */
export interface ConnectorUri {
  readonly scheme: "http" | "https";
  readonly host: string;
  readonly port: number | null;
}

interface Parts {
  readonly scheme: string;
  readonly hostStart: number;
  readonly host: string;
  readonly hostEnd: number;
  readonly port: number | null;
  readonly pathStart: number;
}

/**
 * Reads the value of GenConnectorConfig.ps1's `-ConnectorUri`: `http(s)://host[:port]`, one trailing slash allowed (the script
 * cuts it).
 *
 * @returns the parts, or the first fault; codes: `empty`, `parameter`, `placeholder`, `malformed`, `scheme-missing`, `scheme-other`, `path`,
 *   `double-slash`
 * @see https://learn.microsoft.com/azure/information-protection/configure-servers-rms-connector
 */
export function parseConnectorUri(text: string): Parsed<ConnectorUri> {
  const form = readForm(text);
  if ("code" in form) return { ok: false, fault: form };
  const path = pathFault(text, form);
  if (path !== null) return { ok: false, fault: path };
  return {
    ok: true,
    value: { scheme: form.scheme.toLowerCase() === "http" ? "http" : "https", host: form.host, port: form.port },
  };
}

/**
 * Everything worth saying about a `-ConnectorUri`, faults and doubts: the codes of {@link parseConnectorUri} and `http`, `ip`,
 * `local`, `tenant`. A text whose form is broken has that one entry.
 */
export function connectorUriRemarks(text: string): readonly Fault[] {
  const form = readForm(text);
  if ("code" in form) return [form];
  const remarks: Fault[] = [];
  const path = pathFault(text, form);
  if (path !== null) remarks.push(path);
  if (form.scheme.toLowerCase() === "http") {
    remarks.push({ code: "http", start: 0, end: form.scheme.length, message: "the connection is not encrypted", replacement: "https" });
  }
  const place = { start: form.hostStart, end: form.hostEnd };
  const bare = form.host.replace(/^\[|\]$/g, "").toLowerCase();
  const isV4 = parseIpv4Literal(bare).ok;
  const isV6 = form.host.startsWith("[") && parseIpv6Literal(bare).ok;
  if (isV4 || isV6) remarks.push({ code: "ip", ...place, message: "an IP address stands for one server" });
  if (bare === "localhost" || (isV4 && bare.startsWith("127.")) || (isV6 && /^(0*:)*:?0*1$/.test(bare))) {
    remarks.push({ code: "local", ...place, message: "the name means the computer the script runs on" });
  }
  if (/(^|\.)aadrm\.com\.?$/.test(bare)) remarks.push({ code: "tenant", ...place, message: "this is the cloud tenant, not the connector" });
  return remarks;
}

function readForm(text: string): Parts | Fault {
  const broken = (start: number, end: number, message: string, replacement?: string): Fault => ({
    code: "malformed",
    start,
    end,
    message,
    ...(replacement === undefined ? {} : { replacement }),
  });
  if (text.trim() === "") return { code: "empty", start: 0, end: text.length, message: "the address is empty" };
  if (/^[-\u2013-\u2015]/.test(text)) return { code: "parameter", start: 0, end: text.length, message: "this is a parameter's name" };
  const placeholder = /<[^>]*>?/.exec(text);
  if (placeholder !== null) {
    const end = placeholder.index + placeholder[0].length;
    return { code: "placeholder", start: placeholder.index, end, message: "a placeholder was left in" };
  }

  const head = /^[a-z][a-z0-9+.-]*?(?=:|[/\\])/i.exec(text)?.[0] ?? "";
  const isWeb = /^https?$/i.test(head);
  const marks = isWeb ? (/^[:;/\\]*/.exec(text.slice(head.length))?.[0] ?? "") : "";
  if (isWeb && marks !== "://") {
    return broken(0, head.length + marks.length, "the scheme is not followed by `://`", `${head.toLowerCase()}://`);
  }
  const semicolon = /^(https?);\/\//i.exec(text);
  if (semicolon !== null) return broken(0, semicolon[0].length, "the scheme is not followed by `://`", `${semicolon[1]?.toLowerCase()}://`);
  if (!isWeb) {
    const other = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text);
    if (other !== null) return { code: "scheme-other", start: 0, end: other[1]?.length ?? 0, message: "only http and https are possible" };
    const rest = text.replace(/^[\\/]+/, "");
    return {
      code: "scheme-missing",
      start: 0,
      end: text.length,
      message: "`http://` or `https://` is missing",
      replacement: `https://${rest}`,
      alternative: `http://${rest}`,
    };
  }

  const doubled = /^https?:[\\/]*/i.exec(text.slice(head.length + 3));
  if (doubled !== null) return broken(0, head.length + 3, "the scheme stands twice", "");
  const blank = /\s+/.exec(text);
  if (blank !== null) return broken(blank.index, blank.index + blank[0].length, "a blank stands in the address", "");
  const backslash = text.indexOf("\\");
  if (backslash >= 0) return broken(backslash, backslash + 1, "a backslash stands in the address", "/");

  const hostStart = head.length + 3;
  const authority = /^[^/?#]*/.exec(text.slice(hostStart))?.[0] ?? "";
  const pathStart = hostStart + authority.length;
  const match = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(authority);
  const host = match?.[1] ?? "";
  const portText = match?.[2];
  const hostEnd = hostStart + host.length;
  if (match === null || host === "") return broken(hostStart, pathStart, "the host's name is missing");
  if (!/^(\[[0-9a-f:.]+\]|[^\s[\]@,;"'`{}|^]+)$/i.test(host)) return broken(hostStart, hostEnd, "this is not a host's name");
  if (portText !== undefined && (!/^\d{1,5}$/.test(portText) || Number(portText) < 1 || Number(portText) > 65535)) {
    return broken(hostEnd, pathStart, "the port is a number from 1 to 65535");
  }
  return { scheme: head, hostStart, host, hostEnd, port: portText === undefined ? null : Number(portText), pathStart };
}

function pathFault(text: string, { pathStart }: Parts): Fault | null {
  const path = text.slice(pathStart);
  if (path === "" || path === "/") return null;
  if (/^\/+$/.test(path)) {
    return { code: "double-slash", start: pathStart, end: text.length, message: "only one trailing slash is cut", replacement: "" };
  }
  return { code: "path", start: pathStart, end: text.length, message: "the script appends its own path", replacement: "" };
}
