/** Who may do what: the owner everything; anybody else what the bucket policy or the ACLs grant. */
import type { BucketRow, ObjectAcl } from "../store/rows";
import type { Store } from "../store/store";
import { fail, type OssFailure } from "./errors";
import type { Identity, Operation } from "./operation";

interface Statement {
  Effect: "Allow" | "Deny";
  Action: string | string[];
  Principal?: string | string[];
  NotPrincipal?: string | string[];
  Resource: string | string[];
  Condition?: unknown;
}

/**
 * Throws AccessDenied unless the request is allowed. Order: explicit Deny, explicit Allow, then ACL: the object's, which
 * overrides the bucket's unless it is `default` (API reference L11794). ACLs grant objects only, never lists.
 */
export function checkAccess(
  store: Store,
  operation: Operation,
  identity: Identity,
  bucket: BucketRow,
  key: string | undefined,
): void {
  // Bucket policies bind RAM users and other accounts; the emulator's identities of the owner are the account itself.
  if (!identity.anonymous && identity.ownerId === bucket.ownerId) {
    return;
  }
  const verdict = policyVerdict(store, operation, identity, bucket, key);
  if (verdict === "Deny") {
    throw fail("AccessDenied", {}, { message: "Access denied by bucket policy.", ec: "0003-00000201" });
  }
  if (verdict === "Allow") {
    return;
  }
  const acl = key === undefined ? bucket.acl : effectiveAcl(store, bucket, key);
  const read = operation.access === "read" && (acl === "public-read" || acl === "public-read-write");
  const write = operation.access === "write" && acl === "public-read-write";
  if (!read && !write) {
    throw denied(identity, operation);
  }
}

function effectiveAcl(store: Store, bucket: BucketRow, key: string): ObjectAcl {
  const own = store.versions.current(bucket.name, key)?.acl ?? "default";
  return own === "default" ? bucket.acl : own;
}

function denied(identity: Identity, operation: Operation): OssFailure {
  if (operation.level === "object") {
    return fail("AccessDenied");
  }
  const message = identity.anonymous
    ? "Anonymous user has no right to access this bucket."
    : "The bucket you access does not belong to you.";
  return fail("AccessDenied", {}, { message, ec: "" });
}

function policyVerdict(
  store: Store,
  operation: Operation,
  identity: Identity,
  bucket: BucketRow,
  key: string | undefined,
): "Allow" | "Deny" | undefined {
  const text = store.getDocument(bucket.name, "policy");
  if (text === undefined) {
    return undefined;
  }
  const action = operation.action ?? `oss:${operation.name}`;
  const resource = `acs:oss:oss-${bucket.region}:${bucket.ownerId}:${bucket.name}${key === undefined ? "" : `/${key}`}`;
  let verdict: "Allow" | undefined;
  for (const statement of (JSON.parse(text) as { Statement: Statement[] }).Statement) {
    // Conditions (source address, transport, ...) are not evaluated: such a statement neither grants nor denies.
    const applies =
      statement.Condition === undefined &&
      list(statement.Action).some((pattern) => wildcard(pattern, action)) &&
      list(statement.Resource).some((pattern) => wildcard(pattern, resource)) &&
      concerns(statement, identity);
    if (applies && statement.Effect === "Deny") {
      return "Deny";
    }
    if (applies) {
      verdict = "Allow";
    }
  }
  return verdict;
}

function concerns({ Principal, NotPrincipal }: Statement, identity: Identity): boolean {
  const named = (principals: string[]): boolean =>
    principals.length === 0 ||
    principals.includes("*") ||
    (!identity.anonymous && principals.includes(identity.ownerId));
  return Principal === undefined ? !named(list(NotPrincipal)) : named(list(Principal));
}

function list(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** `*` = any characters, `?` = one. In policies, referers and CORS origins alike. */
export function wildcard(pattern: string, text: string, flags = ""): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[\\s\\S]*")
    .replaceAll("?", "[\\s\\S]");
  return new RegExp(`^${source}$`, flags).test(text);
}
