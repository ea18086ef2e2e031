// The effective configuration of one bucket at one moment, over all resources that describe it. What no resource says is
// the service's default. Values that are not known before the update stay UNKNOWN, secrets stay redacted.
import type { Properties, Resource } from "../stack/types";
import type { Aspect } from "./kinds";

export interface Statement {
  effect: string;
  principals: string[];
  /** True for NotPrincipal: everybody but these. */
  notPrincipal: boolean;
  actions: string[];
  notAction: boolean;
  resources: string[];
  notResource: boolean;
  /** Operator -> key -> values, as texts. */
  condition: Record<string, Record<string, string[]>>;
}

export interface Policy {
  statements: Statement[];
  /** Bytes of the document as JSON. */
  size: number;
}

export interface LifecycleRule {
  id: string;
  prefix: string;
  enabled: boolean;
  tags: string[];
  /** Objects left out, as a text; empty for none. */
  not: string;
  /** Size bounds, as a text; empty for none. */
  size: string;
  expiration?: { days?: number; createdBeforeDate?: string };
  transitions: { days?: number; createdBeforeDate?: string; storageClass: string }[];
  abortMultipart: boolean;
  noncurrentExpirationDays?: number;
  noncurrentTransitions: { days: number; storageClass: string }[];
  /** Where it stands: "rules[0]". */
  path: string;
}

export interface CorsRule {
  origins: string[];
  methods: string[];
  headers: string[];
  path: string;
}

export interface RoutingRule {
  number: number;
  type: string;
  hostName?: string;
  mirrorUrl?: string;
  passAll: boolean;
  /** Headers of a mirror request, for comparison. */
  headers: unknown;
  path: string;
}

export interface Website {
  routing: RoutingRule[];
}

export interface Replication {
  targetBucket: string;
  targetLocation: string;
  action: string;
  history: string;
  resource: Resource;
}

export interface Inventory {
  id: string;
  targetBucket: string;
  accountId: string;
  roleArn: string;
  enabled: boolean;
  resource: Resource;
}

export interface Cname {
  domain: string;
  resource: Resource;
}

/** Any field may be UNKNOWN (a text) where the program does not know it yet; rules ask with `known`. */
export interface BucketView {
  name: string;
  /** Account id of the owner, where the state tells it. */
  owner?: string;
  location?: string;
  storageClass: string;
  forceDestroy: boolean;
  hierarchicalNamespace: boolean;
  dataRedundancyType: string;
  acl: string;
  policy?: Policy;
  /** "unset", "Enabled" or "Suspended". */
  versioning: string;
  encryption?: { sseAlgorithm: string; kmsMasterKeyId: string; kmsDataEncryption: string };
  logging?: { targetBucket: string; targetPrefix: string };
  referer: { referers: string[]; allowEmptyReferer: boolean };
  cors: CorsRule[];
  lifecycle: LifecycleRule[];
  website?: Website;
  payer: string;
  acceleration: boolean;
  retention?: { days: number; locked: boolean };
  tags: Record<string, string>;
  https?: { enabled: boolean; tlsVersions: string[] };
  publicBlock: boolean;
  replications: Replication[];
  inventories: Inventory[];
  cnames: Cname[];
  index: boolean;
  /** The resource that says it, where one does; for plural aspects the first. */
  from: Partial<Record<Aspect, Resource>>;
  /** The inputs that an aspect was read from, to tell opaque values. */
  raw: Partial<Record<Aspect, Properties>>;
}

/** A bucket before and after a change (recorded -> planned), or recorded -> live. */
export interface Transition {
  /** Identity within the stack. */
  key: string;
  /** Name to show: the bucket's, or that of its resource while the name is unknown. */
  bucket: string;
  /** The Bucket resource, where the stack has it. */
  resource?: Resource;
  /** Undefined for a bucket that this change creates. */
  old?: BucketView;
  /** Undefined for a bucket that this change deletes. */
  new?: BucketView;
  /** Every resource that describes it. */
  resources: Resource[];
}
