import { describe } from "vitest";
import { connectorUriRemarks, parseConnectorUri } from "../../../server/src/catalog/grammars/connector-uri.js";
import { parseLicensingUri } from "../../../server/src/catalog/grammars/licensing-uri.js";
import { remarksOn } from "./remarks.js";
import { accepts, rejects } from "./tables.js";

describe("connector URI", () => {
  accepts(parseConnectorUri, [
    ["https://rmsconnector.contoso.com", { scheme: "https", host: "rmsconnector.contoso.com", port: null }],
    ["http://MyConnector", { scheme: "http", host: "MyConnector" }],
    ["HTTPS://rms.contoso.local/", { scheme: "https", host: "rms.contoso.local" }],
    ["https://rms.contoso.com:8443", { host: "rms.contoso.com", port: 8443 }],
    ["https://[2001:db8::1]:443/", { host: "[2001:db8::1]", port: 443 }],
    ["https://xn--rms-contso-b5a.com", { host: "xn--rms-contso-b5a.com" }],
  ]);
  rejects(parseConnectorUri, [
    ["", "empty", ""],
    ["  ", "empty", "  "],
    ["-SetExchange2016", "parameter", "-SetExchange2016"],
    ["<connector>", "placeholder", "<connector>"],
    ["https://<connectoraddress>", "placeholder", "<connectoraddress>"],
    ["rms.contoso.com", "scheme-missing", "rms.contoso.com", "https://rms.contoso.com"],
    ["rms.contoso.com:8443", "scheme-missing", "rms.contoso.com:8443", "https://rms.contoso.com:8443"],
    ["//rms.contoso.com", "scheme-missing", "//rms.contoso.com", "https://rms.contoso.com"],
    ["httprms.contoso.com", "scheme-missing", "httprms.contoso.com", "https://httprms.contoso.com"],
    ["ftp://rms.contoso.com", "scheme-other", "ftp"],
    ["htps://rms.contoso.com", "scheme-other", "htps"],
    ["https:\\//rms.contoso.com", "malformed", "https:\\//", "https://rms.contoso.com"],
    ["https:\\\\rms.contoso.com", "malformed", "https:\\\\", "https://rms.contoso.com"],
    ["http:/rms.contoso.com", "malformed", "http:/", "http://rms.contoso.com"],
    ["https//rms.contoso.com", "malformed", "https//", "https://rms.contoso.com"],
    ["https;//rms.contoso.com", "malformed", "https;//", "https://rms.contoso.com"],
    ["https:rms.contoso.com", "malformed", "https:", "https://rms.contoso.com"],
    ["https:///rms.contoso.com", "malformed", "https:///", "https://rms.contoso.com"],
    ["https://https://rms.contoso.com", "malformed", "https://", "https://rms.contoso.com"],
    ["https:// rms.contoso.com", "malformed", " ", "https://rms.contoso.com"],
    ["https://rms.contoso.com ", "malformed", " ", "https://rms.contoso.com"],
    ["https://", "malformed", ""],
    ["https://rms.contoso.com:99999", "malformed", ":99999"],
    ["https://rms.contoso.com:port", "malformed", ":port"],
    ["https://rms.contoso.com/_wmcs/licensing", "path", "/_wmcs/licensing", "https://rms.contoso.com"],
    ["https://rms.contoso.com?x=1", "path", "?x=1", "https://rms.contoso.com"],
    ["https://rms.contoso.com/#top", "path", "/#top", "https://rms.contoso.com"],
    ["https://rms.contoso.com//", "double-slash", "//", "https://rms.contoso.com"],
  ]);
});

describe("doubts about a connector URI", () => {
  remarksOn(connectorUriRemarks, [
    ["https://rms.contoso.com"],
    ["http://rms.contoso.com", ["http", "http", "https"]],
    ["https://192.0.2.10", ["ip", "192.0.2.10"]],
    ["https://localhost", ["local", "localhost"]],
    ["https://127.0.0.1:8080", ["ip", "127.0.0.1"], ["local", "127.0.0.1"]],
    ["https://[::1]", ["ip", "[::1]"], ["local", "[::1]"]],
    ["https://x.rms.na.aadrm.com", ["tenant", "x.rms.na.aadrm.com"]],
    ["https://x.rms.na.aadrm.com/_wmcs/licensing", ["path", "/_wmcs/licensing", ""], ["tenant", "x.rms.na.aadrm.com"]],
    ["https://notaadrm.com"],
    ["rms.contoso.com", ["scheme-missing", "rms.contoso.com", "https://rms.contoso.com"]],
  ]);
});

describe("licensing location", () => {
  accepts(parseLicensingUri, [
    ["https://x.rms.na.aadrm.com/_wmcs/licensing", { host: "x.rms.na.aadrm.com", isCloud: true }],
    ["https://x.rms.na.aadrm.com/_wmcs/Licensing/", { isCloud: true }],
    ["https://adrms.contoso.com/_wmcs/licensing", { host: "adrms.contoso.com", isCloud: false }],
    ["https://adrms.contoso.com", { isCloud: false }],
  ]);
  rejects(parseLicensingUri, [
    ["", "uri", ""],
    ["x.rms.na.aadrm.com/_wmcs/licensing", "uri", "x.rms.na.aadrm.com/_wmcs/licensing"],
    ["/_wmcs/licensing", "uri", "/_wmcs/licensing"],
    ["ftp://x.rms.na.aadrm.com", "uri", "ftp://x.rms.na.aadrm.com"],
    ["https://x.rms.na.aadrm.com", "path", "https://x.rms.na.aadrm.com", "https://x.rms.na.aadrm.com/_wmcs/licensing"],
    ["https://x.rms.na.aadrm.com/", "path", "/", "https://x.rms.na.aadrm.com/_wmcs/licensing"],
    ["https://x.rms.na.aadrm.com/_wmcs/certification", "path", "/_wmcs/certification", "https://x.rms.na.aadrm.com/_wmcs/licensing"],
    ["https://x.rms.na.aadrm.com/other", "path", "/other"],
  ]);
});
