// What a bucket has, as OSS told it.
import type { Values } from "../../provider/kit/values";

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
