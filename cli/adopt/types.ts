// What an adoption is made of. Values are plain; a Reference stands where the program refers to an adopted bucket.
import type { Values } from "../../provider/kit/values";

export type Language = "typescript" | "yaml";
export type Front = "plugin" | "dynamic";

/** A property of an adopted bucket, in place of its text. */
export class Reference {
  constructor(
    readonly bucket: string,
    readonly property: "bucket" | "location",
  ) {}
}

/** A certificate from the stack's configuration: its private key is what OSS never gives back. */
export class CertificateSetting {
  constructor(
    readonly variable: string,
    /** Configuration keys. */
    readonly certificate: string,
    readonly privateKey: string,
    readonly domain: string,
  ) {}
}

/** One resource of the program. */
export interface Declaration {
  token: string;
  id: string;
  /** Name of the resource, unique among all. */
  name: string;
  /** Name of the constant that holds it; of buckets only. */
  variable?: string;
  bucket: string;
  /** May hold References and CertificateSettings. */
  args: Values;
  protect: boolean;
  comments: string[];
  inputs: Values;
  state: Values;
}

export interface Program {
  project: string;
  language: Language;
  front: Front;
  /** Region of most of the buckets. */
  region: string;
  /** Buckets first, so that whatever refers to one comes later. */
  declarations: Declaration[];
  certificates: CertificateSetting[];
}

/** Result of `--check`. */
export interface CheckResult {
  passed: boolean;
  /** How many resources came in. */
  imported: number;
  /** How many the preview left as they are. */
  unchanged: number;
  /** What was wrong, a line each. */
  problems: string[];
}
