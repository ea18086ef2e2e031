// A certificate for www.example.com that signs itself, made anew in every run: no key lies in the sources. Its form is that
// of RFC 5280, section 4.1, written as DER (X.690).
import { generateKeyPairSync, sign } from "node:crypto";

const der = (tag: number, ...contents: Buffer[]): Buffer => {
  const content = Buffer.concat(contents);
  const size = content.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
};
const sequence = (...contents: Buffer[]): Buffer => der(0x30, ...contents);
const utcTime = (text: string): Buffer => der(0x17, Buffer.from(text));

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });

// ecdsa-with-SHA256 is 1.2.840.10045.4.3.2, commonName is 2.5.4.3.
const algorithm = sequence(der(0x06, Buffer.from("2a8648ce3d040302", "hex")));
const name = sequence(
  der(0x31, sequence(der(0x06, Buffer.from("550403", "hex")), der(0x0c, Buffer.from("www.example.com")))),
);
const unsigned = sequence(
  der(0x02, Buffer.from("1234567890", "hex")),
  algorithm,
  name,
  sequence(utcTime("240101000000Z"), utcTime("490101000000Z")),
  name,
  publicKey.export({ type: "spki", format: "der" }),
);
const signed = sequence(unsigned, algorithm, der(0x03, Buffer.from([0]), sign("sha256", unsigned, privateKey)));

export const CERTIFICATE = `-----BEGIN CERTIFICATE-----\n${signed
  .toString("base64")
  .match(/.{1,64}/g)
  ?.join("\n")}\n-----END CERTIFICATE-----\n`;

export const PRIVATE_KEY = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
