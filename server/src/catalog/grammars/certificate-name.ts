import { fault, type Parsed, parsed } from "./parsed.js";

/** The two names a connector finds its certificate by. */
export interface CertificateName {
  readonly issuer: string;
  readonly subject: string;
}

/**
 * Reads the certificate name of a connector: `<I>issuer<S>subject`, both X.500 names.
 *
 * Fault codes: `thumbprint`, `order` (`<S>` before `<I>`), `empty`, `no-subject`, `no-issuer`, `empty-part`.
 *
 * @see https://learn.microsoft.com/powershell/module/exchangepowershell/new-sendconnector#-tlscertificatename
 */
export function parseCertificateName(text: string): Parsed<CertificateName> {
  const whole = (code: string, message: string): Parsed<CertificateName> => fault(code, 0, text.length, message);
  if (/^[\s\u200e]*([0-9a-f]{2}\s*){20}\s*$/i.test(text))
    return whole("thumbprint", "this is a thumbprint; the connector wants issuer and subject: `<I>CN=…<S>CN=…`");
  if (text.trim() === "") return whole("empty", "the certificate name is empty");
  const issuerAt = text.search(/<I>/i);
  const subjectAt = text.search(/<S>/i);
  if (subjectAt < 0) return whole("no-subject", "the subject is missing: the form is `<I>issuer<S>subject`");
  if (issuerAt < 0) return whole("no-issuer", "the issuer is missing: the form is `<I>issuer<S>subject`");
  if (issuerAt > subjectAt) return whole("order", "the issuer comes first: the form is `<I>issuer<S>subject`");
  if (issuerAt > 0) return fault("order", 0, issuerAt, "nothing may stand before `<I>`", "");
  const issuer = text.slice(3, subjectAt).trim();
  const subject = text.slice(subjectAt + 3).trim();
  if (issuer === "" || subject === "")
    return whole("empty-part", `the ${issuer === "" ? "issuer" : "subject"} is empty: the form is \`<I>issuer<S>subject\``);
  return parsed({ issuer, subject });
}

/** The first common name of an X.500 name, without quotes; null when it has none. */
export function commonName(x500: string): string | null {
  const match = /(?:^|,)\s*CN\s*=\s*(?:"([^"]*)"|([^,]*))/i.exec(x500);
  const name = (match?.[1] ?? match?.[2])?.trim();
  return name === undefined || name === "" ? null : name;
}
