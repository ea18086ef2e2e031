// Changes of bucket "web" in a word each, and what a case of a rule is.
import type { JudgeOptions } from "../../../../cli/rules/judge";
import type { Severity } from "../../../../cli/rules/types";
import type { Resource } from "../../../../cli/stack/types";
import { bucket, change, config, type Program } from "../support/change";

export interface Case {
  about: string;
  resources: Resource[];
  options?: JudgeOptions;
}

export interface RuleCases {
  fires: (Case & { severity: Severity })[];
  silent: Case[];
}

/** On bucket "web", which stays. */
export function on(old: Program, fresh: Program, extra: Record<string, Partial<Resource>> = {}): Resource[] {
  const other = bucket("web");
  return change({ web: other, ...old }, { web: other, ...fresh }, extra);
}

export const acl = (value: string) => ({ acl: config("BucketAcl", { acl: value }) });
export const referer = (referers: string[], allowEmptyReferer = true) => ({
  referer: config("BucketReferer", { referers, allowEmptyReferer }),
});
export const cors = (...rules: object[]) => ({ cors: config("BucketCors", { rules }) });
export const lifecycle = (...rules: object[]) => ({ lifecycle: config("BucketLifecycle", { rules }) });
export const website = (...routingRules: object[]) => ({
  website: config("BucketWebsite", { indexDocument: { suffix: "index.html" }, routingRules }),
});
export const versioning = (status: string) => ({ versioning: config("BucketVersioning", { status }) });
export const retention = (retentionPeriodInDays: number, locked: boolean) => ({
  worm: config("BucketRetentionPolicy", { retentionPeriodInDays, locked }),
});
export const encryption = (inputs: Record<string, unknown>) => ({ encryption: config("BucketEncryption", inputs) });
export const logging = (targetBucket: string, targetPrefix = "") => ({
  logging: config("BucketLogging", { targetBucket, targetPrefix }),
});
export const replication = (inputs: Record<string, unknown> = {}) => ({
  copy: config("BucketReplication", {
    targetBucket: "copy",
    targetLocation: "oss-cn-hangzhou",
    action: "PUT",
    historicalObjectReplication: "disabled",
    ...inputs,
  }),
});
export const inventory = (inputs: object = {}, accountId = "1000000000000001") => ({
  inventory: config("BucketInventory", {
    inventoryId: "all",
    destination: { bucket: "lists", accountId, roleArn: `acs:ram::${accountId}:role/inventory` },
    ...inputs,
  }),
});
export const provider = (settings: object) => ({
  granary: { $type: "pulumi:providers:granary", oss: JSON.stringify(settings) },
});
export const target = (status?: string): Program => ({
  copy0: bucket("copy"),
  ...(status ? { copyVersioning: { $type: "BucketVersioning", bucket: "copy", status } } : {}),
});
export const redirect = (redirectType: string, more: object) => ({
  ruleNumber: 1,
  condition: {},
  redirect: { redirectType, ...more },
});
export const fires = (about: string, severity: Severity, resources: Resource[], options?: JudgeOptions) => ({
  about,
  severity,
  resources,
  options,
});
export const silent = (about: string, resources: Resource[], options?: JudgeOptions) => ({ about, resources, options });
