// A change of a stack, written as two programs: what was recorded and what is planned.
import type { Op, Resource, ResourceState } from "../../../../cli/stack/types";

/** Inputs of a resource. What starts with $ is not an input: $type, $id, $outputs, $protect, $retain, $provider, $on. */
export type Declared = Record<string, unknown> & { $type: string };
export type Program = Record<string, Declared>;

export const OWNER = "1000000000000001";

/** Builds the resources as a preview gives them, the unchanged ones included. */
export function change(old: Program, fresh: Program, extra: Record<string, Partial<Resource>> = {}): Resource[] {
  const names = [...new Set([...Object.keys(old), ...Object.keys(fresh)])];
  return names.map((name) => {
    const declared = (fresh[name] ?? old[name])!;
    const type = declared.$type;
    const rawType = type.includes(":") ? type : `granary:oss:${type}`;
    const [before, after] = [stateOf(old[name]), stateOf(fresh[name])];
    const op: Op = !before
      ? "create"
      : !after
        ? "delete"
        : JSON.stringify(before) === JSON.stringify(after)
          ? "same"
          : "update";
    return {
      urn: `urn:pulumi:dev::shop::${rawType}::${name}`,
      type: type.includes(":") ? type : `oss:${type}`,
      rawType,
      name,
      op,
      old: before,
      new: after,
      diffReasons: [],
      replaceReasons: [],
      ...extra[name],
    };
  });
}

function stateOf(declared: Declared | undefined): ResourceState | undefined {
  if (!declared) return undefined;
  const inputs = Object.fromEntries(Object.entries(declared).filter(([name]) => !name.startsWith("$")));
  const on = declared.$on as string | undefined;
  return {
    id: (declared.$id as string | undefined) ?? (inputs.bucket as string | undefined),
    inputs,
    outputs: (declared.$outputs as Record<string, unknown> | undefined) ?? {},
    protect: declared.$protect === true,
    retainOnDelete: declared.$retain === true,
    provider: declared.$provider as string | undefined,
    dependencies: on ? [`urn:pulumi:dev::shop::granary:oss:Bucket::${on}`] : [],
    propertyDependencies: on ? { bucket: [`urn:pulumi:dev::shop::granary:oss:Bucket::${on}`] } : {},
  };
}

/** A Bucket of that name, in cn-hangzhou. */
export function bucket(name = "web", inputs: Record<string, unknown> = {}): Declared {
  return { $type: "Bucket", bucket: name, $outputs: { owner: OWNER, location: "oss-cn-hangzhou" }, ...inputs };
}

/** A configuration of bucket "web". */
export function config(type: string, inputs: Record<string, unknown> = {}): Declared {
  return { $type: type, bucket: "web", ...inputs };
}

export function policy(...statements: object[]): Declared {
  return config("BucketPolicy", { policy: { Version: "1", Statement: statements } });
}

export function allow(principal: string | string[], action: string | string[], more: object = {}): object {
  return {
    Effect: "Allow",
    Principal: [principal].flat(),
    Action: [action].flat(),
    Resource: ["acs:oss:*:*:web/*"],
    ...more,
  };
}

export const HTTPS_ONLY = {
  Effect: "Deny",
  Principal: ["*"],
  Action: ["oss:*"],
  Resource: ["acs:oss:*:*:web", "acs:oss:*:*:web/*"],
  Condition: { Bool: { "acs:SecureTransport": ["false"] } },
};
