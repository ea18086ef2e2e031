// Inputs of a resource -> the part of a bucket that it describes. Tolerant: an opaque value stays as it is.
import type { Properties, Resource } from "../stack/types";
import { isOpaque, isRecord } from "../stack/values";
import type { BucketView, CorsRule, LifecycleRule, Policy, RoutingRule, Statement } from "./view";

// biome-ignore lint/suspicious/noExplicitAny: inputs are dynamic; an opaque value may stand at any place of any type
type Any = any;

/** What each aspect's inputs say. */
export function readAspect(view: BucketView, aspect: string, inputs: Properties, resource: Resource): void {
  const reader = READERS[aspect];
  if (reader) Object.assign(view, reader(inputs as Any, view, resource));
}

type Reader = (inputs: Any, view: BucketView, resource: Resource) => Partial<BucketView>;

const READERS: Record<string, Reader> = {
  bucket: (inputs) => ({
    storageClass: inputs.storageClass ?? "Standard",
    forceDestroy: inputs.forceDestroy ?? false,
    hierarchicalNamespace: inputs.hierarchicalNamespace ?? false,
    dataRedundancyType: inputs.dataRedundancyType ?? "LRS",
    ...(inputs.acl === undefined ? {} : { acl: inputs.acl }),
  }),
  acl: (inputs) => ({ acl: inputs.acl ?? "private" }),
  policy: (inputs) => ({ policy: readPolicy(inputs.policy) }),
  versioning: (inputs) => ({ versioning: inputs.status ?? "unset" }),
  encryption: (inputs) => ({
    encryption: {
      sseAlgorithm: inputs.sseAlgorithm ?? "",
      kmsMasterKeyId: inputs.kmsMasterKeyId ?? "",
      kmsDataEncryption: inputs.kmsDataEncryption ?? "",
    },
  }),
  logging: (inputs) => ({
    logging: { targetBucket: inputs.targetBucket ?? "", targetPrefix: inputs.targetPrefix ?? "" },
  }),
  referer: (inputs) => ({
    referer: { referers: inputs.referers ?? [], allowEmptyReferer: inputs.allowEmptyReferer ?? true },
  }),
  cors: (inputs) => ({ cors: list(inputs.rules).map(readCors) }),
  lifecycle: (inputs) => ({ lifecycle: list(inputs.rules).map(readLifecycle) }),
  website: (inputs) => ({ website: { routing: list(inputs.routingRules).map(readRouting) } }),
  payer: (inputs) => ({ payer: inputs.payer ?? "BucketOwner" }),
  acceleration: (inputs) => ({ acceleration: inputs.enabled ?? false }),
  retention: (inputs) => ({
    retention: { days: inputs.retentionPeriodInDays ?? 0, locked: inputs.locked ?? false },
  }),
  tags: (inputs) => ({ tags: isRecord(inputs.tags) ? (inputs.tags as Record<string, string>) : {} }),
  https: (inputs) => ({ https: { enabled: inputs.enable ?? true, tlsVersions: inputs.tlsVersions ?? [] } }),
  publicBlock: (inputs) => ({ publicBlock: inputs.blockPublicAccess ?? false }),
  index: () => ({ index: true }),
  replications: (inputs, view, resource) => ({
    replications: [
      ...view.replications,
      {
        targetBucket: inputs.targetBucket ?? "",
        targetLocation: inputs.targetLocation ?? "",
        action: inputs.action ?? "ALL",
        history: inputs.historicalObjectReplication ?? "enabled",
        resource,
      },
    ],
  }),
  inventories: (inputs, view, resource) => ({
    inventories: [
      ...view.inventories,
      {
        id: inputs.inventoryId ?? "",
        targetBucket: inputs.destination?.bucket ?? "",
        accountId: String(inputs.destination?.accountId ?? ""),
        roleArn: inputs.destination?.roleArn ?? "",
        enabled: inputs.enabled ?? true,
        resource,
      },
    ],
  }),
  cnames: (inputs, view, resource) => ({ cnames: [...view.cnames, { domain: inputs.domain ?? "", resource }] }),
};

function list(value: unknown): Any[] {
  return Array.isArray(value) ? value : [];
}

/** Text lists of a policy: one value or a list of them. */
function texts(value: unknown): string[] {
  const values = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
  return values.map((each) => (typeof each === "string" ? each : JSON.stringify(each)));
}

/** A policy document, given as JSON text or as an object; undefined when it is neither (then `raw` tells why). */
export function readPolicy(document: unknown): Policy | undefined {
  let parsed = document;
  if (typeof document === "string") {
    if (isOpaque(document)) return undefined;
    try {
      parsed = JSON.parse(document);
    } catch {
      return undefined;
    }
  }
  if (!isRecord(parsed)) return undefined;
  const statements = Array.isArray(parsed.Statement) ? parsed.Statement : [parsed.Statement];
  const text = typeof document === "string" ? document : JSON.stringify(document);
  return { statements: statements.filter(isRecord).map(readStatement), size: Buffer.byteLength(text) };
}

function readStatement(statement: Properties): Statement {
  const principal = statement.Principal ?? statement.NotPrincipal;
  const condition: Statement["condition"] = {};
  for (const [operator, keys] of Object.entries(isRecord(statement.Condition) ? statement.Condition : {})) {
    if (!isRecord(keys)) continue;
    condition[operator] = Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, texts(values)]));
  }
  return {
    effect: String(statement.Effect ?? ""),
    // { "RAM": ["*"] } and the like.
    principals: isRecord(principal) ? Object.values(principal).flatMap(texts) : texts(principal),
    notPrincipal: statement.Principal === undefined && statement.NotPrincipal !== undefined,
    actions: texts(statement.Action ?? statement.NotAction),
    notAction: statement.Action === undefined && statement.NotAction !== undefined,
    resources: texts(statement.Resource ?? statement.NotResource),
    notResource: statement.Resource === undefined && statement.NotResource !== undefined,
    condition,
  };
}

function readCors(rule: Any, index: number): CorsRule {
  return {
    origins: list(rule?.allowedOrigins),
    methods: list(rule?.allowedMethods),
    headers: list(rule?.allowedHeaders),
    path: `rules[${index}]`,
  };
}

function readLifecycle(rule: Any, index: number): LifecycleRule {
  const not = rule?.filter?.not;
  const { objectSizeGreaterThan: least, objectSizeLessThan: most } = rule?.filter ?? {};
  return {
    id: rule?.id ?? "",
    prefix: rule?.prefix ?? "",
    enabled: rule?.status === undefined ? true : rule.status === "Enabled",
    tags: list(rule?.tags)
      .map((tag) => `${tag?.key}=${tag?.value}`)
      .sort(),
    not: not === undefined ? "" : JSON.stringify(not),
    size: least === undefined && most === undefined ? "" : `${least ?? ""}-${most ?? ""}`,
    expiration:
      rule?.expiration?.days === undefined && rule?.expiration?.createdBeforeDate === undefined
        ? undefined
        : { days: rule.expiration.days, createdBeforeDate: rule.expiration.createdBeforeDate },
    transitions: list(rule?.transitions).map((each) => ({
      days: each?.days,
      createdBeforeDate: each?.createdBeforeDate,
      storageClass: String(each?.storageClass ?? "").replace(/ /g, ""),
    })),
    abortMultipart: rule?.abortMultipartUpload !== undefined,
    noncurrentExpirationDays: rule?.noncurrentVersionExpiration?.noncurrentDays,
    noncurrentTransitions: list(rule?.noncurrentVersionTransitions).map((each) => ({
      days: each?.noncurrentDays,
      storageClass: String(each?.storageClass ?? "").replace(/ /g, ""),
    })),
    path: `rules[${index}]`,
  };
}

function readRouting(rule: Any, index: number): RoutingRule {
  const redirect = rule?.redirect ?? {};
  return {
    number: rule?.ruleNumber ?? index,
    type: redirect.redirectType ?? "",
    hostName: redirect.hostName,
    mirrorUrl: redirect.mirrorUrl,
    passAll: redirect.mirrorHeaders?.passAll ?? false,
    headers: redirect.mirrorHeaders,
    path: `routingRules[${index}].redirect`,
  };
}
