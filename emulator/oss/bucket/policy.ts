/** Bucket policy. OSS API reference 20220713, sections 7.8.1 to 7.8.3. */
import { fail, type OssFailure } from "../errors";
import { type Context, type Operation, type Reply, theBucket } from "../operation";
import { bytes } from "./fields";

/** Largest policy in bytes. Outside the API reference: the limit that the vendor's guide on bucket policies gives. */
const MOST_BYTES = 16 * 1024;

// OSS API reference 20220713, PutBucketPolicy: JSON, shown by a sample only (L4084-4098), and no error table at all. The
// structure is that of the vendor's page on policy syntax; the two error codes are outside the API reference as well.
function putBucketPolicy(ctx: Context): Reply {
  const text = ctx.text ?? "";
  checkPolicy(text);
  ctx.store.putDocument(theBucket(ctx).name, "policy", text);
  return { status: 200 };
}

/** Refuses text that is no policy: 400 MalformedPolicyDocument when it is not JSON, else InvalidPolicyDocument. */
export function checkPolicy(text: string): void {
  if (bytes(text) > MOST_BYTES) {
    throw fail("MalformedPolicyDocument", {}, { message: `The policy is larger than ${MOST_BYTES} bytes.` });
  }
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch {
    throw fail("MalformedPolicyDocument", {}, { message: "The policy is not valid JSON." });
  }
  if (!isRecord(policy)) {
    throw invalid("The policy must be a JSON object.");
  }
  only(policy, ["Version", "Statement"], "policy");
  if (policy.Version !== "1") {
    throw invalid('Version must be "1".');
  }
  if (!Array.isArray(policy.Statement) || policy.Statement.length === 0) {
    throw invalid("Statement must be a list with at least one element.");
  }
  policy.Statement.forEach(checkStatement);
}

function checkStatement(statement: unknown, index: number): void {
  const path = `Statement[${index}]`;
  if (!isRecord(statement)) {
    throw invalid(`${path} must be an object.`);
  }
  only(statement, ["Effect", "Action", "Principal", "NotPrincipal", "Resource", "Condition"], path);
  if (statement.Effect !== "Allow" && statement.Effect !== "Deny") {
    throw invalid(`${path}.Effect must be Allow or Deny.`);
  }
  checkNames(statement.Action, `${path}.Action`, /^(\*|oss:[A-Za-z*?]+)$/);
  checkNames(statement.Resource, `${path}.Resource`, /^(\*|acs:oss:[^:]*:[^:]*:.+)$/);
  const principals = [statement.Principal, statement.NotPrincipal].filter((value) => value !== undefined);
  if (principals.length !== 1) {
    throw invalid(`${path} must have a Principal.`);
  }
  // An empty list means everybody, as ["*"].
  if (!Array.isArray(principals[0]) || principals[0].length > 0) {
    checkNames(principals[0], `${path}.Principal`, /^.+$/);
  }
  if (statement.Condition !== undefined) {
    checkCondition(statement.Condition, `${path}.Condition`);
  }
}

/** A string or a non-empty list of strings of the given form. */
function checkNames(value: unknown, path: string, form: RegExp): void {
  const names: unknown[] = Array.isArray(value) ? value : [value];
  if (names.length === 0) {
    throw invalid(`${path} must not be empty.`);
  }
  for (const name of names) {
    if (typeof name !== "string" || !form.test(name)) {
      throw invalid(`${path} is missing or invalid.`);
    }
  }
}

/** {"IpAddress": {"acs:SourceIp": ["10.0.0.0/8"]}} */
function checkCondition(value: unknown, path: string): void {
  if (!isRecord(value)) {
    throw invalid(`${path} must be an object.`);
  }
  for (const [operator, keys] of Object.entries(value)) {
    if (!isRecord(keys)) {
      throw invalid(`${path}.${operator} must be an object.`);
    }
    for (const [key, values] of Object.entries(keys)) {
      checkNames(values, `${path}.${operator}.${key}`, /^[\s\S]*$/);
    }
  }
}

function only(value: Record<string, unknown>, names: readonly string[], path: string): void {
  const unknown = Object.keys(value).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw invalid(`Element ${unknown} is unknown in ${path}.`);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function invalid(message: string): OssFailure {
  return fail("InvalidPolicyDocument", {}, { message });
}

// OSS API reference 20220713, GetBucketPolicy: the document as it was sent, as application/json.
function getBucketPolicy(ctx: Context): Reply {
  const bucket = theBucket(ctx).name;
  const text = ctx.store.getDocument(bucket, "policy");
  if (text === undefined) {
    throw fail("NoSuchBucketPolicy", { BucketName: bucket });
  }
  return { status: 200, headers: { "Content-Type": "application/json" }, body: text };
}

// OSS API reference 20220713, DeleteBucketPolicy. Not stated for a bucket without a policy: 204, as all the others.
function deleteBucketPolicy(ctx: Context): Reply {
  ctx.store.deleteDocument(theBucket(ctx).name, "policy");
  return { status: 204 };
}

const ROW = { level: "bucket", subresource: "policy", verified: "sdk" } as const;

export const policyOperations: readonly Operation[] = [
  { ...ROW, name: "PutBucketPolicy", method: "PUT", body: "text", source: "L4065", handle: putBucketPolicy },
  { ...ROW, name: "GetBucketPolicy", method: "GET", source: "L4123", handle: getBucketPolicy },
  { ...ROW, name: "DeleteBucketPolicy", method: "DELETE", source: "L4184", handle: deleteBucketPolicy },
];
