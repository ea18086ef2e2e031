// What an adoption is made of. Values are plain; a Reference stands where the program refers to an adopted bucket.
import type { Values } from "../../provider/kit/values";

export type Language = "typescript" | "yaml";
export type Front = "plugin" | "dynamic";

/** A resource as it is live. */
export interface Document {
  /** "oss:BucketCors" */
  token: string;
  /** The bucket that it belongs to. */
  bucket: string;
  /** The id that an import takes. */
  id: string;
  /** What tells this one from others of its kind on the bucket: domain, inventory id, target of a replication. */
  part?: string;
  /** Arguments of the program. */
  inputs: Values;
  /** What a state holds of it: arguments with the service's defaults, and outputs. */
  state: Values;
  /** What the program's author should know about it. */
  notes: string[];
  /** Of a domain that has a certificate: the id in the Certificate Management Service. */
  certificateId?: string;
}

/** A read that failed: the document may or may not exist. */
export interface Unreadable {
  bucket: string;
  /** "oss:BucketPolicy" */
  token: string;
  operation: string;
  /** The service's code, or what kept an answer from coming. */
  code: string;
  requestId?: string;
  message: string;
}

/** Something that is there and was left out on purpose. */
export interface LeftOut {
  bucket: string;
  what: string;
  why: string;
}

/** A resource that the given stack has already. */
export interface Managed {
  bucket: string;
  token: string;
  urn: string;
}

export interface BucketReading {
  name: string;
  /** "cn-hangzhou"; undefined where the bucket itself could not be read. */
  region?: string;
  /** "oss-cn-hangzhou" */
  location?: string;
  /** The Bucket first where it is adopted, then its configuration in a fixed order. */
  documents: Document[];
  unreadable: Unreadable[];
  leftOut: LeftOut[];
  managed: Managed[];
}

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
