// OSS API reference 20220713, CNAME operations: BucketCnameConfiguration, CnameToken and ListCnameResult.
import { list, readXml, requiredText, text, writeXml, type XmlElement } from "../../http/xml";

/** The certificate of a request, from the vendor's later page of PutCname; "none" takes it away. */
export type CnameCertificate = { certificate?: string; privateKey?: string; certId?: string } | "none";

export function encodeCname(domain: string, certificate?: CnameCertificate): string {
  return writeXml("BucketCnameConfiguration", [
    [
      "Cname",
      [
        ["Domain", domain],
        ["CertificateConfiguration", certificate && encodeCertificate(certificate)],
      ],
    ],
  ]);
}

function encodeCertificate(certificate: CnameCertificate): XmlElement[] {
  if (certificate === "none") return [["DeleteCertificate", true]];
  return [
    ["CertId", certificate.certId],
    ["Certificate", certificate.certificate],
    ["PrivateKey", certificate.privateKey],
    // Put it in place of whatever is there.
    ["Force", true],
  ];
}

export interface CnameToken {
  token: string;
  /** GMT, as it was given. */
  expireTime: string;
}

export function decodeCnameToken(body: string): CnameToken {
  const root = readXml(body, "CnameToken", []);
  return { token: requiredText(root, "Token"), expireTime: text(root, "ExpireTime") ?? "" };
}

export interface Cname {
  domain: string;
  lastModified: string;
  /** Enabled or Disabled. */
  status: string;
  certificate?: {
    type: string;
    certId: string;
    status: string;
    creationDate: string;
    fingerprint: string;
    validStartDate: string;
    validEndDate: string;
  };
}

export function decodeCnames(body: string): Cname[] {
  const root = readXml(body, "ListCnameResult", ["Cname"]);
  return (list(root, "Cname") ?? []).map((cname) => {
    const at = (path: string) => text(cname, path) ?? "";
    return {
      domain: at("Domain"),
      lastModified: at("LastModified"),
      status: at("Status"),
      certificate: at("Certificate.CertId")
        ? {
            type: at("Certificate.Type"),
            certId: at("Certificate.CertId"),
            status: at("Certificate.Status"),
            creationDate: at("Certificate.CreationDate"),
            fingerprint: at("Certificate.Fingerprint"),
            validStartDate: at("Certificate.ValidStartDate"),
            validEndDate: at("Certificate.ValidEndDate"),
          }
        : undefined,
    };
  });
}
