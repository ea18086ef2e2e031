// OSS API reference 20220713, 7.18.3 PutCname [L7329-7399]; the certificate is from the vendor's later page of PutCname.
import { CERTIFICATE, PRIVATE_KEY } from "./certificate";
import { badDomains } from "./domains";
import { type Arguments, BUCKET, ownedOnce, type Scenario } from "./scenario";

const minimal = { bucket: BUCKET, domain: "www.example.com" };
const with_ = (certificate: Arguments): Arguments => ({ ...minimal, certificate });
const common = ownedOnce(minimal);

export const bucketCname: Scenario = {
  token: "oss:BucketCname",
  minimal,
  full: with_({ certificate: CERTIFICATE, privateKey: PRIVATE_KEY }),
  bad: [
    ...common.bad,
    ...badDomains(BUCKET),
    {
      name: "an empty certificate",
      inputs: with_({}),
      path: "certificate",
      message: "needs certificate with privateKey, or certId",
    },
    {
      name: "a certificate without its key",
      inputs: with_({ certificate: CERTIFICATE }),
      path: "certificate.privateKey",
      message: "is required with certificate",
    },
    {
      name: "a key without its certificate",
      inputs: with_({ privateKey: PRIVATE_KEY }),
      path: "certificate.certificate",
      message: "is required with privateKey",
    },
    {
      name: "a certificate of one's own and one of the Certificate Management Service",
      inputs: with_({ certificate: CERTIFICATE, privateKey: PRIVATE_KEY, certId: "92-cn-hangzhou" }),
      path: "certificate.certId",
      message: "goes without certificate and privateKey",
    },
    {
      name: "an id of a certificate without its region",
      inputs: with_({ certId: "9238410" }),
      path: "certificate.certId",
      message: "must be the id with its region, such as 493****-cn-hangzhou",
    },
    {
      name: "an empty id of a certificate",
      inputs: with_({ certId: "" }),
      path: "certificate.certId",
      message: "must not be empty",
    },
    {
      name: "a certificate that is no PEM text",
      inputs: with_({ certificate: "MIIC", privateKey: PRIVATE_KEY }),
      path: "certificate.certificate",
      message: "must be PEM text",
    },
    {
      name: "a key that is no PEM text",
      inputs: with_({ certificate: CERTIFICATE, privateKey: CERTIFICATE }),
      path: "certificate.privateKey",
      message: "must be PEM text",
    },
  ],
  good: [
    { name: "a certificate of the Certificate Management Service", inputs: with_({ certId: "92-cn-hangzhou" }) },
    { name: "a domain of two labels", inputs: { bucket: BUCKET, domain: "example.com" } },
    {
      name: "an international domain in its ASCII form",
      inputs: { bucket: BUCKET, domain: "xn--fsqu00a.xn--0zwm56d" },
    },
    { name: "labels of 63 characters", inputs: { bucket: BUCKET, domain: `${"a".repeat(63)}.example.com` } },
  ],
  updates: [
    {
      name: "a certificate",
      from: minimal,
      to: with_({ certificate: CERTIFICATE, privateKey: PRIVATE_KEY }),
      paths: ["certificate"],
    },
    {
      name: "taking the certificate away",
      from: with_({ certificate: CERTIFICATE, privateKey: PRIVATE_KEY }),
      to: minimal,
      paths: ["certificate"],
    },
    {
      name: "another certificate",
      from: with_({ certId: "92-cn-hangzhou" }),
      to: with_({ certId: "93-cn-hangzhou" }),
      paths: ["certificate.certId"],
    },
  ],
  same: [],
  replacements: [
    ...common.replacements,
    { name: "another domain", from: minimal, to: { ...minimal, domain: "shop.example.com" }, paths: ["domain"] },
  ],
};
