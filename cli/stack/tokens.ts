// One table of rules serves every spelling of a type: the plugin's, the dynamic front's, and that of @pulumi/alicloud.
import { isRecord } from "./values";

const ALICLOUD: Record<string, string> = {
  BucketServerSideEncryption: "oss:BucketEncryption",
  BucketWorm: "oss:BucketRetentionPolicy",
};

/** "oss:BucketAcl" for a resource that the rules know how to read; else the type as it is. */
export function normalType(rawType: string, inputs?: unknown): string {
  const plugin = /^granary:(\w+)(?:\/\w+)?:(\w+)$/.exec(rawType);
  if (plugin) return `${plugin[1]}:${plugin[2]}`;
  const dynamic = /^pulumi-nodejs:dynamic\/(\w+):(\w+)$/.exec(rawType);
  if (dynamic) {
    // Anyone may have a dynamic class of that name; ours says so in its one line of code.
    const code = isRecord(inputs) ? inputs.__provider : undefined;
    if (typeof code === "string" && !code.includes("granary/dynamic")) return rawType;
    return `${dynamic[1]}:${dynamic[2]}`;
  }
  const alicloud = /^alicloud:oss\/\w+:(\w+)$/.exec(rawType);
  if (alicloud) return ALICLOUD[alicloud[1]!] ?? `oss:${alicloud[1]}`;
  return rawType;
}

/** Whether the resource is of @pulumi/alicloud, whose arguments differ from Granary's. */
export function isAlicloud(rawType: string): boolean {
  return rawType.startsWith("alicloud:");
}

export function isProvider(rawType: string): boolean {
  return rawType.startsWith("pulumi:providers:");
}

export function isStack(rawType: string): boolean {
  return rawType === "pulumi:pulumi:Stack";
}

/** Last part of a URN: the name in the program. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** Type token in a URN (without the types of its parents). */
export function typeOf(urn: string): string {
  return (urn.split("::")[2] ?? "").split("$").at(-1)!;
}
