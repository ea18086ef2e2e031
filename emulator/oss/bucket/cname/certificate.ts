/**
 * The certificate of a mapped domain. The API reference 20220713 shows it in ListCname (L7456-7490) only; the
 * CertificateConfiguration of PutCname is from the vendor's later page of that operation.
 */
import { createPrivateKey, X509Certificate } from "node:crypto";
import type { Parsed, XmlChild } from "../../../xml";
import { invalidArgument } from "../../errors";
import { boolean } from "../fields";

/** The private key is checked and forgotten: it is never stored or given back. */
export interface CertificateDocument {
  certId: string;
  /** Milliseconds since 1970. */
  boundAt: number;
  fingerprint?: string;
  validFrom?: number;
  validTo?: number;
}

export const CERTIFICATE_SHAPE = {
  CertId: "text",
  Certificate: "text",
  PrivateKey: "text",
  PreviousCertId: "text",
  Force: "text",
  DeleteCertificate: "text",
} as const;

/** The certificate after the request; undefined = none. */
export function readCertificate(
  element: Parsed<typeof CERTIFICATE_SHAPE>,
  before: CertificateDocument | undefined,
  region: string,
  now: Date,
): CertificateDocument | undefined {
  const force = boolean(element.Force, "Force") ?? false;
  // "If Force is not true, the service checks whether the value matches the current certificate ID."
  if (!force && element.PreviousCertId && element.PreviousCertId !== before?.certId) {
    const message = "PreviousCertId is not the ID of the current certificate.";
    throw invalidArgument("PreviousCertId", element.PreviousCertId, message);
  }
  if (boolean(element.DeleteCertificate, "DeleteCertificate")) {
    return undefined;
  }
  if (element.Certificate) {
    const x509 = readPem(element.Certificate, element.PrivateKey ?? "");
    return {
      certId: element.CertId || `${Number.parseInt(x509.serialNumber.slice(-8), 16)}-${region}`,
      boundAt: now.getTime(),
      fingerprint: x509.fingerprint,
      validFrom: Date.parse(x509.validFrom),
      validTo: Date.parse(x509.validTo),
    };
  }
  if (element.CertId) {
    return { certId: element.CertId, boundAt: now.getTime() };
  }
  throw invalidArgument("CertificateConfiguration", "", "Certificate with PrivateKey, or CertId, is required.");
}

function readPem(certificate: string, privateKey: string): X509Certificate {
  let x509: X509Certificate;
  try {
    x509 = new X509Certificate(certificate);
  } catch {
    throw invalidArgument("Certificate", "", "The certificate is not a valid PEM certificate.");
  }
  if (!belongs(x509, privateKey)) {
    throw invalidArgument("PrivateKey", "", "The private key is invalid or does not belong to the certificate.");
  }
  return x509;
}

function belongs(x509: X509Certificate, privateKey: string): boolean {
  try {
    return x509.checkPrivateKey(createPrivateKey(privateKey));
  } catch {
    return false;
  }
}

/** The elements of ListCname's Certificate. */
export function writeCertificate(certificate: CertificateDocument): XmlChild[] {
  const gmt = (time: number | undefined) => (time === undefined ? undefined : new Date(time).toUTCString());
  return [
    ["Type", "CAS"],
    ["CertId", certificate.certId],
    ["Status", "Enabled"],
    ["CreationDate", gmt(certificate.boundAt)],
    ["Fingerprint", certificate.fingerprint],
    ["ValidStartDate", gmt(certificate.validFrom)],
    ["ValidEndDate", gmt(certificate.validTo)],
  ];
}
