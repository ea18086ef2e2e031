// Arguments of @pulumi/alicloud's oss resources in Granary's names. Its Bucket may hold configurations of its own.
import type { Properties } from "../stack/types";
import { isRecord } from "../stack/values";
import type { Aspect } from "./kinds";

/** The arguments of one resource as Granary's resource of that type has them. */
export function fromAlicloud(aspect: Aspect, inputs: Properties): Properties {
  switch (aspect) {
    case "bucket":
      return { ...inputs, dataRedundancyType: inputs.redundancyType };
    case "replications": {
      const destination = isRecord(inputs.destination) ? inputs.destination : {};
      return { ...inputs, targetBucket: destination.bucket, targetLocation: destination.location };
    }
    case "cors":
      return { ...inputs, rules: inputs.corsRules };
    case "referer":
      return { ...inputs, referers: inputs.refererLists };
    case "retention":
      return { ...inputs, locked: inputs.status === "Locked" };
    case "tags":
      return { ...inputs, tags: inputs.tags };
    default:
      return inputs;
  }
}

/** The configurations that an alicloud Bucket carries itself, in its deprecated blocks. */
export function inlineAspects(inputs: Properties): Partial<Record<Aspect, Properties>> {
  const found: Partial<Record<Aspect, Properties>> = {};
  const block = (value: unknown) => (isRecord(value) ? value : undefined);
  const versioning = block(inputs.versioning);
  if (versioning) found.versioning = { status: versioning.status };
  const encryption = block(inputs.serverSideEncryptionRule);
  if (encryption) found.encryption = encryption;
  const logging = block(inputs.logging);
  if (logging && inputs.loggingIsenable !== false) found.logging = logging;
  if (inputs.policy !== undefined) found.policy = { policy: inputs.policy };
  if (inputs.website !== undefined) found.website = {};
  if (Array.isArray(inputs.corsRules)) found.cors = { rules: inputs.corsRules };
  if (inputs.tags !== undefined) found.tags = { tags: inputs.tags };
  const referer = block(inputs.refererConfig);
  if (referer) found.referer = { referers: referer.referers, allowEmptyReferer: referer.allowEmpty };
  const acceleration = block(inputs.transferAcceleration);
  if (acceleration) found.acceleration = { enabled: acceleration.enabled };
  if (Array.isArray(inputs.lifecycleRules)) found.lifecycle = { rules: inputs.lifecycleRules.map(lifecycleRule) };
  return found;
}

function lifecycleRule(rule: unknown): Properties {
  if (!isRecord(rule)) return {};
  const first = (value: unknown): Properties | undefined =>
    Array.isArray(value) && isRecord(value[0]) ? value[0] : undefined;
  const expiration = first(rule.expirations);
  const noncurrent = first(rule.noncurrentVersionExpirations);
  return {
    ...rule,
    status: rule.enabled === false ? "Disabled" : "Enabled",
    tags: Object.entries(isRecord(rule.tags) ? rule.tags : {}).map(([key, value]) => ({ key, value })),
    expiration: expiration && {
      days: expiration.days,
      createdBeforeDate: expiration.createdBeforeDate ?? expiration.date,
    },
    abortMultipartUpload: first(rule.abortMultipartUploads),
    noncurrentVersionExpiration: noncurrent && { noncurrentDays: noncurrent.days },
  };
}
