/**
 * Opaque tokens that stand for the name where a page ended (GetBucketV2, DeleteDirectory). In the form of the sample
 * `CgJiYw--` (L1777, L10936): field 1 of a protocol buffer, in base64 with safe characters.
 */
import { invalidArgument } from "../errors";

export function writeToken(name: string): string {
  const bytes = Buffer.from(name);
  const length = bytes.length < 128 ? [bytes.length] : [(bytes.length & 127) | 128, bytes.length >> 7];
  const token = Buffer.concat([Buffer.from([10, ...length]), bytes]).toString("base64");
  return token.replaceAll("+", "*").replaceAll("/", "_").replaceAll("=", "-");
}

/** 400 InvalidArgument that names `argument` for a text that is no token. */
export function readToken(token: string, argument: string): string {
  const plain = token.replaceAll("*", "+").replaceAll("_", "/").replaceAll("-", "=");
  const bytes = Buffer.from(plain, "base64");
  const name = bytes.subarray((bytes[1] ?? 0) < 128 ? 2 : 3).toString();
  if (writeToken(name) !== token) {
    throw invalidArgument(argument, token, `The ${argument} provided is incorrect.`);
  }
  return name;
}
